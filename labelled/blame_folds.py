"""How well the reader of blame does on sentences that its weights have not seen: nested cross-validation on the double-coded part.

Ten folds, each language dealt out evenly. For each, strength and level are chosen by three folds of the other nine, so that what is chosen
has not seen the sentence either; what one hand coded only ever teaches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from blame_examples import CODERS, Example, rows_of, sentences
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from legation.methods.text.blame.blame import WORTH, Considered, consider
from legation.methods.text.blame.checked import COLUMNS, Checked, checked
from legation.methods.text.blame.lexicon import LANGUAGES, STANCES, TARGETS

STRENGTH = 0.2
"""Inverse of the penalty on the squared weights, chosen by cross-validation with FEWEST and WORTH."""
STRENGTHS, LEVELS = (0.1, 0.2, 0.4), (0.3, 0.36, 0.42)
"""What the nested cross-validation chooses from."""
FEWEST = 4
"""A feature counts from this many examples on (two sentences, each coded by two)."""
LEFT_OUT = ("word:",)
"""Features that did not help: all words of a clause."""
FOLDS, INNER = 10, 3
Row = Mapping[str, str]
Weigh = Callable[[Iterable[str]], Mapping[str, float]]
Choose = Callable[[Sequence[Example], Sequence[Row]], tuple[float, float]]


def fitted(given: Sequence[Example], strength: float = STRENGTH) -> tuple[DictVectorizer, LogisticRegression]:
    """Return the linear classifier of some examples."""
    used = [e for e in given if e.weight > 0]
    often = Counter(name for e in used for name in e.found)
    kept = {name for name, count in often.items() if count >= FEWEST and not name.startswith(LEFT_OUT)}
    columns = DictVectorizer()
    table = columns.fit_transform([dict.fromkeys(sorted(e.found & kept), 1.0) for e in used])
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit(table, [e.stance for e in used], sample_weight=[e.weight for e in used])
    return columns, model


def weighed(given: Sequence[Example], strength: float) -> Weigh:
    """Return the chances that the weights of some examples give."""
    columns, model = fitted(given, strength)
    places, names = columns.vocabulary_, list(model.classes_)

    def weigh(found: Iterable[str]) -> Mapping[str, float]:
        sums = model.intercept_ + model.coef_[:, [places[name] for name in found if name in places]].sum(axis=1)
        shares = np.exp(sums - sums.max())
        return dict(zip(names, (shares / shares.sum()).tolist(), strict=True))

    return weigh


def unseen(given: Sequence[Example], choose: Choose) -> tuple[dict[str, Considered], list[tuple[float, float]]]:
    """Return every double-coded sentence as read without having seen it, and the strength and level chosen for each fold."""
    texts = sorted(sentences(), key=lambda row: row["lang"])
    fold = {row["id"]: at % FOLDS for at, row in enumerate(texts)}
    found, chosen = {}, []
    for number in range(FOLDS):
        rest = [row for row in texts if fold[row["id"]] != number]
        strength, level = choose(given, rest)
        chosen.append((strength, level))
        weigh = weighed([e for e in given if e.group is None or fold[e.group] != number], strength)
        found |= {row["text"]: consider(row["text"], row["lang"], weigh=weigh, worth=level) for row in texts if fold[row["id"]] == number}
    return found, chosen


def ours(given: Sequence[Example], texts: Sequence[Row]) -> tuple[float, float]:
    """Return the strength and the level of the product, whatever the sentences."""
    del given, texts
    return STRENGTH, WORTH


def best(given: Sequence[Example], texts: Sequence[Row]) -> tuple[float, float]:
    """Return the strength and the level with the best F1 of target and stance over folds of some double-coded sentences."""
    fold = {row["id"]: at % INNER for at, row in enumerate(texts)}
    told = [row for row in coded(CODERS[0]) if row["id"] in fold]
    worth = {}
    for strength in STRENGTHS:
        weighs = [weighed([e for e in given if e.group is None or fold.get(e.group, n) != n], strength) for n in range(INNER)]
        for level in LEVELS:
            found = {row["text"]: consider(row["text"], row["lang"], weigh=weighs[fold[row["id"]]], worth=level).blames for row in texts}
            worth[strength, level] = checked(told, reader=lambda text, _, found=found: found[text]).f1.value or 0.0
    return max(worth, key=lambda pair: worth[pair])


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


def report(found: Mapping[str, Considered], chosen: Sequence[tuple[float, float]]) -> Iterator[str]:
    """Yield lines of accuracy: against each coder, for each language, and how often each target and stance is found and right."""
    told = {coder: list(coded(coder)) for coder in CODERS}
    for coder, rows in told.items():
        yield f"{coder}: {line(checked(rows, reader=lambda text, _: found[text].blames))}"
    for lang in LANGUAGES:
        rows = [row for row in told[CODERS[0]] if row["lang"] == lang]
        yield f"{lang}: {line(checked(rows, reader=lambda text, _: found[text].blames))}"
    wanted = {(row["sentence"], row["target"], row["stance"]) for row in told[CODERS[0]] if row["target"]}
    given = {(text, one.target, one.stance) for text, one_sentence in found.items() for one in one_sentence.blames}
    for name, at in (*((target, 1) for target in TARGETS), *((stance, 2) for stance in STANCES)):
        true, said = {row for row in wanted if row[at] == name}, {row for row in given if row[at] == name}
        both = len(true & said)
        yield f"  {name}: precision {both / max(1, len(said)):.2f} recall {both / max(1, len(true)):.2f} of {len(true)}"
    yield f"abstained: {sum(one.abstained for one in found.values())} of {len(found)}"
    yield f"strength and level by fold: {Counter(chosen).most_common()}"


def line(result: Checked) -> str:
    """Return the figures of a result."""
    rates = {field: getattr(result, field) for field in ("precision", "recall", "f1", "target_f1", "holder", "cause")}
    return " · ".join(f"{field} {rate.value:.2f} ({rate.low:.2f} to {rate.high:.2f})" for field, rate in rates.items())
