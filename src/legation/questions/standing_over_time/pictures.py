"""The picture of where actors stand over time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from legation.figures.drift import MOST, Course, drift
from legation.figures.figure import Figure
from legation.language import Message
from legation.questions.standing_over_time.measured import Measured
from legation.questions.standing_over_time.sessions import AREA

__all__ = ["drift_of", "shown"]

_MOVERS = 4


def shown(found: Measured, asked: Sequence[str]) -> list[int]:
    """Return the rows that the picture names: those asked about, else who moved for sure and who stands at the ends; by the last point."""
    rows = [row for actor in asked if (row := found.row(actor)) is not None]
    if not rows:
        sure = np.flatnonzero(found.moves.sure).tolist()
        rows = sorted(sure, key=lambda row: (-abs(found.moves.value[row]), found.actors[row]))[:_MOVERS]
        column = found.points.theta[:, -1]
        there = np.flatnonzero(~np.isnan(column))
        order = there[np.argsort(column[there], kind="stable")].tolist()
        rows += [order[0], order[-1]] if order else []
    kept = list(dict.fromkeys(rows))[:MOST]
    return sorted(kept, key=lambda row: (-found.points.theta[row, found.last[row]], found.actors[row]))


def drift_of(found: Measured, rows: Sequence[int]) -> Figure:
    """Draw the chosen actors on the others."""
    points = found.points
    order = [*rows, *(row for row in np.flatnonzero(found.first >= 0).tolist() if row not in set(rows))]
    courses = [
        Course(
            name=found.case.named(found.actors[row]),
            value=tuple(points.theta[row].tolist()),
            low=tuple(points.low[row].tolist()),
            high=tuple(points.high[row].tolist()),
            shown=row in rows,
        )
        for row in order
    ]
    sessions = [(float(number), found.label(column)) for column, number in enumerate(points.sessions)]
    moved = int(found.moves.sure.sum())
    values = {
        "count": moved,
        "of": len(courses),
        "since": found.session(0),
        "until": found.session(len(points.sessions) - 1),
        "rollcalls": int(found.chosen.contested.sum()),
        "names": found.case.names(found.actors[row] for row in rows),
    }
    moving = Message(f"{AREA}.figure-title-moved", **values) if moved else Message(f"{AREA}.figure-title-still", **values)
    title = moving if found.several and found.all_asked else Message(f"{AREA}.figure-title", **values)
    subtitle = Message(f"{AREA}.figure-subtitle", **values) if found.several else Message(f"{AREA}.figure-subtitle-one", **values)
    alt = Message(f"{AREA}.figure-alt", told=tuple(_told(found, row) for row in rows), **values)
    return drift(courses, sessions, id="drift", title=title, subtitle=subtitle, alt=alt)


def _told(found: Measured, row: int) -> Message:
    theta = found.points.theta[row]
    then, now = float(theta[found.first[row]]), float(theta[found.last[row]])
    return Message(f"{AREA}.figure-one", actor=found.case.named(found.actors[row]), then=then, now=now)
