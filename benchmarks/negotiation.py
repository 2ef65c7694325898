"""Frontiers, solutions, coalitions and simulated talks, beside NegMAS where it is installed, in one run.

    PYTHONPATH=src python -m benchmarks.negotiation

NegMAS (AGPL-3, no part of Legation) is a development extra: it is looked for in this environment, or through the Python that
``NEGMAS_PYTHON`` names. Its frontier is on the same utilities, its talks are alternating offers of a boulware and a conceder in 100 steps.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from benchmarks.growth import plotted

from legation.methods.negotiation import Domain, alternating_offers, best_deal, coalitions, frontier, solutions, table_of, zone

__all__ = ["main"]

GROWTH = {
    2: [(3, 10), (4, 10), (5, 10), (6, 10), (9, 10), (12, 10), (18, 10)],
    3: [(3, 10), (4, 10), (5, 10), (6, 10), (9, 10), (12, 10), (18, 10)],
    4: [(3, 10), (4, 10), (5, 10), (6, 10), (8, 10)],
    6: [(3, 5), (4, 5), (5, 5), (6, 5)],
}
"""By number of parties: issues and options of each."""
PEER = """
import json, sys, time
import numpy as np
from negmas import SAOMechanism, BoulwareTBNegotiator, ConcederTBNegotiator, LinearAdditiveUtilityFunction, make_issue, make_os
from negmas.preferences import pareto_frontier
from negmas.preferences.value_fun import TableFun
asked = json.load(sys.stdin)
found = {}
for name, scores in asked.items():
    issues = [make_issue(list(range(len(table[0]))), f"i{n}") for n, table in enumerate(scores)]
    space = make_os(issues)
    funs = [LinearAdditiveUtilityFunction([TableFun(dict(enumerate(table[p]))) for table in scores], weights=[1.0] * len(scores),
            outcome_space=space) for p in range(len(scores[0]))]
    begun = time.perf_counter()
    points, _ = pareto_frontier(funs, list(space.enumerate_or_sample()), sort_by_welfare=False)
    row = {"seconds": time.perf_counter() - begun, "points": len({tuple(round(u, 9) for u in point) for point in points})}
    if len(funs) == 2:
        begun, count = time.perf_counter(), 0
        while time.perf_counter() - begun < 5:
            talks = SAOMechanism(outcome_space=space, n_steps=100)
            talks.add(BoulwareTBNegotiator(name="a"), ufun=funs[0])
            talks.add(ConcederTBNegotiator(name="b"), ufun=funs[1])
            talks.run()
            count += 1
        row["talks"] = count / (time.perf_counter() - begun)
    found[name] = row
print(json.dumps(found))
"""


def drawn(parties: int, issues: int, options: int, seed: int = 1) -> Domain:
    """Return a domain as the given generated games are made: Dirichlet weights, whole evaluations, micro-units."""
    chance = np.random.default_rng(seed)
    weights = chance.dirichlet(np.ones(issues), parties)
    tables = []
    for issue in range(issues):
        values = chance.integers(0, 101, (options, parties))
        tables.append(np.rint(values / np.maximum(values.max(axis=0), 1) * weights[:, issue] * 1e6).T / 1e6)
    return Domain(scores=tables)


def median(call: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """Return the median time of a call [s] and what it gave."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        found = call()
        took.append(time.perf_counter() - begun)
    return statistics.median(took), found


def peer(domains: dict[str, Domain]) -> dict[str, dict[str, float]]:
    """Return what NegMAS takes for the same domains; nothing where it is not there."""
    asked = {name: [table.tolist() for table in domain.tables] for name, domain in domains.items()}
    ran = subprocess.run(
        [os.environ.get("NEGMAS_PYTHON", sys.executable), "-W", "ignore", "-c", PEER],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if ran.returncode:
        print(f"  NegMAS: skipped, {ran.stderr.strip().splitlines()[-1:]}")
        return {}
    return json.loads(ran.stdout.strip().splitlines()[-1])


def main() -> None:
    """Print times beside the peer's and draw how they grow."""
    print("\nnegotiation: frontiers of additive domains, median of three domains and five runs")
    frontier(drawn(2, 2, 2))
    points = []
    for parties, sizes in GROWTH.items():
        for issues, options in sizes:
            made = [drawn(parties, issues, options, seed) for seed in (1, 2, 3)]
            found = [median(lambda domain=domain: frontier(domain)) for domain in made]
            took = statistics.median(row[0] for row in found)
            size = statistics.median(len(row[1].utilities) for row in found)
            points.append((f"{parties} parties", float(options) ** issues, took, True))
            print(f"  {parties} parties, {options}^{issues:<2} packages: {size:>8.0f} points {1000 * took:10.2f} ms")
    plotted("negotiation", "Pareto frontier of additive domains", "packages", points)
    six = drawn(6, 5, 5)
    named = Domain(scores=six.scores, reservation=six.disagreement + 0.4 * (six.highest - six.disagreement))
    nine, two = drawn(9, 15, 6), Domain(scores=drawn(2, 9, 10).scores, reservation=[0.5, 0.5])
    for what, call in (
        ("solutions and coalition table, 6 parties, 5^5", lambda: (solutions(named), coalitions(named))),
        ("Nash by search, 9 parties, 6^15, proven", lambda: best_deal(nine)),
        ("zone counted, 2 parties, 10^9", lambda: zone(two)),
    ):
        print(f"  {what}: {1000 * median(call)[0]:.1f} ms")
    domains = {"2 parties, 10^3": drawn(2, 3, 10), "2 parties, 10^4": drawn(2, 4, 10), "3 parties, 10^3": drawn(3, 3, 10)}
    theirs = peer(domains)
    for name, domain in domains.items():
        took, found = median(lambda domain=domain: frontier(domain))
        line = f"  {name}: frontier {1000 * took:.2f} ms, {len(found.utilities)} points"
        if name in theirs:
            line += f"; NegMAS {1000 * theirs[name]['seconds']:.2f} ms, {theirs[name]['points']} points"
        if domain.parties == 2:
            table = table_of(domain)
            rate = 200 / median(lambda table=table: [alternating_offers(table, ["boulware", "conceder"], seed=n) for n in range(200)])[0]
            line += f"; {rate:.0f} talks of 100 steps a second"
            line += f"; NegMAS {theirs[name]['talks']:.0f}" if name in theirs else ""
        print(line)


if __name__ == "__main__":
    main()
