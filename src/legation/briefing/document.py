"""A document before it has a form: headings, sentences with their evidence, tables, figures. HTML, PDF and DOCX are made of it alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from legation.figures.figure import Figure
from legation.figures.theme import INK
from legation.language import Lang

__all__ = [
    "Block",
    "Box",
    "Bullets",
    "Cell",
    "CitedSource",
    "Columns",
    "Contents",
    "Document",
    "Form",
    "Head",
    "Heading",
    "Notice",
    "PageBreak",
    "PaperTable",
    "Paragraph",
    "Picture",
    "Reference",
    "Slip",
    "Slips",
]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (section) to 3."""

    text: str
    level: int = 1
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where the same document says more: the anchor of a heading. On paper it is its page, on a screen a link.

    ``named`` writes the heading's text before the page. A reference to a heading that is not there is not printed.
    """

    anchor: str
    named: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more; the numbers of its sources follow it as links. ``style``: body, lead (large), note (small).

    ``see``: where the document says more, all of it named or none.
    """

    text: str
    sources: tuple[int, ...] = ()
    style: Literal["body", "lead", "note"] = "body"
    see: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; ``numbered`` for steps."""

    items: tuple[Paragraph, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    ``tone`` gives the vote whose colour and letter it wears, or what it is: of a heading, to fill in, out of the count; ``align``: left,
    right, centre.
    """

    text: str
    align: Literal["left", "right", "centre"] = "left"
    tone: Literal["", "yes", "abstain", "no", "absent", "not_entitled", "head", "empty", "grey"] = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table; ``widths`` are shares of the width, or empty. Its heading row stands again on each page.

    ``row``: of a sheet, the height of each of its rows [mm]; a text that is too long for its cell is set smaller, then cut.
    """

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    widths: tuple[float, ...] = ()
    dense: bool = False
    row: float = 0.0


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks side by side on one page, read one column after the other."""

    columns: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure, with the footer that names its source and the dossier's hash; its alternative text comes from the figure.

    ``floats``: where it would leave a page half empty, what follows it in its section may stand before it.
    """

    figure: Figure
    footer: str = ""
    width: float = 1.0
    floats: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A framed part: what we do not know, why this could be wrong, provenance. ``tone``: plain, warning."""

    title: str
    blocks: tuple[Block, ...]
    tone: Literal["plain", "warning"] = "plain"


@dataclass(frozen=True, slots=True)
class Form:
    """Fields that a person fills with a pen or in the word processor: label, and how many lines."""

    fields: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A line across the page, as «as of» or «not for classified material»."""

    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a note, a line for each field: what it is, what stands there (To, From, Date)."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The headings of level 1 and 2 that follow, each with its page; a page of the web has them at its side already."""

    title: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a page."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is cut out and given to one person: whose it is, a few lines, an address and its picture for a telephone.

    ``squares``: the rows of that picture (a QR code with its margin), ``1`` for a dark square, ``0`` for a light one. In Word the address
    stands as a link alone.
    """

    name: str
    lines: tuple[str, ...]
    address: str
    squares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slips:
    """Slips, two beside each other, with lines along which they are cut; each stands whole on its page."""

    slips: tuple[Slip, ...]


Block: TypeAlias = (
    Heading | Paragraph | Bullets | PaperTable | Columns | Picture | Box | Form | Notice | Head | Contents | PageBreak | Slips
)


@dataclass(frozen=True, slots=True)
class CitedSource:
    """An entry of the annex of sources: its number is what sentences link to; ``short`` is its title and day."""

    number: int
    text: str
    url: str = ""
    quote: str = ""
    grade: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document in one language.

    Attributes
    ----------
    kind : str
        ``brief``, ``tally``, ``kit``...; with ``name`` and ``lang`` it makes the file's name.
    title, subtitle, date, version, marking : str
        Ready to print; ``marking`` stands on every page and in the properties of the file; date and version stand at the bottom.
    level : str
        The level of the marking, ``TLP:CLEAR`` to ``TLP:RED``; empty where nobody said it.
    marking_colour : str
        ``#RRGGBB``, readable on a light page.
    marking_place : {"top", "bottom", "both"}
        Where on each page the marking stands.
    landscape : bool
        Across instead of upright.
    paper : {"a4", "a3"}
    sheet : float
        Of a sheet that is filled with a pen, the height of its rows [mm]: narrow margins, a low head, and type that fits the rows.
    tight : bool
        Type and gaps of a note of two pages; without a line of date and version under the title, which its head holds.
    hand : float
        What is left free at the left for the hand, in millimetres beside the margin.
    labels : mapping of str to str
        The few words that the renderers themselves print: page, of, sources, figure...
    """

    kind: str
    name: str
    lang: Lang
    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    date: str = ""
    iso_date: str = ""
    version: str = ""
    marking: str = ""
    level: str = ""
    marking_colour: str = INK
    marking_place: Literal["top", "bottom", "both"] = "both"
    landscape: bool = False
    paper: Literal["a4", "a3"] = "a4"
    sheet: float = 0.0
    tight: bool = False
    hand: float = 0.0
    sources: tuple[CitedSource, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
