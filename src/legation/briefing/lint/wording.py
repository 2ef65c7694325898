"""Rules of wording: likelihood and confidence apart, no certainty, one meaning for each word of estimate, no hidden letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from legation.briefing.lint.findings import Finding, LintGround
from legation.briefing.lint.states import mentions
from legation.briefing.lint.text import Sentence, ending, pattern
from legation.language import Lang, fold
from legation.methods.text.confusable import hides
from legation.questions.base.estimate_words import Scale, WordBand

__all__ = [
    "at",
    "band_said",
    "estimates",
    "letters",
    "shown",
    "wording",
]


_GLOSS = re.compile(
    r"\s{0,2}[(,:]?\s?(?:about |around |roughly |environ |soit |i\.e\. |c'est-à-dire )?(\d{1,3}(?:[.,]\d+)?) ?%?"
    r"(?: ?(?:-|–|to|à|et|and) ?(\d{1,3}(?:[.,]\d+)?))? ?(?:%|per ?cent|pour cent)",
    re.IGNORECASE,
)
_ADVERB: dict[Lang, tuple[tuple[str, str], ...]] = {
    "en": (("bly", "ble"), ("ainly", "ain")),
    "fr": (("blement", "ble"), ("ainement", "ain"), ("bles", "ble"), ("aine", "ain"), ("aines", "ain"), ("ains", "ain")),
}
"""How an adverb, a feminine or a plural becomes the word of a scale: one ending for another."""
_SHOWN = 160


def at(sentence: Sentence, rule: str, start: int, end: int, **values: object) -> Finding:
    """Return a finding at a place of a sentence."""
    place = (sentence.start + start, sentence.start + end)
    return Finding(rule, sentence.number, *place, shown(sentence.text[start:end]), tuple(values.items()))


def shown(text: str) -> str:
    """Return a passage as a finding shows it: cut where it is long."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def wording(drafted: tuple[Sentence, ...], ground: LintGround) -> Iterator[Finding]:
    """Find what is wrong with how probability is worded."""
    for sentence in drafted:
        yield from _apart(sentence)
        yield from _certain(sentence, ground)
    yield from _one_meaning(drafted, ground.scale)
    yield from _one_column(drafted, ground.scale)


def estimates(sentence: Sentence) -> list[re.Match[str]]:
    """Return the words of likelihood of a sentence."""
    return list(pattern("likelihood", sentence.lang).finditer(sentence.text))


def band_said(word: str, lang: Lang, scale: Scale) -> tuple[WordBand, int] | None:
    """Return the band that a word says in a scale, and in which column it stands; None for a word of none.

    >>> from legation.questions.base.estimate_words import scale_named
    >>> band_said("Very probably", "en", scale_named("icd203")), band_said("probablement", "fr", scale_named("icd203"))[0].low
    (None, 0.55)
    """
    plain = " ".join(fold(word).split())
    forms = [plain, *(plain.removesuffix(end) + base for end, base in _ADVERB[lang] if plain.endswith(end))]
    for band in scale.bands:
        for column, listed in enumerate(band.words[lang]):
            if fold(listed) in forms:
                return band, column
    return None


def _apart(sentence: Sentence) -> Iterator[Finding]:
    confident = pattern("confidence", sentence.lang).search(sentence.text)
    likely = next(iter(estimates(sentence)), None) if confident else None
    if confident and likely:
        start, end = min(confident.start(), likely.start()), max(confident.end(), likely.end())
        yield at(sentence, "likelihood-and-confidence", start, end, likelihood=likely[0], confidence=confident[0])


def _certain(sentence: Sentence, ground: LintGround) -> Iterator[Finding]:
    lang, text = sentence.lang, sentence.text
    for match in pattern("certainty", lang).finditer(text):
        if not ending("denied", lang).search(text[max(0, match.start() - 40) : match.start()]):
            yield at(sentence, "certainty", *match.span())
    for match in pattern("will", lang).finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        promised = ending("commitment", lang).search(before) or any(
            m.who == ground.own and not before[m.end :].strip() for m in mentions(before, lang)
        )
        if not promised:
            yield at(sentence, "certainty", *match.span())
    for match in pattern("false_friend", lang).finditer(text):
        yield at(sentence, "false-friend", *match.span())


def _one_meaning(drafted: tuple[Sentence, ...], scale: Scale) -> Iterator[Finding]:
    """Find a number outside the band of the word beside it, and a word beside two spans."""
    meant: dict[tuple[Lang, str], tuple[float, float]] = {}
    for sentence in drafted:
        for word in estimates(sentence):
            gloss = _GLOSS.match(sentence.text, word.end())
            if gloss is None:
                continue
            low = float(gloss[1].replace(",", ".")) / 100
            high = float(gloss[2].replace(",", ".")) / 100 if gloss[2] else low
            said = band_said(word[0], sentence.lang, scale)
            if said and not (said[0].low - 1e-9 <= low <= high <= said[0].high + 1e-9):
                band = said[0]
                yield at(sentence, "off-its-band", word.start(), gloss.end(), word=word[0], low=band.low, high=band.high, scale=scale.id)
            key = (sentence.lang, fold(word[0]))
            if gloss[2] and meant.setdefault(key, (low, high)) != (low, high):
                first = meant[key]
                yield at(sentence, "two-meanings", word.start(), gloss.end(), word=word[0], low=first[0], high=first[1])


def _one_column(drafted: tuple[Sentence, ...], scale: Scale) -> Iterator[Finding]:
    """Find the first word of another column than the draft began with."""
    first: dict[Lang, tuple[int, str]] = {}
    reported: set[Lang] = set()
    for sentence in drafted:
        for word in estimates(sentence):
            said = band_said(word[0], sentence.lang, scale)
            if said is None or len(said[0].words[sentence.lang]) < 2:
                continue
            column, other = first.setdefault(sentence.lang, (said[1], word[0]))
            if said[1] != column and sentence.lang not in reported:
                reported.add(sentence.lang)
                yield at(sentence, "mixed-columns", *word.span(), other=other)


_WORD = re.compile(r"\S+")


def letters(drafted: tuple[Sentence, ...]) -> Iterator[Finding]:
    r"""Find words with invisible characters, such as a soft hyphen, or with letters of two alphabets.

    Examples
    --------
    >>> from legation.briefing.lint.text import sentences
    >>> [f.rule for f in letters(sentences("Rus\u00adsia and R\u0443ssia met in Reykjavík."))]
    ['hidden-letters', 'hidden-letters']
    """
    for sentence in drafted:
        if sentence.text.isascii():
            continue
        for word in _WORD.finditer(sentence.text):
            if not word[0].isascii() and hides(word[0]):
                yield at(sentence, "hidden-letters", *word.span())
