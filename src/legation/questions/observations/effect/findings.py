"""What is said of an activity: the verdict, what the others suggest, the placebos, the rivals, and how far the indicator is."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from legation.figures.figure import Named
from legation.language import Message
from legation.methods.series import BeforeAfter
from legation.questions.answer import Finding, first_of
from legation.questions.observations.effect.inputs import EffectInputs
from legation.questions.observations.effect.measure import AREA, FEWEST, EffectMeasure, Verdict

__all__ = ["effect_said", "findings", "shown", "title_of"]

THOUSAND = 1000.0
_RIVALS = 5


def findings(inputs: EffectInputs, verdict: Verdict | None) -> list[Finding]:
    """Return the sentences, the verdict first."""
    evidence = tuple(dict.fromkeys((*inputs.activity.evidence, *(inputs.measured.evidence if inputs.measured else ()))))
    values = {"activity": _name(inputs), "date": inputs.date}
    rival = Message(f"{AREA}.rivals", count=len(inputs.rivals), activities=first_of(_named(inputs), _RIVALS)) if inputs.rivals else None
    made = []
    if verdict is None or inputs.measured is None:
        count = sum((row.baseline is not None) + (row.reached is not None) for row in inputs.indicators)
        message = Message(f"{AREA}.indicators-only", count=count, least=FEWEST, **values)
        made.append(Finding(id="verdict", message=message, evidence=evidence, confidence="low", contrary=rival, judgement="effect"))
    else:
        made.append(
            Finding(
                id="verdict",
                message=_verdict(inputs, inputs.measured, verdict),
                evidence=evidence,
                confidence="low",
                contrary=rival,
                judgement="effect",
            )
        )
        if verdict.found is not None:
            made += _estimated(inputs.measured, verdict.found, values)
    made += [_indicator(inputs, row) for row in inputs.indicators]
    if not inputs.indicators:
        aims = tuple(row.aim for row in inputs.objectives)
        if aims:
            made.append(Finding(id="objective", message=Message(f"{AREA}.objective", aims=aims), evidence=evidence))
    return made


def title_of(inputs: EffectInputs, verdict: Verdict) -> Message:
    """Return the finding that the picture shows."""
    values = {"activity": _name(inputs)}
    if verdict.says == "plausible":
        return Message(f"{AREA}.figure-plausible", **values)
    return Message(f"{AREA}.figure-not-seen", **values) if verdict.says == "not-seen" else Message(f"{AREA}.figure-cannot", **values)


def shown(measured: EffectMeasure, value: Any) -> Any:
    """Return numbers of the estimate's scale as a reader is told them: percent, counts in a period, or stories in a thousand."""
    if measured.unit == "share":
        return np.asarray(value) * 100
    return np.exp(np.asarray(value)) * (THOUSAND if measured.unit == "thousand" else 1)


def effect_said(measured: EffectMeasure, found: BeforeAfter) -> Message:
    """Say the effect with its interval: points of percent, or a factor."""
    if measured.unit == "share":
        return Message(f"{AREA}.points", effect=found.effect * 100, low=found.low * 100, high=found.high * 100)
    return Message(f"{AREA}.times", effect=math.exp(found.effect), low=_exp(found.low), high=_exp(found.high))


def _exp(value: float) -> float:
    return math.exp(value) if value < 700 else math.inf


def _verdict(inputs: EffectInputs, measured: EffectMeasure, verdict: Verdict) -> Message:
    values: dict[str, Any] = {"activity": _name(inputs), "date": inputs.date, "measure": measured.what}
    if verdict.says == "cannot-tell" or verdict.found is None:
        return Message(f"{AREA}.cannot-tell", why=verdict.why, **values)
    effect = effect_said(measured, verdict.found)
    if verdict.says == "not-seen":
        if verdict.why:
            return Message(f"{AREA}.not-seen-why", effect=effect, why=verdict.why, **values)
        return Message(f"{AREA}.not-seen", effect=effect, **values)
    more = verdict.found.effect > 0
    return (
        Message(f"{AREA}.plausible-more", effect=effect, **values) if more else Message(f"{AREA}.plausible-less", effect=effect, **values)
    )


def _estimated(measured: EffectMeasure, found: BeforeAfter, values: dict[str, Any]) -> list[Finding]:
    at = measured.spans.at
    seen = np.isfinite(found.observed)
    after = np.arange(len(seen)) >= at
    observed, without = (float(np.mean(shown(measured, part[seen & after]))) for part in (found.observed, found.counterfactual))
    used = int(np.isfinite(found.weights).sum())
    unit = {"share": Message(f"{AREA}.unit.share"), "count": Message(f"{AREA}.unit.count"), "thousand": Message(f"{AREA}.unit.thousand")}
    suggests = Message(
        f"{AREA}.without", observed=observed, without=without, unit=unit[measured.unit], count=used, rest=measured.rest, **values
    )
    fit = Message(f"{AREA}.poor-fit") if found.spread > 0 and found.fit > 0.9 * found.spread else None
    made = [Finding(id="without", message=suggests, confidence="low", contrary=fit, judgement="effect")]
    if found.other_rank is not None:
        larger = round(found.other_rank * (1 + used)) - 1
        message = Message(f"{AREA}.placebo", count=used, larger=larger, rest=measured.rest)
        earlier = found.earlier_effects
        if found.earlier_rank is not None:
            as_large = round(found.earlier_rank * (1 + len(earlier))) - 1
            message = Message(f"{AREA}.placebo-dates", count=used, larger=larger, rest=measured.rest, dates=len(earlier), as_large=as_large)
        made.append(Finding(id="placebo", message=message, confidence="low", judgement="effect"))
    return made


def _indicator(inputs: EffectInputs, row: Any) -> Finding:
    aims = {one.id: one.aim for one in inputs.objectives}
    values = {
        "measure": row.measure,
        "aim": aims.get(row.objective, row.objective),
        "baseline": row.baseline,
        "target": row.target,
        "unit": row.unit or "",
        "reached": row.reached,
        "on": row.reached_on or "",
        "by": row.target_on or "",
    }
    if row.reached is None:
        message = Message(f"{AREA}.indicator-open", **values)
    elif row.target is None:
        message = Message(f"{AREA}.indicator-no-target", **values)
    else:
        falls = row.baseline is not None and row.target < row.baseline
        there = row.reached <= row.target if falls else row.reached >= row.target
        message = Message(f"{AREA}.indicator-met", **values) if there else Message(f"{AREA}.indicator-missed", **values)
    contrary = Message(f"{AREA}.indicator-not-why") if row.reached is not None else None
    return Finding(id=f"indicator-{row.id}", message=message, evidence=row.evidence, contrary=contrary)


def _name(inputs: EffectInputs) -> Named:
    return Named(inputs.activity.id, inputs.activity.title)


def _named(inputs: EffectInputs) -> list[Named]:
    return [Named(row.id, row.title) for row in inputs.rivals]
