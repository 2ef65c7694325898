"""Which word says a probability, and which probabilities a word says.

A word of estimate is about how probable something is. Confidence (low, moderate, high) is about the basis of that judgement: its sources,
assumptions and argument. The two are never written in one sentence, and nothing here makes the one of the other.

Beyond the ends of a scale (in ICD 203 under 1 % and over 99 %), and in a gap between two bands, the nearest word stands with the number;
the words "certain" and "impossible" belong to no scale.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal, get_args

from legation.errors import BadValue
from legation.language import LANGUAGES, Lang, Message, fold, say
from legation.questions.estimate_scale import SCALE, scale_named

__all__ = ["Edge", "Estimate", "band_of", "estimate", "pairs", "word_of"]

Edge = Literal["upper", "lower"]
"""To which band an edge belongs that two of them share; the directive does not say."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A probability in words, for a reader of either language.

    Attributes
    ----------
    probability : float
        0 to 1.
    scale : str
    words : tuple of (lang, word)
    low, high : float
        The band of the word, as published.
    held : bool
        Whether the band holds the probability; where not, the number is written beside the word.
    """

    probability: float
    scale: str
    words: tuple[tuple[Lang, str], ...]
    low: float
    high: float
    held: bool

    def word(self, lang: Lang) -> str:
        """Return the bare word."""
        return dict(self.words)[lang]

    def in_language(self, lang: Lang) -> str:
        """Return the word, with the number where the scale has no band for it."""
        if self.held:
            return self.word(lang)
        return say(Message("estimate.with-number", word=self.word(lang), share=self.probability), lang)


def estimate(probability: float, scale: str = SCALE, *, edge: Edge = "upper", column: int = 0) -> Estimate:
    """Return a probability in words.

    Parameters
    ----------
    probability : float
        0 to 1.
    scale : str
        ``icd203``, ``ipcc`` or ``phia``.
    edge : {"upper", "lower"}
        To which band a shared edge belongs.
    column : int
        Which of the words that mean the same: 0 the first row of the directive, 1 the second; a draft keeps to one.

    Raises
    ------
    BadValue
        For a probability outside 0..1, an unknown scale, edge or column.

    References
    ----------
    ODNI, Intelligence Community Directive 203, Analytic Standards, 2 January 2015.

    Examples
    --------
    >>> say(estimate(.62), "fr"), say(estimate(.9, column=1), "en"), say(estimate(.999), "en")
    ('probable', 'highly probable', 'almost certain (more than 99%)')
    """
    number, found = _share(probability), scale_named(scale)
    if edge not in get_args(Edge):
        raise BadValue(Message("estimate.no-edge", found=str(edge)[:60], allowed=" | ".join(get_args(Edge))))
    if isinstance(column, bool) or not isinstance(column, int) or column not in (0, 1):
        raise BadValue(Message("estimate.no-column", found=str(column)[:60]))
    band, held = found.band_at(number, upper=edge == "upper")
    words = tuple((lang, band.words[lang][min(column, len(band.words[lang]) - 1)]) for lang in LANGUAGES)
    return Estimate(number, found.id, words, band.low, band.high, held)


def word_of(probability: float, lang: Lang = "en", scale: str = SCALE, *, edge: Edge = "upper", column: int = 0) -> str:
    """Return the bare word for a probability; :func:`estimate` says where the number should stand beside it.

    Examples
    --------
    >>> [word_of(p) for p in (.5, .62, .9, .03)]
    ['roughly even chance', 'likely', 'very likely', 'almost no chance']
    >>> word_of(.8, "fr"), word_of(.8, "fr", edge="lower"), word_of(.95, scale="ipcc")
    ('très probable', 'probable', 'very likely')
    """
    return estimate(probability, scale, edge=edge, column=column).word(_spoken(lang))


def band_of(word: str, scale: str = SCALE) -> tuple[float, float]:
    """Return the span of probability that a word of either language says, as published.

    Raises
    ------
    BadValue
        For a word that the scale does not have: "possible" says no probability.

    Examples
    --------
    >>> band_of("likely"), band_of("Très probable"), band_of("likely", "ipcc")
    ((0.55, 0.8), (0.8, 0.95), (0.66, 1.0))
    """
    found = scale_named(scale)
    bands = {_plain(text): (band.low, band.high) for band in found.bands for lang in LANGUAGES for text in band.words[lang]}
    if not isinstance(word, str) or _plain(word) not in bands:
        allowed = " | ".join(band.words[lang][0] for lang in LANGUAGES for band in found.bands)
        raise BadValue(Message("estimate.no-word", found=str(word)[:60], scale=found.id, allowed=allowed))
    return bands[_plain(word)]


def pairs(scale: str = SCALE) -> tuple[tuple[str, str, float, float], ...]:
    """Return every pair of an English and a French word with its band, least probable first: the table that both language versions keep to.

    >>> pairs()[0]
    ('almost no chance', 'presque aucune chance', 0.01, 0.05)
    """
    return tuple((en, fr, b.low, b.high) for b in scale_named(scale).bands for en, fr in zip(b.words["en"], b.words["fr"], strict=True))


def _plain(text: str) -> str:
    return " ".join(fold(text.replace("\u2019", "'")).split())


def _share(value: Any) -> float:
    is_number = isinstance(value, (int, float)) or hasattr(value, "__float__")
    number = float(value) if is_number and not isinstance(value, (bool, str)) else math.nan
    if not 0 <= number <= 1:  # nan neither
        raise BadValue(Message("estimate.no-probability", found=str(value)[:60]))
    return round(number, 12)  # 0.1 + 0.7 is the edge 0.8


def _spoken(lang: Any) -> Lang:
    for known in LANGUAGES:
        if lang == known:
            return known
    raise BadValue(Message("estimate.no-language", found=str(lang)[:60], allowed=" | ".join(LANGUAGES)))
