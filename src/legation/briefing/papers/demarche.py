"""The démarche sheet for a capital: instruction, points, fallback, what is known of them, report back.

What the dossier knows is filled in; what needs judgement is an empty field. What is not to be said stands on a sheet of its own
(:mod:`legation.briefing.papers.lines`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from legation.briefing.document import Block, Bullets, Cell, Document, Form, Head, Heading, PaperTable, Paragraph
from legation.briefing.labels import Sources, dressing, mark, text
from legation.briefing.markings.frame import at_least
from legation.briefing.papers.conversation import (
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
    words_of_actor,
)
from legation.dossier import Engagement, Interest, RollCall, Round, standing
from legation.dossier.tables.labels import choice_word
from legation.language import Lang, say
from legation.questions import Case
from legation.questions.actors.approaches import approaches
from legation.questions.actors.contacts import planned_contacts
from legation.questions.actors.rounds.log import TextOfVersion, instruction_for, reply_until
from legation.questions.actors.rounds.said import points_of, shown

__all__ = ["demarche"]

Told: TypeAlias = "tuple[Round, TextOfVersion]"
"""A round and the version of its instruction that is in force."""


def demarche(case: Case, actor: str, lang: Lang, *, rollcall: str = "") -> Document:
    """Lay out the sheet by which a post is told what to ask of one capital, and on which it reports back."""
    who = case.reference("actors", actor)
    ahead = vote_ahead(case, rollcall)
    plan = next((row for row in planned_contacts(case, who) if not ahead or row.rollcall in ("", ahead.id)), None)
    given = instruction_for(case, who, ahead.id if ahead else "")
    fallback = _fallback(case, plan, given)
    sources = Sources(case, lang)
    name = say(case.named(who), lang)
    warned = mark(case, sources, lang, rollcalls=[ahead.id]) if ahead else ()
    made = Document(
        **dressing(case, lang, f"kit-{who}"),
        title=text("kit.title", lang, actor=name),
        subtitle=text("kit.subtitle", lang, rollcall=label_of_vote(ahead, lang)) if ahead else say(case.info.title, lang),
        blocks=(*warned, *_head(plan, lang), *_sheet(case, who, ahead, plan, given, fallback, sources, lang)),
        sources=sources.entries(),
    )
    return at_least(made, fallback.marking, case.info.pap) if fallback.marking else made


def _fallback(case: Case, plan: Engagement | None, given: Told | None) -> Wanted:
    """Return what we would settle for: as the approach says, else the instruction of the round, else the settings of papers.

    Under an instruction these settings, which speak of the whole vote and of others, are no fallback for one capital.
    """
    if given is None or (plan is not None and plan.fallback):
        return fallback_for(case, plan)
    return Wanted(words=given[1].fallback, marking=given[1].fallback_marking)


def _until(plan: Engagement | None, given: Told | None) -> Any:
    """Return by when a report is due: as the approach says, else the instruction or the round."""
    if plan is not None and plan.due:
        return plan.due
    if given is None:
        return None
    row, version = given
    until = reply_until(row, version)
    return shown(row, until) if until else None


def _head(plan: Engagement | None, lang: Lang) -> Iterator[Block]:
    """Yield who is to speak with whom, how and by when, as the row of the approach says it."""
    if plan is None:
        return
    values = {
        "by": plan.by,
        "level": choice_word("engagements", "level", plan.level) if plan.level else "",
        "channel": choice_word("engagements", "channel", plan.channel) if plan.channel else "",
        "date": plan.date,
    }
    rows = tuple((text(f"kit.head-{name}", lang), say(value, lang)) for name, value in values.items() if value)
    if rows:
        yield Head(rows)


def _sheet(
    case: Case,
    who: str,
    ahead: RollCall | None,
    plan: Engagement | None,
    given: Told | None,
    fallback: Wanted,
    sources: Sources,
    lang: Lang,
) -> Iterator[Block]:
    yield Heading(text("kit.ask", lang), 2)
    wanted = wanted_of(case, ahead)
    ask = (plan.ask if plan else None) or (given[1].ask if given else None) or ask_for_vote(case, who, ahead, wanted)
    if ask:
        yield Paragraph(say(ask, lang), sources.numbers(plan.evidence if plan and plan.ask else ()), style="lead")
    else:
        yield Form(((text("kit.ask-help", lang), 1),))
    if wanted and wanted.why:
        yield Paragraph(say(wanted.why, lang), sources.numbers(wanted.evidence), style="note")
    if ahead and wanted:
        sentences = approaches(case, vote=ahead, goal=wanted.goal).clauses_of(who)
        yield from (Paragraph(say(sentence, lang), sources.numbers(evidence)) for sentence, evidence in sentences)
    yield from _points(case, who, given, sources, lang)
    yield Heading(text("kit.fallback", lang), 2)
    yield Paragraph(say(fallback.words, lang)) if fallback.words else Form(((text("kit.fallback-help", lang), 1),))
    yield Heading(text("kit.their-words", lang), 2)
    words = [*answers_of_actor(case, who, ahead, sources, lang), *words_of_actor(case, who, sources, lang)]
    yield Bullets(tuple(words)) if words else Paragraph(text("kit.no-words", lang), style="note")
    rows = vote_cells(past_votes(case, who), lang)
    if rows:
        head = tuple(Cell(text(f"kit.votes-{column}", lang)) for column in ("symbol", "date", "title", "vote"))
        yield PaperTable(head, tuple(rows), text("kit.votes", lang), (0.18, 0.2, 0.47, 0.15))
    yield from _needs(case, who, sources, lang)
    yield Heading(text("kit.reply", lang), 2)
    until = _until(plan, given)
    if until:
        yield Paragraph(text("kit.reply-by", lang, date=until))
    labels = [Cell(text(f"kit.reply-{field}", lang)) for field in ("who", "answer", "words", "next")]
    blank = Cell("", tone="empty")
    yield PaperTable(
        (), ((labels[0], blank, labels[1], blank), (labels[2], blank, labels[3], blank)), widths=(0.2, 0.3, 0.2, 0.3), dense=True
    )


def _points(case: Case, who: str, given: Told | None, sources: Sources, lang: Lang) -> Iterator[Block]:
    """Yield what to say: messages, each with what argues for it; then the questions that may come, each with its answer."""
    lines = lines_for(case, who)
    said = [row for line in lines.messages for row in (line.row, *line.arguments)]
    points = [Paragraph(say(row.text, lang), sources.numbers(row.evidence)) for row in said]
    points += [Paragraph(say(words, lang), style="note") for words in lines.withheld]
    if given is not None and given[1].points:
        points = [Paragraph(line, sources.numbers(given[1].evidence)) for line in points_of(given[1], lang)] + points
    yield Heading(text("kit.argument", lang), 2)
    yield Bullets(tuple(points)) if points else Form(((text("kit.argument-help", lang), 1),))
    if lines.answers:
        head = (Cell(text("lines.question", lang)), Cell(text("lines.answer", lang)))
        yield PaperTable(
            head, tuple((Cell(say(row.question, lang)), Cell(say(row.text, lang))) for row in lines.answers), widths=(0.4, 0.6)
        )


def _needs(case: Case, who: str, sources: Sources, lang: Lang) -> Iterator[Block]:
    """Yield what the actor needs to accept, as analysts judge it."""
    yield Heading(text("kit.needs", lang), 2)
    rows = [Paragraph(_judged(row, lang), sources.numbers(row.evidence)) for row in standing(case.dossier.interests) if row.actor == who]
    yield Bullets(tuple(rows)) if rows else Form(((text("kit.needs-help", lang), 1),))


def _judged(row: Interest, lang: Lang) -> str:
    """Return an interest with what an analyst says of it, and nothing of what is not known."""
    parts = [say(row.interest, lang)]
    parts += [text("kit.to-agree", lang, words=row.needs)] if row.needs else []
    parts += [text("meeting.red-line", lang, words=row.red_line)] if row.red_line else []
    parts += [text("kit.judgement", lang, author=row.author)] if row.author else []
    return " ".join(parts)
