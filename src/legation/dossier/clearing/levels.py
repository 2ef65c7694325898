"""From which marking on a row is seen, and from which day on it was known: one rule for rows of tables and of models.

*Marking.* A row's own; without one, the stricter of the dossier's and the strictest of what it cites. An own marking that is lower than
what the row cites counts only once it is confirmed. *References.* A row is not seen without what it needs, nor without the row above it; of
several that it names together the hidden ones are cut, and it goes with the last, unless its own marking is confirmed. *Knowing.* A row
was known on its own date of knowing; without one, not before the first of its sources, and not before it began.

Since each of these only asks for the higher of two markings, or the later of two days, a single marking and a single day say of each row
to whom and when it is there: who may see more never sees less, and clearing twice is clearing once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from legation.dossier.clearing.nodes import Key, Node
from legation.dossier.records import MARKINGS

__all__ = ["NEVER", "Index", "days_of", "levels_of"]

NEVER = len(MARKINGS)
"""Above every marking: seen by nobody who does not see everything."""
_UNSEEN = ("evidence", "objects")
"""Places of which a name that leads nowhere hides its row: nobody can say what stands behind it."""

_ROUNDS = 64
"""How often a source may be the source of a source; of sources that name each other in a circle, no day follows."""


class Index:
    """Nodes by what they are called."""

    __slots__ = ("_nodes", "fixed")

    def __init__(self, nodes: Sequence[Node], fixed: Mapping[Key, int] | None = None) -> None:
        self._nodes: dict[Key, list[int]] = {}
        self.fixed = fixed or {}
        for number, node in enumerate(nodes):
            for name in node.names:
                self._nodes.setdefault(name, []).append(number)

    def numbers(self, keys: tuple[Key, ...]) -> list[int]:
        """Return the nodes that a name in one place or another may mean."""
        return [number for key in keys for number in self._nodes.get(key, ())]

    def least(self, keys: tuple[Key, ...], levels: Sequence[int]) -> int:
        """Return from which marking on one of what a name may mean is seen."""
        found = [levels[number] for number in self.numbers(keys)]
        found += [self.fixed[key] for key in keys if key in self.fixed]
        return min(found, default=NEVER if any(place in _UNSEEN for place, _ in keys) else 0)

    def first(self, keys: tuple[Key, ...], days: Sequence[dt.date]) -> dt.date:
        """Return from which day on one of what a name may mean was known."""
        return min((days[number] for number in self.numbers(keys)), default=dt.date.min)


def levels_of(nodes: Sequence[Node], index: Index, unmarked: int) -> list[int]:
    """Return for each node the place in ``MARKINGS`` of the lowest marking that sees it; :data:`NEVER` where none does.

    Parameters
    ----------
    nodes : sequence of Node
        Each after the one above it.
    index : Index
    unmarked : int
        The place of the dossier's marking.
    """
    levels = [unmarked if node.own is None else 0 for node in nodes]
    changed = True
    while changed:  # levels only rise, and there are few
        changed = False
        for number, node in enumerate(nodes):
            level = _level(node, index, levels, unmarked)
            if level > levels[number]:
                levels[number] = level
                changed = True
    return levels


def _level(node: Node, index: Index, levels: Sequence[int], unmarked: int) -> int:
    above = levels[node.above] if node.above >= 0 else 0
    cited = max((index.least(keys, levels) for keys in node.marks), default=0)
    needed = max((index.least(keys, levels) for keys in node.needs), default=0)
    needed = max([needed, *(min(index.least(keys, levels) for keys in column) for column in node.holds)])
    confirmed = node.own is not None and node.confirmed >= cited
    base = max(unmarked if node.above < 0 else above, cited)
    if node.own is not None and (node.own >= cited or confirmed):
        base = node.own
    if not confirmed:
        needed = max([needed, *(min(index.least(keys, levels) for keys in column) for column in node.bears)])
    return max(base, above, needed)


def days_of(nodes: Sequence[Node], index: Index) -> list[dt.date]:
    """Return for each node the first day on which it was known; the first of all days where nothing says when."""
    own = _own_days(nodes, index)
    for node, day in zip(nodes, list(own), strict=True):  # who is spoken of is known, whatever was read of it later
        for number in {number for keys in node.needs for number in index.numbers(keys)}:
            if nodes[number].known is None and nodes[number].since is None:
                own[number] = min(own[number], day)
    return _risen(own, nodes, index)


def _own_days(nodes: Sequence[Node], index: Index) -> list[dt.date]:
    """Return the first day of each node by its own dates and its sources."""
    days = [node.known or node.since or dt.date.min for node in nodes]
    for _ in range(_ROUNDS):
        made = [_day(node, index, days) for node in nodes]
        if made == days:
            break
        days = made
    return days


def _day(node: Node, index: Index, days: Sequence[dt.date]) -> dt.date:
    if node.known is not None:
        return node.known
    first = min((index.first(keys, days) for keys in node.sources), default=None)
    entered = node.entered if first is None and node.since is None else None
    return max(one for one in (node.since, first, entered, dt.date.min) if one is not None)


def _risen(days: list[dt.date], nodes: Sequence[Node], index: Index) -> list[dt.date]:
    """Return the days on which what each node needs was known too."""
    changed = True
    while changed:  # each day is one of a few, and rises
        changed = False
        for number, node in enumerate(nodes):
            needed = max((index.first(keys, days) for keys in node.needs), default=dt.date.min)
            needed = max([needed, *(min(index.first(keys, days) for keys in column) for column in node.holds)])
            day = max(needed, days[node.above] if node.above >= 0 else dt.date.min)
            if day > days[number]:
                days[number], changed = day, True
    return days
