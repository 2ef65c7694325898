"""Who stands where? Every standing position on an issue, with its range, basis and source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.dossier import Issue, Position, standing
from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.actors.position_rows import Stand, position_chart
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base.case import Case
from legation.questions.base.columns import ACTOR, EVIDENCE, SHARED
from legation.questions.base.conditions import Condition
from legation.questions.question import Headline, Progress, Question, issue, silent

__all__ = ["QUESTION", "answer"]

AREA = "who-stands-where"


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """List the positions on an issue that stand at the date, newest first for each actor, and those that contradict each other."""
    chosen = _issue(case, options["issue"])
    stands = {a.id: case.dossier.position_at(a.id, chosen.id, case.as_of) for a in case.dossier.actors}
    stands = {actor: rows for actor, rows in stands.items() if rows}
    if not stands:
        raise NotAvailable(Message(f"{AREA}.none", issue=chosen.question, as_of=case.as_of))
    order = sorted(stands, key=lambda a: (-_value(stands[a][0]), a))
    split = [pair for pair in case.dossier.contradictions(case.as_of) if pair[0].issue == chosen.id]
    open_ended = sum(1 for rows in stands.values() if rows[0].low is None or rows[0].high is None)
    ends = (chosen.low or "0", chosen.high or "100")
    low, high = (len(some) for some in _thirds({a: rows[0] for a, rows in stands.items()}))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=_findings(case, chosen, stands, split),
        tables=(_table(case, order, stands),),
        figures=(
            position_chart(
                [
                    Stand(actor=case.named(a), value=p.value, low=p.low, high=p.high, basis=p.basis, evidence=p.evidence)
                    for a in order
                    for p in stands[a]
                ],
                id="positions",
                low=ends[0],
                high=ends[1],
                title=Message(f"{AREA}.figure-title", count=len(stands), low=low, high=high, low_end=ends[0], high_end=ends[1]),
                subtitle=Message(f"{AREA}.figure-subtitle", issue=chosen.question, as_of=case.as_of),
                alt=Message(f"{AREA}.figure-alt", count=len(stands), issue=chosen.question, open=open_ended),
            ),
        ),
        caveats=(Message(f"{AREA}.ranges", count=open_ended), QUESTION.limits),
        missing=(Message(f"{AREA}.silent", count=len(case.dossier.actors) - len(stands)),),
    )


def _issue(case: Case, wanted: str | None) -> Issue:
    rows = standing(case.dossier.issues)
    if wanted:
        return next(row for row in rows if row.id == wanted)
    positioned = {p.issue for p in case.dossier.positions}
    chosen = [row for row in rows if row.id in positioned] or list(rows)
    if not chosen:
        raise NotAvailable(Message("all-questions.nothing-there", part="issues.csv", as_of=case.as_of, what=Message("table.issues")))
    return chosen[0]


def _value(position: Position) -> float:
    return -1.0 if position.value is None else position.value


def _thirds(newest: Mapping[str, Position]) -> tuple[list[str], list[str]]:
    """Return who stands in the lower third of the scale, and who in the upper."""
    known = [(actor, p.value) for actor, p in newest.items() if p.value is not None]
    return [actor for actor, value in known if value <= 33], [actor for actor, value in known if value >= 67]


def _findings(
    case: Case, chosen: Issue, stands: Mapping[str, tuple[Position, ...]], split: list[tuple[Position, Position]]
) -> tuple[Finding, ...]:
    newest = {a: rows[0] for a, rows in stands.items()}
    evidence = tuple(dict.fromkeys(e for p in newest.values() for e in p.evidence))
    low, high = _thirds(newest)
    values = {
        "issue": chosen.question,
        "low": len(low),
        "high": len(high),
        "between": len(newest) - len(low) - len(high),
    }
    found = [Finding(id="spread", message=Message(f"{AREA}.spread", count=len(newest), **values), evidence=evidence, confidence="moderate")]
    for new, old in split:
        message = Message(
            f"{AREA}.contradiction", actor=case.named(new.actor), new=new.value, old=old.value, since=new.held_from, before=old.held_from
        )
        found.append(
            Finding(id=f"contradiction:{new.id}", message=message, evidence=(*new.evidence, *old.evidence), needs="all", confidence="low")
        )
    return tuple(found)


def _table(case: Case, order: list[str], stands: Mapping[str, tuple[Position, ...]]) -> AnswerTable:
    rows = tuple(
        (
            case.named(actor),
            p.low,
            p.value,
            p.high,
            p.salience,
            p.influence,
            Message(f"basis.{p.basis}") if p.basis else "",
            Message(f"confidence.{p.confidence}") if p.confidence else "",
            p.held_from,
            p.evidence,
        )
        for actor in order
        for p in stands[actor]
    )
    columns = (
        ACTOR,
        *SHARED.points("low", "value", "high", "salience", "influence"),
        *SHARED.text("basis", "confidence"),
        *SHARED.date(held_from="since"),
        EVIDENCE,
    )
    return AnswerTable(id="positions", title=Message(f"{AREA}.table"), columns=columns, rows=rows)


def _has_positions(case: Case, options: Mapping[str, Any]) -> bool:
    issue = _issue(case, options["issue"])
    return any(case.dossier.position_at(row.id, issue.id, case.as_of) for row in case.dossier.actors)


QUESTION = Question(
    id=AREA,
    needs=("positions",),
    also_needs=(Condition(id="position-on-issue", place="positions", option="issue", check=_has_positions),),
    options=(issue(),),
    answer=answer,
    heads=(Headline("spread", "high"),),
    follows=("where-it-would-land",),
)
