"""Consistent scenarios, basins and boxes beside full enumeration and the peers, all in one run, with what each of them is sure of.

    PYTHONPATH=src python -m benchmarks.scenario

Random matrices of three variants each, judgements -3 to 3, in a share of the blocks (density). About two minutes on two cores. prophesy-cib
follows succession from drawn starts: what it finds is a part, of unknown size, of the consistent scenarios.
"""

from __future__ import annotations

import itertools
import multiprocessing
import resource
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from benchmarks.growth import plotted

from legation.kernel_cache import keep_kernels
from legation.methods.scenario import CrossImpactMatrix, attractors, consistent, load_bearing, regret_ranges
from legation.methods.scenario.discovery import prim

__all__ = ["main", "matrix", "real_like"]

PATIENCE = 3.0
"""What the peer may spend on a matrix [s]."""
ENUMERATED = 1_600_000
"""Scenarios up to which all are tried."""
NODES, EFFORT = 6_000_000, 10.0
"""Of the growth table, so that what is out of reach ends soon."""


def matrix(sizes: Sequence[int], density: float, seed: int) -> CrossImpactMatrix:
    """Return a matrix of random blocks."""
    rng = np.random.default_rng(seed)
    at = np.cumsum([0, *sizes])
    found = np.zeros((at[-1], at[-1]), int)
    for i, j in itertools.permutations(range(len(sizes)), 2):
        if rng.random() < density:
            found[at[i] : at[i + 1], at[j] : at[j + 1]] = rng.integers(-3, 4, (sizes[i], sizes[j]))
    return _named(sizes, found)


def real_like(sizes: Sequence[int], seed: int) -> CrossImpactMatrix:
    """Return a matrix as people write them: variants from low to high, a third of the blocks, each row of a block adding up to about 0."""
    rng = np.random.default_rng(seed)
    at = np.cumsum([0, *sizes])
    found = np.zeros((at[-1], at[-1]), int)
    for i, j in itertools.permutations(range(len(sizes)), 2):
        if rng.random() < 0.35:
            levels = np.outer(np.linspace(-1, 1, sizes[i]), np.linspace(-1, 1, sizes[j])) * rng.choice([-2.5, -1.5, 1.5, 2.5])
            found[at[i] : at[i + 1], at[j] : at[j + 1]] = np.rint(levels + rng.normal(0, 0.5, levels.shape))
    return _named(sizes, found)


def _named(sizes: Sequence[int], judgements: np.ndarray) -> CrossImpactMatrix:
    return CrossImpactMatrix(
        descriptors=[f"d{i}" for i in range(len(sizes))],
        variants=[[f"v{k}" for k in range(size)] for size in sizes],
        judgements=judgements,
    )


def seconds(call: Callable[[], Any]) -> tuple[float, float, Any]:
    """Return how long a call takes, how long of that it computes, and what it gives."""
    begun, busy = time.perf_counter(), time.process_time()
    found = call()
    return time.perf_counter() - begun, time.process_time() - busy, found


def enumerated(m: CrossImpactMatrix) -> list[tuple[int, ...]]:
    """Return the consistent scenarios by trying all: the sums of the judgements on every variant, block by block."""
    offsets = np.array(m.offsets)
    kept: list[tuple[int, ...]] = []
    for begun in range(0, m.n_scenarios, 100_000):
        rows = np.stack(np.unravel_index(np.arange(begun, min(begun + 100_000, m.n_scenarios)), m.sizes), axis=1)
        total = np.zeros((len(rows), offsets[-1]), np.int32)
        for i in range(len(m.sizes)):
            total += m.array[offsets[i] + rows[:, i]].astype(np.int32)
        good = np.ones(len(rows), bool)
        for j in range(len(m.sizes)):
            block = total[:, offsets[j] : offsets[j + 1]]
            good &= block[np.arange(len(rows)), rows[:, j]] == block.max(axis=1)
        kept += map(tuple, rows[good].tolist())
    return kept


def succession_of_peer(m: CrossImpactMatrix) -> tuple[set[tuple[int, ...]], int]:
    """Return the fixed points that prophesy-cib comes to from drawn starts within its time, and from how many starts."""
    from prophesy_cib import CrossImpact, Descriptor, DescriptorType, Model, Scenario, SuccessionConfig, Variant
    from prophesy_cib.succession import run_succession_trial

    drivers = [
        Descriptor(i + 1, name, DescriptorType.NOMINAL, tuple(Variant(k + 1, one) for k, one in enumerate(names)))
        for i, (name, names) in enumerate(zip(m.descriptors, m.variants, strict=True))
    ]
    places = [(i + 1, k + 1) for i, size in enumerate(m.sizes) for k in range(size)]
    impacts = [CrossImpact(*places[a], *places[b], float(m.array[a, b])) for a, b in np.argwhere(m.array).tolist()]
    model = Model(drivers, impacts)
    ready, config, rng = model.build_matrices(), SuccessionConfig(steps=30), np.random.default_rng(1)
    found: set[tuple[int, ...]] = set()
    starts, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < PATIENCE:
        start = Scenario({i + 1: int(rng.integers(size)) + 1 for i, size in enumerate(m.sizes)})
        states, _ = run_succession_trial(start, model, config, rng, ready)
        starts += 1
        if states[-1] == states[-2]:
            found.add(tuple(int(one) - 1 for one in states[-1].split(",")))
    return found, starts


def growth() -> None:
    """Print time, nodes and completeness by size and density, beside enumeration and the peer."""
    print("  descriptors  density |  seconds       nodes  scenarios  complete   |  all tried [s]  same |  prophesy-cib: found from starts")
    drawn = []
    for density in (1.0, 0.3, 0.1):
        for n in (10, 12, 15, 20, 25, 30, 35, 40, 50, 60):
            if density == 1.0 and n > 30:
                continue
            m = matrix([3] * n, density, n)
            took, _, k = seconds(lambda m=m: consistent(m, nodes=NODES, effort=EFFORT))
            drawn.append((f"density {density}", float(n), took, k.complete))
            complete = "yes" if k.complete else f"{k.covered:.1%} of the tree"
            line = f"  {n:11}  {density:7.1f} | {took:8.3f}  {k.nodes:10,}  {k.count:9,}  {complete:10} "
            if m.n_scenarios <= ENUMERATED:
                tried, _, rows = seconds(lambda m=m: enumerated(m))
                line += f"| {tried:14.2f}  {'yes' if rows == list(map(tuple, k.scenarios.tolist())) else 'NO':>4} "
            else:
                line += f"| {'-':>14}  {'-':>4} "
            if n <= 30:
                points, starts = succession_of_peer(m)
                inside = points <= set(map(tuple, k.scenarios.tolist())) or not k.complete
                line += f"|  {len(points)} from {starts:,}{'' if inside else ' (others than ours)'}"
            print(line, flush=True)
    plotted("scenario", "Every consistent scenario, 3 variants (hollow: the budget ran out)", "descriptors", drawn)


def limits() -> None:
    """Print the worst of five matrices beside each limit, with the usual budgets."""
    for what, sizes, density, limit in (
        ("20 descriptors, all blocks", [3] * 20, 1.0, "1 s"),
        ("35 descriptors, density 0.3", [3] * 35, 0.3, "10 s"),
        ("60 descriptors, density 0.1", [3] * 60, 0.1, "5 s"),
    ):
        found = [seconds(lambda s=seed, z=sizes, d=density: consistent(matrix(z, d, s))) for seed in range(5)]
        complete = sum(k.complete for _, _, k in found)
        said(what, max(found)[0], max(found)[1], f"limit {limit}; worst of 5, {complete} complete")
    sizes = [3] * 13 + [4] * 4
    found = [seconds(lambda s=seed: consistent(real_like(sizes, s))) for seed in range(5)]
    nodes = max(k.nodes for _, _, k in found)
    said("4.1e8 scenarios, as people write them", max(found)[0], max(found)[1], f"limit 0.05 s; worst of 5, at most {nodes:,} nodes")


def said(what: str, took: float, busy: float, limit: str) -> None:
    """Print one figure: by the clock, and, for a machine that has other work, by the processor."""
    print(f"  {what:55}{took:8.3f} s, processor {busy:7.3f} s   ({limit})", flush=True)


def basins(rule: str, density: float) -> tuple[float, float, float, int]:
    """Return seconds, peak memory [MB] of the exact basins of 22 million scenarios, and what they lack; for a process of its own."""
    keep_kernels()
    m = matrix([3] * 9 + [2] * 7 + [3, 3], density, 3)
    attractors(matrix([3, 3], 1.0, 1), rule)
    took, busy, found = seconds(lambda: attractors(m, rule))
    return took, busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, m.n_scenarios - sum(found.basins)


def boxes() -> None:
    """Print PRIM beside that of the EMA Workbench on the same runs."""
    rng = np.random.default_rng(1)
    x = rng.random((100_000, 20))
    y = ((x[:, 0] > 0.6) & (x[:, 1] < 0.4)) ^ (rng.random(len(x)) < 0.02)
    took, busy, found = seconds(lambda: prim(x, y))
    at = found.first(0.9) or 0
    said("PRIM, 100,000 runs of 20 inputs", took, busy, "limit 1 s")
    print(f"      coverage {found.coverage[at]:.3f}, density {found.density[at]:.3f}, {found.n_restricted[at]} inputs restricted")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandas as pd
        from ema_workbench.analysis import prim as theirs

        search = theirs.Prim(pd.DataFrame(x, columns=[f"x{i}" for i in range(20)]), y, threshold=0.05)
        took, busy, box = seconds(search.find_box)
    trail = box.peeling_trajectory
    first = trail[trail["density"] >= 0.9].iloc[0]
    said("EMA Workbench on the same", took, busy, "the peer")
    print(f"      coverage {first['coverage']:.3f}, density {first['density']:.3f}, {int(first['res_dim'])} inputs restricted")


def plans() -> None:
    """Print what 200 plans within ranges of worth take in 1,000 scenarios, and 100 assumptions on them."""
    rng = np.random.default_rng(1)
    low, survives, holds = rng.normal(size=(200, 1000)), rng.random((200, 1000)) < 0.5, rng.random((100, 1000)) < 0.5
    took, busy, _ = seconds(lambda: regret_ranges(low, low + 1))
    said("regret within ranges, 200 plans in 1,000 scenarios", took, busy, "limit 1 s")
    took, busy, _ = seconds(lambda: load_bearing(survives, holds, low))
    said("100 assumptions on them", took, busy, "limit 1 s")


def main() -> None:
    """Print the figures beside their limits."""
    keep_kernels()
    print("\nScenarios: every consistent one")
    consistent(matrix([3] * 6, 1.0, 1))
    limits()
    for rule, density in (("global", 1.0), ("global", 0.3), ("incremental", 0.3), ("sequential", 0.3)):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            took, busy, memory, short = pool.apply(basins, (rule, density))
        right = "they add up" if not short else f"{short:,} missing"
        what = f"basins of 22.7 million scenarios, {rule}, density {density}"
        said(what, took, busy, f"limit 15 s; {memory:.0f} MB, limit 500 MB; {right}")
    plans()
    boxes()
    growth()


if __name__ == "__main__":
    main()
