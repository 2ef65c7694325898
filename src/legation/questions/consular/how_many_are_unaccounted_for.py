"""How many are unaccounted for? Counts of a consular house by status and post, as they were shown, with what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from legation.dossier.records.consular import PEOPLE_STATUSES, WITHOUT_NEWS
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding, TableColumn
from legation.questions.base.case import Case
from legation.questions.base.choices import crises_counted
from legation.questions.base.columns import Columns
from legation.questions.consular.counts import DayOfCounts, counts_of, number_of
from legation.questions.question import Headline, Progress, Question, chosen, silent

__all__ = ["QUESTION", "answer"]

AREA = "how-many-are-unaccounted-for"
column = Columns(f"{AREA}.column.")
_NAMED = 5
"""Posts that a sentence names."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say how many people are without news on the last day that is counted, why, and who needs help."""
    counts = counts_of(case, options["crisis"])
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(_findings(counts)),
        tables=tuple(_tables(counts)),
        caveats=(*_caveats(counts), QUESTION.limits),
        missing=tuple(_missing(counts)),
    )


def _findings(counts: DayOfCounts) -> Iterator[Finding]:
    without, everybody = counts.count("unaccounted"), counts.count("all")
    values: dict[str, Any] = {"crisis": counts.crisis, "day": counts.day}
    if without is None:
        message = Message(f"{AREA}.no-total", **values)
    elif everybody is None:
        message = Message(f"{AREA}.unaccounted", count=number_of(without), **values)
    else:
        message = Message(f"{AREA}.unaccounted-of", count=number_of(without), all=number_of(everybody), **values)
    yield Finding(id="unaccounted", message=message, evidence=counts.evidence, confidence="high" if without is not None else "low")
    for name, statuses in (("why", WITHOUT_NEWS), ("help", ("injured", "need_help"))):
        known = [
            Message(f"{AREA}.part", status=Message(f"choice.consular.status.{status}"), count=number_of(found))
            for status in statuses
            if (found := counts.count(status)) not in (None, "0") and found is not None
        ]
        if known:
            yield Finding(id=name, message=Message(f"{AREA}.{name}", parts=tuple(known)), evidence=counts.evidence, confidence="high")
    before = counts.earlier("unaccounted")
    if before is not None and before != without:
        day = next(row.day for row in counts.before)
        yield Finding(
            id="before", message=Message(f"{AREA}.before", count=number_of(before), day=day), evidence=counts.evidence, confidence="high"
        )


def _tables(counts: DayOfCounts) -> Iterator[AnswerTable]:
    """Yield who is without news and what the others reported, by post, all posts together first; what is not known is empty."""
    for name, statuses in (("counts", ("all", "unaccounted", *WITHOUT_NEWS)), ("statuses", PEOPLE_STATUSES)):
        posts = [post for post in ("", *counts.posts) if any(counts.count(status, post) is not None for status in statuses)]
        shown = [status for status in statuses if any(counts.count(status, post) is not None for post in posts)]
        rows = tuple((post or Message(f"{AREA}.all-posts"), *(_cell(counts.count(status, post)) for status in shown)) for post in posts)
        headings = tuple(TableColumn(status, Message(f"choice.consular.status.{status}"), "text") for status in shown)
        if rows:
            columns = (*column.text("post"), *headings)
            yield AnswerTable(id=name, title=Message(f"{AREA}.table-{name}", day=counts.day), columns=columns, rows=rows)


def _cell(count: str | None) -> Any:
    return "" if count is None else count if count.isdigit() else number_of(count)


def _caveats(counts: DayOfCounts) -> Iterator[Message]:
    if counts.is_drill:
        yield Message("consular-counts.drill")
    yield Message("consular-counts.rounded")
    if counts.others:
        yield Message("consular-counts.others", crises=counts.others[:_NAMED])


def _missing(counts: DayOfCounts) -> Iterator[Message]:
    silent_posts = [post for post in counts.posts if counts.count("unaccounted", post) is None]
    if silent_posts and any(row.status == "unaccounted" and row.post for row in counts.rows):
        yield Message(f"{AREA}.silent", posts=tuple(silent_posts[:_NAMED]))
    if counts.count("unaccounted") is None:
        yield Message(f"{AREA}.give-total")


QUESTION = Question(
    id=AREA,
    purpose="act",
    needs=("consular",),
    options=(chosen("crisis", crises_counted),),
    answer=answer,
    heads=(Headline("unaccounted"), Headline("help")),
)
