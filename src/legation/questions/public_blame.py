"""What a dossier holds of the public debate: quotes, archived texts and PDFs, in sentences, each read for whom it blames."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from legation.dossier import Evidence, standing
from legation.dossier.saying import named_source
from legation.language import Message
from legation.methods.progress import Progress
from legation.methods.text.blame import Blame, Told, consider, language_of, sentences
from legation.methods.text.blame.blame import LONGEST
from legation.questions.case import Case
from legation.sources.capture.archived import pdf_words

__all__ = ["FIRM", "Debate", "Failing", "Heard", "debate", "failings", "outlet_of", "was_before"]

FIRM = "breached organisation"

_PUBLIC = frozenset({"press", "social", "web_page", "interview", "statement", "report", "other", ""})
_FINDINGS = frozenset({"court", "law", "report", "record", "resolution", "statement", "press", "web_page"})
_TEXTS = (".txt", ".md")
MOST_PDFS = 100
"""PDFs that are read for one answer; each may take seconds."""


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
        Archived parts that are neither plain text nor PDF, and PDFs beyond the first 100.
    faults : mapping of str to str
        PDFs of which not all could be read, with the reason: a key of ``capture.note``.
    """

    heard: tuple[Heard, ...]
    foreign: int
    unread: tuple[str, ...]
    faults: Mapping[str, str]

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
    """Read the public debate out of the evidence: quotes, and the texts and PDFs that evidence names among the archived files."""
    rows = [row for row in standing(case.dossier.evidence) if row.kind in _PUBLIC]
    archive = _Archive(case)
    heard: list[Heard] = []
    foreign = 0
    for at, row in enumerate(rows):
        progress(at, len(rows))
        text = archive.text(row)
        around = language_of(text)
        for sentence in dict.fromkeys(sentences(text)):
            lang = language_of(sentence) or around
            if lang is None or len(sentence) > LONGEST:
                foreign += 1
                continue
            heard.append(_heard(row, lang, sentence))
    return Debate(heard=tuple(heard), foreign=foreign, unread=tuple(dict.fromkeys(archive.unread)), faults=archive.faults)


class _Archive:
    """The archived files as they are read, each PDF once, and what could not be read."""

    def __init__(self, case: Case) -> None:
        self.files = case.dossier.files
        self.pdfs: dict[str, str] = {}
        self.unread: list[str] = []
        self.faults: dict[str, str] = {}

    def text(self, row: Evidence) -> str:
        """Return quote and archived text of a row; a quote that stands in the text counts once."""
        archived = self._archived(row.part)
        return archived if row.quote in archived else f"{row.quote}\n\n{archived}" if archived else row.quote

    def _archived(self, part: str) -> str:
        data = self.files.get(part)
        if data is None:
            return ""
        if part.endswith(_TEXTS):
            return data.decode("utf-8", "replace")
        if part.endswith(".pdf") and (part in self.pdfs or len(self.pdfs) < MOST_PDFS):
            if part not in self.pdfs:
                words = pdf_words(data)
                self.pdfs[part] = words.text
                self.faults |= {part: words.fault} if words.fault else {}
            return self.pdfs[part]
        self.unread.append(part)
        return ""


def _heard(row: Evidence, lang: str, sentence: str) -> Heard:
    read = consider(sentence, lang)
    blamed = tuple(dict.fromkeys(one.target for one in read.blames if one.stance == "blames"))
    day = row.date.first.isoformat() if row.date else ""
    told = Told(blamed=blamed, abstained=read.abstained, day=day, outlet=row.publisher or row.id, item=row.id)
    return Heard(row=row, lang=lang, text=sentence, blames=read.blames, told=told)


def outlet_of(one: Heard) -> str | Message:
    """Return the outlet of a sentence as a reader is told it."""
    return named_source(one.row) or one.row.id


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
