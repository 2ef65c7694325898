"""The tables and the picture of the answer: periods, others, rival activities, and what the others suggest."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from typing import Any

import numpy as np

from legation.figures.figure import Figure, Named
from legation.figures.kit.bands import Course, Instant, Key, Panel, Reading, Spell, bands
from legation.figures.kit.rows import Item, Row, Scale, row_chart
from legation.figures.rounding import round_step, three_digits
from legation.language import Message
from legation.methods.series import BeforeAfter
from legation.questions.answer import AnswerTable
from legation.questions.base.columns import Columns
from legation.questions.base.inputs import audience
from legation.questions.observations.effect.findings import effect_said, shown, title_of
from legation.questions.observations.effect.inputs import EffectInputs
from legation.questions.observations.effect.measure import AREA, EffectMeasure, Verdict

__all__ = [
    "others_table",
    "periods_table",
    "pictures",
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


def pictures(inputs: EffectInputs, verdict: Verdict) -> tuple[Figure, ...]:
    """Return the series with its counterfactual, and the effect beside those found where nothing was done.

    Raises
    ------
    AssertionError
        Where nothing was estimated.
    """
    if inputs.measured is None or verdict.found is None:
        raise AssertionError(inputs.activity.id)
    measured, found = inputs.measured, verdict.found
    course = _course(inputs, measured, found, title_of(inputs, verdict))
    return tuple(dataclasses.replace(one, judgement="effect") for one in (course, _placebos(inputs, measured, found)))


def _course(inputs: EffectInputs, measured: EffectMeasure, found: BeforeAfter, title: Message) -> Figure:
    """Draw the series and what the others suggest without the activity, with a band from the date on; what was not received is hatched."""
    at, share, spans = measured.spans.at, measured.unit == "share", measured.spans
    observed, without = (shown(measured, series) / (100 if share else 1) for series in (found.observed, found.counterfactual))
    rest = found.counterfactual + found.effect
    low, high = (shown(measured, rest - end) / (100 if share else 1) for end in (found.high, found.low))
    seen, suggested, missing = [], [], []
    for period in range(len(spans)):
        first = float(period) if measured.names else spans.starts[period]
        time: dict[str, Any] = {"at": first, "until": None if measured.names else spans.end(period)}
        here = Message(f"{AREA}.day", date=first) if isinstance(first, dt.date) else measured.names[period]
        if math.isnan(observed[period]):
            around: tuple[Any, Any] = (period - 0.5, period + 0.5) if measured.names else (first, spans.end(period))
            missing.append(Spell(at=around[0], until=around[1], kind="missing"))
        value, other = (float(series[period]) for series in (observed, without))
        ends: dict[str, Any] = {"low": float(low[period]), "high": float(high[period])} if period >= at else {}
        other = math.nan if math.isnan(value) else other
        suggested.append(
            Reading(**time, value=other, label=_at(Message(f"{AREA}.suggested"), here), text=_said(other, share=share, **ends), **ends)
        )
        seen.append(Reading(**time, value=value, label=_at(Message(f"{AREA}.observed"), here), text=_said(value, share=share)))
    courses = (
        Course(name=Message(f"{AREA}.suggested"), readings=tuple(suggested), dashed=True),
        Course(name=Message(f"{AREA}.observed"), readings=tuple(seen), tone="ink"),
    )
    started = at - 0.5 if measured.names else spans.starts[at]
    instant = Instant(at=started, words=Message(f"{AREA}.mark"), row=("activities", inputs.activity.id), evidence=inputs.activity.evidence)
    values = {"activity": inputs.activity.title, "measure": measured.what, "date": inputs.date}
    others = int(np.isfinite(found.other_effects).sum())
    return bands(
        Panel(courses=courses, share=share, spells=tuple(missing), instants=(instant,)),
        id="effect",
        ticks=[(float(period), name) for period, name in enumerate(measured.names)],
        key=[Key("missing", Message(f"{AREA}.not-received"))],
        title=title,
        subtitle=Message(f"{AREA}.figure-subtitle", unit=_unit(measured), **values),
        alt=Message(f"{AREA}.figure-alt", effect=effect_said(measured, found), count=others, periods=len(spans), **values),
    )


def _at(name: Message, when: object) -> Message:
    return Message("figures.bands.at", name=name, when=when)


def _said(value: float, *, share: bool, **ends: float) -> Message:
    """Return a value of the series, with its interval where it has one."""
    if ends:
        return Message(f"{AREA}.share-between" if share else f"{AREA}.number-between", value=value, **ends)
    return Message("figures.bands.fine-share" if share else f"{AREA}.number", value=value)


def _placebos(inputs: EffectInputs, measured: EffectMeasure, found: BeforeAfter) -> Figure:
    """Draw the effect with its interval above those that are found on others and at earlier dates, all on one scale."""
    own = tuple(_effect(measured, end) for end in (found.low, found.effect, found.high))
    others = [_effect(measured, float(one)) for one in found.other_effects[np.isfinite(found.other_effects)]]
    earlier = [_effect(measured, float(one)) for one in found.earlier_effects]
    reach = max([1e-6, *(abs(one) for one in (*own, *others, *earlier) if math.isfinite(one))]) * 1.1
    low, high = (min(max(end, -2 * reach), 2 * reach) for end in (own[0], own[2]))  # beyond the scale: drawn with a tip
    factor = measured.unit != "share"
    rows = [
        Row(
            name=Message(f"{AREA}.strip-own"),
            items=(Item(value=own[1], low=low, high=high, shape="diamond", tone="warning", text=effect_said(measured, found)),),
            row=("activities", inputs.activity.id),
            evidence=inputs.activity.evidence,
        )
    ]
    for name, effects in ((Message(f"{AREA}.strip-others"), others), (Message(f"{AREA}.strip-earlier"), earlier)):
        if effects:
            rows.append(
                Row(
                    name=name,
                    items=tuple(
                        Item(value=one, shape="circle", tone="quiet", fill="open", said=_effect_said(one, factor=factor)) for one in effects
                    ),
                )
            )
    scale = Scale(
        low=-reach,
        high=reach,
        origin=0.0,
        head=Message(f"{AREA}.axis-times") if factor else Message(f"{AREA}.axis-points"),
        ticks=tuple((at, _tick(at, factor=factor)) for at in _ticks(reach, factor=factor)),
    )
    larger = sum(abs(one) >= abs(own[1]) for one in (*others, *earlier))
    values = {"count": larger, "of": len(others) + len(earlier), "activity": inputs.activity.title}
    return row_chart(
        rows,
        [scale],
        id="placebos",
        title=Message(f"{AREA}.placebos-title" if values["of"] else f"{AREA}.placebos-none", **values),
        subtitle=Message(f"{AREA}.placebos-subtitle", others=len(others), earlier=len(earlier)),
        alt=Message(f"{AREA}.placebos-alt", effect=effect_said(measured, found), others=len(others), earlier=len(earlier), **values),
    )


def _effect(measured: EffectMeasure, value: float) -> float:
    """Return an effect in points of percent, or, of counts, as the logarithm of its factor, which is how the axis is laid out."""
    return value * 100 if measured.unit == "share" else value


def _effect_said(effect: float, *, factor: bool) -> Message:
    return Message(f"{AREA}.tick-times", value=three_digits(math.exp(effect))) if factor else Message(f"{AREA}.number", value=effect)


def _tick(at: float, *, factor: bool) -> Message:
    return Message(f"{AREA}.tick-times", value=math.exp(at)) if factor else Message("figures.bands.number", value=at)


def _ticks(reach: float, *, factor: bool) -> list[float]:
    """Return round places of the axis of effects, from left to right."""
    if factor:
        round_factors = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0) if reach > 1.2 else (0.5, 0.8, 1.0, 1.25, 2.0)
        return [math.log(one) for one in round_factors if abs(math.log(one)) <= reach]
    step = round_step(max(reach / 2, 1e-9))
    most = int(reach / step + 1e-9)
    return [round(k * step, 6) for k in range(-most, most + 1)]


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
