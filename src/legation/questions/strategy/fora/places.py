"""What a forum is for everybody: its seats, the rule of its body for a matter, its days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from legation.dossier import Process, Wording, in_force, standing
from legation.dossier.matters import matter_key
from legation.questions.base.case import Case
from legation.questions.strategy.fora.decision import Decision, earliest, steps_by_forum
from legation.questions.strategy.fora.ruling import Ruling, ruling_of

__all__ = ["Place", "places"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a forum is for everybody.

    Attributes
    ----------
    row : Process
    seats : tuple of str
        Who is known to have a seat, by name.
    ruling : Ruling
    decision : Decision
    has_petitions : bool
        Whether it has a last day of its own for the matter.
    other_matters : tuple of Wording or str
        What its body decides, where every rule of it in force is for another matter; none where it may decide this one.
    """

    row: Process
    seats: tuple[str, ...]
    ruling: Ruling
    decision: Decision
    has_petitions: bool
    other_matters: tuple[Wording | str, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """Who decides, else who has a seat."""
        return self.ruling.members if self.ruling.by_name else self.seats


def places(case: Case, matter: str) -> tuple[Place, ...]:
    """Return the fora that were known with what does not depend on who looks at them; fora that share body and seats share the rule.

    Parameters
    ----------
    case : Case
    matter : str
        As rules and steps call it.
    """
    return case.once(("forum-places", matter_key(matter)), lambda: _places(case, matter))


def _places(case: Case, matter: str) -> tuple[Place, ...]:
    steps = steps_by_forum(case, matter)
    others = _other_matters(case, matter)
    rulings: dict[tuple[str, tuple[str, ...], int | None], Ruling] = {}
    found = []
    for row in standing(case.dossier.processes):
        seats = tuple(dict.fromkeys(actor for seat in row.seats for actor in _behind(case, seat)))
        key = (row.body, seats, row.members)
        if key not in rulings:
            rulings[key] = ruling_of(case, row, matter, seats)
        own = steps.get(row.id)
        place = Place(
            row=row,
            seats=seats,
            ruling=rulings[key],
            decision=earliest(row, own, case.as_of),
            has_petitions=own is not None and own.of_matter,
            other_matters=others.get(row.body, ()),
        )
        found.append(place)
    return tuple(found)


def _other_matters(case: Case, matter: str) -> dict[str, tuple[Wording | str, ...]]:
    """Return by body what it decides, where each rule of it in force has a matter and none has this one."""
    wanted = matter_key(matter)
    found = {}
    for body in case.dossier.bodies:
        there = {matter_key(rule.matter): rule.title or rule.matter for rule in body.rules if in_force(rule, case.as_of)}
        if there and "" not in there and wanted not in there:
            found[body.id] = tuple(there.values())
    return found


def _behind(case: Case, seat: str) -> Sequence[str]:
    """Return the actors behind a seat: the actor itself, or who is in the group or coalition on the day."""
    if case.actor_row(seat):
        return (seat,)
    return case.dossier.members(seat, case.as_of) or tuple(row.actor for row in case.dossier.coalition(seat, case.as_of))
