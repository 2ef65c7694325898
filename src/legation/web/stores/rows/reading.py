"""Rows of a dossier found for a page: by words, by what they name, in an order; only what its reader may see on its day."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Collate, Concat, Length, StrIndex
from django.db.models.lookups import GreaterThan

from legation.dossier.when import When as Dated
from legation.language import LANGUAGES
from legation.web.dossiers.contents import known_as
from legation.web.forms.row_form import home_of
from legation.web.site.as_of import same_day
from legation.web.site.cache import Cache
from legation.web.stores.rows.entries import BODIES, Entry, cell, cells_in, entries_listed, entries_of, words_in
from legation.web.stores.rows.facts import DECIDED
from legation.web.stores.rows.models import RowEntry
from legation.web.stores.rows.writing import ensure, views_with

if TYPE_CHECKING:
    from legation.web.site.page import PageRequest

__all__ = ["LONGEST", "Found", "FoundRow", "combinations", "counts", "find", "href_of", "later_than", "words_wanted"]

LONGEST = 200
"""Characters of a search that are read; the rest is cut."""
Where: TypeAlias = Mapping[str, "str | Iterable[str]"]
Order: TypeAlias = Literal["name", "-day", "ahead"]


class _Listed(NamedTuple):
    """An entry in memory, with all its words and what its names sort by, in the order of :data:`legation.language.LANGUAGES`."""

    entry: Entry
    words: str
    sorts: tuple[str, ...]


_LACKING: Cache[bool] = Cache(256)
_COMBINED: Cache[Counter[tuple[str, ...]]] = Cache(64)
_DECIDED: Cache[tuple[_Listed, ...]] = Cache(16)
_LISTED: Cache[tuple[_Listed, ...]] = Cache(200_000, len)
"""By table, of the persons and days that the database does not hold."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row that was found.

    Attributes
    ----------
    table, id : str
    name, note : str
        What it is called in the reader's language, and what tells it from others of that name.
    day : When or None
        Its own date, as far as it is known: of a vote, of evidence; since when a position is held.
    href : str
        Its page at the day of this one; of a body, which has none, empty.
    texts : tuple of str
        Its texts as they are written.
    facts : mapping
        What other rows decide of it, where it was asked for: of a vote see :mod:`legation.web.stores.rows.facts`.
    """

    table: str
    id: str
    name: str
    note: str
    day: Dated | None
    href: str
    texts: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """Some of the rows that were found, and how many there are."""

    rows: list[FoundRow]
    count: int


def words_wanted(text: str) -> list[str]:
    """Return the words that a person looks for, each once.

    >>> words_wanted("  L’État, l’État ")
    ['l', 'etat']
    """
    return list(dict.fromkeys(words_in(text.strip()[:LONGEST]).split()))


def find(
    request: PageRequest,
    tables: str | Iterable[str],
    words: str = "",
    *,
    where: Where | None = None,
    limit: int = 20,
    offset: int = 0,
    order: Order = "name",
    facts: bool = False,
) -> Found:
    """Return rows of some tables that a person may see on the day of a page, as they stood on it.

    Parameters
    ----------
    tables : str or iterable of str
        Of :data:`legation.web.stores.rows.entries.SEARCHED`, or ``bodies``; ``groups`` and ``coalitions`` give their names.
    words : str
        A row must hold all of them, accents and case ignored; those that its name holds come first.
    where : mapping, optional
        By column the value, or one of several, that a reference, a choice or a flag (``yes``, ``no``) must have: ``{"kind": "state",
        "sponsors": "FRA"}``.
    order : {"name", "-day", "ahead"}
        Where no words are given, or as many are in the name: of the name, or the newest first. ``ahead``: whatever the words, those without
        a day, then the newest, of a day by their ids.
    facts : bool
        Whether what other rows decide is asked for; ``where`` may then name ``outcome``, ``year`` and ``session`` of a vote. On days for
        which the database does not hold it, it is worked out.

    Examples
    --------
    >>> from legation.web.stores.rows.reading import find
    >>> def latest_on(request, issue):
    ...     return find(request, "rollcalls", where={"issue": issue}, order="-day", limit=5).rows
    """
    names = (tables,) if isinstance(tables, str) else tuple(tables)
    wanted = words_wanted(words)
    if words.strip() and not wanted:
        return Found([], 0)
    part = slice(offset, offset + limit)
    if _is_stored(request) and not (facts and _lacks_facts(request, names)):
        return _in_database(request, names, wanted, where or {}, part, order, facts=facts)
    return _in_memory(request, names, wanted, where or {}, part, order, facts=facts)


def combinations(request: PageRequest, table: str, columns: Sequence[str]) -> Counter[tuple[str, ...]]:
    """Return how many rows of a table have which values of some columns together, each of one value; what filters of a list offer.

    Of rows that a person may see on the day of a page; a column may be one that other rows decide.
    """
    in_database = _is_stored(request) and not _lacks_facts(request, (table,))

    def made() -> Counter[tuple[str, ...]]:
        if in_database:
            texts: Iterable[str] = _on_day(request, (table,)).values_list("cells", flat=True)
        else:
            texts = (one.entry.cells for one in _on_day_in_memory(request, (table,), facts=True))
        values = (dict(part.split("=", 1) for part in cells_in(text)) for text in texts)
        return Counter(tuple(row.get(column, "") for column in columns) for row in values)

    return _COMBINED.get((request.revision.hash, request.scope.key, request.day, request.today, table, tuple(columns)), made)


def counts(request: PageRequest, tables: Iterable[str], words: str) -> dict[str, int]:
    """Return by table how many rows that a person may see on the day of a page hold every word, without the tables in which none does."""
    names, wanted = tuple(tables), words_wanted(words)
    if _is_stored(request):
        chosen = _holding(_on_day(request, names), wanted)
        there = dict(chosen.values_list("table").annotate(Count("pk")))
    else:
        there = Counter(one.entry.table for one in _on_day_in_memory(request, names) if _holds(one, wanted))
    return {name: there[name] for name in names if there.get(name)}


def later_than(request: PageRequest, tables: Iterable[str], words: str) -> int:
    """Return how many rows that hold every word became known only after the day of a page."""
    wanted = words_wanted(words)
    if _is_stored(request):
        chosen = _seen(request, tuple(tables)).filter(first__gt=request.day, until=dt.date.max)
        return _holding(chosen, wanted).count()
    there = _listed(request, tuple(tables))
    return sum(one.entry.first > request.day and one.entry.until == dt.date.max and _holds(one, wanted) for one in there)


def href_of(request: PageRequest, table: str, identity: str) -> str:
    """Return the address of a row's page at the day of this one: of a group or a coalition that of the list in which it is."""
    if table == BODIES:
        return ""
    if table == "groups":
        return same_day(request, f"{request.href('actors.groups')}?{urlencode({'group': identity})}")
    return same_day(request, request.href("coalitions")) if table == "coalitions" else home_of(request, table, identity)


def _in_database(
    request: PageRequest, tables: tuple[str, ...], wanted: list[str], where: Where, part: slice, order: str, *, facts: bool = False
) -> Found:
    chosen = _on_day(request, tables)
    for column, values in where.items():
        either = Q()
        for at, value in enumerate(_allowed(values)):
            name = f"is_{column}_{at}"
            chosen = chosen.alias(**{name: StrIndex("cells", Value(cell(column, value)))})
            either |= Q(**{f"{name}__gt": 0})
        chosen = chosen.filter(either) if either else chosen.none()
    chosen = _holding(chosen, wanted)
    count = chosen.count()
    sort = f"sort_{request.lang}"
    collation = "C" if connection.vendor == "postgresql" else "BINARY"
    plain = Collate(sort, collation)
    first: list[Any] = ["-day"] if order == "-day" else []
    if order == "ahead":
        chosen = chosen.alias(dated=Case(When(day="", then=0), default=1, output_field=IntegerField()))
        first = ["dated", "-day", Collate("identity", collation).desc()]
    elif wanted:
        chosen = chosen.alias(rank=_rank(sort, wanted), length=Length(sort))
        first = ["rank", *(first or ["length"])]
    fields = ("table", "identity", f"name_{request.lang}", f"note_{request.lang}", "day", "texts", *(("facts",) if facts else ()))
    rows = chosen.order_by(*first, plain, "identity", "table").values_list(*fields)[part] if part.stop > part.start else ()
    return Found([_row(request, *row) for row in rows], count)


def _on_day(request: PageRequest, tables: tuple[str, ...]) -> QuerySet[RowEntry]:
    """Return the entries of some tables in the view of a person on the day of a page."""
    return _seen(request, tables).filter(since__lte=request.day, until__gt=request.day)


def _lacks_facts(request: PageRequest, tables: tuple[str, ...]) -> bool:
    """Whether the database does not hold for the day of a page what other rows decide."""
    decided = tuple(name for name in tables if name in DECIDED)
    key = (request.dossier.pk, request.revision.hash, request.scope.key, request.day, request.today, decided)
    return _LACKING.get(key, lambda: _on_day(request, decided).filter(facts="").exists())


def _is_stored(request: PageRequest) -> bool:
    """Whether the entries of a person's view are in the database: written now where they are not, and can be."""
    return ensure(request.dossier, request.revision, request.scope)


def _seen(request: PageRequest, tables: tuple[str, ...]) -> QuerySet[RowEntry]:
    """Return the entries of some tables in the view of a person, which are there (:func:`_is_stored`)."""
    return RowEntry.objects.filter(dossier=request.dossier, table__in=tables, views__in=views_with(request.dossier, request.scope))


def _holding(chosen: QuerySet[RowEntry], wanted: list[str]) -> QuerySet[RowEntry]:
    for at, word in enumerate(wanted):
        name = f"word_{at}"
        chosen = chosen.alias(**{name: StrIndex("words", Value(word))}).filter(**{f"{name}__gt": 0})
    return chosen


def _rank(sort: str, wanted: list[str]) -> Any:
    """Return an expression that is small where the words begin words of the name, larger where they are in it, or only in the text."""
    rank: Any = Value(0)
    spaced = Concat(Value(" "), F(sort), output_field=TextField())
    for word in wanted:
        begins, within = (GreaterThan(StrIndex(text, Value(one)), 0) for text, one in ((spaced, f" {word}"), (F(sort), word)))
        rank = rank + Case(When(begins, then=0), When(within, then=1), default=2, output_field=IntegerField())
    return rank


def _allowed(values: str | Iterable[str]) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(values)


def _row(
    request: PageRequest, table: str, identity: str, name: str, note: str, day: str, texts: Iterable[str], facts: str = ""
) -> FoundRow:
    href = href_of(request, table, identity)
    return FoundRow(table, identity, name, note, Dated(day) if day else None, href, tuple(texts), json.loads(facts) if facts else {})


def _on_day_in_memory(request: PageRequest, tables: tuple[str, ...], *, facts: bool = False) -> Iterator[_Listed]:
    """Yield what is in memory of some tables on the day of a page."""
    return (one for one in _listed(request, tables, facts=facts) if one.entry.since <= request.day < one.entry.until)


def _listed(request: PageRequest, tables: tuple[str, ...], *, facts: bool = False) -> Sequence[_Listed]:
    """Return the entries of a person or of a day that the database does not hold: of a guest to whom some tables are open."""
    key = (request.revision.hash, request.scope.key)
    if not facts:
        there = entries_listed(request.view, request.revision.hash, request.scope)
        of_tables = (_LISTED.get((*key, one), lambda one=one: _with_words(there.get(one, ()))) for one in dict.fromkeys(tables))  # type: ignore[misc]
        return list(chain.from_iterable(of_tables))

    def made() -> tuple[_Listed, ...]:
        return _with_words(entries_of(request.view, known_as(request.view, key[0], request.scope, request.today, request.day), tables))

    return _DECIDED.get((*key, request.day, request.today, tables), made)


def _with_words(entries: Iterable[Entry]) -> tuple[_Listed, ...]:
    return tuple(_Listed(one, one.words, tuple(words_in(name).strip() for name in one.names)) for one in entries)


def _in_memory(
    request: PageRequest, tables: tuple[str, ...], wanted: list[str], where: Where, part: slice, order: str, *, facts: bool = False
) -> Found:
    columns = [[cell(column, value) for value in _allowed(values)] for column, values in where.items()]
    found = [
        one
        for one in _on_day_in_memory(request, tables, facts=facts)
        if _holds(one, wanted) and all(any(c in one.entry.cells for c in column) for column in columns)
    ]
    at = LANGUAGES.index(request.lang)
    found.sort(key=lambda one: (one.sorts[at], one.entry.identity, one.entry.table))
    if order == "-day":
        found.sort(key=lambda one: one.entry.day, reverse=True)
    if order == "ahead":
        found.sort(key=lambda one: (not one.entry.day, one.entry.day, one.entry.identity), reverse=True)
    elif wanted:
        found.sort(key=lambda one: _worth(one.sorts[at], wanted, order))
    rows = ((e.table, e.identity, e.names[at], e.notes[at], e.day, e.texts, e.facts if facts else "") for e, _, _ in found[part])
    return Found([_row(request, *row) for row in rows], len(found))


def _holds(one: _Listed, wanted: list[str]) -> bool:
    return all(word in one.words for word in wanted)


def _worth(name: str, wanted: list[str], order: str) -> tuple[int, int]:
    rank = sum(0 if f" {word}" in f" {name}" else 1 if word in name else 2 for word in wanted)
    return rank, 0 if order == "-day" else len(name)
