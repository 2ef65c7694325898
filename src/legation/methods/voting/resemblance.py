"""The model behind every forecast of a vote here: a roll call is a weighted mix of earlier roll calls, actor by actor.

Each actor's vote is written as two indicators, yes and no (abstention is neither). Earlier roll calls are taken as draws of one
distribution: their mean mu and covariance say what this actor does in general and with whom it moves. A new roll call is mu
plus a mix of the earlier ones plus noise,

    z = mu + U w + e,   w ~ N(0, 1),   e_i ~ N(0, D_i),   so that   cov(z) = U U' + D,

where the columns of U are the centred earlier roll calls / sqrt(m + m0), two columns let all actors move together, and D_i (2 x 2)
holds what stays unexplained. Known votes give w; w gives the unknown votes: the best linear prediction (kriging), which is also the
conditional mean of a Gaussian process on the actors' empirical covariance. Leaving one actor out needs no new fit: with C = U U' + D
and P = C^-1, the prediction of actor i from all others is z_i - (P_ii)^-1 (P z)_i (2 x 2 blocks), so its own vote cannot enter.

The linear prediction f (yes, abstain, no; may leave [0, 1]) and its variance v become probabilities by

    logit_c = exp(A0 + A1 log v) f_c + A2 log max(f_c, 0.02) + bias_c.

Constants are frozen. M0, TOGETHER, NOISE and BETA were compared on sessions 62 and 66 of the UN General Assembly, NOISE and BETA on
session 72 as well; the result hardly depends on them (0.930 to 0.934 over a tenfold range of NOISE). A0, A1, A2 and the biases were
fitted by maximum likelihood on the contested roll calls of sessions 60-68, each with the three sessions before as history, knowing
all others, 100, 40, 20, 10, 5 or none (``benchmarks/votes_fit.py``); the form of the formula was chosen with sessions 69-72 in sight.

References
----------
Goldberger (1962), Best linear unbiased prediction, doi:10.1080/01621459.1962.10480665; Rasmussen & Williams (2006), Gaussian
Processes for Machine Learning, section 5.4.2 (leave-one-out).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from legation.methods.voting.votes import FloatArray, IntArray, VoteArray, contested_columns, one_hot

__all__ = ["COMPARED", "Resemblance", "calibrated", "resemblance"]

M0 = 6.0  # weight of the vague prior, in roll calls
TOGETHER = 0.5  # share of that prior in which all actors move together
NOISE = 0.015  # variance of an indicator that nothing explains
BETA = 30.0  # gaps in history are filled from actors at distance d with weight exp(-BETA d)
MARGIN = np.array([0.6, 0.2])  # prior share of yes and of no
SPREAD = np.diag(MARGIN) - np.outer(MARGIN, MARGIN)
MARGIN_WEIGHT = 2.0  # its weight, in roll calls
SCALE, SCALE_BY_VARIANCE, SHARPNESS, BIAS = -1.474, -0.847, 0.737, np.array([0.0, 0.452, 0.365])
LEAST = 0.02
_BLOCK = 1024
COMPARED = 500
"""Actors with whom each is compared to fill its gaps: the pairs of many grow with their square, and hardly change the shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resemblance:
    """What history says of each actor and of who moves with whom; see the module for the formulas.

    Attributes
    ----------
    mean : ndarray of float, shape (n_actors, 2)
        Usual share of yes and of no.
    loading : ndarray of float, shape (n_actors, 2, rank)
        U; rank is at most min(m, 2 n_actors) + 2.
    own : ndarray of float, shape (n_actors, 2, 2)
        D, the part of the covariance that an actor shares with nobody.
    """

    mean: FloatArray
    loading: FloatArray
    own: FloatArray

    def predict(self, known: VoteArray) -> FloatArray:
        """Probabilities (n_actors, 3) of yes, abstain, no, each from the known votes of all *other* actors."""
        indicator, variance = self.linear(known)
        return calibrated(indicator, variance)

    def linear(self, known: VoteArray) -> tuple[FloatArray, FloatArray]:
        """Linear prediction of yes and no (n, 2), and the sum of their variances (n,)."""
        rows = np.flatnonzero(known)
        covariance = np.einsum("nar,nbr->nab", self.loading, self.loading, optimize=True)
        if not rows.size:
            return self.mean.copy(), np.trace(covariance + self.own, axis1=1, axis2=2)
        z = _indicators(known[rows])
        explained, shared = self._learnt(rows, z, covariance)
        indicator, covariance = self.mean + explained, shared + self.own
        inverse = np.linalg.inv(self.own[rows])
        left_out = np.linalg.inv(inverse - inverse @ shared[rows] @ inverse)  # (P_ii)^-1
        residual = inverse @ (z - indicator[rows])[..., None]  # (P z)_i
        indicator[rows] = z - (left_out @ residual)[..., 0]
        covariance[rows] = left_out
        return indicator, covariance[:, 0, 0] + covariance[:, 1, 1]

    def left_open(self, known: VoteArray, loading: FloatArray) -> FloatArray:
        """Return ``loading``, shape (n_actors, rank), times the root of the covariance that known votes leave to the mixing weights.

        That root is the lower triangle of Cholesky. It comes of that of the precision, the order of the weights turned, without an inverse.
        """
        from scipy.linalg import solve_triangular

        factor = np.linalg.cholesky(self._precision(self._scaled(np.flatnonzero(known)))[::-1, ::-1])
        turned = solve_triangular(factor, loading[:, ::-1].T, lower=True, check_finite=False)
        return np.asarray(turned[::-1].T)

    def _scaled(self, rows: IntArray) -> FloatArray:
        """Return the loading of known votes, by the root of what each of them shares with nobody: shape (2 known, rank)."""
        return np.asarray((self._roots(rows) @ self.loading[rows]).reshape(-1, self.loading.shape[2]))

    def _roots(self, rows: IntArray) -> FloatArray:
        """Return the upper triangles whose squares are what known votes share with nobody, inverted: shape (known, 2, 2)."""
        return np.asarray(np.linalg.cholesky(np.linalg.inv(self.own[rows])).transpose(0, 2, 1))

    @staticmethod
    def _precision(scaled: FloatArray) -> FloatArray:
        """Return the inverse of the covariance of the mixing weights once some votes are known: I + U' D^-1 U."""
        precision = scaled.T @ scaled
        precision[np.diag_indices_from(precision)] += 1
        return np.asarray(precision)

    def _learnt(self, rows: IntArray, z: FloatArray, before: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return what known votes explain of each actor's vote (n, 2), and what its shared part still varies by (n, 2, 2).

        Where fewer votes are known than there are weights, their own covariance is solved for; else that of the weights: one and the same.
        """
        from scipy.linalg import cho_solve, solve_triangular

        n, _, rank = self.loading.shape
        loading, scaled = self.loading.reshape(-1, rank), self._scaled(rows)
        apart = (self._roots(rows) @ (z - self.mean[rows])[..., None]).reshape(-1)
        if len(scaled) < rank:
            factor = np.linalg.cholesky(self._precision(scaled.T))
            weights = scaled.T @ cho_solve((factor, True), apart, check_finite=False)
            learnt = solve_triangular(factor, scaled @ loading.T, lower=True, check_finite=False).reshape(-1, n, 2)
            shared = before - np.einsum("kna,knb->nab", learnt, learnt, optimize=True)
        else:
            factor = np.linalg.cholesky(self._precision(scaled))
            weights = cho_solve((factor, True), scaled.T @ apart, check_finite=False)
            left = solve_triangular(factor, loading.T, lower=True, check_finite=False).reshape(-1, n, 2)
            shared = np.einsum("kna,knb->nab", left, left, optimize=True)
        return (loading @ weights).reshape(n, 2), np.asarray(shared)


def _indicators(votes: VoteArray) -> FloatArray:
    """Mark yes and no, shape (n, 2)."""
    return np.stack([votes == 1, votes == 3], axis=-1).astype(np.float64)


def calibrated(indicator: FloatArray, variance: FloatArray) -> FloatArray:
    """Turn linear predictions of yes and no (n, 2) and their variance (n,) into probabilities (n, 3)."""
    three = np.stack([indicator[:, 0], 1 - indicator.sum(axis=1), indicator[:, 1]], axis=1)
    logit = np.exp(SCALE + SCALE_BY_VARIANCE * np.log(variance))[:, None] * three
    logit += SHARPNESS * np.log(np.clip(three, LEAST, 1)) + BIAS
    power = np.exp(logit - logit.max(axis=1, keepdims=True))
    return np.asarray(power / power.sum(axis=1, keepdims=True))


def resemblance(votes: VoteArray) -> Resemblance:
    """Learn from checked earlier votes (n_actors, m); unanimous roll calls are left out, m may be 0."""
    votes = contested_columns(votes)
    n_actors, m = votes.shape
    filled = _filled(votes)
    weight = 1 / (m + M0)
    mean = (filled.sum(axis=2) + MARGIN_WEIGHT * MARGIN) / (m + MARGIN_WEIGHT)
    gap = (votes == 0)[:, None, :] * filled  # a filled gap is uncertain: its multinomial variance belongs to the actor alone
    unsure = np.zeros((n_actors, 2, 2))
    unsure[:, 0, 0], unsure[:, 1, 1] = (gap * (1 - filled)).sum(axis=2).T
    unsure[:, 0, 1] = unsure[:, 1, 0] = -(gap[:, 0] * filled[:, 1]).sum(axis=1)
    own = weight * (unsure + M0 * (1 - TOGETHER) * SPREAD) + NOISE * np.eye(2)
    centred = _at_most_full_rank((filled - mean[:, :, None]) * np.sqrt(weight))
    together = np.linalg.cholesky(M0 * TOGETHER * weight * SPREAD)
    loading = np.concatenate([centred, np.broadcast_to(together, (n_actors, 2, 2))], axis=2)
    return Resemblance(mean=mean, loading=loading, own=own)


def _at_most_full_rank(loading: FloatArray) -> FloatArray:
    """Keep U U' with no more columns than rows."""
    n_actors, _, rank = loading.shape
    if rank <= 2 * n_actors:
        return loading
    flat = loading.reshape(2 * n_actors, rank)
    value, vector = np.linalg.eigh(flat @ flat.T)
    return np.asarray((vector * np.sqrt(np.maximum(value, 0))).reshape(n_actors, 2, -1))


def _filled(votes: VoteArray) -> FloatArray:
    """Yes and no indicators (n_actors, 2, m); a gap holds the shares among the actors that vote alike."""
    cast = one_hot(votes)
    indicator = np.stack([cast[0], cast[2]], axis=1)
    gappy = np.flatnonzero((votes == 0).any(axis=1))
    if not gappy.size:
        return indicator
    present = cast.sum(axis=0)
    count = cast.sum(axis=1)  # (3, m)
    share = (count + 1 / 3) / (count.sum(axis=0) + 1)
    pairs = (count.sum(axis=0) ** 2).sum()
    mean_distance = 2 * ((count[0] + count[2]) * count[1] / 2 + count[0] * count[2]).sum() / pairs  # mean distance of two votes
    among = _among(votes)
    theirs, there = (cast, present) if among is None else (np.ascontiguousarray(cast[:, among]), present[among])
    place = np.full(len(votes), -1)
    place[slice(None) if among is None else among] = np.arange(len(there))
    for start in range(0, gappy.size, _BLOCK):
        rows = gappy[start : start + _BLOCK]
        common = present[rows] @ there.T
        apart = (cast[1][rows] / 2) @ (theirs[0] + theirs[2]).T + (cast[0][rows] + cast[2][rows]) @ (theirs[1] / 2).T
        apart += cast[0][rows] @ theirs[2].T + cast[2][rows] @ theirs[0].T
        near = np.exp(-BETA * (apart + 4 * mean_distance) / (common + 4))
        own = np.flatnonzero(place[rows] >= 0)
        near[own, place[rows][own]] = 0
        total = near @ there + 0.2
        for side, code in enumerate((0, 2)):
            guess = (near @ theirs[code] + 0.2 * share[code]) / total
            indicator[rows, side] = np.where(votes[rows] == 0, guess, indicator[rows, side])
    return indicator


def _among(votes: VoteArray) -> IntArray | None:
    """Return the actors from whom gaps are filled; None for all: of more than :data:`COMPARED`, so many evenly spaced by their votes."""
    if len(votes) <= COMPARED:
        return None
    order = np.lexsort(votes.T[::-1])
    return np.asarray(np.sort(order[np.linspace(0, len(votes) - 1, COMPARED).astype(np.intp)]), np.intp)
