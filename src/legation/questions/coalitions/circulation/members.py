"""Confirmed signatures as members of a coalition, dated: rows that a person takes into the dossier."""

from __future__ import annotations

import dataclasses

from legation.dossier import MemberOfCoalition, When
from legation.questions.base.case import Case
from legation.questions.coalitions.circulation.log import CirculationInputs

__all__ = ["coalition_of", "members"]

TIER = "supporter"


def coalition_of(found: CirculationInputs) -> str:
    """Return the coalition that the signatures of a circulation enter."""
    return found.terms.coalition or found.model.id


def members(case: Case, found: CirculationInputs) -> tuple[MemberOfCoalition, ...]:
    """Return the rows of ``coalitions.csv`` that follow from the board and are not there yet.

    Who is counted enters on the day on which the signature was given and confirmed; who had left enters anew, by another row. Who entered
    by such a row and is counted no more leaves on the day of the answer that ended it; of a signature that only became stale nobody has
    said that it ended, and the row stays. A row that was entered otherwise stays as it is.

    Parameters
    ----------
    case : Case
    found : CirculationInputs
    """
    name = coalition_of(found)
    there = {row.actor: row for row in case.dossier.coalitions if row.coalition == name and row.end is None}
    rows = []
    for actor, place in found.board.items():
        answer = found.answer_of(actor)
        if answer is None:
            continue
        if place.counted and actor not in there:
            moments = [one for one in (answer.at, answer.confirmed) if one is not None]
            start = When(max(moments).last.isoformat()) if moments else None
            rows.append(
                MemberOfCoalition(
                    id=_id(case, name, actor, start),
                    coalition=name,
                    name=found.model.title,
                    actor=actor,
                    tier=TIER,
                    start=start,
                    evidence=answer.evidence,
                    marking=answer.marking,
                )
            )
        elif place.state in ("withdrawn", "declined") and answer.at is not None and _entered(there.get(actor), name):
            rows.append(dataclasses.replace(there[actor], end=When(answer.at.last.isoformat())))
    return tuple(rows)


def _entered(row: MemberOfCoalition | None, name: str) -> bool:
    """Whether a row is one by which a signature entered."""
    return row is not None and (row.id == f"{name}:{row.actor}" or row.id.startswith(f"{name}:{row.actor}:"))


def _id(case: Case, name: str, actor: str, start: When | None) -> str:
    """Return the row by which an actor enters: the one that began on that day, else one of its own; what ended before stays as it is."""
    there = [row for row in case.dossier.coalitions if row.coalition == name and row.actor == actor and _entered(row, name)]
    same = next((row.id for row in there if row.start == start), "")
    return same or (f"{name}:{actor}:{start}" if there else f"{name}:{actor}")
