"""Where texts stand between reference texts whose place is known: Wordscores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse

from legation.errors import BadValue
from legation.methods.text.scaling.counts import Counts, as_counts

__all__ = ["Rescale", "Wordscores", "as_reference", "wordscores"]

_Z = 1.959963984540054
Floats = npt.NDArray[np.float64]
Rescale = Literal["lbg", "mv", "none"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wordscores:
    """Scores of texts and words, on the scale of the reference texts.

    Attributes
    ----------
    score, low, high : ndarray of float, shape (n,)
        Rescaled score of each text with a 95 % interval; a reference text has its own raw score rescaled likewise, not the score it was
        given. nan: none of its words is scored.
    score_error : ndarray of float, shape (n,)
        Standard error of the rescaled score: the interval is 1.96 of them to each side.
    raw, error : ndarray of float, shape (n,)
        Score before it is rescaled, and its standard error.
    word_score : ndarray of float, shape (m,)
        nan: the word stands in no reference text.
    reference : ndarray of float, shape (n,)
        The scores given; nan for all other texts.
    known : ndarray of float, shape (n,)
        Share of a text's counted words that are scored [0-1]; nan for a text without words.
    rescale : {"lbg", "mv", "none"}
        How scores were rescaled; ``none`` also where "lbg" has fewer than two different texts to go by.
    """

    score: Floats
    low: Floats
    high: Floats
    score_error: Floats
    raw: Floats
    error: Floats
    word_score: Floats
    reference: Floats
    known: Floats
    rescale: Rescale


def wordscores(
    counts: Counts | npt.ArrayLike | sparse.sparray, reference: Mapping[int, float] | npt.ArrayLike, *, rescale: Rescale = "lbg"
) -> Wordscores:
    """Score texts by the words that they share with reference texts.

    With F_wr the share of word w in reference text r, P(r|w) = F_wr / sum_r F_wr is how likely r is being read where w is read;
    S_w = sum_r P(r|w) A_r scores the word, S_v = sum_w F_wv S_w the text, over its scored words. Its standard error is
    sqrt(sum_w F_wv (S_w - S_v)^2 / N_v), N_v the scored words of the text.

    Parameters
    ----------
    counts : Counts or array_like, shape (n, m)
    reference : mapping of int to float, or array_like of float, shape (n,)
        Score A_r of each reference text, by its row; as an array, nan for all others. At least two that differ.
    rescale : {"lbg", "mv", "none"}
        Raw scores crowd around the middle, for most words are everybody's. ``lbg`` gives the scores of the other texts the spread of the
        reference scores, about their own mean (Laver, Benoit and Garry): it depends on which texts are scored together. ``mv`` stretches
        the scale so that the outermost reference texts get back their scores (Martin and Vanberg); where several have the lowest score, or
        the highest, so does their mean.

    Raises
    ------
    BadValue
        For rows that are not there, scores that are not finite, reference texts without words, or fewer than two different scores.

    Limits
    ------
    The interval holds the choice of words in the text alone, not the choice of reference texts nor how sure their scores are. Reference
    texts must cover the ends of the scale and speak on the same matter in the same language and register.

    References
    ----------
    Laver, M., Benoit, K. and Garry, J. (2003), doi:10.1017/S0003055403000698. Martin, L. and Vanberg, G. (2008), doi:10.1093/pan/mpm010.

    Examples
    --------
    The example of the authors' Table 1: five reference texts and one other, over 37 words.

    >>> import numpy as np
    >>> bell = [2, 3, 10, 22, 45, 78, 115, 146, 158, 146, 115, 78, 45, 22, 10, 3, 2]
    >>> table = np.zeros((6, 37), int)
    >>> for row, at in enumerate((0, 5, 10, 15, 20, 7)):
    ...     table[row, at : at + 17] = bell
    >>> found = wordscores(table, {0: -1.5, 1: -0.75, 2: 0, 3: 0.75, 4: 1.5})
    >>> round(float(found.raw[5]), 3), round(float(found.error[5]), 4)
    (-0.448, 0.0119)
    """
    matrix = as_counts(counts, 3)
    given = as_reference(reference, matrix.shape[0])
    if rescale not in ("lbg", "mv", "none"):
        raise BadValue(f"rescale must be lbg, mv, none (got {rescale!r}); choose one of them")
    total = np.asarray(matrix.sum(axis=1)).ravel()
    rows = np.flatnonzero(~np.isnan(given))
    if not total[rows].all():
        raise BadValue(f"reference must be texts with words (got none in row {rows[total[rows] == 0][0]}); leave it out")
    shares = sparse.diags_array(1 / total[rows]) @ matrix[rows]
    weight = np.asarray(shares.sum(axis=0)).ravel()
    scored = weight > 0
    word = np.full(matrix.shape[1], np.nan)
    word[scored] = (shares.T @ given[rows])[scored] / weight[scored]
    value = np.where(scored, word, 0)
    size = matrix @ scored.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        raw = (matrix @ value) / size
        spread = (matrix @ value**2) / size - raw**2
        error = np.sqrt(np.maximum(spread, 0) / size)
        known = size / total
    score, stretch, how = _rescaled(raw, given, rescale)
    score_error = abs(stretch) * error
    return Wordscores(
        score=score,
        low=score - _Z * score_error,
        high=score + _Z * score_error,
        score_error=score_error,
        raw=raw,
        error=error,
        word_score=word,
        reference=given,
        known=known,
        rescale=how,
    )


def as_reference(reference: Mapping[int, float] | npt.ArrayLike, n: int) -> Floats:
    """Return the scores of reference texts, nan for all others, checked.

    Raises
    ------
    BadValue
        For rows that are not there, scores that are not finite, or fewer than two different ones.
    """
    if isinstance(reference, Mapping):
        given = np.full(n, np.nan)
        for row, score in reference.items():
            if not 0 <= row < n:
                raise BadValue(f"reference must be rows 0 to {n - 1} (got {row}); count texts from 0")
            given[row] = score
        count = len(reference)
    else:
        given = np.array(reference, dtype=np.float64)
        if given.shape != (n,):
            raise BadValue(f"reference must be one score or nan for each of {n} texts (got shape {given.shape})")
        count = int(np.count_nonzero(~np.isnan(given)))
    if np.isinf(given).any() or np.count_nonzero(~np.isnan(given)) != count or len(np.unique(given[~np.isnan(given)])) < 2:
        raise BadValue("reference must be finite scores of at least two texts that differ (got otherwise); score one text at each end")
    return given


def _rescaled(raw: Floats, given: Floats, rescale: Rescale) -> tuple[Floats, float, Rescale]:
    """Return rescaled scores, how much their differences grew, and how it was done."""
    if rescale == "lbg":
        others = raw[np.isnan(given) & ~np.isnan(raw)]
        if len(others) > 1 and others.std() > 1e-12:
            stretch = float(np.std(given[~np.isnan(given)], ddof=1) / others.std(ddof=1))
            return (raw - others.mean()) * stretch + others.mean(), stretch, "lbg"
    if rescale == "mv":
        low, high = float(np.nanmin(given)), float(np.nanmax(given))
        bottom, top = (float(raw[given == end].mean()) for end in (low, high))
        stretch = (high - low) / (top - bottom) if top != bottom else np.nan
        return (raw - bottom) * stretch + low, stretch, "mv"
    return raw.copy(), 1.0, "none"
