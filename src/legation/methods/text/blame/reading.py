"""A sentence taken apart: clauses, cues, and the mentions of those who may be blamed."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from legation.methods.text.blame.lexicon import Lexicon, lexicon
from legation.methods.text.blame.names import names

__all__ = ["Cue", "Mention", "SentenceReading", "read"]

_CUT = {
    "en": re.compile(
        r"[;:!?…—–«»\"“”]|(?<!\d),(?=\s+(?:but|and|while|not|nor|rather|who|which|whose|because|where|when"
        r"|after|so|or|yet|although|though|instead|saying|arguing)\b)"
        r"|\s(?=(?:but|and that|rather than|and not|instead of|because|whereas|while)\b)"
        r"|(?<=,)\s(?=(?:the other|it was|it is)\b)|\sthan (?=with\b)"
    ),
    "fr": re.compile(
        r"[;:!?…—–«»\"“”]|(?<!\d),(?=\s+(?:mais|et|ou|or|qui|que|dont|où|c'est|ce sont|non|car|alors|tandis"
        r"|puisque|pourtant|jamais|tant|plutôt|ni|faute)\b)"
        r"|\s(?=(?:mais|et que|et qu'|et non|plutôt que|au lieu de|alors que|tandis que|parce que|puisque"
        r"|c'est l|c'est la|ou d'un|ou si)\b)"
    ),
}
_PORT = re.compile(r"(?:(?:open|network|usb|management|serial) ports?\b|ports?\b (?:open|ouverts?|de gestion|réseau|usb|\d))")
"""A port of a computer, which is no harbour."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that speaks of blame, excuse, doubt or fault: its kind and its place in characters."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who may be blamed: the part played, the place in characters, and the clause by its number."""

    target: str
    start: int
    end: int
    clause: int


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """A sentence with what was found in it.

    Attributes
    ----------
    text, lang : str
        The sentence as given and its language; `low` is the same text in small letters, character for character.
    clauses : tuple of (int, int)
        Beginning and end of each clause [characters].
    cues : tuple of Cue
        In the order of the sentence.
    mentions : tuple of Mention
        In the order of the sentence, none within another.
    """

    text: str
    low: str
    lang: str
    clauses: tuple[tuple[int, int], ...]
    cues: tuple[Cue, ...]
    mentions: tuple[Mention, ...]

    def clause_at(self, place: int) -> int:
        """Return the number of the clause that holds a character."""
        return next((i for i, (_, end) in enumerate(self.clauses) if place < end), len(self.clauses) - 1)


def read(sentence: str, lang: str) -> SentenceReading:
    """Take a sentence apart; what is found keeps the places of the characters as given."""
    low = "".join(c if len(c.lower()) != 1 else c.lower() for c in sentence).replace("’", "'")
    words = lexicon(lang)
    clauses = _clauses(low, lang)
    bare = SentenceReading(sentence, low, lang, clauses, _cues(low, words), ())
    return SentenceReading(sentence, low, lang, clauses, bare.cues, _mentions(bare, words))


def _clauses(low: str, lang: str) -> tuple[tuple[int, int], ...]:
    cuts = sorted({0, len(low), *(m.end() for m in _CUT[lang].finditer(low))})
    parts = [(a, b) for a, b in itertools.pairwise(cuts) if re.search(r"\w", low[a:b])]
    return tuple(parts) or ((0, len(low)),)


def _cues(low: str, words: Lexicon) -> tuple[Cue, ...]:
    found = [Cue(kind, m.start(), m.end()) for kind, pattern in words.cue.items() for m in pattern.finditer(low)]
    return tuple(sorted(found, key=lambda cue: (cue.start, cue.end, cue.kind)))


def _mentions(bare: SentenceReading, words: Lexicon) -> tuple[Mention, ...]:
    spans = [
        (m.end() - m.start(), m.start(), m.end(), False, target)
        for target, pattern in words.role.items()
        for m in pattern.finditer(bare.low)
    ]
    spans += [(end - start, start, end, True, target) for start, end, target in names(bare.text, bare.lang)]
    computing = [m.span() for m in _PORT.finditer(bare.low)]
    spans = [s for s in spans if not any(a <= s[1] < b and "port" in bare.low[s[1] : s[2]] for a, b in computing)]
    taken: list[tuple[int, int, str]] = []
    for _, start, end, _, target in sorted(spans, key=lambda s: (-s[0], s[1], s[3], s[4])):
        if all(end <= a or start >= b for a, b, _ in taken):
            taken.append((start, end, target))
    return tuple(Mention(target, start, end, bare.clause_at(start)) for start, end, target in sorted(taken))
