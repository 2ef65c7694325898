"""Who would leave a coalition for what it can have otherwise, and why."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["REASONS", "Leaving", "leaving"]

Floats = npt.NDArray[np.float64]

REASONS = ("text", "red_line", "votes")
"""The text lies further from it than the alternative; the text crosses its red line; its votes lie nearer to the other side."""
_TENTH = 1.2815515655446004
"""The standard normal value that a tenth exceeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Each member between the coalition's text and its alternative.

    Attributes
    ----------
    worse : ndarray, shape (n,)
        How much further the text is from the member than its alternative [points]; above 0 it prefers the alternative; nan where its
        position is not known.
    share : ndarray, shape (n,)
        Of its range, the share in which it prefers the alternative [0 to 1]; nan where it has no range.
    stake : ndarray, shape (n,)
        ``worse`` times salience [points, 0 to 100]; nan where its salience is not known.
    pull : ndarray, shape (n,)
        Agreement in votes with the other side less that with the coalition [-1 to 1]; nan where it is not known.
    reasons : tuple of tuple of str
        Of each member, out of :data:`REASONS`; none where nothing known draws it away.
    order : tuple of int
        Who has a reason: who has most first, then by ``worse``, then by ``pull``.
    """

    worse: Floats
    share: Floats
    stake: Floats
    pull: Floats
    reasons: tuple[tuple[str, ...], ...]
    order: tuple[int, ...]


def leaving(
    position: npt.ArrayLike,
    text: float,
    alternative: npt.ArrayLike,
    *,
    low: npt.ArrayLike | None = None,
    high: npt.ArrayLike | None = None,
    salience: npt.ArrayLike | None = None,
    red_line: npt.ArrayLike | None = None,
    inside: npt.ArrayLike | None = None,
    outside: npt.ArrayLike | None = None,
) -> Leaving:
    """Say which members of a coalition prefer what they can have outside it, by how much, how surely, and why.

    A member at x prefers the alternative a to the text t if |x - t| > |x - a|: where it stands on a's side of the middle of t and a. Its
    range is read as a normal distribution on either side of its position, with a tenth beyond each end; the share is that of the side.

    Parameters
    ----------
    position : array_like, shape (n,)
        On a scale of 0 to 100; nan where it is not known.
    text : float
        The coalition's, or that to which it is moving.
    alternative : array_like, shape (n,), or float
        What each has without the coalition: the status quo, or a rival text.
    low, high : array_like, shape (n,), optional
        The ends of the 80 % range of each position; nan where there is none.
    salience : array_like, shape (n,), optional
        0 to 100; nan where it is not known.
    red_line : array_like, shape (n, 2), optional
        The lowest and the highest text that each can accept; nan where there is no such bound.
    inside, outside : array_like, shape (n,), optional
        Agreement of its votes with the other members, and with the other side [0 to 1]; nan where it is not known.

    Raises
    ------
    BadValue
        For shapes that do not fit, numbers off the scale, and ranges that do not hold their position.

    Notes
    -----
    It says who would gain by leaving, not who means to: loyalty, money and promises are not in it. Unknown is no reason either way.

    Examples
    --------
    >>> found = leaving([20, 60, 90], 80, 30, low=[10, 40, 85], high=[30, 70, 95])
    >>> found.worse.tolist(), found.reasons, found.order
    ([50.0, -10.0, -50.0], (('text',), (), ()), (0,))
    >>> found.share.round(2).tolist()
    [1.0, 0.37, 0.0]
    """
    at = _column(position, "position", None)
    n = len(at)
    other, lowest, highest = _column(alternative, "alternative", n), _column(low, "low", n), _column(high, "high", n)
    care = _column(salience, "salience", n)
    own, theirs = (_column(given, what, n, 1.0) for given, what in ((inside, "inside"), (outside, "outside")))
    if not 0 <= text <= 100:
        raise BadValue(f"text must be 0 to 100 (got {text!r}); place it on the scale of the positions")
    for member in np.flatnonzero((lowest > at) | (highest < at))[:1].tolist():
        raise BadValue(
            f"range of member {member} must be one that holds its position {at[member]:g} (got {lowest[member]:g} to "
            f"{highest[member]:g}); correct the range"
        )
    worse = np.abs(at - text) - np.abs(at - other)
    pull = theirs - own
    crossed = _crossed(red_line, text, n)
    obstacles = [(worse > 0, "text"), (crossed, "red_line"), (pull > 0, "votes")]
    reasons = tuple(tuple(word for there, word in obstacles if there[member]) for member in range(n))
    order = sorted(
        (member for member in range(n) if reasons[member]),
        key=lambda member: (-len(reasons[member]), -_known(float(worse[member])), -_known(float(pull[member])), member),
    )
    return Leaving(
        worse=worse,
        share=_share(at, lowest, highest, text, other),
        stake=worse * care / 100,
        pull=pull,
        reasons=reasons,
        order=tuple(order),
    )


def _share(at: Floats, low: Floats, high: Floats, text: float, other: Floats) -> Floats:
    """Return the share of each range on the alternative's side of the middle; a bound that is the position itself has no spread."""
    middle = (text + other) / 2
    below = np.full(len(at), np.nan)
    for member, (value, bar) in enumerate(zip(at.tolist(), middle.tolist(), strict=True)):
        spread = (value - low[member] if bar < value else high[member] - value) / _TENTH
        if not math.isnan(spread) and not math.isnan(low[member] + high[member]):
            step = (bar - value) / spread if spread > 0 else math.inf * (bar - value) if bar != value else 0.0
            below[member] = 0.5 * (1 + math.erf(step / math.sqrt(2)))
    return np.where(other < text, below, np.where(other > text, 1 - below, np.where(np.isnan(below), np.nan, 0.0)))


def _crossed(red_line: npt.ArrayLike | None, text: float, n: int) -> npt.NDArray[np.bool_]:
    if red_line is None:
        return np.zeros(n, bool)
    bounds = np.asarray(red_line, np.float64)
    if bounds.shape != (n, 2) or (bounds[:, 0] > bounds[:, 1]).any():
        raise BadValue(f"red_line must be a lowest and a highest text for each of {n} members (got shape {bounds.shape}); nan is no bound")
    return np.asarray((text < bounds[:, 0]) | (text > bounds[:, 1]))


def _column(values: npt.ArrayLike | None, what: str, n: int | None, most: float = 100.0) -> Floats:
    if values is None:
        return np.full(n or 0, np.nan)
    found = np.asarray(values, np.float64)
    if n is not None and found.ndim == 0:
        found = np.full(n, found)
    if found.ndim != 1 or (n is not None and len(found) != n) or not len(found):
        raise BadValue(f"{what} must be one number for each member (got shape {found.shape}); nan where it is not known")
    for member in np.flatnonzero((found < 0) | (found > most) | np.isinf(found))[:1].tolist():
        raise BadValue(f"{what} of member {member} must be 0 to {most:g} (got {found[member]:g}); correct it")
    return found


def _known(value: float) -> float:
    return -math.inf if math.isnan(value) else value
