"""When more was said: bursts, changes of level, and the last periods against those before, of the matter and of each firm topic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.series import Bursts, ChangePoints, bursts, change_points
from legation.methods.share import share_interval
from legation.questions.debate.said_periods import Spans
from legation.questions.debate.said_topics import Subjects
from legation.questions.debate.said_volume import Volume

__all__ = ["Course", "courses_of"]

SHORTEST = 3
MOST_PERIODS = 600
"""Periods above which no change of level is looked for: it would take minutes."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Course:
    """One thing that is counted by period.

    Attributes
    ----------
    terms : tuple of str
        The words of a topic; empty for the matter as a whole.
    language : str
        Of a topic.
    count, total : ndarray of float, shape (n_periods,)
        Texts on it, out of how many.
    rows : tuple of int
        The kept texts that are on it.
    bursts : Bursts
    changes : ChangePoints or None
        None where there are too few periods.
    share : tuple of two (share, low, high), or None
        Before and in the last periods; None where one of them has no text.
    difference : tuple of 3 float or None
        Now less before, with its 95 % interval (Newcombe).
    """

    terms: tuple[str, ...]
    language: str
    count: Floats
    total: Floats
    rows: tuple[int, ...]
    bursts: Bursts
    changes: ChangePoints | None
    share: tuple[tuple[float, float, float], tuple[float, float, float]] | None
    difference: tuple[float, float, float] | None

    @property
    def evenly(self) -> int:
        """Periods of which something is known."""
        return int((self.total > 0).sum())


def courses_of(
    days: npt.NDArray[np.datetime64],
    periods: Spans,
    now: int,
    volume: Volume,
    subjects: tuple[Subjects, ...],
    seed: int,
    *,
    topic: bool,
) -> tuple[Course, ...]:
    """Return the courses: of the matter out of all that is said, where words chose it; of each firm topic out of what was read with it."""
    made = []
    if topic:
        count = np.bincount(periods.of(days), minlength=len(periods)).astype(np.float64)
        inside = periods.of(volume.day)
        there = (inside >= 0) & (inside < len(periods))
        total = np.bincount(inside[there], volume.texts[there], minlength=len(periods))
        made.append(_course((), "", count, np.maximum(total, count), tuple(range(len(days))), now, seed))
    for one in subjects:
        place = periods.of(days[list(one.rows)])
        whole = np.bincount(place, minlength=len(periods)).astype(np.float64)
        for at, found in enumerate(one.found.topics):
            rows = one.about(at)
            if found.stable and rows:
                on = np.bincount(periods.of(days[list(rows)]), minlength=len(periods)).astype(np.float64)
                made.append(_course(one.terms[at], one.language, on, whole, rows, now, seed))
    return tuple(made)


def _course(terms: tuple[str, ...], language: str, count: Floats, total: Floats, rows: tuple[int, ...], now: int, seed: int) -> Course:
    known = np.where(total > 0, total, np.nan)
    counted = np.where(total > 0, count, np.nan)
    long = 2 * SHORTEST <= int((total > 0).sum()) <= MOST_PERIODS
    share, difference = _sides(count, total, now)
    return Course(
        terms=terms,
        language=language,
        count=count,
        total=total,
        rows=rows,
        bursts=bursts(counted, known, seed=seed),
        changes=change_points(counted, known, shortest=SHORTEST, penalty="calibrated", seed=seed) if long else None,
        share=share,
        difference=difference,
    )


def _sides(
    count: Floats, total: Floats, now: int
) -> tuple[tuple[tuple[float, float, float], tuple[float, float, float]] | None, tuple[float, float, float] | None]:
    """Return the shares before and now, and their difference.

    References
    ----------
    Newcombe, R. G. (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, method 10.
    """
    if not now or not total[:now].sum() or not total[now:].sum():
        return None, None
    found = []
    for part in (slice(None, now), slice(now, None)):
        using, of = round(count[part].sum()), round(total[part].sum())
        found.append((using / of, *share_interval(using, of)))
    (before, low0, high0), (after, low1, high1) = found
    gap = after - before
    ends = gap - np.hypot(after - low1, high0 - before), gap + np.hypot(high1 - after, before - low0)
    return (found[0], found[1]), (gap, float(ends[0]), float(ends[1]))
