"""Who is forgotten? Actors of weight on our issues without a contact for long, or ever, and the steps that are overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.dossier import standing
from legation.language import Message
from legation.methods.stakeholders import Forgotten, forgotten
from legation.questions.actors.contacts import Contact, contacts, unclear
from legation.questions.actors.stakeholders import AttributeMeasure, measures
from legation.questions.answer import Answer, AnswerTable, Finding, Named, first_of
from legation.questions.base.case import GROUNDS, Case, grounds, joined_evidence
from legation.questions.base.columns import ACTOR, EVIDENCE, Columns
from legation.questions.question import Headline, Progress, Question, actor, issue, silent, whole

__all__ = ["QUESTION", "answer"]

AREA = "who-is-forgotten"
column = Columns(f"{AREA}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """The most that an actor weighs on any of the issues looked at: influence and salience [points], low to high."""

    actor: str
    influence: tuple[float, float]
    salience: tuple[float, float]
    evidence: tuple[str, ...]


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """List the actors whose influence or salience is high and whom we have not met for so many days."""
    met = contacts(case)
    found = _weights(case, options["issue"], options["us"])
    days = [float(met[w.actor].days) if w.actor in met else float("nan") for w in found]
    result = forgotten(
        days,
        np.array([w.influence for w in found], np.float64).reshape(-1, 2),
        other=np.array([w.salience for w in found], np.float64).reshape(-1, 2),
        within=options["days"],
        threshold=options["threshold"],
    )
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=_findings(case, found, result, met, options),
        tables=(_table(case, found, result, met), _due_table(case, met)),
        caveats=(Message(f"{AREA}.either", threshold=options["threshold"]), QUESTION.limits),
        missing=_missing(case, found, met),
    )


def _weights(case: Case, chosen: str | None, us: str | None) -> tuple[Weight, ...]:
    """Return the actors that hold a position on the issue, or on any, with the most that they weigh."""
    issues = [chosen] if chosen else [row.id for row in standing(case.dossier.issues)]
    positioned = {(p.actor, p.issue) for p in case.dossier.positions}
    found = []
    for row in standing(case.dossier.actors):
        on = [name for name in issues if (row.id, name) in positioned]
        if not on or row.id == us or (row.end and row.end.by(case.as_of)):
            continue
        numbers = [measures(case, row.id, name)[:2] for name in on]
        power, urgency = ([pair[k] for pair in numbers] for k in (0, 1))
        evidence = joined_evidence(m.evidence for pair in numbers for m in pair)
        found.append(Weight(actor=row.id, influence=_most(power), salience=_most(urgency), evidence=evidence))
    return tuple(found)


def _most(some: Sequence[AttributeMeasure]) -> tuple[float, float]:
    """Return the highest low end and the highest high end; nan where nothing is known."""
    known = [(m.low, m.high) for m in some if m.low is not None and m.high is not None]
    if not known:
        return float("nan"), float("nan")
    return max(low for low, _ in known), max(high for _, high in known)


def _findings(
    case: Case, found: tuple[Weight, ...], result: Forgotten, met: Mapping[str, Contact], options: Mapping[str, Any]
) -> tuple[Finding, ...]:
    sure = [found[i] for i in result.order if result.surely[i]]
    never = [found[i] for i in result.order if result.surely[i] and result.never[i]]
    perhaps = [found[i] for i in result.order if result.perhaps[i]]
    complete = sum(not np.isnan((*w.influence, *w.salience)).all() for w in found)
    values = {"days": options["days"], "of": complete, "never": len(never), "as_of": case.as_of}
    name = "forgotten" if sure else "none" if complete else "not-weighed"
    message = Message(f"{AREA}.{name}", count=len(sure) if sure else complete, actors=_names(case, sure), **values)
    said = [
        Finding(id="forgotten", message=message, evidence=joined_evidence(w.evidence for w in sure), confidence="moderate" if sure else "")
    ]
    if perhaps:
        message = Message(f"{AREA}.perhaps", count=len(perhaps), actors=_names(case, perhaps))
        said.append(Finding(id="perhaps", message=message, evidence=joined_evidence(w.evidence for w in perhaps), confidence="low"))
    late = [(a, c) for a, c in met.items() if c.is_overdue(case.as_of)]
    if late:
        late.sort(key=lambda item: (item[1].next_due.last if item[1].next_due else case.as_of, item[0]))
        first, contact = late[0]
        message = Message(f"{AREA}.overdue", count=len(late), actor=case.named(first), date=contact.next_due)
        said.append(Finding(id="overdue", message=message, evidence=joined_evidence(c.evidence for _, c in late), confidence="high"))
    return tuple(said)


def _names(case: Case, some: Sequence[Weight]) -> tuple[Named | Message, ...]:
    return first_of(case.names(w.actor for w in some), 12)


def _table(case: Case, found: tuple[Weight, ...], result: Forgotten, met: Mapping[str, Contact]) -> AnswerTable:
    rows = []
    for i in result.order:
        weight, contact = found[i], met.get(found[i].actor)
        rows.append(
            (
                case.named(weight.actor),
                Message(f"{AREA}.sure") if result.surely[i] else Message(f"{AREA}.on-line"),
                *weight.influence,
                *weight.salience,
                contact.last if contact else Message(f"{AREA}.never"),
                contact.days if contact else None,
                contact.next_due if contact else None,
                GROUNDS[grounds(case, weight.evidence)],
                weight.evidence,
            )
        )
    columns = (
        ACTOR,
        *column.text("weight"),
        *column.points("influence_low", "influence_high", "salience_low", "salience_high"),
        *column.date("last"),
        *column.number(unit="days", days="days-since"),
        *column.date("next_due"),
        *column.text(rests_on="grounds.column"),
        EVIDENCE,
    )
    return AnswerTable(id="forgotten", title=Message(f"{AREA}.table", count=len(rows)), columns=columns, rows=tuple(rows))


def _due_table(case: Case, met: Mapping[str, Contact]) -> AnswerTable:
    """Return every actor that we have met, with the next contact due: late ones first, then by date, then the longest silence."""

    def place(item: tuple[str, Contact]) -> tuple[bool, Any, int, str]:
        name, contact = item
        return contact.next_due is None, contact.next_due.last if contact.next_due else case.as_of, -contact.days, name

    rows = tuple(
        (
            case.named(name),
            contact.last,
            Message(f"{AREA}.channel.{contact.channel}") if contact.channel else "",
            contact.days,
            contact.next_due,
            contact.next_step,
            contact.is_overdue(case.as_of),
            contact.evidence,
        )
        for name, contact in sorted(met.items(), key=place)
    )
    columns = (
        ACTOR,
        *column.date("last"),
        *column.text(channel="channel-column"),
        *column.number(unit="days", days="days-since"),
        *column.date("next_due"),
        *column.text("next_step", overdue="overdue-column"),
        EVIDENCE,
    )
    return AnswerTable(id="contacts", title=Message(f"{AREA}.contacts", count=len(rows)), columns=columns, rows=rows)


def _missing(case: Case, found: tuple[Weight, ...], met: Mapping[str, Contact]) -> tuple[Message, ...]:
    said = []
    unknown = sum(np.isnan((*w.influence, *w.salience)).all() for w in found)
    if unknown:
        said.append(Message(f"{AREA}.no-weight", count=int(unknown), of=len(found)))
    if not met:
        said.append(Message(f"{AREA}.no-contacts", as_of=case.as_of))
    if unclear(case):
        said.append(Message(f"{AREA}.unclear", count=unclear(case)))
    return tuple(said)


QUESTION = Question(
    id=AREA,
    purpose="act",
    needs=("actors",),
    options=(whole("days", 1, 3650, 180), whole("threshold", 1, 100, 50), issue(), actor("us")),
    answer=answer,
    heads=(Headline("forgotten", "count"),),
    follows=("meeting",),
    builds_on=("who-matters",),
)
