"""The tickets by which a browser listens: which seats of which rooms are its own, signed, for a quarter of an hour.

Pages of a room give one for that room, in a cookie that only the stream gets; the stream reads all that a browser has, without the
database. Who is removed, or whose grant ends, is told by the room itself; the ticket ends the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie

from django.conf import settings
from django.core import signing
from django.http import HttpResponse

__all__ = ["COOKIE", "LASTS", "PATH", "Ticket", "give", "read"]

COOKIE, PATH = "legation-live", "/live/"
"""How names of tickets begin, and where browsers send them."""
LASTS = 900
"""Seconds for which a ticket is good."""
_SALT = "legation.rooms.ticket"
_LONGEST = 8_000
MOST = 20
"""Rooms that one browser listens to."""

Ticket = dict[str, str | None]
"""The seat of a browser in each room, None where it shows a room to all."""


def give(response: HttpResponse, seats: Mapping[str, str | None]) -> None:
    """Put tickets for some seats into an answer; each takes the place of the one before for its room."""
    for room, seat in list(seats.items())[:MOST]:
        text = signing.dumps([room, seat], salt=_SALT)
        response.set_cookie(
            f"{COOKIE}-{room}", text, max_age=LASTS, path=PATH, httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE
        )


def read(cookies: str) -> Ticket | None:
    """Return what a header of cookies lets its browser listen to; None where it holds no ticket that is good."""
    try:
        found = SimpleCookie(cookies[:_LONGEST])
    except CookieError:
        return None
    seats: Ticket = {}
    for name, morsel in found.items():
        if not name.startswith(COOKIE):
            continue
        try:
            room, seat = signing.loads(morsel.value, salt=_SALT, max_age=LASTS)
        except (signing.BadSignature, ValueError, TypeError):
            continue
        if isinstance(room, str) and (seat is None or isinstance(seat, str)) and len(seats) < MOST:
            seats[room] = seat
    return seats or None
