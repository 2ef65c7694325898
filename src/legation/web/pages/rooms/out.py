"""What whoever sat in a room and does no more is shown of it: what happened to the seat, and how to take back what was said there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from legation.language import Message
from legation.web.access import OUT
from legation.web.pages.rooms.answers import why_not
from legation.web.pages.rooms.kinds import pages_of
from legation.web.pages.rooms.left import left
from legation.web.pages.rooms.moderating import reason_said
from legation.web.pages.rooms.private_page import private_page
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.place import footing_here
from legation.web.rooms.routes import seat_route
from legation.web.stores.rooms.log import why_removed
from legation.web.stores.rooms.models import Room

__all__ = ["leave", "out"]


@seat_route("out", name="room-out", action="leave")
def out(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Tell why a seat is none any more; nothing of what happens in the room."""
    return _out(request, room, here)


@seat_route("leave", name="room-leave", action="leave", method="POST")
def leave(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Erase what a seat said, and forget it in this browser."""
    written = DESK.write(room, here, [Draft(kind="erased", data={"seat": here})])[0]
    if written.refused is not None:
        return _out(request, room, here, refused=why_not(written.refused), status=409)
    return left(request, room)


def _out(request: HttpRequest, room: str, here: str, *, refused: Message | None = None, status: int = 200) -> HttpResponse:
    found = Room.objects.get(pk=room)
    lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    footing = footing_here(request, room)
    with DESK.reading(room) as live:
        seat = live.state.seats.get(here) if live.state is not None else None
        is_removed = seat is not None and seat.removed
    if footing is not None and footing.role != OUT and refused is None:
        return HttpResponseRedirect(reverse("room-seat", args=[room]))
    values = {
        "room": room,
        "heading": found.called.in_language(lang),
        "words": pages_of(found.kind).leaving,
        "is_removed": is_removed,
        "reason": reason_said(why_removed(room, here)) if is_removed else "",
        "refused": refused,
    }
    return private_page(request, "rooms/out.html", values, status=status)
