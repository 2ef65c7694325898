"""Paper for a capital and for the floor: the démarche kit, and the skeletons of an explanation of vote and of a non-paper.

What the dossier knows is filled in; what needs judgement is an empty field. Nothing is written in anybody's name.
"""

from __future__ import annotations

from collections.abc import Iterator

from legation.briefing.document import Block, Box, Bullets, Cell, Document, Form, Heading, PaperTable, Paragraph
from legation.briefing.labels import Sources, dressing, mark, text
from legation.dossier import Evidence, RollCall, SaidTo, standing
from legation.dossier.tables.labels import named_source
from legation.language import Lang, Message, say
from legation.questions import Case
from legation.questions.actors.approaches import approaches
from legation.questions.base import inputs
from legation.questions.incident.statement.whitewash import withheld_messages
from legation.questions.votes.declarations import declared_votes, is_reported
from legation.questions.votes.goal import wanted_of_vote

__all__ = ["demarche", "explanation_of_vote", "non_paper"]

VOTES_SHOWN = 4


def demarche(case: Case, actor: str, lang: Lang, *, rollcall: str = "") -> Document:
    """Lay out one page for a conversation with one capital: ask, their words and votes, needs, argument, what not to say, reply."""
    who = case.reference("actors", actor)
    ahead = _ahead(case, rollcall)
    sources = Sources(case, lang)
    name = say(case.named(who), lang)
    return Document(
        **dressing(case, lang, f"kit-{who}"),
        title=text("kit.title", lang, actor=name),
        subtitle=text("kit.subtitle", lang, rollcall=_label(ahead, lang)) if ahead else say(case.info.title, lang),
        blocks=(*_marked(case, ahead, sources, lang), *_demarche(case, who, ahead, sources, lang)),
        sources=sources.entries(),
    )


def explanation_of_vote(case: Case, lang: Lang, *, rollcall: str = "") -> Document:
    """Lay out the skeleton of an explanation of vote: the facts of the text and of earlier votes; our reasons stay ours to write."""
    ahead = _ahead(case, rollcall)
    sources = Sources(case, lang)
    blocks: list[Block] = [*_marked(case, ahead, sources, lang), Paragraph(text("eov.note", lang), style="note")]
    blocks += [Heading(text("eov.opening", lang), 2), Form(((text("eov.on-behalf", lang), 1), (text("eov.thanks", lang), 1)))]
    blocks += [Heading(text("eov.vote", lang), 2)]
    if ahead:
        blocks.append(Paragraph(text("eov.text", lang, rollcall=_label(ahead, lang)), sources.numbers(ahead.evidence)))
        blocks += _earlier(case, ahead, sources, lang)
    blocks.append(Form(((text("eov.our-vote", lang), 1),)))
    for part, lines in (("reasons", 5), ("understanding", 3), ("dissociate", 2), ("closing", 2)):
        blocks += [Heading(text(f"eov.{part}", lang), 2), Form(((text(f"eov.{part}-help", lang), lines),))]
    return Document(
        **dressing(case, lang, "explanation-of-vote"),
        title=text("eov.title", lang),
        subtitle=_label(ahead, lang) if ahead else say(case.info.title, lang),
        blocks=tuple(blocks),
        sources=sources.entries(),
    )


def non_paper(case: Case, lang: Lang) -> Document:
    """Lay out the skeleton of a non-paper: context from the dossier, proposals left open."""
    sources = Sources(case, lang)
    blocks: list[Block] = [Paragraph(text("nonpaper.note", lang), style="note"), Heading(text("nonpaper.context", lang), 2)]
    rows = standing(case.dossier.rollcalls)
    past = [r for r in rows if r.issue and r.stage != "committee" and r.date and r.date.by(case.as_of)]
    blocks.append(
        Bullets(
            tuple(
                Paragraph(_past_vote(r, lang), sources.numbers(r.evidence)) for r in sorted(past, key=lambda r: str(r.date))[-VOTES_SHOWN:]
            )
        )
    )
    for part, lines in (("problem", 4), ("proposal", 6), ("questions", 4), ("next", 2)):
        blocks += [Heading(text(f"nonpaper.{part}", lang), 2), Form(((text(f"nonpaper.{part}-help", lang), lines),))]
    return Document(
        **dressing(case, lang, "non-paper"),
        title=text("nonpaper.title", lang),
        subtitle=say(case.info.title, lang),
        blocks=tuple(blocks),
        sources=sources.entries(),
    )


def _marked(case: Case, ahead: RollCall | None, sources: Sources, lang: Lang) -> tuple[Block, ...]:
    return mark(case, sources, lang, rollcalls=[ahead.id]) if ahead else ()


def _demarche(case: Case, who: str, ahead: RollCall | None, sources: Sources, lang: Lang) -> Iterator[Block]:
    yield Heading(text("kit.ask", lang), 2)
    wanted = wanted_of_vote(case, ahead, case.info.parameters.get("goal")) if ahead else None
    ask = _ask(case, who, ahead, wanted.goal) if ahead and wanted else ""
    if ahead and ask:
        yield Paragraph(text(f"kit.ask-{ask}", lang, rollcall=ahead.symbol or ahead.id), style="lead")
    else:
        yield Form(((text("kit.ask-help", lang), 1),))
    if wanted and wanted.why:
        yield Paragraph(say(wanted.why, lang), sources.numbers(wanted.evidence), style="note")
    if ahead and wanted:
        sentences = approaches(case, vote=ahead, goal=wanted.goal).clauses_of(who)
        yield from (Paragraph(say(sentence, lang), sources.numbers(evidence)) for sentence, evidence in sentences)
    yield Heading(text("kit.their-words", lang), 2)
    words = [*_words(case, who, sources, lang)]
    yield Bullets(tuple(words)) if words else Paragraph(text("kit.no-words", lang), style="note")
    yield from _votes(case, who, lang)
    yield Heading(text("kit.needs", lang), 2)
    interests = [row for row in standing(case.dossier.interests) if row.actor == who]
    rows = [
        Paragraph(
            text(
                "kit.interest", lang, interest=row.interest, needs=row.needs or "—", red_line=row.red_line or "—", author=row.author or "—"
            ),
            sources.numbers(row.evidence),
        )
        for row in interests
    ]
    yield Bullets(tuple(rows)) if rows else Form(((text("kit.needs-help", lang), 1),))
    yield Heading(text("kit.argument", lang), 2)
    messages = _messages(case, who)
    withheld = withheld_messages(case, messages)
    arguments = tuple(
        Paragraph(say(withheld[row.id], lang), style="note")
        if row.id in withheld
        else Paragraph(text("kit.message", lang, text=row.text), sources.numbers(row.evidence))
        for row in messages
        if row.text
    )
    yield Bullets(arguments) if arguments else Form(((text("kit.argument-help", lang), 1),))
    avoid = tuple(Paragraph(say(row.avoid, lang)) for row in messages if row.avoid)
    yield Box(text("kit.avoid", lang), (Bullets(avoid) if avoid else Form(((text("kit.avoid-help", lang), 1),)),), "warning")
    yield Heading(text("kit.reply", lang), 2)
    labels = [Cell(text(f"kit.reply-{field}", lang)) for field in ("who", "answer", "words", "next")]
    blank = Cell("", tone="empty")
    yield PaperTable(
        (), ((labels[0], blank, labels[1], blank), (labels[2], blank, labels[3], blank)), widths=(0.2, 0.3, 0.2, 0.3), dense=True
    )


def _ask(case: Case, who: str, ahead: RollCall, goal: str) -> str:
    """Return what to ask: our goal, or to hold of one that is with us; nothing without a goal, or of a sponsor of a text that we oppose."""
    declared = declared_votes(case, ahead).get(who)
    if goal and declared and declared.vote == inputs.CODES.index("no" if goal == "defeat" else "yes"):
        return "hold"
    return "" if declared and declared.basis == "sponsor" and goal == "defeat" else goal


def _words(case: Case, who: str, sources: Sources, lang: Lang) -> Iterator[Paragraph]:
    rows = {row.id: row for row in case.dossier.evidence}
    for position in standing(case.dossier.positions):
        if position.actor != who:
            continue
        reported = is_reported(case, who, position.evidence)
        quotes = [_quoted(rows[e], lang, reported=reported) for e in position.evidence if e in rows and rows[e].quote]
        if position.note or quotes:
            date = say(position.held_from, lang) if position.held_from else "—"
            said = " ".join(filter(None, (say(position.note, lang), *quotes)))
            yield Paragraph(text("kit.words", lang, date=date, text=said), sources.numbers(position.evidence))
    for talk in standing(case.dossier.engagements):
        if talk.actor == who and talk.words:
            yield Paragraph(text("kit.words", lang, date=talk.date or "—", text=talk.words), sources.numbers(talk.evidence))


def _quoted(row: Evidence, lang: Lang, *, reported: bool) -> str:
    """Return a quotation; what another says of the actor is given as that other's word."""
    quote = f"«\u202f{row.quote}\u202f»" if lang == "fr" else f"“{row.quote}”"
    return text("kit.according", lang, origin=named_source(row, "origin") or row.id, quote=quote) if reported else quote


def _votes(case: Case, who: str, lang: Lang) -> Iterator[Block]:
    past = [r for r in inputs.profile(case, actors=[who]).rollcalls if r.issue] if len(case.dossier.votes) else []
    if not past:
        return
    past = past[-VOTES_SHOWN:]
    codes = inputs.ballots(case, [who], [r.id for r in past])[0]
    tones = {"yes": "yes", "abstain": "abstain", "no": "no", "missing": "absent"}
    rows = tuple(
        (
            Cell(r.symbol or r.id),
            Cell(say(r.date, lang) if r.date else "—"),
            Cell(say(r.title, lang)),
            Cell(say(Message(f"vote.{inputs.CODES[int(c)]}"), lang), "centre", tones[inputs.CODES[int(c)]]),  # type: ignore[arg-type]
        )
        for r, c in zip(past, codes, strict=True)
    )
    head = tuple(Cell(text(f"kit.votes-{column}", lang)) for column in ("symbol", "date", "title", "vote"))
    yield PaperTable(head, rows, text("kit.votes", lang), (0.18, 0.2, 0.47, 0.15))


def _messages(case: Case, who: str) -> list[SaidTo]:
    groups = {m.group for m in case.dossier.groups if m.actor == who and who in case.dossier.members(m.group, case.as_of)}
    groups |= {m.coalition for m in case.dossier.coalitions if m.actor == who}
    return [row for row in standing(case.dossier.messages) if who in row.audience or groups.intersection(row.audience)]


def _earlier(case: Case, ahead: RollCall, sources: Sources, lang: Lang) -> list[Block]:
    past = inputs.profile(case).rollcalls if len(case.dossier.votes) else ()
    series = [*inputs.same_title(ahead, past)] or [r for r in past if ahead.issue and r.issue == ahead.issue and r.id != ahead.id]
    return [Bullets(tuple(Paragraph(_past_vote(r, lang), sources.numbers(r.evidence)) for r in series[-VOTES_SHOWN:]))] if series else []


def _past_vote(rollcall: RollCall, lang: Lang) -> str:
    return text("held", lang, symbol=rollcall.symbol or rollcall.id, title=rollcall.title, date=rollcall.date or "—")


def _ahead(case: Case, rollcall: str) -> RollCall | None:
    wanted = rollcall or case.info.parameters.get("rollcall")
    return case.rollcall(str(wanted)) if wanted else None


def _label(rollcall: RollCall, lang: Lang) -> str:
    return text("label-of-vote", lang, symbol=rollcall.symbol or rollcall.id, title=rollcall.title)
