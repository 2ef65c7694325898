"""Judgements on votes and voters, measured on the General Assembly's record (``../shared``)."""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable

import numpy as np
from benchmarks import paths, titles, unga
from benchmarks.paired import NoData, Scores
from benchmarks.votes_baselines import nearest_share, vote_distance

from legation.methods.voting import before_the_vote, blocs, swing
from legation.methods.voting.swing_backtest import average_precision

__all__ = ["judgements"]

FIRST, LAST = 69, 72
"""Sessions that the formulas were not fitted on."""
DATA_TO = "2017-12"
DECLARED = 20
GROUPS = unga.ROOT.parent / "shared" / "data" / "cases" / "un_regional_groups.csv"


def judgements() -> dict[str, Callable[[], Scores]]:
    """Return the judgements measured here."""
    return {"votes-alike": alike, "votes-passage": passage, "swing": changes, "blocs": groups, "positions-over-time": points}


@functools.cache
def _record() -> unga.Record:
    if not unga.is_there():
        raise NoData("the General Assembly's record (../shared)")
    return unga.load()


def alike() -> Scores:
    """Score the votes of those who declared nothing, 20 declared ones drawn at random: share right on each contested roll call."""
    record = _record()
    found: dict[str, list[float]] = {"ours": [], "commonest-declared": [], "nearest": []}
    clusters = []
    for session in range(FIRST, LAST + 1):
        rng = np.random.default_rng(session)
        history, target = record.sessions(session - 3, session - 1, present=False), record.sessions(session, present=False)
        near = np.exp(-40 * vote_distance(history))
        columns = np.flatnonzero(record.session == session)
        for at in unga.contested(target):
            outcome = target[:, at]
            voters = np.flatnonzero(outcome)
            shown = rng.choice(voters, DECLARED, replace=False)
            known = np.zeros_like(outcome)
            known[shown] = outcome[shown]
            rest = np.flatnonzero(known != outcome)
            guesses = {
                "ours": before_the_vote(history, known).predicted[rest],
                "commonest-declared": np.full(rest.size, np.bincount(outcome[shown], minlength=4).argmax()),
                "nearest": nearest_share(near, known)[rest],
            }
            for name, guess in guesses.items():
                found[name].append(float((guess == outcome[rest]).mean()))
            clusters.append(titles.normalised(record.titles[columns[at]])[1])
    return Scores(ours=found.pop("ours"), baselines=found, clusters=clusters, data_to=DATA_TO)


def passage() -> Scores:
    """Score the chance of two thirds that drawings of the whole vote give (Brier).

    Beside it stand how often the three sessions before had them, and whether the declared votes alone have them.
    """
    record = _record()
    rows = paths.coverage(record, range(FIRST, LAST + 1))
    chance, came = rows[:, 3], rows[:, 7]
    before, alone, clusters = [], [], []
    for session in range(FIRST, LAST + 1):
        rng = np.random.default_rng(session)  # the declared votes that coverage draws
        history, columns = record.sessions(session - 3, session - 1, present=False), np.flatnonzero(record.session == session)
        rate = float(_two_thirds(history[:, unga.contested(history)]).mean())
        target = record.votes[(history > 0).any(axis=1)][:, columns]
        for at in unga.contested(target):
            shown = rng.choice(np.flatnonzero(target[:, at]), paths.DECLARED, replace=False)
            alone.append(float(_two_thirds(target[shown, at][:, None])[0]))
            before.append(rate)
            clusters.append(titles.normalised(record.titles[columns[at]])[1])
    rules = {"base-rate": (np.array(before) - came) ** 2, "declared-alone": (np.array(alone) - came) ** 2}
    return Scores(ours=(chance - came) ** 2, baselines=rules, clusters=clusters, data_to=DATA_TO)


def _two_thirds(votes: np.ndarray) -> np.ndarray:
    """Return which roll calls have two thirds of those who voted yes or no."""
    yes, no = (votes == 1).sum(axis=0), (votes == 3).sum(axis=0)
    return (yes > 0) & (yes >= 2 * no)


def changes() -> Scores:
    """Score the ranking of who votes otherwise on a repeated title: average precision, vote by vote, where anybody did."""
    record = _record()
    found: dict[str, list[float]] = {"ours": [], "past-changes": [], "margin": []}
    clusters = []
    for number, columns in enumerate(titles.series(record)):
        for k in range(1, columns.size):
            session = int(record.session[columns[k]])
            if not FIRST <= session <= LAST:
                continue
            before = np.flatnonzero((record.session >= session - 3) & (record.session < session))
            told = swing(record.votes[:, columns[:k]], record.votes[:, np.setdiff1d(before, columns)])
            after = record.votes[:, columns[k]]
            rows = np.flatnonzero((told.present > 0) & (after > 0))
            moved = (told.present != after)[rows]
            if not moved.any():
                continue
            share = told.changes / np.maximum(told.steps, 1)
            for name, score in (("ours", told.probability), ("past-changes", share), ("margin", told.margin)):
                found[name].append(average_precision(moved, score[rows]))
            clusters.append(number)
    return Scores(ours=found.pop("ours"), baselines=found, clusters=clusters, data_to=DATA_TO)


def groups() -> Scores:
    """Score blocs by the votes of the next session: each member taken to vote as most others of its bloc do, on contested roll calls."""
    record = _record()
    region = regional_groups(record)
    found: dict[str, list[float]] = {"ours": [], "regional-group": [], "commonest-vote": []}
    clusters = []
    for session in range(60, LAST + 1):
        history, target = record.sessions(session - 3, session - 1, present=False), record.sessions(session, present=False)
        placed = np.flatnonzero((history > 0).any(axis=1) & (region >= 0))
        bloc = np.asarray(blocs(history[placed], resamples=1).membership)
        for at in unga.contested(target):
            outcome = target[placed, at]
            for name, label in (("ours", bloc), ("regional-group", region[placed]), ("commonest-vote", np.zeros(placed.size, int))):
                found[name].append(_as_the_others(outcome, label))
            clusters.append(session)
    return Scores(ours=found.pop("ours"), baselines=found, clusters=clusters, data_to=DATA_TO)


def _as_the_others(outcome: np.ndarray, label: np.ndarray) -> float:
    """Return the share of votes cast that most others of the same label cast."""
    right = []
    for one in np.unique(label):
        cast = outcome[(label == one) & (outcome > 0)]
        count = np.bincount(cast, minlength=4)
        for vote in cast:
            others = count.copy()
            others[vote] -= 1
            right.append(others.argmax() == vote if others.any() else False)
    return float(np.mean(right)) if right else float("nan")


def regional_groups(record: unga.Record) -> np.ndarray:
    """Return the number of each actor's regional group, as groups are today; -1 for none."""
    from babel.core import get_global

    with GROUPS.open(encoding="utf-8") as lines:
        regional = {row["iso3"]: row["group"] for row in csv.DictReader(lines)}
    names = sorted(set(regional.values()))
    three = {alias[0]: code for code, alias in get_global("territory_aliases").items() if len(code) == 3 and code.isalpha()}
    codes = [three.get(code, "") for code in record.codes]
    return np.array([names.index(regional[code]) if code in regional else -1 for code in codes])


def points() -> Scores:
    """Score places on the line by votes that the fit did not see (one in twenty): log loss, beside how all, and its group, voted on it."""
    from benchmarks.ideal_points import bridges, columns
    from scipy.special import ndtr

    from legation.methods.voting import ideal_points
    from legation.methods.voting.ideal.fit import BEFOREHAND, TIGHT
    from legation.methods.voting.ideal.kernel import fit_items
    from legation.methods.voting.ideal.panel import panel_of
    from legation.methods.voting.ideal.start import first_items

    record = _record()
    votes = columns()
    out = np.random.default_rng(5).random(votes[3].size) < 0.05
    seen = tuple(column[~out] for column in votes)
    theta = ideal_points(*seen, bridges=bridges(), draws=0).theta
    panel = panel_of(*seen, bridges())
    item = dict(zip(panel.roll_calls, panel.item_of.tolist(), strict=True))
    rows, sessions = ({name: at for at, name in enumerate(names)} for names in (panel.actors, panel.sessions))
    actor, session = np.array([rows.get(x, -1) for x in votes[0][out]]), np.array([sessions.get(x, -1) for x in votes[2][out]])
    at, kind, call = np.array([item.get(x, -1) for x in votes[1][out]]), votes[3][out], votes[1][out]
    kept = (actor >= 0) & (session >= 0) & (at >= 0)
    kept[kept] = ~np.isnan(theta[actor[kept], session[kept]]) & (panel.votes[actor[kept], session[kept]] > 0)
    line = np.nan_to_num(theta[panel.point_actor, panel.point_session])
    items, level = first_items(panel), np.empty((2, panel.item_start.size - 1))
    still = np.zeros(panel.item_value.size)
    fit_items(panel.item_start, panel.item_point, panel.item_value, still, line, items, TIGHT, BEFOREHAND, 20, level[0], level[1])
    own = items[at[kept]]
    leaning = own[:, 0] * theta[actor[kept], session[kept]]
    below, up_to = ndtr(own[:, 1] - leaning), ndtr(own[:, 2] - leaning)
    given = np.column_stack((below, up_to - below, 1 - up_to))[np.arange(kept.sum()), kind[kept] - 1]
    member = dict(zip(record.actors, regional_groups(record).tolist(), strict=True))
    of_seen, of_out = (np.array([member[name] for name in names]) for names in (seen[0], votes[0][out][kept]))
    calls, where = np.unique(seen[1], return_inverse=True)
    there = np.searchsorted(calls, call[kept])
    counts = np.zeros((calls.size, 3))
    np.add.at(counts, (where, seen[3] - 1), 1)
    share = (counts + 1) / (counts.sum(axis=1, keepdims=True) + 3)
    inside = np.zeros((of_seen.max() + 1, calls.size, 3))
    np.add.at(inside, (of_seen[of_seen >= 0], where[of_seen >= 0], seen[3][of_seen >= 0] - 1), 1)
    own_group = np.where((of_out >= 0)[:, None], inside[of_out, there], 0)
    grouped = (own_group + 3 * share[there]) / (own_group.sum(axis=1, keepdims=True) + 3)
    each = np.arange(there.size), kind[kept] - 1
    return Scores(
        ours=-np.log(np.maximum(given, 1e-12)),
        baselines={"roll-call": -np.log(share[there][each]), "regional-group": -np.log(grouped[each])},
        clusters=votes[2][out][kept],
        data_to=DATA_TO,
    )
