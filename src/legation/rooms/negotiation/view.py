"""What a seat may know of a negotiation: nothing is given to it and then hidden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from legation.rooms.entry import Entry
from legation.rooms.negotiation.better import better, distance
from legation.rooms.negotiation.own_points import key_of
from legation.rooms.negotiation.state import Negotiation, Offer, Word

__all__ = ["concerned", "seen_by"]

Row = dict[str, Any]
_NAMES = ("name_fr", "name_en", "public_fr", "public_en")


def seen_by(state: Negotiation, seat: str | None) -> Row:
    """Return the sides, the offers and words that were made to a seat, the deal, and what is its own.

    Of points, floors and briefs a seat sees its own side's, and after ``revealed`` all. In a real session a side sees besides whether a
    package better for all exists; whoever is no side sees of an offer that there is one, and the package once every side released it; the
    host, unless it plays, how far an offer is from the frontier. A host who plays sees what its side sees.
    """
    side = state.side_of(seat)
    is_host = seat is not None and state.seats[seat].role == "host" and not side
    shown: Row = {
        "sides": _sides(state),
        "offers": [_offer(state, one, side, is_host=is_host) for one in state.offers.values() if _may_see(one.by, one.to, side)],
        "words": [_word(one) for one in state.words if _may_see(one.by, one.to, side)],
        "deal": _deal(state, side),
        "mine": _mine(state, seat, side) if side else {},
    }
    if state.is_real:
        shown["better"] = better(state) if side or is_host else None
        if is_host:
            shown["mine"] = {"released": [list(map(int, key.split())) for key in state.released if _is_released(state, key)]}
    return shown


def concerned(state: Negotiation, entry: Entry) -> Iterator[str]:  # noqa: ARG001 - whatever is written may be for some alone
    """Yield the seats whose picture may change otherwise than that of all: any."""
    yield from state.seats


def _may_see(by: str, to: tuple[str, ...], side: str) -> bool:
    return not to or (bool(side) and side in (by, *to))


def _sides(state: Negotiation) -> list[Row]:
    by_side: dict[str, list[str]] = {}
    for seat, place in state.places.items():
        if not state.seats[seat].removed:
            by_side.setdefault(place.side, []).append(place.bot)
    return [_side(state, row, by_side.get(row["id"], [])) for row in state.settings["sides"]]


def _side(state: Negotiation, row: Row, styles: list[str]) -> Row:
    """Return a side as all see it; ``styles`` are those of its seats, empty where somebody sits there."""
    side = row["id"]
    shown: Row = {"id": side}
    for name in _NAMES:
        shown[name] = row.get(name) or ""
    shown["is_bot"], shown["seats"] = bool(styles) and all(styles), len(styles)
    if state.is_real:  # whoever sits there now reads what was offered and said to whoever did before
        before = [name for name, place in state.places.items() if place.side == side and state.seats[name].removed]
        shown["again"] = bool(before and styles)
    if state.settings["protocol"] == "turns":
        shown["turn"] = state.whose_turn == side and not state.deal and state.phase != "closed"
    return shown | _worth(state, side) if state.revealed else shown


def _worth(state: Negotiation, side: str) -> Row:
    """Return what stands in the file of a rehearsal for a side."""
    settings = state.settings
    return {
        "points": (settings.get("scores") or {}).get(side),
        "floor": (settings.get("floors") or {}).get(side),
        "brief": (settings.get("briefs") or {}).get(side),
    }


def _offer(state: Negotiation, offer: Offer, side: str, *, is_host: bool) -> Row:
    is_open = _knows_package(state, offer, side)
    row: Row = {
        "id": str(offer.number),
        "number": offer.number,
        "by": offer.by or None,
        "package": list(offer.package) if is_open else None,
        "to": list(offer.to),
        "reason": offer.reason if is_open else "",
        "reasons": offer.reasons if is_open else [],
        "accepted": list(offer.accepted),
        "rejected": [{"side": one, "reason": reason if is_open else ""} for one, reason in offer.rejected.items()],
        "votes": ({offer.by: 1} if offer.by and state.settings.get("rule") else {}) | offer.votes,
    }
    if state.is_real and is_host:
        row["distance"] = distance(state, offer.package)
    return row


def _knows_package(state: Negotiation, offer: Offer, side: str) -> bool:
    """Whether a seat may read a package that was offered: in a real session a side, others what every side released or the host wrote."""
    return not state.is_real or bool(side) or not offer.by or _is_released(state, key_of(offer.package))


def _is_released(state: Negotiation, key: str) -> bool:
    return set(state.sides) <= set(state.released.get(key, ()))


def _word(word: Word) -> Row:
    return {
        "id": str(word.number),
        "number": word.number,
        "by": word.by or None,
        "role": word.role,
        "to": list(word.to),
        "text": word.text,
    }


def _deal(state: Negotiation, side: str) -> Row | None:
    if not state.deal:
        return None
    offer = state.offers[state.deal]
    return {"offer": offer.number, "package": list(offer.package) if _knows_package(state, offer, side) else None}


def _mine(state: Negotiation, seat: str | None, side: str) -> Row:
    """Return what is a side's own; in a real session only to those who sat there when it said so, and who said it."""
    if not state.is_real:
        return {"side": side, **_worth(state, side)}
    points = state.points.get(side)
    if points is not None and points.seat != seat and state.places[str(seat)].since > points.number:
        points = None
    return {
        "side": side,
        "points": None if points is None else [list(row) for row in points.points],
        "floor": None if points is None else points.floor,
        "brief": None,
    }
