"""The tables of ``who-matters``: actors with their place, each attribute with what it rests on, interests and red lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from legation.dossier import Interest, Issue, standing
from legation.figures.stance import STANCE_NAMES, stance_of
from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.attributes import Attributes, Measure
from legation.questions.case import Case
from legation.questions.columns import ACTOR, EVIDENCE, SHARED, Columns
from legation.questions.grounds import GROUNDS, grounds, joined_evidence

__all__ = ["attribute_table", "interest_table", "interests", "stakeholder_table"]

AREA = "who-matters"
column = Columns(f"{AREA}.")


def stakeholder_table(case: Case, found: Sequence[Attributes], quadrants: Sequence[Message], classes: Sequence[Message]) -> AnswerTable:
    """Return one row an actor: where it stands and what it is called."""
    rows = tuple(
        (
            case.named(a.actor),
            quadrant,
            name,
            a.power.value,
            a.urgency.value,
            STANCE_NAMES[stance_of(a.stance.value)],
            joined_evidence((a.power.evidence, a.urgency.evidence, a.legitimacy.evidence)),
        )
        for a, quadrant, name in zip(found, quadrants, classes, strict=True)
    )
    columns = (
        ACTOR,
        *column.text("quadrant", **{"class": "class-column"}),
        *SHARED.points("influence", "salience"),
        *column.text("stance"),
        EVIDENCE,
    )
    return AnswerTable(id="stakeholders", title=Message(f"{AREA}.stakeholders"), columns=columns, rows=rows)


def attribute_table(case: Case, found: Sequence[Attributes]) -> AnswerTable:
    """Return one row for each attribute that is known of an actor: its range, or its reasons, and what it rests on."""
    columns = (
        ACTOR,
        *column.text("attribute"),
        *column.points("value"),
        *SHARED.points("low", "high"),
        *column.text("through", rests_on="grounds.column"),
        EVIDENCE,
    )
    rows = tuple(row for a in found for row in _attributes(case, a))
    return AnswerTable(id="attributes", title=Message(f"{AREA}.attributes-table"), columns=columns, rows=rows)


def _attributes(case: Case, a: Attributes) -> Iterator[tuple[Any, ...]]:
    numbers: tuple[tuple[Message, Measure], ...] = (
        (Message(f"{AREA}.power"), a.power),
        (Message(f"{AREA}.urgency"), a.urgency),
    )
    for name, measure in numbers:
        if measure.low is not None:
            low, high = (None, None) if measure.is_open else (measure.low, measure.high)
            yield case.named(a.actor), name, measure.value, low, high, "", GROUNDS[measure.rests_on], measure.evidence
    if a.legitimacy.reasons:
        reasons = tuple(REASONS[reason] for reason in a.legitimacy.reasons)
        rests_on = GROUNDS[a.legitimacy.rests_on]
        yield case.named(a.actor), Message(f"{AREA}.legitimacy"), None, None, None, reasons, rests_on, a.legitimacy.evidence


def interests(case: Case, chosen: Issue) -> tuple[tuple[Interest, str], ...]:
    """Return the interests on an issue that stand, each with what it rests on; those of actors on no issue in particular too."""
    rows = (row for row in standing(case.dossier.interests) if row.issue in (chosen.id, ""))
    return tuple((row, grounds(case, row.evidence)) for row in rows)


def interest_table(case: Case, chosen: Issue) -> AnswerTable:
    """Return interests and red lines as signed judgement: evidenced ones first, each with its author."""
    rows = tuple(
        (
            case.named(row.actor),
            row.interest,
            row.red_line,
            GROUNDS[rests_on],
            row.author.strip() or Message(f"{AREA}.no-author"),
            row.evidence,
        )
        for row, rests_on in sorted(interests(case, chosen), key=lambda item: (item[1] != "evidenced", item[0].actor, item[0].id))
    )
    columns = (ACTOR, *column.text("interest", "red_line", rests_on="grounds.column", author="author"), EVIDENCE)
    return AnswerTable(id="interests", title=Message(f"{AREA}.interests-table"), columns=columns, rows=rows)


REASONS = {
    "seat": Message("who-matters.reason.seat"),
    "member": Message("who-matters.reason.member"),
    "mandate": Message("who-matters.reason.mandate"),
}
"""How the reasons of a recognised standing are said."""
