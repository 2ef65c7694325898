"""What a discreet wave must not say: the State, the places of the house's posts, nationalities and meeting points, in four languages."""

from __future__ import annotations

import functools
import re

from legation.language import fold
from legation.web.consular.house import HOUSE

__all__ = ["words_that_tell"]

_LANGUAGES = ("en", "fr", "es", "ar")
_PLACES_OF_STATE = """
    embassy consulate consul consular ministry ambassador evacuation nationality national nationals passport citizen citizens
    ambassade consulat consulaire ministere ambassadeur nationalite ressortissant ressortissants passeport regroupement citoyen
    embajada consulado ministerio embajador evacuacion nacionalidad pasaporte ciudadano ciudadanos
    سفارة السفارة قنصلية القنصلية وزارة الوزارة إجلاء جنسية مواطن مواطنين
"""
_MEETING = ("meeting point", "assembly point", "point de rassemblement", "point de rendez-vous", "punto de encuentro", "نقطة التجمع")
_SHORTEST = 4


def words_that_tell(text: str) -> list[str]:
    """Return the words of a text that name a State, a place, a nationality or a meeting point of this house, as they were written.

    A word is found by its beginning too, so that *Chilean* tells of *Chile*.
    """
    names = _names()
    plain, stems = f" {_plain(text)} ", _stems(names)
    whole = {_plain(one) for one in _PLACES_OF_STATE.split()}
    found = [word for word in re.findall(r"[^\W_]+", text) if _tells(_plain(word), stems, whole)]
    found += [phrase for phrase in (*_MEETING, *_phrases(names)) if f" {_plain(phrase)} " in plain and phrase not in found]
    return list(dict.fromkeys(found))


def _tells(word: str, stems: frozenset[str], whole: set[str]) -> bool:
    bare = word.removeprefix("ال")
    return word in whole or any(word.startswith(stem) or bare.startswith(stem) for stem in stems)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def _names() -> tuple[str, ...]:
    """Return what the house's State, countries and posts are called, in four languages."""
    from babel import Locale

    countries = {one.country.upper() for one in HOUSE.posts if one.country} | ({HOUSE.state.upper()} if HOUSE.state else set())
    names = [str(Locale(lang).territories.get(country, "")) for lang in _LANGUAGES for country in sorted(countries)]
    for post in HOUSE.posts:
        names += [
            post.id.replace("-", " "),
            post.name_en,
            post.name_fr,
            post.zone.rpartition("/")[2].replace("_", " ") if post.zone != "UTC" else "",
        ]
    return tuple(name for name in names if name)


@functools.lru_cache(maxsize=4)
def _phrases(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if " " in name))


@functools.lru_cache(maxsize=4)
def _stems(names: tuple[str, ...]) -> frozenset[str]:
    """Return the beginnings of names of one word: without the last letters, in which a nationality differs from its country."""
    words = (_plain(name).removeprefix("ال") for name in names if " " not in name.strip())
    return frozenset(word if len(word) <= _SHORTEST else word[: max(_SHORTEST, len(word) - 1)] for word in words if len(word) >= 3)
