"""Digital or cyber: how often the filing is right, by words and by words and vectors, beside baselines, on four sets in one run.

    PYTHONPATH=src python -m benchmarks.diplomacy          # texts left out of training, short examples, the examples' own activities
    PYTHONPATH=src python -m benchmarks.diplomacy --test   # and the test part: one more look, which is counted

Texts left out: every training text, by weights that did not see it; the lexicons were made beside most of them, so the figure without
words that no other text has stands beside it. Short examples: one sentence each, written for this from the definitions, by the author of
the third training part. The examples' own activities, as their desks filed them (unchanged since commit a6c526d): what the rows say,
without the columns ``digital`` and ``cyberspace`` of the activity; and the text as the question reads it, ``means`` and the issue's flag
hidden too: title, aims and the issue's question, or the title alone. The test part was written apart and is read nowhere but here and in
``benchmarks/judged/texts.py``. Baselines: the commonest label, the label that the text gives itself, and, for the activities, "always
cyber". With vectors it needs the extra ``nlp``.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from benchmarks.diplomacy_fit import chances, folds_of, labels_at, read
from benchmarks.diplomacy_set import HERE, LABELLED, joined, part, rows, supplements
from benchmarks.looks import looked

from legation.dossier import Dossier, Wording, standing
from legation.dossier.files.folder import load
from legation.dossier.tables.strategy import filed
from legation.methods.text.diplomacy import file_activity, label_of
from legation.methods.text.diplomacy.lexicon import TESTS
from legation.methods.text.diplomacy.models import Method, models
from legation.questions.strategy.activity_kinds import declared_by_rows
from legation.questions.strategy.digital_or_cyber import proposed

METHODS: tuple[Method, ...] = ("words", "words and vectors")
DOUBTED = ("015", "016", "043", "049", "087", "101", "104", "123", "129", "138", "139", "152", "155", "007", "040")
"""Texts of the test part of which a phrase stands in the coders' lists of doubts: these lists were read before the lexicon was made."""


def interval(right: np.ndarray, draws: int = 4000) -> str:
    if not right.size:
        return "none"
    rng = np.random.default_rng(6)
    means = right[rng.integers(right.size, size=(draws, right.size))].mean(1)
    low, high = np.quantile(means, (0.025, 0.975))
    return f"{right.mean():.3f} ({low:.3f} to {high:.3f}, n = {right.size})"


def by_name(text: str) -> str:
    """The label that the text gives itself."""
    plain = text.lower()
    digital = any(name in plain for name in ("digital dipl", "diplomatie num", "diplomatie digit", "pour le numérique", "virtual dipl"))
    cyber = any(name in plain for name in ("cyber dipl", "cyber-dipl", "cyberdipl"))
    return "both" if digital and cyber else "digital" if digital else "cyber" if cyber else "neither"


def show(name: str, labels: Sequence[str], gold: Sequence[str], likeliest: Sequence[str] = ()) -> None:
    """Print how often a label is right, how many are left without one, how often it is right on the rest, and if none were left."""
    right = np.array([a == b for a, b in zip(labels, gold, strict=True)])
    given = np.array([label != "undecided" for label in labels])
    forced = f"  if all were given {np.mean([a == b for a, b in zip(likeliest, gold, strict=True)]):.3f}" if likeliest else ""
    print(f"  {name:34s} {interval(right)}  left without {1 - given.mean():.3f}  on the rest {interval(right[given])}{forced}")


def left_out_texts() -> None:
    texts = part("train")
    coded = len(texts.texts)
    for further in supplements():
        texts = joined(texts, further)
    seen, gold, folds = read(texts), texts.agreed("label"), folds_of(texts)
    print(f"\ntraining texts left out ({coded} coded by three, {len(gold) - coded} by their author)")
    for method in METHODS:
        chance, _ = chances(seen, folds, with_vectors=method != "words")
        for which, how in ((0, method), (1, f"{method}, no rare words")):
            labels, forced = (labels_at(chance, level, which) for level in (models(method).level, 0.0))
            show(how, labels, gold, forced)
            show("   of the coded", labels[:coded], gold[:coded], forced[:coded])
    show("commonest label", [Counter(gold).most_common(1)[0][0]] * len(gold), gold)
    show("own name", [by_name(t["text"]) for t in texts.texts], gold)


def short_examples() -> None:
    found = rows("short")
    gold = [row["label"] for row in found]
    print("\nshort examples")
    for method in METHODS:
        filings = [file_activity(row["text"], row["lang"], method=method) for row in found]
        show(method, [f.label for f in filings], gold, [f.likeliest for f in filings])
    show("commonest label", [Counter(gold).most_common(1)[0][0]] * len(gold), gold)
    show("own name", [by_name(row["text"]) for row in found], gold)


def activities(folder: Path = HERE / "examples") -> None:
    gold: list[str] = []
    found: dict[str, list[str]] = {"the rows": [], "the rows, text for what is open": []}
    for path in sorted(folder.iterdir()):
        dossier = load(path)
        for row in standing(dossier.activities):
            gold.append(filed(dossier, row))
            told = declared_by_rows(dossier, row).answers
            rows_say = label_of(*(("yes" if told[test] else "no") if test in told else "unclear" for test in TESTS))
            found["the rows"].append(rows_say)
            found["the rows, text for what is open"].append(proposed(dossier, row).label)
        for method in METHODS:
            for name, aims in (("the text", True), ("the title alone", False)):
                text = hidden(dossier, aims=aims)
                labels = found.setdefault(f"{name}: {method}", [])
                labels += [proposed(text, row, method=method).label for row in standing(text.activities)]
    print("\nthe examples' own activities")
    for name, labels in found.items():
        show(name, labels, gold)
    show("always cyber", ["cyber"] * len(gold), gold)


def hidden(dossier: Dossier, *, aims: bool = True) -> Dossier:
    """Return a dossier in which no row says what an activity uses, nor whether anything arises in cyberspace; or not even its aims."""
    bare = {"digital": None, "cyberspace": None, "means": Wording()} | ({} if aims else {"objectives": ()})
    return dataclasses.replace(
        dossier,
        activities=tuple(dataclasses.replace(row, **bare) for row in dossier.activities),
        issues=tuple(dataclasses.replace(row, cyberspace=None) for row in dossier.issues),
    )


def test_part() -> None:
    looked("filing")
    test = part("test")
    gold = test.agreed("label")
    told = {column: np.array([t[column] for t in test.texts]) for column in ("lang", "official_contradiction", "id")}
    masks = {
        "English": told["lang"] == "en",
        "French": told["lang"] == "fr",
        "label contradicted": told["official_contradiction"] == "1",
        "without the doubted": np.array([one.split("-")[1] not in DOUBTED for one in told["id"]]),
    }
    print("\ntest part")
    for method in METHODS:
        filings = [file_activity(t["text"], method=method) for t in test.texts]
        labels, likeliest = [f.label for f in filings], [f.likeliest for f in filings]
        show(method, labels, gold, likeliest)
        for name, mask in masks.items():
            at = np.flatnonzero(mask)
            show(f"   {name}", [labels[i] for i in at], [gold[i] for i in at], [likeliest[i] for i in at])
        for column in TESTS:
            answers = [f.reasons[column].answer for f in filings]
            print(f"     test {column:10s} {interval(np.array([a == b for a, b in zip(answers, test.agreed(column), strict=True)]))}")
        print("     (coded, given):", dict(sorted(Counter(zip(gold, labels, strict=True)).items())))
    show("commonest label", [Counter(gold).most_common(1)[0][0]] * len(gold), gold)
    show("own name", [by_name(t["text"]) for t in test.texts], gold)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--test", action="store_true", help="look at the test part too")
    wanted = parser.parse_args()
    if not (LABELLED / "texts-test.csv").is_file():
        print("diplomacy: skipped, labelled/diplomacy is not there")
        return
    short_examples()
    activities()
    left_out_texts()
    if wanted.test:
        test_part()


if __name__ == "__main__":
    main()
