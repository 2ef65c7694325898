"""The ticket by which a browser listens: which seats of which rooms are its own, signed, for a quarter of an hour.

Pages of a room give it, in a cookie that only the stream gets; the stream reads it without the database. Who is removed, or whose grant
ends, is told by the room itself; the ticket ends the rest.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie

from django.conf import settings
from django.core import signing
from django.http import HttpResponse

__all__ = ["COOKIE", "LASTS", "PATH", "Ticket", "give", "read"]

COOKIE, PATH = "legation-live", "/live/"
LASTS = 900
"""Seconds for which a ticket is good."""
_SALT = "legation.rooms.ticket"
_LONGEST = 8_000
MOST = 20
"""Rooms that one browser listens to."""

Ticket = tuple[str, dict[str, str | None]]
"""A browser, by no name; and its seat in each room, None where it shows a room to all."""


def give(response: HttpResponse, seats: Mapping[str, str | None], browser: str = "") -> None:
    """Put a ticket for some seats into an answer; it takes the place of the one before."""
    named = dict(list(seats.items())[:MOST])
    text = signing.dumps([browser or secrets.token_urlsafe(9), named], salt=_SALT, compress=True)
    response.set_cookie(COOKIE, text, max_age=LASTS, path=PATH, httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE)


def read(cookies: str) -> Ticket | None:
    """Return what a header of cookies lets its browser listen to; None where it holds no ticket that is good."""
    try:
        found = SimpleCookie(cookies[:_LONGEST]).get(COOKIE)
        browser, seats = signing.loads(found.value, salt=_SALT, max_age=LASTS) if found is not None else (None, None)
    except (CookieError, signing.BadSignature, ValueError, TypeError):
        return None
    return (browser, seats) if isinstance(browser, str) and isinstance(seats, dict) else None
