"""How failed sign-ins are counted: for an account, whatever name of the site was used; apart for a browser that the account knows."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.core.cache import cache

__all__ = ["forget", "key_of"]

_APP, _ACTION = "allauth.account", "login_failed"


def key_of(email: str, browser: str = "") -> str:
    """Return under what the attempts on an account are counted."""
    return f"sign-in:{email.strip().lower()}:{browser}"


def forget(email: str) -> None:
    """Count anew for an account: whoever holds the machine has let its person in again."""
    for rate in ratelimit.get_rates(app=_APP, action=_ACTION):
        if rate.per == "key":
            cache.delete(ratelimit.get_cache_key(None, app=_APP, action=_ACTION, rate=rate, key=key_of(email)))
