"""What of each row is searched and shown in a list: worked out of a view of a dossier, for all its days at once.

A row stands from the day on which it became known until another one supersedes it. In between it may change without being written anew:
where something that it names became known later, or where a cell has another value before a date.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias
from unicodedata import bidirectional

from legation.dossier import TABLES
from legation.dossier import Dossier as Content
from legation.dossier.clearing import RowsOfDay
from legation.dossier.column import Column, Table, Wording
from legation.dossier.kind import Choice, Day, Flag, Reference, Text
from legation.dossier.tables.labels import RowLabel, choice_word, titled
from legation.language import LANGUAGES, fold, say
from legation.questions import Case
from legation.questions.base.inputs import group_name
from legation.web.access import AccessScope
from legation.web.site.cache import Cache
from legation.web.stores.rows.facts import Facts, RowFacts, facts_of

__all__ = [
    "BODIES",
    "SEARCHED",
    "Entries",
    "Entry",
    "Making",
    "Plan",
    "cell",
    "cells_in",
    "entries_listed",
    "entries_of",
    "plan_of",
    "rows_of",
    "words_in",
]

BODIES = "bodies"
"""The place of bodies beside the tables: they are chosen from, and no table of the dossier."""
SEARCHED = tuple(name for name in TABLES if name != "votes")
"""Tables whose rows are searched; a vote is a cell of a grid."""
_NOTE = 200
_SIGN = "\x1f"


class Entry(NamedTuple):
    """A row in a view, from a day until before another; names and notes in the order of :data:`legation.language.LANGUAGES`.

    ``facts`` is what other rows decide of it, as JSON: empty where nothing does, and on days for which it is not worked out.
    """

    table: str
    identity: str
    names: tuple[str, ...]
    notes: tuple[str, ...]
    texts: tuple[str, ...]
    more: str
    cells: str
    facts: str
    day: str
    first: dt.date
    since: dt.date
    until: dt.date

    @property
    def digest(self) -> bytes:
        """What it says, in sixteen bytes."""
        said = "\0".join((*self[:2], *self.names, *self.notes, str(len(self.texts)), *self.texts, *map(str, self[5:])))
        return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    @property
    def words(self) -> str:
        """All its words, for looking into."""
        return words_in(" ".join((self.identity, *self.names, *self.texts, self.more)))


def words_in(text: str) -> str:
    """Return text without accents, case and marks.

    >>> words_in("L’Éthiopie, « Cœur »").split()
    ['l', 'ethiopie', 'coeur']
    """
    return re.sub(r"[^\w]+", " ", fold(text))


def cell(column: str, value: str) -> str:
    """Return how a reference or a choice stands among the cells of an entry."""
    return f"{_SIGN}{column}={value}{_SIGN}"


def cells_in(text: str) -> list[str]:
    """Return the references and choices of an entry, as :func:`cell` wrote each.

    >>> cells_in(cell("kind", "state") + cell("iso3", "FRA"))
    ['kind=state', 'iso3=FRA']
    """
    return [part for part in text.split(_SIGN) if part]


Making: TypeAlias = "tuple[Hashable, Callable[[], tuple[Entry, ...]]]"
"""What makes the entries of a row, and a key of all that they are made from; None where they are cheap to make."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is taken of the rows of a table."""

    table: Table
    texts: tuple[str, ...]
    cells: tuple[Column, ...]
    actors: tuple[str, ...]
    about: tuple[tuple[str, str], ...]
    choice: str
    day: str
    moving: tuple[Column, ...]
    dated: tuple[str, ...]


@functools.cache
def plan_of(name: str) -> Plan:
    """Return what is taken of the rows of a table."""
    table = TABLES[name]
    own = [c for c in table.columns if c.role not in ("entry", "word") and c.name != "marking"]
    named = [c for c in own if isinstance(c.kind, Reference) and "evidence" not in c.kind.to]
    days = [c.name for c in own if isinstance(c.kind, Day) and c.name != "known_on"]
    about = [c for c in named if c.role == "about" and "actors" not in c.kind.to]  # type: ignore[attr-defined]  # references only
    choices = [c.name for c in own if isinstance(c.kind, Choice)]
    return Plan(
        table=table,
        texts=tuple(c.name for c in table.columns if type(c.kind) is Text and c.name not in ("author", "reason")),
        cells=tuple(c for c in own if c in named or isinstance(c.kind, (Choice, Flag))),
        actors=tuple(n for n, kind in table.references.items() if "actors" in kind.to and not kind.many),
        about=tuple((c.name, c.kind.to[0]) for c in about),  # type: ignore[attr-defined]  # the same
        choice="kind" if "kind" in choices else next(iter(choices), ""),
        day="date" if "date" in days else next(iter(days), ""),
        moving=tuple(c for c in named if c.kind.many or not c.kind.leans),  # type: ignore[attr-defined]  # the same
        dated=tuple({**table.record.LATER, **table.record.EARLIER}),
    )


def entries_of(view: Content, case: Case | None = None, tables: Collection[str] = (*SEARCHED, BODIES)) -> Iterator[Entry]:
    """Yield what there is of each row of some tables of a view on all its days."""
    for _, made in rows_of(view, case, tables):
        yield from made()


_LISTED: Cache[Mapping[str, tuple[Entry, ...]]] = Cache(16)


def entries_listed(view: Content, digest: str, scope: AccessScope) -> Mapping[str, tuple[Entry, ...]]:
    """Return by table the entries of a view that the database does not hold, of a revision by its hash: made once."""

    def made() -> dict[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in entries_of(view):
            found.setdefault(entry.table, []).append(entry)
        return {table: tuple(entries) for table, entries in found.items()}

    return _LISTED.get((digest, scope.key), made)


def rows_of(view: Content, case: Case | None = None, tables: Collection[str] = (*SEARCHED, BODIES)) -> Iterator[Making]:
    """Yield for each row of a view what makes its entries, and a key of all that they are made from.

    The key holds while the rows of the view are in memory; None where the entries are cheap to make.

    Parameters
    ----------
    case : Case, optional
        The view on the day for which what other rows decide is worked out; without it that is left out.
    """
    made = Entries(view, case)
    for name in SEARCHED:
        if name in tables and len(getattr(view, name)):
            yield from made.of_words(name) if TABLES[name].word else made.of_table(name)
    if BODIES in tables:
        yield None, made.of_bodies


class Entries:
    """The entries of a view."""

    def __init__(self, view: Content, case: Case | None = None) -> None:
        self.view, self.case = view, case
        self.days, self.index = view.ledger.days, view.ledger.index
        self.rows: dict[str, dict[str, Any]] = {}
        self.spoken: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def of_bodies(self) -> tuple[Entry, ...]:
        """Return the bodies."""
        return tuple(self._plain(BODIES, body.id, RowLabel(body), dt.date.min) for body in self.view.bodies)

    @functools.cached_property
    def late(self) -> Mapping[tuple[str, str], dt.date]:
        """The rows of tables that were not known from the beginning, with their first days."""
        nodes = self.view.ledger.nodes[: self.view.ledger.starts["bodies"]]
        keys = {key for number, node in enumerate(nodes) if self.days[number] > dt.date.min for key in node.names}
        return {key: first for key in keys if (first := self.index.first((key,), self.days)) > dt.date.min}

    def of_words(self, name: str) -> Iterator[Making]:
        """Yield the groups or coalitions of a table of memberships: a group, not each of its members."""
        start, word = self.view.ledger.starts[name], TABLES[name].word
        first: dict[str, dt.date] = {}
        for at, row in enumerate(self.view.rows(name)):
            group, day = getattr(row, word), self.days[start + at]
            first[group] = min(first.get(group, day), day)
        yield None, lambda: tuple(self._plain(name, group, group_name(group), day) for group, day in first.items())

    def of_table(self, name: str) -> Iterator[Making]:
        """Yield the rows of a table that others name by their ids."""
        firsts, gone = self.firsts(name), self.superseded(name)
        making = self.making(name, facts_of(name, self.case) if self.case is not None else None)
        for at, row in enumerate(self.view.rows(name)):
            made = making(at, row, firsts[at], gone)
            if made is not None:
                yield made

    @staticmethod
    def named(name: str) -> list[tuple[str, str]]:
        """Return the columns of a table by whose rows its own are called, each with the table that it names."""
        plan = plan_of(name)
        return [*((one, "actors") for one in plan.actors), *plan.about]

    def firsts(self, name: str) -> list[dt.date]:
        """Return the first days of the rows of a table."""
        start = self.view.ledger.starts[name]
        return self.days[start : start + len(self.view.rows(name))]

    def superseded(self, name: str) -> dict[str, dt.date]:
        """Return by the ids of the rows of a table that others supersede the first day of these."""
        gone: dict[str, dt.date] = {}
        rows = self.view.rows(name)
        for row, first in zip(rows, self.firsts(name), strict=True) if rows and hasattr(rows[0], "supersedes") else ():
            if row.supersedes:
                gone[row.supersedes] = min(gone.get(row.supersedes, dt.date.max), first)
        return gone

    def making(self, name: str, facts: Facts | None) -> Callable[[int, Any, dt.date, Mapping[str, dt.date]], Making | None]:
        """Return what gives, for a row by its number, what makes its entries and a key of that; None for one that never stands."""
        plan, start = plan_of(name), self.view.ledger.starts[name]
        named = [(column, self._rows(place)) for column, place in self.named(name)]

        def made(at: int, row: Any, first: dt.date, gone: Mapping[str, dt.date]) -> Making | None:
            until = gone.get(row.id, dt.date.max) if row.id else dt.date.max
            if until <= first:
                return None
            late = self._late_in(plan, row, first, until)
            own = (facts.rows[row.id], facts.since, facts.until) if facts is not None and row.id in facts.rows else None
            key = (id(row), first, until, late, own, *(id(there.get(getattr(row, column))) for column, there in named))
            return key, functools.partial(self._made, plan, start + at, row, first, late, until, own)

        return made

    def _plain(self, table: str, identity: str, name: Any, day: dt.date) -> Entry:
        """Return the entry of what has a name and no more."""
        names = tuple(say(name, lang) for lang in LANGUAGES)
        return Entry(table, identity, names, ("", ""), (), "", "", "", "", day, day, dt.date.max)

    def _late_in(self, plan: Plan, row: Any, first: dt.date, until: dt.date) -> tuple[tuple[dt.date, str], ...]:
        """Return the days, after the first, on which a row changes without being written anew, each with what changes it."""
        found = [(when.last, name) for name in plan.dated if (when := getattr(row, name)) is not None]
        for column in plan.moving if plan.moving and self.late else ():
            value = column.of(row)
            places = ((to, one) for towards, one in column.kind.targets(value, row) for to in towards) if value else ()
            found += [(self.late[place], "/".join((column.name, *place))) for place in places if place in self.late]
        return tuple(sorted(one for one in found if first < one[0] < until)) if found else ()

    def _made(
        self,
        plan: Plan,
        number: int,
        row: Any,
        first: dt.date,
        late: Sequence[tuple[dt.date, str]],
        until: dt.date,
        own: tuple[RowFacts, dt.date, dt.date] | None = None,
    ) -> tuple[Entry, ...]:
        """Return the entries of a row; one for days on which it reads alike. ``own`` is what others decide of it, on its days."""
        of_days = own[1:] if own is not None else ()
        turns = sorted({*(day for day, _ in late), *(day for day in of_days if first < day < until)})
        found: list[Entry] = []
        for since, end in zip((first, *turns), (*turns, until), strict=True):
            entry = self._entry(plan, self._on(plan, number, row, since), first, since, end)
            if own is not None and own[1] <= since < own[2]:
                more = "".join(cell(column, value) for column, value in own[0].cells)
                entry = entry._replace(cells=entry.cells + more, facts=own[0].shown)
            if found and found[-1][:-2] == entry[:-2]:
                entry = found.pop()._replace(until=end)
            found.append(entry)
        return tuple(found)

    def _on(self, plan: Plan, number: int, row: Any, day: dt.date) -> Any:
        """Return a row as it stood on a day; one in which nothing can change, as it is."""
        return RowsOfDay(self.view.ledger, day).row(number) if plan.moving or plan.dated else row

    def _entry(self, plan: Plan, row: Any, first: dt.date, since: dt.date, until: dt.date) -> Entry:
        identity = plan.table.identity(row)
        words = titled(row) or identity
        actors = self._rows("actors")
        who = [self._spoken(named) for name in plan.actors if (named := getattr(row, name)) in actors]
        names = [say(words, lang) for lang in LANGUAGES]
        for at, name in enumerate(names if who else ()):
            names[at] = _joined((*(one[0][at] for one in who), *(() if name in (identity, "") else (name,))))
        texts = tuple(dict.fromkeys(text for name in plan.texts for text in _texts(getattr(row, name)) if text))
        more = " ".join(text for one in who for text in one[1])
        when = getattr(row, plan.day) if plan.day else None
        cells = "".join(cell(c.name, one) for c in plan.cells for one in _values(c.of(row)))
        notes = self._notes(plan, row)
        day = when.text if when else ""
        return Entry(plan.table.name, identity, tuple(names), notes, texts, more, cells, "", day, first, since, until)

    def _rows(self, place: str) -> dict[str, Any]:
        """Return the rows of a table by their ids."""
        if place not in self.rows:
            self.rows[place] = {row.id: row for row in self.view.rows(place)}
        return self.rows[place]

    def _spoken(self, actor: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what an actor is called in each language, and all its names."""
        if actor not in self.spoken:
            name = self._rows("actors")[actor].name or Wording(actor)
            self.spoken[actor] = tuple(say(name, lang) for lang in LANGUAGES), _texts(name)
        return self.spoken[actor]

    def _notes(self, plan: Plan, row: Any) -> tuple[str, ...]:
        """Return what else tells a row from others of its name, in each language: what it is about, its kind."""
        about = [self._called(to, named) for name, to in plan.about if (named := getattr(row, name))]
        kind = getattr(row, plan.choice) if plan.choice else ""
        if kind:
            about.append(_word(plan.table.name, plan.choice, kind))
        return tuple(_joined(one[at] for one in about)[:_NOTE] for at in range(len(LANGUAGES)))

    def _called(self, place: str, identity: str) -> tuple[str, ...]:
        """Return what a row of a table is called in each language."""
        row = self._rows(place).get(identity)
        name = titled(row) or identity if row is not None else identity
        return tuple(say(name, lang) for lang in LANGUAGES)


def _joined(parts: Iterable[str]) -> str:
    """Return texts on one line; one that is read from the right stands apart, so that a number beside it keeps its place."""
    return " · ".join(f"\u2068{one}\u2069" if any(bidirectional(sign) in ("R", "AL") for sign in one) else one for one in parts)


@functools.cache
def _word(table: str, column: str, value: str) -> tuple[str, ...]:
    """Return a value of a closed list in each language."""
    word = choice_word(table, column, value)
    return tuple(say(word, lang) for lang in LANGUAGES)


def _values(value: Any) -> tuple[str, ...]:
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    return value if isinstance(value, tuple) else (value,) if value else ()


def _texts(value: Any) -> tuple[str, ...]:
    return (value.text, value.fr, value.en) if isinstance(value, Wording) else (str(value),)
