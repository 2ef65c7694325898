"""The words of paragraphs and the brackets over them, while events are taken."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from legation.errors import BadValue
from legation.language import Message
from legation.rooms.drafting.event import Opened
from legation.rooms.drafting.state import Held, Membership, Package, Past, Silence, Stance, State, Unit
from legation.rooms.drafting.words import cut

__all__ = ["Desk"]


class Desk:
    """A state that can be written to; one for each fold, never shared."""

    def __init__(self, state: State) -> None:
        self.settings: Opened = state.settings
        self.at = state.at
        self.units: dict[str, Unit] = {unit.id: unit for unit in state.units}
        self.held: dict[str, Held] = dict(state.held)
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
            held=dict(self.held),
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
        return [held for held in self.held.values() if held.unit == unit]

    def hold(self, held: Held, place: str) -> None:
        """Open a bracket.

        Raises
        ------
        BadValue
            Where it would cut another bracket in two.
        """
        for other in self.over(held.unit):
            apart = held.end <= other.start or other.end <= held.start
            within = (other.start <= held.start and held.end <= other.end) or (held.start <= other.start and other.end <= held.end)
            if not (apart or within):
                raise BadValue(Message("drafting-room.crossing", place=place, other=other.id, start=other.start, end=other.end))
        self.held[held.id] = held

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
        for held in self.over(unit):
            grows = held.end > at or (held.end == at and held.id in within)
            start = held.start + len(new) * (held.start >= at and held.id not in within)
            self.held[held.id] = replace(held, start=start, end=held.end + len(new) * grows)
        return at, at + len(new)

    def take(self, unit: str, start: int, end: int) -> list[Held]:
        """Take words out of a paragraph; return the brackets that hold none any more, which are open no longer."""
        old = self.units[unit]
        rest = (*old.words[:start], *old.words[end:])
        if start == 0 and rest:
            rest = (rest[0].lstrip(), *rest[1:])
        self.units[unit] = replace(old, words=rest)
        emptied = []
        for held in self.over(unit):
            low, high = (_after(place, start, end) for place in (held.start, held.end))
            if low == high:
                emptied.append(self.held.pop(held.id))
            else:
                self.held[held.id] = replace(held, start=low, end=high)
        return emptied

    def insert_unit(self, unit: Unit, after: str) -> None:
        """Place a paragraph after another; at the beginning where ``after`` is empty."""
        self.units.pop(unit.id, None)
        order = list(self.units.items())
        at = 0 if not after else next(n for n, (name, _) in enumerate(order) if name == after) + 1
        self.units = dict([*order[:at], (unit.id, unit), *order[at:]])

    def alone(self, group: str) -> None:
        """Give a bracket that is the last of its alternatives a group of its own."""
        rest = [held for held in self.held.values() if held.group == group]
        if len(rest) == 1:
            self.held[rest[0].id] = replace(rest[0], group=rest[0].id)

    def leave(self, held: Held, words: Sequence[str], mode: str) -> None:
        """Note a bracket that is closed, with its stances; they stand no longer."""
        taken = tuple(stance for (_, target), stance in self.stances.items() if target == held.id)
        self.past.append(Past(held, "".join(words).strip(), self.at, mode, taken))
        self.stances = {key: stance for key, stance in self.stances.items() if key[1] != held.id}


def _after(place: int, start: int, end: int) -> int:
    return place if place <= start else start if place <= end else place - (end - start)
