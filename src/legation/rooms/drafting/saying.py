"""What actors say: that they take part, where they stand, what they reserve."""

from __future__ import annotations

from legation.rooms.drafting.desk import Desk, Reservation
from legation.rooms.drafting.event import STANCES, Joined, Reserved, Stood, known, one_of, time_of
from legation.rooms.drafting.state import Membership, Stance

__all__ = ["joined", "membership", "reserved", "stood"]


def joined(desk: Desk, event: Joined, place: str) -> None:
    """Note that an actor takes part."""
    desk.members = (*desk.members, membership(event, place))


def membership(event: Joined, place: str) -> Membership:
    """Return the place of an actor in a group, or in the room; days that are in no calendar are refused."""
    for name, day in (("start", event.start), ("end", event.end)):
        if day:
            time_of(day, f"{place}, {name}")
    return Membership(event.actor, event.group, event.start, event.end)


def stood(desk: Desk, event: Stood, place: str, seat: str = "") -> None:
    """Take what an actor says of a bracket or a paragraph."""
    one_of(event.stance, STANCES, f"{place}, stance")
    if event.target not in desk.brackets:
        known(event.target, {**desk.brackets, **desk.units}, f"{place}, target")
    if event.conditional_on:
        known(event.conditional_on, {**desk.brackets, **desk.units, **desk.packages}, f"{place}, conditional_on")
    now = desk.seen(event.target)
    desk.say(Stance(event.by, event.target, event.stance, event.at, event.public, event.conditional_on, now, event.evidence, seat))


def reserved(desk: Desk, event: Reserved, place: str, seat: str = "") -> None:
    """Take a reservation, or its withdrawal."""
    known(event.unit, desk.units, f"{place}, unit")
    if not event.text:
        for one in desk.reservations:
            if (one.actor, one.unit) == (event.by, event.unit):
                one.ended = (*one.ended, seat)
        return
    name = f"{desk.number}" if seat else f"{len(desk.reservations)}"
    desk.reservations.append(Reservation(id=name, actor=event.by, unit=event.unit, text=event.text, at=event.at, seat=seat))
