"""A negotiation before whoever holds it from the dossier: codes of sides, phase and clock, and what a host may see of it.

A host who is a party sees no more here than everybody at the table; secrets lie open after a rehearsal alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from legation import moment
from legation.language import Message
from legation.rooms import seen_by
from legation.web.pages.rooms.negotiation.rules import called_of, host_is_party, rules_of
from legation.web.pages.rooms.of_dossier import room_of
from legation.web.pages.rooms.sitting import OwnSeat, own_seat
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK
from legation.web.rooms.play import REHEARSAL
from legation.web.site.page import PageRequest
from legation.web.site.routing import ROUTES, Page
from legation.web.stores.rooms.models import Room, RoomDoor

__all__ = ["PHASES", "TEMPLATE", "HostedGame", "game_of", "hosted"]

TEMPLATE = "pages/room_game_host.html"
PHASES = ("open", "paused", "closed")
SHOWN = 12
"""Offers on the page, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A code that leads into the room, once."""

    code: str
    address: str
    until: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class HostedSide:
    """A side before the host.

    Attributes
    ----------
    state : Message
        Whether somebody sits there, a bot plays it, or a code waits.
    way : Way or None
        The code, as long as nobody used it.
    is_bot : bool
    is_host : bool
        Whether the host's organisation is this party.
    may_renew : bool
        Whether another code may be given.
    sits : bool
        Whether somebody sits there, who loses the seat by another code.
    """

    id: str
    name: Any
    state: Message
    way: Way | None = None
    is_bot: bool = False
    is_host: bool = False
    may_renew: bool = False
    sits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HostedOffer:
    """An offer to all, as everybody at the table sees it; ``rows``: each issue with the option that settles it."""

    number: int
    by: Any
    rows: list[tuple[Any, Any]]
    accepted: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedIssue:
    """An issue in the form of the host's single text; ``chosen``: the option of the text that lies there, else of the status quo."""

    number: int
    name: Any
    options: list[tuple[int, Any]]
    chosen: int


@dataclass(frozen=True, kw_only=True)
class HostedGame(Page):
    """A negotiation before its host.

    Attributes
    ----------
    is_real : bool
        Whether real parties test a package.
    phase : Message
    phases : list of (str, Message)
        What it may become.
    sides : list of HostedSide
    count : int
        Offers made so far, those among some sides included, unless the host is a party.
    offers : list of HostedOffer
        Those to all, the newest first.
    deal : HostedOffer or None
    text : list of OfferedIssue
        The form of the host's text, where there is one.
    distances : list of Message
        Of a real session, how far offers lie from packages that nobody could better without loss to another.
    is_agreed : bool
        Whether there is a deal; its package may be the parties' own.
    released : list of list
        Of a real session, packages that every party let the host see.
    rules : list of Message
    reveal, debrief, back, log : str
        Where the secrets are opened, what the game showed is read, the log goes into the dossier or into a file; empty where not.
    """

    template: ClassVar[str] = TEMPLATE
    id: str
    is_real: bool
    phase: Message
    is_closed: bool
    is_paused: bool
    may_hold: bool
    phases: list[tuple[str, Message]] = field(default_factory=list)
    closes: Message | None = None
    party: list[Message] = field(default_factory=list)
    sides: list[HostedSide] = field(default_factory=list)
    projector: Way | None = None
    count: int = 0
    offers: list[HostedOffer] = field(default_factory=list)
    is_agreed: bool = False
    deal: HostedOffer | None = None
    text: list[OfferedIssue] = field(default_factory=list)
    distances: list[Message] = field(default_factory=list)
    released: list[list[tuple[Any, Any]]] = field(default_factory=list)
    rules: list[Message] = field(default_factory=list)
    is_revealed: bool = False
    reveal: str = ""
    debrief: str = ""
    back: str = ""
    log: str = ""
    own_seat: OwnSeat | None = None
    error: Any = None


def game_of(request: PageRequest, name: str) -> Room:
    """Return a negotiation of the dossier; 404 where there is none."""
    found = room_of(request, name)
    if found.kind != "negotiation":
        raise Http404
    return found


def hosted(request: PageRequest, room: Room, *, error: Any = None) -> HostedGame:
    """Return a negotiation before its host; to readers of the dossier no code."""
    with DESK.reading(room.pk) as live:
        if live.state is None:
            raise Http404
        state: Any = live.state
        table = _Table(state.settings)
        shown, own = seen_by(state, None), seen_by(state, seats.host_of(room))
        places = {name: place for name, place in state.places.items() if not state.seats[name].removed and state.seats[name].role != "host"}
        there = {place.side: (name, place.bot) for name, place in places.items()}
        revealed, ends = state.revealed, state.deadline
    settings, may = table.settings, request.may("hold-rooms")
    is_real, is_party = settings.get("session") != REHEARSAL, bool(settings.get("host_side"))
    is_closed = shown["phase"] == "closed"
    seen = dict(shown) if is_party else dict(own)
    offers = [table.offer(one) for one in shown["offers"] if one["package"] is not None]
    deal = seen["deal"] if seen["deal"] and seen["deal"]["package"] is not None else None
    writes = shown["phase"] == "open" and not seen["deal"] and settings.get("protocol") == "single text"
    return HostedGame(
        title=room.called.in_language(request.lang),
        id=room.pk,
        is_real=is_real,
        phase=Message(f"page-draft-chair.phase-{shown['phase']}"),
        is_closed=is_closed,
        is_paused=shown["phase"] == "paused",
        may_hold=may,
        phases=[(one, Message(f"page-games.go-{one}")) for one in PHASES if one != shown["phase"]] if may and not is_closed else [],
        closes=_closes(room, ends) if ends and shown["phase"] == "open" else None,
        party=host_is_party(settings),
        sides=_sides(request, room, table, there, is_closed=is_closed) if may else [],
        projector=_way(request, seats.projector_door(room)) if may and not is_closed else None,
        count=len(seen["offers"]) if may else 0,
        offers=list(reversed(offers))[:SHOWN],
        is_agreed=bool(seen["deal"]),
        deal=table.offer(deal) if deal else None,
        text=table.text(shown) if may and writes else [],
        distances=_distances(own) if may and is_real and not is_party else [],
        released=[table.rows(one) for one in own["mine"].get("released") or ()] if may and is_real else [],
        rules=rules_of(room),
        is_revealed=revealed,
        reveal=request.href("rooms.game-reveal", room=room.pk) if may and is_closed and not is_real and not revealed else "",
        debrief=request.href("rooms.debrief", room=room.pk) if revealed and may and "rooms.debrief" in ROUTES else "",
        back=request.href("rooms.game-return", room=room.pk) if may and revealed and not room.prepares else "",
        log=request.href("rooms.game-log", room=room.pk) if may and revealed and not room.prepares else "",
        own_seat=own_seat(request, room, DESK.glance(room.pk)),
        error=error,
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """What all know of what is negotiated: issues, options, sides."""

    settings: Mapping[str, Any]

    @property
    def sides(self) -> dict[str, Any]:
        """Return the names of the sides by their ids."""
        return {str(one["id"]): called_of(one) for one in self.settings["sides"]}

    def rows(self, package: Sequence[int]) -> list[tuple[Any, Any]]:
        """Return each issue with the option that a package settles it by."""
        pairs = zip(self.settings["issues"], package, strict=True)
        return [(called_of(one), called_of(one["options"][number])) for one, number in pairs]

    def offer(self, one: Mapping[str, Any]) -> HostedOffer:
        """Return an offer, a released package or the deal as it is shown."""
        by = str(one.get("by") or "")
        return HostedOffer(
            number=int(one.get("number") or one.get("offer") or 0),
            by=self.sides.get(by, ""),
            rows=self.rows(one["package"]),
            accepted=tuple(self.sides.get(side, side) for side in one.get("accepted") or ()),
        )

    def text(self, shown: Mapping[str, Any]) -> list[OfferedIssue]:
        """Return the form of the host's text, with what lies on the table chosen."""
        offers = shown["offers"]
        lies = offers[-1]["package"] if offers else self.settings.get("status_quo") or [0] * len(self.settings["issues"])
        return [
            OfferedIssue(
                number=number,
                name=called_of(one),
                options=[(at, called_of(option)) for at, option in enumerate(one["options"])],
                chosen=int(lies[number]),
            )
            for number, one in enumerate(self.settings["issues"])
        ]


def _sides(request: PageRequest, room: Room, table: _Table, there: Mapping[str, Any], *, is_closed: bool) -> list[HostedSide]:
    sitting = set(room.seats.exclude(digest="").values_list("seat", flat=True))
    waiting = room.doors.filter(role__startswith=seats.WAITS, closed=False, until__gt=timezone.now(), seats=0)
    doors = {door.role.removeprefix(seats.WAITS): door for door in waiting}
    rows = []
    for side, name in table.sides.items():
        seat, bot = there.get(side, ("", ""))
        sits = seat in sitting
        door = doors.get(seat) if not is_closed else None
        word = f"bot-{bot}" if bot else "sits" if sits else "waits" if door is not None else "empty"
        rows.append(
            HostedSide(
                id=side,
                name=name,
                state=Message(f"page-games.side-{word}"),
                way=_way(request, door),
                is_bot=bool(bot),
                is_host=side == table.settings.get("host_side"),
                may_renew=not bot and door is None and not is_closed,
                sits=sits,
            )
        )
    return rows


def _distances(own: Mapping[str, Any]) -> list[Message]:
    """Return how far offers lie from the frontier, as the host of a real session is table."""
    rows = [(int(one["number"]), one.get("distance")) for one in own["offers"]]
    return [Message("page-games.distance", number=number, distance=float(far)) for number, far in rows if far is not None]


def _closes(room: Room, ends: str) -> Message:
    return Message("page-games.closes", at=moment.shown(moment.parse(ends), room.zone or "UTC"))


def _way(request: PageRequest, door: RoomDoor | None) -> Way | None:
    if door is None:
        return None
    address = request.http.build_absolute_uri(reverse("room-door", args=[door.code]))
    return Way(code=f"{door.code[:5]} {door.code[5:]}", address=address, until=seats.lasts_until(door))
