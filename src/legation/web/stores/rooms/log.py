"""The log of a room in the database: read whole or from a number on, written at its end, erased for one seat, its bytes too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q

from legation.rooms import Entry
from legation.rooms.kinds import room_kind
from legation.web.stores import overwriting
from legation.web.stores.rooms.models import Room, RoomCheckpoint, RoomContent, RoomEntry, RoomNextStep, RoomPicture, RoomSeat

__all__ = ["append", "dues", "entries_after", "erase", "erase_entries", "forget", "leaving", "overwrite", "why_removed"]


def entries_after(room: str, number: int = 0) -> Iterator[Entry]:
    """Yield the entries of a room after a number, in their order; an erased one without what it said."""
    rows = RoomEntry.objects.filter(room_id=room, number__gt=number).order_by("number")
    fields = ("number", "at", "by", "kind", "key", "before", "body", "hash")
    for row in rows.values(*fields, "content__data", "content__salt").iterator(2_000):
        salt = row.pop("content__salt")
        data = row.pop("content__data")
        yield Entry(**row, data=data if salt else None, salt=salt or None)  # empty: of an erased entry, as some logs were written anew


def leaving(room: str) -> frozenset[str]:
    """Return the seats that an entry of a room erases."""
    said = RoomContent.objects.filter(entry__room_id=room, entry__kind="erased").values_list("data", flat=True)
    return frozenset(str(data["seat"]) for data in said if data and data.get("seat") is not None)


def why_removed(room: str, seat: str) -> str:
    """Return the reason that was given when a seat was taken from somebody; empty where none was."""
    said = RoomContent.objects.filter(entry__room_id=room, entry__kind="removed", data__seat=seat).values_list("data", flat=True).first()
    return str((said or {}).get("reason") or "")


def dues(room: str) -> dict[str, Any]:
    """Return what each ``due`` of a room says, by what fell due."""
    said = RoomContent.objects.filter(entry__room_id=room, entry__kind="due").values_list("data", flat=True)
    return {str(data["what"]): data for data in said if data}


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
        RoomContent(entry=row, data=dict(entry.data), salt=entry.salt or "")
        for row, entry in zip(made, entries, strict=True)
        if entry.data is not None
    )
    room.number, room.at, room.hash, room.phase, room.deadline = last.number, last.at, last.hash, phase, deadline
    room.save(update_fields=["number", "at", "hash", "phase", "deadline"])


def erase(room: Room, seats: Iterable[str]) -> None:
    """Take away what seats said, and what says who they are, in the transaction that is open; the chain stays."""
    entries = room_kind(room.kind).entries
    personal = [kind for kind, declared in entries.items() if declared.personal]
    said = [kind for kind, declared in entries.items() if declared.leaves_with_author]
    for seat in seats:
        theirs = Q(entry__by=seat, entry__kind__in=said)
        about = Q(entry__kind__in=personal, data__seat=seat)
        RoomContent.objects.filter(theirs | about, entry__room=room).delete()
        room.seats.filter(seat=seat).delete()
        forget(room)


def erase_entries(room: Room, numbers: Iterable[int]) -> None:
    """Take away what some entries said, in the transaction that is open; the chain stays."""
    RoomContent.objects.filter(entry__room=room, entry__number__in=list(numbers)).delete()
    forget(room)


def forget(room: Room) -> None:
    """Take away what was made of a room's log: it rests on what is erased too, what is made next does not."""
    RoomPicture.objects.filter(room=room).delete()
    RoomCheckpoint.objects.filter(room=room).delete()


def overwrite(*more: Any) -> None:
    """Let the bytes of what was erased go from the database's files, soon; where others read just then, the hourly tidying does it."""
    overwriting.overwrite_soon(RoomCheckpoint, RoomContent, RoomNextStep, RoomPicture, RoomSeat, *more)
