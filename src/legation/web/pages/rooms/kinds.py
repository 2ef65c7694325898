"""Which pages a kind of room has: one before whoever holds it, one before whoever sits in it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from legation.web.site.page import Page, PageRequest
from legation.web.stores.rooms.models import Room

__all__ = ["RoomPages", "pages_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPages:
    """The pages of a kind of room.

    Attributes
    ----------
    host : callable
        Request and room -> what whoever looks from the dossier sees, with the ``template`` that shows it.
    seat : callable
        Request, room and seat -> what whoever sits there sees.
    """

    host: Callable[[PageRequest, Room], Page]
    seat: Callable[[HttpRequest, str, str], HttpResponse]


@functools.cache
def _pages() -> Mapping[str, RoomPages]:
    from legation.web.pages.rooms import hosting, seat

    return {"deliberation": RoomPages(host=hosting.hosted, seat=seat.shown)}


def pages_of(kind: str) -> RoomPages:
    """Return the pages of a kind of room; those of a deliberation where it brings none."""
    return _pages().get(kind) or _pages()["deliberation"]
