"""Make the weights of the blame classifier anew from the training sentences: ``python labelled/blame_weights.py``.

Reads sentences-train.csv with the two blind codings, and practice.txt; never a file of the test part. Needs scikit-learn (the group
``bench``); the product itself reads only the numbers that are written here. Every sentence is also read by weights that have not seen it
(ten folds, each language dealt out evenly): what is then taken for what goes into confusion.json, by which counts are corrected, and the
accuracy is printed.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

import legation.methods.text.blame as family
from legation.methods.text.blame.blame import Considered, consider
from legation.methods.text.blame.checked import COLUMNS, checked
from legation.methods.text.blame.features import features
from legation.methods.text.blame.holder import frames
from legation.methods.text.blame.model import NONE
from legation.methods.text.blame.reading import Mention, Reading, read

HERE = Path(__file__).parent / "blame"
OUT = Path(family.__file__).parent
CODERS = ("coder-a", "coder-b")
STRENGTH = 0.2
"""Inverse of the penalty on the squared weights, chosen by cross-validation with FEWEST and WORTH."""
FEWEST = 4
"""A feature counts from this many examples on (two sentences, each coded by two)."""
LEFT_OUT = ("word:",)
"""Features that did not help: all words of a clause."""
FOLDS = 10
AS_GIVEN = re.compile(r"\[([a-z ]+)\|([^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Example:
    """One mention with a stance by one hand; `group` is the sentence, none for practice."""

    found: frozenset[str]
    stance: str
    weight: float
    group: str | None
    at: int


def rows_of(name: str) -> Mapping[str, list[Mapping[str, str]]]:
    """Return the rows of a coding by sentence; a sentence without blame has none."""
    found: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["target"]:
                found[row["id"]].append(row)
    return found


def sentences(name: str = "sentences-train.csv") -> list[Mapping[str, str]]:
    """Return the sentences with language and outlet."""
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def placed(reading: Reading, rows: Sequence[Mapping[str, str]]) -> dict[int, str | None]:
    """Return the stance of each coded mention by its number; None for further mentions within the same span, which teach nothing."""
    stances: dict[int, str | None] = {}
    for row in rows:
        start = reading.text.find(row["span"])
        end = start + len(row["span"])
        same = [(i, m) for i, m in enumerate(reading.mentions) if m.target == row["target"]]
        free = [pair for pair in same if pair[0] not in stances] or same
        if not free:
            continue
        at = min(free, key=lambda pair: (_distance(pair[1], start, end), pair[1].start))[0]
        stances.setdefault(at, row["stance"])
        for i, mention in same:
            if i != at and start <= mention.start < end:
                stances.setdefault(i, None)
    return stances


def _distance(mention: Mention, start: int, end: int) -> int:
    return 0 if start <= mention.start < end else min(abs(mention.start - start), abs(mention.end - end))


def examples() -> Iterator[Example]:
    """Yield every mention of the training sentences twice, with each coder's stance at half weight, then the practice sentences."""
    codings = [rows_of(f"{coder}-train.csv") for coder in CODERS]
    for sentence in sentences():
        reading = read(sentence["text"], sentence["lang"])
        there = frames(reading)
        labels = [placed(reading, coding.get(sentence["id"], [])) for coding in codings]
        for at, mention in enumerate(reading.mentions):
            found = features(reading, there, mention)
            for label in labels:
                stance = label.get(at, NONE)
                yield Example(found, stance or NONE, 0.0 if stance is None else 1 / len(labels), sentence["id"], at)
    for line in (HERE / "practice.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield from _practised(line)


def _practised(line: str) -> Iterator[Example]:
    lang, marked = line.split("\t")
    marks, text, place = [], "", 0
    for found in AS_GIVEN.finditer(marked):
        text += marked[place : found.start()]
        marks.append((len(text), len(text) + len(found[2]), found[1]))
        text, place = text + found[2], found.end()
    reading = read(text + marked[place:], lang)
    there = frames(reading)
    for at, mention in enumerate(reading.mentions):
        stance = next((s for start, end, s in marks if mention.start < end and mention.end > start), NONE)
        yield Example(features(reading, there, mention), stance, 1.0, None, at)


def fitted(given: Sequence[Example]) -> tuple[DictVectorizer, LogisticRegression]:
    """Return the linear classifier of some examples."""
    used = [e for e in given if e.weight > 0]
    often = Counter(name for e in used for name in e.found)
    kept = {name for name, count in often.items() if count >= FEWEST and not name.startswith(LEFT_OUT)}
    columns = DictVectorizer()
    table = columns.fit_transform([dict.fromkeys(sorted(e.found & kept), 1.0) for e in used])
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    model.fit(table, [e.stance for e in used], sample_weight=[e.weight for e in used])
    return columns, model


def write(columns: DictVectorizer, model: LogisticRegression, path: Path) -> None:
    """Write the weights, three digits behind the point, features in the order of the alphabet."""
    table = {
        name: [round(float(v), 3) for v in model.coef_[:, at]]
        for name, at in sorted(columns.vocabulary_.items())
        if abs(model.coef_[:, at]).max() >= 0.0005
    }
    content = {"stances": list(model.classes_), "bias": [round(float(v), 3) for v in model.intercept_], "weights": table}
    lines = json.dumps(content, ensure_ascii=False, sort_keys=True).replace('], "', '],\n"')
    path.write_text(lines + "\n", encoding="utf-8")


def unseen(given: Sequence[Example]) -> dict[str, Considered]:
    """Return every training sentence as read by weights that have not seen it."""
    texts = {row["text"]: row for row in sorted(sentences(), key=lambda row: row["lang"])}
    fold = {row["id"]: at % FOLDS for at, row in enumerate(texts.values())}
    found = {}
    for number in range(FOLDS):
        columns, model = fitted([e for e in given if e.group is None or fold[e.group] != number])

        def weigh(names: Iterable[str], columns: DictVectorizer = columns, model: LogisticRegression = model) -> Mapping[str, float]:
            return dict(zip(model.classes_, model.predict_proba(columns.transform([dict.fromkeys(names, 1.0)]))[0], strict=True))

        for row in texts.values():
            if fold[row["id"]] == number:
                found[row["text"]] = consider(row["text"], row["lang"], weigh=weigh)
    return found


def coded(coder: str, part: str = "train") -> Iterator[dict[str, str]]:
    """Yield a coder's rows in the columns of the desk's own template, sentences without blame among them."""
    rows = rows_of(f"{coder}-{part}.csv")
    for sentence in sentences(f"sentences-{part}.csv"):
        for row in rows.get(sentence["id"]) or [dict.fromkeys(COLUMNS, "")]:
            yield {
                **{name: row[name] for name in ("holder", "target", "cause", "stance")},
                "id": sentence["id"],
                "lang": sentence["lang"],
                "sentence": sentence["text"],
            }


def main() -> None:
    """Write weights and confusion, and print the accuracy by cross-validation."""
    given = list(examples())
    write(*fitted(given), OUT / "weights.json")
    read_blind = unseen(given)
    results = [checked(coded(coder), reader=lambda text, _: read_blind[text].blames) for coder in CODERS]
    for coder, result in zip(CODERS, results, strict=True):
        for field in ("precision", "recall", "f1", "target_f1", "holder", "cause"):
            rate = getattr(result, field)
            sys.stdout.write(f"{coder} {field}: {rate.value:.2f} ({rate.low:.2f} to {rate.high:.2f})\n")
    sys.stdout.write(f"abstained: {sum(one.abstained for one in read_blind.values())} of {len(read_blind)}\n")
    mistakes = {
        "read": (sum(r.mistakes.read for r in results) / len(results)).tolist(),
        "spurious": (sum(r.mistakes.spurious for r in results) / len(results)).tolist(),
        "sentences": results[0].mistakes.sentences,
    }
    (OUT / "confusion.json").write_text(json.dumps(mistakes) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
