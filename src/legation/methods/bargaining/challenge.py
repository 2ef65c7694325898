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
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.bargaining.actors import Floats, alike, line, powers
from legation.methods.bargaining.mean import weighted_median
from legation.methods.progress import Progress, silent

__all__ = ["VARIANTS", "ChallengeRun", "challenge"]

Variant = Literal["coherent", "scholz_rounds_1_to_4", "scholz_table2"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)
_STILL = 1e-6
"""Of the scale: smaller movements are none."""
_TIE = 1e-9
"""Of the scale, or of a utility: what differs by less is equal, whatever rounding makes of it."""


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
    median = _median(at, votes)
    distance = np.abs(at[:, None] - at[None, :])
    favour, total = np.empty((n, n)), np.empty((n, n))
    for i in range(n):
        support = votes[:, None] * (distance - distance[:, i, None])  # of third parties k for i against each j
        favour[i], total[i] = np.maximum(support, 0).sum(axis=0), np.abs(support).sum(axis=0)
    against = total.sum() if table else total
    chance = np.divide(favour, against, out=np.zeros((n, n)), where=np.broadcast_to(against > 0, (n, n)))
    known = _Known(
        at, distance / scale, np.abs(at - median) / scale, np.abs(at - median)[:, None] < distance - _TIE * scale, chance, stake, status_quo
    )
    neutral = known.expected(np.ones((n, n)))
    np.fill_diagonal(neutral, 0)
    security = neutral.sum(axis=0)
    spread = float(np.ptp(security))
    relative = (2 * security - security.max() - security.min()) / spread if spread else np.zeros(n)
    risk = (1 - relative / 3) / (1 + relative / 3)
    own = known.expected(np.repeat(risk[:, None], n, axis=1))
    if table:  # each looks at the other's gain with its own attitude
        return _moved_most(at, own, known.expected(np.repeat(risk[None, :], n, axis=0)).T), risk
    return _moved_least(at, own, scale), risk


@dataclass(frozen=True, slots=True)
class _Known:
    """What expected utilities are made of; distances are shares of the scale."""

    at: Floats
    distance: Floats
    from_median: Floats
    closer: npt.NDArray[np.bool_]
    chance: Floats
    stake: Floats
    status_quo: float

    def expected(self, risk: Floats) -> Floats:
        """Return E[i, j]: what i expects of challenging j, with the exponents that i uses for j."""
        together = self.from_median[:, None] + self.distance
        success = 2 - 4 * np.maximum(0.5 - 0.5 * self.distance, 0) ** risk
        failure = 2 - 4 * (0.5 + 0.5 * self.distance) ** risk
        better = 2 - 4 * np.maximum(0.5 - 0.25 * together, 0) ** risk
        worse = 2 - 4 * (0.5 + 0.25 * together) ** risk
        same = 2 - 4 * 0.5**risk
        care = self.stake[None, :]
        fought = care * (self.chance * success + (1 - self.chance) * failure) + (1 - care) * success
        left = self.status_quo * same + (1 - self.status_quo) * np.where(self.closer, better, worse)
        return np.asarray(fought - left, np.float64)


def _moved_most(at: Floats, own: Floats, other: Floats) -> Floats:
    """Return positions where each takes the offer of whoever expects most of it; ``other[i, j]`` is j's gain as i sees it."""
    moved, strength = at.copy(), np.full(len(at), -np.inf)

    def offer(loser: int, winner: int, share: float, gain: float) -> None:
        if gain > strength[loser] + _TIE:
            strength[loser], moved[loser] = gain, _towards(at, loser, winner, share)

    for i in range(len(at)):
        for j in range(len(at)):
            mine, theirs = own[i, j], other[i, j]
            if i == j:
                continue
            if mine > _TIE and theirs > _TIE:
                if mine > theirs + _TIE:
                    offer(j, i, 1.0, mine)
            elif mine > _TIE and theirs < -_TIE and mine > -theirs:
                offer(j, i, -theirs / mine, mine)
            elif theirs > _TIE and mine < -_TIE and theirs > -mine:
                offer(i, j, -mine / theirs, theirs)
    return moved


def _moved_least(at: Floats, own: Floats, scale: float) -> Floats:
    """Return positions where each takes the offer that moves it least; of equal ones that of whoever expects most, then of the first."""
    moved = at.copy()
    best = np.full((len(at), 2), (np.inf, -np.inf))
    for i in range(len(at)):
        for j in range(len(at)):
            gain, loss = own[i, j], own[j, i]
            if i == j or not (gain > _TIE and loss < -_TIE):
                continue
            share = min(1.0, -loss / gain)
            far, near = abs(at[i] - at[j]) * share / scale, best[j, 0]
            if far < near - _TIE or (far < near + _TIE and gain > best[j, 1] + _TIE):
                best[j] = far, gain
                moved[j] = _towards(at, j, i, share)
    return moved


def _towards(at: Floats, loser: int, winner: int, share: float) -> float:
    return float(at[winner]) if share == 1 else float(at[loser] + (at[winner] - at[loser]) * share)


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
