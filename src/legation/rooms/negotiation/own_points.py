"""A real session: what the options are worth to a side, as it says itself; it stays with that side, and goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from legation import moment
from legation.rooms.entry import Entry
from legation.rooms.negotiation.better import forget
from legation.rooms.negotiation.fields import HIGHEST
from legation.rooms.negotiation.speaking import check_open, data_of, found_offer, speaks_for
from legation.rooms.negotiation.state import Negotiation, Points
from legation.rooms.refused import Refused
from legation.rooms.state import CLOCK

__all__ = ["STAYS", "fallen_due", "key_of", "points_gone", "released", "scored", "scored_erased", "still_said"]

STAYS = dt.timedelta(days=30)
"""How long after closing a party's points stay, where it has not taken them away before."""


def scored(state: Negotiation, entry: Entry) -> None:
    """Take a side's points; later ones replace them. They may be given before the room is open."""
    data, side = data_of(entry), speaks_for(state, entry)
    if not state.is_real:
        raise Refused("no-role", entry.number)
    if state.phase != "paused" or state.deal or state.is_late(entry.at):
        check_open(state, entry)
    points = tuple(tuple(row) for row in data["points"])
    if tuple(map(len, points)) != state.sizes:
        raise Refused("unknown", entry.number, field="points", found=str(len(points)))
    if abs(data.get("floor") or 0) > HIGHEST:
        raise Refused("unknown", entry.number, field="floor", found=str(data["floor"])[:80])
    state.points[side] = Points(number=entry.number, seat=entry.by, points=points, floor=data.get("floor"))
    state.scored.setdefault(side, {})[str(entry.number)] = entry.by


def scored_erased(state: Negotiation, entry: Entry) -> None:
    """Read points that are gone, as a later entry says: those that they replaced do not count again."""
    place = state.places.get(entry.by)
    if place is not None:
        state.points.pop(place.side, None)
        state.scored.setdefault(place.side, {})[str(entry.number)] = entry.by


def points_gone(state: Negotiation, entry: Entry, number: int) -> None:
    """Take a side's points away: when it wants to, and by the clock some time after closing."""
    side = next((one for one, rows in state.scored.items() if str(number) in rows), None)
    if entry.by == CLOCK:
        if not state.closed_at or entry.at < _goes(state):
            raise Refused("not-open", entry.number)
    elif side is not None and state.side_of(entry.by) != side and state.scored[side][str(number)] != entry.by:
        raise Refused("no-role", entry.number)
    if side is None:
        raise Refused("unknown", entry.number, field="entry", found=str(number))
    state.forget_points([number])
    forget()


def released(state: Negotiation, entry: Entry) -> None:
    """Let the host see a package, as far as this side is asked; after the deal and after closing too."""
    data, side = data_of(entry), speaks_for(state, entry)
    if not state.is_real:
        raise Refused("no-role", entry.number)
    if (data.get("offer") is None) == (data.get("package") is None):
        raise Refused("unknown", entry.number, field="offer", found="-")
    if data.get("offer") is not None:
        offer = found_offer(state, entry, data["offer"])
        if side not in (offer.by, *state.others(offer)):
            raise Refused("no-role", entry.number)
        package = offer.package
    else:
        package = tuple(data["package"])
    if len(package) != len(state.sizes) or not all(one < size for one, size in zip(package, state.sizes, strict=True)):
        raise Refused("unknown", entry.number, field="package", found=str(list(package))[:80])
    sides = state.released.setdefault(key_of(package), [])
    if side in sides:
        raise Refused("twice", entry.number, found=key_of(package))
    sides.append(side)


def key_of(package: tuple[int, ...]) -> str:
    """Return a package as the text by which a room names it.

    Examples
    --------
    >>> key_of((0, 2, 1))
    '0 2 1'
    """
    return " ".join(map(str, package))


def still_said(state: Negotiation, side: str) -> tuple[int, ...]:
    """Return the numbers of a side's entries of points that still say something: what it takes away is all of them."""
    return tuple(sorted(map(int, state.scored.get(side, ()))))


def fallen_due(state: Negotiation, now: str) -> Iterator[int]:
    """Yield the entries of points that the clock erases at an instant: from 30 days after closing."""
    if state.closed_at and now >= _goes(state):
        yield from (number for side in state.sides for number in still_said(state, side))


def _goes(state: Negotiation) -> str:
    return moment.written(moment.parse(state.closed_at) + STAYS)
