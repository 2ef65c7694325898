"""What stands in each part of a note: sentences of findings, and rows of the dossier on people, what binds us, dates and sources."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from legation.briefing.document import Block, Box, Bullets, Cell, Paragraph, Picture
from legation.briefing.labels import Sources
from legation.briefing.layout import pictures as drawing
from legation.briefing.notes.declaration import PEOPLE, PLACES, Approach, Material, Note, Sentence
from legation.briefing.notes.fitting import MUST, Entry, Row
from legation.briefing.notes.people import filled
from legation.dossier import Commitment, Objective, Wording, standing
from legation.dossier.parts import BriefSettings
from legation.figures.figure import Named
from legation.language import Lang, Message, Spoken, say
from legation.questions.actors.approaches import open_promises, promised_words
from legation.questions.strategy.dates import deadlines

__all__ = ["CITED", "PARTS", "Writing", "with_sources"]

Style: TypeAlias = Literal["body", "lead", "note"]
_SENTENCES, _CONTRARY = 6, 4
CITED = "sources of this page"
"""What stands for the sources until it is known which of them the page names."""
_NUMBERS = 2
"""Sources that a sentence names."""
_NARROWEST = 0.35
"""Share of the text's width below which a picture cannot be read."""
_TALL = 0.19
"""Of the height of a page, what the picture may take."""
_PAGE, _TEXT = 263.0, 158.0
"""Height of a page and width of its text between the margins [mm]."""
_WIDTHS = {
    "approaches": {"who": 0.2, "ask": 0.38, "words": 0.18, "return": 0.24},
    "options": {"title": 0.22, "takes": 0.25, "risks": 0.26, "costs": 0.27},
}
_CALENDAR = ("activities", "commitments", "duties", "engagements", "objectives", "processes", "rollcalls")
"""Tables whose dates stand in a calendar; the dates at which indicators are read are the desk's own."""
_KINDS = ("rollcall", "objective", "commitment-given", "commitment-received", "review")
"""Dates that say of which kind they are; the others are what is done on a day."""
_LETTERS = 2
"""Signs of an id of an option that stands before its title: A, B, 12."""
_VIEWS = ("disagreed", "reservation", "no_answer", "agreed")
"""Views of those consulted, what a reader must not miss first."""
_LEAST = 3
"""Names that stay however little room there is."""


@dataclass(frozen=True, kw_only=True)
class Writing:
    """A note that is being written in one language: what it is made of, and the numbers of its sources."""

    note: Note
    material: Material
    settings: BriefSettings
    is_note: bool
    sources: Sources
    lang: Lang

    def entries(self, part: str) -> tuple[Entry, ...]:
        """Return what stands in a part of a note; where the dossier holds nothing of it nothing, or that it is not stated."""
        found = tuple(PARTS[part](self))
        if not found and part in self.note.gaps:
            withheld = any(name.partition(":")[0] in self.material.withheld for name in self.note.says.get(part, ()))
            return (Entry(rank=MUST, part=Paragraph(self.text(f"gap{'-invented' if withheld else ''}.{part}"))),)
        return found

    def text(self, identifier: str, **values: object) -> str:
        """Return a sentence of the catalogue of notes."""
        return say(Message(f"note.{identifier}", **values), self.lang)

    def paragraph(self, sentence: Sentence, style: Style = "body") -> Paragraph:
        """Return a sentence with the numbers of its sources, the weightiest two where it has more: the annex has all of them."""
        named = self.sources.weightiest(sentence.evidence, _NUMBERS)
        return Paragraph(say(sentence.message, self.lang), self.sources.numbers(named), style)

    def people(self) -> tuple[Approach, ...]:
        """Return whom the note proposes to approach."""
        subject = self.note.subject(self.material)
        return tuple(filled(self.material.case, one, subject) for one in self.note.approaches(self.material)[:PEOPLE])


def _bottom_line(writing: Writing) -> Iterator[Entry]:
    sentence = writing.note.bottom_line(writing.material)
    if sentence:
        yield Entry(rank=MUST, part=writing.paragraph(sentence, "lead"))


def _wording(name: str, rank: int = MUST) -> Callable[[Writing], Iterator[Entry]]:
    """Return what writes a text that the desk itself gives."""

    def written(writing: Writing) -> Iterator[Entry]:
        words = getattr(writing.settings, name)
        if words:
            label = writing.text(f"label.{name}", words=words)
            yield Entry(rank=rank, part=Paragraph(label))

    return written


def _said(place: str) -> Callable[[Writing], Iterator[Entry]]:
    """Return what writes the findings that a note's declaration puts in a place."""

    def written(writing: Writing) -> Iterator[Entry]:
        bottom = writing.note.bottom_line(writing.material)
        found = [*writing.note.more(writing.material).get(place, ())]
        own = len(found) + writing.note.weighty.get(place, 0)
        found += [writing.material.sentence(*one) for one in writing.material.found(writing.note.says.get(place, ()))]
        sentences = [sentence for sentence in found if bottom is None or sentence.message != bottom.message][:_SENTENCES]
        for number, sentence in enumerate(sentences):
            rank = MUST if number < 1 else 2 + number if number < own else 11 + 4 * number
            yield Entry(rank=rank, part=writing.paragraph(sentence), listed=len(sentences) > 1)

    return written


def _picture(writing: Writing) -> Iterator[Entry]:
    found = writing.material.figure(writing.note.picture)
    if found is None:
        return
    figure = dataclasses.replace(found[0], bare=True)
    width, height = drawing.size(Picture(figure), writing.lang)
    share = min(0.92, _TALL * _PAGE * width / height / _TEXT)
    if share >= _NARROWEST:
        yield Entry(rank=1, part=Picture(figure, width=share))


def _approaches(writing: Writing) -> Iterator[Entry]:
    people = writing.people()
    columns = {"who": _who, "ask": _ask, "words": _last, "return": _return}
    asks = {say(one.ask, writing.lang) if one.ask and not one.tell and not one.reason else "" for one in people}
    if len(people) > 1 and len(asks) == 1 and asks != {""}:  # said once, above
        yield Entry(rank=MUST, part=Paragraph(writing.text("people.ask-all", ask=people[0].ask)))
        del columns["ask"]
    cells = [{name: "\n".join(write(writing, one)) for name, write in columns.items()} for one in _worded_once(writing, people)]
    filled_in = [name for name in columns if any(row[name] for row in cells)]
    widths = [_WIDTHS["approaches"][name] for name in filled_in]
    head = tuple(Cell(writing.text(f"people.{name}")) for name in filled_in)
    for place, row in enumerate(cells):
        part = Row(head=head, cells=tuple(Cell(row[name]) for name in filled_in), widths=tuple(width / sum(widths) for width in widths))
        yield Entry(rank=MUST if place < _LEAST else 2, part=part)
    for sentence in writing.note.more(writing.material).get("gain", ()):
        yield Entry(rank=4, part=writing.paragraph(sentence))


def _who(writing: Writing, one: Approach) -> list[str]:
    who = [say(one.who, writing.lang)]
    level = Message(f"note.level.{one.level}") if one.level not in ("", "other") else None
    if one.by:
        who.append(writing.text("people.by-at", by=one.by, level=level) if level else writing.text("people.by", by=one.by))
    elif level:
        who.append(say(level, writing.lang))
    return [*who, *([writing.text("people.through", names=one.speakers[:3])] if one.speakers else [])]


def _worded_once(writing: Writing, people: Sequence[Approach]) -> Iterator[Approach]:
    """Yield people, of whom those that hear the same words as one before them are told so."""
    first: dict[str, Named] = {}
    for one in people:
        words = say(one.tell, writing.lang) if one.tell else ""
        before = first.setdefault(words, one.who)
        if words and before is not one.who:
            yield dataclasses.replace(one, tell=Wording(), same_as=before)
        else:
            yield one


def _ask(writing: Writing, one: Approach) -> list[str]:
    words = [writing.text("tell", words=one.tell)] if one.tell else []
    words += [writing.text("tell-same", who=one.same_as)] if one.same_as else []
    return [*(say(part, writing.lang) for part in (one.ask, one.reason) if part), *words]


def _last(writing: Writing, one: Approach) -> list[str]:
    return [say(one.last, writing.lang)] if one.last else []


def _return(writing: Writing, one: Approach) -> list[str]:
    return [say(words, writing.lang) for words in (one.wants, *one.owed) if words]


def _bound(writing: Writing) -> Iterator[Entry]:
    """Yield what binds us on the day of the note."""
    case = writing.material.case
    for place, row in enumerate(case.dossier.bound_by(case.as_of)[:_SENTENCES]):
        message: Spoken
        if isinstance(row, Commitment):
            message = Message("note.bound.given", actor=case.named(row.actor), words=row.promise)
        else:
            message = Message(f"note.bound.{row.kind}", words=row.text) if row.kind else row.text
        rank = 6 + place if place else 2
        yield Entry(rank=rank, part=writing.paragraph(Sentence(message=message, evidence=row.evidence)), listed=True)


def _promised(writing: Writing) -> Iterator[Entry]:
    """Yield what others promised us and what stands of it: norms and confidence measures that they carry out."""
    case = writing.material.case
    rows = [row for row in open_promises(case) if row.direction == "received"]
    for place, row in enumerate(rows[:_SENTENCES]):
        message = Message("note.bound.received", actor=case.named(row.actor), words=promised_words(case, row))
        yield Entry(rank=7 + place, part=writing.paragraph(Sentence(message=message, evidence=row.evidence)), listed=True)


def _consulted(writing: Writing) -> Iterator[Entry]:
    """Yield who was consulted and what they said; of a note of which nobody was, that nobody was."""
    rows = sorted(standing(writing.material.case.dossier.consulted), key=lambda row: _VIEWS.index(row.view or "no_answer"))
    if not rows and writing.is_note:
        yield Entry(rank=MUST, part=Paragraph(writing.text("nobody-consulted")))
    for place, row in enumerate(rows[:_SENTENCES]):
        words = Message(f"note.consulted.{row.view or 'no_answer'}", who=row.who)
        message = Message("note.consulted.said", view=words, words=row.text) if row.text else words
        yield Entry(rank=1 + 2 * place, part=writing.paragraph(Sentence(message=message, evidence=row.evidence)), listed=len(rows) > 1)


def _options(writing: Writing) -> Iterator[Entry]:
    head = tuple(Cell(writing.text(f"option.{name}")) for name in ("title", "takes", "risks", "costs"))
    for one in writing.settings.options:
        named = f"{one.id}. {say(one.title, writing.lang)}" if len(one.id) <= _LETTERS else say(one.title, writing.lang)
        title = writing.text("option.recommended", words=named) if one.recommended else named
        words = (title, *(say(part, writing.lang) if part else "" for part in (one.takes, one.risks, one.costs)))
        cells = tuple(Cell(text, bold=one.recommended and not place) for place, text in enumerate(words))
        yield Entry(rank=MUST, part=Row(head=head, cells=cells, widths=tuple(_WIDTHS["options"].values())))


def _uncertainties(writing: Writing) -> Iterator[Entry]:
    """Yield what speaks against the sentences of the note, the strongest first, and what the declaration puts there."""
    used = [name for names in writing.note.says.values() for name in names if name not in writing.note.without_contrary]
    contrary = [
        Sentence(message=finding.contrary, evidence=finding.evidence)
        for _, finding in writing.material.found(used)
        if finding.contrary is not None
    ]
    stated = [*_rests_on(writing)]
    stated += [writing.material.sentence(*one) for one in writing.material.found(writing.note.says.get("uncertainties", ()))]
    sentences: dict[str, Sentence] = {}
    for sentence in (*contrary[:1], *stated, *contrary):
        sentences.setdefault(say(sentence.message, writing.lang), sentence)
    for place, sentence in enumerate([*sentences.values()][:_CONTRARY]):
        yield Entry(rank=(MUST, 4)[place] if place < 2 else 9 + 4 * place, part=writing.paragraph(sentence), listed=len(sentences) > 1)


def _rests_on(writing: Writing) -> Iterator[Sentence]:
    """Yield the assumption that our aim rests on and that nothing speaks against so far: what would change the advice."""
    case, aims = writing.material.case, {row.id for row in _aims(writing)[:1]}
    of_aim = aims | {row.id for row in standing(case.dossier.objectives) if row.part_of in aims}
    rows = [row for row in standing(case.dossier.assumptions) if row.objective in of_aim and row.claim and not row.against]
    for row in rows[:1]:
        yield Sentence(message=Message("note.rests-on", claim=row.claim), evidence=row.evidence)


def _aims(writing: Writing) -> list[Objective]:
    """Return our objectives that are not over: those on the matter, that of the vote first; of a note on no vote or issue, all of them."""
    case, subject = writing.material.case, frozenset(writing.note.subject(writing.material))
    rows = [row for row in standing(case.dossier.objectives) if not row.due or row.due.last >= case.as_of]
    return sorted((row for row in rows if {row.rollcall, row.issue} & subject), key=lambda row: not row.rollcall) if subject else rows


def _aim(writing: Writing) -> Iterator[Entry]:
    """Yield what we want, as our first objective says it; where a note or a vote has none, the request for it."""
    aims = _aims(writing)
    for row in aims[:1]:
        yield Entry(rank=2, part=writing.paragraph(Sentence(message=_aim_said(writing, row), evidence=row.evidence)))
    if not aims and (writing.is_note or writing.note.asks_for_aim(writing.material)):
        yield Entry(rank=MUST, part=Paragraph(writing.text("no-aim")))


def _aim_said(writing: Writing, row: Objective) -> Message:
    """Return an aim; where the note says so, with the day by which it is due and who answers for it, as far as the row says."""
    if not writing.note.names_owner or not (row.due or row.owner):
        return Message("note.aim", words=row.aim)
    if not row.owner:
        return Message("note.aim-date", words=row.aim, date=row.due)
    if not row.due:
        return Message("note.aim-owner", words=row.aim, owner=row.owner)
    return Message("note.aim-date-owner", words=row.aim, date=row.due, owner=row.owner)


def _purpose(writing: Writing) -> Iterator[Entry]:
    """Yield what the paper is for."""
    if writing.settings.purpose:
        yield Entry(rank=3, part=Paragraph(say(writing.settings.purpose, writing.lang)))


def _dates(writing: Writing) -> Iterator[Entry]:
    case = writing.material.case
    dated = (one for one in deadlines(case) if one.when.last >= case.as_of and one.table in _CALENDAR)
    ahead = sorted(dated, key=lambda one: (one.when.last, one.kind != "rollcall"))[: writing.note.dates]  # of a day, the vote comes first
    for place, one in enumerate(ahead):
        form = f"note.date-of.{one.kind}" if one.kind in _KINDS else "note.date"
        when = one.shown if one.table == "duties" else one.when  # of a notice the hour matters
        sentence = Sentence(message=Message(form, date=when, what=one.what), evidence=one.evidence)
        rank = MUST if place < 1 else 3 + place if place < writing.note.weighty.get("dates", 0) else 9 + 3 * place
        yield Entry(rank=rank, part=writing.paragraph(sentence), listed=True)


def _foot(writing: Writing) -> Iterator[Entry]:
    """Yield who signs, to whom copies go and what is enclosed, in one line; nothing where none of them is given."""
    given = ((name, getattr(writing.settings, name)) for name in ("signatory", "copies", "enclosures"))
    words = [writing.text(f"label.{name}", words=value) for name, value in given if value]
    if words:
        yield Entry(rank=4, part=Paragraph(" ".join(words), (), "note"))


def _sources(writing: Writing) -> Iterator[Entry]:
    """Yield the place of the sources, which are written when it is known which of them the page names."""
    if writing.sources.entries():
        yield Entry(rank=MUST, part=Paragraph(CITED, (), "note"))


def with_sources(blocks: tuple[Block, ...], sources: Sources, lang: Lang) -> tuple[Block, ...]:
    """Return blocks with the titles of the sources that they name, where these are to stand."""
    cited = {number for block in blocks for number in _numbers(block)}
    words = ("\u202f; " if lang == "fr" else "; ").join(
        f"{one.number}\u00a0{one.short}" for one in sources.entries() if one.number in cited
    )
    return tuple(Paragraph(words, (), "note") if isinstance(block, Paragraph) and block.text == CITED else block for block in blocks)


def _numbers(block: Block) -> Iterator[int]:
    if isinstance(block, Box):
        for inside in block.blocks:
            yield from _numbers(inside)
    parts = block.items if isinstance(block, Bullets) else (block,)
    for part in parts:
        if isinstance(part, Paragraph):
            yield from part.sources


PARTS: Mapping[str, Callable[[Writing], Iterator[Entry]]] = {
    "bottom-line": _bottom_line,
    "recommendation": _wording("recommendation"),
    "aim": _aim,
    "fallback": _wording("fallback", rank=2),
    "purpose": _purpose,
    **{place: _said(place) for place in PLACES if place != "uncertainties"},
    "picture": _picture,
    "approaches": _approaches,
    "bound": _bound,
    "promised": _promised,
    "consulted": _consulted,
    "options": _options,
    "say": _wording("say"),
    "avoid": _wording("avoid"),
    "uncertainties": _uncertainties,
    "dates": _dates,
    "sources": _sources,
    "foot": _foot,
}
"""Each part of a note by its name in ``usage.toml``, and what writes it."""
