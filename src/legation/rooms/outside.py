"""The log of a room as a file that leaves it: what the room lets leave, chained anew, tied to the log from which it was made.

Before a room is cut nobody's votes stand in it, nor that they were cast: it holds the acts of those who hold the room and the words that
are in. A participant has another sign in each of their entries, unless the room names them outside and shows who wants what; times are
days. After the cut the log holds nothing that leads to anybody, and leaves as it is but for organisations that are not named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.language import Message
from legation.rooms.attribution import name_outside
from legation.rooms.entry import FIRST, Entry, read_log, verify
from legation.rooms.kinds import replay, room_kind
from legation.rooms.state import CLOCK, RoomState

__all__ = ["LogFile", "log_outside", "look_through"]

_HOLD = ("host", "chair", "moderator")


def log_outside(kind: str, room: str, entries: Iterable[Entry], token: Callable[[int], str], *, whole: bool) -> tuple[Entry, ...] | None:
    """Return the log of a room as it may leave it; None where nothing may, or its kind does not say what of an entry does.

    Parameters
    ----------
    kind, room : str
        The kind of the room, and its id.
    token : callable
        How many bytes -> so many in hex, other ones at each call, which nobody can guess.
    whole : bool
        Whether the room was cut.

    Raises
    ------
    Refused
        Where the log does not follow the rules.
    """
    log = tuple(entries)
    state = replay(kind, log)
    if state.settings["leaves"] == "nothing" or room_kind(kind).outside is None:
        return None
    lines = [(entry, said) for entry in log if (said := _said(kind, state, entry, whole=whole)) is not None]
    if whole and len(lines) == len(log) and all(said == (entry.kind, entry.data) for entry, said in lines):
        return log
    signs = _Signs(state, log[0].by, token, whole=whole)
    made: list[Entry] = []
    for entry, (what, data) in lines:
        if data is not None and entry.number == 1:
            data = data | {"branch": [room, state.number, state.hash]}
        if data is not None and data.get("seat") is not None:
            data = data | {"seat": signs.of(data["seat"])}
        made.append(
            Entry(
                number=len(made) + 1,
                at=f"{entry.at[:10]}T00:00:00.000Z",
                by=signs.of(entry.by),
                kind=what,
                key=f"{len(made) + 1}",
                data=data,
                salt=None if data is None else token(16),
                before=made[-1].hash if made else FIRST,
                body=token(32) if data is None else "",
            )
        )
    return tuple(made)


def _said(kind: str, state: RoomState, entry: Entry, *, whole: bool) -> tuple[str, dict[str, Any] | None] | None:
    """Return kind and data of an entry as they may leave; None where it does not."""
    if entry.data is None:
        return (entry.kind, None) if whole else None
    declared = room_kind(kind)
    what, data = declared.timeless(entry)
    if data is None:
        return (what, None) if whole else None
    said = declared.outside(state, entry, data, whole) if declared.outside is not None else None
    return None if said is None else (what, said)


class _Signs:
    """By which signs seats stand in what leaves: after the cut by their own; before it by one where they are named, else by ever others."""

    def __init__(self, state: RoomState, host: str, token: Callable[[int], str], *, whole: bool) -> None:
        self._state, self._host, self._token, self._whole = state, host, token, whole
        self._made: dict[str, str] = {}

    def of(self, seat: str) -> str:
        """Return the sign of a seat for one entry."""
        seat = self._host if seat == CLOCK else seat
        found = self._state.seats.get(seat)
        name = name_outside(self._state.settings, found) if self._state.settings.get("attributed", True) else None
        holds = found is not None and found.role in _HOLD
        if self._whole or (name == seat and not holds):
            return seat
        if name is None and not holds:
            return self._token(6)
        return self._made.setdefault(seat, self._token(6))


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFile:
    """What a log in a file says of itself.

    Attributes
    ----------
    entries : tuple of Entry
    broken : int or None
        Number of the first entry that does not follow from those before it.
    fault : Message or None
        Why it cannot be read at all.
    room, number, hash : str, int, str
        The log from which it was made, as its first entry says; empty where it says none.
    """

    entries: tuple[Entry, ...] = ()
    broken: int | None = None
    fault: object = None
    room: str = ""
    number: int = 0
    hash: str = ""

    @property
    def said(self) -> Message:
        """Whether it is whole, in a sentence; of what was cut off at its end it cannot tell by itself."""
        if isinstance(self.fault, Message):
            return self.fault
        if not self.entries:
            return Message("room.log-empty")
        if self.broken is not None:
            return Message("room.log-broken", number=self.broken)
        return Message("room.log-follows", count=len(self.entries), hash=self.entries[-1].hash)


def look_through(text: str) -> LogFile:
    """Return what a log in a file says of itself.

    Examples
    --------
    >>> look_through("").said.id, look_through("{}").said.id
    ('room.log-empty', 'room.no-line')
    """
    try:
        entries = read_log(text)
    except BadValue as fault:
        return LogFile(fault=fault.message)
    branch = (entries[0].data or {}).get("branch") if entries else None
    tied: dict[str, Any] = {}
    if isinstance(branch, list | tuple) and [type(one) for one in branch] == [str, int, str]:
        tied = dict(zip(("room", "number", "hash"), branch, strict=True))
    return LogFile(entries=entries, broken=verify(entries), **tied)
