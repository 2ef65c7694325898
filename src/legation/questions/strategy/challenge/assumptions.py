"""Assumptions without any evidence on which every aim of the strategy rests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from legation.dossier import Assumption, current_ids, standing
from legation.language import fold
from legation.questions.base.case import Case
from legation.questions.strategy.challenge.fault import Fault
from legation.questions.strategy.threats.register import sources_of

__all__ = ["carrying_all"]


def carrying_all(case: Case) -> Iterator[Fault]:
    """Yield the assumptions on which every aim rests, and for which there is no evidence but our own judgement.

    What an aim rests on, its parts rest on too; an assumption may stand in several rows, one for each aim, in the same words.
    """
    aims = {row.id: row for row in standing(case.dossier.objectives)}
    if not aims:
        return
    now = current_ids(case.dossier.objectives)
    above = {name: now.get(row.part_of, row.part_of) for name, row in aims.items()}
    for rows in _same_words(standing(case.dossier.assumptions)):
        bearing = {now.get(row.objective, row.objective) for row in rows}
        rest = sum(bool(bearing & _line(name, above)) for name in aims)
        if rest == len(aims) and not any(_is_shown(case, row) for row in rows):
            first = rows[0]
            yield Fault(
                code="carries",
                form="carries-aims",
                table="assumptions",
                row=first.id,
                subject=first.claim or first.id,
                values={"count": len(aims)},
                evidence=tuple(dict.fromkeys(item for row in rows for item in row.evidence)),
            )


def _is_shown(case: Case, row: Assumption) -> bool:
    """Whether something else than our own judgement stands behind an assumption."""
    return any(one.kind != "own_judgement" for one in sources_of(case, row.evidence))


def _same_words(rows: tuple[Assumption, ...]) -> Iterator[list[Assumption]]:
    """Yield the rows that claim the same, together."""
    found: dict[str, list[Assumption]] = {}
    for row in rows:
        key = " ".join(fold(str(row.claim)).split()) or row.id
        found.setdefault(key, []).append(row)
    yield from found.values()


def _line(name: str, above: Mapping[str, str]) -> set[str]:
    """Return an aim with all that it is part of."""
    line: set[str] = set()
    while name and name not in line:
        line.add(name)
        name = above.get(name, "")
    return line
