"""Conflicts for tests: two from the literature, and random ones with infeasible states, one-way options and ties."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from methods.conflict.by_definition import Conflict, of_options

from legation.methods.conflict import GraphModel

PRISONERS = GraphModel.from_options(
    {"Prisoner 1": ["loyal to 2"], "Prisoner 2": ["loyal to 1"]},
    ["00", "10", "01", "11"],
    rankings={"Prisoner 1": ["01", "11", "00", "10"], "Prisoner 2": ["10", "11", "00", "01"]},
)
"""The textbook game of Tucker (1950)."""

# Elmira, Ontario, 1991: polluted water under a chemical plant. Facts as in Hipel, K. W., Fang, L., Kilgour, D. M. and Haight, M. (1993),
# Environmental conflict resolution using the graph model; and Kilgour, D. M. et al. (2001), doi:10.1023/A:1008713120075. Uniroyal can delay,
# accept, or abandon its plant, which cannot be undone and makes all else indifferent; the ministry modifies its control order; the local
# government insists on the original one. Options in the order modify, delay, accept, abandon, insist.
_GONE = ["00010", "10010", "00011", "10011"]
ELMIRA = GraphModel.from_options(
    {"Ministry": ["modify"], "Uniroyal": ["delay", "accept", "abandon"], "Local": ["insist"]},
    ["01000", "11000", "00100", "10100", "00010", "10010", "01001", "11001", "00101", "10101", "00011", "10011"],
    {"modify": "on_only", "delay": "off_only", "abandon": "on_only"},
    {
        "Ministry": ["00101", "00100", "10100", "10101", "01001", "01000", "11000", "11001", _GONE],
        "Uniroyal": ["01000", "10100", "10101", "01001", _GONE, "11000", "00100", "00101", "11001"],
        "Local": ["00101", "00100", "01001", "01000", "10101", "11001", "10100", "11000", _GONE],
    },
)


@dataclass
class Pair:
    """The same conflict for the method and by definition."""

    g: GraphModel
    plain: Conflict


def random_options(seed: int, makers: int = 3) -> Pair:
    """Options of two kinds, some states left out, payoffs with ties."""
    draw = np.random.default_rng(seed)
    sizes = draw.integers(1, 3, makers)
    owner = [i for i, size in enumerate(sizes) for _ in range(size)]
    direction = draw.choice(["both", "both", "on_only", "off_only"], len(owner)).tolist()
    whole = [format(code, f"0{len(owner)}b")[::-1] for code in range(2 ** len(owner))]
    count = max(2, int(len(whole) * draw.uniform(0.5, 1)))
    bits = [str(b) for b in draw.permutation(whole)[: min(count, 26)]]
    pay = draw.integers(0, draw.integers(2, 2 * len(bits)), (makers, len(bits))).tolist()
    names = {f"D{i}": [f"o{k}" for k, of in enumerate(owner) if of == i] for i in range(makers)}
    ways = {f"o{k}": way for k, way in enumerate(direction)}
    g = GraphModel.from_options(names, bits, ways, payoffs={f"D{i}": pay[i] for i in range(makers)})
    return Pair(g, of_options(owner, direction, bits, pay))


def random_matrices(seed: int, makers: int = 3) -> Pair:
    """Moves as drawn, neither symmetric nor transitive."""
    draw = np.random.default_rng(seed)
    n = int(draw.integers(2, 11))
    moves = draw.random((makers, n, n)) < draw.uniform(0.1, 0.5)
    for matrix in moves:
        np.fill_diagonal(matrix, val=False)
    pay = draw.integers(0, draw.integers(2, 2 * n), (makers, n)).tolist()
    g = GraphModel(decision_makers=[f"D{i}" for i in range(makers)], moves=list(moves), payoffs=pay)
    sets = [[set(np.flatnonzero(row).tolist()) for row in matrix] for matrix in moves]
    return Pair(g, Conflict(sets, pay))
