"""Maps of opinion: planted groups found again, how time and memory grow, and red-dwarf beside it where it is installed.

``python -m benchmarks.opinion [--large]``. With the developer data beside the repository the agreement with the exported groups of four
conversations is listed too, as a report: an exported group is where a chain of updates ended, and no truth.
"""

from __future__ import annotations

import resource
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from benchmarks.growth import plotted

from legation.methods.opinion import UNSEEN, Ballots, map_opinion

SIZES = ((500, 100), (2_000, 300), (10_000, 500), (30_000, 800))
LARGE = (100_000, 2_000)
SHARED = Path(__file__).parents[2] / "shared" / "data" / "polis"


def planted(n: int, m: int, seed: int = 0, votes: float = 60.0) -> tuple[Ballots, np.ndarray]:
    """Three groups with an opinion of their own on each statement; votes for each person as gamma(1.2), at least seven."""
    rng = np.random.default_rng(seed)
    group = rng.integers(3, size=n)
    base, offset = rng.normal(size=m), rng.normal(0, 1.2, size=(3, m))
    count = np.clip(rng.gamma(1.2, votes / 1.2, size=n).astype(int), 7, m)
    row = np.repeat(np.arange(n), count)
    column = np.concatenate([rng.permutation(m)[:c] for c in count])
    value = np.sign(base[column] + offset[group[row], column] + rng.normal(size=len(row))).astype(np.int8)
    value[rng.random(len(row)) < 0.12] = 0
    return Ballots(row, column, value, (n, m)), group


def rand_index(one: np.ndarray, other: np.ndarray) -> float:
    """Return the adjusted Rand index over those in a group on both sides."""
    from sklearn.metrics import adjusted_rand_score

    both = (one >= 0) & (other >= 0)
    return float(adjusted_rand_score(one[both], other[both]))


def main(*, large: bool = False) -> None:
    map_opinion(planted(500, 100)[0])  # kernels are compiled before anything is timed
    points = []
    print("people x statements     votes  seconds  groups  adjusted Rand  peak MB")
    for n, m in (*SIZES, LARGE) if large else SIZES:
        cast, truth = planted(n, m, votes=100.0 if (n, m) == LARGE else 60.0)
        began = time.perf_counter()
        found = map_opinion(cast)
        took = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{n:>7} x {m:<10} {len(np.asarray(cast.value)):>9} {took:>8.2f} {found.k:>7} {rand_index(truth, found.group):>14.3f} {peak:>8}"
        )
        points.append(("legation", float(n), took, True))
        points += _peer(cast, truth)
    plotted("opinion", "Maps of opinion by size", "people", points)
    if SHARED.is_dir():
        _exported()


def _peer(cast: Ballots, truth: np.ndarray) -> list[tuple[str, float, float, bool]]:
    """Return the same by red-dwarf; nothing where it is not installed."""
    began = time.perf_counter()
    group = _red_dwarf(cast, [])
    took = time.perf_counter() - began
    if group is None:
        return []
    print(f"    red-dwarf: {took:.2f} s, {group.max() + 1} groups, adjusted Rand {rand_index(truth, group):.3f}")
    return [("red-dwarf", float(cast.shape[0]), took, True)]


def _red_dwarf(cast: Ballots, out: list[int]) -> np.ndarray | None:
    """Return its groups by row, from a list of votes without those that were taken out; None where it is not installed."""
    try:
        from reddwarf.implementations.polis import run_pipeline
    except ImportError:
        return None
    row, column = np.nonzero((matrix := cast.matrix()) != UNSEEN)
    columns = zip(row.tolist(), column.tolist(), matrix[row, column].tolist(), strict=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = run_pipeline(votes=[{"participant_id": p, "statement_id": s, "vote": v} for p, s, v in columns], mod_out_statement_ids=out)
    there = result.participants_df["cluster_id"].dropna()
    group = np.full(cast.shape[0], -1)
    group[there.index.to_numpy()] = there.to_numpy().astype(int)
    return group


def _exported() -> None:
    from legation.sources import polis

    print("agreement with exported groups [adjusted Rand], and with ourselves where agree and disagree change places")
    for folder in sorted(path for path in SHARED.iterdir() if path.is_dir()):
        room = polis.read(folder)
        found = map_opinion(room.votes, room.moderated)
        turned = map_opinion(np.where(room.votes == UNSEEN, UNSEEN, -room.votes).astype(np.int8), room.moderated)
        peer = _red_dwarf(room.ballots, np.flatnonzero(room.moderated).tolist())
        beside = "" if peer is None else f"; red-dwarf {peer.max() + 1} groups {rand_index(room.group, peer):.3f}"
        own = rand_index(found.group, turned.group)
        print(f"  {folder.name:32} {found.k} groups {found.size.tolist()} {rand_index(room.group, found.group):.3f}, {own:.3f}{beside}")


if __name__ == "__main__":
    main(large="--large" in sys.argv)
