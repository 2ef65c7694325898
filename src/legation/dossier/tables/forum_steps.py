"""The steps of fora as rows: what counts their days, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from legation import moment
from legation.dossier.deadline import ZONE
from legation.dossier.dossier import chain_ends, standing
from legation.dossier.problem import Problem, problem
from legation.dossier.records import ForumStep
from legation.dossier.steps import Step, cycle_shown, cycles, days
from legation.dossier.tables.cells import Place

__all__ = ["current_steps", "step_faults"]


def current_steps(rows: Iterable[ForumStep]) -> tuple[dict[str, ForumStep], tuple[Step, ...]]:
    """Return the current row of each step, and the steps as :func:`legation.dossier.steps.days` counts them.

    A step is called by the first of the rows that supersede one another: the name stays when a row is corrected, and what follows the step
    follows its current row. What follows an unknown step, or itself by way of others, has no day.

    Returns
    -------
    rows : dict of str to ForumStep
    steps : tuple of Step

    Examples
    --------
    >>> from legation.dossier import When
    >>> first, moved = ForumStep(id="a", date=When("2026-05-11")), ForumStep(id="b", date=When("2026-05-12"), supersedes="a")
    >>> current_steps([first, moved, ForumStep(id="c", after="a", days=21)])[1][0].date[0].isoformat()
    '2026-05-12'
    """
    current, steps, _ = _linked(tuple(rows))
    return current, steps


def _linked(rows: Sequence[ForumStep]) -> tuple[dict[str, ForumStep], tuple[Step, ...], tuple[tuple[str, ...], ...]]:
    """Return the current row of each step, the steps, and the circles in which some follow one another."""
    names = chain_ends({row.id: row.supersedes for row in rows})
    current: dict[str, ForumStep] = {}
    for row in standing(rows):
        current[row.id if names[row.id] in current else names[row.id]] = row
    after = {name: names[row.after] for name, row in current.items() if row.date is None and row.after in names}
    circular = cycles(after)
    lost = {name for cycle in circular for name in cycle}
    steps = tuple(_step(name, row, "" if name in lost else after.get(name, "")) for name, row in current.items())
    return current, steps, circular


def _step(name: str, row: ForumStep, after: str) -> Step:
    date = None
    if row.date is not None:
        date = (row.date.first, max(row.date.last, row.end.last if row.end is not None else row.date.last))
    zone = row.zone if row.zone in moment.zones() else ""
    return Step(name, date, after, row.days or 0, row.every_months or 0, zone)


def step_faults(rows: Sequence[ForumStep], where: Sequence[Place]) -> Iterator[Problem]:
    """Yield what is wrong with the steps of fora, and what is only missing: their day, or how far they were compared."""
    place_of = dict(zip((row.id for row in rows), where, strict=True))
    for row in rows:
        if row.date is not None and row.after:
            yield problem("step-both", *place_of[row.id], "after", found=row.after)
        if row.zone and row.zone not in moment.zones():
            yield problem("no-zone", *place_of[row.id], "zone", allowed=ZONE.allowed, found=row.zone)
        if row.date is not None and row.end is not None and row.end.last < row.date.first:
            yield problem("ends-before-start", *place_of[row.id], "end", allowed=f">= date = {row.date}", found=row.end)
    current, steps, circular = _linked(rows)
    for cycle in circular:
        place = min(place_of[current[name].id] for name in cycle)
        yield problem("cycle-of-steps", *place, "after", found=cycle_shown([current[name].id for name in cycle]))
    dated = {day.id for day in days(steps, dt.date.min, dt.date.max)} | {name for cycle in circular for name in cycle}
    for name, row in current.items():
        if name not in dated and not row.after and not row.certainty:  # what follows it has no day either, and is not listed
            yield problem("step-without-day", *place_of[row.id], "date", allowed="YYYY-MM-DD")
        if not row.verified and not row.evidence:
            yield problem("step-without-source", *place_of[row.id], "verified", allowed="yes | proposal | secondary | no")
