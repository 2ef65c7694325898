"""Those who listen to rooms in this process, and what each of them gains by what is written.

Nothing is sent and then hidden: a message is the difference of two pictures of :func:`legation.rooms.seen_by`. What all see is worked out
once for a room; a picture of its own is made only for whoever it may be otherwise for. Who was cut off and comes back within a minute gets
what came meanwhile, each message once; who was away longer, or comes to another process, begins with the whole picture.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.rooms import Entry, Refused, seen_by
from legation.rooms.gains import applied, gains
from legation.rooms.kinds import room_kind
from legation.web.rooms.desk import DESK, Desk, LiveRoom

__all__ = ["AUDIENCE", "Audience", "Listener"]

AWAY = 60.0
"""How long what a seat gains is remembered after its last connection has gone [s]."""
BEHIND = 5_000
"""Messages of a room that are remembered; who lacks more begins anew."""
WHOLE = 256_000
"""Bytes of a whole picture that a stream sends; where it is larger, a page fetches the part that it shows."""
TAKES_BACK = frozenset({"erased", "removed", "withdrawn"})
"""Entries after which nothing of before is sent again: who lacks some of it begins anew."""

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
    after : int
        Number of the last message that it has; 0: none.
    """

    room: str
    seat: str | None
    send: Callable[[str, int, str], None]
    after: int = 0


@dataclass(slots=True)
class _Place:
    """A seat to which somebody listens, or did a moment ago: what its picture has otherwise than that of all, and since which number."""

    own: Picture
    since: int
    listeners: set[Listener] = field(default_factory=set)
    left: float = 0.0


@dataclass(frozen=True, slots=True)
class _Message:
    number: int
    for_all: str
    own: dict[str | None, str]
    """What seats got in place of what all got; empty: nothing."""


@dataclass(slots=True)
class _Hall:
    """A room to which somebody listens."""

    shown: Picture
    begins: int
    places: dict[str | None, _Place] = field(default_factory=dict)
    messages: deque[_Message] = field(default_factory=deque)

    def add(self, message: _Message) -> None:
        self.messages.append(message)
        if len(self.messages) > BEHIND:
            self.begins = self.messages.popleft().number

    def sweep(self, now: float) -> None:
        """Forget the seats to which nobody has listened for long."""
        for seat in [seat for seat, place in self.places.items() if not place.listeners and now - place.left > AWAY]:
            del self.places[seat]


class Audience:
    """Who listens in this process."""

    def __init__(self, desk: Desk, now: Callable[[], float] = time.monotonic) -> None:
        self._desk, self._now = desk, now
        self._lock = threading.Lock()
        self._halls: dict[str, _Hall] = {}
        desk.listen(self._written)

    @property
    def rooms(self) -> list[str]:
        """The rooms to which somebody listens."""
        with self._lock:
            return list(self._halls)

    def join(self, listener: Listener) -> None:
        """Send somebody what came after the last message that it has, or the whole picture as it is now; and from then on what it gains.

        Raises
        ------
        Refused
            Where the seat is not in the room or was removed.
        Room.DoesNotExist
        """
        with self._desk.reading(listener.room, at_least=listener.after) as live, self._lock:
            hall, place = self._place(live, listener.seat)
            place.listeners.add(listener)
            if not max(place.since, hall.begins) <= listener.after <= live.number:
                text = _whole(_picture(live, listener.seat))
                listener.send("state" if text else "resync", live.number, text or "{}")
                return
            for message in hall.messages:
                text = message.own.get(listener.seat, message.for_all)
                if message.number > listener.after and text:
                    listener.send("gain", message.number, text)

    def leave(self, listener: Listener) -> None:
        """Send somebody nothing more."""
        with self._lock:
            hall = self._halls.get(listener.room)
            place = hall.places.get(listener.seat) if hall is not None else None
            if hall is None or place is None:
                return
            place.listeners.discard(listener)
            place.left = self._now()
            hall.sweep(place.left)
            if not hall.places:
                del self._halls[listener.room]

    def _place(self, live: LiveRoom, seat: str | None) -> tuple[_Hall, _Place]:
        hall = self._halls.get(live.id)
        if hall is None:
            hall = _Hall(shown=_picture(live, None), begins=live.number)
        place = hall.places.get(seat)
        if place is None:
            place = _Place(own=gains(hall.shown, _picture(live, seat)), since=live.number)
            hall.places[seat] = place
        self._halls[live.id] = hall
        return hall, place

    def is_there(self, room: str) -> bool:
        """Whether anybody listens to a room."""
        with self._lock:
            hall = self._halls.get(room)
            return hall is not None and any(place.listeners for place in hall.places.values())

    def tell_picture(self, room: str) -> None:
        """Tell all who listen to a room that its picture is a new one; it is fetched by whoever looks at it."""
        with self._lock:
            hall = self._halls.get(room)
            for place in hall.places.values() if hall is not None else ():
                for listener in place.listeners:
                    listener.send("picture", 0, "{}")

    def _written(self, live: LiveRoom, entries: Sequence[Entry]) -> None:
        with self._lock:
            hall = self._halls.get(live.id)
            if hall is None:
                return
            hall.sweep(self._now())
            if not hall.places:
                del self._halls[live.id]
                return
            before, hall.shown = hall.shown, _picture(live, None)
            for_all = gains(before, hall.shown)
            message = _Message(live.number, _notice(for_all), {})  # that somebody voted is nobody else's to know
            authors = {entry.by for entry in entries}
            concerned = authors | _concerned(live, entries)
            for seat, place in list(hall.places.items()):
                if seat not in concerned and not _differs(place.own, for_all):
                    text = message.for_all
                elif (change := _change(live, seat, (before, hall.shown, for_all), place)) is None:
                    del hall.places[seat]
                    for listener in place.listeners:
                        listener.send("end", live.number, "{}")
                    continue
                else:
                    text = message.own[seat] = _text(change) if seat in authors else _notice(change)
                for listener in place.listeners if text else ():
                    listener.send("gain", live.number, text)
            if any(entry.kind in TAKES_BACK for entry in entries):
                hall.messages.clear()
                hall.begins = live.number
            elif message.for_all or any(message.own.values()):
                hall.add(message)


def _change(live: LiveRoom, seat: str | None, for_all: tuple[Picture, Picture, Picture], place: _Place) -> Picture | None:
    """Return what a seat gains that sees something otherwise than all; None where it may see nothing any more.

    What it sees as all do, the same object, changes for it as for all: ``for_all`` is their picture before and now, and how it changed.
    """
    try:
        own = _picture(live, seat)
    except Refused:
        return None
    before, shown, changed = for_all
    change, differs = Picture(), Picture()
    for name in dict.fromkeys((*own, *shown, *before, *place.own)):
        if name not in place.own and own.get(name) is shown.get(name):
            change |= {name: changed[name]} if name in changed else {}
            continue
        mine = _only(own, name)
        change |= gains(applied(_only(before, name), _only(place.own, name)), mine)
        differs |= gains(_only(shown, name), mine)
    place.own = differs
    return change


def _only(picture: Picture, name: str) -> Picture:
    return {name: picture[name]} if name in picture else {}


def _differs(own: Picture, for_all: Picture) -> bool:
    """Whether what changes for all is not what changes for a seat that sees some of it otherwise."""
    for name in own:
        change, mine = for_all.get(name), own[name]
        if name == "number" or change is None:
            continue
        if not isinstance(change, dict) or not isinstance(mine, dict) or _ids(change) & _ids(mine):
            return True
    return "phase" in for_all


def _ids(change: Any) -> set[str]:
    """Return the ids that a change of a list or an object names."""
    rows = change.get("set", ())
    named = rows if isinstance(rows, dict) else [str(row.get("id")) if isinstance(row, dict) else "" for row in rows]
    return {*named, *change.get("gone", ())}


def _picture(live: LiveRoom, seat: str | None) -> Picture:
    if live.state is None:
        raise Refused("not-open", 0)
    derived = room_kind(live.kind).derived
    return {name: value for name, value in seen_by(live.state, seat).items() if name not in derived}


def _concerned(live: LiveRoom, entries: Sequence[Entry]) -> set[str]:
    """Return the seats whose picture may be otherwise than that of all after some entries."""
    declared, state = room_kind(live.kind), live.state
    return {seat for entry in entries for seat in declared.concerned(state, entry)}


def _notice(change: Picture) -> str:
    """Return the text of a message; none where nothing but the number has changed."""
    return _text(change) if set(change) > {"number"} else ""


def _whole(picture: Picture) -> str:
    """Return the text of a whole picture; none where it is too large, which is found before all of it is written."""
    size = 0
    for value in picture.values():
        rows = value if isinstance(value, list) else [value]
        for at in range(0, len(rows), 100):
            size += len(_text(rows[at : at + 100]).encode())
            if size > WHOLE:
                return ""
    return _text(picture)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


AUDIENCE = Audience(DESK)
"""Those who listen in this process."""
