"""A tally of a vote before it was held, member by member: how near it was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["TallyScore", "tally_score"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyScore:
    """The score of a tally.

    Attributes
    ----------
    n : int
        Members that voted yes, abstained or voted no: those over whom the Brier score is taken.
    brier : float
        Mean of half the squared error over the three ways to vote, 0 to 1: for a sharp tally the share of members it had wrong.
    margin, result : float
        Yes minus no expected and come [members].
    error : float
        Distance of the two.
    """

    n: int
    brier: float
    margin: float
    result: float
    error: float


def tally_score(probability: npt.ArrayLike, vote: npt.ArrayLike, presence: npt.ArrayLike | None = None) -> TallyScore:
    """Score what was expected of each member against how it voted.

    Parameters
    ----------
    probability : array_like of float, shape (n_actors, 3)
        Of yes, abstain and no, if the member is in the room; each row sums to 1. A word about a member is 1 for it; a member of whom
        nothing is expected is a third each, which costs 1/3.
    vote : array_like of int, shape (n_actors,)
        1 yes, 2 abstain, 3 no, 0 not in the vote.
    presence : array_like of float, shape (n_actors,), optional
        Chance of being in the room, for the margin; by default 1.

    Raises
    ------
    BadValue
        For shapes that do not fit, rows that do not sum to 1, codes that are none.

    References
    ----------
    Brier, G. W. (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.

    Examples
    --------
    >>> found = tally_score([[1, 0, 0], [0, 0, 1], [1, 0, 0]], [1, 3, 3])
    >>> round(found.brier, 3), found.margin, found.result, found.error
    (0.333, 1.0, -1.0, 2.0)
    """
    p, v = np.asarray(probability, np.float64), np.asarray(vote)
    there = np.ones(len(v)) if presence is None else np.asarray(presence, np.float64)
    if p.shape != (len(v), 3) or there.shape != v.shape:
        raise BadValue(f"probability must be shape ({len(v)}, 3) (got {p.shape}); give three chances for each vote")
    if not np.isin(v, (0, 1, 2, 3)).all():
        raise BadValue(f"vote must be 0, 1, 2, 3 (got {sorted(set(v.tolist()))}); use the codes of votes")
    if not (np.all(p >= 0) and np.allclose(p.sum(axis=1), 1)) or not np.all((there >= 0) & (there <= 1)):
        raise BadValue("probability must be rows from 0 to 1 that sum to 1 (got others); divide each row by its sum")
    cast = v > 0
    came = np.eye(4)[v.astype(int)][:, 1:]
    loss = ((p - came) ** 2).sum(axis=1)[cast] / 2
    margin = float((there * (p[:, 0] - p[:, 2])).sum())
    result = float((v == 1).sum() - (v == 3).sum())
    brier = float(loss.mean()) if cast.any() else 0.0
    return TallyScore(n=int(cast.sum()), brier=brier, margin=margin, result=result, error=abs(margin - result))
