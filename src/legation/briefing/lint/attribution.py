"""Rules of naming: a state or a group is the author of an act only where somebody holds it, and the desk itself only above its gate."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from legation.briefing.lint.accusations import Accusation, accusations, any_of, dated, holder_of
from legation.briefing.lint.findings import Finding
from legation.briefing.lint.grounds import LintGround
from legation.briefing.lint.states import Mention, mentions
from legation.briefing.lint.text import Sentence
from legation.briefing.lint.wording import at, band_said, estimates
from legation.language import Lang, country_name
from legation.methods.text.persons import persons as found_persons

__all__ = ["naming", "persons"]


def naming(drafted: tuple[Sentence, ...], ground: LintGround) -> Iterator[Finding]:
    """Find whom a draft names as the author of an act without a holder, by a vague one, or below the gate."""
    groups = [who for who in ground.assessments if country_name(who, "en") is None]
    for sentence in drafted:
        named = mentions(sentence.text, sentence.lang, groups)
        reported: set[str] = set()
        for accusation in accusations(sentence.text, sentence.lang, named):
            if accusation.mention.who not in reported:
                reported.add(accusation.mention.who)
                yield from _blamed(sentence, accusation, named, ground)


def persons(drafted: tuple[Sentence, ...]) -> Iterator[Finding]:
    """Point at persons that are named: by a title, or by a first name that is often met."""
    for sentence in drafted:
        for start, end in found_persons(sentence.text, sentence.lang):
            name = sentence.text[start:end]
            if not mentions(name, sentence.lang) and not re.search(any_of("institution", sentence.lang), name, re.IGNORECASE):
                yield at(sentence, "person", start, end)


def _blamed(sentence: Sentence, accusation: Accusation, named: list[Mention], ground: LintGround) -> Iterator[Finding]:
    text, lang, who = sentence.text, sentence.lang, accusation.mention.who
    holder = holder_of(text, lang, accusation, named, ground.own)
    span = (accusation.start, accusation.end)
    name = _Named(who)
    if holder is None or holder.kind == "vague":
        vague = holder is not None or _hedged(text, lang)
        yield at(sentence, "vague-holder" if vague else "named-without-holder", *span, who=name)
    elif holder.kind == "named":
        if not dated(text, lang):
            yield at(sentence, "holder-without-date", *span, who=name)
    elif who not in ground.assessments:
        yield at(sentence, "no-assessment", *span, who=name, gate=ground.gate)
    elif ground.assessments[who] < ground.gate:
        yield at(sentence, "below-gate", *span, who=name, gate=ground.gate, probability=ground.assessments[who])
    else:
        yield from _as_judged(sentence, ground, who)


@functools.lru_cache(maxsize=8)
def _hedged(text: str, lang: Lang) -> bool:
    """Whether a sentence has an adverb that leaves open who says it."""
    return re.search(any_of("adverb", lang), text, re.IGNORECASE) is not None


def _as_judged(sentence: Sentence, ground: LintGround, who: str) -> Iterator[Finding]:
    """Find a word of estimate beside a name that is not that of the desk's own probability."""
    probability = ground.assessments[who]
    nearest, _ = ground.scale.band_at(probability, upper=True)
    for word in estimates(sentence):
        said = band_said(word[0], sentence.lang, ground.scale)
        if said and not said[0].low - 1e-9 <= probability <= said[0].high + 1e-9 and said[0] != nearest:
            right = nearest.words[sentence.lang][0]
            yield at(sentence, "word-not-of-assessment", *word.span(), who=_Named(who), probability=probability, word=word[0], right=right)


class _Named:
    """A state in the words of a language, or a group as it is written."""

    def __init__(self, who: str) -> None:
        self.who = who

    def in_language(self, lang: Lang) -> str:
        """Return the name."""
        return country_name(self.who, lang) or self.who

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Named) and self.who == other.who

    def __hash__(self) -> int:
        return hash(self.who)
