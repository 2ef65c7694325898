"""Natural persons: who is one is never named as a holder and never shown unreviewed as blamed."""

from __future__ import annotations

import re

from legation.methods.text.blame.lexicon import lexicon, small_words
from legation.methods.text.blame.names import organisation
from legation.methods.text.blame.reading import Mention, SentenceReading
from legation.methods.text.persons import persons

__all__ = ["PERSON", "individual", "unnamed"]

PERSON = "a person"
"""What stands for a holder who is a natural person, in both languages; an office ("the mayor") is the voice of an institution and stays."""

_INDIVIDUALS = small_words("individuals")
_FEW = re.compile(r"\b(?:two|three|four|deux|trois|quatre)\s+(?:\w+\s+)?$|\b\d+[- ](?:year|ans)\b")
_AGED = re.compile(r"^\W*(?:aged \d|de \d+ ans|âgée?s? de|, \d\d\b)|\b\d\d[- ]year[- ]old\b")
_NAME = re.compile(
    r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:-[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)? (?:(?:de|von|van|al|bin) )?[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’'-]*[a-rt-zà-öø-ÿ]"
)


def individual(reading: SentenceReading, mention: Mention) -> bool:
    """Tell whether a mention is one natural person, or a few who can be counted, rather than a body, a group or a class.

    "An intern", "the minister", "two brothers", "a 19-year-old student" are; "employees", "the gang", "hackers" are not.
    """
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", reading.low[mention.start : mention.end])
    before, behind = reading.low[max(0, mention.start - 24) : mention.start], reading.low[mention.end : mention.end + 16]
    if _FEW.search(before) or _FEW.match(reading.low[mention.start : mention.end] + " ") or _AGED.search(before + "|" + behind):
        return True
    return any(word in _INDIVIDUALS for word in words)


def unnamed(holder: str, lang: str) -> str:
    """Return a holder as written, or `PERSON` where it holds the name of a natural person.

    A name that stands alone in two words and has no mark of a firm, a body or a State counts as a person's: rather a firm without its
    name than a person with hers.

    Examples
    --------
    >>> unnamed("Ms Lind", "en"), unnamed("the lawyers of John Smith", "en"), unnamed("Helvia Telecom", "en"), unnamed("The mayor", "en")
    ('a person', 'a person', 'Helvia Telecom', 'The mayor')
    """
    if any(True for _ in persons(holder, lang)):
        return PERSON
    if any(True for _ in persons(holder, lang, beside=True)) or _NAME.fullmatch(holder):
        return holder if organisation(holder) or any(words.search(holder.casefold()) for words in lexicon(lang).role.values()) else PERSON
    return holder
