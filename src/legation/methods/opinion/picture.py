"""What a map of opinion says, and the picture for a few people: who voted like whom, and in what order they join."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.ballots import UNSEEN, Votes, flags, vote_table
from legation.methods.opinion.choice import Evidence, candidates

__all__ = [
    "Few",
    "Opinion",
    "Placed",
    "Reason",
    "few",
]


LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Few:
    """Agreement by pairs, and a tree of who joins whom.

    Attributes
    ----------
    agreement : ndarray, shape (n, n)
        Share of the statements on which both voted and voted the same, a pass counting as a vote, in [0, 1]; nan without such a statement.
    common : ndarray of int, shape (n, n)
        Statements on which both voted.
    joins : ndarray, shape (n - 1, 4)
        Each step of average linkage: the two clusters (a person is its row, a cluster n plus its step), the disagreement at which they
        join in [0, 1], and the people in the new one. Pairs without a common statement count as half agreeing.
    filled : int
        Such pairs.
    """

    agreement: npt.NDArray[np.float64]
    common: npt.NDArray[np.int64]
    joins: npt.NDArray[np.float64]
    filled: int


def few(votes: Votes, moderated: npt.ArrayLike | None = None) -> Few:
    """Say who votes like whom among people too few for a map.

    Parameters
    ----------
    votes : array_like of int, shape (n, m), or Ballots
        At most 200 people.
    moderated : array_like of bool, shape (m,), optional
        Statements that do not count.

    References
    ----------
    Average linkage: Sokal, Michener 1958, A statistical method for evaluating systematic relationships.

    Examples
    --------
    >>> few([[1, 1], [1, -1], [-1, -128]]).agreement.tolist()
    [[1.0, 0.5, 0.0], [0.5, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    table = vote_table(votes)
    n = table.shape[0]
    if n > LIMIT:
        raise BadValue(f"votes must be up to {LIMIT} participants for a table of pairs (got {n}); use map_opinion")
    cells = table.matrix()[:, ~flags("moderated", moderated, table.shape[1])]
    seen = cells != UNSEEN
    common = seen.astype(np.int64) @ seen.T
    same = sum((np.asarray(cells == code, np.int64) @ (cells == code).T for code in (1, 0, -1)), np.zeros((n, n), np.int64))
    agreement = np.where(common > 0, same / np.maximum(common, 1), np.nan)
    unknown = np.isnan(agreement) & ~np.eye(n, dtype=bool)
    return Few(agreement=agreement, common=common, joins=_joined(np.where(unknown, 0.5, agreement)), filled=int(unknown.sum()) // 2)


def _joined(agreement: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    from scipy.cluster.hierarchy import linkage

    if len(agreement) < 2:
        return np.zeros((0, 4))
    pairs = np.triu_indices(len(agreement), 1)
    joins: npt.NDArray[np.float64] = linkage(1.0 - agreement[pairs], method="average")
    return joins


Reason: TypeAlias = Literal["few-people", "few-statements", "all-alike", "no-structure", "no-groups", "weak-split", "small-room"]
"""Why a room shows no groups."""
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where people stood on a map, and in which groups: all that a later map of the same room continues.

    Attributes
    ----------
    group : ndarray of int, shape (n,)
        -1: in none.
    position : ndarray, shape (n, 2)
    k : int
        Groups.
    """

    group: Ints
    position: Floats
    k: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """People on a plane and in groups.

    Attributes
    ----------
    group : ndarray of int, shape (n,)
        By falling size, ties by smallest row, or under the numbers of the previous map; -1 not grouped: fewer than seven votes, or no map.
    position : ndarray, shape (n, 2)
        nan for who cast no vote that counts, and where there is no map. The scale is that of the votes, without meaning in itself.
    k : int
        Groups: 0 where there are too few people or votes for a map, 1 where the votes support no groups.
    stability : ndarray, shape (n,)
        Share of resamples of the statements in which a person is in the same group, in [0, 1]; nan where not grouped, or k is below 2.
    reason : str or None
        Why k is below 2: ``few-people``, ``few-statements``, ``all-alike`` (the votes do not vary), ``no-structure`` (no more than chance
        gives), ``no-groups`` (no number of groups is large enough and apart), ``weak-split`` (none is found again in half of the people),
        ``small-room`` (one is, but not so well as so few people need); else None.
    needed : float
        The prediction strength from which a room of so many people shows groups; nan where there is no map.
    evidence : tuple of Evidence
        For each number of groups tried.
    profile_agreement : float
        Adjusted Rand index between the groups on the map and those by vote profile; nan if k < 2. Below 0.85 the two ways part people
        differently. A high one does not show that the groups are apart: the two halves of a continuum agree as well.
    mean : ndarray, shape (m,)
        Mean vote, in [-1, 1]; 0 for statements that do not count.
    axis : ndarray, shape (m, 2)
        The axes of the map; 0 for statements that do not count.
    share : ndarray, shape (2,)
        Of the variance of the votes cast, by axis before any turn, in [0, 1].
    centre : ndarray, shape (k, 2)
        Mean position of each group.
    size : ndarray of int, shape (k,)
        People.
    publishable : ndarray of bool, shape (k,)
        Whether a group has at least ``publish_at_least`` people: of another nothing may be shown.
    continues : ndarray of int, shape (k,)
        The group of the previous map that each one continues; -1 none.
    few : Few or None
        Where there are too few people for a map: agreement by pairs and a tree.
    """

    group: Ints
    position: Floats
    k: int
    stability: Floats
    reason: Reason | None
    evidence: tuple[Evidence, ...]
    profile_agreement: float
    mean: Floats
    axis: Floats
    share: Floats
    centre: Floats
    size: Ints
    publishable: npt.NDArray[np.bool_]
    continues: Ints
    few: Few | None
    needed: float = float("nan")

    @property
    def placed(self) -> Placed:
        """What of it a later map continues."""
        return Placed(group=self.group, position=self.position, k=self.k)

    @property
    def strongest(self) -> float:
        """The largest prediction strength of a number of groups that is large enough and apart; nan where there is none."""
        return max((one.strength for one in candidates(self.evidence)), default=float("nan"))
