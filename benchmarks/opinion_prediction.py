"""Prediction of unseen votes beside groups and shares, its pace in large rooms, and how often a search for brigading cries wolf.

The four conversations stand beside the repository (``../shared/data/polis``); without them the first part says so.
"""

from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np
from benchmarks.growth import plotted
from benchmarks.looks import looked

from legation.methods.opinion import UNSEEN, Ballots, bursts, clones, coordinated, predict_stance
from legation.methods.opinion.simulated import honest_room, with_company, with_copies

__all__ = ["main"]

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "polis"
ROOMS = {"15-per-hour-seattle": 0.876, "brexit-consensus": 0.682, "scoop-hivemind.biodiversity": 0.700, "vtaiwan.uberx": 0.715}
"""Loss by the shares of the exported groups, which saw the votes that are held out."""
SIZES = ((300, 100, 20), (1_000, 200, 40), (5_000, 400, 60), (30_000, 800, 60))


def main() -> None:
    """Print the three parts."""
    print("opinion: held-out votes (10 % of the votes of people with 15 or more, seeds 0 to 2), mean loss in nats")
    if FOLDER.is_dir():
        losses()
    else:
        print("  the conversations are not on this machine")
    print("opinion: seconds to predict 1,000 cells, by votes")
    pace()
    print("opinion: searches for brigading, in 40 simulated rooms of 300 people")
    alarms()


def losses() -> None:
    """Print loss by statement, by exported group and by the model, with the interval over held-out votes."""
    looked("stances")
    means = []
    for name, groups in ROOMS.items():
        votes, group = exported(FOLDER / name)
        rows_of, columns_of = np.nonzero((votes != UNSEEN) & ((votes != UNSEEN).sum(axis=1) >= 15)[:, None])
        lost, by_group, by_statement = [], [], []
        for seed in range(3):
            held = np.random.default_rng(seed).random(len(rows_of)) < 0.1
            rows, columns = rows_of[held], columns_of[held]
            shown, answer = votes.copy(), votes[rows_of[held], columns_of[held]] + 1
            shown[rows, columns] = UNSEEN
            chance = predict_stance(shown, cells=(rows, columns)).probability
            lost.append(-np.log(chance[np.arange(len(rows)), answer]))
            count = np.stack([shown == code for code in (-1, 0, 1)], axis=2).astype(float)
            share = (count.sum(axis=0) + 1) / (count.sum(axis=(0, 2))[:, None] + 3)
            inside = np.stack([count[group == g].sum(axis=0) for g in np.unique(group)])[
                np.searchsorted(np.unique(group), group[rows]), columns
            ]
            grouped = (inside + 5 * share[columns]) / (inside.sum(axis=1, keepdims=True) + 5)
            by_statement.append(-np.log(share[columns, answer]).mean())
            by_group.append(-np.log(grouped[np.arange(len(rows)), answer]).mean())
        all_lost = np.concatenate(lost)
        half = 1.96 * all_lost.std() / np.sqrt(len(all_lost))
        means.append(np.mean([part.mean() for part in lost]))
        print(
            f"  {name:28} statement {np.mean(by_statement):.3f}  groups {np.mean(by_group):.3f} (published {groups:.3f})  "
            f"model {means[-1]:.3f} +- {half:.3f} on {len(all_lost)} votes"
        )
    print(f"  mean of the last three {np.mean(means[1:]):.3f}, of all four {np.mean(means):.3f}")


def exported(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return votes without what was moderated out, and the exported group of each person, -1 for none."""
    with (folder / "comments.csv").open(encoding="utf-8") as file:
        out = {row["comment-id"] for row in csv.DictReader(file) if row["moderated"] == "-1"}
    with (folder / "participants-votes.csv").open(encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    kept = [at for at in range(head.index("n-disagree") + 1, len(head)) if head[at] not in out]
    votes = np.array([[int(float(row[at])) if row[at] else UNSEEN for at in kept] for row in rows], np.int8)
    return votes, np.array([int(row[head.index("group-id")] or -1) for row in rows])


def pace() -> None:
    """Print and draw how the time grows."""
    predict_stance(honest_room(people=20, statements=8))
    points = []
    for people, statements, each in SIZES:
        room = honest_room(people=people, statements=statements, votes=each)
        cells = (np.arange(1_000) % people, np.arange(1_000) % statements)
        start = time.perf_counter()
        predict_stance(room, cells=cells)
        took = time.perf_counter() - start
        size = len(np.asarray(room.value))
        points.append(("predict_stance", float(size), took, True))
        print(f"  {people:6,} x {statements:3} with {size:9,} votes: {took:6.2f} s")
    plotted("opinion-prediction", "Prediction of unseen votes", "votes", points)


def alarms(rooms: int = 40) -> None:
    """Print in how many honest rooms anybody is named, and which share of planted ones is found."""
    for ordered in (False, True):
        named = np.zeros(3, int)
        for seed in range(rooms):
            room = honest_room(seed, ordered=ordered)
            named += [bool(clones(room).sets), bool(coordinated(room).sets), bool(bursts(arrivals(room)).found)]
        order = "one order" if ordered else "any order"
        print(f"  honest, {order}: copies in {named[0]}, in step in {named[1]}, a rush in {named[2]} of {rooms}")
    found, beside = np.zeros(2), np.zeros(2, int)
    for seed in range(rooms):
        room = honest_room(seed)
        sets = clones(with_copies(room, seed)).sets, coordinated(with_company(room, seed)).sets
        for at, one in enumerate(sets):
            rows = np.concatenate([s.participants for s in one]) if one else np.empty(0, int)
            found[at] += (rows >= 300).sum() / 8 / rooms
            beside[at] += max(int((rows < 300).sum()) - (1 - at) * bool(len(rows)), 0)  # the person copied is one of the copies
    print(f"  planted: {found[0]:.0%} of copies, {found[1]:.0%} of a company found")
    print(f"  honest people named beside them: {beside[0]} and {beside[1]}")


def arrivals(room: Ballots) -> np.ndarray:
    """Return when each person came."""
    first = np.full(room.shape[0], np.inf)
    np.minimum.at(first, np.asarray(room.participant), np.asarray(room.time))
    return first


if __name__ == "__main__":
    main()
