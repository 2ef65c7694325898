"""How sure the positions of Wordfish are: the information of all parameters, overdispersion, and refits to counts drawn from the fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse

from legation.methods.progress import Progress
from legation.methods.runs import in_turn
from legation.methods.text.scaling.wordfish_fit import Curvature, WordfishFit, curvature, fitted

__all__ = ["Spread", "dispersion", "stretched"]

Floats = npt.NDArray[np.float64]
COVERED = 0.95
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Variances at a fit.

    Attributes
    ----------
    covariance : ndarray of float, shape (n, n)
        Of theta held at mean 0 and standard deviation 1, words being estimated as well.
    plain : ndarray of float, shape (n,)
        Variances of theta were the counts Poisson: the diagonal of the inverse information.
    beta : ndarray of float, shape (m,)
        Variance of each word's weight, theta held.
    """

    covariance: Floats
    plain: Floats
    beta: Floats

    @classmethod
    def of(cls, table: sparse.csr_array, fit: WordfishFit, rate: Floats, over: Floats) -> Spread:
        """Return the spread at a standardised fit of counts whose variance is ``over`` times the rate, word by word.

        The inverse information on both sides of the variance of the slope (a sandwich).
        """
        found = curvature(fit, rate, table.toarray(), repair=True)
        n = len(fit.theta)
        constraint = np.eye(n) - 1 / n - np.multiply.outer(fit.theta, fit.theta) / n
        left = linalg.cho_solve(found.factor, np.eye(2 * n)[:, n:])
        covariance = constraint @ (left.T @ _slope_variance(fit, found, over) @ left) @ constraint.T
        return cls(covariance, np.diag(constraint @ left[n:] @ constraint.T), found.word[2] * over)


def _slope_variance(fit: WordfishFit, found: Curvature, over: Floats) -> Floats:
    """Return the variance of the slope by (alpha, theta), words eliminated, shape (2 n, 2 n)."""
    theta, beta, n = fit.theta, fit.beta, len(fit.theta)
    first, between, last = found.word
    tilted = found.rate * beta
    by_psi = np.vstack([found.rate * (first + np.multiply.outer(theta, between)), tilted * first + found.mixed * between])
    by_beta = np.vstack([found.rate * (between + np.multiply.outer(theta, last)), tilted * between + found.mixed * last])
    weight = found.rate * over
    level, pull, both = np.stack([np.ones(n), theta, theta**2]) @ weight
    turned = (by_psi * pull) @ by_beta.T
    whole = (by_psi * level) @ by_psi.T + turned + turned.T + (by_beta * both) @ by_beta.T
    own = np.vstack([part @ by_psi.T + theta[:, None] * (part @ by_beta.T) for part in (weight, weight * beta)])
    whole -= own + own.T
    at = np.arange(n)
    across = weight @ np.stack([np.ones_like(beta), beta, beta**2], axis=1)
    whole[at, at] += across[:, 0]
    whole[at, at + n] += across[:, 1]
    whole[at + n, at] += across[:, 1]
    whole[at + n, at + n] += across[:, 2]
    return np.asarray(whole)


def dispersion(table: sparse.csr_array, rate: Floats) -> tuple[float, Floats]:
    """Return the variance of counts over the model's, of all and of each word, at least 1, by Fletcher's estimator for sparse counts.

    References
    ----------
    Fletcher, D. (2012), doi:10.1093/biomet/asr083.
    """
    n, m = rate.shape
    gap = table.toarray() - rate
    gap /= rate
    skew = gap.mean(axis=0)
    gap *= gap
    gap *= rate
    square = gap.sum(axis=0)
    free = max(n * m - 2 * n - 2 * m, 1) / m
    whole = square.mean() / free / max(1 + skew.mean(), 1e-6)
    return max(1.0, float(whole)), np.maximum(1.0, square / free / np.maximum(1 + skew, 1e-6))


def stretched(fit: WordfishFit, rate: Floats, plain: Floats, draws: int, seed: int, progress: Progress) -> float:
    """Return how much wider intervals must be to cover 95 % of the positions of refits; no less than 1."""
    given = ((fit, rate, plain, own) for own in np.random.SeedSequence(seed).spawn(draws))
    gaps = list(in_turn(_gap, given, draws, progress))
    return max(1.0, float(np.quantile(np.concatenate(gaps), COVERED)) / _Z)


def _gap(fit: WordfishFit, rate: Floats, plain: Floats, own: np.random.SeedSequence) -> Floats:
    """Return how far the positions of one refit lie from the fitted ones, in standard errors of a Poisson model."""
    drawn = np.random.default_rng(own).poisson(rate).astype(np.float64)
    rows, columns = np.flatnonzero(drawn.sum(axis=1) > 0), np.flatnonzero(drawn.sum(axis=0) > 0)
    start = WordfishFit(fit.alpha[rows], fit.theta[rows], fit.psi[columns], fit.beta[columns], fit.prior, fit.own_prior)
    again = fitted(sparse.csr_array(drawn[np.ix_(rows, columns)]), start, 1e-3)
    theta = (again.theta - again.theta.mean()) / (again.theta.std() or 1.0)
    standardised = (fit.theta[rows] - fit.theta[rows].mean()) / fit.theta[rows].std()
    return np.asarray(np.abs(theta - standardised) / np.sqrt(plain[rows]))
