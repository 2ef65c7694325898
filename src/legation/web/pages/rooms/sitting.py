"""How somebody with an account sits down in a room of a dossier that is open to them.

In an anonymous room nobody sits down by an account: they come in by the code like everybody else, where no account is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from legation.language import Message, say
from legation.web.pages.rooms.answers import why_not
from legation.web.pages.rooms.kinds import OF_STATEMENTS, Leaving, pages_of
from legation.web.pages.rooms.of_dossier import room_of
from legation.web.pages.rooms.terms import Terms, terms_of
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
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
        The seat of this account, or where a code is typed.
    send : str
        Where a form takes a seat.
    label : Message
    terms : Terms or None
        What is told before that form is sent.
    leave : str
        Where a form gives up the seat of this account, which is in another browser.
    words : Leaving
        What goes with it.
    """

    label: Message
    href: str = ""
    send: str = ""
    terms: Terms | None = None
    leave: str = ""
    words: Leaving = OF_STATEMENTS


def own_seat(request: PageRequest, room: Room, state: Any) -> OwnSeat | None:
    """Return how somebody sits in a room; None where it has ended without them."""
    pages = pages_of(room.kind)
    if state.settings["inside"] != "anonymous" and seats.seat_by_account(room, request.account, pages.comes_as):
        leave = "" if room.is_cut else request.href("rooms.leave", room=room.pk)
        here = reverse("room-seat", args=[room.pk])
        return OwnSeat(label=Message("page-rooms.your-seat"), href=here, leave=leave, words=pages.leaving)
    if state.phase == "closed":
        return None
    if state.settings["inside"] == "anonymous":
        return OwnSeat(label=Message("page-rooms.sit-by-code"), href=reverse("room-join"))
    terms = terms_of(room, state, request.lang)
    return OwnSeat(label=Message("page-rooms.sit"), send=request.href("rooms.sit", room=room.pk), terms=terms)


@action("dossiers/<slug:slug>/rooms/<slug:room>/leave", name="rooms.leave", action="see-rooms")
def leave(request: PageRequest, room: str) -> str:
    """Give up the seat that an account took in another browser, with all that was said there; a new one may be taken then."""
    found = room_of(request, room)
    pages = pages_of(found.kind)
    seat = seats.seat_by_account(found, request.account, pages.comes_as)
    if seat is not None:
        written = DESK.write(found.pk, seat, [Draft(kind="erased", data={"seat": seat})])[0]
        if written.refused is None:
            messages.success(request.http, say(pages.leaving.done, request.lang))
        else:
            messages.error(request.http, say(why_not(written.refused), request.lang))
    return request.href("rooms.one", room=found.pk)


@action("dossiers/<slug:slug>/rooms/<slug:room>/sit", name="rooms.sit", action="see-rooms")
def sit(request: PageRequest, room: str) -> str | HttpResponse:
    """Lead whoever sends this to a seat of their own in a room that is not anonymous.

    No cookie of a seat comes to the pages of a dossier, so the seat is given where one is seen: who came by a code before has theirs.
    """
    found = room_of(request, room)
    state = DESK.glance(found.pk)
    if state is None or state.phase == "closed" or state.settings["inside"] == "anonymous":
        return request.href("rooms.one", room=found.pk)
    if seats.seat_by_account(found, request.account, pages_of(found.kind).comes_as):
        return request.href("rooms.one", room=found.pk)
    way = reverse("room-sit-from-account", args=[seats.let_in_token(found, request.account)])
    return HttpResponseRedirect(way, preserve_request=True)
