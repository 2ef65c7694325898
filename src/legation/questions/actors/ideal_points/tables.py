"""The tables and the picture of where actors stand over time."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from legation.figures.figure import Figure
from legation.figures.kit.bands import Course, Panel, Reading, bands
from legation.figures.theme import BLOC_COLOURS
from legation.language import Message
from legation.questions.actors.ideal_points.fit import FittedPoints
from legation.questions.actors.ideal_points.rollcalls import AREA
from legation.questions.answer import AnswerTable
from legation.questions.base.columns import ACTOR, SHARED, Columns
from legation.questions.votes.declarations import name_of

__all__ = [
    "dividing_table",
    "drift_of",
    "moves_table",
    "near_table",
    "points_table",
    "sessions_table",
    "shown",
]


column = Columns(f"{AREA}.col-")

DIVIDING = 12


def points_table(found: FittedPoints, rows: Sequence[int]) -> AnswerTable:
    """Return the points of some actors, session by session."""
    points, second = found.points, found.points.second
    cells = [
        (
            found.case.named(found.actors[row]),
            found.label(column),
            float(points.low[row, column]),
            float(points.theta[row, column]),
            float(points.high[row, column]),
            *(() if second is None else (float(second[row, column]),)),
            int(points.votes[row, column]),
        )
        for row in rows
        for column in np.flatnonzero(~np.isnan(points.theta[row])).tolist()
    ]
    columns = (
        ACTOR,
        *column.text("session"),
        *SHARED.number("low"),
        *column.number("point"),
        *SHARED.number("high"),
        *(() if second is None else column.number("second")),
        *column.number("votes"),
    )
    return AnswerTable(id="points", title=Message(f"{AREA}.points"), columns=columns, rows=tuple(cells))


def moves_table(found: FittedPoints) -> AnswerTable:
    """Return the way of every actor from its first session to its last, the longest first."""
    moves = found.moves
    order = [row for row in np.flatnonzero(found.first < found.last).tolist() if moves.value[row] == moves.value[row]]
    order.sort(key=lambda row: (-abs(moves.value[row]), found.actors[row]))
    rows = tuple(
        (
            found.case.named(found.actors[row]),
            found.label(int(found.first[row])),
            found.label(int(found.last[row])),
            float(moves.low[row]),
            float(moves.value[row]),
            float(moves.high[row]),
            bool(moves.sure[row]),
            int(found.points.votes[row].sum()),
        )
        for row in order
    )
    columns = (
        ACTOR,
        *SHARED.text("since"),
        *column.text("until"),
        *SHARED.number("low", "change", "high"),
        *column.text("sure"),
        *column.number("votes"),
    )
    return AnswerTable(id="moves", title=Message(f"{AREA}.moves"), columns=columns, rows=rows)


def near_table(found: FittedPoints, row: int, top: int = 15) -> AnswerTable:
    """Return who stands nearest to an actor in its last session, and how far they stood apart in its first."""
    first, last = int(found.first[row]), int(found.last[row])
    now, then = found.beside(row, last), found.beside(row, first)
    there = [at for at in np.flatnonzero(~np.isnan(now.value)).tolist() if at != row]
    there.sort(key=lambda at: (abs(now.value[at]), found.actors[at]))
    rows = tuple(
        (
            found.case.named(found.actors[at]),
            float(now.low[at]),
            float(now.value[at]),
            float(now.high[at]),
            float(then.value[at]) if first < last else None,
        )
        for at in there[:top]
    )
    columns = (ACTOR, *SHARED.number("low"), *column.number("apart"), *SHARED.number("high"), *column.number("then"))
    actor = found.actors[row]
    title = Message(f"{AREA}.nearest", actor=found.case.named(actor), until=found.session(last), since=found.session(first))
    return AnswerTable(id=f"nearest-{actor}", title=title, columns=columns, rows=rows)


def dividing_table(found: FittedPoints) -> AnswerTable:
    """Return the roll calls that divide most along the line: from them a reader sees what the line is about."""
    points = found.points
    slopes = np.nan_to_num(points.discrimination)
    order = sorted(range(slopes.size), key=lambda at: (-abs(slopes[at]), points.roll_calls[at]))[:DIVIDING]
    calls = [found.chosen.rollcalls[points.roll_calls[at]] for at in order]
    rows = tuple(
        (
            name_of(call),
            call.title,
            found.chosen.label(int(found.chosen.session[points.roll_calls[at]])),
            Message(f"{AREA}.low-end") if slopes[at] > 0 else Message(f"{AREA}.high-end"),
            float(abs(slopes[at])),
        )
        for at, call in zip(order, calls, strict=True)
        if slopes[at]
    )
    columns = (*column.text("rollcall"), *SHARED.text(title="text"), *column.text("session", "yes"), *column.number("slope"))
    return AnswerTable(id="dividing", title=Message(f"{AREA}.dividing"), columns=columns, rows=rows)


def sessions_table(found: FittedPoints) -> AnswerTable:
    """Return what each session rests on."""
    chosen, points = found.chosen, found.points
    rows = tuple(
        (
            found.label(column),
            int(np.sum(chosen.contested & (chosen.session == number))),
            int(np.sum(~np.isnan(points.theta[:, column]))),
            int(points.votes[:, column].sum()),
            float(points.second_strength[column]),
        )
        for column, number in enumerate(points.sessions)
    )
    columns = (*column.text("session"), *column.number("contested"), *SHARED.number("actors"), *column.number("votes", second="strength"))
    return AnswerTable(id="sessions", title=Message(f"{AREA}.sessions-table"), columns=columns, rows=rows)


_MOVERS, _MOST = 4, len(BLOC_COLOURS)


def shown(found: FittedPoints, chosen: Sequence[str]) -> list[int]:
    """Return the rows that the picture names: those asked about, else who moved for sure and who stands at the ends; by the last point."""
    rows = [row for actor in chosen if (row := found.row(actor)) is not None]
    if not rows:
        sure = np.flatnonzero(found.moves.sure).tolist()
        rows = sorted(sure, key=lambda row: (-abs(found.moves.value[row]), found.actors[row]))[:_MOVERS]
        column = found.points.theta[:, -1]
        there = np.flatnonzero(~np.isnan(column))
        order = there[np.argsort(column[there], kind="stable")].tolist()
        rows += [order[0], order[-1]] if order else []
    first = list(dict.fromkeys(rows))[:_MOST]
    return sorted(first, key=lambda row: (-found.points.theta[row, found.last[row]], found.actors[row]))


def drift_of(found: FittedPoints, rows: Sequence[int]) -> Figure:
    """Draw the chosen actors on the others."""
    points = found.points
    order = [*rows, *(row for row in np.flatnonzero(found.first >= 0).tolist() if row not in set(rows))]
    courses = tuple(_course(found, row, chosen=row in rows) for row in order)
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
    return bands(
        Panel(courses=courses, unit=Message("figures.drift.unit")),
        id="drift",
        ticks=[(float(number), found.label(column)) for column, number in enumerate(points.sessions)],
        notes=[Message("figures.drift.key")],
        title=moving if found.several and found.unrestricted else Message(f"{AREA}.figure-title", **values),
        subtitle=Message(f"{AREA}.figure-subtitle", **values) if found.several else Message(f"{AREA}.figure-subtitle-one", **values),
        alt=Message(f"{AREA}.figure-alt", told=tuple(_caption(found, row) for row in rows), **values),
    )


def _course(found: FittedPoints, row: int, *, chosen: bool) -> Course:
    """Return the points of an actor over all sessions; of those that are not chosen without their intervals."""
    points, actor = found.points, found.case.named(found.actors[row])
    readings = []
    for column, number in enumerate(points.sessions):
        value = float(points.theta[row, column])
        low, high = (float(ends[row, column]) if chosen else math.nan for ends in (points.low, points.high))
        said = Message("figures.bands.value", value=value, low=low, high=high) if low == low else ""
        label = Message("figures.bands.at", name=actor, when=found.session(column))
        readings.append(Reading(at=float(number), value=value, low=low, high=high, text=said, label=label))
    return Course(
        name=actor,
        readings=tuple(readings),
        tone="" if chosen else "behind",
        labelled=chosen,
        text=_caption(found, row),
        row=("actors", found.actors[row]),
    )


def _caption(found: FittedPoints, row: int) -> Message:
    theta = found.points.theta[row]
    then, now = float(theta[found.first[row]]), float(theta[found.last[row]])
    return Message(f"{AREA}.figure-one", actor=found.case.named(found.actors[row]), then=then, now=now)
