"""Which groups of actors vote together (Leiden), how firmly each member belongs, and how many groups the data support."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from legation.errors import BadValue
from legation.methods.partition import LEAST, by_size, leiden, matched
from legation.methods.progress import Progress, silent
from legation.methods.voting.agreement import Table, pair_counts
from legation.methods.voting.votes import FloatArray, IntArray, VoteArray, contested_columns, vote_matrix, whole_number

__all__ = [
    "Blocs",
    "Communities",
    "blocs",
    "communities",
    "excess_agreement",
]


PRIOR_VOTES = 5  # common votes of average agreement that every pair is given


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """A partition.

    Attributes
    ----------
    label : ndarray of int, shape (n_actors,)
        Group of each actor, from 0, in no particular order.
    modularity : float
        Quality of the partition, whatever the scale of the weights; 0 without edges.
    strength : float
        Modularity x mean weight of all pairs: excess agreement that the groups account for; unlike modularity, it is small when the
        edges are but noise.
    """

    label: IntArray
    modularity: float
    strength: float


def excess_agreement(table: VoteArray) -> Table:
    """Agreement of each pair above that of two random voters of the same roll calls, shrunk to 0 where they share few (n, n)."""
    pairs = pair_counts(table, slice(None))
    yes, abstain, no = ((table == code).sum(axis=0) for code in (1, 2, 3))
    cast = yes + abstain + no
    alike = sum(count * (count - 1.0) for count in (yes, abstain, no)) + abstain * (yes + no)
    by_chance = alike / np.maximum(cast * (cast - 1.0), 1)
    present = (table > 0).astype(np.float64)
    expected = (present * by_chance) @ present.T
    return np.asarray((pairs.common - pairs.near / 2 - pairs.opposite - expected) / (pairs.common + PRIOR_VOTES))


def communities(table: VoteArray, resolution: float, *, seed: int, trials: int) -> Communities:
    """Best partition of the rows of checked votes; rows with the same votes are kept together."""
    n_actors = table.shape[0]
    weight = np.triu(excess_agreement(table), 1) if n_actors else np.zeros((0, 0))
    ties = weight > LEAST
    if not ties.any():
        return Communities(label=_same_votes(table), modularity=0.0, strength=0.0)
    label, modularity = leiden(weight, resolution=resolution, seed=seed, trials=trials)
    same_votes = _same_votes(table)
    for group in np.flatnonzero(np.bincount(same_votes) > 1):
        rows = np.flatnonzero(same_votes == group)
        label[rows] = np.bincount(label[rows]).argmax()
    _, label = np.unique(label, return_inverse=True)
    mean = float(weight[ties].sum()) / (n_actors * (n_actors - 1) / 2)
    return Communities(label=label, modularity=modularity, strength=modularity * mean)


def _same_votes(table: VoteArray) -> IntArray:
    """Give equal rows one number; rows without a vote are each their own, all rows are one where there is no roll call."""
    if not table.size:
        return np.zeros(table.shape[0], dtype=np.intp)
    label = np.asarray(np.unique(table, axis=0, return_inverse=True)[1]).reshape(-1)
    idle = np.flatnonzero(~table.any(axis=1))
    label[idle] = label.max() + 1 + np.arange(idle.size)
    return label


SHUFFLES = 39  # the observed strength must exceed all of them,
DEVIATIONS = 4  # and their mean by so many standard deviations
TRIALS = 3
FIRM = 0.7
MOST_ACTORS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocs:
    """Groups that vote together.

    Attributes
    ----------
    membership : ndarray of int, shape (n_actors,)
        Bloc of each actor, numbered by falling size, 0 the largest (the one with the first actor in a tie); -1 = never voted.
    stability : ndarray of float, shape (n_actors,)
        Share of resamples of roll calls in which the actor is in its own bloc, 0-1; 0 for an actor without a bloc or without a
        vote on any contested roll call.
    sizes : ndarray of int, shape (n_blocs,)
        Actors in each bloc.
    supported : int
        Blocs that the data support: 0 if votes shuffled within each roll call look as divided; otherwise the blocs of two
        actors or more whose mean stability is at least 0.7.
    modularity : float
        Of the partition, -0.5 to 1; 0 when no two actors agree more than chance.
    strength : float
        Modularity x mean edge weight: the agreement above chance that the blocs account for, 0-1.
    strength_by_chance : float
        What ``strength`` must exceed: the highest among the 39 shuffled tables, or their mean plus 4 standard deviations if that is more.
    resamples : int
    """

    membership: IntArray
    stability: FloatArray
    sizes: IntArray
    supported: int
    modularity: float
    strength: float
    strength_by_chance: float
    resamples: int


def blocs(votes: ArrayLike, resolution: float = 1.0, resamples: int = 100, seed: int = 0, progress: Progress = silent) -> Blocs:
    """Group the actors that vote together, and say how far the grouping can be trusted.

    Edge weight of i and j: max(0, sum over common votes of (1 - |v_i - v_j| / 2 - e_r)) / (common votes + 5), where e_r is the mean
    agreement of two random voters of roll call r; the Leiden method finds the partition with the highest modularity. Unanimous roll
    calls are left out.

    Parameters
    ----------
    votes : array_like of int, shape (n_actors, n_rollcalls)
        0 missing, 1 yes, 2 abstain, 3 no. n_rollcalls may be 0.
    resolution : float
        Above 0; higher gives more and smaller blocs.
    resamples : int
        Resamples of roll calls, 1 or more.
    seed : int
        0 or more.
    progress : callable
        Called as progress(partitions done, partitions in all).

    Returns
    -------
    Blocs

    Raises
    ------
    BadValue
        Another code, shape or number; no actor; over 2,000 actors that voted (all pairs are compared some 140 times).

    Notes
    -----
    Stability: roll calls are drawn again with replacement, as many as there are, and Leiden run on them; the new blocs are matched
    one to one to the old ones so that most actors stay where they are (assignment problem); an actor is stable in this resample if its new
    bloc is matched to its old one. Resamples in which it has no vote do not count for it.
    Support: within each roll call the votes are dealt anew at random to those who voted, 39 times; the observed strength must exceed
    all of them, and their mean by 4 standard deviations. Modularity would not do: it has no scale, and noise has plenty of it. With one or
    two actors there is nobody to compare with: 0.
    Actors are put in an order that depends on their votes alone, and actors with the same votes share a bloc, so the order
    of the rows never matters; an actor that never voted changes nothing.
    Limits: blocs are groups on what was put to the vote, not alliances. Modularity does not see groups much smaller than
    the square root of the total weight; raise the resolution to look for them. One actor is one bloc, unsupported.

    References
    ----------
    Traag, Waltman & van Eck (2019), From Louvain to Leiden, doi:10.1038/s41598-019-41695-z.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> camp = np.where(rng.random(30) < 0.5, 1, 3)
    >>> result = blocs([camp, camp, 4 - camp, camp, 4 - camp], resamples=20)
    >>> result.membership.tolist(), result.sizes.tolist(), result.stability.tolist()
    ([0, 0, 1, 0, 1], [3, 2], [1.0, 1.0, 1.0, 1.0, 1.0])
    """
    table = vote_matrix(votes)
    if not (isinstance(resolution, int | float | np.number) and np.isfinite(resolution) and resolution > 0):
        raise BadValue(f"resolution must be a number above 0 (got {resolution!r}); 1 is usual")
    resamples = whole_number(resamples, "resamples", 1)
    rng = np.random.default_rng(whole_number(seed, "seed", 0))
    voted = np.flatnonzero((table > 0).any(axis=1))
    if voted.size > MOST_ACTORS:
        raise BadValue(f"votes must be {MOST_ACTORS} actors that voted at most (got {voted.size}); group fewer actors")
    n_actors = table.shape[0]
    order = voted[np.lexsort(table[voted].T[::-1])] if table.shape[1] else voted
    table = contested_columns(table[order])
    total = resamples + SHUFFLES + 1
    progress(0, total)
    observed = communities(table, resolution, seed=_seed(rng), trials=TRIALS)
    by_chance = []
    for shuffle in range(SHUFFLES):
        by_chance.append(communities(_dealt(table, rng), resolution, seed=_seed(rng), trials=TRIALS).strength)
        progress(shuffle + 2, total)
    stable = np.zeros((2, order.size))
    for resample in range(resamples):
        again = table[:, rng.integers(table.shape[1], size=table.shape[1])] if table.shape[1] else table
        stable += _stayed(observed, communities(again, resolution, seed=_seed(rng), trials=1), again)
        progress(SHUFFLES + 2 + resample, total)

    membership, stability = np.full(n_actors, -1, dtype=np.intp), np.zeros(n_actors)
    membership[order] = observed.label
    membership[voted], sizes = by_size(membership[voted])
    stability[order] = np.where(stable[1] > 0, stable[0] / np.maximum(stable[1], 1), 0)
    threshold = max(*by_chance, float(np.mean(by_chance) + DEVIATIONS * np.std(by_chance)))
    firm = [float(stability[membership == bloc].mean()) >= FIRM for bloc in np.flatnonzero(sizes > 1)]
    return Blocs(
        membership=membership,
        stability=stability,
        sizes=sizes,
        supported=sum(firm) if observed.strength > threshold + 1e-9 else 0,
        modularity=observed.modularity,
        strength=observed.strength,
        strength_by_chance=threshold,
        resamples=resamples,
    )


def _seed(rng: np.random.Generator) -> int:
    return int(rng.integers(2**31))


def _dealt(table: VoteArray, rng: np.random.Generator) -> VoteArray:
    """Votes of each roll call dealt anew to those who voted on it."""
    dealt = table.copy()
    for column in range(table.shape[1]):
        cast = np.flatnonzero(table[:, column])
        dealt[cast, column] = rng.permutation(table[cast, column])
    return dealt


def _stayed(before: Communities, after: Communities, table: VoteArray) -> FloatArray:
    """Per actor: 1 if its new bloc is matched to its old one; 1 if it counts at all. Shape (2, n_actors)."""
    counts = np.asarray((table > 0).any(axis=1))
    match = matched(before.label, after.label, counts)
    return np.stack([counts & (match[after.label] == before.label), counts]).astype(np.float64)
