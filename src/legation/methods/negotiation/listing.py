"""Frontiers where utilities do not add up over issues: every package is examined, up to ten million."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.negotiation.domain import LARGEST, TOLERANCE, Floats, Ints
from legation.methods.negotiation.frontier import LIMIT, Frontier
from legation.methods.negotiation.grid import chunks
from legation.methods.progress import Progress, silent

__all__ = ["MOST_PACKAGES", "enumerated"]

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
