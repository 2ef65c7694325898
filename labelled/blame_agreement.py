"""How far the coders of the sentences on blame agree: writes ``blame/agreement.md``.

    python labelled/blame_agreement.py

Rows of two coders are paired within a sentence: first those of one target and stance, then those of one target, then what is left over in
the order of the sentence. Target and stance are compared over all pairs, a row without partner against "no row"; holder and cause over
pairs of one target and stance.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from krippendorff import alpha, alpha_interval

HERE = Path(__file__).resolve().parent / "blame"
BLIND = ("coder-a", "coder-b")
NOBODY = "no row"
FIELDS = ("target", "stance", "cause", "holder")
TOP = """# Agreement of the coders

Written by `python labelled/blame_agreement.py`. Coder a and coder b are language models that were given the codebook and the sentences,
each by itself: neither saw the other's codes nor the author's. No human coder has coded these sentences. Coders of one kind may share
their errors, so this agreement says that the codebook can be followed, not that it is right. The author, who wrote the sentences, is a
language model as well, knew what was meant, and is set apart. Krippendorff's alpha, nominal; 95 % interval over rows drawn anew
(2,000 draws).
"""

Row = Mapping[str, str]
Pair = tuple[Row | None, Row | None]


def codings(coder: str, part: str) -> Mapping[str, list[Row]]:
    """Return the rows of a coder by sentence."""
    found: dict[str, list[Row]] = defaultdict(list)
    with (HERE / f"{coder}-{part}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["target"]:
                found[row["id"]].append(row)
    return found


def paired(first: Sequence[Row], second: Sequence[Row]) -> Iterator[Pair]:
    """Yield the rows of two coders in pairs, and those that find no partner."""
    left, right = list(first), list(second)
    for fields in (("target", "stance"), ("target",), ()):
        for row in list(left):
            partner = next((other for other in right if all(row[f] == other[f] for f in fields)), None)
            if partner is not None:
                left.remove(row)
                right.remove(partner)
                yield row, partner
    yield from ((row, None) for row in left)
    yield from ((None, row) for row in right)


def units(field: str, pairs: Sequence[Pair]) -> list[tuple[str, str]]:
    """Return what is compared in a field."""
    if field in ("target", "stance"):
        return [tuple(NOBODY if row is None else row[field] for row in pair) for pair in pairs]  # type: ignore[misc]
    same = [(a, b) for a, b in pairs if a is not None and b is not None and (a["target"], a["stance"]) == (b["target"], b["stance"])]
    return [(a[field], b[field]) for a, b in same]


def all_pairs(first: Mapping[str, list[Row]], second: Mapping[str, list[Row]], ids: Sequence[str]) -> list[Pair]:
    """Return the pairs of all sentences; a sentence in which neither sees a row is one pair of nothing."""
    return [pair for i in ids for pair in (list(paired(first.get(i, []), second.get(i, []))) or [(None, None)])]


PARTS = {"train": "Training part", "test": "Test part", "test-2": "Second test part"}
"""What was coded twice, with its heading."""


def sentences(part: str) -> list[str]:
    """Return the ids of a part in order."""
    with (HERE / f"sentences-{part}.csv").open(encoding="utf-8", newline="") as lines:
        return [row["id"] for row in csv.DictReader(lines)]


def report(part: str) -> list[str]:
    """Return the tables of a part, and each disagreement of the blind coders."""
    ids = sentences(part)
    a, b, author = (codings(coder, part) for coder in (*BLIND, "author"))
    pairs = all_pairs(a, b, ids)
    by_author = [all_pairs(coder, author, ids) for coder in (a, b)]
    rows = f"{sum(map(len, a.values()))} and {sum(map(len, b.values()))} rows"
    lines = [f"\n## {PARTS[part]}, {len(ids)} sentences, {rows}\n"]
    lines += ["| | alpha of the blind coders | 95 % | same code | alpha of a, of b with the author |", "|---|---|---|---|---|"]
    for field in FIELDS:
        codes = units(field, pairs)
        low, high = alpha_interval(codes)
        with_author = ", ".join(f"{alpha(units(field, other)):.3f}" for other in by_author)
        same = f"{sum(x == y for x, y in codes)} of {len(codes)}"
        lines.append(f"| {field} | {alpha(codes):.3f} | {low:.3f} to {high:.3f} | {same} | {with_author} |")
    lines += ["\nWhere the blind coders differ:\n", "| sentence | coder a | coder b |", "|---|---|---|"]
    for i in ids:
        for one, other in paired(a.get(i, []), b.get(i, [])):
            if one is None or other is None or any(one[field] != other[field] for field in FIELDS):
                lines.append(f"| {i} | {_said(one)} | {_said(other)} |")
    return lines


def _said(row: Row | None) -> str:
    return NOBODY if row is None else "; ".join(row[field] for field in ("holder", "target", "cause", "stance"))


def main() -> None:
    """Write the file."""
    text = "\n".join([TOP.rstrip("\n"), *(line for part in PARTS for line in report(part))]) + "\n"
    (HERE / "agreement.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
