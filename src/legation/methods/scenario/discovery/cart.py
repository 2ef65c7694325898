"""CART: split the runs by one input after the other so that what is of interest is told apart; the leaves are boxes.

An exact search for the best split of each leaf, written here: the trees of scenario discovery are small, and no other part of the house
needs a library of learners.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.scenario.discovery.prim import Bools, Box, Floats, described, runs

__all__ = ["Split", "Tree", "cart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A split of a node in two.

    Attributes
    ----------
    depth : int
        0 at the root.
    column : int
        The input.
    at : float
        Runs with a value up to it go left.
    gain : float
        By how much the Gini impurity of all runs falls [0 to 0.5].
    """

    depth: int
    column: int
    at: float
    gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Splits in the order in which they were made, root first and left before right, and leaves from left to right."""

    splits: tuple[Split, ...]
    leaves: tuple[Box, ...]


def cart(x: npt.ArrayLike, y: npt.ArrayLike, *, depth: int = 3, mass_min: float = 0.05) -> Tree:
    """Tell runs of interest from others by a tree of splits.

    Each node is split where the Gini impurity 2p(1 - p), weighted by runs, falls most; at equal falls the first input and the lowest value.
    A split lies half way between two values.

    Parameters
    ----------
    x : array_like, shape (n_runs, d)
    y : array_like of 0 or 1, shape (n_runs,)
        1 where a run is of interest.
    depth : int
        The most splits from the root to a leaf, 1 to 20.
    mass_min : float
        The least share of all runs in a leaf, above 0 and at most 0.5.

    Raises
    ------
    BadValue
        For runs that do not fit, and numbers out of range.

    References
    ----------
    Breiman, L., Friedman, J. H., Olshen, R. A. & Stone, C. J. (1984). Classification and regression trees, doi:10.1201/9781315139470.

    Examples
    --------
    >>> x = np.array([[0.1, 0.5], [0.2, 0.1], [0.7, 0.3], [0.9, 0.8]])
    >>> found = cart(x, [0, 0, 1, 1], depth=1, mass_min=0.25)
    >>> [(one.column, round(one.at, 3)) for one in found.splits], [leaf.density for leaf in found.leaves]
    ([(0, 0.45)], [0.0, 1.0])
    """
    inputs, interest = runs(x, y)
    if isinstance(depth, bool) or not isinstance(depth, int) or not 1 <= depth <= 20:
        raise BadValue(f"depth must be a whole number, 1 to 20 (got {depth!r}); 3 is usual")
    if isinstance(mass_min, bool) or not isinstance(mass_min, (int, float)) or not 0 < mass_min <= 0.5:
        raise BadValue(f"mass_min must be above 0 and up to 0.5 (got {mass_min!r}); 0.05 is usual")
    splits: list[Split] = []
    leaves: list[Box] = []
    least = max(1, int(np.ceil(mass_min * len(inputs))))

    def grow(rows: npt.NDArray[np.int64], limits: Floats, level: int) -> None:
        found = _split(inputs[rows], interest[rows], least) if level < depth else None
        if found is None:
            leaves.append(described(inputs, interest, limits))
            return
        column, at, fall = found
        splits.append(Split(depth=level, column=column, at=at, gain=fall * len(rows) / len(inputs)))
        left = inputs[rows, column] <= at
        lower, upper = limits.copy(), limits.copy()
        lower[column, 1], upper[column, 0] = at, np.nextafter(at, np.inf)
        grow(rows[left], lower, level + 1)
        grow(rows[~left], upper, level + 1)

    grow(np.arange(len(inputs)), np.tile([-np.inf, np.inf], (inputs.shape[1], 1)), 0)
    return Tree(splits=tuple(splits), leaves=tuple(leaves))


def _split(x: Floats, y: Bools, least: int) -> tuple[int, float, float] | None:
    """Return input, value and fall of impurity of the best split of a node; None where none lowers it."""
    n = len(x)
    share = y.mean()
    whole = 2 * share * (1 - share)
    best: tuple[int, float, float] | None = None
    for column in range(x.shape[1]):
        order = np.argsort(x[:, column], kind="stable")
        value = x[order, column]
        left = np.arange(1, n)
        hits = np.cumsum(y[order])[:-1]
        p, q = hits / left, (y.sum() - hits) / (n - left)
        fall = whole - 2 * (left * p * (1 - p) + (n - left) * q * (1 - q)) / n
        fall[(value[1:] == value[:-1]) | (left < least) | (n - left < least)] = -1.0
        if len(fall) and fall.max() > (best[2] if best else 1e-12):
            at = int(fall.argmax())
            middle = value[at] + (value[at + 1] - value[at]) / 2
            best = column, float(middle if middle < value[at + 1] else value[at]), float(fall[at])
    return best
