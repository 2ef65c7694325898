"""An observation against every group, before it is added up; and the logarithms of the priors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.attribution.knowledge import Knowledge

__all__ = ["LARGEST", "UNLISTED", "Case", "log_prior"]

UNLISTED = "unlisted"
"""The key under which a prior states the chance that the actor is no listed group."""
MATCH = 0.27
"""Best match, mean of the two cosines, of a usual report: there the prior of "unlisted" is that of the knowledge."""
DOUBT = 7.0
"""By how much less the cheap software of a report counts for each unit by which the rest is somebody else's; chosen with the cap on
marks planted in reports left out of ATT&CK v15.1 (``python -m benchmarks.attribution``)."""
LARGEST = 40.0
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
        As how many independent claims each counts in its cluster, over temperature.
    likeness : ndarray of float, shape (n_claims, n_groups)
        What each claim's part in the likeness of incident and record adds, after trust and over temperature.
    said : ndarray of float, shape (n_claims, n_groups)
        ``count x log_ratio + likeness``, with what the cheap software of one report adds capped: the sum is what all claims say.
    capped : ndarray of bool, shape (n_claims, n_groups)
        Whether the cap took something from the claim.
    cluster : ndarray of int, shape (n_claims,)
        Number of the cluster: a report's techniques are one, its software another.
    log_prior : ndarray of float, shape (n_groups + 1,)
        Of the groups, then of "unlisted", which is likelier the less alike the best match is.
    match : ndarray of float, shape (n_groups,)
        Cosine of techniques and software with each group, trusted in part, 0 to 1.
    pull : float
        By how much the log-odds of "unlisted" fall for each unit of the best match; 0 where a prior is given.
    heat : float
        3 over the temperature.
    held : ndarray of bool, shape (n_claims, n_groups)
        Whether the group is known for it.
    """

    log_ratio: Floats
    count: Floats
    likeness: Floats
    said: Floats
    capped: npt.NDArray[np.bool_]
    cluster: npt.NDArray[np.int64]
    log_prior: Floats
    match: Floats
    pull: float
    heat: float
    held: npt.NDArray[np.bool_]

    def evidence(self) -> Floats:
        """Return what all claims say together for each group, as a log-ratio; shape (n_groups,)."""
        return np.asarray(self.said.sum(axis=0), np.float64)

    def in_full(self) -> Floats:
        """Return the logarithm of what prior and claims give each group and then "unlisted", with nothing capped."""
        said = self.count[:, None] * self.log_ratio + self.likeness
        return np.asarray(self.log_prior + np.append(said.sum(axis=0), 0.0), np.float64)

    def weight(self, *, without: int | None = None) -> Floats:
        """Return the logarithm of what prior and claims give each group and then "unlisted"; without one group, if that is asked for."""
        found = self.log_prior + np.append(self.evidence(), 0.0)
        if without is not None:
            rest = np.delete(self.match, without)
            found[without] = -np.inf
            found[-1] += self.pull * (self.match.max() - rest.max(initial=0.0))
        return np.asarray(found, np.float64)


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
            raise BadValue(f"prior must be a mapping of groups to chances (got {prior!r}); leave it out for that of the knowledge")
        for name, value in prior.items():
            if name != UNLISTED and name not in knowledge.groups:
                raise BadValue(f"prior must be the groups of the knowledge | {UNLISTED} (got {name!r}); correct the id")
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not np.isfinite(value) or value < 0:
                raise BadValue(f"prior[{name!r}] must be a finite number, 0 or more (got {value!r}); correct it")
        listed = np.array([float(prior.get(name, 0.0)) for name in groups])
        unlisted = float(prior.get(UNLISTED, knowledge.unlisted))
        if not listed.sum() > 0:
            raise BadValue("prior must be a chance above 0 for one group or more (got none); name the groups")
        if UNLISTED in prior and abs(listed.sum() + unlisted - 1) > 1e-6:
            raise BadValue(f"prior must be chances that add up to 1 with {UNLISTED} (got {listed.sum() + unlisted:.6g}); add what lacks")
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.append(listed / listed.sum() * (1 - unlisted), unlisted)), np.float64)
