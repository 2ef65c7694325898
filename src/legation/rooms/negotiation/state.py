"""A negotiation as it stands: sides and who sits there, offers, words, points, the deal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from legation.rooms.state import RoomState

__all__ = ["PHASES", "PROTOCOLS", "SESSIONS", "STYLES", "Negotiation", "Offer", "Package", "Place", "Points", "Word"]

PHASES = ("open", "paused", "closed")
PROTOCOLS = ("free", "turns", "single text")
SESSIONS = ("rehearsal", "real")
STYLES = ("hard", "even", "conciliatory")
"""How a simulated player lowers what it asks for."""
Package = tuple[int, ...]
"""Numbers of options, one for each issue, from 0."""


@dataclass(slots=True, kw_only=True)
class Offer:
    """A package that was put forward, and what the sides said of it.

    Attributes
    ----------
    number : int
        Of its entry; in a log that left its room, of the entry of old.
    at : str
        When it was made.
    seat : str
    by : str
        The side; empty where the host put it forward on one text.
    to : tuple of str
        Sides; empty: all, and whoever looks on.
    reason : str
    reasons : list
        A simulated player's, by issue.
    accepted : list of str
        Sides in the order in which they did.
    rejected : dict of str to str
        By side, the reason.
    votes : dict of str to int
        By side, the last one.
    """

    number: int
    at: str
    seat: str
    by: str
    package: Package
    to: tuple[str, ...] = ()
    reason: str = ""
    reasons: list[Any] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    rejected: dict[str, str] = field(default_factory=dict)
    rejecting: dict[str, str] = field(default_factory=dict)
    votes: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Word:
    """What somebody said: a side, or whoever has the role ``role``; to some sides, or to all."""

    number: int
    seat: str
    by: str
    role: str
    text: str
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """What a side said in a real session of the worth of the options to it."""

    number: int
    seat: str
    points: tuple[tuple[int, ...], ...]
    floor: int | None = None


@dataclass(slots=True, kw_only=True)
class Place:
    """For which side a seat speaks, since which entry; the style where nobody sits there but a simulated player does."""

    side: str
    since: int
    bot: str = ""
    wrote: str = ""


@dataclass(slots=True, kw_only=True)
class Negotiation(RoomState):
    """A negotiation room.

    Attributes
    ----------
    deadline : str
        The instant up to which something may be written; empty where there is none, and once the room is closed.
    ended : str
        The deadline, once it closed the room.
    began, closed_at : str
        When the room was opened, or its host opened it again with a deadline; when it was closed.
    places : dict of str to Place
        By seat.
    offers : dict of str to Offer
        By number, as a text.
    deal : str
        The number of the offer that is the deal; empty: none is.
    points : dict of str to Points
        Of a real session, by side, those that count.
    scored : dict of str to dict of str to str
        By side, the numbers of its entries of points that still say something, with the seat.
    released : dict of str to list of str
        By package (its numbers with blanks between), the sides that let the host see it.
    turn : int
        Place, among the sides, of the next whose turn it is.
    """

    phase: str = "open"
    deadline: str = ""
    ended: str = ""
    began: str = ""
    closed_at: str = ""
    places: dict[str, Place] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    words: list[Word] = field(default_factory=list)
    deal: str = ""
    points: dict[str, Points] = field(default_factory=dict)
    scored: dict[str, dict[str, str]] = field(default_factory=dict)
    released: dict[str, list[str]] = field(default_factory=dict)
    turn: int = 0
    revealed: bool = False

    @property
    def falls_due(self) -> dict[str, Any]:
        """What the clock writes once the deadline has passed."""
        return {"what": "deadline", "deadline": self.deadline} if self.deadline else {}

    @property
    def is_real(self) -> bool:
        """Whether the points are the parties' own."""
        return bool(self.settings["session"] == "real")

    @property
    def sides(self) -> tuple[str, ...]:
        """The ids of the sides, in their order."""
        return tuple(str(one["id"]) for one in self.settings["sides"])

    @property
    def sizes(self) -> Package:
        """How many options each issue has."""
        return tuple(len(one["options"]) for one in self.settings["issues"])

    def side_of(self, seat: str | None) -> str:
        """Return the side for which a seat speaks; empty: for none."""
        found = self.seats.get(seat or "")
        place = self.places.get(seat or "")
        return "" if found is None or found.removed or place is None else place.side

    def seats_of(self, side: str) -> list[str]:
        """Return the seats that speak for a side now."""
        return [name for name, place in self.places.items() if place.side == side and not self.seats[name].removed]

    def is_played_by_bot(self, side: str) -> bool:
        """Whether nobody but a simulated player sits at a side."""
        seats = self.seats_of(side)
        return bool(seats) and all(self.places[name].bot for name in seats)

    @property
    def whose_turn(self) -> str:
        """The side that may offer next, where offers are made in turns; of sides at which nobody sits it is never the turn."""
        if self.settings["protocol"] != "turns":
            return ""
        sides = self.sides
        order = (*sides[self.turn :], *sides[: self.turn])
        return next((side for side in order if self.seats_of(side)), "")

    def pass_turn(self, side: str) -> None:
        """Let the turn go from a side to the next."""
        self.turn = (self.sides.index(side) + 1) % len(self.sides)

    def is_to_all(self, offer: Offer) -> bool:
        """Whether every other side may say yes to an offer."""
        return not offer.to or set(self.sides) <= {offer.by, *offer.to}

    def others(self, offer: Offer) -> tuple[str, ...]:
        """Return the sides that an offer was made to."""
        return offer.to or tuple(side for side in self.sides if side != offer.by)

    @property
    def last_to_all(self) -> Offer | None:
        """The deal, else the last offer to all; None where there is none."""
        if self.deal:
            return self.offers[self.deal]
        return next((one for one in reversed(self.offers.values()) if self.is_to_all(one)), None)

    def is_late(self, at: str) -> bool:
        """Whether an instant is after the deadline, which may have closed the room."""
        deadline = self.deadline or self.ended
        return bool(deadline) and at > deadline

    def forget_points(self, numbers: Iterable[int]) -> None:
        """Take away what entries of points said; an earlier one that they replaced does not count again."""
        gone = set(numbers)
        for side, rows in list(self.scored.items()):
            self.scored[side] = {number: seat for number, seat in rows.items() if int(number) not in gone}
            if not self.scored[side]:
                del self.scored[side]
        for side, one in list(self.points.items()):
            if one.number in gone:
                del self.points[side]

    def takes_id(self, name: str) -> bool:
        """Whether a browser may name something so: what is there, or what was drawn by chance."""
        return RoomState.takes_id(self, name) or name in self.sides or name in self.offers
