"""Who blames whom: the reader on sentences that were never looked at, beside simple rules.

``python -m benchmarks.blame`` reads the test parts of ``labelled/blame``, which no training and no choice of words, rules or levels has
seen: the first one, the second one and the neutral sentences, where they are there; ``python -m benchmarks.blame test-2 neutral`` reads
those that are named. Each reading counts as a look (``looks.toml``). What is shown unreviewed (`blame`) and what a reviewer is offered
(`consider`) stand beside showing everything that is offered, as the reader did before, a bag of words and a constant guess; every figure
is given against each of the two blind coders, with a 95 % interval over sentences. Beside them stands how well coder b meets coder a.
"""

from __future__ import annotations

import csv
import sys
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
PARTS = ("test", "test-2", "neutral")
PARTY = frozenset({"breached organisation", "attacker/hackers"})
DRAWS = 1000
CODES = ("holder", "target", "cause", "stance", "span")


def rows(coder: str, part: str) -> list[dict[str, str]]:
    """Return a coding in the columns of the desk's template; a sentence without blame has one row with empty codes."""
    with (HERE / f"sentences-{part}.csv").open(encoding="utf-8", newline="") as lines:
        texts = {row["id"]: row for row in csv.DictReader(lines)}
    with (HERE / f"{coder}-{part}.csv").open(encoding="utf-8", newline="") as lines:
        coded = [row for row in csv.DictReader(lines) if row["target"]]
    there = {row["id"] for row in coded}
    empty = [{"id": id_, "holder": "", "target": "", "cause": "", "stance": "", "span": ""} for id_ in texts if id_ not in there]
    return [{**row, "lang": texts[row["id"]]["lang"], "sentence": texts[row["id"]]["text"]} for row in [*coded, *empty]]


def training() -> list[dict[str, str]]:
    """Return the rows of every training sentence, the double-coded ones by both coders: what the simple rules learn from as well."""
    return [row for coder in CODERS for row in rows(coder, "train")] + [row for n in (2, 3) for row in rows("author", f"train-{n}")]


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
    words = make_union(TfidfVectorizer(ngram_range=(1, 2)), TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2))
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


def offered(text: str, lang: str) -> tuple[Blame, ...]:
    """Return what a reviewer is offered: what the reader showed before it had a gate and a level."""
    return consider(text, lang).blames


def accused(part: Sequence[Row], reader: Reader) -> np.ndarray:
    """Return of each sentence: rows right, read, coded; whether anybody is accused whom the key does not hold, and firm or attacker so."""
    coded: dict[tuple[str, str, str], set[tuple[str, str]]] = {}
    for row in part:
        told = coded.setdefault((row["id"], row["sentence"], row["lang"]), set())
        told |= {(row["target"], row["stance"])} if row["target"] else set()
    counts = []
    for (_, text, lang), so in coded.items():
        said = {(one.target, one.stance) for one in reader(text, lang)}
        wrong = {target for target, stance in said - so if stance == "blames"}
        counts.append((len(said & so), len(said), len(so), bool(wrong), bool(wrong & PARTY)))
    return np.array(counts, float)


def rate(above: np.ndarray, below: np.ndarray) -> str:
    """Return a ratio of sums with its 95 % interval over sentences drawn anew."""
    if not below.sum():
        return "-"
    drawn = np.random.default_rng(0).integers(len(above), size=(DRAWS, len(above)))
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = np.nanquantile(above[drawn].sum(axis=1) / below[drawn].sum(axis=1), (0.025, 0.975))
    return f"{above.sum() / below.sum():.3f} ({low:.3f} to {high:.3f})"


def show_accused(name: str, counts: np.ndarray) -> None:
    """Print what is read, and whom it accuses wrongly."""
    right, said, so, wrong, party = counts.T
    each = np.ones(len(counts))
    print(
        f"  {name:28} precision {rate(right, said)} · recall {rate(right, so)} · F1 {rate(2 * right, said + so)} · "
        f"wrong accusation {rate(wrong, each)} · of firm or attacker {rate(party, each)}"
    )


def neutral() -> list[dict[str, str]]:
    """Return the neutral sentences as rows without codes; none where they are not there."""
    path = HERE / "sentences-neutral.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            {"id": row["id"], "lang": row["lang"], "kind": row["kind"], "sentence": row["text"]} | dict.fromkeys(CODES, "")
            for row in csv.DictReader(lines)
        ]


def overlap(part: Sequence[Row]) -> list[float]:
    """Return, for each row whose target and stance were read, how much of both spans together the two share, 0 to 1."""
    found = []
    for row in part:
        start = row["sentence"].find(row["span"])
        hit = next((b for b in offered(row["sentence"], row["lang"]) if (b.target, b.stance) == (row["target"], row["stance"])), None)
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


def coded_part(part: str, readers: Mapping[str, Reader]) -> None:
    """Print the figures of a part that two blind coders coded."""
    for coder in CODERS:
        test = rows(coder, part)
        rows_told = sum(bool(row["target"]) for row in test)
        print(f"blame, part {part} against {coder}: {len({row['id'] for row in test})} sentences, {rows_told} rows")
        for name, reader in readers.items():
            show_accused(name, accused(test, reader))
        for name, reader in readers.items():
            show(name, checked(test, reader=reader))
        for lang in ("en", "fr"):
            show(f"offered, {lang}", checked([row for row in test if row["lang"] == lang], reader=offered))
        shared = overlap(test)
        print(f"  spans: {np.mean(shared):.2f} of both shared on average, at least half in {np.mean(np.array(shared) >= 0.5):.2f}")
    first, second = (rows(coder, part) for coder in CODERS)
    show("coder-b against coder-a", checked(first, reader=other_coder(second)))
    texts = {(row["sentence"], row["lang"]) for row in first}
    print(f"  abstained: {sum(consider(*text).abstained for text in texts)} of {len(texts)}")


def neutral_part(readers: Mapping[str, Reader]) -> None:
    """Print in how many neutral sentences somebody is accused."""
    part = neutral()
    print(f"blame, neutral sentences: {len(part)}")
    for name, reader in readers.items():
        counts = accused(part, reader)
        said = (counts[:, 1] > 0).astype(float)
        each = np.ones(len(counts))
        print(f"  {name:28} accused {rate(counts[:, 3], each)}, {int(counts[:, 3].sum())} · anything read {rate(said, each)}")
    for kind in sorted({row["kind"] for row in part}):
        some = [row for row in part if row["kind"] == kind]
        print(f"    {kind}: shown accused {int(accused(some, blame)[:, 3].sum())} of {len(some)}")


def main() -> None:
    """Print the figures of the parts that are named, otherwise of all that are there."""
    wanted = sys.argv[1:] or PARTS
    if unknown := sorted(set(wanted) - set(PARTS)):
        sys.exit(f"blame must be {' | '.join(PARTS)} (got {', '.join(unknown)})")
    there = [part for part in PARTS if part in wanted and (HERE / f"sentences-{part}.csv").is_file()]
    if not there:
        print("blame: skipped, the sentences are not there")
        return
    train = training()
    readers: dict[str, Reader] = {
        "shown unreviewed": blame,
        "offered (shown before)": offered,
        "bag of words": bag_of_words(train),
        "constant": constant(train),
    }
    for part in there:
        looked("blame" if part == "test" else f"blame-{part}")
        neutral_part(readers) if part == "neutral" else coded_part(part, readers)


if __name__ == "__main__":
    main()
