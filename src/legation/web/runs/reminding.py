"""Moderators of rooms are written to where statements wait for them: by their account, once a day at most, and unless they said not to.

The letter says that something waits, and where; nothing of what somebody said is in it, nor of the dossier. Who sits in a room by a code
has no account and is written to by nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from legation import moment
from legation.language import Message
from legation.rooms.deliberation.state import Deliberation
from legation.rooms.deliberation.waiting import waiting
from legation.web.access import DOSSIER
from legation.web.accounts.invitations import has_mail
from legation.web.accounts.letters import write_letter
from legation.web.accounts.models import Account
from legation.web.rooms.desk import DESK
from legation.web.stores.rooms.models import Room, RoomEntry, RoomSeat

__all__ = ["remind_moderators"]

PATIENCE = dt.timedelta(hours=1)
"""How long something waits before a letter tells of it: whoever sits at the desk is quicker."""
EACH = dt.timedelta(days=1)
"""Time between two letters to somebody."""


def remind_moderators(now: dt.datetime) -> int:
    """Write to those who moderate rooms in which something has waited for an hour; return to how many."""
    if not has_mail():
        return 0
    rooms = list(_neglected(now))
    sitting = RoomSeat.objects.filter(room__in=rooms, role="moderator", account__is_active=True, account__room_letters=True)
    waits: dict[Account, list[Room]] = {}
    for seat in sitting.select_related("account", "room__dossier").order_by("room__pk"):
        if seat.account is not None and _sits(seat) and DOSSIER.can(seat.account, "hold-rooms", seat.room):
            waits.setdefault(seat.account, []).append(seat.room)
    return sum(_write_to(account, theirs, now) for account, theirs in waits.items())


def _sits(seat: RoomSeat) -> bool:
    with DESK.reading(seat.room_id) as live:
        found = live.state.seats.get(seat.seat) if live.state is not None else None
        return found is not None and not found.removed


def _neglected(now: dt.datetime) -> Iterator[Room]:
    """Yield the open rooms in which something has waited for long."""
    for room in Room.objects.filter(number__gt=0).exclude(phase="closed").order_by("pk"):
        with DESK.reading(room.pk) as live:
            numbers = list(waiting(live.state).values()) if isinstance(live.state, Deliberation) else []
        if RoomEntry.objects.filter(room=room, number__in=numbers, at__lte=moment.written(now - PATIENCE)).exists():
            yield room


def _write_to(account: Account, rooms: list[Room], now: dt.datetime) -> bool:
    """Write to somebody, whom no other process has written to within a day."""
    before = account.room_letter
    late = Q(room_letter=None) | Q(room_letter__lte=now - EACH)
    if not Account.objects.filter(late, pk=account.pk).update(room_letter=now):
        return False
    links = "\n".join(f"{settings.ORIGIN}{reverse('rooms.queue', args=[room.dossier.slug, room.pk])}" for room in rooms)
    values = {"links": links, "settings": f"{settings.ORIGIN}{reverse('profile')}"}
    if write_letter(account, Message("page-rooms.letter-subject"), Message("page-rooms.letter-text", **values)):
        return True
    Account.objects.filter(pk=account.pk).update(room_letter=before)
    return False
