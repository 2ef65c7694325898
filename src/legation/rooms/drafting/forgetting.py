"""A seat is erased: what it said goes, what it did for its delegation stays without a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from legation.rooms.drafting.desk import Desk, only
from legation.rooms.drafting.levels import settle
from legation.rooms.drafting.state import Held, Past, Silence, Stance

__all__ = ["forget"]


def forget(desk: Desk, seat: str) -> None:
    """Take away what a seat said of a text, and its name from brackets and silences."""
    _keep_said(desk, lambda one: one.seat != seat)
    for bracket in [one for one in desk.brackets.values() if seat in (one.seat, one.origin_seat)]:
        desk.brackets[bracket.id] = _unnamed(bracket, seat)
    desk.past = [_past_without(past, seat) for past in desk.past]
    for one in [one for one in desk.silences.values() if any(breaking.seat == seat for breaking in one.breakings)]:
        desk.silences[one.id] = _broken_by_nobody(one, seat)
    desk.reservations = [one for one in desk.reservations if one.seat != seat]
    for reservation in desk.reservations:
        reservation.ended = None if reservation.ended == seat else reservation.ended
    for unit, marks in list(desk.marks.items()):
        left = {actor: {name: mark for name, mark in said.items() if name != seat} for actor, said in marks.items()}
        desk.marks[unit] = {actor: said for actor, said in left.items() if said}
        settle(desk, unit)


def _keep_said(desk: Desk, stays: Callable[[Stance], bool]) -> None:
    for target, said in list(desk.said_on.items()):
        if all(stays(one) for stance in said.values() for one in (stance, *stance.others)):
            continue
        left = {actor: one for actor, stance in said.items() if (one := only(stance, stays)) is not None}
        if left:
            desk.said_on[target] = left
        else:
            del desk.said_on[target]


def _unnamed(bracket: Held, seat: str) -> Held:
    by = () if bracket.seat == seat else bracket.by
    return replace(bracket, by=by, origin="" if bracket.origin_seat == seat else bracket.origin)


def _past_without(past: Past, seat: str) -> Past:
    if seat in (past.held.seat, past.held.origin_seat):
        past = replace(past, held=_unnamed(past.held, seat))
    if any(seat == one.seat for stance in past.stances for one in (stance, *stance.others)):
        left = (only(stance, lambda one: one.seat != seat) for stance in past.stances)
        past = replace(past, stances=tuple(one for one in left if one is not None))
    return past


def _broken_by_nobody(one: Silence, seat: str) -> Silence:
    breakings = tuple(replace(breaking, actor="") if breaking.seat == seat else breaking for breaking in one.breakings)
    return replace(one, breakings=breakings, broken=tuple((by.actor, unit, by.at) for by in breakings for unit in by.units))
