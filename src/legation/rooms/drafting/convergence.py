"""Whether a text comes together: open brackets and words over time, and how long brackets last."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legation.methods.share import LEVEL
from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.event import LEVELS, Event, time_of
from legation.rooms.drafting.fold import applied
from legation.rooms.drafting.obstacles import is_word, share
from legation.rooms.drafting.state import Stance, State

__all__ = ["Course", "Lasting", "course", "lasting"]

_FEWEST = 5
_DAY = 86_400.0


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One entry a moment.

    Attributes
    ----------
    at : tuple of str
        Moments at which something happened, rising; events of one moment are one entry.
    open : ndarray of int
        Open brackets. A compilation raises the count before it falls: read it beside ``share``.
    share : ndarray of float
        Words in brackets by all words, 0 to 1; nan without words.
    depth : ndarray of int
        Brackets in each other, the most.
    alternatives : ndarray of float
        Alternatives by paragraph with any, the mean; nan where none has.
    agreed : ndarray of float
        Share of paragraphs agreed ad referendum or higher; nan without paragraphs.
    stable : ndarray of float
        Share of words that stood in the same paragraph at the moment before; nan at the first.
    entropy : ndarray of float
        Mean over open brackets of the entropy of stances [bits]: 0 where all who spoke say the same; nan without a stance.
    reopened : ndarray of int
        Reopenings so far.
    """

    at: tuple[str, ...]
    open: NDArray[np.int64]
    share: NDArray[np.float64]
    depth: NDArray[np.int64]
    alternatives: NDArray[np.float64]
    agreed: NDArray[np.float64]
    stable: NDArray[np.float64]
    entropy: NDArray[np.float64]
    reopened: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Lasting:
    """How long brackets last, by Kaplan and Meier (1958, doi:10.1080/01621459.1958.10501452).

    Attributes
    ----------
    days : ndarray of float
        Ages at which brackets closed, rising.
    open : ndarray of float
        Share still open after each.
    half_life : float or None
        Age at which half are closed [days]; None where so many have not closed, or too few were seen.
    low, high : float or None
        Its 80 % interval (log-log); ``high`` is None where it reaches beyond what was seen.
    closed, still_open : int
        Brackets.
    """

    days: NDArray[np.float64]
    open: NDArray[np.float64]
    half_life: float | None
    low: float | None
    high: float | None
    closed: int
    still_open: int


def course(log: Sequence[Event]) -> Course:
    """Return how open the text was at each moment of a log.

    Examples
    --------
    >>> from legation.rooms.drafting import Brought, Opened, Paragraph
    >>> first, then = ((Paragraph(id="1", label="1", text=t),) for t in ("States [shall][should] report.", "States shall report."))
    >>> log = [Opened(at="2025-03-01"), Brought(at="2025-03-01", kind="zero", paragraphs=first)]
    >>> found = course([*log, Brought(at="2025-03-09", kind="rolling", paragraphs=then)])
    >>> found.at, found.open.tolist(), found.share.tolist()
    (('2025-03-01', '2025-03-09'), [2, 0], [0.5, 0.0])
    """
    rows: dict[str, tuple[float, ...]] = {}
    desk: Desk | None = None
    before: State | None = None
    for event in log:
        if desk is not None and event.at != desk.at:
            state = desk.state()
            rows[state.at] = _row(state, before)
            before = state
        desk = applied(desk, event, event.at)
    if desk is not None:
        rows[desk.at] = _row(desk.state(), before)
    table = np.array(list(rows.values()), dtype=float).reshape(-1, 8)
    whole = [0, 2, 7]
    counts = table[:, whole].astype(np.int64)
    return Course(tuple(rows), counts[:, 0], table[:, 1], counts[:, 1], table[:, 3], table[:, 4], table[:, 5], table[:, 6], counts[:, 2])


def lasting(state: State, *, level: float = LEVEL) -> Lasting:
    """Return how long brackets last, those that are still open counted as not closed yet.

    Fewer than five that closed give no half-life.
    """
    now = time_of(state.at, "at")
    closed = [_days(past.held.opened, past.closed) for past in state.past]
    running = [(now - time_of(bracket.opened, "opened")).total_seconds() / _DAY for bracket in state.held.values()]
    if not closed:
        return Lasting(np.zeros(0), np.zeros(0), None, None, None, 0, len(running))
    from scipy import stats

    curve = stats.ecdf(stats.CensoredData(uncensored=closed, right=running)).sf
    half = _first(curve.quantiles, curve.probabilities)
    low = high = None
    if len(closed) >= _FEWEST and half is not None:
        with warnings.catch_warnings():  # where none or all have closed the interval is undefined: it counts as unbounded
            warnings.simplefilter("ignore", RuntimeWarning)
            band = curve.confidence_interval(level, method="log-log")
        low, high = (_first(curve.quantiles, np.nan_to_num(one.probabilities, nan=1.0)) for one in (band.low, band.high))
    half = half if len(closed) >= _FEWEST else None
    return Lasting(curve.quantiles, curve.probabilities, half, low, high, len(closed), len(running))


def _first(days: NDArray[np.float64], left: NDArray[np.float64]) -> float | None:
    below = np.flatnonzero(left <= 0.5)
    return float(days[below[0]]) if len(below) else None


def _days(start: str, end: str) -> float:
    return (time_of(end, "closed") - time_of(start, "opened")).total_seconds() / _DAY


def _row(state: State, before: State | None) -> tuple[float, ...]:
    groups: dict[str, list[str]] = {}
    for bracket in state.held.values():
        groups.setdefault(bracket.group, []).append(bracket.unit)
    several = [len(units) for units in groups.values() if len(units) > 1]
    agreed = sum(unit.level in LEVELS[3:] for unit in state.units)
    return (
        float(len(state.held)),
        share(state),
        float(_depth(state)),
        float(np.mean(several)) if several else float("nan"),
        agreed / len(state.units) if state.units else float("nan"),
        _stable(state, before),
        _entropy(state),
        float(len(state.reopened)),
    )


def _depth(state: State) -> int:
    deepest = 0
    for unit in state.units:
        change = np.zeros(len(unit.words) + 1, dtype=np.int64)
        for bracket in state.over(unit.id):
            change[bracket.start] += 1
            change[bracket.end] -= 1
        deepest = max(deepest, int(change.cumsum().max(initial=0)))
    return deepest


def _stable(state: State, before: State | None) -> float:
    total = sum(is_word(word) for unit in state.units for word in unit.words)
    if before is None or not total:
        return float("nan")
    unchanged = 0
    was = {unit.id: unit for unit in before.units}
    for unit in state.units:
        left: dict[str, int] = {}
        for word in was[unit.id].words if unit.id in was else ():
            left[word.strip()] = left.get(word.strip(), 0) + 1
        for word in filter(is_word, map(str.strip, unit.words)):
            if left.get(word, 0):
                left[word] -= 1
                unchanged += 1
    return unchanged / total


def _entropy(state: State) -> float:
    by_bracket: dict[str, list[Stance]] = {}
    for (_, target), stance in state.stances.items():
        if target in state.held:
            by_bracket.setdefault(target, []).append(stance)
    if not by_bracket:
        return float("nan")
    values = []
    for stances in by_bracket.values():
        counts = np.unique([one.stance for one in stances], return_counts=True)[1]
        parts = counts / counts.sum()
        values.append(float(-(parts * np.log2(parts)).sum()) + 0.0)
    return float(np.mean(values))
