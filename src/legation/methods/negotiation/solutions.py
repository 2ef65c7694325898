"""Which deal is best: the solutions of the literature, each under its own name, with all ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.methods.negotiation.domain import TOLERANCE, Domain, Floats, Ints
from legation.methods.negotiation.frontier import points
from legation.methods.progress import Progress, silent

__all__ = ["Solution", "Solutions", "normalised", "solutions"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution:
    """The points of the frontier that a solution names, by falling utility of the first party.

    Attributes
    ----------
    utilities : ndarray, shape (t, n_parties)
        Each point once; more than one where they tie, none where no deal is rational.
    packages : ndarray of int, shape (t, n_issues)
        The lexicographically smallest with these utilities.
    multiplicity : ndarray of int, shape (t,)
        How many packages have them.
    value : float
        What the solution makes large, or small: the product, gain, share, spread or sum; nan where no deal is rational.
    """

    utilities: Floats
    packages: Ints
    multiplicity: npt.NDArray[Any]
    value: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solutions:
    """The solutions of a domain, among the points of the frontier that are below nobody's reservation.

    A gain is a utility less the disagreement; a party's share is its gain out of the most that any deal would give it.

    Attributes
    ----------
    nash : Solution
        Largest product of gains (Nash 1950).
    egalitarian : Solution
        Largest smallest gain (Kalai 1977).
    kalai_smorodinsky : Solution
        Largest smallest share (Kalai and Smorodinsky 1975, on a finite set).
    min_spread : Solution
        Smallest difference between the largest and the smallest share; some programs call this one Kalai-Smorodinsky.
    max_welfare : Solution
        Largest sum of utilities.
    disagreement, highest : ndarray, shape (n_parties,)
        What each has without a deal, and the most that any deal would give it, rational or not.
    rational : int
        Points of the frontier that are below nobody's reservation.
    exact : bool
        As of :class:`legation.methods.negotiation.Frontier`.
    """

    nash: Solution
    egalitarian: Solution
    kalai_smorodinsky: Solution
    min_spread: Solution
    max_welfare: Solution
    disagreement: Floats
    highest: Floats
    rational: int
    exact: bool


def solutions(domain: Domain, *, limit: int | None = None, progress: Progress = silent) -> Solutions:
    """Find the solutions of a domain among the rational points of its frontier.

    Parameters
    ----------
    domain : Domain
    limit : int, optional
        Points that a frontier may have.
    progress : callable
        Issues done, issues in all.

    Returns
    -------
    Solutions
        All points whose value is within 1e-9 of the best; of products in the scale of the largest one, so that many small gains do not tie.

    Raises
    ------
    BadValue, Cancelled
        As :func:`legation.methods.negotiation.frontier`.

    Notes
    -----
    Disagreement is the reservation, or the lowest possible utility where that is higher. A party whose disagreement is already the most
    that any deal gives has nothing to share and is left out of shares; where nobody can gain, every rational point is a solution.
    The literature's Kalai-Smorodinsky is a point of a convex set; on packages the largest smallest share takes its place.

    References
    ----------
    Nash (1950), doi:10.2307/1907266; Kalai and Smorodinsky (1975), doi:10.2307/1914280; Kalai (1977), doi:10.2307/1913954.

    Examples
    --------
    >>> found = solutions(Domain(scores=[[[0.6, 0.0], [0.0, 0.3]], [[0.4, 0.1], [0.2, 0.7]]]))
    >>> found.nash.utilities.round(6).tolist(), found.nash.packages.tolist()
    ([[0.7, 0.7]], [[0, 1]])
    >>> found.max_welfare.value
    1.4
    """
    found = points(domain, limit=limit, progress=progress)
    rational = np.flatnonzero(found.rational)
    utilities = found.utilities[rational]
    low, high = np.maximum(domain.reservation, found.lowest), found.highest
    gains = utilities - low
    gains[gains <= TOLERANCE] = 0.0  # what is equal within the tolerance is no gain: products of nothing tie
    shares = normalised(gains, low, high)

    def solution(values: Floats, *, relative: bool = False) -> Solution:
        best = float(values.max(initial=-np.inf))
        ties = np.flatnonzero(values >= best - TOLERANCE * (abs(best) if relative else 1.0))
        rows = rational[ties]
        return Solution(
            utilities=utilities[ties],
            packages=found.packages[rows],
            multiplicity=found.multiplicity[rows],
            value=abs(best) if len(ties) and not best else best if len(ties) else float("nan"),
        )

    spread = solution(shares.min(axis=1, initial=np.inf) - shares.max(axis=1, initial=-np.inf) if shares.size else np.zeros(len(rational)))
    return Solutions(
        nash=solution(gains.prod(axis=1), relative=True),
        egalitarian=solution(gains.min(axis=1)),
        kalai_smorodinsky=solution(shares.min(axis=1) if shares.size else np.zeros(len(rational))),
        min_spread=Solution(
            utilities=spread.utilities, packages=spread.packages, multiplicity=spread.multiplicity, value=abs(spread.value)
        ),
        max_welfare=solution(utilities.sum(axis=1)),
        disagreement=domain.disagreement,
        highest=domain.highest,
        rational=len(rational),
        exact=found.grid.exact,
    )


def normalised(gains: Floats, low: Floats, high: Floats) -> Floats:
    """Return gains, shape (k, n_parties), out of the most possible, without the parties that cannot gain anything."""
    able = high - low > TOLERANCE
    return np.asarray(gains[:, able] / (high - low)[able])
