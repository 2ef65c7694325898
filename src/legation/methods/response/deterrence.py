"""Deterrence as a small game with ranges: under which beliefs of the other side an answer would make the act not worth its while.

The other side acts or does not. If it acts it gains a benefit b (its own chance of success counted in), spends an effort k, and believes
that with probability p it is found out and bears the cost c of our answer. It is deterred where

    p c + k > b

It is all about what the other side believes, of which we know ranges at best. Within them the region where it is deterred is exact: its
edges in p, and the share of the whole box that it takes, each combination counted alike (no probability: nobody drew the beliefs).

An answer that costs us more than it is worth to us once the act is done is not one that we would be believed to carry out: where its worth
and price are given, whether the threat is credible is said beside.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from legation.errors import BadValue

__all__ = ["Deterrence", "Range", "Threat", "deterrence"]

Range: TypeAlias = tuple[float, float]
_NODES = 24
_THIN = 1e-4
"""A range narrower than this part of the widest counts as a point: exact to some 1e-5."""
_LARGEST = 1e12


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """An answer as the other side may see it.

    Attributes
    ----------
    id : str
    cost : (float, float)
        What it would cost the other side, at least 0, in one unit with benefit and effort.
    belief : (float, float)
        How probable it holds it that it is found out and answered so [0 to 1].
    worth, price : (float, float) or None
        To us, once the act is done: what the answer is worth, and what it costs, the other side's reply to it counted in.
    """

    id: str
    cost: Range
    belief: Range
    worth: Range | None = None
    price: Range | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deterrence:
    """Under which beliefs an answer deters.

    Attributes
    ----------
    id : str
    verdict : {"always", "never", "depends"}
        Over the ranges.
    none_below : float or None
        Up to this belief in being answered it deters nowhere in the ranges; None where no belief, not even certainty, deters anywhere.
    all_above : float or None
        Above this belief it deters everywhere in the ranges; None where not even certainty does.
    share : float
        Of the ranges' combinations, those in which it deters, 0 to 1.
    without : float
        The same share with no answer at all: what effort alone deters.
    credible : {"always", "never", "depends", ""}
        Whether the answer is worth more to us than it costs; empty where that is not given.
    """

    id: str
    verdict: str
    none_below: float | None
    all_above: float | None
    share: float
    without: float
    credible: str


def deterrence(benefit: Range, effort: Range, threats: Iterable[Threat]) -> tuple[Deterrence, ...]:
    """Return for each answer, in the order given, where it deters.

    Parameters
    ----------
    benefit : (float, float)
        Low and high of what the other side believes it gains.
    effort : (float, float)
        Of what the act costs it in any case, at least 0.
    threats : iterable of Threat

    Raises
    ------
    BadValue
        For a range whose low end is above its high end, or that is outside what is allowed.

    Limits
    ------
    One act, one answer, a side that weighs gain and cost. Pride, orders and misreading are outside. The share depends on where the ranges
    were drawn.

    Examples
    --------
    >>> word, listing = Threat(id="word", cost=(0, 2), belief=(.5, 1)), Threat(id="listing", cost=(8, 10), belief=(.2, .8))
    >>> weak, strong = deterrence((4, 6), (1, 1), [word, listing])
    >>> weak.verdict, strong.verdict, round(strong.none_below, 2), strong.all_above, round(strong.share, 2)
    ('never', 'depends', 0.3, 0.625, 0.59)
    """
    b, k = _range("benefit", benefit, -_LARGEST, _LARGEST), _range("effort", effort, 0, _LARGEST)
    found = []
    for one in threats:
        c = _range(f"cost of {one.id!r}", one.cost, 0, _LARGEST)
        p = _range(f"belief of {one.id!r}", one.belief, 0, 1)
        always = p[0] * c[0] + k[0] > b[1]
        never = p[1] * c[1] + k[1] <= b[0]
        found.append(
            Deterrence(
                id=one.id,
                verdict="always" if always else "never" if never else "depends",
                none_below=_edge(b[0] - k[1], c[1]),
                all_above=_edge(b[1] - k[0], c[0]),
                share=1.0 if always else 0.0 if never else _share(b, k, c, p),
                without=float(_exceeds(np.zeros(1), b, k, (0.0, 0.0))[0]),
                credible=_credible(one),
            )
        )
    return tuple(found)


def _edge(needed: float, cost: float) -> float | None:
    """Return the belief at which cost x belief makes up for what is needed; None where certainty is not enough."""
    if needed < 0:
        return 0.0
    return needed / cost if cost > needed else None


def _credible(one: Threat) -> str:
    if one.worth is None or one.price is None:
        return ""
    worth, price = (_range(f"{name} of {one.id!r}", r, -_LARGEST, _LARGEST) for name, r in (("worth", one.worth), ("price", one.price)))
    return "always" if worth[0] > price[1] else "never" if worth[1] <= price[0] else "depends"


def _share(b: Range, k: Range, c: Range, p: Range) -> float:
    """Integrate over p the share of (c, k, b) in which p c + k > b, piece by piece between the kinks."""
    if p[1] - p[0] < 1e-9:
        return float(_exceeds(np.array([(p[0] + p[1]) / 2]), b, k, c)[0])
    kinks = {(gain - spent) / lost for gain, spent, lost in itertools.product(b, k, c) if lost > 0}
    ends = [p[0], *sorted(kink for kink in kinks if p[0] < kink < p[1]), p[1]]
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    total = 0.0
    for low, high in itertools.pairwise(ends):
        at = low + (high - low) * (nodes + 1) / 2
        total += float(weights @ _exceeds(at, b, k, c)) * (high - low) / 2
    return min(1.0, max(0.0, total / (p[1] - p[0])))


def _exceeds(p: np.ndarray, b: Range, k: Range, c: Range) -> np.ndarray:
    """Return by p the share of (c, k, b) with p c + k > b: a sum of evenly spread numbers against a bound (inclusion and exclusion)."""
    return np.array([_above(b[1] - k[0] - x * c[0], (x * (c[1] - c[0]), k[1] - k[0], b[1] - b[0])) for x in p.tolist()])


def _above(bound: float, widths: Sequence[float]) -> float:
    """Return the share of points of a box from 0 to ``widths`` whose sum is above a bound."""
    widest = max(widths)
    if widest <= 0:
        return float(bound < 0)
    wide = [width for width in widths if width > _THIN * widest]
    bound = (bound - sum(width / 2 for width in widths if width <= _THIN * widest)) / widest
    sides = [width / widest for width in wide]
    upper = math.fsum(sides) - bound
    return _up_to(upper, sides) if upper < bound else 1 - _up_to(bound, sides)


def _up_to(bound: float, sides: Sequence[float]) -> float:
    """Return the share of points of a box whose sum is at most a bound; exact for the smaller of the two shares."""
    if bound <= 0:
        return 0.0
    volume = math.fsum(
        (-1) ** sum(corner) * max(0.0, bound - math.fsum(itertools.compress(sides, corner))) ** len(sides)
        for corner in itertools.product((0, 1), repeat=len(sides))
    )
    return min(1.0, max(0.0, volume / (math.factorial(len(sides)) * math.prod(sides))))


def _range(name: str, given: Range, low: float, high: float) -> Range:
    found = tuple(given)
    right = len(found) == 2 and all(isinstance(x, (int, float)) and not isinstance(x, bool) and math.isfinite(x) for x in found)
    if not right or not low <= found[0] <= found[1] <= high:
        raise BadValue(f"{name} must be {low:g} <= low <= high <= {high:g} (got {found!r}); give two numbers in this order")
    return float(found[0]), float(found[1])
