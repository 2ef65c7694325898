"""How good the forecast before a vote is, by the number of declared votes; and the baseline "as last time"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.voting.resemblance import resemblance
from legation.methods.voting.votes import FloatArray, IntArray, VoteArray, vote_column, vote_matrix, whole_number

__all__ = ["AccuracyCurve", "accuracy_curve", "persistence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccuracyCurve:
    """Accuracy by number declared, on one roll call whose outcome is known.

    Attributes
    ----------
    numbers : ndarray of int, shape (k,)
        Declared votes [actors], as asked.
    accuracy, low, high : ndarray of float, shape (k,)
        Share of the other voters foreseen: mean over draws, and its 2.5 % and 97.5 % quantiles over draws; nan where nobody is left.
    log_loss : ndarray of float, shape (k,)
        Mean over draws of the mean -ln(probability of the vote cast) [nats].
    draws : int
        Random sets of declared actors per number.
    """

    numbers: IntArray
    accuracy: FloatArray
    low: FloatArray
    high: FloatArray
    log_loss: FloatArray
    draws: int


def accuracy_curve(
    votes: ArrayLike,
    outcome: ArrayLike,
    numbers: Sequence[int] = (0, 5, 10, 20, 40, 80),
    draws: int = 20,
    seed: int = 0,
    progress: Progress = silent,
) -> AccuracyCurve:
    """Show how many declared votes a forecast needs: hide a known roll call, declare some votes at random, forecast the rest.

    Parameters
    ----------
    votes : array_like of int, shape (n_actors, n_rollcalls)
        Earlier roll calls, codes 0-3.
    outcome : array_like of int, shape (n_actors,)
        The known roll call; 0 rows are neither declared nor scored.
    numbers : sequence of int
        Numbers of declared votes, each 0 or more.
    draws : int
        Random sets per number, 1 or more.
    seed : int
        Seed of the draws, 0 or more.
    progress : callable
        Called as progress(numbers done, numbers in all).

    Returns
    -------
    AccuracyCurve

    Raises
    ------
    BadValue
        Wrong codes, shapes or numbers.

    Notes
    -----
    Limits: declared actors are drawn at random; real declarations are not.

    Examples
    --------
    >>> votes = [[1, 1, 3, 3]] * 5 + [[3, 3, 1, 1]] * 5
    >>> curve = accuracy_curve(votes, [1] * 5 + [3] * 5, numbers=[4, 10])
    >>> curve.accuracy.tolist()
    [1.0, nan]
    """
    history = vote_matrix(votes)
    codes = vote_column(outcome, "outcome", history.shape[0])
    wanted = [whole_number(number, "numbers", 0) for number in numbers]
    draws = whole_number(draws, "draws", 1)
    rng = np.random.default_rng(whole_number(seed, "seed", 0))
    if not wanted:
        raise BadValue("numbers must be one number or more (got none); give for example 5, 20, 40")
    model = resemblance(history)
    voters = np.flatnonzero(codes)
    table = np.full((len(wanted), draws, 2), np.nan)
    for k, number in enumerate(wanted):
        progress(k, len(wanted))
        for draw in range(draws if number < voters.size else 0):
            known = np.zeros_like(codes)
            chosen = rng.choice(voters, number, replace=False)
            known[chosen] = codes[chosen]
            rest = np.flatnonzero(known != codes)
            probability = model.predict(known)[rest]
            cast = probability[np.arange(rest.size), codes[rest] - 1]
            table[k, draw] = (probability.argmax(axis=1) + 1 == codes[rest]).mean(), -np.log(cast).mean()
    progress(len(wanted), len(wanted))
    low, high = np.quantile(table[:, :, 0], [0.025, 0.975], axis=1)
    mean = table.mean(axis=1)
    return AccuracyCurve(numbers=np.array(wanted, dtype=np.intp), accuracy=mean[:, 0], low=low, high=high, log_loss=mean[:, 1], draws=draws)


def persistence(previous: ArrayLike) -> VoteArray:
    """Forecast "as last time": each actor repeats its latest vote on the same title.

    Parameters
    ----------
    previous : array_like of int, shape (n_actors,) or (n_actors, n_votes)
        Earlier votes on the title, oldest first, codes 0-3.

    Returns
    -------
    ndarray of int8, shape (n_actors,)
        Code of the latest vote cast; an actor without any gets the commonest of the others (the lower code in a tie), 0 if none.

    Raises
    ------
    BadValue
        Another code or shape, no actor.

    Examples
    --------
    >>> persistence([[1, 3], [2, 0], [3, 3], [0, 0]]).tolist()
    [3, 2, 3, 3]
    """
    array = np.asarray(previous)
    table = vote_column(array, "previous")[:, None] if array.ndim == 1 else vote_matrix(array, "previous")
    latest = np.zeros(table.shape[0], dtype=np.int8)
    for column in table.T:
        latest = np.where(column > 0, column, latest)
    cast = latest[latest > 0]
    return np.where(latest > 0, latest, np.bincount(cast).argmax() if cast.size else 0).astype(np.int8)
