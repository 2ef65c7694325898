"""The chapters of a dossier's pages: which pages and which tables stand beside each other, so that every table has its door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from legation.dossier.records import TABLES
from legation.language import Message
from legation.web.site.as_of import same_day
from legation.web.site.frame import chapter_here, is_shared, rests_on_shared
from legation.web.site.page import ROUTES, PageRequest

__all__ = ["CHAPTERS", "DOORS", "ChapterTab", "chapter_tabs"]

CHAPTERS: Mapping[str, Mapping[str, str]] = {
    "dossier": {"dossier": "web.place.dossier", "situations.here": "path.situations"},
    "actors": {
        "actors": "page-actors.register",
        "actors.groups": "page-actors.groups",
        "actors.grid": "page-actors.grid",
        "actors.map": "page-actors.map",
    },
    "issues": {"issues": "web.place.issues", "take": "packs.title"},
    "positions": {"positions": "web.place.positions"},
    "evidence": {"evidence": "web.place.evidence", "evidence.readings": "page-readings.title", "observations": "page-observations.title"},
    "coalitions": {"coalitions": "web.place.coalitions"},
    "strategy": {
        "strategy": "page-strategy.objectives",
        "strategy.calendar": "page-strategy.calendar",
        "strategy.timeline": "page-strategy.timeline",
        "strategy.logframe": "page-strategy.logframe",
    },
    "engagement": {
        "engagement": "page-engagement.contacts",
        "rounds": "page-posts.rounds",
        "engagement.handover": "page-engagement.handover.title",
        "engagement.feed": "page-engagement.feed.title",
    },
    "questions": {"questions": "web.place.questions", "runs": "runs.title"},
    "history": {"history": "web.place.history"},
}
"""By chapter its pages, each with its words; the first one is the page of the column at the left."""
DOORS: Mapping[str, str] = {
    "actors": "actors",
    "groups": "actors.groups",
    "issues": "issues",
    "positions": "positions",
    "evidence": "evidence",
    "readings": "evidence.readings",
    "coalitions": "coalitions",
    "objectives": "strategy",
    "activities": "strategy",
    "indicators": "strategy",
    "assumptions": "strategy",
    "engagements": "engagement",
    "rounds": "rounds",
    "steps": "situations.here",
}
"""Tables whose rows a page of their chapter shows and adds. Any other table is a tab of its chapter, as a list."""

TITLES: Mapping[str, str] = {"interests": "web.tab.interests"}
"""What a tab says where that is not the title of the table."""


@dataclass(frozen=True, slots=True)
class ChapterTab:
    """A page or a table of a chapter."""

    title: Message
    href: str
    is_here: bool


def chapter_tabs(request: PageRequest) -> list[ChapterTab]:
    """Return the pages and tables beside the one that is open, as far as the person may open them; none where it stands alone."""
    chapter = chapter_here(request)
    open_pages = {
        name: words
        for name, words in CHAPTERS.get(chapter, {}).items()
        if request.may(ROUTES[name].action) and rests_on_shared(request, name)
    }
    pages = [
        ChapterTab(Message(words), same_day(request, request.href(name)), _is_open(request, name)) for name, words in open_pages.items()
    ]
    tables = [
        ChapterTab(_title(name), same_day(request, request.href("rows", table=name)), _is_open(request, "rows", name))
        for name, table in TABLES.items()
        if table.chapter == chapter and is_shared(request, name) and (DOORS.get(name) not in open_pages or _is_open(request, "rows", name))
    ]
    return [*pages, *tables] if len(pages) + len(tables) > 1 else []


def _title(table: str) -> Message:
    return Message(TITLES[table]) if table in TITLES else TABLES[table].title


def _is_open(request: PageRequest, route: str, table: str = "") -> bool:
    match = request.http.resolver_match
    return match is not None and match.url_name == route and match.kwargs.get("table", "") == table
