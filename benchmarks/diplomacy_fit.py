"""Fit the weights of ``legation.methods.text.diplomacy`` on the training texts, and write them into the package.

    PYTHONPATH=src python -m benchmarks.diplomacy_fit

For each test a logistic regression on the share of codings that say yes, drawn towards the lexicon's own direction: kinds of words that the
lexicon knows may weigh much, words that only the training texts show little, the 384 numbers of a vector of meaning (extra ``nlp``) little
each. As the lexicon was made beside these texts it knows their words too well; so every text stands there a second time, with more weight,
without the words of the lexicon that occur in no other text. Two sets of weights come out: of words alone, and of words and vectors
together. The slope and the level under which no label is given are chosen on texts left out, texts on one matter together; the level is the
lowest at which the labels given are right in ``WANTED`` of the texts, or at which ``MOST_SILENT`` are left without one. The test part is
not read. A minute or two.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

import numpy as np
from benchmarks.diplomacy_set import HERE, Part, joined, part, supplements, twins, vectors
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix

from legation.methods.text.diplomacy.filing import answered, label_of, label_pieces
from legation.methods.text.diplomacy.lexicon import DENIED, KINDS, TESTS, fold_places, hits
from legation.methods.text.diplomacy.models import FILES, VAGUE_ALONE, Method
from legation.methods.text.diplomacy.reading import features

PACKAGE = HERE / "src" / "legation" / "methods" / "text" / "diplomacy"
RARE = 4
"""Texts in which a word sequence must stand to be weighed."""
FOLDS = 5
SECOND = 2.0
"""Weight of a text without the words that only it has."""
HOLD, HOLD_SECOND, HOLD_WORDS, HOLD_VECTOR = 1.0, 10.0, 6.0, 4.0
"""How strongly weights are held to their prior: kinds of the lexicon, the second kind and silence, words of the training texts, vectors."""
SCALE = 10.0
"""By which vectors are stretched: their numbers differ in the second decimal."""
WANTED, MOST_SILENT = 0.90, 0.12
LEAST_VAGUE = 0.3
"""Least share of the log-odds that is left where only vague words speak: which words are vague was listed beside these texts."""
LEVELS = np.arange(0.30, 0.91, 0.01)

Row = dict[str, float]
Array = np.ndarray


@dataclass(frozen=True)
class Read:
    """The texts as numbers: features by test, as they are and without words that no other text has; vectors less their language's mean."""

    texts: Part
    full: dict[str, list[Row]]
    less: dict[str, list[Row]]
    vectors: Array
    centre: dict[str, Array]


def read(texts: Part) -> Read:
    """Read the texts as the method does."""
    rows = {test: rows_of(texts, test) for test in TESTS}
    found = vectors(texts)
    lang = np.array([text["lang"] for text in texts.texts])
    centre = {name: found[lang == name].mean(0) for name in ("en", "fr")}
    centred = found - np.array([centre[name] for name in lang])
    return Read(texts, {t: r[0] for t, r in rows.items()}, {t: r[1] for t, r in rows.items()}, SCALE * centred, centre)


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


def rows_of(texts: Part, test: str) -> tuple[list[Row], list[Row]]:
    """Features of every text, and the same without words that no other text has."""
    seen = []
    for text in texts.texts:
        folded = fold_places(text["text"])
        folded = folded.without(label_pieces(folded))
        seen.append((folded, text["lang"], hits(folded, text["lang"], test)))
    known = Counter(piece for folded, _, fired in seen for piece in {folded.text[hit.start : hit.end] for hit in fired})
    full = [features(folded, lang, test, fired) for folded, lang, fired in seen]
    less = [features(f, lang, test, [h for h in fired if known[f.text[h.start : h.end]] > 1]) for f, lang, fired in seen]
    return full, less


def fit(texts: Read, test: str, chosen: Array, *, with_vectors: bool) -> tuple[Row, Array]:
    """Return the weights by the name of the feature, and those of a vector's numbers, fitted on the chosen texts.

    With vectors: the mean of a fit with them and of one by words alone, as where words know a matter well vectors else weaken them.
    """
    alone, none = _fitted(texts, test, chosen, with_vectors=False)
    if not with_vectors:
        return alone, none
    together, heard = _fitted(texts, test, chosen, with_vectors=True)
    return {name: (weight + together[name]) / 2 for name, weight in alone.items()}, heard / 2


def _fitted(texts: Read, test: str, chosen: Array, *, with_vectors: bool) -> tuple[Row, Array]:
    rows = [texts.full[test][i] for i in chosen] + [texts.less[test][i] for i in chosen]
    share, size = np.tile(texts.texts.share(test)[chosen], 2), np.repeat([1.0, SECOND], len(chosen))
    start = prior(test)
    counts = Counter(name for row in rows for name in row)
    names = sorted({name for name in counts if ":" not in name or counts[name] >= RARE} | set(start))
    mean = np.array([start.get(name, 0.0) for name in names])
    held = {"nothing"} if test == "diplomacy" else {"nothing", *(name for name in start if name.startswith(KINDS[test][1]))}
    hold = np.array([HOLD_WORDS if ":" in name else HOLD_SECOND if name in held else HOLD for name in names])
    x = _matrix(rows, {name: at for at, name in enumerate(names)})
    heard = texts.vectors[chosen] if with_vectors else np.zeros((len(chosen), 0))
    last, half = len(names), len(chosen)

    def loss(w: Array) -> tuple[float, Array]:
        away, u = w[:last] - mean, w[last:]
        z = x @ w[:last] + np.tile(heard @ u, 2)
        value = np.sum(size * (np.logaddexp(0, z) - share * z)) + 0.5 * np.sum(hold * away**2) + 0.5 * HOLD_VECTOR * np.sum(u**2)
        off = size * (1 / (1 + np.exp(-z)) - share)
        return float(value), np.concatenate([x.T @ off + hold * away, heard.T @ (off[:half] + off[half:]) + HOLD_VECTOR * u])

    found = minimize(loss, np.append(mean, np.zeros(heard.shape[1])), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return dict(zip(names, found.x[:last].tolist(), strict=True)), found.x[last:]


def _matrix(rows: list[Row], place: dict[str, int]) -> csr_matrix:
    cells = [(number, place[name], amount) for number, row in enumerate(rows) for name, amount in row.items() if name in place]
    at, column, value = zip(*cells, strict=True)
    return csr_matrix((value, (at, column)), shape=(len(rows), len(place)))


def folds_of(texts: Part) -> Array:
    """Return the fold of each text, texts on one matter in one."""
    group = twins(texts)
    return np.random.default_rng(6).permutation(group.max() + 1)[group] % FOLDS


def left_out(texts: Read, test: str, folds: Array, *, with_vectors: bool) -> Array:
    """Scores of each text by weights that did not see it, shape (2, n): as it is, and without the words that only it has."""
    scores = np.zeros((2, len(folds)))
    for fold in range(FOLDS):
        out = np.flatnonzero(folds == fold)
        weights, heard = fit(texts, test, np.flatnonzero(folds != fold), with_vectors=with_vectors)
        for row, source in enumerate((texts.full[test], texts.less[test])):
            scores[row, out] = [sum(weights.get(name, 0.0) * amount for name, amount in source[i].items()) for i in out]
            scores[row, out] += texts.vectors[out] @ heard if with_vectors else 0.0
    return scores


def slope(scores: Array, share: Array) -> float:
    def loss(b: float) -> float:
        return sum(size * float(np.sum(np.logaddexp(0, b * z) - share * b * z)) for z, size in zip(scores, (1.0, SECOND), strict=True))

    return float(minimize_scalar(loss, bounds=(0.05, 3), method="bounded").x)


def chances(texts: Read, folds: Array, *, with_vectors: bool) -> tuple[dict[str, Array], dict[str, tuple[float, float]]]:
    """Return the chance of a yes of each text left out, by test, and the two slopes that made it of the scores.

    The second slope is that of texts in which only vague words speak, over the first.
    """
    found, slopes = {}, {}
    for test in TESTS:
        scores, share = left_out(texts, test, folds, with_vectors=with_vectors), texts.texts.share(test)
        vague = np.array([row[VAGUE_ALONE] > 0 for row in texts.full[test]])
        first, second = slope(scores[:, ~vague], share[~vague]), slope(scores[:, vague], share[vague])
        second = max(second, LEAST_VAGUE * first)
        slopes[test] = first, second / first
        found[test] = 1 / (1 + np.exp(-np.where(vague, second, first) * scores))
    return found, slopes


def labels_at(chance: dict[str, Array], level: float, which: int) -> list[str]:
    rows = zip(*(chance[test][which] for test in TESTS), strict=True)
    return [label_of(*answered(dict(zip(TESTS, map(float, row), strict=True)), level)[0].values()) for row in rows]


def chosen_level(chance: dict[str, Array], gold: list[str]) -> float:
    """Return the level, and print what it and some others give."""
    found = 0.0
    for level in LEVELS:
        shown = []
        for which in (0, 1):
            labels = labels_at(chance, float(level), which)
            given = [(a, b) for a, b in zip(labels, gold, strict=True) if a != "undecided"]
            shown.append(
                (np.mean([a == b for a, b in zip(labels, gold, strict=True)]), np.mean([a == b for a, b in given]), len(given) / len(gold))
            )
        _, on_given, given = shown[0]
        if not found and (on_given >= WANTED or 1 - given > MOST_SILENT):
            found = float(level)
        if found == level or round(float(level) * 100) % 10 == 0:
            parts = "  |  ".join(f"right {r:.3f} on those given {g:.3f} given {n:.3f}" for r, g, n in shown)
            print(f"  level {level:.2f}  {parts}{'  chosen' if found == level else ''}")
    return found


def main() -> None:
    """Fit, choose, report the accuracy on texts left out, write."""
    texts = part("train")
    for further in supplements():
        texts = joined(texts, further)
    seen, gold, folds = read(texts), texts.agreed("label"), folds_of(texts)
    methods: tuple[Method, ...] = ("words", "words and vectors")
    for method in methods:
        print(method)
        with_vectors = method != "words"
        chance, slopes = chances(seen, folds, with_vectors=with_vectors)
        made: dict[str, object] = {"level": round(chosen_level(chance, gold), 3)}
        tests = {}
        for test in TESTS:
            weights, heard = fit(seen, test, np.arange(len(gold)), with_vectors=with_vectors)
            b, vague = slopes[test]
            tests[test] = {
                "vague": round(vague, 3),
                "weights": {n: round(b * w, 3) for n, w in weights.items() if ":" not in n or abs(b * w) >= 0.05},
            }
            if with_vectors:
                heard = b * SCALE * heard
                centre = {lang: round(float(mean @ heard), 4) for lang, mean in seen.centre.items()}
                tests[test] |= {"vector": [round(float(w), 3) for w in heard], "centre": centre}
        made["tests"] = tests
        print("  slopes", {test: np.round(both, 3).tolist() for test, both in slopes.items()})
        (PACKAGE / FILES[method]).write_text(_written(made), encoding="utf-8")


def _written(made: dict[str, object]) -> str:
    """Return the JSON, one weight a line, the numbers of a vector on one."""
    text = json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True)
    start = 0
    while (start := text.find('"vector": [', start)) >= 0:
        end = text.index("]", start)
        text = text[:start] + " ".join(text[start:end].split()) + text[end:]
        start = text.index("]", start)
    return text + "\n"


if __name__ == "__main__":
    main()
