"""The frame that every page stands in: where I am, what is beside it, who I am; and which parts of a dossier are open to a guest."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.messages import get_messages
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from legation.briefing.markings.labels import Label, label_of
from legation.dossier.models.draft import DRAFT
from legation.dossier.records import MARKINGS, TABLES
from legation.language import Message, say
from legation.version import VERSION
from legation.web.access import scope_of
from legation.web.rooms.play import in_play
from legation.web.site.cache import Cache
from legation.web.site.marking import page_marking
from legation.web.site.page import ROUTES, PageRequest

if TYPE_CHECKING:
    from legation.web.dossiers.models import Grant

__all__ = [
    "PLACES",
    "UPKEEP",
    "NavEntry",
    "chapter_here",
    "frame",
    "is_shared",
    "readable",
    "rests_on_shared",
    "tables_of",
    "titled",
]


def tables_of(*chapters: str) -> tuple[str, ...]:
    """Return the tables of some chapters, in the order of the tables."""
    return tuple(name for name, table in TABLES.items() if table.chapter in chapters)


def is_shared(request: PageRequest, table: str) -> bool:
    """Whether the person may see rows of a table at all."""
    return request.scope.tables is None or table in request.scope.tables


def rests_on_shared(request: PageRequest, route: str) -> bool:
    """Whether a page may have something to show: an empty one of a table that is not shared would say that the dossier holds nothing."""
    declared = (ROUTES[name].tables for name in (route, route.partition(".")[0]) if name in ROUTES)
    tables = next(filter(None, declared), ())
    return not tables or any(is_shared(request, table) for table in tables)


PLACES = (
    "dossier",
    "actors",
    "issues",
    "positions",
    "votes",
    "evidence",
    "questions",
    "coalitions",
    "strategy",
    "models",
    "tallies",
    "engagement",
    "people",
    "statements",
    "circulations",
    "rooms",
    "briefs",
    "sharing",
)
"""The parts of a dossier in the column at the left, in the order of the work: who and what, asking, deciding, acting, papers, sharing.

They are names of routes. What a person may not open is not shown.
"""
UPKEEP = ("history", "proposals", "import", "exporting", "mandate", "settings", "audit")
"""What keeps a dossier in order: the second list of the column, folded until one of them is open."""


_NAME, _ADDRESS, _CONTENT, _REVISION = (f"{what}-{secrets.token_urlsafe(24)}" for what in ("name", "address", "content", "revision"))
"""Chosen anew by each process, as :data:`legation.web.site.routing.PLACEHOLDER`."""
_FRAMES: Cache[str] = Cache(512)
_OTHERS = 12
"""How many dossiers the menu at the top offers."""

BELONGS = {
    "rounds": "engagement",
    "runs": "questions",
    "situations": "dossier",
    "rows": "dossier",
    "merge": "history",
    "export": "exporting",
    "observations": "evidence",
}
"""Routes that have no place of their own: the place to which they belong. Rows of a table belong to its chapter."""


@dataclass(frozen=True, slots=True)
class NavEntry:
    """An entry of the column at the left."""

    name: str
    title: Message
    href: str
    here: bool


class _FrameReader:
    """What the templates of the frame see of who reads: what many readers have in common, and places for what is their own."""

    def __init__(self, account: Any) -> None:
        self.is_authenticated = account.is_authenticated
        self.is_administrator = getattr(account, "is_administrator", False)
        self.theme = getattr(account, "theme", "auto")

    def __str__(self) -> str:
        return _NAME


@dataclass(frozen=True, slots=True)
class _Request:
    """What the templates of the frame see of a request."""

    user: _FrameReader
    get_full_path: str = _ADDRESS


def frame(request: PageRequest, title: Any, content: SafeString) -> SafeString:
    """Return a whole page around its content.

    Frames are cached by all that stands in them; the name of who reads, the address, the number of the revision and the content are put in
    at the end: a save changes no frame.
    """
    reader, said, dossier = _FrameReader(request.account), say(title, request.lang), request.dossier
    label = label_of(page_marking(request, chapter_here(request))) if dossier else None
    exercise = in_play(request.http)
    others = tuple((grant.dossier.slug, titled(grant, request.lang)) for grant in request.grants[:_OTHERS])
    about = (
        (
            dossier.slug,
            titled(request.grant, request.lang),
            request.grant.role,
            request.scope.key,
            dossier.closed,
            request.http.path == request.href("dossier"),
            chapter_here(request),
            label,
            _circulates(request),
        )
        if dossier
        else ()
    )
    cached = _FRAMES.get(
        (request.lang, said, reader.is_authenticated, reader.is_administrator, reader.theme, exercise, about, others),
        lambda: _rendered(request, reader, said, label, exercise=exercise),
    )
    own = cached.replace(_NAME, conditional_escape(str(request.account))).replace(
        _ADDRESS, conditional_escape(request.http.get_full_path())
    )
    if dossier:
        own = own.replace(_REVISION, conditional_escape(say(Message("web.revision", number=dossier.head), request.lang)))
    before, _, after = own.partition(_CONTENT)
    return SafeString(f"{before}{_notices(request)}{content}{after}")


def _rendered(request: PageRequest, reader: _FrameReader, title: str, label: Label | None, *, exercise: bool) -> str:
    """Return a frame with places for what is the reader's own; ``label`` is that of the page's marking, ``exercise``: nothing is real."""
    context = {
        "request": _Request(reader),
        "lang": request.lang,
        "title": title,
        "content": mark_safe(_CONTENT),  # noqa: S308 - our own words
        "dossier": request.dossier,
        "revision": _REVISION,
        "label": label,
        "exercise": exercise,
        "dossier_title": titled(request.grant, request.lang) if request.dossier else "",
        "places": places(request, PLACES) if request.dossier else (),
        "keeping": places(request, UPKEEP) if request.dossier else (),
        "at_first": request.dossier is not None and request.http.path == request.href("dossier"),
        "keeping_open": request.dossier is not None and chapter_here(request) in UPKEEP,
        "others": readable(request)[:_OTHERS],
        "version": VERSION,
    }
    return render_to_string("site/frame.html", context)


def _notices(request: PageRequest) -> str:
    """Return what an action has to say on the next page."""
    waiting = get_messages(request.http)
    return render_to_string("site/messages.html", {"messages": waiting}) if len(waiting) else ""


def places(request: PageRequest, names: tuple[str, ...]) -> list[NavEntry]:
    """Return the parts of the dossier that the person may open.

    The mandate is a place for those who see it, models are none for guests, and circulations are one where a text is circulated.
    """
    hidden = {
        "mandate": request.scope.audience != "owner",
        "models": request.scope.tables is not None,
        "circulations": not _circulates(request),
    }
    open_here = [name for name in names if not hidden.get(name) and request.may(ROUTES[name].action) and rests_on_shared(request, name)]
    return [NavEntry(name, Message(f"web.place.{name}"), request.href(name), chapter_here(request) == name) for name in open_here]


def _circulates(request: PageRequest) -> bool:
    """Whether the person sees a draft that is circulated."""
    files = request.view.files
    return any(b"[circulation]" in files[part] for part in DRAFT.of(files).values())


def chapter_here(request: PageRequest) -> str:
    """Return the part of the dossier that is open: of ``actors.map`` it is ``actors``."""
    match = request.http.resolver_match
    name: str = match.url_name  # type: ignore[union-attr, assignment]  # set while a view runs
    name = name.removesuffix(".json").partition(".")[0]
    table = match.kwargs.get("table", "") if name == "rows" else ""  # type: ignore[union-attr]  # the same
    chapter = TABLES[table].chapter if table in TABLES else ""
    return chapter or BELONGS.get(name, name)


def readable(request: PageRequest) -> list[dict[str, str]]:
    """Return the dossiers that a person may see, the last changed first."""
    return [
        {"slug": g.dossier.slug, "title": titled(g, request.lang), "href": reverse("dossier", kwargs={"slug": g.dossier.slug})}
        for g in request.grants
    ]


def titled(grant: Grant, lang: str) -> str:
    """Return the title of a dossier in a language; the name in its address for whom the dossier itself is marked too high."""
    dossier = grant.dossier
    title = dossier.title if MARKINGS.index(scope_of(grant).marking) >= MARKINGS.index(dossier.marking) else {}
    return str(title.get(lang) or title.get("text") or title.get("en") or title.get("fr") or dossier.slug)
