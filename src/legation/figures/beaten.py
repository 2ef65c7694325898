"""Two issues at once: members, texts, and what would beat each text; what nothing beats."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.panel import Names, Panel, labelled, ties_numbered
from legation.figures.shading import circle, hatched
from legation.figures.theme import ACCENT, BLOC_COLOURS, BLOC_SHAPES, EDGE, FAINT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say
from legation.methods.bargaining.plane import within

__all__ = ["Axis", "Rival", "Spot", "beaten"]

Point = tuple[float, float]
_LEFT, _SIDE, _NAMES = 168.0, 520.0, 60
"""Room for the words of the upright axis, side of the square [px]; up to so many members, names are written in full."""
_LOOKS = (("#8A4F7D", 1, (), "square"), ("#3F6B4A", -1, (6, 3), "diamond"))
"""Of the first text and the second: colour, slope of its hatching, dashes of its edge, its mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A member on both issues [0 to 100 each], and its group, numbered from 0."""

    actor: Named
    x: float
    y: float
    group: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """An issue: what it asks, and what 0 and 100 mean."""

    issue: Spoken
    low: Spoken
    high: Spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """A text and what beats it.

    Attributes
    ----------
    name : Message
        Beside its mark.
    said : Message
        What the shaded part is, with its size.
    at : (float, float)
    outlines : tuple of rows of (float, float)
        Closed rows of points round what beats it; none where nothing does.
    """

    name: Message
    said: Message
    at: Point
    outlines: tuple[tuple[Point, ...], ...]


def beaten(
    spots: Sequence[Spot],
    axes: tuple[Axis, Axis],
    rivals: Sequence[Rival],
    *,
    core: Sequence[Point] = (),
    core_said: Message | None = None,
    yolk: tuple[Point, float] | None = None,
    yolk_said: Message | None = None,
    groups: Sequence[Spoken] = (),
    id: str = "beaten",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw members on two issues, with the texts that beat one or two given ones.

    Parameters
    ----------
    spots : sequence of Spot
        Members with a position on both issues.
    axes : (Axis, Axis)
        The level issue and the upright one.
    rivals : sequence of Rival
        One text or two: the proposal, then what stands.
    core : sequence of (float, float)
        Corners of what nothing beats; one for a point, two for a segment.
    yolk : ((float, float), float), optional
        Centre and radius, where both issues weigh the same.
    core_said, yolk_said : Message, optional
        What they are, for the key below.
    groups : sequence of Spoken
        Names of the groups.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        Without members or texts, with more than two texts, and for places off the scales.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> axis = Axis(issue=said, low=said, high=said)
    >>> text = Rival(name=said, said=said, at=(50, 50), outlines=())
    >>> beaten([Spot(actor=Named("FRA", "France"), x=10, y=20)], (axis, axis), [text], title=said, subtitle=said, alt=said).id
    'beaten'
    """
    places = [(spot.x, spot.y) for spot in spots] + [rival.at for rival in rivals]
    if not spots or not 1 <= len(rivals) <= len(_LOOKS) or not all(0 <= value <= 100 for place in places for value in place):
        raise BadValue(Message("figures.beaten.bad-places", actors=len(spots), texts=len(rivals)))
    drawn = _Drawn(tuple(spots), axes, tuple(rivals), tuple(core), core_said, yolk, yolk_said, tuple(groups))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, drawn))


@dataclass(frozen=True, slots=True)
class _Drawn:
    spots: tuple[Spot, ...]
    axes: tuple[Axis, Axis]
    rivals: tuple[Rival, ...]
    core: tuple[Point, ...]
    core_said: Message | None
    yolk: tuple[Point, float] | None
    yolk_said: Message | None
    groups: tuple[Spoken, ...]


def _px(point: Point) -> Point:
    return (_LEFT + point[0] * _SIDE / 100, _SIDE - point[1] * _SIDE / 100)


def _draw(what: _Drawn, lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    _frame(sheet)
    for rival, look in zip(what.rivals, _LOOKS, strict=False):
        _shaded(sheet, rival, look)
    _middle(sheet, what)
    notes = _named(sheet, what, lang)
    y = _axes(sheet, what.axes, lang)
    sheet.height = _key(sheet, what, y, notes, lang)
    return sheet.spec()


def _frame(sheet: Drawing) -> None:
    for share in (25, 50, 75):
        sheet.path(line(_px((share, 0)), _px((share, 100))), stroke=FAINT, plane=-2)
        sheet.path(line(_px((0, share)), _px((100, share))), stroke=FAINT, plane=-2)
    sheet.rect(_LEFT, 0, _SIDE, _SIDE, stroke=RULE, plane=-1)


def _shaded(sheet: Drawing, rival: Rival, look: tuple[str, int, tuple[float, ...], str]) -> None:
    """Draw what beats a text: a faint ground, hatching in its direction, an edge."""
    colour, slope, dash, _ = look
    for outline in rival.outlines:
        inside = [_px(point) for point in within(outline, (0, 0), (100, 100))]
        if len(inside) > 2:
            edge = line(*inside) + "Z"
            sheet.path(edge, fill=colour, opacity=0.10, plane=-1.5, about="beats")
            if lines := hatched(inside, slope):
                sheet.path(lines, stroke=colour, thick=0.7, opacity=0.55, plane=-1.4)
            sheet.path(edge, stroke=colour, thick=1.4, dash=dash, plane=-1.3)


def _middle(sheet: Drawing, what: _Drawn) -> None:
    """Draw the core and the yolk."""
    corners = [_px(point) for point in what.core]
    if len(corners) == 1:
        sheet.dot(*corners[0], "circle", 8, stroke=ACCENT, thick=2, plane=1.5, about="core")
    elif corners:
        sheet.path(line(*corners, *corners[:1]), fill=ACCENT, opacity=0.18, plane=-0.5, about="core")
        sheet.path(line(*corners, *corners[:1]), stroke=ACCENT, thick=2.2, plane=1)
    if what.yolk:
        (x, y), radius = _px(what.yolk[0]), what.yolk[1] * _SIDE / 100
        sheet.path(circle(x, y, max(radius, 2)), stroke=INK, thick=1.3, dash=(2, 2), plane=1, about="yolk")


def _named(sheet: Drawing, what: _Drawn, lang: Lang) -> list[str]:
    """Draw the marks of members and texts with their names; return what is said of those whose names found no place."""
    full = len(what.spots) <= _NAMES
    texts = [say(rival.name, lang) for rival in what.rivals] + [say(s.actor, lang) if full else s.actor.id for s in what.spots]
    many = [say(Message("figures.plane.many", count=k), lang) for k in range(len(texts) + 1)]
    at = np.array([_px(rival.at) for rival in what.rivals] + [_px((spot.x, spot.y)) for spot in what.spots])
    frame = (_LEFT, 0.0, _LEFT + _SIDE, _SIDE)
    panel = Panel(frame, list(range(len(texts))), np.round(at, 1), 10.5 if full else 9.0)
    names = Names(texts, many)
    for near in (1.0, 4.0, 8.0, 14.0):
        if not labelled(panel, names, near=near):
            break
    ties_numbered(panel, 0)
    for spot, (x, y) in zip(what.spots, panel.at[len(what.rivals) :].tolist(), strict=True):
        shape, colour = BLOC_SHAPES[spot.group % len(BLOC_SHAPES)], BLOC_COLOURS[spot.group % len(BLOC_COLOURS)]
        sheet.dot(x, y, shape, 3.6, fill=colour, stroke=PAPER, thick=0.8, actor=spot.actor.id)
    for rival, (colour, _, _, mark) in zip(what.rivals, _LOOKS, strict=False):
        sheet.dot(*_px(rival.at), mark, 4.8, fill=colour, stroke=INK, thick=1.4, plane=2.6)
    for label in panel.labels:
        if label.leader:
            sheet.path(line(label.leader[:2], label.leader[2:]), stroke=EDGE, thick=0.7, plane=1)
        bold = any(text in label.lines for text in texts[: len(what.rivals)])
        sheet.text(label.x, label.y, label.lines, size=panel.size, align=label.align, bold=bold, halo=PAPER, lead=1.2, plane=4)
    notes = [
        say(Message("figures.plane.tied", number=k + 1, count=len(some), names=", ".join(some)), lang) for k, some in enumerate(panel.tied)
    ]
    return notes + ([say(Message("figures.plane.unlabelled", names=", ".join(sorted(panel.unnamed))), lang)] if panel.unnamed else [])


def _axes(sheet: Drawing, axes: tuple[Axis, Axis], lang: Lang) -> float:
    """Write what both scales ask and what their ends mean; return where the next line begins."""
    level, upright = axes
    room = _LEFT - 38
    for value in (0, 50, 100):
        sheet.text(
            _LEFT - 6, _px((0, value))[1] + (6 if value == 100 else -6 if value == 0 else 0), str(value), size=10, fill=QUIET, align="right"
        )
        align = ("left", "center", "right")[value // 50]
        sheet.text(_px((value, 0))[0], _SIDE + 10, str(value), size=10, fill=QUIET, align=align)  # type: ignore[arg-type]
    sheet.text(room, 0, wrap(say(upright.high, lang), room, 11, lines=5), size=11, align="right", baseline="top")
    middle = wrap(say(upright.issue, lang), room, 11, bold=True, lines=9)
    sheet.text(room, _SIDE / 2, middle, size=11, bold=True, align="right", fill=QUIET)
    sheet.text(room, _SIDE, wrap(say(upright.low, lang), room, 11, lines=5), size=11, align="right", baseline="bottom")
    low, high = (wrap(say(end, lang), _SIDE / 2 - 12, 11, lines=3) for end in (level.low, level.high))
    y = _SIDE + 22
    sheet.text(_LEFT, y, low, size=11, baseline="top")
    sheet.text(_LEFT + _SIDE, y, high, size=11, align="right", baseline="top")
    y += max(len(low), len(high)) * 14 + 6
    issue = wrap(say(level.issue, lang), _SIDE, 11, bold=True, lines=2)
    sheet.text(_LEFT + _SIDE / 2, y, issue, size=11, bold=True, align="center", fill=QUIET, baseline="top")
    return y + len(issue) * 14 + 14


def _key(sheet: Drawing, what: _Drawn, y: float, notes: Sequence[str], lang: Lang) -> float:
    """Write what each shading and mark is, the groups, and the notes; return where the sheet ends."""
    for rival, (colour, slope, dash, mark) in zip(what.rivals, _LOOKS, strict=False):
        corners = [(0.0, y), (26.0, y), (26.0, y + 14), (0.0, y + 14)]
        sheet.path(line(*corners, corners[0]), fill=colour, opacity=0.10)
        sheet.path(hatched(corners, slope), stroke=colour, thick=0.7, opacity=0.55)
        sheet.path(line(*corners, corners[0]), stroke=colour, thick=1.4, dash=dash)
        sheet.dot(42, y + 7, mark, 5, fill=colour, stroke=INK, thick=1.4)
        y = _said(sheet, say(rival.said, lang), 56, y)
    if what.core_said:
        if len(what.core) == 1:
            sheet.dot(13, y + 7, "circle", 6, stroke=ACCENT, thick=2)
        elif what.core:
            sheet.rect(0, y, 26, 14, stroke=ACCENT, thick=2)
        y = _said(sheet, say(what.core_said, lang), 56 if what.core else 0, y)
    if what.yolk and what.yolk_said:
        sheet.path(circle(13, y + 7, 7), stroke=INK, thick=1.3, dash=(2, 2))
        y = _said(sheet, say(what.yolk_said, lang), 56, y)
    x, there = 6.0, sorted({spot.group for spot in what.spots})
    for group in there if what.groups else ():
        text = f"{say(what.groups[group], lang)} ({sum(spot.group == group for spot in what.spots)})"
        if x > 6 and x + width(text, 11) + 14 > WIDTH:
            x, y = 6.0, y + 18
        sheet.dot(x, y + 7, BLOC_SHAPES[group % len(BLOC_SHAPES)], 5, fill=BLOC_COLOURS[group % len(BLOC_COLOURS)])
        sheet.text(x + 10, y + 7.5, text, size=11)
        x += width(text, 11) + 34
    y += 20 if what.groups else 0
    for note in notes:
        y = _said(sheet, note, 0, y, fill=QUIET)
    return y + 2


def _said(sheet: Drawing, text: str, x: float, y: float, *, fill: str = INK) -> float:
    lines = wrap(text, WIDTH - x, 11)
    sheet.text(x, y + 1.5, lines, size=11, fill=fill, baseline="top")
    return y + max(20.0, len(lines) * 14 + 6.0)
