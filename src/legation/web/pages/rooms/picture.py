"""What a room thinks while it runs, as a seat and a host see it: one headline, the map with its table, what joins and what divides."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.language import Message
from legation.rooms.deliberation.picture import place
from legation.rooms.deliberation.state import Deliberation
from legation.web.pages.rooms.words import words
from legation.web.rooms.pictures import ShownPicture

__all__ = ["RoomView", "room_view"]

WIDE, HIGH, EDGE = 320, 240, 64
"""The map, in the units of its drawing."""
LEAST, MOST = 16.0, 44.0
"""Radius of a group of few, and of one of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """A group on the map and in its table."""

    number: int
    people: int
    share: float
    x: float
    y: float
    r: float
    top: float
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationView:
    """An organisation, which votes by its name, with its weight."""

    number: int
    name: str
    weight: int
    group: int | None
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """A statement in a list: its words, the share that says so, and that of each group (None: too few saw it)."""

    text: str | Message
    agree: bool = True
    share: float | None = None
    seen: int = 0
    low: float = 0.0
    high: float = 0.0
    shares: tuple[tuple[int, float | None], ...] = ()
    mine: int | None = None
    seldom: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomView:
    """All that the page of a room's picture shows.

    Attributes
    ----------
    headline : Message
    people : int or None
        How many voted; None of too few.
    place : (float, float) or None
        Where the reader stands on the map.
    side : str
        On which side of it the word "you" is clear of the group.
    near : int or None
        The number of the group whose middle is nearest to the reader.
    """

    headline: Message
    people: int | None = None
    votes: int = 0
    alt: Message | None = None
    groups: list[GroupView] = field(default_factory=list)
    place: tuple[float, float] | None = None
    side: str = "start"
    near: int | None = None
    why: Message | None = None
    joins: list[StatementView] = field(default_factory=list)
    joining: int = 0
    divides: list[StatementView] = field(default_factory=list)
    dividing: int = 0
    as_one: Message | None = None
    suppressed: list[StatementView] = field(default_factory=list)
    slate: list[StatementView] = field(default_factory=list)
    represented: bool = False
    organisations: list[OrganisationView] = field(default_factory=list)
    smallest: int = 5
    withdrew: int = 0
    imported: int = 0


def room_view(state: Deliberation, shown: ShownPicture | None, mine: Mapping[str, int] | None = None) -> RoomView:
    """Return what is shown of a room: to a seat with its own votes, to a host without any."""
    smallest = int(state.settings["smallest"])
    if shown is None or shown.data["people"] is None:
        return RoomView(headline=Message("page-rooms.picture-none", smallest=smallest), smallest=smallest, withdrew=state.withdrew)
    seen, own = shown.data, mine or {}
    names = {one.id: one for one in state.statements.values() if one.verdict == "in"}
    joins = [_line(one, names, own) for one in seen["joins"] if one["id"] in names]
    divides = [_line(one, names, own) for one in seen["divides"] if one["id"] in names]
    at, here = _scale(seen), place(seen, own) if own else None
    near = here[2] + 1 if here is not None and here[2] is not None else None
    groups = list(_groups(seen, near))
    sizes = tuple(one.people for one in groups)
    as_one, slate = seen.get("once"), seen.get("slate")
    return RoomView(
        headline=_headline(groups, seen["joining"], seen["dividing"]),
        people=seen["people"],
        votes=seen["votes"],
        alt=Message("page-rooms.map-alt", count=len(groups), sizes=sizes) if groups else None,
        groups=groups,
        place=at(*here[:2]) if here is not None else None,
        side="end" if here is not None and min(groups, key=lambda one: abs(one.x - at(*here[:2])[0])).x > at(*here[:2])[0] else "start",
        near=near,
        why=Message(f"page-rooms.no-map.{seen['reason'] or 'no-groups'}") if not groups else None,
        joins=joins,
        joining=seen["joining"],
        divides=divides,
        dividing=seen["dividing"],
        as_one=Message("page-rooms.as-one", count=as_one["sets"], people=as_one["people"]) if as_one else None,
        suppressed=_by_id(as_one["back"], names, own) if as_one else [],
        slate=_by_id(slate["statements"], names, own, slate["seldom"]) if slate and set(slate["statements"]) <= set(names) else [],
        represented=bool(slate and slate["represented"]),
        organisations=[
            OrganisationView(
                number=number, name=one["name"], weight=one["weight"], group=None if one["group"] is None else one["group"] + 1,
                **dict(zip("xy", at(one["x"], one["y"]), strict=True)),
            )
            for number, one in enumerate(seen["organisations"], start=1)
        ],
        smallest=smallest,
        withdrew=state.withdrew,
        imported=state.imported,
    )  # fmt: skip


def _headline(groups: Sequence[Any], joining: int, dividing: int) -> Message:
    if groups:
        return Message(
            "page-rooms.picture-groups",
            count=len(groups),
            joins=Message("page-rooms.picture-joins", count=joining),
            divides=Message("page-rooms.picture-divides", count=dividing),
        )
    return Message("page-rooms.picture-all", count=joining) if joining else Message("page-rooms.picture-nothing")


def _line(one: Mapping[str, Any], names: Mapping[str, Any], mine: Mapping[str, int]) -> StatementView:
    given = {name: one[name] for name in ("agree", "share", "seen", "low", "high") if name in one}
    shares = tuple(enumerate(one["shares"], start=1))
    return StatementView(text=words(names[one["id"]].text), shares=shares, mine=mine.get(one["id"]), **given)


def _by_id(ids: Sequence[str], names: Mapping[str, Any], mine: Mapping[str, int], seldom: Sequence[str] = ()) -> list[StatementView]:
    return [StatementView(text=words(names[one].text), mine=mine.get(one), seldom=one in seldom) for one in ids if one in names]


def _scale(seen: Mapping[str, Any]) -> Any:
    """Return what turns places on the map into those of the drawing: one scale, the middle of the room in its middle."""
    far_x = max((abs(one["x"]) + one["spread"] for one in seen["groups"]), default=1.0)
    far_y = max((abs(one["y"]) + one["spread"] for one in seen["groups"]), default=1.0)
    scale = min((WIDE / 2 - EDGE) / max(far_x, 1e-9), (HIGH / 2 - EDGE) / max(far_y, 1e-9))

    def at(x: float, y: float) -> tuple[float, float]:
        across, up = WIDE / 2 + scale * x, HIGH / 2 - scale * y
        return round(min(max(across, 8.0), WIDE - 8.0), 1), round(min(max(up, 8.0), HIGH - 8.0), 1)

    return at


def _groups(seen: Mapping[str, Any], near: int | None) -> Iterator[GroupView]:
    """Yield the groups as they are drawn: as large in area as they have people."""
    at, total = _scale(seen), sum(one["people"] for one in seen["groups"])
    for number, one in enumerate(seen["groups"], start=1):
        (x, y), share = at(one["x"], one["y"]), one["people"] / total
        radius = round(max(LEAST, MOST * math.sqrt(share)), 1)
        top = round(y - radius - 6, 1)
        yield GroupView(number=number, people=one["people"], share=share, x=x, y=y, r=radius, top=top, here=number == near)
