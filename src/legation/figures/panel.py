"""One panel of a map: the dots that it shows and the labels that found a place beside them, in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from legation.figures.crowd import joined, middle
from legation.figures.drawing import Align
from legation.figures.measure import width, wrap
from legation.figures.placement import Rect, Slot, place

__all__ = ["HEADING", "Label", "Names", "Panel", "labelled", "moved", "ties_numbered"]

Float = npt.NDArray[np.float64]

HEADING = 22.0
"""Room for the heading of an enlarged part [px]."""
_DOT = 3.6
_LISTED = 12
"""More actors than this at one point are a number and a note."""
_REACH = 80.0
"""A leader line is no longer than this [px]."""


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text round a point, and the line that leads to the dot."""

    x: float
    y: float
    lines: tuple[str, ...]
    align: Align
    leader: Rect | None
    rect: Rect


@dataclass(slots=True)
class Panel:
    """The map, or an enlarged part of it.

    Attributes
    ----------
    frame : Rect
    members : list of int
        The actors whose dots are drawn, as rows of the coordinates.
    at : ndarray, shape (n_members, 2)
        Their dots [px].
    letter, zoom
        Of a part: its letter, and how many times it is enlarged.
    zones : list of (letter, Rect)
        The parts of this panel that are drawn again elsewhere.
    tied : list of list of str
        Names at one point, too many for a label.
    unnamed : list of str
        Names that found no place at all.
    """

    frame: Rect
    members: list[int]
    at: Float
    size: float
    letter: str = ""
    zoom: float = 1.0
    dot: float = _DOT
    labels: list[Label] = field(default_factory=list)
    zones: list[tuple[str, Rect]] = field(default_factory=list)
    tied: list[list[str]] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Names:
    """What dots are called."""

    texts: Sequence[str]
    many: Sequence[str]

    def lines(self, group: Sequence[int], size: float) -> list[str]:
        """Return what a label says of the actors at one point."""
        names = sorted(self.texts[i] for i in group)
        if len(names) > _LISTED:
            return [f"[00] {self.many[len(names)]}"]
        if len(names) == 1:
            return wrap(names[0], 132, size, lines=3)
        if max(map(len, names)) <= 4:
            across = 2 if len(names) < 7 else 3
            return [" ".join(names[k : k + across]) for k in range(0, len(names), across)]
        return [part for name in names for part in wrap(name, 150, size, lines=2)]


def labelled(panel: Panel, names: Names, zones: Sequence[tuple[Rect, list[int]]] = (), *, near: float = 1.0) -> list[list[int]]:
    """Give the dots of a panel that are not in a zone their labels; return the groups of dots that found no place."""
    left, top, right, bottom = panel.frame
    bounds = (left + 2, top + (HEADING if panel.letter else 2), right - 2, bottom - 2)
    taken: list[Rect] = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in panel.at.tolist()]
    for zone, _ in zones:
        taken += [zone, (zone[0], zone[1] - 14, zone[0] + 14, zone[1])]
    inside = {i for _, places in zones for i in places}
    outside = [i for i in range(len(panel.members)) if i not in inside]
    groups = [[outside[k] for k in g] for g in joined(panel.at[outside], near)]
    lines = [names.lines([panel.members[i] for i in g], panel.size) for g in groups]
    room = [(max(width(t, panel.size) for t in text) + 4, len(text) * panel.size * 1.2) for text in lines]
    slots = place([middle(panel.at, g) for g in groups], room, taken, bounds, gap=_DOT + 1.5, reach=_REACH)
    panel.labels, panel.unnamed, panel.tied, without = [], [], [], []
    for group, text, slot in zip(groups, lines, slots, strict=True):
        named = sorted(names.texts[panel.members[i]] for i in group)
        if slot is None:
            panel.unnamed += named
            without.append(group)
            continue
        if len(group) > _LISTED:
            panel.tied.append(named)
        panel.labels.append(_label(slot, text, middle(panel.at, group)[0]))
    return without


def _label(slot: Slot, text: Sequence[str], dot: float) -> Label:
    left, top, right, bottom = slot.rect
    align: Align = "left" if left >= dot - 1 else "right" if right <= dot + 1 else "center"
    x = {"left": left + 2, "right": right - 2, "center": (left + right) / 2}[align]
    return Label(x, (top + bottom) / 2 + 0.5, tuple(text), align, slot.leader, slot.rect)


def ties_numbered(panel: Panel, numbered: int) -> int:
    """Give numbers to the labels that stand for many actors at one point; return the last number."""
    labels = []
    for label in panel.labels:
        if label.lines[0].startswith("[00] "):
            numbered += 1
            label = Label(label.x, label.y, (f"[{numbered}]{label.lines[0][4:]}",), label.align, label.leader, label.rect)
        labels.append(label)
    panel.labels = labels
    return numbered


def moved(panel: Panel, x: float, y: float) -> None:
    """Move a panel with all it holds."""
    panel.at = np.asarray(np.round(np.add(panel.at, (x, y)), 1), np.float64)
    panel.frame = _shifted(panel.frame, x, y)
    panel.labels = [
        Label(
            label.x + x,
            label.y + y,
            label.lines,
            label.align,
            _shifted(label.leader, x, y) if label.leader else None,
            _shifted(label.rect, x, y),
        )
        for label in panel.labels
    ]


def _shifted(rect: Rect, x: float, y: float) -> Rect:
    return rect[0] + x, rect[1] + y, rect[2] + x, rect[3] + y
