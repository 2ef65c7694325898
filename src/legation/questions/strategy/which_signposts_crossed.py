"""Which signposts are crossed? Each with its number against the threshold, the day, the action it starts, and until when that helps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from legation.dossier import When
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding, Named, first_of
from legation.questions.base.case import Case
from legation.questions.base.columns import EVIDENCE, Columns
from legation.questions.question import Headline, Progress, Question, silent
from legation.questions.strategy.signposts.reading import SignpostReading, missed_action, read_signposts, started_by

__all__ = ["QUESTION", "answer"]

AREA = "which-signposts-crossed"
column = Columns(f"{AREA}.column.")
_NAMED = 5


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Read every signpost at the date, and say which are crossed and of which nothing is known."""
    read = read_signposts(case)
    crossed = sorted((one for one in read if one.state == "crossed"), key=_by_last_day)
    unread = [one for one in read if one.state == "no-data"]
    counted = Message(f"{AREA}.{'crossed' if crossed else 'crossed-none'}", crossed=len(crossed), count=len(read), as_of=case.as_of)
    findings = [Finding(id="crossed", message=counted, confidence="high")]
    findings += [_finding(case, one) for one in crossed]
    if unread:
        names = first_of([Named(one.row.id, one.row.title or one.row.id) for one in unread], _NAMED)
        evidence = tuple(dict.fromkeys(item for one in unread for item in one.row.evidence))
        words = Message(f"{AREA}.no-data", count=len(unread), names=names)
        findings.append(Finding(id="no-data", message=words, evidence=evidence, confidence="high"))
    over = [one for one in read if one.state != "crossed" and one.row.last_useful is not None and one.row.last_useful.is_over(case.as_of)]
    if over:
        names = first_of([Named(one.row.id, one.row.title or one.row.id) for one in over], _NAMED)
        evidence = tuple(dict.fromkeys(item for one in over for item in one.row.evidence))
        findings.append(
            Finding(id="over", message=Message(f"{AREA}.over", count=len(over), names=names), evidence=evidence, confidence="high")
        )
    ordered = (*crossed, *(one for one in read if one.state != "crossed"))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=(_states(ordered), _watched(case, ordered)),
        caveats=(QUESTION.limits,),
        missing=tuple(Message(f"{AREA}.missing", title=_title(one), why=one.why) for one in unread),
    )


def _title(one: SignpostReading) -> Any:
    return one.row.title or one.row.id


def _by_last_day(one: SignpostReading) -> tuple[dt.date, dt.date, str]:
    last = one.row.last_useful
    return (last.last if last is not None else dt.date.max, one.crossed_on or dt.date.max, one.row.id)


def _finding(case: Case, one: SignpostReading) -> Finding:
    """Say what was crossed and, where it starts something, what and by when."""
    way = "below" if one.row.direction == "at_most" else "above"
    then = action_said(case, one)
    words = Message(
        f"{AREA}.one-{way}" if then is None else f"{AREA}.one-{way}-then",
        title=_title(one),
        number=_short(one.number),
        threshold=_short(one.row.threshold),
        day=one.crossed_on,
        **({} if then is None else {"then": then}),
    )
    sure = "high" if one.row.monitor else "moderate"
    return Finding(id=f"signpost-{one.row.id}", message=words, evidence=one.row.evidence, confidence=sure)  # type: ignore[arg-type]  # one of the words


def action_said(case: Case, one: SignpostReading) -> Message | None:
    """Return what a crossed signpost starts, and until when that helps; None where the rows say neither."""
    activity = started_by(case, one.row)
    what = (activity.title or activity.id) if activity is not None else one.row.action
    last = one.row.last_useful
    if not what:
        return _without_action(case, last)
    if not missed_action(case, one):
        return Message(f"{AREA}.then.begun", what=what)
    if activity is not None and activity.status == "dropped":
        return Message(f"{AREA}.then.dropped", what=what)
    if last is None:
        return Message(f"{AREA}.then.open", what=what)
    return Message(f"{AREA}.then.{'late' if last.is_over(case.as_of) else 'until'}", what=what, last=last)


def _without_action(case: Case, last: When | None) -> Message | None:
    if last is None:
        return None
    return Message(f"{AREA}.then.{'nothing-late' if last.is_over(case.as_of) else 'nothing-until'}", last=last)


def _short(number: float | None) -> float | int | None:
    """Return a number without a decimal point where it is whole."""
    return int(number) if number is not None and number == int(number) else number


def _states(read: Sequence[SignpostReading]) -> AnswerTable:
    """Return how each signpost stands, with its days."""
    rows = tuple(
        (
            _title(one),
            Message(f"{AREA}.state.{one.state}"),
            _short(one.number),
            _short(one.row.threshold),
            one.crossed_on,
            one.until,
            one.row.last_useful,
        )
        for one in read
    )
    columns = (*column.text("signpost", "state"), *column.number("number", "threshold"), *column.date("crossed_on", "until", "last_useful"))
    return AnswerTable(id="signposts", title=Message(f"{AREA}.table"), columns=columns, rows=rows)


def _watched(case: Case, read: Sequence[SignpostReading]) -> AnswerTable:
    """Return what each signpost is read from, and what it starts."""
    rows = []
    for one in read:
        activity = started_by(case, one.row)
        starts = (activity.title or activity.id) if activity is not None else one.row.action
        way = Message(f"choice.signposts.direction.{one.row.direction}")
        rows.append((_title(one), one.source or None, way, starts or None, one.row.evidence))
    columns = (*column.text("signpost", "read", "way", "starts"), EVIDENCE)
    return AnswerTable(id="watched", title=Message(f"{AREA}.watched-table"), columns=columns, rows=tuple(rows))


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=("signposts",),
    options=(),
    answer=answer,
    heads=(Headline("crossed", "crossed"),),
    follows=("what-is-due",),
    references=("Haasnoot et al. 2013, doi:10.1016/j.gloenvcha.2012.12.006",),
)
