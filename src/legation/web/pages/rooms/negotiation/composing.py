"""A package as it is composed: a large button for each option, with what it is worth to whoever composes, and the points of all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.web.pages.rooms.negotiation.offers import bar_of
from legation.web.pages.rooms.negotiation.saying import Sent
from legation.web.pages.rooms.negotiation.table import TableView

__all__ = ["OptionView", "composed"]


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option as a button: its number and name, what it is worth to the reader; whether it is chosen, and stands in the offer before."""

    number: int
    name: str
    points: int | None
    is_chosen: bool
    is_before: bool


def composed(seen: Mapping[str, Any], table: TableView, sent: Sent | None, start: str) -> dict[str, Any]:
    """Return what the page shows on which a package is composed.

    Parameters
    ----------
    sent : Sent or None
        A package that was sent, and is shown again.
    start : str
        The number of the offer from which one starts; else it is the last one, or what stays where nothing is agreed.
    """
    mine = seen.get("mine") or {}
    offers = {str(one["number"]): one for one in sorted(seen["offers"], key=lambda row: int(row["number"]))}
    offers = {number: one for number, one in offers.items() if one["package"]}
    basis = offers.get(start) or (list(offers.values())[-1] if offers else None)
    before: Sequence[int] | None = basis["package"] if basis else table.status_quo
    chosen = sent.chosen(table) if sent else dict(enumerate(before or ()))
    package = [chosen.get(issue, -1) for issue in range(len(table.issues))]
    points = mine.get("points")
    issues = [
        (
            issue,
            one.name,
            [
                OptionView(
                    number, name, points[issue][number] if points else None, chosen.get(issue) == number,
                    before is not None and before[issue] == number,
                )
                for number, name in enumerate(one.options)
            ],
        )
        for issue, one in enumerate(table.issues)
    ]  # fmt: skip
    return {
        "issues": issues,
        "start": basis["number"] if basis else None,
        "bar": bar_of(mine, package) if table.holds(package) else None,
        "scale": bar_of(mine, [0] * len(table.issues)),
        "has_sides": table.side_rooms and len(table.sides) > 2,
    }
