"""Were the marks planted? For each group X: how far the rest of the case is somebody else's.

Whoever plants X's marks copies what X is known for and leaves habits of his own. So the case is split in two. X's flag is what is cheap to
fake and on X's record: under "planted" it is as probable as under X, who was copied. The rest, the techniques that X is not known for and
whatever is costly to fake, is the real actor's: under "planted" its probability is the mean over all other groups and an unlisted actor,
by their priors. On honest reports too the rest fits others better, since it is the part that X's record lacks: the log-ratio counts as far
as it exceeds what is usual there. It counts a little more where all techniques together still speak for X, and a little less where they
speak for others: then X's is no flag, but beside the point.

"False flag by X" means here: X's flag was flown, and not by X. Under it the cheap software is as probable as under X, so it counts in full,
while for X itself it is capped where the rest is somebody else's: of the chance that the marks give X with nothing capped, "planted" has
the share that the surplus says. What the cap takes from X goes to its false flag in that share, and to the others only for the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from legation.methods.attribution.item import Claim
from legation.methods.attribution.knowledge import Knowledge

if TYPE_CHECKING:
    from legation.methods.attribution.case import Case

__all__ = ["CHEAPLY_NAMED", "SLOPE", "USUAL", "held_back", "planted", "surplus", "told_apart"]

SLOPE = 3.0
"""Log-odds of "planted" for each unit of surplus; ``python -m benchmarks.attribution`` prints what others catch, and cost honest reports.
Marks planted in reports left out of v15.1 raise the false flag of their group to 0.09; the reports as they are give all false flags 0.016
and lose no rank. Reports of the next release lose none either, but 0.05 of log loss."""
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


def told_apart(fit: Floats, full: Floats, share: Floats) -> tuple[Floats, Floats]:
    """Return the chance of each group, and that its marks were planted; together they add up to what ``fit`` does.

    Planted marks have their share of what the marks give the group in full. The group keeps the rest of that, or what it has under the cap
    where that is less: what speaks for planted marks counts once against it. All are then scaled to the chance that the groups had, so that
    an actor whom nobody listed is as likely as before.

    Parameters
    ----------
    fit, full : ndarray of float, shape (n_groups,)
        Chances with the cheap software of one report capped, and without.
    share : ndarray of float, shape (n_groups,)
        Of planted marks: :func:`planted`.

    Examples
    --------
    >>> own, flown = told_apart(np.array([0.1, 0.4]), np.array([0.4, 0.1]), np.array([0.5, 0.0]))
    >>> own.round(3).tolist(), flown.round(3).tolist()
    ([0.071, 0.286], [0.143, 0.0])
    """
    full = np.maximum(fit, full)
    own, flown = np.minimum(fit, (1 - share) * full), share * full
    total = own.sum() + flown.sum()
    scale = fit.sum() / total if total > 0 else 1.0
    return np.asarray(own * scale, np.float64), np.asarray(flown * scale, np.float64)


def held_back(case: Case, claims: Sequence[Claim], own: Floats, share: Floats) -> Floats:
    """Return what each group has above :data:`CHEAPLY_NAMED` on evidence that anybody could fake: it goes to an actor that nobody listed.

    A group on record for something costly to fake is let be, and one whose marks nobody else could have planted.

    Parameters
    ----------
    own : ndarray of float, shape (n_groups,)
        Chance that the group did it.
    share : ndarray of float, shape (n_groups,)
        Of planted marks: :func:`planted`.
    """
    costly = np.array([claim.costly for claim in claims], bool)
    cheap = (share > 0) & ~case.held[costly].any(axis=0)
    return np.asarray(np.where(cheap, np.maximum(own - CHEAPLY_NAMED, 0.0), 0.0), np.float64)


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
