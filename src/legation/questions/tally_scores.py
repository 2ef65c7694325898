"""A desk's own tallies of a vote against what came, beside the product's forecast on the eve and the last vote on the same title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall
from legation.methods.forecasting import TallyScore, tally_score
from legation.questions import inputs
from legation.questions.case import Case
from legation.questions.declared import past_votes
from legation.questions.eve import eve_of

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


def scored_baselines(case: Case, rollcall: RollCall, members: Sequence[str]) -> dict[str, TallyScore]:
    """Return the scores of ``product`` and ``last`` (as last time), each from what was known on the day before the vote.

    Both are worked out when they are asked for; a sealed tally beside them stays as it was sealed. A member of today that had no seat then
    is forecast by nobody: a third each.
    """
    came = vote_of(case, members, rollcall.id)
    eve = eve_of(case, rollcall)
    if eve is None:
        return {}
    found: dict[str, TallyScore] = {}
    expected = eve.expected(replay=0)
    if expected is not None:
        place = {member: at for at, member in enumerate(eve.profile.actors)}
        seated = [place.get(member) for member in members]
        p, there = np.full((len(members), 3), 1 / 3), np.ones(len(members))
        for row, at in enumerate(seated):
            if at is not None and np.isfinite(expected.probability[at]).all():
                p[row], there[row] = expected.probability[at], np.nan_to_num(expected.presence[at], nan=1.0)
        found["product"] = tally_score(p, came, there)
    last = last_time(eve.case, eve.ahead, members)
    if last:
        found["last"] = score_of(last, members, came)
    return found
