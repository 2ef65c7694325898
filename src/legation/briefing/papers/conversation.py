"""What the dossier holds for a conversation with one actor: its words and votes, what is said to it and, apart, what is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from legation.briefing.document import Cell, Paragraph
from legation.briefing.labels import VOTE_TONES, Sources, text
from legation.dossier import Engagement, Evidence, RollCall, SaidTo, Wording, standing
from legation.dossier.parts import brief_settings
from legation.dossier.tables.labels import choice_word, named_source
from legation.language import Lang, Message, say
from legation.questions import Case
from legation.questions.base import inputs
from legation.questions.incident.statement.whitewash import withheld_messages
from legation.questions.votes.declarations import declared_votes, is_reported
from legation.questions.votes.goal import WantedOfVote, wanted_of_vote
from legation.questions.votes.replies import places_on
from legation.questions.votes.sides import SHOWN, level_of, place_word

__all__ = [
    "INTERNAL",
    "Line",
    "Lines",
    "Wanted",
    "answers_of_actor",
    "ask_for_vote",
    "fallback_for",
    "label_of_vote",
    "lines_for",
    "past_votes",
    "vote_ahead",
    "vote_cells",
    "wanted_of",
    "words_of_actor",
]

_VOTES_SHOWN = 4
INTERNAL = "TLP:AMBER+STRICT"
"""What a paper bears at least that says what is not to be said: it stays in the house, whatever the rest of the dossier is marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A message, and the rows that argue for it."""

    row: SaidTo
    arguments: tuple[SaidTo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """What we say and what we do not.

    Attributes
    ----------
    messages : tuple of Line
    answers : tuple of SaidTo
        Rows with a question that they answer.
    avoid : tuple of SaidTo
        Rows that say what to avoid.
    withheld : tuple of Message
        Why a message is not proposed: it would clear a firm of a failing that the dossier holds.
    """

    messages: tuple[Line, ...]
    answers: tuple[SaidTo, ...]
    avoid: tuple[SaidTo, ...]
    withheld: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What we would settle for, and the marking of whoever wrote it; both are empty where nobody did."""

    words: Wording
    marking: str


def fallback_for(case: Case, plan: Engagement | None) -> Wanted:
    """Return our fallback with an actor: that of the approach that is planned, else that of the paper's settings."""
    if plan is not None and plan.fallback:
        return Wanted(words=plan.fallback, marking=plan.marking)
    settings = brief_settings(case.info.brief)
    return Wanted(words=settings.fallback, marking=settings.marking if settings.fallback else "")


def lines_for(case: Case, actor: str = "", issue: str = "") -> Lines:
    """Return the lines to take with one actor, as an audience of its own or in its groups and coalitions; without one, with everybody.

    Parameters
    ----------
    issue : str
        Only lines on it, and those on no issue of their own.
    """
    rows = [row for row in standing(case.dossier.messages) if _is_for(case, row, actor) and issue in ("", row.issue or issue)]
    withheld = withheld_messages(case, rows)
    said = [row for row in rows if row.text and row.id not in withheld]
    there = {row.id for row in said}
    argued = {row.id: [one for one in said if one.supports == row.id and not one.question] for row in said}
    return Lines(
        messages=tuple(
            Line(row=row, arguments=tuple(argued[row.id]))
            for row in said
            if not row.question and (row.supports not in there or row.supports == row.id)
        ),
        answers=tuple(row for row in said if row.question),
        avoid=tuple(row for row in rows if row.avoid),
        withheld=tuple(dict.fromkeys(withheld[row.id] for row in rows if row.id in withheld)),
    )


def _is_for(case: Case, row: SaidTo, actor: str) -> bool:
    if not actor:
        return True
    groups = {m.group for m in case.dossier.groups if m.actor == actor and actor in case.dossier.members(m.group, case.as_of)}
    groups |= {m.coalition for m in case.dossier.coalitions if m.actor == actor}
    return actor in row.audience or not groups.isdisjoint(row.audience)


def vote_ahead(case: Case, rollcall: str = "") -> RollCall | None:
    """Return the vote that a conversation is about: the one that is named, else that of the dossier."""
    wanted = rollcall or case.info.parameters.get("rollcall")
    return case.rollcall(str(wanted)) if wanted else None


def label_of_vote(rollcall: RollCall, lang: Lang) -> str:
    """Return a vote as a paper calls it: symbol and title."""
    return text("label-of-vote", lang, symbol=rollcall.symbol or rollcall.id, title=rollcall.title)


def ask_for_vote(case: Case, who: str, ahead: RollCall | None, wanted: WantedOfVote | None) -> Message | None:
    """Return what to ask of an actor in a vote: our goal; to hold its word of one that is with us; which answer holds where they differ.

    Nothing is asked without a goal, nor of a sponsor of a text that we oppose.
    """
    if ahead is None or wanted is None:
        return None
    goal = wanted.goal
    if goal and places_on(case, ahead).of(who) == "contradicted":
        return Message("brief.kit.ask-settle", rollcall=ahead.symbol or ahead.id)
    declared = declared_votes(case, ahead).get(who)
    if goal and declared and declared.vote == inputs.CODES.index("no" if goal == "defeat" else "yes"):
        ask = "hold"
    else:
        ask = "" if declared and declared.basis == "sponsor" and goal == "defeat" else goal
    return Message(f"brief.kit.ask-{ask}", rollcall=ahead.symbol or ahead.id) if ask else None


def answers_of_actor(case: Case, who: str, ahead: RollCall | None, sources: Sources, lang: Lang) -> Iterator[Paragraph]:
    """Yield where an actor stands on a vote that it has answered without declaring a plain vote, then each answer, side by side."""
    places = places_on(case, ahead) if ahead is not None and not ahead.is_secret else None
    place = places.of(who) if places else ""
    if places is None or place not in SHOWN:
        return
    yield Paragraph(text("kit.stands", lang, place=place_word(place)))
    for word in places.behind(who):
        level = level_of(word)
        parts = (
            say(level, lang) if level else "",
            say(choice_word("engagements", "answer", word.reply.answer), lang),
            text("kit.on-condition", lang, words=word.condition) if word.condition else "",
            say(word.words, lang),
        )
        date: Any = word.date if word.date > dt.date.min else "—"
        yield Paragraph(text("kit.words", lang, date=date, text=" · ".join(filter(None, parts))), sources.numbers(word.evidence))


def wanted_of(case: Case, ahead: RollCall | None) -> WantedOfVote | None:
    """Return what we want of a vote, as the parameters of the dossier or an objective say it."""
    return wanted_of_vote(case, ahead, case.info.parameters.get("goal")) if ahead else None


def words_of_actor(case: Case, who: str, sources: Sources, lang: Lang) -> Iterator[Paragraph]:
    """Yield what an actor said, each with its day and its sources: in positions, then in talks."""
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


def past_votes(case: Case, who: str) -> list[tuple[RollCall, str]]:
    """Return the last votes on the matter and how an actor stood in each, the oldest first."""
    past = [r for r in inputs.profile(case, actors=[who]).rollcalls if r.issue] if len(case.dossier.votes) else []
    past = past[-_VOTES_SHOWN:]
    codes = inputs.ballots(case, [who], [r.id for r in past])[0] if past else ()
    return [(r, inputs.CODES[int(code)]) for r, code in zip(past, codes, strict=True)]


def vote_cells(past: Iterable[tuple[RollCall, str]], lang: Lang) -> Sequence[tuple[Cell, ...]]:
    """Return past votes as rows of a table: symbol, day, title, vote."""
    return [
        (
            Cell(r.symbol or r.id),
            Cell(say(r.date, lang) if r.date else "—"),
            Cell(say(r.title, lang)),
            Cell(say(Message(f"vote.{vote}"), lang), "centre", VOTE_TONES.get(vote, "")),  # type: ignore[arg-type]
        )
        for r, vote in past
    ]
