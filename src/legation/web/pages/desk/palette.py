"""The palette: what a person may go to or do, by a few words: dossiers, pages, questions, rows, actions. Nothing that they may not see."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse

from legation.language import LANGUAGES, Message, fold, say
from legation.questions import questions
from legation.questions.base.needs import place_title
from legation.questions.base.registry import find_questions
from legation.web.forms.model_copy import model_kinds
from legation.web.forms.row_form import may_change
from legation.web.site.as_of import same_day
from legation.web.site.doors import door_of
from legation.web.site.frame import PLACES, UPKEEP, is_shared, places, readable
from legation.web.site.page import PageRequest
from legation.web.site.routing import file
from legation.web.stores.rows.reading import find

__all__ = ["Entry", "close_to", "entries_of", "pages_and_questions"]

WORDS = 200
"""Signs of what is typed that are read."""
_ROWS = ("actors", "issues", "rollcalls", "evidence", "coalitions")
_ABOUT = {"positions": "actor", "engagements": "actor", "interests": "actor", "relations": "source"}
"""Tables to which a row about an actor is added, and the column that names it."""
_ADDED = ("actors", "issues", "rollcalls", "positions", "evidence", "engagements", "activities", "objectives")
_EACH, _CLOSE = 5, 3
_NEAR = 1.2
"""How near a question must be to what is typed: what is typed may be a name, of which it knows pieces alone."""
_NAMES = 2_000
"""So many names at most are compared with words that nothing has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something to go to or to do.

    Attributes
    ----------
    kind : str
        Under which heading it stands: ``do``, ``questions``, ``pages``, a table, ``dossiers``.
    name, note : str
        What it is called, and what tells it from others.
    href : str
    """

    kind: str
    name: str
    note: str
    href: str


@file("dossiers/<slug:slug>/palette", name="palette", action="see", is_typed=True)
def of_dossier(request: PageRequest) -> HttpResponse:
    """Return what the words of ``?q=`` may mean in a dossier, and beside it."""
    return _answer(request)


@file("palette", name="palette.site", action="be-here", is_typed=True)
def of_site(request: PageRequest) -> HttpResponse:
    """Return the dossiers that the words of ``?q=`` may mean."""
    return _answer(request)


def _answer(request: PageRequest) -> HttpResponse:
    words = request.query.get("q", "").strip()[:WORDS]
    found = entries_of(request, words)
    close = [] if found or not words else close_to(request, words)
    kinds = list(dict.fromkeys(entry.kind for entry in found))
    body = {
        "groups": [
            {
                "title": say(Message(f"palette.kind.{kind}"), request.lang),
                "entries": [_plain(entry) for entry in found if entry.kind == kind],
            }
            for kind in kinds
        ],
        "close": [_plain(entry) for entry in close],
        "said": say(Message("palette.count", count=len(found)) if found or not words else _nothing(words, close), request.lang),
    }
    return JsonResponse(body, headers={"Cache-Control": "private, no-store"})


def _plain(entry: Entry) -> dict[str, Any]:
    return {"name": entry.name, "note": entry.note, "href": entry.href}


def _nothing(words: str, close: Sequence[Entry]) -> Message:
    return Message("palette.did-you-mean", words=words) if close else Message("palette.none", words=words)


def entries_of(request: PageRequest, words: str) -> list[Entry]:
    """Return what some words may mean to a person, the most useful kinds first; without words, where one may go.

    Parameters
    ----------
    request : PageRequest
    words : str
        In either language, with or without accents.
    """
    wanted = fold(words).split()
    dossiers = [Entry(kind="dossiers", name=one["title"], note="", href=one["href"]) for one in readable(request)]
    if request.dossier is None:
        return _fitting(dossiers, wanted)
    pages = _pages(request)
    if not wanted:
        return [*pages[:_EACH], *_actions(request)[:_EACH], *dossiers[:_EACH]]
    return [
        *_fitting(pages, wanted)[:_EACH],
        *_rows(request, words),
        *_asks(request, words),
        *(_about(request, wanted) or _fitting(_actions(request), wanted))[:_EACH],
        *_fitting(dossiers, wanted)[:_EACH],
    ]


def _pages(request: PageRequest) -> list[Entry]:
    """Return the pages of the dossier that the person may open."""
    there = places(request, (*PLACES, *UPKEEP))
    return [Entry(kind="pages", name=say(one.title, request.lang), note="", href=same_day(request, one.href)) for one in there]


def pages_and_questions(request: PageRequest, words: str) -> list[Entry]:
    """Return the pages and questions of a dossier that some words may mean: what stands beside the rows of a search."""
    return [*_fitting(_pages(request), fold(words).split())[:_EACH], *_asks(request, words)]


def _fitting(entries: Iterable[Entry], wanted: Sequence[str]) -> list[Entry]:
    """Return the entries whose name holds the beginning of every word; those that begin so come first."""

    def place(entry: Entry) -> tuple[bool, int]:
        return (not fold(entry.name).startswith(" ".join(wanted)), len(entry.name))

    fitting = [entry for entry in entries if all(any(there.startswith(word) for there in _words(entry.name)) for word in wanted)]
    return sorted(fitting, key=place) if wanted else fitting


def _words(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in fold(text)).split()


def _rows(request: PageRequest, words: str) -> list[Entry]:
    """Return the first rows of each table that hold the words, of the tables that are shared with the person."""
    return [
        Entry(kind=table, name=row.name, note=row.note, href=row.href)
        for table in _ROWS
        if is_shared(request, table)
        for row in find(request, table, words, limit=_EACH).rows
    ]


def _asks(request: PageRequest, words: str) -> list[Entry]:
    """Return the questions that the words may mean."""
    there = questions()
    near = [one for one in find_questions(words, request.lang, _EACH) if one.score >= _NEAR] if request.may("ask") else []
    return [
        Entry(
            kind="questions",
            name=say(question.title, request.lang),
            note=say(question.learns, request.lang) if question.learns is not None else "",
            href=request.href("questions.one", question=question.id),
        )
        for question in (there[one.id] for one in near)
    ]


def _actions(request: PageRequest) -> list[Entry]:
    """Return what the person may add: a row of each table, a model of each kind."""
    return [
        Entry(kind="do", name=say(Message("palette.add", what=place_title(table)), request.lang), note="", href=href)
        for table in (*_ADDED, *model_kinds())
        if (href := door_of(request, table))
    ]


def _about(request: PageRequest, wanted: Sequence[str]) -> list[Entry]:
    """Return what the person may add about an actor: words of the action may stand before its name, *add a position of Brazil*."""
    found = []
    for table, column in _ABOUT.items():
        if not (is_shared(request, table) and may_change(request, table)):
            continue
        command = {word for lang in LANGUAGES for word in _words(say(Message(f"palette.add-of.{table}", actor=""), lang))}
        rest = [word for word in wanted if not any(one.startswith(word) for one in command)]
        for actor in find(request, "actors", " ".join(rest), limit=_CLOSE).rows if rest and is_shared(request, "actors") else ():
            name = say(Message(f"palette.add-of.{table}", actor=actor.name), request.lang)
            href = f"{request.href('rows.new', table=table)}?{urlencode({column: actor.id})}"
            found.append(Entry(kind="do", name=name, note="", href=href))
    return found


def close_to(request: PageRequest, words: str) -> list[Entry]:
    """Return what is written nearly as the words are: names of actors, issues, pages and dossiers that the person may see."""
    if request.dossier is None:
        there = entries_of(request, "")
    else:
        tables = [table for table in ("actors", "issues", "coalitions") if is_shared(request, table)]
        rows = find(request, tables, limit=_NAMES).rows if tables else []
        there = [*(Entry(kind=row.table, name=row.name, note=row.note, href=row.href) for row in rows), *_pages(request)]
    by_name = {fold(entry.name): entry for entry in there}
    return [by_name[name] for name in difflib.get_close_matches(fold(words)[:60], by_name, _CLOSE, 0.6)]
