"""The tables of adopted wording: the nearest for each bracketed paragraph, and the votes of those who bracket it now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.columns import DATE, EVIDENCE, SHARED, Columns
from legation.questions.drafting.asked import Asked, cut
from legation.questions.drafting.before import Before, Voted
from legation.questions.drafting.names import STANCE

__all__ = ["nearest_table", "reading", "votes_table"]

AREA = "what-did-they-say-before"
column = Columns(f"{AREA}.")


def reading(asked: Asked, row: Before) -> Message:
    """Return how a paragraph is read: with the words of one bracket, or without its brackets."""
    unit = asked.label(row.unit)
    if row.bracket:
        return Message(f"{AREA}.with", unit=unit, words=asked.words(asked.room.state.held[row.bracket]))
    return Message(f"{AREA}.without", unit=unit)


def nearest_table(asked: Asked, rows: Sequence[Before]) -> AnswerTable:
    """Return a row for each bracketed paragraph."""
    made = [
        (
            reading(asked, row),
            cut(row.text),
            row.adopted.symbol,
            row.adopted.date,
            row.similarity,
            cut(row.wording),
            Message(f"{AREA}.words.{row.adopted.words}"),
            asked.seen(row.adopted.evidence),
        )
        for row in rows
    ]
    columns = (
        *column.text("unit", text="now", symbol="symbol"),
        DATE,
        *column.share("similarity"),
        *column.text("wording", words="whose-words"),
        EVIDENCE,
    )
    return AnswerTable(id="nearest", title=Message(f"{AREA}.nearest-table"), columns=columns, rows=tuple(made))


def votes_table(asked: Asked, near: Sequence[Before]) -> Iterator[AnswerTable]:
    """Yield who brackets each paragraph that has a near wording, and how they voted; nothing where nobody is on record."""
    rows: list[tuple[Any, ...]] = []
    for row in near:
        together: dict[tuple[str, Message], list[str]] = {}
        for one in row.votes:
            together.setdefault((one.stance, _vote(row, one)), []).append(one.actor)
        for (stance, vote), actors in together.items():
            rows.append((reading(asked, row), row.adopted.symbol, STANCE[stance], vote, asked.names(tuple(actors))))
    if not rows:
        return
    columns = (*column.text("unit", "symbol", "stance", "vote"), *SHARED.actors("actors"))
    yield AnswerTable(id="votes", title=Message(f"{AREA}.votes-table"), columns=columns, rows=tuple(rows))


def _vote(row: Before, one: Voted) -> Message:
    if row.adopted.without_vote:
        return Message(f"{AREA}.no-vote")
    if one.members:
        return Message(f"{AREA}.members-voted", yes=one.members.get("yes", 0), of=sum(one.members.values()))
    return Message(f"vote.{one.vote}") if one.vote else Message(f"{AREA}.vote-unknown")
