"""How a network is drawn: ties, bands, things, names, heads of columns, key and notes."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import hypot
from typing import Any

from legation.figures.drawing import Drawing, line, number
from legation.figures.kit.arrangement import Arrangement, Curve, arrange, bent, clear_curve, in_columns
from legation.figures.kit.nodes import Key, Network, Node, Stroke
from legation.figures.kit.placement import Room, called, room_of, write
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say, sort_names

__all__ = ["draw"]

Point = tuple[float, float]
_TYPE, _LEAD = 12.0, 15.0
_NAMES = 40
"""Up to so many things, names are written in full."""
_ROW, _EDGE = 62.0, 44.0
"""From one thing of a column to the next, and from the edge to the first column [px]."""


def draw(what: Network, lang: Lang) -> dict[str, Any]:
    """Return the sheet of a network in a language."""
    sheet = Drawing(0)
    many = len(what.nodes) > _NAMES
    count = Counter(end for tie in what.ties for end in (tie.source, tie.target))
    least = 4.8 if many else 6.5
    radius = {node.id: 12.5 if node.inside else least + min(7.0, 0.3 * max(0, count[node.id] - 3)) for node in what.nodes}
    at, bottom = _in_columns(sheet, what, lang) if what.columns else _near(what, many=many)
    curves = _curves(what, at, radius)
    on_way = {end for tie in what.ties if tie.way for end in (tie.source, tie.target)}
    letters = _ties(sheet, what, curves, pale=bool(on_way) and not what.columns)
    for mark, node in enumerate(what.nodes, len(what.ties)):
        _node(sheet, node, at[node.id], radius[node.id], faded=bool(on_way) and node.id not in on_way and not what.columns, mark=mark)
    hidden = _names(sheet, what, at, curves, radius, bottom, on_way, letters, lang)
    y = _key(sheet, what.key, bottom + 18, lang)
    notes = [say(note, lang) for note in what.notes]
    if hidden:
        notes.append(say(Message("figures.network.unlabelled", names=", ".join(hidden)), lang))
    if what.left_out:
        notes.append(say(Message("figures.network.left-out", shown=len(what.nodes), count=what.left_out), lang))
    for text in (text for note in notes for text in wrap(note, WIDTH, _TYPE)):
        sheet.text(0, y + 6, text, size=_TYPE, fill=QUIET)
        y += _LEAD
    sheet.height = y + 4
    return sheet.spec()


def _near(what: Network, *, many: bool) -> tuple[dict[str, Point], float]:
    ends = tuple((tie.source, tie.target) for tie in what.ties)
    laid = _arranged(tuple(node.id for node in what.nodes), ends, *((30.0, 17.0) if many else (52.0, 28.0)))
    return dict(laid.places), laid.height


@functools.lru_cache(maxsize=16)
def _arranged(nodes: tuple[str, ...], ties: tuple[tuple[str, str], ...], margin: float, apart: float) -> Arrangement:
    """Arrange a network once, whatever number of times it is painted."""
    return arrange(nodes, ties, width=WIDTH, margin=margin, apart=apart)


def _in_columns(sheet: Drawing, what: Network, lang: Lang) -> tuple[dict[str, Point], float]:
    """Place things in their columns and write the heads; return the places and where the columns end."""
    links = [(tie.source, tie.target) for tie in what.ties]
    at, tall, places = in_columns({node.id: node.column for node in what.nodes}, links, WIDTH, _ROW, _EDGE)
    room = min(112.0, (WIDTH - 2 * _EDGE) / max(1, len(places) - 1) - 6) if len(places) > 1 else float(WIDTH)
    heads = {}
    for column in places:
        head = what.columns[column]
        text = say(head.words, lang)
        short = say(head.short, lang) if head.short and any(width(word, _TYPE) > room for word in text.split()) else text
        heads[column] = wrap(short, room, _TYPE)
    top = 8 + _LEAD * max(map(len, heads.values()))
    before: float | None = None
    for column, x in places.items():
        wide = max(width(text, _TYPE) for text in heads[column])
        middle = min(max(x, wide / 2), WIDTH - wide / 2)
        for row, text in enumerate(heads[column]):
            sheet.text(middle, 7 + row * _LEAD, text, size=_TYPE, align="center", fill=QUIET)
        if what.columns[column].apart and before is not None:
            sheet.path(line(((x + before) / 2, top), ((x + before) / 2, tall + top)), stroke=RULE, dash=(3, 3), plane=-1)
        before = x
    return {node: (x, y + top) for node, (x, y) in at.items()}, tall + top


def _curves(what: Network, at: dict[str, Point], radius: Mapping[str, float]) -> list[Curve]:
    """Return the line of each tie: in columns bent round what is in its way, those of the way first; else side by side."""
    found: dict[int, Curve] = {}
    span = (min(y for _, y in at.values()) - 30, max(y for _, y in at.values()) + 30)
    taken: list[Point] = []
    several: dict[tuple[str, ...], list[int]] = {}
    for k, tie in sorted(enumerate(what.ties), key=lambda item: (not item[1].way, item[1].source, item[1].target, item[0])):
        ends = (at[tie.source], at[tie.target])
        if what.columns:
            others = [place for node, place in at.items() if node not in (tie.source, tie.target)]
            found[k] = clear_curve(*ends, others, taken, radius[tie.source], span)
            taken.append(found[k].at(0.5))
        else:
            several.setdefault(tuple(sorted((tie.source, tie.target))), []).append(k)
    for (first, _), some in several.items():
        for rank, k in enumerate(some):
            tie = what.ties[k]
            start, end = at[tie.source], at[tie.target]
            shift = (rank - (len(some) - 1) / 2) * 14 * (1 if tie.source == first else -1)
            bend = shift / max(hypot(end[0] - start[0], end[1] - start[1]), 1e-6)
            found[k] = bent(start, end, bend, radius[tie.source] + 1, radius[tie.target] + 1)
    return [found[k] for k in range(len(what.ties))]


def _ties(sheet: Drawing, what: Network, curves: Sequence[Curve], *, pale: bool) -> list[Point]:
    """Draw the ties; return where their letters stand."""
    letters: list[Point] = []
    for mark, (tie, curve) in enumerate(zip(what.ties, curves, strict=True)):
        path = _path(curve)
        if tie.way:
            sheet.path(path, stroke=ACCENT, thick=7 if tie.way == 1 else 4, opacity=0.3, plane=0.9)
        stroke = tie.stroke
        colour = RULE if pale and not tie.way and stroke.colour == QUIET else stroke.colour
        thick, opacity = stroke.thick + (0.7 if tie.way == 1 else 0), 0.5 if pale and not tie.way else 0.9
        sheet.path(path, stroke=colour, thick=thick, dash=stroke.dash, opacity=opacity, plane=1, mark=mark)
        if stroke.arrow:
            sheet.path(_tip(curve), fill=colour, opacity=opacity, plane=1.1, mark=mark)
        if stroke.letter:
            spots = [curve.at(t) for t in (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73)]
            room = [min((hypot(x - u, y - v) for u, v in letters), default=99.0) for x, y in spots]
            best = next((k for k, free in enumerate(room) if free >= 15), max(range(len(spots)), key=lambda k: (room[k], -k)))
            letters.append(spots[best])
            x, y = spots[best]
            sheet.text(x, y, stroke.letter, size=_TYPE, bold=True, align="center", fill=colour, halo=PAPER, plane=2.5)
    return letters


def _path(curve: Curve) -> str:
    (x0, y0), (cx, cy), (x1, y1) = curve.start, curve.control, curve.end
    return f"M{number(x0)},{number(y0)}Q{number(cx)},{number(cy)},{number(x1)},{number(y1)}"


def _tip(curve: Curve, size: float = 7) -> str:
    """Return the head of an arrow, along its end."""
    (x, y), (a, b) = curve.end, curve.at(0.93)
    long = max(hypot(x - a, y - b), 1e-6)
    u, v = (x - a) / long, (y - b) / long
    x, y = x + u * 2, y + v * 2
    back = (x - u * size, y - v * size)
    left, right = (back[0] - v * size * 0.45, back[1] + u * size * 0.45), (back[0] + v * size * 0.45, back[1] - u * size * 0.45)
    return line((x, y), left, right) + "Z"


def _node(sheet: Drawing, node: Node, at: Point, radius: float, *, faded: bool = False, mark: int | None = None) -> None:
    x, y = at
    about: dict[str, Any] = {} if mark is None else {"mark": mark}
    if node.ring:
        sheet.dot(x, y, "square" if node.shape == "square" else "circle", radius + 3.5, fill=PAPER, stroke=INK, thick=1.5, plane=1.8)
    hollow = node.hollow or faded
    thick = 2.2 if node.hollow and node.colour == INK else 1.2
    sheet.dot(
        x, y, node.shape, radius, fill=PAPER if hollow else node.colour, stroke=node.colour if hollow else PAPER, thick=thick, **about
    )
    if node.inside:
        ink = PAPER if not node.hollow else INK
        sheet.text(x, y + 0.5, node.inside, size=_TYPE, bold=node.colour == INK, align="center", fill=ink, plane=3, **about)


def _names(
    sheet: Drawing,
    what: Network,
    at: dict[str, Point],
    curves: Sequence[Curve],
    radius: Mapping[str, float],
    bottom: float,
    on_way: set[str],
    letters: Sequence[Point],
    lang: Lang,
) -> list[str]:
    """Write names where they have room, the bold ones first; return those that found no place."""
    plain = Room((0.0, 0.0, float(WIDTH), bottom))
    for node in what.nodes:
        (x, y), around = at[node.id], radius[node.id] + (4.5 if node.ring else 1)
        plain.take((x - around, y - around, x + around, y + around))
    for x, y in letters:
        plain.take((x - 6, y - 7, x + 6, y + 7))
    off_lines = plain.copy()
    for curve in curves:
        for start, end in pairwise(curve.at(t / 8) for t in range(9)):
            off_lines.take_line(start, end)
    full = len(what.nodes) <= _NAMES
    hidden = []
    bold = {node.id for node in what.nodes if node.firm or node.id in on_way}
    marks = {node.id: len(what.ties) + k for k, node in enumerate(what.nodes)}
    for node in sorted(what.nodes, key=lambda node: (node.id not in bold, node.id)):
        text = called(node.name, lang, in_full=full or node.id in bold)
        if not text:
            continue
        strong = node.id in bold and not node.inside
        lines = wrap(text, 140, _TYPE, bold=strong, lines=3)
        size, gap = room_of(lines, bold=strong), radius[node.id] + (5.0 if node.ring else 2.5)
        slot = off_lines.place(at[node.id], size, gap=gap, reach=15)
        slot = slot or plain.place(at[node.id], size, gap=gap, reach=10) or off_lines.place(at[node.id], size, gap=gap, reach=72)
        if slot is None:
            hidden.append(text)
            continue
        for room in (plain, off_lines):
            room.take(slot.rect)
        write(sheet, slot, at[node.id], lines, bold=strong, mark=marks[node.id])
    return sort_names(hidden)


def _key(sheet: Drawing, key: Sequence[Key], y: float, lang: Lang) -> float:
    """Draw a sample of each mark with its words; return where the notes may begin."""
    x, last = 0.0, ""
    for one in key:
        kind, words = type(one.sample).__name__, say(one.words, lang)
        room = (24 if isinstance(one.sample, Node) and one.sample.ring else 16) if kind == "Node" else 36
        letter = one.sample.letter if isinstance(one.sample, Stroke) else ""
        lines = wrap(words, WIDTH - room - 16, _TYPE)
        wide = room + (16 if letter else 0) + max(width(text, _TYPE) for text in lines) + 18
        if (x and x + wide - 18 > WIDTH) or (last and kind != last):
            x, y = 0.0, y + 19
        if isinstance(one.sample, Node):
            _node(sheet, one.sample, (x + (6 if room == 16 else 9), y), 5.5)
        elif isinstance(one.sample, Stroke):
            stroke = one.sample
            sheet.path(line((x, y), (x + 28, y)), stroke=stroke.colour, thick=stroke.thick, dash=stroke.dash)
            if stroke.arrow:
                sheet.path(line((x + 31, y), (x + 24, y - 3), (x + 24, y + 3)) + "Z", fill=stroke.colour, plane=1.1)
            if letter:
                sheet.text(x + 36, y + 0.5, letter, size=_TYPE, bold=True, fill=stroke.colour)
                room += 16
        else:
            sheet.path(line((x, y), (x + 28, y)), stroke=ACCENT, thick=7, opacity=0.3)
        for row, text in enumerate(lines):
            sheet.text(x + room, y + 0.5 + row * _LEAD, text, size=_TYPE)
        y += (len(lines) - 1) * _LEAD
        x, last = x + wide, kind
    return y + 16
