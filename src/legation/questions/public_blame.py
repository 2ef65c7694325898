"""What a dossier holds of the public debate: quotes and archived texts, in sentences, each read for whom it blames."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from legation.dossier import Evidence, standing
from legation.methods.progress import Progress
from legation.methods.text.blame import Blame, Told, consider, language_of, sentences
from legation.methods.text.blame.blame import LONGEST
from legation.questions.case import Case

__all__ = ["FIRM", "Debate", "Failing", "Heard", "debate", "failings", "was_before"]

FIRM = "breached organisation"

_PUBLIC = frozenset({"press", "social", "web_page", "interview", "statement", "report", "other", ""})
_FINDINGS = frozenset({"court", "law", "report", "record", "resolution", "statement", "press", "web_page"})
_TEXTS = (".txt", ".md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One sentence of the debate: where it stands, its language, and what is read in it."""

    row: Evidence
    lang: str
    text: str
    blames: tuple[Blame, ...]
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Debate:
    """The debate as a dossier holds it.

    Attributes
    ----------
    heard : tuple of Heard
        Sentences in French and English, in the order of the evidence.
    foreign : int
        Sentences in another language, or too short to tell; they are not read.
    unread : tuple of str
        Archived parts that are no plain text.
    """

    heard: tuple[Heard, ...]
    foreign: int
    unread: tuple[str, ...]

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of the rows that were read, each once."""
        return tuple(dict.fromkeys(one.row.id for one in self.heard))


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A failing of the firm that somebody states: the sentence, and its row."""

    row: Evidence
    text: str
    holder: str


def debate(case: Case, progress: Progress) -> Debate:
    """Read the public debate out of the evidence: quotes, and the plain texts that evidence names among the archived files."""
    rows = [row for row in standing(case.dossier.evidence) if row.kind in _PUBLIC]
    heard: list[Heard] = []
    foreign, unread = 0, []
    for at, row in enumerate(rows):
        progress(at, len(rows))
        text, missing = _text(case, row)
        unread += missing
        around = language_of(text)
        for sentence in dict.fromkeys(sentences(text)):
            lang = language_of(sentence) or around
            if lang is None or len(sentence) > LONGEST:
                foreign += 1
                continue
            heard.append(_heard(row, lang, sentence))
    return Debate(heard=tuple(heard), foreign=foreign, unread=tuple(dict.fromkeys(unread)))


def _text(case: Case, row: Evidence) -> tuple[str, list[str]]:
    """Return quote and archived text of a row, and the archived part where it is no plain text."""
    data = case.dossier.files.get(row.part)
    if data is None:
        return row.quote, []
    if not row.part.endswith(_TEXTS):
        return row.quote, [row.part]
    archived = data.decode("utf-8", "replace")
    return (archived if row.quote in archived else f"{row.quote}\n\n{archived}"), []


def _heard(row: Evidence, lang: str, sentence: str) -> Heard:
    read = consider(sentence, lang)
    blamed = tuple(dict.fromkeys(one.target for one in read.blames if one.stance == "blames"))
    day = row.date.first.isoformat() if row.date else ""
    told = Told(blamed=blamed, abstained=read.abstained, day=day, outlet=row.publisher or row.id, item=row.id)
    return Heard(row=row, lang=lang, text=sentence, blames=read.blames, told=told)


def was_before(one: Heard, day: dt.date) -> bool | None:
    """Tell whether a sentence was published before a day; None where that cannot be told."""
    date = one.row.date
    if date is None or (date.first < day <= date.last):
        return None
    return date.last < day


def failings(case: Case, heard: Sequence[Heard]) -> Iterator[Failing]:
    """Yield what evidence states of failings of the firm, whoever states it; of each row the first such sentence."""
    seen = set()
    read = {(one.row.id, one.text): one for one in heard}
    for row in standing(case.dossier.evidence):
        if row.kind not in _FINDINGS or not row.quote:
            continue
        for sentence in sentences(row.quote):
            known = read.get((row.id, sentence))
            lang = language_of(sentence) or language_of(row.quote)
            if known is None and (lang is None or len(sentence) > LONGEST):
                continue
            blames = known.blames if known is not None else consider(sentence, lang or "en").blames
            stated = next((b for b in blames if b.target == FIRM and b.stance == "blames"), None)
            if stated is not None and row.id not in seen:
                seen.add(row.id)
                yield Failing(row=row, text=sentence, holder=stated.holder)
