"""Judgements on texts: who blames whom, digital or cyber, where words place an actor."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from benchmarks.paired import NoData, Scores, f1

from legation.methods.text.scaling import Counts, counts, left_out, wordscores

__all__ = ["judgements"]

SESSIONS = range(68, 73)
REFERENCES, DRAWINGS = 20, 10
CHANCE = 0.05
"""Share of places dealt by chance that may do as well, as in the question."""


def judgements() -> dict[str, Callable[[], Scores]]:
    """Return the judgements measured here."""
    return {"blame": blamed, "filing": filed, "words-placed": placed}


def blamed() -> Scores:
    """Score who is blamed or excused, as it is offered for review, sentence by sentence of the test part, against coder a: F1."""
    from benchmarks.blame import HERE, bag_of_words, constant, offered, rows, training

    if not (HERE / "sentences-test.csv").is_file():
        raise NoData("labelled/blame")
    train = training()
    gold: dict[tuple[str, str, str], set[tuple[str, str]]] = {}
    for row in rows("coder-a", "test"):
        told = gold.setdefault((row["id"], row["sentence"], row["lang"]), set())
        told |= {(row["target"], row["stance"])} if row["target"] else set()
    found = {}
    for name, read in (("ours", offered), ("bag-of-words", bag_of_words(train)), ("constant", constant(train))):
        said = [{(one.target, one.stance) for one in read(text, lang)} for _, text, lang in gold]
        found[name] = np.array([[len(a & b), len(a - b), len(b - a)] for a, b in zip(said, gold.values(), strict=True)])
    return Scores(ours=found.pop("ours"), baselines=found, of=f1, data_to="2026")


def filed() -> Scores:
    """Score the label of activities, text by text of the test part: right or not."""
    from benchmarks.diplomacy import by_name
    from benchmarks.diplomacy_set import LABELLED, part, twins

    from legation.methods.text.diplomacy import file_activity

    if not (LABELLED / "texts-test.csv").is_file():
        raise NoData("labelled/diplomacy")
    test = part("test")
    gold = test.agreed("label")
    commonest = Counter(part("train").agreed("label")).most_common(1)[0][0]
    said = {
        "ours": [file_activity(t["text"]).label for t in test.texts],
        "commonest-label": [commonest] * len(gold),
        "own-name": [by_name(t["text"]) for t in test.texts],
    }
    right = {name: [float(a == b) for a, b in zip(labels, gold, strict=True)] for name, labels in said.items()}
    return Scores(ours=right.pop("ours"), baselines=right, clusters=twins(test), data_to="2026")


def placed() -> Scores:
    """Score Wordscores on the General Debate, sessions 68 to 72: how far from where votes of that session place the speaker.

    Twenty speakers drawn at random are references: their places are those that Bailey, Strezhnev and Voeten found in their votes. As the
    question does, the others are placed only where each reference, left out, is placed nearer than the mean and the median of the rest do
    it, and than places dealt by chance; ten drawings for each session.
    """
    given = _debates()
    low, high = min(given.place.values()), max(given.place.values())
    found: dict[str, list[float]] = {"ours": [], "mean-of-others": [], "median-of-others": [], "regional-group": []}
    clusters: list[str] = []
    for session, seed in itertools.product(SESSIONS, range(DRAWINGS)):
        speakers, counted = given.spoken[session]
        truth = np.array([given.place[one, session] for one in speakers])
        group = np.array([given.region.get(one, one) for one in speakers])
        chosen = np.sort(np.random.default_rng(seed).choice(len(speakers), REFERENCES, replace=False))
        known = {int(row): float(truth[row]) for row in chosen}
        check = left_out(counted, known, rescale="lbg", within=(low, high), seed=seed)
        if not (check.mean_error < check.mean_error_unread and check.chance <= CHANCE):
            continue
        score = np.clip(wordscores(counted, known, rescale="lbg").score, low, high)
        for row in np.setdiff1d(np.arange(len(speakers)), chosen):
            fellows = truth[chosen][group[chosen] == group[row]]
            guesses = (score[row], truth[chosen].mean(), np.median(truth[chosen]), (fellows if fellows.size else truth[chosen]).mean())
            for name, guess in zip(found, guesses, strict=True):
                found[name].append(abs(float(guess) - float(truth[row])))
            clusters.append(speakers[row])
    return Scores(ours=found.pop("ours"), baselines=found, clusters=clusters, data_to="2017-09")


@dataclass(frozen=True)
class _Debates:
    """By session: who spoke, the words; by speaker and session its published place; by speaker its regional group."""

    spoken: dict[int, tuple[list[str], Counts]]
    place: dict[tuple[str, int], float]
    region: dict[str, str]


def _debates() -> _Debates:
    import pyarrow.parquet as pq
    from benchmarks.ideal_points import PUBLISHED
    from benchmarks.judged.record import GROUPS
    from benchmarks.uptake import SPEECHES

    if not SPEECHES.is_file() or not PUBLISHED.is_file():
        raise NoData("speeches and published places (../shared)")
    with PUBLISHED.open(encoding="latin-1") as lines:
        places = {(row["iso3c"], int(row["session"])): float(row["IdealPoint"]) for row in csv.DictReader(lines)}
    with GROUPS.open(encoding="utf-8") as lines:
        region = {row["iso3"]: row["group"] for row in csv.DictReader(lines)}
    rows = pq.read_table(SPEECHES, columns=["iso3", "session", "text"]).to_pylist()
    spoken = {}
    for session in SESSIONS:
        there = [row for row in rows if (row["iso3"], row["session"]) in places and row["session"] == session]
        spoken[session] = [row["iso3"] for row in there], counts([row["text"] for row in there], lang="en")
    return _Debates(spoken, {key: value for key, value in places.items() if key[1] in SESSIONS}, region)
