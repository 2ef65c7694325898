"""Who can be moved on the vote ahead: those that are expected to vote against what we want, and may vote otherwise."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from legation.dossier import RollCall
from legation.language import Message
from legation.methods.voting.expected import expected_tally
from legation.questions import inputs
from legation.questions.answer import AnswerTable, Finding, TableColumn
from legation.questions.case import Case
from legation.questions.declared import declared_votes, name_of, titled
from legation.questions.tally_tables import open_table
from legation.questions.verdict import NAMED

__all__ = ["movable", "of_movable"]

AREA = "who-can-move"
_FOR_YES, _ABSTAIN, _FOR_NO = 3, 4, 5


def movable(case: Case, ahead: RollCall, options: Mapping[str, Any]) -> AnswerTable:
    """Return the members that may come our way on the vote ahead, not declared, with their chance of it: the estimate of the count."""
    members = inputs.member_ids(case, ahead)
    profile, declared, goal = inputs.profile(case, actors=members), declared_votes(case, ahead), options["goal"]
    said = np.array([declared[a].vote if a in declared else 0 for a in members], np.int8)
    *titles, title = inputs.title_numbers([*profile.rollcalls, ahead])
    expected = expected_tally(profile.votes, said, titles=titles, title=title, replay=0)
    named = Message(f"{AREA}.movable-table", rollcall=name_of(ahead))
    table = open_table(case, members, declared, expected, goal, title=named, top=options["top"], holding=0)
    chance = TableColumn("chance", Message(f"{AREA}.chance-our-way"), "share")
    return dataclasses.replace(
        table,
        id="movable",
        columns=(*table.columns[:3], chance, *table.columns[3:]),
        rows=tuple((*row[:3], _chance(row, goal), *row[3:]) for row in table.rows),
    )


def of_movable(case: Case, ahead: RollCall, table: AnswerTable, goal: str) -> Iterator[Finding]:
    """Yield who is likeliest to come our way, and with what chance; that nobody is, where nobody is open."""
    known = (*ahead.evidence, *(e for r in inputs.profile(case).rollcalls for e in r.evidence))
    evidence = tuple(dict.fromkeys(known))
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
