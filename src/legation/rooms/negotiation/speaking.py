"""For which side a seat may speak, to whom, and whether anything may be said now."""

from __future__ import annotations

from typing import Any

from legation.rooms.entry import Entry
from legation.rooms.negotiation.state import Negotiation, Offer
from legation.rooms.refused import Refused

__all__ = ["check_open", "data_of", "found_offer", "offer_to_me", "recipients", "speaks_for"]


def data_of(entry: Entry) -> dict[str, Any]:
    """Return what an entry says."""
    return dict(entry.data or {})


def speaks_for(state: Negotiation, entry: Entry) -> str:
    """Return the side for which an entry was written; refuse one of nobody's side, or in the name of another."""
    side = state.side_of(entry.by)
    named = data_of(entry).get("side")
    if named and named not in state.sides:
        raise Refused("unknown", entry.number, field="side", found=str(named))
    if not side or (named and named != side):
        raise Refused("no-role", entry.number)
    return side


def check_open(state: Negotiation, entry: Entry) -> None:
    """Refuse what comes after the deal, after closing, after the deadline (written or not), or while the room is not open."""
    if state.deal or (state.phase == "closed" and not state.ended):
        raise Refused("closed", entry.number)
    if state.is_late(entry.at):
        raise Refused("late", entry.number)
    if state.phase == "closed":
        raise Refused("closed", entry.number)
    if state.phase != "open":
        raise Refused("not-open", entry.number)


def recipients(state: Negotiation, entry: Entry, side: str) -> tuple[str, ...]:
    """Return the sides that something is for, in their order, without the one that says it; none: it is for all."""
    given = data_of(entry).get("to")
    if given is None:
        return ()
    stranger = next((one for one in given if one not in state.sides), None)
    if stranger is not None or not given:
        raise Refused("unknown", entry.number, field="to", found=str(stranger or "-")[:80])
    if not state.settings["side_rooms"]:
        raise Refused("no-role", entry.number)
    others = tuple(one for one in state.sides if one in given and one != side)
    return others or (side,)


def found_offer(state: Negotiation, entry: Entry, number: int) -> Offer:
    """Return an offer by the number of its entry."""
    offer = state.offers.get(str(number))
    if offer is None:
        raise Refused("unknown", entry.number, field="offer", found=str(number))
    return offer


def offer_to_me(state: Negotiation, entry: Entry, side: str) -> Offer:
    """Return the offer that an entry answers; refuse an answer to one that was not made to its side."""
    offer = found_offer(state, entry, data_of(entry)["offer"])
    if side not in state.others(offer) or side == offer.by:
        raise Refused("no-role", entry.number)
    return offer
