"""Every package and what it is worth, held for talks that are simulated many times."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from legation.errors import BadValue
from legation.methods.negotiation.domain import TOLERANCE, Domain, Floats, Ints
from legation.methods.negotiation.frontier import points
from legation.methods.negotiation.packages import numbered
from legation.methods.negotiation.solutions import normalised

__all__ = ["MOST_PACKAGES", "Table", "table_of"]

MOST_PACKAGES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """All packages of a domain, by their number in lexicographic order.

    Attributes
    ----------
    domain : Domain
    utilities : tuple of list of float
        By party, then by package.
    rising : tuple of list of float
        By party, its utilities in rising order.
    order : tuple of list of int
        By party, packages by rising utility for it.
    low, high : list of float
        By party: disagreement, and the most that any package gives.
    fair : list of int
        Packages by falling smallest share of the possible gain.
    share : list of float
        By package, that smallest share.
    frontier : ndarray, shape (k, n_parties)
        Utilities that cannot be improved.
    """

    domain: Domain
    utilities: tuple[list[float], ...]
    rising: tuple[list[float], ...]
    order: tuple[list[int], ...]
    low: list[float]
    high: list[float]
    fair: list[int]
    share: list[float]
    frontier: Floats

    def near(self, party: int, level: float) -> int:
        """Return the package that gives a party the least that is not below a level; its best one where none does."""
        place = bisect_left(self.rising[party], level - TOLERANCE)
        return self.order[party][min(place, len(self.rising[party]) - 1)]

    def package(self, number: int) -> tuple[int, ...]:
        """Return the options of a package."""
        return tuple(numbered(self.domain.sizes, np.array([number]))[0].tolist())

    def number(self, package: Ints) -> int:
        """Return the number of a package."""
        return int(np.ravel_multi_index(tuple(package.tolist()), self.domain.sizes))


def table_of(domain: Domain) -> Table:
    """Return all packages of a domain with what they are worth: for talks that are simulated again and again.

    Raises
    ------
    BadValue
        For more than 1,000,000 packages, or a frontier past its limit.

    Examples
    --------
    >>> table = table_of(Domain(scores=[[[6, 0, 3], [0, 6, 3]], [[4, 1], [1, 4]]]))
    >>> table.package(table.near(0, 6))
    (0, 1)
    """
    if domain.packages > MOST_PACKAGES:
        raise BadValue(f"packages must be at most {MOST_PACKAGES} where talks are simulated (got {domain.packages}); leave options out")
    utilities = domain.utilities(numbered(domain.sizes, np.arange(domain.packages)))
    order = np.argsort(utilities, axis=0, kind="stable")
    shares = normalised(utilities - domain.disagreement, domain.disagreement, domain.highest)
    least = shares.min(axis=1) if shares.size else np.zeros(domain.packages)
    return Table(
        domain=domain,
        utilities=tuple(column.tolist() for column in utilities.T),
        rising=tuple(np.sort(column).tolist() for column in utilities.T),
        order=tuple(column.tolist() for column in order.T),
        low=domain.disagreement.tolist(),
        high=domain.highest.tolist(),
        fair=np.argsort(-least, kind="stable").tolist(),
        share=least.tolist(),
        frontier=points(domain).utilities,
    )
