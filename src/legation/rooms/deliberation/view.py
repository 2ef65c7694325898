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

    A statement that is in stands for all; one that waits, is out or a copy for its author and for moderators. Counts stand where they may
    be shown, else None; ``deadline`` stands where there is one. Who voted what stands nowhere but in ``mine``.
    """
    moderates = seat is not None and state.seats[seat].role == "moderator"
    everything = sorted(state.statements.values(), key=lambda one: one.number)
    seen: dict[str, Any] = {
        "statements": [
            _statement(state, one) for one in everything if one.verdict == "in" or moderates or (seat is not None and one.author == seat)
        ],
        "mine": {one.id: one.votes[seat] for one in everything if seat in one.votes} if seat is not None else {},
        "receipts": {one.id: _receipt(state, one) for one in everything if one.author == seat} if seat is not None else {},
    }
    if state.deadline:
        seen["deadline"] = {"at": state.deadline, "day": state.day, "zone": state.zone}
    if moderates:
        seen["flags"] = [{"statement": flag.statement, "reason": flag.reason} for flag in state.flags]
    if state.withdrew:
        seen["withdrew"] = state.withdrew
    return seen


def concerned(state: Deliberation, entry: Entry) -> Iterator[str]:
    """Yield those whose picture an entry may change otherwise than that of all: moderators, authors, and whom it names."""
    data = entry.data or {}
    if entry.kind in ("stated", "judged", "flagged", "withdrawn", "erased"):
        yield from (seat.id for seat in state.seats.values() if seat.role == "moderator")
    if entry.kind in ("published", "removed", "erased"):  # of whatever was voted on the counts go too
        yield from {statement.author for statement in state.statements.values()}
    statement = state.statements.get(str(data.get("statement")))
    if statement is not None:
        yield statement.author
    if "seat" in data:
        yield str(data["seat"])


def _statement(state: Deliberation, statement: Statement) -> dict[str, Any]:
    agree, disagree, voted = _shown(statement)
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
    return shown | ({"by": name} if name else {})


def _name(state: Deliberation, statement: Statement) -> str | None:
    """Return the author as the room's setting lets them be named."""
    return None if statement.source == "seed" else name_inside(state.settings, state.seats.get(statement.author))


def _shown(statement: Statement) -> tuple[int | None, int | None, int | None]:
    return statement.shown or (None, None, None)


def _receipt(state: Deliberation, statement: Statement) -> dict[str, Any]:
    agree, disagree, voted = _shown(statement)
    counts = {"agree": agree, "disagree": disagree, "seen": voted} if statement.verdict == "in" else {}
    what = statement.verdict or "received"
    reported = [number for number, up_to, _ in state.published if statement.number <= up_to]
    receipt = {"state": what, "reason": statement.reason, "of": statement.of, "report": reported[-1] if reported else None}
    return {name: value for name, value in (receipt | counts).items() if value is not None}
