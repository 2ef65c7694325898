"""What every answer of the front bears, and what is refused before it is looked at."""

from __future__ import annotations

import os
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

__all__ = ["LARGEST_BODY", "POLICY", "Guard"]

LARGEST_BODY = 64 * 1024
"""Bytes of a form: twelve people with every field full, in three bytes a letter and written as an address, need less."""
POLICY = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
"""Images are those that a page itself holds: its empty icon, without which browsers ask for ``/favicon.ico`` on a poor line."""
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


class Guard:
    """Refuses bodies that are too large, and lets no browser store a page: its address may hold a token, and it shows what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._is_https = os.environ.get("LEGATION_ORIGIN", "").startswith("https://")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers."""
        from legation.web.front.pages import stopped

        length = request.META.get("CONTENT_LENGTH") or "0"
        is_read = length.isdecimal() and int(length) <= LARGEST_BODY and "\x00" not in request.path
        response = self.get_response(request) if is_read else stopped(request, "large", 413)
        for name, value in _HEADERS.items():
            response[name] = value
        if self._is_https:
            response["Strict-Transport-Security"] = "max-age=31536000"
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response
