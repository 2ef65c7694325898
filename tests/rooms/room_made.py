"""Logs of rooms as tests write them, entry by entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from legation import moment
from legation.rooms import Entry, RoomState, begun
from legation.rooms.entry import FIRST
from legation.rooms.kinds import replay, room_kind, take

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
PEOPLE = tuple(f"p{number}" for number in range(8))


class Log:
    """A log that grows, and the state of its room; what is refused is not in it."""

    def __init__(self, kind: str = "deliberation") -> None:
        self.kind, self.entries, self.at = kind, list[Entry](), START
        self.state: RoomState | None = None

    def add(self, by: str, kind: str, /, *, key: str = "", **data: Any) -> Entry:
        entry = Entry(
            number=len(self.entries) + 1,
            at=moment.written(self.at),
            by=by,
            kind=kind,
            key=key or f"k{len(self.entries)}",
            data=data,
            salt=f"{len(self.entries):032x}",
            before=self.entries[-1].hash if self.entries else FIRST,
        )
        if self.state is None:
            self.state = begun(self.kind, entry)
        else:
            take(self.state, entry)
        self.entries.append(entry)
        if kind == "erased" and room_kind(self.kind).rereads:
            self.state = replay(self.kind, left_of(self.kind, self.entries))
        self.at += dt.timedelta(seconds=1)
        return entry


def left_of(kind: str, entries: Sequence[Entry]) -> list[Entry]:
    """Return a log as it lies in the database after seats were erased."""
    declared = room_kind(kind).entries
    said = {name for name, one in declared.items() if one.leaves_with_author}
    about = {name for name, one in declared.items() if one.personal}
    gone = {str(entry.data["seat"]) for entry in entries if entry.kind == "erased" and entry.data}
    return [
        entry.erased()
        if (entry.by in gone and entry.kind in said) or (entry.kind in about and (entry.data or {}).get("seat") in gone)
        else entry
        for entry in entries
    ]


def room(phase: str = "vote", **settings: Any) -> Log:
    """Return a room with a host ``h``, a moderator ``m`` and participants ``p0`` ... ``p7``, and a statement ``seed`` that is in."""
    log = Log()
    log.add("h", "opened", seed=1, inside="anonymous", leaves="chatham", smallest=5, safety=False, question="What now?", **settings)
    log.add("h", "seated", seat="m", role="moderator")
    for person in PEOPLE:
        log.add("h", "seated", seat=person, role="participant")
    log.add("h", "stated", statement="seed", text="Begin with what is agreed.", language="en", source="seed")
    if phase != "collect":
        log.add("h", "phase", phase=phase)
    return log


def blanked(log: list[Entry], seat: str) -> list[Entry]:
    """Return a log as it lies in the database after a seat was erased."""
    return [
        entry.erased()
        if (entry.by == seat and entry.kind in ("stated", "voted", "flagged"))
        or (entry.kind in ("seated", "moved", "removed") and (entry.data or {}).get("seat") == seat)
        else entry
        for entry in log
    ]
