"""The bare algebra of evidence: odds, likelihood ratios that are trusted in part, and witnesses who are not independent."""

from __future__ import annotations

import math
from collections.abc import Mapping

from legation.errors import BadValue

__all__ = ["RHO", "discounted", "effective_count", "update"]

RHO = 0.33
"""How much one item of a report, vendor or tool says about the next: with 0.33 any number of them counts as at most three."""


def update(prior: Mapping[str, float], likelihood_ratios: Mapping[str, float]) -> dict[str, float]:
    """Return what to believe of each hypothesis after one item: prior x likelihood ratio, scaled to add up to 1 (Bayes).

    Parameters
    ----------
    prior : mapping of str to float
        Chance of each hypothesis, 0 to 1, adding up to 1; the hypotheses exclude each other and leave nothing out.
    likelihood_ratios : mapping of str to float
        How probable the item is under each hypothesis, on one common scale, 0 or more; a hypothesis left out counts 1.

    Raises
    ------
    BadValue
        For a prior that does not add up to 1, a ratio that is negative or not finite, a hypothesis that has no prior, and where every
        hypothesis is excluded.

    Examples
    --------
    >>> update({"a": .25, "b": .75}, {"a": 3, "b": 1})
    {'a': 0.5, 'b': 0.5}
    >>> round(update({"a": .25, "b": .75}, {"a": discounted(3, .5), "b": 1})["a"], 12)
    0.4
    """
    if not prior:
        raise BadValue("prior must be one hypothesis or more (got none); name the hypotheses")
    for name, value in prior.items():
        _number(f"prior[{name!r}]", value, 0, 1)
    if abs(math.fsum(prior.values()) - 1) > 1e-6:
        raise BadValue(f"prior must be chances that add up to 1 (got {math.fsum(prior.values()):.6g}); add what is left out")
    for name, value in likelihood_ratios.items():
        if name not in prior:
            raise BadValue(f"likelihood_ratios must be {' | '.join(prior)} (got {name!r}); give it a prior, or correct the name")
        _number(f"likelihood_ratios[{name!r}]", value, 0, math.inf)
    greatest = max((likelihood_ratios.get(name, 1.0) for name, chance in prior.items() if chance > 0), default=0.0)
    if not greatest > 0:
        raise BadValue("likelihood_ratios must be more than 0 for a hypothesis with a prior (got 0 for all); a hypothesis is missing")
    weight = {name: chance * (likelihood_ratios.get(name, 1.0) / greatest) for name, chance in prior.items()}
    total = math.fsum(weight.values())
    return {name: value / total for name, value in weight.items()}


def discounted(ratio: float, weight: float) -> float:
    """Return a likelihood ratio that is trusted in part: w x LR + (1 - w). With w = 0 the item says nothing.

    Parameters
    ----------
    ratio : float
        0 or more.
    weight : float
        Chance that the item is as reported, 0 to 1; see :func:`legation.methods.attribution.trust`.

    Raises
    ------
    BadValue
        For numbers outside these ranges.

    Examples
    --------
    >>> discounted(3, .5)
    2.0
    """
    _number("ratio", ratio, 0, math.inf)
    _number("weight", weight, 0, 1)
    return weight * ratio + (1 - weight)


def effective_count(n: int, rho: float = RHO) -> float:
    """Return as how many independent items ``n`` items of one report count: n / (1 + (n - 1) rho), never above 1 / rho.

    The design effect of cluster samples: Kish, L. (1965), *Survey Sampling*, section 5.4.

    Parameters
    ----------
    n : int
        0 or more.
    rho : float
        0 (independent) to 1 (all say the same).

    Raises
    ------
    BadValue
        For numbers outside these ranges.

    Examples
    --------
    >>> round(effective_count(3), 4), round(effective_count(10**6), 2)
    (1.8072, 3.03)
    """
    _number("rho", rho, 0, 1)
    _number("n", n, 0, math.inf)
    return n / (1 + (n - 1) * rho) if n else 0.0


def _number(place: str, value: object, low: float, high: float) -> None:
    fits = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and low <= value <= high
    if not fits:
        span = f"{low:g} or more" if math.isinf(high) else f"{low:g} to {high:g}"
        raise BadValue(f"{place} must be a finite number, {span} (got {value!r}); correct it")
