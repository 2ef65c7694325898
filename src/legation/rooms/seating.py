"""Entries that every kind of room has: who is seated, moved, removed; a deadline that came."""

from __future__ import annotations

from typing import Any

from legation.rooms.entry import Entry
from legation.rooms.refused import Refused
from legation.rooms.state import CLOCK, ROLES, EntryKind, Field, RoomState, Seat

__all__ = ["INSIDE", "LEAVES", "OPENED", "SEATING", "opening"]

INSIDE = ("organisation", "seat", "anonymous")
"""How those who sit in a room see one another."""
LEAVES = ("attributed", "organisation", "chatham", "nothing")
"""How those who said something stand in what leaves the room."""

_SEAT = {
    "seat": Field(type=str, longest=100),
    "role": Field(type=str, allowed=ROLES),
    "organisation": Field(type=str, needed=False, longest=200),
    "group": Field(type=str, needed=False, longest=200),
    "weight": Field(type=int, needed=False, low=1, high=10_000),
    "reason": Field(type=str, needed=False, longest=2_000),
}
OPENED = {
    "seed": Field(type=int, low=0),
    "inside": Field(type=str, allowed=INSIDE),
    "leaves": Field(type=str, allowed=LEAVES),
    "smallest": Field(type=int, low=5, high=10_000),
    "safety": Field(type=bool),
    "branch": Field(type=list, members=(str, int, str), needed=False, longest=100, low=1),
    "cut_days": Field(type=int, low=1, high=3_650),
}
"""Fields of ``opened`` in every room."""
DEFAULTS: dict[str, Any] = {"seed": 0, "inside": "seat", "leaves": "nothing", "smallest": 5, "safety": False, "cut_days": 30}
SAFE_SMALLEST = 10
"""Of people whose safety is at risk nothing is shown of fewer."""


def opening(entry: Entry, fields: dict[str, Field], defaults: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a room from its first entry, which no other changes; refuse what is not allowed."""
    declared: EntryKind[RoomState] = EntryKind(fields=OPENED | fields, roles=("host",), take=_seated)
    known = DEFAULTS | defaults
    declared.checked(entry, known)
    settings = known | {name: value for name, value in (entry.data or {}).items() if value is not None}
    if settings["safety"]:
        settings["smallest"] = max(settings["smallest"], SAFE_SMALLEST)
    return settings


def _seated(state: RoomState, entry: Entry) -> None:
    data = entry.data or {}
    name = data["seat"]
    if name in state.seats or not name or name == CLOCK:
        raise Refused("twice", entry.number, found=name)
    state.seats[name] = Seat(
        id=name,
        role=data["role"],
        organisation=data.get("organisation"),
        group=data.get("group"),
        weight=data.get("weight") or 1,
    )


def _moved(state: RoomState, entry: Entry) -> None:
    data = entry.data or {}
    seat = state.seat(data["seat"], entry)
    if seat.removed or seat.role == "host":
        raise Refused("no-role", entry.number, role=seat.role)
    if data.get("role"):
        seat.role = data["role"]
    for name in ("organisation", "weight"):
        if data.get(name):
            setattr(seat, name, data[name])
    if data.get("group") is not None:
        seat.group = data["group"] or None  # it may speak for itself alone again


SEATING: dict[str, EntryKind[Any]] = {
    "seated": EntryKind(fields=_SEAT, roles=("host",), take=_seated, personal=True),
    "moved": EntryKind(fields=_SEAT | {"role": Field(type=str, needed=False, allowed=ROLES)}, roles=("host",), take=_moved, personal=True),
}
"""Entries by which a host seats people."""
