"""The routes of seats: each declares what it does to the room, so that one place asks whether whoever sits there may.

They are no routes of accounts (:mod:`legation.web.site.routing`): the cookie of the seat is read and nothing else, and no trail notes them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path, reverse

from legation.language import Message
from legation.web.access import OUT, ROOM
from legation.web.rooms.limits import LOOKS
from legation.web.rooms.place import cookie_of, footing_here
from legation.web.site import errors
from legation.web.stores.rooms.models import Room

__all__ = ["ELSEWHERE", "LARGEST", "SEAT_ROUTES", "SeatRoute", "later", "patterns", "seat_route"]

LARGEST = 64 * 1024
"""Bytes of a body."""
_WHERE = "rooms/<slug:room>/seat/"
ELSEWHERE = "elsewhere"
"""In the address of the page that asks for a code: somebody looked for a seat that is not in this browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRoute:
    """One address below the seat of a room; ``as_json``: a script asks, and is answered as one; ``largest``: bytes of a body.

    ``kind``: the kind of rooms that have it; empty: every kind.
    """

    name: str
    path: str
    action: str
    method: str
    as_json: bool
    largest: int
    kind: str
    function: Callable[..., HttpResponse]


SEAT_ROUTES: dict[str, SeatRoute] = {}


def seat_route(
    where: str, *, name: str, action: str = "look", method: str = "GET", as_json: bool = False, largest: int = LARGEST, kind: str = ""
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Declare an address below ``/rooms/ID/seat/``; the function is given the request, the room and the seat.

    Parameters
    ----------
    action : str
        What whoever sits there must be allowed to do, from ``legation.web.access.ROOM``.
    largest : int
        Bytes of what may be sent.
    kind : str
        The kind of rooms that have it; a seat of another kind is led to its page.
    """

    def declared(function: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        SEAT_ROUTES[name] = SeatRoute(
            name=name, path=_WHERE + where, action=action, method=method, as_json=as_json, largest=largest, kind=kind,
            function=function,
        )  # fmt: skip
        return function

    return declared


def patterns() -> list[URLPattern]:
    """Return the addresses of every route of seats that was declared."""
    return [path(route.path, functools.partial(_enter, route), name=name) for name, route in SEAT_ROUTES.items()]


def _nobody(request: HttpRequest, room: str, *, as_json: bool) -> HttpResponse:
    """Answer a browser that has no seat: one that had one is told so, another one that its seat may be in another browser."""
    if as_json:
        return JsonResponse({"ok": False}, status=401)
    if cookie_of(room) in request.COOKIES:
        return errors.answer(request, 403, Message("page-rooms.no-seat"), as_json=False)
    return HttpResponseRedirect(f"{reverse('room-join')}?{ELSEWHERE}=yes")


def later(request: HttpRequest, wait: float, *, as_json: bool) -> HttpResponse:
    """Return that it is too much at once, and after how many seconds to come again."""
    seconds = int(wait) + 1
    response = errors.answer(request, 429, Message("page-rooms.later", seconds=seconds), as_json=as_json)
    response["Retry-After"] = str(seconds)
    return response


def _enter(route: SeatRoute, request: HttpRequest, room: str, **values: Any) -> HttpResponse:
    """Let a request in or not, and answer it."""
    allowed = ("POST",) if route.method == "POST" else ("GET", "HEAD")
    if request.method not in allowed:
        return errors.wrong_method(request, allowed, as_json=route.as_json)
    if int(request.META.get("CONTENT_LENGTH") or 0) > route.largest:
        return errors.answer(request, 413, Message("page-rooms.too-large"), as_json=route.as_json)
    here = footing_here(request, room)
    if here is None:
        return _nobody(request, room, as_json=route.as_json)
    wait = LOOKS.take(here.seat) if route.method == "GET" else 0.0
    if wait:
        return later(request, wait, as_json=route.as_json)
    if here.role == OUT and not ROOM.lets(here, route.action):
        return JsonResponse({"ok": False}, status=401) if route.as_json else HttpResponseRedirect(reverse("room-out", args=[room]))
    if not ROOM.lets(here, route.action):
        return errors.answer(request, 403, Message("web.error.not-allowed"), as_json=route.as_json)
    if route.kind and not Room.objects.filter(pk=room, kind=route.kind).exists():
        return HttpResponseRedirect(reverse("room-seat", args=[room]))
    return route.function(request, room, here.seat, **values)
