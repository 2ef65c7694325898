"""The lists of a room as they may be published: what joins and parts it, and what only those who voted as one hold back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.opinion.coordination import counted_once
from legation.methods.opinion.listing import Listed, bridging, consensus, divisive, representative
from legation.methods.opinion.publishing import Published, publishable_cells
from legation.methods.opinion.statements import Statements, statements

__all__ = ["LISTED_AT_MOST", "MOST", "Lists", "Shared", "lists_of", "shared_of"]

LISTED_AT_MOST = 5


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


def lists_of(room: Published) -> Lists:
    """Return the lists of a room."""
    m, stats = room.votes.shape[1], room.stats
    open_to_all = room.everyone.seen[0] >= room.smallest
    unites = tuple(one for one in consensus(room.votes[room.counted], ~open_to_all, at_most=LISTED_AT_MOST))
    if not room.groups:
        return Lists(unites=unites, divides=(), bridges=(), says=(), joint=())
    hidden = np.asarray((~room.shown).any(axis=0))
    joint = [j for j in np.lexsort((np.arange(m), -stats.consensus_geometric)).tolist() if not hidden[j]]
    return Lists(
        unites=unites,
        divides=divisive(stats, hidden, at_most=m),
        bridges=bridging(stats, hidden, at_most=m),
        says=tuple(representative(stats, g, ~room.shown[g], keep_best=False) for g in range(room.groups)),
        joint=tuple(joint),
    )


MOST = 0.7
"""Share of every group that agrees, from which all groups share a statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Statements that all groups share; columns of the room, ascending.

    Attributes
    ----------
    once : frozenset of int
        Where each set of people who voted as one counts as one person, on the map and in the counts.
    each : frozenset of int
        Where all count alike.
    sets, people : int
        Sets of people who voted as one, and how many people they hold.
    sizes : tuple of int
        People of the groups where all count alike; only where all may be published.
    """

    once: frozenset[int]
    each: frozenset[int]
    sets: int
    people: int
    sizes: tuple[int, ...]

    @property
    def suppressed(self) -> tuple[int, ...]:
        """What those who voted as one hold back."""
        return tuple(sorted(self.once - self.each))

    @property
    def carried(self) -> tuple[int, ...]:
        """What those who voted as one alone carry."""
        return tuple(sorted(self.each - self.once))


def shared_of(room: Published) -> Shared | None:
    """Return what all groups share, both ways round; None where nobody voted as one or there are no two groups."""
    if room.as_cast is None or not room.copies.sets or room.opinion.k < 2:
        return None
    _, counted = counted_once(room.people, room.copies.sets)
    sizes = room.as_cast.size
    return Shared(
        once=_shared(room, np.where(counted, room.opinion.group, -1)),
        each=_shared(room, room.as_cast.group),
        sets=len(room.copies.sets),
        people=sum(len(one.participants) for one in room.copies.sets),
        sizes=tuple(sizes.tolist()) if len(sizes) > 1 and room.as_cast.publishable.all() else (),
    )


def _shared(room: Published, group: npt.NDArray[np.int64]) -> frozenset[int]:
    """Return the statements with so large a share of every group, of those whose numbers may be published."""
    stats: Statements = statements(room.votes, group)
    if not len(stats.agree):
        return frozenset()
    publishable = publishable_cells(stats.seen, stats.seen.sum(axis=0), room.smallest).all(axis=0)
    return frozenset(np.flatnonzero(publishable & (stats.consensus_minimum >= MOST)).tolist())
