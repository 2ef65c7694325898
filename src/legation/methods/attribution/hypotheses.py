"""A desk's own matrix of evidence and hypotheses, weighed by Bayes, with ranges; Heuer's count beside it.

Counting inconsistent items, as classic analysis of competing hypotheses does, neither made analysts more coherent nor more accurate
(Karvetski & Mandel 2020; Dhami, Belton & Mandel 2019). So the count stands beside the posterior, never in its place.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.attribution.algebra import RHO, effective_count, update
from legation.methods.attribution.item import trust
from legation.methods.share import ends_of

__all__ = ["Competing", "Evidence", "competing_hypotheses"]

_INCONSISTENT = 1 / 3
"""An item whose ratio under a hypothesis is below this share of its best ratio speaks against the hypothesis."""

Floats = npt.NDArray[np.float64]
Ratio = float | tuple[float, float] | tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One row of the matrix.

    Attributes
    ----------
    claim : str
        What it says.
    ratio : mapping of str to float, (float, float) or (float, float, float)
        Likelihood ratio of each hypothesis, on one common scale, as a number, as a range, or as low, value and high; more than 0; one left
        out counts 1.
    origin : str
        Whose information it is: equal claims of one origin are one claim.
    cluster : str
        Report, vendor or tool through which it came; empty where it stands alone.
    reliability : str
        A to F.
    credibility : int
        1 to 6.
    weight : float or None
        Chance that the item is as reported, 0 to 1, where it does not follow from the two grades: a claim that several origins make.
    """

    claim: str
    ratio: Mapping[str, Ratio]
    origin: str = ""
    cluster: str = ""
    reliability: str = "B"
    credibility: int = 2
    weight: float | None = None

    @property
    def trusted(self) -> float:
        """Chance that the item is as reported."""
        return trust(self.reliability, self.credibility) if self.weight is None else self.weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Competing:
    """The matrix, weighed.

    Attributes
    ----------
    hypotheses, analysts : tuple of str
        In the order given.
    probability, low, high : mapping of str to mapping of str to float
        Analyst -> hypothesis -> chance with the middle of every range, and its interval over the ranges, of 90 % unless another
        level was asked for.
    prior : mapping of str to mapping of str to float
        Analyst -> hypothesis -> chance before the evidence.
    log_ratio : mapping of str to float
        What all evidence says together, by hypothesis: what is common to all analysts.
    contribution : mapping of str to mapping of str to float
        Claim -> hypothesis -> its part of ``log_ratio``, after trust and dependence.
    without : mapping of str to mapping of str to mapping of str to float
        Claim left out -> analyst -> hypothesis -> chance.
    inconsistent : mapping of str to int
        Heuer's count: claims that speak against the hypothesis.
    claims : tuple of str
        What counted, each once, in the order given.
    """

    hypotheses: tuple[str, ...]
    analysts: tuple[str, ...]
    probability: Mapping[str, Mapping[str, float]]
    low: Mapping[str, Mapping[str, float]]
    high: Mapping[str, Mapping[str, float]]
    prior: Mapping[str, Mapping[str, float]]
    log_ratio: Mapping[str, float]
    contribution: Mapping[str, Mapping[str, float]]
    without: Mapping[str, Mapping[str, Mapping[str, float]]]
    inconsistent: Mapping[str, int]
    claims: tuple[str, ...]


def competing_hypotheses(
    priors: Mapping[str, Mapping[str, float]],
    evidence: Sequence[Evidence],
    *,
    rho: float = RHO,
    draws: int = 2000,
    seed: int = 0,
    level: float = 0.9,
) -> Competing:
    """Return what each analyst should believe, given a matrix of likelihood ratios that all share.

    Each ratio is discounted by trust, w LR + 1 - w. Items of one cluster count as mean of log-ratios x n / (1 + (n - 1) rho). Within a
    range every logarithm is as probable as another; its middle is the geometric mean. Where a value is given, it is the middle, and each
    side of it is as probable as the other.

    Parameters
    ----------
    priors : mapping of str to mapping of str to float
        Analyst -> hypothesis -> chance; all name the same hypotheses, which exclude each other, leave nothing out, and add up to 1.
    evidence : sequence of Evidence
    rho : float
        0 to 1.
    draws : int
        Behind the intervals, 100 or more.
    seed : int
        0 or more.
    level : float
        Of the intervals, above 0 and below 1.

    Raises
    ------
    BadValue
        For analysts with other hypotheses, ratios or ranges that are not above 0 and finite, one claim of one origin with two judgements.

    References
    ----------
    Heuer (1999), *Psychology of Intelligence Analysis*, chapter 8; Karvetski & Mandel (2020), doi:10.1017/S1930297500008159.

    Examples
    --------
    >>> desk = competing_hypotheses({"A": {"x": .25, "y": .75}}, [Evidence(claim="key", ratio={"x": 3}, reliability="A", credibility=1)])
    >>> round(desk.probability["A"]["x"], 9), desk.inconsistent
    (0.5, {'x': 0, 'y': 0})
    """
    prior = _priors(priors)
    names = tuple(next(iter(prior.values())))
    if isinstance(draws, bool) or not isinstance(draws, int) or draws < 100:
        raise BadValue(f"draws must be a whole number, 100 or more (got {draws!r}); leave it out for 2000")
    rows = _once(evidence, names)
    for row in rows:
        if row.weight is not None and not 0 <= row.weight <= 1:
            raise BadValue(f"weight of {row.claim!r} must be 0 to 1 (got {row.weight!r}); leave it out where the grades say it")
    low, value, high = np.log(np.array([[_range(row, name) for name in names] for row in rows]).reshape(-1, len(names), 3)).transpose(
        2, 0, 1
    )
    weight = np.array([row.trusted for row in rows])[:, None] if rows else np.zeros((0, 1))
    cluster = [("", str(at)) if not row.cluster else (row.cluster, "") for at, row in enumerate(rows)]
    middle = _trusted(value, weight)
    drawn = 2 * np.random.default_rng(seed).random((draws, *low.shape)) - 1
    moved = value + np.where(drawn < 0, drawn * (value - low), drawn * (high - value))
    said = np.einsum("n,dnh->dh", _counts(cluster, rho), _trusted(moved, weight))
    together = _counts(cluster, rho) @ middle
    others = [[at for at in range(len(rows)) if at != left] for left in range(len(rows))]
    without = [_counts([cluster[at] for at in some], rho) @ middle[some] for some in others]
    best = np.exp(middle).max(axis=1, keepdims=True) if rows else np.zeros((0, 1))
    against = (np.exp(middle) < _INCONSISTENT * best - 1e-12).sum(axis=0)
    before = {analyst: np.array([chance[name] for name in names]) for analyst, chance in prior.items()}
    ends = {analyst: np.quantile(_posterior(chance, said), ends_of(level), axis=0) for analyst, chance in before.items()}
    point = {analyst: _posterior(chance, together) for analyst, chance in before.items()}
    return Competing(
        hypotheses=names,
        analysts=tuple(prior),
        probability={analyst: _named(names, chance) for analyst, chance in point.items()},
        low={analyst: _named(names, np.minimum(ends[analyst][0], point[analyst])) for analyst in prior},
        high={analyst: _named(names, np.maximum(ends[analyst][1], point[analyst])) for analyst in prior},
        prior=prior,
        log_ratio=_named(names, together),
        contribution={row.claim: _named(names, part) for row, part in zip(rows, _counts(cluster, rho)[:, None] * middle, strict=True)},
        without={
            row.claim: {analyst: _named(names, _posterior(before[analyst], without[at])) for analyst in prior}
            for at, row in enumerate(rows)
        },
        inconsistent=dict(zip(names, against.tolist(), strict=True)),
        claims=tuple(row.claim for row in rows),
    )


def _priors(priors: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    if not priors:
        raise BadValue("priors must be one analyst or more (got none); give each analyst's prior")
    found = {analyst: update(chance, {}) for analyst, chance in priors.items()}
    first = next(iter(found.values()))
    for analyst, chance in found.items():
        if set(chance) != set(first):
            raise BadValue(f"priors[{analyst!r}] must be {' | '.join(first)} (got {' | '.join(chance)}); name the same hypotheses")
    return {analyst: {name: chance[name] for name in first} for analyst, chance in found.items()}


def _once(evidence: Sequence[Evidence], names: Sequence[str]) -> list[Evidence]:
    """Return each claim of each origin once."""
    found: dict[tuple[str, str], Evidence] = {}
    for at, row in enumerate(evidence):
        for name in row.ratio:
            if name not in names:
                raise BadValue(f"evidence[{at}].ratio must be {' | '.join(names)} (got {name!r}); add it to the priors, or correct it")
        before = found.setdefault((row.claim, row.origin), row)
        if dict(before.ratio) != dict(row.ratio):
            raise BadValue(f"evidence[{at}] must be one judgement of {row.claim!r} by one origin (got two); keep one")
        if row.trusted > before.trusted:
            found[row.claim, row.origin] = row
    return list(found.values())


def _range(row: Evidence, name: str) -> tuple[float, float, float]:
    """Return low, value and high; the value of a range is its geometric mean."""
    given = row.ratio.get(name, 1.0)
    ends = given if isinstance(given, tuple) else (given, given)
    if not (len(ends) in (2, 3) and all(map(math.isfinite, ends)) and ends[0] > 0 and list(ends) == sorted(ends)):
        raise BadValue(f"ratio of {row.claim!r} for {name!r} must be more than 0 and finite, from low to high (got {given!r}); correct it")
    low, high = float(ends[0]), float(ends[-1])
    middle = float(ends[1]) if len(ends) == 3 else low if low == high else math.sqrt(low) * math.sqrt(high)
    return low, middle, high


def _trusted(log_ratio: Floats, weight: Floats) -> Floats:
    return np.asarray(np.log(weight * np.exp(log_ratio) + (1 - weight)))


def _counts(cluster: Sequence[tuple[str, str]], rho: float) -> Floats:
    share = {one: effective_count(size, rho) / size for one, size in Counter(cluster).items()}
    return np.array([share[one] for one in cluster])


def _posterior(prior: Floats, log_ratio: Floats) -> Floats:
    weight = prior * np.exp(log_ratio - log_ratio.max(axis=-1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=-1, keepdims=True))


def _named(names: Sequence[str], values: Floats) -> dict[str, float]:
    return dict(zip(names, values.tolist(), strict=True))
