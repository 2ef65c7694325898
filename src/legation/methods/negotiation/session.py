"""What came of simulated talks, and what every package is worth in talks that are simulated many times."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from legation.errors import BadValue
from legation.methods.negotiation.domain import TOLERANCE, Domain, Floats, Ints
from legation.methods.negotiation.frontier import points
from legation.methods.negotiation.grid import numbered
from legation.methods.negotiation.solutions import normalised

__all__ = [
    "MOST_PACKAGES",
    "Move",
    "Session",
    "Table",
    "closed",
    "prepared",
    "table_of",
    "whole",
]


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
    columns, orders : tuple of ndarray
        ``utilities`` and ``order`` as arrays.
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
    columns: tuple[Floats, ...]
    orders: tuple[Ints, ...]
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
        return _options(number, self.domain.sizes)

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
        columns=tuple(np.ascontiguousarray(column) for column in utilities.T),
        orders=tuple(np.ascontiguousarray(column) for column in order.T),
        low=domain.disagreement.tolist(),
        high=domain.highest.tolist(),
        fair=np.argsort(-least, kind="stable").tolist(),
        share=least.tolist(),
        frontier=points(domain).utilities,
    )


class Move(NamedTuple):
    """One move: in which step, by whom (-1: the mediator), which package, and whether it was accepted by all that it needed."""

    step: int
    party: int
    package: tuple[int, ...]
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Session:
    """The end of talks, and the way there.

    Attributes
    ----------
    package : tuple of int or None
        What was agreed; None: nothing was.
    utilities : ndarray, shape (n_parties,)
        Of the deal, or the reservations, -inf read as the lowest possible utility, where there is none.
    discounted : ndarray, shape (n_parties,)
        The same after the time that talks took, with each party's discount: a whole session is one unit of time.
    step : int
        In which step talks ended, from 1.
    rational : bool
        Whether there is a deal, below nobody's reservation.
    distance : float
        From the deal to the frontier, as of :class:`legation.methods.negotiation.Standing`; nan without a deal.
    moves : tuple of Move
        In order.
    """

    package: tuple[int, ...] | None
    utilities: Floats
    discounted: Floats
    step: int
    rational: bool
    distance: float
    moves: tuple[Move, ...]


def prepared(given: Domain | Table) -> Table:
    """Return the table of a domain, made where it is not there yet."""
    return given if isinstance(given, Table) else table_of(given)


def whole(value: object, what: str, least: int = 1) -> int:
    """Return a whole number.

    Raises
    ------
    BadValue
        For anything else, and for less than ``least``.
    """
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise BadValue(f"{what} must be a whole number, {least} or more (got {value!r}); correct it")
    return int(value)


def closed(table: Table, number: int | None, step: int, steps: int, moves: list[tuple[int, int, int, bool]]) -> Session:
    """Return the session that ended with a package, or with none, after some moves (step, party, package, agreed)."""
    domain = table.domain
    utilities = np.array(table.low if number is None else [column[number] for column in table.utilities])
    distance = math.nan
    if number is not None:
        spread = np.where(domain.highest > domain.lowest, domain.highest - domain.lowest, 1.0)
        distance = float(np.sqrt((((table.frontier - utilities) / spread) ** 2).sum(axis=1).min()))
    sizes = domain.sizes
    named = {package: _options(package, sizes) for package in {move[2] for move in moves}}
    return Session(
        package=None if number is None else _options(number, sizes),
        utilities=utilities,
        discounted=utilities * domain.discount ** (step / steps),
        step=step,
        rational=number is not None and bool((utilities >= domain.reservation - TOLERANCE).all()),
        distance=0.0 if distance < TOLERANCE else distance,
        moves=tuple(Move(at, party, named[package], agreed) for at, party, package, agreed in moves),
    )


def _options(package: int, sizes: tuple[int, ...]) -> tuple[int, ...]:
    found = []
    for size in reversed(sizes):
        package, option = divmod(package, size)
        found.append(option)
    return tuple(reversed(found))
