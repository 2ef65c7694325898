"""A seat is erased: what it said goes, what it did for its delegation stays without a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from legation.rooms.drafting.desk import Desk, only
from legation.rooms.drafting.last_word import SILENT, rows_of
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
        reservation.ended = tuple(one for one in reservation.ended if one != seat)
    for unit, marks in list(desk.marks.items()):
        left = {actor: {name: mark for name, mark in said.items() if name != seat} for actor, said in marks.items()}
        left = {actor: said for actor, said in left.items() if said}
        if left:
            desk.marks[unit] = left
        else:
            desk.marks.pop(unit)
        settle(desk, unit)


def _keep_said(desk: Desk, stays: Callable[[Stance], bool]) -> None:
    for target in list(desk.said_on):
        goes = {actor: rows for actor, rows in desk.rows(target).items() if not all(map(stays, rows))}
        if goes:
            desk.note(target, {actor: [one for one in rows if stays(one)] for actor, rows in goes.items()})


def _unnamed(bracket: Held, seat: str) -> Held:
    by = () if bracket.seat == seat else bracket.by
    return replace(bracket, by=by, origin="" if bracket.origin_seat == seat else bracket.origin)


def _past_without(past: Past, seat: str) -> Past:
    if seat in (past.held.seat, past.held.origin_seat):
        past = replace(past, held=_unnamed(past.held, seat))
    said = sorted((*past.stances, *past.said), key=lambda one: one.actor)
    if any(seat == one.seat for stance in said for one in rows_of(stance)):
        left = [one for stance in said if (one := only(stance, lambda one: one.seat != seat)) is not None]
        past = replace(
            past,
            stances=tuple(one for one in left if one.stance != SILENT),
            said=tuple(one for one in left if one.stance == SILENT),
        )
    return past


def _broken_by_nobody(one: Silence, seat: str) -> Silence:
    breakings = tuple(replace(breaking, actor="") if breaking.seat == seat else breaking for breaking in one.breakings)
    return replace(one, breakings=breakings, broken=tuple((by.actor, unit, by.at) for by in breakings for unit in by.units))
