"""Which plan survives? Each plan against every future that holds: where it has what it needs, what kills it, what it may cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.dossier import standing
from legation.dossier.models.scenario import Plan
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.scenario import Regret, Survival, survival
from legation.questions.answer import Answer, Finding, Named, first_of
from legation.questions.base.case import Case
from legation.questions.base.choices import plans
from legation.questions.base.conditions import Condition
from legation.questions.base.part_inputs import unknown_name
from legation.questions.futures.assumptions import (
    JudgedAssumptions,
    assumption_findings,
    assumption_gaps,
    assumptions_table,
    judged_assumptions,
    of_assumption,
)
from legation.questions.futures.failures import failing, failing_findings, failing_table, too_few
from legation.questions.futures.figures import survival_picture, tableau_picture
from legation.questions.futures.inputs import Futures, combinations, either, find_model, futures, series
from legation.questions.futures.signposts import Sign, caveats, signs, signs_table
from legation.questions.futures.tables import needs_table, plans_table, regret_table
from legation.questions.futures.worth import named, ranges_findings, ranges_table, valued_plans, worth_gaps, worth_table
from legation.questions.question import Headline, Progress, Question, chosen, model, silent, whole

__all__ = ["QUESTION", "answer"]

AREA = "which-plan-survives"
_NAMED = 8
"""Scenarios that a sentence names."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Hold each plan against the futures that hold."""
    inputs = futures(case, options, progress)
    plans = _plans(case, inputs, options["plan"])
    if not len(inputs.rows):
        raise NotAvailable(Message(f"{AREA}.nothing-holds", model=inputs.seen.called, tolerance=options["tolerance"]))
    found = survival(inputs.matrix, inputs.rows, {plan.id: inputs.seen.model.needs()[plan.id] for plan in plans})
    valued = valued_plans(inputs, plans)
    regret = valued.regret
    judged = judged_assumptions(case, inputs, plans, found, valued)
    watched = {inputs.matrix.descriptor(descriptor) for plan in plans for descriptor, _ in inputs.seen.model.needs()[plan.id]}
    known = [sign for sign in signs(case, inputs.seen) if sign.at in watched]
    when = failing(inputs, plans, found)
    few = too_few(inputs, found)
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(
            *_findings(inputs, plans, found, known),
            *((_regret(inputs, valued.plans, regret),) if regret is not None else ()),
            *ranges_findings(inputs, valued),
            *assumption_findings(case, inputs, judged),
            *failing_findings(inputs, when),
        ),
        tables=(
            plans_table(case, inputs, plans, found),
            needs_table(inputs, plans, found),
            *((regret_table(inputs, valued.plans, valued.value, regret),) if regret is not None else ()),
            *(one for one in (ranges_table(inputs, valued), worth_table(inputs, valued), assumptions_table(judged)) if one is not None),
            *((signs_table(inputs, known),) if known else ()),
            *((failing_table(inputs, when),) if when else ()),
        ),
        figures=(survival_picture(case, inputs, [named(plan) for plan in plans], found), tableau_picture(case, inputs)),
        caveats=(*caveats(inputs, None, None), QUESTION.limits),
        missing=(
            *worth_gaps(plans, valued),
            *_missing(case, inputs, plans, known),
            *_reviews_over(case, plans, judged),
            *assumption_gaps(case, judged),
            *((few,) if few else ()),
        ),
    )


def _plans(case: Case, inputs: Futures, name: str) -> tuple[Plan, ...]:
    """Return the plans that were asked for, or all.

    Raises
    ------
    NotAvailable, WrongUse
    """
    there = inputs.seen.model.plans
    if not there:
        raise NotAvailable(Message(f"{AREA}.no-plans", model=inputs.seen.called, part=inputs.seen.model.part, as_of=case.as_of))
    wanted = [part.strip() for part in name.split(";") if part.strip()]
    for one in wanted:
        if one not in {plan.id for plan in there}:
            raise unknown_name(f"{AREA}.unknown-plan", one, (plan.id for plan in there))
    return tuple(plan for plan in there if not wanted or plan.id in wanted)


def _findings(inputs: Futures, plans: Sequence[Plan], found: Survival, known: Sequence[Sign]) -> Iterator[Finding]:
    evidence = inputs.seen.evidence
    of = len(inputs.rows)
    everywhere = [named(plan) for plan, count in zip(plans, found.count, strict=True) if count == of]
    values: dict[str, Any] = {"scenarios": _searched(inputs), "of": combinations(inputs.matrix.n_scenarios), "model": inputs.seen.called}
    message = Message(f"{AREA}.none", count=len(plans), **values)
    if everywhere:
        message = Message(f"{AREA}.robust", count=len(everywhere), plans=len(plans), which=tuple(everywhere), **values)
    contrary = None if inputs.found.complete else Message(f"{AREA}.not-all", count=of)
    yield Finding(id="robust", message=message, evidence=evidence, confidence="low", contrary=contrary)
    order = sorted(range(len(plans)), key=lambda i: (-found.count[i], i))
    for i in order:
        yield _plan(inputs, plans[i], found, i, known)
    yield from _scenarios(inputs, plans, found)


def _searched(inputs: Futures) -> Message:
    """Return what scenarios the plans are held against: all, or as many as are listed or were found."""
    if inputs.found.complete:
        return Message(f"{AREA}.all-that-hold", count=len(inputs.rows))
    if inputs.found.counted:
        return Message(f"{AREA}.first-that-hold", count=len(inputs.rows), all=combinations(inputs.found.count))
    return Message(f"{AREA}.found-to-hold", count=len(inputs.rows))


def _plan(inputs: Futures, plan: Plan, found: Survival, i: int, known: Sequence[Sign]) -> Finding:
    """Say in how many scenarios a plan has all it needs, what kills it, and how it fares at worst."""
    of = len(inputs.rows)
    lasts = tuple(name for name, whole_ in zip(inputs.names, found.survives[i].tolist(), strict=True) if whole_)
    values = {"plan": named(plan), "count": len(lasts), "of": of}
    evidence = plan.evidence or inputs.seen.evidence
    if not found.needs[i]:
        return Finding(id=f"plan-{plan.id}", message=Message(f"{AREA}.needs-nothing", **values), evidence=evidence, confidence="low")
    if len(lasts) == of:
        return Finding(id=f"plan-{plan.id}", message=Message(f"{AREA}.everywhere", **values), evidence=evidence, confidence="low")
    needs = inputs.seen.model.needs()[plan.id]
    killers = sorted((k for k, times in enumerate(found.unmet[i]) if times), key=lambda k: (-found.unmet[i][k], k))
    what = series(Message(f"{AREA}.killer", need=need_of(inputs, needs[k]), count=found.unmet[i][k]) for k in killers)
    worst = found.worst[i]
    message = Message(
        f"{AREA}.plan" if lasts else f"{AREA}.nowhere",
        where=first_of([Named(name, name) for name in lasts], _NAMED),
        what=what,
        worst=first_of([Named(inputs.names[at], inputs.names[at]) for at in worst], _NAMED),
        met=int(found.met[i, worst[0]]),
        needs=found.needs[i],
        **values,
    )
    return Finding(
        id=f"plan-{plan.id}", message=message, evidence=evidence, confidence="low", contrary=_watch(inputs, needs, killers, known)
    )


def need_of(inputs: Futures, need: tuple[int | str, Sequence[int | str]]) -> Message:
    """Return a need in words: a driver, and the variants of it that would do."""
    at = inputs.matrix.descriptor(need[0])
    variants = tuple(inputs.seen.variant(at, inputs.matrix.variant(at, one)) for one in need[1])
    return Message(f"{AREA}.any-of", descriptor=inputs.seen.descriptor(at), variants=either(variants))


def _watch(inputs: Futures, needs: Sequence[Any], killers: Sequence[int], known: Sequence[Sign]) -> Message | None:
    """Return the latest evidence that what the plan needs most is not coming about: against it, or for a variant that excludes it."""
    for k in killers:
        at = inputs.matrix.descriptor(needs[k][0])
        fits = {inputs.matrix.variant(at, one) for one in needs[k][1]}
        bad = [sign for sign in known if sign.at == at and (sign.k in fits) == sign.against]
        if bad:
            last = max(bad, key=lambda sign: str(sign.evidence.known_on or sign.evidence.date or ""))
            when = last.evidence.date or last.evidence.known_on
            form = f"{AREA}.watch-against" if last.against else f"{AREA}.watch-for"
            return Message(form, title=last.evidence.title, date=when, taking=inputs.seen.taking(at, last.k))
    return None


def _scenarios(inputs: Futures, plans: Sequence[Plan], found: Survival) -> Iterator[Finding]:
    """Yield the scenarios in which fewest plans survive."""
    least = int(found.standing.min())
    if least == len(plans):
        return
    names = first_of([Named(inputs.names[at], inputs.names[at]) for at in found.worst_scenarios], _NAMED)
    left = [named(plan) for i, plan in enumerate(plans) if found.survives[i, found.worst_scenarios[0]]]
    form = f"{AREA}.uncovered" if not least else f"{AREA}.worst-one" if len(found.worst_scenarios) == 1 else f"{AREA}.worst"
    message = Message(form, count=len(found.worst_scenarios), where=names, least=least, of=len(plans), which=tuple(left))
    yield Finding(id="worst", message=message, evidence=inputs.seen.evidence, confidence="low")


def _regret(inputs: Futures, plans: Sequence[Plan], regret: Regret) -> Finding:
    best = regret.best
    message = Message(
        f"{AREA}.regret",
        count=len(best),
        which=tuple(named(plans[i]) for i in best),
        most=float(regret.largest[best[0]]),
        where=first_of([Named(inputs.names[at], inputs.names[at]) for at in regret.at[best[0]]], _NAMED),
    )
    sources = tuple(dict.fromkeys(item for plan in plans for row in (plan, *plan.worth) for item in row.evidence))
    return Finding(
        id="regret",
        message=message,
        evidence=sources or inputs.seen.evidence,
        confidence="low",
        contrary=Message(f"{AREA}.regret-contrary"),
    )


def _reviews_over(case: Case, plans: Sequence[Plan], judged: JudgedAssumptions) -> Iterator[Message]:
    """Yield the plans and the assumptions on the model's drivers that were to be looked at again before the day."""
    over = [named(plan) for plan in plans if plan.review_by is not None and plan.review_by.is_over(case.as_of)]
    over += [of_assumption(row) for row in judged.rows if row.review_by is not None and row.review_by.is_over(case.as_of)]
    if over:
        yield Message(f"{AREA}.review-over", count=len(over), which=first_of(over, 5), as_of=case.as_of)


def _missing(case: Case, inputs: Futures, plans: Sequence[Plan], known: Sequence[Sign]) -> Iterator[Message]:
    if not known:
        yield Message("futures.no-signposts")
    planned = {row.id for row in standing(case.dossier.activities) if row.status == "planned"}
    apart = planned - {activity for plan in inputs.seen.model.plans for activity in plan.activities}
    if apart:
        names = [Named(row.id, row.title or row.id) for row in standing(case.dossier.activities) if row.id in apart]
        yield Message(f"{AREA}.activities-apart", count=len(apart), which=first_of(names, 3))
    bare = [named(plan) for plan in plans if not plan.evidence]
    if bare:
        yield Message(f"{AREA}.bare", count=len(bare), which=first_of(bare, 3))


def _has_plans(case: Case, options: Mapping[str, Any]) -> object:
    return find_model(case, options["model"]).model.plans


def _has_futures(case: Case, options: Mapping[str, Any]) -> bool:
    return bool(len(futures(case, options, silent).rows))


QUESTION = Question(
    id=AREA,
    purpose="decide",
    needs=(),
    also_needs=(
        Condition(id="plan", place="scenario", check=_has_plans),
        Condition(id="future-that-holds", option="tolerance", check=_has_futures),
    ),
    options=(model("scenario"), whole("tolerance", 0, 1000, 0, advanced=True), chosen("plan", plans, many=True)),
    answer=answer,
    heads=(Headline("robust", "count"),),
    builds_on=("what-futures-hold",),
    subject="ahead",
    references=(
        "Weimer-Jehle 2006, doi:10.1016/j.techfore.2005.06.005",
        "Savage 1951, doi:10.1080/01621459.1951.10500768",
        "Bryant & Lempert 2010, doi:10.1016/j.techfore.2009.08.002",
        "Dewar 2002, Assumption-Based Planning, Cambridge University Press",
    ),
)
