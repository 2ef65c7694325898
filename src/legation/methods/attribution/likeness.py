"""How alike are an incident and a group's record? Cosines that are shared out over the claims, so that each claim has its part.

The cosine of two sets, each member weighed by how rare it is: the sum of what both have over the square root of the product of their
sums, with weight (ln((N + 1) / (n + 1)) + 1) squared for what n of N groups have. It lies between 0 and 1 however many claims there are:
unlike a sum of log-ratios it cannot be driven up by saying more.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["cosine_parts", "rarity", "recall_parts"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def rarity(has: Bools) -> Floats:
    """Return the weight of each thing from who has it; ``has`` has shape (n_groups, n_things).

    Examples
    --------
    >>> rarity(np.array([[True, False], [True, False]])).round(3).tolist()
    [1.0, 4.404]
    """
    return np.asarray((np.log((len(has) + 1) / (has.sum(axis=0) + 1)) + 1) ** 2, np.float64)


def cosine_parts(has: Bools, columns: list[int]) -> Floats:
    """Return the part of each thing seen in the cosine with each group; shape (n_seen, n_groups), each column adding up to it.

    Parameters
    ----------
    has : ndarray of bool, shape (n_groups, n_things)
    columns : list of int
        The things that were seen.

    Examples
    --------
    >>> has = np.array([[True, True, False], [False, True, True]])
    >>> cosine_parts(has, [0, 1]).sum(axis=0).round(3).tolist()
    [1.0, 0.336]
    """
    weight = rarity(has)
    seen = weight[columns]
    scale = np.sqrt(max(float(seen.sum()), 1e-12) * np.maximum(has @ weight, 1e-12))
    return np.asarray(has[:, columns].T * seen[:, None] / scale, np.float64)


def recall_parts(has: Bools, weight: Floats) -> Floats:
    """Return the part of each thing seen in the share of what was seen that each group has.

    Parameters
    ----------
    has : ndarray of bool, shape (n_groups, n_seen)
    weight : ndarray of float, shape (n_seen,)

    Returns
    -------
    ndarray of float, shape (n_seen, n_groups)

    Examples
    --------
    >>> recall_parts(np.array([[True, False]]), np.array([3.0, 1.0])).sum(axis=0).tolist()
    [0.75]
    """
    return np.asarray(has.T * (weight / max(float(weight.sum()), 1e-12))[:, None], np.float64)
