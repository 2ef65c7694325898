"""The meeting brief: a page to read on the way in, and a page to speak from.

It rests on the row of ``engagements.csv`` that plans the meeting: with whom, when, who asked, what we ask and would settle for, what they
are expected to raise. What the actor said, how it voted and what is owed comes from the other rows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from legation.briefing import pdf
from legation.briefing.document import Block, Box, Bullets, Cell, Document, Form, Head, Heading, Notice, PageBreak, Paragraph
from legation.briefing.labels import Sources, dressing, mark, text
from legation.briefing.markings.frame import at_least
from legation.briefing.notes.declaration import Approach
from legation.briefing.notes.fitting import MUST, Entry, Row, Section, fitted
from legation.briefing.notes.people import filled
from legation.briefing.notes.sections import CITED, with_sources
from legation.briefing.papers.conversation import (
    INTERNAL,
    Lines,
    Wanted,
    answers_of_actor,
    ask_for_vote,
    fallback_for,
    label_of_vote,
    lines_for,
    past_votes,
    vote_ahead,
    vote_cells,
    wanted_of,
)
from legation.dossier import Engagement, Position, RollCall, standing
from legation.dossier.tables.labels import choice_word
from legation.language import Lang, Message, Spoken, say
from legation.questions import Case
from legation.questions.actors.approaches import approaches
from legation.questions.actors.contacts import planned_contacts
from legation.questions.actors.words import words_of

__all__ = ["meeting_brief"]

_PAGES = 2
_SPARE = 6.0
"""What is left free at the foot of each page for programs that set the same text wider [mm]."""
_SOURCES, _WORDS, _POSITIONS, _INTERESTS, _NOTES = 2, 3, 4, 3, 8


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Meeting:
    """What a brief is written from, in one language."""

    case: Case
    who: str
    plan: Engagement | None
    ahead: RollCall | None
    fallback: Wanted
    lines: Lines
    sources: Sources
    lang: Lang

    @property
    def subject(self) -> tuple[str, ...]:
        """The vote and the issue that the meeting is about."""
        named = (self.plan.rollcall, self.plan.issue) if self.plan else ()
        of_vote = (self.ahead.id, self.ahead.issue) if self.ahead else ()
        return tuple(dict.fromkeys(filter(None, (*named, *of_vote))))

    def text(self, identifier: str, **values: object) -> str:
        return text(f"meeting.{identifier}", self.lang, **values)

    def paragraph(self, words: Spoken | str, evidence: tuple[str, ...] = (), style: str = "body") -> Paragraph:
        """Return a sentence with the numbers of its weightiest sources."""
        named = self.sources.numbers(self.sources.weightiest(evidence, _SOURCES))
        return Paragraph(say(words, self.lang), named, style)  # type: ignore[arg-type]


def meeting_brief(case: Case, actor: str, lang: Lang) -> Document:
    """Lay out the brief for the next meeting with an actor: one page of what to know, one of what to say.

    Parameters
    ----------
    actor : str
        Of ``actors.csv``; where no meeting with it is planned, the brief says so and holds what is known all the same.

    Raises
    ------
    WrongUse
        The dossier has no such actor.
    """
    who = case.reference("actors", actor)
    plan = next(iter(planned_contacts(case, who)), None)
    ahead = vote_ahead(case, plan.rollcall if plan else "") if plan is None or plan.rollcall or not plan.issue else None
    sources = Sources(case, lang)
    meeting = _Meeting(
        case=case,
        who=who,
        plan=plan,
        ahead=ahead,
        fallback=fallback_for(case, plan),
        lines=lines_for(case, who),
        sources=sources,
        lang=lang,
    )
    warned = mark(case, sources, lang, rollcalls=[ahead.id]) if ahead else ()
    front = (*warned, *(() if plan else (Notice(meeting.text("not-planned")),)), Head(tuple(_head(meeting))))
    sections = [Section(heading=Heading(meeting.text(name)), entries=tuple(write(meeting))) for name, write in _FIRST]
    second = [*(Section(heading=Heading(meeting.text(name)), entries=tuple(write(meeting))) for name, write in _SECOND), _cited(meeting)]
    second.append(Section(heading=Heading(meeting.text("notes")), entries=tuple(_notes(meeting))))
    sections = [*sections, Section(heading=None, entries=(Entry(rank=MUST, part=PageBreak()),)), *second]

    def page(blocks: tuple[Block, ...]) -> Document:
        return Document(
            **{**dressing(case, lang, f"meeting-{who}"), "version": case.info.id},
            title=meeting.text("title", actor=case.named(who)),
            blocks=(*front, *with_sources(blocks, sources, lang)),
            tight=True,
        )

    made = fitted(sections, page, lambda one: pdf.page_count(one, _SPARE), _PAGES, refill=True)
    levels = [*([INTERNAL] if meeting.lines.avoid else []), *([meeting.fallback.marking] if meeting.fallback.marking else [])]
    for level in levels:
        made = at_least(made, level, case.info.pap)
    return made


def _head(meeting: _Meeting) -> Iterator[tuple[str, str]]:
    """Yield with whom, when and where, who asked, who speaks for us, on what."""
    case, plan, lang = meeting.case, meeting.plan, meeting.lang
    level = choice_word("engagements", "level", plan.level) if plan and plan.level else None
    who = [case.named(meeting.who), *((plan.participants or level,) if plan and (plan.participants or level) else ())]
    yield meeting.text("with"), " – ".join(say(one, lang) for one in who)
    if plan:
        form = choice_word("engagements", "channel", plan.channel) if plan.channel else None
        when = [say(one, lang) for one in (plan.date, plan.place, form) if one]
        yield meeting.text("when"), ", ".join(when)
        if plan.requested_by:
            yield meeting.text("asked-by"), say(choice_word("engagements", "requested_by", plan.requested_by), lang)
        if plan.by:
            yield meeting.text("by"), say(plan.by, lang)
    issue = next((row for row in case.dossier.issues if row.id in meeting.subject), None)
    subject = label_of_vote(meeting.ahead, lang) if meeting.ahead else say(issue.question, lang) if issue else say(case.info.title, lang)
    yield meeting.text("on"), subject
    yield meeting.text("reference"), f"{case.info.id}, {say(case.as_of, lang)}"


def _ask(meeting: _Meeting) -> Iterator[Entry]:
    """Yield our one ask, what we would settle for, and what was asked before."""
    plan, wanted = meeting.plan, wanted_of(meeting.case, meeting.ahead)
    ask = (plan.ask if plan else None) or ask_for_vote(meeting.case, meeting.who, meeting.ahead, wanted)
    evidence = plan.evidence if plan and plan.ask else ()
    yield Entry(rank=MUST, part=meeting.paragraph(ask or meeting.text("no-ask"), evidence, "lead" if ask else "body"))
    if meeting.fallback.words:
        yield Entry(rank=MUST, part=meeting.paragraph(Message("note.label.fallback", words=meeting.fallback.words)))
    if meeting.ahead and wanted:
        for sentence, found in approaches(meeting.case, vote=meeting.ahead, goal=wanted.goal).clauses_of(meeting.who):
            yield Entry(rank=4, part=meeting.paragraph(sentence, found))


def _stand(meeting: _Meeting) -> Iterator[Entry]:
    """Yield where they stand, what they said last and how they voted."""
    case, about = meeting.case, frozenset(meeting.subject)
    rows = [row for row in standing(case.dossier.positions) if row.actor == meeting.who]
    rows = sorted(rows, key=lambda row: (row.issue not in about, -_day(row)))[:_POSITIONS]
    for place, row in enumerate(rows):
        yield Entry(rank=MUST if not place else 9 + place, part=meeting.paragraph(_position(meeting, row), row.evidence), listed=True)
    for part in answers_of_actor(case, meeting.who, meeting.ahead, meeting.sources, meeting.lang):
        yield Entry(rank=MUST, part=part, listed=True)
    everything = words_of(case, (), ()).get(meeting.who, ())
    on_it = words_of(case, about, about).get(meeting.who, ()) if about else ()
    words = list(dict.fromkeys((*on_it, *everything)))[:_WORDS]
    to_us = {talk.words for talk in standing(case.dossier.engagements) if talk.actor == meeting.who and talk.channel not in ("", "other")}
    for place, one in enumerate(words):
        form = "undated" if one.date is None else "reported" if one.is_reported and one.text not in to_us else "said"
        message = Message(f"brief.meeting.{form}", words=one.text, **({"date": one.date} if one.date else {}))
        yield Entry(rank=MUST if not place else 5 + place, part=meeting.paragraph(message, one.evidence), listed=True)
    cells = vote_cells(reversed(past_votes(case, meeting.who)), meeting.lang)
    head = tuple(Cell(text(f"kit.votes-{column}", meeting.lang)) for column in ("symbol", "date", "title", "vote"))
    for place, line in enumerate(cells):
        yield Entry(rank=2 + 4 * place, part=Row(head=head, cells=line, widths=(0.18, 0.2, 0.45, 0.17)))
    if not (rows or words or cells):
        yield Entry(rank=MUST, part=Paragraph(meeting.text("nothing-said")))


def _day(row: Position) -> int:
    return row.held_from.last.toordinal() if row.held_from else 0


def _position(meeting: _Meeting, row: Position) -> Message:
    """Return where an actor stands on an issue: in words where the row has them, with the end of the scale that it is nearer to."""
    issue = next((one for one in meeting.case.dossier.issues if one.id == row.issue), None)
    question = issue.question if issue and issue.question else row.issue
    if row.note:
        return Message("brief.meeting.stands", question=question, words=row.note)
    ends = (issue.low, issue.high) if issue else ()
    if row.value is None or len(ends) < 2 or not all(ends):
        return Message("brief.meeting.stands-unsaid", question=question)
    nearer = "between" if 40 <= row.value <= 60 else "nearer"
    low, high = ends
    return Message(f"brief.meeting.{nearer}", question=question, end=high if row.value > 50 else low, low=low, high=high)


def _raise(meeting: _Meeting) -> Iterator[Entry]:
    """Yield what they are expected to raise: as the plan says it, then what they need, as analysts judge it."""
    about = frozenset(meeting.subject)
    points = (
        [line.strip(" –-•") for line in say(meeting.plan.points, meeting.lang).splitlines()] if meeting.plan and meeting.plan.points else []
    )
    for place, point in enumerate(filter(None, points)):
        yield Entry(rank=MUST if place < _INTERESTS else 6, part=meeting.paragraph(point), listed=True)
    interests = [row for row in standing(meeting.case.dossier.interests) if row.actor == meeting.who and (row.issue in about or not about)]
    for place, row in enumerate(interests[:_INTERESTS]):
        rank = 1 if not place and not points else 5 + place
        words = Message("brief.meeting.interest", words=row.needs or row.interest)
        yield Entry(rank=rank, part=meeting.paragraph(words, row.evidence), listed=True)
        if row.red_line:
            line = Message("brief.meeting.red-line", words=row.red_line)
            yield Entry(rank=rank, part=meeting.paragraph(line, row.evidence), listed=True)
    if not points and not interests:
        yield Entry(rank=MUST, part=Paragraph(meeting.text("nothing-expected")))


def _owed(meeting: _Meeting) -> Iterator[Entry]:
    """Yield what is owed, either way."""
    found = filled(meeting.case, Approach(who=meeting.case.named(meeting.who)), meeting.subject)
    for place, promise in enumerate(found.owed):
        yield Entry(rank=MUST if place < _WORDS else 7 + place, part=meeting.paragraph(promise), listed=True)
    if not found.owed:
        yield Entry(rank=MUST, part=Paragraph(meeting.text("nothing-owed")))


def _say(meeting: _Meeting) -> Iterator[Entry]:
    """Yield the lines to take: each message, then what argues for it."""
    for place, line in enumerate(meeting.lines.messages):
        yield Entry(rank=MUST if place < _INTERESTS else 6 + place, part=meeting.paragraph(line.row.text, line.row.evidence), listed=True)
        for number, row in enumerate(line.arguments):
            yield Entry(rank=8 + place + number, part=meeting.paragraph(row.text, row.evidence, "note"), listed=True)
    for words in meeting.lines.withheld:
        yield Entry(rank=3, part=meeting.paragraph(words, (), "note"))
    if not meeting.lines.messages and not meeting.lines.withheld:
        yield Entry(rank=MUST, part=Paragraph(meeting.text("no-lines")))


def _answers(meeting: _Meeting) -> Iterator[Entry]:
    head = (Cell(text("lines.question", meeting.lang)), Cell(text("lines.answer", meeting.lang)))
    for place, row in enumerate(meeting.lines.answers):
        cells = (Cell(say(row.question, meeting.lang), bold=True), Cell(say(row.text, meeting.lang)))
        yield Entry(rank=3 + place, part=Row(head=head, cells=cells, widths=(0.4, 0.6)))


def _avoid(meeting: _Meeting) -> Iterator[Entry]:
    """Yield what is not to be said, framed; it is never cut."""
    avoid = tuple(meeting.paragraph(row.avoid, row.evidence) for row in meeting.lines.avoid)
    if avoid:
        yield Entry(rank=MUST, part=Box(meeting.text("internal"), (Bullets(avoid),), "warning"))


def _notes(meeting: _Meeting) -> Iterator[Entry]:
    yield Entry(rank=40, part=Form(((meeting.text("notes-help"), _NOTES),)))


def _cited(meeting: _Meeting) -> Section:
    """Return the place of the sources, which are written when it is known which of them the pages name."""
    entries = (Entry(rank=MUST, part=Paragraph(CITED, (), "note")),) if meeting.sources.entries() else ()
    return Section(heading=None, entries=entries)


_FIRST = (("ask", _ask), ("stand", _stand), ("raise", _raise), ("owed", _owed))
_SECOND = (("say", _say), ("answers", _answers), ("avoid", _avoid))
