"""All rows of a dossier, of tables and of models, with the marking and the day from which each is seen: worked out once per dossier."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Any

from legation.dossier.clearing.confirmation import confirm
from legation.dossier.clearing.levels import NEVER, Index, days_of, levels_of
from legation.dossier.clearing.nodes import Key, Node, body_nodes, model_nodes, table_nodes
from legation.dossier.composite import PartName
from legation.dossier.contents import Contents
from legation.dossier.parts.form import form_of
from legation.dossier.parts.kind import ModelKind, PartKind
from legation.dossier.parts.registry import kind_of
from legation.dossier.records import MARKINGS, TABLES

__all__ = ["Ledger", "MarkedContents", "holds_unknown", "read_model", "written_model"]


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
        self.nodes: list[Node] = []
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

    def _lacks_sources(self, node: Node) -> bool:
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
