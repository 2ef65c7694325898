"""The picture: what was observed, what the others suggest without the activity, and what is found where nothing was done."""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from legation.figures.counterfactual import Moment, Placebos, counterfactual
from legation.figures.figure import Figure
from legation.language import Message
from legation.questions.effect.asked import Asked
from legation.questions.effect.findings import effect_said, shown, title_of
from legation.questions.effect.measured import AREA, Measured
from legation.questions.effect.verdict import Verdict

__all__ = ["picture"]


def picture(asked: Asked, verdict: Verdict) -> Figure:
    """Draw the series with its counterfactual, and the placebos below.

    Raises
    ------
    AssertionError
        Where nothing was estimated.
    """
    measured, found = asked.measured, verdict.found
    if measured is None or found is None:
        raise AssertionError(asked.activity.id)
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
    values = {"activity": asked.activity.title, "measure": measured.what, "date": asked.date}
    drawn = counterfactual(
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
        title=title_of(asked, verdict),
        subtitle=Message(f"{AREA}.figure-subtitle", unit=_unit(measured), **values),
        alt=Message(f"{AREA}.figure-alt", effect=effect_said(measured, found), count=len(others), periods=len(moments), **values),
    )
    return dataclasses.replace(drawn, judgement="effect")


def _effect(measured: Measured, value: float) -> float:
    """Return an effect in points of percent, or, of counts, as the logarithm of its factor, which is how the axis is laid out."""
    return value * 100 if measured.unit == "share" else value


def _name(measured: Measured, at: int) -> object:
    return measured.names[at] if measured.names else measured.spans.starts[at]


def _unit(measured: Measured) -> Message:
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
