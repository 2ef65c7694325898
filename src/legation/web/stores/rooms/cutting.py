"""Some days after their end rooms are cut: their logs are written anew, and what leads from a seat to anybody is destroyed.

The new log is made ready beside those who write, however long it is; the database is taken only to put it in the place of the old one.
Where something was written meanwhile, it is made anew.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from legation import moment
from legation.errors import LegationError
from legation.rooms import Entry, cut, replay, verify
from legation.rooms.state import CLOCK
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room, RoomContent, RoomEntry

__all__ = ["cut_overdue", "tidy_rooms"]

TRIES = 5
"""How often a new log is made because somebody wrote meanwhile, before it is left to the next time."""
_LATELY = dt.timedelta(hours=4)
"""Time within which somebody left whose bytes may not have gone at once."""
_LOG = logging.getLogger("legation.housekeeping")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """The new log of a room, the newest entry of the old one, and what the seats of old are called in it."""

    number: int
    hash: str
    entries: Sequence[Entry]
    seats: Mapping[str, str]


def tidy_rooms(now: dt.datetime) -> int:
    """Cut the rooms whose time has come, and let the bytes of what was erased go; return how many were cut."""
    found = cut_overdue(now)
    lately = moment.written(now - _LATELY)
    if found or RoomEntry.objects.filter(kind="erased", at__gte=lately).exists():
        log.overwrite(RoomEntry)
    return found


def cut_overdue(now: dt.datetime) -> int:
    """Cut each room that ended so many days ago as it said when it was opened; return how many. Doing it again changes nothing."""
    closed = Room.objects.filter(phase="closed", is_cut=False).values_list("pk", flat=True)
    return sum(_cut(name, now) for name in list(closed))


def _cut(name: str, now: dt.datetime) -> bool:
    """Cut a room where its time has come; its log may be whole or damaged: a damaged one stays, and the site's log says so."""
    for _ in range(TRIES):
        room = Room.objects.filter(pk=name, is_cut=False).first()
        if room is None or not _is_over(room, now):
            return False
        made = _made(room)
        if made is None:
            return False
        if _replaced(name, made):
            return True
    _LOG.warning("housekeeping: a room was not cut, it was written in meanwhile, or entries are missing at its end")
    return False


def _made(room: Room) -> _Cut | None:
    """Return the new log of a room; None where the old one was changed or the rules refuse it, which the site's log says."""
    try:
        old = tuple(log.entries_after(room.pk))
        if verify(old) is not None:  # written anew it would look whole
            _LOG.error("housekeeping: a room was not cut, its log was changed")
            return None
        entries = cut(room.kind, room.pk, old, secrets.token_hex)
    except LegationError:
        _LOG.exception("housekeeping: a room could not be cut")
        return None
    seats = {one.by: entry.by for one, entry in zip(old, entries, strict=True) if one.by != CLOCK}
    return _Cut(number=old[-1].number, hash=old[-1].hash, entries=entries, seats=seats)


def _replaced(name: str, made: _Cut) -> bool:
    """Put a new log in the place of the old one, unless that has changed since."""
    with transaction.atomic():
        room = Room.objects.select_for_update().filter(pk=name, is_cut=False, number=made.number, hash=made.hash).first()
        if room is None:
            return False
        RoomContent.objects.filter(entry__room=room).delete()
        room.entries.all().delete()
        log.forget(room)
        log.append(room, made.entries, phase=room.phase, deadline="")
        room.seats.exclude(role="host").delete()
        for seat in room.seats.all():
            seat.seat = made.seats[seat.seat]
            seat.save(update_fields=["seat"])
        room.is_cut = True
        room.save(update_fields=["is_cut"])
    return True


def _is_over(room: Room, now: dt.datetime) -> bool:
    """Whether the days have passed that a room is to stay as it is after its end: the last change of its phase."""
    last = room.entries.filter(kind__in=("phase", "due")).order_by("-number").values_list("at", flat=True).first()
    if last is None:
        return False
    days = replay(room.kind, [next(log.entries_after(room.pk))]).settings["cut_days"]
    return moment.parse(last) + dt.timedelta(days=days) <= now
