"""The fit: Newton's steps by block along preconditioned directions, from what is assumed of the points before any vote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legation.methods.progress import Progress, silent
from legation.methods.voting.ideal.panel import Panel

__all__ = [
    "BEFOREHAND",
    "PRIORS",
    "TIGHT",
    "Chains",
    "IdealFit",
    "chains_of",
    "fit",
    "standardised",
]


PRIORS = ("stationary", "bsv")
_SMOOTH = 0.5  # of Bailey, Strezhnev and Voeten
_WIDE = 1 / 25  # precision of an actor's first point under their prior: points within about 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """The precision of the points before any vote: a chain for each actor.

    Attributes
    ----------
    diagonal, beside : ndarray, shape (n_points,)
        ``beside[c]`` couples point c with the one before it; 0 where an actor's points begin.
    """

    diagonal: NDArray[np.float64]
    beside: NDArray[np.float64]


def chains_of(panel: Panel, prior: str, drift: float) -> Chains:
    """Return the chains of a panel.

    "stationary": every point is N(0, 1); the next of the same actor, k sessions later, is N(r theta, 1 - r^2) with r = (1 - drift)^(k/2).
    "bsv": the next is N(theta, 0.5 n / (n + m)), n and m being the actor's votes in the session and in the one before; no level.

    Examples
    --------
    >>> from legation.methods.voting.ideal.panel import panel_of
    >>> panel = panel_of(["A", "B", "A", "B"], [1, 1, 2, 2], [1, 1, 2, 2], [1, 3, 3, 1])
    >>> chains_of(panel, "stationary", 0.36).diagonal.round(3).tolist()
    [2.778, 2.778, 2.778, 2.778]
    """
    size = panel.point_actor.size
    begins = np.zeros(size, np.bool_)
    begins[panel.chain[:-1][np.diff(panel.chain) > 0]] = True
    before = np.arange(size) - ~begins
    if prior == "stationary":
        keeps = np.where(begins, 0.0, (1 - drift) ** (0.5 * (panel.point_session - panel.point_session[before])))
        precision = 1 / (1 - keeps**2)
    else:
        votes = panel.votes[panel.point_actor, panel.point_session].astype(np.float64)
        keeps = np.where(begins, 0.0, 1.0)
        precision = np.where(begins, _WIDE, (votes + votes[before]) / (_SMOOTH * votes))
    diagonal = precision.copy()
    diagonal[:-1] += (keeps**2 * precision)[1:]
    return Chains(diagonal=diagonal, beside=-keeps * precision)


Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]
BEFOREHAND = 0.05
"""The part of a vote of each kind that an actor at zero casts on every item beforehand: what nobody did keeps a small chance."""
TIGHT = 1.0
"""Precision of the prior of slopes, N(0, 1)."""
_MEMORY = 8  # pairs of steps and slopes that the search remembers
_FIRST_STEPS, _STEPS = 8, 2  # of Newton, an item


@dataclass(frozen=True, slots=True, kw_only=True)
class IdealFit:
    """Points and items that maximise the penalised likelihood.

    Attributes
    ----------
    theta : ndarray, shape (n_points,)
        Mean 0, standard deviation 1.
    items : ndarray, shape (n_items, 3)
        Slope, cut between yes and abstain, cut between abstain and no.
    objective : tuple of float
        After each step; never falls.
    log_likelihood : float
        Of the votes alone, natural logarithm, their sum.
    converged : bool
    """

    theta: Floats
    items: Floats
    objective: tuple[float, ...]
    log_likelihood: float
    converged: bool


def standardised(theta: Floats, items: Floats) -> Pair:
    """Return points of mean 0 and standard deviation 1, and the items that give the same chances with them.

    Examples
    --------
    >>> standardised(np.array([2.0, 4.0]), np.array([[1.0, 0.0, 1.0]]))
    (array([-1.,  1.]), array([[ 1., -3., -2.]]))
    """
    middle, scale = float(theta.mean()), float(theta.std())
    moved = items[:, 0] * middle
    return (theta - middle) / scale, np.column_stack((items[:, 0] * scale, items[:, 1] - moved, items[:, 2] - moved))


class _Surface:
    """The penalised likelihood of one set of votes, with the room that the passes need."""

    def __init__(self, panel: Panel, chains: Chains, offset: Floats | None) -> None:
        shift = np.zeros(panel.item_value.size) if offset is None else offset
        shift_by_point = shift if offset is None else offset[panel.by_point]
        self.panel, self.chains = panel, chains
        self.by_item = (panel.item_start, panel.item_point, panel.item_value, shift)
        self.by_point = (panel.point_start, panel.point_item, panel.item_value[panel.by_point], shift_by_point)
        self.level = np.empty((2, panel.item_start.size - 1))
        self.pulled, self.slope, self.curve, self.still, self.spread = (np.zeros(panel.point_actor.size) for _ in range(5))

    def bring(self, theta: Floats, items: Floats, steps: int) -> float:
        """Bring the items up to the points, in place; return the objective."""
        from legation.methods.voting.ideal import kernel
        from legation.methods.voting.ideal import kernel as chain_kernel

        kernel.fit_items(*self.by_item, theta, items, TIGHT, BEFOREHAND, steps, self.level[0], self.level[1])
        chain_kernel.times_chains(self.panel.chain, self.chains.diagonal, self.chains.beside, theta, self.pulled)
        return float(self.level[0].sum() - 0.5 * (theta @ self.pulled))

    def up(self, theta: Floats, items: Floats) -> Floats:
        """Return the slope of the objective at points just brought up to."""
        from legation.methods.voting.ideal import kernel

        kernel.pull(*self.by_point, theta, items, self.slope, self.curve)
        return _tangent(self.slope - self.pulled, theta)

    def metric(self, vector: Floats, theta: Floats) -> Floats:
        """Divide by the information of the points' block."""
        from legation.methods.voting.ideal import kernel as chain_kernel

        found = np.empty_like(vector)
        diagonal = self.chains.diagonal + self.curve
        chain_kernel.solve_chains(self.panel.chain, diagonal, self.chains.beside, vector, self.still, found, self.spread)
        return _tangent(found, theta)


def fit(
    panel: Panel,
    chains: Chains,
    theta: Floats,
    items: Floats,
    *,
    offset: Floats | None = None,
    tolerance: float,
    most: int = 500,
    progress: Progress = silent,
) -> IdealFit:
    """Maximise the penalised likelihood over points of mean 0 and standard deviation 1, and items.

    Each step moves the points along a direction of limited-memory BFGS, whose first metric is the information of the points' block, and
    brings every item up to them; a step that lowers the objective is halved. ``offset`` (n_votes,): what another dimension adds to each
    vote's leaning. ``tolerance``: the gain foreseen, in natural logarithm of the likelihood, at which the search ends.
    """
    surface = _Surface(panel, chains, offset)
    theta, items = standardised(theta, items)
    level = surface.bring(theta, items, _FIRST_STEPS)
    path, memory, converged = [level], list[Pair](), False
    up = surface.up(theta, items)
    for done in range(most):
        progress(done, most)
        direction = _direction(up, theta, memory, surface.metric)
        foreseen = float(up @ direction)
        if 0 <= foreseen < 2 * tolerance:
            converged = True
            break
        moved = _moved(surface, theta, items, direction, foreseen, level) if foreseen > 0 else None
        if moved is None:
            if not memory:  # the metric alone finds no way up: as near as arithmetic comes
                break
            memory.clear()
            continue
        before, was = theta, up
        theta, items, level = moved
        path.append(level)
        up = surface.up(theta, items)
        if float((theta - before) @ (was - up)) > 0:
            memory.append((theta - before, was - up))
        del memory[:-_MEMORY]
    surface.bring(theta, items, 0)
    own = float(surface.level[1].sum())
    return IdealFit(theta=theta, items=items, objective=tuple(path), log_likelihood=own, converged=converged)


def _tangent(vector: Floats, theta: Floats) -> Floats:
    """Take away what would change the mean or the standard deviation of the points."""
    vector = vector - vector.mean()
    return vector - theta * float(vector @ theta / (theta @ theta))


def _direction(up: Floats, theta: Floats, memory: list[Pair], metric: Callable[[Floats, Floats], Floats]) -> Floats:
    """Return the direction of limited-memory BFGS by its two loops over the pairs remembered."""
    vector, parts = up, []
    for step, change in reversed(memory):
        parts.append(float(step @ vector) / float(step @ change))
        vector = vector - parts[-1] * change
    vector = metric(vector, theta)
    for (step, change), part in zip(memory, reversed(parts), strict=True):
        vector = vector + step * (part - float(change @ vector) / float(step @ change))
    return _tangent(vector, theta)


def _moved(
    surface: _Surface, theta: Floats, items: Floats, direction: Floats, foreseen: float, level: float
) -> tuple[Floats, Floats, float] | None:
    """Return the points, items and objective after a step up, halved until it is one; None where none is."""
    size = 1.0
    for _ in range(25):
        points = theta + size * direction
        points /= points.std()
        tried = items.copy()
        now = surface.bring(points, tried, _STEPS)
        if now >= level + 1e-4 * size * foreseen:
            return points, tried, now
        size *= 0.5
    return None
