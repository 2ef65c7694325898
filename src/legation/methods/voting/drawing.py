"""Whole roll calls drawn at random as they may come out: members who vote alike move together, and one roll call moves them all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from legation.methods.voting.outlook import Outlook
from legation.methods.voting.resemblance import Resemblance
from legation.methods.voting.votes import FloatArray, IntArray, VoteArray

__all__ = ["Lean", "Spreads", "drawn", "lean_of"]

_CHUNK = 2_000_000
"""Numbers drawn at once: what memory a drawing takes."""
_LOGISTIC = 0.588
"""A normal shock of standard deviation s to a logit flattens it by 1 / sqrt(1 + (0.588 s)^2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreads:
    """How far one roll call moves many members at once, beyond what each of them is unsure of.

    Attributes
    ----------
    common, bloc : float
        Of everybody's lean towards yes, and of each bloc's own [standard deviations of a member's lean].
    presence : float
        Of everybody's chance of coming [of its logit].
    blocs : ndarray of int, shape (n_actors,)
        Bloc of each member, from 0.
    error : float
        Of everybody's lean once more, on top of their chances: what the forecast's own past error asks for beyond them.
    replayed : int
        Past roll calls from which they are estimated; 0 where there were too few, and the usual ones are taken.
    """

    common: float
    bloc: float
    presence: float
    blocs: IntArray
    replayed: int
    error: float = 0.0


@dataclass(frozen=True, slots=True)
class Lean:
    """How leanings vary together: ``shared`` (n_actors, rank) times common normals, plus ``own`` (n_actors,) times one for each member."""

    shared: FloatArray
    own: FloatArray


def lean_of(model: Resemblance, said: VoteArray) -> Lean:
    """Return how the leanings, yes minus no, vary together once some votes are known; each member's variance is 1."""
    loading = model.loading[:, 0] - model.loading[:, 1]
    shared = loading @ np.linalg.cholesky(model.mixture(said)[1])
    own = model.own[:, 0, 0] + model.own[:, 1, 1] - 2 * model.own[:, 0, 1]
    deviation = np.sqrt((shared**2).sum(axis=1) + own)
    return Lean(shared / deviation[:, None], np.sqrt(own) / deviation)


def drawn(ahead: Outlook, lean: Lean, spreads: Spreads, count: int, rng: np.random.Generator) -> VoteArray:
    """Draw ``count`` roll calls, shape (count, n_actors), in the codes of votes; 0 is absent.

    A member's lean t is normal with variance 1: its part of the mix of earlier roll calls, a shock that everybody has, one of its bloc, and
    its own. It votes no where t is below the quantile of its chance of no, yes where t is above that of 1 less its chance of yes. So every
    member has its own chances, whatever moves together; only ``error``, added at the end, goes beyond them. Presence is drawn likewise,
    with one shock for all.
    """
    from scipy.special import expit, logit, ndtri

    n, rank = lean.shared.shape
    least, most = ndtri(ahead.probability[:, 2]), ndtri(1 - ahead.probability[:, 0])
    size = np.sqrt(1 + spreads.common**2 + spreads.bloc**2)
    coming = logit(ahead.presence) * np.sqrt(1 + (_LOGISTIC * spreads.presence) ** 2)
    blocs = int(spreads.blocs.max()) + 1
    votes = np.empty((count, n), np.int8)
    step = max(1, _CHUNK // n)
    for start in range(0, count, step):
        part = votes[start : start + step]
        many = len(part)
        t = rng.standard_normal((many, rank)) @ lean.shared.T
        t += rng.standard_normal((many, n)) * lean.own
        t += spreads.common * rng.standard_normal((many, 1))
        t += spreads.bloc * rng.standard_normal((many, blocs))[:, spreads.blocs]
        t /= size
        t += spreads.error * rng.standard_normal((many, 1))
        here = rng.random((many, n)) < expit(coming + spreads.presence * rng.standard_normal((many, 1)))
        part[:] = np.where(t > most, 1, np.where(t < least, 3, 2)) * here
    return votes
