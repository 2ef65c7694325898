"""Were the marks planted? For each group X: how much better the case is explained if X's marks were put there by somebody else.

Whoever plants X's marks leaves some of their own. So each cheap claim is explained half by X and half by the real actor Y,
log(r_X / 2 + r_Y / 2), while what is costly to fake speaks for Y alone. The best Y, among all groups and an unlisted actor, is compared
with X having done it openly; the difference moves the odds of "planted" from their prior. "False flag by X" means here: X's flag was flown,
and not by X.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from legation.methods.attribution.item import Claim
from legation.methods.attribution.knowledge import Knowledge
from legation.methods.attribution.posterior import Case

__all__ = ["SLOPE", "planted", "surplus"]

SLOPE = 0.4
"""Log-odds of "planted" for each unit of surplus; with it "planted" doubles where five techniques and two tools of another are put in."""

Floats = npt.NDArray[np.float64]


def surplus(case: Case, claims: Sequence[Claim]) -> Floats:
    """Return, for each group, the log-ratio of "its marks were planted by the best other actor" over "it did it"; shape (n_groups,).

    It is -inf where no mark of the group was seen: what is not there was not planted.
    """
    n_claims, n_groups = case.log_ratio.shape
    costly = np.array([claim.costly for claim in claims], bool)
    others = np.concatenate([case.log_ratio, np.zeros((n_claims, 1))], axis=1)
    ratio = np.exp(others)
    best = np.full(n_groups, -np.inf)
    for group in np.flatnonzero(case.held.any(axis=0)).tolist():
        mixed = np.where(costly[:, None], others, np.log(0.5 * ratio[:, [group]] + 0.5 * ratio))
        together = case.count @ mixed
        together[group] = -np.inf
        best[group] = together.max()
    return np.asarray(best - case.evidence(), np.float64)


def planted(case: Case, claims: Sequence[Claim], knowledge: Knowledge) -> Floats:
    """Return the chance that marks which point to a group were planted, given that it is that or the group itself; shape (n_groups,)."""
    prior = knowledge.false_flag
    if prior == 0:
        return np.zeros(case.log_ratio.shape[1])
    odds = np.log(prior / (1 - prior)) + SLOPE * surplus(case, claims)
    return np.asarray(1 / (1 + np.exp(-odds)), np.float64)
