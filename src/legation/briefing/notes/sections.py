"""What stands in each part of a note: sentences of findings, and rows of the dossier on people, what binds us, dates and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from legation.briefing.document import Cell, Paragraph, Picture
from legation.briefing.labels import Sources
from legation.briefing.layout import pictures as drawing
from legation.briefing.notes.declaration import Material, Note, Sentence
from legation.briefing.notes.fitting import MUST, Entry, Row
from legation.briefing.notes.people import Person, person
from legation.dossier import standing
from legation.dossier.parts import BriefSettings
from legation.language import Lang, Message, say
from legation.questions.strategy.dates import deadlines

__all__ = ["PEOPLE", "Writing"]

Style: TypeAlias = Literal["body", "lead", "note"]
PEOPLE = 5
"""Names on a note: more are no selection."""
_SENTENCES, _DATES, _CONTRARY, _SOURCES = 6, 6, 4, 8
_NUMBERS = 4
_NARROWEST = 0.35
_TALL = 0.30
"""Of the height of a page, what the picture may take."""
_PAGE, _TEXT = 263.0, 158.0
_WIDTHS = {"approaches": (0.2, 0.24, 0.3, 0.26), "options": (0.25, 0.25, 0.25, 0.25)}
_CALENDAR = ("activities", "commitments", "engagements", "objectives", "processes", "rollcalls")
"""Tables whose dates stand in a calendar; the dates at which indicators are read are the desk's own."""
_KEPT = 3
"""Names, dates and uncertainties that stay however little room there is."""


@dataclass(frozen=True, kw_only=True)
class Writing:
    """A note that is being written in one language: what it is made of, and the numbers of its sources."""

    note: Note
    material: Material
    asked: BriefSettings
    sources: Sources
    lang: Lang

    def entries(self, part: str) -> tuple[Entry, ...]:
        """Return what stands in a part of a note; nothing where the dossier holds nothing of it."""
        return tuple(_PARTS[part](self))

    def text(self, identifier: str, **values: object) -> str:
        """Return a sentence of the catalogue of notes."""
        return say(Message(f"note.{identifier}", **values), self.lang)

    def paragraph(self, sentence: Sentence, style: Style = "body") -> Paragraph:
        """Return a sentence with the numbers of its sources, the first four where it has more."""
        return Paragraph(say(sentence.message, self.lang), self.sources.numbers(sentence.evidence)[:_NUMBERS], style)

    def people(self) -> tuple[Person, ...]:
        """Return whom the note proposes to approach."""
        subject = self.note.subject(self.material)
        return tuple(person(self.material.case, one, subject) for one in self.note.approaches(self.material)[:PEOPLE])


def _bottom_line(writing: Writing) -> Iterator[Entry]:
    sentence = writing.note.bottom_line(writing.material)
    if sentence:
        yield Entry(rank=MUST, part=writing.paragraph(sentence, "lead"))


def _wording(name: str, style: Style = "body") -> Callable[[Writing], Iterator[Entry]]:
    """Return what writes a text that the desk itself gives."""

    def written(writing: Writing) -> Iterator[Entry]:
        words = getattr(writing.asked, name)
        if words:
            label = writing.text(f"label.{name}", words=words)
            yield Entry(rank=MUST, part=Paragraph(label, (), style))

    return written


def _said(place: str) -> Callable[[Writing], Iterator[Entry]]:
    """Return what writes the findings that a note's declaration puts in a place."""

    def written(writing: Writing) -> Iterator[Entry]:
        found = list(writing.material.found(writing.note.says.get(place, ())))[:_SENTENCES]
        for rank, (name, finding) in enumerate(found):
            part = writing.paragraph(writing.material.sentence(name, finding))
            yield Entry(rank=MUST if rank < 1 else 10 + 4 * rank, part=part, listed=len(found) > 1)

    return written


def _picture(writing: Writing) -> Iterator[Entry]:
    found = writing.material.figure(writing.note.picture)
    if found is None:
        return
    figure, _ = found
    width, height = drawing.size(Picture(figure), writing.lang)
    share = min(0.92, _TALL * _PAGE * width / height / _TEXT)
    if share >= _NARROWEST:
        yield Entry(rank=8, part=Picture(figure, width=share))


def _approaches(writing: Writing) -> Iterator[Entry]:
    head = tuple(Cell(writing.text(f"people.{name}")) for name in ("who", "ask", "words", "return"))
    for place, one in enumerate(writing.people()):
        who = [say(one.who, writing.lang), *([writing.text("people.by", names=one.speakers[:3])] if one.speakers else [])]
        ask = [say(one.ask, writing.lang), *([writing.text(f"level.{one.level}")] if one.level else [])]
        last = [say(one.words, writing.lang)] if one.words else []
        wants = [*([say(one.wants, writing.lang)] if one.wants else []), *(say(words, writing.lang) for words in one.owed)]
        cells = tuple(Cell("\n".join(lines), bold=False) for lines in (who, ask, last, wants))
        yield Entry(rank=MUST if place < _KEPT else 20 + place, part=Row(head=head, cells=cells, widths=_WIDTHS["approaches"]))


def _options(writing: Writing) -> Iterator[Entry]:
    head = tuple(Cell(writing.text(f"option.{name}")) for name in ("title", "takes", "risks", "costs"))
    for one in writing.asked.options:
        title = writing.text("option.recommended", words=one.title) if one.recommended else say(one.title, writing.lang)
        words = (title, *(say(part, writing.lang) if part else "" for part in (one.takes, one.risks, one.costs)))
        cells = tuple(Cell(text, bold=one.recommended and not place) for place, text in enumerate(words))
        yield Entry(rank=MUST if one.recommended else 5, part=Row(head=head, cells=cells, widths=_WIDTHS["options"]))


def _uncertainties(writing: Writing) -> Iterator[Entry]:
    """Yield what speaks against the sentences of the note, the strongest first, and what the declaration puts there."""
    used = [name for names in writing.note.says.values() for name in names]
    contrary = [
        Sentence(message=finding.contrary, evidence=finding.evidence)
        for _, finding in writing.material.found(used)
        if finding.contrary is not None
    ]
    stated = [writing.material.sentence(*one) for one in writing.material.found(writing.note.says.get("uncertainties", ()))]
    told: dict[str, Sentence] = {}
    for sentence in (*stated, *contrary):
        told.setdefault(say(sentence.message, writing.lang), sentence)
    for place, sentence in enumerate([*told.values()][:_CONTRARY]):
        yield Entry(rank=MUST if place < 1 else 12 + 4 * place, part=writing.paragraph(sentence), listed=len(told) > 1)


def _aim(writing: Writing) -> Iterator[Entry]:
    """Yield what we want: in the desk's own words for this paper, else as the objectives on the matter say it."""
    case, subject = writing.material.case, frozenset(writing.note.subject(writing.material))
    aims = [row for row in standing(case.dossier.objectives) if {row.rollcall, row.issue} & subject]
    aims.sort(key=lambda row: not row.rollcall)
    words, evidence = (writing.asked.purpose, ()) if writing.asked.purpose else (aims[0].aim, aims[0].evidence) if aims else (None, ())
    if words:
        yield Entry(rank=2, part=writing.paragraph(Sentence(message=Message("note.label.purpose", words=words), evidence=evidence)))


def _dates(writing: Writing) -> Iterator[Entry]:
    case = writing.material.case
    ahead = [one for one in deadlines(case) if one.when.last >= case.as_of and one.table in _CALENDAR][:_DATES]
    for place, one in enumerate(ahead):
        sentence = Sentence(message=Message("note.date", date=one.when, kind=one.label, what=one.what), evidence=one.evidence)
        yield Entry(rank=MUST if place < 1 else 14 + 3 * place, part=writing.paragraph(sentence), listed=True)


def _sources(writing: Writing) -> Iterator[Entry]:
    entries = writing.sources.entries()[:_SOURCES]
    if entries:
        words = " ; ".join(f"{one.number} {one.short}" for one in entries)
        yield Entry(rank=30, part=Paragraph(words, (), "note"))


_PARTS: Mapping[str, Callable[[Writing], Iterator[Entry]]] = {
    "bottom-line": _bottom_line,
    "recommendation": _wording("recommendation"),
    "purpose": _aim,
    "situation": _said("situation"),
    "picture": _picture,
    "approaches": _approaches,
    "reactions": _said("reactions"),
    "bound": lambda _: iter(()),
    "consulted": lambda _: iter(()),
    "options": _options,
    "say": _wording("say"),
    "avoid": _wording("avoid"),
    "uncertainties": _uncertainties,
    "dates": _dates,
    "sources": _sources,
}
"""Each part of a note by its name in ``usage.toml``, and what writes it."""
