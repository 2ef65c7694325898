"""The day before a vote: what was known, the forecast of that day, and a desk's own tallies scored beside it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall
from legation.methods.forecasting import TallyScore, tally_score
from legation.methods.voting.history import if_there
from legation.methods.voting.tally import REPLAYED, Expected
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.inputs import VotingProfile
from legation.questions.votes.declarations import declared_votes, past_votes
from legation.questions.votes.estimate import expected_for

__all__ = [
    "WAYS",
    "Eve",
    "chances_of",
    "eve_of",
    "last_time",
    "score_of",
    "scored_baselines",
    "today_of",
    "vote_of",
]


Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Eve:
    """A vote as it stood on the day before it.

    Attributes
    ----------
    case : Case
        Only the rows known at the end of ``cut``.
    cut : date
        The day before the first day on which the vote may have been held.
    ahead : RollCall
        The vote as it was announced by then; of one that was not announced, no more than its title, day, stage and body.
    profile : Profile
        The votes known by then, of those who were members on that day.
    titles, title : tuple of int, int
        A number for the title of each of these votes, and that of this one: the same for repeats.
    """

    case: Case
    cut: dt.date
    ahead: RollCall
    profile: VotingProfile
    titles: tuple[int, ...]
    title: int

    @property
    def same(self) -> npt.NDArray[np.bool_]:
        """Which of the votes known are on the same title, shape (n_rollcalls,)."""
        return np.asarray(np.array(self.titles, np.intp) == self.title, np.bool_)

    def declared(self) -> Codes:
        """Return what members had declared by then, shape (n_actors,); 0 where nothing."""
        said = declared_votes(self.case, self.ahead)
        return np.array([said[m].vote if m in said else 0 for m in self.profile.actors], np.int8)

    def expected(self, *, replay: int = REPLAYED, seed: int = 0) -> Expected | None:
        """Return what the product gives from this alone; None where no earlier vote was known."""
        if not self.profile.rollcalls or not self.profile.actors:
            return None
        return expected_for(self.case, self.ahead, self.profile, replay=replay, seed=seed)

    def last(self) -> tuple[RollCall | None, Codes]:
        """Return the last vote on the same title, or on the same issue, as it was known; None where there was none."""
        return past_votes(self.case, self.ahead, self.profile)


def eve_of(case: Case, rollcall: RollCall, at: Callable[[dt.date], Case] | None = None) -> Eve | None:
    """Return a vote as it stood on the day before it; None of a vote without a day.

    ``at`` gives the case as it was known on a day, for a caller that asks for many votes of one day; by default :meth:`Case.at`.
    """
    if rollcall.date is None or rollcall.date.first == dt.date.min:
        return None
    cut = rollcall.date.first - dt.timedelta(days=1)
    return _as_known((at or case.at)(cut), rollcall)


def today_of(case: Case, rollcall: RollCall) -> Eve:
    """Return a vote as it stands on the day of the case; one that was held, as it stood on the day before it."""
    eve = eve_of(case, rollcall)
    return eve if eve is not None and eve.cut < case.as_of else _as_known(case, rollcall)


def _as_known(eve: Case, rollcall: RollCall) -> Eve:
    ahead = next((row for row in eve.dossier.rollcalls if row.id == rollcall.id), None) or _unannounced(rollcall)
    gone = {actor.id for actor in eve.dossier.actors if actor.end is not None and actor.end.by(eve.as_of)}
    members = tuple(member for member in inputs.member_ids(eve, ahead) if member not in gone)
    profile = inputs.profile(eve, actors=members).without([rollcall.id])
    *titles, title = inputs.title_numbers([*profile.rollcalls, ahead])
    return Eve(case=eve, cut=eve.as_of, ahead=ahead, profile=profile, titles=tuple(titles), title=title)


def chances_of(expected: Expected) -> Floats:
    """Return the chance that a member is absent, votes yes, abstains and votes no, shape (n_actors, 4); rows sum to 1.

    Of members of whom nothing is known, how they vote as a rule.
    """
    return np.where(np.isfinite(expected.outcome), expected.outcome, if_there(expected.presence, expected.probability))


def _unannounced(row: RollCall) -> RollCall:
    """Return a vote without what nobody had been told of it: authors, totals, its note."""
    left = dataclasses.replace(row, sponsors=(), authors=(), evidence=(), not_entitled_on=None)
    return dataclasses.replace(left, total_yes=None, total_no=None, total_abstain=None)


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
