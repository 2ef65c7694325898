"""What the model is worth on votes that it was not shown, and by how much its logits are to be stretched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import VoteTable
from legation.methods.opinion.predict_chance import chances, named
from legation.methods.opinion.predict_fold import part
from legation.methods.opinion.predict_model import Fit, Floats, Ints, fitted
from legation.methods.progress import Progress, silent

__all__ = ["Check", "checked"]

_FEWEST = 50
"""Votes set aside, below which nothing is said."""
_MOST = 0.25
"""Share of the votes set aside, above which they are too alike to be told apart."""
_DOUBT = 0.3
"""Standard deviation of the prior of the logarithm of the stretch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The model on a tenth of the votes, set aside by :func:`~legation.methods.opinion.predict_fold.set_aside`.

    Attributes
    ----------
    votes : int
        Votes set aside; 0 where there were too few, or too many alike, and the losses are then nan.
    loss, loss_by_statement : float
        Mean of minus the logarithm of the chance given to what was voted, in nats: by the model before any stretch, and by the shares of
        each statement, ``(count + 1) / (n + 3)``.
    stretch : (float, float)
        What the logits of "which side" and "no side" are multiplied with; 1 where nothing is said.
    """

    votes: int
    loss: float
    loss_by_statement: float
    stretch: tuple[float, float]


def checked(votes: VoteTable, order: Ints, aside: npt.NDArray[np.bool_], progress: Progress = silent) -> tuple[Fit | None, Check]:
    """Return the fit to the votes that were not set aside (a start for the fit to all), and what the others say of it."""
    count = int(aside.sum())
    if count < _FEWEST or count > _MOST * len(aside):
        return None, Check(votes=0, loss=float("nan"), loss_by_statement=float("nan"), stretch=(1.0, 1.0))
    shown, held = part(votes, ~aside), part(votes, aside)
    fit = fitted(shown, order, progress=progress)
    rows, columns = held.participant.astype(np.int64), held.statement.astype(np.int64)
    means = []
    loss = np.empty(count)
    for at, logits in named(fit, rows, columns):
        chance, _ = chances(logits, (1.0, 1.0))
        loss[at] = -np.log(chance[np.arange(len(chance)), held.value[at].astype(np.int64) + 1])
        means.append((logits[0] / np.sqrt(1 + np.pi / 8 * logits[1]), logits[2] / np.sqrt(1 + np.pi / 8 * logits[3])))
    side, none = (np.concatenate(parts) for parts in zip(*means, strict=True))
    sided = held.value != 0
    stretch = (_stretch(side[sided], held.value[sided] > 0), _stretch(none, ~sided))
    return fit, Check(votes=count, loss=float(loss.mean()), loss_by_statement=_by_statement(shown, held), stretch=stretch)


def _stretch(logit: Floats, answer: npt.NDArray[np.bool_]) -> float:
    """Return what the logits are best multiplied with, drawn to 1 by its prior."""
    from scipy.optimize import minimize_scalar

    signed = np.where(answer, logit, -logit)

    def loss(log: float) -> float:
        return float(np.logaddexp(0.0, -np.exp(log) * signed).sum() + log * log / (2 * _DOUBT**2))

    return float(np.exp(minimize_scalar(loss, bounds=(-1.0, 1.0), method="bounded", options={"xatol": 1e-6}).x))


def _by_statement(shown: VoteTable, held: VoteTable) -> float:
    """Return the mean loss of each statement's own shares."""
    count = np.zeros((shown.shape[1], 3))
    np.add.at(count, (shown.statement, shown.value.astype(np.int64) + 1), 1.0)
    share = (count + 1) / (count.sum(axis=1, keepdims=True) + 3)
    return float(-np.log(share[held.statement, held.value.astype(np.int64) + 1]).mean())
