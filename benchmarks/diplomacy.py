"""Digital or cyber: how often the filing is right, on texts left out and on the test part, beside two baselines.

    PYTHONPATH=src python -m benchmarks.diplomacy

The gold label is what two of three codings say. Baselines: the commonest label, and the label that the text gives itself. The test part was
written apart from the training part and is read nowhere but here.
"""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
from benchmarks.diplomacy_fit import FOLDS, WEIGHTS, answers, left_out, rows_of, slope
from benchmarks.diplomacy_set import LABELLED, Part, joined, part, supplement, twins
from benchmarks.looks import looked

from legation.methods.text.diplomacy import file_activity, label_of
from legation.methods.text.diplomacy.lexicon import TESTS

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


def show(name: str, texts: Part, labels: list[str], said: dict[str, list[str]]) -> None:
    gold = texts.agreed("label")
    right = np.array([a == b for a, b in zip(labels, gold, strict=True)])
    decided = np.array([label != "undecided" for label in labels])
    lang = np.array([t["lang"] for t in texts.texts])
    contradicted = np.array([t["official_contradiction"] == "1" for t in texts.texts])
    doubted = np.array([t["id"].split("-")[1] in DOUBTED for t in texts.texts])
    print(f"\n{name}")
    for title, chosen in (
        ("all", np.ones(right.size, bool)),
        ("English", lang == "en"),
        ("French", lang == "fr"),
        ("label contradicted", contradicted),
        ("label contradicted, French", contradicted & (lang == "fr")),
        ("where it decides", decided),
        *((("without the doubted texts", ~doubted),) if "test" in name else ()),
    ):
        print(f"  {title:28s} {interval(right[chosen])}")
    print(f"  undecided {1 - decided.mean():.3f}, of the gold {gold.count('undecided') / len(gold):.3f}")
    for test in TESTS:
        told = texts.agreed(test)
        print(f"  test {test:10s} {interval(np.array([a == b for a, b in zip(said[test], told, strict=True)]))}")
    for title, other in (
        ("commonest label", [Counter(gold).most_common(1)[0][0]] * len(gold)),
        ("own name", [by_name(t["text"]) for t in texts.texts]),
    ):
        print(f"  baseline {title:16s} {interval(np.array([a == b for a, b in zip(other, gold, strict=True)]))}")
    print("  confusion (gold, said):", dict(sorted(Counter(zip(gold, labels, strict=True)).items())))


def main() -> None:
    """Print the figures."""
    if not (LABELLED / "texts-test.csv").is_file():
        print("diplomacy: skipped, labelled/diplomacy is not there")
        return
    train = part("train")
    every, held = joined(train, supplement()), len(train.texts)
    group = twins(train)
    folds = np.random.default_rng(6).permutation(group.max() + 1)[group] % FOLDS
    bands = json.loads(WEIGHTS.read_text("utf-8"))
    for which, name in (
        (0, "training part, texts left out; the lexicon was made beside them"),
        (1, "the same without words that no other text has"),
    ):
        said = {}
        for test in TESTS:
            full, less, vague = rows_of(every, test)
            scores = left_out(full, less, every.share(test), folds, test)
            probability = 1 / (1 + np.exp(-slope(scores, train.share(test)) * scores[which]))
            said[test] = answers(probability, vague[:held], bands[test]["band"], bands[test]["vague_band"])
        show(name, train, [label_of(*three) for three in zip(*said.values(), strict=True)], said)
    looked("filing")
    test_part = part("test")
    filed = [file_activity(t["text"]) for t in test_part.texts]
    show("test part", test_part, [f.label for f in filed], {test: [f.reasons[test].answer for f in filed] for test in TESTS})


if __name__ == "__main__":
    main()
