"""Were the marks planted? For each group X: how far the rest of the case is somebody else's.

Whoever plants X's marks copies what X is known for and leaves habits of his own. So the case is split in two. X's flag is what is cheap to
fake and on X's record: under "planted" it is as probable as under X, who was copied. The rest, the techniques that X is not known for and
whatever is costly to fake, is the real actor's: under "planted" its probability is the mean over all other groups and an unlisted actor,
by their priors. On honest reports too the rest fits others better, since it is the part that X's record lacks: the log-ratio counts as far
as it exceeds what is usual there. It counts a little more where all techniques together still speak for X, and a little less where they
speak for others: then X's is no flag, but beside the point.

"False flag by X" means here: X's flag was flown, and not by X.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from legation.methods.attribution.item import Claim
from legation.methods.attribution.knowledge import Knowledge

if TYPE_CHECKING:
    from legation.methods.attribution.posterior import Case

__all__ = ["CHEAPLY_NAMED", "SLOPE", "USUAL", "held_back", "planted", "surplus"]

SLOPE = 3.0
"""Log-odds of "planted" for each unit of surplus: honest reports left out lose less than 0.005 of top-1 and top-3 by it and 0.04 of log
loss, the listed ones among reports of the next release no rank and 0.12. ``python -m benchmarks.attribution`` prints what others cost."""
USUAL = 1.6
"""What :func:`surplus` counts from: the mean over single reports left out of ATT&CK v15.1 is 1.3, where marks were planted 2.4."""
CHEAPLY_NAMED = 0.8
"""Above this chance no group is named on evidence that anybody could fake."""
_BESIDE, _LIMIT = 0.25, -2.0
"""Weight of how much better others explain all techniques, and its least value; chosen on the same reports."""

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def surplus(case: Case, claims: Sequence[Claim], knowledge: Knowledge) -> Floats:
    """Return, for each group, how much more than usual the case speaks for "its marks were planted"; natural logarithm, shape (n_groups,).

    It is -inf where no cheap mark of the group was seen, or nobody else could have done it: what is not there was not planted. Where only
    techniques are the group's it is at most 0: they are too common to be a flag.
    """
    costly = np.array([claim.costly for claim in claims], bool)[:, None]
    technique = np.array([claim.kind == "technique" for claim in claims], bool)[:, None]
    flag = case.held & ~costly
    apart = _others(case, (technique & ~flag) | costly, knowledge)
    beside = _others(case, np.broadcast_to(technique | costly, flag.shape), knowledge)
    found = apart - _BESIDE * np.maximum(beside, _LIMIT) - USUAL
    with_software = (flag & ~technique).any(axis=0)
    return np.where(flag.any(axis=0), np.where(with_software, found, np.minimum(found, 0.0)), -np.inf)


def planted(case: Case, claims: Sequence[Claim], knowledge: Knowledge) -> Floats:
    """Return the chance that marks which point to a group were planted, given that it is that or the group itself; shape (n_groups,)."""
    prior = knowledge.false_flag
    if prior == 0:
        return np.zeros(case.log_ratio.shape[1])
    odds = np.log(prior / (1 - prior)) + SLOPE * surplus(case, claims, knowledge)
    return np.asarray(1 / (1 + np.exp(-odds)), np.float64)


def held_back(case: Case, claims: Sequence[Claim], chance: Floats, share: Floats) -> Floats:
    """Return chances of groups and "unlisted", where evidence that anybody could fake names no group above :data:`CHEAPLY_NAMED`.

    What is above goes to an actor that nobody listed. A group on record for something costly to fake is let be, and one whose marks nobody
    else could have planted.

    Parameters
    ----------
    chance : ndarray of float, shape (n_groups + 1,)
    share : ndarray of float, shape (n_groups,)
        Of each group's chance, the share of planted marks: :func:`planted`.
    """
    costly = np.array([claim.costly for claim in claims], bool)
    cheap = (share > 0) & ~case.held[costly].any(axis=0)
    least = np.where(cheap, np.minimum(chance[:-1], CHEAPLY_NAMED / (1 - np.minimum(share, 0.999999))), chance[:-1])
    return np.append(least, chance[-1] + (chance[:-1] - least).sum())


def _others(case: Case, some: Bools, knowledge: Knowledge) -> Floats:
    """Return, for each group, the log-ratio of everybody else, by their priors, over it, on its own choice of claims.

    ``some`` has shape (n_claims, n_groups). Where nobody else has a prior it is -inf.
    """
    n_groups = some.shape[1]
    size = np.zeros((int(case.cluster.max(initial=-1)) + 1, n_groups))
    np.add.at(size, case.cluster, some)
    count = some / (1 + (np.maximum(size[case.cluster], 1) - 1) * knowledge.rho) * case.heat
    said = count.T @ case.log_ratio + some.T.astype(float) @ case.likeness
    prior = np.tile(case.log_prior, (n_groups, 1))
    np.fill_diagonal(prior, -np.inf)
    alone = ~np.isfinite(prior).any(axis=1)
    prior[alone, -1] = 0.0
    together = np.logaddexp.reduce(prior + np.append(said, np.zeros((n_groups, 1)), axis=1), axis=1)
    return np.asarray(np.where(alone, -np.inf, together - np.logaddexp.reduce(prior, axis=1) - said.diagonal()), np.float64)
