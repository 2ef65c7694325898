"""A phrase to look for, in any of its forms, and every place at which a text has it.

A form is a run of words. ``*`` stands for any letters within a word, at most 60, and alone for any one word; ``a|b`` for either of two
words; a ``|`` between blanks parts whole forms, so that the French and the English of one phrase are one phrase. Case, accents and
typography do not count; blanks, a line's end, a hyphen and an apostrophe part words alike: ``rules-based`` is met as ``rules based`` too.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from legation.errors import BadValue
from legation.methods.text.plain import Plain, plain

__all__ = ["Phrase", "phrase", "places"]

_FORM = re.compile(r"\s\|\s")
_GAP = r"(?:\s+|['-]\s*)"
_SPACE = re.compile(r"[\s'\-]+")
LONGEST = 60
"""Letters that a wildcard stands for at most: a text without blanks is no word."""
_ANY = rf"\w{{0,{LONGEST}}}"
_WORD = re.compile(r"[\w*]+(?:\|[\w*]+)*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in its forms.

    Attributes
    ----------
    forms : tuple of str
        In plain letters, without two alike, in the order given; words parted by one blank.
    """

    forms: tuple[str, ...]


class _Search(NamedTuple):
    """How one form is sought: letters that every use has, a pattern, and what stands before the pattern's first letters.

    ``words`` counts the words before it that may be any; ``open_begin``: any letters may stand before it in its word.
    """

    needle: str
    pattern: re.Pattern[str]
    words: int
    open_begin: bool


def phrase(*forms: str) -> Phrase:
    """Return a phrase of one or several forms.

    Parameters
    ----------
    *forms : str
        At least one; words of letters and digits, ``*``, ``|``, blanks, hyphens and apostrophes.

    Raises
    ------
    BadValue
        For a form without a word that is not a wildcard, or with another sign.

    Limits
    ------
    A word that is cut by a hyphen at a line's end is two words, unless the hyphen is a soft one. What stands between the words of a form,
    such as a comma, ends it.

    Examples
    --------
    >>> phrase("Multi-stakeholder approach* | approche multipartite", "approche|démarche multi*").forms
    ('multi stakeholder approach*', 'approche multipartite', 'approche|demarche multi*')
    """
    found: list[str] = []
    for form in (piece for given in forms for piece in _FORM.split(given)):
        words = [word for word in _SPACE.split(plain(form).text) if word]
        if not words or not all(_WORD.fullmatch(word) for word in words) or not any(re.sub(r"[*|]", "", word) for word in words):
            raise BadValue(f"phrase must be words with letters, parted by blanks, with * and | (got {form!r}); leave other signs out")
        found.append(" ".join(words))
    if not found:
        raise BadValue("phrase must be at least one form (got none); name the words to look for")
    return Phrase(tuple(dict.fromkeys(found)))


def places(text: Plain, wanted: Phrase) -> list[tuple[int, int]]:
    r"""Return start and end of each use in the original text, from left to right.

    Of uses that overlap the first counts; of several that begin at one place, the longest.

    Examples
    --------
    >>> text = "An open, free\u00a0and secure cyber\u00adspace; Open and free."
    >>> [text[a:b] for a, b in places(plain(text), phrase("free and * cyberspace | open"))]
    ['open', 'free\xa0and secure cyber\xadspace', 'Open']
    """
    longest: dict[int, int] = {}
    for search in _compiled(wanted):
        if search.needle in text.text:
            for start, end in _starts(search, text.text):
                longest[start] = max(end, longest.get(start, 0))
    found, last = [], 0
    for start in sorted(longest):
        if start >= last:
            last = longest[start]
            found.append(text.span(start, last))
    return found


def _starts(search: _Search, text: str) -> Iterator[tuple[int, int]]:
    """Yield every match, those that overlap included."""
    match = search.pattern.search(text)
    while match:
        start = _backwards(text, match.start(), search.words, open_begin=search.open_begin)
        if start >= 0:
            yield start, match.end()
        match = search.pattern.search(text, match.start() + 1)


def _backwards(text: str, start: int, words: int, *, open_begin: bool) -> int:
    """Return where a use begins whose first letters stand at ``start``; -1 where there are too few words before."""
    if open_begin:
        start = _word_begin(text, start)
    for _ in range(words if start >= 0 else 0):
        at = start
        while at and text[at - 1].isspace():
            at -= 1
        if at and text[at - 1] in "'-":
            at -= 1
        start = _word_begin(text, at) if at < start else at
        if start == at or start < 0:
            return -1
    return start


def _word_begin(text: str, at: int) -> int:
    """Return where the word before a place begins; -1 where it is longer than a wildcard's."""
    least = at - LONGEST
    while at and (text[at - 1].isalnum() or text[at - 1] == "_"):
        at -= 1
        if at < least:
            return -1
    return at


@functools.lru_cache(maxsize=1_024)
def _compiled(wanted: Phrase) -> tuple[_Search, ...]:
    """Return how each form is sought.

    Every pattern begins with letters: the search looks for those, which is many times faster than trying a pattern at every place. So
    alternatives of the first word are searched one by one, and wildcards in front of the first letters are read backwards from them.
    """
    found = []
    for form in wanted.forms:
        words = form.split(" ")
        skipped = next(at for at, word in enumerate(words) if word.strip("*|"))
        first, rest = words[skipped], words[skipped + 1 :]
        behind = "".join(_GAP + _pattern(word) for word in rest)
        needed = max((piece for word in rest if "|" not in word for piece in word.split("*")), key=len, default="")
        for one in dict.fromkeys(first.split("|")):
            letters = [piece for piece in one.split("*") if piece]
            if not letters:  # any word is one of the alternatives
                found.append(_Search(needed, re.compile(rf"(?<!\w)\w{{1,{LONGEST}}}(?!\w)" + behind), skipped, open_begin=False))
                continue
            bound = "" if one.startswith("*") else rf"(?<!\w{re.escape(letters[0])})"
            end = (_ANY if one.endswith("*") else "") + r"(?!\w)"
            begin = re.escape(letters[0]) + bound + "".join(_ANY + re.escape(p) for p in letters[1:])
            found.append(_Search(max((*letters, needed), key=len), re.compile(begin + end + behind), skipped, open_begin=not bound))
    return tuple(found)


def _pattern(word: str) -> str:
    return "(?:" + "|".join(map(_one, word.split("|"))) + r")(?!\w)"


def _one(word: str) -> str:
    return rf"\w{{1,{LONGEST}}}" if not word.strip("*") else _ANY.join(map(re.escape, word.split("*")))
