"""The tables and pictures of where words place actors: on the issue, along the line, the words of its ends, and the check."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from legation.figures.figure import Figure
from legation.figures.kit.rows import Item, Row, Scale, row_chart
from legation.figures.rounding import round_step
from legation.language import Message
from legation.questions.actors.position_rows import Stand, position_chart
from legation.questions.actors.word_scores.documents import AREA
from legation.questions.actors.word_scores.findings import end_words
from legation.questions.actors.word_scores.inputs import WordScoreInputs
from legation.questions.actors.word_scores.wordscores import Scored
from legation.questions.answer import AnswerTable
from legation.questions.base.columns import ACTOR, EVIDENCE, SHARED, Columns
from legation.questions.debate.content.inputs import lang_name

__all__ = [
    "pictures_of",
    "tables_of",
]


column = Columns(f"{AREA}.column.")
MOST = 36
"""Actors along the line in the picture; the table has all."""


def tables_of(inputs: WordScoreInputs) -> tuple[AnswerTable, ...]:
    """Return every table that has a row."""
    found = inputs.scored
    made: tuple[AnswerTable, ...] = ()
    if found is not None:
        made = (_issue_table(inputs, found), _check_table(inputs, found)) if found.passed else (_check_table(inputs, found),)
    return tuple(table for table in (*made, _line_table(inputs), _words_table(inputs)) if table.rows)


def _issue_table(inputs: WordScoreInputs, found: Scored) -> AnswerTable:
    """Return who is placed on the issue, lowest first; with the recorded position beside it where there is one."""
    of, places = inputs.of, found.places
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


def _check_table(inputs: WordScoreInputs, found: Scored) -> AnswerTable:
    """Return the actors with a recorded position, each as the others place it, the worst first."""
    check, places = found.check, found.places
    order = sorted(
        range(len(check.rows)),
        key=lambda at: (-_gap(float(check.placed[at]), float(check.known[at])), inputs.of.actors[int(check.rows[at])]),
    )
    rows = tuple(
        (
            inputs.of.named(row := int(check.rows[at])),
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


def _line_table(inputs: WordScoreInputs) -> AnswerTable:
    """Return all actors along the line."""
    of, places = inputs.of, inputs.line.places
    order = sorted(range(len(of)), key=lambda row: (places.value[row], of.actors[row]))
    beside = column.points("recorded") if inputs.known else ()
    rows = []
    for row in order:
        score: tuple[Any, ...] = ((inputs.known[row].value if row in inputs.known else None),) if inputs.known else ()
        point = (float(places.low[row]), float(places.value[row]), float(places.high[row]))
        rows.append((of.named(row), *point, *score, int(of.counts.total[row]), len(of.rows[row])))
    columns = (ACTOR, *SHARED.number("low"), *column.number("point"), *SHARED.number("high"), *beside, *column.number("words", "texts"))
    return AnswerTable(id="line", title=Message(f"{AREA}.table.line"), columns=columns, rows=tuple(rows))


def _words_table(inputs: WordScoreInputs) -> AnswerTable:
    """Return the words that tell each end, the clearest first."""
    fit, table = inputs.line.fit, inputs.of.counts
    times = np.asarray(table.matrix.sum(axis=0)).ravel()
    users = np.diff(table.matrix.tocsc().indptr)
    ends = (Message(f"{AREA}.low-end"), Message(f"{AREA}.high-end"))
    rows = tuple(
        (end, fit.words[at], float(fit.beta[at]), float(fit.beta_error[at]), int(times[at]), int(users[at]))
        for end, words in zip(ends, inputs.line.ends, strict=True)
        for at in words
    )
    columns = (*column.text("end", "word"), *column.number("weight", "error", "times", actors="users"))
    return AnswerTable(id="words", title=Message(f"{AREA}.table.words"), columns=columns, rows=rows)


_IN_TEXT = 3


def pictures_of(inputs: WordScoreInputs) -> tuple[Figure, ...]:
    """Draw the issue where words place actors on it, then the line."""
    found = inputs.scored
    return (*((_issue(inputs, found),) if found is not None and found.passed else ()), _line(inputs))


def _issue(inputs: WordScoreInputs, found: Scored) -> Figure:
    of, places = inputs.of, found.places
    stands = []
    for row in np.flatnonzero(found.there).tolist():
        value, low, high = (float(numbers[row]) for numbers in (places.value, places.low, places.high))
        stands.append(Stand(actor=of.named(row), value=value, low=low, high=high, basis="model"))
        if row in found.known:
            score = found.known[row]
            stands.append(
                Stand(actor=of.named(row), value=score.value, low=score.low, high=score.high, basis=score.basis, evidence=score.evidence)
            )
    new = sum(row not in found.known for row in np.flatnonzero(found.there).tolist())
    values = {"count": int(found.there.sum()), "known": found.checked, "issue": found.issue.question, "new": new, **of.span}
    return position_chart(
        stands,
        id="issue",
        low=found.issue.low or "0",
        high=found.issue.high or "100",
        title=Message(f"{AREA}.issue-title", **values),
        subtitle=Message(f"{AREA}.issue-subtitle", error=found.check.mean_error, **values),
        alt=Message(f"{AREA}.issue-alt", **values),
    )


def _line(inputs: WordScoreInputs) -> Figure:
    of, places = inputs.of, inputs.line.places
    rows = _rows_in_chart(inputs)
    low, high = end_words(inputs)
    count, _, pairs = places.pairs_apart()
    values = {"count": len(rows), "of": len(of), "language": lang_name(of.language), "apart": count, "pairs": pairs, **of.span}
    captions = tuple(_clause(inputs, row) for row in (*rows[:_IN_TEXT], *rows[-_IN_TEXT:])) if len(rows) > 2 * _IN_TEXT else ()
    ends = {"low": low or (Message(f"{AREA}.low-end"),), "high": high or (Message(f"{AREA}.high-end"),)}
    return row_chart(
        [_on_line(inputs, row, after) for row, after in zip(rows, _skipped(inputs, rows), strict=True)],
        [_scale(inputs, rows, Message("figures.word-line.ends", **ends))],
        id="line",
        notes=(Message("figures.word-line.key"),),
        title=Message(f"{AREA}.line-title", **values) if count else Message(f"{AREA}.line-title-ties", **values),
        subtitle=Message(f"{AREA}.line-subtitle", **values) if len(rows) == len(of) else Message(f"{AREA}.line-subtitle-some", **values),
        alt=Message(f"{AREA}.line-alt", told=captions or tuple(_clause(inputs, row) for row in rows), low=low, high=high, **values),
    )


def _on_line(inputs: WordScoreInputs, row: int, skipped: int) -> Row:
    named, places = inputs.of.named(row), inputs.line.places
    value, low, high = (float(numbers[row]) for numbers in (places.value, places.low, places.high))
    text = Message("figures.word-line.place", value=value, low=low, high=high)
    return Row(
        name=named,
        under=Message("figures.word-line.skipped", count=skipped) if skipped else "",
        items=(Item(value=value, low=low, high=high, shape="circle", text=text),),
        row=inputs.of.case.actor_row(named.id),
    )


def _scale(inputs: WordScoreInputs, rows: list[int], head: Message) -> Scale:
    """Return a scale that holds all intervals, with ticks at round numbers."""
    places = inputs.line.places
    first, last = float(places.low[rows].min()), float(places.high[rows].max())
    step = round_step(max(last - first, 1e-6) / 5)
    bottom, top = int(np.floor(first / step + 1e-9)), int(np.ceil(last / step - 1e-9))
    ticks = tuple((k * step, Message("figures.word-line.value", value=k * step)) for k in range(bottom, max(top, bottom + 1) + 1))
    return Scale(low=ticks[0][0], high=ticks[-1][0], ticks=ticks, head=head)


def _rows_in_chart(inputs: WordScoreInputs) -> list[int]:
    """Return the rows that are drawn, lowest first: all, or of too many those asked about and the outermost at each end."""
    order = _order(inputs)
    if len(order) <= MOST:
        return order
    drawn_rows = set(inputs.shown[:MOST])
    ends = [row for pair in zip(order, order[::-1], strict=True) for row in pair]
    for row in ends:
        if len(drawn_rows) == MOST:
            break
        drawn_rows.add(row)
    return [row for row in order if row in drawn_rows]


def _order(inputs: WordScoreInputs) -> list[int]:
    return sorted(range(len(inputs.of)), key=lambda row: (inputs.line.places.value[row], inputs.of.actors[row]))


def _skipped(inputs: WordScoreInputs, rows: list[int]) -> list[int]:
    """Return how many actors stand between each of the rows drawn and the next."""
    order = _order(inputs)
    at = [order.index(row) for row in rows]
    return [after - before - 1 for before, after in itertools.pairwise([*at, at[-1] + 1])]


def _clause(inputs: WordScoreInputs, row: int) -> Message:
    return Message(f"{AREA}.one-on-line", actor=inputs.of.named(row), value=float(inputs.line.places.value[row]))
