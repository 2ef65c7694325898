"""Browsers in which a person has signed in before. Their attempts count apart: a stranger who guesses shuts out nobody but strangers.

The cookie opens nothing. It names no account either: it holds the hash of an address and a number of its own, signed by the site.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from legation.web.accounts.fingerprint import fingerprint

__all__ = ["COOKIE", "known", "remember"]

COOKIE = "legation-browser"
AGE = 180 * 24 * 3600
"""How long a browser is known after the last sign-in [s]."""
_SALT = "legation.accounts.browser"


def remember(response: HttpResponse, email: str) -> None:
    """Let a browser in which somebody has just signed in be known."""
    value = signing.dumps([fingerprint(email.lower()), secrets.token_urlsafe(12)], salt=_SALT)
    response.set_cookie(COOKIE, value, max_age=AGE, httponly=True, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE))


def known(request: HttpRequest, email: str) -> str:
    """Return the number of a browser in which the account of an address has signed in; empty for every other."""
    try:
        whose, number = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(number) if whose == fingerprint(email.lower()) else ""
