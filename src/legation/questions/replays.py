"""The product's own forecast of a vote, replayed on votes that were held, beside the same title's last margin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from legation.dossier import RollCall
from legation.methods.voting.expected import expected_tally
from legation.questions import inputs
from legation.questions.case import Case
from legation.questions.question import Progress, silent

__all__ = ["Replay", "replays"]

_LEAST = 3
"""Votes that a roll call must hold to be replayed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """One vote held, forecast from the votes before it.

    Attributes
    ----------
    rollcall : RollCall
    margin : float
        Yes minus no that the model gives [members].
    last : int
        Yes minus no the last time the title was voted on [members].
    result : int
        Yes minus no that came [members].
    """

    rollcall: RollCall
    margin: float
    last: int
    result: int

    @property
    def right(self) -> bool:
        """Whether the model was on the right side: more yes than no, or not."""
        return (self.margin > 0) == (self.result > 0)

    @property
    def last_right(self) -> bool:
        """The same of the last margin."""
        return (self.last > 0) == (self.result > 0)


def replays(case: Case, most: int, seed: int = 0, progress: Progress = silent) -> tuple[Replay, ...]:
    """Return the latest votes held on a title that was voted on before, oldest first, each forecast from earlier votes alone.

    Nothing counts as declared: a replay knows less than the desk knew. Votes are those of the dossier's members of today.
    """
    profile = inputs.profile(case)
    titles = inputs.title_numbers(profile.rollcalls)
    repeats = [at for at in range(1, len(titles)) if titles[at] in titles[:at] and np.count_nonzero(profile.votes[:, at]) >= _LEAST]
    chosen = repeats[-most:] if most else []
    none = np.zeros(len(profile.actors), np.int8)
    found = []
    for done, at in enumerate(chosen, start=1):
        before = max(i for i in range(at) if titles[i] == titles[at])
        told = expected_tally(profile.votes[:, :at], none, titles=titles[:at], title=titles[at], replay=0, seed=seed)
        last, result = (int((profile.votes[:, i] == 1).sum() - (profile.votes[:, i] == 3).sum()) for i in (before, at))
        found.append(Replay(rollcall=profile.rollcalls[at], margin=told.margin, last=last, result=result))
        progress(done, len(chosen))
    return tuple(found)
