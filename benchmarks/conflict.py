"""The graph model: how long all five notions take, and how that grows, beside a straightforward full enumeration.

No licensed peer exists that could be run: gmcr-py allows neither changes nor reuse, the programs of Waterloo are not public. So the
definitions over sets stand in for one: each state's improvements and the others' chains, followed anew for each, as the published
pseudo-code does.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time

import numpy as np
from benchmarks.growth import plotted

from legation.methods.conflict import DEFAULT, GraphModel, stability
from legation.methods.conflict.network import Network

__all__ = ["main"]

MAIN = (16, 4)
"""65,536 states, half of the combinations of 17 options, half of which go one way; 4 decision makers; the limit is 2 s."""
LARGE = (20, 5)
"""1,048,576 states, all feasible and reversible; 5 decision makers; the limit is 10 s."""
PEER = ((5, 3), (6, 3), (7, 3), (8, 3))
GROWTH = (10, 12, 14, 16, 18, 20)


def conflict(options: int, makers: int, *, restricted: bool, seed: int = 1) -> GraphModel:
    """Return a conflict with preferences as drawn; restricted: 2^options states of one option more, each third option one way."""
    draw = np.random.default_rng(seed)
    width = options + restricted
    names = [f"o{k}" for k in range(width)]
    owned = {f"D{i}": names[i::makers] for i in range(makers)}
    feasible = None
    if restricted:
        codes = np.sort(draw.permutation(2**width)[: 2**options])
        feasible = [format(code, f"0{width}b")[::-1] for code in codes.tolist()]
    direction = dict.fromkeys(names[::3], "on_only") | dict.fromkeys(names[1::6], "off_only") if restricted else {}
    payoffs = {name: draw.permutation(2**options) for name in owned}
    return GraphModel.from_options(owned, feasible, direction, payoffs=payoffs)


def by_enumeration(g: GraphModel) -> dict[str, np.ndarray]:
    """Return what is stable by the definitions, with sets of states."""
    net: Network = g.network
    makers, states = range(len(g.decision_makers)), range(g.count)
    moves = [[net.moves(i, s) for s in states] for i in makers]
    rank = net.rank.tolist()
    better = [[[t for t in moves[i][s] if rank[i][t] > rank[i][s]] for s in states] for i in makers]
    found = {notion: np.ones((len(makers), g.count), bool) for notion in DEFAULT}
    for i in makers:
        others = [j for j in makers if j != i]
        for s in states:
            found["nash"][i, s] = not better[i][s]
            for x in better[i][s]:
                for notions, way in ((("gmr", "smr"), moves), (("seq", "sseq"), better)):
                    led = _led(x, others, way)
                    bad = [y for y in led if rank[i][y] <= rank[i][s]]
                    found[notions[0]][i, s] &= bool(bad)
                    found[notions[1]][i, s] &= any(all(rank[i][z] <= rank[i][s] for z in moves[i][y]) for y in bad)
    return found


def _led(start: int, movers: list[int], way: list[list[list[int]]]) -> set[int]:
    """Return where chains lead in which nobody moves twice in a row."""
    pairs = {(t, j) for j in movers for t in way[j][start]}
    new = list(pairs)
    while new:
        x, last = new.pop()
        for j in movers:
            if j != last:
                more = {(t, j) for t in way[j][x]} - pairs
                pairs |= more
                new.extend(more)
    return {t for t, _ in pairs}


def measured(options: int, makers: int, *, restricted: bool) -> tuple[float, float, float]:
    """Return the seconds that making and solving a conflict takes, and the memory [MB] that both need, in this process."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    g = conflict(options, makers, restricted=restricted)
    made = time.perf_counter() - begun
    begun = time.perf_counter()
    stability(g)
    return made, time.perf_counter() - begun, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def apart(options: int, makers: int, *, restricted: bool) -> tuple[float, float, float]:
    """Return the same from a process of its own, warmed up."""
    code = (
        "from benchmarks.conflict import measured, conflict, stability\n"
        "stability(conflict(4, 2, restricted=True)); stability(conflict(4, 2, restricted=False))\n"
        f"print(*measured({options}, {makers}, restricted={restricted}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    made, solved, memory = map(float, done.stdout.split())
    return made, solved, memory


def main() -> None:
    """Print the figures beside their limits."""
    print("\nGraph model: nash, gmr, smr, seq, sseq for every state and decision maker")
    for name, size, restricted, limit in (("infeasible and one-way", MAIN, True, 2), ("all feasible", LARGE, False, 10)):
        made, solved, memory = apart(*size, restricted=restricted)
        told = f"limit {limit} s; model made in {made:.2f} s; {memory:,.0f} MB"
        print(f"  {2 ** size[0]:>9,} states x {size[1]}, {name:24}{solved:7.2f} s  ({told})")
    print("  growth, 4 decision makers            restricted [s]      MB    all feasible [s]      MB")
    drawn = []
    for options in GROWTH:
        (_, one, first), (_, other, second) = apart(options, 4, restricted=True), apart(options, 4, restricted=False)
        print(f"  {2**options:>9,} states {one:34.3f} {first:9,.0f} {other:15.3f} {second:9,.0f}")
        drawn += [("infeasible and one-way", 2**options, one, True), ("all feasible", 2**options, other, True)]
    plotted("conflict", "Five notions, 4 decision makers", "states", drawn)
    print("  beside full enumeration over sets, 3 decision makers, infeasible and one-way")
    for options, makers in PEER:
        g = conflict(options, makers, restricted=True)
        stability(g)
        begun = time.perf_counter()
        ours = stability(g)
        middle = time.perf_counter()
        theirs = by_enumeration(g)
        took = time.perf_counter() - middle
        told = "same" if all((ours.stable[notion] == theirs[notion]).all() for notion in DEFAULT) else "DIFFERENT"
        print(f"  {g.count:>9,} states  ours {1000 * (middle - begun):8.2f} ms   enumeration {1000 * took:10.1f} ms   {told}")


if __name__ == "__main__":
    main()
