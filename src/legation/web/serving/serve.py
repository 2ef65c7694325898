"""Serving: one socket, one event loop a process, the pages in its threads, a worker for runs beside it."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from legation.errors import CannotRead, WrongUse
from legation.language import Message
from legation.web.serving.opened import set_up

__all__ = ["check_workers", "listening", "serve"]

APPLICATION = "legation.web.serving.served:site"
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
        return socket.create_server((host, port), family=family, backlog=WAITING)
    except OSError as error:
        why = (error.strerror or str(error)).partition(" (while attempting")[0]  # the rest says the address again
        other = port + 1 if port < LAST_PORT else FIRST_PORT
        raise CannotRead(Message("site.port", host=host, port=str(port), why=why, other=str(other))) from error


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

    from legation.web.runs.child import start_worker
    from legation.web.serving.heads import Heads

    config = uvicorn.Config(
        APPLICATION,
        factory=True,
        workers=workers,
        log_config=None,
        access_log=False,
        lifespan="off",
        http=Heads,
        ws="none",
        server_header=False,
        proxy_headers=False,  # Django reads them, and only where a proxy was announced (LEGATION_PROXIES)
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=75,
        timeout_worker_healthcheck=60,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _ended)  # the server raises the signal again after its orderly end
    worker = start_worker()
    try:
        if ready is not None:
            ready()
        if workers == 1:
            uvicorn.Server(config).run(sockets=[listener])
        else:
            from uvicorn.supervisors import Multiprocess

            Multiprocess(config, sockets=[listener]).run()
    finally:
        worker.stop()
        listener.close()


def _ended(_number: int, _frame: object) -> None:
    """Do nothing: the end has been seen to."""
