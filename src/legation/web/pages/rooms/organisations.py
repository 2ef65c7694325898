"""Organisations that sit in a room: each by a code of its own, and with the weight that the host gives it, which all can see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from legation.language import LANGUAGES, Message, collation_key, fold, say
from legation.rooms import Refused, Seat
from legation.rooms.state import as_seen
from legation.web.forms.row_field import names_of
from legation.web.pages.rooms.answers import why_not
from legation.web.pages.rooms.kinds import pages_of
from legation.web.pages.rooms.of_dossier import room_of
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.stores.rooms.models import Room, RoomDoor

__all__ = ["Organisations"]

TEMPLATE = "pages/room_organisations.html"
LASTS = dt.timedelta(days=7)
HEAVIEST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatedOrganisation:
    """An organisation, what it counts for, and the code that leads to its seat as long as nobody sits there; ``ended``: it did, unused.

    ``group``: for whom it speaks beside itself, in a room of delegations.
    """

    id: str
    name: str
    weight: int
    group: str
    code: str
    address: str
    ended: bool


@dataclass(frozen=True, kw_only=True)
class Organisations(Page):
    """The organisations of a room.

    Attributes
    ----------
    anonymous : bool
        Whether nobody in this room is named, and so no organisation either.
    is_negotiated : bool
        Whether they sit as delegations, which count alike and may speak for a group.
    """

    room: str
    address: str
    question: str
    is_open: bool
    anonymous: bool
    is_negotiated: bool
    organisations: list[SeatedOrganisation]
    offered: list[tuple[str, str]]
    error: Any = None


@page("dossiers/<slug:slug>/rooms/<slug:room>/organisations", name="rooms.organisations", template=TEMPLATE, action="hold-rooms")
def organisations(request: PageRequest, room: str) -> Organisations:
    """Return the organisations of a room."""
    return _organisations(request, _room(request, room))


@action("dossiers/<slug:slug>/rooms/<slug:room>/organisations/seat", name="rooms.seat", action="hold-rooms")
def seat(request: PageRequest, room: str) -> str | HttpResponse:
    """Seat an organisation, give another weight to one that sits there, or another code in the place of one that nobody used."""
    found, form = _room(request, room), request.form
    name, weight = form.get("organisation", ""), form.get("weight", "")
    group = " ".join(as_seen(form.get("group", "")).split())[:100]
    offered = names_of(request.view, "actors")
    with DESK.reading(found.pk) as live:
        state: Any = live.state
        there = {one.organisation: one.id for one in state.seats.values() if one.organisation and not one.removed}
        anonymous = state.settings["inside"] == "anonymous"
        spoken_for = _spoken_for(state, name, group)
        sits = state.seats.get(there.get(name, ""))
    error: Any = None
    if anonymous:
        error = Message("page-rooms.organisations-anonymous")
    elif not {"renew", "group", "again"} & set(form) and not (weight.isascii() and weight.isdecimal() and 1 <= int(weight[:9]) <= HEAVIEST):
        error = Message("page-rooms.weight-wrong", found=weight[:20], allowed=HEAVIEST)
    elif name not in offered and name not in there:
        error = Message("page-rooms.organisation-wrong")
    elif spoken_for is not None and "renew" not in form:
        error = spoken_for
    else:
        try:
            if "renew" in form and name in there:
                if _unused(found, there[name]).delete()[0]:
                    seats.new_door(found, timezone.now() + LASTS, role=f"{seats.WAITS}{there[name]}", most=1)
            elif name in there and "again" in form and pages_of(found.kind).is_negotiated:
                _seat_again(found, sits, _called(offered.get(name, name)))
            elif name in there and "group" in form:
                seats.speak_for(found, there[name], group)
            elif name in there:
                seats.weigh(found, there[name], int(weight))
            else:
                until, role = timezone.now() + LASTS, pages_of(found.kind).sits_as
                seats.seat_organisation(found, name, _called(offered[name]), int(weight or 1), until, role=role, group=group)
        except Refused as refused:
            error = why_not(refused, "host")
    if error is not None:
        return show(request, _organisations(request, found, error=error), TEMPLATE, status=422)
    return request.href("rooms.organisations", room=found.pk)


def _room(request: PageRequest, name: str) -> Room:
    """Return a room in which organisations sit; 404 for one in which sides do."""
    found = room_of(request, name)
    if pages_of(found.kind).is_played:
        raise Http404
    return found


def _spoken_for(state: Any, organisation: str, group: str) -> Message | None:
    """Return why nobody may speak for another seat's organisation as for its group; None where nobody would."""
    there = [one for one in state.seats.values() if not one.removed]
    others = [one for one in there if one.organisation != organisation]
    if group and fold(group) in {fold(one.organisation or one.id) for one in others}:
        return Message("page-draft-chair.group-sits", group=group)
    if len(others) == len(there) and fold(organisation) in {fold(one.group) for one in others if one.group}:
        return Message("page-draft-chair.organisation-spoken-for", group=organisation)
    return None


def _organisations(request: PageRequest, room: Room, *, error: Any = None) -> Organisations:
    with DESK.reading(room.pk) as live:
        return _of_state(request, room, live.state, error)


def _of_state(request: PageRequest, room: Room, state: Any, error: Any) -> Organisations:
    called = seats.organisation_names(room.pk, state, request.lang)
    waiting = room.doors.filter(role__startswith=seats.WAITS, closed=False, until__gt=timezone.now(), seats=0)
    codes = {door.role.removeprefix(seats.WAITS): door.code for door in waiting}
    seated = []
    anonymous = state.settings["inside"] == "anonymous"
    for one in state.seats.values() if not anonymous else ():
        if one.organisation and not one.removed:
            code = codes.get(one.id, "")
            address = request.http.build_absolute_uri(reverse("room-door", args=[code])) if code else ""
            seated.append(
                SeatedOrganisation(
                    id=one.organisation,
                    name=called.get(one.organisation, one.organisation),
                    weight=one.weight,
                    group=one.group or "",
                    code=f"{code[:5]} {code[5:]}".strip(),
                    address=address,
                    ended=not code and state.phase != "closed" and _unused(room, one.id).exists(),
                )
            )
    is_negotiated = pages_of(room.kind).is_negotiated
    there = {one.id for one in seated}
    actors = names_of(request.view, "actors") if not anonymous else {}
    offered = [(one, say(name, request.lang)) for one, name in actors.items() if one not in there]
    return Organisations(
        title=Message("page-draft-chair.delegations" if is_negotiated else "page-rooms.organisations"),
        room=room.pk,
        address=request.href("rooms.one", room=room.pk),
        question=str(state.settings.get("question", "")),
        is_open=state.phase != "closed",
        anonymous=anonymous,
        is_negotiated=is_negotiated,
        organisations=sorted(seated, key=lambda one: collation_key(one.name)),
        offered=sorted(offered, key=lambda one: collation_key(one[1])),
        error=error,
    )


def _called(named: Any) -> dict[str, str]:
    """Return what an actor is called, by language."""
    return {lang: say(named, lang) for lang in LANGUAGES}


def _seat_again(room: Room, seat: Seat, called: Mapping[str, str]) -> None:
    """Give a delegation whose browser is lost another seat; what it said stays, since it is its organisation's.

    Raises
    ------
    Refused
        Where the rules do not take it.
    """
    gone = Draft(kind="removed", data={"seat": seat.id, "reason": "other"}, key=f"again:{seat.id}")
    written = DESK.write(room.pk, seats.host_of(room), [gone])
    if written[0].refused is not None:
        raise written[0].refused
    room.doors.filter(role=f"{seats.WAITS}{seat.id}").update(closed=True)
    until = timezone.now() + LASTS
    seats.seat_organisation(room, str(seat.organisation), called, seat.weight, until, role=seat.role, group=seat.group or "")


def _unused(room: Room, seat: str) -> QuerySet[RoomDoor]:
    """Return the codes of an organisation's seat by which nobody came while they were good."""
    return room.doors.filter(role=f"{seats.WAITS}{seat}", closed=False, until__lte=timezone.now(), seats=0)
