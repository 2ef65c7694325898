"""Documents that are shown in a browser beside our pages: they may run nothing, load nothing, and are framed by this site only."""

from __future__ import annotations

from django.http import HttpResponse

__all__ = ["sandboxed"]


def sandboxed(response: HttpResponse) -> HttpResponse:
    """Return a response with the headers of a document that stands alone.

    >>> "default-src 'none'" in sandboxed(HttpResponse(b"<p>A paper</p>"))["Content-Security-Policy"]
    True
    """
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'; sandbox"
    )
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["X-Content-Type-Options"] = "nosniff"
    return response
