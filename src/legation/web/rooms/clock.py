"""The clock of rooms: what falls due is written as an entry, once, by whichever process comes first, also after an outage.

Rules know no clock: from its deadline on a phase takes nothing, written or not. The entry closes the phase, and says so to whoever is
there. Deadlines are instants, so neither summer time nor the zone of the machine moves them; a clock that is set back writes nothing a
second time.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections

from legation import moment
from legation.rooms.negotiation import NEGOTIATION, Negotiation
from legation.rooms.negotiation.own_points import fallen_due
from legation.rooms.state import CLOCK
from legation.web.rooms.bots import write_moves
from legation.web.rooms.desk import DESK, Desk, Draft
from legation.web.stores.rooms.models import Room

__all__ = ["begin_clock", "erase_points", "write_due"]

EVERY = 1.0
"""How often it is looked for what has fallen due [s]."""
SELDOM = 3_600.0
"""How often it is looked for points of parties that go [s]."""
_log = logging.getLogger(__name__)
_failing: set[str] = set()


def begin_clock() -> threading.Thread:
    """Write in the background what falls due, from now on and what fell due while nothing ran."""
    thread = threading.Thread(target=_run, name="rooms-clock", daemon=True)
    thread.start()
    return thread


def write_due(desk: Desk = DESK, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> int:
    """Write an entry for each deadline that has passed; return how many were written.

    The room's row and the key of the entry see to it that of several processes one writes it.
    """
    until = moment.written(now())
    written = 0
    for room in list(Room.objects.filter(deadline__gt="", deadline__lt=until).values_list("pk", flat=True)):
        try:
            while (draft := _falls_due(desk, room, until)) is not None and desk.write(room, CLOCK, [draft])[0].refused is None:
                written += 1
        except Exception:  # noqa: BLE001 - whatever it is, the other rooms go on, and it is tried again
            if room not in _failing:
                _log.exception("What fell due in a room could not be written.")
            _failing.add(room)
            continue
        _failing.discard(room)
    return written


def erase_points(desk: Desk = DESK, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> int:
    """Take away, 30 days after a real session was closed, what its parties said of their points; return how many entries went.

    Each goes by an entry of its own with a key of its own, so that of several processes one writes it.
    """
    at = moment.written(now())
    gone = 0
    for room in list(Room.objects.filter(kind=NEGOTIATION.id, phase="closed", is_cut=False).values_list("pk", flat=True)):
        try:
            with desk.reading(room) as live:
                numbers = list(fallen_due(live.state, at)) if isinstance(live.state, Negotiation) else []
            drafts = [Draft(kind="erased", data={"entry": number}, key=f"erased:{number}") for number in numbers]
            gone += sum(one.refused is None for one in desk.write(room, CLOCK, drafts)) if drafts else 0
        except Exception:  # noqa: BLE001 - whatever it is, the points of other rooms go
            _log.exception("The points of a room could not be taken away.")
    return gone


def _falls_due(desk: Desk, room: str, until: str) -> Draft | None:
    """Return what to write of the earliest deadline of a room that has passed; while nothing ran it may have been several."""
    with desk.reading(room) as live:
        state: Any = live.state
        if state is None or not state.deadline or state.deadline >= until:
            return None
        data = state.falls_due
    return Draft(kind="due", data=data, key=f"due:{data['what']}") if data else None


def _run() -> None:
    was_there, points_at = True, 0.0
    while True:
        try:
            close_old_connections()
            write_due()
            write_moves()
            if time.monotonic() >= points_at:
                points_at = time.monotonic() + SELDOM
                erase_points()
            was_there = True
        except Exception:  # noqa: BLE001 - a thread that ends would be missed by nobody
            if was_there:
                _log.exception("What falls due in rooms could not be looked for.")
            was_there = False
        time.sleep(EVERY)
