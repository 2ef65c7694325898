"""Those who listen to rooms in this process, and what each of them gains by what is written.

Nothing is sent and then hidden: a message is the difference of two pictures of :func:`legation.rooms.seen_by`. What all see is worked out
once for a room; a picture of its own is made only for whoever it may be otherwise for.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.rooms import Entry, Refused, seen_by
from legation.rooms.gains import applied, gains
from legation.rooms.kinds import room_kind
from legation.web.rooms.desk import DESK, Desk, LiveRoom

__all__ = ["AUDIENCE", "Audience", "Listener"]

Picture = dict[str, Any]


@dataclass(slots=True, eq=False)
class Listener:
    """A browser that listens to one seat of one room.

    Attributes
    ----------
    room, seat : str, str or None
        None: what a projector shows.
    send : callable
        Takes the kind of a message, its number and its text; called in whichever thread wrote, and must not wait.
    own : dict
        What its picture has otherwise than that of all.
    """

    room: str
    seat: str | None
    send: Callable[[str, int, str], None]
    own: Picture = field(default_factory=dict)


class Audience:
    """Who listens in this process."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._listeners: dict[str, set[Listener]] = {}
        self._shown: dict[str, Picture] = {}
        desk.listen(self._written)

    def join(self, listener: Listener) -> None:
        """Send somebody the whole picture as it is now, and from then on what it gains.

        Raises
        ------
        Refused
            Where the seat is not in the room or was removed.
        Room.DoesNotExist
        """
        live = self._desk.room(listener.room)
        with self._lock:
            own = _picture(live, listener.seat)
            shown = self._shown[live.id] = _picture(live, None)
            listener.own = gains(shown, own)
            self._listeners.setdefault(live.id, set()).add(listener)
            listener.send("state", live.number, _text(own))

    def leave(self, listener: Listener) -> None:
        """Send somebody nothing more."""
        with self._lock:
            there = self._listeners.get(listener.room, set())
            there.discard(listener)
            if not there:
                self._listeners.pop(listener.room, None)
                self._shown.pop(listener.room, None)

    def is_there(self, room: str) -> bool:
        """Whether anybody listens to a room."""
        return room in self._listeners

    def tell_picture(self, room: str, number: int) -> None:
        """Tell all who listen to a room that its picture is a new one; it is fetched by whoever looks at it."""
        with self._lock:
            for listener in self._listeners.get(room, ()):
                listener.send("picture", number, "{}")

    def _written(self, live: LiveRoom, entries: Sequence[Entry]) -> None:
        with self._lock:
            there = self._listeners.get(live.id)
            if not there:
                return
            before, shown = self._shown[live.id], _picture(live, None)
            self._shown[live.id] = shown
            for_all = gains(before, shown)
            text = _text(for_all) if set(for_all) > {"number"} else ""  # that somebody voted is nobody else's to know
            concerned = _concerned(live, entries)
            for listener in list(there):
                if listener.seat not in concerned and not listener.own.get("statements"):
                    if text:
                        listener.send("gain", live.number, text)
                    continue
                try:
                    own = _picture(live, listener.seat)
                except Refused:
                    there.discard(listener)
                    listener.send("end", live.number, "{}")
                    continue
                listener.send("gain", live.number, _text(gains(applied(before, listener.own), own)))
                listener.own = gains(shown, own)


def _picture(live: LiveRoom, seat: str | None) -> Picture:
    if live.state is None:
        raise Refused("not-open", 0)
    return seen_by(live.state, seat)


def _concerned(live: LiveRoom, entries: Sequence[Entry]) -> set[str]:
    """Return the seats whose picture may be otherwise than that of all after some entries."""
    declared, state = room_kind(live.kind), live.state
    seats = {entry.by for entry in entries}
    for entry in entries:
        seats.update(declared.concerned(state, entry))
    return seats


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


AUDIENCE = Audience(DESK)
"""Those who listen in this process."""
