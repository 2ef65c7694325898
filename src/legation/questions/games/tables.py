"""What a game has shown as tables: the offers in order, exchanges, what each side got, what could be read, and the solutions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.base.columns import SHARED, Columns
from legation.questions.games.record import AREA, GameRecord
from legation.questions.games.shown import BESIDE, GameShown

__all__ = ["plain_tables", "tables_of"]

column = Columns(f"{AREA}.column.")
LOGROLLS = 50


def plain_tables(record: GameRecord) -> Iterator[AnswerTable]:
    """Yield the offers of a game whose points are nobody's to know."""
    if record.offers:
        rows = tuple(
            (one.place, round(one.time, 4), record.side(one.party), record.changed(one), _answer(record, one.number))
            for one in record.offers
        )
        columns = (*column.number("place"), *column.share("time"), *column.text("by", "package", "answer"))
        yield AnswerTable(id="offers", title=Message(f"{AREA}.table.offers"), columns=columns, rows=rows)


def tables_of(shown: GameShown) -> Iterator[AnswerTable]:
    """Yield the tables of a revealed rehearsal."""
    yield from _offers(shown)
    yield from _sides(shown)
    yield from _logrolls(shown)
    yield from _solutions(shown)
    yield from _coalitions(shown)


def _answer(record: GameRecord, number: int) -> Message | None:
    return Message(f"{AREA}.is-deal") if record.deal is not None and record.deal.number == number else None


def _offers(shown: GameShown) -> Iterator[AnswerTable]:
    record = shown.record
    if not record.offers:
        return
    rows = tuple(
        (
            one.place,
            round(one.time, 4),
            record.side(one.party),
            record.changed(one),
            round(at.distance, 3),
            len(at.better),
            _answer(record, one.number),
        )
        for one, at in zip(record.offers, shown.standings, strict=True)
    )
    columns = (
        *column.number("place"),
        *column.share("time"),
        *column.text("by", "package"),
        *column.number("distance", "better"),
        *column.text("answer"),
    )
    yield AnswerTable(id="offers", title=Message(f"{AREA}.table.offers-placed"), columns=columns, rows=rows)


def _sides(shown: GameShown) -> Iterator[AnswerTable]:
    """Yield what the deal was worth to each side and what its offers told, in the order of the game: no side stands before another."""
    record = shown.record
    deal = None if record.deal is None else shown.worth(record.deal.package).tolist()
    rows: list[tuple[Any, ...]] = []
    for one, claimed in zip(shown.read, shown.claimed, strict=True):
        worth = None if deal is None else deal[one.party]
        rows.append((record.sides[one.party], worth, one.floor, claimed, one.offers, one.low, one.median, one.high, one.priorities))
    columns = (
        *column.text("side"),
        *column.points("worth", "floor"),
        *column.share("claimed"),
        *column.number("offers"),
        *column.points("low", "median", "high", judgement="floor"),
        *column.number("priorities"),
    )
    rounded = tuple((*row[:-1], None if row[-1] is None else round(row[-1], 2)) for row in rows)
    yield AnswerTable(id="sides", title=Message(f"{AREA}.table.sides"), columns=columns, rows=rounded)


def _logrolls(shown: GameShown) -> Iterator[AnswerTable]:
    record = shown.record
    if not shown.logrolls:
        return
    rows = tuple(
        (
            record.sides[one.parties[0]],
            record.issues[one.issues[0]],
            record.sides[one.parties[1]],
            record.issues[one.issues[1]],
            float(one.gains[0]),
            float(one.gains[1]),
            round(float(one.size), 3),
        )
        for one in shown.logrolls[:LOGROLLS]
    )
    columns = (*column.text("first", "won", "second", "given"), *column.points("gain_first", "gain_second"), *column.number("size"))
    title = Message(f"{AREA}.table.logrolls", shown=len(rows), of=len(shown.logrolls))
    yield AnswerTable(id="logrolls", title=title, columns=columns, rows=rows)


def _solutions(shown: GameShown) -> Iterator[AnswerTable]:
    record = shown.record
    packages: list[tuple[Any, Any]] = []
    if record.deal is not None:
        packages.append((Message(f"{AREA}.the-deal"), record.deal.package))
    packages += [(tuple(BESIDE[one] for one in concepts), package) for package, concepts in shown.named().items()]
    if record.status_quo is not None:
        packages.append((Message("trading.status-quo"), record.status_quo))
    rows = tuple(
        (
            what,
            record.words(package),
            tuple(
                Message("trading.points", party=side, points=round(value, 1))
                for side, value in zip(record.sides, shown.worth(package).tolist(), strict=True)
            ),
        )
        for what, package in packages
    )
    if rows:
        yield AnswerTable(
            id="solutions", title=Message(f"{AREA}.table.solutions"), columns=column.text("what", "package", "points"), rows=rows
        )


def _coalitions(shown: GameShown) -> Iterator[AnswerTable]:
    table, record = shown.table, shown.record
    if table is None or record.rule is None:
        return
    rows = tuple(
        (tuple(record.sides[member] for member in one.members), one.deals, one.deals / table.packages)
        for one in table.coalitions
        if one.minimal
    )
    columns = (*SHARED.actors("members"), *column.number("deals"), *column.fine_share("share"))
    yield AnswerTable(id="coalitions", title=Message("trading.table.coalitions"), columns=columns, rows=rows)
