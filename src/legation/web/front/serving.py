"""Serving the front: one process, one port, pages in threads; nothing of the desk, of dossiers or of accounts is loaded."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from legation.errors import CannotRead
from legation.language import Message
from legation.system_words import system_words
from legation.web.front.running import FOLDER

__all__ = ["application", "serve_front"]

THREADS = 16
"""Pages at once: most of the time of one is waiting for the disk, which they share."""
GRACE = 15
"""How long answers that have begun are waited for when the server is stopped [s]."""
WAITING = 2048
"""How many connections wait to be taken."""


def application() -> Any:
    """Return the front as an ASGI application, with its places read."""
    from django.core.wsgi import get_wsgi_application

    from legation.web.front.middleware import LARGEST_BODY
    from legation.web.front.places import places
    from legation.web.front.running import front
    from legation.web.serving.bridge import Threads

    pages = Threads(get_wsgi_application(), threads=THREADS, limit=LARGEST_BODY)
    front()
    places()

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await pages(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close"})
        else:
            raise ValueError(f"scope type must be http or websocket (got {scope['type']})")

    return answer


def serve_front(folder: Path, *, host: str = "127.0.0.1", port: int = 8100, ready: Callable[[str], None] | None = None) -> None:
    """Serve the front until it is stopped (SIGTERM, Ctrl+C): what has begun is answered, what was taken is on the disk.

    Parameters
    ----------
    folder : Path
        Of the front: ``HOUSE/front``, or a folder of its own on another machine.
    ready : callable, optional
        Called with the address once the port is taken.

    Raises
    ------
    CannotRead
        Where the folder cannot be used, or the port is in use or not allowed.
    """
    import uvicorn

    from legation.web.serving.header_limit import HeaderLimit

    os.environ[FOLDER] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.front.settings"
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=WAITING)
    except OSError as error:
        raise CannotRead(Message("consular-front.port", host=host, port=str(port), why=system_words(error), other=str(port + 1))) from error
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(
        "legation.web.front.serving:application",
        factory=True,
        log_config=None,
        access_log=False,
        lifespan="off",
        http=HeaderLimit,
        ws="none",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=75,
    )
    if ready is not None:
        shown = f"[{host}]" if ":" in host else host
        ready(f"http://{shown}:{listener.getsockname()[1]}/")
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        listener.close()
