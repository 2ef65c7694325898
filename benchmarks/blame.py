"""Who blames whom: the reader on sentences that were never looked at, beside a constant guess and a bag of words.

``python -m benchmarks.blame`` reads the test part of ``labelled/blame``, which no training and no choice of words or rules has seen; how
often it was run stands in ``labelled/README.md``. Each figure is given against each of the two blind coders, with a 95 % interval over
sentences; beside them stands how well coder b meets coder a.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from benchmarks.looks import looked

from legation.methods.text.blame import Blame, Checked, blame, checked, consider

HERE = Path(__file__).resolve().parents[1] / "labelled" / "blame"
CODERS = ("coder-a", "coder-b")
FIELDS = ("precision", "recall", "f1", "target_f1", "holder", "cause")
Row = Mapping[str, str]
Reader = Callable[[str, str], Iterable[Blame]]


def rows(coder: str, part: str) -> list[dict[str, str]]:
    """Return a coding in the columns of the desk's template; a sentence without blame has one row with empty codes."""
    with (HERE / f"sentences-{part}.csv").open(encoding="utf-8", newline="") as lines:
        texts = {row["id"]: row for row in csv.DictReader(lines)}
    with (HERE / f"{coder}-{part}.csv").open(encoding="utf-8", newline="") as lines:
        coded = [row for row in csv.DictReader(lines) if row["target"]]
    there = {row["id"] for row in coded}
    empty = [{"id": id_, "holder": "", "target": "", "cause": "", "stance": "", "span": ""} for id_ in texts if id_ not in there]
    return [{**row, "lang": texts[row["id"]]["lang"], "sentence": texts[row["id"]]["text"]} for row in [*coded, *empty]]


def constant(part: Sequence[Row]) -> Reader:
    """Return a reader that finds the most frequent target and stance of the training part in every sentence."""
    (target, stance), _ = Counter((row["target"], row["stance"]) for row in part if row["target"]).most_common(1)[0]
    cause = Counter(row["cause"] for row in part if row["target"] == target).most_common(1)[0][0]
    return lambda text, _: [Blame(holder="author", target=target, cause=cause, stance=stance, start=0, end=len(text))]


def bag_of_words(part: Sequence[Row]) -> Reader:
    """Return a linear classifier for each target and stance over words and pieces of words, of the whole sentence.

    From which score on a label is given is chosen for the best F1 by cross-validation on the training part.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.preprocessing import MultiLabelBinarizer

    labels: dict[str, set[tuple[str, str]]] = {}
    for row in part:
        labels.setdefault(row["sentence"], set()).update([(row["target"], row["stance"])] if row["target"] else [])
    causes = {
        target: Counter(r["cause"] for r in part if r["target"] == target).most_common(1)[0][0]
        for target in {r["target"] for r in part if r["target"]}
    }
    binary = MultiLabelBinarizer()
    wanted = binary.fit_transform(labels.values())
    words = make_union(TfidfVectorizer(ngram_range=(1, 2)), TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)))
    model = make_pipeline(words, OneVsRestClassifier(LogisticRegression(C=10, class_weight="balanced")))
    scores = cross_val_predict(model, list(labels), wanted, cv=3, method="predict_proba")
    level = max(
        np.arange(0.02, 0.6, 0.02), key=lambda at: 2 * ((scores >= at) & (wanted == 1)).sum() / ((scores >= at).sum() + wanted.sum())
    )
    model.fit(list(labels), wanted)

    def read(text: str, lang: str) -> list[Blame]:
        del lang
        found = binary.classes_[model.predict_proba([text])[0] >= level]
        return [Blame(holder="author", target=t, cause=causes[t], stance=s, start=0, end=len(text)) for t, s in found]

    return read


def other_coder(part: Sequence[Row]) -> Reader:
    """Return a coder as a reader, to compare with."""
    coded: dict[str, list[Blame]] = {}
    for row in part:
        if row["target"]:
            one = Blame(holder=row["holder"], target=row["target"], cause=row["cause"], stance=row["stance"], start=0, end=0)
            coded.setdefault(row["sentence"], []).append(one)
    return lambda text, _: coded.get(text, [])


def overlap(part: Sequence[Row]) -> list[float]:
    """Return, for each row whose target and stance were read, how much of both spans together the two share, 0 to 1."""
    found = []
    for row in part:
        start = row["sentence"].find(row["span"])
        hit = next((b for b in blame(row["sentence"], row["lang"]) if (b.target, b.stance) == (row["target"], row["stance"])), None)
        if hit is not None and row["target"]:
            end = start + len(row["span"])
            found.append(max(0, min(end, hit.end) - max(start, hit.start)) / (max(end, hit.end) - min(start, hit.start)))
    return found


def show(name: str, result: Checked) -> None:
    """Print one line of a result."""
    cells = []
    for field in FIELDS:
        rate = getattr(result, field)
        cells.append(f"{field} -" if rate.value is None else f"{field} {rate.value:.2f} ({rate.low:.2f} to {rate.high:.2f})")
    print(f"  {name:28} " + " · ".join(cells))


def main() -> None:
    """Print the figures."""
    if not (HERE / "sentences-test.csv").is_file():
        print("blame: skipped, labelled/blame is not there")
        return
    looked("blame")
    train = [row for coder in CODERS for row in rows(coder, "train")]
    readers: dict[str, Reader] = {"ours": blame, "bag of words": bag_of_words(train), "constant": constant(train)}
    for coder in CODERS:
        test = rows(coder, "test")
        print(
            f"blame, test part against {coder}: {len({row['id'] for row in test})} sentences, "
            f"{sum(bool(row['target']) for row in test)} rows"
        )
        for name, reader in readers.items():
            show(name, checked(test, reader=reader))
        for lang in ("en", "fr"):
            show(f"ours, {lang}", checked([row for row in test if row["lang"] == lang]))
        shared = overlap(test)
        print(f"  spans: {np.mean(shared):.2f} of both shared on average, at least half in {np.mean(np.array(shared) >= 0.5):.2f}")
    first, second = (rows(coder, "test") for coder in CODERS)
    show("coder-b against coder-a", checked(first, reader=other_coder(second)))
    texts = {(row["sentence"], row["lang"]) for row in first}
    print(f"  abstained: {sum(consider(*text).abstained for text in texts)} of {len(texts)}")


if __name__ == "__main__":
    main()
