"""Papers for the floor: the skeletons of an explanation of vote and of a non-paper.

What the dossier knows is filled in; what needs judgement is an empty field. Nothing is written in anybody's name.
"""

from __future__ import annotations

from legation.briefing.document import Block, Bullets, Document, Form, Heading, Paragraph
from legation.briefing.labels import Sources, dressing, mark, text
from legation.briefing.papers.conversation import label_of_vote, vote_ahead
from legation.dossier import RollCall, standing
from legation.language import Lang, say
from legation.questions import Case
from legation.questions.base import inputs

__all__ = ["explanation_of_vote", "non_paper"]

VOTES_SHOWN = 4


def explanation_of_vote(case: Case, lang: Lang, *, rollcall: str = "") -> Document:
    """Lay out the skeleton of an explanation of vote: the facts of the text and of earlier votes; our reasons stay ours to write."""
    ahead = vote_ahead(case, rollcall)
    sources = Sources(case, lang)
    blocks: list[Block] = [*_marked(case, ahead, sources, lang), Paragraph(text("eov.note", lang), style="note")]
    blocks += [Heading(text("eov.opening", lang), 2), Form(((text("eov.on-behalf", lang), 1), (text("eov.thanks", lang), 1)))]
    blocks += [Heading(text("eov.vote", lang), 2)]
    if ahead:
        blocks.append(Paragraph(text("eov.text", lang, rollcall=label_of_vote(ahead, lang)), sources.numbers(ahead.evidence)))
        blocks += _earlier(case, ahead, sources, lang)
    blocks.append(Form(((text("eov.our-vote", lang), 1),)))
    for part, lines in (("reasons", 5), ("understanding", 3), ("dissociate", 2), ("closing", 2)):
        blocks += [Heading(text(f"eov.{part}", lang), 2), Form(((text(f"eov.{part}-help", lang), lines),))]
    return Document(
        **dressing(case, lang, "explanation-of-vote"),
        title=text("eov.title", lang),
        subtitle=label_of_vote(ahead, lang) if ahead else say(case.info.title, lang),
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


def _earlier(case: Case, ahead: RollCall, sources: Sources, lang: Lang) -> list[Block]:
    past = inputs.profile(case).rollcalls if len(case.dossier.votes) else ()
    series = [*inputs.same_title(ahead, past)] or [r for r in past if ahead.issue and r.issue == ahead.issue and r.id != ahead.id]
    return [Bullets(tuple(Paragraph(_past_vote(r, lang), sources.numbers(r.evidence)) for r in series[-VOTES_SHOWN:]))] if series else []


def _past_vote(rollcall: RollCall, lang: Lang) -> str:
    return text("held", lang, symbol=rollcall.symbol or rollcall.id, title=rollcall.title, date=rollcall.date or "—")
