"""Fit the weights of ``legation.methods.text.diplomacy`` on the training part, and write them into the package.

    PYTHONPATH=src python -m benchmarks.diplomacy_fit

For each test a logistic regression on the share of three codings that say yes, drawn towards the lexicon's own direction: kinds of
words that the lexicon knows may weigh much, words that only the training texts show little. As the lexicon was made beside these texts
it knows their words too well; so every text stands there a second time, with less weight, without the words of the lexicon that occur
in no other text. The slope and the bands in which the method abstains are chosen on scores of texts left out, an English and a French
text on one matter together. The further texts, which only their author coded, teach in every fold and are held out in none. The test part
is not read. A few seconds.
"""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
from benchmarks.diplomacy_set import HERE, Part, joined, part, supplement, twins
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix

from legation.methods.text.diplomacy.features import features
from legation.methods.text.diplomacy.filing import label_of
from legation.methods.text.diplomacy.folded import fold_places
from legation.methods.text.diplomacy.labels import label_pieces
from legation.methods.text.diplomacy.lexicon import DENIED, KINDS, TESTS, hits

WEIGHTS = HERE / "src" / "legation" / "methods" / "text" / "diplomacy" / "weights.json"
RARE = 4
"""Texts in which a word sequence must stand to be weighed."""
FOLDS = 10
SECOND = 0.5
"""Weight of a text without the words that only it has."""
HOLD, HOLD_SECOND, HOLD_WORDS = 1.0, 10.0, 6.0
"""How strongly weights are held to their prior: kinds of the lexicon, the second kind and silence, words of the training texts."""

Row = dict[str, float]


def prior(test: str) -> Row:
    """Where the lexicon itself points before any text is seen, in log-odds."""
    first, second, third, vague = KINDS[test]
    common = {
        first: 1.5,
        f"{first} more": 0.5,
        third: -0.7,
        f"{third} alone": -0.7,
        vague: 0.0,
        DENIED: -0.5,
        "nothing": -1.2,
        "bias": -0.3,
    }
    return common | (
        {second: 1.0, f"{first} and {second}": 0.7}
        if test == "diplomacy"
        else {second: 0.8, f"{second} more": 1.2, f"{first} and {second}": 0.0}
    )


def rows_of(texts: Part, test: str) -> tuple[list[Row], list[Row], np.ndarray]:
    """Features of every text, the same without words that no other text has, and whether only vague words fired."""
    read = []
    for text in texts.texts:
        folded = fold_places(text["text"])
        folded = folded.without(label_pieces(folded))
        read.append((folded, text["lang"], hits(folded, text["lang"], test)))
    known = Counter(piece for folded, _, fired in read for piece in {folded.text[hit.start : hit.end] for hit in fired})
    full = [features(folded, lang, test, fired) for folded, lang, fired in read]
    less = [features(f, lang, test, [h for h in fired if known[f.text[h.start : h.end]] > 1]) for f, lang, fired in read]
    first, *_, vague = KINDS[test]
    return full, less, np.array([vague in row and first not in row for row in full])


def fit(rows: list[Row], share: np.ndarray, size: np.ndarray, test: str) -> Row:
    start = prior(test)
    counts = Counter(name for row in rows for name in row)
    names = sorted({name for name in counts if ":" not in name or counts[name] >= RARE} | set(start))
    place = {name: at for at, name in enumerate(names)}
    mean = np.array([start.get(name, 0.0) for name in names])
    held = {"nothing"} if test == "diplomacy" else {"nothing", *(name for name in start if name.startswith(KINDS[test][1]))}
    hold = np.array([HOLD_WORDS if ":" in name else HOLD_SECOND if name in held else HOLD for name in names])
    x = _matrix(rows, place)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z, away = x @ w, w - mean
        value = np.sum(size * (np.logaddexp(0, z) - share * z)) + 0.5 * np.sum(hold * away**2)
        return float(value), x.T @ (size * (1 / (1 + np.exp(-z)) - share)) + hold * away

    found = minimize(loss, mean, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return dict(zip(names, found.x.tolist(), strict=True))


def _matrix(rows: list[Row], place: dict[str, int]) -> csr_matrix:
    cells = [(number, place[name], amount) for number, row in enumerate(rows) for name, amount in row.items() if name in place]
    at, column, value = zip(*cells, strict=True)
    return csr_matrix((value, (at, column)), shape=(len(rows), len(place)))


def score(rows: list[Row], weights: Row) -> np.ndarray:
    return np.array([sum(weights.get(name, 0.0) * amount for name, amount in row.items()) for row in rows])


def doubled(full: list[Row], less: list[Row], share: np.ndarray, chosen: np.ndarray) -> tuple[list[Row], np.ndarray, np.ndarray]:
    """The chosen texts as they are, then without the words that only they have, with their shares and weights."""
    rows = [full[i] for i in chosen] + [less[i] for i in chosen]
    return rows, np.tile(share[chosen], 2), np.repeat([1.0, SECOND], len(chosen))


def left_out(full: list[Row], less: list[Row], share: np.ndarray, folds: np.ndarray, test: str) -> tuple[np.ndarray, np.ndarray]:
    """Scores of each text of a fold by weights that did not see it: as it is, and without the words that only it has."""
    scores = np.zeros((2, len(folds)))
    for fold in range(FOLDS):
        taught = np.flatnonzero(np.append(folds != fold, np.ones(len(full) - len(folds), bool)))
        weights = fit(*doubled(full, less, share, taught), test)
        out = np.flatnonzero(folds == fold)
        scores[:, out] = score([full[i] for i in out], weights), score([less[i] for i in out], weights)
    return scores[0], scores[1]


def slope(scores: tuple[np.ndarray, np.ndarray], share: np.ndarray) -> float:
    def loss(b: float) -> float:
        return sum(size * float(np.sum(np.logaddexp(0, b * z) - share * b * z)) for z, size in zip(scores, (1.0, SECOND), strict=True))

    return float(minimize_scalar(loss, bounds=(0.2, 3), method="bounded").x)


def answers(probability: np.ndarray, vague: np.ndarray, band: tuple[float, float], vague_band: tuple[float, float]) -> list[str]:
    low, high = np.where(vague, vague_band[0], band[0]), np.where(vague, vague_band[1], band[1])
    return np.where(probability >= high, "yes", np.where(probability <= low, "no", "unclear")).tolist()


def main() -> None:
    """Fit, choose, report the accuracy on texts left out, write."""
    train = part("train")
    every, held = joined(train, supplement()), len(train.texts)
    group = twins(train)
    folds = np.random.default_rng(6).permutation(group.max() + 1)[group] % FOLDS
    made, parts = {}, {}
    for test in TESTS:
        full, less, vague = rows_of(every, test)
        share = every.share(test)
        scores = left_out(full, less, share, folds, test)
        b = slope(scores, share[:held])
        weights = fit(*doubled(full, less, share, np.arange(len(full))), test)
        kept = {name: round(w, 3) for name, w in weights.items() if ":" not in name or abs(w) >= 0.05}
        made[test] = {"slope": round(b, 3), "weights": kept}
        parts[test] = tuple(1 / (1 + np.exp(-b * z)) for z in scores), vague[:held]
    gold = train.agreed("label")
    best = None
    for half in (0.0, 0.05, 0.1):  # wider, and a fifth of all texts would be left to the reader
        for wide in (0.2, 0.3, 0.4, 0.45):
            band, vague_band = (0.5 - half, 0.5 + half), (0.5 - wide, 0.5 + wide)
            shown = []
            for which in (0, 1):
                said = [answers(parts[test][0][which], parts[test][1], band, vague_band) for test in TESTS]
                labels = [label_of(*three) for three in zip(*said, strict=True)]
                right = np.mean([a == b for a, b in zip(labels, gold, strict=True)])
                wrong = np.mean([a not in (b, "undecided") for a, b in zip(labels, gold, strict=True)])
                shown.append((right, wrong, labels.count("undecided") / len(labels)))
            print(
                f"band {half:.2f} vague {wide:.2f}  " + "  |  ".join(f"right {r:.3f} wrong {w:.3f} undecided {u:.3f}" for r, w, u in shown)
            )
            worth = shown[0][0] - shown[0][1] + SECOND * (shown[1][0] - shown[1][1])
            if best is None or worth > best[0]:
                best = worth, band, vague_band
    for test in TESTS:
        made[test] |= {"band": np.round(best[1], 3).tolist(), "vague_band": np.round(best[2], 3).tolist()}
    print("chosen", made["object"]["band"], made["object"]["vague_band"], "slopes", {test: made[test]["slope"] for test in TESTS})
    WEIGHTS.write_text(json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
