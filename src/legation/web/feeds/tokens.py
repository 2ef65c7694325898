"""Making, finding and revoking the addresses of calendars.

The secret has 256 random bits and is found by its SHA-256 hash, so how long a look-up takes says nothing of it; the hash is compared once
more in constant time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from django.core.cache import cache

from legation.errors import WrongUse
from legation.language import Message
from legation.web.accounts.fingerprint import fingerprint
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.feeds.models import FeedToken

__all__ = ["LIMIT", "MOST", "find", "is_too_often", "make", "note_use"]

MOST = 5
"""Addresses that a person may have for one dossier: one a device."""
LIMIT = 60
"""How often one place may ask in a minute."""


def make(account: Account, dossier: Dossier) -> str:
    """Make an address and return its secret, which is kept nowhere.

    Raises
    ------
    WrongUse
        Where the person has as many as one may have.
    """
    if FeedToken.objects.filter(account=account, dossier=dossier).count() >= MOST:
        raise WrongUse(Message("page-engagement.feed.too-many", most=MOST))
    secret = secrets.token_urlsafe(32)
    FeedToken.objects.create(account=account, dossier=dossier, token_hash=fingerprint(secret))
    return secret


def find(secret: str) -> FeedToken | None:
    """Return the address with a secret; None where there is none."""
    wanted = fingerprint(secret)
    found = FeedToken.objects.filter(token_hash=wanted).select_related("account", "dossier").first()
    return found if found is not None and hmac.compare_digest(found.token_hash, wanted) else None


def note_use(token: FeedToken, day: dt.date) -> bool:
    """Remember that an address was used on a day; whether it was the first time on it."""
    if token.used is not None and token.used >= day:
        return False
    return FeedToken.objects.filter(pk=token.pk).exclude(used=day).update(used=day) > 0


def is_too_often(place: str, moment: dt.datetime) -> bool:
    """Count one more request from a place, and say whether these are more than a calendar program makes."""
    key = f"feed:{hashlib.sha256(place.encode()).hexdigest()[:32]}:{moment:%Y%m%d%H%M}"
    if cache.add(key, 1, timeout=120):
        return False
    try:
        return cache.incr(key) > LIMIT
    except ValueError:  # the minute ended between the two statements
        return False
