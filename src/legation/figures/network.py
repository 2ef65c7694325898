"""Who is tied to whom: actors by kind and group, ties by kind, and a path through them."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import hypot
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure
from legation.figures.kit.placement import Rect
from legation.figures.measure import width, wrap
from legation.figures.naming import name_dots
from legation.figures.network_layout import Arrangement, arrange
from legation.figures.network_marks import KIND_SHAPES, TIES, Node, Tie, colours
from legation.figures.theme import ACCENT, BLOC_COLOURS, EDGE, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say, sort_names

__all__ = ["arrangement", "network"]


_NAMES = 40
"""Up to so many actors, names are written in full."""


def network(
    nodes: Sequence[Node],
    ties: Sequence[Tie],
    *,
    paths: Sequence[Sequence[str]] = (),
    id: str = "network",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw actors and ties; paths are drawn in the accent colour, the first one thick with its steps numbered.

    Parameters
    ----------
    nodes : sequence of Node
        Up to about 200 stay readable.
    ties : sequence of Tie
        Several between the same two actors are drawn side by side.
    paths : sequence of sequence of str
        Ids from start to end; who is on none of them is drawn paler.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        Two nodes of one id, a tie or a path to an actor that is not there, a kind that is not known.

    Examples
    --------
    >>> from legation.figures.figure import Named
    >>> said = Message("language.yes")
    >>> pair = [Node(actor=Named("FRA", "France"), kind="state"), Node(actor=Named("ngo", "An association"), kind="ngo")]
    >>> network(pair, [Tie("FRA", "ngo", "funds")], title=said, subtitle=said, alt=said).id
    'network'
    """
    there = Counter(node.actor.id for node in nodes)
    for name in (*(t.source for t in ties), *(t.target for t in ties), *(i for path in paths for i in path), *there):
        if there[name] != 1:
            raise BadValue(Message("network.bad-actor", actor=name, count=there[name]))
    for found, allowed in ((node.kind, KIND_SHAPES) for node in nodes):
        if found not in allowed:
            raise BadValue(Message("network.bad-kind", found=found, allowed=tuple(allowed)))
    for tie in ties:
        if tie.kind not in TIES:
            raise BadValue(Message("network.bad-kind", found=tie.kind, allowed=tuple(TIES)))
    drawn = functools.partial(_draw, tuple(nodes), tuple(ties), tuple(tuple(path) for path in paths))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def arrangement(nodes: Sequence[Node], ties: Sequence[Tie], *, width: float = WIDTH) -> Arrangement:
    """Return where the actors of a network stand and who is next to whom: the places of the picture, as plain data."""
    many = len(nodes) > _NAMES
    pairs = [(tie.source, tie.target) for tie in ties]
    return arrange([n.actor.id for n in nodes], pairs, width=width, margin=30 if many else 52, apart=15 if many else 26)


def _draw(nodes: tuple[Node, ...], ties: tuple[Tie, ...], paths: tuple[tuple[str, ...], ...], lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    if not nodes:
        sheet.text(0, 12, say(Message("figures.empty"), lang), fill=QUIET)
        sheet.height = 24
        return sheet.spec()
    laid, paint = arrangement(nodes, ties), colours(nodes)
    radius = 6.5 if len(nodes) <= _NAMES else 4.6
    on_path = {name for path in paths for name in path}
    _ties(sheet, ties, laid, radius, pale=bool(paths))
    first = set(pairwise(paths[0])) if paths else set()
    for step in sorted({step for path in paths for step in pairwise(path)}, key=lambda step: (step in first, step)):
        thick, opacity = (4, 0.8) if step in first else (2, 0.45)
        sheet.path(line(*(laid.places[name] for name in step)), stroke=ACCENT, thick=thick, opacity=opacity, plane=1.2)
    for node in nodes:
        x, y = laid.places[node.actor.id]
        faded = bool(paths) and node.actor.id not in on_path
        fill = INK if node.ours else paint[node.actor.id]
        if node.actor.id in on_path or node.ours:
            sheet.dot(x, y, "circle", radius + 3.2, fill=PAPER, stroke=ACCENT if node.actor.id in on_path else INK, thick=1.6, plane=1.8)
        sheet.dot(
            x,
            y,
            KIND_SHAPES[node.kind],
            radius,
            fill=fill if not faded else PAPER,
            stroke=PAPER if not faded else fill,
            thick=1.1,
            actor=node.actor.id,
            kind=node.kind,
            group=node.group.id if node.group else None,
        )
    hidden = _names(sheet, nodes, ties, laid, paths, radius, lang)
    y = _key(sheet, laid.height + 12, nodes, ties, paint, lang)
    if hidden:
        for text in wrap(say(Message("network.unlabelled", names=", ".join(hidden)), lang), WIDTH, 11):
            sheet.text(0, y + 6, text, size=11, fill=QUIET)
            y += 15
    sheet.height = y + 4
    return sheet.spec()


def _ties(sheet: Drawing, ties: Sequence[Tie], laid: Arrangement, radius: float, *, pale: bool) -> None:
    """Draw the ties from edge to edge of their actors; several between two actors side by side."""
    between: dict[tuple[str, str], list[Tie]] = {}
    for tie in sorted(set(ties), key=lambda t: (t.source, t.target, t.kind)):
        if tie.source != tie.target:
            between.setdefault((min(tie.source, tie.target), max(tie.source, tie.target)), []).append(tie)
    for (first, _), some in between.items():
        for k, tie in enumerate(some):
            stroke = TIES[tie.kind]
            shift = (k - (len(some) - 1) / 2) * 5 * (1 if tie.source == first else -1)
            (x0, y0), (x1, y1) = laid.places[tie.source], laid.places[tie.target]
            long = max(hypot(x1 - x0, y1 - y0), 1e-6)
            u, v = (x1 - x0) / long, (y1 - y0) / long
            room = min(radius + 2, long / 3)
            start = (x0 + u * room - v * shift, y0 + v * room + u * shift)
            end = (x1 - u * room - v * shift, y1 - v * room + u * shift)
            colour = RULE if pale and stroke.colour == QUIET else stroke.colour
            about = {"source": tie.source, "target": tie.target, "kind": tie.kind}
            sheet.path(
                line(start, end), stroke=colour, thick=stroke.thick, dash=stroke.dash, opacity=0.5 if pale else 0.85, plane=1, **about
            )
            if stroke.arrow:
                sheet.path(_head(end, (u, v)), fill=colour, opacity=0.5 if pale else 0.85, plane=1.1)


def _head(tip: tuple[float, float], direction: tuple[float, float], size: float = 6) -> str:
    (x, y), (u, v) = tip, direction
    back = (x - u * size, y - v * size)
    return line(tip, (back[0] - v * size * 0.42, back[1] + u * size * 0.42), (back[0] + v * size * 0.42, back[1] - u * size * 0.42)) + "Z"


def _names(
    sheet: Drawing, nodes: Sequence[Node], ties: Sequence[Tie], laid: Arrangement, paths: Sequence[Sequence[str]], radius: float, lang: Lang
) -> list[str]:
    """Write the names, those on a path bold and with their step; return those that found no place."""
    full, on_path = len(nodes) <= _NAMES, {name for path in paths for name in path}
    step = {name: k for k, name in enumerate(paths[0])} if paths else {}
    ordered = sorted(nodes, key=lambda n: (n.actor.id not in on_path and not n.ours, n.actor.id))
    shown = [say(n.actor, lang) if full or n.actor.id in on_path or n.ours else n.actor.id for n in ordered]
    lines = [
        wrap(f"{step[n.actor.id]}. {t}" if step.get(n.actor.id) else t, 132, 10.5, lines=3) for n, t in zip(ordered, shown, strict=True)
    ]
    dots = [laid.places[n.actor.id] for n in ordered]
    obstacles = [(x - radius - 1, y - radius - 1, x + radius + 1, y + radius + 1) for x, y in dots]
    bounds = (0.0, 0.0, float(WIDTH), laid.height)
    bold = [n.actor.id in on_path or n.ours for n in ordered]
    lines_of_path = [(a, b) for path in paths for a, b in pairwise(path)]
    crossed = _along(laid, lines_of_path if not full else [*lines_of_path, *((t.source, t.target) for t in ties)])
    hidden: list[str] = []
    for some in (True, False):  # names on the path first: the others make room
        chosen = [i for i in range(len(ordered)) if bold[i] is some]
        size = 10.5 if full or some else 9.0
        for besides, far in ((crossed, 16), ([], 16), ([], 70)):  # off the lines, or else on them, or else further away
            where, text, blocked = [dots[i] for i in chosen], [lines[i] for i in chosen], [*obstacles, *besides]
            lost, taken = name_dots(sheet, where, text, blocked, bounds, size=size, gap=radius + 3, reach=far, bold=some)
            obstacles += taken
            chosen = [chosen[k] for k in lost]
        hidden += [shown[i] for i in chosen]
    return sort_names(hidden)


def _along(laid: Arrangement, lines: Sequence[tuple[str, str]]) -> list[Rect]:
    """Return small squares along lines, for names to keep off."""
    found: list[Rect] = []
    for first, last in lines:
        (x0, y0), (x1, y1) = laid.places[first], laid.places[last]
        steps = max(1, int(hypot(x1 - x0, y1 - y0) // 5))
        middles = ((x0 + (x1 - x0) * k / steps, y0 + (y1 - y0) * k / steps) for k in range(1, steps))
        found += [(x - 2, y - 2, x + 2, y + 2) for x, y in middles]
    return found


def _key(sheet: Drawing, y: float, nodes: Sequence[Node], ties: Sequence[Tie], paint: Mapping[str, str], lang: Lang) -> float:
    """Explain shapes, colours and dashes; return where the notes may begin."""
    kinds = [kind for kind in KIND_SHAPES if any(n.kind == kind for n in nodes)]
    groups = {n.group.id: n.group for n in nodes if n.group}
    by_colour: dict[str, list[str]] = {}
    for name, group in sorted(groups.items()):
        colour = next(paint[n.actor.id] for n in nodes if n.group and n.group.id == name)
        by_colour.setdefault(colour, []).append(say(group, lang))
    y += 4
    x = 0.0
    items: list[tuple[str, str, str]] = [("shape", kind, say(Message(f"kind.{kind}"), lang)) for kind in kinds]
    items += [("tie", kind, say(Message(f"network.tie.{kind}"), lang)) for kind in TIES if any(t.kind == kind for t in ties)]
    items += [("colour", c, by_colour[c][0]) for c in BLOC_COLOURS if c in by_colour]
    if by_colour and EDGE in paint.values():
        items.append(("colour", EDGE, say(Message("network.no-group"), lang)))
    last = ""
    for what, name, text in items:
        room = 34 if what == "tie" else 15
        wide = room + width(text, 11) + 16
        if (x and x + wide - 16 > WIDTH) or (last and what != last):
            x, y = 0.0, y + 18
        if what == "tie":
            stroke = TIES[name]
            sheet.path(line((x, y), (x + 26, y)), stroke=stroke.colour, thick=stroke.thick, dash=stroke.dash)
            if stroke.arrow:
                sheet.path(_head((x + 28, y), (1, 0)), fill=stroke.colour, plane=1.1)
        else:
            sheet.dot(x + 6, y, KIND_SHAPES[name] if what == "shape" else "square", 5, fill=QUIET if what == "shape" else name)
        sheet.text(x + room, y + 0.5, text, size=11)
        x, last = x + wide, what
    return y + 12
