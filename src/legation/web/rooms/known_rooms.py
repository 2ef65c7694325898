"""The rooms that a process knows: read on from the database wherever something was written, and told to whoever listens.

Who reads or writes in a room has its turn there. On PostgreSQL rooms do not wait for one another; on SQLite, which lets one write, there is
one turn for all.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from legation.rooms import Entry, Refused, RoomState, begun, seen_by
from legation.rooms.kinds import is_cut, room_kind, take
from legation.rooms.state import taken_before
from legation.web.stores.rooms import log
from legation.web.stores.rooms.checkpoints import last_checkpoint
from legation.web.stores.rooms.models import Room
from legation.web.stores.rooms.plain import room_there

__all__ = ["Glance", "KnownRooms", "LiveRoom"]

TURNS = 64
"""Turns on PostgreSQL: two rooms that share one wait for each other, and nothing else comes of it."""


@dataclass(slots=True)
class LiveRoom:
    """A room as this process knows it."""

    id: str
    kind: str
    state: RoomState | None = None

    @property
    def number(self) -> int:
        """Of the newest entry that is known here."""
        return self.state.number if self.state is not None else 0

    @property
    def hash(self) -> str:
        """Of the newest entry that is known here."""
        return self.state.hash if self.state is not None else ""

    def take(self, entry: Entry) -> None:
        """Add an entry."""
        if self.state is None:
            self.state = begun(self.kind, entry)
        else:
            take(self.state, entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What of a room stays as it was seen, whatever is written meanwhile: its settings, and where it stood."""

    kind: str
    number: int
    phase: str
    settings: Mapping[str, Any]
    deadline: str = ""
    day: bool = False
    zone: str = ""
    imported: int = 0
    """People whose votes came from an export."""


Listener = Callable[[LiveRoom, Sequence[Entry]], None]


@dataclass(slots=True)
class Turn:
    """Whose turn it is in some rooms, and what those want to write who wait for it."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    waiting: list[Any] = field(default_factory=list)


class KnownRooms:
    """The rooms that a process knows."""

    def __init__(self) -> None:
        self._rooms: dict[str, LiveRoom] = {}
        self._turns = [Turn() for _ in range(TURNS)]
        self._listeners: list[Listener] = []
        self._last: dict[str, int] = {}

    def listen(self, listener: Listener) -> None:
        """Call something with each room that has new entries, and with them, in their order, after they are committed."""
        self._listeners.append(listener)

    def room(self, name: str) -> LiveRoom:
        """Return a room as it is now in the database; the entries that were not known here are told.

        What is read of its state outside :meth:`reading` may change meanwhile: pages read inside it, or have a :meth:`glance`.

        Raises
        ------
        Room.DoesNotExist
        """
        with self.reading(name) as live:
            return live

    @contextlib.contextmanager
    def reading(self, name: str, at_least: int | None = None, there: Room | None = None) -> Iterator[LiveRoom]:
        """Give a room that nothing is added to inside the block: as it is now in the database, or as it is known here, up to a number.

        ``there`` is the room as whoever asks has just read it in the database: it is not read again.

        Raises
        ------
        Room.DoesNotExist
        """
        if there is None and (at_least is None or (known := self._rooms.get(name)) is None or known.number < at_least):
            there = room_there(name)
        with self._turn(name).lock:
            live = self._rooms.get(name)
            if there is not None and live is not None and (live.number, live.hash) != (there.number, there.hash):
                there = room_there(name)  # where nobody of this process writes meanwhile
                live = self._known_room(there)
            if live is None:
                live = LiveRoom(name, (there or room_there(name)).kind)
            if live.state is None or (there is not None and live.number < there.number):
                self._read_on(live)
            self._rooms[name] = live
            yield live

    def glance(self, name: str) -> Glance | None:
        """Return how a room stands now; None where it was not opened.

        Raises
        ------
        Room.DoesNotExist
        """
        with self.reading(name) as live:
            state = live.state
            if state is None:
                return None
            found = {one: getattr(state, one) for one in ("deadline", "day", "zone", "imported") if hasattr(state, one)}
            return Glance(kind=live.kind, number=state.number, phase=state.phase, settings=state.settings, **found)

    def seen(self, name: str, seat: str | None) -> dict[str, Any]:
        """Return all that a seat may know of a room now.

        Raises
        ------
        Room.DoesNotExist
        Refused
            Where the room was not opened, or the seat is not in it.
        """
        with self.reading(name) as live:
            if live.state is None:
                raise Refused("not-open", 0)
            return seen_by(live.state, seat)

    def hear(self, name: str, number: int) -> None:
        """Read on in a room that is known here, where another process is said to have written up to a number."""
        known = self._rooms.get(name)
        if known is not None and known.number < number:
            with contextlib.suppress(Room.DoesNotExist):
                self.room(name)

    def catch_up(self, names: Iterable[str]) -> None:
        """Read on in rooms that are known here, wherever something was written that nobody told of."""
        for name, number in Room.objects.filter(pk__in=list(names)).values_list("pk", "number"):
            self.hear(name, number)

    def forget(self, name: str) -> None:
        """Read a room anew from the database at the next occasion: after what it held was erased."""
        with self._turn(name).lock:
            self._rooms.pop(name, None)
            self._last.pop(name, None)

    def _turn(self, name: str) -> Turn:
        """Return whose turn it is in a room."""
        return self._turns[0 if connection.vendor == "sqlite" else hash(name) % TURNS]

    def _known_room(self, room: Room) -> LiveRoom | None:
        """Return a room as it is known here; None where the database has another log: an older one was restored, or it was written anew."""
        live = self._rooms.get(room.pk)
        if live is None or live.number < room.number or (live.number == room.number and live.hash == room.hash):
            return live
        self._rooms.pop(room.pk)
        if self._last.get(room.pk, 0) > room.number:  # what was told of is not there any more: an older log was restored
            self._last.pop(room.pk)
        return None

    def _read_on(self, live: LiveRoom) -> None:
        """Take the entries that are in the database and not known here; tell those that nobody was told of."""
        last = self._last.get(live.id)
        fresh = list(log.entries_after(live.id, live.number)) if live.state is not None else []
        if fresh and (fresh[0].before != live.hash or any(one.data is None or self._rereads(live, one) for one in fresh)):
            live.state = None  # what was known here is not what stands in the database, or some of it has been erased meanwhile
        if live.state is None:
            known = last_checkpoint(live.id, live.kind)
            live.state = known if known is not None and (last is None or known.number <= last) else None
            entries, fresh = log.entries_after(live.id, live.number), []  # read as they come: a log may be longer than the memory
            if live.state is None and (first := next(entries, None)) is not None:
                leaving = log.leaving(live.id)
                live.state = begun(live.kind, first, leaving, log.dues(live.id) if leaving or is_cut(first) else None)
            with taken_before():
                for entry in entries:
                    live.take(entry)
                    if last is not None and entry.number > last:
                        fresh.append(entry)
        else:
            with taken_before():
                for entry in fresh:
                    live.take(entry)
        if last is not None:
            self._notify(live, fresh)
        else:
            self._last[live.id] = live.number

    def _rereads(self, live: LiveRoom, entry: Entry) -> bool:
        """Whether a room is read anew because of an entry that erases somebody."""
        return entry.kind == "erased" and room_kind(live.kind).rereads

    def _tell(self, live: LiveRoom, entries: Sequence[Entry]) -> None:
        """Tell of entries that were written here; where somebody was erased, of the room as it is read anew."""
        if any(self._rereads(live, one) for one in entries):
            with self._turn(live.id).lock:
                live.state = None
                self._read_on(live)
        self._notify(live, entries)

    def _notify(self, live: LiveRoom, entries: Sequence[Entry]) -> None:
        """Tell of entries, each once, also where the room was read anew since or what wrote them came to its end late."""
        with self._turn(live.id).lock:
            entries = [entry for entry in entries if entry.number > self._last.get(live.id, 0)]
            if not entries:
                return
            self._last[live.id] = entries[-1].number
            for listener in self._listeners:
                listener(live, entries)
