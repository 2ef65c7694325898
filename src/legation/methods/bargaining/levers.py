"""Whom to talk to first: what one actor's move makes of the outcome in every draw, its chance, and what it costs to try."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.bargaining.actors import Floats, Ints
from legation.methods.bargaining.draws import Draws, medians
from legation.methods.bargaining.mean import weighted_mean
from legation.methods.progress import Progress, silent

__all__ = [
    "KINDS",
    "Effect",
    "Lever",
    "Levers",
    "Moves",
    "levers",
]


_NEAR = 12
"""Places on either side of the median that are looked at first: one actor's weight seldom moves it further."""


class Moves:
    """What the draws give before anybody moves, and what one move makes of it."""

    def __init__(self, found: Draws, aim: float, step: float | None) -> None:
        self.found, self.aim, self.step = found, aim, step
        self.at, self.weight = found.position, found.weight
        self.total = self.weight.sum(axis=1)
        self.mean = np.einsum("kn,kn->k", self.weight, self.at) / self.total
        self.median = medians(self.at, self.weight)
        order = np.argsort(self.at, axis=1, kind="stable")
        self.sorted = np.take_along_axis(self.at, order, axis=1)
        self.reached = np.cumsum(np.take_along_axis(self.weight, order, axis=1), axis=1)
        self.rank = np.empty(order.shape, np.int32)
        np.put_along_axis(self.rank, order, np.arange(order.shape[1], dtype=np.int32)[None, :], axis=1)
        draws, n = self.at.shape
        self.middle = self._halved(self.total / 2 * (1 - 1e-12), np.arange(draws))
        width = min(n, 2 * _NEAR + 1)
        self.first = np.clip(self.middle - _NEAR, 0, n - width)
        self.near = self.reached[np.arange(draws), self.first + np.arange(width)[:, None]]  # shape (width, draws): compared side by side

    def position(self, i: int) -> tuple[float, Floats, Floats]:
        """Return where the actor's position would go, and the gain of mean and median, shape (draws,)."""
        to = self._towards(self.at[:, i], i)
        mean = self.mean + self.weight[:, i] * (to - self.at[:, i]) / self.total
        given = self._towards(self.found.at[i, 1:2], i)
        return float(given[0]), self._gain(self.mean, mean), self._gain(self.median, self._median_with(i, to))

    def salience(self, i: int) -> tuple[float, Floats, Floats]:
        """Return where the actor's salience would go, and the gain of mean and median; up where that helps with the numbers as given."""
        mean = weighted_mean(*self.found.given)
        friend = (self.found.at[i, 1] - mean) * (self.aim - mean) > 0
        low, value, high = self.found.care[i]
        care = self.found.salience[:, i]
        if self.step is None:
            to = np.maximum(care, high) if friend else np.minimum(care, low)
            goes_to = high if friend else low
        else:
            to = np.clip(care + self.step if friend else care - self.step, 0, 100)
            goes_to = float(np.clip(value + self.step if friend else value - self.step, 0, 100))
        more = (to - care) * self.found.power[:, i]
        total = self.total + more
        there = np.where(total > 0, total, 1.0)
        after = np.where(total > 0, (self.mean * self.total + more * self.at[:, i]) / there, self.mean)
        return float(goes_to), self._gain(self.mean, after), self._gain(self.median, self._median_weighing(i, more))

    def _towards(self, here: Floats, i: int) -> Floats:
        """Return where an actor goes from some places: towards the aim and not past it."""
        low, _, high = self.found.at[i]
        up = self.aim >= here
        if self.step is None:
            return np.asarray(
                np.where(up, np.minimum(self.aim, np.maximum(here, high)), np.maximum(self.aim, np.minimum(here, low))), np.float64
            )
        return np.asarray(np.where(up, np.minimum(self.aim, here + self.step), np.maximum(self.aim, here - self.step)), np.float64)

    def _gain(self, before: Floats, after: Floats) -> Floats:
        gain = np.abs(before - self.aim) - np.abs(after - self.aim)
        return np.asarray(np.where(np.abs(gain) < 1e-9, 0.0, gain), np.float64)

    def _median_with(self, i: int, to: Floats) -> Floats:
        """Return the medians with an actor at other places: as it goes, the median follows it between two places of others."""
        own, half, rank = self.weight[:, i], self.total / 2 * (1 - 1e-12), self.rank[:, i]
        before = self._reaching(half - own)
        low = self._place(np.where(before < rank, before, np.maximum(self.middle, rank + 1)))
        low[own >= half] = -np.inf  # it decides alone
        high = self._place(np.where(self.middle < rank, self.middle, np.maximum(self._reaching(half + own), rank + 1)))
        return np.clip(to, low, high)

    def _median_weighing(self, i: int, more: Floats) -> Floats:
        """Return the medians with more weight of an actor, or less."""
        rank, total = self.rank[:, i], self.reached[:, -1] + more
        half = total / 2 * (1 - 1e-12)
        before = self._reaching(half)
        first = np.where(before < rank, before, np.maximum(self._reaching(half - more), rank))
        return np.where(total > 0, self._place(first), self.median)

    def _reaching(self, weight: Floats) -> Ints:
        """Return how many places of each draw together have less than some weight: the first that reaches it."""
        n, width = self.reached.shape[1], len(self.near)
        less = (self.near < weight).sum(axis=0, dtype=np.uint8)
        found: Ints = self.first + less
        far = np.flatnonzero(((less == 0) & (self.first > 0)) | ((less == width) & (self.first + width < n)))
        if far.size:
            found[far] = self._halved(weight[far], far)
        return found

    def _halved(self, weight: Floats, draws: Ints) -> Ints:
        """Return the same for some draws, by halving all places."""
        n = self.reached.shape[1]
        low, high = np.zeros(len(draws), np.intp), np.full(len(draws), n)
        while (open_ := low < high).any():
            middle = (low + high) // 2
            enough = self.reached[draws, np.minimum(middle, n - 1)] >= weight
            high = np.where(open_ & enough, middle, high)
            low = np.where(open_ & ~enough, middle + 1, low)
        return low

    def _place(self, number: Ints) -> Floats:
        """Return the place of a number in each draw; infinite where there is none."""
        there = number < self.sorted.shape[1]
        return np.where(there, self.sorted[np.arange(len(number)), np.where(there, number, 0)], np.inf)


Kind = Literal["position", "salience"]
KINDS: tuple[Kind, ...] = ("position", "salience")
Ranking = Literal["gain", "chance", "effect"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How much nearer to the aim the outcome comes, with its 80 % range over the draws [points]; below 0: further away."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One actor, moved in one way.

    Attributes
    ----------
    actor : int
        Its row.
    kind : {"position", "salience"}
        Its position towards the aim; or its salience: a friend cares more, an opponent less.
    goes_to : float
        Where the position, or the salience, would be with the numbers as given [points].
    effect : Effect
        On the weighted mean.
    on_median : Effect
        On the weighted median: most of the time none, now and then much.
    chance : float
        That it moves [0 to 1]; nan: not known.
    effort : float
        What we would give up for it, in points of outcome; nan: not known.
    expected : float
        Effect times chance [points]; nan where the chance is not known.
    gain : float
        The same less the effort; nan where either is not known.
    rests_on : {"gain", "chance", "effect"}
        What its place is by: the gain; effect times chance, the effort not known; or the effect alone, the chance not known.
    tied : bool
        Whether another lever of its kind has the same number to the tenth of a point, so that their order says nothing.
    """

    actor: int
    kind: Kind
    goes_to: float
    effect: Effect
    on_median: Effect
    chance: float
    effort: float
    expected: float
    gain: float
    rests_on: Ranking
    tied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Levers:
    """Every lever that goes somewhere, in a stated order: first those whose gain is known, then those whose chance is, then the others.

    In each of the three the largest first, then by actor. A later part is not worse than an earlier one: less is known of it.
    """

    rows: tuple[Lever, ...]
    aim: float


def levers(
    found: Draws,
    *,
    aim: float,
    points: float | None = None,
    chance: npt.ArrayLike | None = None,
    effort: npt.ArrayLike | None = None,
    without: Mapping[Kind, npt.ArrayLike] | None = None,
    progress: Progress = silent,
) -> Levers:
    """Say what each actor's move would be worth: effect on the outcome times the chance that it moves, less the effort.

    All effects are of one set of draws, so that two of them differ by the actors and not by luck. An effect is how much less far from the
    aim the outcome lies. Effort is stated in the unit of the effect, points of outcome: what the desk would give up for the call.

    Parameters
    ----------
    found : Draws
    aim : float
        Where we want the issue to land [points, 0 to 100].
    points : float or None
        How far each would move, never past the aim; None: to the end of its own range that is nearer to the aim.
    chance : array, shape (n,), or None
        That each moves [0 to 1]; nan where not known, which stays so.
    effort : array, shape (n,), or None
        Points of outcome, 0 or more; nan where not known.
    without : mapping of str to array of bool, shape (n,), or None
        By kind, the actors whose room to move is not known: they have no such lever.

    Returns
    -------
    Levers
        Without those that go nowhere: who stands at the aim, or at the end of its range.

    Raises
    ------
    BadValue
        For a number out of range.
    Cancelled
        Where ``progress`` raises it.

    Notes
    -----
    Limits: one actor moves at a time, the others stay; the chance is the caller's, and is taken to be one of the whole move.

    Examples
    --------
    >>> from legation.methods.bargaining.draws import drawn
    >>> sure = [[50, 50, 50]] * 2
    >>> found = drawn([[20, 20, 20], [80, 80, 80]], sure, [[1, 1, 1], [3, 3, 3]], draws=10)
    >>> first = levers(found, aim=90, points=20, chance=[0.5, float("nan")], effort=[1, 1]).rows[0]
    >>> first.actor, round(first.effect.mean, 6), round(first.gain, 6), first.rests_on
    (0, 5.0, 1.5, 'gain')
    """
    n = found.at.shape[0]
    target = _within(aim, "aim", 0.0, 100.0)
    step = None if points is None else _within(points, "points", 0.0, 100.0)
    likely, costs = _known(chance, "chance", n, 1.0), _known(effort, "effort", n, np.inf)
    for kind in without or {}:
        if kind not in KINDS:
            raise BadValue(f"without must be {' | '.join(KINDS)} (got {kind!r}); leave it out")
    left_out = {kind: np.broadcast_to(np.asarray((without or {}).get(kind, False), bool), n) for kind in KINDS}
    moves = Moves(found, target, step)
    rows: list[Lever] = []
    for actor in range(n):
        progress(actor, n)
        for kind in KINDS:
            if left_out[kind][actor]:
                continue
            goes_to, on_mean, on_median = moves.position(actor) if kind == "position" else moves.salience(actor)
            if on_mean.any() or on_median.any():
                rows.append(_lever(actor, kind, goes_to, _effect(on_mean), _effect(on_median), float(likely[actor]), float(costs[actor])))
    progress(n, n)
    return Levers(rows=_ordered(rows), aim=target)


def _effect(gain: Floats) -> Effect:
    if not gain.any():
        return Effect(mean=0.0, low=0.0, high=0.0)
    low, high = np.quantile(gain, (0.1, 0.9)).tolist()
    return Effect(mean=float(gain.mean()), low=low, high=high)


def _lever(actor: int, kind: Kind, goes_to: float, effect: Effect, on_median: Effect, chance: float, effort: float) -> Lever:
    expected = effect.mean * chance
    gain = expected - effort
    rests_on: Ranking = "gain" if gain == gain else "chance" if expected == expected else "effect"
    return Lever(
        actor=actor,
        kind=kind,
        goes_to=goes_to,
        effect=effect,
        on_median=on_median,
        chance=chance,
        effort=effort,
        expected=expected,
        gain=gain,
        rests_on=rests_on,
        tied=False,
    )


def _worth(lever: Lever) -> float:
    return {"gain": lever.gain, "chance": lever.expected, "effect": lever.effect.mean}[lever.rests_on]


def _ordered(rows: Sequence[Lever]) -> tuple[Lever, ...]:
    parts = ("gain", "chance", "effect")
    alike = Counter((row.rests_on, row.kind, round(_worth(row), 1)) for row in rows)
    ordered = sorted(rows, key=lambda row: (parts.index(row.rests_on), -round(_worth(row), 9), row.actor, row.kind))
    return tuple(replace(row, tied=alike[row.rests_on, row.kind, round(_worth(row), 1)] > 1) for row in ordered)


def _within(value: float, what: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise BadValue(f"{what} must be {low:g} to {high:g} (got {value!r}); correct it")
    return float(value)


def _known(values: npt.ArrayLike | None, what: str, n: int, top: float) -> Floats:
    """Return a number for each actor, nan where it is not known."""
    if values is None:
        return np.full(n, np.nan)
    found = np.array(values, np.float64)
    if found.shape != (n,):
        raise BadValue(f"{what} must be one number for each of {n} actors (got shape {found.shape}); put nan where it is not known")
    for actor in np.flatnonzero((found < 0) | (found > top))[:1].tolist():
        raise BadValue(f"{what} of actor {actor} must be 0 to {top:g}, or nan (got {found[actor]:g}); correct it")
    return found
