"""What leaves a negotiation room, and the same room without its instants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from legation.rooms.entry import Entry
from legation.rooms.negotiation.own_points import key_of
from legation.rooms.negotiation.settings import OF_REHEARSAL
from legation.rooms.negotiation.state import Negotiation, Offer

__all__ = ["leaves", "ordered", "outside", "timeless"]

_GENERAL = (
    "session",
    "protocol",
    "minutes",
    "game",
    "prepares",
    "host_side",
    "title_fr",
    "title_en",
    "rule",
    "status_quo",
    "issues",
    "sides",
)
_OF_SIDE = frozenset({"offered", "accepted", "rejected", "voted"})
_APART = frozenset({"organisation", "group", "weight", "reason"})
"""What is said of a seat beside that it is one."""


def leaves(state: Negotiation) -> dict[str, Any]:
    """Return what is negotiated, the offers and the deal; points, floors and what was told afterwards once a rehearsal is revealed.

    Words do not leave. Of a real session those packages do that every side released, and no points.
    """
    settings = state.settings
    left: dict[str, Any] = {name: settings[name] for name in _GENERAL if settings.get(name) is not None}
    offers = [one for one in state.offers.values() if _leaves(state, one)]
    left["offers"] = [
        {
            "number": one.number,
            "by": one.by or None,
            "package": list(one.package),
            "to": list(one.to),
            "accepted": list(one.accepted),
            "rejected": list(one.rejected),
            "votes": dict(one.votes),
        }
        for one in offers
    ]
    deal = state.offers.get(state.deal)
    left["deal"] = None if deal is None else {"offer": deal.number, "package": list(deal.package) if deal in offers else None}
    if state.revealed:
        left |= {name: settings[name] for name in OF_REHEARSAL if settings.get(name) is not None}
    return left


def timeless(entry: Entry) -> tuple[str, dict[str, Any] | None]:
    """Return the kind and the data of an entry without instants; without data, what a side said of its points, and words to few."""
    data = dict(entry.data or {})
    if entry.kind == "due":
        return "phase", {"phase": "closed"}
    if entry.kind == "scored" or (entry.kind == "spoke" and data.get("to")) or (entry.kind == "erased" and data.get("seat") is None):
        return entry.kind, None
    data.pop("deadline", None)
    return entry.kind, data


def ordered(log: Sequence[Entry]) -> Mapping[int, dict[str, Any]]:
    """Return what entries say otherwise after the cut: those of seats that were erased give no reasons."""
    gone = {str(entry.data["seat"]) for entry in log if entry.kind == "erased" and entry.data and entry.data.get("seat")}
    without = {"reason": None}
    return {
        entry.number: without for entry in log if entry.by in gone and entry.data and entry.data.get("reason") and entry.kind in _OF_SIDE
    }


def outside(state: Negotiation, entry: Entry, data: dict[str, Any], whole: bool) -> dict[str, Any] | None:  # noqa: FBT001 - a declaration's
    """Return what of an entry may stand in the log that leaves the room; None: it does not stand there.

    Offers, answers and votes name the side, and offers the number by which answers name them. Points and briefs stand there once the
    rehearsal is revealed, and offers to some sides too. Words do not before the cut, nor who sits where.
    """
    if entry.kind == "opened":
        return data if state.revealed or state.is_real else {name: value for name, value in data.items() if name not in OF_REHEARSAL}
    if entry.kind in _OF_SIDE:
        return _of_offer(state, entry, data)
    if entry.kind in ("phase", "revealed"):
        return data
    if entry.kind == "seated" and data.get("side"):
        return {name: value for name, value in data.items() if name not in _APART}
    if whole and entry.kind in ("spoke", "moved", "seated", "removed", "erased"):
        return {name: value for name, value in data.items() if name not in _APART}
    return None


def _of_offer(state: Negotiation, entry: Entry, data: dict[str, Any]) -> dict[str, Any] | None:
    number = (data.get("number") or entry.number) if entry.kind == "offered" else data["offer"]
    offer = state.offers.get(str(number))
    if offer is None or not _leaves(state, offer):
        return None
    author = state.places.get(entry.by)
    said = {name: value for name, value in data.items() if name != "reason" and value is not None}
    if author is not None:
        said["side"] = author.side
    return said | ({"number": offer.number} if entry.kind == "offered" else {})


def _leaves(state: Negotiation, offer: Offer) -> bool:
    if state.is_real:
        return set(state.sides) <= set(state.released.get(key_of(offer.package), ()))
    return not offer.to or state.revealed
