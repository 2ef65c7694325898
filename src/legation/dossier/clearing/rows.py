"""The rows that are there for a reader on a day, without what they may not know of others."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import operator
from collections import deque
from collections.abc import Collection, Iterator
from typing import Any

from legation.dossier.clearing.glance import is_all_there
from legation.dossier.clearing.ledger import Ledger, written_model
from legation.dossier.clearing.scope import ClearedNode, Key, model_nodes
from legation.dossier.column import Column, columns_of
from legation.dossier.kind import Reference, Target
from legation.dossier.parts.form import form_of
from legation.dossier.parts.rules import Body, BodyRule
from legation.dossier.records import TABLES
from legation.dossier.tables.votes import Votes

__all__ = ["RowsOfDay", "SeenRows"]


class SeenRows:
    """The rows of a dossier as a reader sees them.

    Parameters
    ----------
    ledger : Ledger
    rank : int or None
        The place of the highest marking that the reader may see; None: no row is left out for its marking, only those of models of whose
        sources none is there.
    as_of : date or None
        The day of knowing; None: no row is left out for its day.
    without : collection of int
        Nodes that are not there for another reason; what needs one of them is not there either.
    """

    def __init__(self, ledger: Ledger, rank: int | None, as_of: dt.date | None, without: Collection[int] = ()) -> None:
        self._ledger = ledger
        self._rank, self._as_of, self._without = rank, as_of, without
        self._all_there, self._there = rank is None and not without and is_all_there(ledger, as_of), bytearray()
        self._cuts: dict[str, tuple[Any, ...]] = {}
        self._votes: Votes | None = None
        self._is_plain = not self._all_there
        if self._all_there:
            return
        self._there = bytearray(b"\1" * len(ledger.nodes)) if rank is None else bytearray(map(rank.__ge__, ledger.levels))
        if as_of is not None:
            self._there = bytearray(map(operator.and_, self._there, map(as_of.__ge__, ledger.days)))
        left_out = [*without, *(number for number in ledger.sourceless if rank is None)]
        for number in left_out:
            self._there[number] = 0
        if left_out:
            self._leave_what_needs_them()
        self._all_there = all(self._there)
        self._is_plain = not left_out

    def is_open(self, number: int) -> bool:
        """Whether the reader may see a row, whenever it was known."""
        return self._rank is None or self._ledger.levels[number] <= self._rank

    def is_there(self, number: int) -> bool:
        """Whether the reader may see a row, and it was known."""
        return self._all_there or bool(self._there[number])

    def tables(self) -> dict[str, Any]:
        """Return the tables and bodies that are not as they are in the dossier, by their names."""
        dossier, changes = self._ledger.dossier, dict[str, Any]()
        if self._all_there:
            changes = dict(self._moved())
            votes = dossier.votes.unvoted(self._ahead()) if self._ahead() else None
            return changes if votes is None or votes is dossier.votes else changes | {"votes": votes}
        before = self._before()
        changing = self._changing() if before is None else bytearray()
        for name in TABLES:
            rows = getattr(dossier, name)
            if name == "votes":
                continue
            self._cuts[name] = left = self._table(name, before, changing)
            if left is not rows:
                changes[name] = left
        bodies = self._bodies()
        if any(one is not other for one, other in itertools.zip_longest(bodies, dossier.bodies)):
            changes["bodies"] = bodies
        self._votes = votes = self._voted(before)
        if self._is_plain:
            self._ledger.views[self._kind] = self
        return changes if votes is dossier.votes else changes | {"votes": votes}

    @property
    def _kind(self) -> tuple[int | None, bool]:
        return self._rank, self._as_of is not None

    def _before(self) -> SeenRows | None:
        """Return what the same reader saw of the state before, where a row that stayed reads as it read there."""
        if not self._is_plain:
            return None
        before = self._ledger.views.get(self._kind) or self._ledger.views_before.pop(self._kind, None)
        return before if before is not None and before._as_of == self._as_of and self._reads_alike(before) else None

    def _reads_alike(self, before: SeenRows) -> bool:
        """Whether a row that stayed names nothing that came, went, is seen now or no more."""
        ledger, old = self._ledger, before._ledger
        if ledger.index.fixed != old.index.fixed or ledger.unmarked != old.unmarked:
            return False
        moved: set[Key] = set()
        for name in (*(name for name in TABLES if name != "votes"), ""):
            here, there = self._span(name), before._span(name)
            if getattr(ledger.dossier, name, None) is getattr(old.dossier, name, None):
                if self._there[here] != before._there[there]:
                    return False
                continue
            was = {id(node): (node, seen) for node, seen in zip(old.nodes[there], before._there[there], strict=True)}
            came: dict[Key, int] = {}
            for node, seen in zip(ledger.nodes[here], self._there[here], strict=True):
                known = was.pop(id(node), None)
                if known is None:
                    came |= {key: came.get(key, 0) | seen for key in node.names}
                elif known[1] != seen:
                    return False
            went: dict[Key, int] = {}
            for node, seen in was.values():
                went |= {key: went.get(key, 0) | seen for key in node.names}
            moved |= {key for key, _ in came.items() ^ went.items()}
        return not moved or not _names_any(ledger, moved)

    def _span(self, name: str) -> slice:
        """Return the numbers of the rows of a table; without a name those of all that is no table."""
        start = self._ledger.starts[name or "bodies"]
        return slice(start, start + len(getattr(self._ledger.dossier, name)) if name else len(self._ledger.nodes))

    def _table(self, name: str, before: SeenRows | None, changing: bytearray) -> tuple[Any, ...]:
        """Return the rows of a table that are there, without what may not be known of others; the same rows where none is another.

        ``changing`` says of each node whether it may read otherwise, where nothing was seen before.
        """
        rows, span = getattr(self._ledger.dossier, name), self._span(name)
        nodes = self._ledger.nodes[span]
        if before is None:
            marked = itertools.compress(zip(nodes, changing[span], strict=True), self._there[span])
            left = tuple(self._cut(node) if may else node.row for node, may in marked)
        elif rows is getattr(before._ledger.dossier, name):
            return before._cuts[name]
        else:
            old = before._span(name)
            cuts = dict(zip(map(id, itertools.compress(before._ledger.nodes[old], before._there[old])), before._cuts[name], strict=True))
            left = tuple(cuts[id(node)] if id(node) in cuts else self._cut(node) for node in itertools.compress(nodes, self._there[span]))
        return rows if len(left) == len(rows) and all(map(operator.is_, left, rows)) else left

    def _voted(self, before: SeenRows | None) -> Votes:
        """Return the votes on what is there of those who are there."""
        dossier = self._ledger.dossier
        if before is not None and before._votes is not None:
            then = before._ledger.dossier
            if all(getattr(dossier, name) is getattr(then, name) for name in ("votes", "actors", "rollcalls")):
                return before._votes
        return dossier.votes.without(rollcalls=self._hidden("rollcalls"), actors=self._hidden("actors")).unvoted(self._ahead())

    def _changing(self) -> bytearray:
        """Return for each node of a table whether its row may read otherwise: where it names what is not there, or has cells of a day.

        The index does not hold what a row names and does not rest on: the row that it supersedes, and a body.
        """
        ledger, index, of_day = self._ledger, self._ledger.index, self._as_of is not None
        changing = bytearray(len(ledger.nodes))
        columns: tuple[Column, ...] = ()
        named: tuple[Column, ...] = ()
        for number, node in enumerate(ledger.nodes[: ledger.starts["bodies"]]):
            row = node.row
            if node.columns is not columns:
                columns = node.columns
                named = tuple(column for column in columns if not getattr(column.kind, "leans", False))
            fixed = index.fixed and any(key in index.fixed for keys in node.marks for key in keys)
            if fixed or any(column.of(row) for column in named) or (of_day and (row.LATER or row.EARLIER)):
                changing[number] = 1
        for number, is_there in enumerate(self._there):
            for one in index.naming[number] if not is_there else ():
                changing[one] = 1
        return changing

    def _moved(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Yield the tables of which a row reads on the day otherwise than as it is written, where every row is there."""
        day = self._as_of
        if day is None:
            return
        for name, table in TABLES.items():
            rows = getattr(self._ledger.dossier, name) if table.record.LATER or table.record.EARLIER else ()
            left = tuple(dataclasses.replace(row, **changes) if (changes := _of_the_day(row, day)) else row for row in rows)
            if any(one is not other for one, other in zip(left, rows, strict=True)):
                yield name, left

    def model(self, part: str, *, keep: bool = False) -> bytes | None:
        """Return the bytes of what is seen of a model, None where nothing is; with ``keep`` those of the part where all of it is seen.

        What is left must be a model that can be read; where it is none, it is what a lower marking leaves that is shown, or nothing: so
        who may see more never sees less.
        """
        if part not in self._ledger.models:
            return None
        kind, model = self._ledger.models[part]
        if keep and self._all_there and not any(node.row.LATER or node.row.EARLIER for node in model_nodes(part, model, 0)):
            return self._ledger.dossier.files[part]
        seen = self._rebuilt(part, model)
        if keep and seen is model:
            return self._ledger.dossier.files[part]
        if seen is None:
            return None
        data = written_model(kind, part, seen)
        if data is not None or not self._rank:
            return data
        return SeenRows(self._ledger, self._rank - 1, self._as_of, self._without).model(part)

    def _leave_what_needs_them(self) -> None:
        nodes, index = self._ledger.nodes, self._ledger.index
        waiting = deque(range(len(nodes)))
        while waiting:
            number = waiting.popleft()
            if self._there[number] and self._lacks_what_it_needs(nodes[number]):
                self._there[number] = 0
                waiting.extend(index.naming[number])

    def _lacks_what_it_needs(self, node: ClearedNode) -> bool:
        needed = (self._ledger.index.numbers(keys) for keys in node.needs)
        return any(found and not any(self._there[number] for number in found) for found in needed)

    def _is_known(self, number: int) -> bool:
        return self._as_of is None or self._ledger.days[number] <= self._as_of

    def _hidden(self, name: str) -> set[str]:
        """Return the ids of the rows of a table that are not there."""
        start, table = self._ledger.starts[name], TABLES[name]
        rows = getattr(self._ledger.dossier, name)
        return {table.identity(row) for at, row in enumerate(rows) if not self.is_there(start + at)}

    def _left(self, name: str) -> list[Any]:
        """Return the rows of a table that are there."""
        start = self._ledger.starts[name]
        return [row for at, row in enumerate(getattr(self._ledger.dossier, name)) if self.is_there(start + at)]

    def _ahead(self) -> set[str]:
        """Return the roll calls that were announced on the day and not yet held."""
        day = self._as_of
        return set() if day is None else {row.id for row in self._ledger.dossier.rollcalls if row.date is not None and not row.date.by(day)}

    def _gone(self, node: ClearedNode) -> Any:
        index = self._ledger.index

        def gone(target: Target) -> bool:
            keys = node.scope.keys(target)
            numbers = index.numbers(keys)
            fixed = [index.fixed[key] for key in keys if key in index.fixed]
            if numbers or fixed:
                is_open = any(self._rank is None or level <= self._rank for level in fixed)
                return not is_open and not any(map(self.is_there, numbers))
            return bool(node.scope.part) and keys[0][0] == "evidence"

        return gone

    def _cut(self, node: ClearedNode) -> Any:
        """Return a row without the names of what is not there, without what came later than the day, and with what stood there before."""
        row, changes = node.row, dict[str, Any]()
        if not self._all_there:
            gone = self._gone(node)
            for column in node.columns:
                value = column.of(row)
                if value and any(map(gone, column.kind.targets(value, row))):
                    changes[column.attribute] = column.kind.without(value, gone, row)
        if self._as_of is not None and (row.LATER or row.EARLIER):
            changes |= _of_the_day(row, self._as_of)
        return dataclasses.replace(row, **changes) if changes else row

    def _rebuilt(self, part: str, model: Any) -> Any:
        numbers = itertools.count(self._ledger.starts[part])

        def rebuilt(record: Any) -> Any:
            number = next(numbers)
            changes: dict[str, Any] = {}
            for of in form_of(type(record)).tables:
                value = getattr(record, of.field)
                listed = ((value,) if value is not None else ()) if of.single else value
                left = tuple(row for one in listed if (row := rebuilt(one)) is not None)
                if any(one is not other for one, other in itertools.zip_longest(left, listed)):
                    changes[of.field] = (left[0] if left else None) if of.single else left
            if not self.is_there(number):
                return None
            cut = self._cut(self._ledger.nodes[number])
            made = dataclasses.replace(cut, **changes) if changes else cut
            return made if made is record else made.settled(record)

        return rebuilt(model)

    def _bodies(self) -> tuple[Body, ...]:
        numbers = itertools.count(self._ledger.starts["bodies"])
        actors, evidence = self._hidden("actors"), self._hidden("evidence")
        groups = {row.group for row in self._ledger.dossier.groups} - {row.group for row in self._left("groups")}

        def ruled(rules: tuple[BodyRule, ...]) -> tuple[BodyRule, ...]:
            left = [(next(numbers), rule, ruled(rule.parts)) for rule in rules]
            there = [(rule, parts) for number, rule, parts in left if self.is_there(number) and len(parts) == len(rule.parts)]
            return tuple(_rule(rule, parts, actors, evidence) for rule, parts in there)

        current = [(next(numbers), body, ruled(body.rules)) for body in self._ledger.dossier.bodies]
        return tuple(_body(body, rules, actors, groups) for number, body, rules in current if self.is_there(number))


class RowsOfDay(SeenRows):
    """Single rows of a dossier as they stood on a day, without a look at the others: what :func:`known_at` makes of each.

    A row of a table only: it needs no row of a model, so that the day of each says whether it was known.
    """

    def __init__(self, ledger: Ledger, day: dt.date) -> None:
        self._ledger, self._rank, self._as_of = ledger, None, day
        self._all_there = False

    def is_there(self, number: int) -> bool:
        """Whether a row was known."""
        return self._is_known(number)

    def row(self, number: int) -> Any:
        """Return a row of the ledger without the names of what was not known, with its cells of the day."""
        return self._cut(self._ledger.nodes[number])


def _names_any(ledger: Ledger, keys: Collection[Key]) -> bool:
    """Whether a row of a table names one of some keys."""
    places, names = {place for place, _ in keys}, {name for _, name in keys}
    for table in TABLES:
        start, rows = ledger.starts[table], getattr(ledger.dossier, table)
        if table == "votes" or not rows:
            continue
        scope = ledger.nodes[start].scope
        for column in ledger.nodes[start].columns:
            kind = column.kind
            if isinstance(kind, Reference) and places.isdisjoint(place for place, _ in scope.keys((kind.to, ""))):
                continue
            for row in rows:
                value = column.of(row)
                if not value or (isinstance(kind, Reference) and type(value) is str and value not in names):
                    continue
                if any(key in keys for target in kind.targets(value, row) for key in scope.keys(target)):
                    return True
    return False


def _rule(rule: BodyRule, parts: tuple[BodyRule, ...], actors: set[str], evidence: set[str]) -> BodyRule:
    left = {
        "evidence": tuple(one for one in rule.evidence if one not in evidence),
        "veto": tuple(one for one in rule.veto if one not in actors),
        "parts": parts,
    }
    changes: dict[str, Any] = {name: value for name, value in left.items() if value != getattr(rule, name)}
    return dataclasses.replace(rule, **changes) if changes else rule


def _body(body: Body, rules: tuple[BodyRule, ...], actors: set[str], groups: set[str]) -> Body:
    members = "" if body.members in groups else body.members
    weights = {name: {a: w for a, w in table.items() if a not in actors} for name, table in body.weights.items()}
    order = tuple(one for one in body.board_order if one not in actors)
    if (rules, weights, members, order) == (body.rules, body.weights, body.members, body.board_order):
        return body
    return dataclasses.replace(body, rules=rules, weights=weights, members=members, board_order=order)


def _of_the_day(row: Any, day: dt.date) -> dict[str, Any]:
    """Return the cells of a row that were not on a day what they are: empty, or with what stood in them until then.

    A cell in which nothing stands later either shows what stood before: a draft that got no number keeps its draft symbol.
    """

    def ahead(dated: str) -> bool:
        when = getattr(row, dated)
        return when is not None and not when.by(day)

    later = tuple(name for dated, names in row.LATER.items() if ahead(dated) for name in names)
    changes: dict[str, Any] = {column.attribute: column.default for column in _columns(row, later)} if later else {}
    for dated, earlier in row.EARLIER.items():
        before = {name: value for name, other in earlier.items() if (value := getattr(row, other))}
        changes |= before if before and ahead(dated) else {name: value for name, value in before.items() if not getattr(row, name)}
    return {name: value for name, value in changes.items() if value != getattr(row, name)}


def _columns(row: Any, names: tuple[str, ...]) -> Iterator[Column]:
    return (column for column in columns_of(type(row)) if column.attribute in names)
