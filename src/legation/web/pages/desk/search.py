"""Search over everything of a dossier that the person may see: accents and case ignored, in French and English.

The texts of a dossier are casefolded once for each access scope and cached; a search looks for each word in them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from legation.dossier import TABLES
from legation.dossier import Dossier as Content
from legation.dossier.column import Wording
from legation.dossier.kind import Text
from legation.language import LANGUAGES, Lang, Message, fold, say
from legation.questions.base.inputs import group_name
from legation.web.forms.row_field import called
from legation.web.forms.row_form import home_of
from legation.web.site.as_of import AsOfPage, later_href, same_day
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest
from legation.web.site.routing import page

__all__ = ["SearchPage", "search"]

_LEFT_OUT = frozenset({"votes"})
_SHOWN = 20
"""Hits of a table that are shown; the rest is counted."""
_AROUND = 60


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A row with its texts: as written, one for each field, and casefolded, for looking into."""

    identity: str
    name: str
    texts: tuple[str, ...]
    casefolded: str


@dataclass(frozen=True, slots=True)
class ExcerptPiece:
    """A piece of an excerpt; ``marked`` where it is a word that was looked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that holds every word."""

    id: str
    name: tuple[ExcerptPiece, ...]
    excerpt: tuple[ExcerptPiece, ...]
    href: str


@dataclass(frozen=True, slots=True)
class TableHits:
    """The hits of one table: the first of them, and how many there are."""

    table: str
    title: Message
    count: int
    hits: list[Hit]
    all: str


@dataclass(frozen=True, kw_only=True)
class SearchPage(AsOfPage):
    """What was found, table by table."""

    words: str
    count: int
    found: list[TableHits]


_INDEX: Cache[dict[str, list[IndexEntry]]] = Cache(16)


@page("dossiers/<slug:slug>/search", name="search", template="pages/search.html")
def search(request: PageRequest) -> SearchPage:
    """Return the rows that hold every word of ``?q=``."""
    words = request.query.get("q", "").strip()[:200]
    wanted = list(dict.fromkeys(words_in(words).split()))
    tables = []
    hits_by_table = _hits(request, request.known, request.day, wanted) if wanted else {}
    for table, hits in hits_by_table.items():
        hits.sort(key=lambda entry: (not all(word in words_in(entry.name) for word in wanted), len(entry.name)))
        tables.append(_hits_of(request, table, hits, wanted))
    count = sum(f.count for f in tables)
    every = count
    if wanted and request.known is not request.view:
        there = {(table, entry.identity) for table, hits in hits_by_table.items() for entry in hits}
        ever = {(table, entry.identity) for table, hits in _hits(request, request.view, None, wanted).items() for entry in hits}
        every += len(ever - there - _row_ids(request.known))
    return SearchPage(
        title=Message("page-search.title"),
        words=words,
        count=count,
        found=tables,
        later=every - count,
        later_href=later_href(request),
    )


def _hits(request: PageRequest, content: Content, day: dt.date | None, wanted: list[str]) -> dict[str, list[IndexEntry]]:
    """Return the rows of each table that hold every word."""
    key = (request.revision.hash, request.scope.key, request.lang, day)
    index = _INDEX.get(key, lambda: _index(content, request.lang))
    fitting = {table: [entry for entry in entries if all(word in entry.casefolded for word in wanted)] for table, entries in index.items()}
    return {table: hits for table, hits in fitting.items() if hits}


def _row_ids(content: Content) -> set[tuple[str, str]]:
    """Return the rows that are there: what was said of them later does not make them later ones."""
    there = {(name, TABLES[name].identity(row)) for name in TABLES if name not in _LEFT_OUT for row in content.rows(name)}
    return there | {(name, getattr(row, table.word)) for name, table in TABLES.items() if table.word for row in content.rows(name)}


def words_in(text: str) -> str:
    """Return text without accents, case and marks.

    >>> words_in("L’Éthiopie, « Cœur »").split()
    ['l', 'ethiopie', 'coeur']
    """
    return re.sub(r"[^\w]+", " ", fold(text))


def _index(view: Content, lang: Lang) -> dict[str, list[IndexEntry]]:
    there = [table for table in TABLES if table not in _LEFT_OUT and len(getattr(view, table))]
    return {table: list(_names(view, table, lang) if TABLES[table].word else _entries(view, table, lang)) for table in there}


def _names(view: Content, table: str, lang: Lang) -> Iterator[IndexEntry]:
    """Yield the groups or coalitions of a table of memberships: a hit is the group, not each of its members."""
    for name in dict.fromkeys(getattr(row, TABLES[table].word) for row in view.rows(table)):
        spoken = {one: say(group_name(name), one) for one in LANGUAGES}
        yield IndexEntry(name, spoken[lang], (), words_in(" ".join((name, *spoken.values()))))


def _entries(view: Content, table: str, lang: Lang) -> Iterator[IndexEntry]:
    definition = TABLES[table]
    columns = [c for c in definition.columns if type(c.kind) is Text and c.name not in ("author", "reason")]
    actors = {a.id: a.name or Wording(a.id) for a in view.actors}
    naming = [name for name, kind in definition.references.items() if "actors" in kind.to and not kind.many]
    replaced = {row.supersedes for row in view.rows(table) if getattr(row, "supersedes", "")}
    for row in view.rows(table):
        if row.id and row.id in replaced:
            continue
        identity = definition.identity(row)
        name = say(called(row) or identity, lang)
        who = [actors[getattr(row, f)] for f in naming if getattr(row, f) in actors]
        if who:
            name = " · ".join((*(say(actor, lang) for actor in who), *(() if name in (identity, "") else (name,))))
        texts = tuple(dict.fromkeys(text for c in columns for text in _texts(getattr(row, c.name)) if text))
        yield IndexEntry(
            identity, name, texts, words_in(" ".join((identity, name, *texts, *(text for actor in who for text in _texts(actor)))))
        )


def _texts(value: Any) -> tuple[str, ...]:
    return (value.text, value.fr, value.en) if isinstance(value, Wording) else (str(value),)


def _hits_of(request: PageRequest, table: str, hits: list[IndexEntry], wanted: list[str]) -> TableHits:
    shown = [Hit(e.identity, _marked(e.name, wanted), _excerpt(e, wanted), _home(request, table, e.identity)) for e in hits[:_SHOWN]]
    every = f"{request.href('rows', table=table)}?{urlencode({'q': request.query['q'][:200]})}"
    more = same_day(request, every) if len(hits) > _SHOWN else ""
    return TableHits(table, TABLES[table].title, len(hits), shown, more)


def _home(request: PageRequest, table: str, identity: str) -> str:
    if table == "groups":
        return same_day(request, f"{request.href('actors.groups')}?{urlencode({'group': identity})}")
    if table == "coalitions":
        return same_day(request, request.href("coalitions"))
    return home_of(request, table, identity)


def _excerpt(entry: IndexEntry, wanted: list[str]) -> tuple[ExcerptPiece, ...]:
    """Return the text that holds most of the words, cut round the first of them; nothing where the name shows them all."""
    named = words_in(entry.name)
    if all(word in named for word in wanted):
        return ()
    text = max(entry.texts, key=lambda t: sum(word in words_in(t) for word in wanted), default="")
    spots = [start for start, _ in _spots(text, wanted)]
    if not spots:
        return ()
    start = max(0, min(spots) - _AROUND)
    end = min(len(text), start + 4 * _AROUND)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    return _marked(("… " if start else "") + text[start:end] + (" …" if end < len(text) else ""), wanted)


def _marked(text: str, wanted: list[str]) -> tuple[ExcerptPiece, ...]:
    """Return a text in pieces, with what was looked for marked."""
    pieces, at = [], 0
    for start, end in _spots(text, wanted):
        if start >= at:
            pieces += [ExcerptPiece(text[at:start], marked=False), ExcerptPiece(text[start:end], marked=True)]
            at = end
    return tuple(piece for piece in (*pieces, ExcerptPiece(text[at:], marked=False)) if piece.text)


def _spots(text: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Return where the words stand in a text as it is written, in order."""
    plain: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        casefolded = words_in(character)
        plain.append(casefolded)
        origin.extend([place] * len(casefolded))
    line = "".join(plain)
    spots: list[tuple[int, int]] = []
    for word in wanted:
        start = line.find(word)
        while start >= 0 and len(spots) < 50:
            spots.append((origin[start], origin[start + len(word) - 1] + 1))
            start = line.find(word, start + len(word))
    return sorted(spots)
