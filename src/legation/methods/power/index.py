"""The indices of Banzhaf, Shapley and Shubik, and Coleman, counted exactly or, for large games, drawn with an interval."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.methods.power import weighted
from legation.methods.power.layers import Diagram, diagram_of
from legation.methods.rule.game import Game, Reduction, game_of
from legation.methods.rule.tree import Rule

__all__ = [
    "COALITIONS",
    "ORDERS",
    "Banzhaf",
    "Coleman",
    "ShapleyShubik",
    "banzhaf",
    "coalitions",
    "coleman",
    "orders",
    "shapley_shubik",
]


ORDERS = 100_000
COALITIONS = 200_000
_AT_ONCE = 4_000_000
"""The most numbers in memory at once."""
_Z = 1.959964


def orders(game: Game, seed: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return each member's share of drawn orders in which it turns the coalition, and half the 95 % interval of it."""
    n = len(game.members)
    weights, turned = _weights(game), np.zeros(n, np.int64)
    random = np.random.default_rng(seed)
    for count in _pieces(ORDERS, n * len(game.needed)):
        order = np.argsort(random.random((count, n)), axis=1)
        met = [np.cumsum(weight[order], axis=1) >= needed for weight, needed in zip(weights, game.needed, strict=True)]
        pivot = np.argmax(game.wins(met), axis=1)
        turned += np.bincount(order[np.arange(count), pivot], minlength=n)
    return _share(turned, ORDERS)


def coalitions(game: Game, seed: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], float]:
    """Return each member's share of drawn coalitions of the others in which it decides, half its interval, and the share that win."""
    n = len(game.members)
    weights, decided = _weights(game), np.zeros(n, np.int64)
    random = np.random.default_rng(seed)
    winning = 0
    for count in _pieces(COALITIONS, n * len(game.needed)):
        inside = random.random((count, n)) < 0.5
        total = [inside @ weight for weight in weights]
        with_it = [(t[:, None] + np.where(inside, 0, w)) >= needed for t, w, needed in zip(total, weights, game.needed, strict=True)]
        without = [(t[:, None] - np.where(inside, w, 0)) >= needed for t, w, needed in zip(total, weights, game.needed, strict=True)]
        decided += (game.wins(with_it) & ~game.wins(without)).sum(axis=0)
        winning += int(game.wins([t >= needed for t, needed in zip(total, game.needed, strict=True)]).sum())
    share, error = _share(decided, COALITIONS)
    return share, error, winning / COALITIONS


def _weights(game: Game) -> npt.NDArray[Any]:
    """Return the weights by criterion; those too large for a machine word to fifteen digits, which no draw would tell apart."""
    return np.array(game.weights, dtype=np.int64 if max(map(sum, game.weights)) < 2**60 else np.float64)


def _pieces(draws: int, width: int) -> Iterator[int]:
    most = max(1, _AT_ONCE // width)
    while draws > 0:
        yield min(most, draws)
        draws -= most


def _share(count: npt.NDArray[np.int64], draws: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return shares and half their Wilson intervals, seen from the share."""
    share = count / draws
    middle = (share + _Z**2 / (2 * draws)) / (1 + _Z**2 / draws)
    half = _Z * np.sqrt(share * (1 - share) / draws + _Z**2 / (4 * draws**2)) / (1 + _Z**2 / draws)
    return share, half + np.abs(middle - share)


EXACT_MEMBERS = 64
"""Up to so many members the Shapley-Shubik values of several criteria are given as fractions as well."""
EXACT_STATES = 30_000
QUADRATURE = 4_000_000_000
"""The most steps of the quadrature over weights; more are sampled."""
_EXACT = "exact counts by weight"
_DIAGRAM = "exact counts on the layered decision diagram"


@dataclass(frozen=True, slots=True, kw_only=True)
class Banzhaf:
    """In how many coalitions of the others each member decides. It ignores what members want.

    Attributes
    ----------
    swings : dict of str to int
        Exact; a rounded estimate where ``interval`` is there.
    winning : int
        How many of the 2**n coalitions win.
    absolute : dict of str to float
        Swings by the 2**(n-1) coalitions of the others: the chance to decide if everybody else votes by lot.
    normalised : dict of str to float
        Shares in all swings: they add up to 1.
    method : str
        How it was counted.
    reduction : str
        How those vote who are not in favour.
    interval : dict of str to (float, float), or None
        Of ``absolute``, 95 %, where it was sampled.
    """

    swings: dict[str, int]
    winning: int
    absolute: dict[str, float]
    normalised: dict[str, float]
    method: str
    reduction: str
    interval: dict[str, tuple[float, float]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapleyShubik:
    """In what share of all orders of the members each is the one who turns the coalition before into a winning one.

    Attributes
    ----------
    value : dict of str to float
        They add up to 1. It ignores what members want.
    exact : dict of str to Fraction, or of str to None
        Where counts by heads are few enough to be kept.
    method, reduction : str
    interval : dict of str to (float, float), or None
        95 %, where it was sampled.
    """

    value: dict[str, float]
    exact: Mapping[str, Fraction | None]
    method: str
    reduction: str
    interval: dict[str, tuple[float, float]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coleman:
    """How often a body acts, and each member's part in it (Coleman 1971). It ignores what members want.

    Attributes
    ----------
    act : float
        Winning coalitions among all.
    prevent, initiate : dict of str to float
        Swings among the winning coalitions, and among the losing ones.
    method, reduction : str
    """

    act: float
    prevent: dict[str, float]
    initiate: dict[str, float]
    method: str
    reduction: str


def banzhaf(rule: Rule, *, reduction: Reduction = "abstention_as_no", seed: int = 0) -> Banzhaf:
    """Count in how many coalitions of the others each member decides.

    A member decides in a coalition that wins with it and loses without it. The counts are exact at any number of members, except where a
    rule of several criteria has more states than can be kept: then coalitions are drawn, and ``method`` and ``interval`` say so.

    Parameters
    ----------
    rule : Rule
        That names its members.
    reduction : {"abstention_as_no", "no_as_abstention"}
        How those vote who are not in favour.
    seed : int
        Of the draws, where there are any.

    Raises
    ------
    BadValue
        Where the rule makes no game: everybody wins, nobody does, or it names nobody.

    References
    ----------
    Banzhaf, J. F. (1965), Weighted voting doesn't work, Rutgers Law Review 19, 317-343. Penrose, L. S. (1946), doi:10.2307/2981392.

    Examples
    --------
    >>> from legation.methods.rule import quota
    >>> found = banzhaf(quota({"DE": 4, "FR": 4, "IT": 4, "BE": 2, "NL": 2, "LU": 1}, 12))  # EEC Council, 1958
    >>> found.swings, found.winning
    ({'DE': 10, 'FR': 10, 'IT': 10, 'BE': 6, 'NL': 6, 'LU': 0}, 14)
    """
    game = game_of(rule, reduction)
    counted = _exact(game)
    if counted is None:
        return _sampled(game, seed)
    swings, winning, method = counted
    total, others = sum(swings), 2 ** (len(game.members) - 1)
    named = list(zip(game.members, swings, strict=True))
    return Banzhaf(
        swings=dict(named),
        winning=winning,
        absolute={name: _ratio(count, others) for name, count in named},
        normalised={name: _ratio(count, total) for name, count in named},
        method=method,
        reduction=game.reduction,
    )


def shapley_shubik(rule: Rule, *, reduction: Reduction = "abstention_as_no", seed: int = 0) -> ShapleyShubik:
    """Say in what share of all orders each member is the one who turns the coalition.

    The value is the mean, over p from 0 to 1, of a member's chance to decide if everybody else is in favour with probability p (Owen's
    multilinear extension). That chance is a polynomial of degree n - 1, so Gauss-Legendre quadrature with n/2 nodes gives the value to
    the last digits; beyond 256 members 8 sqrt(n) nodes do. Where even that is too long, orders are drawn, and ``method`` and ``interval``
    say so.

    Parameters
    ----------
    rule, reduction, seed
        As of :func:`banzhaf`.

    References
    ----------
    Shapley, L. S. and Shubik, M. (1954), doi:10.2307/1951053. Owen, G. (1972), doi:10.1287/mnsc.18.5.64.

    Examples
    --------
    >>> from legation.methods.rule import quota
    >>> shapley_shubik(quota({"DE": 4, "FR": 4, "IT": 4, "BE": 2, "NL": 2, "LU": 1}, 12)).exact["FR"]
    Fraction(7, 30)
    """
    game = game_of(rule, reduction)
    n = len(game.members)
    nodes = min(-(-n // 2), math.ceil(8 * math.sqrt(n)))  # the chance to decide is as narrow as 1/sqrt(n): more nodes add no digit
    how = f"{nodes} nodes: exact" if 2 * nodes >= n else f"{nodes} nodes: error below 1e-12"
    if len(game.needed) == 1:
        weights, quota = game.weights[0], game.needed[0]
        exact = weighted.exact_values(weights, quota)
        if exact is not None:
            return _fractions(game, exact, "exact counts by weight and heads")
        if nodes * len(set(weights)) * sum(weights) <= QUADRATURE:
            return _floats(game, weighted.values(weights, quota, nodes), f"Gauss-Legendre quadrature over weights, {how}")
        if n > EXACT_MEMBERS:
            return _orders(game, seed)
    diagram = diagram_of(game)
    if diagram is None:
        return _orders(game, seed)
    if n <= EXACT_MEMBERS and diagram.states <= EXACT_STATES:
        return _fractions(game, _by_heads(diagram), "exact counts by heads on the layered decision diagram")
    return _floats(game, diagram.values(nodes), f"Gauss-Legendre quadrature on the layered decision diagram, {how}")


def coleman(rule: Rule, *, reduction: Reduction = "abstention_as_no") -> Coleman:
    """Say how often a body acts if everybody votes by lot, and how often each member can prevent or initiate it.

    References
    ----------
    Coleman, J. S. (1971), Control of collectivities and the power of a collectivity to act, in Lieberman (ed.), Social Choice, 269-300.

    Examples
    --------
    >>> from legation.methods.rule import quota
    >>> coleman(quota({"A": 3, "B": 2, "C": 1}, 4)).act
    0.375
    """
    found = banzhaf(rule, reduction=reduction)
    everything = 2 ** len(found.swings)
    return Coleman(
        act=_ratio(found.winning, everything),
        prevent={name: _ratio(count, found.winning) for name, count in found.swings.items()},
        initiate={name: _ratio(count, everything - found.winning) for name, count in found.swings.items()},
        method=found.method,
        reduction=found.reduction,
    )


def _exact(game: Game) -> tuple[list[int], int, str] | None:
    if len(game.needed) == 1 and weighted.fits(game.weights[0], game.needed[0]):
        return *weighted.swings(game.weights[0], game.needed[0]), _EXACT
    diagram = diagram_of(game)
    return None if diagram is None else (*diagram.swings(), _DIAGRAM)


def _by_heads(diagram: Diagram) -> list[Fraction]:
    n = len(diagram.order)
    shares = [Fraction(1, n * math.comb(n - 1, heads)) for heads in range(n)]
    return [sum((share * count for share, count in zip(shares, counts, strict=True)), Fraction(0)) for counts in diagram.by_heads()]


def _fractions(game: Game, values: list[Fraction], method: str) -> ShapleyShubik:
    named = dict(zip(game.members, values, strict=True))
    return ShapleyShubik(value={name: float(v) for name, v in named.items()}, exact=named, method=method, reduction=game.reduction)


def _floats(game: Game, values: np.ndarray, method: str) -> ShapleyShubik:
    named = dict(zip(game.members, values.tolist(), strict=True))
    return ShapleyShubik(value=named, exact=dict.fromkeys(named), method=method, reduction=game.reduction)


def _orders(game: Game, seed: int) -> ShapleyShubik:
    share, error = orders(game, seed)
    named = dict(zip(game.members, zip(share.tolist(), error.tolist(), strict=True), strict=True))
    return ShapleyShubik(
        value={name: value for name, (value, _) in named.items()},
        exact=dict.fromkeys(named),
        method=f"{ORDERS} orders drawn, seed {seed}",
        reduction=game.reduction,
        interval={name: (max(0.0, value - half), min(1.0, value + half)) for name, (value, half) in named.items()},
    )


def _sampled(game: Game, seed: int) -> Banzhaf:
    share, error, winning = coalitions(game, seed)
    n, total = len(game.members), float(share.sum())
    absolute = dict(zip(game.members, share.tolist(), strict=True))
    halves = dict(zip(game.members, error.tolist(), strict=True))
    return Banzhaf(
        swings={name: int(Fraction(value) * 2 ** (n - 1)) for name, value in absolute.items()},
        winning=int(Fraction(winning) * 2**n),
        absolute=absolute,
        normalised={name: value / total if total else 0.0 for name, value in absolute.items()},
        method=f"{COALITIONS} coalitions drawn, seed {seed}",
        reduction=game.reduction,
        interval={name: (max(0.0, value - halves[name]), min(1.0, value + halves[name])) for name, value in absolute.items()},
    )


def _ratio(count: int, whole: int) -> float:
    """Return a share of two whole numbers of any size."""
    return count / whole if whole else 0.0
