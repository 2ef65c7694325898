r"""What the product says, in French and in English.

Code never holds a sentence. It makes a :class:`Message`, an id with values, and whoever shows it calls :func:`say`. The sentences are in
``locale/<lang>/<area>.toml``, where ``area`` is the part of the id before the first dot; an entry is a text, or one text for each plural
form of CLDR (``one``, ``other``...) chosen by the value ``count``. A value in braces is written as its kind asks: a number, a date or a
list of names follow the language; ``{share:percent}``, ``{score:2}`` and ``{no:abstention|abstentions}`` say how. A chance is written by
``{p:chance}``: in whole per cent, and never as 0 or 100 %, since nothing here is certain. ``{actor:de}`` writes a name after a preposition,
``{actor:le}`` with its article (:mod:`legation.proper_nouns`); a capital, ``{actor:Le}``, begins a sentence, and ``{actor:a|ont}`` is
the verb alone, which agrees with the name. Names after a colon, in tables and in figures stand bare.

>>> say(Message("language.example", count=1234, share=0.256), "fr")
'1\u202f234 voix, soit 26\xa0%'
>>> say(Message("language.example", count=1, share=0.256), "en")
'1 vote, or 26%'
>>> [say(Message("answer.chance", chance=p), "en") for p in (0.0, 0.934, 0.9999)]
['less than 1%', '93%', 'more than 99%']
>>> say(Message("language.name-example", one="Japon", several=("France", "Oman")), "fr")
'Le Japon répond à la France et à Oman.'
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import string
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeGuard, get_args, runtime_checkable

from legation.proper_nouns import FORMS, is_plural, listed

if TYPE_CHECKING:
    from babel import Locale

__all__ = [
    "LANGUAGES",
    "AnyOrder",
    "Lang",
    "Language",
    "Message",
    "Spoken",
    "add_catalogue",
    "add_catalogue_of",
    "catalogue",
    "collation_key",
    "country_name",
    "fold",
    "is_spoken",
    "plain",
    "say",
    "sort_names",
]

Lang = Literal["en", "fr"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)

_LOCALE = {"en": "en_GB", "fr": "fr_FR"}
_ENDS = (0.01, 0.99)
"""Nearer to 0 or 1 no chance is told by its number: what is not certain is never written as 0 or 100 %."""
_HUGE = 10**15
"""Numbers from which only the first two digits and the power of ten are written."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FOLDERS: list[Path] = [Path(__file__).parent / "locale"]


@runtime_checkable
class Spoken(Protocol):
    """A value that knows how it is written in a language: a message, a wording, a partial date."""

    def in_language(self, lang: Lang) -> str:
        """Return the text for a reader of ``lang``."""
        ...


def is_spoken(value: object) -> TypeGuard[Spoken]:
    """Whether a value knows how it is written in a language.

    Asked some hundred thousand times for one paper: one look for the method, where ``isinstance`` of a protocol takes fifty times as long.

    >>> is_spoken(Message("language.yes")), is_spoken("yes"), is_spoken(7)
    (True, False, False)
    """
    return hasattr(value, "in_language")


class Message:
    """Something to be said: an id of the catalogues and the values that its sentence names.

    Two messages are equal when id and values are. ``str(message)`` is English.
    """

    __slots__ = ("id", "values")

    def __init__(self, id: str, /, **values: Any) -> None:  # noqa: A002 - the field's own word
        self.id = id
        self.values: Mapping[str, Any] = MappingProxyType(values)

    def in_language(self, lang: Lang) -> str:
        """Return the sentence in ``lang``; a missing one falls back to English, then to the id in brackets."""
        entry = self._sentence(lang)
        if entry is None:
            return f"[{self.id}]"
        return "".join(
            text if name is None else text + _write(self.values[name], how, lang)  # no attribute or index is ever followed
            for text, name, how in _parsed(entry)
        )

    def names(self, lang: Lang) -> frozenset[str]:
        """Return the names of the values that its sentence writes.

        >>> sorted(Message("language.example", count=1, share=0.5).names("en"))
        ['count', 'share']
        """
        return frozenset(name for _, name, _ in _parsed(self._sentence(lang) or "") if name is not None)

    def written(self, name: str, lang: Lang) -> str:
        """Return one of its values as its sentence writes it, a number without its noun.

        What the sentence does not write is written as it stands alone.

        >>> Message("language.example", count=1234, share=0.256).written("share", "en")
        '26%'
        """
        entry = self._sentence(lang) or ""
        how = next((how for _, named, how in _parsed(entry) if named == name), "")
        return _write(self.values[name], "" if "|" in how else how, lang)

    def _sentence(self, lang: Lang) -> str | None:
        """Return the sentence with its gaps: of several forms the one for the value ``count``."""
        entry = _entry(self.id, lang) or _entry(self.id, "en")
        if isinstance(entry, Mapping):
            form = _locale(lang).plural_form(self.values.get("count", 0))
            return str(entry.get(form, entry["other"]))
        return None if entry is None else str(entry)

    def __str__(self) -> str:
        return self.in_language("en")

    def __repr__(self) -> str:
        values = "".join(f", {key}={value!r}" for key, value in self.values.items())
        return f"Message({self.id!r}{values})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and self.id == other.id and dict(self.values) == dict(other.values)

    def __hash__(self) -> int:
        return hash(self.id)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self.id, dict(self.values))


class AnyOrder(tuple[Any, ...]):
    """Names whose order carries no meaning: they are written in the order of the reader's language, "3 more" last.

    >>> say(AnyOrder(("Zambie", "Éthiopie", "Chypre")), "fr")
    'Chypre, Éthiopie et Zambie'
    """

    __slots__ = ()


def _rebuild(identifier: str, values: dict[str, Any]) -> Message:
    return Message(identifier, **values)


def say(value: Any, lang: Lang) -> str:
    r"""Write a message, or any value that a message may name, for a reader of ``lang``.

    Parameters
    ----------
    value
        A :class:`Message` or another :class:`Spoken` value; a number, a date, a sequence of values (written as a list), text.
    lang : {"en", "fr"}

    Examples
    --------
    >>> say(("France", "Japan", "Peru"), "fr"), say(1234.5, "fr"), say(dt.date(2018, 12, 5), "en")
    ('France, Japan et Peru', '1\u202f234,5', '5 December 2018')
    """
    return _write(value, "", lang)


@functools.lru_cache(maxsize=16_384)
def plain(identifier: str, lang: Lang) -> str:
    """Write a sentence that names no value, as pages have many: made once.

    >>> plain("language.yes", "fr")
    'oui'
    """
    return Message(identifier).in_language(lang)


def add_catalogue(folder: Path) -> None:
    """Let a third party bring its sentences: a folder with ``en/<area>.toml`` and ``fr/<area>.toml``."""
    if folder not in _FOLDERS:
        _FOLDERS.append(folder)
        catalogue.cache_clear()
        plain.cache_clear()


def add_catalogue_of(module: ModuleType) -> None:
    """Let a third party's module bring its sentences, which lie beside it in the folder ``locale``, where it has one."""
    folder = Path(str(module.__file__)).parent / "locale"
    if folder.is_dir():
        add_catalogue(folder)


@functools.cache
def catalogue(area: str, lang: Lang) -> Mapping[str, Any]:
    """Return the entries of one area, keys joined by dots below the area; empty where there is none."""
    entries: dict[str, Any] = {}
    for folder in _FOLDERS:
        path = folder / lang / f"{area}.toml"
        if path.is_file():
            entries.update(_flatten(tomllib.loads(path.read_text("utf-8")), lang))
    return MappingProxyType(entries)


def country_name(iso3: str, lang: Lang) -> str | None:
    """Return the name of a country in ``lang`` by its ISO 3166 alpha-3 code; None where CLDR knows no such code.

    >>> country_name("NAM", "fr"), country_name("CIV", "en"), country_name("QQQ", "en")
    ('Namibie', 'Côte d’Ivoire', None)
    """
    from babel.core import get_global

    alias = get_global("territory_aliases").get(iso3)
    return _locale(lang).territories.get(alias[0]) if alias else None


@dataclass(frozen=True, slots=True)
class Language:
    """A language that somebody writes, by its ISO 639 code: ``fr``.

    >>> Language("fr").in_language("en"), Language("is").in_language("fr"), Language("qqq").in_language("en")
    ('French', 'islandais', 'qqq')
    """

    code: str

    def in_language(self, lang: Lang) -> str:
        """Return its name; the code where CLDR knows no such language."""
        return _locale(lang).languages.get(self.code) or self.code


def fold(text: str) -> str:
    """Return text without case, accents and joined letters: what is compared, sorted and searched. Punctuation stays.

    >>> fold("Œuvre, ŒUVRE, Straße, Łódź, Ærø, İzmir")
    'oeuvre, oeuvre, strasse, lodz, aero, izmir'
    """
    if text.isascii():
        return text.casefold()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in spread if not unicodedata.combining(c)).translate(_LETTERS)


def collation_key(text: str) -> tuple[str, str]:
    """Return a key that sorts words as a French or English reader expects: accents and case count last.

    >>> sorted(["Zambie", "Éthiopie", "Œuvre", "Égypte", "Eswatini", "Oman", "îles"], key=collation_key)
    ['Égypte', 'Eswatini', 'Éthiopie', 'îles', 'Œuvre', 'Oman', 'Zambie']
    """
    return _plainly(text), text


@functools.lru_cache(maxsize=16_384)
def _plainly(text: str) -> str:
    """Return letters and spaces alone: lists are sorted again on every page, and their names are the same."""
    return re.sub(r"[^\w ]+", " ", fold(text))


def sort_names(names: Iterable[str]) -> list[str]:
    """Return names in the order of a dictionary."""
    return sorted(names, key=collation_key)


_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
"""Letters that Unicode does not take apart; ``table.js`` has the same."""
_PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
_NARROW = re.compile(r"(?<=«)[ \u00a0]|[ \u00a0](?=[;!?»])")
_WIDE = re.compile(r"[ \u202f](?=[:%])")


def _flatten(table: Mapping[str, Any], lang: Lang, prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, str):
            flat[prefix + key] = _typeset(value, lang)
        elif value.keys() <= _PLURAL_FORMS:
            flat[prefix + key] = {form: _typeset(text, lang) for form, text in value.items()}
        else:
            flat.update(_flatten(value, lang, f"{prefix}{key}."))
    return flat


def _typeset(text: str, lang: Lang) -> str:
    """Set French as the Imprimerie nationale does, whichever space is typed: a narrow one before ``; ! ?``, a full one before ``:``."""
    if lang == "fr":
        text = _WIDE.sub("\u00a0", _NARROW.sub("\u202f", text)).replace("'", "\u2019")
    return text.strip()


def _entry(identifier: str, lang: Lang) -> Any:
    area, _, key = identifier.partition(".")
    return catalogue(area, lang).get(key)


@functools.cache
def _locale(lang: Lang) -> Locale:
    from babel import Locale

    return Locale.parse(_LOCALE[lang])


@functools.cache
def _parsed(entry: str) -> tuple[tuple[str, str | None, str], ...]:
    """Return an entry of the catalogues in pieces: text, the name of the value that follows it, and how that is written."""
    return tuple((text, name, how or "") for text, name, how, _ in string.Formatter().parse(entry))


def _write(value: Any, how: str, lang: Lang) -> str:
    if how and how.lower() in FORMS:
        written = _in_sentence(value, how.lower(), lang)
        return written if how.islower() else written[:1].upper() + written[1:]
    if "|" in how and (isinstance(value, (str, tuple, list)) or is_spoken(value)):
        return how.split("|")[_are_several(value, lang)]
    if isinstance(value, str):
        return value
    if is_spoken(value):
        return value.in_language(lang)
    if value is None:
        return "—"
    if isinstance(value, bool):
        return Message("language.yes" if value else "language.no").in_language(lang)
    if isinstance(value, dt.date):
        from babel.dates import format_date

        written = format_date(value, how or "long", locale=_locale(lang))
        return "1er" + written[1:] if lang == "fr" and value.day == 1 and written.startswith("1 ") else written
    if isinstance(value, (tuple, list)):
        from babel.lists import format_list

        return format_list([_write(item, "", lang) for item in _in_order(value, lang)], locale=_locale(lang))
    return _number(value, how, lang)


def _in_sentence(value: Any, form: str, lang: Lang) -> str:
    """Write a name, or a list of names, with article and preposition; what is no name, such as "3 more", is written as it is."""
    if not isinstance(value, (tuple, list)):
        return value.in_language(lang) if isinstance(value, Message) else FORMS[form](_write(value, "", lang), lang, _article(value, lang))
    from babel.lists import format_list

    names = [item for item in _in_order(value, lang) if not isinstance(item, Message)]
    said = listed([_write(name, "", lang) for name in names], form, lang, [_article(name, lang) for name in names])
    return format_list([*said, *(_write(item, "", lang) for item in value if isinstance(item, Message))], locale=_locale(lang))


def _in_order(value: Sequence[Any], lang: Lang) -> Sequence[Any]:
    """Return the items of a list as they are written one after another."""
    if not isinstance(value, AnyOrder):
        return value
    return sorted(value, key=lambda item: (isinstance(item, Message), collation_key(_write(item, "", lang))))


def _are_several(value: Any, lang: Lang) -> bool:
    """Whether the verb after a name, or after a list of names, is in the plural."""
    if isinstance(value, (tuple, list)):
        return len(value) > 1 or any(_are_several(item, lang) for item in value)
    return not isinstance(value, Message) and is_plural(_write(value, "", lang), lang, _article(value, lang))


def _article(value: Any, lang: Lang) -> str:
    """Return the article that a name brings with it; empty where it brings none."""
    return str(getattr(value, "articles", {}).get(lang, ""))


def _number(value: Any, how: str, lang: Lang) -> str:
    from babel.numbers import format_decimal, format_percent

    if not how and type(value) is int and 0 <= value < 1_000:  # most numbers: written so in each language
        return str(value)
    if value != value:  # nan: not known
        return "—"
    if how == "percent":
        return format_percent(value, locale=_locale(lang))
    if how in ("chance", "chance-short"):
        return _chance(value, lang, short=how == "chance-short")
    if how == "percent-1":
        pattern = _locale(lang).percent_formats[None].pattern.replace("#,##0", "#,##0.0")
        return format_percent(value, format=pattern, locale=_locale(lang))
    if "|" in how:
        forms = how.split("|")
        return f"{_number(value, '', lang)} {forms[0] if _locale(lang).plural_form(value) == 'one' else forms[-1]}"
    if _HUGE <= abs(value) != float("inf"):
        power = Decimal(int(value)).adjusted()  # a number of thousands of digits is not written out for that
        first = format_decimal(int(value) * 10 // 10**power / 10, "0.0", locale=_locale(lang))
        return f"{first}\u00a0×\u00a010{str(power).translate(_RAISED)}"
    digits = int(how) if how else (0 if float(value).is_integer() else 2)
    pattern = "#,##0" + ("." + ("0" if how else "#") * digits if digits else "")
    return format_decimal(value, pattern, locale=_locale(lang))


def _chance(value: Any, lang: Lang, *, short: bool) -> str:
    """Write a chance in whole per cent; near the ends as less than 1 or more than 99 %, in a drawing by a sign."""
    low, high = _ENDS
    end = "under" if value < low else "over" if value > high else "share"
    words = {"under": low, "over": high, "share": value}[end]
    return Message(f"language.chance.{end}{'-short' if short and end != 'share' else ''}", share=words).in_language(lang)
