"""Roll calls that were held, as they looked before: what a forecast would have known, and what came.

For each contested vote of a session (on a title voted before: contested the last time) the history is the three sessions before it, or the
latest 100, 40 or 12 roll calls of them, as a small dossier would hold; members are those that voted in the session before. Nobody, a fair
sample, or those surest to vote so have declared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from benchmarks import titles, unga
from numpy.typing import NDArray

from legation.methods.voting.history import PastVotes
from legation.methods.voting.signs import signs_of_new, signs_of_title
from legation.methods.voting.titles import likeness, shares_on_like_texts
from legation.methods.voting.votes import VoteArray

__all__ = ["Example", "Held", "Record", "examples", "held"]

LENGTHS = (0, 0, 0, 100, 40, 12)
"""Roll calls of history kept, 0 for the three sessions whole; drawn for each example."""
KINDS = ("nobody", "a fair sample", "the surest of both sides", "the surest of one side")
SHARES = (0.4, 0.2, 0.2, 0.2)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A roll call: its column, session, the earlier columns on its title, the members' rows and what came."""

    column: int
    session: int
    before: NDArray[np.int64]
    rows: NDArray[np.int64]
    came: VoteArray


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A roll call as a forecast sees it: the signs of open members (n, 4, k), what came of them, on a title voted before or not."""

    held: Held
    kind: int
    signs: NDArray[np.float64]
    came: VoteArray
    title: bool


class Record:
    """The whole record with what examples are made of, each worked out once."""

    def __init__(self, last: int = 74) -> None:
        self.record = unga.load(last)
        self.series = titles.series(self.record)
        labels = np.arange(len(self.record.titles)) + len(self.series)
        for number, columns in enumerate(self.series):
            labels[columns] = number
        self.labels = labels
        self.before = {int(c): columns[:k] for columns in self.series for k, c in enumerate(columns.tolist())}
        contested = np.zeros(len(labels), bool)
        contested[unga.contested(self.record.votes)] = True
        self.contested = contested
        self.past = cache(self._past)

    def members(self, session: int) -> NDArray[np.int64]:
        """Rows of those that voted in the session before."""
        return np.flatnonzero((self.record.votes[:, self.record.session == session - 1] > 0).any(axis=1))

    def columns(self, session: int, length: int = 0) -> NDArray[np.int64]:
        """Columns of the three sessions before, or the latest of them."""
        found = np.flatnonzero((self.record.session >= session - 3) & (self.record.session < session))
        return found[-length:] if length else found

    def _past(self, session: int, length: int) -> PastVotes:
        columns = self.columns(session, length)
        return PastVotes(self.record.votes[np.ix_(self.members(session), columns)], self.labels[columns])

    def similar(self, held: Held, length: int, least: float) -> NDArray[np.float64] | None:
        """Outcome shares on contested texts with titles like this one's, its own left out; None where none is like it."""
        columns = self.columns(held.session, length)
        columns = columns[self.contested[columns] & (self.labels[columns] != self.labels[held.column])]
        if not columns.size:
            return None
        text = [f"{self.record.titles[c]} {self.record.items[c]}" for c in (*columns.tolist(), held.column)]
        alike = likeness([titles.normalised(t) for t in text[:-1]], titles.normalised(text[-1]))
        if alike.max() < least:
            return None
        return shares_on_like_texts(self.record.votes[np.ix_(held.rows, columns)], alike, self.past(held.session, length).usual)


def held(record: Record, first: int, last: int, *, repeats: bool | None = None) -> Iterator[Held]:
    """Yield the contested votes on whole texts; repeats contested the last time, first votes contested themselves, or both."""
    for session in range(first, last + 1):
        rows = record.members(session)
        for column in np.flatnonzero((record.record.session == session) & record.record.whole).tolist():
            before = record.before.get(column, np.zeros(0, np.int64))
            if repeats is not None and repeats != bool(before.size):
                continue
            if not record.contested[before[-1] if before.size else column]:
                continue
            came = record.record.votes[rows, column]
            if np.count_nonzero(came) >= 20:
                yield Held(column, session, before, rows, came)


def examples(record: Record, first: int, last: int, least: float, *, draws: int = 3) -> list[Example]:
    """Return the examples of sessions first..last: each vote on a title as such and, drawn last, as if the title were new."""
    found = []
    for one in held(record, first, last):
        rng = np.random.default_rng(one.column)
        for draw in range(draws):
            length = int(rng.choice(LENGTHS))
            past = record.past(one.session, length)
            said, kind = declared(one.came, past, rng)
            free = said == 0
            on_title = bool(one.before.size) and draw < draws - 1
            if on_title:
                signs = signs_of_title(past, record.record.votes[np.ix_(one.rows, one.before)], said)
            elif record.contested[one.column] and draw > 0:
                signs = signs_of_new(past, said, record.similar(one, length, least))
            else:
                continue
            found.append(Example(one, kind, signs[free], one.came[free], title=on_title))
    return found


def declared(came: VoteArray, past: PastVotes, rng: np.random.Generator) -> tuple[VoteArray, int]:
    """Return votes declared before a roll call, and in which of :data:`KINDS`."""
    kind, said = int(rng.choice(4, p=SHARES)), np.zeros(len(came), np.int8)
    if kind == 1:
        voters = np.flatnonzero(came)
        shown = rng.choice(voters, min(int(rng.integers(3, 60)), len(voters) - 5), replace=False)
        said[shown] = came[shown]
    for code, least, most in {2: ((1, 10, 65), (3, 0, 45)), 3: ((1, 10, 65),)}.get(kind, ()):
        cast = np.flatnonzero(came == code)
        if cast.size < 3:
            continue
        chance = np.clip(past.alike[cast, code - 1], 1e-3, 1 - 1e-3)
        sure = np.log(chance / (1 - chance)) + rng.gumbel(size=cast.size)
        said[cast[np.argsort(-sure)[: min(int(rng.integers(least, most)), int(0.8 * cast.size))]]] = code
    return said, kind
