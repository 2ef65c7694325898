"""The measures of a sheet: how much stands between its margins, what its rows hold, and how its lines are shared out among blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from legation.briefing.document import Block, Box, Document, PaperTable, Paragraph
from legation.figures.measure import shorten, width, wrap

__all__ = ["GUTTER", "MARGINS", "SMALLER", "Group", "Plan", "fitted", "height_of", "page_size", "parted", "plan", "room", "type_size"]

MARGINS = (9.0, 12.0, 13.0)
"""Of a sheet: at the sides, above, below [mm]."""
GUTTER = 4.0
"""Between two blocks [mm]."""
SMALLER = (1.0, 0.86, 0.7)
"""How many times the type of its table a text takes: as it is, set smaller, on two lines."""
_PAPERS = {"a4": (210.0, 297.0), "a3": (297.0, 420.0)}
_SHARE, _LEAST, _MOST = 0.68, 7.0, 9.5
_POINT = 0.3528
_PADDING = 1.9
_SPARE = 4.0  # millimetres left free on each page, for programs that set the same text wider
_HEAD, _OF_TITLE = 8.0, 2.8  # millimetres of the title, and of a sign in it
_TEXT, _LINE, _BETWEEN = 8.0, 3.5, 1.6  # points of a sentence; millimetres of its line, and between two blocks
_HYPHEN, _HYPHENATED = re.compile(r"(?<=[^\W\d])-(?=[^\W\d])"), re.compile(r"(?<=[^\W\d])- (?=[^\W\d])")
T = TypeVar("T")


def page_size(document: Document) -> tuple[float, float]:
    """Return the width and the height of a page [mm]."""
    narrow, wide = _PAPERS[document.paper]
    return (wide, narrow) if document.landscape else (narrow, wide)


def room(document: Document) -> tuple[float, float]:
    """Return the width and the height between the margins of a sheet [mm].

    >>> room(Document(kind="x", name="x", lang="en", title="T", blocks=(), paper="a3", landscape=True))
    (402.0, 272.0)
    """
    across, down = page_size(document)
    side, above, below = MARGINS
    return across - 2 * side, down - above - below


def type_size(row: float) -> float:
    """Return the type of a row of some height [points].

    >>> [type_size(row) for row in (3.5, 4.5, 9)]
    [7.0, 8.7, 9.5]
    """
    return round(min(_MOST, max(_LEAST, _SHARE * row / _POINT)), 1)


def fitted(text: str, across: float, row: float, *, bold: bool = False, before: float = 0.0) -> tuple[str, float]:
    r"""Return a text as a cell of a sheet holds it, and how many times the type of its table it is set in.

    Parameters
    ----------
    across : float
        Of the cell [mm].
    row : float
        The height of the row [mm].
    before : float
        What stands in the cell already [mm].

    Examples
    --------
    >>> fitted("Japan", 20, 4.5), fitted("Saint Vincent and the Grenadines", 24, 4.5)
    (('Japan', 1.0), ('Saint Vincent and the\nGrenadines', 0.7))
    """
    size, free = type_size(row) * _POINT, max(1.0, across - _PADDING - before)
    for times in SMALLER[:2]:
        if width(text, size * times, bold=bold) <= free:
            return text, times
    times = SMALLER[2]
    if " " not in (broken := _HYPHEN.sub("- ", text)):
        least = min(1.0, free / max(width(text, size, bold=bold), 0.1))
        return (text, times) if least >= times else (shorten(text, free, size * times, bold=bold), times)
    lines = wrap(broken, free, size * times, bold=bold)
    if len(lines) == 1:
        return text, times
    if 2 * size * times > row:
        return shorten(text, free, size * SMALLER[1], bold=bold), SMALLER[1]
    if len(lines) > 2:
        lines = [lines[0], shorten(" ".join(lines[1:]), free, size * times, bold=bold)]
    return "\n".join(_HYPHENATED.sub("-", line) for line in lines), times


def height_of(document: Document) -> float:
    """Return the height that the head, the paragraphs and the tables of a sheet take [mm]; a box counts as four lines."""
    across = room(document)[0]
    beside = len(document.title) * _OF_TITLE + width(document.subtitle, 8.5 * _POINT)
    head = _HEAD + _LINE * int(beside / across)
    return head + sum(_height(block, across) for block in document.blocks)


def _height(block: Block, across: float) -> float:
    if isinstance(block, PaperTable) and block.row:
        return block.row * (len(block.rows) + bool(block.head)) + 2 * _BETWEEN
    if isinstance(block, Paragraph):
        return _LINE * len(wrap(block.text + " 00" * len(block.sources), across, _TEXT * _POINT)) + _BETWEEN
    return 4 * _LINE + 2 * _BETWEEN if isinstance(block, Box) else 0.0


@dataclass(frozen=True, slots=True)
class Group(Generic[T]):
    """Lines that belong together: what heads them, what heads them where they go on in another block, and what closes them."""

    lines: tuple[T, ...]
    head: T | None = None
    again: T | None = None
    foot: T | None = None


def parted(groups: Sequence[Group[T]], most: int) -> list[list[T]]:
    """Return the lines in blocks of at most ``most``; a block that goes on with a group begins with its head, and no block ends with one.

    >>> parted([Group(("1", "2", "3"), "A", "A (cont.)")], 3)
    [['A', '1', '2'], ['A (cont.)', '3']]
    """
    blocks: list[list[T]] = [[]]
    for group in groups:
        if group.head is not None:
            if len(blocks[-1]) + 2 > most:
                blocks.append([])
            blocks[-1].append(group.head)
        for line in (*group.lines, *(() if group.foot is None else (group.foot,))):
            if len(blocks[-1]) >= most:
                blocks.append([] if group.again is None else [group.again])
            blocks[-1].append(line)
    return [block for block in blocks if block]


@dataclass(frozen=True, slots=True)
class Plan(Generic[T]):
    """A sheet laid out: the height of its rows [mm], and its pages, each of them blocks of lines, the last ones maybe empty."""

    row: float
    pages: tuple[tuple[tuple[T, ...], ...], ...]


def plan(groups: Sequence[Group[T]], height: float, blocks: int, *, least: float, most: float, heads: int = 1) -> Plan[T]:
    """Share lines out among the blocks of as few pages as hold them in rows of at least some height; on one page the rows fill it.

    Parameters
    ----------
    height : float
        What there is for the blocks on a page [mm].
    blocks : int
        Side by side on a page.
    least, most : float
        The height of a row [mm].
    heads : int
        Rows that each block has beside its lines.

    Examples
    --------
    >>> made = plan([Group(tuple("1234567"), "A", "A (cont.)")], 40, 2, least=4, most=8)
    >>> made.row, made.pages
    (6.0, ((('A', '1', '2', '3', '4'), ('A (cont.)', '5', '6', '7')),))
    """
    height -= _SPARE
    lines = max(2, int(height / least) - heads)
    shared = parted(groups, lines)
    if len(shared) <= blocks:
        while lines > 2 and len(parted(groups, lines - 1)) <= blocks:
            lines -= 1
        shared = parted(groups, lines)
    row = min(most, int(10 * height / (lines + heads)) / 10)
    shared += [[]] * (-len(shared) % blocks)  # so that each block is as wide as on a full page
    pages = tuple(tuple(map(tuple, shared[at : at + blocks])) for at in range(0, len(shared), blocks))
    return Plan(max(row, least), pages)
