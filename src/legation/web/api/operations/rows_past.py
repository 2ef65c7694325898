"""The history of one row, of a table or of a model: who changed it, when and why, as far as the person may see it."""

from __future__ import annotations

import functools
from typing import Annotated, Any

from django.http import Http404
from ninja import Query
from pydantic import Field

from legation.dossier import TABLES
from legation.dossier.difference import RowChange, change_called, told
from legation.dossier.history import Past, RowEntry, history_of
from legation.dossier.model_rows import model_kind
from legation.dossier.saying import Named
from legation.errors import WrongUse
from legation.language import say
from legation.web.api.operation import operation
from legation.web.api.shapes import RowHistory
from legation.web.asked import Asked
from legation.web.dossiers import past, store
from legation.web.dossiers.models import Revision

__all__ = ["row_history"]

Word = Annotated[str, Query(), Field(max_length=400)]


@operation("get", "dossiers/{slug}/rows/history", name="rows.history", action="see-history", answers={200: RowHistory})
def row_history(asked: Asked, part: Word, table: Word, row: Word = "") -> Any:
    """Return what was done to a row, the newest first."""
    head = asked.revision
    revisions = Revision.objects.filter(dossier=asked.dossier).select_related("author").order_by("number")
    states = [_state(asked, revision, head) for revision in revisions]
    try:
        found = tuple(history_of(states, part, table, row))
    except WrongUse:  # whether it is hidden or not there is not told
        raise Http404 from None
    if not found:
        raise Http404
    named = Named(asked.view)
    return {"part": part, "table": table, "row": row, "items": [_said(asked, part, table, entry, named) for entry in found[::-1]]}


def _state(asked: Asked, revision: Revision, head: Revision) -> Past:
    return Past(
        who=str(revision.author or ""),
        when=revision.made,
        why=store.read_reason(revision.reason),
        version=revision.parts.get,
        dossier=functools.partial(past.seen_at, revision, head, asked.sight),
        number=revision.number,
    )


def _said(asked: Asked, part: str, table: str, entry: RowEntry, named: Named) -> dict[str, Any]:
    own = table if model_kind(part) is not None else ""
    change = RowChange(
        part=part if own else TABLES[table].name, table=own, how=entry.how, identity=entry.identity, before=entry.row, now=entry.row
    )
    fields = []
    for field in entry.fields:
        title, before, now = told(change, field, named)
        fields.append({"field": say(title, asked.lang), "before": say(before, asked.lang), "now": say(now, asked.lang)})
    return {
        "number": entry.number,
        "how": entry.how,
        "subject": say(change_called(change, entry.row, named), asked.lang),
        "by": entry.who,
        "made": entry.when,
        "reason": say(entry.why, asked.lang),
        "fields": fields,
    }
