"""Who sits at which side of a negotiation, who moves, who leaves."""

from __future__ import annotations

from typing import Any

from legation.rooms.entry import Entry
from legation.rooms.negotiation.better import forget
from legation.rooms.negotiation.speaking import data_of
from legation.rooms.negotiation.state import STYLES, Negotiation, Place
from legation.rooms.refused import Refused
from legation.rooms.seating import SEATING
from legation.rooms.state import Field, Seat

__all__ = ["MOVE", "SIT", "erase_seat", "moved", "removed", "seated"]

_ROLES = ("delegate", "observer", "projector")
_MORE = {"side": Field(type=str, needed=False, longest=100), "bot": Field(type=str, needed=False, allowed=("", *STYLES))}
SIT = {**SEATING["seated"].fields, **_MORE}
"""Fields of ``seated``."""
MOVE = {**SEATING["moved"].fields, **_MORE}
"""Fields of ``moved``."""


def seated(state: Negotiation, entry: Entry) -> None:
    """Seat somebody, or a simulated player; there is one host."""
    data = data_of(entry)
    if data["role"] == "host":
        raise Refused("no-role", entry.number, role="host")
    if data["role"] not in _ROLES:
        raise Refused("unknown", entry.number, field="role", found=data["role"])
    _check_place(state, entry, data, data["role"])
    SEATING["seated"].take(state, entry)
    _place(state, entry, data)


def moved(state: Negotiation, entry: Entry) -> None:
    """Give a seat another role or side; the host takes one side at most, and goes from it to no other."""
    data = data_of(entry)
    seat = state.seat(data["seat"], entry)
    if seat.role == "host":
        place = state.places.get(seat.id)
        if set(data) - {"seat", "side", "reason"} or not data.get("side") or (place is not None and place.side != data["side"]):
            raise Refused("no-role", entry.number, role="host")
        _check_place(state, entry, data, "delegate")
        if place is None:
            _place(state, entry, data)
        return
    role = data.get("role") or seat.role
    if role not in _ROLES:
        raise Refused("no-role" if role == "host" else "unknown", entry.number, field="role", found=role)
    place = state.places.get(seat.id)
    known = {"side": place.side, "bot": place.bot} if place is not None and role == "delegate" else {}
    given = known | {name: data[name] for name in ("side", "bot") if data.get(name) is not None}
    _check_place(state, entry, given, role)
    SEATING["moved"].take(state, entry)
    if role != "delegate":
        state.places.pop(seat.id, None)
    elif place is None or (place.side, place.bot) != (given.get("side", ""), given.get("bot", "")):
        since = place.since if place is not None and place.side == given.get("side") else entry.number
        _place(state, entry, given, since=since)


def removed(state: Negotiation, entry: Entry) -> None:
    """Take a seat from somebody; what was said there stands."""
    seat = state.seat(data_of(entry)["seat"], entry)
    if seat.removed or seat.role == "host":
        raise Refused("no-role", entry.number)
    seat.removed = True


def erase_seat(state: Negotiation, entry: Entry, name: str) -> None:
    """Let somebody take along what they said: words, reasons, points. Offers, answers and votes are those of the side, and stay."""
    seat = state.seat(name, entry)
    by = state.seats.get(entry.by)
    if seat.role == "host" or seat.erased or (entry.by != name and (by is None or by.role != "host")):
        raise Refused("no-role", entry.number)
    state.seats[name] = Seat(id=name, role=seat.role, removed=True, erased=True)
    state.words = [word for word in state.words if word.seat != name]
    state.forget_points(int(number) for rows in state.scored.values() for number, author in rows.items() if author == name)
    forget()
    for offer in state.offers.values():
        if offer.seat == name:
            offer.reason = ""
        for side, author in offer.rejecting.items():
            if author == name:
                offer.rejected[side] = ""


def _check_place(state: Negotiation, entry: Entry, data: dict[str, Any], role: str) -> None:
    side, bot = data.get("side"), data.get("bot")
    if side and side not in state.sides:
        raise Refused("unknown", entry.number, field="side", found=side)
    if (side or bot) and role != "delegate":
        raise Refused("no-role", entry.number, role=role)
    if bot and (not side or state.is_real):
        raise Refused("no-role", entry.number)


def _place(state: Negotiation, entry: Entry, data: dict[str, Any], *, since: int | None = None) -> None:
    if data.get("side"):
        state.places[data["seat"] if "seat" in data else data_of(entry)["seat"]] = Place(
            side=data["side"], since=entry.number if since is None else since, bot=data.get("bot") or ""
        )
