"""Ideal points of the General Assembly: time, memory, the published points, held-out votes; coverage of the intervals; growth.

    PYTHONPATH=src python -m benchmarks.ideal_points

No package that fits the ordinal and dynamic model stands beside: the peer is what its authors published, MCMC of 24,000 iterations (Bailey,
Strezhnev and Voeten, sessions 1-72). Their points saw every vote; held-out votes are therefore compared twice, with ours that saw them not
and with ours that saw them.
"""

from __future__ import annotations

import csv
import itertools
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

import numpy as np
from benchmarks import unga
from benchmarks.growth import plotted
from benchmarks.looks import looked
from numpy.typing import NDArray
from scipy.special import ndtr

from legation.methods.voting import IdealPoints, difference, ideal_points

__all__ = ["main"]

PUBLISHED = unga.MATCHES.with_name("ideal_points_all_s1_72_latin1.csv")
RENAMED = {
    "C\u00f4te d\u0092Ivoire": "C\u00f4te d\u2019Ivoire",
    "German Federal Republic": "Federal Republic of Germany",
    "Macedonia": "North Macedonia",
    "Swaziland": "Eswatini",
}
PANELS = 60
SHAPES = ((30, 5, 20), (60, 8, 40))
SINGLE = ((30, 1, 20), (60, 1, 40))
RARE, OFTEN = 0.15, 0.9
"""Share of roll calls on which the fifth of actors farthest out votes, where they are often absent, and on which the others do."""
ALONE = """
import resource, time
from benchmarks.ideal_points import bridges, columns
from legation.methods.voting import ideal_points
votes = columns()
small = votes[2] <= 2
ideal_points(*(column[small] for column in votes), draws=10)
before = time.perf_counter()
found = ideal_points(*votes, bridges=bridges(), anchors=("Russia", "United States"))
took = time.perf_counter() - before
begun = time.perf_counter()
ideal_points(*votes, bridges=bridges(), draws=0)
print(took, time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
"""
Columns = tuple[NDArray[np.object_], NDArray[np.int64], NDArray[np.int64], NDArray[np.int8]]


def columns() -> Columns:
    """Return the whole record as four columns: country, roll call, session, vote."""
    record = unga.load()
    actor, call = np.nonzero(record.votes)
    return np.array(record.actors, object)[actor], record.rcid[call], record.session[call], record.votes[actor, call]


def bridges() -> dict[int, int]:
    """Return the roll calls that repeat an earlier one."""
    with unga.MATCHES.open(encoding="utf-8") as lines:
        return {int(row["rcid2"]): int(row["rcid1"]) for row in csv.DictReader(lines)}


def published(actors: Sequence[str], sessions: Sequence[int]) -> NDArray[np.float64]:
    """Return the published points, shape (n_actors, n_sessions); nan where there is none."""
    with PUBLISHED.open(encoding="latin-1") as lines:
        rows = list(csv.DictReader(lines))
    found = {(RENAMED.get(row["Countryname"], row["Countryname"]), int(row["session"])): float(row["IdealPoint"]) for row in rows}
    return np.array([[found.get((name, at), np.nan) for at in sessions] for name in actors])


def by_session(found: IdealPoints) -> dict[int, float]:
    """Return the correlation with the published points in each session that they have."""
    theirs = published(found.actors, found.sessions)
    agreed = {}
    for column, at in enumerate(found.sessions):
        both = ~np.isnan(theirs[:, column]) & ~np.isnan(found.theta[:, column])
        if both.sum() > 5:
            agreed[at] = float(np.corrcoef(theirs[both, column], found.theta[both, column])[0, 1])
    return agreed


def levels(found: IdealPoints) -> tuple[str, str]:
    """Return the correlation with the published points over all sessions together, and how far the two lie apart on average."""
    theirs = published(found.actors, found.sessions)
    both = ~np.isnan(theirs) & ~np.isnan(found.theta)
    apart = np.abs(theirs[both] - found.theta[both]).mean()
    return f"correlation {np.corrcoef(theirs[both], found.theta[both])[0, 1]:.3f},", f"{apart:.2f} apart"


def held_out(votes: Columns) -> None:
    """Print the log-likelihood of one vote in twenty, roll calls fitted to the others, with three sets of points."""
    from legation.methods.voting.ideal.fit import BEFOREHAND, TIGHT
    from legation.methods.voting.ideal.kernel import fit_items
    from legation.methods.voting.ideal.panel import panel_of
    from legation.methods.voting.ideal.start import first_items

    looked("positions-over-time")
    out = np.random.default_rng(5).random(votes[3].size) < 0.05
    seen: Columns = tuple(column[~out] for column in votes)
    blind, all_seeing = ideal_points(*seen, bridges=bridges(), draws=0), ideal_points(*votes, bridges=bridges(), draws=0)
    panel = panel_of(*seen, bridges())
    item = dict(zip(panel.roll_calls, panel.item_of.tolist(), strict=True))
    rows, sessions = ({name: at for at, name in enumerate(names)} for names in (panel.actors, panel.sessions))
    actor, session = np.array([rows.get(x, -1) for x in votes[0][out]]), np.array([sessions.get(x, -1) for x in votes[2][out]])
    at, kind = np.array([item.get(x, -1) for x in votes[1][out]]), votes[3][out]
    theirs = published(panel.actors, panel.sessions)
    kept = (actor >= 0) & (session >= 0) & (at >= 0)
    kept[kept] = ~np.isnan(theirs[actor[kept], session[kept]]) & (panel.votes[actor[kept], session[kept]] > 0)
    for what, table in (("published, saw them", theirs), ("ours, saw them", all_seeing.theta), ("ours, did not", blind.theta)):
        points = np.nan_to_num(table[[rows[a] for a in panel.actors]][panel.point_actor, panel.point_session])
        items, level = first_items(panel), np.empty((2, panel.item_start.size - 1))
        still = np.zeros(panel.item_value.size)
        fit_items(panel.item_start, panel.item_point, panel.item_value, still, points, items, TIGHT, BEFOREHAND, 20, level[0], level[1])
        own = items[at[kept]]
        leaning = own[:, 0] * np.nan_to_num(table[actor[kept], session[kept]])
        below, up_to = ndtr(own[:, 1] - leaning), ndtr(own[:, 2] - leaning)
        chance = np.column_stack((below, up_to - below, 1 - up_to))
        given = chance[np.arange(kept.sum()), kind[kept] - 1]
        right = (chance.argmax(axis=1) + 1 == kind[kept]).mean()
        print(f"  {kept.sum()} held-out votes, points {what}: {np.log(np.maximum(given, 1e-12)).mean():.4f} a vote, {right:.4f} correct")


def simulated(
    seed: int, n: int, sessions: int, each: int, drift: float = 0.05, *, absent: bool = False
) -> tuple[NDArray[np.float64], tuple[NDArray[np.int64], ...]]:
    """Draw true points, mean 0 and standard deviation 1, and votes on random roll calls, nine in ten cast; fewer by ``absent`` extremes."""
    chance = np.random.default_rng(seed)
    theta = np.empty((n, sessions))
    theta[:, 0] = chance.standard_normal(n)
    for t in range(1, sessions):
        theta[:, t] = np.sqrt(1 - drift) * theta[:, t - 1] + np.sqrt(drift) * chance.standard_normal(n)
    theta = (theta - theta.mean()) / theta.std()
    slope, cut = chance.standard_normal((2, sessions, each))
    z = slope * theta[:, :, None] + chance.standard_normal((n, sessions, each))
    value = 1 + (z >= cut) + (z >= cut + chance.exponential(0.5, (sessions, each)))
    rare = absent & (np.abs(theta) > np.quantile(np.abs(theta), 0.8))
    actor, session, call = np.nonzero(chance.random(value.shape) < np.where(rare, RARE, OFTEN)[:, :, None])
    return theta, (actor, session * each + call, session, value[actor, session, call])


def coverage(n: int, sessions: int, each: int, *, absent: bool = False) -> tuple[float, list[float]]:
    """Return how often 90 % intervals hold the truth over simulated panels: in all, and by tenth of the true points' extremity."""
    inside, far = [], []
    for seed in range(PANELS):
        theta, votes = simulated(seed, n, sessions, each, absent=absent)
        found = ideal_points(*votes, seed=seed)
        theta = np.where(np.isnan(found.theta), np.nan, theta[list(found.actors)])
        theta = (theta - np.nanmean(theta)) / np.nanstd(theta)
        turn = 1 if np.nansum(found.theta * theta) > 0 else -1
        known = ~np.isnan(found.theta)
        inside.append((np.abs(found.theta * turn - theta) <= (found.high - found.low) / 2)[known])
        far.append(np.abs(theta)[known])
    held, extremity = np.concatenate(inside), np.concatenate(far)
    tenth = np.searchsorted(np.quantile(extremity, np.arange(0.1, 1, 0.1)), extremity)
    return float(held.mean()), [float(held[tenth == k].mean()) for k in range(10)]


def moved(n: int, sessions: int, each: int) -> tuple[float, float]:
    """Return how often 90 % intervals of the move from first to last session hold the true one, and how often a panel names a false one.

    In the second panels nobody moves: one in ten may have an actor that is said to have moved beyond doubt.
    """
    inside, wrong = [], []
    for seed in range(PANELS):
        for still in (False, True):
            theta, votes = simulated(seed, n, sessions, each, 1e-9 if still else 0.05)
            found = ideal_points(*votes, seed=seed)
            rows = np.arange(n)
            pairs = difference(found, rows, 0 * rows, rows, 0 * rows + sessions - 1)
            truth = (theta[:, -1] - theta[:, 0]) * (1 if np.nansum(found.theta * theta) > 0 else -1)
            if still:
                wrong.append(bool(pairs.sure.any()))
            else:
                inside.append((pairs.low <= truth) & (truth <= pairs.high))
    return float(np.mean(inside)), float(np.mean(wrong))


def growth() -> None:
    """Draw the time of fits and of fits with intervals by number of votes."""
    points = []
    for n, sessions, each in ((50, 4, 25), (100, 8, 40), (150, 16, 60), (200, 32, 80), (200, 72, 84), (200, 144, 84)):
        _, votes = simulated(1, n, sessions, each)
        for series, draws in (("points", 0), ("points and intervals", 20)):
            begun = time.perf_counter()
            ideal_points(*votes, draws=draws)
            points.append((series, float(votes[0].size), time.perf_counter() - begun, True))
            print(f"  {votes[0].size:>9} simulated votes, {series}: {points[-1][2]:.2f} s")
    plotted("ideal_points", "Ideal points", "votes", points)


def main() -> None:
    """Print every figure and draw how the time grows."""
    print("\nIdeal points")
    ideal_points(*simulated(0, 20, 2, 20)[1])
    for (n, sessions, each), absent in itertools.product((*SHAPES, *SINGLE), (False, True)):
        held, tenths = coverage(n, sessions, each, absent=absent)
        what = f"{n} actors, {sessions} session(s) of {each} roll calls{', extremes mostly absent' if absent else ''}"
        print(f"  {PANELS} panels, {what}: 90 % intervals hold {held:.3f} (0.87-0.93)")
        print(f"    from the middle to the extremes: {' '.join(f'{share:.2f}' for share in tenths)}")
    for n, sessions, each in SHAPES:
        held, named = moved(n, sessions, each)
        print(f"  {n} actors, moves, first to last session: 90 % intervals hold {held:.3f}; {named:.2f} of still panels name one (0.10)")
    growth()
    if not unga.is_there():
        print("  whole record: skipped, the developer data beside the repository are not on this machine")
        return
    runs = [subprocess.run([sys.executable, "-c", ALONE], check=True, capture_output=True, text=True).stdout.split() for _ in range(3)]
    took, alone, memory = (statistics.median(float(run[k]) for run in runs) for k in range(3))
    print(f"  whole record, new process, warm: {took:.1f} s (limit 30), without intervals {alone:.1f} s; {memory:.0f} MB (limit 1,000)")
    votes = columns()
    for what, options in (("stationary", {}), ("stationary, no bridges", {"bridges": None}), ("bsv", {"prior": "bsv"})):
        found = ideal_points(*votes, **{"bridges": bridges(), "anchors": ("Russia", "United States"), "draws": 0, **options})
        agreed = by_session(found)
        late = min(agreed[at] for at in agreed if at >= 40)
        print(
            f"  {what}: {found.log_likelihood_per_vote:.4f} a vote, {found.correct:.4f} correct, {len(found.objective)} steps; "
            f"published points by session: median {statistics.median(agreed.values()):.4f} (limit 0.98), "
            f"least {min(agreed.values()):.4f}, "
            f"from 40 on {late:.4f} (limit 0.95)"
        )
        print(f"    on the published scale, all sessions together: {' '.join(levels(found))}")
    print(f"  sessions with a strong second dimension: {', '.join(str(at) for at in found.strong_second)}")
    held_out(votes)


if __name__ == "__main__":
    main()
