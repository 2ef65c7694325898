"""A text that is written to: its paragraphs and the brackets over them, changed in place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from legation.errors import BadValue
from legation.language import Message
from legation.methods.drafting import cut, print_of
from legation.methods.drafting.words import beside
from legation.rooms.drafting.event import Opened
from legation.rooms.drafting.last_word import SILENT, last_word, rows_of
from legation.rooms.drafting.state import Held, Membership, Package, Past, Silence, Stance, State, Unit
from legation.rooms.drafting.table import Brackets, Table

__all__ = ["Desk", "Mark", "Reservation", "only"]


@dataclass(slots=True, kw_only=True)
class Reservation:
    """A reservation in a footnote; ``ended``: the seats that took it back."""

    id: str
    actor: str
    unit: str
    text: str
    at: str
    seat: str = ""
    ended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """What a seat said last of an actor's waiting for its capital: that it waits, or that it waits no more; when, as a count of entries."""

    waits: bool
    number: int


class Desk:
    """A state that can be written to; one for each fold or room, never shared.

    Attributes
    ----------
    number : int
        How many events were taken.
    absent : frozenset of str
        Actors who spoke from a seat and have none now: what they said from it counts again once they have one.
    strict : bool
        Whether nobody's head is gone over. Of entries that were taken already, and in a log from which stances were erased, it is not
        asked again.
    said_on : table of str to dict of str to Stance
        By target, by actor; a target's are replaced, never changed. What counts of it, :meth:`said` says.
    silent : table of str to bool
        Targets of which seats of somebody said something that does not count.
    closed_in : table of str to str
        Brackets that are closed, and the paragraph that each was in.
    awaited : table of str to (tuple of str, int)
        By paragraph, whose confirmation the chair awaits, and since which event.
    marks : table of str to dict of str to dict of str to Mark
        By paragraph, by actor, by seat: who waits for its capital.
    """

    def __init__(self, state: State) -> None:
        self.settings: Opened = state.settings
        self.at, self.number, self.strict = state.at, 0, True
        self.units: Table[str, Unit] = Table({unit.id: unit for unit in state.units})
        self.brackets = Brackets(state.held)
        self.said_on: Table[str, dict[str, Stance]] = Table(_by_target(state))
        self.silent: Table[str, bool] = Table()
        self.packages: Table[str, Package] = Table(state.packages)
        self.silences: Table[str, Silence] = Table(state.silences)
        self.closed_in: Table[str, str] = Table({past.held.id: past.held.unit for past in state.past})
        self.awaited: Table[str, tuple[tuple[str, ...], int]] = Table({u.id: (u.pending, 0) for u in state.units if u.pending})
        self.marks: Table[str, dict[str, dict[str, Mark]]] = Table()
        self.past: list[Past] = list(state.past)
        self.members: tuple[Membership, ...] = state.members
        self.absent: frozenset[str] = frozenset()
        self.reservations = [
            Reservation(id=f"{number}", actor=actor, unit=unit, text=text, at=at)
            for number, (actor, unit, text, at) in enumerate(state.reservations)
        ]
        self.reopened = list(state.reopened)
        self.versions = list(state.versions)
        self._prints: dict[str, tuple[tuple[str, ...], int, int, str]] = {}
        self._before: tuple[Any, ...] = ()

    def mark(self) -> None:
        """From here on note what is changed."""
        for table in self._tables:
            table.mark()
        lengths = tuple(len(rows) for rows in self._lists)
        self._before = (self.at, self.number, self.members, self.absent, [(one.unit, one.ended) for one in self.reservations], lengths)

    def back(self) -> None:
        """Put back what was changed since :meth:`mark`."""
        for table in self._tables:
            table.back()
        self.at, self.number, self.members, self.absent, ended, lengths = self._before
        for rows, length in zip(self._lists, lengths, strict=True):
            del rows[length:]
        for one, was in zip(self.reservations, ended, strict=True):
            one.unit, one.ended = was

    @property
    def _tables(self) -> tuple[Table[Any, Any], ...]:
        return (
            self.units,
            self.brackets,
            self.said_on,
            self.silent,
            self.packages,
            self.silences,
            self.closed_in,
            self.awaited,
            self.marks,
        )

    @property
    def _lists(self) -> tuple[list[Any], ...]:
        return (self.past, self.reservations, self.reopened, self.versions)

    def state(self) -> State:
        """Return what stands on the desk."""
        return State(
            settings=self.settings,
            at=self.at,
            units=tuple(self.units.values()),
            held=dict(self.brackets),
            past=tuple(self.past),
            stances={(actor, target): stance for target in self.said_on for actor, stance in self.said(target).items()},
            members=self.members,
            packages=dict(self.packages),
            silences=dict(self.silences),
            reservations=tuple((one.actor, one.unit, one.text, one.at) for one in self.reservations if not one.ended),
            reopened=tuple(self.reopened),
            versions=tuple(self.versions),
        )

    def unit(self, identifier: str) -> Unit:
        """Return a paragraph by its id."""
        return self.units[identifier]

    def over(self, unit: str) -> list[Held]:
        """Return the open brackets of a paragraph, in the order of opening."""
        return self.brackets.over(unit)

    def said(self, target: str) -> dict[str, Stance]:
        """Return the latest stance of each actor on a bracket or a paragraph."""
        said = self.said_on.get(target, {})
        if target not in self.silent and self.absent.isdisjoint(said):
            return said
        noted = {actor: only(one, lambda one: not one.seat) if actor in self.absent else one for actor, one in said.items()}
        return {actor: one for actor, one in noted.items() if one is not None and one.stance != SILENT}

    def rows(self, target: str) -> dict[str, tuple[Stance, ...]]:
        """Return all that seats of each actor said of a bracket or a paragraph, in its order, whether it counts or not."""
        return {actor: rows_of(one) for actor, one in self.said_on.get(target, {}).items()}

    def let_speak(self, actors: Collection[str]) -> None:
        """Let count what those said from seats who have one, and of others only what a version of the text says of them."""
        spoke = {actor for said in self.said_on.values() for actor, one in said.items() if any(row.seat for row in rows_of(one))}
        absent = frozenset(spoke - set(actors))
        for target, said in self.said_on.items():
            if not (absent ^ self.absent).isdisjoint(said):
                self.said_on.changed.add(target)
        self.absent = absent

    def words(self, bracket: Held) -> tuple[str, ...]:
        """Return the words of an open bracket."""
        return self.units[bracket.unit].words[bracket.start : bracket.end]

    def seen(self, target: str) -> str:
        """Return the print of the words of a bracket or a paragraph as they are now."""
        bracket = self.brackets.get(target)
        words = self.units[bracket.unit if bracket else target].words
        start, end = (bracket.start, bracket.end) if bracket else (0, len(words))
        known = self._prints.get(target)
        if known is None or known[0] is not words or known[1:3] != (start, end):
            known = self._prints[target] = (words, start, end, print_of(words[start:end]))
        return known[3]

    def say(self, stance: Stance) -> None:
        """Take what an actor says last of a bracket or a paragraph."""
        rows = rows_of(self.said_on.get(stance.target, {}).get(stance.actor))
        self.note(stance.target, {stance.actor: (*(one for one in rows if one.seat != stance.seat), stance)})

    def note(self, target: str, rows: Mapping[str, Iterable[Stance]]) -> None:
        """Put what seats of some actors said of a bracket or a paragraph in place of what stood of them; who has none said nothing."""
        said = dict(self.said_on.get(target, {}))
        for actor, those in rows.items():
            last = last_word([_alone(one) for one in those])
            if last is not None:
                said[actor] = last
            else:
                said.pop(actor, None)
        if any(one.stance == SILENT for one in said.values()):
            self.silent[target] = True
        else:
            self.silent.pop(target)
        if said:
            self.said_on[target] = said
        else:
            self.said_on.pop(target)

    def unsay(self, target: str) -> None:
        """Let nothing stand any more of what was said of a bracket or a paragraph."""
        self.said_on.pop(target)
        self.silent.pop(target)

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
        if at > 0 and new:
            new[0] = beside(old.words[at - 1], new[0])
        after = list(old.words[at:])
        if at == 0 and after and new:
            after[0] = beside(new[-1], after[0])
        self.units[unit] = replace(old, words=(*old.words[:at], *new, *after))
        for bracket in self.over(unit):
            grows = bracket.end > at or (bracket.end == at and bracket.id in within)
            start = bracket.start + len(new) * (bracket.start >= at and bracket.id not in within)
            end = bracket.end + len(new) * grows
            if (start, end) != (bracket.start, bracket.end):
                self.brackets[bracket.id] = replace(bracket, start=start, end=end)
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
            elif (low, high) != (bracket.start, bracket.end):
                self.brackets[bracket.id] = replace(bracket, start=low, end=high)
        return emptied

    def insert_unit(self, unit: Unit, after: str) -> None:
        """Place a paragraph after another; at the beginning where ``after`` is empty."""
        order = [(name, one) for name, one in self.units.items() if name != unit.id]
        at = 0 if not after else next(n for n, (name, _) in enumerate(order) if name == after) + 1
        self.units.become(dict([*order[:at], (unit.id, unit), *order[at:]]))

    def drop_unit(self, unit: str) -> None:
        """Take a paragraph away, with what was said of it as a whole."""
        self.unsay(unit)
        for table in (self.units, self.awaited, self.marks):
            table.pop(unit)

    def level(self, unit: str, level: str) -> None:
        """Set how far a paragraph is agreed."""
        self.units[unit] = replace(self.units[unit], level=level)

    def alone(self, group: str) -> None:
        """Give a bracket that is the last of its alternatives a group of its own."""
        rest = [bracket for bracket in self.brackets.values() if bracket.group == group]
        if len(rest) == 1 and rest[0].id != group:
            self.brackets[rest[0].id] = replace(rest[0], group=rest[0].id)

    def leave(self, bracket: Held, words: Sequence[str], mode: str) -> None:
        """Note a bracket that is closed, with its stances; they stand no longer."""
        taken = tuple(sorted(self.said(bracket.id).values(), key=lambda one: one.actor))
        silent = tuple(one for one in self.said_on.get(bracket.id, {}).values() if one.stance == SILENT and one.actor not in self.absent)
        self.unsay(bracket.id)
        self.past.append(Past(bracket, "".join(words).strip(), self.at, mode, taken, silent))
        self.closed_in[bracket.id] = bracket.unit
        self._prints.pop(bracket.id, None)


def only(stance: Stance, stays: Callable[[Stance], bool]) -> Stance | None:
    """Return what counts of an actor's words on one thing, of those that stay; None where nothing does."""
    return last_word([_alone(one) for one in rows_of(stance) if stays(one)])


def _alone(stance: Stance) -> Stance:
    return replace(stance, rows=()) if stance.rows else stance


def _after(place: int, start: int, end: int) -> int:
    return place if place <= start else start if place <= end else place - (end - start)


def _by_target(state: State) -> dict[str, dict[str, Stance]]:
    said: dict[str, dict[str, Stance]] = {}
    for (actor, target), stance in state.stances.items():
        said.setdefault(target, {})[actor] = stance
    return said
