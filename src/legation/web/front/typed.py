"""What a person types, made safe: characters that turn a text round or cannot be written are refused with a sentence, or taken out.

What is refused is named by the key of its sentence (``error.direction``), which the page says in the person's language.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from legation.consular import contact
from legation.errors import BadValue
from legation.web.front.catalogue import alpha_2, country_of

__all__ = ["Refused", "cleaned", "codes_of", "day_of", "email_of", "line", "phone_of", "words"]

_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that override the direction of what follows: a name that holds one reads as another name."""
_INVISIBLE = frozenset("\u200b\u200e\u200f\u061c\ufeff\u00ad\u2060") | _TURNS
"""What telephones and pages put round a number that is copied."""
_BLANKS = re.compile(r"[ \t\r\n]+")
_DAY = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@(?=.{3,190}$)[^\s@<>()\[\],;:\\\"_.]+(\.[^\s@<>()\[\],;:\\\"_.]+)+")
_EARLIEST = 1900
LONGEST_NUMBER = 60
"""Characters of a telephone number as people write it."""


class Refused(ValueError):
    """What was typed cannot be taken.

    Parameters
    ----------
    key : str
        Of the sentence, below ``error``.
    values : object
        What the sentence names.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def line(text: str, most: int) -> str:
    """Return one line in NFC, without blanks at its ends.

    Raises
    ------
    Refused
        ``direction``, ``control`` or ``long``.

    Examples
    --------
    >>> line("  Zoe\u0308 ", 100)
    'Zoë'
    >>> line("gpj.\u202eexe", 100)
    Traceback (most recent call last):
    ...
    legation.web.front.typed.Refused: direction
    """
    return words(_BLANKS.sub(" ", text), most)


def words(text: str, most: int) -> str:
    """Return a text of several lines in NFC; as :func:`line` otherwise."""
    if not text.isprintable() and _TURNS & set(text):  # none of them is printable, and nearly every text is
        raise Refused("direction")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if not text.isprintable() and any(c != "\n" and c != "\t" and unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") for c in text):
        raise Refused("control")
    if len(text) > most:
        raise Refused("long", most=most)
    return text


def cleaned(text: str) -> str:
    """Return a text without invisible characters: for numbers and addresses, where nothing is lost by it.

    >>> cleaned("\u202a+33 6 12\u202c")
    '+33 6 12'
    """
    return "".join(c for c in text if c not in _INVISIBLE).strip()


def day_of(text: str) -> dt.date | None:
    """Return the day that a person has written, year first, in any digits; None for nothing.

    Raises
    ------
    Refused
        ``day``.

    Examples
    --------
    >>> day_of("2026-12-01"), day_of("٢٠٢٦/١٢/٠١"), day_of(" ")
    (datetime.date(2026, 12, 1), datetime.date(2026, 12, 1), None)
    """
    text = cleaned(text)
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if found is None or int(found[1]) < _EARLIEST:
        raise Refused("day")
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Refused("day") from None


def phone_of(text: str, country: str) -> str:
    """Return a telephone number as E.164; empty for nothing.

    Parameters
    ----------
    country : str
        ISO 3166 alpha-3: where a number without a country code belongs; may be empty.

    Raises
    ------
    Refused
        ``phone``.

    Examples
    --------
    >>> phone_of("06 12 34 56 78", "FRA"), phone_of("+٩٦١ ٧١ ١٢٣ ٤٥٦", "")
    ('+33612345678', '+96171123456')
    """
    text = cleaned(text)
    if not text:
        return ""
    try:
        return contact.phone(text[:LONGEST_NUMBER], alpha_2(country) if country else "")
    except BadValue:
        raise Refused("phone") from None


def email_of(text: str) -> str:
    """Return an e-mail address in NFKC; empty for nothing.

    Raises
    ------
    Refused
        ``email``.

    Examples
    --------
    >>> email_of(" zoe@example.org ")
    'zoe@example.org'
    """
    text = unicodedata.normalize("NFKC", cleaned(text))
    if text and not _EMAIL.fullmatch(text):
        raise Refused("email")
    try:
        return text if text and contact.email(text) else ""
    except BadValue:
        raise Refused("email") from None


def codes_of(text: str) -> tuple[str, ...]:
    """Return the alpha-3 codes of countries that a person has named, with commas between.

    Raises
    ------
    Refused
        ``country``, with the name that is none.

    Examples
    --------
    >>> codes_of("France, Syrie ; لبنان")
    ('FRA', 'SYR', 'LBN')
    """
    found = []
    for name in re.split(r"[,;،؛\n]+", line(text, 400)):
        if name.strip():
            code = country_of(name)
            if not code:
                raise Refused("country", text=name.strip()[:60])
            found.append(code)
    return tuple(dict.fromkeys(found))
