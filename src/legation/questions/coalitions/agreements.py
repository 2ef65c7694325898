"""How often each two actors vote alike, over everything on record: made once for a case, for every question that reads it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.voting import Agreement, agreement
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.inputs import VotingProfile

__all__ = ["FEW", "MOST", "AgreementWithMembers", "Likeness", "agreement_with", "agreements", "ends_of", "likenesses"]

FEW = 10
"""Common votes below which an agreement is not counted."""
MOST = 600
"""Actors that are compared pair by pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementWithMembers:
    """How often actors vote as the members of a coalition do, and as those outside.

    Attributes
    ----------
    inside, outside : dict of str to float
        Actor -> its mean agreement with the members, and with the others, itself left out [0 to 1]; nobody with too few common votes.
    """

    inside: dict[str, float]
    outside: dict[str, float]


def agreements(case: Case) -> tuple[VotingProfile, Agreement]:
    """Return the votes on record, and how often each two of their actors agree."""
    profile = inputs.profile(case)
    return case.once(("agreements",), lambda: (profile, agreement(profile.votes)))


def agreement_with(case: Case, members: Collection[str]) -> AgreementWithMembers | None:
    """Return how often each actor votes as the members do and as the others; None where there are no votes, or not of both sides."""
    if not len(case.dossier.votes):
        return None
    profile, measured = agreements(case)
    here = np.array([actor in set(members) for actor in profile.actors], bool)
    if not here.any() or here.all():
        return None
    enough = measured.common >= min(FEW, int(measured.common.max(initial=0)))
    score = np.where(enough & ~np.eye(len(enough), dtype=bool), measured.score, np.nan)
    inside, outside = (_row_means(score[:, side]) for side in (here, ~here))
    return AgreementWithMembers(
        inside={actor: mean for actor, mean in zip(profile.actors, inside, strict=True) if np.isfinite(mean)},
        outside={actor: mean for actor, mean in zip(profile.actors, outside, strict=True) if np.isfinite(mean)},
    )


def _row_means(block: npt.NDArray[np.float64]) -> list[float]:
    """Return the mean of what is known of each row; nan where nothing is."""
    known = np.isfinite(block)
    sums = np.where(known, block, 0).sum(axis=1)
    means: list[float] = np.divide(sums, known.sum(axis=1), out=np.full(len(block), np.nan), where=known.any(axis=1)).tolist()
    return means


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How often another actor votes as one does, with the 95% interval that the number of common votes allows.

    Attributes
    ----------
    actor : str
    score, low, high : float
        1: always alike, 0: always opposite; half a point where one of the two abstains [0 to 1].
    common : int
        Votes in which both voted [roll calls].
    """

    actor: str
    score: float
    low: float
    high: float
    common: int


def likenesses(profile: VotingProfile, measured: Agreement, actor: str, *, least: int = 1) -> list[Likeness]:
    """Return how often each other actor votes as one does, the nearest first; nobody with fewer than ``least`` common votes.

    Examples
    --------
    >>> votes = np.array([[1, 3, 1], [1, 3, 1], [3, 1, 3]], np.int8)
    >>> found = likenesses(VotingProfile(("A", "B", "C"), (), votes), agreement(votes), "A")
    >>> [(one.actor, one.score, one.common) for one in found]
    [('B', 1.0, 3), ('C', 0.0, 3)]
    """
    at = profile.actors.index(actor)
    others = [i for i in range(len(profile.actors)) if i != at and np.isfinite(measured.score[at, i]) and measured.common[at, i] >= least]
    others.sort(key=lambda i: (-measured.score[at, i], profile.actors[i]))
    return [
        Likeness(
            actor=profile.actors[i],
            score=float(measured.score[at, i]),
            low=float(measured.low[at, i]),
            high=float(measured.high[at, i]),
            common=int(measured.common[at, i]),
        )
        for i in others
    ]


def ends_of(case: Case, actor: str, top: int) -> tuple[list[Likeness], list[Likeness]]:
    """Return with whom an actor votes most, and with whom least, over everything on record; nobody is in both.

    Whoever has too few common votes with it is left out: fewer than :data:`FEW`, or than all have where the record is shorter. Nothing is
    returned of an actor that cast no vote, or where more than :data:`MOST` did.
    """
    if not len(case.dossier.votes) or len(inputs.profile(case).actors) > MOST:
        return [], []
    profile, measured = agreements(case)
    if actor not in profile.actors:
        return [], []
    found = likenesses(profile, measured, actor)
    least = min(FEW, max((one.common for one in found), default=0))
    found = [one for one in found if one.common >= least]
    half = min(top, (len(found) + 1) // 2)
    return found[:half], found[half:][::-1][:top]
