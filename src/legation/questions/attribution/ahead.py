"""What to look for next by the records of known groups, and what would speak most against the group that stands first there."""

from __future__ import annotations

from collections.abc import Iterator

from legation.language import Message
from legation.methods.attribution import next_evidence, would_prove_wrong
from legation.questions.answer import AnswerTable, Finding
from legation.questions.attribution.asked import Asked
from legation.questions.attribution.known import Records, group_named, items_observed, visible
from legation.questions.columns import Columns

__all__ = ["looking_table", "of_looking"]

AREA = "what-would-prove-us-wrong"
column = Columns(f"{AREA}.col-")
_TOLD = 3


def of_looking(held: Asked, known: Records | None) -> Iterator[Finding]:
    """Yield what the records of groups say to look for, and what of the first group should have been seen and was not."""
    if known is None:
        return
    evidence = held.seen(*(row.evidence for row in held.model.observed))
    excluded = held.model.exclude
    observed = items_observed(held)
    ahead = next_evidence(observed, known.knowledge, exclude_sources=excluded, most=_TOLD)
    if ahead:
        things = tuple(group_named(known, one.id) for one in ahead)
        yield Finding(
            id="records-next", message=Message(f"{AREA}.records-next", things=things, bits=ahead[0].information), evidence=evidence
        )
    against = would_prove_wrong(observed, known.knowledge, exclude_sources=excluded, visible=visible(held), most=_TOLD)
    leader = group_named(known, against.leader)
    if against.overturning:
        things = tuple(group_named(known, one.id) for one in against.overturning)
        message = Message(f"{AREA}.records-against", group=leader, things=things)
        yield Finding(id="records-against", message=message, evidence=evidence)
    if against.missing:
        things = tuple(group_named(known, one) for one in against.missing)
        message = Message(f"{AREA}.records-missing", group=leader, things=things, count=len(things))
        yield Finding(id="records-missing", message=message, evidence=evidence)


def looking_table(held: Asked, known: Records) -> AnswerTable:
    """Return what to look for, by falling information."""
    ahead = next_evidence(items_observed(held), known.knowledge, exclude_sources=held.model.exclude)
    rows = tuple(
        (group_named(known, one.id), one.information, one.seen, group_named(known, one.first_if_seen), group_named(known, one.first_if_not))
        for one in ahead
    )
    columns = (
        *column.text("thing"),
        *column.number("bits", unit="bits"),
        *column.chance("seen"),
        *column.text(**{"if-seen": "first-if-seen"}, **{"if-not": "first-if-not"}),
    )
    return AnswerTable(id="records-next", title=Message(f"{AREA}.table-records"), columns=columns, rows=rows)
