"""What the model is worth on votes that it was not shown, and the chances of disagree, pass and agree that follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import VoteTable
from legation.methods.opinion.canonical import colours
from legation.methods.opinion.predict_model import Floats, Ints, PredictionFit, fitted
from legation.methods.progress import Progress, silent

__all__ = [
    "Check",
    "Logits",
    "chances",
    "checked",
    "named",
    "part",
    "set_aside",
    "signatures",
    "whole",
]


Truths = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]


def signatures(votes: VoteTable) -> tuple[Words, Words]:
    """Return a number for each person and each statement that depends neither on their order nor on which side is called agree."""
    person, statement = colours(votes, np.ones(votes.shape[0]))
    return person.sum(axis=0, dtype=np.uint64), statement.sum(axis=0, dtype=np.uint64)


def set_aside(votes: VoteTable, signature: tuple[Words, Words], seed: int, share: float = 0.1) -> Truths:
    """Return which votes are set aside, shape (n_votes,): about ``share`` of them, and all or none of those that look alike."""
    person, statement = signature
    key = _mixed(_mixed(person)[votes.participant] + statement[votes.statement] + np.uint64(seed % 2**64))
    return key < np.uint64(share * 2.0**64)


def part(votes: VoteTable, chosen: Truths) -> VoteTable:
    """Return the table with some of the votes."""
    start = np.concatenate([[0], np.cumsum(chosen)])[votes.start]
    return VoteTable(start=start, statement=votes.statement[chosen], value=votes.value[chosen], shape=votes.shape)


def _mixed(word: Words) -> Words:
    """Return each word well mixed (the finaliser of SplitMix64)."""
    word = word + np.uint64(0x9E3779B97F4A7C15)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


Logits: TypeAlias = tuple[Floats, Floats, Floats, Floats]
"""Mean and variance for which side, then for no side."""

_AT_ONCE = 400_000
"""Cells worked on at a time."""


def named(fit: PredictionFit, rows: Ints, columns: Ints) -> Iterator[tuple[slice, Logits]]:
    """Yield the logits of the cells named, some at a time, with their places."""
    for first in range(0, len(rows), _AT_ONCE):
        at = slice(first, first + _AT_ONCE)
        yield at, (*fit.logits(rows[at], columns[at], 0), *fit.logits(rows[at], columns[at], 1))


def whole(fit: PredictionFit) -> Iterator[tuple[slice, Logits]]:
    """Yield the logits of all cells, some rows at a time, with the rows."""
    step = max(1, _AT_ONCE // fit.statements)
    for first in range(0, len(fit.person), step):
        at = slice(first, first + step)
        yield at, (*fit.block(at, 0), *fit.block(at, 1))


def chances(logits: Logits, stretch: tuple[float, float]) -> tuple[Floats, Floats]:
    """Return chances and the standard deviation of their logits, shape (..., 3) each, in the order disagree, pass, agree.

    A logit with mean x and variance v has the mean chance of ``x / sqrt(1 + pi v / 8)`` (MacKay 1992, doi:10.1162/neco.1992.4.5.720);
    the chances of a side combine both logits, and so do, to first order, their variances.
    """
    side, side_variance, none, none_variance = logits
    side_chance = _chance(stretch[0] * side / np.sqrt(1 + np.pi / 8 * side_variance))
    passing = _chance(stretch[1] * none / np.sqrt(1 + np.pi / 8 * none_variance))
    chance = np.stack([(1 - passing) * (1 - side_chance), passing, (1 - passing) * side_chance], axis=-1)
    side_spread, none_spread = stretch[0] * np.sqrt(side_variance), stretch[1] * np.sqrt(none_variance)
    spread = np.stack(
        [
            np.hypot(side_chance * side_spread, passing * none_spread) / (1 - chance[..., 0]),
            none_spread,
            np.hypot((1 - side_chance) * side_spread, passing * none_spread) / (1 - chance[..., 2]),
        ],
        axis=-1,
    )
    return chance, spread


def _chance(logit: Floats) -> Floats:
    """Return the chance of a logit, kept from 0 and 1 by what float32 can tell from 1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -15.0, 15.0))), np.float64)


_FEWEST = 50
"""Votes set aside, below which nothing is said."""
_MOST = 0.25
"""Share of the votes set aside, above which they are too alike to be told apart."""
_DOUBT = 0.3
"""Standard deviation of the prior of the logarithm of the stretch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The model on a tenth of the votes, set aside by :func:`~legation.methods.opinion.predict_check.set_aside`.

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


def checked(votes: VoteTable, order: Ints, aside: npt.NDArray[np.bool_], progress: Progress = silent) -> tuple[PredictionFit | None, Check]:
    """Return the fit to the votes that were not set aside (a start for the fit to all), and what the others say of it."""
    count = int(aside.sum())
    if count < _FEWEST or count > _MOST * len(aside):
        return None, Check(votes=0, loss=float("nan"), loss_by_statement=float("nan"), stretch=(1.0, 1.0))
    shown, hidden = part(votes, ~aside), part(votes, aside)
    fit = fitted(shown, order, progress=progress)
    rows, columns = hidden.participant.astype(np.int64), hidden.statement.astype(np.int64)
    means = []
    loss = np.empty(count)
    for at, logits in named(fit, rows, columns):
        chance, _ = chances(logits, (1.0, 1.0))
        loss[at] = -np.log(chance[np.arange(len(chance)), hidden.value[at].astype(np.int64) + 1])
        means.append((logits[0] / np.sqrt(1 + np.pi / 8 * logits[1]), logits[2] / np.sqrt(1 + np.pi / 8 * logits[3])))
    side, none = (np.concatenate(parts) for parts in zip(*means, strict=True))
    sided = hidden.value != 0
    stretch = (_stretch(side[sided], hidden.value[sided] > 0), _stretch(none, ~sided))
    return fit, Check(votes=count, loss=float(loss.mean()), loss_by_statement=_by_statement(shown, hidden), stretch=stretch)


def _stretch(logit: Floats, answer: npt.NDArray[np.bool_]) -> float:
    """Return what the logits are best multiplied with, drawn to 1 by its prior."""
    from scipy.optimize import minimize_scalar

    signed = np.where(answer, logit, -logit)

    def loss(log: float) -> float:
        return float(np.logaddexp(0.0, -np.exp(log) * signed).sum() + log * log / (2 * _DOUBT**2))

    return float(np.exp(minimize_scalar(loss, bounds=(-1.0, 1.0), method="bounded", options={"xatol": 1e-6}).x))


def _by_statement(shown: VoteTable, hidden: VoteTable) -> float:
    """Return the mean loss of each statement's own shares."""
    count = np.zeros((shown.shape[1], 3))
    np.add.at(count, (shown.statement, shown.value.astype(np.int64) + 1), 1.0)
    share = (count + 1) / (count.sum(axis=1, keepdims=True) + 3)
    return float(-np.log(share[hidden.statement, hidden.value.astype(np.int64) + 1]).mean())
