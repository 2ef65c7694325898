"""Agents that play a conflict: what each wants at a state.

- An agent that follows a notion moves to the best of its improvements that nothing answers under that notion.
- An agent that looks ahead h moves thinks that after it the decision makers move in turn, in their order, each to the end that is best for
  itself, or pass; after h turns, its own included, all stops. It moves where that end is better than to stay for good. This is a model of
  bounded foresight and a convention of this programme: versions for more than two decision makers are disputed in the literature.

Where several moves are equally good, one is drawn by who plays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.conflict.model import GraphModel
from legation.methods.conflict.network import Ints
from legation.methods.conflict.stability import DEFAULT, best_by_one_move, sanctions

__all__ = ["Agent", "Minds"]

_FARTHEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """How a decision maker chooses.

    Attributes
    ----------
    notion : {"nash", "gmr", "smr", "seq", "sseq"}
        Nash: it takes its best improvement without regard to what follows.
    ahead : int
        0: it follows the notion; 1 to 12: it looks so many moves ahead instead.
    """

    notion: str = "seq"
    ahead: int = 0

    def __post_init__(self) -> None:
        if self.notion not in DEFAULT:
            raise BadValue(f"notion must be {' | '.join(DEFAULT)} (got {self.notion!r}); choose one")
        if isinstance(self.ahead, bool) or not isinstance(self.ahead, int) or not 0 <= self.ahead <= _FARTHEST:
            raise BadValue(f"ahead must be 0 to {_FARTHEST} moves (got {self.ahead!r}); say how far the agent looks")


class Minds:
    """What each agent wants at a state, found once."""

    __slots__ = ("_choices", "_ends", "_g", "_known")

    def __init__(self, g: GraphModel, agents: Mapping[str, Agent]) -> None:
        for name in agents:
            g.number(name)
        self._g = g
        self._known: dict[int, tuple[tuple[int, tuple[int, ...]], ...]] = {}
        self._ends: dict[tuple[int, int, int], int] = {}
        tops = best_by_one_move(g)
        self._choices = [self._choice(i, agents.get(name, Agent()), tops) for i, name in enumerate(g.decision_makers)]

    def wants(self, state: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Return who wants to move, each with the states between which it draws."""
        if state not in self._known:
            chosen = [(i, choice(state)) for i, choice in enumerate(self._choices)]
            self._known[state] = tuple((i, targets) for i, targets in chosen if targets)
        return self._known[state]

    def _choice(self, i: int, agent: Agent, tops: list[Ints]) -> Callable[[int], tuple[int, ...]]:
        net = self._g.network
        rank = net.rank[i]
        if agent.ahead:

            def ahead(state: int) -> tuple[int, ...]:
                ends = {t: self._end(self._next(i), t, agent.ahead - 1) for t in net.moves(i, state)}
                best = max((int(rank[end]) for end in ends.values()), default=-1)
                return tuple(t for t, end in ends.items() if rank[end] == best) if best > rank[state] else ()

            return ahead
        answer = None
        if agent.notion != "nash":
            value = tops[i] if agent.notion in ("smr", "sseq") else rank
            answer = sanctions(self._g, i, value, tops, improving=agent.notion in ("seq", "sseq"))

        def follow(state: int) -> tuple[int, ...]:
            open_ = [t for t in net.moves(i, state, better=True) if answer is None or answer[t] > rank[state]]
            best = max((int(rank[t]) for t in open_), default=-1)
            return tuple(t for t in open_ if rank[t] == best)

        return follow

    def _next(self, i: int) -> int:
        return (i + 1) % len(self._g.decision_makers)

    def _end(self, i: int, state: int, left: int) -> int:
        """Return where it ends when a decision maker is in turn and so many turns are left; of equals the first, staying before all."""
        if not left:
            return state
        key = (i, state, left)
        if key not in self._ends:
            rank, following = self._g.network.rank[i], self._next(i)
            best = self._end(following, state, left - 1)
            for t in self._g.network.moves(i, state):
                end = self._end(following, t, left - 1)
                if rank[end] > rank[best]:
                    best = end
            self._ends[key] = best
        return self._ends[key]
