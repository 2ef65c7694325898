"""What changed? Rows that were not known at an earlier date, row by row and table by table."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.dossier import Dossier, RollCall, When, as_date, difference
from legation.dossier.changes.difference import Difference, RowChange, change_called, field_change
from legation.dossier.changes.rows import FieldChange, model_kind, model_of
from legation.dossier.tables.forecasts import contradictions
from legation.dossier.tables.labels import Named as Names
from legation.dossier.tables.labels import row_called
from legation.dossier.tables.rollcalls import held_rollcalls
from legation.errors import WrongUse
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding, Named
from legation.questions.base.case import Case
from legation.questions.base.columns import EVIDENCE, SHARED
from legation.questions.base.rollcall_lookup import is_draft
from legation.questions.question import Headline, Progress, Question, date, silent, text
from legation.questions.votes.declarations import name_of
from legation.questions.votes.totals import facts_of_totals, totals_known

__all__ = ["QUESTION", "answer"]

AREA = "what-changed"
WORDS = ("title", "name", "question", "aim", "claim", "measure", "promise", "ask", "forum", "text", "note", "symbol")
"""The columns that say what a row is about, the first filled one counts."""
_BESIDE = ("evidence", "actors", "groups", "relations")
"""Tables of what the others rest on: what changed in them is told after those."""
HOW = {
    "new": Message("what-changed.new"),
    "superseding": Message("what-changed.superseded"),
    "altered": Message("what-changed.altered"),
    "gone": Message("what-changed.gone"),
}


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Compare the dossier as it was known at two dates."""
    since = as_date(options["since"]) if options["since"] else case.as_of - dt.timedelta(days=30)
    if since > case.as_of:
        raise WrongUse(Message(f"{AREA}.since-later", since=since, as_of=case.as_of))
    before, now = _before(case, options["revision"], since), case.dossier
    found = difference(before, now)
    changes = (*found.rows, *found.models, *_whole_models(found))  # single votes are told by roll call
    counts = Counter(change.part for change in changes)
    named = Names(now, before)
    votes_before = held_rollcalls(before, case.as_of if options["revision"] else since)
    new_votes = [r for r in now.rollcalls if r.id in case.held and r.id not in votes_before]
    latest = {"latest": _latest(changes, named)} if changes else {}
    span = {"since": options["revision"] or since, "until": case.as_of}
    words = tuple(Message(f"{AREA}.of-table", count=count, table=_table(part, named)) for part, count in counts.items())
    findings = [
        *_moved_most(case, before, since if not options["revision"] else case.as_of, changes, span),
        *_newest(case, new_votes),
        Finding(
            id="count",
            message=Message(f"{AREA}.count" if changes else f"{AREA}.nothing", count=len(changes), tables=words, **latest, **span),
            confidence="high",
        ),
    ]
    if new_votes:
        names = tuple(Named(r.id, r.symbol or r.id) for r in new_votes[-12:])
        evidence = tuple(dict.fromkeys(e for r in new_votes for e in r.evidence))
        findings.append(
            Finding(
                id="votes", message=Message(f"{AREA}.votes", count=len(new_votes), rollcalls=names), evidence=evidence, confidence="high"
            )
        )
    findings += _contradicted(now, since, case.as_of)
    rows = tuple(
        (_table(change.part, named), HOW[change.how], _row_name(change, row), *_said(case, change, row, named))
        for change in changes
        for row in (change.before if change.now is None else change.now,)
    )
    columns = (*SHARED.text(table="part", change="change", row="row", about="text"), EVIDENCE)
    table = AnswerTable(id="changes", title=Message(f"{AREA}.table", **span), columns=columns, rows=rows)
    return Answer(question=AREA, title=QUESTION.title, findings=tuple(findings), tables=(table,), caveats=(QUESTION.limits,))


def _moved_most(case: Case, before: Dossier, day: dt.date, changes: Sequence[RowChange], span: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the position that moved most, with its values; nothing where no actor stood somewhere before and stands elsewhere now."""
    rows = [row for one in changes if one.part == "positions" for row in (one.before, one.now) if row is not None]
    moves = []
    for actor, issue in dict.fromkeys((row.actor, row.issue) for row in rows):
        stood, stands = before.position_at(actor, issue, day), case.dossier.position_at(actor, issue, case.as_of)
        if len(stood) == len(stands) == 1 and stood[0].value is not None and stands[0].value is not None:
            moves.append((abs(stands[0].value - stood[0].value), actor, issue, stood[0].value, stands[0]))
    most = max(moves, key=lambda move: (move[0], move[1], move[2]), default=None)
    questions = {issue.id: issue.question or issue.id for issue in case.dossier.issues}
    if most is not None and most[0] and most[2] in questions:
        _, actor, issue, value, row = most
        message = Message(f"{AREA}.moved", actor=case.named(actor), issue=questions[issue], before=value, now=row.value, **span)
        yield Finding(id="moved", message=message, evidence=row.evidence)


def _latest(changes: Sequence[RowChange], named: Names) -> Any:
    """Return the change to tell where none is told by itself: one with values before and after, else the newest row of our work.

    That a row names another source is no news of what it says.
    """

    def both(field: FieldChange) -> bool:
        return bool(field.before and field.now) and field.column != "evidence"

    telling = [one for one in changes if not one.table and one.part not in _BESIDE] or changes
    change = max(telling, key=lambda one: (any(both(field) for field in one.fields), _day_of(one)))
    row = change.before if change.now is None else change.now
    name = change_called(change, row, named)
    first = next(filter(both, change.fields), None)
    if first is None:
        return name
    field, before, now = field_change(change, first, named)
    return Message(f"{AREA}.of-field", row=name, field=field, before=before, now=now)


def _day_of(change: RowChange) -> dt.date:
    """Return when what a change says was known, else of which day it is."""
    row = change.before if change.now is None else change.now
    days = (getattr(row, name, None) for name in ("known_on", "date", "start"))
    return next((day.last for day in days if isinstance(day, When)), dt.date.min)


def _newest(case: Case, voted: Sequence[RollCall]) -> Iterator[Finding]:
    """Yield the newest of the votes that took place since, with its totals."""
    row = max(
        (row for row in voted if row.date is not None), key=lambda row: (row.date.last if row.date else dt.date.min, row.id), default=None
    )
    (totals,) = totals_known(case, [row]) if row is not None else (None,)
    if row is not None and totals is not None:
        message = Message(f"{AREA}.newest", rollcall=name_of(row), date=row.date, **totals._asdict())
        facts = facts_of_totals(row).counts(**totals._asdict())
        yield Finding(id="newest", message=message, evidence=row.evidence, confidence="high", quantities=facts)


def _contradicted(now: Dossier, since: dt.date, until: dt.date) -> Iterator[Finding]:
    """Yield the forecasts that were contradicted between two days, with the papers of ours that had printed them."""
    for number, one in enumerate(one for one in contradictions(now) if one.on is not None and since < one.on <= until):
        papers = tuple(Named(paper.id, paper.title or paper.id) for paper in one.papers)
        message = Message(f"{AREA}.contradicted{'-printed' if papers else ''}", told=one.message(), papers=papers)
        evidence = tuple(dict.fromkeys((*one.forecast.evidence, *one.by.resolution_evidence)))
        yield Finding(id=f"contradicted-{number}", message=message, evidence=evidence, confidence="high")


def _before(case: Case, revision: str, since: dt.date) -> Dossier:
    """Return the dossier to compare with: another copy of it, or this one as it was known at a date."""
    if not revision:
        return case.later.as_of(since)
    found = (case.files or {}).get(revision)
    if found is None:
        raise WrongUse(Message(f"{AREA}.no-revision", found=revision))
    return found.as_of(case.as_of)


def _whole_models(found: Difference) -> Iterator[RowChange]:
    """Yield the heads of models that are new or gone as a whole."""
    for file in found.files:
        kind = model_kind(file.name)
        if kind is not None and (file.how == "new" or file.how == "gone"):
            model = model_of(file.name, found.now if file.how == "new" else found.before)
            if model is not None:
                yield RowChange(part=file.name, table=kind.section or "head", identity="", how=file.how, before=model, now=model)


def _table(part: str, named: Names) -> Message:
    return row_called(part, ":", None, named) if "/" in part else Message(f"table.{part}")


def _row_name(change: RowChange, row: Any) -> str:
    """Return the id of a row; of a vote on a draft its symbol, for the id may be the number that the text got later."""
    if isinstance(row, RollCall) and is_draft(row):
        return row.symbol
    return str(change.identity if change.table else row.id)


def _said(case: Case, change: RowChange, row: Any, named: Names) -> tuple[Any, tuple[str, ...]]:
    """Return what a row is about, and what it rests on."""
    if not change.table:
        return _about(case, row), row.evidence
    evidence = (row.evidence,) if isinstance(row.evidence, str) else row.evidence
    return change_called(change, row, named), tuple(filter(None, evidence))


def _about(case: Case, row: Any) -> Any:
    actor = getattr(row, "actor", "")
    words = next((getattr(row, name) for name in WORDS if getattr(row, name, None)), None)
    if actor:
        rest = (getattr(row, name, "") for name in ("issue", "group", "coalition"))
        return Message(f"{AREA}.about-actor", actor=case.named(actor), text=words or next(filter(None, rest), ""))
    return words or ""


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=(),
    options=(date("since"), text("revision")),
    answer=answer,
    heads=(Headline("moved", "now"), Headline("newest", "yes"), Headline("count", "count")),
)
