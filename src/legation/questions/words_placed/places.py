"""Places on a line with their errors: what may be said of two of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

__all__ = ["Places"]

Floats = npt.NDArray[np.float64]
_OUTSIDE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """A place for each actor.

    Attributes
    ----------
    value, low, high : ndarray of float, shape (n,)
        nan: not placed. Take :meth:`only` those that are before any of them are compared.
    covariance : ndarray of float, shape (n, n)
        Of the errors of the places.
    freedom : float
        Degrees of freedom of their size; infinite for normal errors.
    """

    value: Floats
    low: Floats
    high: Floats
    covariance: Floats
    freedom: float = float("inf")

    def only(self, rows: npt.ArrayLike) -> Places:
        """Return some of the places, by their rows or by a mask."""
        at = np.arange(len(self.value))[np.asarray(rows)]
        return replace(self, value=self.value[at], low=self.low[at], high=self.high[at], covariance=self.covariance[np.ix_(at, at)])

    def above(self, row: int) -> npt.NDArray[np.int8]:
        """Return for each actor 1 where it stands above one of them beyond doubt, -1 below, 0 where the two are a tie, shape (n,).

        Beyond doubt: the 95 % interval of the difference, widened for all others compared, leaves out zero.
        """
        gap = self.value - self.value[row]
        return np.where(np.abs(gap) > self._reach(max(1, len(gap) - 1)) * self._error(row), np.sign(gap), 0).astype(np.int8)

    def pairs_apart(self) -> tuple[int, int, int]:
        """Return how many pairs 95 % intervals tell apart, widened for all pairs and taken one by one, and how many pairs there are."""
        n = len(self.value)
        pairs = n * (n - 1) // 2
        reaches = np.array([[self._reach(max(1, pairs))], [self._reach(1)]])
        apart = sum((np.abs(self.value - self.value[row]) > reaches * self._error(row)).sum(axis=1) for row in range(n))
        widened, alone = (np.asarray(apart) // 2).tolist() if n else (0, 0)
        return widened, alone, pairs

    def least_apart(self) -> float:
        """Return how far two actors must lie apart to be told apart with 95 %, taken one by one: the median over the pairs."""
        errors = [self._error(row)[:row] for row in range(1, len(self.value))]
        return self._reach(1) * float(np.median(np.concatenate(errors))) if errors else float("nan")

    def _error(self, row: int) -> Floats:
        """Return the standard error of the difference from one of them, shape (n,)."""
        own = np.diag(self.covariance)
        return np.asarray(np.sqrt(np.maximum(own + own[row] - 2 * self.covariance[row], 0.0)))

    def _reach(self, family: int) -> float:
        from scipy.stats import t

        return float(t.ppf(1 - _OUTSIDE / 2 / family, self.freedom))
