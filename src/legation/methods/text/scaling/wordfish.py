"""Where texts stand on the one line along which their words differ most, without reference texts, and how sure that is: Wordfish."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse

from legation.errors import BadValue
from legation.methods.progress import Progress, in_turn, silent
from legation.methods.text.scaling.counts import Counts, as_counts
from legation.methods.text.scaling.wordfish_fit import Curvature, WordfishFit, curvature, fitted, intensity, started

__all__ = [
    "LEAST_TEXTS",
    "Spread",
    "Wordfish",
    "dispersion",
    "stretched",
    "wordfish",
]


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


LEAST_TEXTS = 5
"""Texts with words, below which nothing is placed."""
MOST_CELLS = 20_000_000
"""Texts times words: some 2 GB of memory."""
Intervals = Literal["bootstrap", "analytic"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wordfish:
    """Positions of texts and weights of words.

    Attributes
    ----------
    theta, low, high : ndarray of float, shape (n,)
        Position of each text with a 95 % interval; over the texts with words mean 0 and standard deviation 1. nan: a text without words.
    covariance : ndarray of float, shape (n, n)
        Of the positions, overdispersion included, as widened by the refits.
    words : tuple of str, length m
        Empty where counts came without words.
    beta, beta_error : ndarray of float, shape (m,)
        How much the log of a word's rate rises along the line, and its standard error with the positions held; nan: the word is nowhere.
    psi : ndarray of float, shape (m,)
        Log of how often a word is used at position 0; nan as for ``beta``.
    dispersion : float
        Variance of the counts over what the model gives, at least 1: words come in clusters. Intervals are widened word by word.
    stretch : float
        How much wider than the information says the intervals are for what refits show; 1 for analytic ones.
    explained : float
        Share of the deviance from "all use words alike" that the line explains [0-1].
    reached : ndarray of float
        Penalised log-likelihood, without its constant, after the start and each step; it never falls.
    converged : bool
    intervals : {"bootstrap", "analytic"}
    draws : int
        Refits behind the intervals.
    anchors : tuple of int or None
        Rows that fix the sign.
    """

    theta: Floats
    low: Floats
    high: Floats
    covariance: Floats
    words: tuple[str, ...]
    beta: Floats
    beta_error: Floats
    psi: Floats
    dispersion: float
    stretch: float
    explained: float
    reached: Floats
    converged: bool
    intervals: Intervals
    draws: int
    anchors: tuple[int, int] | None

    def difference(self, first: int, second: int) -> tuple[float, float, float]:
        """Return how far the second text stands above the first, and its 95 % interval; one that holds 0 is a tie."""
        apart = float(self.theta[second] - self.theta[first])
        both = self.covariance
        error = float(np.sqrt(max(both[first, first] + both[second, second] - 2 * both[first, second], 0.0)))
        return apart, apart - _Z * error, apart + _Z * error

    def telling(self, most: int = 20) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the words that tell the low end and the high end, the clearest first: those with a weight beyond 1.96 errors."""
        clear = np.nan_to_num(self.beta / self.beta_error)
        order = np.argsort(clear, kind="stable")
        low = tuple(int(at) for at in order[:most] if clear[at] < -_Z)
        return low, tuple(int(at) for at in order[::-1][:most] if clear[at] > _Z)


def wordfish(
    counts: Counts | npt.ArrayLike | sparse.sparray,
    *,
    anchors: tuple[int, int] | None = None,
    intervals: Intervals = "bootstrap",
    draws: int = 4,
    seed: int = 0,
    prior: float = 3.0,
    progress: Progress = silent,
) -> Wordfish:
    """Place texts on a line by their words alone.

    Counts are Poisson with log rate alpha_i + psi_j + beta_j theta_i: how long a text is, how usual a word is, how strongly the word tells
    the ends apart, where the text stands. The posterior mode is found with normal priors, beta ~ N(0, prior^2) and theta ~ N(0, 1); then
    theta is shifted and scaled to mean 0 and standard deviation 1, and ``anchors`` turn it.

    Parameters
    ----------
    counts : Counts or array_like, shape (n, m)
    anchors : tuple of int, optional
        Rows of two texts of which the first shall stand lower than the second; None: the text farthest from 0 is positive.
    intervals : {"bootstrap", "analytic"}
        ``analytic``: from the observed information of all parameters, words not held, and how far each word's counts scatter beyond the
        model. ``bootstrap``: these, stretched so that they cover 95 % of what refits to counts drawn from the fit give; rare words make the
        analytic ones too narrow.
    draws : int
        Refits, 1 to 1,000; each text counts in each, so few are enough for the one number that they give.
    seed : int
    prior : float
        Standard deviation of a word's weight, above 0.
    progress : callable

    Raises
    ------
    BadValue
        For fewer than five texts with words, more than 20 million cells, texts that all use words alike, anchors without words, or options
        outside their range.

    Limits
    ------
    In simulated panels of 60 texts 93 to 97 % of the intervals hold the truth, words in clusters included (``benchmarks/scaling.py``). Time
    grows with the square of the texts: a session of 180 speeches takes seconds, a thousand texts a minute.

    The line is whatever divides the words most: it may be a topic, a language, a style or a speaker's office rather than a position. Read
    the words that tell its ends (:meth:`Wordfish.telling`) before naming it. Positions of texts of different debates do not compare.

    References
    ----------
    Slapin, J. and Proksch, S.-O. (2008), doi:10.1111/j.1540-5907.2008.00338.x.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> true = np.linspace(-1.5, 1.5, 12)
    >>> table = rng.poisson(np.exp(1 + np.outer(true, rng.normal(0, 0.5, 150))))
    >>> found = wordfish(table, anchors=(0, 11))
    >>> bool(np.corrcoef(found.theta, true)[0, 1] > 0.98), found.converged, found.difference(0, 11)[1] > 0
    (True, True, True)
    """
    matrix = as_counts(counts, LEAST_TEXTS)
    rows, columns = (np.flatnonzero(np.asarray(matrix.sum(axis=axis)).ravel() > 0) for axis in (1, 0))
    _check(rows, anchors, intervals, draws, prior)
    if len(rows) * len(columns) > MOST_CELLS:
        found_size = f"{len(rows)} x {len(columns)}"
        raise BadValue(f"counts must be {MOST_CELLS} cells (got {found_size}); take fewer texts, or raise `least` of the count")
    table = matrix[rows][:, columns]
    fit = fitted(table, started(table, prior))
    if fit.theta.std() < 1e-6:
        raise BadValue("counts must be texts that differ in their words (got none that do); take others, or more words")
    fit = _standard(fit)
    fit = _turned(fit, None if anchors is None else tuple(np.searchsorted(rows, anchors)))
    rate = intensity(fit)
    over, by_word = dispersion(table, rate)
    spread = Spread.of(table, fit, rate, by_word)
    stretch = stretched(fit, rate, spread.plain, draws, seed, progress) if intervals == "bootstrap" else 1.0
    n, m = matrix.shape
    covariance = np.full((n, n), np.nan)
    covariance[np.ix_(rows, rows)] = spread.covariance * stretch**2
    theta = _placed(fit.theta, rows, n)
    half = _Z * np.sqrt(np.diag(covariance))
    return Wordfish(
        theta=theta,
        low=theta - half,
        high=theta + half,
        covariance=covariance,
        words=counts.words if isinstance(counts, Counts) else (),
        beta=_placed(fit.beta, columns, m),
        beta_error=_placed(np.sqrt(spread.beta), columns, m),
        psi=_placed(fit.psi, columns, m),
        dispersion=over,
        stretch=stretch,
        explained=_explained(table, rate),
        reached=np.array(fit.reached),
        converged=fit.converged,
        intervals=intervals,
        draws=draws if intervals == "bootstrap" else 0,
        anchors=anchors,
    )


def _check(rows: npt.NDArray[np.int64], anchors: tuple[int, int] | None, intervals: str, draws: int, prior: float) -> None:
    if len(rows) < LEAST_TEXTS:
        raise BadValue(f"counts must be at least {LEAST_TEXTS} texts with words (got {len(rows)}); add texts")
    if anchors is not None and (len(anchors) != 2 or anchors[0] == anchors[1] or not np.isin(anchors, rows).all()):
        raise BadValue(f"anchors must be two different rows of texts with words (got {anchors}); name others")
    if intervals not in ("bootstrap", "analytic") or not 1 <= draws <= 1_000 or not 0 < prior < np.inf:
        raise BadValue(
            f"wordfish must be intervals bootstrap or analytic, draws 1 to 1000, prior above 0 (got {intervals}, {draws}, {prior})"
        )


def _standard(fit: WordfishFit) -> WordfishFit:
    """Return the same intensities with theta of mean 0 and standard deviation 1; the prior on beta moves along."""
    middle, scale = fit.theta.mean(), fit.theta.std()
    return replace(
        fit,
        theta=(fit.theta - middle) / scale,
        psi=fit.psi + fit.beta * middle,
        beta=fit.beta * scale,
        prior=fit.prior * scale,
        own_prior=fit.own_prior / scale,
    )


def _turned(fit: WordfishFit, anchors: tuple[int, ...] | None) -> WordfishFit:
    """Return the fit with its sign fixed."""
    farthest = fit.theta[np.argmax(np.abs(fit.theta).round(9))]
    wrong = farthest < 0 if anchors is None else fit.theta[anchors[0]] > fit.theta[anchors[1]]
    return replace(fit, theta=-fit.theta, beta=-fit.beta) if wrong else fit


def _placed(values: Floats, at: npt.NDArray[np.int64], size: int) -> Floats:
    """Return values at their places, nan elsewhere."""
    whole = np.full(size, np.nan)
    whole[at] = values
    return whole


def _explained(table: sparse.csr_array, rate: Floats) -> float:
    """Return the share of the deviance from independence that the line takes away."""
    rows, columns = np.asarray(table.sum(axis=1)).ravel(), np.asarray(table.sum(axis=0)).ravel()
    cells = table.tocoo()
    alike = rows[cells.row] * columns[cells.col] / rows.sum()
    whole = float(cells.data @ np.log(cells.data / alike))
    left = float(cells.data @ np.log(cells.data / rate[cells.row, cells.col]) + rate.sum() - rows.sum())
    return min(1.0, max(0.0, 1 - left / whole)) if whole > 0 else 0.0
