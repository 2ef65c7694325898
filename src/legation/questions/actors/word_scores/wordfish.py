"""Actors on the one line that divides their words most, with the words that tell its ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier import Position
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.text.scaling import Wordfish, wordfish
from legation.questions.actors.word_scores.documents import AREA, LEAST_WORDS, Documents
from legation.questions.actors.word_scores.wordscores import REFERENCES, Places
from legation.questions.question import Progress

__all__ = ["Followed", "Lined", "followed", "lined"]

WORDS = 20
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Rank correlation of the line with recorded positions, with its 95 % interval."""

    count: int
    value: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low * self.high > 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lined:
    """The line.

    Attributes
    ----------
    fit : Wordfish
        A row for each document.
    places : Places
        Standard deviations, with 95 % intervals.
    ends : tuple of 2 tuple of int
        The words that tell the low end and the high end, the clearest first.
    follows : Followed or None
        How far its order is that of recorded positions.
    """

    fit: Wordfish
    places: Places
    ends: tuple[tuple[int, ...], tuple[int, ...]]
    follows: Followed | None


def lined(of: Documents, options: Mapping[str, Any], known: Mapping[int, Position], progress: Progress) -> Lined:
    """Place the documents along the line.

    It is turned by the actors ``low`` and ``high`` of the options; where neither is given, so that its order is rather that of the recorded
    positions than the reverse.

    Raises
    ------
    NotAvailable
        For one end without the other, or an actor without enough words.
    """
    fit = wordfish(of.counts, anchors=_anchors(of, options), seed=options.get("seed") or 0, progress=progress)
    found = followed(fit.theta, known)
    if fit.anchors is None and found is not None and found.value < 0:
        fit = replace(fit, theta=-fit.theta, low=-fit.high, high=-fit.low, beta=-fit.beta)
    places = Places(value=fit.theta, low=fit.low, high=fit.high, covariance=fit.covariance)
    return Lined(fit=fit, places=places, ends=fit.telling(WORDS), follows=followed(fit.theta, known))


def _anchors(of: Documents, options: Mapping[str, Any]) -> tuple[int, int] | None:
    ends = [options.get("low"), options.get("high")]
    if not any(ends):
        return None
    if not all(ends) or ends[0] == ends[1]:
        raise NotAvailable(Message(f"{AREA}.one-end"))
    rows = [of.row(str(actor)) for actor in ends]
    low, high = rows
    if low is None or high is None:
        missing = of.case.named(str(ends[rows.index(None)]))
        raise NotAvailable(Message(f"{AREA}.end-without-words", actor=missing, least=LEAST_WORDS))
    return low, high


def followed(theta: npt.NDArray[np.float64], known: Mapping[int, Position]) -> Followed | None:
    """Return how far the order along a line is that of recorded positions; None where there are too few, or all are equal.

    The interval is Fisher's, with the variance of Bonett and Wright (2000), doi:10.1007/BF02294183. A perfect order counts as one that is
    half the smallest exchange away from it, since few actors can agree by chance.
    """
    rows = sorted(known)
    values = [float(known[row].value or 0.0) for row in rows]
    if len(rows) < REFERENCES or len(set(values)) < 2:
        return None
    from scipy.stats import spearmanr

    found = float(spearmanr(theta[rows], values).statistic)
    count = len(rows)
    most = 1 - 6 / (count * (count**2 - 1))
    half = _Z * np.sqrt((1 + found**2 / 2) / (count - 3))
    middle = np.arctanh(np.clip(found, -most, most))
    return Followed(count=count, value=found, low=float(np.tanh(middle - half)), high=float(np.tanh(middle + half)))
