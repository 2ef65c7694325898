"""Matrix: things in rows against things in columns, each cell with what stands there in words, a shade or a pattern."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line
from legation.figures.figure import Figure, Named
from legation.figures.mark import Mark
from legation.figures.measure import shorten, width, wrap
from legation.figures.theme import ACCENT, BLOC_COLOURS, EDGE, FAINT, INK, LEANS, PAPER, QUIET, RULE, SHADES, TINTS, WIDTH
from legation.language import LANGUAGES, Lang, Message, Spoken, say

__all__ = ["EMPTY", "Cell", "Head", "Sample", "leaning", "matrix", "shaded"]

_TYPE, _LEAD, _ROW, _WIDEST, _LEAST = 12.0, 15.0, 24.0, 150.0, 13.4
_NAMES, _UPRIGHT, _TALLEST = 286.0, 132.0, 900.0


@dataclass(frozen=True, slots=True)
class _Look:
    fill: str | None = None
    stroke: str | None = None
    ink: str = INK
    hatched: bool = False
    dash: tuple[float, ...] = ()
    thick: float = 1.0


_LOOKS: Mapping[str, _Look] = {
    "none": _Look(ink=QUIET),
    "full": _Look("#2B5C8A", ink=PAPER),
    "half": _Look("#B7C7D8"),
    "against": _Look("#7D4315", ink=PAPER),
    "strong": _Look(INK, ink=PAPER),
    "framed": _Look(PAPER, INK, thick=2),
    "open": _Look(PAPER, EDGE),
    "gap": _Look(PAPER, EDGE, dash=(2, 2), ink=QUIET),
    "hatched": _Look(PAPER, EDGE, hatched=True),
    "without": _Look(PAPER, ACCENT, hatched=True),
    **{f"shade-{k}": _Look(shade, ink=PAPER if k >= len(SHADES) // 2 else INK) for k, shade in enumerate(SHADES)},
    **{f"lean-{k}": _Look(lean, FAINT, ink="#FFFFFF" if k in (0, 4) else INK) for k, lean in enumerate(LEANS)},
    **{f"tint-{k}": _Look(tint) for k, tint in enumerate(TINTS)},
}
"""How each tone is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a row or a column is.

    Attributes
    ----------
    name, under : Spoken or str
        The name; what is written below that of a row.
    block : Spoken or str
        The heading under which rows stand together.
    camp : int
        Rows and columns of one camp that stand together are framed; below 0: none.
    row : (table, id) or None
        The row of the dossier.
    evidence : tuple of str
        Sources of all its cells.
    group : Named, Spoken or str
        By which a reader can pick it out; by default its block.
    """

    name: Named | Spoken | str
    under: Spoken | str = ""
    block: Spoken | str = ""
    camp: int = -1
    row: tuple[str, str] | None = None
    evidence: tuple[str, ...] = ()
    group: Named | Spoken | str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands where a row and a column meet.

    Attributes
    ----------
    text : Spoken or str
        In the cell; where it has no room, ``short`` stands there and the text below the name of the row.
    short : str
    says : Spoken or str
        What a reader learns who points at it; by default the text. Without either the cell has no mark.
    tone : str
        ``none``, ``full``, ``half``, ``against``, ``strong``, ``framed``, ``open``, ``gap``, ``hatched``, ``without``; what
        :func:`shaded` or :func:`leaning` return; ``tint-0`` to ``tint-5``.
    small : bool
        Drawn at half its size: few stand behind it.
    evidence : tuple of str
    """

    text: Spoken | str = ""
    short: str = ""
    says: Spoken | str = ""
    tone: str = "none"
    small: bool = False
    evidence: tuple[str, ...] = ()


EMPTY = Cell()
"""Nothing is there, and nothing is said of it."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a kind of cell means: its tones side by side, the words, and the sign in it."""

    tones: tuple[str, ...]
    words: Spoken | str
    sign: str = ""


def shaded(share: float) -> str:
    """Return the tone of a share of 0 to 1: little is light, much dark.

    >>> shaded(0), shaded(1)
    ('shade-0', 'shade-7')
    """
    return f"shade-{min(len(SHADES) - 1, max(0, int(share * len(SHADES))))}"


def leaning(lean: float) -> str:
    """Return the tone of a lean of -1 to 1, in five steps.

    >>> leaning(-1), leaning(0.1), leaning(0.3)
    ('lean-0', 'lean-2', 'lean-3')
    """
    return f"lean-{min(4, max(0, int((lean + 1) / 0.4 + 1e-9)))}"


def matrix(
    rows: Sequence[Head],
    columns: Sequence[Head],
    cells: Sequence[Sequence[Cell]],
    *,
    id: str,  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
    key: Sequence[Sample] = (),
    notes: Sequence[Spoken | str] = (),
    corner: Spoken | str = "",
    joined: bool = False,
) -> Figure:
    """Draw rows against columns, in the order given; what does not fit on one page is left out from the end, and counted.

    Parameters
    ----------
    rows, columns : sequences of Head
    cells : sequence of sequences of Cell
        A sequence for each row, a cell for each column.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.
    key, notes : sequences
        Below the rows.
    corner : Spoken or str
        What the columns are, above the names of the rows.
    joined : bool
        Equal cells side by side are one.

    Raises
    ------
    BadValue
        Without a row or a column, for cells that do not fit them, and for a tone that is none.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> talks, visit = Head(name="Talks", row=("objectives", "talks")), Head(name="Visit")
    >>> cells = [[Cell(text="2/3", tone="hatched")], [EMPTY]]
    >>> figure = matrix([talks, visit], [Head(name="S1")], cells, id="plans", title=said, subtitle=said, alt=said)
    >>> [(mark["label"], mark["value"], mark["row"]["id"]) for mark in figure.records("en")]
    [('Talks – S1', '2/3', 'talks')]
    """
    if not rows or not columns:
        raise BadValue(Message("figures.empty"))
    if len(cells) != len(rows) or any(len(row) != len(columns) for row in cells):
        raise BadValue(Message("figures.matrix.bad-shape", rows=len(rows), columns=len(columns)))
    unknown = {cell.tone for row in cells for cell in row} - _LOOKS.keys()
    if unknown:
        raise BadValue(Message("figures.matrix.bad-tone", found=min(unknown), allowed=tuple(_LOOKS)))
    whole = _Table(tuple(rows), tuple(columns), tuple(map(tuple, cells)), joined)
    there = tuple(min(fits) for fits in zip(*(_fitting(whole, lang) for lang in LANGUAGES), strict=True))
    table = _Table(whole.rows[: there[0]], whole.columns[: there[1]], tuple(row[: there[1]] for row in whole.cells[: there[0]]), joined)
    hidden = (("rows", len(rows) - there[0]), ("columns", len(columns) - there[1]))
    left = tuple(Message(f"figures.matrix.more-{what}", count=count) for what, count in hidden if count)
    marks = tuple(mark for _, mark in table.marks())
    drawn = functools.partial(_draw, table, tuple(key), (*notes, *left), corner)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, marks=marks, spec=drawn)


@dataclass(frozen=True, slots=True)
class _Table:
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    cells: tuple[tuple[Cell, ...], ...]
    joined: bool

    def runs(self, row: int) -> Iterator[tuple[Cell, int, int]]:
        """Yield the cells of a row, each with its first column and the one after its last."""
        at = 0
        for _, alike in groupby(
            enumerate(self.cells[row]), key=lambda one: (one[1].tone, one[1].text) if self.joined and one[1].tone != "none" else one
        ):
            found = list(alike)
            yield found[0][1], at, at + len(found)
            at += len(found)

    def marks(self) -> Iterator[tuple[tuple[int, int], Mark]]:
        """Yield the mark of each cell of which something is said, with its row and first column."""
        for at, row in enumerate(self.rows):
            for cell, start, end in self.runs(at):
                says = cell.says or cell.text
                if not says:
                    continue
                first, last = self.columns[start], self.columns[end - 1]
                label: Named | Spoken | str = row.name
                if first.name:
                    form, values = ("at", {}) if end - start == 1 else ("from-to", {"last": last.name})
                    label = Message(f"figures.matrix.{form}", row=row.name, column=first.name, **values)
                evidence = tuple(dict.fromkeys((*cell.evidence, *row.evidence, *first.evidence)))
                whose = row.row or first.row
                yield (at, start), Mark(label=label, value=says, row=whose, evidence=evidence, group=row.group or row.block)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand in one language: how wide names and columns are, and whether the names of columns stand upright."""

    names: float
    wide: float
    heads: tuple[tuple[str, ...], ...]
    upright: bool

    @property
    def left(self) -> float:
        return self.names + 14

    @property
    def top(self) -> float:
        if not any(any(head) for head in self.heads):
            return 4.0
        if self.upright:
            return max(width(text, _TYPE) for head in self.heads for text in head) + 10
        return max(map(len, self.heads)) * _LEAD + 8


def _need(table: _Table, lang: Lang) -> float:
    """Return the least width of a column [px]: no word of a cell is broken."""
    cells = {(cell.text, cell.short) for row in table.cells for cell in row}
    words = (word for text, short in cells for word in ([short] if short else say(text, lang).split(" ") if text else []))
    return max(_LEAST, max((width(word, _TYPE, bold=True) + 5 for word in words), default=0.0))


def _layout(table: _Table, lang: Lang) -> _Layout:
    need = _need(table, lang)
    longest = max(width(say(text, lang), _TYPE, bold=True) for row in table.rows for text in (row.name, row.under) if text) + 12
    names = min(max(longest, 60.0), _NAMES, max(_UPRIGHT, WIDTH - 14 - need * len(table.columns)))
    wide = min(max(_WIDEST, need), max(need, (WIDTH - names - 14) / len(table.columns)))
    said = [say(column.name, lang) for column in table.columns]
    heads = [tuple(wrap(text, wide - 6, _TYPE)) for text in said]
    upright = any(len(head) > 3 for head in heads) or any(width(word, _TYPE) > wide - 6 for text in said for word in text.split(" "))
    return _Layout(names, wide, tuple((shorten(text, _UPRIGHT, _TYPE),) for text in said) if upright else tuple(heads), upright)


def _fitting(table: _Table, lang: Lang) -> tuple[int, int]:
    """Return how many rows and columns there is room for."""
    layout = _layout(table, lang)
    columns = max(1, min(len(table.columns), int((WIDTH - layout.left) / layout.wide + 1e-6)))
    y, block = layout.top, ""
    for at, row in enumerate(table.rows):
        heading = say(row.block, lang)
        y += (_ROW + 4 if heading != block else 0) + _tall(table, layout, at, lang)
        block = heading
        if y > _TALLEST and at:
            return at, columns
    return len(table.rows), columns


def _written(table: _Table, layout: _Layout, at: int, lang: Lang) -> tuple[list[str], list[str], list[tuple[Cell, int, int, list[str]]]]:
    """Return the lines of a row's name, those below it, and its cells, each with its first and last column and its lines."""
    row, cells = table.rows[at], []
    key: dict[str, None] = {}
    for cell, start, end in table.runs(at):
        text = say(cell.text, lang) if cell.text else ""
        room = (end - start) * layout.wide - 5
        lines = wrap(text, room, _TYPE, bold=True) if text else []
        if cell.short and (len(lines) > 4 or any(width(word, _TYPE, bold=True) > room for word in text.split(" "))):
            key[text], lines = None, [cell.short]
        cells.append((cell, start, end, lines))
    name = wrap(say(row.name, lang), layout.names - 10, _TYPE, lines=4 if len(table.rows) <= 14 else 2 if len(table.rows) <= 28 else 1)
    under = [line for text in ([say(row.under, lang)] if row.under else []) + sorted(key) for line in wrap(text, layout.names - 10, _TYPE)]
    return name, under, cells


def _tall(table: _Table, layout: _Layout, at: int, lang: Lang) -> float:
    name, under, cells = _written(table, layout, at, lang)
    most = max(len(name) + len(under), *(len(lines) for *_, lines in cells))
    return max(_LEAST if layout.wide < 20 else _ROW, most * _LEAD + (9 if most > 1 else 0))


def _draw(table: _Table, key: tuple[Sample, ...], notes: tuple[Spoken | str, ...], corner: Spoken | str, lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    layout = _layout(table, lang)
    left, wide, y = layout.left, layout.wide, layout.top
    for at, head in enumerate(layout.heads):
        x = left + (at + 0.5) * wide
        if layout.upright:
            sheet.text(x, y - 5, head[0], angle=270)
        else:
            for k, text in enumerate(head if any(head) else ()):
                sheet.text(x, y - 10 - (len(head) - 1 - k) * _LEAD, text, align="center")
    if corner:
        sheet.text(0, y - 10, shorten(say(corner, lang), layout.names, _TYPE), fill=QUIET)
    marks = {place: number for number, (place, _) in enumerate(table.marks())}
    right, block, tops = left + wide * len(table.columns), "", [y]
    for at, row in enumerate(table.rows):
        heading = say(row.block, lang)
        if heading != block:
            sheet.text(0, y + _ROW / 2 + 4, shorten(heading, WIDTH, _TYPE, bold=True), bold=True)
            block, y = heading, y + _ROW + 4
        tall = _tall(table, layout, at, lang)
        name, under, cells = _written(table, layout, at, lang)
        start = y + tall / 2 - (len(name) + len(under) - 1) * _LEAD / 2
        for k, text in enumerate((*name, *under)):
            sheet.text(0, start + k * _LEAD, text, fill=INK if k < len(name) else QUIET)
        for cell, first, end, lines in cells:
            about = {"mark": marks[at, first]} if (at, first) in marks else {}
            high = tall if table.joined or any(len(one[3]) > 1 for one in cells) else min(tall, max(_ROW, wide))
            _cell(sheet, (left + first * wide, y + (tall - high) / 2, (end - first) * wide, high), cell, lines, about)
        sheet.path(line((0, y), (right, y)), stroke=FAINT, thick=0.6, plane=-1)
        y += tall
        tops.append(y)
    sheet.path(line((0, y), (right, y)), stroke=RULE, thick=0.8, plane=-1)
    _camps(sheet, table, layout, tops)
    y = _key(sheet, key, y + 10, lang)
    for text in (text for note in notes for text in wrap(say(note, lang), WIDTH, _TYPE)):
        sheet.text(0, y + 8, text, fill=QUIET)
        y += _LEAD + 1
    sheet.height = y + 4
    return sheet.spec()


def _cell(sheet: Drawing, box: tuple[float, float, float, float], cell: Cell, lines: Sequence[str], about: Mapping[str, Any]) -> None:
    x, y, wide, tall = box
    look = _LOOKS[cell.tone]
    gap = 0.5 if wide < 20 else 1.0
    inner = (x + gap, y + gap, wide - 2 * gap, tall - 2 * gap)
    if cell.small:
        inner = (x + wide / 4, y + tall / 4, wide / 2, tall / 2)
    if look.fill or about:
        half = look.thick / 2 if look.stroke else 0.0
        place = (inner[0] + half, inner[1] + half, inner[2] - 2 * half, inner[3] - 2 * half)
        sheet.rect(*place, fill=look.fill or "transparent", stroke=look.stroke, thick=look.thick, dash=look.dash, tone=cell.tone, **about)
    if look.hatched:
        sheet.path(hatching(*inner, gap=6), stroke=ACCENT if look.stroke == ACCENT else RULE, plane=0.5)
    for k, text in enumerate(lines if not cell.small else ()):
        at = y + tall / 2 + 0.5 + (k - (len(lines) - 1) / 2) * _LEAD
        bold = look.fill is not None and not cell.tone.startswith(("tint", "shade"))
        sheet.text(x + wide / 2, at, text, align="center", bold=bold, fill=look.ink, halo=PAPER if look.hatched else "", **about)


def _camps(sheet: Drawing, table: _Table, layout: _Layout, tops: Sequence[float]) -> None:
    """Frame the square of each camp whose rows are its columns."""
    at = 0
    for camp, members in groupby(row.camp for row in table.rows):
        start, at = at, at + len(list(members))
        columns = [k for k, column in enumerate(table.columns) if column.camp == camp]
        if camp < 0 or at - start < 2 or not columns:
            continue
        colour, x = BLOC_COLOURS[camp % len(BLOC_COLOURS)], layout.left + columns[0] * layout.wide
        sheet.rect(layout.left - 8, tops[start] + 1, 4, tops[at] - tops[start] - 2, fill=colour, camp=camp)
        sheet.rect(x, tops[start], len(columns) * layout.wide, tops[at] - tops[start], stroke=colour, thick=1.5, plane=1.5, camp=camp)


def _key(sheet: Drawing, key: Sequence[Sample], y: float, lang: Lang) -> float:
    """Draw a sample of each kind of cell with its words; return where it ends."""
    x = 0.0
    for one in key:
        room = 18.0 * len(one.tones) + 6
        words = wrap(say(one.words, lang), WIDTH - room, _TYPE)
        wide = room + max(width(text, _TYPE) for text in words) + 18
        if x and x + wide - 18 > WIDTH:
            x, y = 0.0, y + 21
        for k, tone in enumerate(one.tones):
            _cell(sheet, (x + 18.0 * k, y, 18.0, 18.0), Cell(tone=tone), [one.sign] if one.sign else [], {})
        for k, text in enumerate(words):
            sheet.text(x + room, y + 9.5 + k * _LEAD, text, fill=QUIET)
        x, y = x + wide, y + (len(words) - 1) * _LEAD
    return y + 24 if key else y
