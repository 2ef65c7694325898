"""What may be said of points over time: only where the interval leaves no doubt of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from legation.language import Message
from legation.methods.voting import difference
from legation.questions.actors.ideal_points.fit import FittedPoints
from legation.questions.actors.ideal_points.rollcalls import AREA, FEW
from legation.questions.answer import Finding, first_of

__all__ = ["findings"]

NAMED = 5
_MOVERS = 3


def findings(found: FittedPoints, chosen: Sequence[str]) -> Iterator[Finding]:
    """Yield what the points say: of the actors asked about, or of all where none was."""
    rows = [row for actor in chosen if (row := found.row(actor)) is not None]
    if found.several:
        yield from _moved(found, rows)
        yield from _crossed(found, rows)
    for row in rows[:NAMED]:
        yield from _neighbours(found, row)
    yield from _ends(found)
    yield from _second(found)
    yield from _base(found)


def _moved(found: FittedPoints, rows: Sequence[int]) -> Iterator[Finding]:
    """Say who moved, and between which sessions most of it came; the largest first."""
    sure = np.flatnonzero(found.moves.sure)
    if rows:
        sure = sure[np.isin(sure, rows)]
    order = sorted(sure.tolist(), key=lambda row: (-abs(found.moves.value[row]), found.actors[row]))
    evidence = found.chosen.evidence
    if not rows:
        compared = np.flatnonzero((found.first < found.last) & ~np.isnan(found.moves.value))
        alone = int(np.sum((found.moves.low[compared] > 0) | (found.moves.high[compared] < 0)))
        form = f"{AREA}.moved-count" if order else f"{AREA}.moved-nobody"
        message = Message(form, count=len(order), of=compared.size, alone=alone, chance=round(compared.size / 10))
        yield Finding(id="moved-count", message=message, evidence=evidence, confidence="moderate")
    elif not order:
        named = first_of(found.case.names(found.actors[row] for row in rows), NAMED)
        yield Finding(id="still", message=Message(f"{AREA}.still", actors=named, count=len(rows)), evidence=evidence, confidence="low")
    for row in order[: _MOVERS if not rows else len(rows)]:
        first, last = int(found.first[row]), int(found.last[row])
        values = {
            "actor": found.case.named(found.actors[row]),
            "then": float(found.points.theta[row, first]),
            "now": float(found.points.theta[row, last]),
            "since": found.session(first),
            "until": found.session(last),
            "low": float(found.moves.low[row]),
            "high": float(found.moves.high[row]),
        }
        step = _step(found, row)
        message = Message(f"{AREA}.moved", **values)
        if step is not None:
            message = Message(f"{AREA}.moved-step", **values, before=found.session(step[0]), after=found.session(step[1]))
        contrary = Message(f"{AREA}.moved-contrary", least=float(np.abs([found.moves.low[row], found.moves.high[row]]).min()))
        yield Finding(id=f"moved:{found.actors[row]}", message=message, evidence=evidence, confidence="moderate", contrary=contrary)


def _step(found: FittedPoints, row: int) -> tuple[int, int] | None:
    """Return the two sessions of an actor between which its largest sure step lies; None where it is the whole way, or none is sure."""
    columns, steps = found.steps(row)
    sure = np.flatnonzero(steps.sure)
    if columns.size < 3 or not sure.size:
        return None
    at = int(sure[np.argmax(np.abs(steps.value[sure]))])
    return int(columns[at]), int(columns[at + 1])


def _crossed(found: FittedPoints, rows: Sequence[int]) -> Iterator[Finding]:
    """Say who stood above whom in the first session and below in the last; both sure."""
    first, last = 0, len(found.points.sessions) - 1
    theta = found.points.theta
    there = np.flatnonzero(~np.isnan(theta[:, first]) & ~np.isnan(theta[:, last]))
    one, two = (there[axis] for axis in np.triu_indices(there.size, 1))
    if rows:
        shown = np.isin(one, rows) | np.isin(two, rows)
        one, two = one[shown], two[shown]
    swapped = (theta[two, first] - theta[one, first]) * (theta[two, last] - theta[one, last]) < 0
    family = max(1, one.size)
    one, two = one[swapped], two[swapped]
    if not one.size:
        return
    columns = (np.full(one.size, at) for at in (first, last))
    then, now = (difference(found.points, one, column, two, column, family=family) for column in columns)
    sure = np.flatnonzero(then.sure & now.sure)
    order = sorted(sure.tolist(), key=lambda at: (-min(abs(then.value[at]), abs(now.value[at])), int(one[at]), int(two[at])))
    for at in order[:_MOVERS]:
        above, below = (int(one[at]), int(two[at])) if then.value[at] < 0 else (int(two[at]), int(one[at]))
        message = Message(
            f"{AREA}.crossed",
            one=found.case.named(found.actors[above]),
            other=found.case.named(found.actors[below]),
            since=found.session(first),
            until=found.session(last),
        )
        identifier = f"crossed:{found.actors[above]}:{found.actors[below]}"
        yield Finding(id=identifier, message=message, evidence=found.chosen.evidence, confidence="moderate")


def _neighbours(found: FittedPoints, row: int) -> Iterator[Finding]:
    """Say from whom an actor cannot be told apart, then and now; nearest first."""
    first, last = int(found.first[row]), int(found.last[row])
    near = [_alike(found, row, column) for column in dict.fromkeys((first, last))]
    actor, evidence = found.case.named(found.actors[row]), found.chosen.evidence
    lists = [first_of(found.case.names(found.actors[at] for at in those), NAMED) for those in near]
    identifier = f"near:{found.actors[row]}"
    if not near[-1]:
        yield Finding(id=identifier, message=Message(f"{AREA}.alone", actor=actor, until=found.session(last)), evidence=evidence)
    elif len(near) == 1 or not near[0]:
        message = Message(f"{AREA}.near", actor=actor, until=found.session(last), now=lists[-1], count=len(near[-1]))
        yield Finding(id=identifier, message=message, evidence=evidence, confidence="low")
    else:
        values = {"since": found.session(first), "then": lists[0], "until": found.session(last), "now": lists[1]}
        message = Message(f"{AREA}.near-both", actor=actor, count=len(near[1]), **values)
        yield Finding(id=identifier, message=message, evidence=evidence, confidence="low")


def _alike(found: FittedPoints, row: int, column: int) -> list[int]:
    beside = found.beside(row, column)
    there = [at for at in np.flatnonzero(~np.isnan(beside.value)).tolist() if at != row and beside.low[at] <= 0 <= beside.high[at]]
    return sorted(there, key=lambda at: (abs(beside.value[at]), found.actors[at]))


def _ends(found: FittedPoints) -> Iterator[Finding]:
    """Name the two ends of the line, by the last session."""
    column = found.points.theta[:, -1]
    there = np.flatnonzero((found.points.group == 0) & ~np.isnan(column))
    if there.size >= 4:
        order = there[np.argsort(column[there], kind="stable")].tolist()
        ends = min(3, len(order) // 2)
        message = Message(
            f"{AREA}.ends",
            low=first_of(found.case.names(found.actors[at] for at in _with_ties(order, column, ends)), NAMED),
            high=first_of(found.case.names(found.actors[at] for at in _with_ties(order[::-1], column, ends)), NAMED),
            until=found.session(len(found.points.sessions) - 1),
        )
        yield Finding(id="ends", message=message, evidence=found.chosen.evidence)


def _with_ties(order: Sequence[int], column: NDArray[np.float64], least: int) -> list[int]:
    """Return the first of an order, and all that stand where the last of them stands."""
    return [at for place, at in enumerate(order) if place < least or abs(column[at] - column[order[least - 1]]) < 1e-6]


def _second(found: FittedPoints) -> Iterator[Finding]:
    points = found.points
    if points.strong_second:
        columns = [points.sessions.index(name) for name in points.strong_second]
        named = first_of([found.session(at) for at in columns], NAMED)
        message = Message(f"{AREA}.second-strong", sessions=named, count=len(columns))
        yield Finding(id="second-strong", message=message, evidence=found.chosen.evidence, confidence="moderate")
    if points.second is not None and points.second_share is not None:
        row, column = np.unravel_index(int(np.nanargmax(np.abs(points.second))), points.second.shape)
        message = Message(
            f"{AREA}.second-share",
            share=points.second_share,
            actor=found.case.named(found.actors[int(row)]),
            session=found.session(int(column)),
        )
        yield Finding(id="second-share", message=message, evidence=found.chosen.evidence, confidence="low")


def _base(found: FittedPoints) -> Iterator[Finding]:
    chosen, points = found.chosen, found.points
    count = int(chosen.contested.sum())
    values = {"count": count, "votes": points.contested_votes, "actors": int((found.first >= 0).sum()), "unanimous": points.unanimous}
    if chosen.pooled:
        message = Message(f"{AREA}.base-pooled", **values)
    elif not found.several:
        message = Message(f"{AREA}.base-one", session=found.session(0), **values)
    else:
        sessions = {"since": found.session(0), "until": found.session(len(points.sessions) - 1), "sessions": len(points.sessions)}
        message = Message(f"{AREA}.base", **sessions, **values)
    yield Finding(id="base", message=message, evidence=chosen.evidence, confidence="low" if count < FEW else "high")
