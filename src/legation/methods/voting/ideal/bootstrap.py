"""How far fitted points may be from the true ones: points, roll calls and votes drawn from the model, and fitted anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from legation.methods.progress import Progress, in_turn, silent
from legation.methods.voting.ideal.fit import BEFOREHAND, TIGHT, Chains, IdealFit, fit, standardised
from legation.methods.voting.ideal.panel import Panel

__all__ = ["drawn_votes", "refit_errors"]

Floats = NDArray[np.float64]
_ROUNDS = 3  # of draws in turn, points then roll calls: one leaves out that whole sessions may shift together
_AT_ONCE = 4


def drawn_votes(panel: Panel, theta: Floats, items: Floats, chance: np.random.Generator) -> NDArray[np.int8]:
    """Draw every vote anew from the model, shape (n_votes,), codes 1-3."""
    item = np.repeat(np.arange(items.shape[0]), np.diff(panel.item_start))
    leaning = items[item, 0] * theta[panel.item_point] + chance.standard_normal(item.size)
    above = (leaning >= items[item, 1]).astype(np.int8) + (leaning >= items[item, 2]).astype(np.int8)
    return np.asarray(above + 1, np.int8)


def refit_errors(
    panel: Panel, chains: Chains, found: IdealFit, *, draws: int, seed: int, tolerance: float, progress: Progress = silent
) -> Floats:
    """Return by how much each refit errs about each point, shape (draws, n_points).

    In each draw "true" points and roll calls are drawn about the fitted ones, as far as votes and chains leave them open; votes are drawn
    from them, and fitted anew from there. Draws have seeds of their own: how many run at once, and where, changes nothing.
    A refit shows by how much the prior draws a point of the fitted place towards its level; the true one lies farther out, by what the
    prior has drawn already, and is drawn more: the rest is added (`_drawn_more`), or who votes little at an end would seem well known.
    """
    given = ((panel, chains, found, own, tolerance) for own in np.random.SeedSequence(seed).spawn(draws))
    errors = np.array(list(in_turn(_error, given, draws, progress, at_once=_AT_ONCE))).reshape(draws, found.theta.size)
    return errors - _drawn_more(panel, chains, found)


def _drawn_more(panel: Panel, chains: Chains, found: IdealFit) -> Floats:
    """Return how much farther the prior draws the true points than it would draw the fitted ones, shape (n_points,).

    With precision P of the prior and information I of the votes a point is drawn by S times its place, S = P / (P + I), so the true one
    lies S times the fitted place farther out and is drawn S S times that place more.
    """
    from legation.methods.voting.ideal import kernel
    from legation.methods.voting.ideal import kernel as chain_kernel

    still = np.zeros(panel.item_value.size)
    slope, curve, pulled, spread, none = (np.zeros(found.theta.size) for _ in range(5))
    kernel.pull(panel.point_start, panel.point_item, panel.item_value[panel.by_point], still, found.theta, found.items, slope, curve)
    drawn = found.theta
    for _ in range(2):
        before, drawn = drawn, np.empty_like(drawn)
        chain_kernel.times_chains(panel.chain, chains.diagonal, chains.beside, before, pulled)
        chain_kernel.solve_chains(panel.chain, chains.diagonal + curve, chains.beside, pulled, none, drawn, spread)
    return drawn


def _error(panel: Panel, chains: Chains, found: IdealFit, own: np.random.SeedSequence, tolerance: float) -> Floats:
    """Return by how much one refit errs, shape (n_points,)."""
    chance = np.random.default_rng(own)
    truth, items = _about(panel, chains, found, chance)
    votes = drawn_votes(panel, truth, items, chance)
    return fit(replace(panel, item_value=votes), chains, truth, items, tolerance=tolerance).theta - truth


def _about(panel: Panel, chains: Chains, found: IdealFit, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw points given roll calls, then roll calls given points, in turn, beginning at the fit."""
    from legation.methods.voting.ideal import kernel
    from legation.methods.voting.ideal import kernel as chain_kernel

    votes, still = panel.item_value, np.zeros(panel.item_value.size)
    of_points = votes[panel.by_point]
    slope, curve, pulled, moved, spread = (np.zeros(found.theta.size) for _ in range(5))
    theta, items = found.theta, found.items.copy()
    level = np.empty((2, items.shape[0]))
    by_item = (panel.item_start, panel.item_point, votes, still)
    for _ in range(_ROUNDS):
        kernel.pull(panel.point_start, panel.point_item, of_points, still, theta, items, slope, curve)
        chain_kernel.times_chains(panel.chain, chains.diagonal, chains.beside, theta, pulled)
        noise = chance.standard_normal(theta.size)
        chain_kernel.solve_chains(panel.chain, chains.diagonal + curve, chains.beside, slope - pulled, noise, moved, spread)
        theta, items = standardised(theta + moved, items)
        kernel.fit_items(*by_item, theta, items, TIGHT, BEFOREHAND, 2, level[0], level[1])
        kernel.draw_items(*by_item, theta, items, TIGHT, BEFOREHAND, chance.standard_normal(items.shape))
    return theta, items
