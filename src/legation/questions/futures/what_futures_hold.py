"""What futures hold? Every combination of drivers whose judgements support each other, and how much that depends on the judgements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from legation.errors import BadValue, WrongUse
from legation.figures.figure import Figure
from legation.language import Message
from legation.methods.scenario import Balance, balance, consistent
from legation.methods.scenario.distance import parting
from legation.questions.answer import Answer, AnswerTable, Finding, Named, first_of
from legation.questions.base.case import Case
from legation.questions.futures.figures import balance_picture, distance_picture, tableau_picture, tornado_picture
from legation.questions.futures.inputs import Futures, combinations, futures, series
from legation.questions.futures.sensitivity import basins, judgement_sensitivity, of_basins, sensitivity_findings
from legation.questions.futures.signposts import Sign, caveats, ceilings, missing, signposts_of, signs, signs_table, sourced
from legation.questions.futures.tables import (
    balance_table,
    basins_table,
    consistency_table,
    judgements_table,
    levers_table,
    scenarios_table,
    variants_table,
)
from legation.questions.question import Headline, Progress, Question, choice, model, silent, text, whole

__all__ = ["QUESTION", "answer"]

AREA = "what-futures-hold"
SCENARIOS_SHOWN = 12
"""Scenarios that a sentence each is said of."""
_NEAR = 20
"""The largest tolerance tried until some scenario holds, where none does."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Find the futures that hold, say what they share, and how much depends on the judgements."""
    inputs = futures(case, options, progress)
    known = signs(case, inputs.seen)
    if not len(inputs.rows):
        return _none(inputs, options["tolerance"], known)
    led = basins(inputs, options["succession"], options["seed"], progress)
    doubt = judgement_sensitivity(
        inputs,
        tolerance=options["tolerance"],
        draws=options["draws"],
        reach=options["reach"],
        seed=options["seed"],
        progress=progress,
    )
    shown = _scenario_named(inputs, options["scenario"])
    sheet, name = balance(inputs.matrix, shown), inputs.numbered.get(shown, "–")
    unsure = consistency_table(inputs, doubt)
    levers = doubt.levers if doubt.levers is not None and doubt.levers.levers else None
    tables: list[AnswerTable | None] = [
        variants_table(inputs),
        scenarios_table(inputs, known),
        balance_table(inputs, sheet, name),
        basins_table(inputs, led),
        unsure,
        levers_table(inputs, levers) if levers else None,
        signs_table(inputs, known) if known else None,
        judgements_table(inputs),
    ]
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(*_findings(inputs, known), *of_basins(inputs, led), *sensitivity_findings(inputs, doubt), *sourced(inputs)),
        tables=tuple(table for table in tables if table is not None),
        figures=tuple(_figures(case, inputs, sheet, name, levers)),
        caveats=(*caveats(inputs, doubt, led), QUESTION.limits),
        missing=tuple(missing(inputs, known)),
    )


def _none(inputs: Futures, tolerance: int, known: Sequence[Sign]) -> Answer:
    """Answer where no scenario holds: with which tolerance one would."""
    rules = inputs.seen.model.constraints()
    near = None
    for wider in range(tolerance + 1, tolerance + _NEAR + 1):
        found = consistent(inputs.matrix, wider, constraints=rules, most=0)
        if found.count:
            near = Message(f"{AREA}.near", tolerance=wider, count=found.count)
            break
    form = f"{AREA}.none" if inputs.found.complete else f"{AREA}.none-open"
    values = {"of": combinations(inputs.matrix.n_scenarios), "model": inputs.seen.called, "tolerance": tolerance}
    message = Message(form, near=near or Message(f"{AREA}.nothing-near", tolerance=tolerance + _NEAR), **values)
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(Finding(id="count", message=message, evidence=inputs.seen.evidence, confidence="low"), *sourced(inputs)),
        tables=(judgements_table(inputs), *((signs_table(inputs, known),) if known else ())),
        caveats=(*caveats(inputs, None, None), QUESTION.limits),
        missing=tuple(missing(inputs, known)),
    )


def _findings(inputs: Futures, known: Sequence[Sign]) -> Iterator[Finding]:
    evidence = inputs.seen.evidence
    sure = "moderate" if inputs.found.complete and not inputs.seen.model.illustration else "low"
    yield Finding(
        id="count",
        message=_counted(inputs),
        evidence=evidence,
        confidence=sure,  # type: ignore[arg-type]  # one of the two words
        contrary=Message(f"{AREA}.count-contrary"),
    )
    for name, there in (("common", inputs.common()), ("never", inputs.never())):
        if there:
            what = series(inputs.seen.taking(j, k) for j, k in there)
            message = Message(f"{AREA}.common", what=what) if name == "common" else Message(f"{AREA}.never", what=what)
            yield Finding(id=name, message=message, evidence=evidence, confidence="low")
    for i in range(min(SCENARIOS_SHOWN, len(inputs.rows))):
        yield _scenario(inputs, i, known)
    yield from _watch(inputs, known)
    yield from _likely(inputs)


def _counted(inputs: Futures) -> Message:
    found = inputs.found
    values = {
        "count": found.count,
        "many": combinations(found.count),
        "of": combinations(inputs.matrix.n_scenarios),
        "drivers": len(inputs.matrix.sizes),
        "model": inputs.seen.called,
        "slack": Message(f"{AREA}.slack", tolerance=found.tolerance) if found.tolerance else "",
    }
    if found.complete:
        return Message(f"{AREA}.count", **values)
    if found.counted:
        return Message(f"{AREA}.count-listed", listed=len(inputs.rows), **values)
    return Message(f"{AREA}.count-open", covered=found.covered, **values)


def _scenario(inputs: Futures, i: int, known: Sequence[Sign]) -> Finding:
    """Say what a scenario is, beside the nearest before it where they share most, and what evidence there is for and against it."""
    row = inputs.rows[i].tolist()
    favour, against = signposts_of(row, known)
    near = min(range(i), key=lambda other: (int((inputs.rows[other] != inputs.rows[i]).sum()), other), default=None)
    taken = inputs.telling(i) or tuple(enumerate(row))
    what: Any = series(inputs.seen.taking(j, k) for j, k in taken)
    if near is not None:
        other = [(j, k) for j, k in taken if inputs.rows[near, j] != k]
        if 2 * len(other) <= len(taken):
            what = Message(f"{AREA}.as", name=inputs.names[near], what=series(inputs.seen.taking(j, k) for j, k in other))
    values = {"name": inputs.names[i], "what": what, "total": int(inputs.total[i])}
    evidence = tuple(dict.fromkeys(sign.evidence.id for sign in (*favour, *against)))
    message = Message(f"{AREA}.scenario-bare", **values)
    if evidence:
        message = Message(f"{AREA}.scenario", favour=len(favour), against=len(against), **values)
    contrary = None
    if against:
        shown = against[-1].evidence
        contrary = Message(f"{AREA}.sign-against", title=shown.title, date=shown.date or shown.known_on)
    return Finding(id=f"scenario-{i + 1}", message=message, evidence=evidence or inputs.seen.evidence, confidence="low", contrary=contrary)


def _watch(inputs: Futures, known: Sequence[Sign]) -> Iterator[Finding]:
    """Yield the driver to watch first, which parts the scenarios best, and what is known of it."""
    at = parting(inputs.rows)
    if at is None or not inputs.found.complete:
        return
    there = [k for k in range(inputs.matrix.sizes[at]) if inputs.holding(at, k)]
    what = series(
        Message(
            f"{AREA}.parted",
            variant=inputs.seen.variant(at, k),
            which=first_of([Named(n, n) for n in inputs.holding(at, k)], SCENARIOS_SHOWN),
        )
        for k in there
    )
    own = [sign for sign in known if sign.at == at]
    evidence = tuple(dict.fromkeys(sign.evidence.id for sign in own))
    message = Message(f"{AREA}.watch", descriptor=inputs.seen.descriptor(at), what=what, count=len(evidence))
    yield Finding(id="watch", message=message, evidence=evidence or inputs.seen.evidence, confidence="low")


def _likely(inputs: Futures) -> Iterator[Finding]:
    """Yield what the author's own likelihoods of variants leave of a scenario; without them no likelihood is said."""
    bounds = ceilings(inputs)
    if bounds is None:
        return
    ranked = sorted(range(len(bounds)), key=lambda i: (-bounds[i][1], i))[:5]
    what = series(Message(f"{AREA}.at-most", name=inputs.names[i], low=bounds[i][0], high=bounds[i][1]) for i in ranked)
    yield Finding(id="likely", message=Message(f"{AREA}.likely", what=what), evidence=inputs.seen.evidence, confidence="low")


def _scenario_named(inputs: Futures, text: str) -> tuple[int, ...]:
    """Return the scenario whose balance is shown: by name or number, by its variants, else the first."""
    wanted = text.strip()
    named = {name: row for row, name in inputs.numbered.items()}
    if not wanted:
        return next(iter(inputs.numbered))
    short = f"S{wanted.lstrip('Ss')}"
    if short in named:
        return named[short]
    try:
        return tuple(inputs.matrix.scenario([part.strip() for part in wanted.replace(";", ",").split(",")]).tolist())
    except BadValue:
        raise WrongUse(
            Message(f"{AREA}.unknown-scenario", found=text, first=inputs.names[0], last=inputs.names[-1], drivers=inputs.matrix.descriptors)
        ) from None


def _figures(case: Case, inputs: Futures, sheet: Balance, name: str, levers: Any) -> Iterator[Figure]:
    yield tableau_picture(case, inputs)
    if len(np.unique(inputs.rows, axis=0)) > 1:
        yield distance_picture(case, inputs)
    yield balance_picture(case, inputs, sheet, name)
    if levers is not None:
        yield tornado_picture(case, inputs, levers)


QUESTION = Question(
    id=AREA,
    needs=(),
    also_needs=("scenario",),
    options=(
        model("scenario"),
        whole("tolerance", 0, 1000, 0, advanced=True),
        choice("succession", "all", "global", "incremental", "sequential"),
        text("scenario"),
        whole("draws", 0, 2000, 200, advanced=True),
        whole("reach", 0, 10, 3, advanced=True),
    ),
    answer=answer,
    heads=(Headline("count", "many"),),
    subject="ahead",
    references=(
        "Weimer-Jehle 2006, doi:10.1016/j.techfore.2005.06.005",
        "Torgerson 1952, doi:10.1007/BF02288916",
    ),
)
