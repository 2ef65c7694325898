"""The tables of who-would-sign: the order, the calls, who spoke when, the points, and how the order did in past cases."""

from __future__ import annotations

from collections.abc import Sequence

from legation.language import Message
from legation.methods.signing import TRAITS, Replay, Weights
from legation.questions.answer import AnswerTable
from legation.questions.base.case import Case
from legation.questions.base.columns import ACTOR, DATE, EVIDENCE, Columns
from legation.questions.coalitions.attributions import JointAttribution
from legation.questions.coalitions.candidates import Candidate, PastCase

__all__ = ["acts_table", "calls_table", "order_table", "points_table", "replay_table"]

AREA = "who-would-sign"
column = Columns(f"{AREA}.")


def order_table(case: Case, rows: Sequence[Candidate], simple: Sequence[str]) -> AnswerTable:
    """Return the order of asking with what past cases say of such a place."""
    columns = (
        *column.number("place"),
        ACTOR,
        *column.points("points"),
        *column.chance("low", "high"),
        *column.number("spoke"),
        *column.number("lag", unit="days"),
        *column.number(simple="simple-place"),
        EVIDENCE,
    )
    places = {name: place for place, name in enumerate(simple, start=1)}
    cells = tuple(
        (
            row.place,
            case.named(row.actor),
            row.score,
            row.band.low if row.band.of else None,
            row.band.high if row.band.of else None,
            row.named,
            row.lag,
            places[row.actor],
            row.evidence,
        )
        for row in rows
    )
    return AnswerTable(id="order", title=Message(f"{AREA}.order-table"), columns=columns, rows=cells, judgement="signing")


def calls_table(case: Case, rows: Sequence[Candidate]) -> AnswerTable:
    """Return, for each call, why it is made, why it may fail, and what the other side needs."""
    columns = (*column.number("place"), ACTOR, *column.text("for", "against", needs="needs-column"), *column.text("red-line"))
    cells = tuple((row.place, case.named(row.actor), row.speaks_for, row.against, row.needs or None, row.red_line or None) for row in rows)
    return AnswerTable(id="calls", title=Message(f"{AREA}.calls-table", count=len(cells)), columns=columns, rows=cells, judgement="signing")


def acts_table(case: Case, every: Sequence[JointAttribution]) -> AnswerTable:
    """Return every public word that counts, with its lag behind the first of those who spoke together."""
    columns = (
        *column.text(coalition="matter"),
        ACTOR,
        *column.text(word="word-column"),
        DATE,
        *column.number(unit="days", lag="lag-of-word"),
        EVIDENCE,
    )
    rows = tuple(
        (one.name, case.named(act.actor), Message(f"{AREA}.word.{act.tier}"), act.day, one.lag(act), act.evidence)
        for one in every
        for act in one.acts
    )
    return AnswerTable(id="acts", title=Message(f"{AREA}.acts-table"), columns=columns, rows=rows)


def points_table(weights: Weights) -> AnswerTable:
    """Return the points of each trait: declared, shown by the past cases, in use."""
    columns = (*column.text(trait="trait-column"), *column.points("declared", "seen", "used"))
    rows = tuple(
        (Message(f"{AREA}.trait.{name}"), float(weights.declared[i]), float(weights.seen[i]), float(weights.value[i]))
        for i, name in enumerate(TRAITS)
    )
    return AnswerTable(
        id="points", title=Message(f"{AREA}.points-table", count=weights.cases), columns=columns, rows=rows, judgement="signing"
    )


def replay_table(case: Case, past: Sequence[PastCase], replays: Sequence[Replay], top: int) -> AnswerTable:
    """Return, for each past case, who signed and who of them stood among the first, in our order and in the simple list."""
    columns = (
        *column.text(coalition="matter", first="first-mover"),
        *column.date("cut"),
        *column.actors("signers", "outside", ours=Message(f"{AREA}.ours", count=top), simple=Message(f"{AREA}.simple", count=top)),
        EVIDENCE,
    )
    rows = tuple(
        (
            one.matter.name,
            case.named(one.matter.first),
            one.cut,
            case.names(found.signers),
            case.names(name for name in found.signers if name not in one.closest),
            case.names(found.among_first(top, apart=one.closest)),
            case.names(name for name in one.simple[:top] if name in found.signers and name not in one.closest),
            one.evidence,
        )
        for one, found in zip(past, replays, strict=True)
    )
    return AnswerTable(id="replay", title=Message(f"{AREA}.replay-table"), columns=columns, rows=rows, judgement="signing")
