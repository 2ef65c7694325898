"""The training sentences on blame, taken apart: what is so of each sentence and mention, and the stances that hands gave.

Reads sentences-train.csv with the two blind codings, sentences-train-2.csv and -3.csv with their author's, practice.txt, and the training
texts of ``diplomacy/``, which blame nobody; never a test part.
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
from legation.methods.text.blame.reading import Mention, SentenceReading, read

HERE = Path(__file__).parent / "blame"
NEUTRAL = Path(__file__).parent / "diplomacy"
CODERS = ("coder-a", "coder-b")
AUTHORS = ("author-1", "author-2", "author-3")
"""Who wrote sentences with blame: each is left out whole, to see how the reader does on one it does not know."""
FIRST_NEUTRAL = "train3-0666"
"""From here on the sentences of the third file blame nobody."""
ACCUSES, FAULTS = frozenset({"cue:accuse", "cue:legal"}), frozenset({"cue:attack", "cue:fail", "cue:late", "cue:error"})
"""Texts of ``diplomacy/`` with words of both are left out, since some of them do blame."""
AS_GIVEN = re.compile(r"\[([a-z ]+)\|([^\]]+)\]")
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence: who wrote it, what is so of it and of each mention, and for each mention (number, stance, weight) by every hand."""

    id: str
    lang: str
    text: str
    by: str
    rows: Sequence[Row]
    blames: bool
    signs: frozenset[str]
    found: tuple[frozenset[str], ...]
    stances: tuple[tuple[int, str, float], ...]


def rows_of(name: str) -> Mapping[str, list[Row]]:
    """Return the rows of a coding by sentence; a sentence without blame has none."""
    found: dict[str, list[Row]] = defaultdict(list)
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["target"]:
                found[row["id"]].append(row)
    return found


def sentences(name: str = "sentences-train.csv", folder: Path = HERE) -> list[Row]:
    """Return the sentences with language and outlet."""
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def placed(reading: SentenceReading, rows: Sequence[Row]) -> dict[int, str | None]:
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


def texts() -> Iterator[Text]:
    """Yield every training sentence: coded by two, each at half weight, then what one hand coded, then what blames nobody."""
    codings = [rows_of(f"{coder}-train.csv") for coder in CODERS]
    for sentence in sentences():
        yield _coded(sentence, [coding.get(sentence["id"], []) for coding in codings], AUTHORS[0])
    for number, author in enumerate(AUTHORS[1:], 2):
        by_author = rows_of(f"author-train-{number}.csv")
        for sentence in sentences(f"sentences-train-{number}.csv"):
            rows = [{**row, "span": sentence["text"][int(row["start"]) : int(row["end"])]} for row in by_author.get(sentence["id"], [])]
            yield _coded(sentence, [rows], "neutral" if number == 3 and sentence["id"] >= FIRST_NEUTRAL else author)
    for number, line in enumerate((HERE / "practice.txt").read_text(encoding="utf-8").splitlines()):
        if line and not line.startswith("#"):
            yield _practised(f"practice-{number}", line)
    for name in ("texts-train.csv", "texts-train-2.csv"):
        for sentence in sentences(name, NEUTRAL):
            text = _coded({**sentence, "id": f"diplomacy-{sentence['id']}"}, [[]], "diplomacy")
            if not (text.signs & ACCUSES and text.signs & FAULTS):
                yield text


def _coded(sentence: Row, codings: Sequence[Sequence[Row]], by: str) -> Text:
    reading = read(sentence["text"], sentence["lang"])
    found, signs = features(reading, frames(reading))
    stances = []
    for label in [placed(reading, rows) for rows in codings]:
        for at in range(len(reading.mentions)):
            stance = label.get(at, NONE)
            if stance is not None:
                stances.append((at, stance, 1 / len(codings)))
    return Text(sentence["id"], sentence["lang"], sentence["text"], by, codings[0], bool(codings[0]), signs, found, tuple(stances))


def _practised(identifier: str, line: str) -> Text:
    lang, marked = line.split("\t")
    marks, text, place = [], "", 0
    for one in AS_GIVEN.finditer(marked):
        text += marked[place : one.start()]
        marks.append((len(text), len(text) + len(one[2]), one[1]))
        text, place = text + one[2], one.end()
    reading = read(text + marked[place:], lang)
    found, signs = features(reading, frames(reading))
    stances = [
        (at, next((s for start, end, s in marks if mention.start < end and mention.end > start), NONE), 1.0)
        for at, mention in enumerate(reading.mentions)
    ]
    return Text(identifier, lang, reading.text, "practice", (), bool(marks), signs, found, tuple(stances))
