"""The tables of the answer: periods, others, rival activities."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from legation.figures.figure import Named
from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.columns import Columns
from legation.questions.effect.asked import Asked
from legation.questions.effect.findings import shown
from legation.questions.effect.measured import AREA, Measured
from legation.questions.effect.verdict import Verdict
from legation.questions.inputs import audience

__all__ = ["others_table", "periods_table", "rivals_table"]

column = Columns(f"{AREA}.column.")


def periods_table(measured: Measured, verdict: Verdict) -> AnswerTable:
    """Return each period with what was counted, and what the others suggest."""
    found, spans = verdict.found, measured.spans
    rows = []
    for at, start in enumerate(spans.starts):
        when: tuple[Any, ...] = (measured.names[at],) if measured.names else (start, spans.end(at))
        values = (math.nan, math.nan)
        if found is not None:
            values = (float(shown(measured, found.observed[at])), float(shown(measured, found.counterfactual[at])))
        count, total = measured.count[at], math.nan if measured.total is None else measured.total[at]
        side = Message(f"{AREA}.before") if at < spans.at else Message(f"{AREA}.after")
        rows.append((*when, side, *(_number(value) for value in (count, total, *values))))
    columns = column.text("period") if measured.names else column.date("since", "until")
    return AnswerTable(
        id="periods",
        title=Message(f"{AREA}.periods", measure=measured.what),
        columns=(
            *columns,
            *column.text("side"),
            *column.number("count", "total", "observed"),
            *column.number("without", judgement="effect"),
        ),
        rows=tuple(rows),
    )


def others_table(measured: Measured, verdict: Verdict) -> AnswerTable:
    """Return each other series with its size before, its weight, and the effect that is found on it."""
    rows = []
    for at, (name, count, _) in enumerate(measured.others):
        before = float(np.nansum(count[: measured.spans.at]))
        weight = effect = math.nan
        if verdict.found is not None:
            weight, effect = float(verdict.found.weights[at]), float(verdict.found.other_effects[at])
            effect = effect * 100 if measured.unit == "share" else math.exp(effect)
        rows.append((name, _number(before), None if math.isnan(weight) else weight, _number(effect)))
    rows.sort(key=lambda row: -(row[2] or 0.0))
    effect_title = Message(f"{AREA}.column.effect-points") if measured.unit == "share" else Message(f"{AREA}.column.effect-times")
    return AnswerTable(
        id="others",
        title=Message(f"{AREA}.others", rest=measured.rest),
        columns=(
            *column.text("other"),
            *column.number(before="counted-before"),
            *column.share("weight", judgement="effect"),
            *column.number(effect=effect_title, judgement="effect"),
        ),
        rows=tuple(rows),
    )


def rivals_table(asked: Asked) -> AnswerTable:
    """Return what else was done at the time."""
    ours = set(asked.activity.objectives)
    rows = tuple(
        (
            Named(row.id, row.title),
            row.date,
            row.end,
            audience(asked.case, row.audience) or None,
            bool(ours & set(row.objectives)),
        )
        for row in asked.rivals
    )
    return AnswerTable(
        id="rivals",
        title=Message(f"{AREA}.rivals-title"),
        columns=(*column.text("activity"), *column.date("date", "end"), *column.text("audience", "same")),
        rows=rows,
    )


def _number(value: float) -> float | None:
    if math.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(f"{value:.4g}")
