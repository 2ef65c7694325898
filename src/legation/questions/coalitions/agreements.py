"""How often each two actors vote alike, over everything on record: made once for a case, for every question that reads it."""

from __future__ import annotations

from legation.methods.voting import Agreement, agreement
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.inputs import VotingProfile

__all__ = ["agreements"]


def agreements(case: Case) -> tuple[VotingProfile, Agreement]:
    """Return the votes on record, and how often each two of their actors agree."""
    profile = inputs.profile(case)
    return case.once(("agreements",), lambda: (profile, agreement(profile.votes)))
