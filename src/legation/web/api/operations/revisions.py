"""Revisions: who changed what and why, and what differs between two."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query
from pydantic import Field

from legation.dossier.difference import Difference as Found
from legation.dossier.difference import difference
from legation.language import say
from legation.web.api.operation import operation
from legation.web.api.paging import LIMIT, read_cursor, write_cursor
from legation.web.api.shapes import Difference, Revisions
from legation.web.asked import Asked
from legation.web.differences import counts_of, sections_of
from legation.web.dossiers import past, store
from legation.web.dossiers.models import Revision
from legation.web.plain import plain
from legation.web.saving import number_of

__all__ = ["said_difference"]

OF_EACH = 200
Number = Annotated[int, Query(), Field(ge=1, le=10**8)]


@operation("get", "dossiers/{slug}/revisions", name="revisions", action="see-history", answers={200: Revisions})
def revisions(
    asked: Asked,
    limit: Annotated[int, Query(), Field(ge=1, le=LIMIT)] = 20,
    cursor: Annotated[str, Query(), Field(max_length=2000)] = "",
) -> Any:
    """Return revisions, the newest first."""
    (top,) = read_cursor(asked, ["revisions"], cursor) if cursor else (asked.dossier.head,)
    found = Revision.objects.filter(dossier=asked.dossier, number__lte=top, number__gte=top - limit).select_related("author", "reviewer")
    by_number = {revision.number: revision for revision in found}
    lines = [_line(asked, by_number[n], by_number.get(n - 1)) for n in range(top, max(0, top - limit), -1) if n in by_number]
    after = top - limit
    return {"head": asked.dossier.head, "items": lines, "next": write_cursor(asked, ["revisions"], [after]) if after > 0 else None}


@operation("get", "dossiers/{slug}/compare", name="revisions.compare", action="see-history", answers={200: Difference})
def compare(asked: Asked, a: Number, b: Number) -> Any:
    """Return what differs between two revisions, as the person may see them."""
    head = asked.revision
    before, now = (past.seen_at(store.revision_of(asked.dossier, number_of(n, asked)), head, asked.sight) for n in (a, b))
    return said_difference(asked, difference(before, now))


def said_difference(asked: Asked, found: Found) -> dict[str, Any]:
    """Return a difference as plain data, in words."""
    sections = sections_of(found, [counted.part for counted in counts_of(found)], OF_EACH)
    return {
        "summary": say(found.summary(), asked.lang) if found else None,
        "sections": [
            {
                "part": section.part,
                "title": say(section.title, asked.lang),
                "count": section.count,
                "shown": section.shown,
                "changes": [
                    {
                        "how": change.how,
                        "subject": say(change.subject, asked.lang),
                        "fields": [
                            {
                                "field": say(field.field, asked.lang),
                                "before": None if field.before is None else say(field.before, asked.lang),
                                "now": None if field.now is None else say(field.now, asked.lang),
                            }
                            for field in change.fields
                        ],
                    }
                    for change in section.changes
                ],
                "sentences": plain(section.sentences, asked.lang),
            }
            for section in sections
        ],
        "conflicts": [],
    }


def _line(asked: Asked, revision: Revision, before: Revision | None) -> dict[str, Any]:
    summary = past.summary_of(revision, before, asked.revision, asked.sight)
    return {
        "number": revision.number,
        "by": str(revision.author or ""),
        "reviewer": str(revision.reviewer or ""),
        "made": revision.made,
        "reason": say(past.reason_of(revision, summary), asked.lang),
        "summary": None if summary is None else say(summary, asked.lang),
    }
