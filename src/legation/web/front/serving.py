"""Serving the front: one process, one port, pages in threads; nothing of the desk, of dossiers or of accounts is loaded."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from legation.web.front.running import FOLDER

__all__ = ["application", "serve_front"]

THREADS = 16
"""Pages at once: most of the time of one is waiting for the disk, which they share."""


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
    from legation.web.serving.server import listening, serve

    os.environ[FOLDER] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.front.settings"
    listener = listening(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}/"
    serve(listener, application="legation.web.front.serving:application", ready=None if ready is None else lambda: ready(address))
