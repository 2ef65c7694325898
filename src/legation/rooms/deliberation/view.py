"""What a seat may know of a deliberation: nothing is given to it and then hidden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from legation.rooms.attribution import name_inside
from legation.rooms.deliberation.state import WITHDRAWN, Deliberation, Statement
from legation.rooms.entry import Entry

__all__ = ["concerned", "view"]


def view(state: Deliberation, seat: str | None) -> dict[str, Any]:
    """Return the statements that a seat may read, its own votes, and what became of its own statements.

    A statement that is in stands for all, of two versions of a message the one that was drawn for the seat; one that waits, is out or a
    copy for its author and for moderators. Counts stand where they may be shown, else None; ``deadline`` stands where there is one. Who
    voted what stands nowhere but in ``mine``. Of a statement that is ``gone`` its author has taken the words along;
    ``imported`` people voted elsewhere.
    """
    moderates = seat is not None and state.seats[seat].role == "moderator"
    everything = sorted(state.statements.values(), key=lambda one: one.number)
    seen: dict[str, Any] = {
        "statements": [
            _statement(state, one, moderates=moderates, is_author=seat is not None and one.author == seat)
            for one in everything
            if moderates or (seat is not None and one.author == seat) or (one.verdict == "in" and state.is_open_to(one, seat))
        ],
        "mine": {one.id: one.votes[seat] for one in everything if seat in one.votes} if seat is not None else {},
        "receipts": {one.id: _receipt(state, one) for one in everything if one.author == seat} if seat is not None else {},
    }
    if state.deadline:
        seen["deadline"] = {"at": state.deadline, "day": state.day, "zone": state.zone}
    if moderates:
        judged = {one.id: one.judged for one in everything}
        open_now = [flag for flag in state.flags if flag.number > judged.get(flag.statement, 0)]
        seen["flags"] = [{"statement": flag.statement, "reason": flag.reason} for flag in open_now]
    organisations = _organisations(state)
    if organisations:
        seen["organisations"] = organisations
    if state.imported:
        seen["imported"] = state.imported
    if state.withdrew:
        seen["withdrew"] = state.withdrew
    return seen


def concerned(state: Deliberation, entry: Entry) -> Iterator[str]:
    """Yield those whose picture an entry may change otherwise than that of all: moderators, authors, and whom it names."""
    data = entry.data or {}
    statement = state.statements.get(str(data.get("statement")))
    if statement is not None and statement.message is not None and entry.kind in ("stated", "judged"):  # each has a version of its own
        yield from state.seats
    if entry.kind in ("stated", "read", "judged", "flagged", "withdrawn", "erased"):
        yield from (seat.id for seat in state.seats.values() if seat.role == "moderator")
    if entry.kind in ("published", "removed", "erased"):  # of whatever was voted on the counts go too
        yield from {statement.author for statement in state.statements.values()}
    if statement is not None:
        yield statement.author
    if "seat" in data:
        yield str(data["seat"])
        yield from (seat.id for seat in state.seats.values() if seat.role == "moderator")


def _organisations(state: Deliberation) -> list[dict[str, Any]]:
    """Return the organisations that sit in the room, and what each counts for; no list where that may endanger somebody."""
    if state.settings["inside"] == "anonymous" or state.settings["safety"]:
        return []
    weights: dict[str, int] = {}
    for seat in state.seats.values():
        if seat.organisation and not seat.removed:
            weights[seat.organisation] = weights.get(seat.organisation, 0) + seat.weight
    return [{"id": name, "weight": weight} for name, weight in sorted(weights.items())]


def _statement(state: Deliberation, statement: Statement, *, moderates: bool, is_author: bool) -> dict[str, Any]:
    agree, disagree, voted = (None, None, None) if state.is_blind(statement) and not moderates and not is_author else _shown(statement)
    shown = {
        "id": statement.id,
        "text": WITHDRAWN if statement.text is None else statement.text,
        "source": statement.source,
        "verdict": statement.verdict,
        "agree": agree,
        "disagree": disagree,
        "seen": voted,
    }
    name = _name(state, statement)
    also = {
        "by": name,
        "language": statement.language,
        "second": statement.second,
        "message": statement.message,
        "answer": {"taken": statement.answer.taken, "why": statement.answer.why} if statement.answer is not None else None,
        "judged": statement.judged if moderates else 0,
        "read": statement.is_read and moderates,
        "reason": statement.reason if moderates else None,
        "of": statement.of if moderates else None,
        "gone": statement.text is None,
    }
    return shown | {key: value for key, value in also.items() if value}


def _name(state: Deliberation, statement: Statement) -> str | None:
    """Return the author as the room's setting lets them be named."""
    return None if statement.source == "seed" else name_inside(state.settings, state.seats.get(statement.author))


def _shown(statement: Statement) -> tuple[int | None, int | None, int | None]:
    return statement.shown or (None, None, None)


def _receipt(state: Deliberation, statement: Statement) -> dict[str, Any]:
    agree, disagree, voted = _shown(statement)
    counts = {"agree": agree, "disagree": disagree, "seen": voted} if statement.verdict == "in" else {}
    what = statement.verdict or ("read" if statement.is_read else "received")
    reported = [number for number, up_to, _ in state.published if statement.number <= up_to]
    receipt = {"state": what, "reason": statement.reason, "of": statement.of, "report": reported[-1] if reported else None}
    return {name: value for name, value in (receipt | counts).items() if value is not None}
