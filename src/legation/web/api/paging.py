"""Cursors: where the next page begins, in a form that nobody can make or alter.

A cursor names the revision that the first page was made of, so every row of it comes once, whatever is saved meanwhile. It is signed for
the account that got it and for its list, and it is good for a day.
"""

from __future__ import annotations

from typing import Any

from django.core import signing

from legation.errors import WrongUse
from legation.language import Message
from legation.web.asked import Asked

__all__ = ["AGE", "LIMIT", "read_cursor", "write_cursor"]

AGE = 24 * 3600
LIMIT = 1000
"""The most items of a page."""
_SALT = "legation.api.cursor"


def write_cursor(asked: Asked, about: list[Any], place: list[int]) -> str:
    """Return a cursor for the person who asks.

    Parameters
    ----------
    about : list
        What is paged through: a cursor of one list says nothing of another.
    place : list of int
        Where the next page begins.
    """
    return signing.dumps([_whose(asked), about, place], salt=_SALT, compress=True)


def read_cursor(asked: Asked, about: list[Any], cursor: str) -> list[int]:
    """Return where the next page begins.

    Raises
    ------
    WrongUse
        Where it was not made for this person and this list, or is too old.
    """
    try:
        whose, of, place = signing.loads(cursor, salt=_SALT, max_age=AGE)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise WrongUse(Message("api.bad-cursor")) from error
    if whose != _whose(asked) or of != about:
        raise WrongUse(Message("api.bad-cursor"))
    return [int(number) for number in place]


def _whose(asked: Asked) -> list[Any]:
    return [asked.account.pk, asked.dossier.pk, asked.sight.key]
