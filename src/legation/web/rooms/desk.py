"""Where everything that is written in rooms is checked and committed, in one order.

Those who write at the same time in a process wait for one another; whoever's turn it is commits for all who wait, in one transaction.
Another process has the room's row in its way, and what it wrote is read first. Nothing is answered or sent before it is committed.
"""

from __future__ import annotations

import contextlib
import functools
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from legation import moment
from legation.errors import BadValue
from legation.rooms import Entry, Refused, RoomState, begun, seen_by, stamped
from legation.rooms.entry import FIRST, canonical
from legation.rooms.kinds import take
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room, RoomEntry

__all__ = ["CHANNEL", "DESK", "Desk", "Draft", "LiveRoom", "Written"]

CHANNEL = "legation_rooms"
"""On which PostgreSQL tells other processes which room has grown."""
AT_ONCE = 64
"""Writers whose entries one transaction commits at most."""
LONGEST_KEY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a seat wants to write. ``key`` names it, so that it is written once however often it is sent; without one it has its own."""

    kind: str
    data: Mapping[str, Any]
    key: str = field(default_factory=functools.partial(secrets.token_hex, 8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of a draft: its number and hash, or why it was refused."""

    key: str
    number: int = 0
    hash: str = ""
    refused: Refused | None = None


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


@dataclass(slots=True)
class _Work:
    room: str
    seat: str
    drafts: Sequence[Draft]
    also: Callable[[Sequence[Written]], None] | None = None
    only_if: Callable[[RoomState], bool] | None = None
    answers: list[Written] = field(default_factory=list)
    failed: BaseException | None = None
    done: bool = False


Listener = Callable[[LiveRoom, Sequence[Entry]], None]


class Desk:
    """The rooms of a process.

    Parameters
    ----------
    now : callable
        The time as logs have it.
    """

    def __init__(self, now: Callable[[], str] | None = None) -> None:
        self._now = now or _now
        self._rooms: dict[str, LiveRoom] = {}
        self._turn = threading.RLock()
        self._line = threading.Lock()
        self._waiting: list[_Work] = []
        self._listeners: list[Listener] = []
        self._last: dict[str, int] = {}

    def listen(self, listener: Listener) -> None:
        """Call something with each room that has new entries, and with them, in their order, after they are committed."""
        self._listeners.append(listener)

    def room(self, name: str) -> LiveRoom:
        """Return a room as it is now in the database; the entries that were not known here are told.

        What is read of its state outside :meth:`reading` may change meanwhile.

        Raises
        ------
        Room.DoesNotExist
        """
        with self.reading(name) as live:
            return live

    @contextlib.contextmanager
    def reading(self, name: str, at_least: int | None = None) -> Iterator[LiveRoom]:
        """Give a room that nothing is added to inside the block: as it is now in the database, or as it is known here, up to a number.

        Raises
        ------
        Room.DoesNotExist
        """
        there = None
        if at_least is None or (known := self._rooms.get(name)) is None or known.number < at_least:
            there = self._there(name)
        with self._turn:
            live = self._rooms.get(name)
            if there is not None and live is not None and (live.number, live.hash) != (there.number, there.hash):
                there = self._there(name)  # where nobody of this process writes meanwhile
                live = self._known_room(there)
            if live is None:
                live = LiveRoom(name, (there or self._there(name)).kind)
            if live.state is None or (there is not None and live.number < there.number):
                self._read_on(live)
            self._rooms[name] = live
            yield live

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
        with self._turn:
            self._rooms.pop(name, None)
            self._last.pop(name, None)

    def _there(self, name: str) -> Room:
        """Return a room as the database has it now; asked several times for each page, so in plain words."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT kind, number, hash FROM {Room._meta.db_table} WHERE id = %s", [name])  # noqa: S608 - our own table
            found = cursor.fetchone()
        if found is None:
            raise Room.DoesNotExist
        return Room(id=name, kind=found[0], number=found[1], hash=found[2])

    def _known_room(self, room: Room) -> LiveRoom | None:
        """Return a room as it is known here; None where the database has another log: an older one was restored, or it was written anew."""
        live = self._rooms.get(room.pk)
        if live is None or live.number < room.number or (live.number == room.number and live.hash == room.hash):
            return live
        self._rooms.pop(room.pk)
        if self._last.get(room.pk, 0) > room.number:  # what was told of is not there any more: an older log was restored
            self._last.pop(room.pk)
        return None

    def write(
        self,
        room: str,
        seat: str,
        drafts: Sequence[Draft],
        also: Callable[[Sequence[Written]], None] | None = None,
        only_if: Callable[[RoomState], bool] | None = None,
    ) -> tuple[Written, ...]:
        """Write what a seat drafted, each or the reason why not; a draft that was written under its key before is answered again.

        Parameters
        ----------
        also : callable, optional
            Given what became of the drafts, writes elsewhere what must be there with them: in the same transaction. Whoever opened one
            around this call would hold the database while others who write wait for it and are waited for.
        only_if : callable, optional
            Given the room as it is just before: false refuses the drafts with ``conflict``.

        Raises
        ------
        Room.DoesNotExist
        django.db.DatabaseError
            Where nothing could be committed: nothing of it is written.
        """
        work = _Work(room, seat, drafts, also, only_if)
        if connection.in_atomic_block:  # what surrounds it may still be undone: nothing of others goes with it
            with self._turn:
                self._commit([work])
            if work.failed is not None:
                raise work.failed
            return tuple(work.answers)
        with self._line:
            self._waiting.append(work)
        with self._turn:
            while not work.done:
                with self._line:
                    batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                self._commit(batch)
        if work.failed is not None:
            raise work.failed
        if any(draft.kind == "erased" and one.refused is None for draft, one in zip(drafts, work.answers, strict=True)):
            log.overwrite()
        return tuple(work.answers)

    def turn(self) -> contextlib.AbstractContextManager[Any]:
        """Give a turn among those who write, for something else that is written: SQLite lets one write, and lets others try again later."""
        return self._turn if connection.vendor == "sqlite" else contextlib.nullcontext()

    def _commit(self, batch: Sequence[_Work]) -> None:
        """Write what waits: a transaction for each room, or on SQLite, where one waits for the other in any case, one for all."""
        rooms: dict[str, list[_Work]] = {}
        for work in batch:
            rooms.setdefault(work.room, []).append(work)
        if not (len(rooms) > 1 and connection.vendor == "sqlite" and self._commit_together(rooms)):
            for name, works in rooms.items():
                try:
                    self._commit_in(name, works)
                except BaseException as failed:  # noqa: BLE001  # whoever wrote is told, not whoever's turn it was
                    self._rooms.pop(name, None)  # entries were taken that are not in the database
                    for work in works:
                        work.failed = failed
        for work in batch:
            work.done = True

    def _commit_together(self, rooms: Mapping[str, Sequence[_Work]]) -> bool:
        """Write what waits for several rooms in one transaction; nothing of it where anything fails: then each is tried alone."""
        try:
            with transaction.atomic():
                for name, works in rooms.items():
                    self._commit_in(name, works)
        except Exception:  # noqa: BLE001 - what it was is found when each is tried alone
            for name, works in rooms.items():
                self._rooms.pop(name, None)
                for work in works:
                    work.answers.clear()
            return False
        return True

    def _commit_in(self, name: str, works: Sequence[_Work]) -> None:
        written: list[Entry] = []
        with transaction.atomic():
            room = Room.objects.select_for_update().get(pk=name)
            live = self._known_room(room) or self._rooms.setdefault(name, LiveRoom(name, room.kind))
            if live.number != room.number:
                self._read_on(live)
            for work in works:
                may = work.only_if is None or live.state is None or work.only_if(live.state)
                for draft in work.drafts:
                    if may:
                        work.answers.append(self._written(live, work.seat, draft, written))
                    else:
                        work.answers.append(Written(key=draft.key, refused=Refused("conflict", live.number + 1)))
            if written and live.state is not None:
                log.append(room, written, phase=live.state.phase, deadline=getattr(live.state, "deadline", ""))
                gone = [str(entry.data["seat"]) for entry in written if entry.kind == "erased" and entry.data]
                if gone:
                    log.erase(room, gone)
                if connection.vendor == "postgresql":
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{name} {live.number}"])
            for work in works:
                if work.also is not None:
                    work.also(work.answers)
            if written:  # robust: what is written is written, and answered so, also where it could not be told
                transaction.on_commit(functools.partial(self._notify, live, written), robust=True)

    def _written(self, live: LiveRoom, seat: str, draft: Draft, written: list[Entry]) -> Written:
        known = self._known(live, seat, draft, written)
        if known is not None:
            return known
        state = live.state
        at, before = (max(stamped(state, self._now()), state.at), state.hash) if state is not None else (self._now(), FIRST)
        try:
            entry = Entry(
                number=live.number + 1, at=at, by=seat, kind=draft.kind, key=draft.key, data=draft.data,
                salt=secrets.token_hex(16), before=before,
            )  # fmt: skip
            live.take(entry)
        except Refused as refused:
            return Written(key=draft.key, refused=refused)
        except BadValue:
            return Written(key=draft.key, refused=Refused("unknown", live.number + 1, field="data", found=draft.kind))
        written.append(entry)
        return Written(key=draft.key, number=entry.number, hash=entry.hash)

    def _known(self, live: LiveRoom, seat: str, draft: Draft, written: Sequence[Entry]) -> Written | None:
        """Return what was answered to a key before; a refusal where it stood for something else."""
        if live.state is None or (seat, draft.key) not in live.state.keys:
            return None
        entry = next((one for one in written if (one.by, one.key) == (seat, draft.key)), None)
        if entry is None:
            row = RoomEntry.objects.select_related("content").get(room_id=live.id, by=seat, key=draft.key)
            content = getattr(row, "content", None)
            data, kind, number, hash_ = (content.data if content else None), row.kind, row.number, row.hash
        else:
            data, kind, number, hash_ = entry.data, entry.kind, entry.number, entry.hash
        if kind != draft.kind or (data is not None and canonical(data) != _canonical(draft.data)):
            return Written(key=draft.key, refused=Refused("conflict", live.number + 1))
        return Written(key=draft.key, number=number, hash=hash_)

    def _read_on(self, live: LiveRoom) -> None:
        """Take the entries that are in the database and not known here; tell those that nobody was told of."""
        last = self._last.get(live.id)
        fresh = list(log.entries_after(live.id, live.number)) if live.state is not None else []
        if fresh and (fresh[0].before != live.hash or any(one.data is None for one in fresh)):
            live.state = None  # what was known here is not what stands in the database, or some of it has been erased meanwhile
        if live.state is None:
            entries, fresh = log.entries_after(live.id), []  # read as they come: a log may be longer than the memory
            if (first := next(entries, None)) is not None:
                live.state = begun(live.kind, first, log.leaving(live.id))
            for entry in entries:
                live.take(entry)
                if last is not None and entry.number > last:
                    fresh.append(entry)
        else:
            for entry in fresh:
                live.take(entry)
        if last is not None:
            self._notify(live, fresh)
        else:
            self._last[live.id] = live.number

    def _notify(self, live: LiveRoom, entries: Sequence[Entry]) -> None:
        """Tell of entries, each once, also where the room was read anew since or what wrote them came to its end late."""
        with self._turn:
            entries = [entry for entry in entries if entry.number > self._last.get(live.id, 0)]
            if not entries:
                return
            self._last[live.id] = entries[-1].number
            for listener in self._listeners:
                listener(live, entries)


def _canonical(data: Mapping[str, Any]) -> bytes:
    """Return the bytes of what somebody sent, none where it has no one form."""
    try:
        return canonical(dict(data))
    except BadValue:
        return b""


def _now() -> str:
    import datetime as dt

    return moment.written(dt.datetime.now(dt.UTC))


DESK = Desk()
"""The desk of this process."""
