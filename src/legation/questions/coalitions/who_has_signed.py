"""Who has signed? A text in circulation by kind of invited and state, what is to be done next, and each answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from legation import moment
from legation.language import Message
from legation.methods.signing.circulation import SIDES, SIGNINGS, side_of
from legation.questions.answer import Answer, AnswerTable, Finding, TableColumn
from legation.questions.base.case import Case
from legation.questions.base.columns import ACTOR, EVIDENCE, Columns
from legation.questions.base.part_inputs import part_caveats
from legation.questions.coalitions.circulation.log import CIRCULATED, CirculationInputs, find_circulation
from legation.questions.coalitions.circulation.names import names_warning
from legation.questions.coalitions.circulation.signatories import does_of, shown_moment
from legation.questions.question import Headline, Progress, Question, model, silent
from legation.rooms.circulation import STATES, Standing

__all__ = ["QUESTION", "answer"]

AREA = "who-has-signed"
column = Columns(f"{AREA}.col-")
NAMED = 12
"""Actors that a sentence names."""
_WAITING = ("claimed", "stale", "sign_if", "clearance", "clearance_lapsed")
"""States from which somebody has to do something next, in that order."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Count who is in, and say who waits for what."""
    found = find_circulation(case, options["draft"])
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(_in(case, found), *_next(case, found), *_out(case, found), *_without(case, found), *_names(case, found)),
        tables=(_board(found, case), _answers(case, found)),
        caveats=(*part_caveats(AREA, found, _left_out(case, found)), QUESTION.limits),
        missing=() if found.versions else (Message(f"{AREA}.no-version"),),
    )


def _in(case: Case, found: CirculationInputs) -> Finding:
    counted = found.board.counted
    sides = Counter(_side(case, actor) for actor in counted)
    evidence = found.seen(*(answer.evidence for actor in counted if (answer := found.answer_of(actor)) is not None))
    values = {
        "title": found.title,
        "count": len(counted),
        "of": len(found.board),
        "sides": tuple(Message(f"{AREA}.counted.{side}", count=sides[side]) for side in SIDES if sides[side]) or ("—",),
    }
    kind = found.terms.kind.replace("_", "-")
    form = f"in-{kind}" if counted else f"nobody-{kind}"
    return Finding(id="in", message=Message(f"{AREA}.{form}", **values), evidence=evidence, confidence="high" if counted else "")


def _next(case: Case, found: CirculationInputs) -> Iterator[Finding]:
    """Yield what the desk does next: confirm, ask for a signature anew, answer a change, ask where it is examined."""
    states = _by_state(found)
    carried = tuple(actor for actor, place in found.board.items() if place.carried)
    if carried:
        until = moment.shown(moment.parse(found.board[carried[0]].carried), found.terms.zone or "UTC")
        yield _naming(case, "carried", carried, version=found.versions[-1].id, until=until)
    for state in _WAITING:
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
    states: dict[str, tuple[str, ...]] = {}
    for actor, place in found.board.items():
        name = "carried" if place.carried else place.state
        states[name] = (*states.get(name, ()), actor)
    return states


def _side(case: Case, actor: str) -> str:
    return side_of(next((one.kind for one in case.dossier.actors if one.id == actor), "other"))


def _board(found: CirculationInputs, case: Case) -> AnswerTable:
    """Return how many of each kind of invited stand where; only states in which somebody stands have a column."""
    sides = {actor: _side(case, actor) for actor in found.board}
    counts = Counter((sides[actor], place.state) for actor, place in found.board.items())
    there = [state for state in STATES if any(counts[side, state] for side in SIDES)]
    rows = tuple(
        (
            Message(f"{AREA}.side.{side}"),
            sum(one == side for one in sides.values()),
            sum(found.board[actor].counted for actor, one in sides.items() if one == side),
            *(counts[side, state] for state in there),
        )
        for side in SIDES
        if side in sides.values()
    )
    columns = (
        *column.text("side"),
        *column.number("invited", "counted"),
        *(TableColumn(state, Message(f"{AREA}.state.{state}"), "number") for state in there),
    )
    return AnswerTable(id="board", title=Message(f"{AREA}.board"), columns=columns, rows=rows)


def _answers(case: Case, found: CirculationInputs) -> AnswerTable:
    """Return each that is invited: where it stands, on which version, since when, by which words, and what is to be done."""
    order = {state: number for number, state in enumerate((*_WAITING, *(one for one in STATES if one not in _WAITING)))}
    rows = []
    for actor, place in sorted(found.board.items(), key=lambda item: order[item[1].state]):
        row = found.answer_of(actor)
        rows.append(
            (
                case.named(actor),
                _state_words(found, case, actor, place),
                place.version,
                shown_moment(found, row.at) if row is not None and row.at is not None else None,
                (row.words or None) if row is not None else None,
                _to_do(found, place),
                found.seen(row.evidence) if row is not None else (),
            )
        )
    columns = (ACTOR, *column.text("state", "version"), *column.text("at", "words", "do"), EVIDENCE)
    return AnswerTable(id="answers", title=Message(f"{AREA}.answers"), columns=columns, rows=tuple(rows))


def _to_do(found: CirculationInputs, place: Standing) -> Message | None:
    if place.carried:
        return Message(f"{AREA}.do.carried", until=moment.shown(moment.parse(place.carried), found.terms.zone or "UTC"))
    return Message(f"{AREA}.do.{place.state}") if place.state in (*_WAITING, "open") else None


def _state_words(found: CirculationInputs, case: Case, actor: str, place: Standing) -> Message:
    """Return where one stands, in the words of the kind of circulation: *joins*, *co-sponsors*, *signs*."""
    if place.carried:
        return Message(f"{AREA}.state.carried")
    if place.state == "signed":
        return Message(f"{AREA}.does.{does_of(found, _side(case, actor))}")
    row = found.answer_of(actor)
    if place.state == "dissociated" and row is not None and row.unit:
        return Message(f"{AREA}.dissociated-unit", unit=row.unit)
    return Message(f"{AREA}.state.{place.state}")


def _left_out(case: Case, found: CirculationInputs) -> Iterator[Message]:
    if found.aside:
        yield Message(f"{AREA}.aside", count=len(found.aside), actors=case.names(dict.fromkeys(row.actor for row in found.aside)))
    if any(row.answer in SIGNINGS and row.answer not in found.terms.answers for row in found.answers.values()):
        yield Message(f"{AREA}.not-admitted")
    outside = [actor for actor in found.board.counted if _side(case, actor) not in found.terms.declared.does]
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
