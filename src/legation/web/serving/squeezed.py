"""Large pages go over the wire compressed: a figure inside a page is text, and shrinks to a fifth."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

__all__ = ["LARGE", "Squeezed"]

LARGE = 32 * 1024
"""From this size on a page is compressed [bytes]; a smaller one is sent sooner as it is."""


class Squeezed(GZipMiddleware):
    """Compress large HTML pages, and nothing else: what has an ETag to be compared byte for byte, and files, stay as they are.

    Django adds a random number of bytes to what it compresses and masks the token of forms anew for each page, so that the size tells
    nobody what is inside.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the response, compressed where it is a large page."""
        is_page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
        if not is_page or len(response.content) < LARGE:  # type: ignore[attr-defined]  # it is no stream
            return response
        return super().process_response(request, response)
