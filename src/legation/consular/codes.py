"""Codes by which somebody who answers says who they are: short enough to be read out on a bad line, and closed after ten wrong ones.

A code is five characters of Crockford's base 32, which has no I, L, O and U, and a digit that is computed of them. The digit finds
characters that are commonly mistaken for each other, as 5 for S, and neighbours that change places, unless two characters have one digit.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable

from legation.errors import BadValue
from legation.language import Message

__all__ = ["CLOSED_FOR", "CODES", "MOST_WRONG", "closed_until", "code_of", "read_code"]

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 5
CODES = len(_ALPHABET) ** _LENGTH
"""How many codes there are: 33,554,432."""
MOST_WRONG = 10
"""Wrong codes from one number that close it."""
CLOSED_FOR = dt.timedelta(hours=1)
"""How long it is closed."""
_SAID_AS = str.maketrans("ILO", "110")
_LONGEST = 100
"""Characters of a text that may be a code with spaces in it."""
_BETWEEN = re.compile(r"[\s-]+")
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
"""The quasigroup of order 10 of H. M. Damm's thesis (Marburg, 2004): it finds each wrong digit and each pair of neighbours exchanged."""


def code_of(number: int) -> str:
    """Return the code with a number.

    Parameters
    ----------
    number : int
        0 to 33,554,431; whoever gives codes draws it by chance.

    Raises
    ------
    BadValue
        For another.

    Examples
    --------
    >>> code_of(0), code_of(31_415_926)
    ('000000', 'XYQKP8')
    """
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < CODES:
        raise BadValue(Message("consular.code.number", found=str(number)[:60], allowed=CODES - 1))
    characters = ""
    for _ in range(_LENGTH):
        number, last = divmod(number, len(_ALPHABET))
        characters = _ALPHABET[last] + characters
    return characters + _digit(characters)


def read_code(text: str) -> str | None:
    """Return the code that somebody typed as it was given to them; None where it is none.

    Small letters, spaces and hyphens make no difference, nor do the digits of other scripts; I and L are read as 1, and O as 0.

    Examples
    --------
    >>> read_code(" xyq-kp8 "), read_code("ooooo o"), read_code("XYQKP9"), read_code("")
    ('XYQKP8', '000000', None, None)
    """
    if len(text) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text)
    digits = "".join(str(unicodedata.decimal(character, character)) for character in plain)
    code = _BETWEEN.sub("", digits).upper().translate(_SAID_AS)
    if len(code) != _LENGTH + 1 or any(character not in _ALPHABET for character in code):
        return None
    return code if _digit(code[:_LENGTH]) == code[_LENGTH] else None


def closed_until(wrong: Iterable[dt.datetime]) -> dt.datetime | None:
    """Return the instant until which a number is closed, which may be past; None where it never was.

    The tenth wrong code closes it for an hour. What arrives while it is closed is not looked at, so it neither counts nor prolongs. Then
    ten more close it again.

    Parameters
    ----------
    wrong : iterable of datetime
        When wrong codes came from one number, in any order: those since its last right one.

    Examples
    --------
    >>> at = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    >>> closed_until([at] * 9), closed_until([at] * 12)
    (None, datetime.datetime(2026, 3, 2, 10, 0, tzinfo=datetime.timezone.utc))
    """
    until: dt.datetime | None = None
    count = 0
    for at in sorted(wrong):
        if until is not None and at < until:
            continue
        count += 1
        if count == MOST_WRONG:
            until, count = at + CLOSED_FOR, 0
    return until


def _digit(characters: str) -> str:
    """Return the digit of characters: Damm's algorithm over a digit of each, in which those that look alike differ."""
    interim = 0
    for character in characters:
        value = _ALPHABET.index(character)
        interim = int(_DAMM[interim][(value + value // 10) % 10])
    return str(interim)
