"""What would make a state hold, in words and tables: orders of states, fixed options, decision makers together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.columns import Columns
from legation.questions.conflict.asked import Conflict
from legation.questions.conflict.edits import Edit, in_words
from legation.questions.conflict.settlement import Lever, Party
from legation.questions.conflict.words import numbered, option_names, way

if TYPE_CHECKING:
    from legation.methods.conflict import Change, Inverse

__all__ = ["edit_table", "lever_table", "lever_words", "order_table", "order_words", "party_table"]

AREA = "what-would-settle-it"
column = Columns(f"{AREA}.col-")


def order_words(conflict: Conflict, change: Change) -> Message:
    """Return a pair of states whose order changes, in words."""
    first, second, after = change.first, change.second, change.after
    if after < 0:
        first, second = second, first
    values = {"maker": conflict.maker(change.decision_maker), "first": numbered(first), "second": numbered(second)}
    return Message(f"{AREA}.prefers", **values) if after else Message(f"{AREA}.equals", **values)


def lever_words(conflict: Conflict, wanted: int, lever: Lever) -> Message:
    """Return options that are fixed, in words."""
    taken = conflict.taken(wanted)
    parts = [
        Message(f"{AREA}.stays" if taken[k] else f"{AREA}.gone", maker=conflict.makers[conflict.owner[k]], option=name)
        for k, name in zip(lever.options, option_names(conflict, lever.options), strict=True)
    ]
    return parts[0] if len(parts) == 1 else Message(f"{AREA}.both", first=parts[0], second=parts[1])


def edit_table(conflict: Conflict, changes: Sequence[tuple[Edit, ...]]) -> AnswerTable:
    """Return the changes of judgements that make it hold."""
    rows = tuple((in_words(conflict, some[0]), in_words(conflict, some[1]) if len(some) > 1 else None) for some in changes[:400])
    columns = column.text(first="conflict.col.edit", second="second")
    return AnswerTable(id="changes", title=Message(f"{AREA}.table-changes"), columns=columns, rows=rows)


def order_table(conflict: Conflict, found: Inverse | None) -> AnswerTable:
    """Return the pairs of states whose order changes."""
    rows = tuple((conflict.maker(c.decision_maker), order_words(conflict, c)) for c in (found.changes if found else ()))
    columns = column.text(maker="conflict.col.maker", order="order")
    return AnswerTable(id="orders", title=Message(f"{AREA}.table-orders"), columns=columns, rows=rows)


def lever_table(conflict: Conflict, wanted: int, found: Sequence[Lever]) -> AnswerTable:
    """Return the options that have only to be fixed."""
    rows = tuple((lever_words(conflict, wanted, lever),) for lever in found)
    columns = column.text("lever")
    return AnswerTable(id="levers", title=Message(f"{AREA}.table-levers"), columns=columns, rows=rows)


def party_table(conflict: Conflict, groups: Sequence[Party]) -> AnswerTable:
    """Return who could lead there together."""
    rows = tuple((tuple(conflict.maker(name) for name in p.makers), len(p.way.chain), way(conflict, p.way.chain)) for p in groups)
    columns = (*column.actors(makers="conflict.col.maker"), *column.number("moves"), *column.text("way"))
    return AnswerTable(id="parties", title=Message(f"{AREA}.table-parties"), columns=columns, rows=rows)
