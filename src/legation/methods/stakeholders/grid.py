"""The power/interest grid: four quadrants, with the actors whose range crosses a line kept apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.methods.stakeholders.spans import Mask, might_be_below, might_reach, spans, threshold_within

__all__ = ["QUADRANTS", "Grid", "grid"]

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
