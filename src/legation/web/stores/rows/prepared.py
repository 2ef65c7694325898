"""The entries of a revision before they are written: those of rows that read as in the one before are taken from there."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.dossier import Dossier as Content
from legation.dossier.records import TABLES
from legation.dossier.tables.few_rows import changed_rows
from legation.questions import Case
from legation.web.stores.rows.entries import BODIES, SEARCHED, Entries, Entry, entries_of, plan_of
from legation.web.stores.rows.facts import DECIDED, Facts, facts_of, rests_on

__all__ = ["PreparedRows", "TableRows", "rows_of_views"]


@dataclass(frozen=True, slots=True)
class TableRows:
    """The entries of a table in a view.

    Attributes
    ----------
    rows : tuple of records
    firsts : list of date
        From when each row was known.
    gone : mapping of str to date
        By the ids of rows that others supersede, from when on.
    named : tuple of (str, tuple of records)
        By column the rows that it names.
    beside : tuple
        What else the entries rest on; while it is the same, a row that stays, and what it names, has the entries that it had.
    keys : list of key or None
        For each row what its entries are made from; None where it never stands.
    digests : list of tuple of bytes
        For each row its entries.
    """

    rows: Sequence[Any]
    firsts: Sequence[dt.date]
    gone: Mapping[str, dt.date]
    named: tuple[tuple[str, Sequence[Any]], ...]
    beside: tuple[Any, ...]
    facts: Facts | None
    keys: Sequence[Hashable]
    digests: Sequence[tuple[bytes, ...]]

    def stand(self) -> set[bytes]:
        """Return the entries."""
        return {one for digests in self.digests for one in digests}


@dataclass(frozen=True, slots=True)
class PreparedRows:
    """The entries of a revision, by their digests: each with the views in which it stands, and what makes it.

    ``made`` holds those that were not in the revision before; ``every`` makes all of them, where what is there is not what was thought.
    ``contents`` are the views from which they were made. From ``until`` on what other rows decide is to be worked out anew.
    """

    digest: str
    views: int
    stands: Mapping[bytes, int]
    made: Mapping[bytes, Callable[[], tuple[Entry, ...]]]
    every: Callable[[], Mapping[bytes, Entry]]
    tables: Mapping[tuple[int, str], TableRows]
    contents: tuple[Content, ...]
    until: dt.date

    def entry(self, digest: bytes) -> Entry:
        """Return an entry."""
        if digest in self.made:
            return next(one for one in self.made[digest]() if one.digest == digest)
        return self.every()[digest]

    @property
    def written(self) -> PreparedRows:
        """The same once it is written, without what makes it."""
        return dataclasses.replace(self, made={}, every=dict)


@dataclass(slots=True)
class _Views:
    """The views of a revision, as far as they are prepared."""

    before: Mapping[tuple[int, str], TableRows]
    tables: dict[tuple[int, str], TableRows] = field(default_factory=dict)
    made: dict[bytes, Callable[[], tuple[Entry, ...]]] = field(default_factory=dict)

    def add(self, mask: int, view: Content, case: Case) -> None:
        """Prepare a view."""
        entries = Entries(view, case)
        for name in SEARCHED:
            if len(getattr(view, name)):
                made = self._words(entries, name) if TABLES[name].word else self._table(entries, name, self.before.get((mask, name)))
                self.tables[mask, name] = made
        self.tables[mask, BODIES] = self._plain(entries.of_bodies())

    def _words(self, entries: Entries, name: str) -> TableRows:
        return self._plain(entry for _, make in entries.of_words(name) for entry in make())

    def _plain(self, entries: Iterable[Entry]) -> TableRows:
        """Return entries that are cheap to make, each made."""
        digests = tuple(self._noted((entry,)) for entry in entries)
        return TableRows((), (), {}, (), (), None, (), digests)

    def _noted(self, entries: tuple[Entry, ...]) -> tuple[bytes, ...]:
        digests = tuple(entry.digest for entry in entries)
        self.made |= dict.fromkeys(digests, functools.partial(tuple, entries))
        return digests

    def _table(self, entries: Entries, name: str, before: TableRows | None) -> TableRows:
        rows, firsts, gone = entries.view.rows(name), entries.firsts(name), entries.superseded(name)
        facts, beside = _facts(entries, name, before)
        beside += _beside(entries, name)
        named = tuple((column, entries.view.rows(place)) for column, place in entries.named(name))
        renamed = _renamed(before, named) if before is not None and before.beside == beside and before.facts == facts else None
        if before is not None and renamed == {} and rows is before.rows and firsts == before.firsts:
            return before
        known = {id(row): at for at, row in enumerate(before.rows)} if before is not None and renamed is not None else {}
        moved = {one for one, _ in gone.items() ^ before.gone.items()} if before is not None and known else set()
        making, by_key = entries.making(name, facts), {} if known else self._by_key(name)
        keys: list[Hashable] = []
        digests: list[tuple[bytes, ...]] = []
        for at, row in enumerate(rows):
            then = known.get(id(row), -1)
            stays = before is not None and then >= 0 and firsts[at] == before.firsts[then] and row.id not in moved
            if before is not None and stays and not (renamed and any(getattr(row, one) in ids for one, ids in renamed.items())):
                keys.append(before.keys[then])
                digests.append(before.digests[then])
                continue
            made = making(at, row, firsts[at], gone)
            keys.append(made[0] if made is not None else None)
            digests.append(() if made is None else by_key.get(made[0]) or self._noted(made[1]()))
        return TableRows(rows, firsts, gone, named, beside, facts, keys, digests)

    def _by_key(self, name: str) -> dict[Hashable, tuple[bytes, ...]]:
        """Return the entries of a table that are known, by what they were made from."""
        there = [rows for tables in (self.before, self.tables) for (_, table), rows in tables.items() if table == name]
        return {key: digests for rows in there for key, digests in zip(rows.keys, rows.digests, strict=True) if key is not None}


def _beside(entries: Entries, name: str) -> tuple[Any, ...]:
    """Return what the entries of a table rest on beside its rows and those that they name: from when others were known."""
    view, plan = entries.view, plan_of(name)
    late = dict.fromkeys(name if to == "same" else to for column in plan.moving for to in getattr(column.kind, "to", TABLES))
    days = [entries.firsts(place) for place in late if place in TABLES and place != "votes"]
    rest = entries.days[view.ledger.starts["bodies"] :] if late else []
    return (*(view.rows(place) for place in late if place in TABLES and place != "votes"), *days, rest)


def _renamed(before: TableRows, named: Sequence[tuple[str, Sequence[Any]]]) -> dict[str, set[str]] | None:
    """Return by column the ids of the rows that it names that are others than before; None where they are many."""
    found: dict[str, set[str]] = {}
    for (column, now), (_, then) in zip(named, before.named, strict=True):
        changed = changed_rows(then, now) if now is not then else ((), ())
        if changed is None:
            return None
        ids = {row.id for rows in changed for row in rows}
        found |= {column: ids} if ids else {}
    return found


def _facts(entries: Entries, name: str, before: TableRows | None) -> tuple[Facts | None, tuple[Any, ...]]:
    """Return what others decide of the rows of a table, with what that rests on: that of before, where it rests on the same."""
    case = entries.case
    if case is None or name not in DECIDED:
        return None, ()
    rests = rests_on(case)
    if before is not None and before.facts is not None and len(before.beside) and before.beside[0] == rests:
        return before.facts, (rests,)
    return facts_of(name, case), (rests,)


def rows_of_views(digest: str, bits: int, views: Sequence[tuple[int, Content, Case]], last: PreparedRows | None) -> PreparedRows:
    """Return the entries of some views of a revision, by those that were prepared last of the same dossier.

    Parameters
    ----------
    digest : str
        The hash of the revision.
    bits : int
        All its views.
    views : sequence of (int, Content, Case)
        Of each its bits, what it shows, and on which day.
    """
    found = _Views(last.tables if last is not None else {})
    for mask, view, case in views:
        found.add(mask, view, case)
    moving = (mask for mask, view, _ in views if view.info.as_of is None)
    facts = (found.tables[mask, name].facts for mask in moving for name in DECIDED if (mask, name) in found.tables)
    until = min((one.until for one in facts if one is not None), default=dt.date.max)
    stands = _stands(found.tables, last)
    every = functools.cache(lambda: {entry.digest: entry for _, view, case in views for entry in entries_of(view, case)})
    return PreparedRows(digest, bits, stands, found.made, every, found.tables, tuple(view for _, view, _ in views), until)


def _stands(tables: Mapping[tuple[int, str], TableRows], last: PreparedRows | None) -> dict[bytes, int]:
    """Return the views in which each entry stands, by those in which it stood."""
    before = last.tables if last is not None else {}
    stands = dict(last.stands) if last is not None else {}
    changed = [place for place in dict.fromkeys((*before, *tables)) if before.get(place) is not tables.get(place)]
    none: set[bytes] = set()
    sides = [
        (place[0], before[place].stand() if place in before else none, tables[place].stand() if place in tables else none)
        for place in changed
    ]
    for mask, was, now in sides:
        for one in was - now:
            stands[one] &= ~mask
    for mask, was, now in sides:
        for one in now - was:
            stands[one] = stands.get(one, 0) | mask
    for one in {one for _, was, now in sides for one in was - now}:
        if not stands[one]:
            del stands[one]
    return stands
