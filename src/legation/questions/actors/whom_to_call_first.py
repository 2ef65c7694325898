"""Whom to call first? What each actor's move would change, the chance that it moves, the effort: side by side, on an issue and a vote."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias, cast

from legation.dossier import RollCall, standing
from legation.dossier.kind import Number
from legation.errors import NotAvailable
from legation.figures.figure import Figure, Named
from legation.figures.kit.rows import Item, Row, Scale, Tone, row_chart
from legation.language import Message
from legation.methods.bargaining import Lever, levers
from legation.questions.actors.approaches import Approaches, approaches
from legation.questions.actors.calls import KIND_NAMES, is_estimable, lever_table, of_vote, on_vote, reason_table, vote_table
from legation.questions.actors.persuasion import Moving, moving
from legation.questions.actors.stakeholders import find_issue
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.conditions import Condition
from legation.questions.base.judgements import judgement, withheld
from legation.questions.base.quantities import FactsOf, Unit, on
from legation.questions.deals.stakes import Stakes, stakes
from legation.questions.question import Headline, Option, Progress, Question, actor, goal, issue, rollcall, silent, whole
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
    stakes, why = _stakes(case, options["issue"])
    ahead = _ahead(case, options["rollcall"])
    wanted = wanted_of_vote(case, ahead, options["goal"], options["us"]) if ahead else None
    rejected = wanted is not None and wanted.is_against
    uncounted = None
    try:
        vote = on_vote(case, ahead, wanted, options["us"], options["seed"]) if ahead and wanted and not rejected else None
    except NotAvailable as error:  # no votes are counted: the levers on the issue stand all the same
        vote, uncounted = None, error
    if stakes is None and vote is None and not rejected:
        raise uncounted or why or NotAvailable(Message(f"{AREA}.nothing", as_of=case.as_of))
    goal = wanted.goal if wanted and ahead and stakes and ahead.issue == stakes.issue.id else ""
    findings, tables, figures, missing = _on_issue(case, stakes, goal, options, progress) if stakes else ([], [], [], [])
    made = estimate(case, ahead, seed=options["seed"]) if ahead and vote is None and not rejected else None
    if uncounted is not None:
        missing.append(cast(Message, uncounted.message))
    elif made is not None and made.forecast is None:
        missing.append(no_forecast(made))
    if wanted is not None and (vote is not None or rejected):
        findings += of_vote(case, vote, wanted)
    if vote is not None:
        listed = {row[0].id for table in tables if table.id == "not-again" for row in table.rows}
        said, again = vote.approaches.not_again(actor for actor in vote.not_again if actor not in listed)
        findings += [dataclasses.replace(one, id=f"vote-{one.id}") for one in said]
        tables += [
            vote_table(case, vote, options["top"], wanted.goal if wanted else ""),
            *(dataclasses.replace(one, id=f"vote-{one.id}") for one in again),
        ]
    caveats = [Message(f"{AREA}.one-unit"), Message(f"{AREA}.order"), Message(f"{AREA}.contact-apart")]
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(tables),
        figures=tuple(figures),
        caveats=(
            *caveats,
            *(stakes.limits() if stakes else ()),
            *((*vote.caveats, Message(f"{AREA}.vote-apart")) if vote else ()),
            QUESTION.limits,
        ),
        missing=tuple(missing),
    )


def _on_issue(
    case: Case, stakes: Stakes, goal: str, options: Mapping[str, Any], progress: Progress
) -> tuple[list[Finding], list[AnswerTable], list[Figure], list[Message]]:
    """Return what is said of the levers on an issue, and what is missing; ``goal`` is what we want of the vote ahead on it."""
    pursued = wanted_of_issue(case, stakes, options["aim"], options["us"])
    found = [] if pursued.said is None else [Finding(id="aim", message=pursued.said, evidence=pursued.evidence, confidence="high")]
    known = moving(case, stakes, 50.0 if pursued.aim is None else pursued.aim)  # without an aim, for the desk's own numbers are checked
    if pursued.aim is None:
        return [*found, *_days_left(case, stakes)], [], [], [*stakes.missing()]
    if judgement("swing").off:
        found.append(withheld("swing"))
    past = approaches(case, issue=stakes.issue.id, goal=goal)
    every = _levers(stakes, known, pursued.aim, options, progress)
    rows = tuple(row for row in every if not past.is_barred(stakes.actors[row.actor]))
    found += _findings(case, stakes, known, rows, pursued.aim, past) if _useful(rows) or not _useful(every) else ()
    said, again = past.not_again(stakes.actors[row.actor] for row in every if row.effect.mean >= 0.05)
    tables = [lever_table(case, stakes, known, rows), reason_table(case, stakes, known, rows, past), *again]
    figures, missing = _figure(case, stakes, rows, pursued.aim), _missing(stakes, known, every, options)
    return [*found, *said, *_days_left(case, stakes)], tables, [*figures], [*missing]


def _stakes(case: Case, wanted: str | None) -> tuple[Stakes | None, NotAvailable | None]:
    """Return the positions on the issue; where there are none, why."""
    try:
        return stakes(case, find_issue(case, wanted)), None
    except NotAvailable as error:
        return None, error


def _days_left(case: Case, stakes: Stakes) -> Iterator[Finding]:
    """Yield how many days are left to the next vote on the issue, or step of a process in its body."""
    issue = stakes.issue
    votes = {("rollcalls", row.id) for row in standing(case.dossier.rollcalls) if row.issue == issue.id}
    steps = {("processes", row.id) for row in standing(case.dossier.processes) if issue.body and row.body == issue.body}
    ahead = [one for one in deadlines(case) if (one.table, one.row) in votes | steps and not one.is_late(case.as_of)]
    if ahead:
        left = (ahead[0].when.last - case.as_of).days
        message = Message(f"{AREA}.days-left", count=left, what=ahead[0].what, date=ahead[0].when)
        facts = (FactsOf(f"{ahead[0].table} {ahead[0].row}", on(case.as_of), "record")("days-left", left, unit="days"),)
        yield Finding(id="days-left", message=message, evidence=ahead[0].evidence, confidence="high", quantities=facts)


def _ahead(case: Case, wanted: str | None) -> RollCall | None:
    """Return the vote asked about, or the next one announced; None where it was held or there is none."""
    ahead = case.rollcall(wanted) if wanted else inputs.vote_ahead(case)
    return ahead if ahead is not None and not inputs.is_held(case, ahead) else None


def _levers(stakes: Stakes, known: Moving, aim: float, options: Mapping[str, Any], progress: Progress) -> tuple[Lever, ...]:
    points = float(options["points"]) or None
    found = levers(
        stakes.drawn(options["seed"]),
        aim=aim,
        points=points,
        chance=known.chance,
        effort=known.effort,
        without={"position": stakes.no_range & (points is None), "salience": stakes.no_salience},
        progress=progress,
    )
    return tuple(row for row in found.rows if stakes.actors[row.actor] != options["us"])


def _useful(rows: Sequence[Lever]) -> list[Lever]:
    """Return the levers that bring us nearer to our aim."""
    return [row for row in rows if row.effect.mean >= 0.05]


def _findings(case: Case, stakes: Stakes, known: Moving, rows: Sequence[Lever], aim: float, approaches: Approaches) -> Iterator[Finding]:
    useful = _useful(rows)
    if not useful:
        yield Finding(
            id="nobody", message=Message(f"{AREA}.nobody", issue=stakes.issue.question, aim=aim), evidence=stakes.sources, confidence="low"
        )
        return
    for form, some in (
        ("gain", [row for row in useful if row.rests_on == "gain"]),
        ("chance", [row for row in useful if row.rests_on == "chance"]),
        ("effect", [row for row in useful if row.rests_on == "effect"]),
    ):
        if some:
            yield _of_group(case, stakes, known, form, some, aim, approaches)
    median = max(rows, key=lambda row: row.on_median.mean)
    if median.on_median.mean >= 0.5:
        message = Message(
            f"{AREA}.median",
            actor=case.named(stakes.actors[median.actor]),
            what=KIND_NAMES[median.kind],
            effect=round(median.on_median.mean, 1),
        )
        facts = (_lever_facts(case, stakes, median)("median-nearer", round(median.on_median.mean, 1), unit="points"),)
        yield Finding(id="median", message=message, evidence=stakes.evidence[median.actor], confidence="low", quantities=facts)
    away = [row for row in rows if row.effect.mean <= -0.05]
    if away:
        names = case.names(dict.fromkeys(stakes.actors[row.actor] for row in away))[:NAMED]
        message = Message(f"{AREA}.away", count=len(names), actors=names, aim=aim)
        yield Finding(id="away", message=message, evidence=joined_evidence(stakes.evidence[row.actor] for row in away), confidence="low")


def _of_group(case: Case, stakes: Stakes, known: Moving, form: str, some: Sequence[Lever], aim: float, approaches: Approaches) -> Finding:
    first = some[0]
    names = case.names(dict.fromkeys(stakes.actors[row.actor] for row in some))[:NAMED]
    messages = {
        "gain": Message(f"{AREA}.by-gain", **_said(case, stakes, first, names, aim)),
        "chance": Message(f"{AREA}.by-chance", **_said(case, stakes, first, names, aim)),
        "effect": Message(f"{AREA}.by-effect", **_said(case, stakes, first, names, aim)),
    }
    evidence = joined_evidence((*(stakes.evidence[row.actor] for row in some[:NAMED]), known.evidence if form != "effect" else ()))
    contrary = Message(f"{AREA}.tied", count=sum(row.tied for row in some)) if first.tied else None
    message = approaches.said_of(stakes.actors[first.actor], messages[form])
    lever = _lever_facts(case, stakes, first)
    facts = [lever("mean-nearer", round(first.effect.mean, 1), first.effect.low, first.effect.high, unit="points")]
    numbers: tuple[tuple[str, float, Unit], ...] = (
        ("chance", first.chance, "chance"),
        ("expected", first.expected, "score"),
        ("effort", first.effort, "points"),
        ("gain", first.gain, "points"),
    )
    facts += [lever(what, number, unit=unit) for what, number, unit in numbers if number == number]
    facts += [FactsOf(stakes.issue.id, on(case.as_of), "levers")("tied", sum(row.tied for row in some), unit="cases")] if contrary else []
    return Finding(id=f"by-{form}", message=message, evidence=evidence, confidence="low", contrary=contrary, quantities=tuple(facts))


def _lever_facts(case: Case, stakes: Stakes, row: Lever) -> FactsOf:
    """Return what makes the quantities of one lever of an actor on the issue."""
    return FactsOf(f"{stakes.issue.id}+{stakes.actors[row.actor]}+{row.kind}", on(case.as_of), "levers")


def _said(case: Case, stakes: Stakes, first: Lever, names: Sequence[Any], aim: float) -> dict[str, Any]:
    return {
        "count": len(names),
        "actors": tuple(names),
        "issue": stakes.issue.question,
        "aim": aim,
        "actor": case.named(stakes.actors[first.actor]),
        "what": KIND_NAMES[first.kind],
        "effect": round(first.effect.mean, 1),
        "low": first.effect.low,
        "high": first.effect.high,
        "chance": first.chance,
        "expected": first.expected,
        "effort": first.effort if first.effort != first.effort else round(first.effort, 1),
        "gain": first.gain,
    }


def _missing(stakes: Stakes, known: Moving, rows: Sequence[Lever], options: Mapping[str, Any]) -> Iterator[Message]:
    unknown = len({row.actor for row in rows if row.chance != row.chance})
    if unknown:
        yield Message(f"{AREA}.no-chance", count=unknown)
    untold = len({row.actor for row in rows if row.effort != row.effort})
    if untold:
        yield Message(f"{AREA}.no-effort", count=untold)
    if stakes.no_range.any() and not options["points"]:
        yield Message(f"{AREA}.no-room", count=int(stakes.no_range.sum()), of=len(stakes.actors))
    if stakes.no_salience.any():
        yield Message(f"{AREA}.no-salience-lever", count=int(stakes.no_salience.sum()), of=len(stakes.actors))
    yield from stakes.missing()


Part: TypeAlias = tuple[Literal["chance", "effort"], int, Tone]
"""What is known of some levers beside their effect: on which scale it is drawn, and how."""
DRAWN = 20
"""Levers of the picture; the table has all."""


def _figure(case: Case, stakes: Stakes, rows: Sequence[Lever], aim: float) -> tuple[Figure, ...]:
    """Draw effect, chance and effort of each lever side by side, so that none of the three hides another."""
    if not rows:
        return ()
    shown = rows[:DRAWN]
    efforts = [row.effort for row in shown if row.effort == row.effort]
    reach = [end for row in shown for end in (row.effect.low, row.effect.mean, row.effect.high)]
    scales = [Scale(low=min(0.0, *reach), high=max(0.0, *reach), head=Message("figures.levers.effect"), origin=0.0, share=1.7)]
    parts: list[Part] = []
    if any(row.chance == row.chance for row in shown):
        parts.append(("chance", len(scales), "second"))
        scales.append(Scale(head=Message("figures.levers.chance")))
    if efforts:
        parts.append(("effort", len(scales), "third"))
        scales.append(Scale(high=max(efforts) or 1.0, head=Message("figures.levers.effort")))
    notes = [Message("figures.levers.interval")]
    if len(rows) > len(shown):
        notes.append(Message("figures.levers.left-out", shown=len(shown), count=len(rows) - len(shown)))
    first, most = rows[0], max(rows, key=lambda row: row.effect.mean)
    values = {"issue": stakes.issue.question, "aim": aim}
    effect = round(most.effect.mean, 1)
    alike = len({row.actor for row in rows if row.effect.mean > most.effect.mean - 0.1})
    if alike > 1:
        title = Message(f"{AREA}.figure-title-alike", count=alike, effect=effect, **values)
    else:
        title = Message(f"{AREA}.figure-title", actor=case.named(stakes.actors[most.actor]), effect=effect, **values)
    values |= {"actor": case.named(stakes.actors[first.actor]), "effect": round(first.effect.mean, 1)}
    unknown = sum(row.chance != row.chance for row in rows)
    groups = inputs.group_of(case, [stakes.actors[row.actor] for row in shown])
    return (
        row_chart(
            [_lever_row(case, stakes, row, parts, groups) for row in shown],
            scales,
            id="levers",
            title=title,
            subtitle=Message(f"{AREA}.figure-subtitle", as_of=case.as_of),
            alt=Message(f"{AREA}.figure-alt", count=len(rows), unknown=unknown, **values),
            notes=notes,
        ),
    )


def _lever_row(case: Case, stakes: Stakes, row: Lever, parts: Sequence[Part], groups: Mapping[str, Named]) -> Row:
    actor, effect = stakes.actors[row.actor], row.effect
    under = Message(f"{AREA}.goes-to", what=KIND_NAMES[row.kind], start=_start(stakes, row), end=row.goes_to)
    points = Message("figures.levers.points", points=effect.mean)
    items = [Item(value=effect.mean, low=min(effect.low, effect.mean), high=max(effect.high, effect.mean), text=points)]
    for name, scale, tone in parts:
        known = row.chance if name == "chance" else row.effort
        if known == known:
            said = Message("answer.chance", chance=known) if name == "chance" else Message("figures.levers.points", points=known)
            items.append(Item(value=known, text=said, scale=scale, tone=tone))
        else:
            items.append(Item(value=None, text=Message("figures.levers.unknown"), scale=scale))
    evidence, group = tuple(stakes.evidence[row.actor]), groups.get(actor, "")
    return Row(name=case.named(actor), under=under, items=tuple(items), row=("actors", actor), evidence=evidence, group=group)


def _start(stakes: Stakes, row: Lever) -> float:
    return float((stakes.position if row.kind == "position" else stakes.salience)[row.actor, 1])


def _has_aim(case: Case, options: Mapping[str, Any]) -> bool:
    """Whether somebody stands on the issue; else whether the vote ahead can be estimated, or is one that we reject."""
    if _stakes(case, options["issue"])[0] is not None:
        return True
    ahead = _ahead(case, options["rollcall"])
    if ahead is None:
        return False
    wanted = wanted_of_vote(case, ahead, options["goal"], options["us"])
    return wanted.is_against or is_estimable(case, ahead, options["seed"])


QUESTION = Question(
    id=AREA,
    purpose="act",
    needs=("actors",),
    also_needs=(Condition(id="positions-or-vote", place="positions", option="issue", check=_has_aim),),
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
    heads=tuple(Headline(name, "effect", ("low", "high"), "calls") for name in ("by-gain", "by-chance", "by-effect")),
    follows=("meeting",),
    builds_on=("who-can-move", "do-we-have-the-votes"),
    references=("Achen 2006, doi:10.1017/CBO9780511492082.005", "Nelsen 2006, doi:10.1007/0-387-28678-0"),
)
