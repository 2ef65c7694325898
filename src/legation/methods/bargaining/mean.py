"""Where an issue would land if influence and care alone decided: the weighted mean, and the weighted median."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.bargaining.actors import Floats, line, powers

__all__ = ["Median", "weighted_mean", "weighted_median"]


class Median(float):
    """The lowest weighted median, and the interval in which every point is one.

    Attributes
    ----------
    low, high : float
        Equal unless the weight is split exactly in half.
    """

    low: float
    high: float

    def __new__(cls, low: float, high: float) -> Median:
        """Make the number that is the low end."""
        made = super().__new__(cls, low)
        made.low, made.high = low, high
        return made


def weighted_mean(position: npt.ArrayLike, salience: npt.ArrayLike, power: npt.ArrayLike) -> float:
    """Return the mean of positions, weighted by salience times power.

    It is close to the compromise that Nash's bargaining solution gives, and on published issues no bargaining model is clearly better
    (Achen 2006, doi:10.1017/CBO9780511492082.005).

    Parameters
    ----------
    position : array, shape (n,)
        On 0 to 100.
    salience : array, shape (n,)
        On 0 to 100, not all zero.
    power : array, shape (n,)
        Positive, in any unit.

    Raises
    ------
    BadValue
        For a number out of range, and where nobody cares.

    Examples
    --------
    >>> weighted_mean([0, 100], [50, 50], [1, 3])
    75.0
    """
    at, weight = _weighted(position, salience, power)
    return float(at @ weight / weight.sum())


def weighted_median(position: npt.ArrayLike, salience: npt.ArrayLike, power: npt.ArrayLike) -> Median:
    """Return the position that no half of the weight, salience times power, would leave for one side.

    Parameters and errors are those of :func:`weighted_mean`.

    Returns
    -------
    Median
        The smallest position with half of the weight at or below it. Where exactly half is, every point up to the next position is a
        median too: ``low`` and ``high`` give the interval.

    Examples
    --------
    >>> found = weighted_median([0, 40, 100], [50, 50, 50], [1, 1, 2])
    >>> float(found), found.low, found.high
    (40.0, 40.0, 100.0)
    """
    at, weight = _weighted(position, salience, power)
    order = np.argsort(at, kind="stable")
    at, weight = at[order], weight[order]
    reached, half = np.cumsum(weight), weight.sum() / 2
    first = int(np.searchsorted(reached, half * (1 - 1e-12)))
    split = abs(reached[first] - half) <= half * 1e-12
    after = at[first + 1 :][weight[first + 1 :] > 0]
    return Median(float(at[first]), float(after[0]) if split and len(after) else float(at[first]))


def _weighted(position: npt.ArrayLike, salience: npt.ArrayLike, power: npt.ArrayLike) -> tuple[Floats, Floats]:
    at, care = line(position, "position"), line(salience, "salience")
    if len(care) != len(at):
        raise BadValue(f"salience must be one number for each of {len(at)} actors (got {len(care)}); give one for each")
    weight = care * powers(power, len(at))
    if not weight.any():
        raise BadValue("salience must be above 0 for one actor at least (got 0 for all); nobody would bargain on such an issue")
    return at, weight
