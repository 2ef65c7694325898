"""What is a seat's own: its brief, its points and its floor, and who holds them; after a game, those of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import Wording
from legation.language import Lang, Message
from legation.web.pages.rooms.negotiation.offers import bar_of
from legation.web.pages.rooms.negotiation.table import TableView, in_language
from legation.web.stores.rooms.models import Room

__all__ = ["PointsOf", "SideView", "all_sides", "own_of", "points_notice"]

DAYS = 30
"""Days after the closing of a real session for which points stay at most."""


@dataclass(frozen=True, slots=True)
class PointsOf:
    """An issue with its options, the best for the reader first, each with its points; ``most``: those of the best."""

    name: str
    most: int
    options: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """A side whose secrets lie open: its points, its floor, its brief, and what the deal is worth to it."""

    name: str
    is_bot: bool
    points: tuple[PointsOf, ...]
    floor: int | None
    brief: str
    deal: Any


def points_by_issue(table: TableView, points: Sequence[Sequence[int]]) -> tuple[PointsOf, ...]:
    """Return points by issue, as they are read: the issue that matters most first, and of each the best option."""
    rows = [
        PointsOf(issue.name, max(row), tuple(sorted(zip(issue.options, row, strict=True), key=lambda one: -one[1])))
        for issue, row in zip(table.issues, points, strict=True)
    ]
    return tuple(sorted(rows, key=lambda one: min(value for _, value in one.options) - one.most))


def own_of(seen: Mapping[str, Any], table: TableView, lang: Lang) -> dict[str, Any]:
    """Return what the page of one's own shows."""
    mine = seen.get("mine") or {}
    side, points = str(mine.get("side") or ""), mine.get("points")
    quo, bots = table.status_quo, {one["id"] for one in seen["sides"] if one.get("is_bot")}
    return {
        "own_side": side,
        "brief": in_language(mine.get("brief"), "", lang),
        "public": [(name, table.public[one], one == side, one in bots) for one, name in table.sides.items()],
        "points": points_by_issue(table, points) if points else (),
        "floor": mine.get("floor"),
        "status_quo": [(one.name, one.options[number]) for one, number in zip(table.issues, quo, strict=True)] if quo else [],
        "quo_bar": bar_of(mine, quo) if quo else None,
        "better": seen.get("better") if table.is_real else None,
    }


def all_sides(seen: Mapping[str, Any], table: TableView, lang: Lang) -> list[SideView]:
    """Return the secrets of all sides, once they lie open."""
    deal, own = (seen.get("deal") or {}).get("package"), (seen.get("mine") or {}).get("side")
    return [
        SideView(
            name=table.name(one["id"]),
            is_bot=bool(one.get("is_bot")),
            points=points_by_issue(table, one["points"]),
            floor=one.get("floor"),
            brief=in_language(one.get("brief"), "", lang),
            deal=bar_of(one, deal, is_own=one["id"] == own) if deal else None,
        )
        for one in seen["sides"]
        if one.get("points")
    ]


def points_notice(room: Room, settings: Mapping[str, Any], table: TableView, lang: Lang) -> list[Message]:
    """Return who holds the points of a real session and for how long, and whether the host is a party; of a rehearsal nothing."""
    if not table.is_real:
        return []
    notice = {name: Wording(**text).in_language(lang) for name in ("host", "machine") if (text := room.notice.get(name))}
    said = [Message("page-game-seat.held-by", host=notice["host"])] if notice.get("host") else []
    said += [Message("page-game-seat.held-on", machine=notice["machine"])] if notice.get("machine") else []
    said += [Message("page-game-seat.held-here"), Message("page-game-seat.held-days", count=int(settings.get("cut_days") or DAYS))]
    if table.host_side:
        said.append(Message("page-game-seat.host-is-party", side=table.name(table.host_side)))
    return said
