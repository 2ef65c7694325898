"""The process that works out what is shown of live rooms: it reads their logs on by itself, and writes one picture of each.

A map continues the last one, which lies beside the picture: groups keep their numbers whichever process made that, and after a restart.
What takes longer than a map (who voted as one, the slate, what is uncertain) is looked for beside it, again and again, and used as it is
known; in a small room at once. Of a long log it writes now and then where the reading of it may begin.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from legation.rooms.deliberation.last_map import LastMap, last_map, last_map_of
from legation.rooms.deliberation.picture import Search, ShownVotes, picture, searched, shown_votes, worked_out
from legation.rooms.deliberation.state import Deliberation
from legation.web.rooms.arrays import packed, unpacked
from legation.web.rooms.desk import DESK
from legation.web.runs.lease import OutputFile
from legation.web.runs.models import Run
from legation.web.site.cache import Cache
from legation.web.stores.rooms.checkpoints import is_due, write_checkpoint
from legation.web.stores.rooms.models import Room, RoomEntry, RoomPicture

__all__ = ["make_picture"]

AT_ONCE = 20_000
"""Votes up to which everything is looked for with the map."""
SHARE = 0.25
"""Of the time, at most, in which the rest is looked for in a larger room."""


@dataclass(slots=True)
class _Known:
    """What this process has found of a room beside its map."""

    search: Search | None = None
    search_number: int = 0
    next_search: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


_KNOWN: Cache[_Known] = Cache(64)


def make_picture(run: Run, progress: Callable[[int, int], None]) -> Sequence[OutputFile]:
    """Make the picture of a room as it is now; it takes the place of the one before, and no trace of the run is left."""
    name = run.question
    with DESK.reading(name) as live:
        state, number, newest = live.state, live.number, live.hash
        room = shown_votes(state) if isinstance(state, Deliberation) else None
        taken_back = state.taken_back if isinstance(state, Deliberation) else 0
    if room is not None:
        known = _KNOWN.get(name, _Known)
        search = _search(known, room, taken_back)
        progress(1, 3)
        before = _last_map(name, taken_back)
        found = worked_out(room, search, *(before.among(room) if before is not None else ()))
        progress(2, 3)
        made = picture(room, found, search)
        placed = packed(last_map(room, found).arrays()) if found is not None else b""
        with transaction.atomic():
            if Room.objects.select_for_update().filter(pk=name).exists() and _holds(name, number, newest):
                routing = packed(search.routing.arrays()) if search.routing is not None else b""
                given = {"number": room.number, "data": made | {"routed": list(search.statements)}, "routing": routing, "map": placed}
                RoomPicture.objects.update_or_create(room_id=name, defaults=given)
            Run.objects.filter(pk=run.pk).delete()
        if is_due(name, number):
            with DESK.reading(name) as live:
                if live.state is not None:
                    write_checkpoint(name, live.state)
    return ()


def _last_map(name: str, taken_back: int) -> LastMap | None:
    """Return the last map of a room, of no vote that was taken back; None where there is none."""
    found = RoomPicture.objects.filter(room_id=name, number__gte=taken_back).values_list("map", flat=True).first()
    return last_map_of(unpacked(bytes(found))) if found else None


def _holds(name: str, number: int, newest: str) -> bool:
    """Whether a picture of a log up to an entry may be shown: the log is still that one, and nobody's votes were taken back since."""
    entries = RoomEntry.objects.filter(room_id=name)
    taken_back = entries.filter(number__gt=number, kind__in=("erased", "removed"))
    return entries.filter(number=number, hash=newest).exists() and not taken_back.exists()


def _search(known: _Known, room: ShownVotes, taken_back: int = 0) -> Search:
    """Return what is known beside the map, of no vote that was taken back; have it looked for anew where that is due."""
    if int((room.votes >= -1).sum()) <= AT_ONCE:
        known.search, known.search_number = searched(room), room.number
        return known.search
    if time.monotonic() >= known.next_search and known.lock.acquire(blocking=False):
        threading.Thread(target=_look, args=(known, room), name="search", daemon=True).start()
    if known.search is not None and known.search_number >= taken_back:
        return known.search
    return Search(copies=(), slate=None, statements=room.statements, routing=None)


def _look(known: _Known, room: ShownVotes) -> None:
    """Look for the rest, and rest thrice as long."""
    try:
        begun = time.monotonic()
        known.search, known.search_number = searched(room), room.number
        known.next_search = time.monotonic() + (time.monotonic() - begun) * (1 / SHARE - 1)
    finally:
        known.lock.release()
