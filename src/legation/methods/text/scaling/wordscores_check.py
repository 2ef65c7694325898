"""How well Wordscores places texts whose place is known: each reference text left out in turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.text.scaling.counts import Counts, as_counts
from legation.methods.text.scaling.wordscores import Rescale, as_reference, wordscores

__all__ = ["LEAST_REFERENCES", "LeftOut", "left_out"]

LEAST_REFERENCES = 4
"""Reference texts, below which none can be left out and the others still tell anything."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeftOut:
    """Reference texts as they are placed by the others.

    Attributes
    ----------
    rows : ndarray of int, shape (k,)
        The reference texts, ascending.
    known : ndarray of float, shape (k,)
        The score given to each.
    placed, error : ndarray of float, shape (k,)
        Where Wordscores places it when the others alone are references, and the standard error of that by its choice of words; nan: none
        of its words stands in the others.
    unclipped : ndarray of float, shape (k,)
        The same before what lies beyond the scale is put at its end.
    mean, median : ndarray of float, shape (k,)
        Of the scores of the others: what one would say without reading it.
    chance : float
        Share of scores dealt to the reference texts by chance, the true ones counted as one deal, whose mean error is at most as large.
    draws : int
        Deals behind ``chance``.
    rescale : {"lbg", "mv", "none"}
    """

    rows: npt.NDArray[np.int64]
    known: Floats
    placed: Floats
    error: Floats
    unclipped: Floats
    mean: Floats
    median: Floats
    chance: float
    draws: int
    rescale: Rescale

    @property
    def there(self) -> npt.NDArray[np.bool_]:
        """Which of them are placed, shape (k,)."""
        return ~np.isnan(self.placed)

    @property
    def mean_error(self) -> float:
        """How far the placements lie from the scores given, on average; nan where none is placed."""
        return _mean_gap(self.placed, self.known)

    @property
    def mean_error_unread(self) -> float:
        """How far the mean of the others, or their median, lies from the scores given, on average, over the texts that are placed.

        The smaller of both: an absolute error is smallest about the median, and where scores stand at few points the mean lies far from
        all of them.
        """
        return min(_mean_gap(np.where(self.there, one, np.nan), self.known) for one in (self.mean, self.median))

    @property
    def model_error(self) -> float:
        """Standard deviation of what the choice of words in a text does not explain of the errors; bias is in it."""
        there = self.there
        gaps = (self.placed[there] - self.known[there]) ** 2 - self.error[there] ** 2
        return float(np.sqrt(max(0.0, float(gaps.mean())))) if gaps.size else float("nan")


def left_out(
    counts: Counts | npt.ArrayLike | sparse.sparray,
    reference: Mapping[int, float] | npt.ArrayLike,
    *,
    rescale: Rescale = "lbg",
    within: tuple[float, float] = (-np.inf, np.inf),
    draws: int = 199,
    seed: int = 0,
    progress: Progress = silent,
) -> LeftOut:
    """Place each reference text of Wordscores by the others, as if its score were not known.

    Parameters
    ----------
    counts : Counts or array_like, shape (n, m)
        Of all texts, also of those without a score: "lbg" goes by them.
    reference : mapping of int to float, or array_like of float, shape (n,)
        As for :func:`wordscores`; at least four, of which two differ.
    rescale : {"lbg", "mv", "none"}
        As for :func:`wordscores`.
    within : tuple of float
        Ends of the scale; what lies beyond is put at the end.
    draws : int
        Deals of the scores by chance, at least 1.
    seed : int
    progress : callable
        Told ``(texts left out, reference texts)``.

    Raises
    ------
    BadValue
        As for :func:`wordscores`; for fewer than four reference texts; for ends that do not rise, or no draw.

    Limits
    ------
    A text that is left out lowers the mean of the others where its own score is high: a rule that gives everyone about that mean has a rank
    correlation below 0 by this alone. Judge by ``mean_error`` beside ``mean_error_unread`` and by ``chance``. Where the others all have
    one score, that is the placement.

    References
    ----------
    Stone, M. (1974), doi:10.1111/j.2517-6161.1974.tb00994.x. Laver, M., Benoit, K. and Garry, J. (2003), doi:10.1017/S0003055403000698.

    Examples
    --------
    >>> import numpy as np
    >>> true = np.linspace(0, 100, 12)
    >>> table = np.random.default_rng(2).poisson(np.exp(1 + np.outer(true / 50 - 1, np.linspace(-1, 1, 80))))
    >>> found = left_out(table, {row: true[row] for row in range(0, 12, 2)}, within=(0, 100))
    >>> bool(found.mean_error < found.mean_error_unread), found.chance, len(found.placed)
    (True, 0.005, 6)
    """
    matrix = as_counts(counts, LEAST_REFERENCES)
    given = as_reference(reference, matrix.shape[0])
    rows = np.flatnonzero(~np.isnan(given))
    if len(rows) < LEAST_REFERENCES or not within[0] < within[1] or draws < 1:
        allowed = f"at least {LEAST_REFERENCES} reference texts, ends that rise, draws from 1"
        raise BadValue(f"left_out must be {allowed} (got {len(rows)}, {within}, {draws}); give more texts a score, or other options")
    known = given[rows]
    rng = np.random.default_rng(seed)
    deals = np.column_stack([known, *(rng.permutation(known) for _ in range(draws))])
    placed, error, dealt = np.full(len(rows), np.nan), np.full(len(rows), np.nan), np.full(deals.shape, np.nan)
    shares = sparse.diags_array(1 / np.asarray(matrix[rows].sum(axis=1)).ravel()) @ matrix[rows]
    for at, row in enumerate(rows):
        placed[at], error[at] = _without(matrix, given, int(row), rescale)
        dealt[at] = _dealt(matrix, shares, rows, at, deals, rescale)
        progress(at + 1, len(rows))
    gaps = np.nanmean(np.abs(np.clip(dealt, *within) - deals), axis=0) if not np.isnan(dealt).all() else np.zeros(draws + 1)
    return LeftOut(
        rows=rows,
        known=known,
        placed=np.clip(placed, *within),
        error=error,
        unclipped=placed,
        mean=(known.sum() - known) / (len(known) - 1),
        median=np.array([np.median(np.delete(known, at)) for at in range(len(known))]),
        chance=float(np.mean(gaps <= gaps[0] + 1e-9)),
        draws=draws,
        rescale=rescale,
    )


def _without(matrix: sparse.csr_array, given: Floats, row: int, rescale: Rescale) -> tuple[float, float]:
    """Return the score of one reference text by the others, and its standard error."""
    others = given.copy()
    others[row] = np.nan
    scores = np.unique(others[~np.isnan(others)])
    if len(scores) < 2:
        return float(scores[0]), 0.0
    found = wordscores(matrix, others, rescale=rescale)
    return float(found.score[row]), float(found.score_error[row])


def _dealt(
    matrix: sparse.csr_array, shares: sparse.csr_array, rows: npt.NDArray[np.int64], at: int, deals: Floats, rescale: Rescale
) -> Floats:
    """Return the score of one reference text by the others for each deal of scores, shape (deals,).

    A raw score is linear in the scores given, so that the words are gone through once for all deals.
    """
    others = np.delete(np.arange(len(rows)), at)
    weight = np.asarray(shares[others].sum(axis=0)).ravel()
    scored = weight > 0
    inverse = np.zeros_like(weight)
    inverse[scored] = 1 / weight[scored]
    size = matrix @ scored.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        given = deals[others]
        raw = (matrix @ (sparse.diags_array(inverse) @ shares[others].T)).toarray() @ given / size[:, None]
        own = raw[rows[at]]
        if rescale == "lbg":
            virgin = np.delete(raw, rows[others], axis=0)
            virgin = virgin[~np.isnan(virgin).any(axis=1)]
            if len(virgin) > 1:
                middle, spread = virgin.mean(axis=0), virgin.std(axis=0, ddof=1)
                stretch = np.where(spread > 1e-12, given.std(axis=0, ddof=1) / spread, 1.0)
                return np.asarray((own - middle) * stretch + middle)
        if rescale == "mv":
            low, high = given.min(axis=0), given.max(axis=0)
            bottom, top = (raw[rows[others]].mean(axis=0, where=given == end) for end in (low, high))
            return np.asarray(np.where(high > low, (own - bottom) * (high - low) / (top - bottom) + low, own))
    return np.asarray(own)


def _mean_gap(one: Floats, other: Floats) -> float:
    gaps = np.abs(one - other)
    return float(np.nanmean(gaps)) if not np.isnan(gaps).all() else float("nan")
