"""How rows with ranges are drawn: names at the left, scales side by side, words that never touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.figures.drawing import Drawing, hatching, line
from legation.figures.kit.row import Heading, Item, Key, Row, Scale
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, EDGE, FAINT, INK, PALE, PAPER, QUIET, RULE, VOTE_COLOURS, VOTE_INKS, WIDTH
from legation.language import Lang, Spoken, say

__all__ = ["draw_rows"]

_COLOURS: Mapping[str, str] = {
    "first": "#2B5C8A",
    "second": "#2C949F",
    "third": "#C8752B",
    "warning": ACCENT,
    "quiet": EDGE,
    "ink": INK,
    **VOTE_COLOURS,
    "absent": EDGE,
}
_LINES: Mapping[str, str] = {"abstain": "#B58126"}
"""The colour of outlines and hatches where the full one is too pale for a line."""
_BAND = "#F2D6D3"
_WHITE = "#FFFFFF"
"""It stays white where the ground is dark."""
_TYPE, _LEAD = 12.0, 15.0
_STEP, _BAR, _GAP = 17.0, 11.0, 18.0
_TALL_STEP, _TALL_BAR = 26.0, 20.0
"""Of bars with words in them."""
_DOT, _SIGNED, _LANE = 5.0, 8.5, 20.0
_NAMES = (60.0, 300.0)
"""The least and the most that names take of the width [px]."""


@dataclass(frozen=True, slots=True)
class _Panel:
    """A scale on the sheet: from ``left`` to ``right``; the room for texts beyond its end goes to ``edge``."""

    scale: Scale
    left: float
    right: float
    edge: float
    bar: float = _BAR

    def at(self, value: float) -> float:
        """Where a value stands; beyond an end: at the end."""
        scale = self.scale
        inside = min(max(value, scale.low), scale.high)
        return self.left + (inside - scale.low) / ((scale.high - scale.low) or 1) * (self.right - self.left)


def draw_rows(
    things: tuple[Row | Heading, ...], scales: tuple[Scale, ...], key: tuple[Key, ...], notes: tuple[Spoken | str, ...], lang: Lang
) -> dict[str, Any]:
    """Return the sheet of a chart of rows for readers of a language."""
    sheet = Drawing(0)
    rows = [thing for thing in things if isinstance(thing, Row)]
    most = max(width(say(text, lang), _TYPE, bold=row.is_strong) for row in rows for text in (row.name, row.under))
    names = min(max(most + 2, _NAMES[0]), _NAMES[1])
    lettered = 14 if any(item.letter for row in rows for item in row.items) else 0
    panels = _panels(rows, scales, names + 12 + lettered, lang)
    top = y = _heads(sheet, panels, _key(sheet, key, panels[0].bar, lang), lang)
    at = shaded = 0
    for thing in things:
        if isinstance(thing, Heading):
            y, shaded = _heading(sheet, thing, y, lang), 0
            continue
        y = _row(sheet, thing, panels, names, y, at, lang, is_shaded=bool(shaded % 2))
        at, shaded = at + len(thing.items), shaded + 1
    _lines(sheet, panels, top, y)
    for text in (text for note in notes for text in wrap(say(note, lang), WIDTH, _TYPE)):
        y += _LEAD
        sheet.text(0, y, text, size=_TYPE, fill=QUIET)
    sheet.height = y + 8
    return sheet.spec()


def _panels(rows: Sequence[Row], scales: Sequence[Scale], left: float, lang: Lang) -> list[_Panel]:
    """Return the scales side by side, each with as much room beyond its ends as the texts there need."""
    shares = sum(scale.share for scale in scales)
    area = WIDTH - left - _GAP * (len(scales) - 1)
    bar = _TALL_BAR if any(item.is_inside for row in rows for item in row.items) else _BAR
    panels = []
    for number, scale in enumerate(scales):
        edge = left + area * scale.share / shares
        items = [item for row in rows for item in row.items if item.scale == number]
        signed = any(item.sign for item in items)
        beside = [item for item in items if item.text and item.value is not None and not item.is_inside]
        rooms = [(width(say(item.text, lang), _TYPE, bold=True) + _aside(item) + 1, item) for item in beside]
        before = max([_SIGNED + 1 if signed else 6.0, *(room for room, item in rooms if _leftwards(scale, item))])
        inner = left + before if scale.origin is not None or signed else left
        span = (scale.high - scale.low) or 1.0
        right = edge - (_SIGNED + 1 if signed else 6.0)
        wide = [(room, max(_ends(item))) for room, item in rooms if not _leftwards(scale, item)]
        for room, end in (*wide, *((width(say(label, lang), _TYPE) / 2, value) for value, label in scale.ticks)):
            part = min(max((end - scale.low) / span, 0.0), 1.0)
            right = min(right, inner + (edge - room - inner) / part) if part else right
        panels.append(_Panel(scale, inner, max(right, inner + 24), edge, bar))
        left = edge + _GAP
    return panels


def _ends(item: Item) -> list[float]:
    """Return the numbers of an item, beyond the last of which its text stands."""
    return [number for number in (item.start, item.value, item.high, item.beside) if number is not None]


def _aside(item: Item) -> float:
    """Return how far from the end of an item its text stands [px]."""
    return 14.0 if item.sign else 10.0 if item.beside is not None or item.shape != "bar" else 7.0


def _leftwards(scale: Scale, item: Item) -> bool:
    """Whether an item's text stands before it: that of a bar to the left."""
    return item.shape == "bar" and item.value is not None and item.value < scale.begin


def _heads(sheet: Drawing, panels: Sequence[_Panel], y: float, lang: Lang) -> float:
    """Write what each scale is, its ends and its ticks; return where the rows begin."""
    under = y
    for panel in panels:
        scale, at = panel.scale, y
        ground = panel.at(scale.begin)
        for text in wrap(say(scale.head, lang), panel.edge - panel.left, _TYPE) if scale.head else []:
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


def _lines(sheet: Drawing, panels: Sequence[_Panel], top: float, y: float) -> None:
    """Draw the lines of the scales through all rows."""
    for panel in panels:
        for value, _ in panel.scale.ticks:
            sheet.path(line((panel.at(value), top), (panel.at(value), y)), stroke=FAINT, plane=-1)
        if panel.scale.origin is not None or len(panels) > 1:
            ground = panel.at(panel.scale.begin)
            sheet.path(line((ground, top), (ground, y)), stroke=EDGE if panel.scale.origin is not None else RULE, thick=1.2, plane=0.4)
    sheet.path(line((0, top), (WIDTH, top)), stroke=RULE, thick=0.8)


def _key(sheet: Drawing, key: Sequence[Key], bar: float, lang: Lang) -> float:
    """Draw a sample of each kind of mark with its words; return where it ends."""
    if not key:
        return 0.0
    x, y = 0.0, 8.0
    for one in key:
        words = say(one.words, lang)
        room = 26 if not one.sample.letter else 16
        if x and x + room + width(words, _TYPE) > WIDTH:
            x, y = 0.0, y + (18 if not one.sample.sign else 22)
        if one.sample.letter:
            sheet.text(x, y + 0.5, one.sample.letter, size=_TYPE, bold=True, fill=QUIET)
        else:
            _item(sheet, _Panel(Scale(), x, x + 20, x + 20, min(bar, 14.0)), one.sample, y, None, lang)
        lines = wrap(words, WIDTH - room, _TYPE)
        for text in lines:
            sheet.text(x + room, y + 0.5, text, size=_TYPE, fill=QUIET)
            y += _LEAD
        y -= _LEAD
        x += room + (width(words, _TYPE) if len(lines) == 1 else WIDTH) + 18
    return y + 14


def _heading(sheet: Drawing, heading: Heading, y: float, lang: Lang) -> float:
    """Write the line above a block; return where its rows begin."""
    aside = say(heading.aside, lang)
    name = wrap(say(heading.name, lang), WIDTH - 24 - width(aside, _TYPE, bold=True), _TYPE, bold=True)
    tall = len(name) * _LEAD + 7
    sheet.rect(0, y + 3, WIDTH, tall, fill=PALE, plane=0.6)
    sheet.text(4, y + 3 + tall / 2, name, size=_TYPE, bold=True)
    sheet.text(
        WIDTH - 4, y + 3 + tall / 2, aside, size=_TYPE, bold=heading.is_warning, align="right", fill=INK if heading.is_warning else QUIET
    )
    return y + tall + 4


def _row(sheet: Drawing, row: Row, panels: Sequence[_Panel], names: float, y: float, at: int, lang: Lang, *, is_shaded: bool) -> float:
    """Draw a row whose first item is mark ``at``; return where the next one begins."""
    name, under = (wrap(say(text, lang), names, _TYPE, bold=row.is_strong) if text else [] for text in (row.name, row.under))
    written = (len(name) + len(under)) * _LEAD
    places = _places(row, panels)
    lanes = 1 + max(places, default=0)
    step = _LANE if any(item.sign for item in row.items) else _TALL_STEP if panels[0].bar > _BAR else _STEP
    words = max((len(_words(item, panels[item.scale], lang)) for item in row.items), default=0) * _LEAD
    tall = max(written, lanes * step, words) + 9
    if is_shaded:
        sheet.rect(0, y, WIDTH, tall, fill=PALE, plane=-2)
    start = y + (tall - written) / 2 + _LEAD / 2
    for number, text in enumerate((*name, *under)):
        is_name = number < len(name)
        sheet.text(
            names,
            start + number * _LEAD,
            text,
            size=_TYPE,
            bold=is_name and row.is_strong,
            align="right",
            fill=INK if is_name else QUIET,
        )
    first = y + tall / 2 - (lanes - 1) * step / 2
    for number, (item, place) in enumerate(zip(row.items, places, strict=True)):
        panel, middle = panels[item.scale], first + place * step
        if item.value is None and all(other is item or other.scale != item.scale for other in row.items):
            middle = y + tall / 2
        if item.letter:
            sheet.text(panel.left - 6, middle + 0.5, item.letter, size=_TYPE, fill=QUIET, align="right")
        if item.shape == "band" and item.value is not None:
            begin, end = panel.at(panel.scale.begin if item.start is None else item.start), panel.at(item.value)
            sheet.rect(min(begin, end), y, abs(end - begin), tall, fill=_BAND, plane=-1.5, mark=at + number)
            sheet.path(line((end, y), (end, y + tall)), stroke=ACCENT, thick=1.4, dash=(4, 3), plane=0.5)
        else:
            _item(sheet, panel, item, middle, at + number, lang)
    return y + tall


def _places(row: Row, panels: Sequence[_Panel]) -> list[int]:
    """Return on which line each item stands: its own, and of dots with signs the lowest on which it touches none before it."""
    taken: dict[tuple[int, int], list[float]] = {}
    signed = [item.sign for item in row.items if item.sign]
    places = []
    for item in row.items:
        if not item.sign or item.value is None:
            places.append(item.line)
            continue
        x = panels[item.scale].at(item.value)
        lane = next(k for k in range(len(signed)) if all(abs(x - other) >= _LANE for other in taken.get((item.scale, k), ())))
        taken.setdefault((item.scale, lane), []).append(x)
        places.append(lane)
    return [max(places) - place for place in places] if signed else places


def _words(item: Item, panel: _Panel, lang: Lang) -> list[str]:
    """Return the lines of an item that is no number."""
    if item.value is not None or not item.text:
        return []
    return wrap(say(item.text, lang), panel.edge - panel.left - 7, _TYPE)


def _item(sheet: Drawing, panel: _Panel, item: Item, y: float, mark: int | None, lang: Lang) -> None:
    about: dict[str, Any] = {} if mark is None else {"mark": mark, "value": item.value, "low": item.low, "high": item.high}
    text = say(item.text, lang) if item.text else ""
    if item.value is None:
        sheet.text(panel.left + 7, y + 0.5, _words(item, panel, lang), size=_TYPE, fill=QUIET, **about)
        return
    x, ground = panel.at(item.value), panel.at(panel.scale.begin if item.start is None else item.start)
    colour = _COLOURS[item.tone]
    far = x
    if item.low is not None and item.high is not None:
        far = panel.at(item.high)
        _interval(sheet, panel, item, y, INK if item.shape == "bar" else colour, about)
    if item.shape == "bar":
        _bar(sheet, min(x, ground), max(abs(x - ground), 1.0), y, panel.bar, item, about)
    elif item.shape == "tick":
        sheet.path(line((x, y - panel.bar / 2 - 4), (x, y + panel.bar / 2 + 4)), stroke=colour, thick=2.4, plane=2, **about)
    elif item.shape != "span":
        hollow = item.fill != "full"
        radius = _SIGNED if item.sign else _DOT
        sheet.dot(x, y, item.shape, radius, fill=PAPER if hollow else colour, stroke=colour, thick=1.6, **about)
        if item.sign:
            sheet.text(
                x, y + 0.5, item.sign, size=_TYPE, bold=True, align="center", fill=INK if hollow else _on(item.tone), plane=4, **about
            )
    if item.beside is not None:
        sheet.dot(panel.at(item.beside), y, "diamond", 3.8, fill=PAPER, stroke=INK, plane=2.2)
    if not text:
        return
    if item.is_inside:
        _inside(sheet, (min(x, ground), max(x, ground)), y, text, item, about)
    elif _leftwards(panel.scale, item):
        near = min(x, ground, *(panel.at(end) for end in (item.low, item.beside) if end is not None))
        sheet.text(near - 6, y + 0.5, text, size=_TYPE, bold=True, align="right", **about)
    else:
        at = max(far, ground if item.shape == "bar" else far) + _aside(item)
        over = None if item.beside is None else panel.at(item.beside)
        if over is not None and at - 6 < over < at + width(text, _TYPE, bold=True) + 6:  # the diamond would stand under it
            at = over + _aside(item)
        sheet.text(at, y + 0.5, text, size=_TYPE, bold=True, **about)


def _on(tone: str) -> str:
    """Return the colour of words on a full colour; areas of votes and warnings are the same on a dark ground, the others turn light."""
    return VOTE_INKS.get(tone, _WHITE if tone == "warning" else PAPER)


def _inside(sheet: Drawing, ends: tuple[float, float], y: float, text: str, item: Item, about: Mapping[str, Any]) -> None:
    if ends[1] - ends[0] < width(text, _TYPE, bold=True) + 8:
        return
    ink, halo = (_on(item.tone), "") if item.fill == "full" else (INK, PAPER)
    sheet.text(sum(ends) / 2, y + 0.5, text, size=_TYPE, bold=True, align="center", fill=ink, halo=halo, **about)


def _bar(sheet: Drawing, x: float, wide: float, y: float, tall: float, item: Item, about: Mapping[str, Any]) -> None:
    colour = _COLOURS[item.tone]
    if item.fill == "full":
        sheet.rect(x, y - tall / 2, wide, tall, fill=colour, **about)
        return
    edge = _LINES.get(item.tone, colour)
    box = (x + 0.5, y - tall / 2 + 0.5, max(wide - 1, 0.5), tall - 1)
    sheet.rect(*box, fill=PAPER, stroke=edge, dash=(3, 2) if item.fill == "dashed" else (), **about)
    if item.fill == "hatched":
        sheet.path(hatching(*box), stroke=edge, plane=0.5)


def _interval(sheet: Drawing, panel: _Panel, item: Item, y: float, colour: str, about: Mapping[str, Any]) -> None:
    """Draw an interval with a stroke at each end, or a tip where it goes on beyond the scale."""
    ends = (item.low or 0.0, item.high or 0.0)
    left, right = (panel.at(end) for end in ends)
    whole = line((left, y), (right, y))
    dash = () if item.fill == "full" else (5, 3)
    for end, x, inwards in ((ends[0], left, 5), (ends[1], right, -5)):
        if panel.scale.low <= end <= panel.scale.high:
            whole += line((x, y - 4), (x, y + 4))
        else:
            whole += line((x + inwards, y - 4), (x, y)) + line((x, y), (x + inwards, y + 4))
    if item.shape == "bar":
        sheet.path(whole, stroke=PAPER, thick=3.2, plane=1.3)
    sheet.path(whole, stroke=colour, thick=1.4 if item.shape != "span" else 2.5, dash=dash, plane=1.5, **about)
