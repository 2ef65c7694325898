"""What earlier roll calls say of each member in general: worked out once, used by every forecast that rests on them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import numpy as np

from legation.methods.voting.resemblance import Resemblance, resemblance
from legation.methods.voting.votes import FloatArray, IntArray, VoteArray, contested_columns

__all__ = ["OUTCOMES", "PastVotes", "if_there", "log_chance", "marks", "past_votes"]

OUTCOMES = ("absent", "yes", "abstain", "no")
"""The four outcomes of a member's vote, in the order of their codes."""
KEPT = 300
"""Latest roll calls from which a member's general habits are taken."""
_LATELY, _SHORT = 60, 20
"""Roll calls over which presence is counted."""
_LEAST = 1e-4
_LATEST = 32
"""Histories that are remembered: those that a forecast replays, and what stands beside them."""
_LARGE = 2**20
"""Votes of a history that is too large to be remembered: what is learnt from it takes sixteen times as many bytes."""
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class PastVotes:
    """Earlier roll calls, oldest first, with what they say of each member.

    Attributes
    ----------
    votes : ndarray of int8, shape (n_actors, n_rollcalls)
        Checked codes.
    labels : ndarray of int, shape (n_rollcalls,)
        Roll calls with one number are repeats of one title.
    learnt : Resemblance or None
        What :attr:`model` is, where the caller has it already.
    """

    votes: VoteArray
    labels: IntArray
    learnt: Resemblance | None = None

    @cached_property
    def _made(self) -> dict[Hashable, Any]:
        return {}

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is made of these roll calls for a key: the same thing for a key of the latest :data:`_LATEST` that were made."""
        if key not in self._made:
            while len(self._made) >= _LATEST:
                del self._made[next(iter(self._made))]
            self._made[key] = make()
        made: T = self._made[key]
        return made

    @cached_property
    def late(self) -> VoteArray:
        """The latest :data:`KEPT` roll calls."""
        return self.votes[:, -KEPT:]

    @cached_property
    def model(self) -> Resemblance:
        """Who votes like whom."""
        return self.learnt or resemblance(self.late)

    @cached_property
    def alike(self) -> FloatArray:
        """Each member's chances of yes, abstain and no if nothing is known of the vote, shape (n_actors, 3)."""
        return self.model.predict(np.zeros(len(self.votes), np.int8))

    @cached_property
    def usual(self) -> FloatArray:
        """How often each member had each outcome on contested roll calls, drawn a little to what all had, shape (n_actors, 4)."""
        contested = contested_columns(self.late)
        table = contested if contested.shape[1] else self.late
        if not table.size:
            return np.full((len(table), 4), 0.25)
        count = np.stack([(table == code).sum(axis=1) for code in range(4)], axis=1)
        share = count.sum(axis=0) / table.size
        return np.asarray((count + 4 * share) / (table.shape[1] + 4))

    @cached_property
    def lately(self) -> FloatArray:
        """Chance of voting at all, from the latest 60 roll calls."""
        return self._there(_LATELY)

    @cached_property
    def presence(self) -> FloatArray:
        """The logarithms of being there or not, lately, in the long run and in the short one, shape (n_actors, 4, 3)."""
        even = np.full((len(self.votes), 3), 1 / 3)
        runs = (_LATELY, KEPT, _SHORT)
        return np.stack([log_chance(if_there(self._there(run), even)) for run in runs], axis=-1)

    @cached_property
    def habits(self) -> tuple[FloatArray, FloatArray]:
        """How often each member changed its vote from one repeat to the next, and stayed away again where it had stayed away."""
        n = len(self.votes)
        changes, steps, again, away = (np.zeros(n) for _ in range(4))
        latest: dict[int, int] = {}
        first = max(0, self.votes.shape[1] - KEPT)
        for column, label in enumerate(self.labels.tolist()):
            before = latest.get(label)
            latest[label] = column
            if before is None or column < first:
                continue
            one, two = self.votes[:, before], self.votes[:, column]
            both = (one > 0) & (two > 0)
            changes += both & (one != two)
            steps += both
            again += (one == 0) & (two == 0)
            away += one == 0
        return (changes + 0.5) / (steps + 5), (again + 1.5) / (away + 3)

    def _there(self, latest: int) -> FloatArray:
        table = self.votes[:, -latest:]
        return np.asarray(((table > 0).sum(axis=1) + 3.6) / (table.shape[1] + 4.0))


def past_votes(votes: VoteArray, labels: IntArray) -> PastVotes:
    """Return earlier roll calls; of the same votes as lately the same object, so that what they say is worked out once.

    The forecasts of several days replay many of the same histories.

    >>> votes, labels = np.array([[1, 3], [1, 1]], np.int8), np.array([0, 1])
    >>> past_votes(votes, labels) is past_votes(votes.copy(), labels.copy())
    True
    """
    if votes.size > _LARGE:
        return PastVotes(votes, labels)
    return _remembered(votes.shape, votes.tobytes(), labels.astype(np.intp).tobytes())


@lru_cache(maxsize=_LATEST)
def _remembered(shape: tuple[int, ...], votes: bytes, labels: bytes) -> PastVotes:
    return PastVotes(np.frombuffer(votes, np.int8).reshape(shape), np.frombuffer(labels, np.intp))


def log_chance(chance: FloatArray) -> FloatArray:
    """Return the logarithm of a chance that is no smaller than one in ten thousand."""
    return np.asarray(np.log(np.clip(chance, _LEAST, 1.0)))


def marks(outcome: VoteArray) -> FloatArray:
    """Mark each member's outcome, shape (n_actors, 4).

    >>> marks(np.array([0, 3], dtype=np.int8)).astype(int).tolist()
    [[1, 0, 0, 0], [0, 0, 0, 1]]
    """
    return np.asarray(np.eye(4)[outcome])


def if_there(there: FloatArray, vote: FloatArray) -> FloatArray:
    """Return the chances of the four outcomes from that of being there (n,) and of each vote if there (n, 3).

    >>> if_there(np.array([0.5]), np.array([[1.0, 0.0, 0.0]])).tolist()
    [[0.5, 0.5, 0.0, 0.0]]
    """
    return np.concatenate([1 - there[:, None], there[:, None] * vote], axis=1)
