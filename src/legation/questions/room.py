"""Who is in the room for a roll call and who is away: as it was held, or as it is expected; and how those away would vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall
from legation.methods.progress import Progress
from legation.methods.voting.expected import expected_tally
from legation.questions import inputs
from legation.questions.case import Case
from legation.questions.declared import Declarations, past_votes
from legation.questions.held import cast_at
from legation.questions.inputs import CODES, Profile
from legation.questions.verdict import cast, counted

__all__ = ["Room", "before_it", "room_of"]

_AWAY = ("absent", "not_participating", "unknown")


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
    would : mapping of str to str
        How each would vote: of a vote held, as last time on the matter, else the likeliest vote.
    lean : mapping of str to float
        Chance of a yes less chance of a no [-1 to 1].
    chance : mapping of str to float
        To be away [0 to 1]; of a vote held, 1 or 0.
    held : bool
    evidence : tuple of str
    """

    vote: RollCall
    members: tuple[str, ...]
    votes: dict[str, str]
    away: tuple[str, ...]
    would: Mapping[str, str]
    lean: Mapping[str, float]
    chance: Mapping[str, float]
    held: bool
    evidence: tuple[str, ...]


def before_it(profile: Profile, vote: RollCall) -> Profile:
    """Return the roll calls held before one."""
    place = [r.id for r in profile.rollcalls].index(vote.id)
    return profile.without([r.id for r in profile.rollcalls[place:]])


def room_of(
    case: Case,
    vote: RollCall,
    members: tuple[str, ...],
    profile: Profile,
    before: Profile,
    declared: Declarations,
    seed: int,
    progress: Progress,
) -> Room:
    """Return the room of a roll call, given the roll calls before it and what is declared."""
    held = vote.id in {r.id for r in profile.rollcalls}
    said = profile.column(vote.id) if held else np.array([declared[a].vote if a in declared else 0 for a in members], np.int8)
    *titles, title = inputs.title_numbers([*before.rollcalls, vote])
    expected = expected_tally(before.votes, said, titles=titles, title=title, replay=0, seed=seed, progress=progress)
    votes = cast_at(case.dossier, members, vote) if held else cast(expected, members, counted(expected))
    away = tuple(a for a in members if votes[a] in _AWAY)
    last = past_votes(case, vote, before)[1].tolist()
    likely = expected.probability.argmax(axis=1) + 1
    would = {a: CODES[int(last[i] or likely[i]) if held else int(likely[i])] for i, a in enumerate(members)}
    evidence = tuple(dict.fromkeys((*vote.evidence, *(e for d in declared.values() for e in d.evidence))))
    return Room(
        vote=vote,
        members=members,
        votes=votes,
        away=away,
        would=would,
        lean=_by_member(members, expected.probability[:, 0] - expected.probability[:, 2]),
        chance=_by_member(members, 1 - expected.presence) if not held else {a: float(a in set(away)) for a in members},
        held=held,
        evidence=evidence,
    )


def _by_member(members: Sequence[str], values: npt.NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(members, (float(value) for value in values), strict=True))
