"""Serving the desk: its tables, its first administrator, one process with the pages in threads, and what it does by itself beside them."""

from __future__ import annotations

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path

from legation.language import Message

__all__ = ["BY_ITSELF", "prepare", "serve", "set_up"]

_LOG = logging.getLogger(__name__)
FIRST = "admin@legation.localhost"


def set_up() -> None:
    """Load Django with the settings of the desk."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.consular.settings"
    django.setup()


def prepare() -> tuple[str, str]:
    """Make the tables, and the first administrator where there is no account; return their address and password, else "", ""."""
    set_up()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction

    from legation.folder_lock import lock_folder
    from legation.web.accounts.models import Account
    from legation.web.consular.records.models import Assignment
    from legation.web.serving.static import collect, must_be_fetched

    must_be_fetched()
    with lock_folder(Path(settings.DATA)):
        for database in settings.DATABASES:
            call_command("migrate", database=database, interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        collect()
        if Account.objects.exists():
            return "", ""
        email = os.environ.get("LEGATION_ADMIN_EMAIL") or FIRST
        password = os.environ.get("LEGATION_ADMIN_PASSWORD") or secrets.token_urlsafe(12)
        with transaction.atomic():
            account = Account.objects.create_user(
                email, password, name="Administrator", is_administrator=True, language=settings.LANGUAGE_CODE
            )
            Assignment.objects.create(account=account, role="administrator")
        return email, password


def application() -> object:
    """Return the desk as an ASGI application."""
    set_up()
    from django.conf import settings

    from legation.web.consular.wsgi import application as pages
    from legation.web.serving.bridge import Threads

    return Threads(pages, threads=settings.THREADS, limit=settings.UPLOAD_LIMIT)


def serve(host: str, port: int, say: Callable[[Message], None]) -> int:
    """Serve the desk until it is stopped; the keyring is opened before, and forgotten with the process.

    Parameters
    ----------
    say : callable
        Told the password of the first administrator, once, and where the desk is.
    """
    import uvicorn

    email, password = prepare()
    from legation.web.consular.opening import open_keyring
    from legation.web.serving.header_limit import HeaderLimit
    from legation.web.serving.server import listening

    open_keyring()
    listener = listening(host, port)
    if email:
        say(Message("cli.first-account", email=email, password=password))
    stop = begin_by_itself()
    say(Message("cli.serving", address=f"http://{host}:{port}/"))
    server = uvicorn.Server(
        uvicorn.Config(
            application, factory=True, log_config=None, access_log=False, lifespan="off", http=HeaderLimit, ws="none", server_header=False,
            proxy_headers=False, timeout_graceful_shutdown=15,
        )
    )  # fmt: skip
    try:
        server.run(sockets=[listener])
    finally:
        stop.set()
        listener.close()
    return 0


BY_ITSELF: list[tuple[float, Callable[[], object]]] = []
"""What the desk does by itself, each with after how many seconds again: modules add to it when they are imported."""


def begin_by_itself() -> threading.Event:
    """Begin what the desk does by itself, each in a thread; what is returned ends them."""
    from legation.web.consular import by_itself  # noqa: F401 - says what that is

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
