"""Brackets close: words stay, go, or give way."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace

from legation.errors import BadValue
from legation.language import Message
from legation.methods.drafting import cut
from legation.rooms.drafting.desk import Desk, Mark
from legation.rooms.drafting.event import LEVELS, MODES, Closed, known, one_of
from legation.rooms.drafting.last_word import added, taken_along
from legation.rooms.drafting.levels import reopen, settle
from legation.rooms.drafting.objections import CHANGES, carry, objections, still_opposed
from legation.rooms.drafting.packages import follow, packaged_units, together
from legation.rooms.drafting.state import Held, Stance, Unit, opposing, supporting
from legation.rooms.drafting.successors import stands_in

__all__ = ["closed", "withdrawn"]

_NEW_WORDS = ("merged", "replaced")


def closed(desk: Desk, event: Closed, place: str, seat: str = "") -> None:
    """Take the closing of a bracket.

    By consensus words stay where nobody stands against them, and go where nobody stands for them. Who wants words in or out has to say
    otherwise first: nobody's stance is ended by the closing. Words that come to stand and hold those to which somebody objects are objected
    to, but for whom the actor said something else of them.
    """
    one_of(event.mode, MODES, f"{place}, mode")
    bracket = desk.brackets[known(event.bracket, desk.brackets, f"{place}, bracket")]
    _agreed(desk, bracket, event, place, seat)
    if event.mode in _NEW_WORDS and not cut(event.text):
        raise BadValue(Message("drafting-room.no-words", place=place, operation=event.mode))
    if bracket.verb in CHANGES:
        _changed(desk, bracket, event.mode, place)
        return
    if event.mode == "moved":
        raise BadValue(Message("drafting-room.bad-word", place=f"{place}, mode", found=event.mode, allowed=MODES[:-1]))
    with _followed(desk, bracket):
        if event.mode == "withdrawn":
            words = desk.words(bracket)
            del desk.brackets[bracket.id]
            desk.leave(bracket, words, event.mode)
            _out(desk, bracket)
            desk.alone(bracket.group)
        else:
            _stands(desk, bracket, event)
    _settled(desk, bracket.unit)


def _stands(desk: Desk, bracket: Held, event: Closed) -> None:
    """Let the words of a bracket, or new ones, stand in place of all its alternatives."""
    words = desk.words(bracket)
    against = _against_words(desk, bracket, words if event.mode == "accepted" else cut(event.text))
    if event.mode == "accepted":
        said = desk.rows(bracket.id)
        against = {name: {actor: added(rows, said.get(actor, ())) for actor, rows in those.items()} for name, those in against.items()}
    del desk.brackets[bracket.id]
    desk.leave(bracket, words, event.mode)
    if event.mode in _NEW_WORDS:
        around = {one.id for one in desk.over(bracket.unit) if one.start <= bracket.start and bracket.end <= one.end}
        _, end = desk.put(bracket.unit, bracket.end, event.text, within=around)
        _out(desk, bracket, keep=end > bracket.end)
    for name in [one.id for one in desk.brackets.values() if one.group == bracket.group]:
        rest = desk.brackets.pop(name)
        desk.leave(rest, desk.units[rest.unit].words[rest.start : rest.end], "replaced" if event.mode == "accepted" else event.mode)
        _out(desk, rest)
    for name in [one for one in against if one not in desk.brackets]:
        carry(desk, against[name], name, bracket.unit)


@contextlib.contextmanager
def _followed(desk: Desk, bracket: Held) -> Iterator[None]:
    """Let packages go with what stands in place of a paragraph that is no more: of its alternatives those that are left."""
    units = tuple(dict.fromkeys((bracket.unit, *(one.unit for one in desk.brackets.values() if one.group == bracket.group))))
    packaged = packaged_units(desk) if len(units) > 1 else {}
    yield
    left = tuple(one for one in units if one in desk.units)
    if len(left) < len(units) > 1:
        follow(desk, packaged, lambda unit: left if unit in units else (unit,))


def withdrawn(desk: Desk, bracket: Held) -> None:
    """Take a proposal back, as if it had not been made: its words go, words that it would take out stay."""
    words = desk.words(bracket)
    with _followed(desk, bracket):
        del desk.brackets[bracket.id]
        desk.leave(bracket, words, "withdrawn")
        if not bracket.verb:
            _out(desk, bracket)
    was = desk.brackets.get(bracket.group) if bracket.group.endswith(".was") else None
    if was is not None:
        said = desk.rows(was.id)
        desk.note(was.id, {actor: [one for one in rows if one.implied_by != bracket.id] for actor, rows in said.items()})
        if sum(one.group == was.group for one in desk.brackets.values()) == 1:
            against = objections(desk, was.id)
            del desk.brackets[was.id]
            desk.leave(was, desk.words(was), "accepted")
            carry(desk, against, was.id, was.unit)
    desk.alone(bracket.group)
    _settled(desk, bracket.unit)
    if was is not None:
        _settled(desk, was.unit)


def _settled(desk: Desk, unit: str) -> None:
    if unit in desk.units and not desk.over(unit) and desk.units[unit].level == "bracketed":
        desk.level(unit, "proposed")


def _against_words(desk: Desk, bracket: Held, new: tuple[str, ...]) -> dict[str, dict[str, tuple[Stance, ...]]]:
    """Return by bracket who objects to words that stand in those that take the place of it and its alternatives."""
    outer = [one for one in desk.brackets.values() if one.group == bracket.group]
    gone = {one.id: one for row in outer for one in desk.over(row.unit) if row.start <= one.start and one.end <= row.end}
    return {name: objections(desk, name) for name, one in gone.items() if one.verb not in CHANGES and stands_in(desk.words(one), new)}


def _agreed(desk: Desk, bracket: Held, event: Closed, place: str, seat: str) -> None:
    """Refuse a closing over somebody's head, where decisions are by consensus."""
    new_words = event.mode in _NEW_WORDS and (bracket.verb not in CHANGES or not seat)  # a change of a paragraph has none
    if desk.settings.scheme != "consensus" or new_words or not desk.strict:
        return
    if seat and event.mode == "withdrawn" and bracket.verb not in CHANGES:
        _check_within(desk, bracket, place)
    against = supporting(desk, bracket.id) if event.mode == "withdrawn" and bracket.verb not in CHANGES else ()
    if event.mode != "withdrawn":
        against = opposing(desk, bracket.id)
    if against:
        form = "drafting-room.still-wanted" if event.mode == "withdrawn" else "drafting-room.still-opposed"
        raise still_opposed(desk, against, form, place=place, bracket=bracket.id)


def _check_within(desk: Desk, outer: Held, place: str) -> None:
    """Refuse to take out words within which somebody wants others who does not want all of them out."""
    against = set(opposing(desk, outer.id))
    for one in desk.over(outer.unit):
        if one.id != outer.id and outer.start <= one.start and one.end <= outer.end:
            wanted = tuple(actor for actor in supporting(desk, one.id) if actor not in against)
            if wanted:
                raise still_opposed(desk, wanted, "drafting-room.still-wanted", place=place, bracket=one.id)


def _out(desk: Desk, bracket: Held, *, keep: bool = False) -> None:
    """Take out the words of a bracket that is closed, and close what stood within."""
    words = desk.units[bracket.unit].words
    for emptied in desk.take(bracket.unit, bracket.start, bracket.end):
        low, high = emptied.start, emptied.end
        desk.leave(emptied, words[low:high], "withdrawn")
        desk.alone(emptied.group)
    if not desk.units[bracket.unit].words and not keep:
        desk.drop_unit(bracket.unit)


def _changed(desk: Desk, bracket: Held, mode: str, place: str) -> None:
    """Move, split or merge a paragraph, or leave it."""
    unit = desk.units[bracket.unit]
    if mode != "withdrawn":
        if bracket.verb == "move to" and bracket.place:
            known(bracket.place, desk.units, f"{place}, target")
        if bracket.verb == "merge" and list(desk.units)[-1] == unit.id:
            raise BadValue(Message("drafting-room.last-unit", place=place, unit=unit.id))
        if bracket.verb == "split":
            _check_whole(desk, bracket, place)
    del desk.brackets[bracket.id]
    desk.leave(bracket, unit.words, mode)
    if mode == "withdrawn":
        return
    if bracket.verb == "move to":
        if bracket.place != unit.id:  # it was merged with the one that it was to follow
            desk.insert_unit(unit, bracket.place)
    elif bracket.verb == "merge":
        _merge(desk, unit)
    elif bracket.start > 0:
        _split(desk, unit, bracket.start)


def _check_whole(desk: Desk, bracket: Held, place: str) -> None:
    """Refuse to split a paragraph within words that stand in an open bracket."""
    for one in desk.over(bracket.unit):
        if one.verb not in CHANGES and one.start < bracket.start < one.end:
            raise BadValue(Message("drafting-room.crossing", place=place, other=one.id, start=one.start, end=one.end))


def _split(desk: Desk, unit: Unit, at: int) -> None:
    number = next(n for n in itertools.count(2) if f"{unit.id}({n})" not in desk.units)
    first = (unit.words[at].lstrip(), *unit.words[at + 1 :])
    packaged = packaged_units(desk)
    second = replace(unit, id=f"{unit.id}({number})", label=f"{unit.label}({number})", words=first)
    for one in desk.over(unit.id):
        if one.start >= at:
            desk.brackets[one.id] = replace(one, unit=second.id, start=one.start - at, end=one.end - at)
        elif one.end > at:  # another change of the paragraph
            desk.brackets[one.id] = replace(one, end=at)
    desk.units[unit.id] = replace(unit, words=unit.words[:at])
    desk.insert_unit(second, unit.id)
    if unit.id in desk.awaited:  # who waits for its capital does so for both
        desk.awaited[second.id] = desk.awaited[unit.id]
    if unit.id in desk.marks:
        desk.marks[second.id] = desk.marks[unit.id]
    if unit.id in desk.said_on:  # and what was said of the whole was said of both
        said = desk.rows(unit.id)
        desk.note(second.id, {actor: [replace(one, target=second.id) for one in rows] for actor, rows in said.items()})
    follow(desk, packaged, lambda name: (unit.id, second.id) if name == unit.id else (name,))


def _merge(desk: Desk, unit: Unit) -> None:
    order = list(desk.units)
    following = desk.units[order[order.index(unit.id) + 1]]
    awaited = [desk.awaited[name] for name in (unit.id, following.id) if name in desk.awaited]
    said, marks = desk.rows(following.id), desk.marks.get(following.id, {})
    if LEVELS.index(following.level) > LEVELS.index(unit.level):  # its words are agreed no more, nor what was agreed with them
        for name in together(desk, following.id):
            if name != following.id and desk.units[name].level in LEVELS[2:]:
                reopen(desk, name, unit.id)
    unit, packaged = desk.units[unit.id], packaged_units(desk)
    desk.drop_unit(following.id)
    first = following.words[:1] and (" " + following.words[0].lstrip(), *following.words[1:])
    at = len(unit.words)
    desk.units[unit.id] = replace(unit, words=(*unit.words, *first), sources=(*unit.sources, *following.sources))
    for one in desk.over(following.id):
        desk.brackets[one.id] = replace(one, unit=unit.id, start=one.start + at, end=one.end + at)
    there = desk.rows(unit.id)  # of the second paragraph it was said, and is of both
    desk.note(
        unit.id,
        {actor: added(there.get(actor, ()), taken_along(rows, following.id, unit.id, whole=True)) for actor, rows in said.items()},
    )
    if marks:
        desk.marks[unit.id] = _both(desk.marks.get(unit.id, {}), marks)
    if awaited:
        names = dict.fromkeys(name for waiting, _ in awaited for name in waiting)
        desk.awaited[unit.id] = (tuple(names), max(since for _, since in awaited))
    settle(desk, unit.id)
    follow(desk, packaged, lambda name: (unit.id,) if name in (unit.id, following.id) else (name,))


def _both(first: Mapping[str, dict[str, Mark]], second: Mapping[str, dict[str, Mark]]) -> dict[str, dict[str, Mark]]:
    """Return who waits for its capital on the one or the other."""
    found = {actor: dict(said) for actor, said in first.items()}
    for actor, said in second.items():
        of = found.setdefault(actor, {})
        for seat, mark in said.items():
            of[seat] = max(mark, of.get(seat, mark), key=lambda one: (one.waits, one.number))
    return found
