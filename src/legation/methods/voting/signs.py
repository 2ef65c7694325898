"""The signs from which a member's outcome is foretold, and what each is worth: ``weights.toml``, written by ``benchmarks/votes_fit.py``.

Who stays away from a title does so every time, whatever else it comes to; who abstains on it does so more surely than in general. So
the chances of absence, yes, abstention and no are a softmax over signs, each the logarithm of a chance or a mark. Presence belongs to the
title: of general presence only so much enters as history bears out.

On a title that was voted before (``TITLE``): the member's earlier votes on it, each weighing .37 or .79 of the one after it, drawn to its
votes on contested texts; its usual vote times its presence; presence in three runs; its latest outcome, latest vote cast and the outcome
before, plain and by how often it changes, how firmly it stays away, how many changed last time and how often the title was voted; what
those who vote like it did last time; what all did. On a new title (``NEW``): its usual vote, its outcomes on contested texts, presence, and
its outcomes on texts with like titles. In both, last, what declared votes tell of the others (``DECLARED``).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from legation.methods.voting.history import PastVotes, if_there, log_chance, marks
from legation.methods.voting.shift import CommonShift
from legation.methods.voting.votes import FloatArray, VoteArray

__all__ = [
    "DECLARED",
    "NEW",
    "TITLE",
    "Fitted",
    "ForecastWeights",
    "fitted",
    "signs_of_new",
    "signs_of_title",
]


DECLARED = ("declared", "declared x how many", "declared x on one side only", "declared x how sure they were anyway")
TITLE = (
    "title, latest",
    "title, longer",
    "usual, if there",
    "there of late",
    "there in the long run",
    "there in the short run",
    "last outcome",
    "last vote cast",
    "outcome before",
    "last vote cast x changes",
    "last outcome x stays away",
    "last vote cast x title moves",
    "last vote cast x times voted",
    "others like it, last time",
    "all, last time",
    *DECLARED,
)
NEW = ("usual, if there", "usual outcomes", "there in the long run", "texts like it", *DECLARED)
_FADING = (0.5 ** (1 / 0.7), 0.5 ** (1 / 3.0))
"""How much the vote before counts against the one after it."""
_MOST = 10
"""More votes on a title than this tell no more of how firm it is."""
_DEFAULT_COUNT, _DEFAULT_SURE = 3.5, 0.6
"""Logarithm of how many declare, and how surely they were to vote so: about what was usual in the fit."""


def signs_of_title(past: PastVotes, series: VoteArray, said: VoteArray) -> FloatArray:
    """Return the signs of each member and outcome on a title voted before, shape (n_actors, 4, len(TITLE)).

    ``series`` holds the earlier votes on the title, oldest first, one or more; ``said`` what is declared, 0 where nothing is.
    """
    n, times = series.shape
    found = [_shrunk_log_shares(series, past.usual, fading) for fading in _FADING]
    found.append(log_chance(if_there(past.lately, past.alike)))
    found += [past.presence[..., k] for k in range(3)]
    last, before = marks(series[:, -1]), marks(series[:, -2]) if times > 1 else np.zeros((n, 4))
    cast = marks(_last_cast(series))
    cast[:, 0] = 0.0
    changes, stays = past.habits
    found += [last, cast, before, cast * np.log(changes)[:, None], last * np.log(stays)[:, None]]
    found += [cast * (np.log(_moved(series)) + 2.3), cast * np.log(min(times, _MOST))]
    found.append(log_chance(if_there(past.lately, past.model.predict(series[:, -1]))))
    found.append(np.repeat(log_chance(last.mean(axis=0, keepdims=True) + 0.005), n, axis=0))
    return np.stack([*found, *_declared(past, said)], axis=-1)


def signs_of_new(past: PastVotes, said: VoteArray, similar: FloatArray | None) -> FloatArray:
    """Return the signs on a new title, shape (n_actors, 4, len(NEW)); ``similar`` are outcome shares on texts like it, if any."""
    near = np.zeros((len(said), 4)) if similar is None else log_chance(similar) - log_chance(past.usual)
    found = [log_chance(if_there(past.lately, past.alike)), log_chance(past.usual), past.presence[..., 1], near]
    return np.stack([*found, *_declared(past, said)], axis=-1)


def _declared(past: PastVotes, said: VoteArray) -> list[FloatArray]:
    """Return by how much the declared votes change each logarithm, plain and by what they are."""
    rows = np.flatnonzero(said)
    if not rows.size:
        return [np.zeros((len(said), 4))] * len(DECLARED)
    change = log_chance(if_there(past.lately, past.model.predict(said))) - log_chance(if_there(past.lately, past.alike))
    one_sided = not ((said == 1).any() and (said == 3).any())
    sure = 3 * float(past.alike[rows, said[rows] - 1].mean() - _DEFAULT_SURE)
    return [change, change * (np.log1p(rows.size) - _DEFAULT_COUNT), change * one_sided, change * sure]


def _shrunk_log_shares(series: VoteArray, baseline: FloatArray, fading: float) -> FloatArray:
    """Return the logarithm of the faded shares of a member's outcomes on the title, drawn to its usual ones."""
    weight = fading ** np.arange(series.shape[1])[::-1]
    shares = (marks(series) * weight[None, :, None]).sum(axis=1)
    return log_chance((shares + 0.7 * baseline) / (weight.sum() + 0.7))


def _last_cast(series: VoteArray) -> VoteArray:
    """Return the latest vote that each member cast on the title; 0 for none."""
    cast = np.zeros(len(series), np.int8)
    for votes in series.T:
        cast = np.where(votes > 0, votes, cast)
    return cast


def _moved(series: VoteArray) -> float:
    """Return the share of members that changed between the latest two votes on the title, drawn to a tenth."""
    if series.shape[1] < 2:
        return 0.1
    both = (series[:, -1] > 0) & (series[:, -2] > 0)
    return float(((series[:, -1] != series[:, -2]) & both).sum() + 2) / float(both.sum() + 20)


@dataclass(frozen=True, slots=True)
class ForecastWeights:
    """What each sign adds to the log odds of each outcome, ``by_sign`` (4, n_signs), and the shift that all members share."""

    by_sign: FloatArray
    shift: CommonShift

    def odds(self, signs: FloatArray) -> FloatArray:
        """Return the log odds of the outcomes, shape (n_actors, 4), from their signs (n_actors, 4, n_signs)."""
        return np.asarray(np.einsum("nks,ks->nk", signs, self.by_sign))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """All that was learnt from roll calls that were held.

    Attributes
    ----------
    title, new : Weights
        Of the signs of a title voted before, and of a new one.
    coming : float
        Share of those absent in committee who vote in plenary.
    committee : ndarray, shape (3,)
        How far yes, abstain and no of a plenary vary about those of a committee: variance, in units of n q (1 - q).
    last : ndarray, shape (3,)
        The same of a vote about the last one on its title, as far as the signs do not tell it already.
    sponsor : ndarray, shape (4,)
        Log odds that sponsorship adds to absence, and the logarithms of the chances of yes, abstain and no of a sponsor that votes.
    reported : float
        Log odds that a report adds to what it says.
    like : float
        Likeness of titles from which texts like it tell something [cosine].
    """

    title: ForecastWeights
    new: ForecastWeights
    coming: float
    committee: FloatArray
    last: FloatArray
    sponsor: FloatArray
    reported: float
    like: float


@cache
def fitted() -> Fitted:
    """Return the frozen constants."""
    table = tomllib.loads(files("legation.methods.voting").joinpath("weights.toml").read_text(encoding="utf-8"))
    rest = table["vote"]
    return Fitted(
        title=_weights(table["title"], TITLE),
        new=_weights(table["new"], NEW),
        coming=rest["coming"],
        committee=np.array(rest["committee"]),
        last=np.array(rest["last"]),
        sponsor=np.array(rest["sponsor"]),
        reported=rest["reported"],
        like=rest["like"],
    )


def _weights(table: dict[str, Any], signs: tuple[str, ...]) -> ForecastWeights:
    by_sign = np.array([table["signs"][sign] for sign in signs], np.float64).T
    return ForecastWeights(by_sign, CommonShift(np.array(table["shift"]), np.array(table["spread"])))
