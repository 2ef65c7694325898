"""Games of the library that a dossier may take: each comes with its negotiation and its sources, and is played like the dossier's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse

from legation.dossier.files.format import writable
from legation.dossier.models.game import GAME
from legation.language import Message
from legation.sources.packs.library import with_piece
from legation.sources.packs.pack import pieces, read_pack
from legation.web.forms.saving import save_content
from legation.web.site.page import PageRequest
from legation.web.site.routing import action

__all__ = ["LibraryLine", "library_lines"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryLine:
    """A piece of the library that the dossier does not hold; ``piece`` stands for it in the form that takes it."""

    piece: str
    title: Any
    about: Message


def library_lines(request: PageRequest) -> list[LibraryLine]:
    """Return the pieces whose game the dossier does not hold, those for the fewest first; none for who may not change the dossier."""
    there = GAME.of(request.view.files)
    return [
        LibraryLine(
            piece=name,
            title=facts.title,
            about=Message("page-games.about-piece", count=facts.library.players, minutes=facts.library.minutes),
        )
        for name, facts in (pieces().items() if request.may("edit") else ())
        if facts.library is not None and facts.library.game not in there
    ]


@action("dossiers/<slug:slug>/rooms/take/negotiation", name="rooms.take-game", action="edit")
def take_game(request: PageRequest) -> str | HttpResponse:
    """Take a game of the library into the dossier, and lead to the form that opens it."""
    name = request.form.get("piece", "")
    facts = pieces().get(name)
    if facts is None or facts.library is None:
        raise Http404
    form = f"{request.href('rooms.new-game')}?of=game:{facts.library.game}"
    content = writable(request.view)
    after = with_piece(content, read_pack(name))
    if after is content:
        return form
    reason = Message("page-games.take-reason", title=facts.title)
    return save_content(request, after, base=request.dossier.head, next=form, reason=reason)
