"""Who stands with whom by what is coded between them, how firmly, and who is elsewhere later than before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.partition import by_size, leiden, matched
from legation.methods.progress import Progress, silent

__all__ = ["Camps", "Sides", "camps", "changed_sides", "excess_cooperation"]

Ints = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]
PRIOR = 5.0
"""Stories of average make that every pair is given, so that few stories say little."""
TRIALS = 3
MOST = 400


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Camps:
    """Groups of states between which more cooperation is coded than is usual.

    Attributes
    ----------
    membership : ndarray of int, shape (n_actors,)
        Camp of each actor, numbered by falling size, 0 the largest; an actor without a tie is a camp of its own.
    stability : ndarray of float, shape (n_actors,)
        Share of the draws in which the actor is in its own camp, 0 to 1.
    sizes : ndarray of int, shape (n_camps,)
    modularity : float
        Of the partition, -0.5 to 1; 0 without ties.
    usual : float
        Share of cooperation among all coded acts of all pairs, 0 to 1: what a pair is measured against.
    draws : int
    """

    membership: Ints
    stability: Floats
    sizes: Ints
    modularity: float
    usual: float
    draws: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sides:
    """Who is in another camp later than before.

    Attributes
    ----------
    before, after : Camps
        ``after`` is numbered as ``before`` where a camp goes on; further camps have higher numbers.
    changed : ndarray of bool, shape (n_actors,)
        The camp after is not the one that continues the camp before, and neither is the actor alone.
    firmness : ndarray of float, shape (n_actors,)
        Share of the draws of both periods in which the actor is in its own camp before and in its own camp after, 0 to 1.
    """

    before: Camps
    after: Camps
    changed: npt.NDArray[np.bool_]
    firmness: Floats


def excess_cooperation(cooperation: npt.ArrayLike, conflict: npt.ArrayLike) -> tuple[Floats, float]:
    """Return how much more cooperation is coded of each pair than of all pairs, and the share of all.

    For a pair with c stories of cooperation and k of conflict in both directions it is (c - u (c + k)) / (c + k + 5), where u is the share
    of cooperation in all pairs: sources code more cooperation than conflict, so that its mere presence says nothing.

    Parameters
    ----------
    cooperation, conflict : array_like of int, shape (n_actors, n_actors)
        Stories in which the actor of the row acts on that of the column; the diagonal is not read.

    Examples
    --------
    >>> excess, usual = excess_cooperation([[0, 15], [15, 0]], [[0, 5], [5, 0]])
    >>> usual, excess.tolist()
    (0.75, [[0.0, 0.0], [0.0, 0.0]])
    """
    good, bad = _square(cooperation, conflict)
    total = good + bad
    baseline = float(good.sum() / total.sum()) if total.any() else 0.0
    return np.asarray((good - baseline * total) / (total + PRIOR), np.float64), baseline


def camps(
    cooperation: npt.ArrayLike,
    conflict: npt.ArrayLike,
    *,
    resolution: float = 1.0,
    draws: int = 100,
    seed: int = 0,
    progress: Progress = silent,
) -> Camps:
    """Group states between which more cooperation is coded than is usual, and say how firmly each belongs.

    Ties are the pairs with an excess of cooperation (:func:`excess_cooperation`); the Leiden method finds the partition of highest
    modularity.
    Stability: every pair's counts are drawn anew (Poisson), the camps found again and matched one to one to the old ones.

    Parameters
    ----------
    cooperation, conflict : array_like of int, shape (n_actors, n_actors)
    resolution : float
        Above 0; higher gives more and smaller camps.
    draws : int
        1 or more.
    seed : int
    progress : callable

    Raises
    ------
    BadValue
        Other shapes, negative counts, or more than 400 actors.

    Notes
    -----
    Limits: a camp says with whom little conflict is coded for the amount that is coded at all; neighbours who quarrel and trade are split
    by it. It is no alliance.

    Examples
    --------
    >>> good = [[0, 40, 3, 2], [40, 0, 2, 3], [3, 2, 0, 40], [2, 3, 40, 0]]
    >>> bad = [[0, 1, 20, 20], [1, 0, 20, 20], [20, 20, 0, 1], [20, 20, 1, 0]]
    >>> found = camps(good, bad, draws=20)
    >>> found.membership.tolist(), found.stability.tolist()
    ([0, 0, 1, 1], [1.0, 1.0, 1.0, 1.0])
    """
    found, _ = _camps(cooperation, conflict, resolution, draws, seed, progress)
    return found


def changed_sides(
    before: tuple[npt.ArrayLike, npt.ArrayLike],
    after: tuple[npt.ArrayLike, npt.ArrayLike],
    *,
    resolution: float = 1.0,
    draws: int = 100,
    seed: int = 0,
    progress: Progress = silent,
) -> Sides:
    """Find the camps of two periods and who is in another one later.

    Parameters
    ----------
    before, after : pair of array_like of int, shape (n_actors, n_actors)
        Cooperation and conflict of the same actors in each period.
    resolution, draws, seed, progress
        As of :func:`camps`.

    Raises
    ------
    BadValue
        Where the two periods do not name the same actors, and as :func:`camps`.

    Examples
    --------
    >>> a = [[0, 40, 40, 1], [40, 0, 40, 1], [40, 40, 0, 1], [1, 1, 1, 0]]
    >>> b = [[0, 40, 1, 1], [40, 0, 1, 1], [1, 1, 0, 40], [1, 1, 40, 0]]
    >>> swap = [[0, 1, 1, 40], [1, 0, 1, 40], [1, 1, 0, 40], [40, 40, 40, 0]]
    >>> away = [[0, 1, 40, 40], [1, 0, 40, 40], [40, 40, 0, 1], [40, 40, 1, 0]]
    >>> changed_sides((a, swap), (b, away), draws=20).changed.tolist()
    [False, False, True, False]
    """

    def later(done: int, _: int) -> None:
        progress(draws + 1 + done, 2 * draws + 2)

    early, early_draws = _camps(*before, resolution, draws, seed, lambda done, _: progress(done, 2 * draws + 2))
    late, late_draws = _camps(*after, resolution, draws, seed + 1, later)
    if len(early.membership) != len(late.membership):
        raise BadValue("before, after must be counts of the same actors in both periods; give both the same rows")
    names = _continued(early.membership, late.membership)
    membership = names[late.membership]
    firm = np.zeros(len(membership))
    for one, other in zip(early_draws, late_draws, strict=True):
        firm += (one == early.membership) & (other == late.membership)
    after_camps = Camps(
        membership=membership,
        stability=late.stability,
        sizes=np.bincount(membership, minlength=int(names.max(initial=-1)) + 1).astype(np.intp),
        modularity=late.modularity,
        usual=late.usual,
        draws=draws,
    )
    together = (early.sizes[early.membership] > 1) & (after_camps.sizes[membership] > 1)
    return Sides(before=early, after=after_camps, changed=(membership != early.membership) & together, firmness=firm / draws)


def _square(cooperation: npt.ArrayLike, conflict: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return both counts for each pair, both directions together, without the diagonal."""
    good, bad = np.asarray(cooperation, np.float64), np.asarray(conflict, np.float64)
    n = len(good)
    if good.shape != (n, n) or bad.shape != (n, n) or not 1 <= n <= MOST:
        raise BadValue(f"cooperation, conflict must be two squares of 1 to {MOST} actors (got {good.shape} and {bad.shape})")
    if not (np.isfinite(good).all() and np.isfinite(bad).all() and (good >= 0).all() and (bad >= 0).all()):
        raise BadValue("cooperation, conflict must be counts of 0 or more; count the stories again")
    apart = 1 - np.eye(n)
    return (good + good.T) * apart, (bad + bad.T) * apart


def _camps(
    cooperation: npt.ArrayLike, conflict: npt.ArrayLike, resolution: float, draws: int, seed: int, progress: Progress
) -> tuple[Camps, list[Ints]]:
    """Return the camps and, for each draw, every actor's camp in the numbers of those found; -1 where it is none of them."""
    if not (np.isfinite(resolution) and resolution > 0) or draws < 1:
        raise BadValue(f"resolution, draws must be above 0 and 1 or more (got {resolution}, {draws})")
    good, bad = _square(cooperation, conflict)
    excess, baseline = excess_cooperation(np.triu(good), np.triu(bad))
    label, modularity = leiden(np.maximum(excess, 0), resolution=resolution, seed=seed, trials=TRIALS)
    membership, sizes = by_size(label)
    rng = np.random.default_rng(seed)
    drawn: list[Ints] = []
    progress(1, draws + 1)
    for draw in range(draws):
        again, _ = excess_cooperation(np.triu(rng.poisson(good)), np.triu(rng.poisson(bad)))
        other, _ = leiden(np.maximum(again, 0), resolution=resolution, seed=int(rng.integers(2**31)), trials=1)
        drawn.append(matched(membership, other)[other])
        progress(draw + 2, draws + 1)
    stability = np.mean([one == membership for one in drawn], axis=0)
    found = Camps(membership=membership, stability=stability, sizes=sizes, modularity=modularity, usual=baseline, draws=draws)
    return found, drawn


def _continued(before: Ints, after: Ints) -> Ints:
    """Return for each later camp its number: that of the camp that it continues, or one above all of them."""
    names = matched(before, after)
    fresh = np.flatnonzero(names < 0)
    names[fresh] = int(before.max(initial=-1)) + 1 + np.arange(fresh.size)
    return names
