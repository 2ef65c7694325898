"""A seat: one statement and three buttons, a statement of one's own, what became of it; and leaving, with all that one said."""

from __future__ import annotations

import functools
import json
import secrets
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from legation.language import LANGUAGES, Message, say
from legation.rooms import Refused, seen_by
from legation.rooms.deliberation import DELIBERATION
from legation.rooms.deliberation.state import LONGEST
from legation.rooms.kinds import room_kind
from legation.rooms.state import as_seen, is_drawn
from legation.web.pages.rooms.deadline import closes
from legation.web.pages.rooms.kinds import pages_of
from legation.web.pages.rooms.outcome import outcome_of
from legation.web.pages.rooms.picture import room_view
from legation.web.pages.rooms.private_page import private_page
from legation.web.pages.rooms.seat_page import alike, hinted, seat_values
from legation.web.rooms import ticket
from legation.web.rooms.desk import DESK, Draft, Written
from legation.web.rooms.limits import BY_ADDRESS, BY_ROOM, BY_SEAT, address_of
from legation.web.rooms.next_statement import next_statement
from legation.web.rooms.pictures import PICTURES
from legation.web.rooms.place import leave_seat
from legation.web.rooms.routes import later, seat_route
from legation.web.rooms.seats import organisation_names
from legation.web.stores.rooms.models import Room

__all__ = ["entries", "picture", "seat", "shown", "write"]

MOST = 20
"""Drafts of a body."""
DEEPEST = 3
"""Lists and objects in one another in what a draft says."""
ALLOWED = frozenset({"stated", "voted", "flagged", "withdrawn", "erased"})
"""What a browser may write for a seat; what else its role lets it write, pages of accounts send."""


@seat_route("", name="room-seat")
def seat(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Show the room as this seat may know it."""
    return pages_of(DESK.room(room).kind).seat(request, room, here)


@seat_route("write", name="room-write", action="write", method="POST")
def write(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Take what a form sends: a vote, a statement, leaving."""
    wait = _too_much(request, room, here, 1)
    if wait:
        return later(request, wait, as_json=False)
    form = {name: as_seen(str(text)) for name, text in request.POST.items()}
    kind, key = form.get("kind", ""), form.get("key", "")[:100] or secrets.token_hex(8)
    if kind == "voted":
        data: dict[str, Any] = {"statement": form.get("statement", ""), "value": {"1": 1, "0": 0, "-1": -1}.get(form.get("value", ""), 9)}
    elif kind == "stated":
        text = " ".join(form.get("text", "").split())
        if not text:
            return shown(request, room, here, refused=Message("page-rooms.words-needed"), status=422)
        said = {} if "anyway" in form else {"near": alike(DESK.seen(room, here), text), "hinted": hinted(text)}
        if any(said.values()):
            return shown(request, room, here, text=text, status=409, **said)
        data = {"statement": secrets.token_hex(6), "text": text, "language": request.lang, "source": "participant"}  # type: ignore[attr-defined]
    else:
        names = {"flagged": ("statement", "reason"), "withdrawn": ("statement",)}.get(kind, ())
        data = {name: form.get(name, "") for name in names} | ({"seat": here} if kind == "erased" else {})
    written = DESK.write(room, here, [_draft(room, kind, data, key)])[0]
    if written.refused is not None:
        return shown(request, room, here, text=str(data.get("text", "")), refused=_why_not(written.refused), status=409)
    if kind == "erased":
        response = private_page(request, "rooms/left.html", {})
        leave_seat(response, room)
        return response
    more = {"stated": "?said=yes#mine", "flagged": "?reported=yes", "voted": f"?{urlencode({'last': data.get('statement', '')})}"}
    return HttpResponseRedirect(reverse("room-seat", args=[room]) + more.get(kind, ""))


@seat_route("entries", name="room-entries", action="write", method="POST", as_json=True)
def entries(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Take drafts as JSON, each with its key; answer each by number and hash, or by code and sentence."""
    drafts = _drafts(room, request.body)
    if drafts is None:
        return JsonResponse({"ok": False, "said": say(Message("page-rooms.no-drafts"), request.lang)}, status=400)  # type: ignore[attr-defined]
    wait = _too_much(request, room, here, len(drafts))
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


@seat_route("map", name="room-map")
def room_map(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Show what the room thinks by now, and where this seat stands in it."""
    found = Room.objects.get(pk=room)
    if found.kind != DELIBERATION.id:
        return HttpResponseRedirect(reverse("room-seat", args=[room]))
    lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    heading = found.called.in_language(lang)
    PICTURES.look(room)
    with DESK.reading(room) as live:
        state: Any = live.state
        seen = room_view(state, PICTURES.known(room), seen_by(state, here)["mine"])
    response = private_page(request, "rooms/map.html", {"room": room, "heading": heading, "seen": seen})
    ticket.give(response, {room: here})
    return response


def shown(request: HttpRequest, room: str, here: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show a deliberation as a seat may know it."""
    found = Room.objects.get(pk=room)
    lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    with DESK.reading(room) as live:
        state: Any = live.state
        seen, called = seen_by(state, here), organisation_names(room, state)
    values = {
        "room": room,
        "heading": found.called.in_language(lang),
        "question": state.settings.get("question", ""),
        "phase": seen["phase"],
        "closes": closes(seen.get("deadline")),
        "reported": "reported" in request.GET,
        "longest": LONGEST,
    }
    query, shown = request.GET, PICTURES.look(room)
    choose = functools.partial(next_statement, mine=seen["mine"], seat=here, shown=shown)
    placed = seat_values(seen, choose, called, at=query.get("at", ""), again=query.get("again", ""), last=query.get("last", ""))
    waits = bool(placed["mine"]) and placed["mine"][-1].state.id == "page-rooms.receipt.received"
    placed["said"] = waits and "said" in request.GET
    response = private_page(request, "rooms/seat.html", values | placed | outcome_of(request, found) | more, status=status)
    ticket.give(response, {room: here})
    return response


def _drafts(room: str, body: bytes) -> list[Draft] | None:
    try:
        sent = json.loads(body)["drafts"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(sent, list) or not 1 <= len(sent) <= MOST:
        return None
    drafts = []
    for one in sent:
        kind, data, key = (one.get(name) for name in ("kind", "data", "key")) if isinstance(one, dict) else (None, None, None)
        if not (isinstance(kind, str) and isinstance(data, dict) and isinstance(key, str) and 0 < len(key) <= 100):
            return None
        if as_seen(key) != key or _is_deep(data):
            return None
        drafts.append(_draft(room, kind, data, key))
    return drafts


def _draft(room: str, kind: str, data: dict[str, Any], key: str) -> Draft:
    """Return what a browser sent, of no kind, so that it is refused, where it is not a browser's to send.

    Keys and ids stand in the log for good, and a language with the words: none of them is a place for words of one's own.
    """
    if kind not in ALLOWED or not is_drawn(key) or data.get("language") not in (None, *LANGUAGES):
        return Draft(kind="", data=data, key=key)
    is_taken = _has_ids(room, kind, data, at_least=0) or _has_ids(room, kind, data)  # another process may know more
    return Draft(kind=kind if is_taken else "", data=data, key=key)


def _has_ids(room: str, kind: str, data: dict[str, Any], at_least: int | None = None) -> bool:
    """Whether a room takes the ids that a browser sent, as it is now or is known here."""
    with DESK.reading(room, at_least) as live:
        declared = room_kind(live.kind).entries.get(kind)
        if declared is None or live.state is None:
            return False
        ids = [str(value) for name, value in data.items() if name in declared.fields and declared.fields[name].is_id]
        return all(live.state.takes_id(one) for one in ids)


def _is_deep(value: Any, left: int = DEEPEST) -> bool:
    if not isinstance(value, dict | list):
        return False
    return left == 0 or any(_is_deep(one, left - 1) for one in (value.values() if isinstance(value, dict) else value))


def _answer(written: Written, lang: Any) -> dict[str, Any]:
    if written.refused is None:
        return {"key": written.key, "number": written.number, "hash": written.hash}
    return {"key": written.key, "code": written.refused.code, "said": say(_why_not(written.refused), lang)}


def _why_not(refused: Refused) -> Message:
    """Return why something was not taken, in words of somebody who sits in the room."""
    message: Any = refused.message
    allowed = {"allowed": message.values["allowed"]} if refused.code == "too-long" else {}
    return Message(f"page-rooms.refused.{refused.code}", **allowed)


def _too_much(request: HttpRequest, room: str, here: str, count: int) -> float:
    """Return after how many seconds to come again; 0: now."""
    # what a seat may not send costs no other seat anything
    return BY_SEAT.take(here, count) or BY_ROOM.take(room, count) or BY_ADDRESS.take(address_of(request), count)
