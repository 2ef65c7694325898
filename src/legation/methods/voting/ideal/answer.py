"""What :func:`legation.methods.voting.ideal_points` answers, and how far two fitted points are apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.errors import BadValue
from legation.methods.voting.ideal.panel import STRONG

__all__ = [
    "Difference",
    "IdealPoints",
    "difference",
    "half_width",
]


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


_OUTSIDE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Differences between pairs of points.

    Attributes
    ----------
    value, low, high : ndarray, shape (n_pairs,)
        The second point less the first, in standard deviations of all points, and its 90 % interval; nan where one of the two is not there,
        or the two cannot be compared.
    sure : ndarray of bool, shape (n_pairs,)
        Whether 0 is outside the interval that is widened for all pairs looked at together: where no two points differ, one such set of
        pairs in ten has a sure one (Bonferroni).
    compared : int
        Pairs that could be compared.
    """

    value: Floats
    low: Floats
    high: Floats
    sure: NDArray[np.bool_]
    compared: int


def half_width(errors: Floats, outside: float = _OUTSIDE) -> Floats:
    """Return half the width of the interval that leaves a share ``outside``, from the errors of refits, shape (draws, ...).

    The root mean square of the errors, times Student's quantile.
    """
    from scipy.stats import t

    draws = errors.shape[0]
    return np.asarray(np.sqrt(np.sum(errors**2, axis=0) / draws) * float(t.ppf(1 - outside / 2, draws)))


def difference(
    points: IdealPoints,
    actor: ArrayLike,
    session: ArrayLike,
    other_actor: ArrayLike,
    other_session: ArrayLike,
    *,
    family: int | None = None,
) -> Difference:
    """Say by how much the second point of each pair lies above the first, and where that is sure.

    Both points of a pair err together: the interval is made of the refits' errors about the difference itself, not of
    the two intervals.

    Parameters
    ----------
    points : IdealPoints
        With draws.
    actor, session, other_actor, other_session : array_like of int, shape (n_pairs,)
        Places in ``points.actors`` and ``points.sessions``.
    family : int, optional
        How many pairs are examined together; by default those given.

    Returns
    -------
    Difference

    Raises
    ------
    BadValue
        Points without draws.

    Limits
    ------
    Coverage in simulation (nominal 0.90): ``benchmarks/ideal_points.py``. The errors are those of the model's own draws: that one line is
    too few, or the drift another, is not in them. ``sure`` rests on the tail of Student's distribution, with few draws a rough one.

    Examples
    --------
    >>> from legation.methods.voting import ideal_points
    >>> chance = np.random.default_rng(1)
    >>> actor, call = (axis.ravel() for axis in np.indices((12, 40)))
    >>> value = np.where(actor / 6 - 1 + chance.standard_normal(480) > chance.standard_normal(40)[call], 3, 1)
    >>> found = ideal_points(actor, call, call // 20, value, anchors=(0, 11))
    >>> apart = difference(found, [0, 5], [1, 1], [11, 6], [1, 1])
    >>> apart.sure.tolist(), bool(apart.low[0] > 1)
    ([True, False], True)
    """
    if not points.draws:
        raise BadValue("points must be an answer of ideal_points with draws (got one without); ask for draws=20")
    one, two = (
        (np.asarray(actor, np.intp), np.asarray(session, np.intp)),
        (np.asarray(other_actor, np.intp), np.asarray(other_session, np.intp)),
    )
    linked = points.group[one[0]] == points.group[two[0]]
    value = np.where(linked, points.theta[two] - points.theta[one], np.nan)
    errors = points.errors[:, two[0], two[1]] - points.errors[:, one[0], one[1]]
    half = np.where(linked, half_width(errors), np.nan)
    compared = int(np.sum(~np.isnan(value)))
    wide = np.where(linked, half_width(errors, _OUTSIDE / max(1, compared if family is None else family)), np.nan)
    with np.errstate(invalid="ignore"):
        sure = np.abs(value) > wide
    return Difference(value=value, low=value - half, high=value + half, sure=sure, compared=compared)
