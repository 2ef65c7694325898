"""Actors and ties as a map draws them: where each stands, its shape and colour, whose name has room, and the lines between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from legation.dossier import Actor
from legation.dossier.tables.labels import choice_word
from legation.figures.figure import Named
from legation.figures.kit.actor_marks import KIND_SHAPES, TIES, ActorNode
from legation.figures.kit.arrangement import Arrangement
from legation.figures.kit.placement import Room
from legation.figures.measure import width, wrap
from legation.language import Message, say
from legation.web.site.page import PageRequest

__all__ = ["WIDE", "MapNode", "MapTie", "lines_of", "node_of", "spots_of"]

WIDE = 960.0
"""How wide a map is [px]."""
MARK = 8.0
"""The room of a mark, from its centre [px]."""
_LEAD = 14


@dataclass(frozen=True, slots=True)
class MapNode:
    """An actor on the map: where it stands, its shape and colour, and who is next to it, clockwise."""

    id: str
    name: Any
    kind: Any
    group: Any
    ties: int
    href: str
    neighbours: str
    words: Message
    x: str = field(default="", repr=False)
    y: str = field(default="", repr=False)
    shape: str = field(default="", repr=False)
    colour: str = field(default="", repr=False)
    anchor: str = field(default="middle", repr=False)
    left: str = field(default="0", repr=False)
    top: str = field(default="6", repr=False)
    lines: tuple[str, ...] = field(default=(), repr=False)
    named: bool = field(default=True, repr=False)


@dataclass(frozen=True, slots=True)
class MapTie:
    """A tie on the map, and in its table."""

    source: Any
    kind: Any
    target: Any
    href: str
    ends: str
    start: Any
    path: str = field(default="", repr=False)
    dash: str = field(default="", repr=False)
    thick: str = field(default="", repr=False)
    arrow: bool = field(default=False, repr=False)


def node_of(actor: Actor, groups: Sequence[Any], sizes: Counter[str]) -> ActorNode:
    """Return an actor as a node; of its groups the smallest one of more than two colours it, for it says the most."""
    telling = sorted((g for g in groups if sizes[g.id] > 2), key=lambda g: (sizes[g.id], g.id))
    return ActorNode(actor=Named(actor.id, actor.name or actor.id), kind=actor.kind, group=telling[0] if telling else None)


def spots_of(
    request: PageRequest, nodes: Sequence[ActorNode], laid: Arrangement, paint: Mapping[str, str], count: Counter[str], ego: str = ""
) -> list[MapNode]:
    """Return the actors as they are drawn; those with the most ties have their names first."""
    spots = []
    for node in nodes:
        name = node.actor.id
        x, y = laid.places[name]
        kind = choice_word("actors", "kind", node.kind)
        words = Message("page-actors.spot", actor=node.actor, kind=kind, count=count[name])
        spots.append(
            MapNode(
                id=name,
                name=node.actor,
                kind=kind,
                group=node.group or "",
                ties=count[name],
                href=request.href("actors.one", actor=name),
                neighbours=" ".join(laid.neighbours[name]),
                words=words,
                x=f"{x:.1f}",
                y=f"{y:.1f}",
                shape=KIND_SHAPES[node.kind],
                colour=paint[name],
                anchor="start" if x < 60 else "end" if x > WIDE - 60 else "middle",
                lines=tuple(wrap(say(node.actor, request.lang), 150, 12)),
            )
        )
    return _with_names(spots, (0.0, 0.0, laid.width, laid.height + 12), count, laid, ego)


def _with_names(
    spots: Sequence[MapNode], bounds: tuple[float, float, float, float], count: Counter[str], laid: Arrangement, ego: str
) -> list[MapNode]:
    """Return where each name stands: beside its mark where there is room, off the lines if it can; those with the most ties first.

    A name without room stands below its mark, unseen until the mark is reached.
    """
    room = Room(bounds)
    for spot in spots:
        x, y, around = float(spot.x), float(spot.y), MARK + 4 if spot.id == ego else MARK
        room.take((x - around, y - around, x + around, y + around))
    off_lines = room.copy()
    for name, neighbours in laid.neighbours.items():
        for other in neighbours:
            off_lines.take_line(laid.places[name], laid.places[other])
    found: dict[str, MapNode] = {}
    for spot in sorted(spots, key=lambda s: (-count[s.id], s.id)):
        x, y = float(spot.x), float(spot.y)
        size = max(width(line, 12) for line in spot.lines) + 4, float(_LEAD * len(spot.lines))
        gap = MARK + 5 if spot.id == ego else MARK + 1
        slot = off_lines.place((x, y), size, gap=gap, reach=6.0, leads=False) or room.place((x, y), size, gap=gap, reach=6.0, leads=False)
        if slot is None:
            found[spot.id] = replace(spot, named=False, left="0", top="6")
            continue
        for taken in (room, off_lines):
            taken.take(slot.rect)
        left, top, right, _ = slot.rect
        anchor = "start" if left >= x - 1 else "end" if right <= x + 1 else "middle"
        at = {"start": left + 2, "end": right - 2, "middle": (left + right) / 2}[anchor]
        found[spot.id] = replace(spot, named=True, anchor=anchor, left=f"{at - x:.1f}", top=f"{top - y - 3:.1f}")
    return [found[spot.id] for spot in spots]


def lines_of(request: PageRequest, rows: Sequence[Any], places: Any, called: dict[str, Any]) -> list[MapTie]:
    """Return the ties; several between the same two actors are bent apart."""
    lines, seen = [], Counter[tuple[str, ...]]()
    for row in rows:
        pair = tuple(sorted((row.source, row.target)))
        (x, y), (to_x, to_y) = places[row.source], places[row.target]
        side = 1 if (row.source, row.target) == pair else -1
        bend = 22 * ((seen[pair] + 1) // 2) * (1 if seen[pair] % 2 else -1) * side
        seen[pair] += 1
        long = max(((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5, 1.0)
        across, down = (to_x - x) / long, (to_y - y) / long
        start_x, start_y, end_x, end_y = x + across * 9, y + down * 9, to_x - across * 12, to_y - down * 12
        mid_x, mid_y = (x + to_x) / 2 - down * bend, (y + to_y) / 2 + across * bend
        stroke = TIES[row.kind or "other"]
        identity = row.id or f"{row.source}:{row.kind}:{row.target}:{row.start}"
        lines.append(
            MapTie(
                called[row.source],
                choice_word("relations", "kind", row.kind or "other"),
                called[row.target],
                request.href("rows.one", table="relations", row=identity),
                " ".join(pair),
                row.start or "",
                f"M{start_x:.1f},{start_y:.1f}Q{mid_x:.1f},{mid_y:.1f},{end_x:.1f},{end_y:.1f}",
                " ".join(map(str, stroke.dash)),
                str(stroke.thick),
                stroke.arrow,
            )
        )
    return lines
