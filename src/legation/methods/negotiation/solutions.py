"""Which deal is best: the solutions of the literature with all ties; branch and bound where the frontier is too large to list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.negotiation.domain import TOLERANCE, Domain, Floats, Ints
from legation.methods.negotiation.frontier import Points, points
from legation.methods.negotiation.lottery import Concept, relaxed, weights_of
from legation.methods.progress import Progress, silent

__all__ = [
    "NODES",
    "BestDeal",
    "Solution",
    "Solutions",
    "best_deal",
    "normalised",
    "solutions",
    "solutions_among",
]


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
    return solutions_among(domain, points(domain, limit=limit, progress=progress))


def solutions_among(domain: Domain, found: Points) -> Solutions:
    """Return the solutions among the points of a frontier that is there already."""
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


NODES = 50_000_000
"""Partial packages that are examined, unless the caller says otherwise: some seconds."""
_STEP = 500_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BestDeal:
    """A deal, and how much better another could be.

    Attributes
    ----------
    package : tuple of int or None
        None where no rational deal was found.
    utilities : ndarray, shape (n_parties,)
        nan where none was found.
    value : float
        The product of gains, the smallest gain, or the smallest share; nan where none was found.
    bound : float
        What no rational deal exceeds.
    proven : bool
        Whether the search was complete: the deal is best to 1e-9 (of products: of their scale), or there is no rational deal.
    nodes : int
        Partial packages looked at, to the next half million.
    """

    package: tuple[int, ...] | None
    utilities: Floats
    value: float
    bound: float
    proven: bool
    nodes: int


def best_deal(domain: Domain, concept: Concept = "nash", *, nodes: int = NODES, progress: Progress = silent) -> BestDeal:
    """Find one deal that a solution concept names, without listing the frontier.

    Issue after issue is settled; a branch is left when what it can still give is no better than a deal that is known. What it can give is
    bounded twice: by the most that each party can still have, and by the most that the sum of gains can still be at the prices of the best
    lottery. Of deals that tie, one with the largest sum of utilities: it is on the frontier.

    Parameters
    ----------
    domain : Domain
    concept : {"nash", "egalitarian", "kalai_smorodinsky"}
    nodes : int
        How many partial packages are examined, at most.
    progress : callable
        Nodes done, nodes allowed.

    Raises
    ------
    BadValue
        For an unknown concept, and ``nodes`` below 1.
    Cancelled
        Where ``progress`` raises it.

    Notes
    -----
    Parties that cannot gain by any deal are left out of products and shares, as in :func:`legation.methods.negotiation.best_lottery`; their
    reservations still hold. Where the search is cut short, ``value`` and ``bound`` say how far the deal can be from the best.

    Examples
    --------
    >>> found = best_deal(Domain(scores=[[[0.6, 0.0], [0.0, 0.3]], [[0.4, 0.1], [0.2, 0.7]]]))
    >>> found.package, round(found.value, 6), found.proven
    ((0, 1), 0.3, True)
    """
    from legation.methods.negotiation.kernel import BEST, descend

    if isinstance(nodes, bool) or not isinstance(nodes, int) or nodes < 1:
        raise BadValue(f"nodes must be a whole number, 1 or more (got {nodes!r}); say how long the search may be")
    unit, counted = weights_of(domain, concept)
    shares, _, ceiling, price = relaxed(domain, concept)
    nothing = np.full(domain.parties, np.nan)
    if shares is None:
        return BestDeal(package=None, utilities=nothing, value=float("nan"), bound=float("nan"), proven=True, nodes=0)
    order = sorted(range(len(domain.sizes)), key=lambda issue: (-float(np.ptp(domain.tables[issue], axis=1).sum()), issue))
    parties = np.flatnonzero(counted)
    paid = price[parties]
    product = concept == "nash" and bool((paid > 0).all()) and bool(len(parties))
    rated = np.zeros(domain.parties)
    rated[parties] = paid * unit[parties]
    tables, options = [], []
    for issue in order:
        table = domain.tables[issue].T
        options.append(np.argsort(-(table @ rated), kind="stable"))
        tables.append(table[options[-1]])
    size = np.array([len(table) for table in tables])
    start = np.concatenate([[0], np.cumsum(size)[:-1]])
    issues = len(tables)
    choice, best = np.full(issues, -1, np.int64), np.full(issues, -1, np.int64)
    record = np.array([-1.0, -np.inf])
    state = np.zeros(1, np.int64)
    partial = np.zeros((issues + 1, domain.parties))
    rest = np.vstack([_rest([table.max(axis=0) for table in tables]), np.zeros((1, domain.parties))])
    rest_mean = np.append(_rest([(table @ rated).max() for table in tables]), 0.0)
    rest_sum = np.append(_rest([table.sum(axis=1).max() for table in tables]), 0.0)
    tolerance = TOLERANCE * (ceiling if product else 1.0)
    done, going = 0, True
    while going and done < nodes:
        progress(done, nodes)
        going = descend(
            np.concatenate(tables), start, size, rest, rest_mean, rest_sum, partial, choice, state, record, best,
            domain.reservation - TOLERANCE, unit, domain.disagreement, parties, paid, product, tolerance, min(_STEP, nodes - done),
        )  # fmt: skip
        done += min(_STEP, nodes - done)
    progress(nodes, nodes)
    if best[0] < 0:
        bound = float("nan") if not going else ceiling
        return BestDeal(package=None, utilities=nothing, value=float("nan"), bound=bound, proven=not going, nodes=done)
    package = _package(order, options, best)
    value = float(record[BEST])
    return BestDeal(
        package=package,
        utilities=domain.utilities(package)[0],
        value=value,
        bound=max(value, ceiling) if going else value,
        proven=not going,
        nodes=done,
    )


def _rest(most: list[Floats]) -> Floats:
    """Return, for each depth, the sum of what is left from there on."""
    return np.asarray(np.cumsum(np.array(most)[::-1], axis=0)[::-1])


def _package(order: list[int], options: list[Ints], best: Ints) -> tuple[int, ...]:
    """Return the options in the order of the issues."""
    package = [0] * len(order)
    for depth, issue in enumerate(order):
        package[issue] = int(options[depth][best[depth]])
    return tuple(package)
