"""Two ways to say where a person belongs: the nearest centre on the map, or the group under whose profile the votes cast are likeliest.

The map is a plane and knows nothing of which statements somebody saw. A group's profile is its shares of agree, pass and disagree on
each statement, drawn towards those of all where few voted. Where the two nearly agree, the profile, which sees more, decides; where they
do not, the map decides. That they agree is no sign that the groups are apart: both cut a continuum in the middle.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import VoteTable

__all__ = ["AGREE", "by_profile", "same_pairs"]

AGREE = 0.85
"""Adjusted Rand index from which the two ways are taken to show the same groups."""
DRAWN = 3.0
"""Votes in the shares of all that each profile begins with."""
ROUNDS = 10

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def by_profile(votes: VoteTable, weights: Floats, label: Ints) -> Ints:
    """Return the group under whose profile each person's votes are likeliest, the profiles following the groups until nothing moves.

    A hard mixture of independent votes: Celeux, Govaert 1992, doi:10.1016/0167-9473(92)90042-E
    """
    k, m = int(label.max()) + 1, votes.shape[1]
    person, kind = votes.participant, votes.value.astype(np.int64) + 1
    each = weights[person]
    everyone = np.bincount(votes.statement * 3 + kind, each, minlength=3 * m).reshape(m, 3)
    drawn = DRAWN * (everyone + 1 / 3) / (everyone.sum(axis=1, keepdims=True) + 1)
    moved = label
    for _ in range(ROUNDS):
        cell = (moved[person] * m + votes.statement) * 3 + kind
        profile = np.bincount(cell, each, minlength=3 * k * m).reshape(k, m, 3) + drawn
        says = np.log(profile / profile.sum(axis=2, keepdims=True))
        likely = np.empty((votes.shape[0], k))
        for g in range(k):
            likely[:, g] = np.bincount(person, says[g][votes.statement, kind], minlength=votes.shape[0])
        now = likely.argmax(axis=1)
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
