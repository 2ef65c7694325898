"""Requests of seats: below ``/rooms/ID/seat/`` the cookie of the seat is read and no other, so that no account stands beside a seat.

So it is of those who come by a link to an invitation, below ``/invited/``, and of learners, below ``/learn/``: who opened it, and when,
stands nowhere.

What is sent from there is noted nowhere: no trail, no session, no line in the site's log but for a fault, which bears the day.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from legation.web.access import ROOM, Browser, Footing
from legation.web.links.secret import INVITATIONS
from legation.web.site.language import COOKIE as LANGUAGE
from legation.web.stores.rooms.models import Room

__all__ = ["SeatCookies", "cookie_of", "footing_here", "give_seat", "leave_seat", "sat_here", "seat_mark"]

_PATH = re.compile(r"/(?:rooms/[0-9a-f]{16}/seat|join|invited|learn)(?:/|$)")
_OURS = ("seat-", INVITATIONS.cookie_of(""), "learner")
LASTS = 90 * 86_400
"""Seconds for which a browser knows its seat."""


class SeatCookies:
    """Takes all other cookies, and tokens of programs, from requests of seats and of the invited, before sessions are looked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request on with what it may say."""
        if _PATH.match(request.path_info):
            allowed = (settings.CSRF_COOKIE_NAME, LANGUAGE)
            request.COOKIES = {name: text for name, text in request.COOKIES.items() if name in allowed or name.startswith(_OURS)}
            request.META.pop("HTTP_AUTHORIZATION", None)
            request.META["HTTP_COOKIE"] = ""
            request.is_of_seat = True  # type: ignore[attr-defined]  # ours: the site's log does not tell of it
        return self.get_response(request)


def cookie_of(room: str) -> str:
    """Return the name of the cookie by which a browser knows its seat."""
    return f"seat-{room}"


def give_seat(response: HttpResponse, room: str, secret: str) -> None:
    """Let a browser know its seat; only pages of that seat are told of it."""
    response.set_cookie(
        cookie_of(room), secret, max_age=LASTS, path=f"/rooms/{room}/seat/", httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    response.set_cookie(
        _sat_in(room), "yes", max_age=LASTS, path="/join/", httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def seat_mark(room: str, seat: str) -> str:
    """Return the mark by which a browser knows whether what it kept of a room is that of the seat it has now; it names no seat.

    Examples
    --------
    >>> seat_mark("77", "3f09ab")
    '49e4385acba2'
    """
    return hashlib.sha256(f"{room}:{seat}".encode()).hexdigest()[:12]


def leave_seat(response: HttpResponse, room: str) -> None:
    """Let a browser forget its seat, and that it sat down."""
    response.delete_cookie(cookie_of(room), path=f"/rooms/{room}/seat/")
    response.delete_cookie(_sat_in(room), path="/join/")


def sat_here(request: HttpRequest, room: str) -> bool:
    """Whether the browser that stands before the door sat down before: whoever comes through it twice has one seat."""
    return bool(request.COOKIES.get(_sat_in(room)))


def _sat_in(room: str) -> str:
    return f"seat-in-{room}"


def footing_here(request: HttpRequest, room: str) -> Footing | None:
    """Return what the browser that asks is to a room; None: nobody sits there in it, or no more."""
    secret = request.COOKIES.get(cookie_of(room), "")
    found: Footing | None = ROOM.row(Browser(secret), Room(pk=room)) if secret else None
    return found
