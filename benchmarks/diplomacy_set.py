"""The labelled texts on digital and cyber diplomacy: one part with its three codings, and which of its texts are on one matter."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from legation.methods.text.diplomacy.folded import fold_places

HERE = Path(__file__).resolve().parent.parent
LABELLED = HERE / "labelled" / "diplomacy"
CODERS = ("author", "coder-a", "coder-b")
_SCORE = {"yes": 1.0, "unclear": 0.5, "no": 0.0}
_ALIKE = 0.12
"""Share of common letter groups from which an English and a French text are held to be on one matter."""


@dataclass(frozen=True)
class Part:
    """One part of the set: texts in the order of their file, codings by coder and id."""

    texts: tuple[dict[str, str], ...]
    codings: dict[str, dict[str, dict[str, str]]]

    def share(self, test: str) -> np.ndarray:
        """Share of the three codings that say yes, unclear counting half."""
        return np.array([np.mean([_SCORE[coding[t["id"]][test]] for coding in self.codings.values()]) for t in self.texts])

    def agreed(self, column: str) -> list[str]:
        """What two of three codings say; where all differ, the doubt."""
        doubt = "undecided" if column == "label" else "unclear"
        most = [Counter(coding[t["id"]][column] for coding in self.codings.values()).most_common(1)[0] for t in self.texts]
        return [value if count > 1 else doubt for value, count in most]


def part(name: str) -> Part:
    """Read ``train`` or ``test``."""

    def rows(file: str) -> list[dict[str, str]]:
        with (LABELLED / f"{file}-{name}.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    return Part(tuple(rows("texts")), {coder: {row["id"]: row for row in rows(coder)} for coder in CODERS})


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
