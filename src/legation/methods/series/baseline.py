"""The usual level of a series: its rate, its days of the week and how uneven it is; for one series or for many drawn ones at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.series.unevenness import drawn_counts

__all__ = ["DAYS", "Baseline", "baseline_of", "increment"]

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

DAYS = 7
"""Periods in a week."""

_SHRINK = 5.0
"""Counts, for each unit of dispersion, that a day of the week must have to be believed half: fewer pull it to the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What is usual, for each of n series.

    Attributes
    ----------
    rate : ndarray of float, shape (n_series,)
        Share of the total, or counts in a period.
    day : ndarray of float, shape (n_series, 7)
        Factor of each day of the week, 1 on average; all 1 where no week was asked for.
    excess : ndarray of float, shape (n_series,)
        Dispersion beyond chance, 1 or more.
    binomial : bool
    """

    rate: Floats
    day: Floats
    excess: Floats
    binomial: bool

    def expected(self, total: Floats, day: Places) -> Floats:
        """Return the counts expected, shape (n_series, n_periods), for totals of that shape and days of shape (n_periods,)."""
        share = self.rate[:, None] * self.day[:, day]
        return np.asarray((np.minimum(share, 0.999) if self.binomial else share) * total, np.float64)

    def drawn(self, rng: np.random.Generator, total: Floats, day: Places, factor: float = 1.0) -> Floats:
        """Draw counts as usual, or ``factor`` times as many; ``total`` of shape (n_series, n_periods)."""
        mean = factor * self.expected(total, day)
        return drawn_counts(rng, np.minimum(mean, total) if self.binomial else mean, total if self.binomial else None, self.excess[:, None])


def baseline_of(count: Floats, total: Floats, day: Places, *, weekly: bool, binomial: bool) -> Baseline:
    """Return what is usual in series of one set of totals.

    Parameters
    ----------
    count : ndarray of float, shape (n_series, n_periods)
    total : ndarray of float, shape (n_periods,) or (n_series, n_periods)
    day : ndarray of int, shape (n_periods,)
        0 to 6, place of each period in the week.
    weekly : bool
        Days of the week differ.

    Examples
    --------
    >>> counts = np.tile([10.0, 10.0, 10.0, 10.0, 10.0, 2.0, 2.0], 20)[None]
    >>> found = baseline_of(counts, np.ones(140), np.arange(140) % 7, weekly=True, binomial=False)
    >>> found.day[0].round(1).tolist()
    [1.3, 1.3, 1.3, 1.3, 1.3, 0.3, 0.3]
    """
    totals = np.broadcast_to(total, count.shape)
    rate = count.sum(axis=1) / totals.sum(axis=1)
    flat = Baseline(rate=rate, day=np.ones((len(count), DAYS)), excess=np.ones(len(count)), binomial=binomial)
    first = _excess(count, totals, flat, day, 1)
    if not weekly:
        return Baseline(rate=rate, day=flat.day, excess=first, binomial=binomial)
    got, due = (np.stack([table[:, day == d].sum(axis=1) for d in range(DAYS)], axis=1) for table in (count, flat.expected(totals, day)))
    rough = Baseline(rate=rate, day=np.divide(got, due, out=np.ones_like(got), where=due > 0), excess=flat.excess, binomial=binomial)
    weight = _SHRINK * _excess(count, totals, rough, day, DAYS)[:, None]
    factor = (got + weight) / (due + weight)
    level = (factor * due).sum(axis=1) / np.maximum(due.sum(axis=1), 1e-300)
    shaped = Baseline(rate=rate, day=factor / np.where(level > 0, level, 1.0)[:, None], excess=flat.excess, binomial=binomial)
    return Baseline(rate=rate, day=shaped.day, excess=_excess(count, totals, shaped, day, DAYS), binomial=binomial)


def _excess(count: Floats, total: Floats, level: Baseline, day: Places, parameters: int) -> Floats:
    """Return Pearson's dispersion of each series as a ratio of sums, which sparse counts do not bend."""
    expected = level.expected(total, day)
    variance = expected * (1 - expected / total) if level.binomial else expected
    freed = count.shape[1] / max(count.shape[1] - parameters, 1)
    return np.asarray(np.maximum(1.0, freed * ((count - expected) ** 2).sum(axis=1) / np.maximum(variance.sum(axis=1), 1e-300)), np.float64)


def increment(count: Floats, total: Floats, level: Baseline, day: Places, shift: float) -> Floats:
    """Return by how much each period speaks for ``shift`` times the usual level: a log-likelihood ratio over the dispersion.

    Shapes as in :meth:`Baseline.expected`; ``shift`` above or below 1.

    >>> steady = Baseline(rate=np.array([2.0]), day=np.ones((1, 7)), excess=np.ones(1), binomial=False)
    >>> increment(np.array([[2.0, 6.0]]), np.ones((1, 2)), steady, np.zeros(2, int), 2.0).round(2).tolist()
    [[-0.61, 2.16]]
    """
    expected = level.expected(total, day)
    if not level.binomial:
        gain = count * np.log(shift) - expected * (shift - 1)
    else:
        share = np.clip(expected / total, 1e-12, 0.999)
        moved = np.minimum(shift * share, (1 + share) / 2)
        gain = count * np.log(moved / share) + (total - count) * np.log((1 - moved) / (1 - share))
    return np.asarray(gain / level.excess[:, None], np.float64)
