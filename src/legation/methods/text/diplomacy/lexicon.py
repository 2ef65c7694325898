"""Which words speak for or against each test, by language, test and kind; a text made plain for them, and its language.

A pattern is a regular expression with three shorthands: a space stands for spaces, hyphens or an apostrophe, ``*`` after a letter for the
rest of a word, and `` .. `` for at most three words of the same clause. Where two patterns fit, the longer one counts, so that "intrusion
software" is not software. Words denied ("without telephones", "ni écran") are of the kind ``denied``.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib import resources

from legation.methods.text.diplomacy.models import models

__all__ = [
    "DENIED",
    "KINDS",
    "SMALL_WORDS",
    "TESTS",
    "FoldedText",
    "Hit",
    "fold_places",
    "hits",
    "language_of",
]


_PLAIN = str.maketrans(
    {
        "\u2019": "'",
        "\u2018": "'",
        "\u02bc": "'",
        "\u00ad": "",
        "\u200b": "",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u2010": "-",
        "\u2011": "-",
        "œ": "oe",
        "æ": "ae",
        "\u201c": '"',
        "\u201d": '"',
    }
)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A plain text and, for each of its characters, where the original has it.

    Attributes
    ----------
    text : str
    places : tuple of int
        For each character of ``text`` the index in the original; one more at the end, the length of the original.
    """

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return start and end in the original of a piece of the plain text."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]

    def without(self, pieces: tuple[tuple[int, int], ...]) -> FoldedText:
        """Return the text with pieces crossed out; every other character keeps its place, and no phrase reaches across."""
        characters = list(self.text)
        for start, end in pieces:
            characters[start:end] = ";" * (end - start)
        return FoldedText("".join(characters), self.places)


def fold_places(text: str) -> FoldedText:
    """Return a text in small letters without accents, and the places of its characters.

    >>> folded = fold_places("L’Élysée")
    >>> folded.text, folded.span(2, 8)
    ("l'elysee", (2, 8))
    """
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = _plain(character)
        characters.append(plain)
        places.extend([place] * len(plain))
    return FoldedText("".join(characters), (*places, len(text)))


@functools.lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    lower = character.lower().translate(_PLAIN)
    return "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))


TESTS = ("diplomacy", "means", "object")
KINDS = {
    "diplomacy": ("act", "actor", "home", "vague"),
    "means": ("strong", "weak", "against", "vague"),
    "object": ("strong", "weak", "against", "vague"),
}
DENIED = "denied"
_FIRST = ("home", "against", "act", "actor", "strong", "vague", "weak")
"""Which kind counts where two patterns find the same piece."""
_DENIABLE = {"diplomacy": ("act", "actor"), "means": ("strong", "weak"), "object": ()}
_BEFORE = re.compile(
    r"(?<!\w)(?:no(?!\s+(?:longer|more|doubt))|without|neither|nor|never|not(?!\s+only)|sans|ni|aucune?|nulle?|jamais|pas(?!\s+seulement))"
    r"[\s']+(?:[\w'-]+\s+){0,2}$"
)
_REACH = 45
"""Characters before a word in which a denial is sought."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A piece of the plain text that a lexicon knows.

    Attributes
    ----------
    kind : str
        One of ``KINDS`` of the test, or ``denied``.
    start, end : int
        Place in the plain text.
    """

    kind: str
    start: int
    end: int


def hits(folded: FoldedText, lang: str, test: str) -> tuple[Hit, ...]:
    """Return what the lexicon of a language finds for a test, by place; no hit lies within another.

    >>> text = fold_places("Delegates met without a dashboard.")
    >>> [(hit.kind, text.text[hit.start : hit.end]) for hit in hits(text, "en", "means")]
    [('denied', 'dashboard')]
    """
    found = [Hit(kind, m.start(), m.end()) for kind, pattern in _lexicon(lang, test).items() for m in pattern.finditer(folded.text)]
    order = {kind: place for place, kind in enumerate(_FIRST)}
    found.sort(key=lambda hit: (hit.start - hit.end, order[hit.kind], hit.start))
    chosen: list[Hit] = []
    for hit in found:
        if not any(other.start < hit.end and hit.start < other.end for other in chosen):
            chosen.append(hit)
    return tuple(sorted((_denied(hit, folded.text, test) for hit in chosen), key=lambda hit: hit.start))


def _denied(hit: Hit, text: str, test: str) -> Hit:
    if hit.kind in _DENIABLE[test] and _BEFORE.search(text[max(0, hit.start - _REACH) : hit.start]):
        return Hit(DENIED, hit.start, hit.end)
    return hit


@functools.cache
def _lexicon(lang: str, test: str) -> dict[str, re.Pattern[str]]:
    file = resources.files(__package__).joinpath("lexicon", lang, f"{test}.toml")
    rows = tomllib.loads(file.read_text("utf-8"))
    return {kind: _compiled(rows[kind]) for kind in KINDS[test]}


def _compiled(patterns: list[str]) -> re.Pattern[str]:
    longest_first = sorted((fold_places(pattern).text for pattern in patterns), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_spelt, longest_first))})(?!\w)")


def _spelt(pattern: str) -> str:
    gap = r"(?:[\s,'\"()«»-]+\w+){0,3}?[\s,'\"()«»-]+"
    wide = re.sub(r"(?<!\\w)(?<=\w)\*", r"\\w*", pattern.replace(" .. ", "\0"))
    return wide.replace(" ?", r"[\s'-]*").replace(" ", r"[\s'-]+").replace("\0", gap)


_WORDS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(resources.files(__package__).joinpath("lexicon", "small_words.toml").read_text("utf-8")).items()
}
SMALL_WORDS = {"en": _WORDS["english"], "fr": _WORDS["french"]}
_LEAST = 0.1
"""Least share of small words: under it the text is in neither, or too short to say."""


_LETTERS = 7
_KNOWN = 2 / 3
"""Least share of words that the training texts of a language have, for a text with too few small words: a headline."""


def language_of(folded: FoldedText) -> str | None:
    """Return ``en``, ``fr``, or ``None`` where neither shows.

    A text with too few small words, such as a headline, or as many of both, is of the language whose lexicon alone finds who acts or what
    is done in it, or whose training texts have two thirds of its words, at least two, and twice as many as the other's.

    >>> from legation.methods.text.diplomacy.lexicon import fold_places
    >>> [language_of(fold_places(t)) for t in ("The envoy spoke to the press.", "L'envoyé a vu la presse.", "El embajador y los hackers.")]
    ['en', 'fr', None]
    >>> language_of(fold_places("Embassy hosts ministers")), language_of(fold_places("Botschafter trifft Minister"))
    ('en', None)
    """
    words = re.findall(r"[^\W\d_]+", re.sub(r"(?<=\w)'s(?!\w)", "", folded.text))
    english, french, others = (sum(word in known for word in words) for known in _WORDS.values())
    most = max(english, french)
    if others > most:
        return None
    if most < max(1, _LEAST * len(words)) or english == french:
        return _by_matter(folded, words)
    return "en" if english > french else "fr"


def _by_matter(folded: FoldedText, words: list[str]) -> str | None:
    acting = [lang for lang in SMALL_WORDS if hits(folded, lang, "diplomacy")]
    if len(acting) == 1:
        return acting[0]
    weights = models("words").tests.values()
    known = {lang: sum(any(f"{lang}:{word[:_LETTERS]}" in model.weights for model in weights) for word in words) for lang in SMALL_WORDS}
    lang, other = sorted(known, key=lambda lang: -known[lang])
    return lang if known[lang] >= max(2, _KNOWN * len(words), 2 * known[other]) else None
