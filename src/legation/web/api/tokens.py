"""Tokens: made, found and revoked, and the middleware that lets a request in by one.

The secret has 256 random bits. It is found by its SHA-256 hash, so how long a look-up takes says nothing of it.
"""

from __future__ import annotations

import datetime as dt
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from legation.errors import WrongUse
from legation.language import Message
from legation.web.accounts.models import Account
from legation.web.api.models import SCOPES, Token
from legation.web.site import errors
from legation.web.site.language import of_browser
from legation.web.site.optional_write import optional_write
from legation.web.site.values import fingerprint

__all__ = [
    "API",
    "DAYS",
    "LIMIT",
    "MOST",
    "Bearer",
    "Rate",
    "find",
    "make",
    "note_use",
    "revoke",
]


DAYS = (7, 30, 90, 365)
"""How long a token may last."""
MOST = 20
"""Tokens of one person that can be used at once."""
LIMIT = 600
"""How often one token may be used in a minute; each process of the server counts for itself."""
_BEGINNING = "legation_"


def make(account: Account, name: str, scopes: Iterable[str], *, days: int, dossiers: Iterable[int] | None = None) -> tuple[Token, str]:
    """Make a token; the secret that comes with it is kept nowhere.

    Parameters
    ----------
    scopes : iterable of str
        Keys of :data:`legation.web.api.models.SCOPES`, at least one.
    days : int
        One of :data:`DAYS`.
    dossiers : iterable of int, optional
        Keys of the dossiers that it is limited to.

    Raises
    ------
    WrongUse
        Where a scope or a time is not one of those, or the person has as many tokens as one may have.
    """
    wanted = list(dict.fromkeys(scopes))
    if not wanted or not set(wanted) <= SCOPES.keys():
        raise WrongUse(Message("dossier.not-allowed", name="scopes", found=", ".join(wanted), allowed=" | ".join(SCOPES)))
    if days not in DAYS:
        raise WrongUse(Message("dossier.not-allowed", name="days", found=str(days), allowed=" | ".join(map(str, DAYS))))
    now = timezone.now()
    if Token.objects.filter(account=account, revoked=None, expires__gt=now).count() >= MOST:
        raise WrongUse(Message("page-tokens.too-many", count=MOST))
    secret = _BEGINNING + secrets.token_urlsafe(32)
    token = Token.objects.create(
        account=account,
        name=name,
        prefix=secret[: len(_BEGINNING) + 5],
        secret_hash=fingerprint(secret),
        scopes=wanted,
        dossiers=None if dossiers is None else sorted(set(dossiers)),
        expires=now + dt.timedelta(days=days),
    )
    return token, secret


def find(secret: str) -> Token | None:
    """Return the token with a secret, where it can be used and its person may sign in."""
    token = Token.objects.filter(secret_hash=fingerprint(secret)).select_related("account").first()
    return token if token is not None and token.is_valid(timezone.now()) and token.account.is_active else None


def note_use(token: Token) -> None:
    """Remember the day on which a token was used; written once a day."""
    today = timezone.now().date()
    if token.last_used != today:
        optional_write(lambda: Token.objects.filter(pk=token.pk).update(last_used=today), 0)


def revoke(account: Account, number: int) -> bool:
    """Revoke a token of a person; whether there was one."""
    return Token.objects.filter(pk=number, account=account, revoked=None).update(revoked=timezone.now()) > 0


class Rate:
    """How often each key came in the running minute, in the memory of this process.

    >>> rate = Rate(2)
    >>> [rate.is_over("a", minute) for minute in (1, 1, 1, 2)], rate.is_over("b", 2)
    ([False, False, True, False], False)
    """

    def __init__(self, limit: int, most: int = 4096) -> None:
        self.limit, self.most = limit, most
        self._counts: OrderedDict[object, tuple[int, int]] = OrderedDict()
        self._lock = threading.Lock()

    def is_over(self, key: object, minute: int) -> bool:
        """Count once more, and say whether that is too often."""
        with self._lock:
            then, count = self._counts.pop(key, (minute, 0))
            count = count + 1 if then == minute else 1
            self._counts[key] = (minute, count)
            while len(self._counts) > self.most:
                self._counts.popitem(last=False)
        return count > self.limit


API = "/api/"
"""Below this address only tokens count: the cookie of a browser opens nothing there, so no other site can use it."""
_RATE = Rate(LIMIT)


class Bearer:
    """Sets ``request.user`` and ``request.token`` of a request that brings a token.

    The JSON of a page is read with a token too: with the scope ``read``, by GET alone. Everywhere else a token is not looked at.
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
