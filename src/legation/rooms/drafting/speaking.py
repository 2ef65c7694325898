"""For whom an entry speaks, and whether its seat may: what the rules of a drafting room ask of every entry."""

from __future__ import annotations

from typing import Any

from legation.rooms.drafting.room import Drafting, actor_of, voices_of
from legation.rooms.entry import Entry
from legation.rooms.refused import Refused

__all__ = ["actor_in", "check_takes_part", "data_of", "is_chair", "is_gone", "place_of", "reason_of"]


def data_of(entry: Entry) -> dict[str, Any]:
    """Return what an entry says, without fields that have no value."""
    return {name: value for name, value in (entry.data or {}).items() if value is not None}


def is_gone(state: Drafting, entry: Entry) -> bool:
    """Whether the author of an entry was erased, so that nobody knows any more whom it spoke for."""
    return entry.by not in state.seats


def actor_in(state: Drafting, entry: Entry, named: str = "") -> str:
    """Return in whose name an entry speaks: that of its seat, or of the group that named it; no other."""
    seat = state.seat(entry.by, entry)
    if named and not is_gone(state, entry) and named not in voices_of(seat):
        raise Refused("no-role", entry.number)
    return named or actor_of(seat)


def is_chair(state: Drafting, entry: Entry) -> bool:
    """Whether the author of an entry is the chair."""
    return not is_gone(state, entry) and state.seats[entry.by].role == "chair"


def check_takes_part(state: Drafting, entry: Entry) -> None:
    """Refuse what an observer may not, but where all are equal."""
    if not is_gone(state, entry) and state.seats[entry.by].role == "observer" and not state.settings["equal"]:
        raise Refused("no-role", entry.number)


def place_of(entry: Entry) -> str:
    """Return how refusals name an entry."""
    return f"{entry.number}"


def reason_of(data: dict[str, Any], entry: Entry) -> str:
    """Return the reason that an entry gives; one without is refused."""
    reason = str(data.get("reason", "")).strip()
    if not reason:
        raise Refused("needs-reason", entry.number)
    return reason
