"""A circulation in words and counts, as the question and the board of the coordinator have it: who is in, and what is to be done."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from legation import moment
from legation.dossier import Signature
from legation.dossier.tables.labels import choice_word
from legation.language import Message
from legation.methods.signing.circulation import SIDES, side_of
from legation.questions.answer import AnswerTable, TableColumn
from legation.questions.base.case import Case
from legation.questions.base.columns import Columns
from legation.questions.coalitions.circulation.log import CirculationInputs
from legation.questions.coalitions.circulation.signatories import does_of
from legation.rooms.circulation import STATES, Standing

__all__ = ["WAITING", "board_table", "in_words", "shown_answer", "sides_of", "state_words", "to_do"]

AREA = "who-has-signed"
column = Columns(f"{AREA}.col-")
WAITING = ("claimed", "stale", "sign_if", "clearance", "clearance_lapsed")
"""States from which somebody has to do something next, in that order."""


def sides_of(case: Case, found: CirculationInputs) -> Mapping[str, str]:
    """Return by actor the side on which each that is invited stands."""
    kinds = {one.id: one.kind for one in case.dossier.actors}
    return {actor: side_of(kinds.get(actor, "other")) for actor in found.board}


def in_words(case: Case, found: CirculationInputs) -> Message:
    """Return in one sentence how many are in, and of which kinds."""
    counted, of_actor = found.board.counted, sides_of(case, found)
    sides = Counter(of_actor[actor] for actor in counted)
    values = {
        "title": found.title,
        "count": len(counted),
        "of": len(found.board),
        "sides": tuple(Message(f"{AREA}.counted.{side}", count=sides[side]) for side in SIDES if sides[side]) or ("—",),
    }
    kind = found.terms.kind.replace("_", "-")
    return Message(f"{AREA}.{'in' if counted else 'nobody'}-{kind}", **values)


def board_table(case: Case, found: CirculationInputs) -> AnswerTable:
    """Return how many of each kind of invited stand where; only states in which somebody stands have a column."""
    sides = sides_of(case, found)
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


def shown_answer(found: CirculationInputs, actor: str) -> Signature | None:
    """Return the answer that is shown of one that is invited: the objection by which a signature does not hold, else what it stands by."""
    signing = found.answer_of(actor)
    if signing is None or found.board[actor].state != "stale":
        return signing
    objections = [row for row in found.answers.values() if row.actor == actor and row.answer == "object" and _given(row) >= _given(signing)]
    return max(objections, key=lambda row: (_given(row), row.id), default=signing)


def _given(row: Signature) -> dt.datetime:
    return row.at.instant if row.at is not None else dt.datetime.min.replace(tzinfo=dt.UTC)


def to_do(found: CirculationInputs, place: Standing) -> Message | None:
    """Return what is to be done next for one that stands so; None where nothing is."""
    if place.carried:
        return Message(f"{AREA}.do.carried", until=moment.shown(moment.parse(place.carried), found.terms.zone or "UTC"))
    return Message(f"{AREA}.do.{place.state}") if place.state in (*WAITING, "open") else None


def state_words(found: CirculationInputs, side: str, actor: str) -> Message | str:
    """Return where one stands, in the words of the kind of circulation: *joins*, *co-sponsors*, *signs*."""
    place = found.board[actor]
    if place.carried:
        return Message(f"{AREA}.state.carried")
    if place.state == "signed":
        return Message(f"{AREA}.does.{does_of(found, side)}")
    row = shown_answer(found, actor)
    if row is not None and row.answer == "object":
        return choice_word("signatures", "answer", row.answer)
    if place.state == "dissociated" and row is not None and row.unit:
        return Message(f"{AREA}.dissociated-unit", unit=row.unit)
    return Message(f"{AREA}.state.{place.state}")
