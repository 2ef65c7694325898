"""Rows: tables in pages, one row with its history, evidence with what rests on it, and the release of a row to its own marking."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any

import numpy as np
from django.http import Http404
from ninja import Path, Query
from pydantic import Field

from legation.dossier import TABLES, standing
from legation.dossier.changes.difference import RowChange, change_called, field_change
from legation.dossier.changes.history import DossierState, RowEntry, history_of
from legation.dossier.changes.rows import model_kind
from legation.dossier.kind import Reference
from legation.dossier.tables.labels import Named, named_source
from legation.dossier.tables.votes import Votes
from legation.errors import WrongUse
from legation.language import Message, say
from legation.web.access import AccessScope
from legation.web.api.operation import operation
from legation.web.api.operations.changes import clashing
from legation.web.api.rows import LIMIT, object_of, read_cursor, write_cursor
from legation.web.api.shapes import EvidenceItem, ReleaseBody, Row, RowHistory, Rows, SavedRevision, TableName, WaitingRows
from legation.web.dossiers import older_revisions, store
from legation.web.dossiers.models import Revision
from legation.web.dossiers.preparation import is_large
from legation.web.dossiers.releases import release, waiting_for
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest

__all__ = [
    "row_history",
]


@operation("get", "dossiers/{slug}/releases", name="releases", action="release", answers={200: WaitingRows})
def releases(request: PageRequest) -> Any:
    """Return the rows that wait, of those that the person sees."""
    items = []
    for one in waiting_for(store.content(request.revision), request.scope):
        part, table, row = one.place
        items.append({"part": part, "table": table, "row": row, "marking": one.marking, "cited": one.cited})
    return {"revision": request.dossier.head, "items": items}


@operation("post", "dossiers/{slug}/releases", name="releases.add", action="release", answers={200: SavedRevision})
def add(request: PageRequest, body: ReleaseBody) -> Any:
    """Confirm the marking of a row, as a person who did not write it."""
    place = (body.part, body.table, body.row)
    saved = release(request.dossier, place, body.marking, body.function, body.reason, request.account, again=body.again)
    if saved.revision is None:
        return clashing(request, saved, request.dossier.head)
    return {"revision": saved.revision.number, "merged": saved.merged}


Word = Annotated[str, Query(), Field(max_length=400)]


@operation("get", "dossiers/{slug}/rows/history", name="rows.history", action="see-history", answers={200: RowHistory})
def row_history(request: PageRequest, part: Word, table: Word, row: Word = "") -> Any:
    """Return what was done to a row, the newest first."""
    revisions = Revision.objects.filter(dossier=request.dossier).select_related("author").order_by("number")
    by_number = {revision.number: revision for revision in revisions}
    entries = _history(request, by_number.values(), part, table, row)
    if not entries:  # whether it is hidden or not there is not told
        raise Http404
    named = Named(request.view)
    items = [_entry_json(request, part, table, entry, by_number[entry.number], named) for entry in entries[::-1]]
    return {"part": part, "table": table, "row": row, "items": items}


_HISTORIES: Cache[tuple[RowEntry, ...]] = Cache(256)


def _history(request: PageRequest, revisions: Collection[Revision], part: str, table: str, row: str) -> tuple[RowEntry, ...]:
    """Return what was done to a row; of a large dossier, all revisions that this takes are read beside the request at once."""
    head, scope = request.revision, request.scope
    key = head.pk, head.hash, scope.key, part, table, row

    def made() -> tuple[RowEntry, ...]:
        try:
            return tuple(history_of([_state(revision, head, scope) for revision in revisions], part, table, row))
        except WrongUse:
            return ()

    return request.beside(
        ("row-history", *key),
        lambda: _HISTORIES.get(key, made),
        is_known=lambda: _HISTORIES.peek(key) is not None,
        is_slow=lambda: is_large(head),
    )


def _state(revision: Revision, head: Revision, scope: AccessScope) -> DossierState:
    """Return a revision as a state in the history of a row; who made it, when and why is found by its number."""
    return DossierState(
        who="",
        when=None,
        why="",
        version=revision.parts.get,
        dossier=functools.partial(older_revisions.seen_at, revision, head, scope),
        number=revision.number,
    )


def _entry_json(request: PageRequest, part: str, table: str, entry: RowEntry, revision: Revision, named: Named) -> dict[str, Any]:
    own = table if model_kind(part) is not None else ""
    change = RowChange(
        part=part if own else TABLES[table].name, table=own, how=entry.how, identity=entry.identity, before=entry.row, now=entry.row
    )
    fields = []
    for field in entry.fields:
        title, before, now = field_change(change, field, named)
        fields.append({"field": say(title, request.lang), "before": say(before, request.lang), "now": say(now, request.lang)})
    return {
        "number": entry.number,
        "how": entry.how,
        "subject": say(change_called(change, entry.row, named), request.lang),
        "by": str(revision.author or ""),
        "made": revision.made,
        "reason": say(store.read_reason(revision.reason), request.lang),
        "fields": fields,
    }


Identity = Annotated[str, Query(), Field(max_length=120)]
_ROWS: Cache[tuple[Any, ...] | Votes] = Cache(16)


@operation("get", "dossiers/{slug}/tables/{table}", name="tables.rows", action="see", answers={200: Rows})
def rows(
    request: PageRequest,
    table: Annotated[TableName, Path()],
    actor: Identity = "",
    issue: Identity = "",
    rollcall: Identity = "",
    as_of: Annotated[dt.date | None, Query()] = None,
    standing: Annotated[bool, Query()] = False,  # noqa: FBT002 - of the address
    limit: Annotated[int, Query(), Field(ge=1, le=LIMIT)] = 200,
    cursor: Annotated[str, Query(), Field(max_length=2000)] = "",
) -> Any:
    """Return some rows of a table, all of one revision."""
    wanted = {name: value for name, value in (("actor", actor), ("issue", issue), ("rollcall", rollcall)) if value}
    about = [table, sorted(wanted.items()), as_of and as_of.isoformat(), standing]
    about = [list(map(list, part)) if isinstance(part, list) else part for part in about]
    number, start = read_cursor(request, about, cursor) if cursor else (request.dossier.head, 0)
    revision = request.revision if number == request.dossier.head else store.revision_of(request.dossier, number)
    matching = _rows(request, revision, table, wanted, as_of, current=standing)
    end = start + limit
    definition = TABLES[table]
    return {
        "table": table,
        "revision": number,
        "count": len(matching),
        "items": [{"row": definition.identity(row), "values": object_of(definition, row)} for row in _some(matching, start, end)],
        "next": write_cursor(request, about, [number, end]) if end < len(matching) else None,
    }


@operation("get", "dossiers/{slug}/tables/{table}/{path:row}", name="tables.row", action="see", answers={200: Row})
def row(request: PageRequest, table: Annotated[TableName, Path()], row: Annotated[str, Path()]) -> Any:
    """Return one row."""
    definition = TABLES[table]
    return {"row": row, "values": object_of(definition, _row(request, table, row))}


@operation("get", "dossiers/{slug}/evidence/{path:row}", name="tables.evidence", action="see", answers={200: EvidenceItem})
def evidence(request: PageRequest, row: Annotated[str, Path()]) -> Any:
    """Return a piece of evidence, and what rests on it."""
    source = _row(request, "evidence", row)
    cited = [
        {"table": name, "row": table.identity(other)}
        for name, table in TABLES.items()
        for column in table.columns
        if isinstance(column.kind, Reference) and "evidence" in column.kind.to and column.name != "supersedes"
        for other in request.view.rows(name)
        if row in _ids(getattr(other, column.name))
    ]
    part = source.part if source.part in request.view.files else None
    return {"row": row, "values": object_of(TABLES["evidence"], source), "part": part, "source": named_source(source), "cited_by": cited}


def _row(request: PageRequest, table: str, identity: str) -> Any:
    """Return a row of the newest revision; what the person may not see is not there."""
    rows = _votes_called(request.view.votes, identity).rows() if table == "votes" else request.view.rows(table)
    match = next((row for row in rows if TABLES[table].identity(row) == identity), None)
    if match is None:
        raise Http404
    return match


def _rows(
    request: PageRequest, revision: Revision, table: str, wanted: dict[str, str], as_of: dt.date | None, *, current: bool
) -> tuple[Any, ...] | Votes:
    """Return the rows that are asked for, from memory where somebody asked for them a moment ago."""
    columns = {column.name for column in TABLES[table].columns}
    unknown = next((name for name in wanted if name not in columns), None)
    if unknown is not None:
        allowed = " | ".join(name for name in ("actor", "issue", "rollcall") if name in columns)
        raise WrongUse(Message("api.no-such-filter", table=table, found=unknown, allowed=allowed or "-"))
    head = request.revision
    key = (revision.hash, head.hash, request.scope.key, table, *sorted(wanted.items()), as_of, current)
    return _ROWS.get(key, lambda: _matching_rows(request, revision, table, wanted, as_of, alone=current))


def _matching_rows(
    request: PageRequest, revision: Revision, table: str, wanted: dict[str, str], as_of: dt.date | None, *, alone: bool
) -> tuple[Any, ...] | Votes:
    view = request.seen_of(revision)
    known = view.as_of(as_of) if as_of else view
    if table == "votes":
        return _votes_of(known.votes, wanted)
    every = standing(known.rows(table)) if alone else known.rows(table)
    return tuple(row for row in every if all(value in _ids(getattr(row, name)) for name, value in wanted.items()))


def _some(rows: tuple[Any, ...] | Votes, start: int, end: int) -> Sequence[Any]:
    """Return some of the rows."""
    if not isinstance(rows, Votes):
        return rows[start:end]
    places = np.arange(len(rows))
    return rows.keep((places >= start) & (places < end)).rows()


def _votes_called(votes: Votes, identity: str) -> Votes:
    """Return the votes that may be meant by an id: those that have it, or are of the actor in the roll call that it names."""
    if identity in votes.ids:
        return votes.keep(np.array([one == identity for one in votes.ids]))
    first, second = TABLES["votes"].unique
    at = [place for place, sign in enumerate(identity) if sign == ":"]
    found = (_votes_of(votes, {first: identity[:place], second: identity[place + 1 :]}) for place in at)
    return next((one for one in found if len(one)), Votes())


def _votes_of(votes: Votes, wanted: Mapping[str, str]) -> Votes:
    """Return the votes of an actor, in a roll call, or all: no more of them are made into records than are asked for."""
    for name, value in wanted.items():
        names = getattr(votes, f"{name}s")
        votes = votes.keep(getattr(votes, name) == (names.index(value) if value in names else -1))
    return votes


def _ids(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value or ""),)
