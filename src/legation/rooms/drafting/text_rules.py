"""What entries do to a text: the same as events do, in the name of the seat's delegation or of the group that named it."""

from __future__ import annotations

import re
from dataclasses import replace

from legation import moment
from legation.rooms.drafting import brackets, levels, proposals, saying, versions
from legation.rooms.drafting.event import (
    LEVELS,
    Agreed,
    Asked,
    Broken,
    Brought,
    Closed,
    Confirmed,
    Linked,
    Paragraph,
    Proposed,
    Referred,
    Reopened,
    Reserved,
    Stood,
)
from legation.rooms.drafting.room import Drafting, Offer
from legation.rooms.drafting.speaking import actor_in, check_takes_part, data_of, is_chair, is_gone, place_of, reason_of
from legation.rooms.drafting.wording import check_label, check_line, check_words
from legation.rooms.entry import Entry
from legation.rooms.refused import Refused

__all__ = [
    "agreed",
    "broken",
    "closed",
    "confirmed",
    "linked",
    "proposed",
    "put_under_silence",
    "referred",
    "reopened",
    "reserved",
    "stood",
    "taken",
    "version",
]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
DEEPEST = 100
"""Brackets in each other, the most that a paragraph of a live room may have."""
_OPENING, _CLOSING = frozenset("[［【"), frozenset("]］】")


def version(state: Drafting, entry: Entry) -> None:
    """Take a version of the text."""
    data = data_of(entry)
    paragraphs = tuple(Paragraph(**(row | {"sources": tuple(row.get("sources") or ())})) for row in map(dict, data["paragraphs"]))
    if not paragraphs:  # a text is not cleared by a form that came without one
        raise Refused("unknown", entry.number, field="paragraphs", found="-")
    for one in paragraphs:
        _check_depth(one.text, entry)
    event = Brought(at=entry.at, by=actor_in(state, entry), kind=data["kind"], paragraphs=paragraphs)
    versions.brought(state.desk, event, place_of(entry), entry.by)


def _check_depth(text: str, entry: Entry) -> None:
    depth = 0
    for sign in text:
        depth = depth + 1 if sign in _OPENING else max(depth - 1, 0) if sign in _CLOSING else depth
        if depth > DEEPEST:
            raise Refused("too-long", entry.number, field="text", found=depth, allowed=DEEPEST)


def proposed(state: Drafting, entry: Entry) -> None:
    """Take a proposal; an observer's, where observers do not take part, is an offer that opens no bracket."""
    data = data_of(entry)
    offered = data.pop("offered", False)
    if not is_gone(state, entry):
        may_only_offer = state.seats[entry.by].role == "observer" and not state.settings["equal"]
        if offered != may_only_offer:
            raise Refused("no-role", entry.number)
    if state.desk.strict:
        check_words(data.get("text", ""), entry)
        check_label(data.get("label", ""), entry)
    proposers = tuple(actor_in(state, entry, name) for name in data.pop("proposers", ()))
    event = Proposed(at=entry.at, by=actor_in(state, entry), proposers=proposers, **data)
    if event.id in state.offers:
        raise Refused("twice", entry.number, found=event.id)
    if offered:
        proposals.check(state.desk, event, place_of(entry))
        state.offers[event.id] = Offer(event=event, seat=entry.by)
    else:
        proposals.proposed(state.desk, event, place_of(entry), entry.by)


def taken(state: Drafting, entry: Entry) -> None:
    """Open the bracket of an observer's offer in the name of the delegation that takes it over; where it came from stays beside it."""
    check_takes_part(state, entry)
    data = data_of(entry)
    offer = state.offers.get(data["id"])
    if offer is None:
        if not state.desk.strict:  # its observer left, and it with them
            return
        raise Refused("unknown", entry.number, field="id", found=data["id"])
    actor = actor_in(state, entry)
    again = {name: data[name] for name in ("start", "end", "seen") if name in data}
    event = replace(offer.event, at=entry.at, by=actor, proposers=(actor,), **again)
    proposals.proposed(state.desk, event, place_of(entry), entry.by)
    bracket = state.desk.brackets[event.id]
    origin = offer.event.by if offer.seat in state.seats else ""  # whoever was erased since is named on no day before it either
    state.desk.brackets[event.id] = replace(bracket, origin=origin, origin_seat=offer.seat)
    del state.offers[event.id]


def stood(state: Drafting, entry: Entry) -> None:
    """Take a stance."""
    check_takes_part(state, entry)
    data = data_of(entry)
    actor = actor_in(state, entry, data.pop("actor", ""))
    saying.stood(state.desk, Stood(at=entry.at, by=actor, **data), place_of(entry), entry.by)


def reserved(state: Drafting, entry: Entry) -> None:
    """Take a reservation, or its withdrawal."""
    check_takes_part(state, entry)
    data = data_of(entry)
    actor = actor_in(state, entry, data.pop("actor", ""))
    if state.desk.strict:
        check_line(data["text"], entry)
    saying.reserved(state.desk, Reserved(at=entry.at, by=actor, **data | {"text": data["text"].strip()}), place_of(entry), entry.by)


def broken(state: Drafting, entry: Entry) -> None:
    """Break a silence, with a reason."""
    check_takes_part(state, entry)
    data = data_of(entry)
    actor = actor_in(state, entry, data.get("actor", ""))
    event = Broken(at=entry.at, by=actor, id=data["id"], units=tuple(data.get("units", ())), reason=reason_of(data, entry))
    levels.broken(state.desk, event, place_of(entry), entry.by)


def referred(state: Drafting, entry: Entry) -> None:
    """Accept a paragraph ad referendum."""
    check_takes_part(state, entry)
    data = data_of(entry)
    levels.referred(
        state.desk, Referred(at=entry.at, by=actor_in(state, entry, data.get("actor", "")), unit=data["unit"]), place_of(entry), entry.by
    )


def confirmed(state: Drafting, entry: Entry) -> None:
    """Confirm what was pending."""
    check_takes_part(state, entry)
    data = data_of(entry)
    levels.confirmed(
        state.desk, Confirmed(at=entry.at, by=actor_in(state, entry, data.get("actor", "")), unit=data["unit"]), place_of(entry), entry.by
    )


def closed(state: Drafting, entry: Entry) -> None:
    """Close a bracket."""
    if state.desk.strict:
        check_words(data_of(entry).get("text", ""), entry)
    brackets.closed(state.desk, Closed(at=entry.at, by=actor_in(state, entry), **data_of(entry)), place_of(entry), entry.by)


def agreed(state: Drafting, entry: Entry) -> None:
    """Raise a paragraph or a package."""
    data = data_of(entry)
    pending = tuple(dict.fromkeys(data.get("pending", ())))
    there = {name for one in state.desk.members for name in (one.actor, one.group)}
    stranger = next((name for name in pending if not name or name not in there), None)
    if stranger is not None and state.desk.strict:
        raise Refused("unknown", entry.number, field="pending", found=stranger[:80] or "-")
    levels.agreed(
        state.desk, Agreed(at=entry.at, by=actor_in(state, entry), unit=data["unit"], level=data["level"], pending=pending), place_of(entry)
    )


def reopened(state: Drafting, entry: Entry) -> None:
    """Open again what was agreed; a delegation says why."""
    data = data_of(entry)
    if not is_chair(state, entry):
        check_takes_part(state, entry)
        reason_of(data, entry)
    unit = state.desk.units.get(data["unit"])
    if unit is not None and unit.level not in LEVELS[2:] and state.desk.strict:
        raise Refused("conflict", entry.number)
    levels.reopened(state.desk, Reopened(at=entry.at, by=actor_in(state, entry), **data), place_of(entry))


def linked(state: Drafting, entry: Entry) -> None:
    """Link what goes together."""
    data = data_of(entry)
    event = Linked(at=entry.at, by=actor_in(state, entry), id=data["id"], targets=tuple(data.get("targets", ())))
    levels.linked(state.desk, event, place_of(entry))


def put_under_silence(state: Drafting, entry: Entry) -> None:
    """Put paragraphs under silence until a deadline."""
    data = data_of(entry)
    number = data.pop("until", None)
    if (number is not None or not data.get("deadline")) and not state.is_cut:
        raise Refused("unknown", entry.number, field="deadline", found="-")
    if not data["units"]:
        raise Refused("unknown", entry.number, field="units", found="-")
    units = tuple(dict.fromkeys(data["units"]))
    event = Asked(at=entry.at, by=actor_in(state, entry), **(data | {"units": units, "deadline": data.get("deadline", "")}))
    levels.put_under_silence(state.desk, event, place_of(entry), _ends)
    if number is not None:
        state.ends_at[event.id] = number


def _ends(deadline: str, zone: str) -> tuple[str, bool]:
    """Return the instant of a deadline, and whether it is the end of a day, which no longer meets it."""
    if not deadline:
        return "", False
    if _DAY.fullmatch(deadline):
        return moment.written(moment.ends(deadline, zone or "UTC")), True
    if _LOCAL.fullmatch(deadline):
        return moment.written(moment.instant(deadline, zone or "UTC")), False
    return moment.written(moment.parse(deadline)), False
