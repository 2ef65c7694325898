"""Where is the text stuck? Open brackets over the versions, how long they last, what holds what back, and where least stands against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from legation.language import AnyOrder, Message
from legation.questions.answer import Answer, Finding, first_of
from legation.questions.base.case import Case
from legation.questions.deals.drafting.draft import (
    AGREED,
    DRAFT_VERSION,
    DraftInputs,
    DraftOpenness,
    SurvivingWords,
    caveats,
    find_draft,
    openness_of,
    surviving_words,
)
from legation.questions.deals.drafting.tables import (
    alternatives_table,
    brackets_table,
    convergence_of,
    survivors_of,
    units_table,
    versions_table,
    waiting,
)
from legation.questions.question import Headline, Progress, Question, model, silent
from legation.rooms.drafting import CHAIR, Blocking, Landing, Lasting, blocking, landing, lasting

__all__ = ["QUESTION", "answer"]

AREA = "where-is-the-text-stuck"
NAMED = 5


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say how open the text is, where, since when, and what holds it open."""
    inputs = find_draft(case, options["draft"])
    openness = openness_of(inputs)
    state = inputs.room.state
    blockers, zones, times = blocking(state, CHAIR), landing(state, looking=CHAIR), lasting(state)
    surviving = surviving_words(inputs)
    findings = (
        *_now(inputs, openness),
        *_since(inputs, openness),
        *_where(inputs, openness),
        *_levels(inputs, openness),
        *_lasting(inputs, times),
        *_reopened(inputs),
        *_packages(inputs, blockers),
        *_zones(inputs, zones),
        *_survived(inputs, surviving),
    )
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=findings,
        tables=(
            versions_table(inputs, openness),
            units_table(inputs, openness),
            *brackets_table(inputs, blockers),
            *alternatives_table(inputs, zones),
        ),
        figures=(convergence_of(inputs, openness), survivors_of(inputs, surviving)),
        caveats=(*caveats(inputs), QUESTION.limits),
        missing=(Message(f"{AREA}.one-version"),) if len(inputs.room.versions) == 1 else (),
    )


def _now(inputs: DraftInputs, openness: DraftOpenness) -> Iterator[Finding]:
    last = openness.moments[-1]
    values = {"title": inputs.title, "date": inputs.room.versions[-1].date, "count": last.open}
    form = "now" if last.share == last.share and last.open else "now-closed"
    yield Finding(id="now", message=Message(f"{AREA}.{form}", share=last.share, **values), evidence=inputs.now())


def _since(inputs: DraftInputs, openness: DraftOpenness) -> Iterator[Finding]:
    if len(openness.moments) < 2:
        return
    first, last = openness.moments[0], openness.moments[-1]
    most = max(openness.moments, key=lambda one: one.open)
    values = {"first": first.open, "then": inputs.room.versions[0].date, "last": last.open, "count": len(openness.moments)}
    shares = {"first_share": first.share, "last_share": last.share}
    contrary = Message(f"{AREA}.peak", count=most.open, date=most.day) if most.open > max(first.open, last.open) else None
    evidence = tuple(dict.fromkeys(one for version in inputs.room.versions for one in inputs.seen(version.evidence)))
    known = all(share == share for share in shares.values())
    message = Message(f"{AREA}.since", **values, **shares) if known else Message(f"{AREA}.since-count", **values)
    yield Finding(id="since", message=message, evidence=evidence, contrary=contrary)


def _where(inputs: DraftInputs, openness: DraftOpenness) -> Iterator[Finding]:
    worst = [one for one in openness.units if one.bracketed][:3]
    total = sum(one.bracketed for one in openness.units)
    if worst:
        labels = tuple(Message("drafting.unit", unit=one.unit.label) for one in worst)
        values = {"units": labels, "words": sum(one.bracketed for one in worst), "of": total}
        yield Finding(id="where", message=Message(f"{AREA}.where", count=len(worst), **values), evidence=inputs.now())


def _levels(inputs: DraftInputs, openness: DraftOpenness) -> Iterator[Finding]:
    agreed = sum(one.unit.level in AGREED for one in openness.units)
    untouched = sum(one.unit.level == "proposed" for one in openness.units)
    message = Message(f"{AREA}.levels", count=agreed, of=len(openness.units), untouched=untouched)
    contrary = Message(f"{AREA}.levels-contrary") if agreed else None
    yield Finding(id="levels", message=message, evidence=inputs.now(), contrary=contrary)


def _lasting(inputs: DraftInputs, times: Lasting) -> Iterator[Finding]:
    values = {"closed": times.closed, "count": times.still_open}
    if times.half_life is None:
        form = "half-life-few" if times.closed < 5 else "half-life-unreached"
        yield Finding(id="half-life", message=Message(f"{AREA}.{form}", **values), evidence=inputs.now())
        return
    form = "half-life" if times.high is not None else "half-life-open-ended"
    low = times.low if times.low is not None else 0
    message = Message(f"{AREA}.{form}", days=round(times.half_life), low=round(low), high=round(times.high or 0), **values)
    yield Finding(id="half-life", message=message, evidence=inputs.now(), confidence="low", contrary=Message(f"{AREA}.half-life-contrary"))


def _reopened(inputs: DraftInputs) -> Iterator[Finding]:
    found = inputs.room.state.reopened
    if found:
        clauses = tuple(Message(f"{AREA}.reopened-one", unit=inputs.label(unit), date=_day(at)) for unit, at, _ in found)
        yield Finding(id="reopened", message=Message(f"{AREA}.reopened", count=len(found), told=clauses[-NAMED:]), evidence=inputs.now())


def _packages(inputs: DraftInputs, blocking: Blocking) -> Iterator[Finding]:
    state = inputs.room.state
    evidence = {row.id: inputs.seen(row.evidence) for row in inputs.model.packages}
    for package in state.packages.values():
        free, opposed = waiting(package, state, blocking)
        if free and opposed:
            names = {"free": _brackets(inputs, free), "opposed": _brackets(inputs, opposed)}
            message = Message(f"{AREA}.held-back", package=package.id, count=len(free), **names)
            yield Finding(id=f"held-back:{package.id}", message=message, evidence=evidence.get(package.id, ()) or inputs.now())


def _brackets(inputs: DraftInputs, names: tuple[str, ...]) -> tuple[Any, ...]:
    return first_of(tuple(inputs.bracket(name) for name in names), 3)


def _zones(inputs: DraftInputs, zones: tuple[Landing, ...]) -> Iterator[Finding]:
    spoken = [zone for zone in zones if any((*zone.against, *zone.for_))]
    if len(spoken) < len(zones):
        yield Finding(id="landing", message=Message(f"{AREA}.lands-unknown", count=len(zones) - len(spoken)), evidence=inputs.now())
    for zone in spoken[:NAMED]:
        best = tuple(Message("drafting.words", words=inputs.words(inputs.room.state.held[name])) for name in zone.best)
        movers = tuple(dict.fromkeys(actor for name in zone.best for actor in zone.must_move[name]))
        values = {"unit": inputs.label(zone.unit), "best": best, "against": zone.against[0], "for_": zone.for_[0], "silent": zone.silent}
        form = _form(tied=len(best) > 1, opposed=bool(movers))
        message = Message(f"{AREA}.{form}", actors=AnyOrder(first_of(inputs.names(movers), NAMED)), **values)
        contrary = Message(f"{AREA}.silent", count=zone.silent, unit=values["unit"]) if zone.silent else None
        yield Finding(id=f"landing:{zone.group}", message=message, evidence=inputs.now(), confidence="low", contrary=contrary)


def _form(*, tied: bool, opposed: bool) -> str:
    if tied:
        return "tie" if opposed else "tie-unopposed"
    return "lands" if opposed else "lands-unopposed"


def _survived(inputs: DraftInputs, surviving: SurvivingWords) -> Iterator[Finding]:
    ahead = [one for one in surviving.origins if one.actors and one.survived][:3]
    if ahead:
        clauses = tuple(
            Message(f"{AREA}.kept-one", actors=AnyOrder(inputs.names(one.actors)), kept=one.survived, proposed=one.proposed)
            for one in ahead
        )
        message = Message(f"{AREA}.kept", first=surviving.first, of=surviving.words, told=clauses)
        contrary = Message(f"{AREA}.kept-contrary")
        yield Finding(id="kept", message=message, evidence=inputs.now(), confidence="low", contrary=contrary)


def _day(at: str) -> dt.date:
    return dt.date.fromisoformat(at[:10])


QUESTION = Question(
    id=AREA,
    needs=(),
    also_needs=(DRAFT_VERSION,),
    options=(model("draft", "draft"),),
    answer=answer,
    heads=(Headline("now", "count"),),
    subject="spaces",
    references=("Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452",),
)
