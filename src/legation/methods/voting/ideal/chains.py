"""What is held of the points before any vote: how far an actor moves from one of its sessions to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legation.methods.voting.ideal.panel import Panel

__all__ = ["PRIORS", "Chains", "chains_of"]

PRIORS = ("stationary", "bsv")
_SMOOTH = 0.5  # of Bailey, Strezhnev and Voeten
_WIDE = 1 / 25  # precision of an actor's first point under their prior: points within about 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """The precision of the points before any vote: a chain for each actor.

    Attributes
    ----------
    diagonal, beside : ndarray, shape (n_points,)
        ``beside[c]`` couples point c with the one before it; 0 where an actor's points begin.
    """

    diagonal: NDArray[np.float64]
    beside: NDArray[np.float64]


def chains_of(panel: Panel, prior: str, drift: float) -> Chains:
    """Return the chains of a panel.

    "stationary": every point is N(0, 1); the next of the same actor, k sessions later, is N(r theta, 1 - r^2) with r = (1 - drift)^(k/2).
    "bsv": the next is N(theta, 0.5 n / (n + m)), n and m being the actor's votes in the session and in the one before; no level.

    Examples
    --------
    >>> from legation.methods.voting.ideal.panel import panel_of
    >>> panel = panel_of(["A", "B", "A", "B"], [1, 1, 2, 2], [1, 1, 2, 2], [1, 3, 3, 1])
    >>> chains_of(panel, "stationary", 0.36).diagonal.round(3).tolist()
    [2.778, 2.778, 2.778, 2.778]
    """
    size = panel.point_actor.size
    begins = np.zeros(size, np.bool_)
    begins[panel.chain[:-1][np.diff(panel.chain) > 0]] = True
    before = np.arange(size) - ~begins
    if prior == "stationary":
        keeps = np.where(begins, 0.0, (1 - drift) ** (0.5 * (panel.point_session - panel.point_session[before])))
        precision = 1 / (1 - keeps**2)
    else:
        votes = panel.votes[panel.point_actor, panel.point_session].astype(np.float64)
        keeps = np.where(begins, 0.0, 1.0)
        precision = np.where(begins, _WIDE, (votes + votes[before]) / (_SMOOTH * votes))
    diagonal = precision.copy()
    diagonal[:-1] += (keeps**2 * precision)[1:]
    return Chains(diagonal=diagonal, beside=-keeps * precision)
