"""Whether a negotiation makes a good game: neither open nor closed, nobody's best is everybody's, and trades pay.

A game is good when 3 to 40 per cent of its packages clear all floors, the best package of at most half of the parties does, the middle
option of each issue lies at least a tenth from the frontier, and three exchanges of concessions or more lead from the status quo to the
Nash solution. So neither naming one's best nor splitting every difference nor the order of the options is a way to win.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from legation.errors import BadValue
from legation.language import Message
from legation.methods.negotiation import Domain, acceptable, solutions, standing
from legation.methods.negotiation.debriefing import logrolls
from legation.methods.negotiation.domain import TOLERANCE
from legation.methods.negotiation.grid import grid

__all__ = ["BEST", "LEAST_MIDDLE", "LEAST_TRADES", "SHARES", "Qualities", "qualities"]

SHARES = (0.03, 0.4)
"""The least and the largest share of packages that clear all floors."""
BEST = 0.5
"""The largest share of parties of which the best package clears all floors."""
LEAST_MIDDLE = 0.1
"""Distance from the frontier that the middle option everywhere has at least."""
LEAST_TRADES = 3
"""Exchanges of concessions from the status quo to the Nash solution, at least."""
MOST_BEST = 10_000
"""Packages of the same worth to a party that are looked through."""


@dataclass(frozen=True, kw_only=True)
class Qualities:
    """What a game is measured by; each is worked out when it is first read.

    Attributes
    ----------
    domain : Domain
    status_quo : tuple of int or None
    """

    domain: Domain
    status_quo: tuple[int, ...] | None

    @cached_property
    def share(self) -> float:
        """The share of packages that clear all floors [0 to 1]."""
        return acceptable(self.domain) / self.domain.packages

    @cached_property
    def best(self) -> int:
        """Of how many parties some best package clears all floors."""
        return sum(self._best_clears(party) for party in range(self.domain.parties))

    @cached_property
    def middle(self) -> float:
        """Distance of the middle option everywhere, option n // 2 of n from 0, to the frontier, as :class:`Standing` measures it."""
        return standing(self.domain, [size // 2 for size in self.domain.sizes]).distance

    @cached_property
    def trades(self) -> int:
        """How many exchanges of concessions lead from the status quo to the Nash solution; 0 without either."""
        if self.status_quo is None:
            return 0
        nash, units = solutions(self.domain).nash.packages, grid(self.domain)
        return max((sum(1 for _ in logrolls(units, self.status_quo, tuple(map(int, one)))) for one in nash), default=0)

    def fails(self) -> Iterator[Message]:
        """Yield in a sentence each that what does not hold, the quickest to find first."""
        if self.best > BEST * self.domain.parties:
            yield Message("game.fails-best", count=self.best, of=self.domain.parties)
        if not SHARES[0] - TOLERANCE <= self.share <= SHARES[1] + TOLERANCE:
            yield Message("game.fails-share", share=self.share)
        if self.trades < LEAST_TRADES:
            yield Message("game.fails-trades", count=self.trades)
        if self.middle < LEAST_MIDDLE - TOLERANCE:
            yield Message("game.fails-middle", distance=self.middle)

    def _best_clears(self, party: int) -> bool:
        tables, floors = self.domain.tables, self.domain.reservation
        options = [[int(k) for k in (table[party] >= table[party].max() - TOLERANCE).nonzero()[0]] for table in tables]
        if math.prod(map(len, options)) > MOST_BEST:
            raise BadValue(f"packages of the same best worth must be {MOST_BEST} at most (got more); tell options apart")
        found = self.domain.utilities(list(itertools.product(*options)))
        return bool((found >= floors - TOLERANCE).all(axis=1).any())


def qualities(domain: Domain, status_quo: Sequence[int] | None) -> Qualities:
    """Return what a negotiation is measured by as a game.

    Parameters
    ----------
    domain : Domain
    status_quo : sequence of int or None
        The package that stands without a deal.

    Raises
    ------
    BadValue
        For a status quo that the domain does not have; when a figure is read, for more packages than can be looked through.

    Examples
    --------
    >>> found = qualities(Domain(scores=[[[6, 0, 3], [0, 6, 3]], [[4, 1], [1, 4]]], reservation=[5, 4]), (2, 0))
    >>> round(found.share, 3), found.best, round(found.middle, 3), found.trades
    (0.333, 0, 0.0, 0)
    >>> [one.id for one in found.fails()]
    ['game.fails-trades', 'game.fails-middle']
    """
    base = None if status_quo is None else tuple(int(one) for one in domain.checked(list(status_quo))[0])
    return Qualities(domain=domain, status_quo=base)
