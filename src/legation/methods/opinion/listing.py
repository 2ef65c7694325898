"""Lists for a reader: what a group stands for, what parts the groups, what joins them, what all share.

:func:`representative` and :func:`consensus` choose as Polis does, so that old conversations compare. :func:`divisive` and :func:`bridging`
are ours: they rest on intervals and on tests with control of false discoveries.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.ballots import Votes, flags, vote_table
from legation.methods.opinion.statements import Statements, one_proportion, tallied

__all__ = ["Listed", "bridging", "consensus", "divisive", "representative"]

Z = 1.2816
"""One-sided 90 %, as Polis has it."""
FALSE = 0.1
"""False discovery rate of what is named divisive."""
AT_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A statement in a list.

    Attributes
    ----------
    statement : int
        Column.
    agree : bool
        Whether it stands there for agreement; False: for disagreement.
    score : float
        What the list is sorted by; its meaning is that of the list.
    best_agree : bool
        In representative lists: kept as the statement that the group most agrees with, whether or not it is sufficient.
    """

    statement: int
    agree: bool
    score: float
    best_agree: bool = False


def representative(
    stats: Statements, group: int, moderated: npt.ArrayLike | None = None, *, at_most: int = AT_MOST, keep_best: bool = True
) -> tuple[Listed, ...]:
    """List what a group says more than the rest, as Polis chooses it, agreement before disagreement.

    A statement is sufficient where both z of agreement exceed 1.2816, or both of disagreement; it counts for the side with the larger z
    against the rest, and its score is ratio times z against the rest times share times z. The best agreement stands first even where it
    is not sufficient; where nothing is, it or the largest z against the rest stands alone.

    Parameters
    ----------
    stats : Statements
    group : int
        From 0.
    moderated : array_like of bool, shape (m,), optional
    at_most : int
    keep_best : bool
        False: only sufficient statements, by score.

    Examples
    --------
    >>> from legation.methods.opinion import statements
    >>> s = statements([[1, -1]] * 9 + [[-1, -1]] * 9, [0] * 9 + [1] * 9)
    >>> [(one.statement, one.agree) for one in representative(s, 0)]
    [(0, True)]
    """
    m = _checked(stats, group)
    allowed = ~flags("moderated", moderated, m)
    rat, rdt = stats.z_agree_against_rest[group], stats.z_disagree_against_rest[group]
    pat, pdt = stats.z_agree[group], stats.z_disagree[group]
    pa, pd = stats.share_agree[group], stats.share_disagree[group]
    ra, rd = stats.ratio_agree[group], stats.ratio_disagree[group]
    agree = rat > rdt
    score = np.where(agree, ra * rat * pa * pat, rd * rdt * pd * pdt)
    sufficient = allowed & (((rat > Z) & (pat > Z)) | ((rdt > Z) & (pdt > Z)))
    best = _best_agree(stats, group, allowed) if keep_best else None
    ordered = [j for j in np.lexsort((np.arange(m), -score)).tolist() if sufficient[j]]
    if keep_best and not ordered and best is None and allowed.any():
        largest = np.where(allowed, np.maximum(rat, rdt), -np.inf)
        j = int(largest.argmax())
        return (Listed(statement=j, agree=bool(agree[j]), score=float(largest[j])),)
    first = (
        []
        if best is None
        else [Listed(statement=best, agree=True, score=float(ra[best] * rat[best] * pa[best] * pat[best]), best_agree=True)]
    )
    others = [Listed(statement=j, agree=bool(agree[j]), score=float(score[j])) for j in ordered if j != best]
    return tuple(sorted((first + others)[:at_most], key=lambda one: not one.agree))


def _best_agree(stats: Statements, group: int, allowed: npt.NDArray[np.bool_]) -> int | None:
    """Return the statement that a group most agrees with: taken up in the order of columns, replaced by a better one."""
    best: int | None = None
    pa, pat = stats.share_agree[group], stats.z_agree[group]
    ra, rat = stats.ratio_agree[group], stats.z_agree_against_rest[group]
    voted = stats.agree[group] + stats.disagree[group] > 0
    for j in np.flatnonzero(allowed & voted).tolist():
        if best is None:
            better = pat[j] > Z or (ra[j] > 1 and pa[j] > 0.5)
        elif ra[best] > 1:
            better = ra[j] * rat[j] * pa[j] * pat[j] > ra[best] * rat[best] * pa[best] * pat[best]
        else:
            better = pa[j] * pat[j] > pa[best] * pat[best]
        best = j if better else best
    return best


def consensus(votes: Votes, moderated: npt.ArrayLike | None = None, *, at_most: int = AT_MOST) -> tuple[Listed, ...]:
    """List what all voters, grouped or not, agree on and then what they disagree with, as Polis chooses it.

    Share above one half and z above 1.2816; the score is share times z.

    Examples
    --------
    >>> [(one.statement, one.agree) for one in consensus([[1, -1, 0]] * 20)]
    [(0, True), (1, False)]
    """
    table = vote_table(votes)
    allowed = ~flags("moderated", moderated, table.shape[1])
    agree, disagree, seen = (x[0] for x in tallied(table, np.zeros(table.shape[0], np.int64), 1))
    listed: list[Listed] = []
    for side, count in ((True, agree), (False, disagree)):
        share, z = (count + 1) / (seen + 2), one_proportion(count, seen)
        score = np.where(allowed & (share > 0.5) & (z > Z), share * z, -np.inf)
        order = np.lexsort((np.arange(len(score)), -score))[:at_most]
        listed += [Listed(statement=int(j), agree=side, score=float(score[j])) for j in order if np.isfinite(score[j])]
    return tuple(listed)


def divisive(stats: Statements, moderated: npt.ArrayLike | None = None, *, at_most: int = AT_MOST) -> tuple[Listed, ...]:
    """List the statements on which one group agrees more, and another disagrees more, than the rest does, false discoveries held at 10 %.

    The score is the widest difference between two groups' shares of agreement, in [0, 1].

    Examples
    --------
    >>> from legation.methods.opinion import statements
    >>> s = statements([[1, -1]] * 9 + [[-1, -1]] * 9, [0] * 9 + [1] * 9)
    >>> [one.statement for one in divisive(s)]
    [0]
    """
    m = stats.agree.shape[1]
    if len(stats.agree) < 2:
        return ()
    parted = (stats.q_agree < FALSE).any(axis=0) & (stats.q_disagree < FALSE).any(axis=0) & ~flags("moderated", moderated, m)
    width = stats.share_agree.max(axis=0) - stats.share_agree.min(axis=0)
    order = np.lexsort((np.arange(m), -width))
    return tuple(Listed(statement=int(j), agree=True, score=float(width[j])) for j in order if parted[j])[:at_most]


def bridging(stats: Statements, moderated: npt.ArrayLike | None = None, *, at_most: int = AT_MOST) -> tuple[Listed, ...]:
    """List the statements on which every one of two or more groups is on the same side: the whole 90 % interval above one half.

    The score is the least lower bound among the groups, in (0.5, 1].

    Examples
    --------
    >>> from legation.methods.opinion import statements
    >>> s = statements([[1, -1]] * 9 + [[-1, -1]] * 9, [0] * 9 + [1] * 9)
    >>> [(one.statement, one.agree) for one in bridging(s)]
    [(1, False)]
    """
    m = stats.agree.shape[1]
    if len(stats.agree) < 2:
        return ()
    allowed = ~flags("moderated", moderated, m)
    sides = ((True, stats.agree_low.min(axis=0)), (False, stats.disagree_low.min(axis=0)))
    found = [
        Listed(statement=j, agree=side, score=float(low[j])) for side, low in sides for j in np.flatnonzero(allowed & (low > 0.5)).tolist()
    ]
    return tuple(sorted(found, key=lambda one: (-one.score, one.statement)))[:at_most]


def _checked(stats: Statements, group: int) -> int:
    k, m = len(stats.agree), int(stats.agree.shape[1])
    if not 0 <= group < k:
        raise BadValue(f"group must be 0 to {k - 1} (got {group}); name a group of the map")
    return m
