"""Who can move where, in memory that grows with states times decision makers only.

For each decision maker the states fall into *cells*. From a state in cell c every state in the cells that follow c is one move away. In
option form a cell holds the states that differ only in the decision maker's own options that can be taken and taken back; it is followed by
itself and, in the same class of the others' choices, by the cells that one-way options lead to. In matrix form each state is its own cell.
Within a cell states stand by rising preference, so the states that are better than one, or worse, are a run of neighbours.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Ints", "Network", "cells_of_matrix", "cells_of_options", "joined", "with_ranks"]

Ints: TypeAlias = npt.NDArray[np.int32]
Cells: TypeAlias = "tuple[Ints, Ints, Ints]"
"""The cell of each state; from which cell to which one may move, by falling in pairs of one place."""

_ENUMERATED = 12
"""So many one-way options of one decision maker are tried in all combinations; with more, cells are compared pair by pair."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """The moves of all decision makers; cells are numbered through.

    Attributes
    ----------
    rank : ndarray of int32, shape (n_decision_makers, n_states)
        Preference: 0 is the worst level, equals have equal ranks, no level is left out.
    cell : ndarray of int32, shape (n_decision_makers, n_states)
    order : ndarray of int32, shape (n_decision_makers, n_states)
        The states by cell, then by rank.
    start, end : ndarray of int32, shape (n_cells,)
        Where the states of a cell stand in ``order`` of its decision maker.
    after_at, after : ndarray
        The cells that follow cell c: ``after[after_at[c]:after_at[c + 1]]``.
    before_at, before : ndarray
        The cells that cell c follows.
    """

    rank: Ints
    cell: Ints
    order: Ints
    start: Ints
    end: Ints
    after_at: npt.NDArray[np.int64]
    after: Ints
    before_at: npt.NDArray[np.int64]
    before: Ints

    def moves(self, mover: int, state: int, *, better: bool = False) -> list[int]:
        """Return the states that a decision maker can reach in one move, ascending; only those it prefers, where ``better``."""
        rank = self.rank[mover]
        c = int(self.cell[mover, state])
        runs = [self.order[mover, self.start[d] : self.end[d]] for d in self.after[self.after_at[c] : self.after_at[c + 1]]]
        found = np.sort(np.concatenate(runs)) if runs else np.empty(0, np.int32)
        return [int(t) for t in (found[rank[found] > rank[state]] if better else found) if t != state]


def cells_of_matrix(moves: npt.NDArray[np.bool_]) -> Cells:
    """Return the cells of a matrix of moves: one for each state."""
    tail, head = np.nonzero(moves)
    return np.arange(len(moves), dtype=np.int32), tail.astype(np.int32), head.astype(np.int32)


def cells_of_options(codes: npt.NDArray[np.int64], own: int, on_only: int, off_only: int) -> Cells:
    """Return the cells of a decision maker whose options are the bits of ``own``; those of the two others go one way only."""
    one_way = own & (on_only | off_only)
    key = codes & ~(own & ~one_way)
    keys, cell = np.unique(key, return_inverse=True)
    here = np.arange(len(keys), dtype=np.int32)
    if not one_way:
        return cell.astype(np.int32), here, here
    if one_way.bit_count() > _ENUMERATED:
        tail, head = _compared(keys, own, on_only, off_only)
        return cell.astype(np.int32), tail, head
    tails, heads = [here], [here]
    flips = one_way
    while flips:
        allowed = ((keys & (flips & on_only)) == 0) & ((keys & (flips & off_only)) == (flips & off_only))
        wanted = keys[allowed] ^ flips
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        there = keys[at] == wanted
        tails.append(here[allowed][there])
        heads.append(at[there].astype(np.int32))
        flips = (flips - 1) & one_way
    return cell.astype(np.int32), np.concatenate(tails), np.concatenate(heads)


def _compared(keys: npt.NDArray[np.int64], own: int, on_only: int, off_only: int) -> tuple[Ints, Ints]:
    classes, of = np.unique(keys & ~own, return_inverse=True)
    by_class = np.argsort(of, kind="stable")
    tails, heads = [], []
    for within in np.split(by_class, np.searchsorted(of[by_class], np.arange(1, len(classes)))):
        a, b = keys[within][:, None], keys[within][None, :]
        tail, head = np.nonzero((((a & on_only & own) & ~b) == 0) & (((b & off_only & own) & ~a) == 0))
        tails.append(within[tail])
        heads.append(within[head])
    return np.concatenate(tails).astype(np.int32), np.concatenate(heads).astype(np.int32)


def joined(cells: list[Cells], rank: Ints) -> Network:
    """Return the network of all decision makers."""
    count, n = rank.shape
    cell, order = np.empty((count, n), np.int32), np.empty((count, n), np.int32)
    starts, ends, tails, heads = [], [], [], []
    base = 0
    for number, (own, tail, head) in enumerate(cells):
        by_rank = _by_rank(own, rank[number])
        sizes = np.bincount(own)
        end = np.cumsum(sizes)
        cell[number], order[number] = own + base, by_rank
        starts.append(end - sizes)
        ends.append(end)
        tails.append(tail + base)
        heads.append(head + base)
        base += len(sizes)
    tail, head = np.concatenate(tails), np.concatenate(heads)
    after_at, after = _listed(tail, head, base)
    before_at, before = _listed(head, tail, base)
    return Network(
        rank=rank,
        cell=cell,
        order=order,
        start=np.concatenate(starts).astype(np.int32),
        end=np.concatenate(ends).astype(np.int32),
        after_at=after_at,
        after=after,
        before_at=before_at,
        before=before,
    )


def with_ranks(network: Network, ranks: Sequence[Ints]) -> Network:
    """Return the same moves with other ranks, one array for each decision maker; what does not change is not sorted again."""
    order = network.order.copy()
    for number, (new, old) in enumerate(zip(ranks, network.rank, strict=True)):
        if not np.array_equal(new, old):
            order[number] = _by_rank(network.cell[number] - network.cell[number].min(), new)
    return dataclasses.replace(network, rank=np.stack(ranks), order=order)


def _by_rank(own: Ints, rank: Ints) -> npt.NDArray[np.intp]:
    """Return the states by cell, those of a cell by rank."""
    order: npt.NDArray[np.intp] = np.argsort(own.astype(np.int64) * (int(rank.max()) + 1) + rank)
    return order


def _listed(by: Ints, what: Ints, count: int) -> tuple[npt.NDArray[np.int64], Ints]:
    at = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(by, minlength=count), out=at[1:])
    return at, what[np.argsort(by, kind="stable")].astype(np.int32)
