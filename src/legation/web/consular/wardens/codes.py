"""The code of a volunteer without an account: two codes of the desk, one after the other, of which an HMAC alone is stored."""

from __future__ import annotations

import datetime as dt
import re
import secrets

from django.core.cache import cache

from legation.consular.codes import CLOSED_FOR, CODES, closed_until, code_of, read_code

__all__ = ["is_closed", "new_pair", "note_wrong", "read_pair"]

_HALF = 6
"""Characters of one code, with its digit."""
_BETWEEN = re.compile(r"[\s-]+")
_LONGEST = 60
_NOTED = "warden-codes"


def new_pair() -> str:
    """Return a code by chance: one of 2 to the power of 50.

    Examples
    --------
    >>> read_pair(new_pair().lower()) is not None
    True
    """
    return "-".join(code_of(secrets.randbelow(CODES)) for _ in range(2))


def read_pair(text: str) -> str | None:
    """Return a code that somebody typed as it was given to them; None where it is none.

    Examples
    --------
    >>> read_pair("xyqkp8 ooo ooo"), read_pair("xyqkp8"), read_pair("")
    ('XYQKP8-000000', None, None)
    """
    plain = _BETWEEN.sub("", text) if len(text) <= _LONGEST else ""
    halves = [read_code(plain[:_HALF]), read_code(plain[_HALF:])]
    return f"{halves[0]}-{halves[1]}" if all(halves) else None


def is_closed(address: str, now: dt.datetime) -> bool:
    """Whether no code is looked at that comes from an address of the network: ten wrong ones close it for an hour."""
    until = closed_until(_wrong(address))
    return until is not None and now < until


def note_wrong(address: str, now: dt.datetime) -> None:
    """Note that a wrong code came from an address of the network."""
    since = [one for one in _wrong(address) if now - one < 2 * CLOSED_FOR]
    cache.set(f"{_NOTED}:{address}", [one.isoformat() for one in (*since, now)], int(2 * CLOSED_FOR.total_seconds()))


def _wrong(address: str) -> list[dt.datetime]:
    return [dt.datetime.fromisoformat(one) for one in cache.get(f"{_NOTED}:{address}", [])]
