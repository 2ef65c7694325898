"""Whom simulated talks seat: what standard delegates ask for at a moment, what they offer and what they accept.

Every delegate has a level that it asks for at a moment; it offers a package near that level and accepts what is not below it, and never
what is below its floor. A level is a share of its own range, from its disagreement (0) to its best package (1).

======================  ==================================================================================
``boulware``            concedes late: share 1 - t^4 of its range at time t
``linear``              concedes evenly: 1 - t
``conceder``            concedes early: 1 - t^(1/4)
``tit-for-tat``         concedes what the other's last offer conceded to it since the one before
``random walker``       offers any package above its floor, and accepts what is worth more than its next offer
``fair division``       knows all scores, goes down the packages by smallest share of gain, and accepts what is as fair as its next
``trade-off``           asks for what ``linear`` asks for; of the packages that give it that, the nearest to what the others ask for
======================  ==================================================================================

Faratin, Sierra and Jennings (1998), doi:10.1016/S0921-8890(98)00029-3, name the first four; the last is after theirs of 2002,
doi:10.1016/S0004-3702(02)00290-4. It needs nothing of others but their offers.
"""

from __future__ import annotations

import functools
import itertools
import math
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from legation.errors import BadValue
from legation.methods.negotiation.domain import TOLERANCE, Floats, Ints
from legation.methods.negotiation.session import Table

__all__ = ["DELEGATES", "STYLES", "Delegate", "Maker", "TradeOff", "delegate"]


@dataclass(slots=True)
class Delegate(ABC):
    """One party at the table, with what it has heard.

    Attributes
    ----------
    party : int
    table : Table
    chance : np.random.Generator
        Seeded by the session.
    heard : list of int
        The packages that others offered, in order.
    said : list of int
        Those that it offered itself.
    speakers : list of int
        Who offered each of ``heard``, under any numbers; an offer without its speaker counts as of one more.
    """

    party: int
    table: Table
    chance: np.random.Generator
    heard: list[int] = field(default_factory=list)
    said: list[int] = field(default_factory=list)
    speakers: list[int] = field(default_factory=list)

    @abstractmethod
    def level(self, time: float) -> float:
        """Return the utility that it asks for at a time from 0 to 1."""

    def offer(self, time: float) -> int:
        """Return the package that it puts forward."""
        return self.table.near(self.party, self.level(time))

    def accepts(self, package: int, time: float) -> bool:
        """Whether it would sign a package now."""
        worth = self.table.utilities[self.party][package]
        return worth >= self.table.low[self.party] - TOLERANCE and worth >= self.level(time) - TOLERANCE

    def at(self, share: float) -> float:
        """Return the utility at a share of its range."""
        low, high = self.table.low[self.party], self.table.high[self.party]
        return low + (high - low) * share if high > low else low


@dataclass(slots=True)
class _Timed(Delegate):
    power: float = 1.0

    def level(self, time: float) -> float:
        return self.at(1 - time**self.power)


@dataclass(slots=True)
class _TitForTat(Delegate):
    def level(self, time: float) -> float:  # noqa: ARG002 - it does not look at the clock
        worth, low, high = self.table.utilities[self.party], self.table.low[self.party], self.table.high[self.party]
        own = worth[self.said[-1]] if self.said else high
        conceded = worth[self.heard[-1]] - worth[self.heard[-2]] if len(self.heard) > 1 else 0.0
        return min(max(own - conceded, low), max(high, low))


@dataclass(slots=True)
class _Walker(Delegate):
    drawn: int = -1

    def level(self, time: float) -> float:
        if self.drawn < 0:
            self.drawn = self.offer(time)
        return self.table.utilities[self.party][self.drawn]

    def offer(self, time: float) -> int:  # noqa: ARG002 - it does not look at the clock
        if self.drawn >= 0:
            offered, self.drawn = self.drawn, -1
            return offered
        rising, order = self.table.rising[self.party], self.table.order[self.party]
        at = bisect_left(rising, self.table.low[self.party] - TOLERANCE)
        return order[int(self.chance.integers(min(at, len(order) - 1), len(order)))]


@dataclass(slots=True)
class _Fair(Delegate):
    def level(self, time: float) -> float:  # noqa: ARG002 - it does not look at the clock
        return self.table.low[self.party]

    def offer(self, time: float) -> int:  # noqa: ARG002 - it does not look at the clock
        fair = self.table.fair
        return fair[min(len(self.said), len(fair) - 1)]

    def accepts(self, package: int, time: float) -> bool:
        share, worth = self.table.share, self.table.utilities[self.party]
        fair = share[package] >= max(share[self.offer(time)] - TOLERANCE, -TOLERANCE)
        return fair and worth[package] >= self.table.low[self.party] - TOLERANCE


@dataclass(slots=True)
class TradeOff(_Timed):
    """Lowers what it asks for as time goes by, and of the packages that give it that offers the nearest to what the others ask for.

    What another party asks for: in each issue an option counts as its share of that party's offers, so that an issue weighs as much as its
    commonest option; the shares of all other parties are added. Of packages that are as near, the one with most points of its own, then
    the one with the lowest number.

    Attributes
    ----------
    power : float
        Its level is the share ``1 - t^power`` of its range.

    Notes
    -----
    It reads its own column of the table, the options of each issue and what it heard, and nothing else: with the table of its own column
    alone, ``table_of(Domain(scores=[[row] for row in its scores], reservation=[its floor]))`` and ``party`` 0, it moves as with the whole.
    Counts are exact up to some hundred offers; beyond, shares that differ by 1e-9 or less are alike.
    """

    rows: dict[int, int] = field(init=False, default_factory=dict)
    counts: Ints = field(init=False)
    counted: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.counts = np.zeros((0, sum(self.table.domain.sizes)), np.int64)

    def asks(self) -> tuple[Floats | Ints, ...]:
        """Return by issue, then by option, how much the other parties ask for it: shares of their offers, added and scaled alike."""
        sizes = self.table.domain.sizes
        starts = [0, *itertools.accumulate(sizes)]
        if self.counted < len(self.heard):
            self._count(sizes, starts)
        made = self.counts[:, : sizes[0]].sum(axis=1)
        scale = math.lcm(*made.tolist())
        exact = scale * len(made) * len(sizes) < _MOST
        total: Floats | Ints = (scale // made) @ self.counts if exact else (self.counts / made[:, None]).sum(axis=0)
        return tuple(total[start:end] for start, end in itertools.pairwise(starts))

    def _count(self, sizes: tuple[int, ...], starts: list[int]) -> None:
        """Count, by speaker, the options of what it heard since."""
        heard, speakers = self.heard[self.counted :], self.speakers[self.counted : len(self.heard)]
        speakers += [-1] * (len(heard) - len(speakers))
        rows = np.array([self.rows.setdefault(speaker, len(self.rows)) for speaker in speakers]) * starts[-1]
        places = np.add.outer(starts[:-1], rows) + np.unravel_index(np.array(heard), sizes)
        counts = np.bincount(places.ravel(), minlength=len(self.rows) * starts[-1]).reshape(-1, starts[-1])
        counts[: len(self.counts)] += self.counts
        self.counts, self.counted = counts, len(self.heard)

    def offer(self, time: float) -> int:
        """Return the package that it puts forward."""
        table, order = self.table, self.table.orders[self.party]
        place = bisect_left(table.rising[self.party], self.level(time) - TOLERANCE)
        able = order[min(place, len(order) - 1) :]
        near = functools.reduce(lambda sums, issue: np.add.outer(sums, issue).ravel(), self.asks())[able]
        nearest = able[near >= near.max() - TOLERANCE]
        worth = table.columns[self.party][nearest]
        return int(nearest[worth >= worth.max() - TOLERANCE].min())


_MOST = 2**53
"""Whole numbers up to this are exact as floating-point numbers too."""
Maker = Callable[[int, Table, np.random.Generator], Delegate]
DELEGATES: dict[str, Maker] = {
    "boulware": lambda party, table, chance: _Timed(party, table, chance, power=4.0),
    "linear": lambda party, table, chance: _Timed(party, table, chance, power=1.0),
    "conceder": lambda party, table, chance: _Timed(party, table, chance, power=0.25),
    "tit-for-tat": _TitForTat,
    "random walker": _Walker,
    "fair division": _Fair,
    "trade-off": TradeOff,
}
"""By name, what makes a delegate for a party, a table and its own source of chance."""
STYLES: dict[str, Maker] = {
    "hard": lambda party, table, chance: TradeOff(party, table, chance, power=4.0),
    "even": TradeOff,
    "conciliatory": lambda party, table, chance: TradeOff(party, table, chance, power=0.25),
}
"""By name, what makes a ``trade-off`` delegate that lowers what it asks for late, evenly or early."""


def delegate(kind: str | Maker, party: int, table: Table, chance: np.random.Generator) -> Delegate:
    """Return a delegate of a kind, or of a maker of one's own.

    Raises
    ------
    BadValue
        For an unknown kind.
    """
    if callable(kind):
        return kind(party, table, chance)
    if kind not in DELEGATES:
        raise BadValue(f"delegates must be {' | '.join(DELEGATES)} (got {kind!r}); choose one for each party")
    return DELEGATES[kind](party, table, chance)
