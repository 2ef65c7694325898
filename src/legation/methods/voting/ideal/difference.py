"""How far two fitted points are apart, with the interval: an actor in two sessions, or two actors in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.errors import BadValue

if TYPE_CHECKING:
    from legation.methods.voting.ideal.answer import IdealPoints

__all__ = ["Difference", "difference", "half_width"]

Floats = NDArray[np.float64]
_OUTSIDE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Differences between pairs of points.

    Attributes
    ----------
    value, low, high : ndarray, shape (n_pairs,)
        The second point less the first, in standard deviations of all points, and its 90 % interval; nan where one of the two is not there,
        or the two cannot be compared.
    sure : ndarray of bool, shape (n_pairs,)
        Whether 0 is outside the interval that is widened for all pairs looked at together: where no two points differ, one such set of
        pairs in ten has a sure one (Bonferroni).
    compared : int
        Pairs that could be compared.
    """

    value: Floats
    low: Floats
    high: Floats
    sure: NDArray[np.bool_]
    compared: int


def half_width(errors: Floats, outside: float = _OUTSIDE) -> Floats:
    """Return half the width of the interval that leaves a share ``outside``, from the errors of refits, shape (draws, ...).

    The root mean square of the errors, times Student's quantile.
    """
    from scipy.stats import t

    draws = errors.shape[0]
    return np.asarray(np.sqrt(np.sum(errors**2, axis=0) / draws) * float(t.ppf(1 - outside / 2, draws)))


def difference(
    points: IdealPoints,
    actor: ArrayLike,
    session: ArrayLike,
    other_actor: ArrayLike,
    other_session: ArrayLike,
    *,
    family: int | None = None,
) -> Difference:
    """Say by how much the second point of each pair lies above the first, and where that is sure.

    Both points of a pair err together: the interval is made of the refits' errors about the difference itself, not of
    the two intervals.

    Parameters
    ----------
    points : IdealPoints
        With draws.
    actor, session, other_actor, other_session : array_like of int, shape (n_pairs,)
        Places in ``points.actors`` and ``points.sessions``.
    family : int, optional
        How many pairs are examined together; by default those given.

    Returns
    -------
    Difference

    Raises
    ------
    BadValue
        Points without draws.

    Limits
    ------
    Coverage in simulation (nominal 0.90): ``benchmarks/ideal_points.py``. The errors are those of the model's own draws: that one line is
    too few, or the drift another, is not in them. ``sure`` rests on the tail of Student's distribution, with few draws a rough one.

    Examples
    --------
    >>> from legation.methods.voting import ideal_points
    >>> chance = np.random.default_rng(1)
    >>> actor, call = (axis.ravel() for axis in np.indices((12, 40)))
    >>> value = np.where(actor / 6 - 1 + chance.standard_normal(480) > chance.standard_normal(40)[call], 3, 1)
    >>> found = ideal_points(actor, call, call // 20, value, anchors=(0, 11))
    >>> apart = difference(found, [0, 5], [1, 1], [11, 6], [1, 1])
    >>> apart.sure.tolist(), bool(apart.low[0] > 1)
    ([True, False], True)
    """
    if not points.draws:
        raise BadValue("points must be an answer of ideal_points with draws (got one without); ask for draws=20")
    one, two = (
        (np.asarray(actor, np.intp), np.asarray(session, np.intp)),
        (np.asarray(other_actor, np.intp), np.asarray(other_session, np.intp)),
    )
    linked = points.group[one[0]] == points.group[two[0]]
    value = np.where(linked, points.theta[two] - points.theta[one], np.nan)
    errors = points.errors[:, two[0], two[1]] - points.errors[:, one[0], one[1]]
    half = np.where(linked, half_width(errors), np.nan)
    compared = int(np.sum(~np.isnan(value)))
    wide = np.where(linked, half_width(errors, _OUTSIDE / max(1, compared if family is None else family)), np.nan)
    with np.errstate(invalid="ignore"):
        sure = np.abs(value) > wide
    return Difference(value=value, low=value - half, high=value + half, sure=sure, compared=compared)
