"""Two ways to say where a person belongs: the nearest centre on the map, or the group whose votes are nearest to the votes cast.

The map is a plane and knows nothing of which statements somebody saw. A group's profile is its mean vote on each statement, drawn towards
the mean of all where few voted. Where the two nearly agree, the groups are distinct and the profile, which sees more, decides; where they
do not, the border runs through a crowd, and the map decides.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from legation.methods.opinion.ballots import VoteTable

__all__ = ["AGREE", "by_profile", "same_pairs"]

AGREE = 0.85
"""Adjusted Rand index from which the two ways are taken to show the same groups."""
DRAWN = 5.0
"""Votes at the mean of all that each profile begins with."""
ROUNDS = 10

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def by_profile(votes: VoteTable, centred: Floats, weights: Floats, label: Ints) -> Ints:
    """Return the group whose profile is nearest to each person's votes, the profiles following the groups until nothing moves.

    k-POD: Chi, Chi, Baraniuk 2016, doi:10.1080/00031305.2015.1086685
    """
    k, m = int(label.max()) + 1, votes.shape[1]
    person = votes.participant
    each = weights[person]
    moved = label
    for _ in range(ROUNDS):
        cell = moved[person] * m + votes.statement
        seen = np.bincount(cell, each, minlength=k * m)
        profile = (np.bincount(cell, each * centred, minlength=k * m) / (seen + DRAWN)).reshape(k, m)
        far = np.empty((votes.shape[0], k))
        for g in range(k):
            says = profile[g][votes.statement]
            far[:, g] = np.bincount(person, says * (says - 2.0 * centred), minlength=votes.shape[0])
        now = far.argmin(axis=1)
        if (now == moved).all():
            break
        moved = now
    return moved


def same_pairs(one: Ints, other: Ints) -> float:
    """Return the adjusted Rand index of two partitions: 1 the same, about 0 no more alike than chance.

    Hubert, Arabie 1985, doi:10.1007/BF01908075

    Examples
    --------
    >>> same_pairs(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    """
    table = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (one, other), 1)
    pairs, rows, columns = ((x * (x - 1) / 2).sum() for x in (table, table.sum(axis=1), table.sum(axis=0)))
    chance = rows * columns / max(len(one) * (len(one) - 1) / 2, 1)
    most = (rows + columns) / 2
    return float((pairs - chance) / (most - chance)) if most > chance else 1.0
