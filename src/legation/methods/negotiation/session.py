"""What came of simulated talks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from legation.errors import BadValue
from legation.methods.negotiation.domain import TOLERANCE, Domain, Floats
from legation.methods.negotiation.table import Table, table_of

__all__ = ["Move", "Session", "closed", "prepared", "whole"]


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

    def options(package: int) -> tuple[int, ...]:
        found = []
        for size in reversed(sizes):
            package, option = divmod(package, size)
            found.append(option)
        return tuple(reversed(found))

    named = {package: options(package) for package in {move[2] for move in moves}}
    return Session(
        package=None if number is None else options(number),
        utilities=utilities,
        discounted=utilities * domain.discount ** (step / steps),
        step=step,
        rational=number is not None and bool((utilities >= domain.reservation - TOLERANCE).all()),
        distance=0.0 if distance < TOLERANCE else distance,
        moves=tuple(Move(at, party, named[package], agreed) for at, party, package, agreed in moves),
    )
