"""The language of a request: the account's, else the cookie's, else the browser's, else the site's. A program may name another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from legation.language import LANGUAGES

__all__ = ["COOKIE", "LanguageMiddleware", "choose_language", "in_templates", "of_browser"]

COOKIE = "legation-language"


class LanguageMiddleware:
    """Sets ``request.lang`` and activates Django's own sentences in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the reader."""
        lang = of_browser(request) if getattr(request, "is_of_seat", False) else self._chosen(request)  # a seat has no account
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


def choose_language(request: HttpRequest) -> HttpResponse:
    """Read on in another language, that of the form: kept with the account, and in a cookie; then back to the page of the form."""
    lang, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if lang in LANGUAGES:
        if request.user.is_authenticated:
            request.user.language = lang
            request.user.save(update_fields=["language"])
        response.set_cookie(COOKIE, lang, max_age=365 * 86400, samesite="Lax", httponly=True, secure=request.is_secure())
    return response
