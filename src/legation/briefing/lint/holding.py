"""Who says it: the holder of an accusation, and whether the day is given.

A holder is looked for within :data:`REACH` characters of the act, and its name within :data:`SUBJECT` characters before its verb, so that
a sentence without an end takes no longer than as many short ones.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from legation.briefing.lint.acts import Accusation, any_of
from legation.briefing.lint.states import Mention
from legation.language import Lang

__all__ = ["REACH", "SUBJECT", "Holder", "dated", "holder_of"]

REACH, SUBJECT = 1_000, 400
"""Characters between an act and the verb that says whose word it is; of the subject of such a verb."""
_PASSIVE = 60
_YEAR = r"(?<![\w/-])(?:19|20)\d\d(?![\w/])|(?<!\d)\d{4}-\d\d(?:-\d\d)?(?!\d)|(?<!\d)\d{1,2}[./]\d{1,2}[./]\d{2,4}(?!\d)"
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "the a an this that these those in on at it its as for after before since today yesterday last both all some many several "
        "la le les l un une des ce cette ces en dans au aux il elle depuis après avant selon nos notre nous we our they attackers "
        "hackers attaquants pirates",
    )
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who says it: ``own`` for the desk's own voice, ``named`` for another one, ``vague`` for nobody in particular."""

    kind: Literal["own", "named", "vague"]
    start: int
    end: int


@functools.lru_cache(maxsize=8)
def dated(text: str, lang: Lang) -> bool:
    """Whether a sentence gives a day, a month or a year.

    >>> dated("on 15 February 2018", "en"), dated("le 1er mars", "fr"), dated("in Unit 74455", "en")
    (True, True, False)
    """
    day = rf"\d{{1,2}}(?:er|st|nd|rd|th)?(?: of)? {any_of('month', lang)}|{any_of('month', lang)} \d{{1,4}}"
    return re.search(f"{_YEAR}|{day}", text, re.IGNORECASE) is not None


def holder_of(text: str, lang: Lang, accusation: Accusation, named: list[Mention], own: str) -> Holder | None:
    """Return who holds an accusation: whoever is said to say it closest to it; None where nobody is.

    Parameters
    ----------
    own : str
        ISO 3166 alpha-3 code of the state in whose name the draft speaks; "" for none.
    """
    starts = [mention.start for mention in named]
    vague: Holder | None = None
    for _, low, high in sorted(_subjects(text, lang, accusation), key=lambda one: one[0]):
        inside = named[bisect_left(starts, low) : bisect_left(starts, high)]
        kind = _kind(text, low, high, lang, accusation.mention, inside, own)
        if kind == "vague":
            vague = vague or Holder(kind, low, high)
        elif kind is not None:
            return Holder(kind, low, high)
    return vague


def _subjects(text: str, lang: Lang, accusation: Accusation) -> Iterator[tuple[int, int, int]]:
    """Yield how far from the act somebody may be named who says it, and where."""
    at, end = accusation.start, accusation.end
    first, last = max(0, at - REACH), min(len(text), end + REACH)
    for verb in _report(lang).finditer(text, first, last):
        if not (accusation.mention.end <= verb.start() < end):
            yield (_distance(verb.start(), at, end), *_subject(text, verb.start(), verb.end(), at, lang))
    for source in _source(lang).finditer(text, first, last):
        low = source.end()
        stop = re.search(r"[,;:.)]|$", text[low : low + 120])
        high = low + (stop.start() if stop else 120)
        yield _distance(low, at, end), low, min(high, at) if at > low else high


@functools.cache
def _report(lang: Lang) -> re.Pattern[str]:
    return re.compile(any_of("report", lang))  # with capitals, for "the United States" says nothing


@functools.cache
def _source(lang: Lang) -> re.Pattern[str]:
    return re.compile(any_of("source", lang), re.IGNORECASE)


def _distance(place: int, start: int, end: int) -> int:
    """How far a verb stands from an act; one that follows is farther than any that goes before."""
    return start - place if place <= start else 10_000 + place - end


def _subject(text: str, verb: int, verb_end: int, act: int, lang: Lang) -> tuple[int, int]:
    """Return where the subject of a verb stands: before it in its clause, or behind *by* where the verb is passive."""
    if _passive(lang).search(text, max(0, verb - _PASSIVE), verb):
        by = re.compile(
            r" (?:publicly |jointly |formally |officially )?by " if lang == "en" else r" (?:publiquement |officiellement )?par "
        ).match(text, verb_end)
        if by is None:
            return verb, verb
        stop = re.search(r" (?:to|on|à|aux?|le|as) |[,;.]|$", text[by.end() :])
        return by.end(), by.end() + (stop.start() if stop else 0)
    marks, first = ";:" if verb <= act else ',;:»"', max(0, verb - SUBJECT)
    return max(max(text.rfind(mark, first, verb) for mark in marks) + 1, first), verb


@functools.cache
def _passive(lang: Lang) -> re.Pattern[str]:
    return re.compile(rf"{any_of('passive', lang)}[ ]*$", re.IGNORECASE)


def _kind(
    text: str, low: int, high: int, lang: Lang, accused: Mention, named: list[Mention], own: str
) -> Literal["own", "named", "vague"] | None:
    """Say what kind of holder a piece of a sentence names."""
    phrase = text[low:high]
    if not phrase.strip():
        return None
    inside = [m for m in named if m.end <= high]
    if re.search(any_of("own", lang), phrase, re.IGNORECASE) or (own and any(m.who == own for m in inside)):
        return "own"
    if any(m.who != accused.who for m in inside):
        return "named"
    if inside:
        return None  # the accused speak of themselves
    if re.search(any_of("vague", lang), phrase, re.IGNORECASE) and not _proper(phrase, drop_first=True):
        return "vague"
    return "named" if _proper(phrase) or re.search(any_of("institution", lang), phrase, re.IGNORECASE) else None


def _proper(phrase: str, *, drop_first: bool = False) -> bool:
    """Whether a phrase has a name in it: a word with a capital that is no common one."""
    words = re.findall(r"[^\W\d_][\w&.-]*", re.sub(r"\b[dl]'", "", phrase, flags=re.IGNORECASE))
    return any(word[0].isupper() and word.lower() not in _COMMON for word in words[1 if drop_first else 0 :])
