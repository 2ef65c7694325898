"""Panels of courses on a sheet: below each other or in two columns, with one line of time, a key and notes."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from typing import Any

from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure
from legation.figures.kit.course import Panel, Spell, Stack
from legation.figures.kit.course_panel import GREY, TYPE, PanelPainter, ValueScale, colours, dot, is_cut, scale_of, spell
from legation.figures.kit.day_axis import DayAxis, position
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, BLOC_COLOURS, INK, QUIET, WIDTH
from legation.language import Lang, Message, say

__all__ = ["drawn"]

MOST = 14
"""Panels that one sheet shows."""
_COLUMNS_FROM, _BETWEEN, _LEAD = 9, 26.0, 15.0
_TALL = {1: 290.0, 2: 150.0, 3: 118.0, 4: 96.0}
_SMALL = 74.0
_LABELS = 178.0
"""The most that names beside courses take of the width [px]."""


def drawn(stack: Stack, *, id: str, title: Message, subtitle: Message, alt: Message) -> Figure:  # noqa: A002 - the field of a figure
    """Return the figure of panels of courses."""
    shown = Stack(panels=stack.panels[:MOST], ticks=stack.ticks, key=stack.key, notes=stack.notes, one_scale=stack.one_scale)
    draw = functools.partial(_draw, shown, len(stack.panels) - len(shown.panels))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, marks=shown.marks(), spec=draw)


def _draw(stack: Stack, left_out: int, lang: Lang) -> dict[str, Any]:
    sheet, panels, count = Drawing(0), stack.panels, len(stack.panels)
    columns = 2 if count >= _COLUMNS_FROM else 1
    wide = (WIDTH - _BETWEEN * (columns - 1)) / columns
    tall = _TALL.get(count, _SMALL)
    lines = 6 if tall > 200 else 4 if tall > 140 else 3 if tall > 90 else 2
    scales = [scale_of(panels if stack.one_scale else [panel], lines=lines) for panel in panels]
    room = max(_label_room(panel, lang) for panel in panels)
    gutter = max(_tick_room(panel, scale, lang) for panel, scale in zip(panels, scales, strict=True))
    first, last = _ends(panels)
    mark, y, starts = itertools.count(), 0.0, []
    for at, (panel, scale) in enumerate(zip(panels, scales, strict=True)):
        column = at % columns
        left = column * (wide + _BETWEEN)
        axis = DayAxis(first, last, left + gutter, left + wide - max(room, 12.0), dated=_dated(panels))
        lowest = at + columns >= count
        starts.append(_panel(sheet, stack, panel, axis, scale, (y, tall), (left, wide, room), mark, lang, written=lowest))
        if column == columns - 1 or at == count - 1:
            y = max(starts) + (24 if lowest else 12)
            starts = []
    y = _key(sheet, stack, y + 8, lang)
    notes = [*stack.notes]
    if len(set(scales)) > 1 and len({panel.share for panel in panels}) == 1:
        notes.append(Message("figures.bands.own-scale"))
    if any(map(is_cut, panels, scales)):
        notes.append(Message("figures.bands.cut"))
    if left_out:
        notes.append(Message("figures.bands.left-out", count=left_out, shown=count))
    for text in (text for note in notes for text in wrap(say(note, lang), WIDTH, TYPE)):
        sheet.text(0, y + 7, text, size=TYPE, fill=QUIET)
        y += _LEAD + 1
    sheet.height = y + 4
    return sheet.spec()


def _panel(
    sheet: Drawing,
    stack: Stack,
    panel: Panel,
    axis: DayAxis,
    scale: ValueScale,
    place: tuple[float, float],
    column: tuple[float, float, float],
    mark: Iterator[int],
    lang: Lang,
    *,
    written: bool,
) -> float:
    """Draw one panel with its name, unit and moments above; return where it ends."""
    (y, tall), (left, wide, room) = place, column
    y = _heading(sheet, panel, (left, y), wide, lang)
    y = _instants(sheet, panel, axis, y, wide, lang)
    above = any(one.alarm for c in panel.courses for one in c.readings) or any("frame" in one.kind for one in panel.spells)
    top = y + (18 if above or any(one.beside for c in panel.courses for one in c.readings) else 9)
    bottom = top + tall
    labels = axis.named(stack.ticks, lang)
    axis.draw(sheet, top, bottom, labels, label_y=bottom + 13 if written else None)
    PanelPainter(sheet, panel, axis, scale, top, bottom, mark, lang).paint(room)
    return bottom + (8 if any(one.kind in ("foot", "partly") for one in panel.spells) else 0)


def _heading(sheet: Drawing, panel: Panel, place: tuple[float, float], wide: float, lang: Lang) -> float:
    """Write the name of a panel, its note beside it where there is room, and the unit; return where they end."""
    left, y = place
    name = wrap(say(panel.name, lang), wide, 13, bold=True, lines=2) if panel.name else []
    note = wrap(say(panel.note, lang), wide, TYPE, lines=2) if panel.note else []
    if name and len(note) == 1 and width(name[-1], 13, bold=True) + 14 + width(note[0], TYPE) <= wide:
        sheet.text(left + width(name[-1], 13, bold=True) + 12, y + 9.5 + 16.5 * (len(name) - 1), note[0], size=TYPE, fill=QUIET)
        note = []
    for text in name:
        sheet.text(left, y + 9, text, size=13, bold=True)
        y += 16.5
    for text in (*note, *(wrap(say(panel.unit, lang), wide, TYPE, lines=2) if panel.unit else ())):
        sheet.text(left, y + 8, text, size=TYPE, fill=QUIET)
        y += _LEAD
    return y


def _instants(sheet: Drawing, panel: Panel, axis: DayAxis, y: float, wide: float, lang: Lang) -> float:
    """Write the words of moments above their lines, in as many rows as they need to stand apart."""
    rows: list[float] = []
    for instant in sorted((one for one in panel.instants if one.words), key=lambda one: position(one.at)):
        text = wrap(say(instant.words, lang), min(wide, 320.0), TYPE, bold=True, lines=1)[0]
        half = width(text, TYPE, bold=True) / 2
        middle = min(max(axis.at(instant.at), half), WIDTH - half)
        row = next((at for at, end in enumerate(rows) if end + 10 < middle - half), len(rows))
        rows[row : row + 1] = [middle + half]
        sheet.text(middle, y + 8 + row * _LEAD, text, size=TYPE, bold=True, align="center", fill=ACCENT)
    return y + len(rows) * _LEAD


def _ends(panels: tuple[Panel, ...]) -> tuple[float, float]:
    """Return where time begins and ends; a little more room where lines would begin on the edge."""
    every = [one for panel in panels for course in panel.courses for one in course.readings]
    first = min(position(one.at) for one in every)
    last = max(position(one.until, after=True) if one.until else position(one.at) for one in every)
    for instant in (instant for panel in panels for instant in panel.instants):
        first, last = min(first, position(instant.at)), max(last, position(instant.at))
    pad = 0.0 if all(one.until for one in every) else (last - first) * 0.02
    return first - pad, last + pad


def _dated(panels: tuple[Panel, ...]) -> bool:
    return any(not isinstance(one.at, (int, float)) for panel in panels for course in panel.courses for one in course.readings)


def _label_room(panel: Panel, lang: Lang) -> float:
    """Return how much names beside the courses need: where there are several, or the panel has none."""
    named = [course for course in panel.courses if course.labelled and course.name]
    if not named or (len(named) == 1 and panel.name):
        return 0.0
    longest = max(width(say(course.name, lang), TYPE, bold=True) for course in named)
    return min(longest + 28, _LABELS)


def _tick_room(panel: Panel, scale: ValueScale, lang: Lang) -> float:
    form = "figures.bands.number" if not panel.share else "figures.bands.fine-share" if scale.step < 0.01 else "figures.bands.share"
    return max(width(say(Message(form, value=round(tick, 9)), lang), TYPE) for tick in scale.ticks()) + 12


def _there(stack: Stack) -> frozenset[str]:
    """Return the kinds of marks that are in the picture."""
    courses = [course for panel in stack.panels for course in panel.courses]
    readings = [one for course in courses for one in course.readings if one.known]
    found = {spell.kind for panel in stack.panels for spell in panel.spells} | {one.dot for one in readings if one.dot}
    shown = [one for course in courses if course.tone != "behind" for one in course.readings if one.known]
    ways = {
        "course": any(course.tone != "behind" for course in courses),
        "behind": any(course.tone == "behind" for course in courses),
        "interval": any(one.ends is not None for one in shown),
        "alarm": any(one.alarm for one in readings),
        "instant": any(panel.instants for panel in stack.panels),
        "level": any(panel.level is not None for panel in stack.panels),
        "steps": any(course.form == "steps" for course in courses),
    }
    return frozenset({str(one) for one in found} | {way for way, there in ways.items() if there})


def _key(sheet: Drawing, stack: Stack, y: float, lang: Lang) -> float:
    """Draw a sample of each kind of mark that is there, with its words; return where it ends."""
    there = _there(stack)
    entries = [one for one in stack.key if one.sample in there]
    first = stack.panels[0].courses
    colour = next((c for c, course in zip(colours(first), first, strict=True) if course.tone != "behind"), BLOC_COLOURS[0])
    bars = any(course.form == "bar" for course in first)
    x = 0.0
    for entry in entries:
        words = say(entry.words, lang)
        wide = 26 + width(words, TYPE)
        if x and x + wide > WIDTH:
            x, y = 0.0, y + 19
        _sample(sheet, entry.sample, x, y, colour, bars=bars)
        sheet.text(x + 26, y + 7, wrap(words, WIDTH - 26, TYPE, lines=1)[0], size=TYPE, fill=INK)
        x += wide + 18
    return y + 22 if entries else y


def _sample(sheet: Drawing, sample: str, x: float, y: float, colour: str, *, bars: bool) -> None:
    middle = y + 7
    match sample:
        case "course" if bars:
            sheet.rect(x + 5, y + 1, 10, 12, fill=colour)
        case "course":
            sheet.path(line((x, middle), (x + 20, middle)), stroke=colour, thick=2)
        case "behind":
            sheet.path(line((x, middle), (x + 20, middle)), stroke=GREY, thick=1.2)
        case "steps":
            sheet.path(line((x, y + 10), (x + 10, y + 10), (x + 10, y + 4), (x + 20, y + 4)), stroke=colour, thick=2)
        case "interval" if bars:
            sheet.path(line((x + 10, y), (x + 10, y + 14)), stroke=INK, thick=1.4)
        case "interval":
            sheet.path(f"M{x:g},{y + 1:g}h20v12h-20Z", fill=colour, opacity=0.3)
        case "instant":
            sheet.path(line((x + 10, y), (x + 10, y + 14)), stroke=ACCENT, thick=1.4, dash=(4, 3))
        case "level":
            sheet.path(line((x, middle), (x + 20, middle)), stroke=INK, dash=(3, 3))
        case "alarm":
            sheet.dot(x + 10, middle, "triangle-up", 4.5, fill=ACCENT)
        case "full" | "half" | "open" | "diamond":
            dot(sheet, x + 10, middle, sample, 3.8, colour)
        case "frame" | "dashed-frame":
            sheet.rect(x + 2, y + 1, 16, 12, stroke=ACCENT, thick=1.4, dash=(3, 3) if sample != "frame" else ())
        case _:
            kind: Any = sample
            ends = (y - 8, y + 4) if kind in ("partly", "foot") else (y + 1, y + 13)
            spell(sheet, Spell(at=0.0, until=20.0, kind=kind), DayAxis(0.0, 20.0, x, x + 20), ends, None)
