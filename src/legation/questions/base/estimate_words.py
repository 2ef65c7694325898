"""Words of estimative probability: the scales, which word says a probability, and which probabilities a word says."""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from legation.errors import BadValue
from legation.language import LANGUAGES, Lang, Message, fold, say

__all__ = [
    "SCALE",
    "Edge",
    "Estimate",
    "Scale",
    "WordBand",
    "band_of",
    "estimate",
    "pairs",
    "scale_named",
    "scales",
    "word_of",
]


SCALE = "icd203"
"""The scale where none is named."""


@dataclass(frozen=True, slots=True)
class WordBand:
    """A span of probability and its words.

    Attributes
    ----------
    low, high : float
        0 to 1, as published.
    words : mapping
        By language; words at one place of two languages are a pair, and the first is the one that is written.
    note : str
        On what the French words of the pair rest, and what is doubtful in it: reviewed by the authors against published French usage;
        no institution has approved it.
    """

    low: float
    high: float
    words: Mapping[Lang, tuple[str, ...]]
    note: str = ""

    def holds(self, other: WordBand) -> bool:
        """Whether another band lies within this one."""
        return other is not self and self.low <= other.low and other.high <= self.high


@dataclass(frozen=True, slots=True)
class Scale:
    """A published scale: its bands from the least to the most probable.

    Attributes
    ----------
    source, check : str
        Where it is published, and whether the bands were checked there (``checked`` or ``unverified``).
    """

    id: str
    source: str
    check: str
    bands: tuple[WordBand, ...]

    def band_at(self, probability: float, *, upper: bool) -> tuple[WordBand, bool]:
        """Return the innermost band around a probability, and True; in a gap or beyond the ends the nearest, and False.

        Parameters
        ----------
        probability : float
            0 to 1.
        upper : bool
            Whether an edge that two bands share belongs to the upper one.
        """
        holding = [band for band in self.bands if band.low <= probability <= band.high]
        if not holding:
            return min(self.bands, key=lambda band: max(band.low - probability, probability - band.high)), False
        inner = [band for band in holding if not any(band.holds(other) for other in holding)]
        return (inner[-1] if upper else inner[0]), True


@functools.cache
def scales() -> Mapping[str, Scale]:
    """Return every scale by its id.

    >>> sorted(scales())
    ['icd203', 'ipcc', 'phia']
    """
    table = tomllib.loads(Path(__file__).with_name("estimate_scales.toml").read_text("utf-8"))
    made = {}
    for name, entry in table.items():
        bands = tuple(
            WordBand(b["low"], b["high"], MappingProxyType({lang: tuple(b[lang]) for lang in LANGUAGES}), b["note"]) for b in entry["bands"]
        )
        made[name] = Scale(name, entry["source"], entry["check"], bands)
    return MappingProxyType(made)


def scale_named(name: str) -> Scale:
    """Return a scale by its id.

    Raises
    ------
    BadValue
        Where there is none of that id.
    """
    found = scales().get(name) if isinstance(name, str) else None
    if found is None:
        raise BadValue(Message("estimate.no-scale", found=str(name)[:60], allowed=" | ".join(scales())))
    return found


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
    band, covers = found.band_at(number, upper=edge == "upper")
    words = tuple((lang, band.words[lang][min(column, len(band.words[lang]) - 1)]) for lang in LANGUAGES)
    return Estimate(number, found.id, words, band.low, band.high, covers)


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
