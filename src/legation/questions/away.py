"""How often each member was away from the latest roll calls in which it had a vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legation.dossier import VOTES
from legation.methods.share import share_interval
from legation.questions.case import Case
from legation.questions.inputs import Profile

__all__ = ["RECENT", "Away", "often_away"]

RECENT = 60
"""Latest roll calls that are looked at."""
_THERE = tuple(VOTES.index(word) for word in ("yes", "abstain", "no"))
_NO_VOTE = VOTES.index("not_entitled")


@dataclass(frozen=True, slots=True)
class Away:
    """Roll calls missed, out of how many, with the 95 % interval of the share; not listed counts as missed."""

    missed: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """Missed roll calls by all; None where there was none."""
        return self.missed / self.of if self.of else None


def often_away(case: Case, members: Sequence[str], profile: Profile) -> Mapping[str, Away]:
    """Return it by member, from the latest roll calls of a profile."""
    table = case.dossier.votes.matrix(members, [r.id for r in profile.rollcalls[-RECENT:]])
    found = {}
    for member, row in zip(members, table.tolist(), strict=True):
        entitled = [code for code in row if code != _NO_VOTE]
        missed = sum(code not in _THERE for code in entitled)
        found[member] = Away(missed, len(entitled), *share_interval(missed, len(entitled)))
    return found
