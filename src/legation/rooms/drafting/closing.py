"""Brackets close: their words stay, go, or give way to others."""

from __future__ import annotations

import itertools
from dataclasses import replace

from legation.errors import BadValue
from legation.language import Message
from legation.rooms.drafting.checking import known, one_of
from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.event import MODES, Closed
from legation.rooms.drafting.state import Held, Unit
from legation.rooms.drafting.voices import opposing, supporting
from legation.rooms.drafting.words import cut

__all__ = ["closed"]

_NEW_WORDS = ("merged", "replaced")
_CHANGES = ("move to", "split", "merge")


def closed(desk: Desk, event: Closed, place: str) -> None:
    """Take the closing of a bracket.

    By consensus words stay where nobody stands against them, and go where nobody stands for them. Who wants words in or out has to say
    otherwise first: nobody's stance is ended by the closing.
    """
    one_of(event.mode, MODES, f"{place}, mode")
    held = desk.held[known(event.bracket, desk.held, f"{place}, bracket")]
    _agreed(desk, held, event, place)
    if event.mode in _NEW_WORDS and not cut(event.text):
        raise BadValue(Message("drafting-room.no-words", place=place, operation=event.mode))
    if held.verb in _CHANGES:
        _changed(desk, held, event.mode, place)
        return
    if event.mode == "moved":
        raise BadValue(Message("drafting-room.bad-word", place=f"{place}, mode", found=event.mode, allowed=MODES[:-1]))
    words = desk.units[held.unit].words[held.start : held.end]
    del desk.held[held.id]
    desk.leave(held, words, event.mode)
    if event.mode == "withdrawn":
        _out(desk, held)
        desk.alone(held.group)
    else:
        if event.mode in _NEW_WORDS:
            around = {one.id for one in desk.over(held.unit) if one.start <= held.start and held.end <= one.end}
            _, end = desk.put(held.unit, held.end, event.text, within=around)
            _out(desk, held, keep=end > held.end)
        for other in [one for one in desk.held.values() if one.group == held.group]:
            rest = desk.held.pop(other.id)
            desk.leave(rest, desk.units[rest.unit].words[rest.start : rest.end], "replaced" if event.mode == "accepted" else event.mode)
            _out(desk, rest)
    for name in {held.unit} & set(desk.units):
        if not desk.over(name) and desk.units[name].level == "bracketed":
            desk.units[name] = replace(desk.units[name], level="proposed")


def _agreed(desk: Desk, held: Held, event: Closed, place: str) -> None:
    """Refuse a closing over somebody's head, where decisions are by consensus."""
    if desk.settings.scheme != "consensus" or event.mode in _NEW_WORDS:
        return
    state = desk.state()
    against = supporting(state, held.id) if event.mode == "withdrawn" and held.verb not in _CHANGES else ()
    if event.mode != "withdrawn":
        against = opposing(state, held.id)
    if against:
        form = "drafting-room.still-wanted" if event.mode == "withdrawn" else "drafting-room.still-opposed"
        raise BadValue(Message(form, place=place, bracket=held.id, actors=against))


def _out(desk: Desk, held: Held, *, keep: bool = False) -> None:
    """Take out the words of a bracket that is closed, and close what stood within."""
    words = desk.units[held.unit].words
    for emptied in desk.take(held.unit, held.start, held.end):
        low, high = emptied.start, emptied.end
        desk.leave(emptied, words[low:high], "withdrawn")
        desk.alone(emptied.group)
    if not desk.units[held.unit].words and not keep:
        del desk.units[held.unit]


def _changed(desk: Desk, held: Held, mode: str, place: str) -> None:
    """Move, split or merge a paragraph, or leave it."""
    unit = desk.units[held.unit]
    if mode != "withdrawn":
        if held.verb == "move to" and held.place:
            known(held.place, desk.units, f"{place}, target")
        if held.verb == "merge" and list(desk.units)[-1] == unit.id:
            raise BadValue(Message("drafting-room.last-unit", place=place, unit=unit.id))
    del desk.held[held.id]
    desk.leave(held, unit.words, mode)
    if mode == "withdrawn":
        return
    if held.verb == "move to":
        desk.insert_unit(unit, held.place)
    elif held.verb == "merge":
        _merge(desk, unit)
    elif held.start > 0:
        _split(desk, unit, held.start)


def _split(desk: Desk, unit: Unit, at: int) -> None:
    number = next(n for n in itertools.count(2) if f"{unit.id}({n})" not in desk.units)
    first = (unit.words[at].lstrip(), *unit.words[at + 1 :])
    second = replace(unit, id=f"{unit.id}({number})", label=f"{unit.label}({number})", words=first)
    for one in desk.over(unit.id):
        if one.start >= at:
            desk.held[one.id] = replace(one, unit=second.id, start=one.start - at, end=one.end - at)
        elif one.end > at:
            desk.held[one.id] = replace(one, end=at)
    desk.units[unit.id] = replace(unit, words=unit.words[:at])
    desk.insert_unit(second, unit.id)


def _merge(desk: Desk, unit: Unit) -> None:
    order = list(desk.units)
    following = desk.units.pop(order[order.index(unit.id) + 1])
    first = following.words[:1] and (" " + following.words[0].lstrip(), *following.words[1:])
    at = len(unit.words)
    desk.units[unit.id] = replace(unit, words=(*unit.words, *first), sources=(*unit.sources, *following.sources))
    for one in desk.over(following.id):
        desk.held[one.id] = replace(one, unit=unit.id, start=one.start + at, end=one.end + at)
