"""How alike any two actors vote: their common votes counted, with the interval that this number allows.

With p = 1 where a vote was cast, a = 1 for abstain, b = p - a, s = +1 for yes and -1 for no: p p' counts common votes,
p p' - a a' - b b' those one step apart (one of the two abstained), (b b' - s s') / 2 opposite ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.voting.votes import ABSTAIN, NO, YES, VoteArray, contested_columns, vote_matrix, whole_number

__all__ = [
    "Agreement",
    "Pairs",
    "Table",
    "agreement",
    "mean_interval",
    "pair_counts",
    "ratio",
    "resampled_interval",
]


Table: TypeAlias = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Counts for some rows against all actors, each of shape (n_rows, n_actors) [roll calls].

    Attributes
    ----------
    common, near, opposite : ndarray of float32
        Both voted; one abstained and the other did not; one yes and one no.
    expected : ndarray of float32
        Score of two independent actors with these shares on the common votes, 0-1, nan without common votes; 0 if not asked for.
    """

    common: Table
    near: Table
    opposite: Table
    expected: Table

    def plain(self) -> Table:
        """Mean of 1 - |difference| / 2; nan without common votes."""
        return ratio(self.common - self.near / 2 - self.opposite, self.common)

    def corrected(self, plain: Table) -> Table:
        """Move a plain score so that chance is 0 and full agreement stays 1; nan where chance alone gives 1."""
        return ratio(plain - self.expected, np.where(self.expected > 1 - 1e-6, 0, 1 - self.expected))

    def score(self, *, chance_corrected: bool) -> Table:
        """Plain score, or the chance-corrected one."""
        return self.corrected(self.plain()) if chance_corrected else self.plain()


def ratio(part: Table, whole: Table) -> Table:
    """Divide; nan where ``whole`` is 0."""
    return np.divide(part, whole, out=np.full(part.shape, np.nan, dtype=np.float64), where=whole != 0)


def pair_counts(table: VoteArray, rows: slice, *, weight: NDArray[np.float32] | None = None, margins: bool = False) -> Pairs:
    """Count the pairs (rows, all actors) of checked votes; ``weight`` (n_rollcalls,) counts a roll call that often."""
    present = (table > 0).astype(np.float32)
    abstain = (table == ABSTAIN).astype(np.float32)
    yes, no = (table == YES).astype(np.float32), (table == NO).astype(np.float32)
    once = np.float32(1) if weight is None else weight
    taken, sign = present - abstain, yes - no
    common = (present[rows] * once) @ present.T
    sides = (taken[rows] * once) @ taken.T
    near = common - (abstain[rows] * once) @ abstain.T - sides
    opposite = (sides - (sign[rows] * once) @ sign.T) / 2
    expected: Table = np.zeros(common.shape, dtype=np.float32)
    if margins:
        y, a, n = ((kind[rows] * once) @ present.T for kind in (yes, abstain, no))
        y_other, a_other, n_other = ((present[rows] * once) @ kind.T for kind in (yes, abstain, no))
        alike = y * y_other + a * a_other + n * n_other + (a * (y_other + n_other) + (y + n) * a_other) / 2
        expected = ratio(alike, common**2)
    return Pairs(common=common, near=near, opposite=opposite, expected=expected)


Z = 1.959963984540054
PRIOR = 0.5  # weight of the assumption that votes agree fully or not at all, in units of one common vote's variance


def mean_interval(pairs: Pairs, *, chance_corrected: bool) -> tuple[Table, Table]:
    """Wilson's interval for the mean q of n scores of 0, 1/2, 1, each array (n_rows, n_actors).

    For scores of 0 and 1 the variance is q (1 - q), and Wilson's interval holds all means that z standard errors reach. Half
    scores make it smaller: by phi = (sum (x - q)^2 + PRIOR) / (n q (1 - q) + PRIOR), at most 1, so n / phi takes the place of n.
    It never leaves [0, 1], holds q, and keeps a width where all scores are the same. The chance-corrected one moves both ends.
    """
    n, q = pairs.common, pairs.plain()
    binary = n * q * (1 - q)
    phi = np.minimum((binary - pairs.near / 4 + PRIOR) / (binary + PRIOR), 1)
    squared = ratio(Z**2 * phi, n)  # z^2 / effective n
    middle = (q + squared / 2) / (1 + squared)
    half = np.sqrt(squared * np.maximum(q * (1 - q) + squared / 4, 0)) / (1 + squared)
    low, high = np.clip(middle - half, 0, q), np.clip(middle + half, q, 1)
    if chance_corrected:
        return pairs.corrected(low), pairs.corrected(high)
    return low, high


def resampled_interval(
    table: VoteArray, rows: slice, draws: NDArray[np.float32], score: Table, *, chance_corrected: bool
) -> tuple[Table, Table]:
    """Percentiles 2.5 and 97.5 of the score over resamples of roll calls.

    A resample without common votes of a pair counts as its score, so that the interval stays defined; low <= score <= high is held.
    """
    samples = np.empty((len(draws), *score.shape), dtype=np.float32)
    for sample, draw in zip(samples, draws, strict=True):
        again = pair_counts(table, rows, weight=draw, margins=chance_corrected).score(chance_corrected=chance_corrected)
        sample[:] = np.where(np.isnan(again), score, again)
    samples.sort(axis=0)
    last = len(draws) - 1
    low, high = samples[int(np.floor(0.025 * last))], samples[int(np.ceil(0.975 * last))]
    return np.minimum(low, score), np.maximum(high, score)


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
