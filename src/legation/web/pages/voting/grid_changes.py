"""Changes of positions as the grid and its plain form send them: ``{"row": id or "", "actor", "issue", "values": {column: text}}``.

An empty ``row`` adds a position; else the change supersedes the row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from legation.dossier import TABLES
from legation.dossier.edit import Edit, apply, cells_of
from legation.dossier.kind import Reference
from legation.dossier.problem import Problem
from legation.errors import DossierError, WrongUse
from legation.language import Message
from legation.web.forms.row_field import ids_of
from legation.web.forms.saving import number_of
from legation.web.site.page import PageRequest
from legation.web.site.values import read_json

__all__ = ["COLUMNS", "changes_sent", "edit_of", "faults"]

COLUMNS = ("low", "value", "high", "salience", "influence", "basis", "confidence", "held_from", "evidence")
"""The fields that the grid edits, in the order of its columns."""
_MOST = 5000
"""Changes in one save."""
_EVIDENCE = next(c.kind for c in TABLES["positions"].columns if c.name == "evidence" and isinstance(c.kind, Reference))


def changes_sent(request: PageRequest) -> list[dict[str, Any]]:
    """Return the changes that were sent: as JSON by the grid, or by the plain form; sources that were named, by their ids."""
    changes = _from_grid(request) if "changes" in request.form else _from_fields(request)
    for values in (change["values"] for change in changes):
        if values.get("evidence"):
            values["evidence"] = ids_of(request, "positions", _EVIDENCE, [values["evidence"]])
    return changes


def _from_grid(request: PageRequest) -> list[dict[str, Any]]:
    try:
        given = read_json(str(request.form["changes"]) or "[]")
    except (ValueError, RecursionError):
        given = None
    bad = not isinstance(given, list) or len(given) > _MOST or not all(map(_is_change, given))
    if bad:
        raise WrongUse(Message("page-positions.bad-changes", allowed=_MOST))
    return [change for change in given if change["values"]]


def _is_change(change: Any) -> bool:
    if not isinstance(change, dict) or not all(isinstance(change.get(name), str) for name in ("row", "actor", "issue")):
        return False
    values = change.get("values")
    return isinstance(values, dict) and all(name in COLUMNS and isinstance(text, str) for name, text in values.items())


def _from_fields(request: PageRequest) -> list[dict[str, Any]]:
    """Return the changes of the plain form: ``key`` lists row, actor and issue of each line, ``cell-LINE-COLUMN`` its fields."""
    rows = {p.id: p for p in request.view.positions}
    changes = []
    for number, key in enumerate(request.form.getlist("key")[:_MOST]):
        row, actor, issue = (*key.split("|"), "", "")[:3]
        old = cells_of("positions", rows[row]) if row in rows else {}
        cells = {name: request.form.get(f"cell-{number}-{name}", "").strip() for name in COLUMNS if f"cell-{number}-{name}" in request.form}
        values = {name: text for name, text in cells.items() if text != old.get(name, "")}
        if values:
            changes.append({"row": row, "actor": actor, "issue": issue, "values": values})
    return changes


def edit_of(change: Mapping[str, Any]) -> Edit:
    """Return a change as an edit of a row."""
    if change["row"]:
        return Edit("positions", "change", change["row"], change["values"])
    return Edit("positions", "add", "", {"actor": change["actor"], "issue": change["issue"], **change["values"]})


def faults(request: PageRequest, changes: Sequence[Mapping[str, Any]]) -> tuple[Problem, ...]:
    """Return what is wrong with changes of the revision that they were made from; nothing is saved."""
    begun = request.seen_at(number_of(request.form.get("base"), request))
    try:
        apply(begun, [edit_of(c) for c in changes], author=str(request.account), day=request.today)
    except DossierError as error:
        return error.problems
    return ()
