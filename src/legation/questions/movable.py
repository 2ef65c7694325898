"""Who can be moved on the vote ahead: those that are expected to vote against what we want, and may vote otherwise."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from legation.language import Message
from legation.questions.answer import AnswerTable, Finding, TableColumn
from legation.questions.approached import Approaches
from legation.questions.case import Case
from legation.questions.declared import name_of, titled
from legation.questions.estimate import Estimate
from legation.questions.no_forecast import no_forecast
from legation.questions.tally_tables import open_table
from legation.questions.verdict import NAMED, chance_to_move
from legation.questions.wanted import WantedOfVote

__all__ = ["movable", "of_movable"]

AREA = "who-can-move"
_FOR_YES, _ABSTAIN, _FOR_NO = 3, 4, 5


def movable(
    case: Case, made: Estimate, wanted: WantedOfVote, asked: Approaches, options: Mapping[str, Any]
) -> tuple[AnswerTable | None, tuple[str, ...]]:
    """Return the members that may come our way on a vote ahead, not declared, with their chance of it; and who is not proposed again.

    Where no goal is stated the most open ones, whichever way; no table where there is no forecast.
    """
    if made.forecast is None:
        return None, ()
    members, declared, expected, goal = made.members, made.declarations, made.forecast, wanted.goal
    named = Message(f"{AREA}.movable-table", rollcall=name_of(made.ahead))
    table = open_table(case, members, declared, expected, goal, title=named, top=options["top"], holding=0, asked=asked)
    chance = TableColumn("chance", Message(f"{AREA}.chance-our-way" if goal else f"{AREA}.chance-either-way"), "chance")
    moves = chance_to_move(expected, goal) if goal else np.zeros(len(members))
    again = [a for a, move in zip(members, moves.tolist(), strict=True) if move > 0 and a not in declared and asked.is_barred(a)]
    listed = dataclasses.replace(
        table,
        id="movable",
        columns=(*table.columns[:3], chance, *table.columns[3:]),
        rows=tuple((*row[:3], _chance(row, goal), *row[3:]) for row in table.rows),
    )
    return listed, tuple(dict.fromkeys((*again, *asked.refused(members)))) if goal else ()


def of_movable(
    made: Estimate, table: AnswerTable | None, wanted: WantedOfVote, asked: Approaches, again: Sequence[str]
) -> Iterator[Finding]:
    """Yield who is likeliest to come our way, with what chance; that nobody is, why nobody is proposed, or that there is no forecast."""
    ahead, evidence = made.ahead, made.evidence
    if wanted.why is not None and (wanted.is_against or table is not None):
        yield Finding(id="movable", message=wanted.why, evidence=wanted.evidence, confidence="high")
        return
    if table is None:
        yield Finding(id="movable", message=no_forecast(made), evidence=ahead.evidence, confidence="high")
        return
    if not table.rows:
        nobody = Message("calls.nobody-left" if again else f"{AREA}.nobody-movable", rollcall=titled(ahead))
        yield Finding(id="movable", message=nobody, evidence=evidence, confidence="low")
        return
    top = table.rows[:NAMED]
    told = Message(
        f"{AREA}.movable-{wanted.goal}",
        count=len(top),
        actors=tuple(row[0] for row in top),
        high=top[0][3],
        low=top[-1][3],
        rollcall=name_of(ahead),
        of=len(table.rows),
    )
    message = asked.said_of(top[0][0].id, told)
    contrary = Message(f"{AREA}.movable-contrary", actor=top[0][0], stay=1 - top[0][3])
    yield Finding(id="movable", message=message, evidence=evidence, confidence="low", contrary=contrary)


def _chance(row: tuple[Any, ...], goal: str) -> float:
    """Return the chance of a vote that suits us better than the likeliest one: of ours, and of an abstention where it is against us.

    Without a goal, of any vote but the likeliest.
    """
    if not goal:
        return 1 - max(float(share) for share in row[_FOR_YES : _FOR_NO + 1])
    ours = row[_FOR_YES if goal == "adopt" else _FOR_NO]
    return float(ours if row[2] == "abstain" else ours + row[_ABSTAIN])
