"""Who looks at a dossier and from when; and the rows of tables and models as clearing sees them: named, citing, needing, below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from legation.dossier.column import Column, Table
from legation.dossier.kind import Kind, Target
from legation.dossier.kind.other_model import MODELS
from legation.dossier.parts.form import form_of
from legation.dossier.parts.rules import Body, BodyRule, every_rule
from legation.dossier.records import MARKINGS

__all__ = [
    "AUDIENCES",
    "OUTSIDE",
    "Clearance",
    "ClearedNode",
    "Key",
    "Place",
    "Scope",
    "body_nodes",
    "model_nodes",
    "table_nodes",
]


Key: TypeAlias = "tuple[str, str]"
"""A place and a name in it: ``("actors", "FRA")``, ``("conflicts/c.toml.maker", "a")``."""
Place: TypeAlias = "tuple[str, str, str]"
"""Where a row stands: its part, its table there, and its id, or its number where it has none."""
_SAYS_KNOWN = ("known_on", "start")
"""Dates that say when a row was known: who joined on a day was known to have joined then. That one held a view says no such thing."""
_SOURCES = ("evidence", "objects")
"""What a row rests on: places, and the columns that name them. Contrary evidence, or that of an outcome, marks a row and dates none."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the names of a row stand: ``own``, the table that its references to ``same`` mean; the part for names in it."""

    own: str
    part: str = ""

    def keys(self, target: Target) -> tuple[Key, ...]:
        """Return the places of a target with its name."""
        to, name = target
        return tuple((self.own if place == "same" else f"{self.part}{place}" if place.startswith(".") else place, name) for place in to)


@dataclass(slots=True)
class ClearedNode:
    """A row.

    Attributes
    ----------
    row : object
        The record.
    columns : tuple of Column
        Those of its columns that name rows.
    scope : Scope
    names : tuple of Key
        What it is called.
    place : Place
    above : int
        The number of the node that it is below; -1 for none.
    own : int or None
        The place of its own marking in ``MARKINGS``.
    needs, marks : list of tuple of Key
        What it goes with; what it is as strict as. Each may stand in one place or another.
    bears : list of list of tuple of Key
        By column, what it goes with the last of.
    holds : list of list of tuple of Key
        The same of columns that cannot be empty.
    sources : list of tuple of Key
        Evidence and objects of registers: it is known from the first.
    known, since, entered : date or None
        When it was known, as the row says; a day before which it was not; when it was entered, which counts where nothing else is said.
    confirmed : int
        Up to which place in ``MARKINGS`` what it cites may be marked while its own marking is lower, as was confirmed; -1: not at all.
    files : tuple of str
        Parts that it names.
    """

    row: Any
    columns: tuple[Column, ...]
    scope: Scope
    names: tuple[Key, ...] = ()
    place: Place = ("", "", "")
    above: int = -1
    own: int | None = None
    needs: list[tuple[Key, ...]] = field(default_factory=list)
    marks: list[tuple[Key, ...]] = field(default_factory=list)
    bears: list[list[tuple[Key, ...]]] = field(default_factory=list)
    holds: list[list[tuple[Key, ...]]] = field(default_factory=list)
    sources: list[tuple[Key, ...]] = field(default_factory=list)
    known: dt.date | None = None
    since: dt.date | None = None
    entered: dt.date | None = None
    confirmed: int = -1
    files: tuple[str, ...] = ()


_NAMING: dict[type[Any], tuple[Column, ...]] = {}


def _naming(record: type[Any], columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns whose kind may name rows."""
    if record not in _NAMING:
        _NAMING[record] = tuple(c for c in columns if type(c.kind).targets is not Kind.targets)
    return _NAMING[record]


def table_nodes(name: str, table: Table, rows: tuple[Any, ...]) -> Iterator[ClearedNode]:
    """Yield the rows of a table."""
    place = f"{name}.id" if table.word else name
    scope = Scope(place)
    columns = _naming(table.record, table.columns)
    for row in rows:
        names: tuple[Key, ...] = ((place, table.identity(row)),)
        if table.word:
            names = (*names, (name, getattr(row, table.word)))
        node = ClearedNode(row, columns, scope, names, (table.part, name, table.identity(row)), own=_rank(row.marking))
        if name == "releases":
            node.own = len(MARKINGS) - 1  # who may be told that something was released knows what it rests on
        _date(node, table.known)
        if name == "evidence" and row.part:
            node.files = (row.part,)
        _look(node)
        yield node


def model_nodes(part: str, model: Any, first: int) -> Iterator[ClearedNode]:
    """Yield the head of a model and every row below it; ``first``: the number that the head gets."""
    numbers = [first]

    def below(record: Any, above: int, path: str, called: str, at: str) -> Iterator[ClearedNode]:
        form = form_of(type(record))
        node = ClearedNode(record, _naming(form.record, form.columns), Scope(f"{part}{path}", part), above=above, own=_rank(record.marking))
        node.place = (part, path[1:], called or at)
        names: list[Key] = [(f"{part}{path}", called)] if called else []
        if called and record.NAMES:
            names.append((f"{part}{record.NAMES}", called.rpartition(".")[2]))
        if above < 0:
            names.append((MODELS, part))
        node.names = tuple(names)
        _date(node, form.known)
        _look(node)
        number = numbers[0]
        numbers[0] += 1
        yield node
        for of in form.tables:
            value = getattr(record, of.field)
            listed = ((value,) if value is not None else ()) if of.single else value
            for at_row, row in enumerate(listed, start=1):
                identity = row.id if hasattr(row, "id") else ""
                full = f"{called}.{identity}" if called and identity else identity
                yield from below(row, number, f"{path}.{of.table}", full, f"{at}.{at_row}" if at else str(at_row))

    yield from below(model, -1, "", "", "")


def body_nodes(bodies: tuple[Body, ...], first: int) -> Iterator[ClearedNode]:
    """Yield the bodies, each with its rules and their parts below it."""
    number = first

    def rule_nodes(rule: BodyRule, above: int) -> Iterator[ClearedNode]:
        nonlocal number
        node = ClearedNode(rule, (), Scope("bodies"), above=above)
        evidence: list[tuple[Key, ...]] = [(("evidence", one),) for one in rule.evidence]
        node.marks, node.sources = list(evidence), list(evidence)
        node.bears = [[(("actors", one),) for one in rule.veto]] if rule.veto else []
        node.holds = [[((place, name),)] for place, name in (("groups", rule.members), ("bodies", rule.body)) if name]
        for part in every_rule(rule.parts):  # without one of them it would be another rule, weaker or stricter
            cited: list[tuple[Key, ...]] = [(("evidence", one),) for one in part.evidence]
            node.marks += cited
            node.holds += [cited] if cited else []
            node.holds += [[(("groups", part.members),)]] if part.members else []
            node.holds += [[(("actors", one),) for one in part.veto]] if part.veto else []
        own = number
        number += 1
        yield node
        for part in rule.parts:
            yield from rule_nodes(part, own)

    for body in bodies:
        node = ClearedNode(body, (), Scope("bodies"), (("bodies", body.id),))
        own = number
        number += 1
        yield node
        for rule in body.rules:
            yield from rule_nodes(rule, own)


def _rank(marking: str) -> int | None:
    return MARKINGS.index(marking) if marking else None


def _date(node: ClearedNode, columns: tuple[str, ...]) -> None:
    """Give a row its days: one column says when it was known; others only that it was not known before, or when it was entered.

    What is planned, a contact or a vote, is known from when it was entered, where that was before its day.
    """
    for column in columns:
        when = getattr(node.row, column)
        if when is None:
            continue
        if column in _SAYS_KNOWN:
            node.known = node.known or when.last
        elif column == "recorded":
            node.entered = when.last
        else:
            node.since = node.since or when.last
    written = getattr(node.row, "recorded", None) if getattr(node.row, "is_planned", False) else None
    if written is not None and node.known is None and node.since and node.since > written.last:
        node.since, node.entered = None, written.last


def _look(node: ClearedNode) -> None:
    """Take down what a row names."""
    row, scope = node.row, node.scope
    for column in node.columns:
        value = column.of(row)
        if not value:
            continue
        kind = column.kind
        node.needs += [scope.keys(one) for one in kind.needs(value, row)]
        bears = [scope.keys(one) for one in kind.bears(value, row)]
        if bears:
            (node.holds if column.required else node.bears).append(bears)
        for target in kind.marks(value, row):
            keys = scope.keys(target)
            node.marks.append(keys)
            if not any(place in _SOURCES for place in target[0]):
                node.needs.append(keys)
            elif column.name in _SOURCES:
                node.sources.append(keys)
        node.files += tuple(name for to, name in kind.targets(value, row) if to == ("files",))


AUDIENCES = ("owner", "desk", "partner", "public")
OUTSIDE = ("partner", "public")
"""Audiences that see nothing of what we ask and want: no settings of questions and brief, no parts that no row of theirs brings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """A reader and a day.

    Attributes
    ----------
    marking : str
        The highest marking that the reader may see.
    audience : {"owner", "desk", "partner", "public"}
    as_of : date or None
        The day of knowing; None: nothing is left out for its date.
    day : date or None
        The day on which a victim's consent to be named must stand; None: consent with an end counts as ended.
    unmarked : str
        The dossier's marking: that of what has none.
    models : mapping of str to object
        The models that the reader sees, by part, as far as they see them.
    withheld : object
        What else is hidden of some parts, as their kind takes it.
    hidden : frozenset of Place
        Rows that are hidden for another reason.
    """

    marking: str
    audience: str = "desk"
    as_of: dt.date | None = None
    day: dt.date | None = None
    unmarked: str = MARKINGS[0]
    models: Mapping[str, Any] = field(default_factory=dict)
    withheld: Any = None
    hidden: frozenset[Place] = frozenset()

    @property
    def rank(self) -> int:
        """The place of the marking in ``MARKINGS``."""
        return MARKINGS.index(self.marking)

    @property
    def is_full(self) -> bool:
        """Whether the reader sees everything of all times, what bears no mark too: comments, and the bytes of a part as they are."""
        return self.marking == MARKINGS[-1] and self.audience not in OUTSIDE and self.as_of is None
