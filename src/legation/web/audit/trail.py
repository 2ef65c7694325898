"""Writing the trail.

What changes something is written when it is done, before the answer goes out, in a transaction of its own: where the database fails just
between the two, the change is there, and in the history of its dossier, without its entry. What was only seen is gathered: one entry for
each person, dossier, page, object and ten minutes, written every other second by a thread of the worker, so that reading a page writes
nothing. A worker that is killed loses what it gathered in that time, at most two seconds of pages seen. Each worker gathers by itself.
"""

from __future__ import annotations

import atexit
import datetime as dt
import hashlib
import hmac
import logging
import threading
import time
from collections import OrderedDict
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone

from legation.web.audit.models import Entry

__all__ = ["drop_old", "flush", "note"]

_AT_ONCE = frozenset({"changed", "taken", "signed-in", "signed-out", "not-signed-in"})
_SPAN = 600.0
_PAUSE = 2.0
_REMEMBERED = 20_000
_WAITING_MOST = 50_000
_log = logging.getLogger(__name__)


class _Gathered:
    """What was seen and is not written yet, and what was written in the last ten minutes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting: list[Entry] = []
        self.since: OrderedDict[tuple[Any, ...], float] = OrderedDict()
        self.thread: threading.Thread | None = None

    def add(self, entry: Entry) -> None:
        """Gather an entry, unless the same was seen a short while ago."""
        key = (entry.account, entry.dossier, entry.route, entry.object, entry.status)
        now = time.monotonic()
        with self.lock:
            if now - self.since.get(key, -_SPAN) < _SPAN:
                return
            self.since[key] = now
            self.since.move_to_end(key)
            while len(self.since) > _REMEMBERED:
                self.since.popitem(last=False)
            if len(self.waiting) < _WAITING_MOST:
                self.waiting.append(entry)
            self._start()

    def _start(self) -> None:
        if self.thread is None and getattr(settings, "AUDIT_IN_BACKGROUND", True):
            self.thread = threading.Thread(target=self._run, name="audit-trail", daemon=True)
            self.thread.start()
            atexit.register(flush)

    def _run(self) -> None:
        while True:
            time.sleep(_PAUSE)
            close_old_connections()
            flush()

    def taken(self) -> list[Entry]:
        """Return what waits, and forget it."""
        with self.lock:
            waiting, self.waiting = self.waiting, []
        return waiting

    def back(self, entries: list[Entry]) -> None:
        """Wait again with entries that could not be written."""
        with self.lock:
            self.waiting = (entries + self.waiting)[:_WAITING_MOST]

    def forget(self) -> None:
        """Begin anew: for tests, each of which has its own database."""
        with self.lock:
            self.waiting.clear()
            self.since.clear()


gathered = _Gathered()


def note(
    kind: str,
    *,
    route: str,
    account: Any = None,
    dossier: str = "",
    revision: int | None = None,
    thing: str = "",
    status: int = 200,
    address: str = "",
) -> None:
    """Add an entry.

    Parameters
    ----------
    kind : str
        Of :data:`legation.web.audit.models.KINDS`.
    thing : str
        What it was done to: the values of the address (``row=FRA``), never a name.
    address : str
        Where it came from; only a keyed hash of it is kept.
    """
    entry = Entry(
        time=timezone.now(),
        kind=kind,
        account=getattr(account, "pk", None),
        name=str(account)[:120] if getattr(account, "pk", None) else "",
        dossier=dossier[:80],
        revision=revision,
        route=route[:60],
        object=thing[:200],
        status=status,
        address=_hashed(address),
    )
    if kind not in _AT_ONCE:
        gathered.add(entry)
        return
    with transaction.atomic():
        entry.save(force_insert=True)


def flush() -> int:
    """Write what was gathered; return how many entries. What the database does not take now waits for the next time."""
    entries = gathered.taken()
    if not entries:
        return 0
    try:
        Entry.objects.bulk_create(entries, batch_size=500)
    except DatabaseError:
        _log.warning("The trail waits: the database does not take entries.")
        gathered.back(entries)
        return 0
    return len(entries)


def drop_old() -> int:
    """Remove the entries that are older than the trail is kept."""
    before = timezone.now() - dt.timedelta(days=settings.AUDIT_DAYS, hours=1)
    return int(Entry.objects.filter(time__lt=before).delete()[0])


def _hashed(address: str) -> str:
    if not address:
        return ""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()[:16]
