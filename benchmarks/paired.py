"""Scores of one judgement and of the simple rules beside it on the same cases, and the paired bootstrap of their difference."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["DRAWS", "LEVEL", "Beside", "NoData", "Paired", "Scores", "f1", "mean", "paired"]

DRAWS = 4000
LEVEL = 0.9
Floats = npt.NDArray[np.float64]


class NoData(Exception):
    """The data that a judgement is measured on are not on this machine."""


def mean(sums: Floats) -> Floats:
    """Return the mean of units of two columns: score, and 1 for each unit."""
    return np.asarray(sums[..., 0] / np.maximum(sums[..., 1], 1e-12))


def f1(sums: Floats) -> Floats:
    """Return F1 of units of three columns: found rightly, found wrongly, missed.

    >>> float(f1(np.array([2.0, 1.0, 1.0]))).__round__(3)
    0.667
    """
    return np.asarray(2 * sums[..., 0] / np.maximum(2 * sums[..., 0] + sums[..., 1] + sums[..., 2], 1e-12))


@dataclass(frozen=True, kw_only=True)
class Scores:
    """What a judgement and its simple rules scored, unit by unit, on the same cases.

    Attributes
    ----------
    ours : array, shape (n,) or (n, k)
        One score for each unit (a member on a vote, a text, a case): its mean is the figure. With k columns the figure is ``of`` the
        columns summed over units, as F1 is of what was found rightly, found wrongly and missed. A unit that is nan for anybody is left out.
    baselines : mapping of str to array of the same shape
        By the name of the simple rule, as the product declares it.
    clusters : sequence, shape (n,)
        Units of one cluster (a session, a title, a person) are drawn together: what depends on each other. Left out, each unit is its own.
    data_to : str
        The last day, month or year that the data tell of, ISO 8601; empty for simulated ones.
    held_out : bool
        Whether this is a test part, of which looks are counted; not so where the data are drawn anew by chance.
    of : callable
        (..., k) sums -> (...) figures; left out, the mean of ``ours``.
    """

    ours: npt.ArrayLike
    baselines: Mapping[str, npt.ArrayLike]
    clusters: Sequence[Hashable] | npt.NDArray[np.generic] | None = None
    data_to: str = ""
    held_out: bool = True
    of: Callable[[Floats], Floats] = mean


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A simple rule: its figure, and ours less its own with the interval of that."""

    value: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Paired:
    """The figure of a judgement, those of the rules beside it, and on how many units in how many clusters."""

    ours: float
    baselines: dict[str, Beside]
    n: int
    clusters: int


def paired(scores: Scores, *, draws: int = DRAWS, level: float = LEVEL, seed: int = 0) -> Paired:
    """Compare ours with each simple rule: clusters are drawn with replacement, the same ones for both.

    The interval is the middle ``level`` of the differences drawn. Of few clusters it is too narrow.

    Raises
    ------
    ValueError
        For no unit that all have scored, or shapes that differ.

    Examples
    --------
    >>> found = paired(Scores(ours=[1, 2, 3], baselines={"last": [2, 3, 4]}))
    >>> found.ours, found.baselines["last"].difference, found.baselines["last"].low, found.baselines["last"].high, found.n
    (2.0, -1.0, -1.0, -1.0, 3)
    """
    tables = {name: _columns(values) for name, values in {"": scores.ours, **scores.baselines}.items()}
    ours = tables.pop("")
    if any(table.shape != ours.shape for table in tables.values()):
        raise ValueError(f"baselines must be the shape of ours {ours.shape} (got {[t.shape for t in tables.values()]})")
    there = np.all([np.isfinite(table).all(axis=1) for table in (ours, *tables.values())], axis=0)
    if not there.any():
        raise ValueError("ours: no unit that ours and every simple rule have scored")
    keys = np.arange(len(ours)) if scores.clusters is None else _numbered(scores.clusters)
    _, cluster = np.unique(keys[there], return_inverse=True)
    count = int(cluster.max()) + 1
    weights = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=draws).astype(float)

    def figures(table: Floats) -> tuple[float, Floats]:
        sums = np.stack([np.bincount(cluster, column, minlength=count) for column in table[there].T], axis=1)
        return float(scores.of(sums.sum(axis=0))), scores.of(weights @ sums)

    mine, drawn = figures(ours)
    tail = (1 - level) / 2
    beside = {}
    for name, table in tables.items():
        value, others = figures(table)
        low, high = np.quantile(drawn - others, (tail, 1 - tail))
        beside[name] = Beside(value=value, difference=mine - value, low=float(low), high=float(high))
    return Paired(ours=mine, baselines=beside, n=int(there.sum()), clusters=count)


def _columns(values: npt.ArrayLike) -> Floats:
    table = np.asarray(values, float)
    return np.stack([table, np.ones(len(table))], axis=1) if table.ndim == 1 else table


def _numbered(clusters: Sequence[Hashable] | npt.NDArray[np.generic]) -> npt.NDArray[np.int64]:
    numbers: dict[Hashable, int] = {}
    keys = clusters.tolist() if isinstance(clusters, np.ndarray) else clusters
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys])
