"""What is not known exactly, drawn: positions, saliences and powers with their ranges, in one set of draws that every result shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.bargaining.actors import Floats
from legation.methods.share import LEVEL

__all__ = ["Draws", "drawn", "medians", "widened"]

_TAIL = 0.2
"""Of the way from the end of the scale to the value: below it lies a tenth of all, where every point of the way is as likely as another."""
_LEAST = 1e-6
"""Of a scale: no drawn salience or power is less, so that every model can run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """Positions, saliences and powers as they may be: draw k of one goes with draw k of the others.

    Attributes
    ----------
    position, salience : array, shape (draws, n)
        On 0 to 100.
    power : array, shape (draws, n)
        Above 0, in the unit given.
    at, care, might : array, shape (n, 3)
        What they were drawn from: low, value, high of position, salience and power.
    """

    position: Floats
    salience: Floats
    power: Floats
    at: Floats
    care: Floats
    might: Floats

    @property
    def weight(self) -> Floats:
        """Salience times power, shape (draws, n)."""
        return np.asarray(self.salience * self.power, np.float64)

    @property
    def given(self) -> tuple[Floats, Floats, Floats]:
        """Positions, saliences and powers as they were given, shape (n,) each: what mean and median take.

        Who has no power counts for as good as none; where no value has any weight, though its range has, all saliences count alike.
        """
        care, might = self.care[:, 1], np.maximum(self.might[:, 1], self.might.max() * 1e-12)
        return self.at[:, 1], care if (care * self.might[:, 1]).any() else np.full_like(care, 50.0), might


def widened(low: npt.ArrayLike, value: npt.ArrayLike, high: npt.ArrayLike) -> Floats:
    """Return ranges on 0 to 100 in which what is missing is wide.

    A missing end lies where it would if every point from the value to the end of the scale were as likely as any other: a number of which
    nothing is known is 50, its 80 % range 10 to 90. A missing value is the middle of its range.

    Parameters
    ----------
    low, value, high : array_like, shape (n,)
        On 0 to 100; nan where missing. ``low`` and ``high`` are the ends of an 80 % range.

    Returns
    -------
    array, shape (n, 3)

    Raises
    ------
    BadValue
        For a number off the scale, and a range that does not rise.

    Examples
    --------
    >>> widened([70, float("nan"), float("nan")], [80, 50, float("nan")], [90, 60, float("nan")]).tolist()
    [[70.0, 80.0, 90.0], [10.0, 50.0, 60.0], [10.0, 50.0, 90.0]]
    """
    found = np.stack([np.asarray(part, np.float64).reshape(-1) for part in (low, value, high)], axis=1).copy()
    known = np.where(np.isnan(found[:, 0]), 0.0, found[:, 0]), np.where(np.isnan(found[:, 2]), 100.0, found[:, 2])
    found[:, 1] = np.where(np.isnan(found[:, 1]), (known[0] + known[1]) / 2, found[:, 1])
    found[:, 0] = np.where(np.isnan(found[:, 0]), _TAIL * found[:, 1], found[:, 0])
    found[:, 2] = np.where(np.isnan(found[:, 2]), 100 - _TAIL * (100 - found[:, 1]), found[:, 2])
    return _ranges(found, "range", 100.0)


def drawn(position: npt.ArrayLike, salience: npt.ArrayLike, power: npt.ArrayLike, *, draws: int = 10_000, seed: int = 0) -> Draws:
    """Draw positions, saliences and powers from their ranges.

    Half of the draws lie below the value and half above; on each side every point is as likely as any other, as far out as makes the range
    hold 80 % of the draws, and not beyond the scale. Numbers of different actors are drawn apart from each other: where a whole bloc may be
    misjudged together, what comes of the draws is too narrow.

    Parameters
    ----------
    position, salience : array, shape (n, 3)
        Low, value and high on 0 to 100: the ends of an 80 % range (:func:`widened` makes them where they are missing).
    power : array, shape (n, 3)
        The same in any unit, 0 or more.
    draws : int
        1 or more.
    seed : int
        The same seed gives the same draws.

    Raises
    ------
    BadValue
        For a number out of range, a range that does not rise, and where nobody cares or nobody has any power.

    Examples
    --------
    >>> found = drawn([[10, 20, 30], [80, 80, 80]], [[50, 50, 50]] * 2, [[1, 1, 1]] * 2, draws=1000)
    >>> found.position.shape, [round(float(q)) for q in np.quantile(found.position[:, 0], (0.1, 0.5, 0.9))]
    ((1000, 2), [10, 20, 30])
    """
    at, care, might = _ranges(position, "position", 100.0), _ranges(salience, "salience", 100.0), _ranges(power, "power", np.inf)
    if not len(at) or not len(at) == len(care) == len(might):
        raise BadValue(
            f"position, salience, power must be one range for each actor (got {len(at)}, {len(care)} and {len(might)}); give one for each"
        )
    for found, what in ((care, "salience"), (might, "power")):
        if not found[:, 2].any():
            raise BadValue(f"{what} must be above 0 for one actor at least (got 0 for all); nobody would bargain on such an issue")
    for value, what, least in ((draws, "draws", 1), (seed, "seed", 0)):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise BadValue(f"{what} must be a whole number, {least} or more (got {value!r}); 10000 draws are usual")
    chance = np.random.default_rng(seed).random((3, draws, len(at)))
    top = float(might.max())
    return Draws(
        position=_spread(at, chance[0], 0.0, 100.0),
        salience=_spread(care, chance[1], 100 * _LEAST, 100.0),
        power=_spread(might, chance[2], top * _LEAST, np.inf),
        at=at,
        care=care,
        might=might,
    )


def medians(position: Floats, weight: Floats) -> Floats:
    """Return the lowest weighted median of each draw, shape (draws,); of positions and weights of shape (draws, n)."""
    order = np.argsort(position, axis=1, kind="stable")
    reached = np.cumsum(np.take_along_axis(weight, order, axis=1), axis=1)
    first = (reached >= reached[:, -1:] / 2 * (1 - 1e-12)).argmax(axis=1)
    return np.asarray(np.take_along_axis(position, np.take_along_axis(order, first[:, None], axis=1), axis=1)[:, 0], np.float64)


def _spread(ranges: Floats, chance: Floats, low: float, high: float) -> Floats:
    """Return the numbers at some chances, of two even pieces that meet at the value."""
    below, value, above = ranges.T
    out = 2 * (chance - 0.5) / LEVEL
    found = value + np.where(out < 0, out * (value - below), out * (above - value))
    return np.asarray(np.clip(found, low, high), np.float64)


def _ranges(values: npt.ArrayLike, what: str, top: float) -> Floats:
    try:
        found = np.array(values, np.float64)
    except (TypeError, ValueError) as error:
        raise BadValue(f"{what} must be numbers (got {str(error)[:80]}); correct the table") from error
    if found.ndim != 2 or found.shape[1] != 3:
        raise BadValue(f"{what} must be low, value and high for each actor, shape (n, 3) (got {found.shape}); give three in a row")
    bad = ~np.isfinite(found).all(axis=1) | (found[:, 0] < 0) | (found[:, 2] > top) | (np.diff(found, axis=1) < 0).any(axis=1)
    for actor in np.flatnonzero(bad)[:1].tolist():
        numbers = ", ".join(f"{number:g}" for number in found[actor])
        raise BadValue(f"{what} of actor {actor} must be low, value and high rising from 0 to {top:g} (got {numbers}); correct it")
    return found
