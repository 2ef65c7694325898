"""What is coded of a pair of states day by day: how much cooperation and conflict, and whether that has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.share import TEST, share_interval

__all__ = [
    "FEWEST_DAYS",
    "Balance",
    "Days",
    "Shift",
    "balance",
    "shift",
]


Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Days:
    """Stories of a pair, and of the source as a whole, by day. A day that the source did not deliver is left out; one without a story is 0.

    Attributes
    ----------
    stories : ndarray of int, shape (n_days,)
        Different stories of the pair.
    cooperation, conflict : ndarray of int, shape (n_days,)
        Those of them with at least one act of cooperation, of conflict; a story may be both.
    scaled : ndarray of int, shape (n_days,)
        Those of them with a place on the Goldstein scale.
    goldstein : ndarray of float, shape (n_days,)
        Sum over these of each story's mean on that scale (-10 to 10).
    total : ndarray of int, shape (n_days,)
        Different stories of the source on that day, whoever they are about.
    """

    stories: Ints
    cooperation: Ints
    conflict: Ints
    scaled: Ints
    goldstein: Floats
    total: Ints

    def __post_init__(self) -> None:
        for field in fields(self):
            kind = np.float64 if field.name == "goldstein" else np.int64
            value = np.asarray(getattr(self, field.name), np.float64)
            if value.ndim != 1 or not np.isfinite(value).all() or (kind is np.int64 and ((value < 0) | (value % 1 != 0)).any()):
                raise BadValue(f"{field.name} must be one finite number for each day, counts whole and 0 or more; count the days again")
            object.__setattr__(self, field.name, value.astype(kind))
        if len({len(getattr(self, field.name)) for field in fields(self)}) != 1:
            raise BadValue("days must be arrays of one length, a number for each day; fill days without a story with 0")
        if (
            (self.cooperation > self.stories) | (self.conflict > self.stories) | (self.scaled > self.stories) | (self.stories > self.total)
        ).any():
            raise BadValue("days must be at most as many stories of a class as of the pair, and of the pair as of the source; count again")
        if (np.abs(self.goldstein) > 10 * self.scaled + 1e-6).any():
            raise BadValue("goldstein must be -10 to 10 for each story of the day, summed; give the sum of the stories' means")

    def __len__(self) -> int:
        return len(self.stories)

    def only(self, kept: npt.NDArray[np.bool_]) -> Days:
        """Return some of the days: an array of yes or no, one for each."""
        return Days(**{field.name: getattr(self, field.name)[kept] for field in fields(self)})


FEWEST_DAYS = 5
"""Days with a story below which the mean on the Goldstein scale has no interval."""
_ENDS = (2.5, 97.5)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Balance:
    """Cooperation and conflict by period. Arrays have one place for each period; intervals are of 95 %.

    Attributes
    ----------
    days, stories, cooperation, conflict, total : ndarray of int, shape (n_periods,)
        Days that the source delivered, and the sums over them.
    cooperation_share, conflict_share : ndarray of float, shape (n_periods, 3)
        Stories of the class out of all stories of the source, 0 to 1: the share, its low and its high end; nan where the source has none.
    goldstein : ndarray of float, shape (n_periods, 3)
        Mean over the pair's stories, -10 to 10, with its ends; nan where there is no story, ends nan on fewer than 5 days with one.
    draws : int
    """

    days: Ints
    stories: Ints
    cooperation: Ints
    conflict: Ints
    total: Ints
    cooperation_share: Floats
    conflict_share: Floats
    goldstein: Floats
    draws: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shift:
    """What differs between two spans of days. Intervals are of 95 %.

    Attributes
    ----------
    conflict, cooperation : tuple of 3 float
        Share of all stories in the later span over that in the earlier one: ratio, low, high; nan where the earlier one has none.
    goldstein : tuple of 3 float
        Mean of the later stories less that of the earlier ones, low, high; nan where a span has fewer than 5 days with a story.
    """

    conflict: tuple[float, float, float]
    cooperation: tuple[float, float, float]
    goldstein: tuple[float, float, float]


def balance(days: Days, period: npt.ArrayLike, n_periods: int | None = None, *, draws: int = 1000, seed: int = 0) -> Balance:
    """Return how much cooperation and conflict the source codes of a pair in each period.

    A share is the stories of the class over all stories of the source: a source that grows does not look like a conflict that grows.
    Intervals come from drawing the days of the period anew, since the stories of a day often tell of one act; a share's interval is never
    narrower than Wilson's, which takes stories as independent.

    Parameters
    ----------
    days : Days
    period : array_like of int, shape (n_days,)
        The period of each day, from 0.
    n_periods : int, optional
        Periods in all; one without a day is unknown, not 0. By default up to the last that has a day.
    draws : int
        100 or more.
    seed : int

    Raises
    ------
    BadValue
        Periods that do not fit the days.

    Notes
    -----
    Limits: days follow each other, and one affair fills many; the interval says how sure the period's own figure is, not where the next
    one might be. What a source codes is what it reads: outlets, languages and coders change.

    References
    ----------
    Goldstein, J. S. (1992), doi:10.1177/0022002792036002007; Efron, B. (1979), doi:10.1214/aos/1176344552.

    Examples
    --------
    >>> quiet, tense = [4] * 30 + [4] * 30, [0] * 30 + [2] * 30
    >>> days = Days(stories=quiet, cooperation=quiet, conflict=tense, scaled=quiet, goldstein=[8.0] * 60, total=[400] * 60)
    >>> found = balance(days, [0] * 30 + [1] * 30)
    >>> found.conflict.tolist(), found.goldstein[0].tolist(), found.conflict_share[1].round(4).tolist()
    ([0, 60], [2.0, 2.0, 2.0], [0.005, 0.0039, 0.0064])
    """
    where = np.asarray(period)
    if where.shape != (len(days),) or (where.size and (where.dtype.kind not in "iu" or where.min() < 0)):
        raise BadValue(f"period must be a whole number from 0 for each of the {len(days)} days (got shape {where.shape})")
    n = int(where.max(initial=-1)) + 1 if n_periods is None else int(n_periods)
    if where.max(initial=-1) >= n or draws < 100:
        raise BadValue(f"n_periods, draws must be more than the highest period and 100 or more (got {n}, {draws})")
    rng = np.random.default_rng(seed)
    table = _table(days)
    sums = np.stack([np.bincount(where, weights=line, minlength=n) for line in table])
    shares = np.full((2, n, 3), np.nan)
    scale = np.full((n, 3), np.nan)
    for at in range(n):
        rows = np.flatnonzero(where == at)
        if not rows.size:
            continue
        drawn = np.concatenate(list(_resampled(table[:, rows], draws, rng)), axis=1)
        for k, line in enumerate((1, 2)):
            shares[k, at] = _share(int(sums[line, at]), int(sums[3, at]), drawn[line], drawn[3])
        if sums[5, at]:
            scale[at, 0] = sums[4, at] / sums[5, at]
            if np.count_nonzero(days.scaled[rows]) >= FEWEST_DAYS:
                scale[at, 1:] = _ends(drawn[4], drawn[5])
    whole = sums[:4].astype(np.int64)
    return Balance(
        days=np.bincount(where, minlength=n).astype(np.int64),
        stories=whole[0],
        cooperation=whole[1],
        conflict=whole[2],
        total=whole[3],
        cooperation_share=shares[0],
        conflict_share=shares[1],
        goldstein=scale,
        draws=draws,
    )


def shift(days: Days, late: npt.ArrayLike, *, draws: int = 1000, seed: int = 0) -> Shift:
    """Return whether a pair's cooperation and conflict differ between earlier and later days.

    Parameters
    ----------
    days : Days
    late : array_like of bool, shape (n_days,)
    draws : int
        100 or more: both spans are drawn anew, day by day.
    seed : int

    Raises
    ------
    BadValue
        A shape that does not fit, or no day on one side.

    Examples
    --------
    >>> conflict = [1, 2, 1, 0, 1, 2] * 5 + [4, 5, 4, 5, 6, 4]
    >>> days = Days(stories=[9] * 36, cooperation=[4] * 36, conflict=conflict, scaled=[9] * 36, goldstein=[0.0] * 36, total=[500] * 36)
    >>> ratio, low, high = shift(days, [False] * 30 + [True] * 6).conflict
    >>> ratio, low > 1.5
    (4.0, True)
    """
    later = np.asarray(late, bool)
    if later.shape != (len(days),) or not later.any() or later.all() or draws < 100:
        raise BadValue(f"late must be yes or no for each of the {len(days)} days, with a day on both sides, and 100 draws or more")
    rng = np.random.default_rng(seed)
    table = _table(days)
    sides = [table[:, ~later], table[:, later]]
    drawn = [np.concatenate(list(_resampled(side, draws, rng)), axis=1) for side in sides]
    sums = [side.sum(axis=1) for side in sides]
    enough = all(np.count_nonzero(side[5]) >= FEWEST_DAYS for side in sides)
    means = [total[4] / total[5] if total[5] else np.nan for total in sums]
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = drawn[1][4] / drawn[1][5] - drawn[0][4] / drawn[0][5]
    scale = (float(means[1] - means[0]), *_percentiles(apart)) if enough else (float(means[1] - means[0]), np.nan, np.nan)
    return Shift(conflict=_ratio(sums, drawn, 2), cooperation=_ratio(sums, drawn, 1), goldstein=scale)


def _table(days: Days) -> Floats:
    lines = (days.stories, days.cooperation, days.conflict, days.total, days.goldstein, days.scaled)
    return np.stack(lines).astype(np.float64)


def _resampled(table: Floats, draws: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Yield the sums of a table over its days drawn anew, in blocks of draws that stay small."""
    n = table.shape[1]
    step = max(1, 2_000_000 // n)
    for begin in range(0, draws, step):
        times = rng.multinomial(n, np.full(n, 1 / n), size=min(step, draws - begin))
        yield table @ times.T


def _share(count: int, of: int, counts: Floats, totals: Floats) -> tuple[float, float, float]:
    if not of:
        return np.nan, np.nan, np.nan
    low, high = _ends(counts, totals)
    least, most = share_interval(count, of, TEST)
    return count / of, min(low, least), max(high, most)


def _ends(above: Floats, below: Floats) -> tuple[float, float]:
    with np.errstate(divide="ignore", invalid="ignore"):
        return _percentiles(above / below)


def _percentiles(value: Floats) -> tuple[float, float]:
    known = value[np.isfinite(value)]
    low, high = np.percentile(known, _ENDS) if known.size else (np.nan, np.nan)
    return float(low), float(high)


def _ratio(sums: list[Floats], drawn: list[Floats], line: int) -> tuple[float, float, float]:
    """Return the ratio of two shares and its ends; half a story is added to each count, so that none divides by 0."""
    (early, late), (early_drawn, late_drawn) = sums, drawn
    if not early[line] or not early[3] or not late[3]:
        return np.nan, np.nan, np.nan
    again = ((late_drawn[line] + 0.5) / late_drawn[3]) / ((early_drawn[line] + 0.5) / early_drawn[3])
    ratio = (late[line] / late[3]) / (early[line] / early[3])
    low, high = _percentiles(again)
    spread = np.exp(1.959964 * np.sqrt(1 / (late[line] + 0.5) + 1 / (early[line] + 0.5)))  # never narrower than of independent stories
    near = ((late[line] + 0.5) / late[3]) / ((early[line] + 0.5) / early[3])
    return float(ratio), float(min(low, near / spread, ratio)), float(max(high, near * spread, ratio))
