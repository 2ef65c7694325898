"""A negotiation that was played, read from the entries of its log: what was offered and when, what became of it, and by which rule.

A rehearsal that was revealed has points; one that was not, and talks in earnest, have none here, whatever stands in the log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from legation import moment
from legation.dossier.column import Wording
from legation.dossier.when import When
from legation.errors import BadValue, NotAvailable
from legation.figures.figure import Named
from legation.language import Message, Spoken
from legation.methods.negotiation import Domain
from legation.methods.rule import Rule
from legation.questions.futures.inputs import series
from legation.questions.games.log_head import opened_of
from legation.rooms.entry import Entry
from legation.rooms.negotiation.rule import CAST, is_carried, rule_of

__all__ = ["HOST", "GameRecord", "Happening", "MadeOffer", "Package", "record_of"]

Package = tuple[int, ...]
HOST = -1
"""By whom a text is that the host put on the table."""
AREA = "what-did-the-game-show"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeOffer:
    """An offer as it was made, and what became of it.

    Attributes
    ----------
    number : int
        Of its entry in the log.
    place : int
        1 for the first offer of the game, 2 for the second ...
    time : float
        When, from 0 (the room opened) to 1 (the deadline, else the close).
    party : int
        Whose it is; ``HOST`` for a text of the host.
    to : tuple of int
        To whom it was made, without who made it.
    reason : str
    accepted, rejected : frozenset of int
        Parties that said yes, and no, to it.
    votes : mapping of int to str
        By party ``yes``, ``no`` or ``abstain``, where it was voted on.
    """

    number: int
    place: int
    time: float
    party: int
    package: Package
    to: tuple[int, ...]
    reason: str = ""
    accepted: frozenset[int] = frozenset()
    rejected: frozenset[int] = frozenset()
    votes: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What really happened, or a lesson: a text with its day, where it has one."""

    text: Wording
    date: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GameRecord:
    """A game as it was played.

    Attributes
    ----------
    title : Wording
    game : str
        The NAME of ``games/NAME.toml``; empty where none was named.
    is_rehearsal, is_closed, is_revealed : bool
    day : date
        On which it was opened.
    sides, issues : tuple of Named
    options : tuple of tuple of Named
        By issue.
    domain : Domain or None
        With the points as they were played, of a rehearsal that was revealed; None of any other room.
    offers : tuple of MadeOffer
        In the order in which they were made.
    deal : MadeOffer or None
        The offer that became the deal.
    rule : Rule or None
        How the sides decide, by their ids; None: all must agree.
    status_quo : tuple of int or None
    reveal, lessons : tuple of Happening
        None of a room that was not revealed.
    seats : mapping of str to int
        Who sat where last: the side of each seat of a side.
    """

    title: Wording
    game: str
    is_rehearsal: bool
    is_closed: bool
    is_revealed: bool
    day: dt.date
    sides: tuple[Named, ...]
    issues: tuple[Named, ...]
    options: tuple[tuple[Named, ...], ...]
    domain: Domain | None
    offers: tuple[MadeOffer, ...]
    deal: MadeOffer | None
    rule: Rule | None
    status_quo: Package | None
    reveal: tuple[Happening, ...] = ()
    lessons: tuple[Happening, ...] = ()
    seats: Mapping[str, int] = field(default_factory=dict)

    def side(self, party: int) -> Named | Message:
        """Return a party as a reader knows it; the host for a text of the host."""
        return Message(f"{AREA}.host") if party == HOST else self.sides[party]

    def settled(self, issue: int, option: int) -> Message:
        """Return an issue with the option that settles it."""
        return Message("trading.settled", issue=self.issues[issue], option=self.options[issue][option])

    def words(self, package: Sequence[int], base: Sequence[int] | None = None) -> Spoken:
        """Return a package in words, issue by issue; beside a base, only where it differs from that."""
        clauses = [self.settled(i, k) for i, k in enumerate(package) if base is None or base[i] != k]
        return series(clauses) if clauses else Message("trading.nothing-else")

    def changed(self, offer: MadeOffer) -> Spoken:
        """Return an offer in words: the first of the game whole, another where it differs from the one before."""
        before = self.offers[offer.place - 2].package if offer.place > 1 else None
        return Message(f"{AREA}.unchanged") if offer.package == before else self.words(offer.package, before)

    def made_by(self, party: int) -> tuple[MadeOffer, ...]:
        """Return the offers of a party, in their order."""
        return tuple(one for one in self.offers if one.party == party)


def record_of(entries: Iterable[Entry]) -> GameRecord:
    """Read a game from the entries of its log.

    Entries that were erased count for nothing, nor does what follows from them.

    Raises
    ------
    NotAvailable
        Where the log is of no negotiation, or its beginning was erased or cannot be read.
    """
    log = tuple(entries)
    opened_of(log)
    try:
        return _Fold(log[0]).over(log[1:])
    except (KeyError, TypeError, ValueError, IndexError, BadValue) as error:
        raise NotAvailable(Message(f"{AREA}.unreadable")) from error


class _Fold:
    """A log, entry by entry."""

    def __init__(self, opened: Entry) -> None:
        self.opened, self.said = opened, dict(opened.data or {})
        self.sides = {str(one["id"]): place for place, one in enumerate(self.said["sides"])}
        self.seats: dict[str, int] = {}
        self.host = opened.by
        self.offers: dict[int, dict[str, Any]] = {}
        self.deal = 0
        self.began, self.ended = opened.at, ""
        self.is_closed = self.is_revealed = False
        self.rule = rule_of(self.said)

    def over(self, log: Sequence[Entry]) -> GameRecord:
        """Return the game after the rest of its log."""
        for entry in log:
            if entry.data is not None:
                self.take(entry.kind, entry, dict(entry.data))
        is_rehearsal = self.said["session"] == "rehearsal"
        shows = is_rehearsal and self.is_revealed
        offers = tuple(self._made(log))
        status = self.said.get("status_quo")
        return GameRecord(
            title=_wording(self.said, "title"),
            game=str(self.said.get("game", "")),
            is_rehearsal=is_rehearsal,
            is_closed=self.is_closed,
            is_revealed=self.is_revealed,
            day=dt.date.fromisoformat(self.opened.at[:10]),
            sides=tuple(_named(one) for one in self.said["sides"]),
            issues=tuple(_named(one) for one in self.said["issues"]),
            options=tuple(tuple(_named(option) for option in one["options"]) for one in self.said["issues"]),
            domain=_domain(self.said) if shows else None,
            offers=offers,
            deal=next((one for one in offers if one.number == self.deal), None),
            rule=self.rule,
            status_quo=tuple(map(int, status)) if status else None,
            reveal=tuple(_happening(one) for one in self.said.get("reveal", ())) if shows else (),
            lessons=tuple(_happening(one) for one in self.said.get("lessons", ())) if shows else (),
            seats=dict(self.seats),
        )

    def take(self, kind: str, entry: Entry, data: Mapping[str, Any]) -> None:
        """Add an entry."""
        if kind in ("seated", "moved") and data.get("side") in self.sides:
            self.seats[str(data["seat"])] = self.sides[data["side"]]
        elif kind == "phase":
            self.is_closed = data["phase"] == "closed"
            if data["phase"] == "open" and not self.offers:
                self.began = entry.at
            self.ended = entry.at if self.is_closed else ""
            if self.is_closed:
                self._close()
        elif kind == "revealed":
            self.is_revealed = self.is_closed
        elif kind == "offered" and not self.deal:
            self._offered(entry, data)
        elif kind == "due":
            self.take("phase", entry, {"phase": "closed"})
        elif kind in ("accepted", "rejected", "voted") and not self.deal:
            self._answered(kind, entry, data)

    def _party(self, entry: Entry, data: Mapping[str, Any]) -> int:
        side = data.get("side")
        return self.sides[side] if side in self.sides else self.seats.get(entry.by, HOST)

    def _offered(self, entry: Entry, data: Mapping[str, Any]) -> None:
        party = self._party(entry, data)
        issues = self.said["issues"]
        package = tuple(map(int, data["package"]))
        if len(package) != len(issues) or not all(0 <= k < len(one["options"]) for k, one in zip(package, issues, strict=True)):
            raise ValueError(package)
        others = tuple(one for one in range(len(self.sides)) if one != party)
        to = tuple(self.sides[one] for one in data.get("to") or () if one in self.sides and self.sides[one] != party) or others
        values = {"party": party, "package": package, "to": to, "is_open": to == others, "reason": str(data.get("reason") or "")}
        self.offers[int(data.get("number") or entry.number)] = values | {"at": entry.at, "accepted": set(), "rejected": set(), "votes": {}}

    def _answered(self, kind: str, entry: Entry, data: Mapping[str, Any]) -> None:
        offer, party = self.offers.get(int(data["offer"])), self._party(entry, data)
        if offer is None or party == HOST:
            return
        if kind == "voted":
            offer["votes"][party] = CAST[data["value"]]
        elif party in offer["to"]:
            offer[kind].add(party)
        if self._carries(offer):
            self.deal = int(data["offer"])

    def _carries(self, offer: Mapping[str, Any], *, at_the_end: bool = False) -> bool:
        """Whether an offer to all was accepted by every other side or, under a rule, is carried by the votes, as the room counts them.

        Who offers votes yes; before the room closes the votes of those who sit there and have not voted yet may fall either way.
        """
        if not offer["is_open"]:
            return False
        if set(offer["to"]) <= offer["accepted"]:
            return True
        if self.rule is None or not offer["votes"]:
            return False
        ids = list(self.sides)
        cast = offer["votes"] | ({} if offer["party"] == HOST else {offer["party"]: "yes"})
        waiting = [] if at_the_end else [ids[party] for party in sorted(set(self.seats.values())) if party not in cast]
        return is_carried(self.rule, {ids[party]: vote for party, vote in cast.items()}, waiting)

    def _close(self) -> None:
        """Count the votes when the room closes: the first offer that they carry is the deal."""
        for number, offer in self.offers.items():
            if not self.deal and self._carries(offer, at_the_end=True):
                self.deal = number

    def _made(self, log: Sequence[Entry]) -> Iterator[MadeOffer]:
        """Yield the offers with their times; in a log without times of day each stands at its place among all."""
        begin, end = self.began, self._end(log)
        length = (moment.parse(end) - moment.parse(begin)).total_seconds() if end else 0.0
        instants = {one["at"] for one in self.offers.values()}
        in_order = length <= 0 or (len(instants) == 1 and len(self.offers) > 1)
        for place, (number, one) in enumerate(self.offers.items(), start=1):
            since = (moment.parse(one["at"]) - moment.parse(begin)).total_seconds()
            time = place / (len(self.offers) + 1) if in_order else min(max(since / length, 0.0), 1.0)
            yield MadeOffer(
                number=number,
                place=place,
                time=time,
                party=one["party"],
                package=one["package"],
                to=one["to"],
                reason=one["reason"],
                accepted=frozenset(one["accepted"]),
                rejected=frozenset(one["rejected"]),
                votes=dict(one["votes"]),
            )

    def _end(self, log: Sequence[Entry]) -> str:
        """Return the instant at which time was over: the deadline, else the minutes of play, else the close, else the last entry."""
        if self.said.get("deadline"):
            return str(self.said["deadline"])
        if self.said.get("minutes"):
            over = moment.parse(self.began) + dt.timedelta(minutes=int(self.said["minutes"]))
            return max(moment.written(over), self.ended)
        return self.ended or (log[-1].at if log else "")


def _domain(said: Mapping[str, Any]) -> Domain | None:
    """Return what packages are worth to whom, as played; None where some side has no points."""
    ids = [str(one["id"]) for one in said["sides"]]
    scores, floors = said.get("scores") or {}, said.get("floors") or {}
    if any(one not in scores for one in ids):
        return None
    return Domain(
        scores=[np.array([scores[one][issue] for one in ids], dtype=np.float64) for issue in range(len(said["issues"]))],
        reservation=[floors.get(one) for one in ids],
        party_names=ids,
        issue_names=[str(one["id"]) for one in said["issues"]],
        option_names=[[str(option["id"]) for option in one["options"]] for one in said["issues"]],
    )


def _named(one: Mapping[str, Any]) -> Named:
    return Named(str(one["id"]), _wording(one, "name") or str(one["id"]))


def _wording(said: Mapping[str, Any], name: str) -> Wording:
    return Wording(fr=str(said.get(f"{name}_fr") or ""), en=str(said.get(f"{name}_en") or ""))


def _happening(one: Mapping[str, Any]) -> Happening:
    date = str(one.get("date") or "")
    return Happening(text=Wording(fr=str(one.get("fr") or ""), en=str(one.get("en") or "")), date=When(date) if date else None)
