"""A seat of a negotiation: the offers, a package composed by thumb, what is said, one's own brief and points; and the projector."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from legation import moment
from legation.language import Message
from legation.rooms import seen_by
from legation.web.pages.rooms.answers import too_much, why_not
from legation.web.pages.rooms.left import left
from legation.web.pages.rooms.negotiation.composing import composed
from legation.web.pages.rooms.negotiation.offer_cards import offer_cards
from legation.web.pages.rooms.negotiation.offers import offers_of
from legation.web.pages.rooms.negotiation.own import all_sides, own_of, points_notice
from legation.web.pages.rooms.negotiation.saying import ALLOWED, LONGEST, Sent, drafted
from legation.web.pages.rooms.negotiation.table import TableView, known_table
from legation.web.pages.rooms.negotiation.votes import missing_votes
from legation.web.pages.rooms.private_page import private_page
from legation.web.pages.rooms.sent import draft_sent
from legation.web.rooms import ticket
from legation.web.rooms.desk import DESK
from legation.web.rooms.place import seat_mark
from legation.web.rooms.routes import SEAT_ROUTES, later
from legation.web.stores.rooms.models import Room
from legation.web.stores.rooms.plain import whole_room

__all__ = ["AFTER", "ALLOWED", "SeatView", "page_of", "seat_of", "shown", "write"]

PLACES = ("table", "offer", "talk", "own")
"""What a seat is shown, one at a time: the offers, a package, what is said, what is its own."""
DEBRIEF = "room-debrief"
"""The route of a seat that shows what the game has shown."""
AFTER = {
    "offered": "table",
    "accepted": "table",
    "rejected": "table",
    "voted": "table",
    "released": "table",
    "spoke": "talk",
    "erased": "own",
}
"""Where somebody is led who has sent something."""


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat, its room, and what it may know of it: until when it is open, whose turn it is, which entries hold its side's own points."""

    request: HttpRequest
    room: Room
    id: str
    role: str
    settings: Mapping[str, Any]
    seen: Mapping[str, Any]
    table: TableView
    deadline: str = ""
    turn: str = ""
    scored: tuple[int, ...] = ()

    @property
    def lang(self) -> Any:
        """The language of the reader."""
        return self.request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware

    @property
    def mine(self) -> Mapping[str, Any]:
        """What is its own: side, points, floor, brief."""
        return self.seen.get("mine") or {}

    @property
    def side(self) -> str:
        """The side that it plays; empty where it plays none."""
        return str(self.mine.get("side") or "")

    @property
    def is_over(self) -> bool:
        """Whether nothing is offered any more."""
        return self.seen["phase"] == "closed" or bool(self.seen.get("deal"))

    @property
    def may_offer(self) -> bool:
        """Whether it may make an offer now, as far as the page knows; the rules of the room decide."""
        is_turn = self.turn in ("", self.side) and self.table.protocol != "single text"
        return bool(self.side) and self.seen["phase"] == "open" and not self.is_over and is_turn


def shown(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Show the negotiation as this seat may know it."""
    seat = seat_of(request, room, here)
    if seat.role == "projector":
        return page_of(seat, "rooms/game_projector.html", _table(seat))
    return _place(seat, request.GET.get("show", ""))


def write(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Take what a form sends; a package that is only counted is shown with its points."""
    wait = too_much(request, room, here, 1)
    if wait:
        return later(request, wait, as_json=False)
    seat, sent = seat_of(request, room, here), Sent.of(request.POST)
    kind, data = drafted(sent, seat.table, here)
    if kind == "offered":
        if sent.values.get("do") == "count":
            return _place(seat, "offer", sent=sent)
        if not data["package"]:
            return _place(seat, "offer", sent=sent, refused=Message("page-game-seat.all-issues"), status=422)
    if kind == "spoke" and not data["text"]:
        return _place(seat, "talk", sent=sent, refused=Message("page-game-seat.words-needed"), status=422)
    key = sent.values.get("key", "")[:100] or secrets.token_hex(8)
    if kind == "erased" and "seat" not in data:  # all that its side ever said of its points
        drafts = [draft_sent(room, kind, {"entry": number}, secrets.token_hex(8), ALLOWED) for number in seat.scored]
    else:
        drafts = [draft_sent(room, kind, data, key, ALLOWED)]
    results = DESK.write(room, here, drafts) if drafts else ()
    written = next((one for one in results if one.refused is not None), results[-1] if results else None)
    if written is None:
        return _place(seat, "own")
    if written.refused is not None:
        seat = seat_of(request, room, here)
        refused = why_not(written.refused, "party", "deal" if seat.seen.get("deal") else seat.seen["phase"], kind)
        return _place(seat, "offer" if kind == "offered" else AFTER.get(kind, "table"), sent=sent, refused=refused, status=409)
    if kind == "erased" and "seat" in data:
        return left(request, room)
    at = f"#o{written.number}" if kind == "offered" else f"#o{data['offer']}" if "offer" in data else ""
    return HttpResponseRedirect(f"{reverse('room-seat', args=[room])}?show={AFTER[kind]}&done={kind}{at}")


def seat_of(request: HttpRequest, room: str, here: str) -> SeatView:
    """Return a seat and what it may know."""
    found = whole_room(room)
    with DESK.reading(room, there=found) as live:
        state: Any = live.state
        seen, role, settings = seen_by(state, here), state.seats[here].role, state.settings
        scored = tuple(int(number) for number in state.scored.get(state.side_of(here), ()))
        deadline, turn = state.deadline, state.whose_turn
    lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    return SeatView(request, found, here, role, settings, seen, known_table(settings, lang), deadline, turn, scored)


def page_of(seat: SeatView, template: str, values: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Return a page of a seat, with what every one of them shows."""
    seen, table, done = seat.seen, seat.table, seat.request.GET.get("done", "")
    common = {
        "room": seat.room.pk,
        "at": reverse("room-seat", args=[seat.room.pk]),
        "seat_mark": seat_mark(seat.room.pk, seat.id),
        "heading": seat.room.called.in_language(seat.lang),
        "phase": seen["phase"],
        "role": seat.role,
        "side": table.name(seat.side) if seat.side else "",
        "table": table,
        "until": seat.deadline if seen["phase"] == "open" and not seat.is_over else "",
        "closes": _closes(seat),
        "turn": table.name(seat.turn) if seat.turn and not seat.is_over else "",
        "is_my_turn": bool(seat.turn) and seat.turn == seat.side and not seat.is_over,
        "again": [table.name(one["id"]) for one in seen["sides"] if one.get("again")],
        "may_offer": seat.may_offer,
        "may_speak": bool(seat.side) and seen["phase"] != "closed",
        "others": [(side, name) for side, name in table.sides.items() if side != seat.side],
        "is_revealed": _is_revealed(seat),
        "debrief": reverse(DEBRIEF, args=[seat.room.pk]) if DEBRIEF in SEAT_ROUTES else "",
        "done": Message(f"page-game-seat.done.{done}") if done in (*AFTER, "scored") else None,
        "longest": LONGEST,
        "preparation": _preparation(seat.room),
        "needs_points": table.is_real and bool(seat.side) and not seat.mine.get("points") and not seat.is_over,
    }
    response = private_page(seat.request, template, common | dict(values), status=status)
    ticket.give(response, {seat.room.pk: seat.id})
    return response


def _place(seat: SeatView, place: str, *, sent: Sent | None = None, refused: Message | None = None, status: int = 200) -> HttpResponse:
    """Show one of the places of a seat."""
    place = place if place in PLACES and (seat.side or place == "talk") else "table"
    if place == "offer" and not seat.may_offer and refused is None:
        place = "table"
    values: dict[str, Any] = {
        "place": place,
        "refused": refused,
        "form": sent.values if sent else {},
        "ticked": list(sent.to) if sent else [],
    }
    if place == "table":
        values |= _table(seat)
    elif place == "offer":
        values |= composed(seat.seen, seat.table, sent, seat.request.GET.get("from", ""))
    elif place == "talk":
        values |= {"words": _words(seat)}
    else:
        values |= own_of(seat.seen, seat.table, seat.lang) | {
            "notice": points_notice(seat.room, seat.settings, seat.table, seat.lang),
            "may_delete": bool(seat.scored),
        }
    return page_of(seat, f"rooms/game_{place}.html", values, status)


def _table(seat: SeatView) -> dict[str, Any]:
    """Return the offers, and the deal where there is one."""
    found = offers_of(seat.seen, seat.table, lambda votes: missing_votes(seat.settings, votes))
    is_wall = seat.role == "projector"  # it shows a few, otherwise
    cards = [] if is_wall else offer_cards(seat.request, seat.room.pk, found, may_offer=seat.may_offer, is_real=seat.table.is_real)
    return {
        "offers": found,
        "cards": cards,
        "deal": next((one for one in found if one.is_deal), None),
        "better": seat.seen.get("better") if seat.table.is_real else None,
        "all_sides": all_sides(seat.seen, seat.table, seat.lang) if _is_revealed(seat) else [],
        "debrief": reverse("room-debrief", args=[seat.room.pk]) if _is_revealed(seat) else "",
    }


def _is_revealed(seat: SeatView) -> bool:
    """Whether all points lie open: never in a real session."""
    return not seat.table.is_real and any(one.get("points") for one in seat.seen["sides"])


def _words(seat: SeatView) -> list[tuple[str, tuple[str, ...], str, bool]]:
    """Return what was said to this seat or by it, the newest first: by whom, to whom (nobody: all), what, whether it is one's own."""
    table = seat.table
    rows = sorted(seat.seen.get("words") or (), key=lambda row: -int(row["number"]))
    return [
        (
            table.name(one["by"]) if one.get("by") in table.sides else "",
            table.names(one.get("to") or ()),
            one["text"],
            one.get("by") == seat.side,
        )
        for one in rows
    ]


def _preparation(room: Room) -> str:
    """Return where the talks are prepared of which this room is a run; empty where it is none."""
    if not room.prepares or room.dossier_id is None:
        return ""
    return f"{reverse('preparation', args=[room.dossier.slug])}?{urlencode({'negotiation': room.prepares})}"


def _closes(seat: SeatView) -> Message | None:
    """Return when the negotiation ends."""
    return (
        Message("page-game-seat.closes", at=moment.shown(moment.parse(seat.deadline), seat.room.zone or "UTC")) if seat.deadline else None
    )
