"""What futures hold? Every combination of drivers whose judgements support each other, and how much that hangs on the judgements."""

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
from legation.questions.futures.sensitivity import basins, doubts, of_basins, of_doubts
from legation.questions.futures.signposts import Sign, caveats, ceilings, missing, signs, signs_table, sourced, standing_of
from legation.questions.futures.tables import (
    balance_table,
    basins_table,
    held_table,
    judgements_table,
    levers_table,
    scenarios_table,
    variants_table,
)
from legation.questions.question import Progress, Question, choice, silent, text, whole

__all__ = ["QUESTION", "answer"]

AREA = "what-futures-hold"
TOLD = 12
"""Scenarios that a sentence each is said of."""
_NEAR = 20
"""Up to this tolerance it is looked when some scenario would hold, where none does."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Find the futures that hold, say what they share, and how much hangs on the judgements."""
    held = futures(case, options, progress)
    known = signs(case, held.seen)
    if not len(held.rows):
        return _none(held, options["tolerance"], known)
    led = basins(held, options["succession"], options["seed"], progress)
    doubt = doubts(
        held,
        tolerance=options["tolerance"],
        draws=options["draws"],
        reach=options["reach"],
        seed=options["seed"],
        progress=progress,
    )
    shown = _scenario_asked(held, options["scenario"])
    sheet, name = balance(held.matrix, shown), held.numbered.get(shown, "–")
    unsure = held_table(held, doubt)
    levers = doubt.levers if doubt.levers is not None and doubt.levers.levers else None
    tables: list[AnswerTable | None] = [
        variants_table(held),
        scenarios_table(held, known),
        balance_table(held, sheet, name),
        basins_table(held, led),
        unsure,
        levers_table(held, levers) if levers else None,
        signs_table(held, known) if known else None,
        judgements_table(held),
    ]
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(*_findings(held, known), *of_basins(held, led), *of_doubts(held, doubt), *sourced(held)),
        tables=tuple(table for table in tables if table is not None),
        figures=tuple(_figures(case, held, sheet, name, levers)),
        caveats=(*caveats(held, doubt, led), QUESTION.limits),
        missing=tuple(missing(held, known)),
    )


def _none(held: Futures, tolerance: int, known: Sequence[Sign]) -> Answer:
    """Answer where no scenario holds: with which tolerance one would."""
    rules = held.seen.model.constraints()
    near = None
    for wider in range(tolerance + 1, tolerance + _NEAR + 1):
        found = consistent(held.matrix, wider, constraints=rules, most=0)
        if found.count:
            near = Message(f"{AREA}.near", tolerance=wider, count=found.count)
            break
    form = f"{AREA}.none" if held.found.complete else f"{AREA}.none-open"
    values = {"of": combinations(held.matrix.n_scenarios), "model": held.seen.called, "tolerance": tolerance}
    message = Message(form, near=near or Message(f"{AREA}.nothing-near", tolerance=tolerance + _NEAR), **values)
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(Finding(id="count", message=message, evidence=held.seen.evidence, confidence="low"), *sourced(held)),
        tables=(judgements_table(held), *((signs_table(held, known),) if known else ())),
        caveats=(*caveats(held, None, None), QUESTION.limits),
        missing=tuple(missing(held, known)),
    )


def _findings(held: Futures, known: Sequence[Sign]) -> Iterator[Finding]:
    evidence = held.seen.evidence
    sure = "moderate" if held.found.complete and not held.seen.model.illustration else "low"
    yield Finding(
        id="count",
        message=_counted(held),
        evidence=evidence,
        confidence=sure,  # type: ignore[arg-type]  # one of the two words
        contrary=Message(f"{AREA}.count-contrary"),
    )
    for name, there in (("common", held.common()), ("never", held.never())):
        if there:
            what = series(held.seen.taking(j, k) for j, k in there)
            message = Message(f"{AREA}.common", what=what) if name == "common" else Message(f"{AREA}.never", what=what)
            yield Finding(id=name, message=message, evidence=evidence, confidence="low")
    for i in range(min(TOLD, len(held.rows))):
        yield _scenario(held, i, known)
    yield from _watch(held, known)
    yield from _likely(held)


def _counted(held: Futures) -> Message:
    found = held.found
    values = {
        "count": found.count,
        "many": combinations(found.count),
        "of": combinations(held.matrix.n_scenarios),
        "drivers": len(held.matrix.sizes),
        "model": held.seen.called,
        "slack": Message(f"{AREA}.slack", tolerance=found.tolerance) if found.tolerance else "",
    }
    if found.complete:
        return Message(f"{AREA}.count", **values)
    if found.counted:
        return Message(f"{AREA}.count-listed", listed=len(held.rows), **values)
    return Message(f"{AREA}.count-open", covered=found.covered, **values)


def _scenario(held: Futures, i: int, known: Sequence[Sign]) -> Finding:
    """Say what a scenario is, beside the nearest before it where they share most, and what evidence there is for and against it."""
    row = held.rows[i].tolist()
    favour, against = standing_of(row, known)
    near = min(range(i), key=lambda other: (int((held.rows[other] != held.rows[i]).sum()), other), default=None)
    taken = held.telling(i) or tuple(enumerate(row))
    what: Any = series(held.seen.taking(j, k) for j, k in taken)
    if near is not None:
        other = [(j, k) for j, k in taken if held.rows[near, j] != k]
        if 2 * len(other) <= len(taken):
            what = Message(f"{AREA}.as", name=held.names[near], what=series(held.seen.taking(j, k) for j, k in other))
    values = {"name": held.names[i], "what": what, "total": int(held.total[i])}
    evidence = tuple(dict.fromkeys(sign.evidence.id for sign in (*favour, *against)))
    message = Message(f"{AREA}.scenario-bare", **values)
    if evidence:
        message = Message(f"{AREA}.scenario", favour=len(favour), against=len(against), **values)
    contrary = None
    if against:
        shown = against[-1].evidence
        contrary = Message(f"{AREA}.sign-against", title=shown.title, date=shown.date or shown.known_on)
    return Finding(id=f"scenario-{i + 1}", message=message, evidence=evidence or held.seen.evidence, confidence="low", contrary=contrary)


def _watch(held: Futures, known: Sequence[Sign]) -> Iterator[Finding]:
    """Yield the driver to watch first, which parts the scenarios best, and what is known of it."""
    at = parting(held.rows)
    if at is None or not held.found.complete:
        return
    there = [k for k in range(held.matrix.sizes[at]) if held.holding(at, k)]
    what = series(
        Message(f"{AREA}.parted", variant=held.seen.variant(at, k), which=first_of([Named(n, n) for n in held.holding(at, k)], TOLD))
        for k in there
    )
    own = [sign for sign in known if sign.at == at]
    evidence = tuple(dict.fromkeys(sign.evidence.id for sign in own))
    message = Message(f"{AREA}.watch", descriptor=held.seen.descriptor(at), what=what, count=len(evidence))
    yield Finding(id="watch", message=message, evidence=evidence or held.seen.evidence, confidence="low")


def _likely(held: Futures) -> Iterator[Finding]:
    """Yield what the author's own likelihoods of variants leave of a scenario; without them no likelihood is said."""
    bounds = ceilings(held)
    if bounds is None:
        return
    ranked = sorted(range(len(bounds)), key=lambda i: (-bounds[i][1], i))[:5]
    what = series(Message(f"{AREA}.at-most", name=held.names[i], low=bounds[i][0], high=bounds[i][1]) for i in ranked)
    yield Finding(id="likely", message=Message(f"{AREA}.likely", what=what), evidence=held.seen.evidence, confidence="low")


def _scenario_asked(held: Futures, asked: str) -> tuple[int, ...]:
    """Return the scenario whose balance is shown: by name or number, by its variants, else the first."""
    wanted = asked.strip()
    named = {name: row for row, name in held.numbered.items()}
    if not wanted:
        return next(iter(held.numbered))
    short = f"S{wanted.lstrip('Ss')}"
    if short in named:
        return named[short]
    try:
        return tuple(held.matrix.scenario([part.strip() for part in wanted.replace(";", ",").split(",")]).tolist())
    except BadValue:
        raise WrongUse(
            Message(f"{AREA}.unknown-scenario", found=asked, first=held.names[0], last=held.names[-1], drivers=held.matrix.descriptors)
        ) from None


def _figures(case: Case, held: Futures, sheet: Balance, name: str, levers: Any) -> Iterator[Figure]:
    yield tableau_picture(case, held)
    if len(np.unique(held.rows, axis=0)) > 1:
        yield distance_picture(case, held)
    yield balance_picture(case, held, sheet, name)
    if levers is not None:
        yield tornado_picture(case, held, levers)


QUESTION = Question(
    id=AREA,
    needs=(),
    also_needs=("scenario",),
    options=(
        text("model"),
        whole("tolerance", 0, 1000, 0),
        choice("succession", "all", "global", "incremental", "sequential"),
        text("scenario"),
        whole("draws", 0, 2000, 200),
        whole("reach", 0, 10, 3),
    ),
    answer=answer,
    subject="ahead",
    references=(
        "Weimer-Jehle 2006, doi:10.1016/j.techfore.2005.06.005",
        "Torgerson 1952, doi:10.1007/BF02288916",
    ),
)
