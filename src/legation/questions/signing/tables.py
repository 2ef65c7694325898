"""The tables of who-would-sign: the order, the calls, who spoke when, the points, and how the order did in past cases."""

from __future__ import annotations

from collections.abc import Sequence

from legation.language import Message
from legation.methods.signing import TRAITS, Replay, Weights
from legation.questions.answer import AnswerTable, TableColumn
from legation.questions.case import Case
from legation.questions.signing.acts import Attribution
from legation.questions.signing.listed import Listed
from legation.questions.signing.past import PastCase

__all__ = ["acts_table", "calls_table", "order_table", "points_table", "replay_table"]

AREA = "who-would-sign"


def order_table(case: Case, rows: Sequence[Listed], simple: Sequence[str]) -> AnswerTable:
    """Return the order of asking with what past cases say of such a place."""
    columns = (
        TableColumn("place", Message(f"{AREA}.place"), "number"),
        TableColumn("actor", Message("column.actor")),
        TableColumn("points", Message(f"{AREA}.points"), "points"),
        TableColumn("low", Message(f"{AREA}.low"), "chance"),
        TableColumn("high", Message(f"{AREA}.high"), "chance"),
        TableColumn("spoke", Message(f"{AREA}.spoke"), "number"),
        TableColumn("lag", Message(f"{AREA}.lag"), "number", unit="days"),
        TableColumn("simple", Message(f"{AREA}.simple-place"), "number"),
        TableColumn("evidence", Message("column.evidence"), "evidence"),
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


def calls_table(case: Case, rows: Sequence[Listed]) -> AnswerTable:
    """Return, for each call, why it is made, why it may fail, and what the other side needs."""
    columns = (
        TableColumn("place", Message(f"{AREA}.place"), "number"),
        TableColumn("actor", Message("column.actor")),
        TableColumn("for", Message(f"{AREA}.for")),
        TableColumn("against", Message(f"{AREA}.against")),
        TableColumn("needs", Message(f"{AREA}.needs-column")),
        TableColumn("red-line", Message(f"{AREA}.red-line")),
    )
    cells = tuple((row.place, case.named(row.actor), row.speaks_for, row.against, row.needs or None, row.red_line or None) for row in rows)
    return AnswerTable(id="calls", title=Message(f"{AREA}.calls-table", count=len(cells)), columns=columns, rows=cells, judgement="signing")


def acts_table(case: Case, every: Sequence[Attribution]) -> AnswerTable:
    """Return every public word that counts, with its lag behind the first of those who spoke together."""
    columns = (
        TableColumn("coalition", Message(f"{AREA}.matter")),
        TableColumn("actor", Message("column.actor")),
        TableColumn("word", Message(f"{AREA}.word-column")),
        TableColumn("date", Message("column.date"), "date"),
        TableColumn("lag", Message(f"{AREA}.lag-of-word"), "number", unit="days"),
        TableColumn("evidence", Message("column.evidence"), "evidence"),
    )
    rows = tuple(
        (one.name, case.named(act.actor), Message(f"{AREA}.word.{act.tier}"), act.day, one.lag(act), act.evidence)
        for one in every
        for act in one.acts
    )
    return AnswerTable(id="acts", title=Message(f"{AREA}.acts-table"), columns=columns, rows=rows)


def points_table(weights: Weights) -> AnswerTable:
    """Return the points of each trait: declared, shown by the past cases, in use."""
    columns = (
        TableColumn("trait", Message(f"{AREA}.trait-column")),
        TableColumn("declared", Message(f"{AREA}.declared"), "points"),
        TableColumn("seen", Message(f"{AREA}.seen"), "points"),
        TableColumn("used", Message(f"{AREA}.used"), "points"),
    )
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
        TableColumn("coalition", Message(f"{AREA}.matter")),
        TableColumn("first", Message(f"{AREA}.first-mover")),
        TableColumn("cut", Message(f"{AREA}.cut"), "date"),
        TableColumn("signers", Message(f"{AREA}.signers"), "actors"),
        TableColumn("outside", Message(f"{AREA}.outside"), "actors"),
        TableColumn("ours", Message(f"{AREA}.ours", count=top), "actors"),
        TableColumn("simple", Message(f"{AREA}.simple", count=top), "actors"),
        TableColumn("evidence", Message("column.evidence"), "evidence"),
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
