"""Serving: one socket, one event loop a process, the pages in its threads, a worker for runs beside it.

Each process makes the site (:func:`site`) and warms it up in a thread of its own: what the first pages need is imported and read before
somebody waits for it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

from legation.errors import CannotRead, LegationError, WrongUse
from legation.language import Message
from legation.rooms import Refused, seen_by
from legation.system_words import system_words
from legation.web.serving.database import set_up

__all__ = [
    "DOSSIERS",
    "ROOMS",
    "begin_warming",
    "check_workers",
    "listening",
    "serve",
    "site",
    "warm",
]


APPLICATION = "legation.web.serving.server:site"
GRACE = 15
"""How long answers that have begun are waited for when the server is stopped [s]."""
FIRST_PORT, LAST_PORT = 8000, 65535
WAITING = 2048
"""How many connections wait to be taken."""


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; the port is taken from here on, before anything is prepared.

    Raises
    ------
    CannotRead
        Where the address is not of this machine, or the port is in use or not allowed.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=WAITING)
    except OSError as error:
        other = port + 1 if port < LAST_PORT else FIRST_PORT
        raise CannotRead(Message("site.port", host=host, port=str(port), why=system_words(error), other=str(other))) from error
    # each connection has it from here: the end of an answer does not wait until the beginning is acknowledged, which takes 40 ms
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def check_workers(workers: int) -> None:
    """Refuse several processes on SQLite: all of them would wait for one writer. Asked before anything is made.

    Pages that renew themselves, when they come, need PostgreSQL too: it tells one process what another has saved.
    """
    from django.db import connection

    set_up()
    if workers > 1 and connection.vendor != "postgresql":
        raise WrongUse(Message("site.workers", found=workers))


def serve(listener: socket.socket, *, workers: int = 1, ready: Callable[[], None] | None = None) -> None:
    """Serve until SIGTERM or Ctrl+C: then nothing new is taken, and what has begun is answered.

    Parameters
    ----------
    ready : callable, optional
        Called when the worker runs and the socket is about to be served.
    """
    import uvicorn

    from legation.web.runs.worker_process import start_worker
    from legation.web.serving.header_limit import HeaderLimit

    config = uvicorn.Config(
        APPLICATION,
        factory=True,
        workers=workers,
        log_config=None,
        access_log=False,
        lifespan="off",
        http=HeaderLimit,
        ws="none",
        server_header=False,
        proxy_headers=False,  # Django reads them, and only where a proxy was announced (LEGATION_PROXIES)
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=75,
        timeout_worker_healthcheck=60,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _ignore_signal)  # the server raises the signal again after its orderly end
    worker = start_worker()
    try:
        if ready is not None:
            ready()
        if workers == 1:
            server = uvicorn.Server(config)
            server.handle_exit = _first(worker.ask_to_stop, server.handle_exit)  # type: ignore[method-assign]
            server.run(sockets=[listener])
        else:
            from uvicorn.supervisors import Multiprocess

            several = Multiprocess(config, sockets=[listener])
            several.terminate_all = _first(worker.ask_to_stop, several.terminate_all)  # type: ignore[method-assign]
            several.run()
    finally:
        worker.stop()
        listener.close()


def _first(before: Callable[[], None], then: Callable[..., None]) -> Callable[..., None]:
    """Return what calls one before the other: the worker ends while the server does."""

    def both(*given: Any) -> None:
        before()
        then(*given)

    return both


def _ignore_signal(_number: int, _frame: object) -> None:
    """Do nothing: the end has been seen to."""


DOSSIERS, ROOMS = 12, 4
"""So many dossiers and open rooms are read, those that changed last; the others when somebody opens them."""
_log = logging.getLogger(__name__)


def begin_warming() -> threading.Thread:
    """Warm up in the background."""
    thread = threading.Thread(target=_warm_and_freeze, name="warm", daemon=True)
    thread.start()
    return thread


def warm() -> int:
    """Import every page and question, and read the newest revisions as those see them who may, known on the day of their pages.

    Returns
    -------
    int
        How many views of dossiers are ready.
    """
    from django.urls import reverse

    reverse("home")  # imports the pages, and makes what every address is written from
    from legation.questions.base.registry import question_index
    from legation.web.dossiers import store
    from legation.web.dossiers.models import Dossier
    from legation.web.dossiers.preparation import prepare

    latest = Dossier.objects.filter(head__gt=0).order_by("-changed").prefetch_related("grants__account")[:DOSSIERS]
    count = sum(prepare(dossier, store.newest(dossier)) for dossier in latest)
    _read_rooms()
    question_index()
    return count


def _read_rooms() -> None:
    """Read the rooms that sit: the first page after a start is as soon there as any."""
    from legation.web.rooms.desk import DESK
    from legation.web.stores.rooms.models import Room

    for name in Room.objects.exclude(phase="closed").filter(number__gt=0).order_by("-at").values_list("pk", flat=True)[:ROOMS]:
        with contextlib.suppress(Refused, Room.DoesNotExist), DESK.reading(name) as live:  # its own page tells what is wrong
            if live.state is not None:
                seen_by(live.state, None)


def _warm_and_freeze() -> None:
    from django.db import DatabaseError, connections

    try:
        warm()
        gc.unfreeze()  # of the day before: what has gone out of use since is collected
        gc.collect()
        gc.freeze()  # what is there now stays: looking through it again and again for what is not used would stop every page
    except (DatabaseError, LegationError):  # pages do without; what is wrong is told by the first of them
        _log.warning("What the first pages need could not be read.", exc_info=True)
    finally:
        connections.close_all()


def _warm_daily() -> None:
    """Warm up again soon after each day begins, for pages show what is known on their day."""
    while True:
        now = dt.datetime.now(dt.UTC)
        tomorrow = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), dt.UTC)
        time.sleep((tomorrow - now).total_seconds() + 1)
        try:
            _warm_and_freeze()
        except Exception:  # noqa: BLE001 - the next day is another one
            _log.exception("What the first pages of the day need could not be made.")


def site() -> Any:
    """Return the ASGI application, which warms up from now on; one of several processes ends with the one that started it."""
    from legation.web.asgi import application
    from legation.web.dossiers.preparation import turn_on
    from legation.web.rooms.clock import begin_clock
    from legation.web.rooms.hearing import begin_hearing
    from legation.web.rooms.stream import end_with_server
    from legation.web.stores.overwriting import begin_together

    turn_on()
    end_with_server()
    begin_clock()
    begin_hearing()
    begin_together()
    begin_warming()
    threading.Thread(target=_warm_daily, name="warm-daily", daemon=True).start()
    if (parent := multiprocessing.parent_process()) is not None:
        threading.Thread(target=_end_with, args=(parent,), name="follow", daemon=True).start()
    return application


def _end_with(parent: BaseProcess) -> None:
    """End as if stopped when the process that started this one is gone, however it went: else the port would stay taken."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
