"""The personal link of a message, and the person's own code: the token itself stands nowhere in clear, only its SHA-256."""

from __future__ import annotations

import datetime as dt
import secrets

from legation.consular.codes import CODES, code_of
from legation.web.consular.house import HOUSE

__all__ = ["LIVES", "link_of", "new_code", "new_token", "own_link"]

LIVES = dt.timedelta(days=30)
"""How long a link of a wave is good."""


def new_token() -> str:
    """Return a token: 128 bits by chance."""
    return secrets.token_urlsafe(16)


def new_code() -> str:
    """Return a code by chance."""
    return code_of(secrets.randbelow(CODES))


def link_of(token: str, lang: str, *, is_discreet: bool) -> str:
    """Return the address at which somebody answers; of a discreet wave the page asks for no place and names nobody.

    ``address`` in the section ``front`` of the house's declarations is where its front answers, ``discreet_address`` for discreet waves.
    """
    return f"{_front(is_discreet=is_discreet)}/{lang}/{'q' if is_discreet else 'a'}/{token}"


def own_link(token: str, lang: str, *, is_discreet: bool) -> str:
    """Return the address at which somebody confirms, changes or withdraws their registration."""
    return f"{_front(is_discreet=is_discreet)}/{lang}/l/{token}"


def _front(*, is_discreet: bool) -> str:
    named = HOUSE.front.get("discreet_address") if is_discreet else None
    return str(named or HOUSE.front.get("address", "")).rstrip("/") or "https://front.invalid"
