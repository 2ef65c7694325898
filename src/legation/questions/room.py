"""Who is in the room for a roll call and who is away: as it was held, or as it is expected; and how those away would vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall
from legation.errors import NotAvailable
from legation.methods.progress import Progress
from legation.questions import inputs
from legation.questions.case import Case
from legation.questions.declared import Declarations, past_votes
from legation.questions.estimate import estimate, expected_of
from legation.questions.held import cast_at
from legation.questions.inputs import CODES, Profile
from legation.questions.no_forecast import no_forecast
from legation.questions.verdict import cast, counted, likeliest

__all__ = ["Room", "room_of"]

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
    """Return the room of a roll call, given the roll calls before it and what is declared.

    Raises
    ------
    NotAvailable
        Of a vote ahead of which there is no forecast.
    """
    held = inputs.is_held(case, vote, by_member=True)
    made = None if held else estimate(case, vote, seed=seed, progress=progress)
    if made is not None and made.forecast is None:
        raise NotAvailable(no_forecast(made))
    expected = made.expected if made else expected_of(before, vote, profile.column(vote.id), seed=seed, replay=0)
    votes = cast_at(case.dossier, members, vote) if held else cast(expected, members, counted(expected))
    away = tuple(a for a in members if votes[a] in _AWAY)
    last = past_votes(case, vote, before)[1].tolist()
    likely = likeliest(expected).tolist()
    would = {a: CODES[(last[i] or likely[i]) if held else likely[i]] for i, a in enumerate(members)}
    evidence = tuple(dict.fromkeys((*vote.evidence, *(e for d in declared.values() for e in d.evidence))))
    return Room(
        vote=vote,
        members=members,
        votes=votes,
        away=away,
        would=would,
        lean=_by_member(members, np.nan_to_num(expected.probability[:, 0] - expected.probability[:, 2])),
        chance=_by_member(members, np.nan_to_num(1 - expected.presence)) if not held else {a: float(a in set(away)) for a in members},
        held=held,
        evidence=evidence,
    )


def _by_member(members: Sequence[str], values: npt.NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(members, (float(value) for value in values), strict=True))
