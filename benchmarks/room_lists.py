"""What stands for a room, and what is asked next, on real conversations: slates with their guarantee, routing replayed.

``python -m benchmarks.room_lists [SEEDS]``: 3 draws without it. The four conversations stand beside the repository
(``../shared/data/polis``).

*Slates*: score, proof, proportion, and against every slate of the twelve statements with the most votes; a copy of each statement of a
slate changes no other one. *Routing*: a fifth of the votes of people with fifteen or more is held out; everybody answers ten statements,
one after the other, but only what they did answer in truth, chosen by information, by the priority of Polis, by chance; then the model
foresees the votes that were held out [nats for each, less is better].
"""

from __future__ import annotations

import itertools
import sys
import time

import numpy as np
import numpy.typing as npt
from benchmarks.opinion import planted
from benchmarks.opinion_prediction import FOLDER, ROOMS, exported

from legation.methods.opinion import UNSEEN, predict_stance, routing, slate

SIZES = (5, 10)
FEW, FEW_SIZE = 12, 4
LEAST, HELD_OUT, ANSWERS = 15, 0.2, 10
Votes = npt.NDArray[np.int8]


def best_score(votes: Votes, k: int) -> float:
    """Return the score of the best slate by trying every one."""
    agree = (votes == 1).astype(float)
    harmonic = np.concatenate(([0.0], np.cumsum(1 / np.arange(1, k + 1))))
    return max(
        float(harmonic[agree[:, chosen].sum(axis=1).astype(int)].sum()) for chosen in itertools.combinations(range(votes.shape[1]), k)
    )


def slates(rooms: dict[str, Votes]) -> None:
    """Print what slates are, of each conversation and of a large room."""
    print("slates: k, score, proven, represented, seconds of processor; against every slate of twelve statements; with copies")
    for name, votes in rooms.items():
        for k in SIZES:
            busy = time.process_time()
            found = slate(votes, k)
            took = time.process_time() - busy
            print(f"  {name:32} {k:>3} {found.score:>9.1f} {found.proven!s:>6} {found.represented!s:>6} {took:>6.2f}", flush=True)
        most = np.argsort(-(votes != UNSEEN).sum(axis=0), kind="stable")[:FEW]
        small = slate(votes[:, most], FEW_SIZE)
        best = best_score(votes[:, most], FEW_SIZE)
        same = abs(best - small.score) < 1e-9
        print(f"  {name:32} every slate: {best:.6f}, found: {small.score:.6f}, proven {small.proven}, the same {same}")
        print(f"  {name:32} copies that change another statement: {copies_that_change(votes, SIZES[0])} of {SIZES[0]}", flush=True)
    cast, _ = planted(30_000, 800)
    busy, begun = time.process_time(), time.perf_counter()
    found = slate(cast, 10)
    took = time.process_time() - busy
    print(
        f"  30,000 x 800, k = 10: {took:.1f} s of processor, {time.perf_counter() - begun:.1f} s, represented {found.represented}",
        flush=True,
    )


def copies_that_change(votes: Votes, k: int) -> int:
    """Return how many statements of a slate change another one where a copy of them, with their votes, stands beside them."""
    m, chosen = votes.shape[1], set(slate(votes, k).statements)
    changed = 0
    for j in chosen:
        again = slate(np.column_stack([votes, votes[:, j]]), k, copies=[*range(m), j])
        changed += {j if one == m else one for one in again.statements} != chosen
    return changed


def replayed(votes: Votes, rule: str, seed: int) -> float:
    """Return the log loss of votes held out after ten answers of each person, chosen by a rule."""
    rng = np.random.default_rng(seed)
    people = np.flatnonzero((votes != UNSEEN).sum(axis=1) >= LEAST)
    truth = votes[people]
    out = (truth != UNSEEN) & (rng.random(truth.shape) < HELD_OUT)
    left = (truth != UNSEEN) & ~out
    answered = np.full(truth.shape, UNSEEN, np.int8)
    for _ in range(ANSWERS):
        found = None if rule == "chance" else routing(answered, rule=rule, share=0.0 if rule == "polis" else 0.2)  # type: ignore[arg-type]
        for person in range(len(people)):
            order = rng.permutation(truth.shape[1]) if found is None else found.next(person, truth.shape[1], seed=seed)
            chosen = next((j for j in order.tolist() if left[person, j]), None)
            if chosen is not None:
                answered[person, chosen], left[person, chosen] = truth[person, chosen], False
    rows, columns = np.nonzero(out)
    foreseen = predict_stance(answered, seed, (rows, columns)).probability
    return float(-np.log(np.maximum(foreseen[np.arange(len(rows)), truth[rows, columns] + 1], 1e-9)).mean())


def main(seeds: int = 3) -> None:
    """Print both parts."""
    if not FOLDER.is_dir():
        print("the four conversations are not there")
        return
    rooms: dict[str, Votes] = {name: exported(FOLDER / name)[0] for name in ROOMS}
    slates(rooms)
    print("routing: log loss of votes held out after ten answers each; information, Polis, chance; mean and range over draws")
    for name, votes in rooms.items():
        losses = {rule: [replayed(votes, rule, seed) for seed in range(seeds)] for rule in ("information", "polis", "chance")}
        told = "   ".join(f"{rule} {np.mean(loss):.3f} ({min(loss):.3f} to {max(loss):.3f})" for rule, loss in losses.items())
        print(f"  {name:32} {told}", flush=True)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
