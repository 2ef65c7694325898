"""Tables of a dossier: their rows, in pages; one row; a piece of evidence with what rests on it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import Http404
from ninja import Path, Query
from pydantic import Field

from legation.dossier import TABLES, standing
from legation.dossier.kind import Reference
from legation.dossier.saying import named_source
from legation.errors import WrongUse
from legation.language import Message
from legation.web.api.cells import object_of
from legation.web.api.operation import operation
from legation.web.api.paging import LIMIT, read_cursor, write_cursor
from legation.web.api.shapes import EvidenceItem, Row, Rows, TableName
from legation.web.asked import Asked
from legation.web.dossiers import past, store
from legation.web.dossiers.kept import Kept
from legation.web.dossiers.models import Revision

Identity = Annotated[str, Query(), Field(max_length=120)]
_ROWS: Kept[tuple[Any, ...]] = Kept(16)


@operation("get", "dossiers/{slug}/tables/{table}", name="tables.rows", action="see", answers={200: Rows})
def rows(
    asked: Asked,
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
    number, start = read_cursor(asked, about, cursor) if cursor else (asked.dossier.head, 0)
    revision = asked.revision if number == asked.dossier.head else store.revision_of(asked.dossier, number)
    found = _rows(asked, revision, table, wanted, as_of, standing=standing)
    end = start + limit
    definition = TABLES[table]
    return {
        "table": table,
        "revision": number,
        "count": len(found),
        "items": [{"row": definition.identity(row), "values": object_of(definition, row)} for row in found[start:end]],
        "next": write_cursor(asked, about, [number, end]) if end < len(found) else None,
    }


@operation("get", "dossiers/{slug}/tables/{table}/{path:row}", name="tables.row", action="see", answers={200: Row})
def row(asked: Asked, table: Annotated[TableName, Path()], row: Annotated[str, Path()]) -> Any:
    """Return one row."""
    definition = TABLES[table]
    return {"row": row, "values": object_of(definition, _row(asked, table, row))}


@operation("get", "dossiers/{slug}/evidence/{path:row}", name="tables.evidence", action="see", answers={200: EvidenceItem})
def evidence(asked: Asked, row: Annotated[str, Path()]) -> Any:
    """Return a piece of evidence, and what rests on it."""
    found = _row(asked, "evidence", row)
    cited = [
        {"table": name, "row": table.identity(other)}
        for name, table in TABLES.items()
        for column in table.columns
        if isinstance(column.kind, Reference) and "evidence" in column.kind.to and column.name != "supersedes"
        for other in asked.view.rows(name)
        if row in _ids(getattr(other, column.name))
    ]
    part = found.part if found.part in asked.view.files else None
    return {"row": row, "values": object_of(TABLES["evidence"], found), "part": part, "source": named_source(found), "cited_by": cited}


def _row(asked: Asked, table: str, identity: str) -> Any:
    """Return a row of the newest revision; what the person may not see is not there."""
    found = next((row for row in asked.view.rows(table) if TABLES[table].identity(row) == identity), None)
    if found is None:
        raise Http404
    return found


def _rows(
    asked: Asked, revision: Revision, table: str, wanted: dict[str, str], as_of: dt.date | None, *, standing: bool
) -> tuple[Any, ...]:
    """Return the rows that are asked for, from memory where somebody asked for them a moment ago."""
    columns = {column.name for column in TABLES[table].columns}
    strange = next((name for name in wanted if name not in columns), None)
    if strange is not None:
        allowed = " | ".join(name for name in ("actor", "issue", "rollcall") if name in columns)
        raise WrongUse(Message("api.no-such-filter", table=table, found=strange, allowed=allowed or "-"))
    head = asked.revision
    key = (revision.hash, head.hash, asked.sight.key, table, *sorted(wanted.items()), as_of, standing)
    return _ROWS.get(key, lambda: _found(asked, revision, table, wanted, as_of, alone=standing))


def _found(asked: Asked, revision: Revision, table: str, wanted: dict[str, str], as_of: dt.date | None, *, alone: bool) -> tuple[Any, ...]:
    view = past.seen_at(revision, asked.revision, asked.sight)
    known = view.as_of(as_of) if as_of else view
    every = standing(known.rows(table)) if alone else known.rows(table)
    return tuple(row for row in every if all(value in _ids(getattr(row, name)) for name, value in wanted.items()))


def _ids(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value or ""),)
