"""From claims to chances: log-ratios of each claim, what they say together, and the posterior over groups and "unlisted"."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.attribution.algebra import effective_count
from legation.methods.attribution.item import Claim
from legation.methods.attribution.knowledge import TEMPERATURE, Knowledge

__all__ = ["UNLISTED", "Case", "case", "floored", "log_prior", "spread"]

UNLISTED = "unlisted"
"""The key under which a prior states the chance that the actor is no listed group."""
_LARGEST = 40.0
"""Largest logarithm of one item's ratio, so that nothing overflows."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An observation against every group, before it is added up.

    Attributes
    ----------
    log_ratio : ndarray of float, shape (n_claims, n_groups)
        Natural logarithm of each claim's likelihood ratio, group against an unlisted actor, after the discount for trust.
    count : ndarray of float, shape (n_claims,)
        As how many independent claims each counts in its cluster, over temperature: the sum of ``count x log_ratio`` is what all say.
    cluster : ndarray of int, shape (n_claims,)
        Number of the cluster: a report's techniques are one, its software another.
    log_prior : ndarray of float, shape (n_groups + 1,)
        Of the groups, then of "unlisted".
    held : ndarray of bool, shape (n_claims, n_groups)
        Whether the group is known for it.
    """

    log_ratio: Floats
    count: Floats
    cluster: npt.NDArray[np.int64]
    log_prior: Floats
    held: npt.NDArray[np.bool_]

    def evidence(self) -> Floats:
        """Return what all claims say together for each group, as a log-ratio; shape (n_groups,)."""
        return np.asarray(self.count @ self.log_ratio, np.float64)


def case(
    claims: Sequence[Claim], knowledge: Knowledge, prior: Mapping[str, float] | None = None, exclude_sources: Collection[str] = ()
) -> Case:
    """Return the log-ratios of claims and how each counts.

    The logarithm of a ratio is the sum of features x weights; it is discounted to log(w LR + 1 - w). Claims of one report and kind count as
    mean x n / (1 + (n - 1) rho).

    Raises
    ------
    BadValue
        For a prior that is not over the groups.
    """
    found = knowledge.table.features(claims, exclude_sources)
    weights = np.array(knowledge.weights.values())
    split = found.evidence.shape[-1]
    raw = np.minimum(found.evidence @ weights[:split], _LARGEST)
    trusted = np.array([claim.weight for claim in claims])[:, None] if claims else np.zeros((0, 1))
    log_ratio = np.log(trusted * np.exp(raw) + (1 - trusted)) if claims else raw
    clusters = sorted({(claim.cluster, claim.kind) for claim in claims})
    number = np.array([clusters.index((claim.cluster, claim.kind)) for claim in claims], np.int64)
    size = np.bincount(number, minlength=len(clusters))
    share = np.array([effective_count(int(n), knowledge.rho) / n for n in size]) * TEMPERATURE / knowledge.temperature
    return Case(
        log_ratio=log_ratio,
        count=share[number] if claims else np.zeros(0),
        cluster=number,
        log_prior=log_prior(found.prior @ weights[split:], knowledge, prior),
        held=found.held,
    )


def log_prior(level: Floats, knowledge: Knowledge, prior: Mapping[str, float] | None) -> Floats:
    """Return the logarithm of the prior over groups, then "unlisted": the knowledge's own, or the one given.

    A prior that is given states the chance of some groups; those left out have none. Where it does not say ``unlisted``, the knowledge's
    chance of an unlisted actor is kept and the rest is shared out in proportion.
    """
    groups = knowledge.table.groups
    if prior is None:
        listed = np.exp(level - level.max())
        unlisted = knowledge.unlisted
    else:
        if not isinstance(prior, Mapping):
            raise BadValue(f"prior: allowed a mapping of groups to chances, found {prior!r}; leave it out for that of the knowledge")
        for name, value in prior.items():
            if name != UNLISTED and name not in knowledge.groups:
                raise BadValue(f"prior: allowed the groups of the knowledge | {UNLISTED}, found {name!r}; correct the id")
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not np.isfinite(value) or value < 0:
                raise BadValue(f"prior[{name!r}]: allowed a finite number, 0 or more, found {value!r}; correct it")
        listed = np.array([float(prior.get(name, 0.0)) for name in groups])
        unlisted = float(prior.get(UNLISTED, knowledge.unlisted))
        if not listed.sum() > 0:
            raise BadValue("prior: allowed a chance above 0 for one group or more, found none; name the groups")
        if UNLISTED in prior and abs(listed.sum() + unlisted - 1) > 1e-6:
            raise BadValue(f"prior: allowed chances that add up to 1 with {UNLISTED}, found {listed.sum() + unlisted:.6g}; add what lacks")
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.append(listed / listed.sum() * (1 - unlisted), unlisted)), np.float64)


def spread(log_weight: Floats, knowledge: Knowledge) -> Floats:
    """Return chances from logarithms, groups then "unlisted"; the slip is shared out among the groups; shape (..., n_groups + 1)."""
    chance = np.exp(log_weight - log_weight.max(axis=-1, keepdims=True))
    chance /= chance.sum(axis=-1, keepdims=True)
    possible = np.isfinite(log_weight[..., :-1])
    even = possible / possible.sum(axis=-1, keepdims=True)
    listed = chance[..., :-1].sum(axis=-1, keepdims=True)
    chance[..., :-1] = (1 - knowledge.slip) * chance[..., :-1] + knowledge.slip * listed * even
    return floored(chance, knowledge.floor)


def floored(chance: Floats, floor: float) -> Floats:
    """Return chances whose last, "unlisted", is not below the floor; the others keep their proportion."""
    last = np.maximum(chance[..., -1:], floor)
    rest = chance[..., :-1].sum(axis=-1, keepdims=True)
    return np.concatenate([chance[..., :-1] * ((1 - last) / np.where(rest > 0, rest, 1)), last], axis=-1)
