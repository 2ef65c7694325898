"""Chains of moves in which nobody moves twice in a row: where they lead, how soon, and by which way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.conflict.model import GraphModel
from legation.methods.conflict.network import Ints

__all__ = ["Chains", "Step", "chains"]

_WITHOUT_END = 2**31 - 2


@dataclass(frozen=True, slots=True)
class Step:
    """One move.

    Attributes
    ----------
    decision_maker : str
    before, after : int
        States.
    """

    decision_maker: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chains:
    """Where chains from one state lead.

    Attributes
    ----------
    start : int
    improving : bool
        Whether each move is an improvement for who makes it, from where it stands.
    earliest : ndarray of int32, shape (n_states,)
        The least number of moves; 0 for the start, -1 for what is not reached (within ``most`` moves).
    """

    start: int
    improving: bool
    earliest: Ints
    _g: GraphModel = field(repr=False)
    _movers: tuple[int, ...] = field(repr=False)
    _step: Ints = field(repr=False)
    _parent: npt.NDArray[np.int64] = field(repr=False)

    @property
    def reached(self) -> tuple[int, ...]:
        """The states that are reached, ascending, the start left out."""
        return tuple(np.flatnonzero(self.earliest > 0).tolist())

    def path(self, state: int) -> tuple[Step, ...]:
        """Return a shortest chain to a state; empty for the start and for what is not reached."""
        if self.earliest[state] <= 0:
            return ()
        count = self._step.shape[1]
        mover = int(np.flatnonzero(self._step[:, state] == self.earliest[state])[0])
        steps: list[Step] = []
        now = mover * count + state
        while now >= 0:
            mover, after = divmod(now, count)
            now = int(self._parent[mover, after])
            before = self.start if now < 0 else now % count
            steps.append(Step(self._g.decision_makers[self._movers[mover]], before, after))
        return tuple(reversed(steps))

    def paths(self, state: int, most: int = 20) -> tuple[tuple[Step, ...], ...]:
        """Return shortest chains to a state, at most so many, in the order of their states from the end."""
        length = int(self.earliest[state])
        if length <= 0:
            return ()
        found: list[tuple[Step, ...]] = []
        open_ends: list[tuple[int, int, tuple[Step, ...]]] = [(state, -1, ())]
        while open_ends and len(found) < most:
            after, next_mover, tail = open_ends.pop()
            depth = length - len(tail)
            if not depth:
                found.append(tail)
                continue
            options = [(x, k) for k in range(len(self._movers)) if k != next_mover for x in self._sources(k, after, depth)]
            for before, k in sorted(options, reverse=True):
                step = Step(self._g.decision_makers[self._movers[k]], before, after)
                open_ends.append((before, k, (step, *tail)))
        return tuple(found)

    def _sources(self, mover: int, after: int, depth: int) -> list[int]:
        """Return the states from which a mover makes the move number ``depth`` of a chain, to a given state."""
        if self._step[mover, after] != depth:
            return []
        if depth == 1:
            return [self.start]
        others = np.delete(self._step, mover, axis=0)
        before = np.flatnonzero((others == depth - 1).any(axis=0)).tolist()
        j = self._movers[mover]
        return [x for x in before if after in self._g.network.moves(j, x, better=self.improving)]


def chains(
    g: GraphModel, start: int | str, decision_makers: Sequence[str] | None = None, *, improving: bool = False, most: int | None = None
) -> Chains:
    """Follow all chains of some decision makers from a state.

    From the status quo, by all, this is status-quo analysis: what can come of it, how soon, and by which way.

    Parameters
    ----------
    start : int or str
    decision_makers : sequence of str, optional
        All, where left out.
    improving : bool
        Only improvements for who moves.
    most : int, optional
        At most so many moves.

    Raises
    ------
    BadValue
        For an unknown state or decision maker, and ``most`` below 0.

    References
    ----------
    Li, K. W., Kilgour, D. M. and Hipel, K. W. (2005), Status quo analysis in the graph model for conflict resolution, Journal of the
    Operational Research Society 56(6), doi:10.1057/palgrave.jors.2601870.

    Examples
    --------
    >>> g = GraphModel.from_options({"X": ["a"], "Y": ["b"]}, payoffs={"X": [0, 1, 2, 3], "Y": [1, 0, 0, 1]})
    >>> found = chains(g, "00", improving=True)
    >>> found.earliest.tolist(), [(s.decision_maker, s.after) for s in found.path(3)]
    ([0, 1, -1, 2], [('X', 1), ('Y', 3)])
    """
    from legation.methods.conflict import kernel

    if most is not None and (isinstance(most, bool) or not isinstance(most, int) or most < 0):
        raise BadValue(f"most must be a whole number of moves, 0 or more (got {most!r}); leave it out for no limit")
    begin = g.state(start)
    movers = tuple(sorted({g.number(name) for name in (g.decision_makers if decision_makers is None else decision_makers)}))
    net = g.network
    limit = _WITHOUT_END if most is None else most
    step, parent = kernel.reach(
        begin, np.array(movers, np.int64), improving, limit, net.rank, net.cell, net.order, net.start, net.end, net.after_at, net.after
    )
    never = step < 0
    earliest = np.where(never, np.int32(_WITHOUT_END), step).min(axis=0, initial=_WITHOUT_END).astype(np.int32)
    earliest[earliest == _WITHOUT_END] = -1
    earliest[begin] = 0
    return Chains(start=begin, improving=improving, earliest=earliest, _g=g, _movers=movers, _step=step, _parent=parent)
