"""Make the weights of the blame classifier anew from the training sentences: ``python labelled/blame_weights.py``.

Reads the training sentences alone (``blame_examples.py``), never a file of a test part. Needs scikit-learn (the group ``bench``); the
product itself reads only the numbers that are written here. Every sentence is also read by weights that have not seen it
(``blame_folds.py``): from these readings come the chance of a printed stance (``trust.json``), what is taken for what
(``confusion.json``, by which counts are corrected), and the figures that are printed. Some minutes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from blame_examples import AUTHORS, CODERS, Text, rows_of, texts
from blame_folds import Linear, Read, considered, gate, report, stances, trusted, unseen

import legation.methods.text.blame as family
from legation.methods.text.blame.confusion import confusion_of
from legation.methods.text.blame.lexicon import STANCES
from legation.methods.text.blame.reading import read as taken_apart

OUT = Path(family.__file__).parent


def write(fit: Linear, path: Path) -> None:
    """Write the weights of several classes, three digits behind the point, features in the order of the alphabet."""
    columns, model = fit
    table = {
        name: [round(float(v), 3) for v in model.coef_[:, at]]
        for name, at in sorted(columns.vocabulary_.items())
        if abs(model.coef_[:, at]).max() >= 0.0005
    }
    _save({"stances": list(model.classes_), "bias": [round(float(v), 3) for v in model.intercept_], "weights": table}, path)


def write_single(fit: Linear, path: Path) -> None:
    """Write the weights of a yes or no."""
    columns, model = fit
    table = {name: round(float(model.coef_[0, at]), 3) for name, at in sorted(columns.vocabulary_.items())}
    _save({"bias": round(float(model.intercept_[0]), 3), "weights": {name: value for name, value in table.items() if value}}, path)


def _save(content: object, path: Path) -> None:
    lines = json.dumps(content, ensure_ascii=False, sort_keys=True).replace('], "', '],\n"').replace(', "', ',\n"')
    path.write_text(lines + "\n", encoding="utf-8")


def mistakes(given: Sequence[Text], read: Mapping[str, Read], sure: Linear) -> dict[str, object]:
    """Return what is taken for what in the double-coded part, against each coder."""
    part = [text for text in given if text.by == AUTHORS[0]]
    said = [[b.target for b in considered(text, read[text.id], sure).blames if b.stance == STANCES[0]] for text in part]
    results = []
    for coder in CODERS:
        rows = rows_of(f"{coder}-train.csv")
        blamed = [list(dict.fromkeys(r["target"] for r in rows.get(text.id, []) if r["stance"] == STANCES[0])) for text in part]
        results.append(confusion_of(blamed, said))
    return {
        "read": np.mean([one.read for one in results], axis=0).tolist(),
        "spurious": np.mean([one.spurious for one in results], axis=0).tolist(),
        "sentences": len(part),
    }


def main() -> None:
    """Write weights, gate, trust and confusion, and print how good the reader is on authors that it has not seen."""
    given = list(texts())
    targets = {text.id: [m.target for m in taken_apart(text.text, text.lang).mentions] for text in given}
    read = unseen(given)
    sure = trusted(given, read, targets)
    write_single(sure, OUT / "trust.json")
    (OUT / "confusion.json").write_text(json.dumps(mistakes(given, read, sure)) + "\n", encoding="utf-8")
    write(stances(given), OUT / "weights.json")
    write_single(gate(given), OUT / "gate.json")
    for line in report(given, read, targets):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
