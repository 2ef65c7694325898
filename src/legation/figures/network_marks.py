"""The marks of a network: a shape for each kind of actor, a stroke for each kind of tie. A page that draws by itself uses them too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from legation.figures.drawing import number
from legation.figures.figure import Named
from legation.figures.theme import ACCENT, BLOC_COLOURS, EDGE, QUIET

__all__ = ["KIND_SHAPES", "TIES", "Node", "Stroke", "Tie", "colours"]


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


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a kind of tie is drawn: its dashes, its thickness [px], and whether an arrow shows its direction."""

    dash: tuple[float, ...]
    thick: float
    arrow: bool
    colour: str = QUIET


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor: its name, its kind (one of ``KIND_SHAPES``), the group that colours it, and whether it is where we stand."""

    actor: Named
    kind: str = "other"
    group: Named | None = None
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie from one actor to another by their ids; its kind is one of ``TIES``."""

    source: str
    target: str
    kind: str


def colours(nodes: Sequence[Node]) -> dict[str, str]:
    """Return the colour of each actor by id: that of its group, the largest eight groups first; grey for the rest."""
    sizes = Counter(node.group.id for node in nodes if node.group)
    ranked = sorted(sizes, key=lambda g: (-sizes[g], g))[: len(BLOC_COLOURS)]
    of_group = dict(zip(ranked, BLOC_COLOURS, strict=False))
    return {node.actor.id: of_group.get(node.group.id if node.group else "", EDGE) for node in nodes}
