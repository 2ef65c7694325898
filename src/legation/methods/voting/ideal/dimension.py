"""What one dimension leaves: how strong a second is, session by session, and where actors stand on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from legation.methods.voting.ideal.bootstrap import drawn_votes
from legation.methods.voting.ideal.fit import BEFOREHAND, TIGHT, Chains, IdealFit, fit
from legation.methods.voting.ideal.panel import Panel
from legation.methods.voting.ideal.start import first_items, first_points

__all__ = ["Second", "correct_votes", "second", "strength", "without_dimension"]

Floats = NDArray[np.float64]
_DRAWS = 4
_TURNS = 3  # of the second dimension and the slopes of the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """A second dimension beside the first, which stays where it is.

    Attributes
    ----------
    theta : ndarray, shape (n_points,)
        Mean 0, standard deviation 1, uncorrelated with the first.
    slopes : ndarray, shape (n_items, 2)
        Slopes on the first and on the second.
    log_likelihood : float
        Of the votes with both, natural logarithm, their sum.
    """

    theta: Floats
    slopes: Floats
    log_likelihood: float


def correct_votes(panel: Panel, found: IdealFit) -> float:
    """Return the share of votes that were the likeliest ones."""
    return float(_left(panel, found)[1].mean())


def without_dimension(panel: Panel) -> float:
    """Return the log-likelihood of the votes where only the shares of each roll call are known, natural logarithm, their sum."""
    size = np.diff(panel.item_start)
    item = np.repeat(np.arange(size.size), size)
    count = np.array([np.bincount(item[panel.item_value == kind], minlength=size.size) for kind in (1, 2, 3)])
    return float(np.sum(count * np.log(np.where(count > 0, count / size, 1.0))))


def strength(panel: Panel, found: IdealFit, seed: int) -> Floats:
    """Return how much a second dimension holds beside the first in each session, shape (n_sessions,); 0 is none, nan where no vote counts.

    (a - c) / (b - c): the largest eigenvalue, over the session's actors, of what the model leaves of their votes (a), of what a model
    without any dimension leaves (b), and the mean of a in votes drawn from the model itself (c).
    """
    item = np.repeat(np.arange(panel.item_start.size - 1), np.diff(panel.item_start))
    sessions = panel.point_session[panel.item_point]
    order = np.argsort(sessions, kind="stable")
    bounds = np.searchsorted(sessions[order], np.arange(len(panel.sessions) + 1))
    blocks = [_Block(panel, item, order[first:last]) for first, last in pairwise(bounds.tolist())]

    def largest(panel: Panel, found: IdealFit) -> Floats:
        left = _left(panel, found)[0]
        return np.array([block.largest(left) for block in blocks])

    chance = np.random.default_rng(seed)
    by_chance = np.zeros(len(blocks))
    for _ in range(_DRAWS):
        by_chance += largest(replace(panel, item_value=drawn_votes(panel, found.theta, found.items, chance)), found) / _DRAWS
    seen, without = largest(panel, found), largest(panel, replace(found, items=first_items(panel)))
    room = without - by_chance
    return np.where(room > 0, np.maximum(seen - by_chance, 0) / np.where(room > 0, room, 1), np.nan)


def second(panel: Panel, chains: Chains, found: IdealFit, tolerance: float) -> Second:
    """Fit a second dimension to what the first leaves; in turn with the first's slopes, while its points are held."""
    from legation.methods.voting.ideal import kernel

    item = np.repeat(np.arange(found.items.shape[0]), np.diff(panel.item_start))
    first, items = found.theta[panel.item_point], found.items.copy()
    other = IdealFit(
        theta=first_points(panel, _left(panel, found)[0]),
        items=np.column_stack((np.zeros(items.shape[0]), items[:, 1:])),
        objective=(),
        log_likelihood=np.nan,
        converged=False,
    )
    level = np.empty((2, items.shape[0]))
    for _ in range(_TURNS):
        other = fit(panel, chains, other.theta, other.items, offset=items[item, 0] * first, tolerance=tolerance)
        items[:, 1:] = other.items[:, 1:]
        offset = other.items[item, 0] * other.theta[panel.item_point]
        kernel.fit_items(
            panel.item_start, panel.item_point, panel.item_value, offset, found.theta, items, TIGHT, BEFOREHAND, 8, level[0], level[1]
        )
        other = replace(other, items=np.column_stack((other.items[:, 0], items[:, 1:])))
    shared = float(np.mean(other.theta * found.theta))
    apart = other.theta - shared * found.theta
    scale = float(apart.std())
    slopes = np.column_stack((items[:, 0] + shared * other.items[:, 0], other.items[:, 0] * scale))
    return Second(theta=apart / scale, slopes=slopes, log_likelihood=float(level[1].sum()))


class _Block:
    """The votes of one session as a table of actors and items."""

    def __init__(self, panel: Panel, item: NDArray[np.intp], votes: NDArray[np.intp]) -> None:
        self.votes = votes
        self.actors, self.row = np.unique(panel.item_point[votes], return_inverse=True)
        self.items, self.column = np.unique(item[votes], return_inverse=True)

    def largest(self, left: Floats) -> float:
        table = np.zeros((self.actors.size, self.items.size))
        np.add.at(table, (self.row, self.column), left[self.votes])
        small = table @ table.T if table.shape[0] <= table.shape[1] else table.T @ table
        return float(np.linalg.eigvalsh(small)[-1]) if small.size else 0.0


def _left(panel: Panel, found: IdealFit) -> tuple[Floats, NDArray[np.bool_]]:
    from legation.methods.voting.ideal import kernel

    left, correct = np.empty(panel.item_value.size), np.empty(panel.item_value.size, np.bool_)
    kernel.left_over(panel.item_start, panel.item_point, panel.item_value, found.theta, found.items, left, correct)
    return left, correct
