"""The door of a room: a code that somebody types or scans, what is told before one joins, and the seat."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from legation.dossier import Wording
from legation.language import Message
from legation.web.pages.rooms.kinds import pages_of
from legation.web.pages.rooms.outcome import outcome_of
from legation.web.pages.rooms.private_page import private_page
from legation.web.pages.rooms.terms import terms_of
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK
from legation.web.rooms.limits import WRONG_CODES, address_of
from legation.web.rooms.place import give_seat, sat_here
from legation.web.rooms.play import REHEARSAL
from legation.web.rooms.routes import ELSEWHERE
from legation.web.stores.rooms.models import RoomDoor

__all__ = ["urls"]


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Ask for a code, or say that one opens nothing."""
    code = request.POST.get("code", "")[:60]
    if request.method == "POST":
        door = seats.door_of(code) or seats.ended_door_of(code) or _door_sat_behind(request, code)
        if door is not None:
            return HttpResponseRedirect(reverse("room-door", args=[door.code]))
        return _wrong(request, code)
    return private_page(request, "rooms/join.html", {"code": code, "is_elsewhere": ELSEWHERE in request.GET})


@require_GET
def door(request: HttpRequest, code: str) -> HttpResponse:
    """Tell whose room it is, what is asked, and what becomes of what one says, before one joins."""
    ended = seats.ended_door_of(code)
    if ended is not None and (ended.room.is_cut or not sat_here(request, ended.room_id)):
        return private_page(request, "rooms/ended.html", _terms(request, ended) | outcome_of(request, ended.room, code=ended.code))
    found = seats.door_of(code) or ended or _door_sat_behind(request, code)
    if found is None:
        return _wrong(request, code)
    if sat_here(request, found.room_id):
        return HttpResponseRedirect(reverse("room-seat", args=[found.room_id]))
    return private_page(request, "rooms/door.html", _terms(request, found))


@require_POST
def sit(request: HttpRequest, code: str) -> HttpResponse:
    """Give the browser a seat."""
    found = seats.door_of(code)
    if found is None:
        return _wrong(request, code)
    if sat_here(request, found.room_id):
        return HttpResponseRedirect(reverse("room-seat", args=[found.room_id]))
    state = DESK.glance(found.room_id)
    if state is None or state.phase == "closed":
        return private_page(request, "rooms/door.html", _terms(request, found), status=409)
    anonymous = state.settings["inside"] == "anonymous"
    taken = seats.sit(found.room, role=found.role, account=None, door=found, anonymous=anonymous)
    if taken is None:
        return private_page(request, "rooms/door.html", _terms(request, found) | {"full": True}, status=409)
    response = HttpResponseRedirect(reverse("room-seat", args=[found.room_id]))
    give_seat(response, found.room_id, taken[1])
    return response


@require_POST
def sit_from_account(request: HttpRequest, token: str) -> HttpResponse:
    """Give the browser the seat of an account that a page of the dossier let in a moment ago; none where it has one from a code."""
    read = seats.let_in(token)
    if read is None:
        return HttpResponseRedirect(reverse("room-join"))
    room, account = read
    response = HttpResponseRedirect(reverse("room-seat", args=[room.pk]))
    state = DESK.glance(room.pk)
    if state is None or state.phase == "closed" or state.settings["inside"] == "anonymous" or sat_here(request, room.pk):
        return response
    taken = seats.sit(room, role=pages_of(room.kind).comes_as, account=account, anonymous=False)
    if taken is not None:
        give_seat(response, room.pk, taken[1])
    return response


def urls() -> list[Any]:
    """Return the addresses of doors."""
    return [
        path("join/", join, name="room-join"),
        path("join/<slug:code>/", door, name="room-door"),
        path("join/<slug:code>/sit", sit, name="room-sit"),
        path("join/with/<str:token>", sit_from_account, name="room-sit-from-account"),
    ]


def _terms(request: HttpRequest, found: RoomDoor) -> dict[str, Any]:
    """Return the page of a door, with what whoever joins is told."""
    state: Any = DESK.glance(found.room_id)
    lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    return {
        "code": found.code,
        "heading": found.room.called.in_language(lang),
        "question": state.settings.get("question", ""),
        "terms": terms_of(found.room, state, lang, by_organisation=found.role.startswith(seats.WAITS)),
        "is_closed": state.phase == "closed",
        "plays": _plays(found, state),
    }


def _plays(found: RoomDoor, state: Any) -> Message | None:
    """Return for which side somebody sits down behind a door of a negotiation; None where for none."""
    if not pages_of(found.room.kind).is_played or not found.role.startswith(seats.WAITS):
        return None
    row = found.room.seats.filter(seat=found.role.removeprefix(seats.WAITS)).exclude(called={}).first()
    if row is None:
        return None
    played = state.settings.get("session") == REHEARSAL
    return Message("page-games.you-play" if played else "page-games.you-sit-for", side=Wording(**row.called))


def _door_sat_behind(request: HttpRequest, code: str) -> RoomDoor | None:
    """Return a door, be it closed, where somebody sat down in this browser behind it."""
    found = seats.any_door_of(code)
    return found if found is not None and sat_here(request, found.room_id) else None


def _wrong(request: HttpRequest, code: str) -> HttpResponse:
    wait = WRONG_CODES.take(address_of(request))
    response = private_page(request, "rooms/join.html", {"code": code, "wrong": True}, status=429 if wait else 404)
    if wait:
        response["Retry-After"] = str(int(wait) + 1)
    return response
