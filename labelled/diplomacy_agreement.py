"""How far the coders of the texts on digital and cyber diplomacy agree: writes ``diplomacy/agreement.md``.

python labelled/diplomacy_agreement.py
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from krippendorff import alpha, alpha_interval

HERE = Path(__file__).resolve().parent / "diplomacy"
BLIND = ("coder-a", "coder-b")
COLUMNS = ("diplomacy", "means", "object", "label")
TOP = """# Agreement of the coders

Written by `python labelled/diplomacy_agreement.py`. Coder a and coder b are language models that were given the codebook and the texts,
each by itself: neither saw the other's codes nor the author's. No human coder has coded these texts. Coders of one kind may share their
errors, so this agreement says that the codebook can be followed, not that it is right. The author is a language model as well, knew the
tests while writing, and is set apart. Krippendorff's alpha, nominal, *unclear* as a code of its own; 95 % interval over texts drawn anew
(2,000 draws).
"""


def codings(part: str) -> dict[str, dict[str, dict[str, str]]]:
    """Return the rows of each coder by id."""
    found = {}
    for coder in (*BLIND, "author"):
        with (HERE / f"{coder}-{part}.csv").open(encoding="utf-8", newline="") as lines:
            found[coder] = {row["id"]: row for row in csv.DictReader(lines)}
    return found


def rows(part: str) -> list[str]:
    """Return a table of agreement and the list of disagreements of the blind coders."""
    by_coder = codings(part)
    ids = sorted(by_coder["author"])
    lines = [f"\n## {'Training' if part == 'train' else 'Test'} part, {len(ids)} texts\n"]
    lines += ["| | alpha of the blind coders | 95 % | same code | alpha with the author | 95 % |", "|---|---|---|---|---|---|"]
    for column in COLUMNS:
        blind = [tuple(by_coder[coder][i][column] for coder in BLIND) for i in ids]
        three = [(*codes, by_coder["author"][i][column]) for codes, i in zip(blind, ids, strict=True)]
        cells = [f"{alpha(blind):.3f}", _span(alpha_interval(blind)), f"{sum(a == b for a, b in blind)} of {len(ids)}"]
        lines.append(f"| {column} | " + " | ".join([*cells, f"{alpha(three):.3f}", _span(alpha_interval(three))]) + " |")
    lines += ["\nWhere the blind coders differ:\n", "| text | test | coder a | coder b | author |", "|---|---|---|---|---|"]
    for i in ids:
        for column in COLUMNS[:3]:
            codes = [by_coder[coder][i][column] for coder in (*BLIND, "author")]
            if codes[0] != codes[1]:
                lines.append(f"| {i} | {column} | " + " | ".join(codes) + " |")
    count = Counter(by_coder["coder-a"][i]["label"] for i in ids)
    lines.append("\nLabels of coder a: " + ", ".join(f"{label} {number}" for label, number in sorted(count.items())) + ".")
    return lines


def _span(interval: tuple[float, float]) -> str:
    return f"{interval[0]:.3f} to {interval[1]:.3f}"


def main() -> None:
    """Write the file."""
    text = "\n".join([TOP.rstrip("\n"), *rows("train"), *rows("test")]) + "\n"
    (HERE / "agreement.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
