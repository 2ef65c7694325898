"""Search over everything of a dossier that the person may see: accents and case ignored, in French and English.

The texts of a dossier are folded once for each thing that may be seen of it and kept in memory; a search looks for each word in them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from legation.dossier import TABLES
from legation.dossier import Dossier as Content
from legation.dossier.column import Wording
from legation.dossier.kind import Text
from legation.language import LANGUAGES, Message, say
from legation.questions.inputs import group_name
from legation.web.asked import Asked
from legation.web.choices import called
from legation.web.dossiers.kept import Kept
from legation.web.route import ROUTES, Page, page
from legation.web.rows import home_of

__all__ = ["Search"]

_NAMED_BY = {"groups": "group", "coalitions": "coalition"}
"""Tables of memberships: a hit is the group or the coalition, not each of its members."""
_LEFT_OUT = frozenset({"votes"})
_SHOWN = 20
"""Hits of a table that are shown; the rest is counted."""
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A row with its texts: as written, one for each field, and folded, for looking into."""

    identity: str
    name: str
    texts: tuple[str, ...]
    folded: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an excerpt; ``marked`` where it is a word that was looked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that holds every word."""

    id: str
    name: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one table: the first of them, and how many there are."""

    table: str
    title: Message
    count: int
    hits: list[Hit]
    all: str


@dataclass(frozen=True, kw_only=True)
class Search(Page):
    """What was found, table by table."""

    words: str
    count: int
    found: list[Found]


_INDEX: Kept[dict[str, list[Entry]]] = Kept(16)


@page("dossiers/<slug:slug>/search", name="search", template="pages/search.html")
def search(asked: Asked) -> Search:
    """Return the rows that hold every word of ``?q=``."""
    words = asked.query.get("q", "").strip()[:200]
    wanted = list(dict.fromkeys(fold(words).split()))
    found = []
    if wanted:
        key = (asked.revision.hash, asked.sight.key, asked.lang)
        index = _INDEX.get(key, lambda: _index(asked))
        for table, entries in index.items():
            hits = [entry for entry in entries if all(word in entry.folded for word in wanted)]
            if hits:
                hits.sort(key=lambda entry: (not all(word in fold(entry.name) for word in wanted), len(entry.name)))
                found.append(_found(asked, table, hits, wanted))
    return Search(title=Message("page-search.title"), words=words, count=sum(f.count for f in found), found=found)


def fold(text: str) -> str:
    """Return text without accents, case and marks.

    >>> fold("L’Éthiopie, « Cœur »").split()
    ['l', 'ethiopie', 'coeur']
    """
    spread = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return re.sub(r"[^\w]+", " ", "".join(c for c in spread if not unicodedata.combining(c)))


def _index(asked: Asked) -> dict[str, list[Entry]]:
    view = asked.view
    there = [table for table in TABLES if table not in _LEFT_OUT and len(getattr(view, table))]
    return {table: list(_names(view, table, asked) if table in _NAMED_BY else _entries(view, table, asked)) for table in there}


def _names(view: Content, table: str, asked: Asked) -> Iterator[Entry]:
    """Yield the groups or coalitions of a table of memberships."""
    for name in dict.fromkeys(getattr(row, _NAMED_BY[table]) for row in view.rows(table)):
        spoken = {lang: say(group_name(name), lang) for lang in LANGUAGES}
        yield Entry(name, spoken[asked.lang], (), fold(" ".join((name, *spoken.values()))))


def _entries(view: Content, table: str, asked: Asked) -> Iterator[Entry]:
    definition = TABLES[table]
    columns = [c for c in definition.columns if type(c.kind) is Text and c.name not in ("author", "reason")]
    actors = {a.id: a.name or Wording(a.id) for a in view.actors}
    replaced = {row.supersedes for row in view.rows(table) if getattr(row, "supersedes", "")}
    for row in view.rows(table):
        if row.id and row.id in replaced:
            continue
        identity = definition.identity(row)
        name = say(called(row) or identity, asked.lang)
        who = [actors[getattr(row, f)] for f in ("actor", "source", "target") if getattr(row, f, "") in actors]
        if who:
            name = " · ".join((*(say(actor, asked.lang) for actor in who), *(() if name in (identity, "") else (name,))))
        texts = tuple(dict.fromkeys(text for c in columns for text in _texts(getattr(row, c.name)) if text))
        yield Entry(identity, name, texts, fold(" ".join((identity, name, *texts, *(text for actor in who for text in _texts(actor))))))


def _texts(value: Any) -> tuple[str, ...]:
    return (value.text, value.fr, value.en) if isinstance(value, Wording) else (str(value),)


def _found(asked: Asked, table: str, hits: list[Entry], wanted: list[str]) -> Found:
    shown = [Hit(e.identity, _marked(e.name, wanted), _excerpt(e, wanted), _home(asked, table, e.identity)) for e in hits[:_SHOWN]]
    more = f"{asked.href('rows', table=table)}?{urlencode({'q': asked.query['q'][:200]})}" if len(hits) > _SHOWN else ""
    return Found(table, TABLES[table].title, len(hits), shown, more)


def _home(asked: Asked, table: str, identity: str) -> str:
    if table == "groups":
        return f"{asked.href('actors.groups')}?{urlencode({'group': identity})}"
    if table == "coalitions":
        return asked.href("coalitions") if "coalitions" in ROUTES else f"{asked.href('rows', table=table)}?{urlencode({'q': identity})}"
    return home_of(asked, table, identity)


def _excerpt(entry: Entry, wanted: list[str]) -> tuple[Piece, ...]:
    """Return the text that holds most of the words, cut round the first of them; nothing where the name shows them all."""
    named = fold(entry.name)
    if all(word in named for word in wanted):
        return ()
    text = max(entry.texts, key=lambda t: sum(word in fold(t) for word in wanted), default="")
    spots = [start for start, _ in _spots(text, wanted)]
    if not spots:
        return ()
    start = max(0, min(spots) - _AROUND)
    end = min(len(text), start + 4 * _AROUND)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    return _marked(("… " if start else "") + text[start:end] + (" …" if end < len(text) else ""), wanted)


def _marked(text: str, wanted: list[str]) -> tuple[Piece, ...]:
    """Return a text in pieces, with what was looked for marked."""
    pieces, at = [], 0
    for start, end in _spots(text, wanted):
        if start >= at:
            pieces += [Piece(text[at:start], marked=False), Piece(text[start:end], marked=True)]
            at = end
    return tuple(piece for piece in (*pieces, Piece(text[at:], marked=False)) if piece.text)


def _spots(text: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Return where the words stand in a text as it is written, in order."""
    plain: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        folded = fold(character)
        plain.append(folded)
        origin.extend([place] * len(folded))
    line = "".join(plain)
    spots: list[tuple[int, int]] = []
    for word in wanted:
        start = line.find(word)
        while start >= 0 and len(spots) < 50:
            spots.append((origin[start], origin[start + len(word) - 1] + 1))
            start = line.find(word, start + len(word))
    return sorted(spots)
