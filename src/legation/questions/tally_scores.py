"""A desk's own tallies of a vote against what came, beside the product's forecast on the eve and the last vote on the same title."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall
from legation.methods.forecasting import TallyScore, tally_score
from legation.questions import inputs
from legation.questions.case import Case
from legation.questions.declared import past_votes
from legation.questions.estimate import Estimate, estimate

__all__ = ["WAYS", "last_time", "score_of", "scored_baselines", "vote_of"]

WAYS = ("yes", "abstain", "no")


def vote_of(case: Case, members: Sequence[str], rollcall: str) -> npt.NDArray[np.int8]:
    """Return how members voted: 1 yes, 2 abstain, 3 no, 0 not in the vote."""
    return inputs.ballots(case, members, [rollcall])[:, 0]


def score_of(votes: Mapping[str, str], members: Sequence[str], came: npt.NDArray[np.int8]) -> TallyScore:
    """Return the score of a tally; a member of whom it says nothing counts as a third each, one that it expects absent as not there."""
    p, there = np.full((len(members), 3), 1 / 3), np.ones(len(members))
    for at, member in enumerate(members):
        word = votes.get(member, "")
        if word in WAYS:
            p[at] = np.eye(3)[WAYS.index(word)]
        elif word == "absent":
            there[at] = 0
    return tally_score(p, came, there)


def last_time(case: Case, rollcall: RollCall, members: Sequence[str]) -> dict[str, str]:
    """Return how each member voted the last time on the same title or issue, as far as it was known; nothing where there was no vote."""
    profile = inputs.profile(case, actors=members)
    _, votes = past_votes(case, rollcall, profile.without([rollcall.id]))
    return {member: WAYS[vote - 1] for member, vote in zip(members, votes.tolist(), strict=True) if vote}


def _of_members(made: Estimate, members: Sequence[str]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the chances of members and how surely they are there; a third each where nothing is known, absent where it has no vote."""
    place = {member: at for at, member in enumerate(made.members)}
    p, there = np.full((len(members), 3), 1 / 3), np.zeros(len(members))
    for at, member in enumerate(members):
        if member in place and np.isfinite(made.expected.probability[place[member]]).all():
            p[at] = made.expected.probability[place[member]]
        if member in place:
            there[at] = np.nan_to_num(made.expected.presence[place[member]], nan=1.0)
    return p, there


def scored_baselines(case: Case, rollcall: RollCall, members: Sequence[str]) -> dict[str, TallyScore]:
    """Return the scores of ``product`` (its forecast on the eve of the vote) and ``last`` (as last time), as far as either can be given."""
    came = vote_of(case, members, rollcall.id)
    eve = case.at(rollcall.date.first - dt.timedelta(days=1)) if rollcall.date else None
    if eve is None:
        return {}
    found: dict[str, TallyScore] = {}
    ahead = next((r for r in eve.dossier.rollcalls if r.id == rollcall.id), rollcall)
    made = estimate(eve, ahead)
    if made is not None and made.forecast is not None:
        probability, presence = _of_members(made, members)
        found["product"] = tally_score(probability, came, presence)
    last = last_time(eve, ahead, members)
    if last:
        found["last"] = score_of(last, members, came)
    return found
