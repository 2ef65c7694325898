"""Some days after their end rooms are cut: their logs are written anew, and what leads from a seat to anybody is destroyed."""

from __future__ import annotations

import datetime as dt
import logging
import secrets

from django.db import transaction

from legation import moment
from legation.errors import LegationError
from legation.rooms import cut, replay, verify
from legation.rooms.state import CLOCK
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room, RoomContent, RoomEntry, RoomPicture

__all__ = ["cut_overdue", "tidy_rooms"]

_LATELY = dt.timedelta(hours=4)
"""Time within which somebody left whose bytes may not have gone at once."""
_LOG = logging.getLogger("legation.housekeeping")


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
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=name)
        if room.is_cut or not _is_over(room, now):
            return False
        try:
            old = tuple(log.entries_after(room.pk))
            if verify(old) is not None:  # written anew it would look whole
                _LOG.error("housekeeping: a room was not cut, its log was changed")
                return False
            entries = cut(room.kind, room.pk, old, secrets.token_hex)
        except LegationError:
            _LOG.exception("housekeeping: a room could not be cut")
            return False
        known = {one.by: entry.by for one, entry in zip(old, entries, strict=True) if one.by != CLOCK}
        RoomContent.objects.filter(entry__room=room).delete()
        room.entries.all().delete()
        RoomPicture.objects.filter(room=room).delete()
        log.append(room, entries, phase=room.phase, deadline="")
        room.seats.exclude(role="host").delete()
        for seat in room.seats.all():
            seat.seat = known[seat.seat]
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
