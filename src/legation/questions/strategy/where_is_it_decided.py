"""Where is it decided? Each forum with its mandate, its next day, its seats, our position, who stands with us, what is open and missing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from legation.figures.kit.timeline import Happening, Lane, timeline
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding, Named, first_of
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import ACTOR, DATE, EVIDENCE, SHARED, Columns
from legation.questions.base.happenings import KINDS
from legation.questions.question import Headline, Progress, Question, actor, silent, whole
from legation.questions.strategy.fora import Forum, fora

__all__ = ["QUESTION", "answer"]

AREA = "where-is-it-decided"
column = Columns(f"{AREA}.")
_NAMED = 8
"""Fora or actors that a sentence names."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """List the fora of the matter as they stood at the day of knowing."""
    us = options["us"]
    found = fora(case, us, options["near"])
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=_findings(case, found, us, case.as_of + dt.timedelta(days=options["horizon_days"])),
        tables=(_fora_table(found), _steps(case, found), _allies(case, found), _gaps(found)),
        figures=_figures(case, found),
        caveats=(Message(f"{AREA}.near", points=options["near"]), QUESTION.limits),
        missing=() if us else (Message(f"{AREA}.no-us"),),
    )


def _findings(case: Case, found: Sequence[Forum], us: str | None, horizon: dt.date) -> tuple[Finding, ...]:
    dated = [one for one in found if one.row.deadline is not None]
    coming = [one for one in dated if one.row.deadline and not one.row.deadline.is_over(case.as_of) and one.row.deadline.last <= horizon]
    past = [one for one in dated if one.row.deadline and one.row.deadline.is_over(case.as_of)]
    values = {"coming": len(coming), "undated": len(found) - len(dated), "past": len(past), "until": horizon, "as_of": case.as_of}
    form = "fora" if coming else "fora-undated"
    said = [_finding("fora", Message(f"{AREA}.{form}", count=len(found), fora=_names(found), **values), found)]
    if coming:
        first = coming[0]
        name = "next" if first.row.step else "next-unsaid"
        message = Message(f"{AREA}.{name}", forum=first.name, step=first.row.step, date=first.row.deadline)
        said.append(_finding("next", message, [first]))
    if us:
        known = [one for one in found if one.ours is not None]
        seated = [one for one in known if one.ours]
        message = Message(f"{AREA}.seated", us=case.named(us), count=len(seated), of=len(known), unknown=len(found) - len(known))
        said.append(_finding("seated", message, known))
        silent_ones = [one for one in found if "no-position" in one.gaps]
        if silent_ones:
            message = Message(f"{AREA}.without-position", count=len(silent_ones), fora=_names(silent_ones))
            said.append(_finding("without-position", message, silent_ones))
        most = max(found, key=lambda one: len(one.allies), default=None)
        if most is not None and most.allies:
            actors = first_of(case.names(ally.actor for ally in most.allies), _NAMED)
            message = Message(f"{AREA}.allies", forum=most.name, count=len(most.allies), actors=actors)
            said.append(_finding("allies", message, [most], "moderate"))
    unsourced = [one for one in found if "no-source" in one.gaps]
    if unsourced:
        message = Message(f"{AREA}.unsourced", count=len(unsourced), of=len(found), fora=_names(unsourced))
        said.append(Finding(id="unsourced", message=message, confidence="high"))
    return tuple(said)


def _finding(name: str, message: Message, of: Sequence[Forum], confidence: Any = "high") -> Finding:
    return Finding(id=name, message=message, evidence=joined_evidence(one.evidence for one in of), confidence=confidence)


def _names(some: Sequence[Forum]) -> tuple[Named | Message, ...]:
    return first_of([Named(one.row.id, one.name) for one in some], _NAMED)


def _fora_table(found: Sequence[Forum]) -> AnswerTable:
    seat = {True: "has-seat", False: "has-no-seat", None: "seat-unknown"}
    rows = tuple(
        (
            Named(one.row.id, one.name),
            one.row.mandate,
            one.row.deadline,
            one.row.step,
            len(one.seated) or None,
            Message(f"{AREA}.{seat[one.ours]}"),
            _stands(one),
            len(one.allies),
            len(one.gaps),
            one.row.evidence,
        )
        for one in found
    )
    columns = (
        *column.text("forum", "mandate"),
        *SHARED.date(deadline="date"),
        *column.text("step"),
        *column.number("seats"),
        *column.text(seat="our-seat", position="our-position"),
        *column.number(allies="allies-column", gaps="gaps-column"),
        EVIDENCE,
    )
    return AnswerTable(id="fora", title=Message(f"{AREA}.fora-table"), columns=columns, rows=rows)


def _stands(forum: Forum) -> tuple[Message, ...]:
    """Return our position on each issue of a forum, in words."""
    names = {one.id: one.question or one.id for one in forum.issues}
    return tuple(Message(f"{AREA}.stands", issue=names[one.issue], value=one.value) for one in forum.positions if one.value is not None)


def _steps(case: Case, found: Sequence[Forum]) -> AnswerTable:
    """Return what is to be done before each forum: its own step, ours with those who sit there, what is planned for its issues."""
    rows: list[tuple[Any, ...]] = []
    for one in found:
        name = Named(one.row.id, one.name)
        if one.row.step or one.row.deadline:
            rows.append((name, Message("dates.kind.process"), one.row.deadline, one.row.step, "", one.row.evidence))
        for talk in one.steps:
            what = talk.next_step or talk.ask
            rows.append((name, Message("dates.kind.engagement"), talk.due, what, case.named(talk.actor), talk.evidence))
        rows.extend((name, Message("dates.kind.activity"), act.end or act.date, act.title, act.owner, act.evidence) for act in one.acts)
    columns = (*column.text("forum"), *SHARED.text("kind"), DATE, *SHARED.text(what="text", who="owner"), EVIDENCE)
    return AnswerTable(id="steps", title=Message(f"{AREA}.steps-table"), columns=columns, rows=tuple(rows))


def _allies(case: Case, found: Sequence[Forum]) -> AnswerTable:
    rows = tuple(
        (
            Named(one.row.id, one.name),
            case.named(ally.actor),
            tuple(Message(f"{AREA}.ground.{ground}") for ground in ally.grounds),
            ally.evidence,
        )
        for one in found
        for ally in one.allies
    )
    columns = (*column.text("forum"), ACTOR, *column.text("grounds"), EVIDENCE)
    return AnswerTable(id="allies", title=Message(f"{AREA}.allies-table"), columns=columns, rows=rows)


def _gaps(found: Sequence[Forum]) -> AnswerTable:
    rows = tuple(
        (Named(one.row.id, one.name), Message(f"{AREA}.gap.{code}"), Message(f"{AREA}.remedy.{code}")) for one in found for code in one.gaps
    )
    columns = (*column.text("forum", gap="gaps-column"), *SHARED.text("remedy"))
    counts = Counter(code for one in found for code in one.gaps)
    return AnswerTable(id="gaps", title=Message(f"{AREA}.gaps-table", count=counts.total()), columns=columns, rows=rows)


def _figures(case: Case, found: Sequence[Forum]) -> tuple[Any, ...]:
    dated = [(one, one.row.deadline) for one in found if one.row.deadline is not None]
    marks = [
        Happening(
            name=Message(f"{AREA}.mark", forum=one.name, step=one.row.step) if one.row.step else one.name,
            first=when.first,
            last=when.last,
            when=when,
            kind="step",
            warning=Message(f"{AREA}.gap.{one.gaps[0]}") if one.gaps else "",
            row=("processes", one.row.id),
            evidence=one.row.evidence,
        )
        for one, when in dated
    ]
    if not marks:
        return ()
    values = {"count": len(marks), "as_of": case.as_of}
    coming = [one for one, when in dated if not when.is_over(case.as_of)]
    title = Message(f"{AREA}.figure-title", **values)
    if coming:
        title = Message(f"{AREA}.figure-next", forum=coming[0].name, date=coming[0].row.deadline)
    subtitle, alt = (Message(f"{AREA}.figure-{name}", **values) for name in ("subtitle", "alt"))
    return (timeline([Lane(happenings=tuple(marks))], KINDS, as_of=case.as_of, id="fora", title=title, subtitle=subtitle, alt=alt),)


QUESTION = Question(
    id=AREA,
    needs=("processes",),
    options=(whole("horizon_days", 1, 3650, 365), actor("us"), whole("near", 0, 100, 15)),
    answer=answer,
    heads=(
        Headline("next", "date"),
        Headline("fora", "count"),
    ),
    follows=("what-is-due",),
)
