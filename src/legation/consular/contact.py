"""How a person is reached or identified, in the one form in which it is stored, compared and indexed.

A telephone number is E.164; an e-mail address is NFKC and case-folded; a document is its issuer, then its letters and digits.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from legation.errors import BadValue
from legation.language import Message

__all__ = ["document", "email", "phone"]

_LONGEST_ADDRESS = 254
_PLAIN = re.compile(r"\+[1-9](?:[ .-]?[0-9]){2,}", re.ASCII)
_NO_DIGIT = re.compile(r"[^0-9]")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_ISSUER = re.compile(r"[A-Z]{1,3}")
_LONGEST_NUMBER = 40


def phone(text: str, country: str = "") -> str:
    """Return a telephone number as E.164: ``+`` and at most 15 digits.

    Its length must be one that the country uses; whether the number is in use nobody asks, since no list of prefixes is ever up to date.

    Parameters
    ----------
    text : str
        As somebody wrote it, with digits of any script.
    country : str, optional
        ISO 3166 code of two letters: where a number without ``+`` or ``00`` is read.

    Raises
    ------
    BadValue
        For what is no number, or a number without its country.

    Examples
    --------
    >>> phone("+56 2 2123 4567"), phone("06 12 34 56 78", "FR"), phone("0056 2 21234567")
    ('+56221234567', '+33612345678', '+56221234567')
    """
    import phonenumbers

    written = unicodedata.normalize("NFKC", text).strip()
    digits = re.sub(r"\D", "", written)
    if digits.startswith("00") and not written.startswith("+"):  # 00 is what most of the world dials for +
        written = re.sub(r"^\D*0\D*0", "+", written)
    if plain := _international(written):
        return plain
    try:
        number = phonenumbers.parse(written, country.upper() or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.extension or not phonenumbers.is_possible_number(number):
        raise BadValue(Message("consular-contact.no-phone"))
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _international(written: str) -> str:
    """Return a number that begins with ``+`` and needs no reading beyond its country and its length, "" for any other."""
    if not _PLAIN.fullmatch(written):
        return ""
    digits = _NO_DIGIT.sub("", written)
    for size in (1, 2, 3):
        known = _country_of(digits[:size])
        if known is not None:
            national = digits[size:]
            prefix, lengths = known
            is_plain = len(national) in lengths and national[0] != "0" and not (prefix and prefix.match(national))
            return f"+{digits}" if is_plain else ""
    return ""


@functools.cache
def _country_of(code: str) -> tuple[re.Pattern[str] | None, frozenset[int]] | None:
    """Return what begins a national number that is not part of it, and how many digits one may have; None for no country's code."""
    import phonenumbers

    region = phonenumbers.region_code_for_country_code(int(code))
    if region == phonenumbers.UNKNOWN_REGION:
        return None
    about = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(int(code), region)
    if about is None:
        return None
    sample = {size: phonenumbers.PhoneNumber(country_code=int(code), national_number=int("2" * size)) for size in range(2, 15)}
    lengths = frozenset(size for size, number in sample.items() if phonenumbers.is_possible_number(number))
    return re.compile(about.national_prefix_for_parsing) if about.national_prefix_for_parsing else None, lengths


def email(text: str) -> str:
    """Return an e-mail address as it is compared: NFKC and case-folded.

    Raises
    ------
    BadValue
        For what is no address.

    Examples
    --------
    >>> email(" Amina.Diallo@Example.ORG ")
    'amina.diallo@example.org'
    """
    address = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).strip().casefold())
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address) or not address.isprintable():
        raise BadValue(Message("consular-contact.no-email"))
    return address


def document(issuer: str, number: str) -> str:
    """Return a travel document as it is compared: the code of its issuer, a hyphen, then the letters and digits of its number as capitals.

    Parameters
    ----------
    issuer : str
        As the document has it, of one to three letters: ``FRA``, ``D``.
    number : str
        Spaces, hyphens and points are passed over.

    Raises
    ------
    BadValue
        For an issuer of another form, or a number without a letter or digit.

    Examples
    --------
    >>> document("fra", "12 AB-34567"), document("D", "C01X00T47")
    ('FRA-12AB34567', 'D-C01X00T47')
    """
    place = unicodedata.normalize("NFKC", issuer).strip().upper()
    digits = unicodedata.normalize("NFKC", number).upper()
    if not digits.isalnum():
        digits = "".join(one for one in digits if one.isalnum())
    if not _ISSUER.fullmatch(place) or not digits or len(digits) > _LONGEST_NUMBER:
        raise BadValue(Message("consular-contact.no-document"))
    return f"{place}-{digits}"
