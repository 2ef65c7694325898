"""Who can be moved on the vote ahead: those that are expected to vote against what we want, and may vote otherwise."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from legation.language import Message
from legation.questions.answer import AnswerTable, Finding, TableColumn
from legation.questions.case import Case
from legation.questions.declared import name_of, titled
from legation.questions.estimate import Estimate
from legation.questions.no_forecast import no_forecast
from legation.questions.tally_tables import open_table
from legation.questions.verdict import NAMED

__all__ = ["movable", "of_movable"]

AREA = "who-can-move"
_FOR_YES, _ABSTAIN, _FOR_NO = 3, 4, 5


def movable(case: Case, made: Estimate, options: Mapping[str, Any]) -> AnswerTable | None:
    """Return the members that may come our way on a vote ahead, not declared, with their chance of it; None where there is no forecast."""
    if made.forecast is None:
        return None
    ahead, goal = made.ahead, options["goal"]
    named = Message(f"{AREA}.movable-table", rollcall=name_of(ahead))
    table = open_table(case, made.members, made.declarations, made.forecast, goal, title=named, top=options["top"], holding=0)
    chance = TableColumn("chance", Message(f"{AREA}.chance-our-way"), "share")
    return dataclasses.replace(
        table,
        id="movable",
        columns=(*table.columns[:3], chance, *table.columns[3:]),
        rows=tuple((*row[:3], _chance(row, goal), *row[3:]) for row in table.rows),
    )


def of_movable(made: Estimate, table: AnswerTable | None, goal: str) -> Iterator[Finding]:
    """Yield who is likeliest to come our way, and with what chance; that nobody is, where nobody is open; or that there is no forecast."""
    ahead, evidence = made.ahead, made.evidence
    if table is None:
        yield Finding(id="movable", message=no_forecast(made), evidence=ahead.evidence, confidence="high")
        return
    if not table.rows:
        yield Finding(id="movable", message=Message(f"{AREA}.nobody-movable", rollcall=titled(ahead)), evidence=evidence, confidence="low")
        return
    top = table.rows[:NAMED]
    message = Message(
        f"{AREA}.movable-{goal}",
        count=len(top),
        actors=tuple(row[0] for row in top),
        high=top[0][3],
        low=top[-1][3],
        rollcall=name_of(ahead),
        of=len(table.rows),
    )
    contrary = Message(f"{AREA}.movable-contrary", actor=top[0][0], stay=1 - top[0][3])
    yield Finding(id="movable", message=message, evidence=evidence, confidence="low", contrary=contrary)


def _chance(row: tuple[Any, ...], goal: str) -> float:
    """Return the chance of a vote that suits us better than the likeliest one: of ours, and of an abstention where it is against us."""
    ours = row[_FOR_YES if goal == "adopt" else _FOR_NO]
    return float(ours if row[2] == "abstain" else ours + row[_ABSTAIN])
