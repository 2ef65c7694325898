"""The routes of a seat: the page of its kind of room, what a form or a script sends, all that it may know, and the map of a vote."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from legation.language import Message, say
from legation.rooms import seen_by
from legation.rooms.deliberation import DELIBERATION
from legation.rooms.state import as_seen
from legation.web.pages.rooms.answers import too_much, why_not
from legation.web.pages.rooms.kinds import pages_here
from legation.web.pages.rooms.picture import room_view
from legation.web.pages.rooms.private_page import private_page
from legation.web.pages.rooms.sent import draft_sent
from legation.web.rooms import ticket
from legation.web.rooms.desk import DESK, Draft, Written
from legation.web.rooms.pictures import PICTURES
from legation.web.rooms.routes import later, seat_route
from legation.web.stores.rooms.models import Room

__all__ = ["entries", "picture", "seat", "write"]

MOST = 20
"""Drafts of a body."""
DEEPEST = 3
"""Lists and objects in one another in what a draft says."""


@seat_route("", name="room-seat")
def seat(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Show the room as this seat may know it."""
    return pages_here(room).seat(request, room, here)


@seat_route("write", name="room-write", action="write", method="POST")
def write(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Take what a form sends."""
    return pages_here(room).write(request, room, here)


@seat_route("entries", name="room-entries", action="write", method="POST", as_json=True)
def entries(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Take drafts as JSON, each with its key; answer each by number and hash, or by code and sentence."""
    drafts = _drafts(room, request.body)
    if drafts is None:
        return JsonResponse({"ok": False, "said": say(Message("page-rooms.no-drafts"), request.lang)}, status=400)  # type: ignore[attr-defined]
    wait = too_much(request, room, here, len(drafts))
    if wait:
        return later(request, wait, as_json=True)
    answers = [_answer(one, request.lang) for one in DESK.write(room, here, drafts)]  # type: ignore[attr-defined]
    conflict = any(one.get("code") == "conflict" for one in answers)
    response = JsonResponse({"ok": True, "written": answers}, status=409 if conflict else 200)
    response["Cache-Control"] = "no-store"
    return response


@seat_route("picture", name="room-picture", as_json=True)
def picture(request: HttpRequest, room: str, here: str) -> HttpResponse:  # noqa: ARG001 - a route is given its request
    """Return all that this seat may know, and a new ticket for its stream."""
    response = JsonResponse(DESK.seen(room, here), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    ticket.give(response, {room: here})
    return response


@seat_route("map", name="room-map", kind=DELIBERATION.id)
def room_map(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Show what the room thinks by now, and where this seat stands in it."""
    found = Room.objects.get(pk=room)
    lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    heading = found.called.in_language(lang)
    PICTURES.look(room)
    with DESK.reading(room) as live:
        state: Any = live.state
        seen = room_view(state, PICTURES.known(room), seen_by(state, here)["mine"])
    response = private_page(request, "rooms/map.html", {"room": room, "heading": heading, "seen": seen})
    ticket.give(response, {room: here})
    return response


def _drafts(room: str, body: bytes) -> list[Draft] | None:
    try:
        sent = json.loads(body)["drafts"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(sent, list) or not 1 <= len(sent) <= MOST:
        return None
    allowed, drafts = pages_here(room).allowed, []
    for one in sent:
        kind, data, key = (one.get(name) for name in ("kind", "data", "key")) if isinstance(one, dict) else (None, None, None)
        if not (isinstance(kind, str) and isinstance(data, dict) and isinstance(key, str) and 0 < len(key) <= 100):
            return None
        if as_seen(key) != key or _is_deep(data):
            return None
        drafts.append(draft_sent(room, kind, data, key, allowed))
    return drafts


def _is_deep(value: Any, left: int = DEEPEST) -> bool:
    if not isinstance(value, dict | list):
        return False
    return left == 0 or any(_is_deep(one, left - 1) for one in (value.values() if isinstance(value, dict) else value))


def _answer(written: Written, lang: Any) -> dict[str, Any]:
    if written.refused is None:
        return {"key": written.key, "number": written.number, "hash": written.hash}
    return {"key": written.key, "code": written.refused.code, "said": say(why_not(written.refused), lang)}
