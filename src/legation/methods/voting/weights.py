"""What each sign is worth: read from ``weights.toml``, which ``benchmarks/votes_fit.py`` writes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from legation.methods.voting.shift import CommonShift
from legation.methods.voting.signs import NEW, TITLE
from legation.methods.voting.votes import FloatArray

__all__ = ["Fitted", "ForecastWeights", "fitted"]


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
