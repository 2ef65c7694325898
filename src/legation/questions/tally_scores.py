"""A desk's own tallies of a vote against what came, beside the product's forecast on the eve and the last vote on the same title."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall
from legation.methods.forecasting import TallyScore, tally_score
from legation.methods.voting.expected import expected_tally
from legation.questions import inputs
from legation.questions.case import Case
from legation.questions.declared import declared_votes, past_votes

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
    before = profile.without([r.id for r in profile.rollcalls if r.id == rollcall.id])
    _, votes = past_votes(case, rollcall, before)
    return {member: WAYS[vote - 1] for member, vote in zip(members, votes.tolist(), strict=True) if vote}


def scored_baselines(case: Case, rollcall: RollCall, members: Sequence[str]) -> dict[str, TallyScore]:
    """Return the scores of ``product`` (its forecast on the eve of the vote) and ``last`` (as last time), as far as either can be given."""
    came = vote_of(case, members, rollcall.id)
    eve = case.at(rollcall.date.first - dt.timedelta(days=1)) if rollcall.date else None
    if eve is None:
        return {}
    found: dict[str, TallyScore] = {}
    ahead = next((r for r in eve.dossier.rollcalls if r.id == rollcall.id), rollcall)
    profile = inputs.profile(eve, actors=members)
    if profile.rollcalls:
        declared = declared_votes(eve, ahead)
        said = np.array([declared[m].vote if m in declared else 0 for m in members], np.int8)
        *titles, title = inputs.title_numbers([*profile.rollcalls, ahead])
        told = expected_tally(profile.votes, said, titles=titles, title=title, replay=0)
        found["product"] = tally_score(told.probability, came, told.presence)
    last = last_time(eve, ahead, members)
    if last:
        found["last"] = score_of(last, members, came)
    return found
