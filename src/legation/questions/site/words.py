"""What strangers wrote, made fit to be shown, and names of languages and countries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from legation.figures.figure import Named
from legation.language import Lang, Language, country_name

__all__ = ["country_of", "language", "plain"]

_LONGEST = 120
_CODES = """ar az be bg bn bs ca cs da de el en es et fa fi fr ga ha he hi hr hu hy id is it ja ka kk km ko ky lo lt
lv mk mn ms mt ne nl no pl ps pt rm ro ru rw si sk sl so sq sr sv sw ta tg th ti tk tr uk ur uz vi wo zh"""
_KNOWN = frozenset(_CODES.split())
"""Codes that are read as languages where they stand first in a path; others (tv, eu, my) too often are something else."""


@dataclass(frozen=True, slots=True)
class _Country:
    iso3: str

    def in_language(self, lang: Lang) -> str:
        """Return its name; the code where it has none."""
        return country_name(self.iso3, lang) or self.iso3


def language(code: str) -> Named | None:
    """Return a language by its code; None for a code that we do not read as one.

    >>> language("fr").in_language("en"), language("tv")
    ('French', None)
    """
    return Named(code, Language(code)) if code in _KNOWN else None


def country_of(code: str) -> Named | None:
    """Return a country by its alpha-3 code; None for a code that is none.

    >>> country_of("CHE").in_language("fr"), country_of("QQQ")
    ('Suisse', None)
    """
    return Named(code, _Country(code)) if country_name(code, "en") else None


def plain(text: Any) -> str:
    r"""Return what can be printed of a text that strangers wrote, cut where it is long.

    >>> plain("/a\x1b[31m")
    '/a�[31m'
    """
    clean = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in str(text)[: _LONGEST + 1])
    return clean if len(clean) <= _LONGEST else clean[:_LONGEST] + "…"
