"""Where everything that is written in rooms is checked and committed, in one order.

Those who write at the same time in a room wait for one another, on SQLite in all rooms; whoever's turn it is commits for all who wait, in
one transaction. Another process has the room's row in its way, and what it wrote is read first. Nothing is answered or sent before it is
committed.
"""

from __future__ import annotations

import contextlib
import functools
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from legation import moment
from legation.errors import BadValue
from legation.rooms import Entry, Refused, RoomState, stamped
from legation.rooms.entry import FIRST, canonical
from legation.rooms.state import CLOCK
from legation.web.rooms.known_rooms import KnownRooms, LiveRoom
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import RoomEntry
from legation.web.stores.rooms.plain import whole_room

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
class _Work:
    room: str
    seat: str
    drafts: Sequence[Draft]
    also: Callable[[Sequence[Written]], None] | None = None
    only_if: Callable[[RoomState], bool] | None = None
    answers: list[Written] = field(default_factory=list)
    failed: BaseException | None = None
    done: bool = False


class Desk(KnownRooms):
    """The rooms of a process, and how one writes in them.

    Parameters
    ----------
    now : callable
        The time as logs have it.
    """

    def __init__(self, now: Callable[[], str] | None = None) -> None:
        super().__init__()
        self._now = now or _now
        self._line = threading.Lock()

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
        turn = self._turn(room)
        if connection.in_atomic_block:  # what surrounds it may still be undone: nothing of others goes with it
            with turn.lock:
                self._commit([work])
            if work.failed is not None:
                raise work.failed
            return tuple(work.answers)
        with self._line:
            turn.waiting.append(work)
        with turn.lock:
            while not work.done:
                with self._line:
                    batch, turn.waiting = turn.waiting[:AT_ONCE], turn.waiting[AT_ONCE:]
                self._commit(batch)
        if work.failed is not None:
            raise work.failed
        if any(draft.kind == "erased" and one.refused is None for draft, one in zip(drafts, work.answers, strict=True)):
            log.overwrite()
        return tuple(work.answers)

    def turn(self) -> contextlib.AbstractContextManager[Any]:
        """Give a turn among those who write, for something else that is written: SQLite lets one write, and lets others try again later."""
        return self._turns[0].lock if connection.vendor == "sqlite" else contextlib.nullcontext()

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
            room = whole_room(name, to_write=True)
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
                gone = [dict(entry.data) for entry in written if entry.kind == "erased" and entry.data]
                if seats := [str(said["seat"]) for said in gone if said.get("seat") is not None]:
                    log.erase(room, seats)
                if numbers := [int(said["entry"]) for said in gone if said.get("entry") is not None]:
                    log.erase_entries(room, numbers)
                if connection.vendor == "postgresql":
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{name} {live.number}"])
            for work in works:
                if work.also is not None:
                    work.also(work.answers)
            if written:  # robust: what is written is written, and answered so, also where it could not be told
                transaction.on_commit(functools.partial(self._tell, live, written), robust=True)

    def _written(self, live: LiveRoom, seat: str, draft: Draft, written: list[Entry]) -> Written:
        known = self._known(live, seat, draft, written)
        if known is not None:
            return known
        now = self._now()
        if draft.kind == "erased":
            self._write_due(live, now, written)
        return self._entered(live, seat, draft, written, now)

    def _write_due(self, live: LiveRoom, now: str, written: list[Entry]) -> None:
        """Write what has fallen due before somebody leaves, whose objection may have decided it."""
        while live.state is not None and "" < str(getattr(live.state, "deadline", "")) <= max(now, live.state.at):
            data = live.state.falls_due
            due = Draft(kind="due", data=data, key=f"due:{data['what']}")
            if (CLOCK, due.key) in live.state.keys or self._entered(live, CLOCK, due, written, now).refused is not None:
                return

    def _entered(self, live: LiveRoom, seat: str, draft: Draft, written: list[Entry], now: str) -> Written:
        state = live.state
        at, before = (max(stamped(state, now), state.at), state.hash) if state is not None else (now, FIRST)
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
