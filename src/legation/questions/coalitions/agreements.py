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

__all__ = ["FEW", "AgreementWithMembers", "agreement_with", "agreements"]

FEW = 10
"""Common votes below which an agreement is not counted."""


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
