"""Verdicts by tables of state by state: for what no single order of the states can decide. For models of a few thousand states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.conflict.model import GraphModel

__all__ = ["MOST", "Table", "answered", "fits", "reached_by"]

Table: TypeAlias = npt.NDArray[np.bool_]
"""Shape (n_states, n_states): of what stands in the row, whether the column is so."""
MOST = 2048


def fits(g: GraphModel) -> None:
    """Pass where tables of the model fit, else raise BadValue."""
    if g.count > MOST:
        raise BadValue(f"states must be {MOST} for this analysis (got {g.count}); rule out states that cannot be")


def reached_by(g: GraphModel, movers: Sequence[int], *, improving: bool) -> Table:
    """Return which states chains of some decision makers lead to from each state, of one move or more."""
    from legation.methods.conflict import chain_kernel

    net = g.network
    rows: Table = chain_kernel.reach_rows(
        np.array(movers, np.int64), improving, net.rank, net.cell, net.order, net.start, net.end, net.after_at, net.after
    )
    return rows


def answered(incentive: Table, bad: Table, led_to: Table, own: Table | None) -> npt.NDArray[np.bool_]:
    """Return which states are stable: each state with an incentive is one from which the others lead to a bad one.

    Parameters
    ----------
    incentive : Table
        Where one would move to.
    bad : Table
        What deters, seen from the row.
    led_to : Table
        Where the others lead to.
    own : Table or None
        Where one could move on to: then a bad state deters only if all these are bad too.
    """
    deters = bad if own is None else bad & ~_meets(~bad, own)
    stable: npt.NDArray[np.bool_] = np.logical_not((incentive & ~_meets(deters, led_to)).any(axis=1))
    return stable


def _meets(one: Table, other: Table) -> Table:
    """Return whether the set in a row of the one has a member in the set in a row of the other."""
    from legation.methods.conflict import chain_kernel

    found: Table = chain_kernel.meets(_words(one), _words(other))
    return found


def _words(rows: Table) -> npt.NDArray[np.uint64]:
    """Return each row as bits of words."""
    width = -len(rows) % 64
    return np.packbits(np.pad(rows, ((0, 0), (0, width))), axis=1).view(np.uint64)
