"""Beyond the perimeter: what a firm or an agency does against attacks, technical beside diplomatic, what is missing, and how far ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import Activity, Indicator, in_force, standing
from legation.dossier.tables.strategy import has_cyberspace_object
from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding, Named, first_of
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import ACTOR, DATE, EVIDENCE, SHARED, Columns
from legation.questions.base.conditions import Condition
from legation.questions.question import Headline, Progress, Question, actor, silent, whole
from legation.questions.strategy.activity_kinds import FAMILIES, Measure, about_attacks, measure

__all__ = ["QUESTION", "answer"]

AREA = "beyond-the-perimeter"
column = Columns(f"{AREA}.")
_STATES = frozenset({"state", "sub_state", "international_org"})
_TIES = frozenset({"ally", "member_of", "advises", "speaks_for"})
_NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """An actor beyond the perimeter with whom there was contact, or to whom there is a tie."""

    actor: str
    kind: str
    talks: int
    tie: str
    evidence: tuple[str, ...]

    @property
    def family(self) -> str:
        """The part of diplomacy that contact with it belongs to."""
        return "states" if self.kind in _STATES else "peers"


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Review the posture: measures by kind, contacts outside, gaps by part of diplomacy, horizon, and what may be said of fewer attacks."""
    every = standing(case.dossier.activities)
    rows, here = _in_cyberspace(case, every)
    found = tuple(measure(row) for row in here)
    outside = _outside(case, options["us"], options["days"])
    if not found and not outside:
        raise NotAvailable(_nothing(case, every, rows))
    counts = [row for row in standing(case.dossier.indicators) if about_attacks(row.measure)]
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(
            *_posture(found),
            _contacts(case, outside, options["days"]),
            *_gaps(found, outside),
            *_horizon(case, found),
            _attacks(counts),
        ),
        tables=(_measures(found), _families(found, outside), _outside_table(case, outside), _counts(counts)),
        caveats=(Message(f"{AREA}.words"), QUESTION.limits),
        missing=(Message(f"{AREA}.elsewhere", count=len(rows) - len(here)),) if len(here) < len(rows) else (),
    )


def _in_cyberspace(case: Case, every: Sequence[Activity]) -> tuple[list[Activity], list[Activity]]:
    """Return the activities that were not dropped, and those of them whose object may lie in cyberspace."""
    rows = [row for row in every if row.status != "dropped"]
    return rows, [row for row in rows if has_cyberspace_object(case.dossier, row) is not False]


def _has_posture(case: Case, options: Mapping[str, Any]) -> bool:
    return bool(_in_cyberspace(case, standing(case.dossier.activities))[1] or _outside(case, options["us"], options["days"]))


def _nothing(case: Case, every: Sequence[Activity], rows: Sequence[Activity]) -> Message:
    """Say why there is nothing to look at: no activity at all, dropped ones alone, or none about cyberspace."""
    if rows:
        return Message(f"{AREA}.all-elsewhere", count=len(rows), as_of=case.as_of)
    if every:
        return Message(f"{AREA}.all-dropped", count=len(every), as_of=case.as_of)
    return Message("all-questions.nothing-there", part="activities.csv", as_of=case.as_of, what=Message("table.activities"))


def _outside(case: Case, us: str | None, days: int) -> tuple[Outside, ...]:
    """Return actors met in the days before the day of knowing, and those to whom we are tied on it."""
    since = case.as_of - dt.timedelta(days=days)
    kinds = {row.id: row.kind for row in case.dossier.actors}
    met: dict[str, list[tuple[str, ...]]] = {}
    for talk in standing(case.dossier.engagements):
        if talk.date is not None and talk.date.by(case.as_of) and talk.date.last > since and talk.channel != "other" and talk.actor != us:
            met.setdefault(talk.actor, []).append(talk.evidence)
    ties: dict[str, tuple[str, tuple[str, ...]]] = {}
    for row in standing(case.dossier.relations):
        if us and us in (row.source, row.target) and row.kind in _TIES and in_force(row, case.as_of):
            ties.setdefault(row.target if row.source == us else row.source, (row.kind, row.evidence))
    return tuple(
        Outside(
            actor=name,
            kind=kinds.get(name, "other"),
            talks=len(met.get(name, ())),
            tie=ties[name][0] if name in ties else "",
            evidence=joined_evidence((*met.get(name, ()), ties[name][1] if name in ties else ())),
        )
        for name in sorted(met.keys() | ties.keys())
    )


def _posture(found: Sequence[Measure]) -> tuple[Finding, ...]:
    if not found:
        return (Finding(id="posture", message=Message(f"{AREA}.no-measure"), confidence="high"),)
    kinds = {kind: sum(one.kind == kind for one in found) for kind in ("technical", "diplomatic", "mixed", "undecided")}
    evidence = joined_evidence(one.row.evidence for one in found)
    form = "posture" if kinds["undecided"] < len(found) else "posture-open"
    said = [Finding(id="posture", message=Message(f"{AREA}.{form}", count=len(found), **kinds), evidence=evidence, confidence="moderate")]
    if kinds["technical"] and not kinds["diplomatic"] and not kinds["mixed"]:
        technical = joined_evidence(one.row.evidence for one in found if one.kind == "technical")
        message = Message(f"{AREA}.only-technical", count=kinds["technical"])
        said.append(Finding(id="only-technical", message=message, evidence=technical, confidence="moderate"))
    return tuple(said)


def _contacts(case: Case, outside: Sequence[Outside], days: int) -> Finding:
    met = [one for one in outside if one.talks]
    states = [one for one in met if one.family == "states"]
    name = "contacts" if met else "no-contacts"
    values = {"days": days, "talks": sum(one.talks for one in met), "count": len(met), "states": len(states), "as_of": case.as_of}
    actors = first_of(case.names(one.actor for one in met), _NAMED)
    message = Message(f"{AREA}.{name}", actors=actors, **values)
    return Finding(id="contacts", message=message, evidence=joined_evidence(one.evidence for one in met), confidence="high")


def _gaps(found: Sequence[Measure], outside: Sequence[Outside]) -> tuple[Finding, ...]:
    missing = [family for family in FAMILIES if not _serving(family, found) and not any(one.family == family for one in outside)]
    if not missing:
        return ()
    names = tuple(Message(f"{AREA}.family.{family}") for family in missing)
    return (Finding(id="gaps", message=Message(f"{AREA}.gaps", count=len(missing), families=names), confidence="moderate"),)


def _serving(family: str, found: Sequence[Measure]) -> list[Measure]:
    return [one for one in found if family in one.families]


def _horizon(case: Case, found: Sequence[Measure]) -> tuple[Finding, ...]:
    """Say how far ahead each kind looks: the last day of what is not done yet."""
    said = []
    for kind in ("technical", "diplomatic"):
        ahead = [one for one in found if one.kind in (kind, "mixed") and one.row.status != "done"]
        dated = [(when, one) for one in ahead if (when := one.row.end or one.row.date) is not None and when.last > case.as_of]
        if dated:
            when, furthest = max(dated, key=lambda item: (item[0].last, item[1].row.id))
            message = Message(f"{AREA}.horizon-{kind}", date=when, days=(when.last - case.as_of).days)
            said.append(Finding(id=f"horizon-{kind}", message=message, evidence=furthest.row.evidence, confidence="high"))
        elif found:
            message = Message(f"{AREA}.no-horizon-{kind}", as_of=case.as_of)
            said.append(Finding(id=f"horizon-{kind}", message=message, confidence="high"))
    return tuple(said)


def _attacks(counts: Sequence[Indicator]) -> Finding:
    """Say what may be said of fewer attacks: nothing without a dated baseline, and with one no more than the two numbers."""
    based = [row for row in counts if _is_before_and_after(row)]
    name = "attacks-counted" if based else "attacks-no-baseline" if counts else "attacks-no-count"
    pairs = tuple(Message(f"{AREA}.counted", measure=row.measure, baseline=row.baseline, reached=row.reached) for row in based)
    message = Message(f"{AREA}.{name}", count=len(based) or len(counts), pairs=pairs)
    return Finding(id="attacks", message=message, evidence=joined_evidence(row.evidence for row in counts), confidence="high")


def _is_before_and_after(row: Indicator) -> bool:
    """Whether a number was taken on a day, and again on a later one."""
    if row.baseline is None or row.reached is None or row.baseline_on is None or row.reached_on is None:
        return False
    return row.baseline_on.last < row.reached_on.first


def _measures(found: Sequence[Measure]) -> AnswerTable:
    rows = tuple(
        (
            one.row.title or one.row.id,
            Message(f"{AREA}.kind.{one.kind}"),
            Message(f"{AREA}.by-row" if one.declared else f"{AREA}.by-words" if one.words else f"{AREA}.by-nobody"),
            ", ".join(one.words),
            tuple(Message(f"{AREA}.family.{family}") for family in one.families),
            one.row.end or one.row.date,
            Message(f"status.{one.row.status}") if one.row.status else "",
            one.row.evidence,
        )
        for one in found
    )
    columns = (
        *SHARED.text(measure="activity", kind="kind"),
        *column.text("by", words="words-column", families="families"),
        DATE,
        *SHARED.text("status"),
        EVIDENCE,
    )
    return AnswerTable(id="measures", title=Message(f"{AREA}.measures-table", count=len(rows)), columns=columns, rows=rows)


def _families(found: Sequence[Measure], outside: Sequence[Outside]) -> AnswerTable:
    rows = []
    for family in FAMILIES:
        serving = _serving(family, found)
        actors = sum(one.family == family for one in outside)
        remedy = "" if serving or actors else Message(f"{AREA}.remedy.{family}")
        evidence = joined_evidence(one.row.evidence for one in serving)
        rows.append((Named(family, Message(f"{AREA}.family.{family}")), len(serving), actors, remedy, evidence))
    columns = (*column.text(family="families"), *column.number("measures"), *SHARED.number("actors"), *SHARED.text("remedy"), EVIDENCE)
    return AnswerTable(id="families", title=Message(f"{AREA}.families-table"), columns=columns, rows=tuple(rows))


def _outside_table(case: Case, outside: Sequence[Outside]) -> AnswerTable:
    rows = tuple(
        (
            case.named(one.actor),
            Message(f"choice.actors.kind.{one.kind}"),
            one.talks,
            Message(f"choice.relations.kind.{one.tie}") if one.tie else "",
            one.evidence,
        )
        for one in outside
    )
    columns = (ACTOR, *SHARED.text("kind"), *column.number(contacts="talks"), *column.text(tie="tie-column"), EVIDENCE)
    return AnswerTable(id="outside", title=Message(f"{AREA}.outside-table", count=len(rows)), columns=columns, rows=rows)


def _counts(counts: Sequence[Indicator]) -> AnswerTable:
    rows = tuple(
        (row.measure, row.baseline, row.baseline_on, row.reached, row.reached_on, row.target, row.target_on, row.unit, row.evidence)
        for row in counts
    )
    columns = (
        *SHARED.text("measure"),
        *SHARED.number("baseline"),
        *SHARED.date(baseline_on="on"),
        *SHARED.number("reached"),
        *SHARED.date(reached_on="on"),
        *SHARED.number("target"),
        *SHARED.date(target_on="on"),
        *SHARED.text("unit"),
        EVIDENCE,
    )
    return AnswerTable(id="attacks", title=Message(f"{AREA}.attacks-table"), columns=columns, rows=rows)


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=(),
    also_needs=(Condition(id="cyber-activity", place="activities", check=_has_posture),),
    options=(whole("days", 1, 3650, 365), actor("us")),
    answer=answer,
    heads=(Headline("posture", "diplomatic", judgement="perimeter"),),
    builds_on=("digital-or-cyber",),
)
