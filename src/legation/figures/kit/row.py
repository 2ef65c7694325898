"""What a chart of rows is told: scales, rows, what is measured of each, headings, the key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from legation.figures.figure import Named
from legation.figures.mark import Mark
from legation.language import Spoken

__all__ = ["Fill", "Heading", "Item", "Key", "Row", "Scale", "Shape", "Tone"]

Shape = Literal["bar", "circle", "square", "diamond", "tick", "span", "band"]
Tone = Literal["first", "second", "third", "warning", "quiet", "ink", "yes", "no", "abstain", "absent"]
Fill = Literal["full", "open", "hatched", "dashed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Along what things are measured.

    Attributes
    ----------
    low, high : float
        Its ends; what lies beyond is drawn at the end, with a tip.
    head : Spoken or str
        What is written above it.
    ticks : tuple of (float, Spoken or str)
        Lines with a label above.
    origin : float or None
        Where bars begin, drawn as a line; None: at the low end, without a line.
    ends : (Spoken or str, Spoken or str) or None
        What is written above on either side of the origin.
    share : float
        Its part of the width, beside that of the others.
    """

    low: float = 0.0
    high: float = 1.0
    head: Spoken | str = ""
    ticks: tuple[tuple[float, Spoken | str], ...] = ()
    origin: float | None = None
    ends: tuple[Spoken | str, Spoken | str] | None = None
    share: float = 1.0

    @property
    def begin(self) -> float:
        """Where bars begin."""
        return self.low if self.origin is None else self.origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is measured of a thing.

    Attributes
    ----------
    value : float or None
        None: no number; its text stands alone, in lines.
    start : float or None
        Where its bar begins; None: where the bars of its scale do. So parts of a whole stand one after the other.
    low, high : float or None
        Its interval.
    beside : float or None
        What it is compared with, a hollow diamond: what it was before, what was stated.
    text : Spoken or str
        The value in words, beside it.
    said : Spoken or str
        The value in the words of its mark, where more is to be said than is written; "": the text.
    scale, line : int
        On which scale; on which line of its row, where a row has several.
    shape : {"bar", "circle", "square", "diamond", "tick", "span", "band"}
        A ``tick`` is a stroke across the bars, a ``span`` an interval without a middle, a ``band`` a pale ground as tall as its row.
    tone : str
        Its colour: one of four, two neutral ones, or that of a vote.
    fill : {"full", "open", "hatched", "dashed"}
        How it is filled, so that no colour tells alone.
    is_inside : bool
        Its text stands in its bar, or nowhere where the bar is too short.
    sign : str
        A letter or a number in its dot; dots with signs that would touch stand one above the other.
    letter : str
        Before the line: by it the key says whose it is.
    """

    value: float | None
    start: float | None = None
    low: float | None = None
    high: float | None = None
    beside: float | None = None
    text: Spoken | str = ""
    said: Spoken | str = ""
    scale: int = 0
    line: int = 0
    shape: Shape = "bar"
    tone: Tone = "first"
    fill: Fill = "full"
    is_inside: bool = False
    sign: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A thing with what is measured of it.

    Attributes
    ----------
    name : Named, Spoken or str
    items : tuple of Item
    under : Spoken or str
        Written below its name.
    row : (table, id) or None
        Its row of the dossier.
    evidence : tuple of str
        The sources of what is measured, by id.
    group : Spoken or str
        By which a reader can pick it out.
    is_strong : bool
        Its name is set bold: it is the one of its block that was chosen.
    parts : tuple of Mark
        The rows of the dossier that it stands for, where they are several.
    """

    name: Named | Spoken | str
    items: tuple[Item, ...]
    under: Spoken | str = ""
    row: tuple[str, str] | None = None
    evidence: tuple[str, ...] = ()
    group: Spoken | str = ""
    is_strong: bool = False
    parts: tuple[Mark, ...] = ()

    def marks(self) -> Iterator[Mark]:
        """Yield the mark of each of its items: its name and what is said of it."""
        for item in self.items:
            yield Mark(
                label=self.name, value=item.said or item.text, row=self.row, evidence=self.evidence, group=self.group, parts=self.parts
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A line above the rows of a block: its name, and at the right what is said of the block, bold where it is a warning."""

    name: Named | Spoken | str
    aside: Spoken | str = ""
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """What a kind of mark means: an item as a sample, and the words."""

    sample: Item
    words: Spoken | str
