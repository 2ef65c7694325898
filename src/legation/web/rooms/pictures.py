"""Who looks at a room sees its picture, which another process makes: asked for when enough is new, told when it is there.

However many look and vote, a room has one picture at a time: it is asked for again when the counts that are shown have changed, not before
the last one is there, and at most every two seconds. Of a room that nobody looks at none is made.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import threading
import time
from dataclasses import dataclass
from typing import Any

from django.db import Error, connections
from django.utils import timezone

from legation.dossier.records import MARKINGS
from legation.language import LANGUAGES
from legation.methods.opinion import Routing
from legation.methods.opinion.routing import routing_of
from legation.rooms.deliberation.state import Deliberation
from legation.web.dossiers import preparation
from legation.web.rooms.arrays import unpacked
from legation.web.rooms.audience import AUDIENCE
from legation.web.rooms.desk import DESK
from legation.web.runs.models import Run
from legation.web.runs.worker_process import rooms_worker
from legation.web.site.cache import Cache
from legation.web.stores.rooms.models import Room, RoomPicture, RoomSeat

__all__ = ["PICTURES", "Pictures", "ShownPicture"]

APART = 2.0
"""Seconds between two pictures of a room, at least."""
LOOKED = 120.0
"""Seconds for which somebody counts as looking after a page."""
PAUSE = 0.25
KNOWN, NOTED = 500, 10_000
"""Rooms whose picture a process knows, and of which it notes what was asked for and told; those of longest ago make room."""
_LOG = logging.getLogger("legation.rooms")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPicture:
    """A picture of a room.

    Attributes
    ----------
    number : int
        Of the last entry that it rests on.
    data : dict
        As :func:`legation.rooms.deliberation.picture.picture` made it.
    routing : Routing or None
    routed : tuple of str
        The statements of ``routing``.
    """

    number: int
    data: dict[str, Any]
    routing: Routing | None
    routed: tuple[str, ...]


class Pictures:
    """The pictures that this process knows, and the thread that asks for new ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looked: dict[str, float] = {}
        self._known: Cache[ShownPicture] = Cache(KNOWN)
        self._newest: Cache[int] = Cache(NOTED)
        self._ordered: Cache[float] = Cache(NOTED)
        self._thread: threading.Thread | None = None

    def look(self, name: str) -> ShownPicture | None:
        """Note that somebody looks at a room, and return its picture; None where there is none yet, or a vote in it was taken back."""
        with self._lock:
            self._looked[name] = time.monotonic()
            if preparation.is_on() and (self._thread is None or not self._thread.is_alive()):
                self._thread = threading.Thread(target=self._go_on, name="pictures", daemon=True)
                self._thread.start()
        if self._known.peek(name) is None or not preparation.is_on():
            self._read(name)
        return self.known(name)

    def known(self, name: str) -> ShownPicture | None:
        """Return the picture of a room as far as this process knows it; None where a vote in it was taken back since."""
        found = self._known.peek(name)
        with DESK.reading(name) as live:
            taken_back = live.state.taken_back if isinstance(live.state, Deliberation) else None
        if found is None or taken_back is None:
            return None
        if found.number < taken_back:
            self._known.drop(name)
            return None
        return found

    def step(self) -> bool:
        """Take in what was made, and ask for what is due; return whether anybody looks at anything."""
        now = time.monotonic()
        with self._lock:
            self._looked = {name: at for name, at in self._looked.items() if now - at < LOOKED or AUDIENCE.is_there(name)}
            rooms = list(self._looked)
        for name in rooms:
            try:
                self._step(name, now)
            except Room.DoesNotExist:
                with self._lock:
                    self._looked.pop(name, None)
        return bool(rooms)

    def _step(self, name: str, now: float) -> None:
        if self._read(name):
            self._ordered.put(name, now)
            AUDIENCE.tell_picture(name)
        found = self._known.peek(name)
        with DESK.reading(name) as live:
            moved = live.state.moved if isinstance(live.state, Deliberation) else 0
        if not moved or (found is not None and found.number >= moved):
            return
        ordered = self._ordered.peek(name)
        if ordered is None or now - ordered >= APART:
            self._ordered.put(name, now)
            self._ask(name)

    def _read(self, name: str) -> bool:
        """Take in the picture that lies in the database; return whether it is new here."""
        known = self._known.peek(name)
        newer = RoomPicture.objects.filter(room_id=name, number__gt=known.number if known is not None else -1)
        row = newer.defer("map").first()  # where seats stood is shown to nobody
        if row is None:
            return False
        data = dict(row.data)
        routed = tuple(data.pop("routed", ()))
        routing = None
        if row.routing:
            routing = routing_of(unpacked(bytes(row.routing)))
        self._known.put(name, ShownPicture(number=row.number, data=data, routing=routing, routed=routed))
        newest = self._newest.peek(name)
        self._newest.put(name, row.number)
        return newest is None or row.number > newest

    def _ask(self, name: str) -> None:
        """Ask for a picture, unless one is being made."""
        runs = Run.objects.filter(kind="room", question=name)
        if runs.filter(state__in=("waiting", "running")).exists():
            return
        runs.delete()
        host = RoomSeat.objects.filter(room_id=name, role="host", account__isnull=False).select_related("account").first()
        room = Room.objects.select_related("dossier").get(pk=name)
        if host is None or host.account is None:
            return
        Run.objects.create(
            dossier=room.dossier,
            owner=host.account,
            revision=room.dossier.head,
            marking=MARKINGS[-1],
            audience="owner",
            kind="room",
            question=name,
            today=timezone.now().astimezone(dt.UTC).date(),
            lang=LANGUAGES[0],
            key=secrets.token_hex(32),
        )
        if preparation.is_on():
            rooms_worker()

    def _go_on(self) -> None:
        while True:
            try:
                if not self.step():
                    with self._lock:
                        if not self._looked:
                            self._thread = None
                            return
            except Error:
                _LOG.warning("the database did not answer; pictures of rooms wait for it")
                time.sleep(1.0)
            finally:
                connections.close_all()
            time.sleep(PAUSE)


PICTURES = Pictures()
"""The pictures of this process."""
