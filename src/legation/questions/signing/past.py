"""Past joint attributions as they could be seen on their eve, for the method that learns from them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

import numpy as np

from legation.dossier import standing
from legation.methods.signing import Past, by_the_book
from legation.questions.case import Case
from legation.questions.signing.acts import Attribution, attribution, attributions
from legation.questions.signing.traits import Asked, candidates, members, seen

__all__ = ["PastCase", "past_cases", "simple_list"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCase:
    """A past case and what it is compared with.

    Attributes
    ----------
    matter : Attribution
        As known at the day of asking.
    cut : date
        The eve of its first word: no later row is known to its order.
    past : Past
    closest : tuple of str
        The closest circle of partners at the time.
    simple : tuple of str
        The simple list of the same candidates.
    evidence : tuple of str
    """

    matter: Attribution
    cut: dt.date
    past: Past
    closest: tuple[str, ...]
    simple: tuple[str, ...]
    evidence: tuple[str, ...]


def past_cases(case: Case, asked: Asked, name: str) -> tuple[PastCase, ...]:
    """Return the joint attributions known at the day, each from the rows known on the eve of its first word.

    ``name`` is the matter that is asked about: it counts too, once it is out.
    """
    counted = (*asked.precedents, name)
    found = []
    for matter in attributions(case):
        if matter.name not in counted or not matter.is_joint or matter.opened is None:
            continue
        then = case.at(matter.opened - dt.timedelta(days=1))
        on_eve = attribution(then, matter.name)
        spoken = {act.actor for act in on_eve.acts}
        before = [one for one in attributions(then) if one.name != matter.name and one.name in counted]
        names = candidates(then, (asked.accused, matter.first, *spoken))
        shown = seen(then, on_eve, matter.first, names, before, dataclasses.replace(asked, issue=""))
        signed = {act.actor for act in matter.acts if matter.lag(act) >= 0}
        past = Past(name=matter.name, candidates=names, traits=shown.traits, signed=np.array([n in signed for n in names], bool))
        found.append(
            PastCase(
                matter=matter,
                cut=then.as_of,
                past=past,
                closest=_closest(then, asked),
                simple=simple_list(then, asked, names),
                evidence=tuple(dict.fromkeys(e for act in matter.acts for e in act.evidence)),
            )
        )
    return tuple(found)


def simple_list(case: Case, asked: Asked, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the simple list: the closest circle as listed, then the first union by its members' English names."""
    union = tuple(members(case, asked.unions[0])) if asked.unions else ()
    called = {a.id: a.name.in_language("en") for a in standing(case.dossier.actors)}
    return by_the_book(names, _closest(case, asked), [m for m in union if m not in asked.unions], key=lambda n: called.get(n, n).casefold())


def _closest(case: Case, asked: Asked) -> tuple[str, ...]:
    return tuple(members(case, asked.partners[0])) if asked.partners else ()
