"""The library of games: for whom each piece is, how long it takes and what it teaches; one comes into the dossier, and is opened there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse

from legation.dossier.files.format import writable
from legation.errors import LegationError
from legation.language import Message, say
from legation.sources.packs.library import Library, with_piece
from legation.sources.packs.pack import PackFacts, pieces, read_pack
from legation.web.dossiers import store
from legation.web.site.page import PageRequest
from legation.web.site.routing import ROUTES, Page, action, page, show

__all__ = ["LibraryPage", "LibraryPiece"]

TEMPLATE = "pages/library.html"
_OPENING = "rooms.new-game"
"""The route of the form that opens a room for a game."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPiece:
    """A piece as it is shown.

    Attributes
    ----------
    name : str
        Of its pack.
    facts : PackFacts
    piece : Library
    is_here : bool
        Whether the dossier has the game already.
    href : str
        Where a room is opened for it, where the dossier has it.
    may_take : bool
    """

    name: str
    facts: PackFacts
    piece: Library
    is_here: bool
    href: str
    may_take: bool


@dataclass(frozen=True, kw_only=True)
class LibraryPage(Page):
    """The pieces, for the fewest players first."""

    pieces: list[LibraryPiece]
    error: Any = None


@page("dossiers/<slug:slug>/library", name="library", template=TEMPLATE, action="hold-rooms")
def library(request: PageRequest) -> LibraryPage:
    """Return the pieces of the product."""
    return _page(request)


@action("dossiers/<slug:slug>/library/take", name="library.take", action="edit")
def take(request: PageRequest) -> str | HttpResponse:
    """Put a game into the dossier, with its negotiation and its sources, and lead to the form that opens a room for it."""
    name = request.form.get("piece", "")
    facts = pieces().get(name)
    if facts is None or facts.library is None:
        raise Http404
    before = writable(request.view)
    try:
        after = with_piece(before, read_pack(name))
        if after is not before:
            reason = Message("library.reason", title=facts.title)
            saved = store.save(request.dossier, request.revision.number, after, request.account, request.scope, reason=reason)
            if saved.revision is None:
                return show(request, _page(request, Message("library.moved")), TEMPLATE, status=409)
    except LegationError as error:
        return show(request, _page(request, error.message), TEMPLATE, status=422)
    messages.success(request.http, say(Message("library.taken", title=facts.title), request.lang))
    return _opening(request, facts.library.game) or request.href("library")


def _page(request: PageRequest, error: Any = None) -> LibraryPage:
    return LibraryPage(title=Message("library.title"), pieces=[*_pieces(request)], error=error)


def _pieces(request: PageRequest) -> list[LibraryPiece]:
    found = []
    for name, facts in pieces().items():
        if facts.library is not None:
            is_here = f"games/{facts.library.game}.toml" in request.view.files
            href = _opening(request, facts.library.game) if is_here else ""
            may_take = not is_here and request.may("edit")
            found.append(LibraryPiece(name=name, facts=facts, piece=facts.library, is_here=is_here, href=href, may_take=may_take))
    return found


def _opening(request: PageRequest, game: str) -> str:
    """Return where a room is opened for a game; empty for whoever may not."""
    return f"{request.href(_OPENING)}?of=game:{game}" if _OPENING in ROUTES and request.may("hold-rooms") else ""
