"""How a plane is drawn: its frame and axes, regions, hulls, dots, names, key and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.figures.drawing import Align, Drawing, hatched, line
from legation.figures.kit.panels import Panel, hull, laid_out, named, packed, packed_radius, room_in, tied
from legation.figures.kit.placement import Rect, Room, called, room_of, write
from legation.figures.kit.spots import Axis, Plane, Region
from legation.figures.measure import shorten, width, wrap
from legation.figures.theme import ACCENT, EDGE, FAINT, INK, PALE, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say, sort_names
from legation.methods.bargaining.plane import within

__all__ = ["draw"]

Float = npt.NDArray[np.float64]
Point = tuple[float, float]

_TYPE, _LEAD, _HEAD = 12.0, 15.0, 14.0
_LEFT, _TALL, _SIDE = 34.0, 430.0, 540.0
"""Room for the numbers of the upright axis; height of a plane with axes, and side of one on which both have one scale [px]."""
_NAMED, _LISTED, _POINTS = 40, 200, 1500
"""Up to so many things, ranges are drawn; so many names without a place are listed; of more things without names, every so many-th
is drawn."""
_RANGE = "#A9B4C4"
_LOOKS: Mapping[str, tuple[str, int, tuple[float, ...], str]] = {
    "first": ("#8A4F7D", 1, (), "square"),
    "second": ("#3F6B4A", -1, (6, 3), "diamond"),
}
"""Of a region: its colour, the slope of its hatching, the dashes of its edge, its sign."""


def draw(what: Plane, lang: Lang) -> dict[str, Any]:
    """Return the sheet of a plane in a language."""
    sheet = Drawing(0)
    there = [i for i, spot in enumerate(what.spots) if spot.x == spot.x and spot.y == spot.y]
    if not any(spot.name for spot in what.spots):
        there = there[:: max(1, -(-len(there) // _POINTS))]
    names = [called(what.spots[i].name, lang, in_full=what.in_full) for i in there]
    dot = 4.6 if len(there) <= 60 else 3.2 if len(there) <= 400 else 2.4
    panels, y = (_on_axes if what.axes else _on_map)(sheet, what, there, names, dot, lang)
    marks = what.of_spots()
    for panel in panels:
        _dots(sheet, what, panel, there, dot, marks)
        for label in panel.labels:
            about: Mapping[str, Any] = marks[there[label.members[0]]] if len(label.members) == 1 else {}
            write(sheet, label.slot, label.dot, label.lines, **about)
    y = _regions_key(sheet, what, _key(sheet, what, y, lang), lang)
    for text in (text for note in _notes(what, panels, there, names, lang) for text in wrap(note, WIDTH, _TYPE)):
        sheet.text(0, y + 6, text, size=_TYPE, fill=QUIET)
        y += _LEAD
    sheet.height = y + 4
    return sheet.spec()


def _many(lang: Lang) -> Any:
    return lambda number, count: say(Message("figures.plane.many", number=number, count=count), lang)


def _on_map(sheet: Drawing, what: Plane, there: Sequence[int], names: Sequence[str], dot: float, lang: Lang) -> tuple[list[Panel], float]:
    """Draw the frames of a map and of its enlarged parts, and the hulls; return the panels and where the key begins."""
    if not there:
        return [], 0.0
    points = np.array([(what.spots[i].x, what.spots[i].y) for i in there], np.float64)
    label = np.array([what.spots[i].group for i in there])
    headings: dict[int, list[tuple[int, Rect]]] = {}

    def group_names(panel: Panel, room: Room) -> None:
        found = headings[id(panel)] = []
        for number, group in enumerate(what.groups if what.hulls else ()):
            inside = panel.at[label == number]
            if len(inside):
                size = room_of(wrap(say(group.name, lang), 200, _HEAD, bold=True, lines=2), _HEAD, bold=True)
                x, y = float(np.median(inside[:, 0])), float(np.median(inside[:, 1]))
                slot = room.place((x, y), size, gap=0, reach=135, leads=False)
                found.append((number, slot.rect if slot else _over(x, y, size, [rect for _, rect in found])))
                room.take(found[-1][1])

    panels = laid_out(points, names, _many(lang), dot=dot, before=group_names)
    whole = panels[0]
    for panel in panels:
        left, top, right, bottom = panel.frame
        sheet.rect(left, top, right - left, bottom - top, stroke=RULE if panel.letter else FAINT, plane=-2)
        if panel.letter:
            heading = say(Message("figures.plane.detail", letter=panel.letter, times=round(panel.zoom, 1)), lang)
            sheet.text(left + 8, top + 13, heading, size=_TYPE, bold=True, fill=QUIET)
    for letter, (x0, y0, x1, y1) in zip("ABC", whole.zones, strict=False):
        sheet.rect(x0, y0, x1 - x0, y1 - y0, stroke=QUIET, dash=(3, 2), thick=0.8, plane=2.2)
        sheet.text(x0 + 3, y0 - 7, letter, size=_TYPE, bold=True, fill=QUIET, halo=PAPER, plane=4)
    for number, (x0, y0, x1, y1) in headings[id(whole)]:
        inside = label == number
        _hulls(sheet, what, whole.at[inside], [what.spots[there[k]].sure for k in np.flatnonzero(inside).tolist()], number)
        lines, about = wrap(say(what.groups[number].name, lang), 200, _HEAD, bold=True, lines=2), what.of_group(number)
        sheet.text((x0 + x1) / 2, (y0 + y1) / 2, lines, size=_HEAD, bold=True, align="center", halo=PAPER, plane=5, lead=1.2, **about)
    return panels, max(panel.frame[3] for panel in panels) + 18


def _over(x: float, y: float, size: tuple[float, float], others: Sequence[Rect]) -> Rect:
    """Return where a heading stands that has no place beside dots: over them, below the headings that stand there."""
    wide, tall = size
    left = min(max(x - wide / 2, 4.0), WIDTH - 4 - wide)
    while any(left < rect[2] and rect[0] < left + wide and y - tall / 2 < rect[3] and rect[1] < y + tall / 2 for rect in others):
        y += tall
    return left, y - tall / 2, left + wide, y + tall / 2


def _hulls(sheet: Drawing, what: Plane, inside: Float, sure: Sequence[bool], number: int) -> None:
    """Draw the hull of a group, dashed, and within it, shaded, that of those in it who are sure."""
    whole, firm = hull(inside), hull(inside[np.array(sure, np.bool_)])
    colour, about = what.look(number)[1], what.of_group(number)
    if len(firm) > 2:
        sheet.path(line(*firm) + "Z", fill=colour, opacity=0.14, plane=-1, **about)
    if len(whole) > 2:
        sheet.path(line(*whole) + "Z", stroke=colour, thick=1.2, dash=(4, 3), plane=-0.5)


def _dots(sheet: Drawing, what: Plane, panel: Panel, there: Sequence[int], dot: float, marks: Sequence[Mapping[str, Any]]) -> None:
    places, radius = packed(panel.at, dot)
    for k, (x, y), r in zip(panel.members, places.tolist(), radius.tolist(), strict=True):
        spot = what.spots[there[k]]
        shape, colour = what.look(spot.group)
        about: dict[str, Any] = {"group": spot.group, **marks[there[k]]}
        if spot.group < 0:
            sheet.dot(x, y, shape, 0.6 * r, fill=colour, opacity=0.7, **about)
        elif spot.sure:
            sheet.dot(x, y, shape, r, fill=colour, stroke=PAPER, thick=0.8, **about)
        else:
            sheet.dot(x, y, shape, r, fill=PAPER, stroke=colour, thick=1.3, **about)


def _on_axes(sheet: Drawing, what: Plane, there: Sequence[int], names: Sequence[str], dot: float, lang: Lang) -> tuple[list[Panel], float]:
    """Draw the axes and what lies between them; return the one panel and where the key begins."""
    assert what.axes is not None  # noqa: S101 - for the type checker
    level, upright = what.axes
    top = _upright(sheet, upright, lang)
    wide, tall = (_SIDE, _SIDE) if what.regions else (WIDTH - _LEFT - 6, _TALL)
    frame = (_LEFT, top, _LEFT + wide, top + tall)

    def px(point: Point) -> Point:
        return round(_LEFT + point[0] * wide / 100, 1), round(top + (100 - point[1]) * tall / 100, 1)

    at = np.array([px((what.spots[i].x, what.spots[i].y)) for i in there], np.float64).reshape(-1, 2)
    panel = Panel(frame, list(range(len(there))), at)
    room = room_in(panel, dot)
    _grid(sheet, what.axes, what.corners, px, room, lang)
    for number, region in enumerate(what.regions):
        _region(sheet, region, number, px, room, lang, at, dot)
    off_bars = room.copy()
    for i in there if len(there) <= _NAMED else ():
        spot = what.spots[i]
        for ends in (((x, spot.y) for x in spot.across or ()), ((spot.x, y) for y in spot.up or ())):
            if pair := [px(end) for end in ends]:
                sheet.path(line(*pair), stroke=_RANGE, thick=1.6, plane=0.5)
                off_bars.take_line(pair[0], pair[1])
    named(panel, names, off_bars, _many(lang), dot=dot, reach=110)
    if panel.unnamed and len(there) <= _NAMED:  # what finds no place off the bars may stand on one
        first = panel.labels
        for label in first:
            room.take(label.slot.rect)
        done = {i for label in first for i in label.members}
        named(panel, names, room, _many(lang), dot=dot, reach=110, leave=done, numbered=len(tied([panel])))
        panel.labels = [*first, *panel.labels]
    return [panel], _level(sheet, level, frame, lang)


def _upright(sheet: Drawing, axis: Axis, lang: Lang) -> float:
    """Write what the upright axis measures and what its ends mean; return where the frame begins."""
    y = 0.0
    for text in wrap(say(axis.head, lang), WIDTH, _TYPE, bold=True):
        sheet.text(0, y + 7, text, size=_TYPE, bold=True, fill=QUIET)
        y += _LEAD
    if axis.low or axis.high:
        ends = (f"100 = {say(axis.high, lang)}", f"0 = {say(axis.low, lang)}")
        for text in (text for end in ends for text in wrap(end, WIDTH, _TYPE, lines=2)):
            sheet.text(0, y + 7, text, size=_TYPE)
            y += _LEAD
    return y + 10


def _level(sheet: Drawing, axis: Axis, frame: tuple[float, float, float, float], lang: Lang) -> float:
    """Write what the level axis measures and what its ends mean; return where the key begins."""
    left, _, right, y = frame
    y += 24
    low, high = (wrap(say(end, lang), (right - left) / 2 - 12, _TYPE, lines=3) if end else [] for end in (axis.low, axis.high))
    for row, text in enumerate(low):
        sheet.text(left, y + 7 + row * _LEAD, text, size=_TYPE)
    for row, text in enumerate(high):
        sheet.text(right, y + 7 + row * _LEAD, text, size=_TYPE, align="right")
    y += max(len(low), len(high)) * _LEAD
    for text in wrap(say(axis.head, lang), right - left, _TYPE, bold=True):
        sheet.text(right, y + 7, text, size=_TYPE, bold=True, fill=QUIET, align="right")
        y += _LEAD
    return y + 18


def _grid(sheet: Drawing, axes: tuple[Axis, Axis], corners: Sequence[Spoken | str], px: Any, room: Room, lang: Lang) -> None:
    """Draw the frame with its numbers, where the axes are parted, and what the quarters are called."""
    (left, bottom), (right, top) = px((0, 0)), px((100, 100))
    for value in (0, 25, 50, 75, 100):
        x, y = px((value, value))
        align: Align = "left" if not value else "right" if value == 100 else "center"
        sheet.text(x, bottom + 11, str(value), size=_TYPE, align=align, fill=QUIET)
        sheet.text(left - 6, min(max(y, top + 6), bottom - 6), str(value), size=_TYPE, align="right", fill=QUIET)
        if 0 < value < 100:
            sheet.path(line((x, bottom), (x, top)), stroke=FAINT, plane=-1.9)
            sheet.path(line((left, y), (right, y)), stroke=FAINT, plane=-1.9)
    sheet.rect(left, top, right - left, bottom - top, stroke=RULE, plane=-1.8)
    level, upright = (axis.parted for axis in axes)
    if level is None or upright is None:
        return
    x, y = px((level, upright))
    sheet.rect(x, top, right - x, y - top, fill=PALE, plane=-2)
    sheet.path(line((x, bottom), (x, top)), stroke=EDGE, thick=1.2, plane=-0.5)
    sheet.path(line((left, y), (right, y)), stroke=EDGE, thick=1.2, plane=-0.5)
    places: tuple[tuple[float, float, Align, float], ...] = (
        (left + 8, top + 13, "left", x - left),
        (right - 8, top + 13, "right", right - x),
        (left + 8, bottom - 13, "left", x - left),
        (right - 8, bottom - 13, "right", right - x),
    )
    for corner, (at, height, side, most) in zip(corners, places, strict=False):
        text = shorten(say(corner, lang), max(0.0, most - 16), _TYPE, bold=True)
        wide = width(text, _TYPE, bold=True)
        if wide > 30:
            sheet.text(at, height, text, size=_TYPE, bold=True, align=side, fill=QUIET)
            start = at - (wide if side == "right" else 0)
            room.take((start, height - 9, start + wide, height + 9))


def _region(sheet: Drawing, region: Region, number: int, px: Any, room: Room, lang: Lang, at: Float, dot: float) -> None:
    """Draw an area, and its sign with its name."""
    for outline in region.outlines:
        corners = [px(point) for point in outline]
        if len(corners) == 1:
            x, y = corners[0]
            here = int((np.hypot(*(at - [x, y]).T) < 1).sum())
            sheet.dot(x, y, "circle", max(9.0, 4 + packed_radius(dot, here)), stroke=ACCENT, thick=2, plane=1.5, mark=number)
        elif region.tone == "core":
            sheet.path(line(*corners, corners[0]), fill=ACCENT, opacity=0.18, plane=-0.5, mark=number)
            sheet.path(line(*corners, corners[0]), stroke=ACCENT, thick=2.2, plane=1)
        elif region.tone == "ring":
            sheet.path(line(*corners) + "Z", stroke=INK, thick=1.3, dash=(2, 2), plane=1, mark=number)
        else:
            _hatched(sheet, [px(point) for point in within(outline, (0, 0), (100, 100))], region.tone, mark=number)
    if region.sign is not None:
        x, y = px(region.sign)
        colour, _, _, sign = _LOOKS[region.tone]
        sheet.dot(x, y, sign, 5.2, fill=colour, stroke=INK, thick=1.4, plane=2.6, mark=number)
        room.take((x - 6, y - 6, x + 6, y + 6))
        lines = wrap(say(region.name, lang), 150, _TYPE, bold=True, lines=2)
        if slot := room.place((x, y), room_of(lines, bold=True), gap=7.5, reach=110):
            write(sheet, slot, (x, y), lines, bold=True, mark=number)


def _hatched(sheet: Drawing, corners: Sequence[Point], tone: str, **about: Any) -> None:
    """Draw an area with its hatching: a faint ground, lines in its direction, an edge."""
    colour, slope, dash, _ = _LOOKS[tone]
    if len(corners) > 2:
        sheet.path(line(*corners) + "Z", fill=colour, opacity=0.1, plane=-1.5, **about)
        if lines := hatched(corners, slope):
            sheet.path(lines, stroke=colour, thick=0.7, opacity=0.55, plane=-1.4)
        sheet.path(line(*corners) + "Z", stroke=colour, thick=1.4, dash=dash, plane=-1.3)


def _key(sheet: Drawing, what: Plane, y: float, lang: Lang) -> float:
    """Write which shape and colour is which group; return where the next line begins."""
    counts = {number: sum(what.spots[i].group == number for i in range(len(what.spots))) for number in range(-1, len(what.groups))}
    x = 6.0
    for number in [*range(len(what.groups)), -1]:
        if not counts[number]:
            continue
        name = what.groups[number].name if number >= 0 else Message("figures.plane.no-group")
        text = shorten(f"{say(name, lang)} ({say(counts[number], lang)})", WIDTH - 30, _TYPE)
        wide = width(text, _TYPE) + 34
        if x > 6 and x + wide - 20 > WIDTH:
            x, y = 6.0, y + 19
        shape, colour = what.look(number)
        sheet.dot(x, y, shape, 5 if number >= 0 else 3, fill=colour)
        sheet.text(x + 11, y + 0.5, text, size=_TYPE)
        x += wide
    return y + 14


def _regions_key(sheet: Drawing, what: Plane, y: float, lang: Lang) -> float:
    """Write what each region is; return where the notes begin."""
    for number, region in enumerate(what.regions):
        there = any(region.outlines)
        if region.tone in _LOOKS:
            _hatched(sheet, [(0.0, y), (26.0, y), (26.0, y + 14), (0.0, y + 14)], region.tone)
            if region.sign is not None:
                sheet.dot(42, y + 7, _LOOKS[region.tone][3], 5, fill=_LOOKS[region.tone][0], stroke=INK, thick=1.4)
        elif there and region.tone == "ring":
            sheet.path(line((0, y + 7), (26, y + 7)), stroke=INK, thick=1.3, dash=(2, 2))
        elif there and len(region.outlines[0]) == 1:
            sheet.dot(13, y + 7, "circle", 6.5, stroke=ACCENT, thick=2)
        elif there:
            sheet.rect(0, y, 26, 14, stroke=ACCENT, thick=2)
        lines = wrap(say(region.words, lang), WIDTH - 56, _TYPE)
        for row, text in enumerate(lines):
            sheet.text(56 if there or region.tone in _LOOKS else 0, y + 7.5 + row * _LEAD, text, size=_TYPE, mark=number)
        y += len(lines) * _LEAD + 5
    return y


def _notes(what: Plane, panels: Sequence[Panel], there: Sequence[int], names: Sequence[str], lang: Lang) -> list[str]:
    """Return what the plane cannot show: many at one point, names without a place, who is not placed."""
    notes = [say(note, lang) for note in what.notes]
    room, unlisted = _LISTED, 0
    for number, members in enumerate(tied(panels), 1):
        listed = sort_names(names[i] for i in members)
        room -= len(listed)
        if room < 0:
            unlisted += len(listed)
        else:
            notes.append(say(Message("figures.plane.tied", number=number, count=len(members), names=", ".join(listed)), lang))
    hidden = sorted({i for panel in panels for i in panel.unnamed})
    for number in range(-1, len(what.groups)) if len(hidden) <= room else ():
        if listed := sort_names(names[i] for i in hidden if what.spots[there[i]].group == number):
            group = what.groups[number].name if number >= 0 else Message("figures.plane.no-group")
            notes.append(say(Message("figures.plane.unlabelled", group=group, count=len(listed), names=", ".join(listed)), lang))
    unlisted += len(hidden) if len(hidden) > room else 0
    if unlisted:
        notes.append(say(Message("figures.plane.unlabelled-many", count=unlisted), lang))
    drawn = set(there)
    lost = [i for i, spot in enumerate(what.spots) if i not in drawn and spot.name]
    if lost:
        listed = sort_names(called(what.spots[i].name, lang, in_full=what.in_full) for i in lost[:_LISTED])
        notes.append(say(Message("figures.plane.lost", count=len(lost), names=", ".join(listed)), lang))
    if len(there) < len(what.spots) and not lost:
        notes.append(say(Message("figures.plane.thinned", shown=len(there), of=len(what.spots)), lang))
    return notes
