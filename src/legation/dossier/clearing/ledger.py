"""The marking and the day from which each row is seen: one rule for rows of tables and of models, worked out once per dossier.

*Marking.* A row's own; without one, the stricter of the dossier's and the strictest of what it cites. An own marking that is lower than
what the row cites counts only once it is confirmed: until then the row is as one without a marking. *References.* A row is not seen
without what it needs, nor without the row above it; of several that it names together the hidden ones are cut, and it goes with the last,
unless its own marking is confirmed. *Knowing.* A row was known on its own date of knowing; without one, not before the first of its
sources, and not before it began.

Since each of these only asks for the higher of two markings, or the later of two days, a single marking and a single day say of each row
to whom and when it is there: who may see more never sees less, and clearing twice is clearing once.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from legation.dossier.clearing.confirmation import confirm
from legation.dossier.clearing.scope import ClearedNode, Key, body_nodes, model_nodes, table_nodes
from legation.dossier.kind.composite import PartName
from legation.dossier.kind.variant_names import ANY_MODEL
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
    "level_of",
    "levels_of",
    "needed_day",
    "own_day",
    "read_model",
    "written_model",
]


NEVER = len(MARKINGS)
"""Above every marking: seen by nobody who does not see everything."""
_UNSEEN = ("evidence", "objects")
"""Places of which a name that leads nowhere hides its row: nobody can say what stands behind it."""

_Value = TypeVar("_Value", int, dt.date)


class Index:
    """Nodes by what they are called, and by which others name them."""

    def __init__(self, nodes: Sequence[ClearedNode], fixed: Mapping[Key, int] | None = None) -> None:
        self.nodes = nodes
        self.fixed = fixed or {}
        self._numbers: dict[Key, list[int]] = {}
        for number, node in enumerate(nodes):
            for name in node.names:
                self._numbers.setdefault(name, []).append(number)
                if name[0].startswith("scenarios/") and name[0].endswith(".descriptor.variant"):
                    self._numbers.setdefault((ANY_MODEL, name[1]), []).append(number)

    def numbers(self, keys: tuple[Key, ...]) -> list[int]:
        """Return the nodes that a name in one place or another may mean."""
        return [number for key in keys for number in self._numbers.get(key, ())]

    @functools.cached_property
    def naming(self) -> list[list[int]]:
        """For each node those that name it, and those that stand below it: what may change with it."""
        naming: list[list[int]] = [[] for _ in self.nodes]
        for number, node in enumerate(self.nodes):
            named = (keys for one in (node.marks, node.needs, node.sources, *node.holds, *node.bears) for keys in one)
            above = (node.above,) if node.above >= 0 else ()
            for one in {*above, *(other for keys in named for other in self.numbers(keys))}:
                naming[one].append(number)
        return naming

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
    return _risen(nodes, index, [0] * len(nodes), lambda node, levels: level_of(node, index, levels, unmarked))


def _risen(
    nodes: Sequence[ClearedNode], index: Index, least: list[_Value], of: Callable[[ClearedNode, Sequence[_Value]], _Value]
) -> list[_Value]:
    """Return what each node comes to by what the others come to, from the least that each may be: values only rise, and are few.

    A node is looked at again only where something that it names has risen: a chain of sources takes time in proportion to its length.
    """
    found = list(least)
    waiting, waits = deque(range(len(nodes))), bytearray(b"\1" * len(nodes))
    while waiting:
        number = waiting.popleft()
        waits[number] = 0
        value = of(nodes[number], found)
        if value > found[number]:
            found[number] = value
            for one in index.naming[number]:
                if not waits[one]:
                    waits[one] = 1
                    waiting.append(one)
    return found


def level_of(node: ClearedNode, index: Index, levels: Sequence[int], unmarked: int) -> int:
    """Return the level of a node by those of what it names."""
    above = levels[node.above] if node.above >= 0 else 0
    cited = max((index.least(keys, levels) for keys in node.marks), default=0)
    needed = max((index.least(keys, levels) for keys in node.needs), default=0)
    needed = max([needed, *(min(index.least(keys, levels) for keys in column) for column in node.holds)])
    confirmed = node.own is not None and node.confirmed >= cited
    own = node.own if node.own is not None and (node.own >= cited or confirmed) else max(unmarked, cited)
    if not confirmed:
        needed = max([needed, *(min(index.least(keys, levels) for keys in column) for column in node.bears)])
    return max(own, above, needed)


def days_of(nodes: Sequence[ClearedNode], index: Index) -> tuple[list[dt.date], list[dt.date], list[dt.date]]:
    """Return for each node the first day on which it was known; the first of all days where nothing says when.

    Returns
    -------
    own, spoken, days : list of date
        By its own dates and its sources; also by what speaks of it; and when all that it needs was known.
    """
    own = _risen(nodes, index, [dt.date.min] * len(nodes), lambda node, days: own_day(node, index, days))
    spoken = list(own)
    for number, node in enumerate(nodes):  # who is spoken of is known, whatever was read of it later
        for named in {one for keys in node.needs for one in index.numbers(keys)}:
            if nodes[named].known is None and nodes[named].since is None:
                spoken[named] = min(spoken[named], own[number])
    return own, spoken, _risen(nodes, index, spoken, lambda node, days: needed_day(node, index, days))


def own_day(node: ClearedNode, index: Index, days: Sequence[dt.date]) -> dt.date:
    """Return the first day of a node by its own dates and its sources."""
    if node.known is not None:
        return node.known
    first = min((index.first(keys, days) for keys in node.sources), default=None)
    entered = node.entered if first is None and node.since is None else None
    return max(one for one in (node.since, first, entered, dt.date.min) if one is not None)


def needed_day(node: ClearedNode, index: Index, days: Sequence[dt.date]) -> dt.date:
    """Return the day on which all that a node needs was known."""
    needed = [index.first(keys, days) for keys in node.needs]
    together = [min(index.first(keys, days) for keys in column) for column in node.holds]
    above = [days[node.above]] if node.above >= 0 else []
    return max([*needed, *together, *above], default=dt.date.min)


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
    names_unknown : bool
        Whether a model that may name other parts cannot be read: nobody can say which it names.
    """

    def __init__(self, dossier: Contents) -> None:
        self.dossier = dossier
        self.unmarked = MARKINGS.index(dossier.info.marking or MARKINGS[0])
        self.kinds: dict[str, PartKind | None] = {part: kind_of(part) for part in dossier.files}
        self.models: dict[str, tuple[ModelKind[Any], Any]] = {}
        for part, kind in self.kinds.items():
            model = read_model(kind, part, dossier.files[part]) if isinstance(kind, ModelKind) else None
            if isinstance(kind, ModelKind) and model is not None:
                self.models[part] = kind, model
        unread = (kind for part, kind in self.kinds.items() if isinstance(kind, ModelKind) and part not in self.models)
        self.names_unknown = any(_names_parts(kind.head) for kind in unread)

    @functools.cached_property
    def nodes(self) -> list[ClearedNode]:
        """The rows of each table, then those of bodies, then those of each model, each after the one above it."""
        return self._placed[0]

    @functools.cached_property
    def starts(self) -> dict[str, int]:
        """By table, ``bodies``, or part of a model the number of its first node."""
        return self._placed[1]

    @functools.cached_property
    def _placed(self) -> tuple[list[ClearedNode], dict[str, int]]:
        nodes: list[ClearedNode] = []
        starts: dict[str, int] = {}
        for name, table in TABLES.items():
            starts[name] = len(nodes)
            if name != "votes":
                nodes.extend(table_nodes(name, table, getattr(self.dossier, name)))
        starts["bodies"] = len(nodes)
        nodes.extend(body_nodes(self.dossier.bodies, len(nodes)))
        for part, (_, model) in self.models.items():
            starts[part] = len(nodes)
            nodes.extend(model_nodes(part, model, len(nodes)))
        confirm(self.dossier.releases, nodes)
        return nodes, starts

    @classmethod
    def of_nodes(cls, dossier: Contents, nodes: list[ClearedNode], starts: dict[str, int], old: Ledger) -> Ledger:
        """Return the ledger of nodes that are there, of a dossier whose models and other parts are those of an earlier one."""
        ledger = cls.__new__(cls)
        ledger.dossier, ledger.nodes, ledger.starts = dossier, nodes, starts
        ledger.unmarked, ledger.kinds, ledger.models, ledger.names_unknown = old.unmarked, old.kinds, old.models, old.names_unknown
        return ledger

    @functools.cached_property
    def index(self) -> Index:
        """Rows by what they are called, and objects of registers, where a row names any."""
        fixed: dict[Key, int] = {}
        if any(place == "objects" for node in self.nodes for keys in node.marks for place, _ in keys):
            for part, kind in self.kinds.items():
                given = _names(kind, part, self.dossier.files[part], self.unmarked) if kind is not None else {}
                fixed |= {key: min(level, fixed.get(key, NEVER)) for key, level in given.items()}
        return Index(self.nodes, fixed)

    @functools.cached_property
    def views(self) -> dict[Any, Any]:
        """What was last seen of it, by the kind of reader: of the state after it only what differs is worked out."""
        return {}

    @functools.cached_property
    def views_before(self) -> dict[Any, Any]:
        """The same of the state before, until it was looked at."""
        return {}

    @functools.cached_property
    def levels(self) -> list[int]:
        """For each node the place of the lowest marking that sees it."""
        return levels_of(self.nodes, self.index, self.unmarked)

    @functools.cached_property
    def days(self) -> list[dt.date]:
        """For each node the first day on which it was known."""
        return self.dated[2]

    @functools.cached_property
    def dated(self) -> tuple[list[dt.date], list[dt.date], list[dt.date]]:
        """For each node its day by its own dates, by what speaks of it, and by what it needs."""
        return days_of(self.nodes, self.index)

    def known_since(self, table: str, row: Any) -> dt.date | None:
        """Return the first day on which a row of a table was known; None where nothing says when."""
        number = self._numbers.get((TABLES[table].part, table, TABLES[table].identity(row)))
        day = dt.date.min if number is None else self.days[number]
        return None if day == dt.date.min else day

    def has(self, table: str, row: Any) -> bool:
        """Whether a row of a table is among the rows, in whatever state: found by its id, or what stands for one."""
        return (TABLES[table].part, table, TABLES[table].identity(row)) in self._numbers

    @functools.cached_property
    def _numbers(self) -> dict[tuple[str, ...], int]:
        return {node.place: number for number, node in enumerate(self.nodes)}

    @functools.cached_property
    def named_keys(self) -> frozenset[Key]:
        """What any row names, and a little more: of rows that are there no more."""
        return frozenset(
            key
            for node in self.nodes
            for one in (node.marks, node.needs, node.sources, *node.holds, *node.bears)
            for keys in one
            for key in keys
        )

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
    return _read(part, data, kind)[0]


def holds_unknown(kind: ModelKind[Any], part: str, data: bytes) -> bool:
    """Whether a model that can be read holds tables or columns that are not known: nobody declared who may see them."""
    return bool(_read(part, data, kind)[1])


def written_model(kind: ModelKind[Any], part: str, model: Any) -> bytes | None:
    """Return a model as the bytes of a part; None where that is none that can be read again."""
    try:
        data: bytes = kind.write(model)
    except Exception:  # noqa: BLE001 - the same
        return None
    return data if read_model(kind, part, data) is not None else None


def _names(kind: PartKind, part: str, data: bytes, unmarked: int) -> Mapping[Key, int]:
    try:
        return kind.names(data, part, unmarked)
    except Exception:  # noqa: BLE001 - the same
        return {}


@functools.lru_cache(maxsize=512)
def _read(part: str, data: bytes, kind: ModelKind[Any]) -> tuple[Any, bool]:
    try:
        found = kind.parsed(part, data)
    except Exception:  # noqa: BLE001 - a declaration may be anybody's; check says what is wrong
        return None, False
    return found.model, any(doubt.code == "newer-release" for doubt in found.doubts)
