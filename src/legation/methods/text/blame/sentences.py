"""A text into sentences, and which of the two languages a text is in."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["language_of", "sentences", "written_in"]

_END = re.compile(r"(?<=[.!?…])(?:\s?[\"”»’)])*\s+(?=[\"“«(]?\s?[A-ZÀ-ÖØ-Þ0-9@])|\n\s*\n|\n(?=\s*[-*•–])")
_SHORT = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|vs|No|Inc|Ltd|Gen|Sen|Rep|Prof|M|MM|Mme|Mlle|art|cf|p|etc|env|n°)|\b[A-Z])\.$")
_WORD = re.compile(r"[^\W\d_]+")
_OFTEN = {
    "en": frozenset(
        [
            "the",
            "of",
            "and",
            "to",
            "in",
            "that",
            "is",
            "was",
            "for",
            "it",
            "with",
            "as",
            "on",
            "by",
            "at",
            "from",
            "are",
            "were",
            "has",
            "have",
            "had",
            "be",
            "not",
            "its",
            "this",
            "which",
            "an",
            "they",
            "their",
            "we",
            "who",
            "after",
        ]
    ),
    "fr": frozenset(
        [
            "le",
            "la",
            "les",
            "des",
            "de",
            "du",
            "et",
            "à",
            "au",
            "aux",
            "en",
            "que",
            "qui",
            "est",
            "sont",
            "une",
            "un",
            "dans",
            "pour",
            "par",
            "sur",
            "pas",
            "ne",
            "ce",
            "cette",
            "il",
            "elle",
            "nous",
            "ont",
            "été",
            "avec",
            "leur",
            "ses",
            "son",
            "on",
        ]
    ),
}
_LEAST = 2
_HEADLINE = 5
"""Words up to which a text may do without small words."""


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text in order, blanks trimmed.

    Examples
    --------
    >>> list(sentences("Mr. Smith left. The bank was robbed! By whom?"))
    ['Mr. Smith left.', 'The bank was robbed!', 'By whom?']
    """
    start = 0
    for found in _END.finditer(text):
        piece = text[start : found.start() + len(found.group().rstrip())].strip()
        if _SHORT.search(piece) and "\n" not in found.group():
            continue
        if piece:
            yield " ".join(piece.split())
        start = found.end()
    if rest := text[start:].strip():
        yield " ".join(rest.split())


def language_of(text: str) -> str | None:
    """Return ``en`` or ``fr`` by the small words of a text; None where neither has at least two of them and twice as many as the other.

    Examples
    --------
    >>> language_of("The bank was robbed by a gang."), language_of("La banque a été pillée par une bande."), language_of("Ok")
    ('en', 'fr', None)
    """
    words = _WORD.findall(text.casefold())
    count = {lang: sum(word in often for word in words) for lang, often in _OFTEN.items()}
    first, second = sorted(count, key=lambda lang: (-count[lang], lang))
    return first if count[first] >= _LEAST and count[first] >= 2 * count[second] else None


def written_in(text: str, lang: str) -> bool:
    """Whether a text may be in ``en`` or ``fr``: a headline, or it has one of the small words of the language.

    Examples
    --------
    >>> written_in("Gang robs bank", "en"), written_in("Die Bank hat die Warnungen ignoriert.", "en")
    (True, False)
    """
    words = _WORD.findall(text.casefold())
    return len(words) <= _HEADLINE or any(word in _OFTEN[lang] for word in words)
