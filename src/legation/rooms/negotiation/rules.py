"""What may be written in a negotiation room, by whom, and what it changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from legation.methods.negotiation import WHY
from legation.rooms.deliberation.rules import REASONS
from legation.rooms.entry import Entry
from legation.rooms.negotiation.dealing import seal, seal_at_the_end
from legation.rooms.negotiation.fields import Table, Whole
from legation.rooms.negotiation.own_points import points_gone, released, scored, scored_erased
from legation.rooms.negotiation.seats import MOVE, SIT, erase_seat, moved, removed, seated
from legation.rooms.negotiation.settings import MOST_ISSUES, MOST_SIDES, instant
from legation.rooms.negotiation.speaking import check_open, data_of, offer_to_me, recipients, speaks_for
from legation.rooms.negotiation.state import PHASES, Negotiation, Offer, Word
from legation.rooms.refused import Refused
from legation.rooms.state import CLOCK, EntryKind, Field

__all__ = ["ENTRIES"]

_NAME = Field(type=str, needed=False, longest=100)
_TO = Field(type=list, needed=False, longest=MOST_SIDES)
_OFFER = Field(type=int, low=1)
_REASON = Field(type=str, needed=False, longest=2_000)
_WHY_REMOVED = Field(type=str, needed=False, allowed=("", *REASONS))
"""No words: that a seat was empty from here on stays when it is erased, for turns and votes rest on it."""
_TALKS = ("host", "delegate")


def _offered(state: Negotiation, entry: Entry) -> None:
    data = data_of(entry)
    is_host = state.seats[entry.by].role == "host" and state.settings["protocol"] == "single text"
    side = state.side_of(entry.by) if is_host and not data.get("side") else speaks_for(state, entry)
    check_open(state, entry)
    if state.settings["protocol"] == "single text" and not is_host:
        raise Refused("no-role", entry.number)
    if state.whose_turn not in ("", side):
        raise Refused("not-open", entry.number)
    package = tuple(data["package"])
    if len(package) != len(state.sizes) or not all(one < size for one, size in zip(package, state.sizes, strict=True)):
        raise Refused("unknown", entry.number, field="package", found=str(list(package))[:80])
    reasons = data.get("reasons") or []
    if reasons and not (entry.by in state.places and state.places[entry.by].bot):
        raise Refused("no-role", entry.number)
    for row in reasons:
        if row["issue"] >= len(package) or (row.get("side") or side or state.sides[0]) not in state.sides:
            raise Refused("unknown", entry.number, field="reasons", found=str(row["issue"]))
    to = recipients(state, entry, side)
    if to and set(to) <= {side}:
        raise Refused("unknown", entry.number, field="to", found=side)
    offer = Offer(
        number=_number(state, entry),
        at=entry.at,
        seat=entry.by,
        by=side,
        package=package,
        to=to,
        reason=data.get("reason") or "",
        reasons=[{"issue": row["issue"], "why": row["why"], "side": row.get("side") or ""} for row in reasons],
    )
    state.offers[str(offer.number)] = offer
    if side:
        state.pass_turn(side)
    seal(state, offer)


def _number(state: Negotiation, entry: Entry) -> int:
    """Return the number by which an offer is named: that of its entry, and in a log that left its room that which it had there."""
    given = data_of(entry).get("number")
    if given is None:
        return entry.number
    if not state.settings.get("branch"):
        raise Refused("unknown", entry.number, field="number", found=str(given))
    if str(given) in state.offers:
        raise Refused("twice", entry.number, found=str(given))
    return int(given)


def _accepted(state: Negotiation, entry: Entry) -> None:
    side = speaks_for(state, entry)
    check_open(state, entry)
    offer = offer_to_me(state, entry, side)
    if side in offer.accepted or side in offer.rejected:
        raise Refused("twice", entry.number, found=str(offer.number))
    offer.accepted.append(side)
    if state.whose_turn == side:
        state.pass_turn(side)
    seal(state, offer)


def _rejected(state: Negotiation, entry: Entry) -> None:
    side = speaks_for(state, entry)
    check_open(state, entry)
    offer = offer_to_me(state, entry, side)
    if side in offer.accepted or side in offer.rejected:
        raise Refused("twice", entry.number, found=str(offer.number))
    offer.rejected[side] = data_of(entry).get("reason") or ""
    offer.rejecting[side] = entry.by


def _voted(state: Negotiation, entry: Entry) -> None:
    side = speaks_for(state, entry)
    check_open(state, entry)
    offer = offer_to_me(state, entry, side)
    if not state.settings.get("rule"):
        raise Refused("not-open", entry.number)
    offer.votes[side] = data_of(entry)["value"]
    seal(state, offer)


def _spoke(state: Negotiation, entry: Entry) -> None:
    data = data_of(entry)
    seat = state.seats[entry.by]
    side = speaks_for(state, entry) if seat.role == "delegate" or data.get("side") else state.side_of(entry.by)
    check_open(state, entry)
    if not data["text"].strip():
        raise Refused("unknown", entry.number, field="text", found="")
    to = recipients(state, entry, side)
    if to and not side:
        raise Refused("no-role", entry.number)  # a side room is one of sides
    state.words.append(Word(number=entry.number, seat=entry.by, by=side, role=seat.role, text=data["text"], to=to))


def _phase(state: Negotiation, entry: Entry) -> None:
    data = data_of(entry)
    if state.phase == "closed":
        if data["phase"] == "closed" and (state.ended or state.settings.get("branch")):
            return  # the deadline has closed it already; after the cut that is a closing like another
        raise Refused("closed", entry.number)
    if data["phase"] != "closed" and state.is_late(entry.at):
        raise Refused("late", entry.number)
    if data.get("deadline"):
        deadline = instant(entry, data["deadline"])
        state.began = entry.at if not state.offers else state.began
        state.deadline = deadline
    state.phase = data["phase"]
    if state.phase == "closed":
        _close(state, entry)


def _due(state: Negotiation, entry: Entry) -> None:
    data = data_of(entry)
    if not state.deadline or data["deadline"] != state.deadline or data["what"] != "deadline":
        raise Refused("unknown", entry.number, field="deadline", found=data["deadline"])
    if entry.at < state.deadline:
        raise Refused("not-open", entry.number)
    state.phase, state.ended = "closed", state.deadline
    _close(state, entry)


def _close(state: Negotiation, entry: Entry) -> None:
    state.closed_at, state.deadline = entry.at, ""
    seal_at_the_end(state)


def _revealed(state: Negotiation, entry: Entry) -> None:
    if state.is_real:
        raise Refused("no-role", entry.number)
    if state.phase != "closed":
        raise Refused("not-open", entry.number)
    if state.revealed:
        raise Refused("twice", entry.number, found="revealed")
    state.revealed = True


def _erased(state: Negotiation, entry: Entry) -> None:
    data = data_of(entry)
    if (data.get("seat") is None) == (data.get("entry") is None):
        raise Refused("unknown", entry.number, field="seat", found="-")
    if data.get("entry") is not None:
        points_gone(state, entry, data["entry"])
    else:
        erase_seat(state, entry, data["seat"])


def _nothing(state: Negotiation, entry: Entry) -> None:
    """Of words that are gone nothing is left."""


def _noted(take: Callable[[Negotiation, Entry], None]) -> Callable[[Negotiation, Entry], None]:
    """Note, once an entry is taken, when its seat last acted."""

    def noted(state: Negotiation, entry: Entry) -> None:
        take(state, entry)
        if entry.by in state.places:
            state.places[entry.by].wrote = entry.at

    return noted


def _entry(fields: dict[str, Field], roles: tuple[str, ...], take: Any, **more: Any) -> EntryKind[Negotiation]:
    return EntryKind(fields=fields, roles=roles, take=take, **more)


_WHY = {"issue": Field(type=int, low=0), "why": Field(type=str, allowed=WHY), "side": _NAME}
_ANSWER = {"offer": _OFFER, "reason": _REASON, "side": _NAME}
ENTRIES: dict[str, EntryKind[Negotiation]] = {
    "seated": _entry(SIT, ("host",), seated),
    "moved": _entry(MOVE, ("host",), moved),
    "removed": _entry({"seat": Field(type=str, longest=100, is_id=True), "reason": _WHY_REMOVED}, ("host",), removed),
    "offered": _entry(
        {
            "package": Whole(type=list, longest=MOST_ISSUES, low=0),
            "to": _TO,
            "reason": _REASON,
            "reasons": Field(type=list, needed=False, longest=MOST_ISSUES, rows=_WHY),
            "side": _NAME,
            "number": Field(type=int, needed=False, low=1),
        },
        _TALKS,
        _noted(_offered),
    ),
    "accepted": _entry(_ANSWER, _TALKS, _noted(_accepted)),
    "rejected": _entry(_ANSWER, _TALKS, _noted(_rejected)),
    "voted": _entry({"offer": _OFFER, "value": Field(type=int, low=-1, high=1), "side": _NAME}, _TALKS, _noted(_voted)),
    "spoke": _entry(
        {"text": Field(type=str, longest=4_000), "to": _TO, "side": _NAME},
        (*_TALKS, "observer"),
        _spoke,
        personal=True,
        take_erased=_nothing,
    ),
    "scored": _entry(
        {"points": Table(type=list, longest=MOST_ISSUES), "floor": Field(type=int, needed=False), "side": _NAME},
        _TALKS,
        scored,
        personal=True,
        take_erased=scored_erased,
    ),
    "released": _entry(
        {
            "offer": Field(type=int, needed=False, low=1),
            "package": Whole(type=list, needed=False, longest=MOST_ISSUES, low=0),
            "side": _NAME,
        },
        _TALKS,
        released,
    ),
    "erased": _entry(
        {"seat": Field(type=str, needed=False, longest=100, is_id=True), "entry": Field(type=int, needed=False, low=1)},
        ("host", "delegate", "observer", "projector", CLOCK),
        _erased,
    ),
    "phase": _entry({"phase": Field(type=str, allowed=PHASES), "deadline": Field(type=str, needed=False, longest=40)}, ("host",), _phase),
    "due": _entry({"what": Field(type=str, longest=100), "deadline": Field(type=str, longest=40)}, (CLOCK,), _due),
    "revealed": _entry({}, ("host",), _revealed),
}
