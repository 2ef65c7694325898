"""The labelled texts on digital and cyber diplomacy: one part with its three codings, and which of its texts are on one matter."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from legation.methods.text.diplomacy.filing import label_pieces
from legation.methods.text.diplomacy.lexicon import fold_places
from legation.methods.text.diplomacy.reading import bare
from legation.sources.observations.sentence_vectors import sentence_vectors

HERE = Path(__file__).resolve().parent.parent
LABELLED = HERE / "labelled" / "diplomacy"
CODERS = ("author", "coder-a", "coder-b")
FURTHER = ("train-2", "train-3")
_KEPT = HERE / ".vectors_cache" / "diplomacy.npz"
_SCORE = {"yes": 1.0, "unclear": 0.5, "no": 0.0}
_ALIKE = 0.12
"""Share of common letter groups from which an English and a French text are held to be on one matter."""


@dataclass(frozen=True)
class Part:
    """One part of the set: texts in the order of their file, codings by coder and id; a coder need not have coded every text."""

    texts: tuple[dict[str, str], ...]
    codings: dict[str, dict[str, dict[str, str]]]

    def share(self, test: str) -> np.ndarray:
        """Share of the codings that say yes, unclear counting half."""
        return np.array([np.mean([_SCORE[said] for said in self._said(t, test)]) for t in self.texts])

    def agreed(self, column: str) -> list[str]:
        """What most codings say; where all differ, the doubt."""
        doubt = "undecided" if column == "label" else "unclear"
        said = [self._said(t, column) for t in self.texts]
        most = [Counter(codes).most_common(1)[0] for codes in said]
        return [value if 2 * count > len(codes) else doubt for (value, count), codes in zip(most, said, strict=True)]

    def _said(self, text: dict[str, str], column: str) -> list[str]:
        return [coding[text["id"]][column] for coding in self.codings.values() if text["id"] in coding]


def part(name: str) -> Part:
    """Read ``train`` or ``test``."""
    return Part(tuple(rows(f"texts-{name}")), {coder: {row["id"]: row for row in rows(f"{coder}-{name}")} for coder in CODERS})


def supplements() -> tuple[Part, ...]:
    """Read the further training texts, which only their authors have coded."""
    return tuple(Part(tuple(rows(f"texts-{name}")), {"author": {row["id"]: row for row in rows(f"author-{name}")}}) for name in FURTHER)


def joined(first: Part, second: Part) -> Part:
    """Return the texts of both, the first's first, with all their codings."""
    codings = {coder: {**first.codings.get(coder, {}), **second.codings.get(coder, {})} for coder in CODERS}
    return Part(first.texts + second.texts, codings)


def rows(file: str) -> list[dict[str, str]]:
    """Read a file of the set."""
    with (LABELLED / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def twins(texts: Part) -> np.ndarray:
    """Number of the matter of each text: an English and a French text that share answers and many letter groups and figures have one."""
    english = [i for i, t in enumerate(texts.texts) if t["lang"] == "en"]
    french = [i for i, t in enumerate(texts.texts) if t["lang"] == "fr"]
    pieces = [_pieces(t["text"]) for t in texts.texts]
    same = [tuple(texts.codings["author"][t["id"]][column] for column in ("diplomacy", "means", "object")) for t in texts.texts]
    often = Counter(piece for found in pieces for piece in found)
    weight = {piece: float(np.log(len(pieces) / count)) for piece, count in often.items()}
    size = [sum(weight[piece] for piece in found) for found in pieces]
    alike = np.zeros((len(english), len(french)))
    for row, i in enumerate(english):
        for column, j in enumerate(french):
            if same[i] == same[j]:
                alike[row, column] = sum(weight[p] for p in pieces[i] & pieces[j]) / (size[i] * size[j]) ** 0.5
    group = np.arange(len(texts.texts))
    for row, column in zip(*linear_sum_assignment(-alike), strict=True):
        if alike[row, column] >= _ALIKE:
            group[french[column]] = group[english[row]]
    return np.unique(group, return_inverse=True)[1]


def _pieces(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z]{4,}|\d+", fold_places(text).text)
    return frozenset(word[start : start + 4] for word in words for start in range(max(1, len(word) - 3)))


def vectors(texts: Part) -> np.ndarray:
    """Return the vector of each text without the names of labels, as the method reads it; kept on the disk by the text's hash."""
    read = []
    for text in texts.texts:
        folded = fold_places(text["text"])
        read.append(bare(text["text"], folded, label_pieces(folded)))
    names = [hashlib.sha256(text.encode()).hexdigest() for text in read]
    kept = dict(np.load(_KEPT)) if _KEPT.is_file() else {}
    new = {name: text for name, text in zip(names, read, strict=True) if name not in kept}
    if new:
        kept |= dict(zip(new, sentence_vectors(list(new.values())), strict=True))
        _KEPT.parent.mkdir(exist_ok=True)
        np.savez(_KEPT, **kept)
    return np.array([kept[name] for name in names])
