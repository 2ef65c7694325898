"""The words of paragraphs and the brackets over them while events are taken; brackets close: words stay, go, or give way."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import replace

from legation.errors import BadValue
from legation.language import Message
from legation.rooms.drafting.event import MODES, Closed, Opened, known, one_of
from legation.rooms.drafting.state import Held, Membership, Package, Past, Silence, Stance, State, Unit, cut, opposing, supporting

__all__ = [
    "Desk",
    "closed",
]


class Desk:
    """A state that can be written to; one for each fold, never shared."""

    def __init__(self, state: State) -> None:
        self.settings: Opened = state.settings
        self.at = state.at
        self.units: dict[str, Unit] = {unit.id: unit for unit in state.units}
        self.brackets: dict[str, Held] = dict(state.held)
        self.past: list[Past] = list(state.past)
        self.stances: dict[tuple[str, str], Stance] = dict(state.stances)
        self.members: list[Membership] = list(state.members)
        self.packages: dict[str, Package] = dict(state.packages)
        self.silences: dict[str, Silence] = dict(state.silences)
        self.reservations = list(state.reservations)
        self.reopened = list(state.reopened)
        self.versions = list(state.versions)

    def state(self) -> State:
        """Return what stands on the desk."""
        return State(
            settings=self.settings,
            at=self.at,
            units=tuple(self.units.values()),
            held=dict(self.brackets),
            past=tuple(self.past),
            stances=dict(self.stances),
            members=tuple(self.members),
            packages=dict(self.packages),
            silences=dict(self.silences),
            reservations=tuple(self.reservations),
            reopened=tuple(self.reopened),
            versions=tuple(self.versions),
        )

    def over(self, unit: str) -> list[Held]:
        """Return the open brackets of a paragraph."""
        return [bracket for bracket in self.brackets.values() if bracket.unit == unit]

    def hold(self, bracket: Held, place: str) -> None:
        """Open a bracket.

        Raises
        ------
        BadValue
            Where it would cut another bracket in two.
        """
        for other in self.over(bracket.unit):
            apart = bracket.end <= other.start or other.end <= bracket.start
            within = (other.start <= bracket.start and bracket.end <= other.end) or (
                bracket.start <= other.start and other.end <= bracket.end
            )
            if not (apart or within):
                raise BadValue(Message("drafting-room.crossing", place=place, other=other.id, start=other.start, end=other.end))
        self.brackets[bracket.id] = bracket

    def put(self, unit: str, at: int, text: str, within: Collection[str] = ()) -> tuple[int, int]:
        """Put words into a paragraph and return their place; brackets named in ``within`` that end there hold them too."""
        old = self.units[unit]
        new = list(cut(text))
        if at > 0 and new and new[0][:1].isalnum():
            new[0] = " " + new[0]
        after = list(old.words[at:])
        if at == 0 and after and after[0][:1].isalnum():
            after[0] = " " + after[0]
        self.units[unit] = replace(old, words=(*old.words[:at], *new, *after))
        for bracket in self.over(unit):
            grows = bracket.end > at or (bracket.end == at and bracket.id in within)
            start = bracket.start + len(new) * (bracket.start >= at and bracket.id not in within)
            self.brackets[bracket.id] = replace(bracket, start=start, end=bracket.end + len(new) * grows)
        return at, at + len(new)

    def take(self, unit: str, start: int, end: int) -> list[Held]:
        """Take words out of a paragraph; return the brackets that hold none any more, which are open no longer."""
        old = self.units[unit]
        rest = (*old.words[:start], *old.words[end:])
        if start == 0 and rest:
            rest = (rest[0].lstrip(), *rest[1:])
        self.units[unit] = replace(old, words=rest)
        emptied = []
        for bracket in self.over(unit):
            low, high = (_after(place, start, end) for place in (bracket.start, bracket.end))
            if low == high:
                emptied.append(self.brackets.pop(bracket.id))
            else:
                self.brackets[bracket.id] = replace(bracket, start=low, end=high)
        return emptied

    def insert_unit(self, unit: Unit, after: str) -> None:
        """Place a paragraph after another; at the beginning where ``after`` is empty."""
        self.units.pop(unit.id, None)
        order = list(self.units.items())
        at = 0 if not after else next(n for n, (name, _) in enumerate(order) if name == after) + 1
        self.units = dict([*order[:at], (unit.id, unit), *order[at:]])

    def alone(self, group: str) -> None:
        """Give a bracket that is the last of its alternatives a group of its own."""
        rest = [bracket for bracket in self.brackets.values() if bracket.group == group]
        if len(rest) == 1:
            self.brackets[rest[0].id] = replace(rest[0], group=rest[0].id)

    def leave(self, bracket: Held, words: Sequence[str], mode: str) -> None:
        """Note a bracket that is closed, with its stances; they stand no longer."""
        taken = tuple(stance for (_, target), stance in self.stances.items() if target == bracket.id)
        self.past.append(Past(bracket, "".join(words).strip(), self.at, mode, taken))
        self.stances = {key: stance for key, stance in self.stances.items() if key[1] != bracket.id}


def _after(place: int, start: int, end: int) -> int:
    return place if place <= start else start if place <= end else place - (end - start)


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
        for other in [one for one in desk.brackets.values() if one.group == bracket.group]:
            rest = desk.brackets.pop(other.id)
            desk.leave(rest, desk.units[rest.unit].words[rest.start : rest.end], "replaced" if event.mode == "accepted" else event.mode)
            _out(desk, rest)
    for name in {bracket.unit} & set(desk.units):
        if not desk.over(name) and desk.units[name].level == "bracketed":
            desk.units[name] = replace(desk.units[name], level="proposed")


def _agreed(desk: Desk, bracket: Held, event: Closed, place: str) -> None:
    """Refuse a closing over somebody's head, where decisions are by consensus."""
    if desk.settings.scheme != "consensus" or event.mode in _NEW_WORDS:
        return
    state = desk.state()
    against = supporting(state, bracket.id) if event.mode == "withdrawn" and bracket.verb not in _CHANGES else ()
    if event.mode != "withdrawn":
        against = opposing(state, bracket.id)
    if against:
        form = "drafting-room.still-wanted" if event.mode == "withdrawn" else "drafting-room.still-opposed"
        raise BadValue(Message(form, place=place, bracket=bracket.id, actors=against))


def _out(desk: Desk, bracket: Held, *, keep: bool = False) -> None:
    """Take out the words of a bracket that is closed, and close what stood within."""
    words = desk.units[bracket.unit].words
    for emptied in desk.take(bracket.unit, bracket.start, bracket.end):
        low, high = emptied.start, emptied.end
        desk.leave(emptied, words[low:high], "withdrawn")
        desk.alone(emptied.group)
    if not desk.units[bracket.unit].words and not keep:
        del desk.units[bracket.unit]


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


def _merge(desk: Desk, unit: Unit) -> None:
    order = list(desk.units)
    following = desk.units.pop(order[order.index(unit.id) + 1])
    first = following.words[:1] and (" " + following.words[0].lstrip(), *following.words[1:])
    at = len(unit.words)
    desk.units[unit.id] = replace(unit, words=(*unit.words, *first), sources=(*unit.sources, *following.sources))
    for one in desk.over(following.id):
        desk.brackets[one.id] = replace(one, unit=unit.id, start=one.start + at, end=one.end + at)
