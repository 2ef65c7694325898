"""The front's own languages and sentences: ``texts/<language>.toml``, read as they are, with values in braces.

A language is offered to the public once a native speaker has read its text: declared in the file itself, or by the house for this very text
(:class:`legation.web.front.house.Reading`). Until then it is there in drills alone. The languages of the site are others.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path

from legation.language import fold
from legation.web.front.house import House

__all__ = ["LANGUAGES", "Texts", "countries", "country_of", "day_in", "number_in", "offered", "preferred", "texts"]

LANGUAGES = ("en", "fr", "es", "ar")
_LOCALE = {"en": "en_GB"}
_GONE = frozenset({"ANT", "BUR", "DDR", "FXX", "NTZ", "SCG", "SUN", "TMP", "YMD", "YUG", "ZAR"})
"""Alpha-3 codes that ISO 3166 has withdrawn."""
_FOLDER = Path(__file__).parent / "texts"


class Texts:
    """The sentences of one language.

    Parameters
    ----------
    language : str
        One of :data:`LANGUAGES`.
    content : bytes
        Of its file.
    """

    def __init__(self, language: str, content: bytes) -> None:
        written = tomllib.loads(content.decode("utf-8"))
        self.language = language
        self.name = str(written["name"])
        self.direction = str(written["direction"])
        self.is_read = bool(written["read_by_native"] and written["function"])
        self.fingerprint = hashlib.sha256(content).hexdigest()
        """What a reading of this text names."""
        self.sentences: Mapping[str, str] = {
            f"{area}.{key}": text for area, there in written.items() if isinstance(there, dict) for key, text in there.items()
        }

    def say(self, key: str, **values: object) -> str:
        """Return a sentence.

        >>> texts("es").say("people.person", number=2)
        'Persona 2'
        """
        return self.sentences[key].format(**values)


@functools.cache
def texts(language: str) -> Texts:
    """Return the sentences of a language."""
    return Texts(language, (_FOLDER / f"{language}.toml").read_bytes())


def offered(house: House) -> tuple[str, ...]:
    """Return the languages that a person may choose, in the order of :data:`LANGUAGES`: in a drill all of them."""
    return tuple(language for language in LANGUAGES if house.is_drill or _is_read(texts(language), house))


def _is_read(there: Texts, house: House) -> bool:
    reading = house.readings.get(there.language)
    return there.is_read or (reading is not None and reading.text == there.fingerprint)


def preferred(accepted: str, among: tuple[str, ...]) -> str:
    """Return the language that a browser asks for first, of those that are offered; else the first of them.

    >>> preferred("de-DE,ar;q=0.7,fr;q=0.9", ("en", "fr", "ar")), preferred("", ("en", "fr"))
    ('fr', 'en')
    """
    ranked = []
    for order, one in enumerate(accepted[:400].split(",")):
        name, _, quality = one.strip().partition(";q=")
        code = name.partition("-")[0].lower()
        if code in among:
            weight = float(quality) if quality.replace(".", "", 1).isdecimal() else 1.0
            ranked.append((-weight, order, code))
    return min(ranked)[2] if ranked else among[0]


@functools.cache
def countries(language: str) -> Mapping[str, str]:
    """Return the names of countries and territories by ISO 3166 alpha-3 code, as CLDR has them."""
    import phonenumbers
    from babel import Locale
    from babel.core import get_global

    names = Locale.parse(language).territories
    aliases = get_global("territory_aliases").items()
    codes = {two: three for three, (two, *_) in aliases if len(three) == len("ISO") and three.isalpha() and three not in _GONE}
    return {codes[two]: names[two] for two in sorted(phonenumbers.SUPPORTED_REGIONS) if two in names and two in codes}


@functools.cache
def alpha_2(country: str) -> str:
    """Return the alpha-2 code of an alpha-3 one.

    >>> alpha_2("LBN")
    'LB'
    """
    from babel.core import get_global

    return str(get_global("territory_aliases")[country][0])


@functools.cache
def _by_name() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in countries(language).items():
            found.setdefault(_plainly(name), code)
    for code in countries("en"):
        found.setdefault(code.lower(), code)
    return found


def country_of(text: str) -> str:
    """Return the alpha-3 code of the country that a person has named, in any of the languages, or by its code; empty where there is none.

    >>> country_of("Côte d'Ivoire"), country_of("لبنان"), country_of("fra"), country_of("Ruritania")
    ('CIV', 'LBN', 'FRA', '')
    """
    return _by_name().get(_plainly(text), "")


def _plainly(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


def day_in(day: dt.date, language: str) -> str:
    """Return a day as it is written.

    >>> day_in(dt.date(2026, 12, 1), "es")
    '1 de diciembre de 2026'
    """
    from babel.dates import format_date

    return format_date(day, "long", locale=_LOCALE.get(language, language))


def number_in(number: int, language: str) -> str:
    """Return a whole number as it is written.

    >>> number_in(12345, "en")
    '12,345'
    """
    from babel.numbers import format_decimal

    return format_decimal(number, locale=language)
