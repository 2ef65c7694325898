"""Does the ranking of who may change hold? Replay of series of repeated resolutions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.voting.swing import swing
from legation.methods.voting.votes import FloatArray, vote_matrix

__all__ = ["SwingBacktest", "average_precision", "swing_backtest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SwingBacktest:
    """Ranking of who changed between consecutive votes on the same title.

    Attributes
    ----------
    average_precision : float
        Of the probabilities of ``swing``, pooled over all titles, 0-1; nan when nobody changed.
    by_share, by_number, by_margin : float
        The same for ranking by the share of past steps with a change, by the number of past changes, by the margin alone.
    changed : float
        Share that changed: what a random ranking scores.
    scored : int
        Pairs of actor and title with a present vote and a next one.
    probability, actual : ndarray, shape (scored,)
        Forecast and whether it changed, title by title, actors ascending.
    likely_right : float
        Share of those that changed that went to ``likely``, 0-1; nan when nobody changed.
    """

    average_precision: float
    by_share: float
    by_number: float
    by_margin: float
    changed: float
    scored: int
    probability: FloatArray
    actual: FloatArray
    likely_right: float


def average_precision(actual: ArrayLike, score: ArrayLike) -> float:
    """Say how well a ranking puts those that changed on top: mean of precision over them, from the highest score down.

    AP = sum over distinct scores of (recall gained) x (precision so far); equal scores are taken together.

    Parameters
    ----------
    actual : array_like of bool, shape (n,)
    score : array_like of float, shape (n,)
        Higher is likelier; not nan.

    Returns
    -------
    float
        0-1; nan when ``actual`` has no true value.

    Raises
    ------
    BadValue
        Two lengths, or a nan.

    Examples
    --------
    >>> round(average_precision([True, False, True, False], [0.9, 0.8, 0.7, 0.1]), 4)
    0.8333
    """
    truth, value = np.asarray(actual, dtype=bool), np.asarray(score, dtype=np.float64)
    if truth.shape != value.shape or truth.ndim != 1:
        raise BadValue(f"score must be one value per actual (got shapes {value.shape} and {truth.shape}); give equal lengths")
    if np.isnan(value).any():
        raise BadValue("score must be numbers (got nan); leave out the actors without a forecast")
    if not truth.any():
        return float("nan")
    order = np.argsort(-value, kind="stable")
    last = np.append(np.flatnonzero(np.diff(value[order])), value.size - 1)  # last place of each run of equal scores
    hits = np.cumsum(truth[order])[last]
    return float(np.sum(np.diff(hits, prepend=0) / truth.sum() * hits / (last + 1)))


def swing_backtest(cases: Sequence[tuple[ArrayLike, ArrayLike | None, ArrayLike]], progress: Progress = silent) -> SwingBacktest:
    """Replay votes on repeated titles: forecast each from what came before, compare with what was cast.

    Parameters
    ----------
    cases : sequence of (series, history, following)
        For each vote on a title: the title's earlier votes (n_actors, k), other earlier votes (n_actors, m) or None, and the vote
        itself (n_actors,), which no forecast sees. n_actors may differ between cases.
    progress : callable
        Called as progress(cases done, cases in all).

    Returns
    -------
    SwingBacktest

    Raises
    ------
    BadValue
        Wrong codes or shapes in a case, or no case.

    Examples
    --------
    >>> replay = swing_backtest([([[1, 1, 1], [1, 2, 1], [3, 3, 3]], None, [1, 2, 3])])
    >>> replay.average_precision, replay.scored
    (1.0, 3)
    """
    if not cases:
        raise BadValue("cases must be one case or more (got none); give titles that were voted at least twice")
    parts = []
    for done, (series, history, following) in enumerate(cases):
        progress(done, len(cases))
        table = vote_matrix(series, "series")
        result = swing(table, history)
        after = vote_matrix(np.asarray(following)[:, None], "following")[:, 0]
        if after.size != table.shape[0]:
            raise BadValue(f"following must be one code for each of {table.shape[0]} actor(s) (got {after.size}); use 0 if absent")
        rows = np.flatnonzero((result.present > 0) & (after > 0))
        share = result.changes / np.maximum(result.steps, 1)
        change = result.present != after
        right = change & (result.likely == after)
        parts.append(np.stack([result.probability, share, result.changes, result.margin, change, right])[:, rows])
    progress(len(cases), len(cases))
    probability, share, number, margin, change, right = np.concatenate(parts, axis=1)
    actual = change > 0
    return SwingBacktest(
        average_precision=average_precision(actual, probability),
        by_share=average_precision(actual, share),
        by_number=average_precision(actual, number),
        by_margin=average_precision(actual, margin),
        changed=float(actual.mean()) if actual.size else float("nan"),
        scored=int(actual.size),
        probability=probability,
        actual=change,
        likely_right=float(right.sum() / actual.sum()) if actual.any() else float("nan"),
    )
