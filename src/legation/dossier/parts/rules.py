"""``bodies.toml``: who decides, and by which rule, on which matter, at which stage, from which day on."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.column import Wording
from legation.dossier.matters import matter_key
from legation.dossier.parts.toml_record import fill, plain, read_toml, tables, written, wrong_value
from legation.dossier.problem import Problem, problem
from legation.dossier.records.fora import VERIFIED
from legation.dossier.when import When
from legation.language import LANGUAGES

__all__ = [
    "COUNTED",
    "PUT_TOGETHER",
    "Body",
    "BodyRule",
    "cycles_of_bodies",
    "every_rule",
    "overlapping",
    "read_bodies",
    "write_bodies",
]


COUNTED = ("present_and_voting", "members", "weights", "count", "consensus", "declared")
"""What is asked: a share of those voting, of all members, of all weights; a number of yes votes; that nobody present objects; that a chair
or a board declares it, without a count."""
PUT_TOGETHER = ("all", "any", "at_least")
"""Rules of several parts: all of them must hold, or any of them, or a number of them."""
_DEEPEST = 4
_PART = "bodies.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRule:
    """How a body decides, from a date on.

    Attributes
    ----------
    of : {"present_and_voting", "members", "weights", "count", "consensus", "declared", "all", "any", "at_least"}
    share : str
        ``1/2`` or ``2/3``...; more than this share is needed when ``strict``, at least this share when not.
    number : int
        Where ``of`` is ``count``: so many yes votes are needed, or more. Where it is ``at_least``: so many of the parts must hold.
    weights : str
        Where ``of`` is ``weights``: the name of a table ``[body.weights.NAME]``.
    veto : tuple of str
        Actors whose no defeats the text; their abstention or absence does not.
    quorum : int
        How many members must be present, voting or abstaining; 0 asks for none.
    most_against : str
        ``1``: so many members may vote no, more defeat the text; ``1/4``: such a share of those who vote yes or no. Empty: no limit.
    most_abstaining : str
        ``1/2``: such a share of those present may abstain, more defeat the text. Empty: no limit.
    body : str
        Another body, whose rule for the ``matter`` stands here, on that body's own members. Empty: the rule says itself what it asks.
    members : str
        The group that votes under this rule. Empty: the members of the body.
    matter : str
        Which matter it is for; with another body, which rule of that body is meant. Empty: every matter without a rule of its own.
    title : Wording
        What the matter is called.
    parts : tuple of BodyRule
        Where ``of`` is ``all``, ``any`` or ``at_least``: the tables ``[[body.rule.part]]``.
    stage : {"", "committee", "plenary"}
        Empty: at every stage without a rule of its own.
    verified : {"", "yes", "proposal", "secondary", "no"}
        How far it was compared with the words of the body; see :data:`legation.dossier.records.fora.VERIFIED`.
    compared_on : When or None
        The day on which it was last compared with its source.
    """

    of: str = "present_and_voting"
    share: str = "1/2"
    strict: bool = True
    number: int = 0
    weights: str = ""
    veto: tuple[str, ...] = ()
    quorum: int = 0
    most_against: str = ""
    most_abstaining: str = ""
    body: str = ""
    members: str = ""
    matter: str = ""
    title: Wording = Wording()
    parts: tuple[BodyRule, ...] = ()
    stage: str = ""
    start: When | None = None
    end: When | None = None
    evidence: tuple[str, ...] = ()
    verified: str = ""
    compared_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Who decides: a name, the group whose members vote, their weights where they have any, dated rules.

    ``weights`` holds by name a number for each actor: votes, inhabitants, shares of capital. ``board`` is the language, ``en`` or ``fr``,
    in whose alphabet the board of votes lists the members; ``board_order`` lists them itself, and those that it leaves out follow.
    """

    id: str
    name: Wording = Wording()
    members: str = ""
    weights: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[BodyRule, ...] = ()
    board: str = ""
    board_order: tuple[str, ...] = ()
    source: bytes = field(default=b"", compare=False, repr=False)


def every_rule(rules: tuple[BodyRule, ...]) -> Iterator[BodyRule]:
    """Give rules and their parts, to any depth."""
    for rule in rules:
        yield rule
        yield from every_rule(rule.parts)


def overlapping(rules: Sequence[BodyRule]) -> Iterator[tuple[int, int]]:
    """Give the pairs of rules, by their numbers from 1, that are for one matter and one stage and hold on one day.

    >>> twice = BodyRule(matter="budget", start=When("2020")), BodyRule(matter="Budget", end=When("2020-06"))
    >>> list(overlapping(twice)), list(overlapping((twice[0], BodyRule(matter="budget", end=When("2019")))))
    ([(1, 2)], [])
    """
    alike: dict[tuple[str, str], list[tuple[int, BodyRule]]] = {}
    for at, rule in enumerate(rules, start=1):
        alike.setdefault((matter_key(rule.matter), rule.stage), []).append((at, rule))
    found = (pair for those in alike.values() for pair in itertools.combinations(those, 2))
    yield from sorted((at, next_at) for (at, one), (next_at, other) in found if _meet(one, other))


def _meet(one: BodyRule, other: BodyRule) -> bool:
    """Whether two rules hold on one day."""
    return max(_first(one), _first(other)) <= min(_last(one), _last(other))


def _first(rule: BodyRule) -> dt.date:
    return rule.start.first if rule.start else dt.date.min


def _last(rule: BodyRule) -> dt.date:
    return rule.end.last if rule.end else dt.date.max


def cycles_of_bodies(bodies: Iterable[Body]) -> Iterator[tuple[str, ...]]:
    """Give the ways by which a body names itself through the parts of its rules, each once; the first stands again at the end.

    >>> a, b = (Body(id=x, rules=(BodyRule(of="all", parts=(BodyRule(body=y),)),)) for x, y in ("ab", "ba"))
    >>> list(cycles_of_bodies([a, b, Body(id="c", rules=(BodyRule(body="a"),))]))
    [('a', 'b', 'a')]
    """
    names = {body.id: tuple(dict.fromkeys(rule.body for rule in every_rule(body.rules) if rule.body)) for body in bodies}
    done: set[str] = set()
    for start in names:
        path = [start]
        ahead = [iter(names[start] if start not in done else ())]
        while ahead:
            following = next(ahead[-1], None)
            if following is None:
                done.add(path.pop())
                ahead.pop()
            elif following in path:
                yield (*path[path.index(following) :], following)
            elif following not in done and following in names:
                path.append(following)
                ahead.append(iter(names[following]))


def read_bodies(data: bytes, problems: list[Problem]) -> tuple[Body, ...]:
    """Read ``bodies.toml``: ``[[body]]`` tables, each with ``[[body.rule]]``."""
    table = read_toml(_PART, data, problems) or {}
    entries = tables(_PART, table.pop("body", []), "body", "[[body]]", problems)
    problems.extend(problem("unknown-key", _PART, None, name, allowed="[[body]]", found=name) for name in table)
    bodies = [body for place, entry in entries if (body := _body(place, entry, problems))]
    if bodies:
        bodies[0] = dataclasses.replace(bodies[0], source=data)
    return tuple(bodies)


def write_bodies(bodies: tuple[Body, ...]) -> bytes:
    """Return the part's bytes: as they were read where nothing changed, so that comments stay."""
    source = next((body.source for body in bodies if body.source), b"")
    if source and read_bodies(source, []) == bodies:
        return source
    entries = []
    for body in bodies:
        rules = [_plain(rule) for rule in body.rules]
        entries.append(plain(body) | ({"rule": rules} if rules else {}))
    return written({"body": entries})


def _plain(rule: BodyRule) -> dict[str, Any]:
    """Return a rule as a table; one that stands for another body says nothing of what it asks."""
    table = plain(rule) | ({"part": [_plain(part) for part in rule.parts]} if rule.parts else {})
    needless = {"of": rule.of, "share": rule.share, "strict": rule.strict} if rule.body else {}
    return {name: value for name, value in table.items() if name not in needless}


def _body(place: str, entry: dict[str, Any], problems: list[Problem]) -> Body | None:
    settings = {name: value for name, value in entry.items() if name != "rule"}
    if not isinstance(entry.get("id"), str) or not entry["id"].strip():
        problems.append(wrong_value(_PART, f"{place}.id", "text", entry.get("id", "")))
        return None
    listed = tables(_PART, entry.get("rule", []), f"{place}.rule", "[[body.rule]]", problems)
    weights = settings.get("weights")
    named = weights if isinstance(weights, dict) else {}
    problems.extend(_wrong_weights(f"{place}.weights", named))
    if settings.get("board", "") not in ("", *LANGUAGES):
        problems.append(wrong_value(_PART, f"{place}.board", " | ".join(LANGUAGES), settings["board"]))
        return None
    read = [_rule(at, table, frozenset(named), problems) for at, table in listed]
    rules = tuple(rule for rule in read if rule is not None)
    if len(rules) == len(read):
        problems.extend(_twice(place, rules))
    return fill(Body, _PART, f"{place}.", settings, problems, rules=rules)


def _twice(place: str, rules: Sequence[BodyRule]) -> Iterator[Problem]:
    """Yield a fault for each rule of a matter that is not the only one on some day."""
    for first, second in overlapping(rules):
        if matter := rules[second - 1].matter:
            yield problem("rule-twice", _PART, None, f"{place}.rule {second}.matter", found=matter, first=f"{place}.rule {first}")


def _rule(place: str, entry: dict[str, Any], named: frozenset[str], problems: list[Problem], depth: int = 1) -> BodyRule | None:
    settings = {name: value for name, value in entry.items() if name != "part"}
    if type(settings.get("most_against")) is int:
        settings["most_against"] = str(settings["most_against"])
    within = tables(_PART, entry.get("part", []), f"{place}.part", "[[body.rule.part]]", problems) if depth < _DEEPEST else []
    parts = tuple(part for at, table in within if (part := _rule(at, table, named, problems, depth + 1)))
    rule = fill(BodyRule, _PART, f"{place}.", settings, problems, parts=parts)
    if rule is None:
        return None
    composed = rule.of in PUT_TOGETHER and not rule.body
    wrong = [wrong_value(_PART, f"{place}.{name}", allowed, value) for name, value, good, allowed in _settings(rule, named) if not good]
    if composed != bool(within):
        wrong.append(problem("rule-parts-missing" if composed else "rule-parts-needless", _PART, None, f"{place}.part"))
    elif rule.of == "at_least" and rule.number > len(within):
        allowed = f"1 ... {len(within)}"
        wrong.append(problem("rule-number-of-parts", _PART, None, f"{place}.number", allowed=allowed, found=rule.number, count=len(within)))
    if depth > 1:
        wrong.extend(_of_whole_rules(place, rule))
    problems.extend(wrong)
    return None if wrong or len(parts) < len(within) else rule


def _of_whole_rules(place: str, part: BodyRule) -> Iterator[Problem]:
    """Yield a fault for each setting of a part that only a whole rule can have: its days, its stage, and a matter that names no body's."""
    for name in ("start", "end", "stage", *(() if part.body else ("matter",))):
        if value := getattr(part, name):
            yield problem("rule-of-part", _PART, None, f"{place}.{name}", found=value)


def _settings(rule: BodyRule, named: frozenset[str]) -> Iterator[tuple[str, object, bool, str]]:
    """Yield the settings of a rule that hold one of few values: name, value, whether it is one of them, and what may stand there."""
    every = (*COUNTED, *PUT_TOGETHER)
    weighed = rule.weights in named if rule.of == "weights" else not rule.weights
    yield "of", rule.of, rule.of == "present_and_voting" if rule.body else rule.of in every, "" if rule.body else " | ".join(every)
    yield "share", rule.share, _is_share(rule.share), "1/2 | 2/3 | ..."
    yield "stage", rule.stage, rule.stage in ("", "committee", "plenary"), "committee | plenary"
    yield "number", rule.number, (rule.of in ("count", "at_least")) == bool(rule.number), "1, 2, ... (of = count | at_least)"
    yield "weights", rule.weights, weighed, " | ".join(sorted(named)) or "[body.weights]"
    most = rule.most_against
    yield "most_against", most, not most or bool(re.fullmatch(r"[0-9]{1,9}", most)) or _is_share(most), "0, 1, 2, ... | 1/4 | ..."
    yield "most_abstaining", rule.most_abstaining, not rule.most_abstaining or _is_share(rule.most_abstaining), "1/2 | 1/3 | ..."
    yield "verified", rule.verified, rule.verified in ("", *VERIFIED), " | ".join(VERIFIED)


def _is_share(text: str) -> bool:
    if not re.fullmatch(r"[1-9][0-9]{0,5}/[1-9][0-9]{0,5}", text):
        return False
    above, below = map(int, text.split("/"))
    return above <= below


def _wrong_weights(place: str, named: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a fault for each table of weights that is none, and each weight that is no number above or equal to 0."""
    for name, table in named.items():
        if not isinstance(table, dict) or not table:
            yield wrong_value(_PART, f"{place}.{name}", "ACTOR = 1, 2.5, ...", table)
            continue
        for actor, weight in table.items():
            if type(weight) not in (int, float) or not 0 <= weight < 1e15:
                yield wrong_value(_PART, f"{place}.{name}.{actor}", "0 ... 1e15", weight)
