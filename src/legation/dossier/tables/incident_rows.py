"""The rows of an incident: duties to notify that follow one another in a circle, and zones that are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from legation import moment
from legation.dossier.deadline import ZONE
from legation.dossier.dossier import chain_ends, standing
from legation.dossier.problem import Problem, problem
from legation.dossier.records import Duty, LogEntry
from legation.dossier.steps import cycle_shown, cycles
from legation.dossier.tables.cells import Place

__all__ = ["duty_faults", "zone_faults"]


def duty_faults(rows: Sequence[Duty], where: Sequence[Place]) -> Iterator[Problem]:
    """Yield what is wrong with duties to notify: a circle, a zone that is none, and two things from which one duty counts."""
    yield from zone_faults(rows, where)
    place_of = dict(zip((row.id for row in rows), where, strict=True))
    for row in rows:
        if row.since is not None and row.after:
            yield problem("duty-both", *place_of[row.id], "after", found=row.after)
    names = chain_ends({row.id: row.supersedes for row in rows})
    current = {names[row.id]: row for row in standing(rows)}
    after = {name: names[row.after] for name, row in current.items() if row.since is None and row.after in names}
    for cycle in cycles(after):
        there = [current[name].id for name in cycle if name in current]
        yield problem("cycle-of-duties", *min(place_of[name] for name in there), "after", found=cycle_shown(there))


def zone_faults(rows: Sequence[Duty | LogEntry], where: Sequence[Place]) -> Iterator[Problem]:
    """Yield the zones that are none."""
    for row, place in zip(rows, where, strict=True):
        if row.zone and row.zone not in moment.zones():
            yield problem("no-zone", *place, "zone", allowed=ZONE.allowed, found=row.zone)
