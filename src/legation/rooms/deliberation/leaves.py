"""What leaves a deliberation, and the same room without its instants."""

from __future__ import annotations

from collections import Counter
from typing import Any

from legation.rooms.attribution import name_outside, names_organisations, sits_in_public
from legation.rooms.deliberation.state import Deliberation, Statement
from legation.rooms.entry import Entry

__all__ = ["leaves", "outside", "source_outside", "tells_few", "timeless"]

_APART = frozenset({"organisation", "group", "weight", "reason"})
"""What is said of a seat beside that it is one."""


def leaves(state: Deliberation) -> dict[str, Any]:
    """Return the statements that are in, with the counts that may be shown, named as the room's setting says.

    The counts are those that the room itself shows, at the end too: one more that stands in a report alone would tell the last votes.
    Words stand apart from figures: whoever leaves takes the words along, and the figures stay as they were published.
    """
    statements = sorted((one for one in state.statements.values() if one.verdict == "in"), key=lambda one: one.number)
    left: dict[str, Any] = {
        "question": state.settings["question"],
        "figures": [_figures(state, one) for one in statements],
        "words": {one.id: one.text for one in statements},
        "sources": {one.id: source_outside(state, one) for one in statements},
        "names": {one.id: name for one in statements if (name := _name(state, one)) is not None},
    }
    if state.imported:
        left["imported"] = state.imported
    if state.withdrew:
        left["withdrew"] = state.withdrew
    if names_organisations(state.settings, outside=True):
        left["organisations"] = _organisations(state, statements)
    return left


def timeless(entry: Entry) -> tuple[str, dict[str, Any]]:
    """Return the kind and the data of an entry without instants: a phase has no deadline, and one that ended by it was ended."""
    data = dict(entry.data or {})
    if entry.kind == "due":
        return "phase", {"phase": "closed"}
    if entry.kind == "phase":
        return entry.kind, {"phase": data["phase"]}
    return entry.kind, data


def outside(state: Deliberation, entry: Entry, data: dict[str, Any], whole: bool) -> dict[str, Any] | None:  # noqa: FBT001 - a declaration's
    """Return what of an entry may stand in the log that leaves the room; None: it does not stand there.

    Before the room is cut these are the acts of those who hold it, the words that are in, and the organisations that are named outside;
    after it everything, and still no organisation that is not named outside.
    """
    named = names_organisations(state.settings, outside=True)
    if entry.kind == "stated":
        one = state.statements.get(data["statement"])
        if not whole and (one is None or one.verdict != "in" or one.text is None):
            return None
        return data | {"source": "participant"} if data["source"] == "organisation" and not named else data
    if entry.kind in ("seated", "moved"):
        if whole:
            return data if named else {name: value for name, value in data.items() if name not in _APART}
        return data if named and entry.kind == "seated" and data.get("organisation") else None
    return None if entry.kind in ("voted", "imported", "flagged", "removed") and not whole else data


def _figures(state: Deliberation, statement: Statement) -> dict[str, Any]:
    is_hidden = state.is_blind(statement) or tells_few(state, statement)
    agree, disagree, voted = (None, None, None) if is_hidden else statement.shown or (None, None, None)
    return {"id": statement.id, "second": statement.second, "agree": agree, "disagree": disagree, "seen": voted}


def tells_few(state: Deliberation, statement: Statement) -> bool:
    """Whether the counts of a statement, less the votes of organisations that are told beside them, are those of too few people."""
    if not names_organisations(state.settings, outside=True):
        return False
    others = sum(not sits_in_public(state, seat) for seat in statement.shown_votes)
    return 0 < others < int(state.settings["smallest"])


def source_outside(state: Deliberation, statement: Statement) -> str:
    """Return where a statement is from; that organisations took part is said only where they are named."""
    if statement.source == "organisation" and not names_organisations(state.settings, outside=True):
        return "participant"
    return statement.source


def _name(state: Deliberation, statement: Statement) -> str | None:
    return None if statement.source == "seed" else name_outside(state.settings, state.seats.get(statement.author))


def _organisations(state: Deliberation, statements: list[Statement]) -> list[dict[str, Any]]:
    """Return each organisation with its weight and, of each statement, how many of its seats agree, disagree, pass."""
    seats = [seat for seat in state.seats.values() if seat.organisation and not seat.removed]
    weights: Counter[str] = Counter()
    for seat in seats:
        weights[str(seat.organisation)] += seat.weight
    found = []
    for name in sorted(weights):
        own = {seat.id for seat in seats if seat.organisation == name}
        votes = {}
        for one in statements:
            values = [value for seat, value in one.shown_votes.items() if seat in own]
            if values:
                votes[one.id] = [values.count(1), values.count(-1), values.count(0)]
        found.append({"organisation": name, "weight": weights[name], "votes": votes})
    return found
