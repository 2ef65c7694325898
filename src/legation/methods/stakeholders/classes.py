"""Who matters: the power/interest grid and the salience classes, from numbers that are known as spans.

Whether an actor is for us or against us is not among the three and never enters the class.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.errors import BadValue

__all__ = [
    "CLASSES",
    "QUADRANTS",
    "FloatArray",
    "Grid",
    "Mask",
    "Salience",
    "grid",
    "might_be_below",
    "might_reach",
    "salience",
    "spans",
    "threshold_within",
]


FloatArray: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]


def spans(values: ArrayLike, name: str, top: float, n_actors: int | None = None) -> FloatArray:
    """Return spans from low to high, whatever was given.

    Parameters
    ----------
    values : array_like of float or bool, shape (n_actors,) or (n_actors, 2)
        Values, or low and high; 0 to ``top``, nan or None where not known.
    name : str
        What the argument is called in the error.
    top : float
        The upper end of the scale; the lower one is 0.
    n_actors : int or None
        How many actors there must be.

    Returns
    -------
    ndarray of float, shape (n_actors, 2)
        Low and high. One side that is not known reaches to the end of the scale; nan on both sides: not known.

    Raises
    ------
    BadValue
        Another shape, a number off the scale, low above high.

    Examples
    --------
    >>> spans([0.2, None], "power", 1).tolist()
    [[0.2, 0.2], [nan, nan]]
    >>> spans([[0.2, None]], "power", 1).tolist()
    [[0.2, 1.0]]
    """
    try:
        array = np.array(values, np.float64)
    except (TypeError, ValueError):
        raise BadValue(f"{name} must be numbers in rows of one length (got something else); put nan where not known") from None
    if array.ndim == 1:
        array = np.column_stack([array, array])
    if array.ndim != 2 or array.shape[1] != 2 or (n_actors is not None and len(array) != n_actors):
        wanted = "n_actors" if n_actors is None else n_actors
        raise BadValue(f"{name} must be the shape ({wanted},) or ({wanted}, 2) (got {np.shape(values)}); give one row an actor")
    known = ~np.isnan(array).all(axis=1)
    array[known] = np.where(np.isnan(array[known]), [0.0, top], array[known])
    if (array[known] < 0).any() or (array[known] > top).any():
        raise BadValue(f"{name} must be 0 to {top:g} (got {array[known].min():g} to {array[known].max():g}); rescale the numbers")
    if (array[known, 0] > array[known, 1]).any():
        raise BadValue(f"{name} must be low no higher than high (got the reverse); swap the two")
    return array


def threshold_within(threshold: float, top: float) -> float:
    """Return the threshold if it lies above 0 and no higher than ``top``; BadValue otherwise.

    Examples
    --------
    >>> threshold_within(50, 100)
    50.0
    """
    if not 0 < threshold <= top:
        raise BadValue(f"threshold must be a number above 0 and up to {top:g} (got {threshold}); choose another")
    return float(threshold)


def might_reach(span: FloatArray, threshold: float) -> Mask:
    """Say who may be at the threshold or above it; who is not known may.

    Examples
    --------
    >>> might_reach(spans([40, 60, None], "power", 100), 50).tolist()
    [False, True, True]
    """
    return ~(span[:, 1] < threshold)


def might_be_below(span: FloatArray, threshold: float) -> Mask:
    """Say who may be below the threshold; who is not known may.

    Examples
    --------
    >>> might_be_below(spans([50, 49, None], "power", 100), 50).tolist()
    [False, True, True]
    """
    return ~(span[:, 0] >= threshold)


QUADRANTS = ("minimal_effort", "keep_satisfied", "keep_informed", "key_player")
"""Name of each quadrant; the position is the sum of 1 for high power, 2 for high interest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Where actors stand on the grid.

    Attributes
    ----------
    possible : ndarray of bool, shape (n_actors, 4)
        Quadrants that the actor's ranges touch, in the order of ``QUADRANTS``.
    settled : ndarray of int8, shape (n_actors,)
        The quadrant where one alone is possible; -1 elsewhere.
    on_line : ndarray of bool, shape (n_actors, 2)
        Whether the range crosses the line of power, of interest. What is not known is not on a line.
    missing : ndarray of bool, shape (n_actors, 2)
        Whether power, interest is not known.
    tied : tuple of tuple of int
        Row numbers of actors whose ranges are the same in both directions: the grid cannot rank them. Groups of two or more, ascending.
    threshold : tuple of float
        The line of power and the line of interest [points]; a number on the line counts as high.
    """

    possible: Mask
    settled: NDArray[np.int8]
    on_line: Mask
    missing: Mask
    tied: tuple[tuple[int, ...], ...]
    threshold: tuple[float, float]


def grid(power: ArrayLike, interest: ArrayLike, *, threshold: float | tuple[float, float] = 50.0) -> Grid:
    """Say in which quadrant each actor stands: key player, to be kept satisfied, to be kept informed, or of minimal effort.

    Parameters
    ----------
    power, interest : array_like of float, shape (n_actors,) or (n_actors, 2)
        Values, or low and high, on a scale from 0 to 100 [points]; nan or None where not known.
    threshold : float or (float, float)
        The line of both scales, or of power and of interest [points]; above 0 to 100.

    Returns
    -------
    Grid

    Raises
    ------
    BadValue
        Lengths that differ, a number or a threshold off the scale.

    Notes
    -----
    Limits: the line is a convention; ask again with another one before relying on who is just above it. The grid holds for one matter
    at one date.

    References
    ----------
    Mendelow (1981), ICIS 1981 Proceedings, paper 20, has power against the dynamism of the environment; with interest in its place the
    grid is that of Ackermann & Eden (2011), doi:10.1016/j.lrp.2010.08.001.

    Examples
    --------
    >>> found = grid([[80, 80], [40, 60], [20, 20]], [70, 90, None])
    >>> [QUADRANTS[k] if k >= 0 else "open" for k in found.settled]
    ['key_player', 'open', 'open']
    >>> found.on_line[1].tolist(), found.missing[2].tolist()
    ([True, False], [False, True])
    """
    lines = threshold if isinstance(threshold, tuple) else (threshold, threshold)
    lines = (threshold_within(lines[0], 100.0), threshold_within(lines[1], 100.0))
    first = spans(power, "power", 100.0)
    both = [first, spans(interest, "interest", 100.0, len(first))]
    may = np.stack([might_reach(span, line) for span, line in zip(both, lines, strict=True)], axis=1)
    may_not = np.stack([might_be_below(span, line) for span, line in zip(both, lines, strict=True)], axis=1)
    missing = np.stack([np.isnan(span).all(axis=1) for span in both], axis=1)
    high = np.array([[code >> bit & 1 for bit in range(2)] for code in range(4)], bool)
    possible = np.asarray(np.where(high, may[:, None, :], may_not[:, None, :]).all(axis=2))
    return Grid(
        possible=possible,
        settled=np.where(possible.sum(axis=1) == 1, possible.argmax(axis=1), -1).astype(np.int8),
        on_line=may & may_not & ~missing,
        missing=missing,
        tied=_tied(np.hstack(both), np.asarray(~missing.any(axis=1))),
        threshold=lines,
    )


def _tied(numbers: NDArray[np.float64], known: Mask) -> tuple[tuple[int, ...], ...]:
    groups: dict[tuple[float, ...], list[int]] = {}
    for i in np.flatnonzero(known).tolist():
        groups.setdefault(tuple(numbers[i].tolist()), []).append(i)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


CLASSES = ("non_stakeholder", "dormant", "discretionary", "dominant", "demanding", "dangerous", "dependent", "definitive")
"""Name of each class; the position is the sum of 1 for power, 2 for legitimacy, 4 for urgency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Salience:
    """The classes of actors.

    Attributes
    ----------
    possible : ndarray of bool, shape (n_actors, 8)
        Which classes are still possible, in the order of ``CLASSES``; at least one in each row.
    settled : ndarray of int8, shape (n_actors,)
        The class where one alone is possible; -1 elsewhere.
    least, most : ndarray of int8, shape (n_actors,)
        How many of the three attributes the actor surely has, and may have [attributes].
    threshold : float
        From which grade on an attribute counts as held.
    """

    possible: Mask
    settled: NDArray[np.int8]
    least: NDArray[np.int8]
    most: NDArray[np.int8]
    threshold: float


def salience(power: ArrayLike, legitimacy: ArrayLike, urgency: ArrayLike, *, threshold: float = 0.5) -> Salience:
    """Say which class each actor belongs to, or which classes it may belong to where an attribute is not known.

    One attribute: dormant (power), discretionary (legitimacy), demanding (urgency). Two: dominant (power and legitimacy), dangerous (power
    and urgency), dependent (legitimacy and urgency). Three: definitive. None: not a stakeholder.

    Parameters
    ----------
    power, legitimacy, urgency : array_like of bool or float, shape (n_actors,) or (n_actors, 2)
        True and False, or grades from 0 to 1, or low and high of a grade; nan or None where not known.
    threshold : float
        An attribute counts as held at this grade or above, above 0 to 1; a span that crosses it leaves the attribute open.

    Returns
    -------
    Salience

    Raises
    ------
    BadValue
        Lengths that differ, a grade off the scale, a threshold off the scale.

    Notes
    -----
    Limits: the attributes are what somebody sees in an actor at a time, no property of it; the class says whose claim is likely to be
    attended to, not whose claim is right. The names are those of the article: "dangerous" is power and urgency without a standing that
    others recognise, no charge against anyone.

    References
    ----------
    Mitchell, Agle & Wood (1997), doi:10.2307/259247.

    Examples
    --------
    >>> found = salience([True, True, 0.9], [True, False, None], [True, False, 0.7])
    >>> [CLASSES[k] if k >= 0 else "open" for k in found.settled]
    ['definitive', 'dormant', 'open']
    >>> [CLASSES[k] for k in range(8) if found.possible[2, k]]
    ['dangerous', 'definitive']
    """
    line = threshold_within(threshold, 1.0)
    first = spans(power, "power", 1.0)
    attributes = [first, spans(legitimacy, "legitimacy", 1.0, len(first)), spans(urgency, "urgency", 1.0, len(first))]
    may = np.stack([might_reach(span, line) for span in attributes], axis=1)
    may_not = np.stack([might_be_below(span, line) for span in attributes], axis=1)
    has = np.array([[code >> bit & 1 for bit in range(3)] for code in range(8)], bool)
    possible = np.asarray(np.where(has, may[:, None, :], may_not[:, None, :]).all(axis=2))
    settled = np.where(possible.sum(axis=1) == 1, possible.argmax(axis=1), -1)
    return Salience(
        possible=possible,
        settled=settled.astype(np.int8),
        least=(~may_not).sum(axis=1).astype(np.int8),
        most=may.sum(axis=1).astype(np.int8),
        threshold=line,
    )
