"""How large the zone of possible agreement is: the packages that nobody would refuse, counted exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.negotiation.domain import Domain, Ints
from legation.methods.negotiation.grid import Grid, grid
from legation.methods.progress import Progress, silent

__all__ = ["Zone", "acceptable", "zone"]

MOST_ROWS = 1_000_000
"""Sums of one half of the issues that are held at once."""
MOST_PAIRS = 20_000_000_000
"""Pairs of sums that are compared where three floors or more bind."""
_BLOCK = 100_000_000
_HALF = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """The zone of possible agreement.

    Attributes
    ----------
    packages : int
        All there are.
    acceptable : int
        Those below nobody's reservation; 0: the zone is empty.
    share : float
        Of all packages [0 to 1].
    by_party : tuple of int
        Those that each party alone would accept.
    without : tuple of int
        Those that all others would accept: how much the zone grows if this party drops its floor.
    """

    packages: int
    acceptable: int
    share: float
    by_party: tuple[int, ...]
    without: tuple[int, ...]


def zone(domain: Domain, *, progress: Progress = silent) -> Zone:
    """Count the packages that clear every reservation, and whose floor it is that closes the zone.

    Parameters
    ----------
    domain : Domain
    progress : callable
        Counts done, counts in all.

    Raises
    ------
    BadValue
        Where too many sums differ to be counted; see :func:`acceptable`.
    Cancelled
        Where ``progress`` raises it.

    Examples
    --------
    >>> zone(Domain(scores=[[[6, 0, 3], [0, 6, 3]], [[4, 1], [1, 4]]], reservation=[5, 4]))
    Zone(packages=6, acceptable=2, share=0.3333333333333333, by_party=(3, 5), without=(5, 3))
    """
    units, everyone = grid(domain), range(domain.parties)
    groups = [tuple(everyone), *((party,) for party in everyone), *(tuple(p for p in everyone if p != left) for left in everyone)]
    counts: dict[tuple[int, ...], int] = {}
    for done, parties in enumerate(groups):
        progress(done, len(groups))
        if parties not in counts:
            counts[parties] = counted(units, parties, lambda *_, at=done: progress(at, len(groups)))
    progress(len(groups), len(groups))
    found = [counts[parties] for parties in groups]
    return Zone(
        packages=domain.packages,
        acceptable=found[0],
        share=found[0] / domain.packages,
        by_party=tuple(found[1 : domain.parties + 1]),
        without=tuple(found[domain.parties + 1 :]),
    )


def acceptable(domain: Domain, parties: Sequence[int] | None = None, *, progress: Progress = silent) -> int:
    """Count the packages that are below the reservation of none of some parties; of all, where they are left out.

    The issues are parted in two halves, each half's sums are counted, and each sum of the one is matched with those of the other that make
    up what is missing: by search where one floor binds, by counting over ranks where two do, pair by pair where there are more.

    Raises
    ------
    BadValue
        Where a half has more than 1,000,000 different sums, or, with three floors or more, more than 2 x 10^10 pairs are to be compared.
    Cancelled
        Where ``progress`` raises it.

    Examples
    --------
    >>> ten_to_the_30 = Domain(scores=[[range(10), range(10)]] * 30, reservation=[135, 135])
    >>> acceptable(ten_to_the_30) == acceptable(ten_to_the_30, [0]) > 5 * 10**29
    True
    """
    parties_of = range(domain.parties) if parties is None else parties
    for party in parties_of:
        if isinstance(party, bool) or not isinstance(party, (int, np.integer)) or not 0 <= party < domain.parties:
            raise BadValue(f"parties must be numbers 0 to {domain.parties - 1} (got {party!r}); number parties from 0")
    return counted(grid(domain), tuple(dict.fromkeys(int(party) for party in parties_of)), progress)


def counted(units: Grid, parties: Sequence[int], progress: Progress = silent) -> int:
    """Count packages that clear the floors of some parties."""
    chosen = list(parties)
    scores = [table[:, chosen] for table in units.scores]
    floor = units.floor[chosen]
    most, least = sum(table.max(axis=0) for table in scores), sum(table.min(axis=0) for table in scores)
    total = 1
    for table in scores:
        total *= len(table)
    if (np.asarray(most) < floor).any():
        return 0
    binding = np.flatnonzero(np.asarray(least) < floor)
    if not len(binding):
        return total
    nothing = (np.zeros((1, len(binding)), np.int64), np.ones(1, np.int64), 1)
    halves = [nothing, nothing]
    for table in sorted(scores, key=len, reverse=True):
        small = int(len(halves[1][0]) < len(halves[0][0]))
        halves[small] = _extended(halves[small], table[:, binding])
    (left, left_counts, _), (right, right_counts, _) = halves
    matched = _matched(floor[binding] - left, right, right_counts, progress)
    return sum(a * b for a, b in zip(left_counts.tolist(), matched.tolist(), strict=True))


def _extended(half: tuple[Ints, Ints, int], table: Ints) -> tuple[Ints, Ints, int]:
    """Return the sums of a half with one more issue, sorted, each once, with the count of packages that have it."""
    sums, counts, packages = half
    rows = len(sums) * len(table)
    if rows > 2 * MOST_ROWS or packages * len(table) >= _HALF:
        raise BadValue(f"zone must be at most {MOST_ROWS} different sums in half of the issues (got {rows} to look at); leave issues out")
    every = (sums[:, None, :] + table[None, :, :]).reshape(rows, -1)
    weights = np.repeat(counts, len(table))
    order = np.lexsort(every.T[::-1])
    every, weights = every[order], weights[order]
    first = np.flatnonzero(np.concatenate([[True], (every[1:] != every[:-1]).any(axis=1)]))
    if len(first) > MOST_ROWS:
        raise BadValue(f"zone must be at most {MOST_ROWS} different sums in half of the issues (got {len(first)}); leave issues out")
    return every[first], np.add.reduceat(weights, first), packages * len(table)


def _matched(needed: Ints, there: Ints, counts: Ints, progress: Progress) -> npt.NDArray[Any]:
    """Return, for each row of what is needed, how many packages have sums of at least that in every column; rows there are sorted."""
    if needed.shape[1] == 1:
        above = np.concatenate([np.cumsum(counts[::-1])[::-1], [0]])
        return np.asarray(above[np.searchsorted(there[:, 0], needed[:, 0], "left")])
    from legation.methods.negotiation.kernel import pairs_of_more, pairs_of_two

    if needed.shape[1] == 2:
        order = np.argsort(-needed[:, 0], kind="stable")
        levels = np.unique(there[:, 1])
        rank = np.searchsorted(levels, there[:, 1])
        wanted = np.searchsorted(levels, needed[:, 1], "left")
        return np.asarray(pairs_of_two(needed[:, 0].copy(), wanted, order, there[:, 0].copy(), rank, counts, len(levels)))
    if len(needed) * len(there) > MOST_PAIRS:
        pairs = len(needed) * len(there)
        raise BadValue(f"zone must be at most {MOST_PAIRS} pairs of sums where three floors or more bind (got {pairs}); leave issues out")
    found = np.zeros(len(needed), np.int64)
    step = max(1, _BLOCK // len(there))
    for start in range(0, len(needed), step):
        progress(start, len(needed))
        found[start : start + step] = pairs_of_more(np.ascontiguousarray(needed[start : start + step]), there, counts)
    return found
