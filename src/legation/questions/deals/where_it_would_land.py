"""Where would it land? The weighted mean of positions on an issue with two ranges, and what other models give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from legation.dossier import standing
from legation.dossier.kind import Number
from legation.figures.figure import Figure
from legation.figures.landing import Landed, Standing, landing
from legation.language import Message
from legation.methods.bargaining import Forecast, forecast
from legation.questions.actors.stakeholders import issue_asked
from legation.questions.answer import Answer, Finding
from legation.questions.base.case import Case, joined_evidence
from legation.questions.deals.stakes import NAMES, Stakes, actors_table, models_table, numbers_of, stakes
from legation.questions.question import Option, Progress, Question, actor, issue, silent, whole
from legation.questions.votes.rule import Deciding, deciding

__all__ = ["QUESTION", "answer"]

AREA = "where-it-would-land"


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say where an issue would land, how far inputs and model leave it open, and how far apart other models lie."""
    held = stakes(case, issue_asked(case, options["issue"]))
    rule = deciding(case, held.issue, held.actors, options["proposer"], options["status_quo"])
    said = forecast(
        held.drawn(options["seed"]),
        model_error=options["model_error"],
        model_draws=options["draws"] or _enough(len(held.actors)),
        ruled=rule.ruled,
        seed=options["seed"],
        progress=progress,
    )
    drawn = said.alternatives[1].draws
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(_findings(case, held, rule, said, options)),
        tables=(models_table(said), actors_table(case, held, said)),
        figures=(_figure(case, held, said, options["aim"]),),
        caveats=(
            Message(f"{AREA}.apart"),
            Message(f"{AREA}.runs", count=drawn) if drawn else Message(f"{AREA}.runs-none", count=len(held.actors)),
            QUESTION.limits,
        ),
        missing=(*held.missing(), *((rule.missing,) if rule.missing else ())),
    )


def _enough(n: int) -> int:
    """Return on how many draws the models with turns are run, so that an answer comes in seconds; their time grows fast."""
    if n > 90:
        return 0 if n > 120 else 5
    return int(min(60, max(10, 60 * (20 / n) ** 2.5)))


def _findings(case: Case, held: Stakes, rule: Deciding, said: Forecast, options: Mapping[str, Any]) -> Iterator[Finding]:
    asked = held.issue
    ends = {"low_end": asked.low or "0", "high_end": asked.high or "100"}
    bands = {
        "low": round(said.inputs.low),
        "high": round(said.inputs.high),
        "whole_low": round(said.whole.low),
        "whole_high": round(said.whole.high),
    }
    message = Message(
        f"{AREA}.mean-plain" if held.is_plain else f"{AREA}.mean",
        count=len(held.actors),
        issue=asked.question,
        mean=round(said.mean),
        **bands,
        **ends,
    )
    yield Finding(id="mean", message=message, evidence=held.sources, confidence="low", contrary=Message(f"{AREA}.mean-contrary"))
    yield from _aim(case, held, said, options["aim"])
    yield Finding(id="model-error", message=Message(f"{AREA}.model-error", reach=round(said.model_error)))
    if abs(said.middle - said.mean) >= 2:
        message = Message(f"{AREA}.lean", middle=round(said.middle), mean=round(said.mean))
        yield Finding(id="lean", message=message, evidence=held.sources, confidence="moderate")
    yield from _turns_on(case, held, said)
    yield from _others(held, said)
    yield from _core(rule, said)


def _aim(case: Case, held: Stakes, said: Forecast, aim: float | None) -> Iterator[Finding]:
    """Yield where our aim lies beside it; where none is given in points, the aim in words, if an objective is on the issue."""
    if aim is not None:
        inside = said.inputs.low <= aim <= said.inputs.high
        form = "inside" if inside else "within-error" if said.whole.low <= aim <= said.whole.high else "outside"
        message = Message(f"{AREA}.aim-{form}", aim=aim, apart=round(abs(aim - said.mean)))
        yield Finding(id="aim", message=message, evidence=held.sources, confidence="low")
        return
    objective = next((row for row in standing(case.dossier.objectives) if row.issue == held.issue.id and not row.part_of), None)
    if objective is not None:
        yield Finding(id="aim", message=Message(f"{AREA}.aim-in-words", aim=objective.aim), evidence=objective.evidence)


def _turns_on(case: Case, held: Stakes, said: Forecast) -> Iterator[Finding]:
    order = [i for i in np.argsort(-said.turns_on, kind="stable").tolist() if said.turns_on[i] >= 0.05][:3]
    if order:
        message = Message(
            f"{AREA}.turns-on",
            count=len(order),
            actors=case.names(held.actors[i] for i in order),
            most=round(float(said.turns_on[order[0]]), 1),
        )
        yield Finding(id="turns-on", message=message, evidence=joined_evidence(held.evidence[i] for i in order), confidence="moderate")


def _others(held: Stakes, said: Forecast) -> Iterator[Finding]:
    known = sorted((a for a in said.alternatives if a.value == a.value), key=lambda a: a.value)
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
        yield Finding(id="others", message=message, evidence=held.sources, confidence="low")
    open_ended = [a for a in said.alternatives if a.settled is not None and a.settled < 0.5]
    if open_ended:
        message = Message(f"{AREA}.unsettled", count=len(open_ended), models=tuple(NAMES[a.name] for a in open_ended))
        yield Finding(id="unsettled", message=message, confidence="high")


def _core(rule: Deciding, said: Forecast) -> Iterator[Finding]:
    found = next((a for a in said.alternatives if a.name == "core"), None)
    if found is None or rule.words is None:
        return
    form = "empty" if found.value != found.value else "point" if found.open_low == found.open_high else "core"
    values = {"rule": rule.words, "low": round(found.open_low, 1), "high": round(found.open_high, 1)}
    message = Message(f"{AREA}.core-{form}", **values)
    if rule.known < rule.members:
        message = Message(f"{AREA}.among-known", count=rule.known, of=rule.members, what=message)
    yield Finding(id="core", message=message, evidence=rule.evidence, confidence="low" if rule.known < rule.members else "moderate")


def _figure(case: Case, held: Stakes, said: Forecast, aim: float | None) -> Figure:
    stands = [
        Standing(actor=case.named(actor), value=float(held.position[i, 1]), share=float(said.share[i]))
        for i, actor in enumerate(held.actors)
    ]
    models = []
    for a in said.alternatives:
        value, low, high, open_low, open_high = numbers_of(a)
        named = Message(f"{AREA}.not-settled", model=NAMES[a.name]) if a.settled is not None and a.settled < 0.5 else NAMES[a.name]
        models.append(Landed(name=named, value=value, low=low, high=high, open_low=open_low, open_high=open_high))
    values = {
        "count": len(held.actors),
        "mean": round(said.mean),
        "low": round(said.inputs.low),
        "high": round(said.inputs.high),
        "whole_low": round(said.whole.low),
        "whole_high": round(said.whole.high),
    }
    return landing(
        stands,
        models,
        mean=said.mean,
        inputs=(said.inputs.low, said.inputs.high),
        whole=(said.whole.low, said.whole.high),
        mean_name=Message(f"{AREA}.row-plain") if held.is_plain else Message(f"{AREA}.row-mean"),
        aim=aim,
        low=held.issue.low or "0",
        high=held.issue.high or "100",
        title=Message(f"{AREA}.figure-title", issue=held.issue.question, **values),
        subtitle=Message(f"{AREA}.figure-subtitle", as_of=case.as_of, **values),
        alt=Message(f"{AREA}.figure-alt", issue=held.issue.question, models=len(models), **values),
    )


QUESTION = Question(
    id=AREA,
    needs=("positions",),
    options=(
        issue(),
        Option("aim", Number(0, 100, "points")),
        whole("model_error", 0, 100, 37),
        actor("proposer"),
        Option("status_quo", Number(0, 100, "points")),
        whole("draws", 0, 500, 0),
    ),
    answer=answer,
    references=(
        "Achen 2006, doi:10.1017/CBO9780511492082.005",
        "Wise, Lester & Efird 2015, doi:10.30573/KS--2015-DP09A",
        "Scholz, Calbert & Smith 2011, doi:10.1177/0951629811418142",
        "Black 1948, doi:10.1086/256633",
        "Romer & Rosenthal 1978, doi:10.1007/BF03187594",
    ),
)
