"""A ticket says that somebody began to play a while ago: without one nothing is counted, and with one it is counted once.

It is signed by the site and says nothing of whoever has it. Its mark lies among the counts of limits for a day, and then goes.
"""

from __future__ import annotations

import hashlib
import secrets
import time

from django.core import signing
from django.core.cache import cache

__all__ = ["LEAST", "MOST", "is_good", "new_ticket"]

LEAST, MOST = 120, 24 * 3600
"""Sooner than this nobody has read the game; later nobody is at it [s]."""
_SALT = "public-game"


def new_ticket() -> str:
    """Return a ticket of now."""
    return signing.dumps({"name": secrets.token_urlsafe(12), "at": int(time.time())}, salt=_SALT)


def is_good(ticket: str) -> bool:
    """Use a ticket, and say whether it counts: ours, neither too young nor too old, and not used before."""
    try:
        given = signing.loads(ticket, salt=_SALT)
    except signing.BadSignature:
        return False
    if not LEAST <= time.time() - given["at"] <= MOST:
        return False
    return bool(cache.add(f"public-game:{hashlib.sha256(given['name'].encode()).hexdigest()}", 1, MOST))
