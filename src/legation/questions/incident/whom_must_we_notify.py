"""Whom must we notify, and by when? Each duty with its clock, what is late, what has not begun, what is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation import moment
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.choices import incidents_to_notify
from legation.questions.base.columns import EVIDENCE, Columns
from legation.questions.incident.duties.rows import CountedDuty, counted_duties, first_minute_counts, incident_meant
from legation.questions.question import Headline, Progress, Question, chosen, silent

__all__ = ["QUESTION", "answer"]

AREA = "whom-must-we-notify"
column = Columns(f"{AREA}.column.")
_NAMED = 3
"""Whom a sentence names before it counts the others."""
_ALWAYS = ("to", "until", "state")


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Count every duty from its moment, or from the notice before it."""
    found = counted_duties(case, incident_meant(case, "duties", options["incident"]))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(_findings(found)),
        tables=(_table(found),) if found else (),
        caveats=(*_caveats(found), QUESTION.limits),
        missing=tuple(_missing(found)),
    )


def _of(found: Sequence[CountedDuty], *states: str) -> list[CountedDuty]:
    return [one for one in found if one.state in states]


def _findings(found: Sequence[CountedDuty]) -> Iterator[Finding]:
    late, running = _of(found, "late"), _of(found, "open")
    if late:
        yield _said("late", late, to=late[0].to, until=late[0].until)
    if running:
        first = running[0]
        clause = first.row.clause or (Message(f"choice.duties.basis.{first.row.basis}") if first.row.basis else "")
        form = "next" if clause else "next-without-clause"
        yield Finding(
            id="next", message=Message(f"{AREA}.{form}", to=first.to, until=first.until, clause=clause), evidence=first.row.evidence
        )
        if running[1:]:
            yield _said("then", running[1:], to=running[1].to, until=running[1].until)
    for state in ("prompt", "not_begun"):
        if some := _of(found, state):
            yield _listed(state.replace("_", "-"), some)
    if given := [one for one in found if not one.is_open]:
        late_ones = _of(given, "made_late")
        yield _said("made-late" if late_ones else "made", given, late=len(late_ones))


def _said(form: str, some: Sequence[CountedDuty], **values: Any) -> Finding:
    evidence = joined_evidence(one.row.evidence for one in some)
    return Finding(id=form, message=Message(f"{AREA}.{form}", count=len(some), **values), evidence=evidence)


def _listed(form: str, some: Sequence[CountedDuty]) -> Finding:
    names = tuple(one.to for one in some[:_NAMED])
    if len(some) > _NAMED:
        return Finding(id=form, message=_said(f"{form}-more", some, to=names, more=len(some) - _NAMED).message)
    return _said(form, some, to=names)


def _table(found: Sequence[CountedDuty]) -> AnswerTable:
    """Return every duty; a column that no row fills is left out."""
    rows = [
        (
            one.to,
            one.until,
            Message(f"{AREA}.state.{one.state}"),
            moment.shown(one.made.instant, one.zone) if one.made is not None and not one.made.is_day else one.made,
            Message(f"choice.duties.basis.{one.row.basis}") if one.row.basis else None,
            one.row.clause or None,
            _term(one),
            _counts_from(one),
            one.row.says or None,
            one.row.evidence,
        )
        for one in found
    ]
    every = (*column.text("to", "until", "state", "made", "basis", "clause", "within", "counts_from", "says"), EVIDENCE)
    at = [place for place, one in enumerate(every) if one.id in _ALWAYS or any(row[place] for row in rows)]
    columns = tuple(every[place] for place in at)
    return AnswerTable(
        id="duties", title=Message(f"{AREA}.table"), columns=columns, rows=tuple(tuple(row[place] for place in at) for row in rows)
    )


def _term(one: CountedDuty) -> Message:
    """Return within how long: hours, months, both, or without undue delay."""
    hours, months = one.row.hours, one.row.months
    if hours is not None and months is not None:
        return Message(f"{AREA}.within-both", months=Message(f"{AREA}.within-months", count=months), count=hours)
    if months is not None:
        return Message(f"{AREA}.within-months", count=months)
    return Message(f"{AREA}.within-hours", count=hours) if hours is not None else Message(f"{AREA}.within-none")


def _counts_from(one: CountedDuty) -> Message | None:
    """Return what its time counts from: a moment, the notice before as it was given, or the deadline of that."""
    if one.ends.begun is None:
        return Message(f"{AREA}.from-nothing", to=one.before.to or one.before.id) if one.before is not None else None
    at = moment.shown(one.ends.begun, one.zone)
    if one.before is None or one.ends.begun_by == "moment":
        return at
    return Message(f"{AREA}.from-{one.ends.begun_by}", to=one.before.to or one.before.id, at=at)


def _caveats(found: Sequence[CountedDuty]) -> Iterator[Message]:
    if any(one.is_open and one.ends.begun_by == "deadline" for one in found):
        yield Message(f"{AREA}.moves")
    if first_minute_counts(found):
        yield Message(f"{AREA}.first-minute")


def _missing(found: Sequence[CountedDuty]) -> Iterator[Message]:
    unclear = _of(found, "made_unclear")
    if unclear:
        yield Message(f"{AREA}.no-hour", count=len(unclear), to=tuple(one.to for one in unclear[:_NAMED]))
    baseless = [one for one in found if not one.row.basis]
    if baseless:
        yield Message(f"{AREA}.no-basis", count=len(baseless), to=tuple(one.to for one in baseless[:_NAMED]))


QUESTION = Question(
    id=AREA,
    purpose="act",
    needs=("duties",),
    options=(chosen("incident", incidents_to_notify),),
    answer=answer,
    heads=(Headline("late", "count"), Headline("next", "until"), Headline("prompt", "count"), Headline("not-begun", "count")),
    subject="incident",
    follows=("what-is-due", "what-do-we-say"),
    builds_on=("what-is-established",),
    references=(
        "Directive (EU) 2022/2555, Article 23(4)",
        "Regulation (EU) 2016/679, Article 33(1)",
    ),
)
