"""Serving the desk: its tables, its first administrator, one process with the pages in threads, and what it does by itself beside them."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from legation.language import Message
from legation.web.serving.database import set_up as set_up_site
from legation.web.serving.prepare import Prepared, prepare_site
from legation.web.serving.server import listening
from legation.web.serving.server import serve as serve_site

if TYPE_CHECKING:
    from legation.web.accounts.models import Account

__all__ = ["application", "prepare", "serve", "set_up"]

_LOG = logging.getLogger(__name__)
SETTINGS = "legation.web.consular.settings"


def set_up() -> None:
    """Load Django with the settings of the desk; of a drill, no connection leaves the process from then on."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    set_up_site()
    from django.conf import settings

    if settings.CONSULAR_DRILL:
        from legation.web.consular.drills.isolation import isolate

        isolate()


def prepare() -> Prepared:
    """Make the desk ready: its tables, and the first administrator where there is no account."""
    set_up()
    return prepare_site(_give_first_role)


def _give_first_role(account: Account) -> tuple[str, ...]:
    from legation.web.consular.records.models import Assignment

    Assignment.objects.create(account=account, role="administrator")
    return ()


def application() -> Any:
    """Return the desk as an ASGI application, which does beside its pages what a desk does by itself."""
    set_up()
    from django.conf import settings

    from legation.web.consular.wsgi import application as pages
    from legation.web.serving.bridge import Threads

    begin_by_itself()
    return Threads(pages, threads=settings.THREADS, limit=settings.UPLOAD_LIMIT, in_memory=settings.UPLOAD_LIMIT)


def serve(host: str, port: int, say: Callable[[Message], None]) -> int:
    """Serve the desk until it is stopped; the keyring is opened before, and forgotten with the process.

    Parameters
    ----------
    say : callable
        Told the password of the first administrator, once, and where the desk is.
    """
    from legation.web.consular.opening import open_keyring

    listener = listening(host, port)
    prepared = prepare()
    open_keyring()
    if prepared.email:
        say(Message("cli.first-account", email=prepared.email, password=prepared.password))
    named = f"[{host}]" if ":" in host else host
    serve_site(
        listener,
        application="legation.web.consular.serving:application",
        ready=lambda: say(Message("cli.serving", address=f"http://{named}:{port}/")),
    )
    return 0


def begin_by_itself() -> threading.Event:
    """Begin what the desk does by itself, each in a thread; what is returned ends them."""
    from legation.web.consular.by_itself import BY_ITSELF

    stop = threading.Event()
    for seconds, work in BY_ITSELF:
        threading.Thread(target=_repeat, args=(seconds, work, stop), name=getattr(work, "__name__", "work"), daemon=True).start()
    return stop


def _repeat(seconds: float, work: Callable[[], object], stop: threading.Event) -> None:
    from django.db import connections

    while not stop.is_set():
        begun = time.monotonic()
        try:
            work()
        except Exception:  # noqa: BLE001 - the next time is another one; what went wrong is logged
            _LOG.exception("What the desk does by itself failed.")
        finally:
            connections.close_all()
        stop.wait(max(0.1, seconds - (time.monotonic() - begun)))
