"""What a dossier holds of the public debate on an incident: passages that a person read, and those that wait to be read.

Nothing that the reader of blame finds by itself is counted or told: it marks passages for a person, who writes rows of ``readings``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import Evidence, Reading, Wording, standing
from legation.dossier.models.statement import STATEMENT
from legation.dossier.tables.labels import named_source
from legation.language import Message
from legation.methods.progress import Progress
from legation.methods.text.blame import TARGETS, Blame, Told, blame, consider, language_of, sentences
from legation.methods.text.blame.blame import LONGEST
from legation.questions.base.case import Case
from legation.questions.base.judgements import judgement
from legation.questions.base.part_inputs import unknown_name
from legation.questions.incident.texts import FIRM, Incident, incidents, newest, readings_on, states_failing
from legation.sources.capture.isolation import Words, pdf_words

__all__ = [
    "AREA",
    "FIRM",
    "MOST",
    "Debate",
    "Heard",
    "Passage",
    "StatedFailing",
    "debate",
    "failings",
    "has_debate",
    "key_of",
    "outlet_of",
    "text_of",
    "was_before",
]

AREA = "whom-does-the-public-blame"

_PUBLIC = frozenset({"press", "social", "web_page", "interview", "statement", "report", "other", ""})
_TEXTS = (".txt", ".md")
MOST_PDFS = 100
"""PDFs that are read for one answer; each may take seconds."""
MOST = 2_000
"""Sentences that are examined for one answer, those of short texts first: some five seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A passage that a person read: a text in which it stands, its language (empty where unknown), and the rows of ``readings`` on it."""

    row: Evidence
    lang: str
    text: str
    readings: tuple[Reading, ...]
    sentence: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence that waits to be read by a person.

    Attributes
    ----------
    rows : tuple of str
        Ids of the evidence in which it stands.
    offered : tuple of Blame
        What the reader makes of it; where it is not ``sure``, no more than a reason to look.
    sure : bool
        Whether what is offered may be shown as it is.
    chance : float
        The greatest chance that a stance in it is read right, 0 to 1.
    """

    rows: tuple[str, ...]
    lang: str
    text: str
    offered: tuple[Blame, ...]
    sure: bool
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Debate:
    """The debate on an incident as a dossier holds it.

    Attributes
    ----------
    incident : Incident or None
        None where the dossier holds none.
    others : tuple of Incident
        The other incidents, by name.
    heard : tuple of Heard
        Passages that a person read, in the order in which they were published; one that several texts quote stands once.
    waiting : tuple of Passage
        Those that nobody read, the surest first.
    public, texts : int
        Items of evidence of a public debate with words in them, and those that are about the incident.
    elsewhere : tuple of str
        Ids of those about no incident of the dossier.
    foreign : int
        Sentences in another language, or too short or too long to tell; they are not looked at.
    beyond : int
        Sentences beyond the first `MOST`, which were not looked at.
    unread : tuple of str
        Archived parts that are neither plain text nor PDF, and PDFs beyond the first 100.
    faults : mapping of str to str
        PDFs of which not all could be read, with the reason: a key of ``capture.note``.
    """

    incident: Incident | None
    others: tuple[Incident, ...] = ()
    heard: tuple[Heard, ...] = ()
    waiting: tuple[Passage, ...] = ()
    public: int = 0
    texts: int = 0
    elsewhere: tuple[str, ...] = ()
    foreign: int = 0
    beyond: int = 0
    unread: tuple[str, ...] = ()
    faults: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def aside(self) -> int:
        """How many texts are about no incident of the dossier."""
        return len(self.elsewhere)

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of the rows in which the passages that were read stand, each once."""
        return tuple(dict.fromkeys(one.row.id for one in self.heard))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFailing:
    """A failing of the firm that somebody states: in a passage that a person read, or in the statement of the dossier, without a row."""

    text: str | Wording
    evidence: tuple[str, ...]
    row: Evidence | None = None


def debate(case: Case, progress: Progress, incident: str = "", pdf: Callable[[bytes], Words] = pdf_words) -> Debate:
    """Return the debate on an incident, by its name; without one, on the first by name that has readings, or texts.

    Parameters
    ----------
    pdf : callable
        What reads a PDF: the site keeps what it has read.

    Raises
    ------
    WrongUse
        Where the dossier has no incident of that name.
    """
    there = incidents(case.dossier)
    if incident and incident not in [one.name for one in there]:
        raise unknown_name(f"{AREA}.unknown-incident", incident, (one.name for one in there))
    archive = _Archive(case, pdf)
    rows = [row for row in standing(case.dossier.evidence) if row.kind in _PUBLIC]
    texts = {row.id: text for row in rows if (text := archive.text(row))}
    about = {one.name: [row for row in rows if row.id in texts and one.is_about(row, texts[row.id])] for one in there}
    wanted = [one for one in there if one.name == incident] or sorted(
        there, key=lambda one: (not readings_on(case.dossier, one.name), not about[one.name])
    )
    bound = {row.id for rows in about.values() for row in rows}
    made = Debate(
        incident=None,
        public=len(texts),
        elsewhere=tuple(id_ for id_ in texts if id_ not in bound),
        unread=tuple(dict.fromkeys(archive.unread)),
        faults=archive.faults,
    )
    if not wanted:
        return made
    chosen = wanted[0]
    heard = _heard(case, chosen)
    waiting, foreign, beyond = _waiting(
        {row.id: texts[row.id] for row in about[chosen.name]}, {key_of(one.text) for one in heard}, progress
    )
    return dataclasses.replace(
        made,
        incident=chosen,
        others=tuple(one for one in there if one is not chosen),
        heard=heard,
        waiting=waiting,
        texts=len(about[chosen.name]),
        foreign=foreign,
        beyond=beyond,
    )


def text_of(case: Case, row: Evidence, pdf: Callable[[bytes], Words] = pdf_words) -> str:
    """Return the words of an item of evidence: its quotation, and its archived text."""
    return _Archive(case, pdf).text(row)


def has_debate(case: Case) -> bool:
    """Whether a passage of the public was read, or an item of public evidence holds words; without reading more than the first."""
    archive = _Archive(case, pdf_words)
    if any(archive.text(row) for row in standing(case.dossier.evidence) if row.kind in _PUBLIC):
        return True
    return any(_heard(case, one) for one in incidents(case.dossier)[:1])


def key_of(passage: str) -> str:
    """Return by what two quotations of one passage are the same: its letters and digits.

    >>> key_of("They knew: « rien ».") == key_of("they knew, “rien”")
    True
    """
    return " ".join(re.findall(r"\w+", passage.casefold()))


class _Archive:
    """The archived files as they are read, each PDF once, and what could not be read."""

    def __init__(self, case: Case, pdf: Callable[[bytes], Words]) -> None:
        self.files = case.dossier.files
        self.pdf = pdf
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
                words = self.pdf(data)
                self.pdfs[part] = words.text
                self.faults |= {part: words.fault} if words.fault else {}
            return self.pdfs[part]
        self.unread.append(part)
        return ""


def _heard(case: Case, incident: Incident) -> tuple[Heard, ...]:
    """Return the passages on an incident that a person read: of one that was read twice, every row counts."""
    current, rows = newest(case.dossier.evidence), {row.id: row for row in case.dossier.evidence}
    read: dict[str, list[Reading]] = {}
    for one in readings_on(case.dossier, incident.name):
        read.setdefault(key_of(one.passage), []).append(one)
    found = []
    for of in read.values():
        ids = dict.fromkeys(current.get(i, i) for one in of for i in one.evidence)
        stands = sorted((rows[i] for i in ids if i in rows), key=lambda row: row.date.first if row.date else dt.date.max)
        if stands:
            found.append(_heard_of(stands[0], tuple(of)))
    return tuple(sorted(found, key=lambda one: (one.row.date.first if one.row.date else dt.date.max, one.row.id)))


def _heard_of(row: Evidence, readings: tuple[Reading, ...]) -> Heard:
    blamed = {one.target for one in readings if one.verdict != "rejected" and one.stance == "blames"}
    sentence = Told(
        blamed=tuple(target for target in TARGETS if target in blamed),
        day=row.date.first.isoformat() if row.date else "",
        outlet=row.publisher or row.id,
        item=row.id,
    )
    text = readings[0].passage
    return Heard(row=row, lang=language_of(text) or language_of(row.quote) or "", text=text, readings=readings, sentence=sentence)


def _waiting(texts: Mapping[str, str], read: Iterable[str], progress: Progress) -> tuple[tuple[Passage, ...], int, int]:
    """Return the passages of some texts that wait, how many sentences are in no language that is read, and how many were left."""
    done, foreign, beyond, examined = set(read), 0, 0, 0
    stands: dict[str, list[str]] = {}
    found: dict[str, tuple[str, str, tuple[Blame, ...], bool, float]] = {}
    for row in sorted(texts, key=lambda row: len(texts[row])):
        around = language_of(texts[row])
        for sentence in dict.fromkeys(sentences(texts[row])):
            key = key_of(sentence)
            if key in done:
                continue
            if key in stands:
                stands[key] += [row] if row not in stands[key] else []
                continue
            stands[key] = [row]
            lang = language_of(sentence) or around
            if lang is None or len(sentence) > LONGEST:
                foreign += 1
            elif examined >= MOST:
                beyond += 1
            else:
                examined += 1
                progress(examined, MOST)
                if seen := _offered(sentence, lang):
                    found[key] = (sentence, lang, *seen)
    waiting = [
        Passage(rows=tuple(stands[key]), text=text, lang=lang, offered=offered, sure=sure, chance=chance)
        for key, (text, lang, offered, sure, chance) in found.items()
    ]
    return tuple(sorted(waiting, key=lambda one: (not one.sure, -one.chance, one.text))), foreign, beyond


@functools.lru_cache(maxsize=20_000)
def _offered(sentence: str, lang: str) -> tuple[tuple[Blame, ...], bool, float] | None:
    """Return what the reader makes of a sentence, whether that may be shown, and its chance; kept, for each row confirmed asks again."""
    seen = consider(sentence, lang)
    if not seen.blames:
        return None
    shown = () if judgement("blame").off else blame(sentence, lang)
    return shown or seen.blames, bool(shown), max(seen.stance_chance, default=0.0)


def outlet_of(row: Evidence) -> str | Wording | Message:
    """Return the outlet of a text as a reader is told it; where none is written down, its title."""
    return named_source(row) or row.title or row.id


def was_before(one: Heard, day: dt.date) -> bool | None:
    """Tell whether a passage was published before a day; None where that cannot be told."""
    date = one.row.date
    if date is None or (date.first < day <= date.last):
        return None
    return date.last < day


def failings(case: Case, found: Debate) -> Iterator[StatedFailing]:
    """Yield the failings of the firm as they are stated: in passages that a person read so, and in the statement on the incident."""
    seen = set()
    for one in found.heard:
        if one.row.id not in seen and any(states_failing(reading, one.row) for reading in one.readings):
            seen.add(one.row.id)
            yield StatedFailing(text=one.text, evidence=(one.row.id,), row=one.row)
    part = STATEMENT.called(found.incident.name) if found.incident else ""
    if part in case.dossier.files:
        yield from (StatedFailing(text=row.text, evidence=row.evidence) for row in _stated(case, part))


def _stated(case: Case, part: str) -> Sequence[Any]:
    return STATEMENT.read(case.dossier.files[part], part).failings
