"""Who is blocking, and is it alone? What was said of each open bracket, by whom and when; nothing is said for who was silent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from legation.errors import NotAvailable
from legation.language import AnyOrder, Message
from legation.questions.answer import Answer, Finding, first_of
from legation.questions.base.case import Case, joined_evidence
from legation.questions.deals.drafting.draft import BRACKET, DRAFT_VERSION, DraftInputs, caveats, find_draft
from legation.questions.deals.drafting.tables import (
    actors_table,
    blockers_of,
    bracketed_words_by_voice,
    disputed_brackets_table,
    pairs_table,
    stances_table,
)
from legation.questions.question import Headline, Progress, Question, model, silent
from legation.rooms.drafting import CHAIR, SILENT, Blocking, Stance, blocking, standing

__all__ = ["QUESTION", "answer"]

AREA = "who-is-blocking"
NAMED = 6


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say who stands on record against the words of which bracket, alone or with whom."""
    inputs = find_draft(case, options["draft"])
    blockers = blocking(inputs.room.state, CHAIR)
    if not blockers.brackets:
        raise NotAvailable(Message(f"{AREA}.no-bracket", title=inputs.title, as_of=case.as_of))
    findings = (
        *_counted(inputs, blockers),
        *_alone(inputs, blockers),
        *_words(inputs, blockers),
        *_contradictory(inputs, blockers),
        *_pairs(inputs, blockers),
        *_reserved(inputs, blockers),
        *_unopposed(inputs, blockers),
        *_silent(inputs, blockers),
    )
    figures = (blockers_of(inputs, blockers),) if blockers.actors else ()
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=findings,
        tables=(
            actors_table(inputs, blockers),
            disputed_brackets_table(inputs, blockers),
            stances_table(inputs, blockers),
            *pairs_table(inputs, blockers),
        ),
        figures=figures,
        caveats=(*_rules(inputs), *caveats(inputs), QUESTION.limits),
        missing=() if blockers.actors else (Message(f"{AREA}.no-stance"),),
    )


def _counted(inputs: DraftInputs, blocking: Blocking) -> Iterator[Finding]:
    opposed = [name for name in blocking.brackets if blocking.objectors[name]]
    objecting = {actor for name in opposed for actor in blocking.objectors[name]}
    count, of = len(opposed), len(blocking.brackets)
    values = {"title": inputs.title, "of": of, "count": count or of, "alone": len(blocking.lone), "actors": len(objecting)}
    evidence = joined_evidence(inputs.behind(one) for one in _objections(inputs, blocking))
    form = "counted-none" if not opposed else "counted" if blocking.lone else "counted-shared"
    yield Finding(id="counted", message=Message(f"{AREA}.{form}", **values), evidence=evidence or inputs.now())


def _alone(inputs: DraftInputs, blocking: Blocking) -> Iterator[Finding]:
    for name, actor in list(blocking.lone.items())[:NAMED]:
        stance = standing(inputs.room.state, name)[actor]
        wanting = AnyOrder(first_of(inputs.names(blocking.wanting[name]), NAMED))
        contrary = (
            Message(f"{AREA}.wanted", count=len(blocking.wanting[name]), actors=wanting) if wanting else Message(f"{AREA}.wanted-by-nobody")
        )
        message = _said(inputs, stance, actor, name, "alone")
        yield Finding(id=f"alone:{name}", message=message, evidence=inputs.behind(stance), needs="any", contrary=contrary)


def _said(inputs: DraftInputs, stance: Stance, actor: str, name: str, what: str) -> Message:
    """Return the sentence that says what an actor said of a bracket, with its day, and whether it said it in the open."""
    values = {"actor": inputs.named(actor), "bracket": inputs.bracket(name), "date": dt.date.fromisoformat(stance.at[:10])}
    if (stance.actor, stance.target, stance.at) in inputs.room.in_room:
        return Message(f"{AREA}.{what}-room", **values)
    if not stance.evidence:
        return Message(f"{AREA}.{what}-text", **values)
    return Message(f"{AREA}.{what}-public" if stance.public else f"{AREA}.{what}-private", **values)


def _objections(inputs: DraftInputs, blocking: Blocking) -> list[Stance]:
    return [standing(inputs.room.state, name)[actor] for name in blocking.brackets for actor in blocking.objectors[name]]


def _words(inputs: DraftInputs, blocking: Blocking) -> Iterator[Finding]:
    surviving = bracketed_words_by_voice(inputs, blocking)
    ranked = sorted((actor for actor in blocking.actors if surviving[actor]), key=lambda a: (-surviving[a], a))
    if ranked:
        clauses = tuple(
            Message(f"{AREA}.words-one", actor=inputs.named(actor), words=surviving[actor], brackets=_count(blocking, actor))
            for actor in ranked[:NAMED]
        )
        evidence = joined_evidence(inputs.behind(one) for one in _objections(inputs, blocking) if one.actor in ranked[:NAMED])
        yield Finding(id="words", message=Message(f"{AREA}.words", count=len(ranked), told=clauses), evidence=evidence or inputs.now())


def _count(blocking: Blocking, actor: str) -> int:
    return sum(actor in found for found in blocking.objectors.values())


def _contradictory(inputs: DraftInputs, blocking: Blocking) -> Iterator[Finding]:
    brackets = list(dict.fromkeys(name for name, _, _ in blocking.contradictory))
    for name in brackets[:NAMED]:
        said = standing(inputs.room.state, name)
        sides = {"wanting": blocking.wanting[name], "objecting": blocking.objectors[name]}
        evidence = joined_evidence(inputs.behind(said[actor]) for side in sides.values() for actor in side)
        shown = {side: AnyOrder(first_of(inputs.names(actors), NAMED)) for side, actors in sides.items()}
        yield Finding(id=f"both:{name}", message=Message(f"{AREA}.both", bracket=inputs.bracket(name), **shown), evidence=evidence)


def _pairs(inputs: DraftInputs, blocking: Blocking) -> Iterator[Finding]:
    if blocking.pairs and blocking.pairs[0][2] > 1:
        first, second, count = blocking.pairs[0]
        tied = sum(pair[2] == count for pair in blocking.pairs)
        form = "pair" if tied == 1 else "pairs-tied"
        message = Message(f"{AREA}.{form}", first=inputs.named(first), second=inputs.named(second), brackets=count, count=tied)
        both = [n for n in blocking.brackets if {first, second} <= set(blocking.objectors[n])]
        said = [standing(inputs.room.state, name)[actor] for name in both for actor in (first, second)]
        yield Finding(id="pair", message=message, evidence=joined_evidence(map(inputs.behind, said)), confidence="low")


def _reserved(inputs: DraftInputs, blocking: Blocking) -> Iterator[Finding]:
    state = inputs.room.state
    found = [(actor, one) for name in blocking.brackets for actor, one in standing(state, name).items() if one.stance == "reserve"]
    actors = tuple(dict.fromkeys([*(actor for actor, _ in found), *(actor for actor, *_ in state.reservations)]))
    if actors:
        evidence = joined_evidence(inputs.behind(one) for _, one in found) or inputs.now()
        message = Message(f"{AREA}.reserved", count=len(actors), actors=AnyOrder(first_of(inputs.names(actors), NAMED)))
        yield Finding(id="reserved", message=message, evidence=evidence)


def _unopposed(inputs: DraftInputs, blocking: Blocking) -> Iterator[Finding]:
    found = [name for name in blocking.brackets if not blocking.objectors[name]]
    if found:
        shown = first_of(tuple(inputs.bracket(name) for name in found), 3)
        message = Message(f"{AREA}.unopposed", count=len(found), brackets=shown)
        yield Finding(id="unopposed", message=message, evidence=inputs.now(), contrary=Message(f"{AREA}.unopposed-contrary"))


def _silent(inputs: DraftInputs, blocking: Blocking) -> Iterator[Finding]:
    quiet = tuple(actor for row, actor in zip(blocking.stance, blocking.actors, strict=True) if (row == SILENT).all())
    if quiet:
        message = Message(f"{AREA}.silent", count=len(quiet), actors=AnyOrder(first_of(inputs.names(quiet), NAMED)))
        yield Finding(id="silent", message=message, evidence=inputs.now())


def _rules(inputs: DraftInputs) -> Iterator[Message]:
    model = inputs.model
    yield Message(f"{AREA}.silence-accepts" if model.silence_accepts else f"{AREA}.silence-is-none")
    if any(one.group for one in inputs.room.state.members):
        yield Message(f"{AREA}.one-voice" if model.one_voice else f"{AREA}.own-voices")
    if model.scheme == "vote":
        yield Message(f"{AREA}.by-vote")


QUESTION = Question(
    id=AREA,
    needs=(),
    also_needs=(DRAFT_VERSION, BRACKET),
    options=(model("draft", "draft"),),
    answer=answer,
    heads=(
        Headline("words", "count"),
        Headline("counted", "count"),
    ),
    builds_on=("where-is-the-text-stuck",),
    subject="spaces",
)
