"""The site as one ASGI application: streams below ``/live/`` by the event loop, every page by threads."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application

from legation.web.serving.bridge import Counted, Receive, Scope, Send, Threads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "legation.web.settings")

from legation.web.wsgi import application as pages  # the settings come first

__all__ = ["LIVE", "application"]

LIVE = "/live/"
"""Below it every view is asynchronous and may answer for hours: server-sent events. Nothing else is answered by the event loop."""

_django: Any = get_asgi_application()
_streams = Counted(_django, limit=settings.UPLOAD_LIMIT)
_pages = Threads(pages, threads=settings.THREADS, limit=settings.UPLOAD_LIMIT)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand a request to who answers it."""
    if scope["type"] != "http":
        raise ValueError(f"Only http is spoken here; found {scope['type']}.")
    await (_streams if scope["path"].startswith(LIVE) else _pages)(scope, receive, send)
