"""The table of wordings, made ready: which words give which answer, level and form, and which keep an answer from being read."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from legation.language import LANGUAGES, Lang
from legation.methods.text.plain import plain
from legation.sources.telegram.report import Span

__all__ = ["BLOCKERS", "Hit", "any_of", "compiled", "field_words", "first_word", "hits", "openers", "table", "words_pattern"]

_FRENCH_ENDING = "e?r(?:a|ont|ons|ai|ait|aient|ions|ais)"
_ENGLISH_WILL = "(?:will|shall|would|intends? to|plans? to|is going to|are going to|was going to)"
_OPEN_TENSE = re.compile(r"\w+r(?:ait|aient|ions|ais)\b|\bwould\b")
"""A conditional: what somebody is said to say, or what hangs on something."""


@functools.cache
def table() -> Mapping[str, Any]:
    """Return the table as it is written."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


class Hit(NamedTuple):
    """A wording of an answer at a place of the plain text.

    ``answer`` is empty where a person must say which it is; ``follow`` says what must stand behind it; ``tense`` is ``future``,
    ``conditional``, ``present`` or ``possible``; ``whole`` whether its subject is in it.
    """

    start: int
    end: int
    answer: str
    form: str
    follow: str
    tense: str
    lang: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    pattern: re.Pattern[str]
    answer: str
    form: str
    follow: str
    tense: str
    lang: str
    whole: bool


def compiled(patterns: Iterable[str], *, begins: str = r"(?<![\w-])(?<!\bn')(?<!\bs')") -> re.Pattern[str]:
    r"""Return one pattern of several that are written with blanks, ``~`` and ``<will>``; the longest words first.

    >>> bool(compiled(["vot~ contre"]).search("le kenya  votera\ncontre"))
    True
    """
    written = sorted(patterns, key=len, reverse=True)
    joined = "|".join(_spaced(one.replace("~", _FRENCH_ENDING).replace("<will>", _ENGLISH_WILL)) for one in written)
    return re.compile(rf"{begins}(?:{joined})(?!\w)")


def _spaced(written: str) -> str:
    """Let each blank of a pattern stand for several, or for a line end."""
    return written.replace(" ?", r"\s*").replace(" ", r"\s+")


@functools.cache
def _phrases() -> tuple[_Phrase, ...]:
    return tuple(
        _Phrase(
            compiled(one["says"]),
            one["answer"],
            one.get("form", ""),
            one.get("follow", ""),
            one["tense"],
            one["lang"],
            one.get("whole", False),
        )
        for one in table()["phrase"]
    )


def hits(text: str, start: int, end: int, languages: Collection[str]) -> list[Hit]:
    """Return the wordings of answers in a part of a plain text, from left to right; of those that overlap the longest."""
    found = [
        Hit(m.start(), m.end(), one.answer, one.form, one.follow, _tense(one.tense, m[0]), one.lang, one.whole)
        for one in _phrases()
        if one.lang in languages
        for m in one.pattern.finditer(text, start, end)
    ]
    longest: list[Hit] = []
    for hit in sorted(found, key=lambda h: (h.start - h.end, h.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in longest):
            longest.append(hit)
    return sorted(longest)


def _tense(tense: str, words: str) -> str:
    return "conditional" if tense == "future" and _OPEN_TENSE.search(words) else tense


@functools.cache
def any_of(*path: str) -> re.Pattern[str]:
    """Return a pattern for the words at a place of the table, ``any_of("blocker", "past")``."""
    found: Any = table()
    for key in path:
        found = found[key]
    if isinstance(found, dict):
        found = [word for words in found.values() for word in words]
    return compiled(found, begins=r"(?<![\w])")


BLOCKERS: tuple[str, ...] = tuple(table()["blocker"])
"""The kinds of words that keep an answer from being read."""


@functools.cache
def words_pattern(*places: str) -> str:
    """Return the alternatives of several lists of the table, each written ``area.name``, to be put into a larger pattern."""
    found = [one for place in places for one in _at(place)]
    return "|".join(_spaced(one) for one in sorted(found, key=len, reverse=True))


def _at(place: str) -> Iterator[str]:
    found: Any = table()
    for key in place.split("."):
        found = found[key]
    yield from found


@functools.cache
def _openers(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return compiled(table()["condition"][lang], begins=r"(?<![\w-])"), compiled(table()["no_condition"][lang])


def openers(text: str, start: int, end: int, languages: Collection[str]) -> list[Span]:
    """Return where a condition opens in a part of a plain text, from left to right; *even if* opens none."""
    found: list[Span] = []
    for lang in languages:
        opener, none = _openers(lang)
        shut = [m.span() for m in none.finditer(text, start, end)]
        found += [m.span() for m in opener.finditer(text, start, end) if not any(a <= m.start() < b for a, b in shut)]
    return sorted(found)


def first_word(lang: Lang, *path: str) -> str:
    """Return the word that our own draft writes for a field or a value.

    >>> first_word("fr", "answers", "abstain"), first_word("en", "level")
    ('abstention', 'Level')
    """
    found: Any = table()["words"][lang]
    for key in path:
        found = found[key]
    return str(found[0])


@functools.cache
def field_words(kind: str) -> Mapping[str, str]:
    """Return what each word of ``answers``, ``levels`` or ``forms`` means, in plain letters, both languages.

    >>> field_words("answers")["abstention"], field_words("forms")["a demi-mot"]
    ('abstain', 'hinted')
    """
    return {
        " ".join(plain(word).text.split()): value
        for lang in LANGUAGES
        for value, words in table()["words"][lang][kind].items()
        for word in words
    }
