"""Make the weights of the blame classifier anew from the training sentences: ``python labelled/blame_weights.py``.

Reads the training sentences alone (``blame_examples.py``), never a file of the test part. Needs scikit-learn (the group ``bench``); the
product itself reads only the numbers that are written here. Every double-coded sentence is also read by weights that have not seen it
(``blame_folds.py``): what is then taken for what goes into confusion.json, by which counts are corrected, and the accuracy is printed. A
minute or two.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from blame_examples import CODERS, examples
from blame_folds import best, coded, fitted, ours, report, unseen
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

import legation.methods.text.blame as family
from legation.methods.text.blame.checked import checked

OUT = Path(family.__file__).parent


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


def main() -> None:
    """Write weights and confusion, and print the accuracy by cross-validation."""
    given = list(examples())
    for line in report(*unseen(given, best)):
        sys.stdout.write(line + "\n")
    read_blind, _ = unseen(given, ours)
    results = [checked(coded(coder), reader=lambda text, _: read_blind[text].blames) for coder in CODERS]
    write(*fitted(given), OUT / "weights.json")
    mistakes = {
        "read": (sum(r.mistakes.read for r in results) / len(results)).tolist(),
        "spurious": (sum(r.mistakes.spurious for r in results) / len(results)).tolist(),
        "sentences": results[0].mistakes.sentences,
    }
    (OUT / "confusion.json").write_text(json.dumps(mistakes) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
