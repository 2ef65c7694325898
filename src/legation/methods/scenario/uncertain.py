"""Scenarios where judgements are not sure: intervals, several experts, and draws by confidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.scenario.consistent import MOST, NODES, consistent, solved
from legation.methods.scenario.constraint import Constraint
from legation.methods.scenario.matrix import CrossImpactMatrix, Ints, whole_square
from legation.methods.scenario.system import system
from legation.methods.share import TEST, share_interval

__all__ = ["SIGMA", "Held", "Within", "by_confidence", "by_experts", "possibly_consistent", "surely_consistent"]

SIGMA: Mapping[int, float] = {1: 1.5, 2: 1.2, 3: 0.8, 4: 0.5, 5: 0.2}
"""Standard deviation of a judgement by the confidence in it, 1 (a guess) to 5 (sure): an assumption, as usual as any; state it."""
_FINE = 1000
"""Drawn judgements are rounded to a thousandth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """Scenarios that hold for all, or for some, judgements within intervals.

    Attributes
    ----------
    scenarios : ndarray of int, shape (n_found, n)
        In lexicographic order.
    complete : bool
        Whether they are all.
    """

    scenarios: Ints
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Scenarios and the share of matrices in which each is consistent.

    Attributes
    ----------
    scenarios : ndarray of int, shape (n_found, n)
        Each that is consistent in one matrix or more: by falling share, then lexicographic.
    share, low, high : ndarray, shape (n_found,)
        Share of the matrices [0 to 1]; its interval (Wilson, of 95 % unless another level was asked for) where
        matrices were drawn, else the share itself.
    holds : ndarray of bool, shape (n_matrices, n_found)
    counts : tuple of int
        How many scenarios are consistent in each matrix.
    complete : bool
        Whether the search was complete in every matrix.
    """

    scenarios: Ints
    share: npt.NDArray[np.float64]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    holds: npt.NDArray[np.bool_]
    counts: tuple[int, ...]
    complete: bool


def surely_consistent(
    m: CrossImpactMatrix,
    low: npt.ArrayLike,
    high: npt.ArrayLike,
    tolerance: int = 0,
    *,
    constraints: Iterable[Constraint] = (),
    most: int = MOST,
    nodes: int = NODES,
    progress: Progress = silent,
) -> Within:
    """Find the scenarios that are consistent whatever the judgements are within their intervals.

    The worst case: what speaks for a variant of the scenario at its lowest, what speaks for its rivals at its highest.

    Parameters
    ----------
    m : CrossImpactMatrix
        Its own judgements are not looked at.
    low, high : array_like of int, shape (V, V)
        The ends of the interval of each judgement.
    tolerance, constraints, most, nodes, progress
        As of :func:`consistent`.

    Raises
    ------
    BadValue
        For ends that are not whole numbers in order.

    Examples
    --------
    >>> J = np.array([[0, 0, 2, -2], [0, 0, -1, 1], [1, -1, 0, 0], [-2, 2, 0, 0]])
    >>> m = CrossImpactMatrix(descriptors=["talks", "trust"], variants=[["open", "shut"], ["high", "low"]], judgements=J)
    >>> [found(m, J - 2 * (J != 0), J + 2 * (J != 0)).scenarios.tolist() for found in (surely_consistent, possibly_consistent)]
    [[], [[0, 0], [0, 1], [1, 0], [1, 1]]]
    """
    lowest, highest = _ends(m, low, high)
    return _within(m, lowest, highest, tolerance, constraints, most, nodes, progress)


def possibly_consistent(
    m: CrossImpactMatrix,
    low: npt.ArrayLike,
    high: npt.ArrayLike,
    tolerance: int = 0,
    *,
    constraints: Iterable[Constraint] = (),
    most: int = MOST,
    nodes: int = NODES,
    progress: Progress = silent,
) -> Within:
    """Find the scenarios that are consistent for some judgements within their intervals: the best case of each scenario.

    Arguments and errors as of :func:`surely_consistent`.
    """
    lowest, highest = _ends(m, low, high)
    return _within(m, highest, lowest, tolerance, constraints, most, nodes, progress)


def by_experts(
    m: CrossImpactMatrix,
    judgements: Sequence[npt.ArrayLike],
    tolerance: int = 0,
    *,
    constraints: Iterable[Constraint] = (),
    most: int = MOST,
    nodes: int = NODES,
    progress: Progress = silent,
) -> Held:
    """Say in the matrices of how many experts each scenario is consistent; their judgements are not averaged.

    Parameters
    ----------
    m : CrossImpactMatrix
        Gives the descriptors; its own judgements are not looked at.
    judgements : sequence of array_like of int, each of shape (V, V)
    tolerance, constraints, most, nodes, progress
        As of :func:`consistent`.

    Raises
    ------
    BadValue
        Where there is no matrix, or one that does not fit.

    Examples
    --------
    >>> J = np.array([[0, 0, 2, -2], [0, 0, -1, 1], [1, -1, 0, 0], [-2, 2, 0, 0]])
    >>> m = CrossImpactMatrix(descriptors=["talks", "trust"], variants=[["open", "shut"], ["high", "low"]], judgements=J)
    >>> found = by_experts(m, [J, abs(J)])
    >>> found.scenarios.tolist(), found.share.tolist()
    ([[0, 0], [1, 1], [0, 1], [1, 0]], [1.0, 1.0, 0.5, 0.5])
    """
    if isinstance(judgements, str) or not len(judgements):
        raise BadValue("judgements must be a matrix for each expert (got none); give one or more")
    constraints_read = tuple(constraints)
    found = []
    for at, one in enumerate(judgements):
        matrix = whole_square(one, m.offsets[-1], f"judgements of expert {at}")
        whole = CrossImpactMatrix(descriptors=m.descriptors, variants=m.variants, judgements=matrix)
        answer = consistent(whole, tolerance, constraints=constraints_read, most=most, nodes=nodes)
        found.append((answer.scenarios, answer.complete))
        progress(at + 1, len(judgements))
    return _shares(found, len(m.sizes), level=None)


def by_confidence(
    m: CrossImpactMatrix,
    confidence: npt.ArrayLike,
    tolerance: int = 0,
    *,
    draws: int = 400,
    seed: int = 0,
    sigma: Mapping[int, float] = SIGMA,
    constraints: Iterable[Constraint] = (),
    most: int = MOST,
    nodes: int = 1_000_000,
    level: float = TEST,
    progress: Progress = silent,
) -> Held:
    """Say in what share of drawn matrices each scenario is consistent, each judgement drawn as widely as the confidence in it is low.

    A judgement is drawn from a normal distribution about its value, by itself; its standard deviation is that of its confidence.

    Parameters
    ----------
    m : CrossImpactMatrix
    confidence : array_like of int, shape (V, V)
        1 (a guess) to 5 (sure); 0 where a judgement is not drawn.
    draws, seed : int
    sigma : mapping of int to float
        Standard deviations in the unit of the judgements, for 1 to 5.
    level : float
        Of the intervals, above 0 and below 1.
    tolerance, constraints, most, nodes, progress
        As of :func:`consistent`.

    Raises
    ------
    BadValue
        For a confidence or standard deviation out of range, and no draws.

    Notes
    -----
    The interval says how well the share is computed, not how right the standard deviations are.
    """
    trust = whole_square(confidence, m.offsets[-1], "confidence")
    if (trust < 0).any() or (trust > 5).any():
        raise BadValue(f"confidence must be 0 to 5 (got {int(trust.min())} to {int(trust.max())}); 5 is sure, 0 is not drawn")
    if isinstance(draws, bool) or not isinstance(draws, int) or draws < 1:
        raise BadValue(f"draws must be a whole number, 1 or more (got {draws!r}); 400 is usual")
    wide = [0.0, *(float(sigma.get(step, np.nan)) for step in range(1, 6))]
    if not all(0 <= one <= 1000 for one in wide):
        raise BadValue(f"sigma must be a number, 0 to 1000, for each confidence from 1 to 5 (got {dict(sigma)!r}); give all five")
    constraints_read = tuple(constraints)
    rng = np.random.default_rng(seed)
    spread = np.array(wide)[trust]
    found = []
    for draw in range(draws):
        drawn = m.array * _FINE + np.rint(rng.standard_normal(spread.shape) * spread * _FINE).astype(np.int64)
        found.append(solved(system(m, tolerance * _FINE, constraints_read, drawn, drawn), most=most, nodes=nodes))
        progress(draw + 1, draws)
    return _shares(found, len(m.sizes), level=level)


def _within(
    m: CrossImpactMatrix,
    own: Ints,
    rival: Ints,
    tolerance: int,
    constraints: Iterable[Constraint],
    most: int,
    nodes: int,
    progress: Progress,
) -> Within:
    rows, complete = solved(system(m, tolerance, tuple(constraints), own, rival), most=most, nodes=nodes, progress=progress)
    return Within(scenarios=rows, complete=complete)


def _ends(m: CrossImpactMatrix, low: npt.ArrayLike, high: npt.ArrayLike) -> tuple[Ints, Ints]:
    lowest, highest = (whole_square(given, m.offsets[-1], name) for given, name in ((low, "low"), (high, "high")))
    for row, column in np.argwhere(lowest > highest)[:1].tolist():
        raise BadValue(
            f"low, row {row} and column {column} must be at most {highest[row, column]}, the high end (got {lowest[row, column]}); "
            "put the ends in order"
        )
    return lowest, highest


def _shares(found: list[tuple[Ints, bool]], n: int, *, level: float | None) -> Held:
    tally = Counter(tuple(row) for rows, _ in found for row in rows.tolist())
    ranked = sorted(tally.items(), key=lambda one: (-one[1], one[0]))
    place = {scenario: at for at, (scenario, _) in enumerate(ranked)}
    holds = np.zeros((len(found), len(ranked)), bool)
    for at, (rows, _) in enumerate(found):
        holds[at, [place[tuple(row)] for row in rows.tolist()]] = True
    share = holds.mean(axis=0)
    spans = [(hits / len(found),) * 2 if level is None else share_interval(hits, len(found), level) for _, hits in ranked]
    low, high = np.array(spans, np.float64).reshape(-1, 2).T
    return Held(
        scenarios=np.array([scenario for scenario, _ in ranked], np.int64).reshape(-1, n),
        share=share,
        low=low,
        high=high,
        holds=holds,
        counts=tuple(len(rows) for rows, _ in found),
        complete=all(complete for _, complete in found),
    )
