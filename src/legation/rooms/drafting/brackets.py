"""Brackets close: words stay, go, or give way."""

from __future__ import annotations

import itertools
from dataclasses import replace

from legation.errors import BadValue
from legation.language import Message
from legation.methods.drafting import cut
from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.event import MODES, Closed, known, one_of
from legation.rooms.drafting.state import Held, Unit, opposing, supporting

__all__ = ["closed", "still_opposed", "withdrawn"]

_NEW_WORDS = ("merged", "replaced")
_CHANGES = ("move to", "split", "merge")


def closed(desk: Desk, event: Closed, place: str) -> None:
    """Take the closing of a bracket.

    By consensus words stay where nobody stands against them, and go where nobody stands for them. Who wants words in or out has to say
    otherwise first: nobody's stance is ended by the closing.
    """
    one_of(event.mode, MODES, f"{place}, mode")
    bracket = desk.brackets[known(event.bracket, desk.brackets, f"{place}, bracket")]
    _agreed(desk, bracket, event, place)
    if event.mode in _NEW_WORDS and not cut(event.text):
        raise BadValue(Message("drafting-room.no-words", place=place, operation=event.mode))
    if bracket.verb in _CHANGES:
        _changed(desk, bracket, event.mode, place)
        return
    if event.mode == "moved":
        raise BadValue(Message("drafting-room.bad-word", place=f"{place}, mode", found=event.mode, allowed=MODES[:-1]))
    words = desk.units[bracket.unit].words[bracket.start : bracket.end]
    del desk.brackets[bracket.id]
    desk.leave(bracket, words, event.mode)
    if event.mode == "withdrawn":
        _out(desk, bracket)
        desk.alone(bracket.group)
    else:
        if event.mode in _NEW_WORDS:
            around = {one.id for one in desk.over(bracket.unit) if one.start <= bracket.start and bracket.end <= one.end}
            _, end = desk.put(bracket.unit, bracket.end, event.text, within=around)
            _out(desk, bracket, keep=end > bracket.end)
        for name in [one.id for one in desk.brackets.values() if one.group == bracket.group]:
            rest = desk.brackets.pop(name)
            desk.leave(rest, desk.units[rest.unit].words[rest.start : rest.end], "replaced" if event.mode == "accepted" else event.mode)
            _out(desk, rest)
    _settled(desk, bracket.unit)


def withdrawn(desk: Desk, bracket: Held) -> None:
    """Take a proposal back, as if it had not been made: its words go, words that it would take out stay."""
    words = desk.words(bracket)
    del desk.brackets[bracket.id]
    desk.leave(bracket, words, "withdrawn")
    if not bracket.verb:
        _out(desk, bracket)
    was = desk.brackets.get(f"{bracket.id}.was")
    if was is not None and sum(one.group == was.group for one in desk.brackets.values()) == 1:
        del desk.brackets[was.id]
        desk.leave(was, desk.words(was), "accepted")
    desk.alone(bracket.group)
    _settled(desk, bracket.unit)
    if was is not None:
        _settled(desk, was.unit)


def _settled(desk: Desk, unit: str) -> None:
    if unit in desk.units and not desk.over(unit) and desk.units[unit].level == "bracketed":
        desk.level(unit, "proposed")


def still_opposed(desk: Desk, actors: tuple[str, ...], form: str, **values: object) -> BadValue:
    """Return the refusal to go over somebody's head; who objects and does not say so in public is not named."""
    target = str(values["bracket"])
    named = tuple(one for one in actors if one in set(supporting(desk, target, "")) | set(opposing(desk, target, "")))
    return BadValue(Message(form if named else f"{form}-unnamed", actors=named, **values))


def _agreed(desk: Desk, bracket: Held, event: Closed, place: str) -> None:
    """Refuse a closing over somebody's head, where decisions are by consensus."""
    if desk.settings.scheme != "consensus" or event.mode in _NEW_WORDS or not desk.strict:
        return
    against = supporting(desk, bracket.id) if event.mode == "withdrawn" and bracket.verb not in _CHANGES else ()
    if event.mode != "withdrawn":
        against = opposing(desk, bracket.id)
    if against:
        form = "drafting-room.still-wanted" if event.mode == "withdrawn" else "drafting-room.still-opposed"
        raise still_opposed(desk, against, form, place=place, bracket=bracket.id)


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


def _split(desk: Desk, unit: Unit, at: int) -> None:
    number = next(n for n in itertools.count(2) if f"{unit.id}({n})" not in desk.units)
    first = (unit.words[at].lstrip(), *unit.words[at + 1 :])
    second = replace(unit, id=f"{unit.id}({number})", label=f"{unit.label}({number})", words=first)
    for one in desk.over(unit.id):
        if one.start >= at:
            desk.brackets[one.id] = replace(one, unit=second.id, start=one.start - at, end=one.end - at)
        elif one.end > at:
            desk.brackets[one.id] = replace(one, end=at)
    desk.units[unit.id] = replace(unit, words=unit.words[:at])
    desk.insert_unit(second, unit.id)
    if unit.id in desk.awaited:  # who waits for its capital does so for both
        desk.awaited[second.id] = desk.awaited[unit.id]
    if unit.id in desk.marks:
        desk.marks[second.id] = desk.marks[unit.id]


def _merge(desk: Desk, unit: Unit) -> None:
    order = list(desk.units)
    following = desk.units[order[order.index(unit.id) + 1]]
    desk.drop_unit(following.id)
    first = following.words[:1] and (" " + following.words[0].lstrip(), *following.words[1:])
    at = len(unit.words)
    desk.units[unit.id] = replace(unit, words=(*unit.words, *first), sources=(*unit.sources, *following.sources))
    for one in desk.over(following.id):
        desk.brackets[one.id] = replace(one, unit=unit.id, start=one.start + at, end=one.end + at)
