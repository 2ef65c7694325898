"""Which rule of a body counts, for a matter, at a stage, on a day; and who votes under it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from legation.dossier.column import Wording
from legation.dossier.dossier import Dossier, in_force
from legation.dossier.matters import matter_key
from legation.dossier.parts.rules import Body, BodyRule, every_rule
from legation.dossier.records import RollCall

__all__ = [
    "Sitting",
    "body_without_members",
    "is_of_several_groups",
    "is_of_whole",
    "matter_of",
    "matters_of",
    "rule_for",
    "rule_meant",
    "voters",
]


class Sitting(NamedTuple):
    """When and at which stage a body decides: the day of its rule, and that of its members, at the latest the day of asking."""

    stage: str
    ruled_on: dt.date
    day: dt.date


def rule_for(body: Body, matter: str, stage: str, day: dt.date) -> BodyRule | None:
    r"""Return the rule of a body that counts; None where it has none for the matter, or none in force.

    A rule of the matter goes before one without a matter, which serves all others; of those that are left, one of the stage goes before one
    of every stage; of several the first in the file counts.

    >>> from legation.dossier.parts.rules import read_bodies
    >>> text = b'[[body]]\nid = "b"\n[[body.rule]]\nnumber = 4\nof = "count"\nmatter = "recall-board"\n[[body.rule]]\n'
    >>> (body,), day = read_bodies(text, []), dt.date(2026, 1, 1)
    >>> [rule_for(body, matter, "plenary", day).of for matter in ("Recall Board", "budget")]
    ['count', 'present_and_voting']
    """
    there = [rule for rule in body.rules if rule.stage in ("", stage) and in_force(rule, day)]
    wanted = matter_key(matter)
    own = [rule for rule in there if matter_key(rule.matter) == wanted]
    left = own or [rule for rule in there if not matter_key(rule.matter)]
    return next((rule for rule in left if rule.stage), next(iter(left), None))


def matters_of(body: Body, day: dt.date) -> dict[str, Wording | str]:
    r"""Return the matters for which a body has rules of their own when the whole of it decides, each as it first stands, with its name.

    >>> from legation.dossier.parts.rules import read_bodies
    >>> rules = b'[[body.rule]]\nmatter = "recall"\n[[body.rule]]\nmatter = "Recall"\n[[body.rule]]\nmatter = "x"\nstage = "committee"\n'
    >>> (body,) = read_bodies(b'[[body]]\nid = "b"\n' + rules, [])
    >>> matters_of(body, dt.date(2026, 1, 1))
    {'recall': 'recall'}
    """
    found: dict[str, tuple[str, Wording | str]] = {}
    for rule in body.rules:
        if rule.matter and is_of_whole(rule, day):
            found.setdefault(matter_key(rule.matter), (rule.matter, rule.title or rule.matter))
    return dict(found.values())


def is_of_whole(rule: BodyRule, day: dt.date) -> bool:
    """Whether a rule is in force on a day for what the whole of a body decides."""
    return rule.stage in ("", "plenary") and in_force(rule, day)


def matter_of(dossier: Dossier, rollcall: RollCall) -> str:
    """Return the matter of a roll call: its own, else that of its issue."""
    return rollcall.matter or dossier.matters.get(rollcall.issue, "")


def is_of_several_groups(rule: BodyRule) -> bool:
    """Whether a part of a rule is for members of its own: those of a group, or of another body."""
    return bool(rule.body) or any(part.members or part.body for part in every_rule(rule.parts))


def rule_meant(dossier: Dossier, part: BodyRule, sitting: Sitting) -> tuple[Body, BodyRule] | None:
    """Return the other body that a part names, with its rule for the matter of the part; None where either is not there."""
    body = next((one for one in dossier.bodies if one.id == part.body), None)
    rule = rule_for(body, part.matter, sitting.stage, sitting.ruled_on) if body is not None else None
    return None if body is None or rule is None else (body, rule)


def voters(dossier: Dossier, body: Body, rule: BodyRule, sitting: Sitting) -> tuple[str, ...]:
    """Return who votes under a rule, each once: the members of its group, else of its body, and those of its parts.

    Nobody where the members are not known, of one of its parts either: those of the others do not vote in their place. A body that names
    itself through others is followed once.
    """
    found = list(_voters(dossier, body.members, rule, sitting, (body,)))
    return () if any(isinstance(one, Body) for one in found) else tuple(dict.fromkeys(one for one in found if isinstance(one, str)))


def body_without_members(dossier: Dossier, body: Body, rule: BodyRule, sitting: Sitting) -> Body | None:
    """Return the first body that votes under a rule, or under a part of it, and of which no member is known; None where there is none."""
    return next((one for one in _voters(dossier, body.members, rule, sitting, (body,)) if isinstance(one, Body)), None)


def _voters(dossier: Dossier, group: str, rule: BodyRule, sitting: Sitting, above: Sequence[Body]) -> Iterator[str | Body]:
    """Yield who votes under a rule; in place of members that are not known their body, which is the last of ``above``."""
    own = rule.members or group
    if rule.body:
        meant = rule_meant(dossier, rule, sitting) if all(rule.body != one.id for one in above) else None
        if meant is not None:
            yield from _voters(dossier, rule.members or meant[0].members, meant[1], sitting, (*above, meant[0]))
        return
    if not rule.parts or rule.quorum or rule.most_against or rule.most_abstaining:
        yield from (dossier.members(own, sitting.day) if own else ()) or above[-1:]
    for part in rule.parts:
        yield from _voters(dossier, own, part, sitting, above)
