"""Who has signed? A text in circulation by kind of invited and state, what is to be done next, and each answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from legation import moment
from legation.language import Message
from legation.methods.signing.circulation import SIGNINGS
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base.case import Case
from legation.questions.base.columns import ACTOR, EVIDENCE, Columns
from legation.questions.base.part_inputs import part_caveats
from legation.questions.coalitions.circulation.board import WAITING, board_table, in_words, shown_answer, sides_of, state_words, to_do
from legation.questions.coalitions.circulation.log import CIRCULATED, CirculationInputs, find_circulation
from legation.questions.coalitions.circulation.names import names_warning
from legation.questions.coalitions.circulation.signatories import shown_moment
from legation.questions.question import Headline, Progress, Question, model, silent
from legation.rooms.circulation import STATES

__all__ = ["QUESTION", "answer"]

AREA = "who-has-signed"
column = Columns(f"{AREA}.col-")
NAMED = 12
"""Actors that a sentence names."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Count who is in, and say who waits for what."""
    found = find_circulation(case, options["draft"])
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(_in(case, found), *_next(case, found), *_out(case, found), *_without(case, found), *_names(case, found)),
        tables=(board_table(case, found), _answers(case, found)),
        caveats=(*part_caveats(AREA, found, _left_out(case, found)), QUESTION.limits),
        missing=() if found.versions else (Message(f"{AREA}.no-version"),),
    )


def _in(case: Case, found: CirculationInputs) -> Finding:
    counted = found.board.counted
    evidence = found.seen(*(answer.evidence for actor in counted if (answer := found.answer_of(actor)) is not None))
    return Finding(id="in", message=in_words(case, found), evidence=evidence, confidence="high" if counted else "")


def _next(case: Case, found: CirculationInputs) -> Iterator[Finding]:
    """Yield what the desk does next: confirm, ask for a signature anew, answer a change, ask where it is examined."""
    states = _by_state(found)
    carried = tuple(actor for actor, place in found.board.items() if place.carried)
    if carried:
        until = moment.shown(moment.parse(found.board[carried[0]].carried), found.terms.zone or "UTC")
        yield _naming(case, "carried", carried, version=found.versions[-1].id, until=until)
    for state in WAITING:
        actors = states.get(state, ())
        if actors:
            evidence = found.seen(*(answer.evidence for actor in actors if (answer := found.answer_of(actor)) is not None))
            yield _naming(case, state.replace("_", "-"), actors, evidence=evidence, version=found.versions[-1].id)
    again = tuple(actor for actor in found.board.counted if found.board[actor].claim)
    if again:
        yield _naming(case, "changed", again)


def _out(case: Case, found: CirculationInputs) -> Iterator[Finding]:
    states = _by_state(found)
    for state in ("withdrawn", "declined"):
        if states.get(state):
            yield _naming(case, state, states[state])


def _without(case: Case, found: CirculationInputs) -> Iterator[Finding]:
    actors = _by_state(found).get("silent" if found.is_closed else "open", ())
    if actors and found.is_closed:
        yield _naming(case, "silent", actors)
    elif actors and found.terms.closing is not None:
        yield _naming(case, "open", actors, closing=moment.shown(found.terms.closing, found.terms.zone))
    elif actors:
        yield _naming(case, "open-ended", actors)


def _names(case: Case, found: CirculationInputs) -> Iterator[Finding]:
    warning = names_warning(case, found)
    if warning is not None:
        yield Finding(id="names", message=warning)


def _naming(case: Case, form: str, actors: tuple[str, ...], *, evidence: tuple[str, ...] = (), **values: Any) -> Finding:
    """Return a sentence on a few actors by name, on many by their number alone."""
    key = form if len(actors) <= NAMED else f"{form}-many"
    message = Message(f"{AREA}.{key}", count=len(actors), actors=case.names(actors), **values)
    return Finding(id=form, message=message, evidence=evidence)


def _by_state(found: CirculationInputs) -> dict[str, tuple[str, ...]]:
    states: dict[str, list[str]] = {}
    for actor, place in found.board.items():
        states.setdefault("carried" if place.carried else place.state, []).append(actor)
    return {name: tuple(actors) for name, actors in states.items()}


def _answers(case: Case, found: CirculationInputs) -> AnswerTable:
    """Return each that is invited: where it stands, on which version, since when, by which words, and what is to be done."""
    order = {state: number for number, state in enumerate((*WAITING, *(one for one in STATES if one not in WAITING)))}
    rows, sides = [], sides_of(case, found)
    for actor, place in sorted(found.board.items(), key=lambda item: order[item[1].state]):
        row = shown_answer(found, actor)
        rows.append(
            (
                case.named(actor),
                state_words(found, sides[actor], actor),
                place.version,
                shown_moment(found, row.at) if row is not None and row.at is not None else None,
                (row.words or None) if row is not None else None,
                to_do(found, place),
                found.seen(row.evidence) if row is not None else (),
            )
        )
    columns = (ACTOR, *column.text("state", "version"), *column.text("at", "words", "do"), EVIDENCE)
    return AnswerTable(id="answers", title=Message(f"{AREA}.answers"), columns=columns, rows=tuple(rows))


def _left_out(case: Case, found: CirculationInputs) -> Iterator[Message]:
    if found.aside:
        yield Message(f"{AREA}.aside", count=len(found.aside), actors=case.names(dict.fromkeys(row.actor for row in found.aside)))
    if any(row.answer in SIGNINGS and row.answer not in found.terms.answers for row in found.answers.values()):
        yield Message(f"{AREA}.not-admitted")
    sides = sides_of(case, found)
    outside = [actor for actor in found.board.counted if sides[actor] not in found.terms.declared.does]
    if outside:
        yield Message(f"{AREA}.no-part", count=len(outside), actors=case.names(outside))
    if found.terms.declared.followed:
        yield Message(f"{AREA}.followed")


QUESTION = Question(
    id=AREA,
    needs=("invitations",),
    also_needs=(CIRCULATED,),
    options=(model("draft", "draft"),),
    answer=answer,
    heads=(Headline("in", "count"),),
    follows=("who-would-sign", "whom-to-call-first"),
    builds_on=("who-is-in",),
    purpose="act",
    subject="stand",
)
