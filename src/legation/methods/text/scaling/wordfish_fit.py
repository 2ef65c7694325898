"""The penalised likelihood of Wordfish made largest: sweeps of Newton's method by word and by text, then on all parameters at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse

__all__ = ["Curvature", "WordfishFit", "curvature", "fitted", "intensity", "objective", "started"]

Floats = npt.NDArray[np.float64]

SWEEPS = 500
FEWEST = 10
"""Sweeps between two attempts to end by Newton's method."""
WARM = 3
"""Sweeps before the first attempt, from a start that is a fit already."""
NEAR = 0.03
"""Change of a standardised theta in a sweep, below which it is tried."""
STEPS = 8
HALVINGS = 12
BOUND = 60.0
"""Largest exponent that is ever raised."""


@dataclass(frozen=True, slots=True, eq=False)
class WordfishFit:
    """Parameters of log intensity = alpha_i + psi_j + beta_j theta_i, and what they reach.

    Attributes
    ----------
    alpha, theta : ndarray of float, shape (n,)
    psi, beta : ndarray of float, shape (m,)
    prior, own_prior : float
        Standard deviations of the normal priors on beta and on theta.
    reached : tuple of float
        The objective after the start, each sweep and each step.
    converged : bool
    """

    alpha: Floats
    theta: Floats
    psi: Floats
    beta: Floats
    prior: float
    own_prior: float = 1.0
    reached: tuple[float, ...] = ()
    converged: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Curvature:
    """Information at a fit, words eliminated.

    Attributes
    ----------
    rate : ndarray of float, shape (n, m)
        Intensities.
    mixed : ndarray of float, shape (n, m)
        Information between theta of a text and beta of a word.
    word : ndarray of float, shape (3, m)
        Inverse information of (psi, beta) of each word: its first, mixed and last element.
    factor : tuple
        Cholesky factor of the information on (alpha, theta), shape (2 n, 2 n); the level of alpha is held.
    """

    rate: Floats
    mixed: Floats
    word: Floats
    factor: tuple[Floats, bool]

    def step(self, fit: WordfishFit, slope: tuple[Floats, Floats, Floats, Floats]) -> WordfishFit:
        """Return the fit moved by this information and a slope (alpha, theta, psi, beta)."""
        alpha, theta, psi, beta = slope
        first, between, last = self.word
        by_psi, by_beta = first * psi + between * beta, between * psi + last * beta
        pulled = self.rate @ np.stack([by_psi, by_beta, fit.beta * by_psi], axis=1)
        n = len(alpha)
        right = np.concatenate([alpha - pulled[:, 0] - fit.theta * pulled[:, 1], theta - pulled[:, 2] - self.mixed @ by_beta])
        moved = linalg.cho_solve(self.factor, right)
        pushed = np.stack([moved[:n], moved[n:], fit.theta * moved[:n]]) @ self.rate
        psi_left = psi - pushed[0] - fit.beta * pushed[1]
        beta_left = beta - pushed[2] - moved[n:] @ self.mixed
        return replace(
            fit,
            alpha=fit.alpha + moved[:n],
            theta=fit.theta + moved[n:],
            psi=fit.psi + first * psi_left + between * beta_left,
            beta=fit.beta + between * psi_left + last * beta_left,
        )


def intensity(fit: WordfishFit) -> Floats:
    """Return the expected count of each word in each text, shape (n, m)."""
    exponent = np.multiply.outer(fit.theta, fit.beta)
    exponent += fit.psi
    exponent += fit.alpha[:, None]
    np.minimum(exponent, BOUND, out=exponent)
    return np.asarray(np.exp(exponent, out=exponent))


def objective(table: sparse.csr_array, fit: WordfishFit, rate: Floats) -> float:
    """Return the log-likelihood without its constant, less the penalties."""
    said = fit.alpha @ table.sum(axis=1) + fit.psi @ table.sum(axis=0) + fit.theta @ (table @ fit.beta)
    return float(said - rate.sum() - (fit.beta @ fit.beta) / (2 * fit.prior**2) - (fit.theta @ fit.theta) / (2 * fit.own_prior**2))


def started(table: sparse.csr_array, prior: float) -> WordfishFit:
    """Return the start: margins, and the first axis of correspondence analysis."""
    rows, columns = (np.asarray(table.sum(axis=axis), dtype=np.float64).ravel() for axis in (1, 0))
    expected = np.sqrt(np.multiply.outer(rows, columns) / rows.sum())
    residual = table.toarray() / expected - expected
    _, vectors = linalg.eigh(residual @ residual.T, subset_by_index=[len(rows) - 1, len(rows) - 1])
    theta = vectors[:, 0] / np.sqrt(rows)
    theta = (theta - theta.mean()) / (theta.std() or 1.0)
    alpha = np.log(rows / rows.mean())
    psi = np.log(columns / np.exp(alpha).sum())
    return WordfishFit(alpha, theta, psi, np.zeros(len(columns)), prior)


def fitted(table: sparse.csr_array, start: WordfishFit, tolerance: float = 1e-6) -> WordfishFit:
    """Return the fit from a start; the objective never falls.

    Sweeps go far from any start, for with words held the texts are a convex matter, and the other way round; once they slow down, Newton's
    method on all parameters ends the search, or sweeps go on where it leads downwards.

    Parameters
    ----------
    table : csr_array, shape (n, m)
        Every row and column with a count.
    start : Fit
    tolerance : float
        Largest change of a standardised theta in a last step.
    """
    fit, rate, dense = start, intensity(start), table.toarray()
    reached, converged = [objective(table, fit, rate)], False
    waiting = WARM if start.beta.any() else FEWEST
    for _ in range(SWEEPS):
        before = _standard(fit.theta)
        for by_word in (True, False):
            fit, rate = _side(table, fit, rate, by_word=by_word)
        fit = _balanced(fit)
        reached.append(objective(table, fit, rate))
        waiting -= 1
        if waiting <= 0 and np.abs(_standard(fit.theta) - before).max() < NEAR:
            fit, rate, found, converged = _ended(table, dense, fit, rate, reached[-1], tolerance)
            reached += found
            waiting = FEWEST
        if converged:
            break
    return replace(fit, reached=tuple(reached), converged=converged)


def _standard(theta: Floats) -> Floats:
    return np.asarray((theta - theta.mean()) / (theta.std() or 1.0))


def _ended(
    table: sparse.csr_array, dense: Floats, fit: WordfishFit, rate: Floats, value: float, tolerance: float
) -> tuple[WordfishFit, Floats, list[float], bool]:
    """Go on by whole steps of Newton's method as long as each raises the objective; say whether the last was below the tolerance."""
    reached: list[float] = []
    for _ in range(STEPS):
        try:
            tried = curvature(fit, rate, dense).step(fit, slope(table, fit, rate))
        except linalg.LinAlgError:
            break
        found = intensity(tried)
        gained = objective(table, tried, found)
        change = float(np.abs(tried.theta - fit.theta).max() / (fit.theta.std() or 1.0))
        if gained < value - 1e-12 * abs(value):
            return fit, rate, reached, change <= tolerance
        fit, rate, value = tried, found, gained
        reached.append(value)
        if change <= tolerance:
            return fit, rate, reached, True
    return fit, rate, reached, False


def slope(table: sparse.csr_array | Floats, fit: WordfishFit, rate: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the slope of the objective by alpha, theta, psi and beta."""
    across = rate @ np.stack([np.ones_like(fit.beta), fit.beta], axis=1)
    down = np.stack([np.ones_like(fit.theta), fit.theta]) @ rate
    return (
        np.asarray(table.sum(axis=1)).ravel() - across[:, 0],
        table @ fit.beta - across[:, 1] - fit.theta / fit.own_prior**2,
        np.asarray(table.sum(axis=0)).ravel() - down[0],
        table.T @ fit.theta - down[1] - fit.beta / fit.prior**2,
    )


def curvature(fit: WordfishFit, rate: Floats, table: Floats, *, repair: bool = False) -> Curvature:
    """Return the information that a table of counts has at a fit; ``repair`` adds to it what it lacks to be positive.

    Raises
    ------
    scipy.linalg.LinAlgError
        Where the observed information is not positive: the fit is not near a top.
    """
    theta, beta, n = fit.theta, fit.beta, len(fit.theta)
    down = np.stack([np.ones(n), theta, theta**2]) @ rate
    psi, between, own = down[0], down[1], down[2] + 1 / fit.prior**2
    word = np.stack([own, -between, psi]) / (psi * own - between**2)
    across = rate @ np.stack([np.ones_like(beta), beta, beta**2], axis=1)
    tilted = rate * beta
    mixed = theta[:, None] * tilted
    mixed += rate
    mixed -= table
    first, middle, last = (rate * part for part in word)
    by_row = theta[:, None]
    whole = np.empty((2 * n, 2 * n))
    across_rate = middle @ rate.T
    whole[:n, :n] = -(first @ rate.T + theta * across_rate + by_row * across_rate + by_row * theta * (last @ rate.T))
    whole[:n, n:] = -(first @ tilted.T + middle @ mixed.T + by_row * (middle @ tilted.T + last @ mixed.T))
    turned = (tilted * word[1]) @ mixed.T
    whole[n:, n:] = -((tilted * word[0]) @ tilted.T + turned + turned.T + (mixed * word[2]) @ mixed.T)
    at = np.arange(n)
    whole[at, at] += across[:, 0]
    whole[at, at + n] += across[:, 1]
    whole[at + n, at + n] += across[:, 2] + 1 / fit.own_prior**2
    whole[n:, :n] = whole[:n, n:].T
    whole[:n, :n] += across[:, 0].mean() / n
    if repair:
        lowest = float(linalg.eigvalsh(whole, subset_by_index=[0, 0])[0])
        whole[np.diag_indices(2 * n)] += max(0.0, 1e-6 - lowest)
    return Curvature(rate, mixed, word, linalg.cho_factor(whole))


def _side(table: sparse.csr_array, fit: WordfishFit, rate: Floats, *, by_word: bool) -> tuple[WordfishFit, Floats]:
    """Move each word, or each text, by a step of its own, halved until its part of the objective does not fall."""
    level, place, other, prior = (
        (fit.psi, fit.beta, fit.theta, 1 / fit.prior**2) if by_word else (fit.alpha, fit.theta, fit.beta, 1 / fit.own_prior**2)
    )
    turned, counted = (rate.T, table.T) if by_word else (rate, table)
    total, pulled = np.asarray(counted.sum(axis=1)).ravel(), counted @ other
    sums = turned @ np.stack([np.ones_like(other), other, other**2], axis=1)
    slope_level, slope_place = total - sums[:, 0], pulled - sums[:, 1] - prior * place
    first, mixed, last = sums[:, 0], sums[:, 1], sums[:, 2] + prior
    size = first * last - mixed**2
    step_level = (last * slope_level - mixed * slope_place) / size
    step_place = (first * slope_place - mixed * slope_level) / size
    value = total * level + pulled * place - sums[:, 0] - prior * place**2 / 2
    share = np.ones(len(level))
    for halving in range(HALVINGS):
        new_level, new_place = level + share * step_level, place + share * step_place
        tried = replace(fit, psi=new_level, beta=new_place) if by_word else replace(fit, alpha=new_level, theta=new_place)
        found = intensity(tried)
        reached = total * new_level + pulled * new_place - found.sum(axis=0 if by_word else 1) - prior * new_place**2 / 2
        fell = reached < value - 1e-9 * np.abs(value)
        if not fell.any():
            return tried, found
        share[fell] = share[fell] / 2 if halving < HALVINGS - 2 else 0.0
    return fit, rate


def _balanced(fit: WordfishFit) -> WordfishFit:
    """Move location and scale between theta and the words to where the penalties are least; no intensity changes."""
    middle = fit.theta.mean()
    theta, psi = fit.theta - middle, fit.psi + fit.beta * middle
    own, words = (theta @ theta) / fit.own_prior**2, (fit.beta @ fit.beta) / fit.prior**2
    scale = (own / words) ** 0.25 if own > 0 and words > 0 else 1.0
    return replace(fit, theta=theta / scale, psi=psi, beta=fit.beta * scale)
