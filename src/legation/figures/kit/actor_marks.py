"""Networks of actors: a shape for each kind of actor, a stroke for each kind of tie. A page that draws by itself uses them too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin

from legation.errors import BadValue
from legation.figures.drawing import number
from legation.figures.figure import Named
from legation.figures.kit.arrangement import Arrangement, arrange
from legation.figures.kit.nodes import Key, Node, Stroke, Tie
from legation.figures.theme import ACCENT, BLOC_COLOURS, EDGE, INK, QUIET, WIDTH
from legation.language import Message

__all__ = ["KIND_SHAPES", "TIES", "ActorNode", "ActorTie", "actor_key", "colours", "places", "tied"]


def _polygon(corners: int, turn: float = -pi / 2, inner: float = 1.0) -> str:
    """Return the path of a polygon in a circle of radius 1; with ``inner``, of a star."""
    radius = [1.0, inner] if inner < 1 else [1.0]
    count = corners * len(radius)
    points = [
        (radius[k % len(radius)] * cos(turn + 2 * pi * k / count), radius[k % len(radius)] * sin(turn + 2 * pi * k / count))
        for k in range(count)
    ]
    return "M" + "L".join(f"{number(x, 3)},{number(y, 3)}" for x, y in points) + "Z"


KIND_SHAPES: Mapping[str, str] = {
    "state": "M-0.9,0A0.9,0.9,0,1,1,0.9,0A0.9,0.9,0,1,1,-0.9,0Z",
    "sub_state": "M-0.95,0.5A0.95,0.95,0,0,1,0.95,0.5Z",
    "international_org": _polygon(6, 0),
    "company": "M-0.8,-0.8H0.8V0.8H-0.8Z",
    "association": _polygon(5),
    "ngo": "M0,-1L0.95,0.72H-0.95Z",
    "technical": "M0,-1.08L1.08,0L0,1.08L-1.08,0Z",
    "academic": _polygon(5, inner=0.45),
    "media": "M-0.33,-0.95H0.33V-0.33H0.95V0.33H0.33V0.95H-0.33V0.33H-0.95V-0.33H-0.33Z",
    "other": "M0,1L-0.95,-0.72H0.95Z",
}
"""The shape of each kind of actor, an SVG path about the origin in a circle of radius 1."""


TIES: Mapping[str, Stroke] = {
    "ally": Stroke((), 1.8, arrow=False),
    "reaches": Stroke((), 1, arrow=True),
    "speaks_for": Stroke((9, 3), 1.4, arrow=True),
    "advises": Stroke((7, 3, 1.5, 3), 1.2, arrow=True),
    "funds": Stroke((4, 2.5), 1.4, arrow=True),
    "member_of": Stroke((1.5, 2.5), 1.4, arrow=True),
    "owns": Stroke((), 2.6, arrow=True),
    "contact": Stroke((14, 2.5), 1.2, arrow=False),
    "rival": Stroke((2.5, 2.5, 6, 2.5), 1.2, arrow=False, colour=ACCENT),
    "other": Stroke((1.2, 5), 1.2, arrow=False),
}
"""How each kind of tie is drawn; ``contact`` is one of ours."""
_MANY = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorNode:
    """An actor: its name, its kind (one of ``KIND_SHAPES``), the group that colours it, and whether it is where we stand."""

    actor: Named
    kind: str = "other"
    group: Named | None = None
    ours: bool = False


@dataclass(frozen=True, slots=True)
class ActorTie:
    """A tie from one actor to another by their ids; its kind is one of ``TIES``; the row that says it, and its sources."""

    source: str
    target: str
    kind: str
    row: tuple[str, str] | None = None
    evidence: tuple[str, ...] = ()


def colours(nodes: Sequence[ActorNode]) -> dict[str, str]:
    """Return the colour of each actor by id: that of its group, the largest eight groups first; grey for the rest."""
    sizes = Counter(node.group.id for node in nodes if node.group)
    ranked = sorted(sizes, key=lambda g: (-sizes[g], g))[: len(BLOC_COLOURS)]
    of_group = dict(zip(ranked, BLOC_COLOURS, strict=False))
    return {node.actor.id: of_group.get(node.group.id if node.group else "", EDGE) for node in nodes}


def places(nodes: Sequence[ActorNode], ties: Sequence[ActorTie], *, width: float = WIDTH) -> Arrangement:
    """Return where the actors of a network stand and who is next to whom: the places of the picture, as plain data."""
    many = len(nodes) > _MANY
    pairs = [(tie.source, tie.target) for tie in ties]
    return arrange([n.actor.id for n in nodes], pairs, width=width, margin=30 if many else 52, apart=17 if many else 28)


def tied(nodes: Sequence[ActorNode], ties: Sequence[ActorTie], ways: Sequence[Sequence[str]] = ()) -> tuple[list[Node], list[Tie]]:
    """Return actors and their ties as a network shows them; of the ways from us, the steps of the first are numbered.

    Raises
    ------
    BadValue
        A kind that is not known.
    """
    for found, allowed in (*((node.kind, KIND_SHAPES) for node in nodes), *((tie.kind, TIES) for tie in ties)):
        if found not in allowed:
            raise BadValue(Message("figures.network.bad-kind", found=found, allowed=tuple(allowed)))
    paint, step = colours(nodes), {name: k for k, name in enumerate(ways[0]) if k} if ways else {}
    rank = {frozenset(pair): 1 + (n > 0) for n, way in reversed(list(enumerate(ways))) for pair in pairwise(way)}
    things = [
        Node(
            id=node.actor.id,
            name=Message("figures.network.step", number=step[node.actor.id], name=node.actor) if node.actor.id in step else node.actor,
            shape=KIND_SHAPES[node.kind],
            colour=INK if node.ours else paint[node.actor.id],
            ring=node.ours,
            firm=node.ours,
            value=Message(f"kind.{node.kind}"),
            part=node.group or "",
            row=("actors", node.actor.id) if not node.actor.id.startswith("~") else None,
        )
        for node in nodes
    ]
    bands = {frozenset((tie.source, tie.target)) for tie in ties}
    missing = [ActorTie(a, b, "other") for a, b in (sorted(pair) for pair in rank) if frozenset((a, b)) not in bands]
    lines = [
        Tie(
            tie.source,
            tie.target,
            TIES[tie.kind],
            Message(f"network.tie.{tie.kind}"),
            rank.get(frozenset((tie.source, tie.target)), 0),
            tie.row,
            tie.evidence,
        )
        for tie in (*ties, *missing)
        if tie.source != tie.target
    ]
    return things, lines


def actor_key(nodes: Sequence[ActorNode], ties: Sequence[ActorTie]) -> list[Key]:
    """Return what the shapes, strokes and colours of a network of actors mean."""
    there = {node.kind for node in nodes}
    found = [
        Key(Message(f"kind.{kind}"), Node(id=kind, name="", shape=shape, colour=QUIET))
        for kind, shape in KIND_SHAPES.items()
        if kind in there
    ]
    found += [Key(Message(f"network.tie.{kind}"), stroke) for kind, stroke in TIES.items() if any(tie.kind == kind for tie in ties)]
    paint = colours(nodes)
    groups = {paint[node.actor.id]: node.group for node in nodes if node.group and paint[node.actor.id] != EDGE}
    found += [Key(groups[colour], Node(id=colour, name="", shape="square", colour=colour)) for colour in BLOC_COLOURS if colour in groups]
    if groups and EDGE in paint.values():
        found.append(Key(Message("network.no-group"), Node(id=EDGE, name="", shape="square", colour=EDGE)))
    return found
