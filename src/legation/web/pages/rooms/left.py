"""What whoever has left a room is told; the browser forgets the seat, and what it kept of the room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from legation.web.pages.rooms.kinds import pages_here
from legation.web.pages.rooms.private_page import private_page
from legation.web.rooms.place import leave_seat

__all__ = ["left"]


def left(request: HttpRequest, room: str) -> HttpResponse:
    """Return the page, in the words of what is done in the room."""
    response = private_page(request, "rooms/left.html", {"room": room, "words": pages_here(room).leaving})
    leave_seat(response, room)
    return response
