"""A room for a text before whoever holds it from the dossier: its doors, its delegations, its rules, whether it is open.

What is said in the room is not here: to read it one sits in it, and the chair's desk is the chair's alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from legation.language import Message
from legation.web.pages.rooms import as_host
from legation.web.pages.rooms.drafting.agreed import looks_up
from legation.web.pages.rooms.drafting.opening import DOOR_LASTS, RULES
from legation.web.pages.rooms.of_dossier import room_of
from legation.web.pages.rooms.sitting import OwnSeat, own_seat
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action
from legation.web.stores.rooms.models import Room, RoomDoor

__all__ = ["HostedNegotiation", "hosted"]

TEMPLATE = "pages/room_negotiation_host.html"
PHASES = ("open", "paused", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A code that leads into the room."""

    code: str
    address: str
    until: Message


@dataclass(frozen=True, kw_only=True)
class HostedNegotiation(Page):
    """A room for a text before its host.

    Attributes
    ----------
    phase : Message
        Whether it is open.
    phases : list of (str, Message)
        What it may become.
    chair, door, projector : Way or None
        The codes of the chair's seat, of those who look on, and of a projector at which nobody opened it yet.
    has_chair : bool
        Whether somebody sits in the chair.
    seated, delegations : int
        Who sits there, and how many delegations have a seat.
    """

    template: ClassVar[str] = TEMPLATE
    id: str
    phase: Message
    is_closed: bool
    may_hold: bool
    phases: list[tuple[str, Message]] = field(default_factory=list)
    chair: Way | None = None
    has_chair: bool = False
    door: Way | None = None
    projector: Way | None = None
    comes_as: Message
    seated: int = 0
    delegations: int = 0
    rules: list[Message] = field(default_factory=list)
    own_seat: OwnSeat | None = None
    error: Any = None


def hosted(request: PageRequest, room: Room, *, error: Any = None) -> HostedNegotiation:
    """Return a room for a text before its host; to readers of the dossier no code, and no count."""
    seen = DESK.glance(room.pk)
    if seen is None:
        raise Http404
    with DESK.reading(room.pk) as live:
        there = live.state.seats.values() if live.state is not None else ()
        named = {one.organisation for one in there if one.organisation and not one.removed}
    may = request.may("hold-rooms")
    chair = seats.chair_of(room)
    waiting = room.doors.filter(closed=False, until__gt=timezone.now())
    hall = waiting.exclude(role__startswith=seats.WAITS).order_by("-pk").first()
    to_chair = waiting.filter(role=f"{seats.WAITS}{chair}", seats=0).first() if chair else None
    anonymous = seen.settings["inside"] == "anonymous"
    return HostedNegotiation(
        title=room.called.in_language(request.lang),
        id=room.pk,
        phase=Message(f"page-draft-chair.phase-{seen.phase}"),
        is_closed=seen.phase == "closed",
        may_hold=may,
        phases=[(one, Message(f"page-draft-chair.go-{one}")) for one in PHASES if one != seen.phase]
        if may and seen.phase != "closed"
        else [],
        chair=_way(request, to_chair) if may else None,
        has_chair=bool(chair) and room.seats.filter(seat=chair).exclude(digest="").exists(),
        door=_way(request, hall) if may else None,
        projector=_way(request, seats.projector_door(room)) if may else None,
        comes_as=Message("page-draft-chair.door-delegates" if anonymous else "page-draft-chair.door-observers"),
        seated=room.seats.exclude(digest="").count() if may else 0,
        delegations=len(named) if may else 0,
        rules=[
            Message(f"page-draft-chair.inside-{seen.settings['inside']}"),
            Message("page-draft-chair.leaves-said", what=Message(f"page-rooms.leaves-{seen.settings['leaves']}")),
            *rules_of(room),
        ],
        own_seat=own_seat(request, room, seen),
        error=error,
    )


def rules_of(room: Room) -> list[Message]:
    """Return the rules of a room in words: how it is decided, what *bis* and silence mean, what is shown to whom."""
    seen = DESK.glance(room.pk)
    settings = seen.settings if seen is not None else {}
    said = [Message(f"page-draft-chair.{name}-{settings[name]}") for name in ("scheme", "bis") if name in settings]
    said += [Message(f"page-draft-chair.rule-{name.replace('_', '-')}-{'yes' if settings.get(name) else 'no'}") for name in RULES]
    return [*said, Message(f"page-draft-chair.rule-agreed-{'yes' if looks_up(room) else 'no'}")]


@action("dossiers/<slug:slug>/rooms/<slug:room>/negotiation/phase", name="rooms.negotiation-phase", action="hold-rooms")
def phase(request: PageRequest, room: str) -> str | HttpResponse:
    """Open a room for a text, let it pause, or close it."""
    found = negotiation_of(request, room)
    return as_host.writes(request, found, hosted, TEMPLATE, Draft(kind="phase", data={"phase": request.form.get("phase", "")}))


@action("dossiers/<slug:slug>/rooms/<slug:room>/negotiation/chair", name="rooms.negotiation-chair", action="hold-rooms")
def chair(request: PageRequest, room: str) -> str | HttpResponse:
    """Give the chair's seat another code, and with it, where somebody sat there, another person: the seat before is removed."""
    found = negotiation_of(request, room)

    def seat_again() -> None:
        before = seats.chair_of(found)
        if before:
            found.doors.filter(role=f"{seats.WAITS}{before}").update(closed=True)
            seats.host_writes(found, Draft(kind="removed", data={"seat": before, "reason": "other"}, key=f"chair:{before}"))
        seats.seat_chair(found, timezone.now() + DOOR_LASTS)

    return as_host.does(request, found, hosted, TEMPLATE, seat_again)


@action("dossiers/<slug:slug>/rooms/<slug:room>/negotiation/projector", name="rooms.negotiation-projector", action="hold-rooms")
def projector(request: PageRequest, room: str) -> str | HttpResponse:
    """Lead this browser to the door of a projector, which shows what all in the room see."""
    return as_host.leads_to_projector(request, negotiation_of(request, room), hosted, TEMPLATE, DOOR_LASTS)


def negotiation_of(request: PageRequest, name: str) -> Room:
    """Return a room for a text; 404 where there is none."""
    found = room_of(request, name)
    if found.kind != "drafting":
        raise Http404
    return found


def _way(request: PageRequest, door: RoomDoor | None) -> Way | None:
    if door is None:
        return None
    address = request.http.build_absolute_uri(reverse("room-door", args=[door.code]))
    return Way(code=f"{door.code[:5]} {door.code[5:]}", address=address, until=seats.lasts_until(door))
