"""How much of what moves blame from a firm is seen, and how much is taken for it: ``python -m benchmarks.whitewash``.

The sentences are those on which the reader of blame is trained, with their codes: a sentence that excuses the breached organisation, or
that blames somebody else and not it, moves blame; one without any code does not. The lists were written with these sentences in sight: the
figures say how well the words fit them and not how they fare on others. The simple rule beside it holds every sentence to the failing.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from legation.language import LANGUAGES
from legation.questions.incident.statement.blame_shift import moves

FOLDER = Path(__file__).parents[1] / "labelled" / "blame"
FIRM = "breached organisation"


def main() -> None:
    """Print, by language, the share that is held to say the failing: of what moves blame, and of what does not."""
    codes = defaultdict(list)
    for name in ("author-train.csv", "author-train-2.csv"):
        for row in _rows(name):
            codes[row["id"]].append((row["target"], row["stance"]))
    found: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for name in ("sentences-train.csv", "sentences-train-2.csv"):
        for row in _rows(name):
            kind = _kind(codes[row["id"]])
            if kind:
                found[kind, row["lang"]].append(moves(row["text"], row["lang"]) is not None)
    for kind in ("excuses the firm", "blames others", "no blame"):
        for lang in LANGUAGES:
            seen = found[kind, lang]
            print(f"{kind:18} {lang}  {len(seen):4}  held to it {sum(seen) / len(seen):.2f}  every sentence held to it 1.00")


def _kind(coded: list[tuple[str, str]]) -> str:
    if (FIRM, "excuses") in coded:
        return "excuses the firm"
    if (FIRM, "blames") not in coded and any(stance == "blames" for _, stance in coded):
        return "blames others"
    return "" if coded else "no blame"


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
