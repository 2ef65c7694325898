"""Two decision makers who look a limited number of moves ahead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.conflict.model import GraphModel
from legation.methods.conflict.network import Ints

__all__ = ["Horizon", "limited_moves"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Horizon:
    """What two decision makers foresee.

    Attributes
    ----------
    moves : int
        How far each looks.
    stable : ndarray of bool, shape (2, n_states)
        Where the one that is to move stays.
    final : ndarray of int32, shape (2, n_states)
        Where each expects the conflict to end when it is the first to move from a state.
    equilibria : tuple of int
        Stable for both, ascending.
    tied : bool
        Whether somewhere two moves were equally good and led to different ends; then the first was taken, and another choice could give
        another answer. The published definition is for strict preferences.
    """

    moves: int
    stable: npt.NDArray[np.bool_]
    final: Ints
    equilibria: tuple[int, ...]
    tied: bool


def limited_moves(g: GraphModel, moves: int) -> Horizon:
    """Find the states at which each of two decision makers stays when both look so many moves ahead (L_h stability).

    Let G_0(i, s) = s. With h moves left i compares staying at s with its best move t, the one that maximises its payoff at G_{h-1}(j, t), j
    the other one; it moves if that is better than s, and then G_h(i, s) = G_{h-1}(j, t), else G_h(i, s) = s. With one move this is nash.

    Raises
    ------
    BadValue
        For another number of decision makers than two (versions for more are disputed), and ``moves`` outside 1 to 1,000.

    References
    ----------
    Kilgour, D. M. (1985), Anticipation and stability in two-person noncooperative games, in Luterbacher and Ward, Dynamic Models of
    International Conflict. Fang, Hipel and Kilgour (1993), section 3.2.5 onwards.

    Examples
    --------
    >>> g = GraphModel.from_options({"A": ["confess"], "B": ["tell"]}, payoffs={"A": [3, 4, 1, 2], "B": [3, 1, 4, 2]})
    >>> [limited_moves(g, h).equilibria for h in (1, 2, 3)]
    [(3,), (0, 3), (0, 3)]
    """
    if len(g.decision_makers) != 2:
        raise BadValue(f"decision makers must be 2 (got {len(g.decision_makers)}); choose the two sides, or ask for another notion")
    if isinstance(moves, bool) or not isinstance(moves, int) or not 1 <= moves <= 1000:
        raise BadValue(f"moves must be 1 to 1000 (got {moves!r}); say how far both look")
    ways = [[g.network.moves(i, s) for s in range(g.count)] for i in (0, 1)]
    ends = np.tile(np.arange(g.count, dtype=np.int32), (2, 1))
    tied = False
    for _ in range(moves):
        before, ends = ends, ends.copy()
        for i in (0, 1):
            rank = g.network.rank[i]
            for s, targets in enumerate(ways[i]):
                if not targets:
                    continue
                led = before[1 - i][targets]
                best = int(rank[led].max())
                choice = led[rank[led] == best]
                ends[i, s] = choice[0] if best > rank[s] else s
                tied |= best > rank[s] and bool((choice != choice[0]).any())
    stable = ends == np.arange(g.count)
    return Horizon(moves=moves, stable=stable, final=ends, equilibria=tuple(np.flatnonzero(stable.all(axis=0)).tolist()), tied=tied)
