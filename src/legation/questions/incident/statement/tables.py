"""Tables of a statement: the draft in both languages, the claims by circle, what would be asked back, the case against it."""

from __future__ import annotations

from collections.abc import Sequence

from legation.dossier.models.statement import TIERS
from legation.figures.circles import Held, circles
from legation.figures.figure import Figure, Named
from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.base.case import Case
from legation.questions.base.columns import Columns
from legation.questions.incident.attribution.words import tier
from legation.questions.incident.statement.draft import DraftParagraph
from legation.questions.incident.statement.hostile_questions import Hostile, standing
from legation.questions.incident.statement.inputs import StatementInputs, within

__all__ = ["claim_table", "draft_table", "hostile_table", "picture", "red_table"]

AREA = "what-do-we-say"
column = Columns(f"{AREA}.col-")


def draft_table(paragraphs: Sequence[DraftParagraph]) -> AnswerTable:
    """Return the draft side by side; a gap is an empty cell."""
    rows = tuple(
        (at, Message(f"{AREA}.kind.{one.kind}"), one.text("en") or None, one.text("fr") or None, one.row or None, one.evidence)
        for at, one in enumerate(paragraphs, start=1)
    )
    columns = (*column.number("paragraph"), *column.text("kind", "en", "fr", "row"), *column.evidence(evidence="attribution.col.evidence"))
    return AnswerTable(id="draft", title=Message(f"{AREA}.table-draft"), columns=columns, rows=rows)


def claim_table(inputs: StatementInputs) -> AnswerTable:
    """Return each claim with its circle and how it stands in each circle up to this one."""
    shown = [name for name in TIERS if within(name, inputs.tier)]
    stands = {name: standing(inputs.model.claims, inputs.tiers, name, inputs.out) for name in shown}
    rows = tuple(
        (
            Named(one.id, one.id),
            tier(inputs.tiers[one.id]),
            *(Message(f"{AREA}.standing.{stands[name][one.id]}") for name in shown),
            one.holder or None,
            one.reveals or None,
            inputs.seen(one.evidence),
        )
        for one in inputs.model.claims
    )
    columns = (
        *column.text("claim", "tier"),
        *Columns("attribution.tier.").text(*shown),
        *column.text("holder", "reveals"),
        *column.evidence(evidence="attribution.col.evidence"),
    )
    return AnswerTable(id="claims", title=Message(f"{AREA}.table-claims"), columns=columns, rows=rows)


def hostile_table(found: Sequence[Hostile]) -> AnswerTable:
    """Return what would be asked back, with the answer that the dossier supports."""
    rows = tuple(
        (one.id, one.question, one.answer or one.withheld or Message(f"{AREA}.no-answer"), one.rests, one.evidence) for one in found
    )
    columns = (
        *column.text(id="row", question="question", answer="answer", rests="rests"),
        *column.evidence(evidence="attribution.col.evidence"),
    )
    return AnswerTable(id="hostile", title=Message(f"{AREA}.table-hostile"), columns=columns, rows=rows)


def red_table(found: Sequence[Hostile]) -> AnswerTable:
    """Return the case against the statement: what has no answer first, then in the order in which it would hurt."""
    ordered = sorted(found, key=lambda one: one.answer is not None)
    rows = tuple(
        (at, one.question, Message("language.no") if one.answer is None else Message("language.yes"), one.rests)
        for at, one in enumerate(ordered, start=1)
    )
    columns = (*column.number("rank"), *column.text("attack", "answered", "rests"))
    return AnswerTable(id="red-team", title=Message(f"{AREA}.table-red-team"), columns=columns, rows=rows)


def picture(case: Case, inputs: StatementInputs) -> Figure:
    """Return the claims by circle; the title counts what the public hears and what is bare there."""
    shown = [name for name in TIERS if within(name, inputs.tier)]
    stands = {name: standing(inputs.model.claims, inputs.tiers, name, inputs.out) for name in shown}
    rows = [Held(name=one.id, marks=tuple(stands[name][one.id] for name in shown)) for one in inputs.model.claims]
    values = {
        "count": len(rows),
        "told": sum(stands["public"][one.name] != "held" for one in rows),
        "bare": sum(stands["public"][one.name] == "bare" for one in rows),
        "held": sum(stands["public"][one.name] == "held" for one in rows),
    }
    title = Message(f"{AREA}.{_title(**values)}", **values)
    return circles(
        rows,
        [tier(name) for name in shown],
        title=title,
        subtitle=Message(f"{AREA}.figure-subtitle", title=inputs.title, as_of=case.as_of),
        alt=Message(f"{AREA}.figure-alt", finding=title, count=len(rows)),
    )


def _title(count: int, told: int, bare: int, held: int) -> str:
    """Return the title's form: what is none is not counted in it."""
    if not told:
        return "figure-none"
    if told == count:
        return "figure-all" if bare else "figure-all-borne"
    return "figure" if bare else "figure-borne"
