"""How each member may vote on a roll call ahead, how surely it comes, and what the members have in common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from legation.methods.voting.resemblance import Resemblance, resemblance
from legation.methods.voting.swing import swing
from legation.methods.voting.votes import FloatArray, VoteArray

__all__ = ["Outlook", "outlook", "presence"]

RECENT = 60
"""Latest roll calls over which presence is counted."""
_PRESENT_PRIOR = (3.6, 4.0)
_DECLARED_PRESENT = 0.97


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A roll call ahead, member by member.

    Attributes
    ----------
    probability : ndarray, shape (n_actors, 3)
        Of yes, abstain and no, if the member is in the room.
    presence : ndarray, shape (n_actors,)
        Chance of being in the room: share of recent roll calls with a vote, drawn a little towards 0.9.
    """

    probability: FloatArray
    presence: FloatArray

    def margin(self) -> float:
        """Return the expected yes minus no [members]."""
        return float((self.presence * (self.probability[:, 0] - self.probability[:, 2])).sum())


def outlook(votes: VoteArray, series: np.ndarray, said: VoteArray, model: Resemblance | None = None) -> Outlook:
    """Say how each member may vote: its last vote on the title kept with its chance, the rest by who votes like whom.

    Parameters
    ----------
    votes : ndarray of int8, shape (n_actors, n_rollcalls)
        Earlier roll calls, checked.
    series : ndarray of bool, shape (n_rollcalls,)
        Which of them were on the same title.
    said : ndarray of int8, shape (n_actors,)
        What is declared; 0 where nothing is.
    model : Resemblance, optional
        Learnt from ``votes``, where the caller has it already.
    """
    probability = (model or resemblance(votes)).predict(said)
    rows = np.flatnonzero(said)
    probability[rows] = np.eye(3)[said[rows] - 1]
    if series.any():
        _keep_last(probability, votes, series, said)
    return Outlook(probability=probability, presence=np.where(said > 0, _DECLARED_PRESENT, presence(votes)))


def presence(votes: VoteArray) -> FloatArray:
    """Return each member's chance of voting at all, from the latest roll calls, shape (n_actors,)."""
    recent = votes[:, -RECENT:]
    there, weight = _PRESENT_PRIOR
    return np.asarray(((recent > 0).sum(1) + there) / (recent.shape[1] + weight), np.float64)


def _keep_last(probability: FloatArray, votes: VoteArray, series: np.ndarray, said: VoteArray) -> None:
    """Let who voted on the title and declared nothing keep its last vote on it, with the chance that :func:`swing` gives."""
    moves = swing(votes[:, series], votes[:, ~series] if (~series).any() else None)
    last = moves.present
    kept = np.flatnonzero((last > 0) & (said == 0) & np.isfinite(moves.probability))
    rest = probability[kept]
    rest[np.arange(len(kept)), last[kept] - 1] = 0.0
    total = rest.sum(1, keepdims=True)
    rest = np.where(total > 0, rest / np.where(total > 0, total, 1), 0.5)
    change = moves.probability[kept, None]
    probability[kept] = change * rest
    probability[kept, last[kept] - 1] = 1.0 - change[:, 0]
