"""The audit trail: what it listens to, and writing it."""

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

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InternalError, OperationalError, close_old_connections, connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from legation.web.route import Route, was_answered, was_refused
from legation.web.site.optional_write import close_where_only_read
from legation.web.stores.audit.models import Entry

__all__ = [
    "drop_old",
    "flush",
    "listen",
    "note",
]


_AT_ONCE = frozenset({"changed", "taken", "signed-in", "signed-out", "not-signed-in"})
_READ = frozenset({"taken", "not-signed-in"})
"""What is done without anything that could be undone: where it cannot be noted at once it waits to be noted, and reading goes on."""
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

    def keep(self, entry: Entry) -> None:
        """Gather an entry that could not be written at once; none of these is left out."""
        with self.lock:
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
        Of :data:`legation.web.stores.audit.models.KINDS`.
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
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except (OperationalError, InternalError):
        if kind not in _READ or connection.in_atomic_block:
            raise
        _log.warning("The trail waits: the database does not take entries.")
        gathered.keep(entry)


def flush() -> int:
    """Write what was gathered; return how many entries. What the database does not take now waits for the next time."""
    entries = gathered.taken()
    if not entries:
        return 0
    try:
        Entry.objects.bulk_create(entries, batch_size=500)
    except DatabaseError as error:
        _log.warning("The trail waits: the database does not take entries.")
        close_where_only_read(error)
        gathered.back(entries)
        return 0
    return len(entries)


def drop_old(before: dt.datetime | None = None) -> int:
    """Remove the entries that are older than the trail is kept; return how many.

    Parameters
    ----------
    before : datetime, optional
        Remove only those before it: the end of a local day, where a house counts by its own clocks. What the database still guards stays.
    """
    guarded = timezone.now() - dt.timedelta(days=settings.AUDIT_DAYS, **({} if before is not None else {"hours": 1}))
    before = guarded if before is None else min(before, guarded)
    return int(Entry.objects.filter(time__lt=before).delete()[0])


def _hashed(address: str) -> str:
    if not address:
        return ""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()[:16]


_KINDS = {"page": "seen", "file": "taken", "action": "changed"}
_NOT_WRITTEN = frozenset({"language"})


def listen() -> None:
    """Connect the signals."""
    was_answered.connect(answered, dispatch_uid="audit")
    was_refused.connect(refused, dispatch_uid="audit")
    user_logged_in.connect(signed_in, dispatch_uid="audit")
    user_logged_out.connect(signed_out, dispatch_uid="audit")
    user_login_failed.connect(not_signed_in, dispatch_uid="audit")


def answered(sender: Any, *, request: Any, route: Route, values: dict[str, Any], status: int, **more: Any) -> None:  # noqa: ARG001
    """Note a route that answered; an action that was refused changed nothing, but was tried."""
    if route.name in _NOT_WRITTEN or not request.account.is_authenticated:
        return
    place, revision = request.in_trail
    note(
        "seen" if route.is_typed else _KINDS[route.kind],
        route=route.name,
        account=request.account,
        dossier=place,
        revision=revision,
        thing=", ".join(f"{name}={value}" for name, value in values.items() if name != "token"),
        status=status,
        address=_address(request.http),
    )


def refused(sender: Any, *, http: HttpRequest, route: Route, slug: str | None, status: int, **more: Any) -> None:  # noqa: ARG001
    """Note that somebody who has signed in was not let in; the same within ten minutes is one entry.

    Where they may not even know of the dossier, the entry belongs to the site: its owners are not told of every guess.
    """
    if not http.user.is_authenticated:
        return
    note(
        "refused",
        route=route.name,
        account=http.user,
        dossier=slug or "" if status == 403 else "",
        thing=f"dossier={slug}" if status == 404 else "",
        status=status,
        address=_address(http),
    )


def signed_in(sender: Any, *, request: HttpRequest, user: Any, **more: Any) -> None:  # noqa: ARG001 - Django's signature
    """Note that a person signed in."""
    note("signed-in", route="account_login", account=user, address=_address(request))


def signed_out(sender: Any, *, request: HttpRequest, user: Any, **more: Any) -> None:  # noqa: ARG001 - Django's signature
    """Note that a person signed out."""
    if user is not None:
        note("signed-out", route="account_logout", account=user, address=_address(request))


def not_signed_in(sender: Any, *, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any) -> None:  # noqa: ARG001
    """Note that somebody did not get in: as whom, where there is such an account; what was typed is not kept."""
    from legation.web.accounts.models import Account

    email = str(credentials.get("email") or credentials.get("username") or "").lower()
    account = Account.objects.filter(email=email).first() if email else None
    note("not-signed-in", route="account_login", account=account, status=403, address=_address(request))


def _address(request: HttpRequest | None) -> str:
    try:
        return str(get_adapter().get_client_ip(request)) if request is not None else ""
    except PermissionDenied:
        return ""
