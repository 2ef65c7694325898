"""The tables of where words place actors: on the issue, along the line, the words of its ends, and the check."""

from __future__ import annotations

from typing import Any

import numpy as np

from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.columns import ACTOR, EVIDENCE, SHARED, Columns
from legation.questions.words_placed.asked import Asked
from legation.questions.words_placed.documents import AREA
from legation.questions.words_placed.scored import Scored

__all__ = ["tables_of"]

column = Columns(f"{AREA}.column.")


def tables_of(asked: Asked) -> tuple[AnswerTable, ...]:
    """Return every table that has a row."""
    found = asked.scored
    made: tuple[AnswerTable, ...] = ()
    if found is not None:
        made = (_issue_table(asked, found), _check_table(asked, found)) if found.passed else (_check_table(asked, found),)
    return tuple(table for table in (*made, _line_table(asked), _words_table(asked)) if table.rows)


def _issue_table(asked: Asked, found: Scored) -> AnswerTable:
    """Return who is placed on the issue, lowest first; with the recorded position beside it where there is one."""
    of, places = asked.of, found.places
    order = sorted(np.flatnonzero(found.there).tolist(), key=lambda row: (places.value[row], of.actors[row]))
    rows = tuple(
        (
            of.named(row),
            float(places.low[row]),
            float(places.value[row]),
            float(places.high[row]),
            found.known[row].value if row in found.known else None,
            float(places.value[row]) - (found.known[row].value or 0.0) if row in found.known else None,
            int(of.counts.total[row]),
            float(found.share[row]),
            len(of.rows[row]),
        )
        for row in order
    )
    columns = (
        ACTOR,
        *SHARED.points("low"),
        *column.points("placed"),
        *SHARED.points("high"),
        *column.points("recorded", "distance"),
        *column.number("words"),
        *column.share("known"),
        *column.number("texts"),
    )
    return AnswerTable(id="issue", title=Message(f"{AREA}.table.issue", issue=found.issue.question), columns=columns, rows=rows)


def _check_table(asked: Asked, found: Scored) -> AnswerTable:
    """Return the actors with a recorded position, each as the others place it, the worst first."""
    check, places = found.check, found.places
    order = sorted(
        range(len(check.rows)),
        key=lambda at: (-_gap(float(check.placed[at]), float(check.known[at])), asked.of.actors[int(check.rows[at])]),
    )
    rows = tuple(
        (
            asked.of.named(row := int(check.rows[at])),
            float(check.known[at]),
            Message(f"basis.{found.known[row].basis}") if found.known[row].basis else "",
            float(places.low[row]) if found.there[row] else None,
            float(check.placed[at]) if found.there[row] else None,
            float(places.high[row]) if found.there[row] else None,
            float(check.mean[at]),
            float(check.median[at]),
            found.inside(row) if found.there[row] else None,
            found.known[row].evidence,
        )
        for at in order
    )
    columns = (
        ACTOR,
        *column.points("recorded"),
        *SHARED.text("basis"),
        *SHARED.points("low"),
        *column.points("placed"),
        *SHARED.points("high"),
        *column.points("mean", "median"),
        *column.text("inside"),
        EVIDENCE,
    )
    return AnswerTable(id="check", title=Message(f"{AREA}.table.check"), columns=columns, rows=rows)


def _gap(one: float, other: float) -> float:
    return abs(one - other) if one == one else float("inf")


def _line_table(asked: Asked) -> AnswerTable:
    """Return all actors along the line."""
    of, places = asked.of, asked.line.places
    order = sorted(range(len(of)), key=lambda row: (places.value[row], of.actors[row]))
    beside = column.points("recorded") if asked.known else ()
    rows = []
    for row in order:
        held: tuple[Any, ...] = ((asked.known[row].value if row in asked.known else None),) if asked.known else ()
        point = (float(places.low[row]), float(places.value[row]), float(places.high[row]))
        rows.append((of.named(row), *point, *held, int(of.counts.total[row]), len(of.rows[row])))
    columns = (ACTOR, *SHARED.number("low"), *column.number("point"), *SHARED.number("high"), *beside, *column.number("words", "texts"))
    return AnswerTable(id="line", title=Message(f"{AREA}.table.line"), columns=columns, rows=tuple(rows))


def _words_table(asked: Asked) -> AnswerTable:
    """Return the words that tell each end, the clearest first."""
    fit, counted = asked.line.fit, asked.of.counts
    times = np.asarray(counted.matrix.sum(axis=0)).ravel()
    users = np.diff(counted.matrix.tocsc().indptr)
    ends = (Message(f"{AREA}.low-end"), Message(f"{AREA}.high-end"))
    rows = tuple(
        (end, fit.words[at], float(fit.beta[at]), float(fit.beta_error[at]), int(times[at]), int(users[at]))
        for end, words in zip(ends, asked.line.ends, strict=True)
        for at in words
    )
    columns = (*column.text("end", "word"), *column.number("weight", "error", "times", actors="users"))
    return AnswerTable(id="words", title=Message(f"{AREA}.table.words"), columns=columns, rows=rows)
