"""Making, finding and revoking tokens.

The secret has 256 random bits. It is found by its SHA-256 hash, so how long a look-up takes says nothing of it.
"""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterable

from django.utils import timezone

from legation.errors import WrongUse
from legation.language import Message
from legation.web.accounts.fingerprint import fingerprint
from legation.web.accounts.models import Account
from legation.web.api.models import Token
from legation.web.api.scopes import SCOPES

__all__ = ["DAYS", "LIMIT", "MOST", "Rate", "find", "make", "note_use", "revoke"]

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
        Keys of :data:`legation.web.api.scopes.SCOPES`, at least one.
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
    return token if token is not None and token.stands(timezone.now()) and token.account.is_active else None


def note_use(token: Token) -> None:
    """Remember the day on which a token was used; written once a day."""
    today = timezone.now().date()
    if token.last_used != today:
        Token.objects.filter(pk=token.pk).update(last_used=today)


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
