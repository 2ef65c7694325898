"""How somebody with an account sits down in a room of a dossier that is open to them.

In an anonymous room nobody sits down by an account: they come in by the code like everybody else, where no account is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from legation.language import Message
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK
from legation.web.rooms.place import give_seat, sat_here
from legation.web.site.page import PageRequest
from legation.web.site.routing import action
from legation.web.stores.rooms.models import Room

__all__ = ["OwnSeat", "own_seat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSeat:
    """How whoever looks at a room from their account sits in it: a page to go to, or a form to send; neither where there is no way.

    Attributes
    ----------
    href : str
        The seat that this browser has, or where a code is typed.
    send : str
        Where a form takes a seat.
    label : Message
    """

    label: Message
    href: str = ""
    send: str = ""


def own_seat(request: PageRequest, room: Room, state: Any) -> OwnSeat | None:
    """Return how somebody sits in a room; None where they have a seat elsewhere, or the room has ended."""
    if sat_here(request.http, room.pk):
        return OwnSeat(label=Message("page-rooms.your-seat"), href=reverse("room-seat", args=[room.pk]))
    if state.phase == "closed":
        return None
    if state.settings["inside"] == "anonymous":
        return OwnSeat(label=Message("page-rooms.sit-by-code"), href=reverse("room-join"))
    if seats.seat_by_account(room, request.account, "participant"):
        return None
    return OwnSeat(label=Message("page-rooms.sit"), send=request.href("rooms.sit", room=room.pk))


@action("dossiers/<slug:slug>/rooms/<slug:room>/sit", name="rooms.sit", action="see-rooms")
def sit(request: PageRequest, room: str) -> str | HttpResponse:
    """Give whoever sends this a seat of their own in a room that is not anonymous, in this browser."""
    found = Room.objects.filter(dossier=request.dossier, pk=room).first()
    if found is None:
        raise Http404
    state = DESK.room(found.pk).state
    if state is None or state.phase == "closed" or state.settings["inside"] == "anonymous":
        return request.href("rooms.one", room=found.pk)
    taken = seats.sit(found, role="participant", account=request.account, anonymous=False)
    if taken is None:
        return request.href("rooms.one", room=found.pk)
    response = HttpResponseRedirect(reverse("room-seat", args=[found.pk]))
    give_seat(response, found.pk, taken[1])
    return response
