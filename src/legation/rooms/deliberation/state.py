"""Statements, votes on them, and which of their counts are shown."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass, field

from legation.rooms.state import RoomState

__all__ = ["LONGEST", "PHASES", "TAKEN", "WITHDRAWN", "Counts", "Deliberation", "Flag", "Reply", "Statement"]

PHASES = ("collect", "vote", "second", "closed")
LONGEST = 280
"""Characters of a statement."""
WITHDRAWN = "withdrawn by its author"
"""What stands in the place of words that were erased."""

TAKEN = ("yes", "partly", "no")
"""Whether what a statement asks for was taken up."""

Counts = tuple[int, int, int]
"""Who agree, who disagree, who voted (passes among them)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a host tells the participants of a statement: whether it was taken up, and why."""

    taken: str
    why: str


@dataclass(slots=True, kw_only=True)
class Statement:
    """A statement and what became of it.

    Attributes
    ----------
    id : str
        Empty while the entry that gave it is erased and no other has named it.
    number : int
        Of the entry that gave it.
    author : str
        A seat.
    text : str or None
        None once it is erased.
    source : str
        ``participant``, ``organisation`` or ``seed``.
    second : bool
        Whether it is of the second round.
    message : str or None
        Of a message in two versions, of which this is one: a seat has the one that was drawn for it.
    verdict : str or None
        ``in``, ``out``, ``copy``, ``withdrawn``; None while it waits.
    judged : int
        Number of the entry that gave the verdict; 0: none has.
    is_read : bool
        Whether a moderator has read it and not judged it yet.
    votes : dict of str to int
        Seat -> 1, 0, -1: the last one counts.
    shown : tuple or None
        The counts as others see them; None where too few voted.
    fresh : int
        Seats that voted on it for the first time since ``shown`` was made.
    settled : int
        How many of ``votes``, the first, ``shown`` counts.
    earlier : dict of str to int
        What those said, when ``shown`` was made, who have changed their vote since.
    answer : Reply or None
        What the host says became of it.
    named_by : dict of str to int
        Seats whose entries name it and stand, with the number of the first: without any, nothing of a statement is left once its author
        is erased; with some, it stands where the first of them does, since what it was itself cannot be told from others any more.
    """

    id: str
    number: int
    author: str
    text: str | None
    language: str
    source: str
    second: bool
    message: str | None = None
    verdict: str | None = None
    judged: int = 0
    is_read: bool = False
    reason: str | None = None
    of: str | None = None
    votes: dict[str, int] = field(default_factory=dict)
    shown: Counts | None = None
    fresh: int = 0
    settled: int = 0
    earlier: dict[str, int] = field(default_factory=dict)
    answer: Reply | None = None
    named_by: dict[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> Counts:
        """The counts as they are."""
        values = list(self.votes.values())
        return values.count(1), values.count(-1), len(values)

    def vote(self, seat: str, value: int, smallest: int) -> None:
        """Count a vote; what others see changes only when ``smallest`` more seats have voted, so that no two pictures tell one vote."""
        if seat in self.votes:
            self.earlier.setdefault(seat, self.votes[seat])
        else:
            self.fresh += 1
        self.votes[seat] = value
        if self.fresh >= smallest:
            self.shown, self.fresh, self.settled = self.counts, 0, len(self.votes)
            self.earlier.clear()

    @property
    def shown_votes(self) -> dict[str, int]:
        """The votes that ``shown`` counts, as they were then: whatever is worked out for others rests on these alone."""
        first = dict(itertools.islice(self.votes.items(), self.settled))
        return first | {seat: value for seat, value in self.earlier.items() if seat in first}

    def drop(self, seat: str, left: int, smallest: int) -> None:
        """Take a seat's vote away; counts are shown again once enough more have voted, else the difference would tell that vote."""
        if self.votes.pop(seat, None) is not None:
            self.hide(left, smallest)

    def hide(self, left: int, smallest: int) -> None:
        """Show no counts until enough more have voted.

        Where so few votes stand that none were shown even with the votes of all ``left`` who are gone, there is no earlier picture to be
        laid beside a later one: those votes go on counting. What those who left voted is in no log, so this rests on their number alone.
        """
        was_never_shown = len(self.votes) + left < smallest
        self.shown, self.fresh, self.settled = None, len(self.votes) if was_never_shown else 0, 0
        self.earlier.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """What somebody seated says is wrong with a statement."""

    statement: str
    by: str
    reason: str
    number: int = 0


@dataclass(slots=True, kw_only=True)
class Deliberation(RoomState):
    """State of a deliberation.

    Attributes
    ----------
    statements : dict of str to Statement
    unnamed : list of Statement
        Those whose entry was erased and which no later entry has named.
    flags : list of Flag
    withdrew : int
        Seats that left and took along what they had said.
    deadline : str
        Instant at which the phase ends; empty: none.
    day : bool
        Whether the deadline is the end of a day: met before it; an instant is met at it too.
    zone : str
        Whose clocks the host read when setting it, an IANA name; empty: not said.
    moved : int
        Number of the last entry that changed what a picture of the room may rest on.
    taken_back : int
        Number of the last entry that took votes away: pictures of before are shown no more.
    published : tuple of (int, int, str)
        Number of the entry, the last entry that counts, and the hash of the snapshot, of each report.
    """

    phase: str = "collect"
    statements: dict[str, Statement] = field(default_factory=dict)
    unnamed: list[Statement] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    withdrew: int = 0
    deadline: str = ""
    day: bool = False
    zone: str = ""
    moved: int = 0
    taken_back: int = 0
    published: tuple[tuple[int, int, str], ...] = ()

    @property
    def imported(self) -> int:
        """How many people's votes were brought along from elsewhere."""
        return sum(one.imported and not one.removed for one in self.seats.values())

    @property
    def gone(self) -> int:
        """How many seats left or were removed."""
        return sum(one.removed for one in self.seats.values())

    def takes_id(self, name: str) -> bool:
        """Whether a browser may name a statement or a seat so."""
        return name in self.statements or RoomState.takes_id(self, name)

    def is_blind(self, statement: Statement) -> bool:
        """Whether figures of a statement are shown to nobody yet: one of two versions of a message, before the room is closed."""
        return statement.message is not None and self.phase != "closed"

    def find(self, name: str, author: str | None = None, other_than: Statement | None = None) -> Statement | None:
        """Return a statement by its id; of an id that nobody knows one whose entry was erased, of ``author`` where that is said."""
        found = self.statements.get(name)
        return found or next((one for one in self.unnamed if author in (None, one.author) and one is not other_than), None)

    def give_back(self, name: str, author: str) -> None:
        """Note whose a statement is that was taken for another's, when both left later: it changes places with theirs."""
        found = self.statements.get(name)
        if author in self.leaving and found is not None and found.text is None and found.author != author:
            theirs = next((one for one in (*self.unnamed, *self.statements.values()) if one.author == author and one.text is None), None)
            if theirs is not None:
                theirs.author, found.author = found.author, author

    def versions(self, message: str) -> list[Statement]:
        """Return the versions of a message that are in, in their order."""
        found = [one for one in self.statements.values() if one.message == message and one.verdict == "in"]
        return sorted(found, key=lambda one: one.number)

    def is_open_to(self, statement: Statement, seat: str | None) -> bool:
        """Whether a seat may see a statement that is in: of two versions of a message the one drawn for it, until the room is closed.

        The drawing rests on nothing but the room's seed, the message and the seat: who comes later or leaves changes nobody's version.
        """
        if statement.message is None or self.phase == "closed":
            return True
        both = self.versions(statement.message)
        if seat is None or len(both) < 2:
            return False
        import numpy as np

        drawn = int.from_bytes(hashlib.sha256(seat.encode()).digest()[:8], "big")
        return both[np.random.default_rng([self.settings["seed"], both[0].number, drawn]).integers(2)] is statement

    def name(self, statement: Statement, name: str, by: str) -> None:
        """Note that an entry names a statement; one whose own entry was erased takes its id from there."""
        statement.named_by.setdefault(by, self.number + 1)
        if not statement.id:
            self.unnamed.remove(statement)
            statement.id = name
            self.statements[name] = statement

    def forget(self, seat: str) -> None:
        """Take away what a seat said: words, votes, flags, and statements of which nothing else speaks."""
        for statement in (*self.statements.values(), *self.unnamed):
            statement.votes.pop(seat, None)
            statement.named_by.pop(seat, None)
            statement.hide(self.gone, self.settings["smallest"])
            if statement.author == seat:
                statement.text, statement.language, statement.source = None, "", "participant"
        self.flags = [flag for flag in self.flags if flag.by != seat]
        left = {name for name, one in self.seats.items() if one.erased}
        for statement in [one for one in self.statements.values() if one.author in left]:
            if statement.named_by:
                statement.number = min(statement.named_by.values())
            else:
                del self.statements[statement.id]

    def is_late(self, at: str) -> bool:
        """Whether the phase's deadline has passed, written in the log or not."""
        return bool(self.deadline) and (at >= self.deadline if self.day else at > self.deadline)
