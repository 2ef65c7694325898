"""The lint of a draft statement: what stands against its release, where, and what to do.

It reads words, not meaning: it points a person at places, and a draft without a finding is not thereby right.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from legation.briefing.lint.attribution import naming, persons
from legation.briefing.lint.findings import Finding
from legation.briefing.lint.grounds import GATE, ground
from legation.briefing.lint.sources import sourcing, whitewash
from legation.briefing.lint.text import sentences
from legation.briefing.lint.wording import letters, wording
from legation.dossier import MARKINGS, Dossier
from legation.errors import BadValue
from legation.language import LANGUAGES, Lang, Message
from legation.questions.base.estimate_words import SCALE

__all__ = ["LONGEST", "lint"]

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
