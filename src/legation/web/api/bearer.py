"""Letting programs in: the token of a request, for the API and for the JSON twins of pages."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from legation.language import Message
from legation.web.api.tokens import LIMIT, Rate, find, note_use
from legation.web.site import errors
from legation.web.site.language import of_browser

__all__ = ["API", "Bearer"]

API = "/api/"
"""Below this address only tokens count: the cookie of a browser opens nothing there, so no other site can use it."""
_RATE = Rate(LIMIT)


class Bearer:
    """Sets ``request.user`` and ``request.token`` of a request that brings a token.

    A twin of a page is read with a token too: with the scope ``read``, by GET alone. Everywhere else a token is not looked at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass as the person of its token, or say why not."""
        in_api = request.path.startswith(API)
        if not in_api and not (request.path.endswith(".json") and request.method in ("GET", "HEAD")):
            return self.get_response(request)
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        brings = scheme.lower() == "bearer"
        if not brings and not in_api:
            return self.get_response(request)
        request.user = AnonymousUser()
        request.csrf_processing_done = True  # type: ignore[attr-defined]  # no cookie counts here, so there is nothing to forge
        if brings:
            token = find(secret.strip())
            if token is None:
                return _refused(request, 401, Message("api.bad-token"))
            request.user = token.account
            if _RATE.is_over(token.pk, int(time.time()) // 60):
                return _refused(request, 429, Message("api.too-often", count=LIMIT))
            if not in_api and not token.opens("see"):
                return _refused(request, 403, Message("api.no-scope", scope="read"))
            request.token = token  # type: ignore[attr-defined]  # ours
            note_use(token)
        response = self.get_response(request)
        if response.status_code == 401:
            response["WWW-Authenticate"] = "Bearer"
        if in_api and response.status_code == 405:
            answer = errors.answer(request, 405, Message("api.method", allowed=response.get("Allow", "")), as_json=True)
            answer["Allow"] = response.get("Allow", "")
            return answer
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def _refused(request: HttpRequest, status: int, message: Message) -> HttpResponse:
    user = request.user
    request.lang = str(user.language) if user.is_authenticated else of_browser(request)  # type: ignore[attr-defined]
    response = errors.answer(request, status, message, as_json=True)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    if status == 429:
        response["Retry-After"] = str(60 - int(timezone.now().timestamp()) % 60)
    return response
