"""What whoever has left a room is told; the browser forgets the seat, and what it kept of the room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from legation.web.pages.rooms.private_page import private_page
from legation.web.rooms.place import leave_seat

__all__ = ["left"]


def left(request: HttpRequest, room: str, *, is_negotiated: bool = False) -> HttpResponse:
    """Return the page; ``is_negotiated``: whether positions and reservations have gone, and not votes."""
    response = private_page(request, "rooms/left.html", {"room": room, "is_negotiated": is_negotiated})
    leave_seat(response, room)
    return response
