"""What did they say before? For each bracketed paragraph the nearest adopted wording, and how those who bracket it now voted on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.errors import NotAvailable
from legation.language import AnyOrder, Message
from legation.questions.answer import Answer, Finding, first_of
from legation.questions.base.case import Case
from legation.questions.deals.drafting.adopted_wording import (
    ADOPTED_TEXT,
    LEAST,
    Before,
    adopted_known,
    before,
    nearest_table,
    reading,
    votes_table,
)
from legation.questions.deals.drafting.draft import BRACKET, DRAFT_VERSION, DraftInputs, caveats, cut, find_draft
from legation.questions.question import Headline, Progress, Question, model, silent

__all__ = ["QUESTION", "answer"]

AREA = "what-did-they-say-before"
NAMED = 6
NEAREST_SHOWN = 5


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Set each bracketed paragraph beside what was adopted before, with the votes of those who bracket it now."""
    inputs = find_draft(case, options["draft"])
    corpus = adopted_known(case)
    if not corpus.texts:
        raise NotAvailable(Message(f"{AREA}.no-adopted", as_of=case.as_of))
    if not inputs.room.state.held:
        raise NotAvailable(Message(f"{AREA}.no-bracket", title=inputs.title, as_of=case.as_of))
    rows = before(inputs, corpus)
    near = [row for row in rows if row.is_near]
    findings = (*_counted(inputs, rows, near, len(corpus.texts)), *_each(inputs, near))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=findings,
        tables=(nearest_table(inputs, rows), *votes_table(inputs, near)),
        caveats=(
            *([Message(f"{AREA}.lost", count=corpus.lost)] if corpus.lost else []),
            Message(f"{AREA}.whole-text"),
            *caveats(inputs),
            QUESTION.limits,
        ),
        missing=_missing(near),
    )


def _counted(inputs: DraftInputs, rows: Sequence[Before], near: Sequence[Before], texts: int) -> Iterator[Finding]:
    values = {"of": len(rows), "count": len(near), "texts": texts, "least": LEAST, "title": inputs.title}
    form = "counted" if near else "counted-none"
    evidence = tuple(dict.fromkeys(one for row in near for one in inputs.seen(row.adopted.evidence)))
    yield Finding(id="counted", message=Message(f"{AREA}.{form}", **values), evidence=evidence or inputs.now())


def _each(inputs: DraftInputs, near: Sequence[Before]) -> Iterator[Finding]:
    for row in sorted(near, key=lambda one: -one.similarity)[:NEAREST_SHOWN]:
        values = {"symbol": row.adopted.symbol, "date": row.adopted.date, "wording": cut(row.wording), "similarity": row.similarity}
        yield Finding(
            id=f"near:{_id(row)}",
            message=Message(f"{AREA}.near-{row.adopted.words}", reading=reading(inputs, row), **values),
            evidence=inputs.seen(row.adopted.evidence),
            confidence="low",
            contrary=Message(f"{AREA}.near-contrary"),
        )
        yield from _votes(inputs, row)


def _id(row: Before) -> str:
    return row.bracket or row.unit


def _votes(inputs: DraftInputs, row: Before) -> Iterator[Finding]:
    """Yield how those who stand against the near wording now voted on the adopted text, where it was voted on."""
    values = {"unit": inputs.label(row.unit), "symbol": row.adopted.symbol, "date": row.adopted.date}
    own = inputs.seen(row.adopted.evidence)
    if row.adopted.without_vote:
        yield Finding(id=f"votes:{_id(row)}", message=Message(f"{AREA}.without-vote", **values), evidence=own)
        return
    said = "against" if row.bracket else "adding"
    values["words"] = inputs.words(inputs.room.state.held[row.bracket]) if row.bracket else ""
    for vote in ("yes", "abstain", "no"):
        those = row.those(vote)
        if those:
            shown = AnyOrder(first_of(inputs.names(tuple(one.actor for one in those)), NAMED))
            message = Message(f"{AREA}.{said}-{vote}", count=len(those), actors=shown, **values)
            evidence = tuple(dict.fromkeys((*own, *(item for one in those for item in one.evidence))))
            yield Finding(id=f"votes:{_id(row)}:{vote}", message=message, evidence=evidence)
    for one in row.groups():
        counts = {"yes": one.members.get("yes", 0), "of": sum(one.members.values())}
        message = Message(f"{AREA}.{said}-group", actor=inputs.named(one.actor), **counts, **values)
        evidence = tuple(dict.fromkeys((*own, *one.evidence)))
        yield Finding(id=f"votes:{_id(row)}:{one.actor}", message=message, evidence=evidence)


def _missing(near: Sequence[Before]) -> tuple[Message, ...]:
    unknown = tuple(dict.fromkeys(row.adopted.symbol for row in near if not row.adopted.without_vote and not row.is_voted))
    return (Message(f"{AREA}.no-rollcall", count=len(unknown), symbols=unknown),) if unknown else ()


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=(),
    also_needs=(DRAFT_VERSION, BRACKET, ADOPTED_TEXT),
    options=(model("draft", "draft"),),
    answer=answer,
    subject="spaces",
    heads=(Headline("counted", "count", judgement="earlier-words"),),
)
