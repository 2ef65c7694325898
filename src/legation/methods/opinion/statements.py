"""What each group says of each statement: the statistics of Polis exactly as published, and beside them what they leave open.

For a group with A agreeing, D disagreeing and S who saw the statement (passes counted), and the rest with A', D', S':

- share of agreement pa = (A + 1) / (S + 2), and against the rest ra = pa / ((A' + 1) / (S' + 2));
- z of agreement = 2 sqrt(S + 1) ((A + 1) / (S + 1) - 1/2);
- z against the rest = (p - p') / sqrt(h (1 - h) (1/(S + 1) + 1/(S' + 1))), p = (A + 1)/(S + 1), p' = (A' + 1)/(S' + 1),
  h = (A + A' + 2)/(S + S' + 2); 0 where h is 1;
- disagreement likewise; consensus over groups = product of pa.

These figures rise where few voted (a statement that nobody in a group saw has z = 1), and the product falls with the number of groups.
Intervals, exact tests with control of false discoveries, the geometric mean and the least group stand beside them for that reason.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.ballots import Votes, numbers, vote_table

__all__ = ["LEVEL", "Statements", "one_proportion", "statements", "tallied"]

LEVEL = 0.9
"""Coverage of the intervals."""
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """Counts and statistics; k groups in rows, m statements in columns, unless said otherwise.

    Attributes
    ----------
    agree, disagree, seen : ndarray of int, shape (k, m)
        People; ``seen`` counts passes.
    share_agree, share_disagree : ndarray, shape (k, m)
        pa and pd as above, in (0, 1).
    ratio_agree, ratio_disagree : ndarray, shape (k, m)
        To the share of the rest, above 0.
    z_agree, z_disagree, z_agree_against_rest, z_disagree_against_rest : ndarray, shape (k, m)
    agree_low, agree_high, disagree_low, disagree_high : ndarray, shape (k, m)
        Wilson's 90 % intervals of A / S and D / S, from 0 to 1 where nobody saw the statement.
    q_agree, q_disagree : ndarray, shape (k, m)
        Of Fisher's exact test that the group agrees (disagrees) more than the rest, the false discovery rate at which the cell would be
        named among all groups and statements, in [0, 1].
    consensus_product, consensus_geometric, consensus_minimum : ndarray, shape (m,)
        Product, geometric mean and minimum over groups of pa, each group counting the same; nan without a group.
    """

    agree: Ints
    disagree: Ints
    seen: Ints
    share_agree: Floats
    share_disagree: Floats
    ratio_agree: Floats
    ratio_disagree: Floats
    z_agree: Floats
    z_disagree: Floats
    z_agree_against_rest: Floats
    z_disagree_against_rest: Floats
    agree_low: Floats
    agree_high: Floats
    disagree_low: Floats
    disagree_high: Floats
    q_agree: Floats
    q_disagree: Floats
    consensus_product: Floats
    consensus_geometric: Floats
    consensus_minimum: Floats


def statements(votes: Votes, group: npt.ArrayLike) -> Statements:
    """Say what each group holds of each statement, and against the rest: all other groups together.

    Parameters
    ----------
    votes : array_like of int, shape (n, m), or Ballots
    group : array_like of int, shape (n,)
        From 0; below 0 not grouped, and left out everywhere.

    Raises
    ------
    BadValue
        For votes outside their range, or not one group for each participant.

    References
    ----------
    Small et al. 2021, Polis: scaling deliberation by mapping high dimensional opinion spaces, doi:10.6035/recerca.5516; intervals: Wilson
    1927, doi:10.1080/01621459.1927.10502953; false discoveries: Benjamini, Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x

    Examples
    --------
    >>> s = statements([[1, 1], [1, -1], [-1, 0]], [0, 0, 1])
    >>> s.agree.tolist(), s.seen.tolist(), s.consensus_product.round(4).tolist()
    ([[2, 1], [0, 0]], [[2, 2], [1, 1]], [0.25, 0.1667])
    """
    table = vote_table(votes)
    label = numbers("group", group, length=table.shape[0])
    k = int(label.max(initial=-1)) + 1
    if k > table.shape[0]:
        raise BadValue(f"group must be numbers from 0 without great gaps (got {k - 1} among {table.shape[0]} participants); number anew")
    agree, disagree, seen = tallied(votes, label, k)
    others = [x.sum(axis=0) - x for x in (agree, disagree, seen)]
    share_agree, share_disagree = (agree + 1) / (seen + 2), (disagree + 1) / (seen + 2)
    agree_low, agree_high = _wilson(agree, seen)
    disagree_low, disagree_high = _wilson(disagree, seen)
    return Statements(
        agree=agree,
        disagree=disagree,
        seen=seen,
        share_agree=share_agree,
        share_disagree=share_disagree,
        ratio_agree=share_agree / ((others[0] + 1) / (others[2] + 2)),
        ratio_disagree=share_disagree / ((others[1] + 1) / (others[2] + 2)),
        z_agree=one_proportion(agree, seen),
        z_disagree=one_proportion(disagree, seen),
        z_agree_against_rest=_two_proportions(agree, seen, others[0], others[2]),
        z_disagree_against_rest=_two_proportions(disagree, seen, others[1], others[2]),
        agree_low=agree_low,
        agree_high=agree_high,
        disagree_low=disagree_low,
        disagree_high=disagree_high,
        q_agree=_discoveries(_fisher(agree, seen, others[0], others[2])),
        q_disagree=_discoveries(_fisher(disagree, seen, others[1], others[2])),
        consensus_product=share_agree.prod(axis=0) if k else np.full(table.shape[1], np.nan),
        consensus_geometric=np.exp(np.log(share_agree).mean(axis=0)) if k else np.full(table.shape[1], np.nan),
        consensus_minimum=share_agree.min(axis=0) if k else np.full(table.shape[1], np.nan),
    )


def tallied(votes: Votes, label: Ints, k: int) -> tuple[Ints, Ints, Ints]:
    """Return who agrees, who disagrees and who saw, by group and statement, shape (k, m) each; a label of -1 counts nowhere."""
    table = vote_table(votes)
    m = table.shape[1]
    group = label[table.participant]
    cell = (group * m + table.statement)[group >= 0]
    value = table.value[group >= 0]

    def counted(which: npt.NDArray[np.bool_]) -> Ints:
        return np.bincount(cell[which], minlength=k * m)[: k * m].reshape(k, m).astype(np.int64)

    return counted(value == 1), counted(value == -1), counted(np.ones(len(value), bool))


def one_proportion(count: Ints, seen: Ints) -> Floats:
    """Return the z of a share against one half, with one vote added."""
    z: Floats = 2.0 * np.sqrt(seen + 1.0) * ((count + 1.0) / (seen + 1.0) - 0.5)
    return z


def _two_proportions(count: Ints, seen: Ints, others: Ints, others_seen: Ints) -> Floats:
    one, rest = (count + 1.0) / (seen + 1.0), (others + 1.0) / (others_seen + 1.0)
    pooled = (count + others + 2.0) / (seen + others_seen + 2.0)
    under = pooled * (1.0 - pooled) * (1.0 / (seen + 1.0) + 1.0 / (others_seen + 1.0))
    z: Floats = np.where(under > 0, (one - rest) / np.sqrt(np.where(under > 0, under, 1.0)), 0.0)
    return z


def _wilson(count: Ints, seen: Ints) -> tuple[Floats, Floats]:
    from scipy.special import ndtri

    z = float(ndtri((1 + LEVEL) / 2))
    n = np.maximum(seen, 1)
    share = count / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return np.where(seen > 0, np.maximum(middle - half, 0.0), 0.0), np.where(seen > 0, np.minimum(middle + half, 1.0), 1.0)


def _fisher(count: Ints, seen: Ints, others: Ints, others_seen: Ints) -> Floats:
    """Return the chance of a count as high or higher, were the answers dealt at random between the group and the rest."""
    from scipy.stats import hypergeom

    chance: Floats = hypergeom.sf(count - 1, seen + others_seen, count + others, seen)
    return np.where((seen > 0) & (others_seen > 0), np.clip(chance, 0.0, 1.0), 1.0)


def _discoveries(chance: Floats) -> Floats:
    """Return for each test the false discovery rate of a list that ends with it."""
    flat = chance.ravel()
    order = np.argsort(flat, kind="stable")
    rate = flat[order] * flat.size / np.arange(1, flat.size + 1)
    out = np.empty_like(flat)
    out[order] = np.minimum.accumulate(rate[::-1])[::-1] if flat.size else rate
    return np.minimum(out, 1.0).reshape(chance.shape)
