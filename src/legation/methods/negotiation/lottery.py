"""The best lottery over packages: where no single deal is fair, a draw between a few can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.negotiation.domain import TOLERANCE, Domain, Floats, Ints

__all__ = ["CONCEPTS", "Concept", "Lottery", "best_lottery", "weights_of"]

Concept = Literal["nash", "egalitarian", "kalai_smorodinsky"]
CONCEPTS: tuple[Concept, ...] = ("nash", "egalitarian", "kalai_smorodinsky")
_ROUNDS = 60
_GAP = 1e-9
_PRECISE = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lottery:
    """A draw between packages.

    Attributes
    ----------
    packages : ndarray of int, shape (k, n_issues)
        By falling probability, then lexicographically.
    probability : ndarray, shape (k,)
    utilities : ndarray, shape (n_parties,)
        Expected.
    value : float
        Of the concept: the product of expected gains, the smallest one, or the smallest share; nan where no lottery is rational.
    bound : float
        What no lottery exceeds, so how far the value can be from the best.
    below : ndarray of bool, shape (k,)
        Whether a package that may be drawn is below somebody's reservation: such a draw has to bind before it is made.
    """

    packages: Ints
    probability: Floats
    utilities: Floats
    value: float
    bound: float
    below: npt.NDArray[np.bool_]


def best_lottery(domain: Domain, concept: Concept = "nash") -> Lottery:
    """Find the lottery over packages that a solution concept names.

    Utilities add up, so every lottery is worth what its shares of options are worth issue by issue, and each choice of shares is some
    lottery: the search is a linear programme over options, whatever the number of packages. The Nash product is made large through cuts at
    the tangents of the logarithm, until what the cuts allow is reached to 10^-9.

    Parameters
    ----------
    domain : Domain
    concept : {"nash", "egalitarian", "kalai_smorodinsky"}

    Returns
    -------
    Lottery
        Rational on average: no party's expected utility is below its reservation. Empty where there is no such lottery.

    Raises
    ------
    BadValue
        For an unknown concept.

    Notes
    -----
    Disagreement and highest utilities as in :func:`legation.methods.negotiation.solutions`. For parties that take risks evenly only.
    Parties that cannot gain by any deal are kept at their disagreement and left out of product and shares.

    Examples
    --------
    >>> found = best_lottery(Domain(scores=[[[1, 0], [0, 1]]]), "egalitarian")
    >>> found.packages.tolist(), found.probability.round(6).tolist(), round(found.value, 6)
    ([[0], [1]], [0.5, 0.5], 0.5)
    """
    shares, value, bound, _ = relaxed(domain, concept)
    if shares is None:
        none = np.zeros((0, len(domain.sizes)), np.int64)
        nothing = np.full(domain.parties, np.nan)
        return Lottery(packages=none, probability=np.zeros(0), utilities=nothing, value=value, bound=bound, below=np.zeros(0, bool))
    packages, probability = _as_lottery(shares)
    order = np.lexsort((*packages.T[::-1], -probability.round(12)))
    packages, probability = packages[order], probability[order]
    utilities = domain.utilities(packages)
    below = (utilities < domain.reservation - TOLERANCE).any(axis=1)
    return Lottery(
        packages=packages, probability=probability, utilities=probability @ utilities, value=value, bound=bound, below=np.asarray(below)
    )


def weights_of(domain: Domain, concept: Concept) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return what a gain of each party counts under a concept, and which parties count: those that can gain anything.

    Raises
    ------
    BadValue
        For an unknown concept.
    """
    if concept not in CONCEPTS:
        raise BadValue(f"concept must be {' | '.join(CONCEPTS)} (got {concept!r}); choose one")
    room = domain.highest - domain.disagreement
    able = room > TOLERANCE
    unit = 1 / np.where(able, room, 1.0) if concept == "kalai_smorodinsky" else np.ones(domain.parties)
    counted = np.ones(domain.parties, bool) if concept == "egalitarian" else able
    return unit, np.asarray(counted)


def relaxed(domain: Domain, concept: Concept) -> tuple[list[Floats] | None, float, float, Floats]:
    """Return the shares of options that are best on average, their value, a bound, and the price of a unit of gain of each party there."""
    from scipy.optimize import linprog

    unit, counted = weights_of(domain, concept)
    parties, sizes = np.flatnonzero(counted), domain.sizes
    low = domain.disagreement
    scores = np.concatenate(domain.tables, axis=1)
    options = scores.shape[1]
    tops = len(parties) if concept == "nash" and len(parties) else 1
    once = np.zeros((len(sizes), options + tops))
    for issue, end in enumerate(np.cumsum(sizes).tolist()):
        once[issue, end - sizes[issue] : end] = 1
    rational = np.hstack([-scores, np.zeros((domain.parties, tops))])
    rows, tops_of = [rational], [-low + TOLERANCE]
    bounds: list[tuple[float | None, float | None]] = [*[(0.0, 1.0)] * options, *[(None, None)] * tops]
    goal = np.concatenate([np.zeros(options), -np.ones(tops)])
    if concept != "nash" or not len(parties):
        level = np.hstack([-scores[parties] * unit[parties, None], np.ones((len(parties), tops))])
        rows.append(level)
        tops_of.append(-low[parties] * unit[parties])
        if not len(parties):
            bounds[options:] = [(0.0, 0.0)] * tops
        found = linprog(goal, np.vstack(rows), np.concatenate(tops_of), once, np.ones(len(sizes)), bounds, method="highs", options=_PRECISE)
        if found.status != 0:
            return None, float("nan"), float("nan"), np.zeros(domain.parties)
        price = np.zeros(domain.parties)
        price[parties] = -found.ineqlin.marginals[domain.parties :]
        value = max(0.0, -float(found.fun))
        return _split(found.x, sizes), value, value, price / (price.sum() or 1.0)
    return _nash(domain, parties, scores, rows[0], tops_of[0], once, goal, bounds)


def _nash(
    domain: Domain,
    parties: Ints,
    scores: Floats,
    rational: Floats,
    floor: Floats,
    once: Floats,
    goal: Floats,
    bounds: list[tuple[float | None, float | None]],
) -> tuple[list[Floats] | None, float, float, Floats]:
    from scipy.optimize import linprog

    start, level, _, price = relaxed(domain, "egalitarian" if len(parties) == domain.parties else "kalai_smorodinsky")
    if start is None:
        return None, float("nan"), float("nan"), price
    low = domain.disagreement[parties]
    if level <= TOLERANCE:
        return start, 0.0, 0.0, price
    room = domain.highest[parties] - low
    shares = np.concatenate(start)
    gain = scores[parties] @ shares - low
    best, best_shares, settled = -np.inf, shares, gain
    bounds = [*bounds[: scores.shape[1]], *((None, top) for top in np.log(room).tolist())]
    cuts, ends = [], []
    bound = np.inf
    for _ in range(_ROUNDS):
        if gain.min() > 0 and np.log(gain).sum() > best:
            best, best_shares, settled = float(np.log(gain).sum()), shares, gain
        gain = np.maximum(gain, settled / 20)  # a tangent near 0 is too steep for the solver; any tangent is a valid cut
        most = sum((table[parties] / gain[:, None]).sum(axis=0).max() for table in domain.tables) - (low / gain).sum()
        bound = min(bound, float(np.log(gain).sum() + len(parties) * np.log(most / len(parties))))
        if bound - best <= _GAP:
            break
        cuts.append(np.hstack([-scores[parties] / gain[:, None], np.eye(len(parties))]))
        ends.append(np.log(gain) - 1 - low / gain)
        found = linprog(
            goal,
            np.vstack([rational, *cuts]),
            np.concatenate([floor, *ends]),
            once,
            np.ones(len(once)),
            bounds,
            method="highs",
            options=_PRECISE,
        )
        if found.status != 0:
            break
        bound = min(bound, -float(found.fun))
        shares = found.x[: scores.shape[1]]
        gain = scores[parties] @ shares - low
    price = np.zeros(domain.parties)
    price[parties] = 1 / settled
    return _split(best_shares, domain.sizes), float(settled.prod()), float(np.exp(max(bound, best))), price


def _split(values: Floats, sizes: tuple[int, ...]) -> list[Floats]:
    return [np.asarray(part) for part in np.split(values[: sum(sizes)], np.cumsum(sizes)[:-1])]


def _as_lottery(shares: list[Floats]) -> tuple[Ints, Floats]:
    """Return packages and probabilities with these shares of options: one draw of a number decides all issues at once."""
    marginal = [np.where(part > 1e-12, part, 0.0) for part in shares]
    ends = [np.cumsum(part / part.sum()) for part in marginal]
    marks = np.unique(np.concatenate([[0.0, 1.0], *(end[:-1] for end in ends)]).round(12))
    marks = marks[(marks >= 0) & (marks <= 1)]
    middles = (marks[1:] + marks[:-1]) / 2
    packages = np.stack([np.minimum(np.searchsorted(end, middles, "right"), len(end) - 1) for end in ends], axis=1)
    distinct, group = np.unique(packages, axis=0, return_inverse=True)
    probability = np.bincount(group.ravel(), np.diff(marks))
    return distinct.astype(np.int64), probability / probability.sum()
