"""Bueno de Mesquita's challenge model, in two variants that are named because published descriptions leave more than one reading.

Every actor weighs challenging every other: what it would gain if it prevailed or the other gave way, against what stays if nothing is done.
Of two actors the one that expects a gain has the upper hand over one that expects a loss; the loser moves. Expected utilities follow
Scholz, Calbert and Smith (2011), attitudes to risk from how safe an actor's position is.

``coherent``
    The chance to prevail is of the pair; each actor has its own attitude to risk; where both expect a gain nobody moves; a loser that loses
    more than the winner gains moves all the way; of several offers an actor takes the one that moves it least. Actors with one position and
    one salience act as one: power counts, not heads.
``scholz_rounds_1_to_4``
    A reading of the printed Table 2 that fits its rounds 1 to 4 and no more: it misses the rounds printed after them by up to 1.2, on a
    scale from 4 to 10. It does not reproduce the table. Chances are shares of the votes over all pairs; each pair is seen with the eyes of
    both; where both expect a gain the one that expects less concedes; nobody is compelled; an actor takes the offer of whoever expects most
    from it. Every actor counts for itself, as in the table. ``scholz_table2`` is its earlier name, and still taken.
"""

from __future__ import annotations

import numbers
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.bargaining.actors import Floats, Ints, alike, line, powers
from legation.methods.bargaining.mean import weighted_median
from legation.methods.progress import Progress, silent

__all__ = ["VARIANTS", "ChallengeRun", "challenge"]

Variant = Literal["coherent", "scholz_rounds_1_to_4", "scholz_table2"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)
_STILL = 1e-6
"""Of the scale: smaller movements are none."""
_TIE = 1e-9
"""Of the scale, or of a utility: what differs by less is equal, whatever rounding makes of it."""
_AT_ONCE = 8_000
"""Pairs that a step holds at once, beside the tables of all: memory for more is asked of the system anew at each step."""
_FEW = 120
"""Actors up to which votes are summed up as arrays too: it takes no longer, and needs nothing compiled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeRun:
    """What the model went through.

    Attributes
    ----------
    position : array, shape (rounds + 1, n)
        In the unit given.
    median, mean : array, shape (rounds + 1,)
        Weighted by salience times power.
    risk : array, shape (rounds, n)
        Exponents of the utilities, .5 (careless) to 2 (careful).
    settled : bool
        Whether nobody moved in the last round. If not, the last numbers are no end: the model need not come to one.
    cycle : tuple of (int, int), or None
        The first round and the length of a cycle in which the positions go on for ever.
    low, high : float
        The range of the mean over the cycle, or over the last half of the rounds where it neither settles nor repeats.
    variant : str
    """

    position: Floats
    median: Floats
    mean: Floats
    risk: Floats
    settled: bool
    cycle: tuple[int, int] | None
    low: float
    high: float
    variant: str


def challenge(
    position: npt.ArrayLike,
    salience: npt.ArrayLike,
    power: npt.ArrayLike,
    variant: Variant = "coherent",
    status_quo: float = 1.0,
    rounds: int = 10,
    *,
    progress: Progress = silent,
) -> ChallengeRun:
    """Run the challenge model for a number of rounds.

    It is one scenario among others, not a forecast: results need not stabilise (Scholz, Calbert and Smith's own conclusion), and on
    published issues no bargaining model is clearly better than the weighted mean.

    Parameters
    ----------
    position : array, shape (n,)
        On any scale.
    salience : array, shape (n,)
        On 0 to 100.
    power : array, shape (n,)
        Positive, in any unit.
    variant : {"coherent", "scholz_rounds_1_to_4", "scholz_table2"}
        The last two are one.
    status_quo : float
        Q: the chance that nothing changes without a challenge, 0 to 1.
    rounds : int
        All of them are run.

    Raises
    ------
    BadValue
        For a number out of range, with the actor's place, an unknown variant, and where nobody cares.
    Cancelled
        Where ``progress`` raises it.

    Notes
    -----
    Time and memory grow as the square of the number of actors: 5,000 take a quarter of a minute and a gigabyte.

    References
    ----------
    Bueno de Mesquita, B. (1994), Political forecasting: an expected utility method. Scholz, J. B., Calbert, G. J. and Smith, G. A. (2011),
    Unravelling Bueno De Mesquita's group decision model, doi:10.1177/0951629811418142.

    Examples
    --------
    >>> run = challenge([4, 7, 10], [80, 50, 60], [1.0, 1.0, 2.0], rounds=3)
    >>> run.position.shape, len(run.median), run.settled
    ((4, 3), 4, True)
    """
    at, care = line(position, "position", low=-np.inf, high=np.inf), line(salience, "salience")
    weight = powers(power, len(at))
    weighted_median(np.zeros(len(at)), care, weight)  # says what is wrong with them
    if variant not in VARIANTS:
        raise BadValue(f"variant must be {' | '.join(VARIANTS)} (got {variant!r}); see legation.methods.bargaining.challenge")
    if isinstance(status_quo, bool) or not isinstance(status_quo, numbers.Real) or not 0 <= status_quo <= 1:
        raise BadValue(f"status_quo must be 0 to 1 (got {status_quo!r}); 1 where nothing changes without a challenge")
    if isinstance(rounds, bool) or not isinstance(rounds, numbers.Integral) or rounds < 1:
        raise BadValue(f"rounds must be a whole number, 1 or more (got {rounds!r}); 10 is usual")
    first, group = alike(at, care) if variant == "coherent" else (np.arange(len(at)), np.arange(len(at)))
    at, care, weight = at[first], care[first], np.bincount(group, weight)
    stake, votes, scale = care / 100, weight * care / 100, float(np.ptp(at))
    positions, risks = [at], []
    for turn in range(rounds):
        progress(turn, rounds)
        moved, risk = _round(positions[-1], stake, votes, scale, float(status_quo), variant) if scale else (at, np.ones(len(at)))
        positions.append(moved)
        risks.append(risk)
    path = np.array(positions)
    mean = path @ votes / votes.sum()
    still = bool(np.abs(path[-1] - path[-2]).max() <= _STILL * scale)
    cycle = None if still else _cycle(path, scale)
    within = mean[cycle[0] : cycle[0] + cycle[1]] if cycle else mean[-1:] if still else mean[len(mean) // 2 :]
    return ChallengeRun(
        position=path[:, group],
        median=np.array([_median(one, votes) for one in path]),
        mean=mean,
        risk=np.array(risks)[:, group],
        settled=still,
        cycle=cycle,
        low=float(within.min()),
        high=float(within.max()),
        variant=variant,
    )


def _round(at: Floats, stake: Floats, votes: Floats, scale: float, status_quo: float, variant: str) -> tuple[Floats, Floats]:
    """Return the positions after one round, and the exponents of risk."""
    n = len(at)
    table = variant != "coherent"
    chance = _chances(at, votes, of_all=table)
    known = _Known(at, stake, chance, _median(at, votes), scale, status_quo)
    security = np.zeros(n)
    for rows in _in_parts(n):
        neutral = known.expected(rows, 1.0)
        neutral[np.arange(len(rows)), rows] = 0
        security += neutral.sum(axis=0)
    spread = float(np.ptp(security))
    relative = (2 * security - security.max() - security.min()) / spread if spread else np.zeros(n)
    risk = (1 - relative / 3) / (1 + relative / 3)
    own = np.empty((n, n))
    if not table:
        for rows in _in_parts(n):
            own[rows] = known.expected(rows, risk[rows, None])
        return _moved_least(at, own, scale), risk
    other, against = np.empty((n, n)), np.ascontiguousarray(chance.T)
    for rows in _in_parts(n):
        own[rows], other[rows] = known.expected_of_both(rows, risk[rows, None], against[rows])
    return _moved_most(at, own, other), risk


def _in_parts(n: int, least: int = 1) -> Iterator[Ints]:
    """Yield the rows of a table of all pairs, some at a time, so that little is held beside it."""
    some = max(least, _AT_ONCE // n)
    for first in range(0, n, some):
        yield np.arange(first, min(n, first + some))


def _chances(at: Floats, votes: Floats, *, of_all: bool) -> Floats:
    """Return the chance of each actor to prevail over each other one, shape (n, n): of the votes of the pair, or of those of all pairs."""
    if len(at) > _FEW:
        from legation.methods.bargaining.challenge_kernel import favours

        chance = favours(at, votes, np.argsort(at, kind="stable"), not of_all)
        return np.asarray(chance / (2 * chance.sum() or 1.0) if of_all else chance, np.float64)
    favour, total = _votes(at, votes)
    return np.divide(favour, total.sum() if of_all else total, out=favour, where=total > 0)


def _votes(at: Floats, votes: Floats) -> tuple[Floats, Floats]:
    """Return the votes that each of a pair has against the other, and those of both, shape (n, n).

    A third party gives its votes times how much nearer it is to the one. Who is nearer is told by the middle between the two, so that the
    sums over third parties come of sums over all actors up to a place.

    Examples
    --------
    >>> favour, total = _votes(np.array([0.0, 4.0, 10.0]), np.array([1.0, 1.0, 1.0]))
    >>> float(favour[0, 2]), float(total[0, 2])  # the first has its own ten and two of the one between
    (12.0, 22.0)
    """
    order = np.argsort(at, kind="stable")
    place = at[order]
    upto = np.concatenate(([0.0], np.cumsum(votes[order])))
    moment = np.concatenate(([0.0], np.cumsum(votes[order] * place)))
    n = len(at)
    favour, total = np.empty((n, n)), np.empty((n, n))
    below, upon = np.searchsorted(place, place), np.searchsorted(place, place, side="right")
    for rows in _in_parts(n):
        there = place[rows, None]
        gap, middle = np.abs(there - place), (there + place) / 2
        m = np.searchsorted(place, middle.ravel()).reshape(middle.shape)
        a, b = np.minimum(upon[rows, None], upon), np.maximum(below[rows, None], below)
        left = gap * upto[a] + 2 * (middle * (upto[m] - upto[a]) - (moment[m] - moment[a]))
        right = 2 * ((moment[b] - moment[m]) - middle * (upto[b] - upto[m])) + gap * (upto[-1] - upto[b])
        total[np.ix_(order[rows], order)] = np.where(gap > 0, left + right, 0)
        favour[np.ix_(order[rows], order)] = np.where(gap > 0, np.where(there < place, left, right), 0)
    np.maximum(favour, 0, out=favour)
    return favour, total


@dataclass(frozen=True, slots=True)
class _Known:
    """What expected utilities are made of; ``chance`` has shape (n, n)."""

    at: Floats
    stake: Floats
    chance: Floats
    median: float
    scale: float
    status_quo: float

    def expected(self, rows: Ints, risk: Floats | float) -> Floats:
        """Return what some actors expect of challenging each other one, with the exponents that they use, shape (rows, n)."""
        apart = np.abs(self.at[rows, None] - self.at)
        return self._gain(self.stake, self.chance[rows], rows[:, None], apart, risk, self._ends(apart, risk))

    def expected_of_both(self, rows: Ints, risk: Floats, against: Floats) -> tuple[Floats, Floats]:
        """Return the same, and what each other one would expect of challenging them, with the eyes of the first: shape (rows, n) each.

        ``against`` is the chance of each other one against them, in the same shape.
        """
        apart = np.abs(self.at[rows, None] - self.at)
        ends = self._ends(apart, risk)
        own = self._gain(self.stake, self.chance[rows], rows[:, None], apart, risk, ends)
        return own, self._gain(self.stake[rows, None], against, np.arange(len(self.at))[None, :], apart, risk, ends)

    def _ends(self, apart: Floats, risk: Floats | float) -> tuple[Floats, Floats]:
        """Return what is missing after a victory, and how much more after a defeat."""
        half = apart * (0.5 / self.scale)
        after = 0.5 + half
        np.maximum(np.subtract(0.5, half, out=half), 0, out=half)
        half **= risk
        after **= risk
        after -= half
        return half, after

    def _gain(
        self, stake: Floats, chance: Floats, challengers: Ints, apart: Floats, risk: Floats | float, ends: tuple[Floats, Floats]
    ) -> Floats:
        """Return what challengers expect beyond what is left without a challenge, from the stakes of those challenged.

        An outcome is worth 2 - 4 x, where x is what is missing: half of the scale less, or more, half of the way, to the power of ``risk``.
        Steps are taken in place, since all that is held at once costs more time than what is done with it.
        """
        won, more = ends
        missing = 1 - chance
        missing *= stake
        missing *= more
        missing += won
        left = self.status_quo * 0.5**risk
        if self.status_quo < 1:
            from_median = np.abs(self.at[challengers] - self.median)
            quarter = 0.25 * (from_median + apart) / self.scale
            better, worse = np.maximum(0.5 - quarter, 0) ** risk, (0.5 + quarter) ** risk
            left = left + (1 - self.status_quo) * np.where(from_median < apart - _TIE * self.scale, better, worse)
        np.subtract(left, missing, out=missing)
        missing *= 4
        return np.asarray(missing, np.float64)


def _moved_most(at: Floats, own: Floats, other: Floats) -> Floats:
    """Return positions where each takes the offer of whoever expects most of it; ``other[i, j]`` is j's gain as i sees it."""
    moved, strength = at.copy(), np.full(len(at), -np.inf)
    for i in range(len(at)):
        stronger = np.flatnonzero(own[i] > np.maximum(strength, 0) + _TIE)
        stronger = stronger[stronger != i]
        mine, theirs = own[i, stronger], other[i, stronger]
        conceded = theirs > _TIE
        wins = np.where(conceded, mine > theirs + _TIE, (theirs < -_TIE) & (mine > -theirs))
        taken, share = stronger[wins], np.where(conceded, 1.0, -theirs / mine)[wins]
        strength[taken], moved[taken] = mine[wins], _towards(at[taken], at[i], share)
        mine, theirs = own[i], other[i]
        winners = (theirs > max(strength[i], 0.0) + _TIE) & (mine < -_TIE) & (theirs > -mine)
        winners[i] = False
        for j in np.flatnonzero(winners).tolist():  # each takes the place of the one before it
            if theirs[j] > strength[i] + _TIE:
                strength[i], moved[i] = theirs[j], _towards(at[i], at[j], -mine[j] / theirs[j])
    return moved


def _moved_least(at: Floats, own: Floats, scale: float) -> Floats:
    """Return positions where each takes the offer that moves it least; of equal ones that of whoever expects most, then of the first."""
    moved = at.copy()
    far, best = np.full(len(at), np.inf), np.full(len(at), -np.inf)
    for rows in _in_parts(len(at), 8):  # as many columns as lie together in memory
        for i, gains, losses in zip(rows.tolist(), own[rows], np.ascontiguousarray(own[:, rows].T), strict=True):
            offered = np.flatnonzero((gains > _TIE) & (losses < -_TIE))
            offered = offered[offered != i]
            gain, shortest = gains[offered], far[offered]
            share = np.minimum(1.0, -losses[offered] / gain)
            way = np.abs(at[i] - at[offered]) * share / scale
            taken = (way < shortest - _TIE) | ((way < shortest + _TIE) & (gain > best[offered] + _TIE))
            who = offered[taken]
            far[who], best[who] = way[taken], gain[taken]
            moved[who] = _towards(at[who], at[i], share[taken])
    return moved


def _towards(loser: Floats, winner: float, share: Floats) -> Floats:
    return np.where(share == 1, winner, loser + (winner - loser) * share)


def _median(at: Floats, votes: Floats) -> float:
    order = np.argsort(at, kind="stable")
    reached = np.cumsum(votes[order])
    return float(at[order][int(np.searchsorted(reached, reached[-1] / 2 * (1 - 1e-12)))])


def _cycle(path: Floats, scale: float) -> tuple[int, int] | None:
    """Return where the positions come back to what they were: the first round of the cycle, and its length."""
    for length in range(2, len(path)):
        if np.abs(path[-1] - path[-1 - length]).max() <= _STILL * scale:
            first = len(path) - 1 - length
            while first > 0 and np.abs(path[first - 1] - path[first - 1 + length]).max() <= _STILL * scale:
                first -= 1
            return first, length
    return None
