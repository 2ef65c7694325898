"""The site as the servers that are compared want it."""

from __future__ import annotations

import contextlib

from django.core.asgi import get_asgi_application

from legation.web.asgi import application as ours
from legation.web.wsgi import application as pages

__all__ = ["ours", "pages", "streams"]

streams = get_asgi_application()
with contextlib.suppress(ImportError):  # a peer, where it is installed
    from a2wsgi import WSGIMiddleware

    a2wsgi = WSGIMiddleware(pages, workers=8)
