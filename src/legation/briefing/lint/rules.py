"""The lint of a draft statement: what stands against its release, where, and what to do; and the rules of naming an author.

It reads words, not meaning: it points a person at places, and a draft without a finding is not thereby right.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import get_args

from legation.briefing.lint.accusations import Accusation, accusations, accuser_of, any_of, dated
from legation.briefing.lint.findings import GATE, Finding, LintGround, ground
from legation.briefing.lint.sources import sourcing, whitewash
from legation.briefing.lint.states import Mention, mentions
from legation.briefing.lint.text import Sentence, sentences
from legation.briefing.lint.wording import at, band_said, estimates, letters, wording
from legation.dossier import MARKINGS, Dossier
from legation.errors import BadValue
from legation.language import LANGUAGES, Lang, Message, country_name
from legation.methods.text.persons import persons as found_persons
from legation.questions.base.estimate_words import SCALE

__all__ = [
    "LONGEST",
    "lint",
    "naming",
    "persons",
]


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
    holder = accuser_of(text, lang, accusation, named, ground.own)
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


LONGEST = 100_000
"""Characters of a draft."""


def lint(
    text: str,
    lang: Lang | None = None,
    *,
    dossier: Dossier | None = None,
    evidence: Mapping[str, str] | None = None,
    release: str = MARKINGS[0],
    assessments: Mapping[str, float] | None = None,
    gate: float = GATE,
    scale: str = SCALE,
    own: str = "",
) -> tuple[Finding, ...]:
    """Return what stands against the release of a draft, in the order of the text.

    Parameters
    ----------
    text : str
        At most 100,000 characters; evidence is named as ``[id]``, or ``[id, id]``.
    lang : {"en", "fr"}, optional
        Where none is named, each sentence is read in its own language.
    dossier : Dossier, optional
        Whose evidence the draft may name, whose words it may not repeat where they are marked higher than the release, and whose failings
        of the firm that was hit a draft says where it makes somebody else responsible or clears the firm.
    evidence : mapping of str to str, optional
        Markings by id, in place of a dossier.
    release : str
        The marking under which the draft is to go out, ``TLP:CLEAR`` to ``TLP:RED``.
    assessments : mapping of str to float, optional
        The desk's own probability, 0 to 1, that a state (code or name) or a group is behind it. Without one the desk names nobody itself.
    gate : float
        The least probability at which the desk names somebody in its own voice, 0 to 1.
    scale : {"icd203", "ipcc", "phia"}
        Of words of estimate.
    own : str
        The state in whose name the draft speaks: what it attributes, the desk attributes.

    Returns
    -------
    tuple of Finding
        :func:`blocking` gives those that stand against the release.

    Raises
    ------
    BadValue
        For a text that is too long, or a setting that is none.
    DossierError
        Where a statement of the dossier is faulty.

    Notes
    -----
    States are known by the names and adjectives of both languages and by some seats and organs; a group by the usual codes of vendors or
    because an assessment names it. The words are lists, and lists have gaps. Accusations are read in five forms of sentence; who holds one
    is looked for within 1,000 characters of it. The time grows with the length of the text, whatever the length of its sentences.

    Examples
    --------
    >>> [(f.rule, f.sentence, f.found) for f in lint("Russia attacked the grid.")]
    [('named-without-holder', 1, 'Russia attacked')]
    >>> lint("The United Kingdom said on 15 February 2018 that the Russian military was responsible for NotPetya.")
    ()
    """
    if not isinstance(text, str):
        raise BadValue(Message("lint.no-text", found=type(text).__name__))
    if len(text) > LONGEST:
        raise BadValue(Message("lint.too-long", found=len(text), allowed=LONGEST))
    if lang is not None and lang not in get_args(Lang):
        raise BadValue(Message("estimate.no-language", found=str(lang)[:60], allowed=" | ".join(LANGUAGES)))
    grounds = ground(dossier, evidence, release, assessments, gate, scale, own)
    drafted = sentences(text, lang)
    findings = [
        *letters(drafted),
        *wording(drafted, grounds),
        *naming(drafted, grounds),
        *persons(drafted),
        *sourcing(text, drafted, grounds),
        *whitewash(text, drafted, grounds),
    ]
    return tuple(sorted(findings, key=lambda one: (one.start, one.end, one.rule)))
