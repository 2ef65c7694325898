"""A room in which those who voted as one count as one person: nobody is taken out, and nobody counts twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from legation.methods.opinion.coordination import Alike

__all__ = ["counted_once"]


def counted_once(people: int, sets: Sequence[Alike]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return how much each person weighs on the map, and who stands for themselves in counts: everybody, and the first of each set.

    Parameters
    ----------
    people : int
    sets : sequence of Alike
        Of :func:`~legation.methods.opinion.clones`, disjoint.

    Returns
    -------
    (ndarray of float, shape (people,); ndarray of bool, shape (people,))
        The weights, for ``map_opinion``: those of a set sum to 1. The counts, for ``statements``: give the others the group -1.

    Examples
    --------
    >>> votes = np.random.default_rng(0).choice([-1, 0, 1], (60, 40)).astype(np.int8)
    >>> votes[7] = votes[3]
    >>> from legation.methods.opinion import clones
    >>> weight, counted = counted_once(60, clones(votes).sets)
    >>> weight[[3, 7, 8]].tolist(), counted[[3, 7, 8]].tolist()
    ([0.5, 0.5, 1.0], [True, False, True])
    """
    weight, counted = np.ones(people), np.ones(people, bool)
    for one in sets:
        weight[one.participants] = 1 / len(one.participants)
        counted[one.participants[1:]] = False
    return weight, counted
