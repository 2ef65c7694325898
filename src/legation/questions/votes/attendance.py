"""Who attends a roll call: how often each member is absent, who is present or expected, and how the absent would vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.dossier import VOTES, RollCall
from legation.errors import NotAvailable
from legation.methods.progress import Progress
from legation.methods.share import share_interval
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.inputs import CODES, VotingProfile
from legation.questions.base.quantities import LEVEL, FactsOf
from legation.questions.votes.count import cast, cast_at, likeliest, whole_members
from legation.questions.votes.declarations import Declarations, past_votes
from legation.questions.votes.estimate import estimate, expected_of
from legation.questions.votes.facts import estimate_of, record_of
from legation.questions.votes.no_forecast import no_forecast
from legation.questions.votes.replies import places_on

__all__ = [
    "RECENT",
    "AbsenceRate",
    "Room",
    "absence_rates",
    "room_of",
]


RECENT = 60
"""Latest roll calls that are examined."""
_THERE = tuple(VOTES.index(word) for word in ("yes", "abstain", "no"))
_NO_VOTE = VOTES.index("not_entitled")


@dataclass(frozen=True, slots=True)
class AbsenceRate:
    """Roll calls missed, out of how many, with the interval of the share at the one level of papers; not listed counts as missed."""

    missed: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """Missed roll calls by all; None where there was none."""
        return self.missed / self.of if self.of else None


def absence_rates(case: Case, members: Sequence[str], profile: VotingProfile) -> Mapping[str, AbsenceRate]:
    """Return it by member, from the latest roll calls of a profile."""
    table = case.dossier.votes.matrix(members, [r.id for r in profile.rollcalls[-RECENT:]])
    found = {}
    for member, row in zip(members, table.tolist(), strict=True):
        entitled = [code for code in row if code != _NO_VOTE]
        missed = sum(code not in _THERE for code in entitled)
        found[member] = AbsenceRate(missed, len(entitled), *share_interval(missed, len(entitled), LEVEL))
    return found


_ABSENT = ("absent", "not_participating", "unknown")


@dataclass(frozen=True, slots=True)
class Room:
    """A roll call with who is away from it.

    Attributes
    ----------
    vote : RollCall
    members : tuple of str
    votes : dict of str to str
        As cast, or as expected.
    away : tuple of str
        Of a vote ahead who is expected to be away, and who has said so.
    would : mapping of str to str
        How each would vote: of a vote held, as last time on the matter, else the likeliest vote.
    lean : mapping of str to float
        Chance of a yes less chance of a no [-1 to 1].
    chance : mapping of str to float
        To be away [0 to 1]; of a vote held, 1 or 0.
    is_past : bool
    evidence : tuple of str
    known : FactsOf
        Makes its quantities.
    """

    vote: RollCall
    members: tuple[str, ...]
    votes: dict[str, str]
    away: tuple[str, ...]
    would: Mapping[str, str]
    lean: Mapping[str, float]
    chance: Mapping[str, float]
    is_past: bool
    evidence: tuple[str, ...]
    known: FactsOf


def room_of(
    case: Case,
    vote: RollCall,
    members: tuple[str, ...],
    profile: VotingProfile,
    before: VotingProfile,
    declared: Declarations,
    seed: int,
    progress: Progress,
) -> Room:
    """Return the room of a roll call, given the roll calls before it and what is declared.

    Raises
    ------
    NotAvailable
        Of a vote ahead of which there is no forecast.
    """
    is_past = inputs.is_held(case, vote, by_member=True)
    made = None if is_past else estimate(case, vote, seed=seed, progress=progress)
    if made is not None and made.forecast is None:
        raise NotAvailable(no_forecast(made))
    expected = made.expected if made else expected_of(before, vote, profile.column(vote.id), seed=seed, replay=0)
    stay_away = () if is_past else places_on(case, vote).at("absent")
    votes = cast_at(case.dossier, members, vote) if is_past else cast(expected, members, whole_members(expected))
    votes |= dict.fromkeys(stay_away, "absent")
    away = tuple(a for a in members if votes[a] in _ABSENT)
    last = past_votes(case, vote, before)[1].tolist()
    likely = likeliest(expected).tolist()
    chance = _by_member(members, np.nan_to_num(1 - expected.presence)) if not is_past else {a: float(a in set(away)) for a in members}
    would = {a: CODES[(last[i] or likely[i]) if is_past else likely[i]] for i, a in enumerate(members)}
    evidence = tuple(dict.fromkeys((*vote.evidence, *(e for d in declared.values() for e in d.evidence))))
    return Room(
        vote=vote,
        members=members,
        votes=votes,
        away=away,
        would=would,
        lean=_by_member(members, np.nan_to_num(expected.probability[:, 0] - expected.probability[:, 2])),
        chance=chance | dict.fromkeys(stay_away, 1.0),
        is_past=is_past,
        evidence=evidence,
        known=record_of(vote) if is_past else estimate_of(case, vote),
    )


def _by_member(members: Sequence[str], values: npt.NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(members, (float(value) for value in values), strict=True))
