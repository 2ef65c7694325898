"""``legation history`` and ``release``: who wrote a row, when and why; a row released at a lower marking by a second person."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from legation.cli.opening import load
from legation.cli.terminal import lines, tell
from legation.dossier import Dossier, save
from legation.dossier.changes.difference import RowChange, change_called, field_change, keyed
from legation.dossier.changes.history import RowEntry, entries_of
from legation.dossier.changes.rows import model_kind, model_of, rows_of_model, table_of
from legation.dossier.clearing import Place
from legation.dossier.clearing.release import released, waiting
from legation.dossier.records import TABLES
from legation.dossier.tables.labels import Named
from legation.errors import WrongUse
from legation.language import Lang, Message, say

__all__ = [
    "history",
    "release",
]


_COLUMNS = [Message(f"cli.column.{name}") for name in ("when", "who", "what", "field", "before", "now", "why")]
_LISTED = 20
_FIELD = ("field", "before", "now")


def history(dossier: Path, part: str, table: str, row: str, *, as_json: bool, lang: Lang) -> int:
    """Print what was done to a row, the newest first."""
    content = load(dossier)
    there = _rows(content, part, table)
    if there and row not in there:
        raise WrongUse(Message("cli.no-such-row", part=part, table=table, found=row or "—", there=there[:_LISTED]))
    named = Named(content)
    said = [_entry_json(part, table, entry, named) for entry in tuple(entries_of(content, part, table, row))[::-1]]
    if as_json:
        items = [
            {name: say(one[name], lang) for name in ("subject", "how", "by", "when", "why")}
            | {"fields": [dict(zip(_FIELD, (say(value, lang) for value in field), strict=True)) for field in one["fields"]]}
            for one in said
        ]
        sys.stdout.write(json.dumps({"part": part, "table": table, "row": row, "items": items}, ensure_ascii=False, indent=1) + "\n")
        return 0
    rows = [
        [one["when"], one["by"], one["how"], *field, one["why"]] if at == 0 else ["", "", "", *field, ""]
        for one in said
        for at, field in enumerate(one["fields"] or [("", "", "")])
    ]
    lines(said[0]["subject"], _COLUMNS, rows, lang)
    return 0


def _rows(content: Dossier, part: str, table: str) -> tuple[str, ...]:
    """Return the rows of a table by which they are asked for; none where there is no such table, or the head of a model is meant."""
    if (kind := model_kind(part)) is None:
        return tuple(keyed(content, table)) if table in TABLES and table != "votes" else ()
    tables = map(table_of, rows_of_model(part, model_of(part, content)))
    return tuple(name for of, name in tables if of == table) if table != (kind.section or "head") else ()


def _entry_json(part: str, table: str, entry: RowEntry, named: Named) -> dict[str, Any]:
    own = table if model_kind(part) is not None else ""
    change = RowChange(
        part=part if own else TABLES[table].name, table=own, how=entry.how, identity=entry.identity, before=entry.row, now=entry.row
    )
    return {
        "subject": change_called(change, entry.row, named),
        "how": Message(f"what-changed.{'superseded' if entry.how == 'superseding' else entry.how}"),
        "by": entry.who,
        "when": "" if entry.when is None else str(entry.when),
        "why": entry.why,
        "fields": [field_change(change, field, named) for field in entry.fields],
    }


def release(dossier: Path, place: Place, function: str, reason: str, *, lang: Lang) -> int:
    """Add a row that waits to what was released, and save the dossier."""
    before = load(dossier)
    part, table, row = place
    marked = next((one for one in waiting(before) if one.place == place), None)
    if marked is None:
        own = next((node.row.marking for node in before.ledger.nodes if node.place == place and node.own is not None), "")
        raise WrongUse(Message("dossier.release-not-waiting", part=part, table=table, row=row, marking=own or "–"))
    day = dt.date.today()  # noqa: DTZ011 - the reader's own day
    save(released(before, marked, function=function, reason=reason, day=day), dossier, over=before.hash)
    tell(Message("cli.released", path=str(dossier), part=part, row=row, marking=marked.marking, cited=marked.cited), lang)
    return 0
