"""The picture for a few people: who voted like whom, and in what order they join."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.ballots import UNSEEN, Votes, flags, vote_table

__all__ = ["Few", "few"]

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
