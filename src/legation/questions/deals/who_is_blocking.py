"""Who is blocking, and is it alone? What was said of each open bracket, by whom and when; nothing is said for who was silent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.answer import Answer, Finding, first_of
from legation.questions.base.case import Case, joined_evidence
from legation.questions.deals.drafting.draft import DraftInputs, caveats, draft_asked
from legation.questions.deals.drafting.tables import (
    actors_table,
    blockers_of,
    disputed_brackets_table,
    pairs_table,
    stances_table,
    words_kept,
)
from legation.questions.question import Progress, Question, silent, text
from legation.rooms.drafting import SILENT, Blocking, Stance, blocking, standing

__all__ = ["QUESTION", "answer"]

AREA = "who-is-blocking"
NAMED = 6


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say who stands on record against the words of which bracket, alone or with whom."""
    asked = draft_asked(case, options["draft"])
    held = blocking(asked.room.state)
    if not held.brackets:
        raise NotAvailable(Message(f"{AREA}.no-bracket", title=asked.title, as_of=case.as_of))
    findings = (
        *_counted(asked, held),
        *_alone(asked, held),
        *_words(asked, held),
        *_contradictory(asked, held),
        *_pairs(asked, held),
        *_reserved(asked, held),
        *_unopposed(asked, held),
        *_silent(asked, held),
    )
    figures = (blockers_of(asked, held),) if held.actors else ()
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=findings,
        tables=(actors_table(asked, held), disputed_brackets_table(asked, held), stances_table(asked, held), *pairs_table(asked, held)),
        figures=figures,
        caveats=(*_rules(asked), *caveats(asked), QUESTION.limits),
        missing=() if held.actors else (Message(f"{AREA}.no-stance"),),
    )


def _counted(asked: DraftInputs, held: Blocking) -> Iterator[Finding]:
    opposed = [name for name in held.brackets if held.objectors[name]]
    objecting = {actor for name in opposed for actor in held.objectors[name]}
    count, of = len(opposed), len(held.brackets)
    values = {"title": asked.title, "of": of, "count": count or of, "alone": len(held.lone), "actors": len(objecting)}
    evidence = joined_evidence(asked.behind(one) for one in _objections(asked, held))
    form = "counted-none" if not opposed else "counted" if held.lone else "counted-shared"
    yield Finding(id="counted", message=Message(f"{AREA}.{form}", **values), evidence=evidence or asked.now())


def _alone(asked: DraftInputs, held: Blocking) -> Iterator[Finding]:
    for name, actor in list(held.lone.items())[:NAMED]:
        stance = standing(asked.room.state, name)[actor]
        wanting = first_of(asked.names(held.wanting[name]), NAMED)
        contrary = (
            Message(f"{AREA}.wanted", count=len(held.wanting[name]), actors=wanting) if wanting else Message(f"{AREA}.wanted-by-nobody")
        )
        message = _said(asked, stance, actor, name, "alone")
        yield Finding(id=f"alone:{name}", message=message, evidence=asked.behind(stance), needs="any", contrary=contrary)


def _said(asked: DraftInputs, stance: Stance, actor: str, name: str, what: str) -> Message:
    """Return the sentence that says what an actor said of a bracket, with its day, and whether it said it in the open."""
    values = {"actor": asked.named(actor), "bracket": asked.bracket(name), "date": dt.date.fromisoformat(stance.at[:10])}
    if not stance.evidence:
        return Message(f"{AREA}.{what}-text", **values)
    return Message(f"{AREA}.{what}-public" if stance.public else f"{AREA}.{what}-private", **values)


def _objections(asked: DraftInputs, held: Blocking) -> list[Stance]:
    return [standing(asked.room.state, name)[actor] for name in held.brackets for actor in held.objectors[name]]


def _words(asked: DraftInputs, held: Blocking) -> Iterator[Finding]:
    kept = words_kept(asked, held)
    ranked = sorted((actor for actor in held.actors if kept[actor]), key=lambda a: (-kept[a], a))
    if ranked:
        told = tuple(
            Message(f"{AREA}.words-one", actor=asked.named(actor), words=kept[actor], brackets=_count(held, actor))
            for actor in ranked[:NAMED]
        )
        evidence = joined_evidence(asked.behind(one) for one in _objections(asked, held) if one.actor in ranked[:NAMED])
        yield Finding(id="words", message=Message(f"{AREA}.words", count=len(ranked), told=told), evidence=evidence or asked.now())


def _count(held: Blocking, actor: str) -> int:
    return sum(actor in found for found in held.objectors.values())


def _contradictory(asked: DraftInputs, held: Blocking) -> Iterator[Finding]:
    brackets = list(dict.fromkeys(name for name, _, _ in held.contradictory))
    for name in brackets[:NAMED]:
        said = standing(asked.room.state, name)
        sides = {"wanting": held.wanting[name], "objecting": held.objectors[name]}
        evidence = joined_evidence(asked.behind(said[actor]) for side in sides.values() for actor in side)
        shown = {side: first_of(asked.names(actors), NAMED) for side, actors in sides.items()}
        yield Finding(id=f"both:{name}", message=Message(f"{AREA}.both", bracket=asked.bracket(name), **shown), evidence=evidence)


def _pairs(asked: DraftInputs, held: Blocking) -> Iterator[Finding]:
    if held.pairs and held.pairs[0][2] > 1:
        first, second, count = held.pairs[0]
        tied = sum(pair[2] == count for pair in held.pairs)
        form = "pair" if tied == 1 else "pairs-tied"
        message = Message(f"{AREA}.{form}", first=asked.named(first), second=asked.named(second), brackets=count, count=tied)
        both = [n for n in held.brackets if {first, second} <= set(held.objectors[n])]
        said = [standing(asked.room.state, name)[actor] for name in both for actor in (first, second)]
        yield Finding(id="pair", message=message, evidence=joined_evidence(map(asked.behind, said)), confidence="low")


def _reserved(asked: DraftInputs, held: Blocking) -> Iterator[Finding]:
    state = asked.room.state
    found = [(actor, one) for name in held.brackets for actor, one in standing(state, name).items() if one.stance == "reserve"]
    actors = tuple(dict.fromkeys([*(actor for actor, _ in found), *(actor for actor, *_ in state.reservations)]))
    if actors:
        evidence = joined_evidence(asked.behind(one) for _, one in found) or asked.now()
        message = Message(f"{AREA}.reserved", count=len(actors), actors=first_of(asked.names(actors), NAMED))
        yield Finding(id="reserved", message=message, evidence=evidence)


def _unopposed(asked: DraftInputs, held: Blocking) -> Iterator[Finding]:
    found = [name for name in held.brackets if not held.objectors[name]]
    if found:
        shown = first_of(tuple(asked.bracket(name) for name in found), 3)
        message = Message(f"{AREA}.unopposed", count=len(found), brackets=shown)
        yield Finding(id="unopposed", message=message, evidence=asked.now(), contrary=Message(f"{AREA}.unopposed-contrary"))


def _silent(asked: DraftInputs, held: Blocking) -> Iterator[Finding]:
    quiet = tuple(actor for row, actor in zip(held.stance, held.actors, strict=True) if (row == SILENT).all())
    if quiet:
        message = Message(f"{AREA}.silent", count=len(quiet), actors=first_of(asked.names(quiet), NAMED))
        yield Finding(id="silent", message=message, evidence=asked.now())


def _rules(asked: DraftInputs) -> Iterator[Message]:
    model = asked.model
    yield Message(f"{AREA}.silence-accepts" if model.silence_accepts else f"{AREA}.silence-is-none")
    if any(one.group for one in asked.room.state.members):
        yield Message(f"{AREA}.one-voice" if model.one_voice else f"{AREA}.own-voices")
    if model.scheme == "vote":
        yield Message(f"{AREA}.by-vote")


QUESTION = Question(id=AREA, needs=(), also_needs=("draft",), options=(text("draft"),), answer=answer, subject="spaces")
