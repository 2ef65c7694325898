"""What the browser says next of an address that holds a secret."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from legation.web.links.secret import holds_secret

__all__ = ["SecretAddresses"]


class SecretAddresses:
    """Says of an address that holds a secret that a browser names its origin alone to whatever it asks for next, whatever the answer is.

    Some policy is needed: with ``no-referrer`` a form of the page would bear no origin, and be refused as forged.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the header."""
        response = self.get_response(request)
        if holds_secret(request.path_info):
            response["Referrer-Policy"] = "strict-origin"
        return response
