"""The training sentences on blame as examples: each mention with what is so of it and the stance that a hand gave it.

Reads sentences-train.csv with the two blind codings, sentences-train-2.csv with its author's, and practice.txt; never the test part.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from legation.methods.text.blame.features import features
from legation.methods.text.blame.holder import frames
from legation.methods.text.blame.model import NONE
from legation.methods.text.blame.reading import Mention, Reading, read

HERE = Path(__file__).parent / "blame"
CODERS = ("coder-a", "coder-b")
AS_GIVEN = re.compile(r"\[([a-z ]+)\|([^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Example:
    """One mention with a stance by one hand; `group` is the sentence of the double-coded part, none for what no fold holds out."""

    found: frozenset[str]
    stance: str
    weight: float
    group: str | None
    at: int


def rows_of(name: str) -> Mapping[str, list[Mapping[str, str]]]:
    """Return the rows of a coding by sentence; a sentence without blame has none."""
    found: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["target"]:
                found[row["id"]].append(row)
    return found


def sentences(name: str = "sentences-train.csv") -> list[Mapping[str, str]]:
    """Return the sentences with language and outlet."""
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def placed(reading: Reading, rows: Sequence[Mapping[str, str]]) -> dict[int, str | None]:
    """Return the stance of each coded mention by its number; None for further mentions within the same span, which teach nothing."""
    stances: dict[int, str | None] = {}
    for row in rows:
        start = reading.text.find(row["span"])
        end = start + len(row["span"])
        same = [(i, m) for i, m in enumerate(reading.mentions) if m.target == row["target"]]
        free = [pair for pair in same if pair[0] not in stances] or same
        if not free:
            continue
        at = min(free, key=lambda pair: (_distance(pair[1], start, end), pair[1].start))[0]
        stances.setdefault(at, row["stance"])
        for i, mention in same:
            if i != at and start <= mention.start < end:
                stances.setdefault(i, None)
    return stances


def _distance(mention: Mention, start: int, end: int) -> int:
    return 0 if start <= mention.start < end else min(abs(mention.start - start), abs(mention.end - end))


def examples() -> Iterator[Example]:
    """Yield every mention of the training sentences twice, with each coder's stance at half weight, then what one hand coded."""
    codings = [rows_of(f"{coder}-train.csv") for coder in CODERS]
    for sentence in sentences():
        yield from _coded(sentence, [coding.get(sentence["id"], []) for coding in codings], sentence["id"])
    by_author = rows_of("author-train-2.csv")
    for sentence in sentences("sentences-train-2.csv"):
        rows = [{**row, "span": sentence["text"][int(row["start"]) : int(row["end"])]} for row in by_author.get(sentence["id"], [])]
        yield from _coded(sentence, [rows], None)
    for line in (HERE / "practice.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield from _practised(line)


def _coded(sentence: Mapping[str, str], codings: Sequence[Sequence[Mapping[str, str]]], group: str | None) -> Iterator[Example]:
    reading = read(sentence["text"], sentence["lang"])
    there = frames(reading)
    labels = [placed(reading, rows) for rows in codings]
    for at, mention in enumerate(reading.mentions):
        found = features(reading, there, mention)
        for label in labels:
            stance = label.get(at, NONE)
            yield Example(found, stance or NONE, 0.0 if stance is None else 1 / len(labels), group, at)


def _practised(line: str) -> Iterator[Example]:
    lang, marked = line.split("\t")
    marks, text, place = [], "", 0
    for found in AS_GIVEN.finditer(marked):
        text += marked[place : found.start()]
        marks.append((len(text), len(text) + len(found[2]), found[1]))
        text, place = text + found[2], found.end()
    reading = read(text + marked[place:], lang)
    there = frames(reading)
    for at, mention in enumerate(reading.mentions):
        stance = next((s for start, end, s in marks if mention.start < end and mention.end > start), NONE)
        yield Example(features(reading, there, mention), stance, 1.0, None, at)
