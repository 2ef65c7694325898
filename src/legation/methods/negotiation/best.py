"""One best deal where the frontier is too large to list: branch and bound, with a certificate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from legation.errors import BadValue
from legation.methods.negotiation.domain import TOLERANCE, Domain, Floats, Ints
from legation.methods.negotiation.lottery import Concept, relaxed, weights_of
from legation.methods.progress import Progress, silent

__all__ = ["NODES", "BestDeal", "best_deal"]

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
