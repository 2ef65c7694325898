"""What would a red team say? What the dossier itself shows against a strategy, and what people object to it, with what became of that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.dossier import TABLES, Wording, standing
from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding, Named, first_of
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import EVIDENCE, SHARED, Columns
from legation.questions.question import Headline, Progress, Question, actor, coalition, silent
from legation.questions.strategy.challenge.checks import faults
from legation.questions.strategy.challenge.fault import AREA, CODES, Fault
from legation.questions.strategy.challenge.people import Objection, challenged_by_others, objections

__all__ = ["QUESTION", "answer"]

_LOOKED_AT = ("objectives", "activities", "assumptions", "threats", "deterrents", "signposts", "challenges")
"""The tables that hold a strategy: one of them has a row."""
_NAMED = 5
"""Actors that a sentence names."""
_QUOTED = 3
"""Claims and titles that a sentence quotes: they are sentences themselves."""
column = Columns(f"{AREA}.")


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Check the strategy as one who is against it would, and list what people object."""
    if not any(standing(case.dossier.rows(table)) for table in _LOOKED_AT):
        raise NotAvailable(
            Message("all-questions.nothing-there", part="objectives.csv", as_of=case.as_of, what=Message("table.objectives"))
        )
    found = faults(case, options["us"], options["coalition"])
    progress(80, 100)
    said = objections(case)
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(_findings(case, found, said)),
        tables=(_faults_table(found), *((_objections_table(said),) if said else ())),
        caveats=(QUESTION.limits,),
        missing=tuple(_missing(case, said)),
    )


def _findings(case: Case, found: Sequence[Fault], said: Sequence[Objection]) -> Iterator[Finding]:
    counts = Counter(one.code for one in found)
    kinds = tuple(Message(f"{AREA}.count.{code}", count=counts[code]) for code in CODES if counts[code])
    message = Message(f"{AREA}.faults", count=len(found), kinds=kinds) if found else Message(f"{AREA}.no-faults")
    yield Finding(id="faults", message=message, evidence=_evidence(found), confidence="high")
    counted = {row.id for row in challenged_by_others(case)}
    others = [one for one in said if one.row.id in counted]
    if not others:
        yield Finding(id="unchallenged", message=Message(f"{AREA}.unchallenged"), confidence="high")
    else:
        message = Message(f"{AREA}.challenged", count=len(others), which=_roles(others))
        yield Finding(id="challenged", message=message, evidence=joined_evidence(one.row.evidence for one in others), confidence="high")
    unsettled = [one for one in said if one.is_open]
    if unsettled:
        message = Message(f"{AREA}.open", count=len(unsettled), which=_claims(unsettled))
        yield Finding(id="open", message=message, evidence=joined_evidence(one.row.evidence for one in unsettled), confidence="high")
    for code in CODES:
        those = [one for one in found if one.code == code]
        if those:
            message = Message(f"{AREA}.found.{code}", count=len(those), which=_subjects(those))
            yield Finding(id=code, message=message, evidence=_evidence(those), confidence="moderate")


def _evidence(those: Sequence[Fault]) -> tuple[str, ...]:
    return joined_evidence(one.evidence for one in those)


def _subjects(those: Sequence[Fault]) -> tuple[Named | Message, ...]:
    actors = [one.subject for one in those if isinstance(one.subject, Named)]
    if actors:
        return first_of(actors, _NAMED)
    return first_of([_quoted(one.row, one.subject) for one in those if not isinstance(one.subject, Named)], _QUOTED)


def _roles(those: Sequence[Objection]) -> tuple[Named | Message, ...]:
    roles = {str(one.row.role): _quoted(one.row.id, one.row.role) for one in reversed(those)}
    return first_of(tuple(reversed(roles.values())), _NAMED)


def _claims(those: Sequence[Objection]) -> tuple[Named | Message, ...]:
    return first_of([_quoted(one.row.id, one.row.claim or one.row.id) for one in those], _QUOTED)


def _quoted(row: str, words: Wording | str) -> Named:
    """Return what a row says as it stands in a sentence: between quotation marks, without its own full stop."""
    said = words if isinstance(words, Wording) else Wording(words)
    return Named(row, Message(f"{AREA}.quoted", words=said.within_a_sentence))


def _faults_table(found: Sequence[Fault]) -> AnswerTable:
    rows = tuple(
        (one.title, one.subject, one.why, one.remedy, Named(one.table, TABLES[one.table].title), one.row, one.evidence) for one in found
    )
    columns = (
        *column.text("challenge"),
        *SHARED.text(text="text"),
        *column.text(why="why-column"),
        *SHARED.text(remedy="remedy", table="part", row="row"),
        EVIDENCE,
    )
    return AnswerTable(id="faults", title=Message(f"{AREA}.faults-table"), columns=columns, rows=rows)


def _objections_table(said: Sequence[Objection]) -> AnswerTable:
    rows = tuple(
        (
            one.row.claim or one.row.id,
            one.target,
            one.row.role,
            one.row.answer or Message(f"{AREA}.no-answer"),
            Message(f"choice.challenges.outcome.{one.row.outcome or 'open'}"),
            one.row.date,
            Message(f"{AREA}.by-{_by(one)}"),
            one.row.evidence,
        )
        for one in said
    )
    columns = (*column.text("claim", "target", "role", "answer", "outcome"), *SHARED.date("date"), *column.text("by"), EVIDENCE)
    return AnswerTable(id="objections", title=Message(f"{AREA}.objections-table"), columns=columns, rows=rows)


def _by(one: Objection) -> str:
    """Return whose objection it is: of nobody that is named, of another than the author, of the author, or of a role beside no author."""
    if not one.row.role:
        return "nobody"
    return "another" if one.is_by_another else "author" if one.authors else "unknown"


def _missing(case: Case, said: Sequence[Objection]) -> Iterator[Message]:
    if not said:
        yield Message(f"{AREA}.no-objections")
    for table in ("threats", "signposts", "assumptions"):
        if not case.dossier.rows(table):
            yield Message(f"{AREA}.no-{table}")


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=(),
    also_needs=("|".join(_LOOKED_AT),),
    options=(actor("us"), coalition()),
    answer=answer,
    heads=(Headline("faults", "count"), Headline("faults")),
    builds_on=("which-plan-survives", "where-should-we-take-it", "is-the-strategy-sound"),
    follows=("what-does-the-strategy-cover", "is-the-strategy-sound"),
    references=("Dewar, J. A. (2002), Assumption-Based Planning, Cambridge University Press",),
)
