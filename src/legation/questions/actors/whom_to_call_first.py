"""Whom to call first? What each actor's move would change, the chance that it moves, the effort: side by side, on an issue and a vote."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.dossier import RollCall, standing
from legation.dossier.kind import Number
from legation.errors import NotAvailable
from legation.figures.figure import Figure
from legation.figures.levers import LeverBar
from legation.figures.levers import levers as levers_figure
from legation.language import Message
from legation.methods.bargaining import Lever, levers
from legation.questions.actors.approaches import Approaches, approaches
from legation.questions.actors.calls import KIND_NAMES, lever_table, of_vote, on_vote, reason_table, vote_table
from legation.questions.actors.persuasion import Moving, moving
from legation.questions.actors.stakeholders import issue_asked
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.judgements import judgement, withheld
from legation.questions.deals.stakes import Stakes, stakes
from legation.questions.question import Option, Progress, Question, actor, goal, issue, rollcall, silent, whole
from legation.questions.strategy.dates import deadlines
from legation.questions.votes.estimate import estimate
from legation.questions.votes.goal import wanted_of_issue, wanted_of_vote
from legation.questions.votes.no_forecast import no_forecast

__all__ = ["QUESTION", "answer"]

AREA = "whom-to-call-first"
NAMED = 5


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Rank the levers on an issue and, where a vote lies ahead, the members whose vote would change its outcome.

    Nobody is proposed towards what an objective rejects, nor where no aim is stated; who was asked a few days ago, or said no in writing,
    stands apart with the reason.
    """
    held, why = _stakes(case, options["issue"])
    ahead = _ahead(case, options["rollcall"])
    wanted = wanted_of_vote(case, ahead, options["goal"], options["us"]) if ahead else None
    rejected = wanted is not None and wanted.is_against
    vote = on_vote(case, ahead, wanted, options["us"], options["seed"]) if ahead and wanted and not rejected else None
    if held is None and vote is None and not rejected:
        raise why or NotAvailable(Message(f"{AREA}.nothing", as_of=case.as_of))
    goal = wanted.goal if wanted and ahead and held and ahead.issue == held.issue.id else ""
    findings, tables, figures, missing = _on_issue(case, held, goal, options, progress) if held else ([], [], [], [])
    made = estimate(case, ahead, seed=options["seed"]) if ahead and vote is None and not rejected else None
    if made is not None and made.forecast is None:
        missing.append(no_forecast(made))
    if wanted is not None and (vote is not None or rejected):
        findings += of_vote(case, vote, wanted)
    if vote is not None:
        listed = {row[0].id for table in tables if table.id == "not-again" for row in table.rows}
        said, again = vote.asked.not_again(actor for actor in vote.not_again if actor not in listed)
        findings += [dataclasses.replace(one, id=f"vote-{one.id}") for one in said]
        tables += [vote_table(case, vote, options["top"]), *(dataclasses.replace(one, id=f"vote-{one.id}") for one in again)]
    caveats = [Message(f"{AREA}.one-unit"), Message(f"{AREA}.order"), Message(f"{AREA}.contact-apart")]
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(tables),
        figures=tuple(figures),
        caveats=(*caveats, *((Message(f"{AREA}.vote-apart"),) if vote else ()), QUESTION.limits),
        missing=tuple(missing),
    )


def _on_issue(
    case: Case, held: Stakes, goal: str, options: Mapping[str, Any], progress: Progress
) -> tuple[list[Finding], list[AnswerTable], list[Figure], list[Message]]:
    """Return what is said of the levers on an issue, and what is missing; ``goal`` is what we want of the vote ahead on it."""
    pursued = wanted_of_issue(case, held, options["aim"], options["us"])
    found = [] if pursued.said is None else [Finding(id="aim", message=pursued.said, evidence=pursued.evidence, confidence="high")]
    known = moving(case, held, 50.0 if pursued.aim is None else pursued.aim)  # without an aim, for the desk's own numbers are checked
    if pursued.aim is None:
        return [*found, *_days_left(case, held)], [], [], [*held.missing()]
    if judgement("swing").off:
        found.append(withheld("swing"))
    asked = approaches(case, issue=held.issue.id, goal=goal)
    every = _levers(held, known, pursued.aim, options, progress)
    rows = tuple(row for row in every if not asked.is_barred(held.actors[row.actor]))
    found += _findings(case, held, known, rows, pursued.aim, asked) if rows or not every else ()
    said, again = asked.not_again(held.actors[row.actor] for row in every if row.effect.mean >= 0.05)
    tables = [lever_table(case, held, known, rows), reason_table(case, held, known, rows, asked), *again]
    figures, missing = _figure(case, held, rows, pursued.aim), _missing(held, known, every, options)
    return [*found, *said, *_days_left(case, held)], tables, [*figures], [*missing]


def _stakes(case: Case, wanted: str | None) -> tuple[Stakes | None, NotAvailable | None]:
    """Return the positions on the issue; where there are none, why."""
    try:
        return stakes(case, issue_asked(case, wanted)), None
    except NotAvailable as error:
        return None, error


def _days_left(case: Case, held: Stakes) -> Iterator[Finding]:
    """Yield how many days are left to the next vote on the issue, or step of a process in its body."""
    asked = held.issue
    votes = {("rollcalls", row.id) for row in standing(case.dossier.rollcalls) if row.issue == asked.id}
    steps = {("processes", row.id) for row in standing(case.dossier.processes) if asked.body and row.body == asked.body}
    ahead = [one for one in deadlines(case) if (one.table, one.row) in votes | steps and not one.is_late(case.as_of)]
    if ahead:
        left = (ahead[0].when.last - case.as_of).days
        message = Message(f"{AREA}.days-left", count=left, what=ahead[0].what, date=ahead[0].when)
        yield Finding(id="days-left", message=message, evidence=ahead[0].evidence, confidence="high")


def _ahead(case: Case, wanted: str | None) -> RollCall | None:
    """Return the vote asked about, or the next one announced; None where it was held or there is none."""
    ahead = case.rollcall(wanted) if wanted else inputs.vote_ahead(case)
    return ahead if ahead is not None and not inputs.is_held(case, ahead) else None


def _levers(held: Stakes, known: Moving, aim: float, options: Mapping[str, Any], progress: Progress) -> tuple[Lever, ...]:
    points = float(options["points"]) or None
    found = levers(
        held.drawn(options["seed"]),
        aim=aim,
        points=points,
        chance=known.chance,
        effort=known.effort,
        without={"position": held.no_range & (points is None), "salience": held.no_salience},
        progress=progress,
    )
    return tuple(row for row in found.rows if held.actors[row.actor] != options["us"])


def _findings(case: Case, held: Stakes, known: Moving, rows: Sequence[Lever], aim: float, asked: Approaches) -> Iterator[Finding]:
    useful = [row for row in rows if row.effect.mean >= 0.05]
    if not useful:
        yield Finding(
            id="nobody", message=Message(f"{AREA}.nobody", issue=held.issue.question, aim=aim), evidence=held.sources, confidence="low"
        )
        return
    for form, some in (
        ("gain", [row for row in useful if row.rests_on == "gain"]),
        ("chance", [row for row in useful if row.rests_on == "chance"]),
        ("effect", [row for row in useful if row.rests_on == "effect"]),
    ):
        if some:
            yield _of_group(case, held, known, form, some, aim, asked)
    median = max(rows, key=lambda row: row.on_median.mean)
    if median.on_median.mean >= 0.5:
        message = Message(
            f"{AREA}.median",
            actor=case.named(held.actors[median.actor]),
            what=KIND_NAMES[median.kind],
            effect=round(median.on_median.mean, 1),
        )
        yield Finding(id="median", message=message, evidence=held.evidence[median.actor], confidence="low")
    away = [row for row in rows if row.effect.mean <= -0.05]
    if away:
        names = case.names(dict.fromkeys(held.actors[row.actor] for row in away))[:NAMED]
        message = Message(f"{AREA}.away", count=len(names), actors=names, aim=aim)
        yield Finding(id="away", message=message, evidence=joined_evidence(held.evidence[row.actor] for row in away), confidence="low")


def _of_group(case: Case, held: Stakes, known: Moving, form: str, some: Sequence[Lever], aim: float, asked: Approaches) -> Finding:
    first = some[0]
    names = case.names(dict.fromkeys(held.actors[row.actor] for row in some))[:NAMED]
    messages = {
        "gain": Message(f"{AREA}.by-gain", **_said(case, held, first, names, aim)),
        "chance": Message(f"{AREA}.by-chance", **_said(case, held, first, names, aim)),
        "effect": Message(f"{AREA}.by-effect", **_said(case, held, first, names, aim)),
    }
    evidence = joined_evidence((*(held.evidence[row.actor] for row in some[:NAMED]), known.evidence if form != "effect" else ()))
    contrary = Message(f"{AREA}.tied", count=sum(row.tied for row in some)) if first.tied else None
    message = asked.said_of(held.actors[first.actor], messages[form])
    return Finding(id=f"by-{form}", message=message, evidence=evidence, confidence="low", contrary=contrary)


def _said(case: Case, held: Stakes, first: Lever, names: Sequence[Any], aim: float) -> dict[str, Any]:
    return {
        "count": len(names),
        "actors": tuple(names),
        "issue": held.issue.question,
        "aim": aim,
        "actor": case.named(held.actors[first.actor]),
        "what": KIND_NAMES[first.kind],
        "effect": round(first.effect.mean, 1),
        "low": first.effect.low,
        "high": first.effect.high,
        "chance": first.chance,
        "expected": first.expected,
        "effort": first.effort if first.effort != first.effort else round(first.effort, 1),
        "gain": first.gain,
    }


def _missing(held: Stakes, known: Moving, rows: Sequence[Lever], options: Mapping[str, Any]) -> Iterator[Message]:
    unknown = len({row.actor for row in rows if row.chance != row.chance})
    if unknown:
        yield Message(f"{AREA}.no-chance", count=unknown)
    untold = len({row.actor for row in rows if row.effort != row.effort})
    if untold:
        yield Message(f"{AREA}.no-effort", count=untold)
    if held.no_range.any() and not options["points"]:
        yield Message(f"{AREA}.no-room", count=int(held.no_range.sum()), of=len(held.actors))
    if held.no_salience.any():
        yield Message(f"{AREA}.no-salience-lever", count=int(held.no_salience.sum()), of=len(held.actors))
    yield from held.missing()


def _figure(case: Case, held: Stakes, rows: Sequence[Lever], aim: float) -> tuple[Figure, ...]:
    bars = [
        LeverBar(
            actor=case.named(held.actors[row.actor]),
            what=Message(f"{AREA}.goes-to", what=KIND_NAMES[row.kind], start=_start(held, row), end=row.goes_to),
            effect=row.effect.mean,
            low=row.effect.low,
            high=row.effect.high,
            chance=None if row.chance != row.chance else row.chance,
            effort=None if row.effort != row.effort else row.effort,
        )
        for row in rows
    ]
    if not bars:
        return ()
    first, most = rows[0], max(rows, key=lambda row: row.effect.mean)
    values = {"issue": held.issue.question, "aim": aim}
    effect = round(most.effect.mean, 1)
    alike = len({row.actor for row in rows if row.effect.mean > most.effect.mean - 0.1})
    if alike > 1:
        title = Message(f"{AREA}.figure-title-alike", count=alike, effect=effect, **values)
    else:
        title = Message(f"{AREA}.figure-title", actor=case.named(held.actors[most.actor]), effect=effect, **values)
    values |= {"actor": bars[0].actor, "effect": round(first.effect.mean, 1)}
    return (
        levers_figure(
            bars,
            title=title,
            subtitle=Message(f"{AREA}.figure-subtitle", as_of=case.as_of),
            alt=Message(f"{AREA}.figure-alt", count=len(bars), unknown=sum(bar.chance is None for bar in bars), **values),
        ),
    )


def _start(held: Stakes, row: Lever) -> float:
    return float((held.position if row.kind == "position" else held.salience)[row.actor, 1])


QUESTION = Question(
    id=AREA,
    needs=("actors",),
    also_needs=("issues", "positions"),
    options=(
        issue(),
        Option("aim", Number(0, 100, "points")),
        whole("points", 0, 100, 0),
        rollcall("rollcall"),
        goal(),
        actor("us"),
        whole("top", 1, 200, 25),
    ),
    answer=answer,
    references=("Achen 2006, doi:10.1017/CBO9780511492082.005", "Nelsen 2006, doi:10.1007/0-387-28678-0"),
)
