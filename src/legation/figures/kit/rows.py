"""Rows with ranges: a row a thing, on one scale or several side by side; what is measured as a bar or a dot with its interval."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line
from legation.figures.figure import Figure, Named
from legation.figures.mark import Mark
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, EDGE, FAINT, INK, PALE, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["Item", "Key", "Row", "Scale", "Shape", "Tone", "row_chart"]

Shape = Literal["bar", "circle", "square", "diamond"]
Tone = Literal["first", "second", "third", "warning", "open", "hatched", "dashed"]
_FILLS: Mapping[str, str] = {"first": "#2B5C8A", "second": "#2C949F", "third": "#C8752B", "warning": ACCENT}
_TYPE, _LEAD = 12.0, 15.0
_STEP, _BAR, _GAP = 17.0, 11.0, 18.0
_NAMES = (60.0, 300.0)
"""The least and the most that names take of the width [px]."""


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
    def start(self) -> float:
        """Where bars begin."""
        return self.low if self.origin is None else self.origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is measured of a thing.

    Attributes
    ----------
    value : float or None
        None: not known, which is said.
    low, high : float or None
        Its interval.
    before : float or None
        What it was before, a hollow diamond.
    text : Spoken or str
        The value in words, beside it.
    scale, line : int
        On which scale; on which line of its row, where a row has several.
    shape : {"bar", "circle", "square", "diamond"}
    tone : {"first", "second", "third", "warning", "open", "hatched", "dashed"}
        ``open`` is a hollow mark: no difference, or the earlier of two.
    letter : str
        Before the line: by it the key says whose it is.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    before: float | None = None
    text: Spoken | str = ""
    scale: int = 0
    line: int = 0
    shape: Shape = "bar"
    tone: Tone = "first"
    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A thing with what is measured of it; ``under`` is written below its name, ``row`` is its row of the dossier."""

    name: Named | Spoken | str
    items: tuple[Item, ...]
    under: Spoken | str = ""
    row: tuple[str, str] | None = None
    evidence: tuple[str, ...] = ()

    @property
    def lines(self) -> int:
        """How many lines its items stand on."""
        return 1 + max((item.line for item in self.items), default=0)

    def marks(self) -> Iterator[Mark]:
        """Yield the mark of each of its items: its name and what is said of it."""
        for item in self.items:
            yield Mark(label=self.name, value=item.text, row=self.row, evidence=self.evidence)


@dataclass(frozen=True, slots=True)
class Key:
    """What a kind of mark means: an item as a sample, and the words."""

    sample: Item
    words: Spoken | str


def row_chart(
    things: Sequence[Row],
    scales: Sequence[Scale],
    *,
    id: str,  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
    key: Sequence[Key] = (),
    notes: Sequence[Spoken | str] = (),
) -> Figure:
    """Draw a row for each thing, from top to bottom in the order given.

    Parameters
    ----------
    things : sequence of Row
        At least one.
    scales : sequence of Scale
        Side by side, from left to right.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.
    key : sequence of Key
        Above the rows.
    notes : sequence of Spoken or str
        Below the rows.

    Raises
    ------
    BadValue
        Without a row, for an interval that does not hold its value, for a number that is none, and for a scale that is not there.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> thing = Row(name=Named("FRA", "France"), items=(Item(value=0.4, low=0.3, high=0.6, text="40%"),), row=("actors", "FRA"))
    >>> figure = row_chart([thing], [Scale()], id="shares", title=said, subtitle=said, alt=said)
    >>> [(mark["label"], mark["value"], mark["row"]["id"]) for mark in figure.records("en")]
    [('France', '40%', 'FRA')]
    """
    if not things or not scales:
        raise BadValue(Message("figures.empty"))
    for thing in things:
        for item in thing.items:
            numbers = [n for n in (item.low, item.value, item.high) if n is not None]
            known = [*numbers, *([item.before] if item.before is not None else [])]
            if numbers != sorted(numbers) or not all(abs(n) < float("inf") for n in known) or not 0 <= item.scale < len(scales):
                found = (item.low, item.value, item.high)
                raise BadValue(Message("figures.rows.bad-item", name=thing.name, found=found, scales=len(scales)))
    marks = tuple(mark for thing in things for mark in thing.marks())
    draw = functools.partial(_draw, tuple(things), tuple(scales), tuple(key), tuple(notes))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, marks=marks, spec=draw)


@dataclass(frozen=True, slots=True)
class _Panel:
    """A scale on the sheet: from ``left`` to ``right``, with the room for texts beyond its end."""

    scale: Scale
    left: float
    right: float

    def at(self, value: float) -> float:
        """Where a value stands; beyond an end: at the end."""
        scale = self.scale
        inside = min(max(value, scale.low), scale.high)
        return self.left + (inside - scale.low) / ((scale.high - scale.low) or 1) * (self.right - self.left)


def _draw(things: tuple[Row, ...], scales: tuple[Scale, ...], key: tuple[Key, ...], notes: tuple[Spoken | str, ...], lang: Lang) -> Any:
    sheet = Drawing(0)
    most = max(width(say(text, lang), _TYPE) for thing in things for text in (thing.name, thing.under))
    names = min(max(most + 2, _NAMES[0]), _NAMES[1])
    lettered = 14 if any(item.letter for thing in things for item in thing.items) else 0
    panels = _panels(things, scales, names + 12 + lettered, lang)
    top = y = _heads(sheet, panels, _key(sheet, key, lang), lang)
    at = 0
    for number, thing in enumerate(things):
        name, under = (wrap(say(text, lang), names, _TYPE) if text else [] for text in (thing.name, thing.under))
        written = (len(name) + len(under)) * _LEAD
        tall = max(written, thing.lines * _STEP) + 9
        if number % 2:
            sheet.rect(0, y, WIDTH, tall, fill=PALE, plane=-2)
        start = y + (tall - written) / 2 + _LEAD / 2
        for row, text in enumerate((*name, *under)):
            sheet.text(names, start + row * _LEAD, text, size=_TYPE, align="right", fill=INK if row < len(name) else QUIET)
        first = y + tall / 2 - (thing.lines - 1) * _STEP / 2
        for item in thing.items:
            panel, middle = panels[item.scale], first + item.line * _STEP
            if item.letter:
                sheet.text(panel.left - 6, middle + 0.5, item.letter, size=_TYPE, fill=QUIET, align="right")
            _item(sheet, panel, item, middle, at, lang)
            at += 1
        y += tall
    for panel in panels:
        for value, _ in panel.scale.ticks:
            sheet.path(line((panel.at(value), top), (panel.at(value), y)), stroke=FAINT, plane=-1)
        if panel.scale.origin is not None or len(panels) > 1:
            ground = panel.at(panel.scale.start)
            sheet.path(line((ground, top), (ground, y)), stroke=EDGE if panel.scale.origin is not None else RULE, thick=1.2, plane=0.4)
    sheet.path(line((0, top), (WIDTH, top)), stroke=RULE, thick=0.8)
    for text in (text for note in notes for text in wrap(say(note, lang), WIDTH, _TYPE)):
        y += _LEAD
        sheet.text(0, y, text, size=_TYPE, fill=QUIET)
    sheet.height = y + 8
    return sheet.spec()


def _panels(things: Sequence[Row], scales: Sequence[Scale], left: float, lang: Lang) -> list[_Panel]:
    """Return the scales side by side, each with as much room beyond its ends as the texts there need."""
    shares = sum(scale.share for scale in scales)
    area = WIDTH - left - _GAP * (len(scales) - 1)
    panels = []
    for number, scale in enumerate(scales):
        right = left + area * scale.share / shares
        before = after = 6.0
        for item in (item for thing in things for item in thing.items if item.scale == number and item.text):
            room = width(say(item.text, lang), _TYPE, bold=True) + 8
            if _leftwards(scale, item):
                before = max(before, room)
            else:
                after = max(after, room)
        inner = left if scale.origin is None else left + before
        panels.append(_Panel(scale, inner, max(right - after, inner + 24)))
        left = right + _GAP
    return panels


def _leftwards(scale: Scale, item: Item) -> bool:
    """Whether an item's text stands before it: that of a bar to the left."""
    return item.shape == "bar" and item.value is not None and item.value < scale.start


def _heads(sheet: Drawing, panels: Sequence[_Panel], y: float, lang: Lang) -> float:
    """Write what each scale is, its ends and its ticks; return where the rows begin."""
    under = y
    for panel in panels:
        scale, at = panel.scale, y
        ground = panel.at(scale.start)
        lines = wrap(say(scale.head, lang), panel.right - panel.left + 60, _TYPE) if scale.head else []
        for text in lines:
            sheet.text(panel.left, at + 7, text, size=_TYPE, fill=QUIET)
            at += _LEAD
        if scale.ends:
            before, after = (say(end, lang) for end in scale.ends)
            sheet.text(ground - 8, at + 7, before, size=_TYPE, fill=QUIET, align="right")
            sheet.text(ground + 8, at + 7, after, size=_TYPE, fill=QUIET)
            at += _LEAD + 2
        if scale.ticks:
            for value, label in scale.ticks:
                sheet.text(panel.at(value), at + 7, say(label, lang), size=_TYPE, fill=QUIET, align="center")
            at += _LEAD
        under = max(under, at)
    return under + 6


def _key(sheet: Drawing, key: Sequence[Key], lang: Lang) -> float:
    """Draw a sample of each kind of mark with its words; return where it ends."""
    if not key:
        return 0.0
    x, y = 0.0, 8.0
    for one in key:
        words = say(one.words, lang)
        room = 26 if not one.sample.letter else 16
        if x and x + room + width(words, _TYPE) > WIDTH:
            x, y = 0.0, y + 18
        if one.sample.letter:
            sheet.text(x, y + 0.5, one.sample.letter, size=_TYPE, bold=True, fill=QUIET)
        else:
            _item(sheet, _Panel(Scale(), x, x + 20), one.sample, y, None, lang)
        for text in wrap(words, WIDTH - room, _TYPE)[:1]:
            sheet.text(x + room, y + 0.5, text, size=_TYPE, fill=QUIET)
        x += room + width(words, _TYPE) + 18
    return y + 14


def _item(sheet: Drawing, panel: _Panel, item: Item, y: float, mark: int | None, lang: Lang) -> None:
    about: dict[str, Any] = {} if mark is None else {"mark": mark, "value": item.value, "low": item.low, "high": item.high}
    text = say(item.text, lang) if item.text else ""
    if item.value is None:
        sheet.text(panel.left + 7, y + 0.5, text, size=_TYPE, fill=QUIET, **about)
        return
    x, ground = panel.at(item.value), panel.at(panel.scale.start)
    colour = _FILLS.get(item.tone, INK if item.tone == "dashed" else EDGE if item.tone == "hatched" else _FILLS["third"])
    far = x
    if item.low is not None and item.high is not None:
        far = panel.at(item.high)
        _interval(sheet, panel, item, y, INK if item.shape == "bar" else colour)
    if item.shape == "bar":
        _bar(sheet, min(x, ground), max(abs(x - ground), 1.0), y, item.tone, colour, about)
    else:
        hollow = item.tone in ("open", "hatched", "dashed")
        sheet.dot(x, y, item.shape, 5, fill=PAPER if hollow else colour, stroke=colour, thick=1.6, **about)
    if item.before is not None:
        sheet.dot(panel.at(item.before), y, "diamond", 3.8, fill=PAPER, stroke=INK, plane=2.2)
        far = max(far, panel.at(item.before))
    if text and _leftwards(panel.scale, item):
        sheet.text(min(x, ground) - 6, y + 0.5, text, size=_TYPE, bold=True, align="right", **about)
    elif text:
        sheet.text(max(far, ground if item.shape == "bar" else far) + 7, y + 0.5, text, size=_TYPE, bold=True, **about)


def _bar(sheet: Drawing, x: float, wide: float, y: float, tone: str, colour: str, about: Mapping[str, Any]) -> None:
    box = (x, y - _BAR / 2, wide, _BAR)
    if tone in _FILLS:
        sheet.rect(*box, fill=colour, **about)
        return
    sheet.rect(*box, fill=PAPER, stroke=colour, dash=(3, 2) if tone == "dashed" else (), **about)
    if tone == "hatched":
        sheet.path(hatching(*box), stroke=colour, plane=0.5)


def _interval(sheet: Drawing, panel: _Panel, item: Item, y: float, colour: str) -> None:
    """Draw an interval with a stroke at each end, or a tip where it goes on beyond the scale."""
    ends = (item.low or 0.0, item.high or 0.0)
    left, right = (panel.at(end) for end in ends)
    if item.shape == "bar":
        sheet.path(line((left, y), (right, y)), stroke=PAPER, thick=3, plane=1.3)
    sheet.path(line((left, y), (right, y)), stroke=colour, thick=1.6, plane=1.5)
    for end, x, inwards in ((ends[0], left, 5), (ends[1], right, -5)):
        if panel.scale.low <= end <= panel.scale.high:
            sheet.path(line((x, y - 4), (x, y + 4)), stroke=colour, thick=1.6, plane=1.5)
        else:
            sheet.path(line((x + inwards, y - 4), (x, y)) + line((x, y), (x + inwards, y + 4)), stroke=colour, thick=1.6, plane=1.5)
