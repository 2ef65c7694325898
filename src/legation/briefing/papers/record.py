"""The record of a meeting (*compte rendu d'entretien*), from the rows that it became: facts, points, answers, promises, follow-up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from legation.briefing.document import Block, Bullets, Cell, Document, Head, Heading, PaperTable, Paragraph
from legation.briefing.labels import Sources, dressing, text
from legation.briefing.papers.conversation import label_of_vote
from legation.dossier import Commitment, Engagement, RollCall, Wording, standing
from legation.dossier.meeting_record import RecordItem
from legation.dossier.records.row import CAST
from legation.dossier.tables.labels import choice_word
from legation.errors import WrongUse
from legation.language import Lang, Message, say
from legation.questions import Case
from legation.questions.actors.contacts import planned_contacts

__all__ = ["item_words", "meeting_record", "planned_row"]


def planned_row(case: Case, actor: str, day: str = "") -> Engagement | None:
    """Return the row that planned a meeting with an actor: of that day and unanswered, else the next one; None where none is."""
    rows = [row for row in standing(case.dossier.engagements) if row.actor == actor and row.is_unanswered and row.date]
    same = [row for row in rows if day and str(row.date) == day]
    return next(iter((*same, *planned_contacts(case, actor))), None)


def item_words(case: Case, item: RecordItem) -> Message:
    """Return an answer or a promise of a record as the sentence that a person confirms."""
    cells = item.values
    if item.table == "commitments":
        promise: object = _wording(cells, "promise") or (Message(f"vote.{cells['vote']}") if cells.get("vote") in CAST else "—")
        return Message(f"brief.record.item-{'given' if cells.get('direction') == 'given' else 'received'}", promise=promise)
    issue = next((row.question for row in case.dossier.issues if row.id == cells.get("issue")), None)
    matter = cells.get("rollcall") or issue or cells.get("issue") or Message("brief.record.matter-of-meeting")
    words = _wording(cells, "words")
    if not cells.get("answer"):
        return Message("brief.record.item-words", matter=matter, words=words)
    form = "item-answer-words" if words else "item-answer"
    return Message(f"brief.record.{form}", matter=matter, answer=choice_word("engagements", "answer", cells["answer"]), words=words)


def _wording(cells: Mapping[str, str], name: str) -> Wording:
    return Wording(text=cells.get(name, ""), fr=cells.get(f"{name}_fr", ""), en=cells.get(f"{name}_en", ""))


def meeting_record(case: Case, row: str, lang: Lang) -> Document:
    """Lay out the record of a meeting.

    Parameters
    ----------
    row : str
        The row of ``engagements.csv``; answers and promises of the same actor and day belong to the same meeting.

    Raises
    ------
    WrongUse
        The dossier has no such row, or one without a day.
    """
    talk = next((one for one in standing(case.dossier.engagements) if one.id == row), None)
    if talk is None or talk.date is None:
        raise WrongUse(Message("all-questions.bad-option", name="row", found=row[:80], allowed="engagements.csv: id"))
    case = case.at(max(case.as_of, talk.date.last))  # what it led to is known from its day on, also where the dossier is frozen before
    others = [
        one
        for one in standing(case.dossier.engagements)
        if one.id != row and (one.actor, one.date) == (talk.actor, talk.date) and one.channel != "other"
    ]
    promises = [one for one in standing(case.dossier.commitments) if (one.actor, one.date) == (talk.actor, talk.date)]
    sources = Sources(case, lang)
    return Document(
        **{**dressing(case, lang, f"record-{talk.actor}-{talk.date}"), "version": case.info.id},
        title=text("record.title", lang, actor=case.named(talk.actor)),
        blocks=(Head(tuple(_head(case, talk, lang))), *_blocks(case, talk, others, promises, sources, lang)),
        sources=sources.entries(),
        tight=True,
    )


def _head(case: Case, talk: Engagement, lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield when, where, who took part by function, and on what; nothing of what is not recorded."""
    when = [
        say(one, lang)
        for one in (talk.date, talk.place, choice_word("engagements", "channel", talk.channel) if talk.channel else None)
        if one
    ]
    yield text("meeting.when", lang), ", ".join(when)
    values = {
        "with": talk.participants or (choice_word("engagements", "level", talk.level) if talk.level else None),
        "by": talk.by,
        "asked-by": choice_word("engagements", "requested_by", talk.requested_by) if talk.requested_by else None,
        "on": _matter(case, talk, lang),
    }
    yield from ((text(f"meeting.{name}", lang), say(value, lang)) for name, value in values.items() if value)
    author = [say(one, lang) for one in (talk.author, talk.recorded) if one]
    if author:
        yield text("record.by", lang), ", ".join(author)
    yield text("meeting.reference", lang), f"{case.info.id}, {talk.id}"


def _blocks(
    case: Case, talk: Engagement, others: list[Engagement], promises: list[Commitment], sources: Sources, lang: Lang
) -> Iterator[Block]:
    if talk.points:
        points = [line.strip(" –-•") for line in say(talk.points, lang).splitlines()]
        yield Heading(text("record.points", lang))
        yield Bullets(tuple(Paragraph(point) for point in points if point))
    answered = [one for one in (talk, *others) if one.ask or one.answer or one.words]
    if answered:
        yield Heading(text("record.answers", lang))
        head = tuple(Cell(text(f"record.{name}", lang)) for name in ("ask", "answer", "words"))
        rows = tuple(
            (Cell(_requested(case, one, talk, lang)), Cell(_answer(one, lang), bold=True), Cell(say(one.words, lang) if one.words else ""))
            for one in answered
        )
        yield PaperTable(head, rows, widths=(0.38, 0.17, 0.45))
    yield Heading(text("record.promised", lang))
    if promises:
        head = tuple(Cell(text(f"record.{name}", lang)) for name in ("who", "promise", "due"))
        yield PaperTable(head, tuple(_promise(case, one, lang) for one in promises), widths=(0.25, 0.53, 0.22))
    else:
        yield Paragraph(text("record.nothing-promised", lang))
    steps = [one for one in (talk, *others) if one.next_step or one.due]
    if steps:
        yield Heading(text("record.follow-up", lang))
        yield Bullets(tuple(Paragraph(_step(one, lang), sources.numbers(one.evidence)) for one in steps))


def _matter(case: Case, talk: Engagement, lang: Lang) -> str:
    vote: RollCall | None = next((one for one in case.dossier.rollcalls if one.id == talk.rollcall), None)
    issue = next((one for one in case.dossier.issues if one.id == talk.issue), None)
    return label_of_vote(vote, lang) if vote else say(issue.question, lang) if issue else ""


def _requested(case: Case, one: Engagement, talk: Engagement, lang: Lang) -> str:
    """Return what was asked; of an answer on another matter that matter before it."""
    matter = _matter(case, one, lang) if (one.rollcall, one.issue) != (talk.rollcall, talk.issue) else ""
    return " – ".join(part for part in (matter, say(one.ask, lang) if one.ask else "") if part)


def _answer(one: Engagement, lang: Lang) -> str:
    return say(choice_word("engagements", "answer", one.answer), lang) if one.answer else ""


def _promise(case: Case, one: Commitment, lang: Lang) -> tuple[Cell, ...]:
    who = text("record.we", lang) if one.direction == "given" else say(case.named(one.actor), lang)
    what = say(one.promise, lang) if one.promise else say(Message(f"vote.{one.vote}"), lang) if one.vote else one.id
    return Cell(who, bold=True), Cell(what), Cell(say(one.due, lang) if one.due else "—")


def _step(one: Engagement, lang: Lang) -> str:
    words = say(one.next_step, lang) if one.next_step else ""
    if not one.due:
        return words
    return text("record.step", lang, words=words or "—", due=one.due)
