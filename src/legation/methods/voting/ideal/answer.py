"""What :func:`legation.methods.voting.ideal_points` answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from legation.methods.voting.ideal.panel import STRONG

__all__ = ["IdealPoints"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdealPoints:
    """Points on one line, by actor and session.

    Attributes
    ----------
    actors, sessions, roll_calls : tuple
        Names, sorted.
    theta : ndarray, shape (n_actors, n_sessions)
        The points: mean 0 and standard deviation 1 over all actor-sessions; nan where the actor cast no vote in the session, and
        everywhere for an actor that took part in unanimous roll calls only.
    low, high : ndarray, shape (n_actors, n_sessions)
        90 % interval of ``theta``, by parametric bootstrap; nan where it is, and everywhere without draws.
    votes : ndarray of int, shape (n_actors, n_sessions)
        Votes cast [votes].
    discrimination : ndarray, shape (n_roll_calls,)
        How steeply the roll call divides along the line: positive, the low end votes yes. nan for unanimous roll calls.
    yes_abstain, abstain_no : ndarray, shape (n_roll_calls,)
        Its cuts: the chance of yes is Phi(yes_abstain - discrimination theta), of no Phi(discrimination theta - abstain_no). Bridged
        roll calls share all three.
    log_likelihood_per_vote : float
        Natural logarithm of the chance that the model gives to a vote cast, on average over contested roll calls.
    without_log_likelihood_per_vote : float
        The same where only the shares of each roll call were known, and nothing of who stands where.
    correct : float
        Share of these votes that were the likeliest of the three, 0-1.
    contested_votes, unanimous : int
        Votes on contested roll calls; roll calls left out because all votes cast were the same.
    objective : tuple of float
        The penalised log-likelihood after each step of the search; it never falls.
    converged : bool
    prior : str
    drift : float
    draws : int
        Refits behind the intervals.
    errors : ndarray, shape (draws, n_actors, n_sessions)
        By how much each refit erred about each point: what :func:`legation.methods.voting.difference` makes intervals of.
    group : ndarray of int, shape (n_actors,)
        Actors with different numbers share no roll call, no bridge and no chain of sessions, also not through others: their points
        cannot be compared. -1: no contested vote.
    unused_bridges : int
        Bridges of which a roll call is not among the votes.
    second_strength : ndarray, shape (n_sessions,)
        How much a second dimension holds beside the first, 0 and up (``legation.methods.voting.ideal.dimension.strength`` defines it); nan
        where no contested vote was cast.
    second : ndarray, shape (n_actors, n_sessions), or None
        Points on a second dimension, uncorrelated with ``theta``, mean 0 and standard deviation 1; the actor of largest absolute mean is
        positive. None unless two dimensions were asked for.
    second_slopes : ndarray, shape (n_roll_calls, 2), or None
        Slopes on the first and on the second dimension, with both; nan for unanimous roll calls.
    second_log_likelihood_per_vote : float or None
        With both dimensions.
    warnings : tuple of str
        "second-dimension": strong in some session, see ``strong_second``; "disconnected": more than one group; "not-converged";
        "unused-bridges".
    """

    actors: tuple[Any, ...]
    sessions: tuple[Any, ...]
    roll_calls: tuple[Any, ...]
    theta: Floats
    low: Floats
    high: Floats
    votes: NDArray[np.intp]
    discrimination: Floats
    yes_abstain: Floats
    abstain_no: Floats
    log_likelihood_per_vote: float
    without_log_likelihood_per_vote: float
    correct: float
    contested_votes: int
    unanimous: int
    objective: tuple[float, ...]
    converged: bool
    prior: str
    drift: float
    draws: int
    errors: Floats
    group: NDArray[np.intp]
    unused_bridges: int
    second_strength: Floats
    second: Floats | None
    second_slopes: Floats | None
    second_log_likelihood_per_vote: float | None
    warnings: tuple[str, ...]

    @property
    def strong_second(self) -> tuple[Any, ...]:
        """Sessions in which one dimension leaves out much: a strength of a quarter or more."""
        return tuple(name for name, found in zip(self.sessions, self.second_strength.tolist(), strict=True) if found >= STRONG)

    @property
    def second_share(self) -> float | None:
        """The second dimension's part of what both together add to the likelihood, 0-1; None unless two were asked for.

        A second dimension always adds something, also to votes that follow one line.
        """
        if self.second_log_likelihood_per_vote is None:
            return None
        both = self.second_log_likelihood_per_vote - self.without_log_likelihood_per_vote
        return min(1.0, max(0.0, (self.second_log_likelihood_per_vote - self.log_likelihood_per_vote) / both)) if both > 0 else 0.0
