"""How somebody would vote on what they have not seen: a prediction with its range, never a vote."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.ballots import Votes, numbers, vote_table
from legation.methods.opinion.predict_check import Check, chances, checked, named, set_aside, signatures, whole
from legation.methods.opinion.predict_model import Ints, PredictionFit, fitted
from legation.methods.progress import Progress, silent
from legation.methods.share import LEVEL

__all__ = ["PredictedStance", "predict_stance"]

Floats32 = npt.NDArray[np.float32]

FULL_LIMIT = 50_000_000
"""Cells for which all chances are given at once (some 1.2 GB); beyond, name the cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedStance:
    """What the model gives for votes that were not cast, and for those that were: predictions, to be named so, and never added to votes.

    Attributes
    ----------
    probability : ndarray of float32, shape (n, m, 3), or (n_cells, 3) where cells were named
        Chance of disagree, pass and agree; the three sum to 1.
    spread : ndarray of float32, same shape
        Standard deviation of each chance's logit: what the votes leave unknown about person and statement.
    level : float
        Chance with which ``low`` to ``high`` is meant to hold the chance itself; see Limits of :func:`predict_stance`.
    importance : tuple of float
        Variance in the logit that each dimension of the positions bears, falling; what is near 0 is not borne out by the votes.
    check : Check
        How well the model did on a tenth of the votes that it was not shown, beside the statement's own shares.
    sweeps : int
    converged : bool
        Whether the positions were still when the sweeps ended.
    """

    probability: Floats32
    spread: Floats32
    level: float
    importance: tuple[float, ...]
    check: Check
    sweeps: int
    converged: bool

    @property
    def low(self) -> Floats32:
        """The lower end of each chance, shape of ``probability``."""
        return self._end(-1)

    @property
    def high(self) -> Floats32:
        """The upper end of each chance, shape of ``probability``."""
        return self._end(1)

    def _end(self, side: int) -> Floats32:
        chance = np.clip(self.probability, 1e-7, 1 - 1e-7)
        reach = side * NormalDist().inv_cdf((1 + self.level) / 2) * self.spread
        return np.asarray(1 / (1 + (1 / chance - 1) * np.exp(-reach)), np.float32)


def predict_stance(
    votes: Votes,
    seed: int = 0,
    cells: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    *,
    level: float = LEVEL,
    progress: Progress = silent,
) -> PredictedStance:
    """Return how each person would vote on each statement, as the votes of all suggest: a prediction, never counted as a vote.

    A vote is two answers, whether a side is taken and which one. For person i and statement j the logit of either is
    ``b_j + a_i + u_i . w_j``: the statement's own rate, the person's own leaning (to agree; to pass), and their position u against the
    statement's loading w. All have normal priors around zero (the rate of passing around its mean) whose variances the votes set; the
    posterior is found by variational Bayes and the chance averages over it. Last, both logits are stretched so that a tenth of the
    votes, set aside, would have been predicted best.

    Parameters
    ----------
    votes : array_like of int8, shape (n, m), or Ballots
        1 agree, -1 disagree, 0 pass, UNSEEN. Take moderated statements out first.
    seed : int
        Chooses the votes that are set aside for the check.
    cells : (array_like of int, array_like of int), optional
        Rows and columns for which to predict; the whole table is then never made.
    level : float, in (0, 1)
        Of the range from ``low`` to ``high``.
    progress : callable
        Called as ``progress(done, total)`` with sweeps; it may raise ``Cancelled``.

    Returns
    -------
    PredictedStance
        The same for any order of rows and columns; with agree and disagree exchanged where all votes are negated (to rounding).

    Raises
    ------
    BadValue
        For votes outside the codes, cells outside the table, or more than 50 million cells at once without ``cells``.

    Limits
    ------
    It predicts as if what people see did not depend on what they think. With few votes it stays near the statements' rates. The range
    is that of the chance under the model; variational Bayes makes it somewhat narrow: on votes drawn from the model's own law, 80 % ranges
    held 71 to 74 % of the true chances. Not for telling how a named person thinks: a chance is about votes like theirs.

    References
    ----------
    Jaakkola, T. and Jordan, M. (2000), Bayesian parameter estimation via variational methods, doi:10.1023/A:1008932416310.
    Salakhutdinov, R. and Mnih, A. (2008), Bayesian probabilistic matrix factorization, doi:10.1145/1390156.1390267.

    Examples
    --------
    >>> import numpy as np
    >>> from legation.methods.opinion import UNSEEN
    >>> camp = np.arange(40) % 2 * 2 - 1
    >>> room = np.outer(camp, [1, 1, -1, 1, -1, 1]).astype(np.int8)
    >>> room[0, 5] = UNSEEN
    >>> found = predict_stance(room, cells=([0], [5]))
    >>> bool(found.probability[0, 0] > 0.8), bool(found.low[0, 0] < found.probability[0, 0] < found.high[0, 0])
    (True, True)
    """
    if not 0 < level < 1:
        raise BadValue(f"level must be above 0 and below 1 (got {level}); give 0.8 for four cases of five")
    table = vote_table(votes)
    where = _cells(cells, table.shape)
    signature = signatures(table)
    order = np.lexsort((signature[1], -np.bincount(table.statement, minlength=table.shape[1])))
    first, check = checked(table, order, set_aside(table, signature, seed), progress)
    fit = fitted(table, order, first, progress)
    shape = (*table.shape, 3) if where is None else (len(where[0]), 3)
    probability, spread = np.empty(shape, np.float32), np.empty(shape, np.float32)
    for at, logits in whole(fit) if where is None else named(fit, *where):
        probability[at], spread[at] = chances(logits, check.stretch)
    return PredictedStance(
        probability=probability, spread=spread, level=level, importance=_importance(fit), check=check, sweeps=fit.sweeps,
        converged=fit.converged,
    )  # fmt: skip


def _importance(fit: PredictionFit) -> tuple[float, ...]:
    """Return the mean square of position times that of the loading on "which side", for each dimension, falling."""
    loading = np.einsum("jaa->ja", fit.column_square[: fit.statements])[:, 1:].mean(axis=0)
    position = np.einsum("iaa->ia", fit.person_square)[:, 1:-2].mean(axis=0)
    return tuple(sorted((loading * position).tolist(), reverse=True))


def _cells(cells: tuple[npt.ArrayLike, npt.ArrayLike] | None, shape: tuple[int, int]) -> tuple[Ints, Ints] | None:
    """Return rows and columns as numbers, or None for all."""
    if cells is None:
        if shape[0] * shape[1] > FULL_LIMIT:
            raise BadValue(
                f"votes must be at once {FULL_LIMIT:,} cells (got {shape[0]:,} x {shape[1]:,}); name in cells those that are needed"
            )
        return None
    if not isinstance(cells, tuple | list) or len(cells) != 2:
        raise BadValue("cells must be a pair (rows, columns); give two lists of equal length")
    rows = numbers("cells (rows)", cells[0])
    columns = numbers("cells (columns)", cells[1], length=len(rows))
    for name, index, end in (("rows", rows, shape[0]), ("columns", columns, shape[1])):
        outside = np.flatnonzero((index < 0) | (index >= end))
        if len(outside):
            raise BadValue(f"cells ({name}) must be 0 to {end - 1} (got {index[outside[0]]} in place {outside[0]}); correct it")
    return rows, columns
