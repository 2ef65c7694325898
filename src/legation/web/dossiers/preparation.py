"""A large dossier is made ready beside the requests: read, cleared for each of its readers, and written as rows that are searched.

Whoever opens it before is told so, and their page asks again by itself; no request does the work. It is begun when the server starts, when
a large dossier is made or saved, and by the first reader of one that is not in memory. Small dossiers are read by their first reader.
Only a server prepares (:func:`turn_on`): in a command or a test everything is made where it is asked for.
"""

from __future__ import annotations

import datetime as dt
import logging
import math
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.db.models import Sum
from django.db.models.functions import Length

from legation.errors import LegationError, NotReady
from legation.language import Message
from legation.web.access import AccessScope, effective_grant, scope_of
from legation.web.dossiers import contents
from legation.web.dossiers.models import Dossier, Part, Revision
from legation.web.site.cache import Cache
from legation.web.stores.rows.entries import entries_listed
from legation.web.stores.rows.writing import bit_of, ensure, is_written

__all__ = ["LARGE", "check_ready", "is_large", "is_on", "is_ready", "make_beside", "prepare", "prepare_soon", "saved", "turn_on"]

LARGE = 4_000_000
"""Bytes of the parts of a dossier that is large: it takes some seconds to read."""
PATIENCE = 0.7
"""How long a request waits for what is being made ready [s]."""
_AT_ONCE = 2
"""So many dossiers, and so many other things, are made beside the requests at once; the others wait."""
_WAITING = 8
"""So many other things wait for that: each has a thread. Nothing is begun for who wants more; they ask again."""
_log = logging.getLogger(__name__)
_SIZES: Cache[int] = Cache(1024)
_UNWRITTEN: Cache[bool] = Cache(256)
"""Views whose rows could not be written, since the database takes no writes: they are read without."""


@dataclass
class _Work:
    """What is being made beside the requests, each with what tells that it is done; ``most`` of it at a time."""

    most: float = math.inf
    turns: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(_AT_ONCE))
    lock: threading.Lock = field(default_factory=threading.Lock)
    running: dict[Hashable, threading.Event] = field(default_factory=dict)

    def begin(self, key: Hashable, make: Callable[[], object]) -> threading.Event | None:
        """Have it made once, however many ask; None where too much waits already, or the system gives no thread."""
        with self.lock:
            done = self.running.get(key)
            if done is not None or len(self.running) >= self.most:
                return done
            done = self.running[key] = threading.Event()
            try:
                threading.Thread(target=self._made, args=(key, make, done), name="prepare", daemon=True).start()
            except RuntimeError:
                del self.running[key]
                _log.warning("What a page needs could not be made ready.", exc_info=True)
                return None
        return done

    def _made(self, key: Hashable, make: Callable[[], object], done: threading.Event) -> None:
        try:
            with self.turns:
                make()
        except (DatabaseError, LegationError):  # pages do without; what is wrong is told by the first of them
            _log.warning("What a page needs could not be made ready.", exc_info=True)
        finally:
            with self.lock:
                self.running.pop(key, None)
            done.set()
            connections.close_all()


_ON = threading.Event()
_DOSSIERS = _Work()
_OTHERS = _Work(_AT_ONCE + _WAITING)


def turn_on(*, on: bool = True) -> None:
    """Let this process make large dossiers ready in the background."""
    (_ON.set if on else _ON.clear)()


def is_on() -> bool:
    """Whether this process makes large dossiers ready in the background."""
    return _ON.is_set()


def is_large(revision: Revision) -> bool:
    """Whether a revision takes long to read."""

    def size() -> int:
        parts = Part.objects.filter(sha256__in=set(revision.parts.values()))
        return int(parts.aggregate(bytes=Sum(Length("data")))["bytes"] or 0)

    return _SIZES.get(revision.hash, size) > LARGE


def is_ready(dossier: Dossier, revision: Revision, scope: AccessScope) -> bool:
    """Whether the newest revision of a dossier is small, or in memory as somebody sees it with its rows written."""
    if not _ON.is_set() or not is_large(revision):
        return True
    view = contents.seen_before(revision, scope)
    today = dt.datetime.now(dt.UTC).date()
    if view is None or not contents.is_known(view, revision.hash, scope, today):
        return False
    return is_written(dossier, revision, scope) or _UNWRITTEN.peek(_key(dossier, revision, scope, today)) is not None


def check_ready(dossier: Dossier, revision: Revision, scope: AccessScope) -> None:
    """Let a request go on where its dossier is small, or ready as its reader sees it; else have it made ready, and wait a moment.

    Raises
    ------
    NotReady
        Where that has not ended by then. Where it has, whether well or not, the request goes on and tells what is wrong.
    """
    if not is_ready(dossier, revision, scope) and not prepare_soon(dossier.pk).wait(PATIENCE):
        raise NotReady(Message("web.not-ready"))


def prepare_soon(dossier: int) -> threading.Event:
    """Make a dossier ready in the background; what is returned is set when it is done. It is made ready once, however many ask."""
    return _DOSSIERS.begin(dossier, lambda: _prepare_one(dossier)) or threading.Event()


def make_beside(key: Hashable, make: Callable[[], object]) -> None:
    """Have something that takes long made beside the request, which finds it in a cache when it goes on; wait a moment for it.

    Only where this process is a server; else the request makes it itself. It is made once, however many ask.

    Raises
    ------
    NotReady
        Where that has not ended by then, or too much waits for being made. Where it has ended, whether well or not, the request goes on and
        tells what is wrong.
    """
    if not _ON.is_set():
        return
    done = _OTHERS.begin(key, make)
    if done is None or not done.wait(PATIENCE):
        raise NotReady(Message("web.not-ready"))


def _prepare_one(pk: int) -> None:
    dossier = Dossier.objects.filter(pk=pk, head__gt=0).prefetch_related("grants__account").first()
    if dossier is not None:
        prepare(dossier)


def prepare(dossier: Dossier, newest: Revision | None = None) -> int:
    """Make a dossier ready for everybody to whom it is open, by its newest revision; return for how many views."""
    revision, today = newest or contents.revision_of(dossier), dt.datetime.now(dt.UTC).date()
    scopes = dict.fromkeys(scope_of(effective_grant(grant)) for grant in dossier.grants.all())
    for scope in scopes:
        case = contents.known_as(contents.seen_then(revision, scope), revision.hash, scope, today)
        if is_large(revision):
            _ = case.dossier.hash
            if not bit_of(scope):
                entries_listed(case.later, revision.hash, scope)
            elif not ensure(dossier, revision, scope):
                _UNWRITTEN.put(_key(dossier, revision, scope, today), value=True)
    return len(scopes)


def _key(dossier: Dossier, revision: Revision, scope: AccessScope, today: dt.date) -> tuple[Any, ...]:
    return dossier.pk, revision.hash, scope.key, today


def saved(dossier: Dossier, revision: Revision) -> None:
    """Have a large dossier made ready once its new revision is written."""
    if _ON.is_set() and is_large(revision):
        transaction.on_commit(lambda: prepare_soon(dossier.pk))
