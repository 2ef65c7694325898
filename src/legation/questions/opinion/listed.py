"""Which statements join, part and bridge a room, of those whose numbers may be published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from legation.methods.opinion import Listed, bridging, consensus, divisive, representative
from legation.questions.opinion.asked import Asked

__all__ = ["AT_MOST", "Lists", "lists_of"]

AT_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Statements in lists, each the strongest first.

    Attributes
    ----------
    unites : tuple of Listed
        What all voters share, as Polis chooses it.
    divides, bridges : tuple of Listed
        All of them, not the first five alone; empty without two groups.
    says : tuple of tuple of Listed
        For each group what it says more than the others.
    joint : tuple of int
        Columns by the geometric mean of the groups' agreement; empty without two groups.
    """

    unites: tuple[Listed, ...]
    divides: tuple[Listed, ...]
    bridges: tuple[Listed, ...]
    says: tuple[tuple[Listed, ...], ...]
    joint: tuple[int, ...]


def lists_of(asked: Asked) -> Lists:
    """Return the lists of a room."""
    m, stats = len(asked.columns), asked.stats
    open_to_all = asked.everyone.seen[0] >= asked.smallest
    unites = tuple(one for one in consensus(asked.votes[asked.counted], ~open_to_all, at_most=AT_MOST))
    if not asked.groups:
        return Lists(unites=unites, divides=(), bridges=(), says=(), joint=())
    hidden = np.asarray((~asked.shown).any(axis=0))
    joint = [j for j in np.lexsort((np.arange(m), -stats.consensus_geometric)).tolist() if not hidden[j]]
    return Lists(
        unites=unites,
        divides=divisive(stats, hidden, at_most=m),
        bridges=bridging(stats, hidden, at_most=m),
        says=tuple(representative(stats, g, ~asked.shown[g], keep_best=False) for g in range(asked.groups)),
        joint=tuple(joint),
    )
