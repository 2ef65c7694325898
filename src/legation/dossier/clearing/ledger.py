"""All rows of a dossier, of tables and of models, with the marking and the day from which each is seen: worked out once per dossier.

From which marking on a row is seen, and from which day on it was known: one rule for rows of tables and of models.

*Marking.* A row's own; without one, the stricter of the dossier's and the strictest of what it cites. An own marking that is lower than
what the row cites counts only once it is confirmed. *References.* A row is not seen without what it needs, nor without the row above it; of
several that it names together the hidden ones are cut, and it goes with the last, unless its own marking is confirmed. *Knowing.* A row
was known on its own date of knowing; without one, not before the first of its sources, and not before it began.

Since each of these only asks for the higher of two markings, or the later of two days, a single marking and a single day say of each row
to whom and when it is there: who may see more never sees less, and clearing twice is clearing once.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from typing import Any

from legation.dossier.clearing.confirmation import confirm
from legation.dossier.clearing.scope import ClearedNode, Key, body_nodes, model_nodes, table_nodes
from legation.dossier.kind.composite import PartName
from legation.dossier.parts.form import form_of
from legation.dossier.parts.kind import ModelKind, PartKind
from legation.dossier.parts.registry import kind_of
from legation.dossier.records import MARKINGS, TABLES
from legation.dossier.tables.contents import Contents

__all__ = [
    "NEVER",
    "Index",
    "Ledger",
    "MarkedContents",
    "days_of",
    "holds_unknown",
    "levels_of",
    "read_model",
    "written_model",
]


NEVER = len(MARKINGS)
"""Above every marking: seen by nobody who does not see everything."""
_UNSEEN = ("evidence", "objects")
"""Places of which a name that leads nowhere hides its row: nobody can say what stands behind it."""

_ROUNDS = 64
"""How often a source may be the source of a source; of sources that name each other in a circle, no day follows."""


class Index:
    """Nodes by what they are called."""

    __slots__ = ("_nodes", "fixed")

    def __init__(self, nodes: Sequence[ClearedNode], fixed: Mapping[Key, int] | None = None) -> None:
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


def levels_of(nodes: Sequence[ClearedNode], index: Index, unmarked: int) -> list[int]:
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


def _level(node: ClearedNode, index: Index, levels: Sequence[int], unmarked: int) -> int:
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


def days_of(nodes: Sequence[ClearedNode], index: Index) -> list[dt.date]:
    """Return for each node the first day on which it was known; the first of all days where nothing says when."""
    own = _own_days(nodes, index)
    for node, day in zip(nodes, list(own), strict=True):  # who is spoken of is known, whatever was read of it later
        for number in {number for keys in node.needs for number in index.numbers(keys)}:
            if nodes[number].known is None and nodes[number].since is None:
                own[number] = min(own[number], day)
    return _risen(own, nodes, index)


def _own_days(nodes: Sequence[ClearedNode], index: Index) -> list[dt.date]:
    """Return the first day of each node by its own dates and its sources."""
    days = [node.known or node.since or dt.date.min for node in nodes]
    for _ in range(_ROUNDS):
        made = [_day(node, index, days) for node in nodes]
        if made == days:
            break
        days = made
    return days


def _day(node: ClearedNode, index: Index, days: Sequence[dt.date]) -> dt.date:
    if node.known is not None:
        return node.known
    first = min((index.first(keys, days) for keys in node.sources), default=None)
    entered = node.entered if first is None and node.since is None else None
    return max(one for one in (node.since, first, entered, dt.date.min) if one is not None)


def _risen(days: list[dt.date], nodes: Sequence[ClearedNode], index: Index) -> list[dt.date]:
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


class Ledger:
    """The rows of a dossier.

    Attributes
    ----------
    dossier : Contents
    unmarked : int
        The place of the dossier's own marking in ``MARKINGS``.
    kinds : mapping of str to PartKind or None
        The kind of each part that is no table.
    models : mapping of str to (ModelKind, model)
        By part; one that cannot be read is not among them.
    nodes : list of Node
        The rows of each table, then those of bodies, then those of each model, each after the one above it.
    starts : mapping of str to int
        By table, ``bodies``, or part of a model the number of its first node.
    names_unknown : bool
        Whether a model that may name other parts cannot be read: nobody can say which it names.
    """

    def __init__(self, dossier: Contents) -> None:
        self.dossier = dossier
        self.unmarked = MARKINGS.index(dossier.info.marking or MARKINGS[0])
        self.kinds: dict[str, PartKind | None] = {part: kind_of(part) for part in dossier.files}
        self.models: dict[str, tuple[ModelKind[Any], Any]] = {}
        self.nodes: list[ClearedNode] = []
        self.starts: dict[str, int] = {}
        for name, table in TABLES.items():
            self.starts[name] = len(self.nodes)
            if name != "votes":
                self.nodes.extend(table_nodes(name, table, getattr(dossier, name)))
        self.starts["bodies"] = len(self.nodes)
        self.nodes.extend(body_nodes(dossier.bodies, len(self.nodes)))
        for part, kind in self.kinds.items():
            model = read_model(kind, part, dossier.files[part]) if isinstance(kind, ModelKind) else None
            if isinstance(kind, ModelKind) and model is not None:
                self.models[part] = kind, model
                self.starts[part] = len(self.nodes)
                self.nodes.extend(model_nodes(part, model, len(self.nodes)))
        unread = (kind for part, kind in self.kinds.items() if isinstance(kind, ModelKind) and part not in self.models)
        self.names_unknown = any(_names_parts(kind.head) for kind in unread)
        confirm(dossier.releases, self.nodes)

    @functools.cached_property
    def index(self) -> Index:
        """Rows by what they are called, and objects of registers, where a row names any."""
        fixed: dict[Key, int] = {}
        if any(place == "objects" for node in self.nodes for keys in node.marks for place, _ in keys):
            for part, kind in self.kinds.items():
                for key, level in _names(kind, part, self.dossier.files[part], self.unmarked).items():
                    fixed[key] = min(level, fixed.get(key, NEVER))
        return Index(self.nodes, fixed)

    @functools.cached_property
    def levels(self) -> list[int]:
        """For each node the place of the lowest marking that sees it."""
        return levels_of(self.nodes, self.index, self.unmarked)

    @functools.cached_property
    def days(self) -> list[dt.date]:
        """For each node the first day on which it was known."""
        return days_of(self.nodes, self.index)

    @functools.cached_property
    def sourceless(self) -> tuple[int, ...]:
        """The rows of models that name evidence of which none is in the dossier."""
        first = min((self.starts[part] for part in self.models), default=len(self.nodes))
        return tuple(number for number in range(first, len(self.nodes)) if self._lacks_sources(self.nodes[number]))

    def _lacks_sources(self, node: ClearedNode) -> bool:
        columns = [*node.bears, *node.holds, *([keys] for keys in node.needs)]
        evidence = [column for column in columns if all(keys[0][0] == "evidence" for keys in column)]
        return any(not any(self.index.numbers(keys) for keys in column) for column in evidence)

    @functools.cached_property
    def naming(self) -> Mapping[str, list[int]]:
        """By part that is no table the rows that name it."""
        found: dict[str, list[int]] = {}
        for number, node in enumerate(self.nodes):
            for part in node.files:
                found.setdefault(part, []).append(number)
        return found


def _names_parts(record: type[Any]) -> bool:
    """Whether a row of a form may name other parts."""
    form = form_of(record)
    return any(isinstance(one.kind, PartName) for one in form.columns) or any(_names_parts(of.record) for of in form.tables)


class MarkedContents(Contents):
    """What a dossier holds, with the marking and the day from which each row is seen."""

    @functools.cached_property
    def ledger(self) -> Ledger:
        """Its rows, with the marking and the day from which each is seen."""
        return Ledger(self)


def read_model(kind: ModelKind[Any], part: str, data: bytes) -> Any:
    """Return the model that a part holds; None where it cannot be read, or its declaration raises: nobody can say what is in it."""
    return _read(kind.id, part, data, kind)[0]


def holds_unknown(kind: ModelKind[Any], part: str, data: bytes) -> bool:
    """Whether a model that can be read holds tables or columns that are not known: nobody declared who may see them."""
    return bool(_read(kind.id, part, data, kind)[1])


def written_model(kind: ModelKind[Any], part: str, model: Any) -> bytes | None:
    """Return a model as the bytes of a part; None where that is none that can be read again."""
    try:
        data: bytes = kind.write(model)
    except Exception:  # noqa: BLE001 - the same
        return None
    return data if read_model(kind, part, data) is not None else None


def _names(kind: PartKind | None, part: str, data: bytes, unmarked: int) -> Mapping[Key, int]:
    try:
        return kind.names(data, part, unmarked) if kind is not None else {}
    except Exception:  # noqa: BLE001 - the same
        return {}


@functools.lru_cache(maxsize=128)
def _read(_: str, part: str, data: bytes, kind: Any) -> tuple[Any, bool]:
    try:
        found = kind.parsed(part, data)
    except Exception:  # noqa: BLE001 - a declaration may be anybody's; check says what is wrong
        return None, False
    return found.model, any(doubt.code == "newer-release" for doubt in found.doubts)
