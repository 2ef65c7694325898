"""Judgements on rooms: what people would say of statements that they did not see, and whether votes were cast in concert."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from benchmarks.opinion_prediction import FOLDER, ROOMS, exported
from benchmarks.paired import NoData, Scores

from legation.methods.opinion import UNSEEN, Ballots, clones, coordinated, predict_stance
from legation.methods.opinion.simulated import honest_room, with_company, with_copies

__all__ = ["judgements"]

SEEDS = 3
SIMULATED = 40
COPIES = (3, 10, 30, 100)


def judgements() -> dict[str, Callable[[], Scores]]:
    """Return the judgements measured here."""
    return {"stances": stances, "concert": concert}


def stances() -> Scores:
    """Score predicted votes in four conversations, a tenth held out of those of people with 15 or more: log loss, vote by vote."""
    if not FOLDER.is_dir():
        raise NoData("the conversations (../shared)")
    ours, by_group, by_statement, clusters = [], [], [], []
    for name in ROOMS:
        votes, group = exported(FOLDER / name)
        rows_of, columns_of = np.nonzero((votes != UNSEEN) & ((votes != UNSEEN).sum(axis=1) >= 15)[:, None])
        names, own = np.unique(group, return_inverse=True)
        for seed in range(SEEDS):
            held = np.random.default_rng(seed).random(len(rows_of)) < 0.1
            rows, columns = rows_of[held], columns_of[held]
            shown, answer = votes.copy(), votes[rows, columns] + 1
            shown[rows, columns] = UNSEEN
            chance = predict_stance(shown, cells=(rows, columns)).probability
            count = np.stack([shown == code for code in (-1, 0, 1)], axis=2).astype(float)
            share = (count.sum(axis=0) + 1) / (count.sum(axis=(0, 2))[:, None] + 3)
            inside = np.stack([count[group == g].sum(axis=0) for g in names])[own[rows], columns]
            grouped = (inside + 5 * share[columns]) / (inside.sum(axis=1, keepdims=True) + 5)
            at = np.arange(len(rows))
            ours.append(-np.log(chance[at, answer]))
            by_group.append(-np.log(grouped[at, answer]))
            by_statement.append(-np.log(share[columns, answer]))
            clusters += [f"{name} {row}" for row in rows]
    return Scores(
        ours=np.concatenate(ours),
        baselines={"by-group": np.concatenate(by_group), "by-statement": np.concatenate(by_statement)},
        clusters=clusters,
        data_to="2018",
    )


def concert() -> Scores:
    """Score whether copies, and votes in step, are found where they were planted and nowhere else: right or not, room by room.

    Copies are 3, 10, 30 or 100, in turn, with a twentieth of their votes drawn anew.
    """
    ours, nobody, equal, clusters = [], [], [], []
    for seed in range(1000, 1000 + SIMULATED):
        room = honest_room(seed)
        copied = with_copies(room, seed, copies=COPIES[seed % len(COPIES)], slips=0.05)
        for look, planted in ((clones, copied), (coordinated, with_company(room, seed))):
            there = any((np.asarray(one.participants) >= room.shape[0]).any() for one in look(planted).sets)
            ours += [float(not look(room).sets), float(there)]
            nobody += [1.0, 0.0]
            equal += [float(not _equal_ballots(room)), float(_equal_ballots(planted))]
            clusters += [seed, seed]
    return Scores(ours=ours, baselines={"nobody": nobody, "equal-ballots": equal}, clusters=clusters, held_out=False)


def _equal_ballots(room: Ballots) -> bool:
    """Return whether two people with ten votes or more cast the same votes on the same statements."""
    votes = room.matrix()
    long = votes[(votes != UNSEEN).sum(axis=1) >= 10]
    return len(np.unique(long, axis=0)) < len(long)
