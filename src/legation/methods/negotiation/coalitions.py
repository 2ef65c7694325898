"""Which coalitions have a deal, and which of those can carry it under a voting rule."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.negotiation.domain import Domain, Ints
from legation.methods.negotiation.grid import chunks, grid
from legation.methods.negotiation.zone import counted
from legation.methods.progress import Progress, silent
from legation.methods.rule.outcome import votes_cast
from legation.methods.rule.tree import Rule, holds

__all__ = ["MOST_PARTIES", "Coalition", "CoalitionTable", "coalitions"]

MOST_PARTIES = 12
_LISTED = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Coalition:
    """Some parties, and the deals that none of them would refuse.

    Attributes
    ----------
    members : tuple of int
    deals : int
        Packages below the reservation of none of them.
    wins : bool
        Whether the rule holds when they vote yes and all others no.
    minimal : bool
        Whether it wins, and does so with no member less.
    """

    members: tuple[int, ...]
    deals: int
    wins: bool
    minimal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CoalitionTable:
    """Every coalition of two parties or more.

    Attributes
    ----------
    coalitions : tuple of Coalition
        By rising number of members, then by their numbers.
    carried : int
        Packages whose supporters, those it does not bring below their reservation, win.
    packages : int
    needed : tuple of int
        Who is in every winning coalition that has a deal; empty also where there is no such coalition.
    """

    coalitions: tuple[Coalition, ...]
    carried: int
    packages: int
    needed: tuple[int, ...]


def coalitions(domain: Domain, rule: Rule | None = None, *, progress: Progress = silent) -> CoalitionTable:
    """Count, for every coalition, the packages that all its members would accept, and say which coalitions can carry one.

    Parameters
    ----------
    domain : Domain
        Of 2 to 12 parties.
    rule : Rule, optional
        How the parties decide, by their names; unanimity where it is left out.
    progress : callable
        Steps done, steps in all.

    Raises
    ------
    BadValue
        For more parties, for a rule that names others, and as :func:`legation.methods.negotiation.acceptable`.
    Cancelled
        Where ``progress`` raises it.

    Notes
    -----
    A supporter is who would not refuse; who would gain more elsewhere may still hold out.

    Examples
    --------
    >>> from legation.methods.rule import quota
    >>> domain = Domain(scores=[[[2, 0, 1], [0, 2, 1], [0, 0, 2]]], reservation=[1, 1, 2], party_names=["A", "B", "C"])
    >>> found = coalitions(domain, quota({"A": 1, "B": 1, "C": 1}, 2))
    >>> [(one.members, one.deals, one.wins) for one in found.coalitions], found.carried
    ([((0, 1), 1, True), ((0, 2), 1, True), ((1, 2), 1, True), ((0, 1, 2), 1, True)], 1)
    """
    n = domain.parties
    if not 2 <= n <= MOST_PARTIES:
        raise BadValue(f"coalitions must be 2 to {MOST_PARTIES} parties (got {n}); join parties that act as one")
    members = [tuple(party for party in range(n) if code >> party & 1) for code in range(1 << n)]
    wins = _winning(domain, rule, members)
    deals = _enumerated(domain, progress) if domain.packages <= _LISTED else _by_count(domain, members, progress)
    minimal = [won and not any(wins[code & ~(1 << party)] for party in members[code]) for code, won in enumerate(wins)]
    able = [code for code in range(1 << n) if wins[code] and deals[code] and len(members[code]) > 1]
    needed = tuple(party for party in range(n) if able and all(code >> party & 1 for code in able))
    rows = [
        Coalition(members=members[code], deals=deals[code], wins=wins[code], minimal=minimal[code])
        for code in range(1 << n)
        if len(members[code]) > 1
    ]
    exactly = list(deals)
    for party in range(n):
        for code in range(1 << n):
            if not code >> party & 1:
                exactly[code] -= exactly[code | 1 << party]
    return CoalitionTable(
        coalitions=tuple(sorted(rows, key=lambda row: (len(row.members), row.members))),
        carried=sum(count for count, won in zip(exactly, wins, strict=True) if won),
        packages=domain.packages,
        needed=needed,
    )


def _winning(domain: Domain, rule: Rule | None, members: list[tuple[int, ...]]) -> list[bool]:
    """Return, by code of the coalition, whether it wins."""
    if rule is None:
        return [len(some) == domain.parties for some in members]
    names = domain.party_names or ()
    return [holds(rule, votes_cast(rule, {name: "yes" if party in some else "no" for party, name in enumerate(names)})) for some in members]


def _enumerated(domain: Domain, progress: Progress) -> list[int]:
    """Return, by code, how many packages all of a coalition accept: every package is examined once."""
    units, n = grid(domain), domain.parties
    bits = 1 << np.arange(n)
    exactly = np.zeros(1 << n, np.int64)
    for start, chosen in chunks(domain.sizes):
        progress(start, domain.packages)
        accepted: npt.NDArray[np.bool_] = _sums(units.scores, chosen) >= units.floor
        exactly += np.bincount(accepted @ bits, minlength=1 << n)
    progress(domain.packages, domain.packages)
    deals = exactly.tolist()
    for party in range(n):
        for code in range(1 << n):
            if not code >> party & 1:
                deals[code] += deals[code | 1 << party]
    return list(deals)


def _sums(scores: tuple[Ints, ...], chosen: Ints) -> Ints:
    total = np.zeros((len(chosen), scores[0].shape[1]), np.int64)
    for issue, table in enumerate(scores):
        total += table[chosen[:, issue]]
    return total


def _by_count(domain: Domain, members: list[tuple[int, ...]], progress: Progress) -> list[int]:
    """Return the same by a count of its own for each coalition: for more packages than can be listed."""
    units = grid(domain)
    deals = []
    for done, some in enumerate(members):
        progress(done, len(members))
        deals.append(counted(units, some))
    return deals
