"""Which small change of a ranking changes where the conflict could settle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from legation.errors import BadValue
from legation.methods.conflict.model import GraphModel
from legation.methods.conflict.stability import DEFAULT, stability
from legation.methods.progress import Progress, silent

__all__ = ["Sensitivity", "Swap", "sensitivity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """Two states that change places in a ranking, and what comes of it.

    Attributes
    ----------
    decision_maker : str
    above, below : int
        Neighbours in its ranking as it stands: ``above`` is preferred, and no level lies between.
    gained, lost : dict of str to tuple of int
        By notion, equilibria that are new, and that are no more; notions without a change are left out.
    """

    decision_maker: str
    above: int
    below: int
    gained: dict[str, tuple[int, ...]]
    lost: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What swaps of neighbours change.

    Attributes
    ----------
    tried : int
        How many swaps there are; all of them were tried.
    swaps : tuple of Swap
        Those that change an equilibrium, by decision maker, then from the top of its ranking.
    """

    tried: int
    swaps: tuple[Swap, ...]


def sensitivity(g: GraphModel, notions: Sequence[str] = DEFAULT, *, most: int = 5000, progress: Progress = silent) -> Sensitivity:
    """Let any two states on neighbouring levels of a ranking change places, one pair at a time, and solve the model again.

    Parameters
    ----------
    most : int
        So many swaps at most: each is a model to solve.

    Raises
    ------
    BadValue
        Where there are more swaps, and for an unknown notion.

    Examples
    --------
    >>> g = GraphModel.from_options({"A": ["confess"], "B": ["tell"]}, payoffs={"A": [3, 4, 1, 2], "B": [3, 1, 4, 2]})
    >>> found = sensitivity(g, ["nash"])
    >>> [(s.decision_maker, s.above, s.below, s.gained, s.lost) for s in found.swaps]
    [('A', 3, 2, {'nash': (2,)}, {'nash': (3,)}), ('B', 3, 1, {'nash': (1,)}, {'nash': (3,)})]
    """
    pairs = list(_neighbours(g, most))
    base = stability(g, notions)
    swaps = []
    for number, (i, above, below) in enumerate(pairs):
        progress(number, len(pairs))
        ranks = g.network.rank.copy()
        ranks[i, [above, below]] = ranks[i, [below, above]]
        new = stability(g.with_payoffs(list(ranks)), base.notions)
        gained = {n: tuple(sorted(set(new.equilibria[n]) - set(base.equilibria[n]))) for n in base.notions}
        lost = {n: tuple(sorted(set(base.equilibria[n]) - set(new.equilibria[n]))) for n in base.notions}
        if any(gained.values()) or any(lost.values()):
            swaps.append(
                Swap(
                    decision_maker=g.decision_makers[i],
                    above=above,
                    below=below,
                    gained={n: states for n, states in gained.items() if states},
                    lost={n: states for n, states in lost.items() if states},
                )
            )
    progress(len(pairs), len(pairs))
    return Sensitivity(tried=len(pairs), swaps=tuple(swaps))


def _neighbours(g: GraphModel, most: int) -> Iterator[tuple[int, int, int]]:
    """Give each pair of states on neighbouring levels: decision maker, upper, lower; BadValue where they are too many."""
    sizes = [np.bincount(rank).astype(np.int64) for rank in g.network.rank]
    total = sum(int((size[1:] * size[:-1]).sum()) for size in sizes)
    if total > most:
        raise BadValue(f"swaps must be {most} (got {total}); allow more by most, or rule out states that cannot be")
    for i, rank in enumerate(g.network.rank):
        for level in range(int(rank.max()), 0, -1):
            for above in np.flatnonzero(rank == level).tolist():
                for below in np.flatnonzero(rank == level - 1).tolist():
                    yield i, above, below
