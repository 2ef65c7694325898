"""How alike any two actors vote, with the interval that the number of common votes allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.voting.intervals import mean_interval, resampled_interval
from legation.methods.voting.pairs import pair_counts
from legation.methods.voting.votes import VoteArray, contested_columns, vote_matrix, whole_number

__all__ = ["Agreement", "agreement"]

MOST_ACTORS = 20_000  # four (n, n) arrays of 4 bytes: 6.4 GB
DOUBLE_UP_TO = 4_096  # more actors are answered in single precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Agreement of all pairs.

    Attributes
    ----------
    score : ndarray of float, shape (n_actors, n_actors)
        Mean over common votes of 1 - |v_i - v_j| / 2, 0-1 (chance-corrected: at most 1, below 0 is less than chance);
        nan where the two have no common vote; diagonal 1, also for an actor that never voted. Symmetric.
    common : ndarray of int32, shape (n_actors, n_actors)
        Roll calls on which both voted [roll calls], unanimous ones left out; the diagonal counts an actor's own.
    low, high : ndarray of float, shape (n_actors, n_actors)
        95 % interval of ``score``; nan where it is; diagonal 1.
    method : str
        "closed-form" or "bootstrap", with ", chance-corrected" behind it if so.
    dropped : int
        Roll calls left out because all votes cast were the same, or none was [roll calls].
    resamples : int
        Bootstrap resamples; 0 with the closed form.
    """

    score: NDArray[np.floating[Any]]
    common: NDArray[np.int32]
    low: NDArray[np.floating[Any]]
    high: NDArray[np.floating[Any]]
    method: str
    dropped: int
    resamples: int


def agreement(
    votes: ArrayLike,
    *,
    method: Literal["closed-form", "bootstrap"] = "closed-form",
    chance_corrected: bool = False,
    resamples: int = 500,
    seed: int = 0,
    progress: Progress = silent,
) -> Agreement:
    """Say how alike any two actors vote: 1 always the same, 1/2 one always abstains while the other takes sides, 0 always opposite.

    score_ij = mean over the roll calls on which both voted of 1 - |v_i - v_j| / 2, unanimous roll calls left out.

    Parameters
    ----------
    votes : array_like of int, shape (n_actors, n_rollcalls)
        0 missing, 1 yes, 2 abstain, 3 no. n_rollcalls may be 0.
    method : {"closed-form", "bootstrap"}
        Interval by a formula (Wilson's, with the variance seen), or by drawing roll calls again with replacement (percentiles).
    chance_corrected : bool
        Give (score - e) / (1 - e), where e is the score of two actors that vote independently, each with the shares of yes, abstain and no
        that it has on the common roll calls: Cohen's kappa with linear weights; nan where e = 1 (both always cast the same
        single vote). The closed form takes e as known; the bootstrap draws it anew.
    resamples : int
        Bootstrap resamples, 2 or more.
    seed : int
        Seed of the bootstrap, 0 or more.
    progress : callable
        Called as progress(blocks of rows done, blocks in all).

    Returns
    -------
    Agreement

    Raises
    ------
    BadValue
        Another code, shape, method or number; no actor; more than 20,000 actors (the answer would need over 6 GB).

    Notes
    -----
    Up to 4,096 actors the answer is in double, above in single precision (10,000 actors: 1.6 GB); blocks of rows bound the rest.
    Coverage of the closed form (nominal 0.95) in simulation, scores of 0, 1/2, 1 drawn independently for ten kinds of pairs and 10 to 120
    common votes: 0.957 on average, 0.94 at the least (``benchmarks/votes.py``).
    Limits: under 10 common votes the score says little. Both intervals take roll calls as independent draws; votes on paragraphs
    of one text are not, so the true interval is wider. Agreement depends on what is put to the vote, and is no sign of
    affinity by itself. With a score of 0 or 1 the bootstrap interval has no width: use the closed form.

    References
    ----------
    Lijphart (1963), doi:10.2307/1952610 (the index); Wilson (1927), doi:10.1080/01621459.1927.10502953 (the interval);
    Cohen (1968), doi:10.1037/h0026256 (the correction).

    Examples
    --------
    >>> result = agreement([[1, 1, 3, 1], [1, 2, 1, 1], [3, 0, 3, 1]])
    >>> result.score.tolist(), result.dropped
    ([[1.0, 0.5, 0.5], [0.5, 1.0, 0.0], [0.5, 0.0, 1.0]], 1)
    >>> result.common[0].tolist()
    [3, 3, 2]
    """
    table = vote_matrix(votes)
    if method not in ("closed-form", "bootstrap"):
        raise BadValue(f"method must be closed-form, bootstrap (got {method!r}); choose one of them")
    resamples = whole_number(resamples, "resamples", 2)
    seed = whole_number(seed, "seed", 0)
    n_actors, n_all = table.shape
    if n_actors > MOST_ACTORS:
        raise BadValue(
            f"votes must be {MOST_ACTORS} actors at most (got {n_actors} (all pairs would need "
            f"{16 * n_actors**2 / 1e9:.0f} GB)); ask about fewer actors"
        )
    table = contested_columns(table)
    kind = np.float64 if n_actors <= DOUBLE_UP_TO else np.float32
    score, low, high = (np.empty((n_actors, n_actors), dtype=kind) for _ in range(3))
    common = np.empty((n_actors, n_actors), dtype=np.int32)
    draws = _draws(table, resamples, seed) if method == "bootstrap" else None
    size = max(1, min(n_actors, 2**22 // n_actors if draws is None else 2**24 // (n_actors * resamples)))
    starts = range(0, n_actors, size)
    for done, start in enumerate(starts):
        progress(done, len(starts))
        rows = slice(start, min(start + size, n_actors))
        pairs = pair_counts(table, rows, margins=chance_corrected)
        common[rows] = pairs.common
        score[rows] = pairs.score(chance_corrected=chance_corrected)
        if draws is None:
            low[rows], high[rows] = mean_interval(pairs, chance_corrected=chance_corrected)
        else:
            low[rows], high[rows] = resampled_interval(table, rows, draws, score[rows], chance_corrected=chance_corrected)
    progress(len(starts), len(starts))
    for array in (score, low, high):
        np.fill_diagonal(array, 1)
    return Agreement(
        score=score,
        common=common,
        low=low,
        high=high,
        method=method + (", chance-corrected" if chance_corrected else ""),
        dropped=n_all - table.shape[1],
        resamples=resamples if draws is not None else 0,
    )


def _draws(table: VoteArray, resamples: int, seed: int) -> NDArray[np.float32]:
    """How often each roll call is drawn in each resample, shape (resamples, n_rollcalls)."""
    m = table.shape[1]
    if not m:
        return np.zeros((resamples, 0), dtype=np.float32)
    return np.random.default_rng(seed).multinomial(m, np.full(m, 1 / m), size=resamples).astype(np.float32)
