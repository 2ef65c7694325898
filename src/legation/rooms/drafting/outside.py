"""What of an entry of a drafting room may stand in the log that leaves it."""

from __future__ import annotations

from typing import Any

from legation.methods.drafting import chair_text, parse
from legation.rooms.attribution import name_outside, names_organisations
from legation.rooms.drafting.leaves import FOR_FEW
from legation.rooms.drafting.room import Drafting
from legation.rooms.entry import Entry
from legation.rooms.state import Seat

__all__ = ["outside"]

_APART = frozenset({"organisation", "group", "weight", "reason"})
"""What is said of a seat beside that it is one."""
_ACTORS = frozenset({"actor", "group", "to", "pending", "proposers"})
"""Fields of entries in which somebody is named."""
_OF_ONE = frozenset({"joined", "stood", "referred", "confirmed"})
"""Acts that say nothing of a text apart from who did them: where nobody is named they do not leave before the cut."""


def outside(state: Drafting, entry: Entry, data: dict[str, Any], whole: bool) -> dict[str, Any] | None:  # noqa: FBT001 - a declaration's
    """Return what of an entry may leave; None: it does not stand in the log outside.

    The words of the text leave: what was brought, proposed, reserved, agreed. Who stands behind them is named where the room lets names
    leave and shows all who wants what. What was told to few, and a stance that is not public, never leave.
    """
    named = names_organisations(state.settings, outside=True) and bool(state.settings["attributed"])
    if entry.kind in FOR_FEW or (entry.kind == "stood" and data.get("public") is False):
        return None
    if whole and named:
        return data
    if not whole and entry.kind == "withdrawn" and data["id"] not in state.desk.closed_in:
        return None  # a caucus, or an offer: it was shown to some
    if entry.kind in ("seated", "moved", "removed"):
        return _of_seat(entry.kind, data, named=named, whole=whole)
    if entry.kind in _OF_ONE and not (named or whole):
        return None
    if entry.kind == "brought":
        return data | {"paragraphs": [_paragraph(state, row, named=named) for row in data["paragraphs"]]}
    said = {name: _who(state, value, named=named) if name in _ACTORS else value for name, value in data.items()}
    if not named and not (entry.by in state.seats and state.seats[entry.by].role in ("host", "chair")):
        said.pop("reason", None)
    return {name: value for name, value in said.items() if value not in (None, [])}


def _of_seat(kind: str, data: dict[str, Any], *, named: bool, whole: bool) -> dict[str, Any] | None:
    if whole:
        return data if named else {name: value for name, value in data.items() if name not in _APART}
    return data if named and kind == "seated" and data.get("organisation") else None


def _who(state: Drafting, value: Any, *, named: bool) -> Any:
    """Return those of the actors in a field who are named outside."""
    if isinstance(value, list | tuple):
        return [one for one in value if named and _is_named(state, str(one))]
    return value if named and value and _is_named(state, str(value)) else None


def _is_named(state: Drafting, actor: str) -> bool:
    if actor in state.leaving:
        return False
    seat = state.seats.get(actor) or Seat(id="", role="delegate", organisation=actor)  # a group sits nowhere
    return name_outside(state.settings, seat) is not None


def _paragraph(state: Drafting, row: dict[str, Any], *, named: bool) -> dict[str, Any]:
    """Return a paragraph of a version; one that names anybody who is not named stands without who said what."""
    draft = parse(row["text"], state.settings["bis"])
    actors = {actor for bracket in draft.brackets for one in bracket.attributions for actor in one.actors}
    is_open = named and all(_is_named(state, one) for one in actors)
    sources = [one for one in row.get("sources") or () if named and _is_named(state, str(one))]
    row_outside = {name: value for name, value in row.items() if name != "sources"} | ({"sources": sources} if sources else {})
    return row_outside if is_open or not actors else row_outside | {"text": chair_text(draft)}
