"""The model of :func:`legation.methods.opinion.predict.predict_stance`: positions and loadings with what is not known about them.

Binary matrix factorisation with intercepts, by variational Bayes; the prior variances are set by the votes themselves (empirical Bayes),
so that a dimension which the votes do not bear out shrinks away, and nothing is tuned by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import VoteTable
from legation.methods.opinion.predict_kernel import sweep_columns, sweep_people
from legation.methods.progress import Progress, silent

__all__ = ["PredictionFit", "fitted", "placed"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

DIMENSIONS = 4
"""Of a position, at most."""
SWEEPS = 40
"""At most."""
_STILL = 0.02
"""Root mean square change of the positions, which have variance one, below which the sweeps end."""
_PLACING = 6
"""Sweeps that bring people to columns which do not move."""
_START = 1_000
"""Statements with the most votes whose covariance gives the first positions."""
_LEAST = 1e-4
"""No prior variance is less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionFit:
    """What is known about people and columns: first and second moments as :mod:`~legation.methods.opinion.predict_kernel` has them.

    Attributes
    ----------
    person, person_square : array, shape (n, K + 2), (n, K + 2, K + 2)
    column, column_square : array, shape (2 m, K), (2 m, K, K)
        First the statements as "which side", then as "no side".
    variance : array, shape (2, K)
        Of intercepts and loadings, for either kind.
    leaning_variance : array, shape (2,)
        Of people's own leaning to agree, and to take no side.
    sweeps : int
    converged : bool
        Whether the positions were still when the sweeps ended.
    """

    person: Floats
    person_square: Floats
    column: Floats
    column_square: Floats
    variance: Floats
    leaning_variance: Floats
    sweeps: int
    converged: bool

    def logits(self, rows: Ints, columns: Ints, kind: int) -> tuple[Floats, Floats]:
        """Return mean and variance of the logit of one kind (0 agree rather than disagree, 1 no side) in the cells given."""
        size = self.column.shape[1]
        h, hh = self.column[columns + kind * self.statements], self.column_square[columns + kind * self.statements]
        g, gg = self.person[rows], self.person_square[rows]
        mean = np.einsum("ea,ea->e", h, g[:, :size]) + g[:, size + kind]
        square = np.einsum("eab,eab->e", hh, gg[:, :size, :size])
        square += 2 * np.einsum("ea,ea->e", h, gg[:, :size, size + kind]) + gg[:, size + kind, size + kind]
        return mean, np.maximum(square - mean * mean, 0.0)

    def block(self, rows: slice, kind: int) -> tuple[Floats, Floats]:
        """Return the same for some people and all statements, shape (rows, m) each."""
        size = self.column.shape[1]
        chosen = slice(kind * self.statements, (kind + 1) * self.statements)
        h, hh, g, gg = self.column[chosen], self.column_square[chosen], self.person[rows], self.person_square[rows]
        mean = g[:, :size] @ h.T + g[:, size + kind, None]
        square = gg[:, :size, :size].reshape(len(g), size * size) @ hh.reshape(len(h), size * size).T
        square += 2 * gg[:, :size, size + kind] @ h.T + gg[:, size + kind, size + kind, None]
        return mean, np.maximum(square - mean * mean, 0.0)

    @property
    def statements(self) -> int:
        """How many statements there are."""
        return len(self.column) // 2


def fitted(
    votes: VoteTable, order: npt.NDArray[np.int64], start: PredictionFit | None = None, progress: Progress = silent
) -> PredictionFit:
    """Fit the model to votes; ``order`` ranks the statements (most telling first) for the first positions, ``start`` is where to begin."""
    n, m = votes.shape
    row, column, answer = _answers(votes)
    people, columns = _listed(row, column, answer, n), _listed(column, row, answer, 2 * m)
    fit = start or _first(votes, order[:_START])
    person, person_square, h, hh = fit.person.copy(), fit.person_square.copy(), fit.column.copy(), fit.column_square.copy()
    variance, leaning = fit.variance.copy(), fit.leaning_variance.copy()
    size = h.shape[1]
    centre = np.zeros((2, size))
    seen = np.bincount(column, minlength=2 * m) > 0
    has_votes = np.bincount(row, minlength=n) > 0
    sweep, still = 0, False
    for sweep in range(1, SWEEPS + 1):
        centre[1, 0] = h[m:, 0][seen[m:]].mean() if seen[m:].any() else 0.0
        sweep_columns(*columns, m, person_square, centre, 1 / variance, h, hh)
        before = person.copy()
        sweep_people(*people, m, h, hh, 1 / leaning, person, person_square)
        for k in range(2):
            chosen = slice(k * m, (k + 1) * m)
            square = np.einsum("jaa->ja", hh[chosen])[seen[chosen]]
            square[:, 0] += centre[k, 0] * (centre[k, 0] - 2 * h[chosen, 0][seen[chosen]])
            variance[k] = np.maximum((square.sum(axis=0) + 1) / (len(square) + 1), _LEAST)
            leaning[k] = max((person_square[has_votes, size + k, size + k].sum() + 0.25) / (has_votes.sum() + 1), _LEAST)
        progress(sweep, SWEEPS)
        still = bool(np.sqrt(np.mean((person - before) ** 2)) < _STILL)
        if still:
            break
    return PredictionFit(
        person=person, person_square=person_square, column=h, column_square=hh, variance=variance, leaning_variance=leaning,
        sweeps=sweep, converged=still,
    )  # fmt: skip


def placed(fit: PredictionFit, votes: VoteTable) -> PredictionFit:
    """Return the people of another table, placed by their votes among columns that stay as they were fitted."""
    n, m = votes.shape
    people = _listed(*_answers(votes), n)
    size = fit.column.shape[1]
    person = np.zeros((n, size + 2))
    person[:, 0] = 1.0
    square = person[:, :, None] * person[:, None, :] + np.diag([0.0] + [0.2] * (size + 1))
    for _ in range(_PLACING):
        sweep_people(*people, m, fit.column, fit.column_square, 1 / fit.leaning_variance, person, square)
    return replace(fit, person=person, person_square=square)


def _answers(votes: VoteTable) -> tuple[Ints, Ints, Floats]:
    """Return the two binary answers of each vote: person, column, and 1.0 or 0.0."""
    m, sided = votes.shape[1], votes.value != 0
    voter = votes.participant.astype(np.int64)
    row = np.concatenate([voter[sided], voter])
    column = np.concatenate([votes.statement[sided], votes.statement + m]).astype(np.int64)
    return row, column, np.concatenate([votes.value[sided] > 0, ~sided]).astype(np.float64)


def _listed(by: Ints, other: Ints, answer: Floats, n: int) -> tuple[Ints, Ints, Floats]:
    """Return where each one's answers start, whom they concern, and the answers; those of one ascend in ``other`` already."""
    order = np.argsort(by.astype(np.uint16) if n <= 2**16 else by, kind="stable")  # counted, not compared, where numbers are small
    return np.concatenate([[0], np.cumsum(np.bincount(by, minlength=n))]), other[order], answer[order]


def _first(votes: VoteTable, telling: Ints) -> PredictionFit:
    """Return a start: intercepts from the counts, positions along the main axes of what they leave unexplained."""
    from scipy.sparse import csr_array

    n, m = votes.shape
    sided = votes.value != 0
    row, column, agree = votes.participant[sided], votes.statement[sided], votes.value[sided] > 0
    taken, votes_on = np.bincount(column, minlength=m), np.bincount(votes.statement, minlength=m)
    agreed = np.bincount(column, agree, minlength=m)
    intercept = np.concatenate([np.log((agreed + 0.5) / (taken - agreed + 0.5)), np.log((votes_on - taken + 0.5) / (taken + 0.5))])
    left = csr_array((agree - 1 / (1 + np.exp(-intercept[column])), (row, column)), shape=(n, m))[:, telling]
    dims = min(DIMENSIONS, n, m)
    axes = np.linalg.eigh((left.T @ left).toarray())[1][:, ::-1][:, :dims]
    position = (left @ axes) / np.sqrt(votes.count + 10)[:, None]
    position /= np.maximum(np.sqrt(np.mean(position**2, axis=0)), 1e-9)
    person = np.concatenate([np.ones((n, 1)), position, np.zeros((n, 2))], axis=1)
    spread = np.diag([0.0] + [0.2] * (dims + 2))
    h = np.zeros((2 * m, dims + 1))
    h[:, 0] = intercept
    return PredictionFit(
        person=person,
        person_square=person[:, :, None] * person[:, None, :] + spread,
        column=h,
        column_square=h[:, :, None] * h[:, None, :] + 0.1 * np.eye(dims + 1),
        variance=np.array([[2.0] + [1.0] * dims, [1.0] + [0.25] * dims]),
        leaning_variance=np.full(2, 0.25),
        sweeps=0,
        converged=False,
    )
