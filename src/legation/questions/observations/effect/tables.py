"""The tables and the picture of the answer: periods, others, rival activities, and what the others suggest."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np

from legation.figures.counterfactual import Moment, Placebos, counterfactual
from legation.figures.figure import Figure, Named
from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.base.columns import Columns
from legation.questions.base.inputs import audience
from legation.questions.observations.effect.findings import effect_said, shown, title_of
from legation.questions.observations.effect.inputs import EffectInputs
from legation.questions.observations.effect.measure import AREA, EffectMeasure, Verdict

__all__ = [
    "others_table",
    "periods_table",
    "picture",
    "rivals_table",
]


column = Columns(f"{AREA}.column.")


def periods_table(measured: EffectMeasure, verdict: Verdict) -> AnswerTable:
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


def others_table(measured: EffectMeasure, verdict: Verdict) -> AnswerTable:
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


def rivals_table(inputs: EffectInputs) -> AnswerTable:
    """Return what else was done at the time."""
    ours = set(inputs.activity.objectives)
    rows = tuple(
        (
            Named(row.id, row.title),
            row.date,
            row.end,
            audience(inputs.case, row.audience) or None,
            bool(ours & set(row.objectives)),
        )
        for row in inputs.rivals
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


def picture(inputs: EffectInputs, verdict: Verdict) -> Figure:
    """Draw the series with its counterfactual, and the placebos below.

    Raises
    ------
    AssertionError
        Where nothing was estimated.
    """
    measured, found = inputs.measured, verdict.found
    if measured is None or found is None:
        raise AssertionError(inputs.activity.id)
    moments = []
    for at in range(len(measured.spans)):
        band = (math.nan, math.nan)
        if at >= measured.spans.at:
            rest = found.counterfactual[at] + found.effect
            band = tuple(float(shown(measured, rest - end)) for end in (found.high, found.low))  # type: ignore[assignment]  # two ends
        moments.append(
            Moment(
                name=_name(measured, at),
                observed=float(shown(measured, found.observed[at])),
                without=float(shown(measured, found.counterfactual[at])),
                low=band[0],
                high=band[1],
            )
        )
    others = found.other_effects[np.isfinite(found.other_effects)]
    values = {"activity": inputs.activity.title, "measure": measured.what, "date": inputs.date}
    chart = counterfactual(
        moments,
        measured.spans.at,
        Placebos(
            effect=_effect(measured, found.effect),
            low=_effect(measured, found.low),
            high=_effect(measured, found.high),
            others=tuple(_effect(measured, float(one)) for one in others),
            earlier=tuple(_effect(measured, float(one)) for one in found.earlier_effects),
            factor=measured.unit != "share",
        ),
        percent=measured.unit == "share",
        id="effect",
        title=title_of(inputs, verdict),
        subtitle=Message(f"{AREA}.figure-subtitle", unit=_unit(measured), **values),
        alt=Message(f"{AREA}.figure-alt", effect=effect_said(measured, found), count=len(others), periods=len(moments), **values),
    )
    return dataclasses.replace(chart, judgement="effect")


def _effect(measured: EffectMeasure, value: float) -> float:
    """Return an effect in points of percent, or, of counts, as the logarithm of its factor, which is how the axis is laid out."""
    return value * 100 if measured.unit == "share" else value


def _name(measured: EffectMeasure, at: int) -> object:
    return measured.names[at] if measured.names else measured.spans.starts[at]


def _unit(measured: EffectMeasure) -> Message:
    every = {
        "week": Message(f"{AREA}.a.week"),
        "month": Message(f"{AREA}.a.month"),
        "quarter": Message(f"{AREA}.a.quarter"),
        "year": Message(f"{AREA}.a.year"),
        "session": Message(f"{AREA}.a.session"),
    }[measured.every]
    if measured.unit == "share":
        return Message(f"{AREA}.in-percent", every=every)
    return Message(f"{AREA}.in-thousand", every=every) if measured.unit == "thousand" else Message(f"{AREA}.in-counts", every=every)
