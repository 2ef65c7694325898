"""What a network shows: things, ties, the heads of columns, and the key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from legation.figures.figure import Named
from legation.figures.mark import Mark
from legation.figures.theme import EDGE, QUIET
from legation.language import Message, Spoken

__all__ = ["MOST", "Head", "Key", "Network", "Node", "Stroke", "Tie"]

MOST = 200
"""So many things stand on a page."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a kind of tie is drawn: its dashes, its thickness [px], whether an arrow shows its direction, its colour, its letter."""

    dash: tuple[float, ...] = ()
    thick: float = 1.2
    arrow: bool = False
    colour: str = QUIET
    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A thing.

    Attributes
    ----------
    id : str
    name : Named, Spoken or str
        Beside it; where there are many, an id of a few letters stands for it.
    label : Spoken or str
        What it is called where it is pointed at; "": its name.
    shape : str
        A symbol, or an SVG path about the origin in a circle of radius 1.
    colour : str
    hollow, ring, firm : bool
        Whether it is hollow; whether a ring goes round it; whether its name is written in full and bold, and finds its place first.
    inside : str
        Letters in it.
    column : int
        Where there are columns.
    value, part, row, evidence
        As :class:`~legation.figures.mark.Mark` has them; ``part`` is its group.
    """

    id: str
    name: Named | Spoken | str
    label: Spoken | str = ""
    shape: str = "circle"
    colour: str = EDGE
    hollow: bool = False
    ring: bool = False
    firm: bool = False
    inside: str = ""
    column: int = 0
    value: Spoken | str = ""
    part: Spoken | str = ""
    row: tuple[str, str] | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie from one thing to another by their ids; ``way`` is 1 on the first way that is emphasised, 2 on another."""

    source: str
    target: str
    stroke: Stroke
    words: Spoken | str = ""
    way: int = 0
    row: tuple[str, str] | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over a column, in full and where that has no room; ``apart``: a line parts it from those before."""

    words: Spoken | str
    short: Spoken | str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """What a mark means: a node or a stroke as a sample, or the band of a way where there is neither."""

    words: Spoken | str
    sample: Node | Stroke | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """What is drawn, and how many things are left out."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    columns: tuple[Head, ...]
    key: tuple[Key, ...]
    notes: tuple[Spoken | str, ...]
    left_out: int

    @classmethod
    def of(
        cls, nodes: Sequence[Node], ties: Sequence[Tie], columns: Sequence[Head], key: Sequence[Key], notes: Sequence[Spoken | str]
    ) -> Network:
        """Return what is drawn of things and ties: of too many those on a way and with a bold name, then those with the most ties."""
        on_way = {end for tie in ties if tie.way for end in (tie.source, tie.target)}
        count = Counter(end for tie in ties for end in (tie.source, tie.target))
        ranked = sorted(nodes, key=lambda node: (node.id not in on_way, not node.firm, -count[node.id], node.id))
        shown = {node.id for node in ranked[:MOST]}
        return cls(
            nodes=tuple(node for node in nodes if node.id in shown),
            ties=tuple(tie for tie in ties if tie.source in shown and tie.target in shown),
            columns=tuple(columns),
            key=tuple(key),
            notes=tuple(notes),
            left_out=len(nodes) - len(shown),
        )

    def marks(self) -> Iterator[Mark]:
        """Yield a mark for each tie, then for each thing."""
        called = {node.id: node.label or node.name for node in self.nodes}
        for tie in self.ties:
            label = Message("figures.network.between", source=called[tie.source], target=called[tie.target])
            yield Mark(label=label, value=tie.words, row=tie.row, evidence=tie.evidence)
        for node in self.nodes:
            yield Mark(label=called[node.id], value=node.value, row=node.row, evidence=node.evidence, group=node.part)
