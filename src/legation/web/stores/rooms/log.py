"""The log of a room in the database: read whole or from a number on, written at its end, erased for one seat, its bytes too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q

from legation.rooms import Entry
from legation.rooms.kinds import room_kind
from legation.web.stores import overwriting
from legation.web.stores.rooms.models import Room, RoomContent, RoomEntry, RoomPicture, RoomSeat

__all__ = ["append", "entries_after", "erase", "leaving", "overwrite"]


def entries_after(room: str, number: int = 0) -> Iterator[Entry]:
    """Yield the entries of a room after a number, in their order; an erased one without what it said."""
    rows = RoomEntry.objects.filter(room_id=room, number__gt=number).order_by("number")
    fields = ("number", "at", "by", "kind", "key", "before", "body", "hash")
    for row in rows.values(*fields, "content__data", "content__salt").iterator(2_000):
        salt = row.pop("content__salt")
        data = row.pop("content__data")
        yield Entry(**row, data=None if salt is None else data, salt=salt)


def leaving(room: str) -> frozenset[str]:
    """Return the seats that an entry of a room erases."""
    said = RoomContent.objects.filter(entry__room_id=room, entry__kind="erased").values_list("data", flat=True)
    return frozenset(str(data["seat"]) for data in said if data)


def append(room: Room, entries: Sequence[Entry], *, phase: str, deadline: str) -> None:
    """Write entries at the end of a room's log, in the transaction that is open."""
    last = entries[-1]
    made = RoomEntry.objects.bulk_create(
        RoomEntry(
            room=room,
            number=entry.number,
            at=entry.at,
            by=entry.by,
            kind=entry.kind,
            key=entry.key,
            before=entry.before,
            body=entry.body,
            hash=entry.hash,
        )
        for entry in entries
    )
    RoomContent.objects.bulk_create(
        RoomContent(entry=row, data=dict(entry.data or {}), salt=entry.salt or "") for row, entry in zip(made, entries, strict=True)
    )
    room.number, room.at, room.hash, room.phase, room.deadline = last.number, last.at, last.hash, phase, deadline
    room.save(update_fields=["number", "at", "hash", "phase", "deadline"])


def erase(room: Room, seats: Iterable[str]) -> None:
    """Take away what seats said, and what says who they are, in the transaction that is open; the chain stays."""
    entries = room_kind(room.kind).entries
    said = [kind for kind, declared in entries.items() if declared.personal]
    for seat in seats:
        theirs = Q(entry__by=seat, entry__kind__in=said)
        about = Q(entry__kind__in=said, data__seat=seat)
        RoomContent.objects.filter(theirs | about, entry__room=room).delete()
        room.seats.filter(seat=seat).delete()
        RoomPicture.objects.filter(room=room).delete()  # it rests on their votes too; the next one does not


def overwrite(*more: Any) -> None:
    """Let the bytes of what was erased go from the database's files; where others read just then, the hourly tidying does it."""
    overwriting.overwrite(RoomContent, RoomPicture, RoomSeat, *more, wait=0.2)
