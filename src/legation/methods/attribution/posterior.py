"""From claims to chances: log-ratios of each claim, what they say together, and the posterior over groups and "unlisted"."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from legation.methods.attribution.algebra import effective_count
from legation.methods.attribution.case import LARGEST, UNLISTED, Case, log_prior
from legation.methods.attribution.false_flag import surplus
from legation.methods.attribution.item import Claim
from legation.methods.attribution.knowledge import TEMPERATURE, Knowledge

__all__ = ["DOUBT", "MATCH", "UNLISTED", "Case", "case", "floored", "log_prior", "spread"]

MATCH = 0.27
"""Best match, mean of the two cosines, of a usual report: there the prior of "unlisted" is that of the knowledge."""
DOUBT = 7.0
"""By how much less the cheap software of a report counts for each unit by which the rest is somebody else's; chosen with the cap on
marks planted in reports left out of ATT&CK v15.1 (``python -m benchmarks.attribution``)."""


Floats = npt.NDArray[np.float64]


def case(
    claims: Sequence[Claim], knowledge: Knowledge, prior: Mapping[str, float] | None = None, exclude_sources: Collection[str] = ()
) -> Case:
    """Return the log-ratios of claims and how each counts.

    The logarithm of a ratio is the sum of features x weights; it is discounted to log(w LR + 1 - w). Claims of one report and kind count as
    mean x n / (1 + (n - 1) rho). Each claim's part in the likeness of incident and record is added, by its trust; then the software of one
    report that is cheap to fake is capped, the lower, the more the rest of the case is somebody else's. The less alike the best match, the
    likelier an unlisted actor before the claims are added.

    Raises
    ------
    BadValue
        For a prior that is not over the groups.
    """
    found = knowledge.table.features(claims, exclude_sources)
    weights = knowledge.weights
    raw = np.minimum(found.evidence @ np.array(weights.evidence()), LARGEST)
    trusted = np.array([claim.weight for claim in claims]).reshape(-1, 1)
    log_ratio = np.log(trusted * np.exp(raw) + (1 - trusted))
    clusters = sorted({(claim.cluster, claim.kind) for claim in claims})
    number = np.array([clusters.index((claim.cluster, claim.kind)) for claim in claims], np.int64)
    size = np.bincount(number, minlength=len(clusters))
    share = np.array([effective_count(int(n), knowledge.rho) / n for n in size])
    count = share[number] if claims else np.zeros(0)
    likeness = trusted * (found.likeness @ np.array(weights.likeness()))
    free = count[:, None] * log_ratio + likeness
    match = (trusted[..., None] * found.likeness[..., :2]).sum(axis=(0, 2)) / 2
    pull = weights.unlisted_match if claims and prior is None else 0.0
    level = log_prior(found.prior @ np.array(weights.prior()), knowledge, prior)
    plain = Case(
        log_ratio=log_ratio,
        count=count,
        likeness=likeness,
        said=free,
        capped=np.zeros(free.shape, bool),
        cluster=number,
        log_prior=_moved(level, pull * (MATCH - match.max())),
        match=match,
        pull=pull,
        held=found.held,
        heat=1.0,
    )
    said = _capped(plain, claims, knowledge)
    heat = TEMPERATURE / knowledge.temperature
    return replace(plain, count=count * heat, likeness=likeness * heat, said=said * heat, capped=said < free - 1e-12, heat=heat)


def _capped(found: Case, claims: Sequence[Claim], knowledge: Knowledge) -> Floats:
    """Return what claims say, where the cheap software of one report adds no more to a group than its cap.

    The cap falls, and what is under it with it, as far as the rest of the case is somebody else's: then the software may have been planted.
    """
    said = found.said.copy()
    cheap = np.array([claim.kind == "software" and not claim.costly for claim in claims], bool)
    if not cheap.any():
        return said
    doubt = DOUBT * np.maximum(surplus(found, claims, knowledge), 0.0)
    for number in sorted(set(found.cluster[cheap].tolist())):
        here = cheap & (found.cluster == number)
        total = found.said[here].sum(axis=0)
        most = np.maximum(np.minimum(total, knowledge.software_cap) - doubt, 0.0)
        said[here] *= np.where(total > 0, most / np.where(total > 0, total, 1.0), 1.0)
    return said


def _moved(level: Floats, by: float) -> Floats:
    """Return the logarithm of a prior whose log-odds of "unlisted", the last, are moved."""
    if not by:
        return level
    found = level.copy()
    found[-1] += by
    return np.asarray(found - np.logaddexp.reduce(found), np.float64)


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
