"""The widths of the columns of a table; a text too tall for its column goes below its row, across the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeAlias

from legation.figures.measure import width
from legation.language import Lang, Message, say

__all__ = [
    "breakable",
    "fits",
    "height_ratio",
    "shares",
    "stacked",
]


_TEXT = {False: 170.0, True: 257.0}  # millimetres between the margins of A4, upright and across
_SIZE = {False: 3.2, True: 3.65}  # millimetres of the type in a plain and a dense table: 8.8 and 10 points, and a little to spare
_HEAD = 3.0
_PADDING, _BADGE, _TICK = 3.0, 6.2, 5.0
_WIDE, _BEYOND = 80.0, 0.25  # a column of text gains less beyond so many millimetres
_LINE, _TALL = 3.9, 5.0  # millimetres of a line of a plain table, and how many lines are tall
_BREAK = re.compile(r"[ \n\t\-\u200b]+")


def shares(
    given: Sequence[float], head: Sequence[dict[str, Any]], rows: Sequence[Sequence[dict[str, Any]]], *, dense: bool, landscape: bool
) -> list[float]:
    """Return the columns' shares of the width.

    Each column has at least the room of its longest word. What is left goes to those whose text would take more; stated shares are kept
    but for that.

    Parameters
    ----------
    given : sequence of float
        The shares that the document states, or none.
    head, rows : composed cells
        Rows with as many cells as the table has columns; others are passed over.

    Examples
    --------
    >>> cell = lambda text: {"text": text, "letter": "", "tick": False, "bold": False, "tone": ""}
    >>> [round(s, 2) for s in shares((), [cell("n"), cell("Text")], [[cell("1"), cell("word " * 40)]], dense=False, landscape=False)]
    [0.03, 0.97]
    """
    lines = [*([head] if head else []), *rows]
    count = max((len(line) for line in lines), default=1)
    lines = [line for line in lines if len(line) == count]
    total = _TEXT[landscape]
    needs, wants = [], []
    for column in range(count):
        both = [_room(line[column], head=line is head, dense=dense) for line in lines]
        needs.append(max((need for need, _ in both), default=1.0))
        most = max((want for _, want in both), default=1.0)
        wants.append(min(_WIDE, most) + _BEYOND * max(0.0, most - _WIDE))
    wants = [max(pair) for pair in zip(needs, wants, strict=True)]
    if len(given) == count and all(share > 0 for share in given):
        wants = [share * total / sum(given) for share in given]
    return [round(width / total, 5) for width in _fitted(needs, wants, total)]


def breakable(cell: dict[str, Any], share: float, *, head: bool, dense: bool, landscape: bool) -> str:
    """Return the text of a cell in which a symbol too long for its column may break after a stroke: A/RES/73/266."""
    room = share * _TEXT[landscape] - _PADDING
    words = cell["text"].split(" ")
    long = [_wide(word, cell, head=head, dense=dense) > room and "://" not in word for word in words]
    return " ".join(word.replace("/", "/\u200b") if much else word for word, much in zip(words, long, strict=True))


def fits(head: Sequence[dict[str, Any]], rows: Sequence[Sequence[dict[str, Any]]], *, landscape: bool) -> bool:
    """Tell whether the longest words of all columns of a plain table have room side by side."""
    lines = [head, *rows]
    needs = [max(_room(line[at], head=line is head, dense=False)[0] for line in lines) for at in range(len(head))]
    return sum(needs) <= _TEXT[landscape]


def height_ratio(cells: Sequence[dict[str, Any]], share: float, *, landscape: bool) -> float:
    """Return how many times as tall as wide the longest cell of a column stands in a plain table; 0 for one of a few lines."""
    room = max(1.0, share * _TEXT[landscape] - _PADDING)
    lines = max((_wide(cell["text"], cell, head=False, dense=False) / room for cell in cells), default=0.0)
    return lines * _LINE / room if lines > _TALL else 0.0


def _room(cell: dict[str, Any], *, head: bool, dense: bool) -> tuple[float, float]:
    """Return the millimetres that the longest word of a cell needs, and that its text would like to take."""
    text = cell["text"]
    before = _PADDING + (_BADGE if cell["letter"] else 0.0) + (_TICK if cell["tick"] else 0.0)
    pieces = _BREAK.split(text.replace("/", "/ ") if len(text) > 8 else text)
    longest = max(_wide(piece, cell, head=head, dense=dense) for piece in pieces)
    whole = _wide(text, cell, head=head, dense=dense)
    return before + longest, before + (max(longest, whole / 2) if head else whole)  # a heading may take two lines, what it heads one


def _wide(text: str, cell: dict[str, Any], *, head: bool, dense: bool) -> float:
    """Return the millimetres that a text takes on one line."""
    return width(text, _HEAD if head else _SIZE[dense], bold=head or cell["bold"] or cell["tone"] == "head")


def _fitted(needs: list[float], wants: list[float], total: float) -> list[float]:
    spare = total - sum(needs)
    if spare <= 0:
        return [need * total / sum(needs) for need in needs]
    more = [max(0.0, want - need) for want, need in zip(wants, needs, strict=True)]
    if sum(more) >= spare:
        return [need + extra for need, extra in zip(needs, _shared_out(more, spare), strict=True)]
    full = [need + extra for need, extra in zip(needs, more, strict=True)]
    return [width * total / sum(full) for width in full]


def _shared_out(more: list[float], spare: float) -> list[float]:
    """Share what is left: columns that want less than an equal part get it whole, the others in the measure of what they want."""
    given, left = list(more), len(more)
    order = sorted(range(len(more)), key=lambda column: more[column])
    while left and more[order[len(more) - left]] <= spare / left:
        spare -= more[order[len(more) - left]]
        left -= 1
    others = order[len(more) - left :]
    total = sum(more[column] for column in others)
    for column in others:
        given[column] = more[column] * spare / total
    return given


_Row: TypeAlias = list[dict[str, Any]]
_NOTHING = frozenset({"", "—", "–", "-"})
_FEWEST = 2


def stacked(head: _Row, rows: Sequence[_Row], *, landscape: bool, lang: Lang) -> tuple[_Row, list[_Row]]:
    """Return heading and rows, with the columns set below that would be narrower than their text is tall.

    The first column stays, as do numbers and two columns at least. So go columns whose words have no room side by side. Of several the
    tallest goes first, then that of the longest text, and the others are judged by the room that it leaves. A text below its row begins
    with the heading of its column; an empty cell leaves nothing.

    Parameters
    ----------
    head, rows : composed cells
        A table whose rows are not all as long as its heading row is returned as it is.

    Examples
    --------
    >>> cell = lambda text, align="left": {"text": text, "letter": "", "tick": False, "bold": False, "tone": "", "align": align, "span": 1}
    >>> names = [cell(name) for name in ("Measure", "Why", "Source", "Law", "Families", "Conditions", "Reasons")]
    >>> head, rows = stacked(names, [[*map(cell, ["an expulsion"] * 6), cell("because " * 190)]], landscape=False, lang="en")
    >>> len(head), len(rows), rows[1][0]["text"][:16], rows[1][0]["span"]
    (6, 2, 'Reasons: because', 6)
    """
    if not head or not rows or any(len(row) != len(head) for row in rows):
        return head, list(rows)
    columns, below = list(range(len(head))), []
    while len(columns) > _FEWEST and (worst := _tower([head, *rows], columns, landscape=landscape)) is not None:
        columns.remove(worst)
        below.append(worst)
    if not below:
        return head, list(rows)
    return [head[at] for at in columns], [line for row in rows for line in _parted(head, row, columns, sorted(below), lang)]


def _tower(lines: Sequence[_Row], columns: Sequence[int], *, landscape: bool) -> int | None:
    """Return the column that most needs to go below; None where all are readable."""
    head, *rows = [[line[at] for at in columns] for line in lines]
    widths = shares((), head, rows, dense=False, landscape=landscape)
    tall = [height_ratio([row[at] for row in rows], share, landscape=landscape) for at, share in enumerate(widths)]
    crowded = not fits(head, rows, landscape=landscape)
    able = [at for at in range(1, len(columns)) if lines[0][columns[at]]["align"] == "left" and (crowded or tall[at] > 1)]
    return columns[max(able, key=lambda at: (tall[at], max(len(row[at]["text"]) for row in rows)))] if able else None


def _parted(head: _Row, row: _Row, columns: Sequence[int], below: Sequence[int], lang: Lang) -> list[_Row]:
    """Return a row and the texts below it, each as a row of one cell that spans the table."""
    texts = [
        {
            **row[at],
            "text": say(Message("document.below", name=head[at]["text"], text=row[at]["text"]), lang),
            "span": len(columns),
            "under": True,
        }
        for at in below
        if row[at]["text"].strip() not in _NOTHING or row[at]["letter"]
    ]
    lines = [[row[at] for at in columns], *([text] for text in texts)]
    return [[{**cell, "open": True} for cell in line] if line is not lines[-1] else line for line in lines]
