"""An order of people and statements that depends on the votes alone, so that nothing depends on how a file was sorted.

Each person and each statement gets a colour made from the colours at the other end of its votes, some rounds long (Weisfeiler and Leman's
refinement on the graph of votes). Two streams run beside each other, one on the votes and one on the votes negated: what is made of both
alike does not know which answer was called agree. Who have the same colour have the same votes, or votes that cannot be told apart by any
name-free description; their order is that of the rows.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import VoteTable
from legation.methods.kernel import kernel

__all__ = ["canonical_order", "colours"]

ROUNDS = 3
Order = npt.NDArray[np.int64]
Colour = npt.NDArray[np.uint64]


def canonical_order(votes: VoteTable, weights: npt.NDArray[np.float64]) -> tuple[Order, Order]:
    """Return the participants and the statements in an order that no renaming and no negation changes.

    Parameters
    ----------
    votes : VoteTable
    weights : ndarray, shape (n_participants,)
        People of different weight are told apart.

    References
    ----------
    Shervashidze et al. 2011, Weisfeiler-Lehman graph kernels, https://jmlr.org/papers/v12/shervashidze11a.html
    """
    rows, columns = colours(votes, weights)
    return _sorted(rows), _sorted(columns)


def colours(votes: VoteTable, weights: npt.NDArray[np.float64]) -> tuple[Colour, Colour]:
    """Return the colours of participants and statements in either stream, shape (2, n_participants) and (2, n_statements)."""
    rows, columns = _refined(votes.start, votes.statement, votes.value, weights.view(np.uint64), votes.shape[1], ROUNDS)
    return rows, columns


def _sorted(streams: Colour) -> Order:
    """Sort by what both streams say together, then by the stream whose colours add up to less."""
    plain, negated = streams
    together = (plain + negated) * np.uint64(0x9E3779B97F4A7C15) ^ (plain ^ negated)
    chosen = plain if plain.sum() <= negated.sum() else negated
    return np.lexsort((chosen, together)).astype(np.int64)


@kernel
def _mixed(x: np.uint64) -> np.uint64:  # pragma: no cover - compiled
    """Spread a number over all its bits: the finaliser of SplitMix64."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@kernel
def _refined(
    start: npt.NDArray[np.int64],
    statement: npt.NDArray[np.int32],
    value: npt.NDArray[np.int8],
    first: Colour,
    width: int,
    rounds: int,
) -> tuple[Colour, Colour]:  # pragma: no cover - compiled
    n = len(start) - 1
    rows = np.empty((2, n), np.uint64)
    columns = np.full((2, width), np.uint64(0x2545F4914F6CDD1D))
    rows[0], rows[1] = first, first
    for _ in range(rounds):
        above = np.zeros((2, width), np.uint64)
        for i in range(n):
            sums = np.zeros(2, np.uint64)
            for at in range(start[i], start[i + 1]):
                for stream in range(2):
                    code = np.uint64(value[at] + 2) if stream == 0 else np.uint64(2 - value[at])
                    sums[stream] += _mixed(columns[stream, statement[at]] + code * np.uint64(0x9E3779B97F4A7C15))
            for stream in range(2):
                rows[stream, i] = _mixed(rows[stream, i] + _mixed(sums[stream]))
            for at in range(start[i], start[i + 1]):
                for stream in range(2):
                    code = np.uint64(value[at] + 2) if stream == 0 else np.uint64(2 - value[at])
                    above[stream, statement[at]] += _mixed(rows[stream, i] + code * np.uint64(0x9E3779B97F4A7C15))
        for j in range(width):
            for stream in range(2):
                columns[stream, j] = _mixed(columns[stream, j] + _mixed(above[stream, j]))
    return rows, columns
