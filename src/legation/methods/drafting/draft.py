"""A text under negotiation: its tree, and what can be read from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from legation.methods.drafting.brackets import Bracket, brackets
from legation.methods.drafting.numbering import Label, labels
from legation.methods.drafting.reservations import Reservation, reservations
from legation.methods.drafting.signs import CLOSING
from legation.methods.drafting.tree import Node, spans, written
from legation.methods.drafting.units import Unit, units

__all__ = ["Draft", "Problem"]


class Problem(NamedTuple):
    """A sign without its other half.

    Attributes
    ----------
    position : int
        Place in code points.
    what : {"unclosed", "unopened"}
        Which half is missing.
    """

    position: int
    what: str


@dataclass(frozen=True)
class Draft:
    """A text as a tree; all else is read from the tree when asked for.

    Attributes
    ----------
    nodes : tuple of Node
        The tree, in the order of the text.
    bis : {"alternative", "new"}
        What *bis* means in this room.
    known : frozenset of str
        Names of actors beside codes, in capitals.
    """

    nodes: tuple[Node, ...]
    bis: str = "alternative"
    known: frozenset[str] = frozenset()

    @cached_property
    def text(self) -> str:
        """The text that the tree writes."""
        return written(self.nodes)

    @cached_property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Start and end of each node, in code points; of a bracket with its signs and what they hold."""
        return tuple(spans(self.nodes))

    @cached_property
    def _labels(self) -> tuple[Label, ...]:
        return tuple(labels(self.text))

    @cached_property
    def brackets(self) -> tuple[Bracket, ...]:
        """The brackets, in the order of their start."""
        return brackets(self.nodes, self.places, self.text, self._labels, self.bis, self.known)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The numbered paragraphs, in order."""
        return units(self.text, self._labels, self.bis, self.brackets, self.reservations)

    @cached_property
    def reservations(self) -> tuple[Reservation, ...]:
        """The footnotes, in order."""
        return reservations(self.text, self.known)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Signs without their other half, in order; each stays in the text as a word."""
        found = zip(self.nodes, self.places, strict=True)
        return tuple(Problem(at, "unclosed" if node.text in CLOSING else "unopened") for node, (at, _) in found if node.kind == "stray")
