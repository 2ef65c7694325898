"""A room in which a text is negotiated: its text, who told whom what, and which silences end next; changed in place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.event import Proposed
from legation.rooms.drafting.forgetting import forget
from legation.rooms.drafting.levels import end_silence, raise_silently
from legation.rooms.drafting.state import Membership, Silence, State
from legation.rooms.drafting.table import Table
from legation.rooms.state import RoomState, Seat, is_taken_before

__all__ = ["PHASES", "Confidence", "Drafting", "Offer", "Shown", "actor_of", "voices_of"]

PHASES = ("open", "paused", "closed")
_SPEAKING = ("delegate", "observer", "chair")
_REMEMBERED = 1_000
"""Entries of which it is known whom they ask again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Wording of an observer that no delegation has taken over."""

    event: Proposed
    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A caucus: a text, or places of the text, for some delegations alone."""

    id: str
    author: str
    seat: str
    to: tuple[str, ...]
    title: str
    text: str
    targets: tuple[str, ...]
    of_chair: bool = False

    def is_of(self, voices: Collection[str], *, chairs: bool) -> bool:
        """Whether it belongs to who speaks so: what a chair shows, to whoever is the chair."""
        return chairs if self.of_chair else self.author in voices


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """What a delegation tells the chair alone, until it releases it."""

    id: str
    actor: str
    seat: str
    text: str
    target: str
    released: bool = False


def actor_of(seat: Seat) -> str:
    """Return whom a seat speaks for: its organisation, else itself."""
    return seat.organisation or seat.id


def voices_of(seat: Seat) -> tuple[str, ...]:
    """Return all in whose name a seat may speak: its own actor, and the group that named it."""
    return tuple(dict.fromkeys(one for one in (actor_of(seat), seat.group) if one))


@dataclass(slots=True, kw_only=True)
class Drafting(RoomState):
    """State of a drafting room.

    Attributes
    ----------
    desk : Desk
        The text; :attr:`draft` is the same as what analyses take.
    deadline : str
        Instant at which the next silence ends of which no ``due`` tells yet; empty: none.
    offers, shown, confided : table by id
    received : table of str to dict of str to frozenset of str
        By item (a bracket, a version, a caucus, a silence), by actor: which of its seats said that it was received.
    joins : table of int to (str, Membership)
        By entry, the seat that wrote it and what it said.
    reported : table of str to bool
        Silences whose end a ``due`` has told of.
    ends_at : table of str to int
        In a room that was cut, the entry before which a silence ends.
    raised : table of str to tuple of str
        By silence that ended, the paragraphs that rose.
    again : dict of int to frozenset of str
        By entry, the actors whom it asks something, or asks no more: those whose support it has made one of other words, and those for
        whom a paragraph waits.
    cache : dict
        Rows of pictures as they were made last; nothing rests on it.
    """

    phase: str = "open"
    desk: Desk
    deadline: str = ""
    offers: Table[str, Offer] = field(default_factory=Table)
    shown: Table[str, Shown] = field(default_factory=Table)
    confided: Table[str, Confidence] = field(default_factory=Table)
    received: Table[str, dict[str, frozenset[str]]] = field(default_factory=Table)
    joins: Table[int, tuple[str, Membership]] = field(default_factory=Table)
    reported: Table[str, bool] = field(default_factory=Table)
    ends_at: Table[str, int] = field(default_factory=Table)
    raised: Table[str, tuple[str, ...]] = field(default_factory=Table)
    published: tuple[tuple[int, int, str], ...] = ()
    again: dict[int, frozenset[str]] = field(default_factory=dict)
    cache: dict[str, Any] = field(default_factory=dict)
    _before: tuple[str, str] = ("", "")

    @property
    def draft(self) -> State:
        """The text as views and analyses take it, made once for each number."""
        known = self.cache.get("draft")
        if known is None or known[0] != self.number:
            known = self.cache["draft"] = (self.number, self.desk.state())
        found: State = known[1]
        return found

    @property
    def falls_due(self) -> dict[str, Any]:
        """What the clock writes once the deadline has passed: which silence ends, and what rises by it."""
        first = min((one for one in self._unreported() if one.until), key=lambda one: one.until, default=None)
        if first is None:
            return {}
        raised = self.raised.get(first.id)
        if raised is None:
            self.desk.mark()
            raised = end_silence(self.desk, first, first.until)
            self.desk.back()
        return {"what": first.id, "deadline": first.until, "raised": list(raised)}

    @property
    def sitting(self) -> frozenset[str]:
        """Who has a seat from which it speaks."""
        return frozenset(actor_of(seat) for seat in self.seats.values() if not seat.removed and seat.role in _SPEAKING)

    @property
    def deadlines(self) -> tuple[str, ...]:
        """Instants at which silences end, or have ended, of which no ``due`` tells yet."""
        return tuple(one.until for one in self._unreported() if one.until)

    @property
    def is_cut(self) -> bool:
        """Whether the room goes on from another: what a cut has taken out of its log cannot be found in it."""
        return bool(self.settings.get("branch"))

    def takes_id(self, name: str) -> bool:
        """Whether a browser may name something so: of what only some may know, no name is known that was not drawn."""
        desk = self.desk
        known = (desk.units, desk.brackets, desk.closed_in, desk.packages, desk.silences, self.offers)
        return any(name in table for table in known) or RoomState.takes_id(self, name)

    def mark(self) -> None:
        """From here on note what is changed."""
        self.desk.mark()
        for table in self._tables:
            table.mark()
        self._before = (self.phase, self.deadline)

    def back(self) -> None:
        """Put back what was changed since :meth:`mark`."""
        self.desk.back()
        for table in self._tables:
            table.back()
        self.phase, self.deadline = self._before

    @property
    def _tables(self) -> tuple[Table[Any, Any], ...]:
        return (self.offers, self.shown, self.confided, self.received, self.joins, self.reported, self.ends_at, self.raised)

    def begin(self, number: int, at: str) -> None:
        """Go to the time of an entry: silences whose deadline has passed by then end as of it, written ``due`` or not."""
        self.desk.number, self.desk.at = number, at
        nobody_left = all(name in self.seats and self.seats[name].erased for name in self.leaving)
        self.desk.strict = nobody_left and not self.is_cut and not is_taken_before()
        for one in sorted(self._running(), key=lambda one: one.until):
            if number >= self.ends_at[one.id] if one.id in self.ends_at else one.until and one.is_late(at):
                self.end(one, one.until or at)

    def end(self, one: Silence, at: str) -> None:
        """End a silence; what rose by it, in a log from which stances may be erased that held it back, its ``due`` says."""
        strict, self.desk.strict = self.desk.strict, True
        if strict or one.id not in self.dues:
            self.raised[one.id] = end_silence(self.desk, one, at)
        else:
            self.desk.silences[one.id] = replace(one, ended=at)
            self.raised[one.id] = raise_silently(self.desk, self.dues[one.id].get("raised", ()), one.level)
        self.desk.strict = strict

    def settled(self, number: int) -> None:
        """Work out which silence ends next, and whom this entry asks something."""
        again = self._changed_under() | self._waited_for()
        if again:
            self.again[number] = again
            if len(self.again) > _REMEMBERED:
                del self.again[next(iter(self.again))]
        self.deadline = min((one.until for one in self._unreported() if one.until), default="")

    def seats_changed(self) -> None:
        """Work out who takes part; what those said who have no seat any more does not stand."""
        speaking = [seat for seat in self.seats.values() if not seat.removed and seat.role in _SPEAKING]
        sitting = [Membership(actor_of(seat)) for seat in speaking if seat.role != "chair"]
        seated = self.sitting
        named = [one for _, one in self.joins.values() if one.group not in seated]  # who sits is nobody's group
        members = [*sitting, *(Membership(seat.group) for seat in speaking if seat.group), *named]
        self.desk.members = tuple(dict.fromkeys(members))
        there = {name for seat in speaking for name in voices_of(seat)}
        self.desk.let_speak(there)
        left = self.seats.keys() - {seat.id for seat in speaking}
        for one in [one for one in self.shown.values() if not one.of_chair and one.seat in left and one.author not in seated]:
            del self.shown[one.id]  # nobody is left to take it back
            self.received.pop(one.id)

    def forget(self, seat: str) -> None:
        """Take away what a seat said, and its name from what it did."""
        forget(self.desk, seat)
        for item, actors in list(self.received.items()):
            left = {actor: seats - {seat} for actor, seats in actors.items()}
            self.received[item] = {actor: seats for actor, seats in left.items() if seats}
            if not self.received[item]:
                del self.received[item]
        for name in [name for name, one in self.shown.items() if one.seat == seat]:
            self.received.pop(name)
        tables: tuple[Table[str, Any], ...] = (self.offers, self.confided, self.shown)
        for table in tables:
            for name in [name for name, one in table.items() if one.seat == seat]:
                del table[name]
        for number in [number for number, (name, _) in self.joins.items() if name == seat]:
            del self.joins[number]

    def _changed_under(self) -> frozenset[str]:
        """Return the actors whose support was of words that have become others by what was just taken."""
        desk, stale = self.desk, self.cache.setdefault("stale", set[tuple[str, str]]())
        targets = set(desk.brackets.touched) | set(desk.said_on.touched)
        for unit in desk.units.touched & desk.units.keys():
            targets |= {unit, *(one.id for one in desk.over(unit))}
        found = set[str]()
        for target in targets & desk.said_on.keys():
            for actor, one in desk.said(target).items():
                if one.stance != "support" or one.seen in ("", desk.seen(target)):
                    stale.discard((actor, target))
                elif (actor, target) not in stale:
                    stale.add((actor, target))
                    found.add(actor)
        return frozenset(found)

    def _waited_for(self) -> frozenset[str]:
        """Return the actors for whom a paragraph waits since what was just taken, or waits no more."""
        desk, known = self.desk, self.cache.setdefault("waiting", dict[str, frozenset[str]]())
        found = frozenset[str]()
        for name in desk.units.touched:
            now = frozenset(desk.units[name].pending) if name in desk.units else frozenset[str]()
            found |= now ^ known.pop(name, frozenset())
            known |= {name: now} if now else {}
        return found

    def _running(self) -> list[Silence]:
        return [one for one in self.desk.silences.values() if not one.ended]

    def _unreported(self) -> list[Silence]:
        return [one for one in self.desk.silences.values() if one.id not in self.reported]
