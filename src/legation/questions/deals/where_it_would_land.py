"""Where would it land? The weighted mean of positions on an issue with two ranges, and what other models give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from legation.dossier import standing
from legation.dossier.kind import Number
from legation.figures.figure import Figure
from legation.figures.kit.rows import Fill, Item, Row, row_chart
from legation.language import Message
from legation.methods.bargaining import Alternative, Forecast, forecast
from legation.questions.actors.position_rows import Stand, position_rows, scale_of
from legation.questions.actors.stakeholders import find_issue
from legation.questions.answer import Answer, Finding
from legation.questions.base.case import Case, joined_evidence
from legation.questions.deals.stakes import NAMES, POSITIONS_ON_ISSUE, Stakes, actors_table, models_table, numbers_of, stakes
from legation.questions.question import Headline, Option, Progress, Question, actor, issue, silent, whole
from legation.questions.votes.rule import Deciding, deciding

__all__ = ["QUESTION", "answer"]

AREA = "where-it-would-land"
_ACTORS_TALL = 480.0
"""The height that the rows of actors may have in the picture [px]."""
_TURNS, _MOST = 10, 5_000
"""Turns of the models that have them, and on how many actors they are run: twice as many would take four minutes and three gigabytes."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say where an issue would land, how far inputs and model leave it open, and how far apart other models lie."""
    inputs = stakes(case, find_issue(case, options["issue"]))
    rule = deciding(case, inputs.issue, inputs.actors, options["proposer"], options["status_quo"])
    n = len(inputs.actors)
    landing = forecast(
        inputs.drawn(options["seed"]),
        model_error=options["model_error"],
        model_draws=options["draws"] or _enough(n),
        turns=_TURNS if n <= _MOST else 0,
        ruled=rule.ruled,
        seed=options["seed"],
        progress=progress,
    )
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(_findings(case, inputs, rule, landing, options)),
        tables=(models_table(landing), actors_table(case, inputs, landing)),
        figures=(_figure(case, inputs, landing, options["aim"]),),
        caveats=(
            Message(f"{AREA}.apart"),
            _runs(n, landing),
            *inputs.limits(),
            QUESTION.limits,
        ),
        missing=(*inputs.missing(), *((rule.missing,) if rule.missing else ())),
    )


def _runs(n: int, forecast: Forecast) -> Message:
    """Return over how many draws the models with turns were run, once, or not at all."""
    draws = next((one.draws for one in forecast.alternatives if one.settled is not None), None)
    if draws is None:
        return Message(f"{AREA}.runs-not", most=_MOST, of=n)
    return Message(f"{AREA}.runs", count=draws) if draws else Message(f"{AREA}.runs-none", count=n)


def _enough(n: int) -> int:
    """Return on how many draws the models with turns are run, so that an answer comes in seconds; their time grows fast."""
    if n > 90:
        return 0 if n > 120 else 5
    return int(min(60, max(10, 60 * (20 / n) ** 2.5)))


def _findings(case: Case, stakes: Stakes, rule: Deciding, forecast: Forecast, options: Mapping[str, Any]) -> Iterator[Finding]:
    issue = stakes.issue
    ends = {"low_end": issue.low or "0", "high_end": issue.high or "100"}
    bands = {
        "low": round(forecast.inputs.low),
        "high": round(forecast.inputs.high),
        "whole_low": round(forecast.whole.low),
        "whole_high": round(forecast.whole.high),
    }
    message = Message(
        f"{AREA}.mean-plain" if stakes.is_plain else f"{AREA}.mean",
        count=len(stakes.actors),
        issue=issue.question,
        mean=round(forecast.mean),
        **bands,
        **ends,
    )
    yield Finding(id="mean", message=message, evidence=stakes.sources, confidence="low", contrary=Message(f"{AREA}.mean-contrary"))
    yield from _aim(case, stakes, forecast, options["aim"])
    yield Finding(id="model-error", message=Message(f"{AREA}.model-error", reach=round(forecast.model_error)))
    if abs(forecast.middle - forecast.mean) >= 2:
        message = Message(f"{AREA}.lean", middle=round(forecast.middle), mean=round(forecast.mean))
        yield Finding(id="lean", message=message, evidence=stakes.sources, confidence="moderate")
    yield from _turns_on(case, stakes, forecast)
    yield from _others(stakes, forecast)
    yield from _core(rule, forecast)


def _aim(case: Case, stakes: Stakes, forecast: Forecast, aim: float | None) -> Iterator[Finding]:
    """Yield where our aim lies beside it; where none is given in points, the aim in words, if an objective is on the issue."""
    if aim is not None:
        inside = forecast.inputs.low <= aim <= forecast.inputs.high
        form = "inside" if inside else "within-error" if forecast.whole.low <= aim <= forecast.whole.high else "outside"
        message = Message(f"{AREA}.aim-{form}", aim=aim, apart=round(abs(aim - forecast.mean)))
        yield Finding(id="aim", message=message, evidence=stakes.sources, confidence="low")
        return
    objective = next((row for row in standing(case.dossier.objectives) if row.issue == stakes.issue.id and not row.part_of), None)
    if objective is not None:
        yield Finding(id="aim", message=Message(f"{AREA}.aim-in-words", aim=objective.aim), evidence=objective.evidence)


def _turns_on(case: Case, stakes: Stakes, forecast: Forecast) -> Iterator[Finding]:
    order = [i for i in np.argsort(-forecast.turns_on, kind="stable").tolist() if forecast.turns_on[i] >= 0.05][:3]
    if order:
        message = Message(
            f"{AREA}.turns-on",
            count=len(order),
            actors=case.names(stakes.actors[i] for i in order),
            most=round(float(forecast.turns_on[order[0]]), 1),
        )
        yield Finding(id="turns-on", message=message, evidence=joined_evidence(stakes.evidence[i] for i in order), confidence="moderate")


def _others(stakes: Stakes, forecast: Forecast) -> Iterator[Finding]:
    known = sorted((a for a in forecast.alternatives if a.value == a.value), key=lambda a: a.value)
    if len(known) > 1:
        low, high = known[0], known[-1]
        message = Message(
            f"{AREA}.others",
            count=len(known),
            low=round(low.value),
            low_name=NAMES[low.name],
            high=round(high.value),
            high_name=NAMES[high.name],
            apart=round(high.value) - round(low.value),
        )
        yield Finding(id="others", message=message, evidence=stakes.sources, confidence="low")
    open_ended = [a for a in forecast.alternatives if a.settled is not None and a.settled < 0.5]
    if open_ended:
        message = Message(f"{AREA}.unsettled", count=len(open_ended), models=tuple(NAMES[a.name] for a in open_ended))
        yield Finding(id="unsettled", message=message, confidence="high")


def _core(rule: Deciding, forecast: Forecast) -> Iterator[Finding]:
    found = next((a for a in forecast.alternatives if a.name == "core"), None)
    if found is None or rule.words is None:
        return
    form = "empty" if found.value != found.value else "point" if found.open_low == found.open_high else "core"
    values = {"rule": rule.words, "low": round(found.open_low, 1), "high": round(found.open_high, 1)}
    message = Message(f"{AREA}.core-{form}", **values)
    if rule.known < rule.members:
        message = Message(f"{AREA}.among-known", count=rule.known, of=rule.members, what=message)
    yield Finding(id="core", message=message, evidence=rule.evidence, confidence="low" if rule.known < rule.members else "moderate")


def _figure(case: Case, stakes: Stakes, forecast: Forecast, aim: float | None) -> Figure:
    stands = [
        Stand(
            actor=case.named(actor),
            value=float(stakes.position[i, 1]),
            low=None if stakes.no_range[i] else float(stakes.position[i, 0]),
            high=None if stakes.no_range[i] else float(stakes.position[i, 2]),
            share=float(forecast.share[i]),
            evidence=stakes.evidence[i],
        )
        for i, actor in enumerate(stakes.actors)
    ]
    mean, inside, whole = forecast.mean, forecast.inputs, forecast.whole
    values = {
        "count": len(stakes.actors),
        "mean": round(mean),
        "low": round(inside.low),
        "high": round(inside.high),
        "whole_low": round(whole.low),
        "whole_high": round(whole.high),
    }
    named = Message(f"{AREA}.row-plain") if stakes.is_plain else Message(f"{AREA}.row-mean")
    means = [
        Row(
            name=named,
            under=Message(f"{AREA}.{form}"),
            items=(Item(value=mean, low=low, high=high, shape="diamond", text=_ranged(mean, low, high)),),
        )
        for form, low, high in (("from-inputs", inside.low, inside.high), ("own-error", whole.low, whole.high))
    ]
    ours = (
        [Row(name=Message(f"{AREA}.row-aim"), items=(Item(value=aim, shape="square", tone="warning", text=_said(aim)),))]
        if aim is not None
        else []
    )
    middle = Row(name=Message(f"{AREA}.row-middle"), items=(Item(value=50.0, shape="circle", tone="third", fill="open", text=_said(50.0)),))
    actors, said = position_rows(stands, tall=_ACTORS_TALL)
    return row_chart(
        [
            *means,
            *ours,
            *(_model(a) for a in forecast.alternatives),
            middle,
            *actors,
        ],
        [scale_of(stakes.issue.low or "0", stakes.issue.high or "100")],
        id="landing",
        notes=(Message(f"{AREA}.figure-note"), *said),
        title=Message(f"{AREA}.figure-title", issue=stakes.issue.question, **values),
        subtitle=Message(f"{AREA}.figure-subtitle", as_of=case.as_of, **values),
        alt=Message(f"{AREA}.figure-alt", issue=stakes.issue.question, models=len(forecast.alternatives), **values),
    )


def _model(a: Alternative) -> Row:
    """Return a model's value, the range of its draws, and what it leaves open."""
    value, low, high, open_low, open_high = numbers_of(a)
    named = Message(f"{AREA}.not-settled", model=NAMES[a.name]) if a.settled is not None and a.settled < 0.5 else NAMES[a.name]
    items = [Item(value=value, shape="diamond", tone="third", text=_said(value) if value is not None else "?")]
    for form, one, other in (("draws", low, high), ("left-open", open_low, open_high)):
        if one is not None and other is not None:
            words = Message(f"{AREA}.{form}", low=round(one), high=round(other))
            fill: Fill = "full" if form == "draws" else "open"
            items.append(Item(value=one, low=one, high=other, shape="span", tone="third", fill=fill, text=words, line=len(items)))
    return Row(name=named, items=tuple(items))


def _said(value: float) -> Message:
    return Message("figures.positions.points", value=value)


def _ranged(mean: float, low: float, high: float) -> Message:
    return Message(f"{AREA}.ranged", mean=round(mean), low=round(low), high=round(high))


QUESTION = Question(
    id=AREA,
    purpose="decide",
    needs=("positions",),
    also_needs=(POSITIONS_ON_ISSUE,),
    options=(
        issue(),
        Option("aim", Number(0, 100, "points")),
        whole("model_error", 0, 100, 37, advanced=True),
        actor("proposer"),
        Option("status_quo", Number(0, 100, "points")),
        whole("draws", 0, 500, 0, advanced=True),
    ),
    answer=answer,
    heads=(Headline("mean", "mean", ("whole_low", "whole_high"), "landing"),),
    follows=("whom-to-call-first",),
    references=(
        "Achen 2006, doi:10.1017/CBO9780511492082.005",
        "Wise, Lester & Efird 2015, doi:10.30573/KS--2015-DP09A",
        "Scholz, Calbert & Smith 2011, doi:10.1177/0951629811418142",
        "Black 1948, doi:10.1086/256633",
        "Romer & Rosenthal 1978, doi:10.1007/BF03187594",
    ),
)
