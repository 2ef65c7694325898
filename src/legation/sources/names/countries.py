"""Which country a text means: a code, a name or another spelling, in English or French; what is doubtful is asked, never taken."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from legation.dossier.tables.countries import Country, by_iso2, countries, country, seat
from legation.dossier.when import When, as_date
from legation.sources.names.spelling import Nearby, fold, words

__all__ = ["Country", "Match", "by_iso2", "countries", "country", "find", "find_with_code", "seat"]

How = Literal["code", "name", "alias", "close", "none"]
_NO_LONG_FORM = frozenset({"CHN", "TWN", "KOR", "PRK", "COD", "COG", "YEM", "YMD", "VNM", "VDR", "DDR", "YUG"})


@dataclass(frozen=True, slots=True)
class Match:
    """What a text may mean.

    Attributes
    ----------
    country : Country or None
        None where nothing is meant, and where the match is doubtful: that is for a person to answer.
    candidates : tuple of Country
        Whom the text may mean, likeliest first.
    how : {"code", "name", "alias", "close", "none"}
    doubtful : bool
    """

    country: Country | None
    candidates: tuple[Country, ...]
    how: How
    doubtful: bool


def find(text: str, *, date: str | dt.date | When | None = None) -> Match:
    """Return which country a text means: a code in capitals, a name or another spelling, in English or French.

    Case, accents, articles and punctuation do not matter. Ambiguous names, near misses, states that are gone and names that stand for a
    contested claim are doubtful.

    Parameters
    ----------
    text : str
    date : optional
        The day at which the text was written; None for today.

    Examples
    --------
    >>> [find(t).country.iso3 for t in ("la France", "Pays-Bas (les)", "Iran, Islamic Republic of", "NA", "Ivory Coast", "Zaire")]
    ['FRA', 'NLD', 'IRN', 'NAM', 'CIV', 'COD']
    >>> [c.iso3 for c in find("Congo").candidates], find("Congo").country, find("Nigera").how
    (['COD', 'COG'], None, 'close')
    """
    return _find(" ".join(text.split()), None if date is None else as_date(date))


@functools.lru_cache(maxsize=16_384)
def _find(text: str, date: dt.date | None) -> Match:
    if not text or len(text) > 200:
        return Match(None, (), "none", doubtful=False)
    if text.isascii() and text.isupper() and text.isalpha():
        by_code = countries().get(text) if len(text) == 3 else by_iso2(text, date) if len(text) == 2 else None
        if by_code is not None:
            return _settled((by_code,), "code", date)
    key = fold(text)
    for version in (key, *_turned(text), *_short_forms(key)):
        named = _names().get(version)
        if named:
            found = [countries()[iso3] for iso3 in named]
            own = any(fold(name) == version for c in found for name in (c.name.en, c.name.fr))
            if any(fold(name) == version for c in found for name in c.claimed):
                return Match(None, tuple(found), "alias", doubtful=True)
            return _settled(found, "name" if own else "alias", date)
    behind = re.fullmatch(r"([^(\[]+)[(\[](.*)[)\]]", text)
    inside = _find(behind[1].strip(), date) if behind else None
    if behind and inside and inside.how in ("name", "alias"):
        coded = [c for c in inside.candidates if behind[2].strip() in (c.iso3, c.iso2)]
        return _settled(coded, "code", date) if coded else Match(None, inside.candidates, "close", doubtful=True)
    close = dict.fromkeys(iso3 for name in _nearby().near(key) for iso3 in _names()[name])
    candidates = [c for c in (countries()[iso3] for iso3 in close) if c.ended != "renamed"]
    return Match(None, tuple(candidates[:5]), "close" if candidates else "none", doubtful=bool(candidates))


def _settled(found: Iterable[Country], how: How, date: dt.date | None) -> Match:
    """Choose among the entries of one name by date."""
    named = tuple(found)
    there = tuple(c for c in named if (c.valid(date) if date else c.end is None))
    renamed = {s for c in there if c.ended == "renamed" for s in c.successors}
    there = tuple(c for c in there if c.iso3 not in renamed)
    if not there:
        there = tuple(countries()[c.successors[0]] for c in named if c.ended == "renamed" and not date)
    if len(there) == 1:
        return Match(there[0], there, how, doubtful=False)
    gone = [countries()[iso3] for c in named for iso3 in (c.iso3, *c.successors)]
    return Match(None, there or tuple(dict.fromkeys(gone)), how, doubtful=True)


def _turned(text: str) -> Iterable[str]:
    """Yield ``Republic of Korea`` for ``Korea, Republic of`` and for ``Korea (Republic of)``."""
    turned = re.fullmatch(r"([^,(]+)[,(]\s*([^)]+?)\s*\)?", text)
    if turned:
        yield fold(f"{turned[2]} {turned[1]}")


def _short_forms(key: str) -> Iterable[str]:
    """Yield ``norway`` for ``kingdom norway``, where no other state claims the long form."""
    for form in words("names")["long_forms"]:
        rest = key.removeprefix(form + " ")
        if rest != key and not _NO_LONG_FORM.intersection(_names().get(rest, ())):
            yield rest


@functools.cache
def _names() -> Mapping[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for entry in countries().values():
        for name in dict.fromkeys(map(fold, (entry.name.en, entry.name.fr, *entry.aliases))):
            names[name] = (*names.get(name, ()), entry.iso3)
    return names


@functools.cache
def _nearby() -> Nearby:
    return Nearby(_names())


def find_with_code(name: str, code: str) -> Match:
    """Return what a name and a code mean together: a code settles an ambiguous name; two that contradict each other are doubtful."""
    by_name = find(name)
    if not code:
        return by_name
    by_code = find(code.upper())
    if by_code.country is None:
        return by_name
    if by_name.country == by_code.country or (by_name.doubtful and by_code.country in by_name.candidates):
        return by_code
    if by_name.how == "none":
        return by_name
    candidates = dict.fromkeys((*by_name.candidates, by_code.country))
    return Match(None, tuple(candidates), "close", doubtful=True)
