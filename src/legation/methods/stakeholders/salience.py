"""Whose claim presses: classes of actors by power, legitimacy and urgency.

Whether an actor is for us or against us is not among the three and never enters the class.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.methods.stakeholders.spans import Mask, might_be_below, might_reach, spans, threshold_within

__all__ = ["CLASSES", "Salience", "salience"]

CLASSES = ("non_stakeholder", "dormant", "discretionary", "dominant", "demanding", "dangerous", "dependent", "definitive")
"""Name of each class; the position is the sum of 1 for power, 2 for legitimacy, 4 for urgency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Salience:
    """The classes of actors.

    Attributes
    ----------
    possible : ndarray of bool, shape (n_actors, 8)
        Which classes are still possible, in the order of ``CLASSES``; at least one in each row.
    settled : ndarray of int8, shape (n_actors,)
        The class where one alone is possible; -1 elsewhere.
    least, most : ndarray of int8, shape (n_actors,)
        How many of the three attributes the actor surely has, and may have [attributes].
    threshold : float
        From which grade on an attribute counts as held.
    """

    possible: Mask
    settled: NDArray[np.int8]
    least: NDArray[np.int8]
    most: NDArray[np.int8]
    threshold: float


def salience(power: ArrayLike, legitimacy: ArrayLike, urgency: ArrayLike, *, threshold: float = 0.5) -> Salience:
    """Say which class each actor belongs to, or which classes it may belong to where an attribute is not known.

    One attribute: dormant (power), discretionary (legitimacy), demanding (urgency). Two: dominant (power and legitimacy), dangerous (power
    and urgency), dependent (legitimacy and urgency). Three: definitive. None: not a stakeholder.

    Parameters
    ----------
    power, legitimacy, urgency : array_like of bool or float, shape (n_actors,) or (n_actors, 2)
        True and False, or grades from 0 to 1, or low and high of a grade; nan or None where not known.
    threshold : float
        An attribute counts as held at this grade or above, above 0 to 1; a span that crosses it leaves the attribute open.

    Returns
    -------
    Salience

    Raises
    ------
    BadValue
        Lengths that differ, a grade off the scale, a threshold off the scale.

    Notes
    -----
    Limits: the attributes are what somebody sees in an actor at a time, no property of it; the class says whose claim is likely to be
    attended to, not whose claim is right. The names are those of the article: "dangerous" is power and urgency without a standing that
    others recognise, no charge against anyone.

    References
    ----------
    Mitchell, Agle & Wood (1997), doi:10.2307/259247.

    Examples
    --------
    >>> found = salience([True, True, 0.9], [True, False, None], [True, False, 0.7])
    >>> [CLASSES[k] if k >= 0 else "open" for k in found.settled]
    ['definitive', 'dormant', 'open']
    >>> [CLASSES[k] for k in range(8) if found.possible[2, k]]
    ['dangerous', 'definitive']
    """
    line = threshold_within(threshold, 1.0)
    first = spans(power, "power", 1.0)
    attributes = [first, spans(legitimacy, "legitimacy", 1.0, len(first)), spans(urgency, "urgency", 1.0, len(first))]
    may = np.stack([might_reach(span, line) for span in attributes], axis=1)
    may_not = np.stack([might_be_below(span, line) for span in attributes], axis=1)
    has = np.array([[code >> bit & 1 for bit in range(3)] for code in range(8)], bool)
    possible = np.asarray(np.where(has, may[:, None, :], may_not[:, None, :]).all(axis=2))
    settled = np.where(possible.sum(axis=1) == 1, possible.argmax(axis=1), -1)
    return Salience(
        possible=possible,
        settled=settled.astype(np.int8),
        least=(~may_not).sum(axis=1).astype(np.int8),
        most=may.sum(axis=1).astype(np.int8),
        threshold=line,
    )
