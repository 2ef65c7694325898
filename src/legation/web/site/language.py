"""The language of a request: the account's, else the cookie's, else the browser's, else the site's. A program may name another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from legation.language import LANGUAGES

__all__ = ["COOKIE", "LanguageMiddleware", "in_templates", "of_browser"]

COOKIE = "legation-language"


class LanguageMiddleware:
    """Sets ``request.lang`` and activates Django's own sentences in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the reader."""
        lang = self._chosen(request)
        request.lang = request.LANGUAGE_CODE = lang  # type: ignore[attr-defined]  # ours
        with translation.override(lang):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", lang)
        return response

    def _chosen(self, request: HttpRequest) -> str:
        program = getattr(request, "token", None) is not None and "Accept-Language" in request.headers
        if request.user.is_authenticated and not program:
            return str(request.user.language)
        return of_browser(request)


def of_browser(request: HttpRequest) -> str:
    """Return the language of who has not signed in: the cookie's, else the browser's, else the site's."""
    cookie = request.COOKIES.get(COOKIE)
    if cookie in LANGUAGES:
        return cookie
    offered = translation.get_language_from_request(request) if request.headers.get("Accept-Language") else settings.LANGUAGE_CODE
    return offered if offered in LANGUAGES else settings.LANGUAGE_CODE


def in_templates(request: HttpRequest) -> dict[str, Any]:
    """Return what every template knows."""
    return {"lang": getattr(request, "lang", settings.LANGUAGE_CODE)}
