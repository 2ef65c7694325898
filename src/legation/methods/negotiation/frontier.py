"""The deals that cannot be improved for one party without a loss to another, exactly; all packages where utilities do not add up."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.negotiation.domain import LARGEST, TOLERANCE, Domain, Floats, Ints
from legation.methods.negotiation.grid import Grid, chunks, grid
from legation.methods.progress import Progress, silent

__all__ = [
    "LIMIT",
    "MOST_PACKAGES",
    "Frontier",
    "Points",
    "enumerated",
    "frontier",
    "points",
]


LIMIT = 200_000
"""Points of a frontier, unless the caller says otherwise."""
LIMIT_OF_MANY = 25_000
"""The same from four parties on, where each point is compared with all others: some seconds."""
_WORD = 2**62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frontier:
    """Every point of utilities that no package dominates.

    Attributes
    ----------
    utilities : ndarray, shape (k, n_parties)
        By falling utility of the first party, then of the second, and so on; each point once.
    packages : ndarray of int, shape (k, n_issues)
        The option of each issue, from 0: of the packages with exactly these utilities the lexicographically smallest.
    multiplicity : ndarray of int, shape (k,)
        How many packages have exactly these utilities; Python integers where there are 2^62 packages or more.
    rational : ndarray of bool, shape (k,)
        Whether no party is below its reservation by more than 1e-9.
    exact : bool
        Whether the scores are whole multiples of a common unit, so that ties are exact; else they were rounded to 1e-12, and sums that
        differ by less may be one point or two.
    """

    utilities: Floats
    packages: Ints
    multiplicity: npt.NDArray[Any]
    rational: npt.NDArray[np.bool_]
    exact: bool


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """A frontier in whole units, with the units it is in."""

    units: Ints
    packages: Ints
    multiplicity: npt.NDArray[Any]
    grid: Grid

    @property
    def utilities(self) -> Floats:
        """The points in the unit of the scores."""
        return np.asarray(self.units / self.grid.scale)

    @property
    def rational(self) -> npt.NDArray[np.bool_]:
        """Whether no party is below its floor."""
        return np.asarray((self.units >= self.grid.floor).all(axis=1))

    @property
    def lowest(self) -> Floats:
        """The least that any package gives each party, rounded as the points are."""
        return np.asarray(np.sum([table.min(axis=0) for table in self.grid.scores], axis=0) / self.grid.scale)

    @property
    def highest(self) -> Floats:
        """The most that any package gives each party, rounded as the points are."""
        return np.asarray(np.sum([table.max(axis=0) for table in self.grid.scores], axis=0) / self.grid.scale)


def frontier(domain: Domain, *, limit: int | None = None, progress: Progress = silent) -> Frontier:
    """Find the Pareto frontier of an additive domain: by sums, issue after issue, of what no other sum dominates.

    A choice for some issues that is dominated stays so whatever is chosen for the rest; so after each issue only undominated sums are kept
    (a dynamic programme over Minkowski sums). Reservations play no part but in ``rational``.

    Parameters
    ----------
    domain : Domain
    limit : int, optional
        How many points may be kept after any issue; 200,000, or 25,000 from four parties on, where it is left out.
    progress : callable
        Issues done, issues in all.

    Returns
    -------
    Frontier

    Raises
    ------
    BadValue
        Where there are more points than the limit: :func:`legation.methods.negotiation.best_deal` finds a solution without them.
    Cancelled
        Where ``progress`` raises it.

    Notes
    -----
    Work grows with the frontier, not with the number of packages: two and three parties with 10^9 packages take milliseconds. With n
    parties, points that are incomparable after each issue can be a large part of all sums.

    References
    ----------
    Kung, Luccio and Preparata (1975), doi:10.1145/321906.321910, on finding what nothing dominates.

    Examples
    --------
    >>> found = frontier(Domain(scores=[[[6, 0, 3], [0, 6, 3]], [[4, 1], [1, 4]]]))
    >>> found.utilities.astype(int).tolist(), found.packages.tolist()
    ([[10, 1], [7, 4], [4, 7], [1, 10]], [[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> found.multiplicity.tolist()
    [1, 2, 2, 1]
    """
    found = points(domain, limit=limit, progress=progress)
    return Frontier(
        utilities=found.utilities,
        packages=found.packages,
        multiplicity=found.multiplicity,
        rational=found.rational,
        exact=found.grid.exact,
    )


def points(domain: Domain, *, limit: int | None = None, progress: Progress = silent) -> Points:
    """Return the frontier in whole units; see :func:`frontier`."""
    from legation.methods.negotiation.kernel import LIMB, extend

    limit = (LIMIT if domain.parties < 4 else LIMIT_OF_MANY) if limit is None else limit
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise BadValue(f"limit must be a whole number, 1 or more (got {limit!r}); say how many points may be kept")
    units = grid(domain)
    word, stride, words = _places(domain.sizes)
    found = np.zeros((1, domain.parties), np.int64)
    keys, counts = np.zeros((1, words), np.int64), np.zeros((1, words), np.int64)
    counts[0, 0] = 1
    order = sorted(range(len(domain.sizes)), key=lambda issue: (domain.sizes[issue], issue))
    for done, issue in enumerate(order):
        progress(done, len(order))
        digits = np.zeros((domain.sizes[issue], words), np.int64)
        digits[:, word[issue]] = np.arange(domain.sizes[issue]) * stride[issue]
        before = len(found)
        found, keys, counts = extend(found, keys, counts, units.scores[issue], digits, limit)
        if not len(found):
            raise BadValue(
                f"frontier must be at most {limit} points (got more after {done + 1} of {len(order)} issues, {before} before); "
                "raise limit, or ask best_deal for one solution"
            )
    progress(len(order), len(order))
    packages = np.stack([keys[:, w] // s % size for w, s, size in zip(word, stride, domain.sizes, strict=True)], axis=1)
    multiplicity: npt.NDArray[Any] = counts[:, 0]
    if words > 1:
        multiplicity = np.array([sum(int(limb) << LIMB * at for at, limb in enumerate(row)) for row in counts.tolist()], object)
    return Points(units=found, packages=packages, multiplicity=multiplicity, grid=units)


def _places(sizes: tuple[int, ...]) -> tuple[list[int], list[int], int]:
    """Return, for each issue, the word and the stride of its digit in a number of mixed radix whose words stay below 2^62; and the words.

    Read word by word, such numbers stand in the order of the packages.
    """
    groups: list[list[int]] = [[]]
    product = 1
    for issue, size in enumerate(sizes):
        if product * size >= _WORD:
            groups.append([])
            product = 1
        groups[-1].append(issue)
        product *= size
    word, stride = [0] * len(sizes), [0] * len(sizes)
    for number, group in enumerate(groups):
        step = 1
        for issue in reversed(group):
            word[issue], stride[issue] = number, step
            step *= sizes[issue]
    return word, stride, len(groups)


MOST_PACKAGES = 10_000_000
_DIGITS = 12


def enumerated(
    utility: Callable[[Ints], npt.ArrayLike],
    sizes: Sequence[int],
    *,
    reservation: npt.ArrayLike | None = None,
    limit: int = LIMIT,
    progress: Progress = silent,
) -> Frontier:
    """Find the frontier of any utilities by looking at every package, some hundred thousand at a time.

    Parameters
    ----------
    utility : callable
        Given packages, shape (k, n_issues), returns what they are worth, shape (k, n_parties).
    sizes : sequence of int
        How many options each issue has; at most 10,000,000 packages.
    reservation : array_like, shape (n_parties,), optional
    limit : int
        Points that may be kept.
    progress : callable
        Packages done, packages in all.

    Returns
    -------
    Frontier
        Utilities are compared, and returned, rounded to 1e-12 of the next power of ten above the largest of the first packages, at least of
        1. ``exact`` is false.

    Raises
    ------
    BadValue
        For more packages, no package, utilities of another shape or not finite, and more points than the limit.
    Cancelled
        Where ``progress`` raises it.

    Examples
    --------
    >>> peace_and_trade = lambda package: np.stack([package.prod(axis=1), 4 - package.sum(axis=1)], axis=1)
    >>> enumerated(peace_and_trade, [3, 3]).utilities.tolist()
    [[4.0, 0.0], [2.0, 1.0], [1.0, 2.0], [0.0, 4.0]]
    """
    from legation.methods.negotiation.kernel import undominated

    counts = [*sizes]
    if not counts or any(isinstance(size, bool) or not isinstance(size, int) or size < 1 for size in counts):
        raise BadValue(f"sizes must be a whole number of options for each issue, 1 or more (got {sizes!r}); correct it")
    total = math.prod(counts)
    if total > MOST_PACKAGES:
        raise BadValue(f"sizes must be at most {MOST_PACKAGES} packages (got {total}); leave options out, or make the scores add up")
    sums: Ints | None = None
    packages = np.zeros((0, len(counts)), np.int64)
    multiplicity = np.zeros(0, np.int64)
    scale = 10.0**_DIGITS
    for start, chosen in chunks(counts):
        progress(start, total)
        given = _values(utility(chosen), len(chosen), None if sums is None else sums.shape[1])
        if sums is None:
            sums = np.zeros((0, given.shape[1]), np.int64)
            scale = 10.0 ** (_DIGITS - max(0, math.ceil(math.log10(max(1.0, float(np.abs(given).max()))))))
        whole = np.rint(np.clip(given * scale, -(2.0**62), 2.0**62)).astype(np.int64)
        every, named = np.concatenate([sums, whole]), np.concatenate([packages, chosen])
        weights = np.concatenate([multiplicity, np.ones(len(chosen), np.int64)])
        order = np.lexsort(tuple(-every.T[::-1]))
        frontier = undominated(every, order, limit)
        if not len(frontier):
            raise BadValue(f"frontier must be at most {limit} points (got more); raise limit")
        group = np.cumsum(np.concatenate([[True], (np.diff(every[order], axis=0) != 0).any(axis=1)])) - 1
        multiplicity = np.bincount(group, weights[order]).astype(np.int64)[group[frontier]]
        sums, packages = every[order[frontier]], named[order[frontier]]
    progress(total, total)
    utilities = np.asarray((np.zeros((0, 0)) if sums is None else sums) / scale)
    floor = np.full(utilities.shape[1], -np.inf) if reservation is None else np.asarray(reservation, np.float64)
    if floor.shape != utilities.shape[1:] or np.isnan(floor).any():
        raise BadValue(f"reservation must be one number for each of {utilities.shape[1]} parties (got {reservation!r}); correct it")
    rational = np.asarray((utilities >= floor - TOLERANCE).all(axis=1))
    return Frontier(utilities=utilities, packages=packages, multiplicity=multiplicity, rational=rational, exact=False)


def _values(given: npt.ArrayLike, rows: int, parties: int | None) -> Floats:
    values = np.asarray(given, np.float64)
    if values.ndim != 2 or len(values) != rows or not values.shape[1] or (parties is not None and values.shape[1] != parties):
        raise BadValue(f"utility must be a row for each of {rows} packages and a column for each party (got shape {values.shape})")
    if not (np.abs(values) <= LARGEST).all():
        raise BadValue(f"utility must be {-LARGEST:g} to {LARGEST:g} (got another number); correct it")
    return values
