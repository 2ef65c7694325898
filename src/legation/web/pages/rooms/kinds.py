"""Which pages a kind of room has: one before whoever holds it, one before whoever sits in it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from legation.web.rooms.desk import DESK
from legation.web.site.page import Page, PageRequest
from legation.web.stores.rooms.models import Room

__all__ = ["RoomPages", "pages_here", "pages_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPages:
    """The pages of a kind of room.

    Attributes
    ----------
    host : callable
        Request and room -> what whoever looks from the dossier sees, with the ``template`` that shows it.
    seat, write : callable
        Request, room and seat -> what whoever sits there sees, and the answer to what a form sends.
    allowed : frozenset of str
        Kinds of entries that a browser may write for a seat; what else its role lets it write, pages of accounts send.
    """

    host: Callable[[PageRequest, Room], Page]
    seat: Callable[[HttpRequest, str, str], HttpResponse]
    write: Callable[[HttpRequest, str, str], HttpResponse]
    allowed: frozenset[str]


@functools.cache
def _pages() -> Mapping[str, RoomPages]:
    from legation.web.pages.rooms import hosting, voting
    from legation.web.pages.rooms.drafting import saying
    from legation.web.pages.rooms.drafting import seat as text_seat

    return {
        "deliberation": RoomPages(host=hosting.hosted, seat=voting.shown, write=voting.write, allowed=voting.ALLOWED),
        "drafting": RoomPages(host=hosting.hosted, seat=text_seat.shown, write=text_seat.write, allowed=saying.ALLOWED),
    }


def pages_of(kind: str) -> RoomPages:
    """Return the pages of a kind of room; those of a deliberation where it brings none."""
    return _pages().get(kind) or _pages()["deliberation"]


def pages_here(room: str) -> RoomPages:
    """Return the pages of the kind that a room is of."""
    with DESK.reading(room, at_least=0) as live:  # what kind it is of does not change
        kind = live.kind
    return pages_of(kind)
