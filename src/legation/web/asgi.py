"""The site as one ASGI application: pages by Django in threads, and what lasts by the event loop, without Django.

A stream stands in :data:`STREAMS`: the prefix of its addresses, and the ASGI application that answers whatever is below it, HTTP and
websockets. Everything else is a page. No Django handler stands behind a stream: it would hold a thread and a database connection for
as long as somebody listens. ``docs/decisions/serving.md`` says why.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable

from django.conf import settings

from legation.web.serving.bridge import LimitedStream, Receive, Scope, Send, Threads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "legation.web.settings")

from legation.web.wsgi import application as pages  # isort: skip - the settings come first
from legation.web.rooms import ticket
from legation.web.rooms.stream import live

__all__ = ["STREAMS", "application"]

STREAMS: dict[str, Callable[[Scope, Receive, Send], Awaitable[None]]] = {ticket.PATH: live}
"""Prefix of an address (``/live/``: with both slashes, none the beginning of another) -> ASGI application that answers below it."""

_pages = Threads(pages, threads=settings.THREADS, limit=settings.UPLOAD_LIMIT)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand a request to what answers it; a websocket that no stream answers is refused (the browser reads 403).

    Raises
    ------
    ValueError
        For what is neither HTTP nor a websocket. A server that asks whether we follow its start and end takes this as a no.
    """
    if scope["type"] not in ("http", "websocket"):
        raise ValueError(f"scope type must be http or websocket (got {scope['type']})")
    stream = next((answers for prefix, answers in STREAMS.items() if scope["path"].startswith(prefix)), None)
    if scope["type"] == "http":
        await (_pages if stream is None else LimitedStream(stream, limit=settings.UPLOAD_LIMIT))(scope, receive, send)
    elif stream is not None:
        await stream(scope, receive, send)
    else:
        await receive()  # websocket.connect
        await send({"type": "websocket.close"})
