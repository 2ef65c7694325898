"""The lessons on negotiation and on drafting: which exchange lifts everybody over their floor, and on which wording a chair can close."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Mapping
from typing import Any

from legation.dossier import Dossier
from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, TableColumn
from legation.questions.lessons.exercise import Choice, Exercise, Item, in_fixed_order, part_of_table, rows_of, sources_of

__all__ = ["drafting", "negotiation"]


def negotiation(dossiers: Mapping[str, Dossier], answer: Answer) -> Exercise:
    """Ask which exchanges of two issues lift every party over its floor, starting from the last offer; points and floors are shown.

    Raises
    ------
    NotAvailable
        Where the answer holds fewer than two exchanges, or none that lifts all.
    """
    trades = _trades(answer)
    start = answer.finding("trade-1").message.values["start"]
    now = next(_points(row["points"]) for row in rows_of(answer, "packages") if row["what"] == start)
    floors = {row["party"].id: row for row in rows_of(answer, "floors")}
    below = [name for name, row in floors.items() if now[name] < row["floor"]]
    right = frozenset(letter for letter, row in trades.items() if {one.id for one in row["unlocks"]} == set(below))
    if not right or len(right) == len(trades):
        raise NotAvailable(Message("lessons.no-example"))
    gains = {letter: _points(row["gains"]) for letter, row in trades.items()}
    columns = (
        TableColumn("party", Message("trading.column.party")),
        TableColumn("floor", Message("lessons.negotiation.floor"), "points"),
        TableColumn("now", Message("lessons.negotiation.now"), "points"),
        *(TableColumn(letter, Message("answer.value", value=letter), "points") for letter in trades),
    )
    rows = tuple(
        (row["party"], row["floor"], now[name], *(gains[letter].get(name, 0.0) for letter in trades)) for name, row in floors.items()
    )
    return Exercise(
        facts=(Message("lessons.negotiation.start", start=start),),
        given=(AnswerTable(id="given", title=Message("lessons.negotiation.given"), columns=columns, rows=rows),),
        items=(
            Item(
                id="trades",
                ask=Message("lessons.negotiation.ask"),
                choices=tuple(
                    Choice(
                        id=letter,
                        label=Message("lessons.negotiation.trade", letter=letter, first=row["first"], second=row["second"]),
                        hint=_short(letter, row, [floors[name]["party"] for name in below]),
                    )
                    for letter, row in trades.items()
                ),
                right=right,
                many=True,
                missed=Message("lessons.negotiation.missed"),
            ),
        ),
        found=tuple(one.message for one in answer.findings if one.id in ("trade-1", "trade-2")),
        rows=(part_of_table(answer.table("trades"), ("first", "second", "unlocks")),),
        sources=sources_of(dossiers["iana-transition-2014"], answer.finding("trade-1").evidence),
    )


def _trades(answer: Answer) -> dict[str, dict[str, Any]]:
    """Return the exchanges by letters that tell nothing of their order."""
    rows = {str(place): row for place, row in enumerate(rows_of(answer, "trades"))}
    mixed = in_fixed_order((Choice(id=place, label=place) for place in rows), "negotiation")
    return {letter: rows[one.id] for letter, one in zip(string.ascii_uppercase, mixed, strict=False)}


def _short(letter: str, row: Mapping[str, Any], below: list[Any]) -> Message | None:
    """Return which party that is below its floor to add up for; None where the exchange lifts all."""
    lifted = {one.id for one in row["unlocks"]}
    left = next((party for party in below if party.id not in lifted), None)
    return Message("lessons.negotiation.look", letter=letter, party=left) if left is not None else None


def _points(cell: Any) -> dict[str, float]:
    """Return the points of each party, by its id, where a cell of the answer names them."""
    return {one.values["party"].id: one.values["points"] for one in cell}


def drafting(dossiers: Mapping[str, Dossier], answer: Answer) -> Exercise:
    """Ask on which bracketed wording a chair can close with nobody on record against it having to move.

    Raises
    ------
    NotAvailable
        Where the answer holds no such wording.
    """
    brackets = [row for row in rows_of(answer, "brackets") if row["wanting"] or row["objecting"] or row.get("behind")]
    free = [row for row in rows_of(answer, "alternatives") if not row["movers"] and not row["against"] and row["for"]]
    right = frozenset(_name(row) for row in free)
    if not right or not right < {_name(row) for row in brackets}:
        raise NotAvailable(Message("lessons.no-example"))
    names = {_name(row) for row in brackets}
    table = answer.table("brackets")
    units = {str(row["unit"]).lower() for row in free}
    landings = [one for one in answer.findings if one.id.startswith("landing:") and one.id.split(":")[1] in units]
    return Exercise(
        facts=(answer.finding("now").message,),
        given=(part_of_table(table, ("unit", "text", "wanting", "objecting", "behind"), lambda row: _name(row) in names),),
        items=(
            Item(
                id="wording",
                ask=Message("lessons.drafting.ask"),
                choices=in_fixed_order(
                    (
                        Choice(id=_name(row), label=Message("drafting.bracket", words=row["text"], unit=row["unit"]), hint=_behind(row))
                        for row in brackets
                    ),
                    "drafting",
                ),
                right=right,
            ),
        ),
        found=(*(one.message for one in landings), Message("lessons.drafting.silence")),
        rows=(part_of_table(answer.table("alternatives"), ("unit", "text", "for", "against", "silent")),),
        sources=sources_of(dossiers["un-ict-2018"], [name for one in landings for name in one.evidence]),
    )


def _behind(row: Mapping[str, Any]) -> Message:
    """Return why a wording cannot be closed: who would have to move, or what it waits for."""
    if row["objecting"]:
        return Message("lessons.drafting.look-opposed", count=len(row["objecting"]), unit=row["unit"])
    return Message("lessons.drafting.look-behind", unit=row["unit"])


def _name(row: Mapping[str, Any]) -> str:
    """Return a name for a wording that tells nothing of what is right."""
    return hashlib.sha256(f"{row['unit']}:{row['text']}".encode()).hexdigest()[:8]
