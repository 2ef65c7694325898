"""Does a sentence move blame from the firm that was hit, on which point, and does a text say a failing? Words alone, in French and English.

A sentence moves blame where it clears the firm (*nobody could have prevented it*), or makes somebody or something else responsible: in the
forms listed beside this file, or where it names another part of an incident beside a word of fault, by the words of the codebook. A text
says a failing where a sentence has most of its words, with a negation where it has one, or names a failing on its point and shares its
words. The lists have gaps: what is doubtful is taken for moving blame, and for not saying the failing.
"""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from legation.dossier import Wording
from legation.dossier.models.statement import POINTS
from legation.language import LANGUAGES, Lang, fold
from legation.methods.text.blame import language_of, sentences
from legation.methods.text.blame.lexicon import lexicon

__all__ = ["BlameShift", "moves", "point_of", "says", "versions"]

_PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00a0": " ", "\u202f": " ", "\u2011": "-"})
_CLAUSE = re.compile(r"[;:,()]|(?<!\w)(?:but|because|while|since|as|mais|car|parce que|tandis que|alors que)(?!\w)")
_WORD = re.compile(r"[a-z0-9]+")
_UN = re.compile(r"un(?!der|til|it|iv|ion|ique|anim)\w{4,}")
_STEM, _SHORTEST = 6, 3
"""Letters by which words are compared, and of the shortest that is."""
_LONGEST = 2_000
"""Characters of a sentence in which who is named is sought: a longer one is none."""
_MOST, _SOME = 0.6, 0.33
"""Of a failing's words, those that a sentence has that repeats it, and that a sentence has that names a failing on its point."""

Way = Literal["excuse", "others"]


@dataclass(frozen=True, slots=True)
class BlameShift:
    """How a text moves blame from the firm.

    Attributes
    ----------
    way : {"excuse", "others"}
        It clears the firm; it makes somebody else responsible.
    points : frozenset of str
        Of :data:`POINTS`, those that it is about; empty: all of them.
    """

    way: Way
    points: frozenset[str] = frozenset()

    def touches(self, point: str) -> bool:
        """Whether it is about a point."""
        return not self.points or point in self.points


def moves(sentence: str, lang: Lang) -> BlameShift | None:
    """Return how a sentence moves blame from the firm; None where it does not.

    Examples
    --------
    >>> moves("Nobody could have prevented this attack.", "en").way, moves("Des pirates ont volé les fichiers.", "fr").way
    ('excuse', 'others')
    >>> moves("Two million files were copied.", "en"), moves("It is not known who did it.", "en")
    (None, None)
    >>> sorted(moves("The firm told its customers without delay.", "en").points)
    ['unpatched/late disclosure']
    """
    text = _plain(sentence)
    words = _words(lang)
    if words.excuse.search(text):
        return BlameShift("excuse")
    if words.well.search(text):
        return BlameShift("excuse", frozenset(point for point in POINTS if words.point[point].search(text)))
    if words.open.search(text):
        return None
    if words.others.search(text):
        return BlameShift("others")
    way = _named(sentence.translate(_PLAIN).casefold(), lang)
    return BlameShift(way) if way else None


def _named(text: str, lang: Lang) -> Way | None:
    """Return how a sentence moves blame by whom it names beside which words of blame: those of the codebook's lexicon, and no reading."""
    found = lexicon(lang)

    def role(*names: str) -> bool:
        return any(found.role[name].search(text) for name in names)

    def cue(*names: str) -> bool:
        return any(found.cue[name].search(text) for name in names)

    if len(text) > _LONGEST or (cue("offtopic") and not cue("cyber")):
        return None
    if cue("clear") and role("breached organisation"):
        return "excuse"
    named = (
        (role("attacker/hackers") and cue("attack", "accuse", "legal"))
        or (role("state sponsor") and (cue("attack", "accuse") or (cue("policy") and cue("cyber"))))
        or (cue("fail", "late", "error", "accuse") and role("vendor/supplier", "users/employees", "regulator/government"))
        or (role("nobody/system") and cue("cyber"))
    )
    return "others" if named else None


def says(text: str, failing: str, point: str, lang: Lang) -> bool:
    """Tell whether a text says a failing, both in one language.

    Examples
    --------
    >>> failing = "Remote access had no second factor."
    >>> says("Thieves came in: the remote access had no second factor.", failing, "negligence", "en")
    True
    >>> says("Remote access had a second factor.", failing, "negligence", "en"), says("Thieves came in.", failing, "negligence", "en")
    (False, False)
    """
    plain = [_plain(one) for one in sentences(text)]
    return all(any(_repeats(one, wanted, point, lang) for one in plain) for wanted in map(_plain, sentences(failing)))


def point_of(text: Wording) -> str:
    """Return on which point a failing is, by its words; negligence where they name none: any other lack of care.

    >>> point_of(Wording("The server was never patched.")), point_of(Wording(fr="Un employé a cliqué par erreur."))
    ('unpatched/late disclosure', 'human error')
    """
    said = [(words, _plain(text)) for lang, text in versions(text) for words in (_words(lang),)]
    named = (point for table in ("failing", "point") for point in POINTS if any(getattr(w, table)[point].search(t) for w, t in said))
    return next(named, POINTS[-1])


def versions(text: Wording) -> tuple[tuple[Lang, str], ...]:
    """Return the versions of a text with their languages; one that does not say its language stands for the one it is in, or for both."""
    found: list[tuple[Lang, str]] = [(lang, getattr(text, lang)) for lang in LANGUAGES if getattr(text, lang)]
    if text.text and not any(words == text.text for _, words in found):
        read = language_of(text.text)
        found += [(lang, text.text) for lang in LANGUAGES if read in (None, lang)]
    return tuple(found)


def _repeats(sentence: str, failing: str, point: str, lang: Lang) -> bool:
    words = _words(lang)
    if words.deny.search(sentence) and not words.deny.search(failing):
        return False
    bare = failing.rstrip(". ")
    if bare and bare in sentence and not words.negation.search(sentence.replace(bare, " ")):
        return True
    wanted = _stems(failing, words)
    return bool(wanted) and any(_has(one, failing, wanted, point, words) for one in (sentence, *_CLAUSE.split(sentence)))


def _has(clause: str, failing: str, wanted: frozenset[str], point: str, words: _Words) -> bool:
    shared = len(wanted & _stems(clause, words))
    if shared >= math.ceil(_MOST * len(wanted)) and _negated(clause, words) == _negated(failing, words):
        return True
    if shared < math.ceil(_SOME * len(wanted)):
        return False
    return any(not words.negation.search(clause[: found.start()]) for found in words.failing[point].finditer(clause))


def _negated(sentence: str, words: _Words) -> bool:
    """Whether a sentence denies: *not patched* and *unpatched* do, *none was left unpatched* does not."""
    return (words.negation.search(sentence) is not None) != (sum(map(bool, map(_UN.fullmatch, _WORD.findall(sentence)))) % 2 == 1)


@dataclass(frozen=True, slots=True)
class _Words:
    excuse: re.Pattern[str]
    well: re.Pattern[str]
    others: re.Pattern[str]
    open: re.Pattern[str]
    deny: re.Pattern[str]
    negation: re.Pattern[str]
    small: frozenset[str]
    point: Mapping[str, re.Pattern[str]]
    failing: Mapping[str, re.Pattern[str]]


@functools.cache
def _words(lang: Lang) -> _Words:
    table: Mapping[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))[lang]
    return _Words(
        excuse=_pattern(table["excuse"]),
        well=_pattern(table["well"]),
        others=_pattern(table["others"]),
        open=_pattern(table["open"]),
        deny=_pattern(table["deny"]),
        negation=_pattern(table["negation"]),
        small=frozenset(table["small"]),
        point={point: _pattern(table["point"][point]) for point in POINTS},
        failing={point: _pattern(_undenied(one, table["negation"]) for one in table["failing"][point]) for point in POINTS},
    )


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:(?<!\w){word}(?!\w))" for word in words))


def _undenied(pattern: str, negation: Iterable[str]) -> str:
    """Return a pattern without a negation in its gaps: *left nothing open* is no *left open*."""
    none = rf"(?!(?<!\w)(?:{'|'.join(negation)})(?!\w))"
    return pattern.replace("[^.]", f"(?:{none}[^.])").replace(r"(\w+ )", rf"(?:{none}\w+ )")


def _plain(text: str) -> str:
    """Return text as the patterns have it: no case, no accents, plain apostrophes and blanks."""
    return " ".join(fold(text.translate(_PLAIN)).split())


def _stems(text: str, words: _Words) -> frozenset[str]:
    return frozenset(
        (one[2:] if _UN.fullmatch(one) else one)[:_STEM]
        for one in _WORD.findall(text)
        if (len(one) >= _SHORTEST or one.isdigit()) and one not in words.small and not words.negation.fullmatch(one)
    )
