"""Which states hold against coalitions: decision makers who move together.

For a coalition H and a state s, R_H(s) is where chains of its members lead (each may move again, nobody twice in a row), and a coalition
improvement is a state in R_H(s) that every member prefers to s. What deters H is a state that some member does not prefer to s.

=====  ==============================================================================================================
nash   H has no coalition improvement
gmr    from every coalition improvement the others' chains lead to what deters H
seq    the same, by moves that are improvements for who makes them
smr    as gmr, and from there all that H can reach deters it too
sseq   as seq, and from there all that H can reach deters it too
=====  ==============================================================================================================

The others answer as single decision makers. Inohara and Hipel also let them answer by joint improvements of coalitions among them; where
there is at most one other decision maker the two agree.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.conflict.chains import Step, chains
from legation.methods.conflict.model import GraphModel
from legation.methods.conflict.stability import DEFAULT, read_notions
from legation.methods.progress import Progress, silent

__all__ = [
    "MOST",
    "CoalitionImprovement",
    "CoalitionStability",
    "Table",
    "answered",
    "coalition_improvements",
    "coalition_stability",
    "fits",
    "reached_by",
]


Table: TypeAlias = npt.NDArray[np.bool_]
"""Shape (n_states, n_states): of what stands in the row, whether the column is so."""
MOST = 2048


def fits(g: GraphModel) -> None:
    """Pass where tables of the model fit, else raise BadValue."""
    if g.count > MOST:
        raise BadValue(f"states must be {MOST} for this analysis (got {g.count}); rule out states that cannot be")


def reached_by(g: GraphModel, movers: Sequence[int], *, improving: bool) -> Table:
    """Return which states chains of some decision makers lead to from each state, of one move or more."""
    from legation.methods.conflict import kernel

    net = g.network
    rows: Table = kernel.reach_rows(
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
    from legation.methods.conflict import kernel

    found: Table = kernel.meets(_words(one), _words(other))
    return found


def _words(rows: Table) -> npt.NDArray[np.uint64]:
    """Return each row as bits of words."""
    width = -len(rows) % 64
    return np.packbits(np.pad(rows, ((0, 0), (0, width))), axis=1).view(np.uint64)


_MOST_COALITIONS = 1024
_CACHED_BYTES = 2**27
"""Bytes of what coalitions lead to that are kept for the next ones."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoalitionStability:
    """What holds against coalitions, by notion.

    Attributes
    ----------
    coalitions : tuple of tuple of str
    stable : dict of str to ndarray of bool, shape (n_coalitions, n_states)
    equilibria : dict of str to tuple of int
        The states that are stable for every one of the coalitions, ascending.
    """

    coalitions: tuple[tuple[str, ...], ...]
    stable: dict[str, npt.NDArray[np.bool_]]
    equilibria: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class CoalitionImprovement:
    """A state that a coalition can lead to and all its members prefer, with a shortest chain of their moves."""

    state: int
    chain: tuple[Step, ...]


def coalition_stability(
    g: GraphModel,
    coalitions: Sequence[Sequence[str]] | None = None,
    notions: Sequence[str] = DEFAULT,
    *,
    progress: Progress = silent,
) -> CoalitionStability:
    """Find the states that are stable for coalitions.

    Parameters
    ----------
    coalitions : sequence of sequence of str, optional
        All coalitions of one decision maker or more, where left out: then the equilibria are those that no coalition upsets.
    notions : sequence of str

    Raises
    ------
    BadValue
        For more than 2,048 states or 1,024 coalitions, an empty coalition, an unknown decision maker or notion.

    References
    ----------
    Kilgour, D. M., Hipel, K. W., Fang, L. and Peng, X. (2001), Coalition analysis in group decision support, Group Decision and Negotiation
    10(2), doi:10.1023/A:1008713120075 (nash). Inohara, T. and Hipel, K. W. (2008), Coalition analysis in the graph model for conflict
    resolution, Systems Engineering 11(4), doi:10.1002/sys.20104 (gmr, smr, seq).

    Examples
    --------
    >>> g = GraphModel.from_options({"A": ["confess"], "B": ["tell"]}, payoffs={"A": [3, 4, 1, 2], "B": [3, 1, 4, 2]})
    >>> coalition_stability(g, [["A", "B"]], ["nash"]).equilibria["nash"]
    (0, 1, 2)
    """
    fits(g)
    notions = read_notions(notions)
    everybody = range(len(g.decision_makers))
    if coalitions is None:
        if 2 ** len(everybody) > _MOST_COALITIONS:
            raise BadValue(f"coalitions must be {_MOST_COALITIONS} (got 2^{len(everybody)}); name those that could act together")
        groups = [h for size in everybody for h in itertools.combinations(everybody, size + 1)]
    else:
        groups = [_members(g, names) for names in coalitions]
    stable = {notion: np.ones((len(groups), g.count), np.bool_) for notion in notions}

    @functools.lru_cache(maxsize=_CACHED_BYTES // g.count**2)  # those who answer one coalition are another one
    def chains_of(movers: tuple[int, ...], *, improving: bool) -> npt.NDArray[np.bool_]:
        return reached_by(g, movers, improving=improving)

    for number, h in enumerate(groups):
        progress(number, len(groups))
        own = chains_of(h, improving=False)
        bad = _deters(g, h)
        others = tuple(j for j in everybody if j not in h)
        for notion in notions:
            if notion == "nash":
                stable[notion][number] = ~(own & ~bad).any(axis=1)
            else:
                led_to = chains_of(others, improving=notion in ("seq", "sseq"))
                stable[notion][number] = answered(own & ~bad, bad, led_to, own if notion in ("smr", "sseq") else None)
    progress(len(groups), len(groups))
    return CoalitionStability(
        coalitions=tuple(tuple(g.decision_makers[i] for i in h) for h in groups),
        stable=stable,
        equilibria={notion: tuple(np.flatnonzero(rows.all(axis=0)).tolist()) for notion, rows in stable.items()},
    )


def coalition_improvements(g: GraphModel, coalition: Sequence[str], state: int | str) -> tuple[CoalitionImprovement, ...]:
    """Return what a coalition could lead to from a state that every member prefers, ascending, each with its moves."""
    h, at = _members(g, coalition), g.state(state)
    led = chains(g, at, [g.decision_makers[i] for i in h])
    rank = g.network.rank[list(h)]
    return tuple(CoalitionImprovement(t, led.path(t)) for t in led.reached if (rank[:, t] > rank[:, at]).all())


def _members(g: GraphModel, names: Sequence[str]) -> tuple[int, ...]:
    if isinstance(names, str) or not len(names):
        raise BadValue(f"coalition must be a list of one decision maker or more (got {names!r}); say who moves together")
    return tuple(sorted({g.number(name) for name in names}))


def _deters(g: GraphModel, h: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Return which states some member does not prefer to that of the row."""
    found = np.zeros((g.count, g.count), np.bool_)
    for i in h:
        rank = g.network.rank[i]
        found |= rank[None, :] <= rank[:, None]
    return found
