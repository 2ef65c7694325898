"""Search over everything of a dossier that the person may see: accents and case ignored, in French and English.

The database looks for the words, in the rows that were written with the revision (:mod:`legation.web.stores.rows`).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from legation.dossier import TABLES
from legation.language import Message
from legation.web.pages.desk.palette import Entry, close_to, pages_and_questions
from legation.web.site.as_of import AsOfPage, later_href, same_day
from legation.web.site.page import PageRequest
from legation.web.site.routing import page
from legation.web.stores.rows.entries import SEARCHED, words_in
from legation.web.stores.rows.reading import LONGEST, FoundRow, counts, find, later_than, words_wanted

__all__ = ["SearchPage", "search"]

_AROUND = 60


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
    """What was found, table by table.

    Attributes
    ----------
    beside : list of Entry
        Questions and pages that the words may mean.
    close : list of Entry
        Names that are written nearly so, where nothing holds the words.
    """

    words: str
    count: int
    found: list[TableHits]
    beside: list[Entry]
    close: list[Entry]


@page("dossiers/<slug:slug>/search", name="search", template="pages/search.html")
def search(request: PageRequest) -> SearchPage:
    """Return the rows that hold every word of ``?q=``."""
    words = request.query.get("q", "").strip()[:LONGEST]
    wanted = words_wanted(words)
    there = counts(request, SEARCHED, words) if wanted else {}
    beside = pages_and_questions(request, words) if wanted else []
    return SearchPage(
        title=Message("page-search.title"),
        words=words,
        count=sum(there.values()),
        found=[_hits_of(request, table, count, words, wanted) for table, count in there.items()],
        beside=beside,
        close=close_to(request, words) if wanted and not there and not beside else [],
        later=later_than(request, SEARCHED, words) if wanted else 0,
        later_href=later_href(request),
    )


def _hits_of(request: PageRequest, table: str, count: int, words: str, wanted: list[str]) -> TableHits:
    rows = find(request, table, words).rows
    shown = [Hit(row.id, _marked(row.name, wanted), _excerpt(row, wanted), row.href) for row in rows]
    every = f"{request.href('rows', table=table)}?{urlencode({'q': words})}"
    return TableHits(table, TABLES[table].title, count, shown, same_day(request, every) if count > len(shown) else "")


def _excerpt(row: FoundRow, wanted: list[str]) -> tuple[ExcerptPiece, ...]:
    """Return the text that holds most of the words, cut round the first of them; nothing where the name shows them all."""
    named = words_in(row.name)
    if all(word in named for word in wanted):
        return ()
    text = max(row.texts, key=lambda t: sum(word in words_in(t) for word in wanted), default="")
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
