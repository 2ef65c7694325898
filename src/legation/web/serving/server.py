"""Serving: one socket, one event loop a process, the pages in its threads, and what a site has beside it, such as a worker.

Each process makes the application of its site (of dossiers it is :func:`legation.web.serving.site.site`).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from legation.errors import CannotRead, WrongUse
from legation.language import Message
from legation.system_words import system_words
from legation.web.serving.database import set_up

__all__ = ["Worker", "check_workers", "end_with_parent", "listening", "serve"]


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


class Worker(Protocol):
    """What works beside a server, and ends with it."""

    def ask_to_stop(self) -> None:
        """Ask it to end, and do not wait for it."""

    def stop(self) -> None:
        """Wait until it has ended."""


def serve(
    listener: socket.socket,
    *,
    application: str,
    worker: Callable[[], Worker] | None = None,
    workers: int = 1,
    ready: Callable[[], None] | None = None,
) -> None:
    """Serve until SIGTERM or Ctrl+C: then nothing new is taken, and what has begun is answered.

    Parameters
    ----------
    application : str
        ``module:function``, which each process calls for the ASGI application of the site.
    worker : callable, optional
        Starts what works beside the server.
    ready : callable, optional
        Called when the worker runs and the socket is about to be served.
    """
    import uvicorn

    from legation.web.serving.header_limit import HeaderLimit

    config = uvicorn.Config(
        application,
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
    beside = worker() if worker is not None else None
    try:
        if ready is not None:
            ready()
        if workers == 1:
            server = uvicorn.Server(config)
            if beside is not None:
                server.handle_exit = _first(beside.ask_to_stop, server.handle_exit)  # type: ignore[method-assign]
            server.run(sockets=[listener])
        else:
            from uvicorn.supervisors import Multiprocess

            several = Multiprocess(config, sockets=[listener])
            if beside is not None:
                several.terminate_all = _first(beside.ask_to_stop, several.terminate_all)  # type: ignore[method-assign]
            several.run()
    finally:
        if beside is not None:
            beside.stop()
        listener.close()


def _first(before: Callable[[], None], then: Callable[..., None]) -> Callable[..., None]:
    """Return what calls one before the other: the worker ends while the server does."""

    def both(*given: Any) -> None:
        before()
        then(*given)

    return both


def _ignore_signal(_number: int, _frame: object) -> None:
    """Do nothing: the end has been seen to."""


def end_with_parent() -> None:
    """Let one of several processes end with the one that started it."""
    if (parent := multiprocessing.parent_process()) is not None:
        threading.Thread(target=_end_with, args=(parent,), name="follow", daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    """End as if stopped when the process that started this one is gone, however it went: else the port would stay taken."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
