"""Copies in rooms: added ones found, others named, the clique of fifty, time and memory; beside pairs weighed by a model of the whole room.

``python -m benchmarks.copies [TIMES] [--large]``: TIMES draws of a voter for each cell (3). The baseline is what ``clones`` did before:
each pair weighed alone, the chances learnt from all votes, the copies among them. The four conversations stand beside the repository
(``../shared/data/polis``); without them the first parts say so. No part of them is a test set: they have no copies that anybody knows of.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np
from benchmarks.opinion import planted
from benchmarks.opinion_prediction import FOLDER, ROOMS, exported

from legation.methods.ballots import vote_table
from legation.methods.opinion import UNSEEN, Ballots, clones, counted_once, map_opinion, statements
from legation.methods.opinion.copies import hidden_ballot
from legation.methods.opinion.simulated import clique_room
from legation.methods.progress import silent

COPIES = (3, 10, 30, 100)
VOTES = ((80, 10_000), (48, 79))
SIZES, LARGE = ((1_000, 200), (5_000, 400)), (50_000, 800)
RATE = 0.05


def pairs_alone(votes: np.ndarray, slips: float = 0.02) -> set[int]:
    """Return who is named where each pair is weighed alone and the copies teach the model: the baseline."""
    rows = np.flatnonzero((votes != UNSEEN).sum(axis=1) >= 10)
    table = vote_table(votes[rows])
    model = hidden_ballot(table, np.arange(len(rows)), slips, 0, silent)
    gain, cells = np.zeros(table.shape), table.matrix()
    gain[table.participant, table.statement] = model.gain - np.log(slips)
    seen = (cells != UNSEEN).astype(float)
    ratio = seen @ seen.T * np.log(slips)
    for code in (-1, 0, 1):
        same = (cells == code).astype(float)
        ratio += (gain * same) @ same.T
    first, second = np.triu_indices(len(rows), 1)
    strength = np.minimum(ratio, ratio.T)[first, second]
    order = np.argsort(-strength)
    passed = np.flatnonzero(strength[order] >= np.log(len(order) / (RATE * np.arange(1, len(order) + 1))))
    chosen = order[: passed[-1] + 1] if len(passed) else order[:0]
    return set(rows[np.concatenate([first[chosen], second[chosen]])].tolist())


def in_sets(votes: np.ndarray | Ballots) -> set[int]:
    """Return who is named now."""
    return {row for one in clones(votes).sets for row in one.participants.tolist()}


def main(times: int = 3, *, large: bool = False) -> None:
    """Print the parts."""
    print("copies: the clique of fifty in a thousand (reference: rooms, section 6)")
    _clique()
    if FOLDER.is_dir():
        rooms = {name: exported(FOLDER / name)[0] for name in ROOMS}
        print("copies: rooms as they are")
        for name, votes in rooms.items():
            found = clones(votes)
            sizes = ", ".join(str(found.smallest_of(share)) for share in (0.5, 0.9, 1.0))
            named, before = len(in_sets(votes)), len(pairs_alone(votes))
            print(f"  {name:28} named {named} (pairs alone {before}); smallest set seen, of half, nine tenths, all: {sizes} (0: none)")
        print(f"copies: share of added copies found, {times} voters a cell; others named in all; the same by pairs alone")
        for name, votes in rooms.items():
            _added(name, votes, times)
    else:
        print("  the conversations are not on this machine")
    print("copies: time and memory, with 3 and 30 copies added")
    for people, each in (*SIZES, LARGE) if large else SIZES:
        _pace(people, each)


def _clique() -> None:
    room = clique_room()
    named, before = in_sets(room), pairs_alone(room)
    weight, counted = counted_once(len(room), clones(room).sets)
    as_cast, once, truth = map_opinion(room), map_opinion(room, weights=weight), map_opinion(room[:950])
    shared = [
        int((statements(cells, group).consensus_minimum >= 0.7).sum())
        for cells, group in ((room[:950], truth.group), (room, as_cast.group), (room, np.where(counted, once.group, -1)))
    ]
    print(f"  named {sum(row >= 950 for row in named)} of 50 and {sum(row < 950 for row in named)} others (pairs alone {len(before)})")
    print(f"  statements that all groups share: without the clique {shared[0]}, as cast {shared[1]}, counted once {shared[2]}")
    print(f"  groups: without {truth.size.tolist()}, as cast {as_cast.size.tolist()}, counted once {once.size.tolist()}")


def _added(name: str, votes: np.ndarray, times: int) -> None:
    rng = np.random.default_rng(0)
    count = (votes != UNSEEN).sum(axis=1)
    for least, most in VOTES:
        voters = np.flatnonzero((count >= least) & (count <= most))
        for noise in (0.0, 0.05) if len(voters) else ():
            cells = []
            for copies in COPIES:
                found, before, others = 0.0, 0.0, 0
                for _ in range(times):
                    row = int(rng.choice(voters))
                    more = np.tile(votes[row], (copies, 1))
                    anew = (rng.random(more.shape) < noise) & (more != UNSEEN)
                    more[anew] = rng.integers(-1, 2, anew.sum())
                    room = np.concatenate([votes, more])
                    named, pairs = in_sets(room), pairs_alone(room)
                    found += sum(one >= len(votes) for one in named) / copies / times
                    before += sum(one >= len(votes) for one in pairs) / copies / times
                    others += sum(one < len(votes) and one != row for one in named)
                cells.append(f"{copies}: {found:.2f} (others {others}; pairs {before:.2f})")
            print(f"  {name:28} {least}+ votes, {'5 % noise' if noise else 'exact'}: " + ", ".join(cells), flush=True)


def _pace(people: int, each: int) -> None:
    cast, _ = planted(people - 33, each)
    who = np.asarray(cast.participant)
    busy = np.flatnonzero(np.bincount(who) >= min(80, each // 3))
    rng, room = np.random.default_rng(0), cast
    for copies, row in ((3, busy[5]), (30, busy[9])):
        mine = np.flatnonzero(who == row)
        value = np.tile(np.asarray(cast.value)[mine], copies)
        anew = rng.random(len(value)) < 0.05
        value[anew] = rng.integers(-1, 2, anew.sum())
        rows = room.shape[0] + np.repeat(np.arange(copies), len(mine))
        room = room.then(Ballots(rows, np.tile(np.asarray(cast.statement)[mine], copies), value, (room.shape[0] + copies, each)))
    began = time.perf_counter()
    named = in_sets(room)
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    size = len(np.asarray(room.value))
    right = sum(row >= people - 33 for row in named)
    print(
        f"  {people:6,} people, {size:9,} votes: {right} of 33, {len(named) - right - 2} others, {took:.1f} s, peak {peak} MB", flush=True
    )


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:] if word.isdigit()), large="--large" in sys.argv)
