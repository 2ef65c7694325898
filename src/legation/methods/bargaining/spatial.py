"""The spatial model of politics of the KAPSARC toolkit (KTAB), with its default settings, in any number of dimensions.

Each turn every actor looks for the challenge that promises it most, the two sides of a challenge find a compromise weighted by salience
and by the chance to prevail, and each actor moves by the most probable of the bargains that it is in. Actors at one place are one
position, with their strengths added, and actors with one position and one salience act as one: power counts, not heads.

Defaults of the toolkit: linear victory, proportional voting, conditional probabilities, deterministic transitions, risk in the middle range
and adjusted by a third, semi-committed third parties, compromise by squared salience and squared probability, the initiator's view.
"""

from __future__ import annotations

import numbers
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.bargaining.actors import Floats, Ints, alike, checked
from legation.methods.progress import Progress, silent

__all__ = ["SpatialRun", "spatial_model"]

_TINY, _TINIER = 1e-8, 1e-10
_WORTH = 1e-5
"""The least expected gain for which a challenge is made."""
_STILL = 0.02
"""Of the first turn's movement: below it the model would stop."""
_ONE_PLACE = 0.001
"""Of the scale: positions that are nearer to each other are one."""
_AT_ONCE = 15_000
"""Numbers that a step holds at once: more do not fit what a processor keeps near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpatialRun:
    """What the model went through.

    Attributes
    ----------
    position : array, shape (turns + 1, n, d)
        On 0 to 100.
    win_probability : array, shape (turns + 1, n)
        Of each actor's position against all others; sums to 1. Actors at one place share what it has, by their power.
    risk : array, shape (turns + 1, n)
        Inferred attitude to risk, -.5 to 1.
    targets : array of int, shape (turns, n)
        Whom each actor challenges, of several that act as one the first; -1 nobody.
    settled : int or None
        The first turn whose movement is below 2 % of the first turn's; None where there is none: then nothing here is an end.
    """

    position: Floats
    win_probability: Floats
    risk: Floats
    targets: npt.NDArray[np.int64]
    settled: int | None


def spatial_model(
    position: npt.ArrayLike, salience: npt.ArrayLike, power: npt.ArrayLike, turns: int = 10, *, progress: Progress = silent
) -> SpatialRun:
    """Run the spatial model of politics for a number of turns.

    It is one scenario among others, not a forecast: on published issues no bargaining model is clearly better than the weighted mean.

    Parameters
    ----------
    position : array, shape (n, d)
        On 0 to 100.
    salience : array, shape (n, d)
        On 0 to 100; over the issues of an actor at most 100 together.
    power : array, shape (n,)
        Positive, in any unit.
    turns : int
        All of them are run.

    Raises
    ------
    BadValue
        For a number out of range, with the actor's place, and saliences that sum to more than 100 or to nothing.
    Cancelled
        Where ``progress`` raises it.

    References
    ----------
    Wise, Lester and Efird (2015), An Introduction to the KAPSARC Toolkit for Behavioral Analysis (KTAB), doi:10.30573/KS--2015-DP09A.

    Examples
    --------
    >>> run = spatial_model([[10.0], [50.0], [90.0]], [[60.0], [80.0], [60.0]], [1.0, 2.0, 1.0], turns=2)
    >>> run.position.shape, run.targets.shape
    ((3, 3, 1), (2, 3))
    >>> spatial_model([[10.0], [10.0], [90.0]], [[60.0]] * 3, [1.0, 1.0, 2.0], turns=1).win_probability[0].tolist()  # an even fight
    [0.25, 0.25, 0.5]
    """
    at, care, weight = checked(position, salience, power)
    if isinstance(turns, bool) or not isinstance(turns, numbers.Integral) or turns < 1:
        raise BadValue(f"turns must be a whole number, 1 or more (got {turns!r}); 10 is usual")
    first, group = alike(at, care)
    part = weight / np.bincount(group, weight)[group]
    here, care, weight = at[first] / 100, care[first] / 100, np.bincount(group, weight)
    n, d = here.shape
    positions = np.empty((turns + 1, n, d))
    chances, risks = np.empty((turns + 1, n)), np.empty((turns + 1, n))
    targets = np.full((turns, n), -1, np.int64)
    for turn in range(turns + 1):
        distance = _distances(here, care, here)
        places, place = _places(here)
        risks[turn] = risk = _risk(_conditional(weight, _utility(distance, 0.0)))  # actor by actor, as the toolkit's own log has it
        won = _conditional(weight, _utility(distance[:, places], risk[:, None]))
        chances[turn] = won[place] * weight / np.bincount(place, weight)[place]
        positions[turn] = here * 100
        if turn < turns:
            targets[turn], prevail = _challenges(distance, risk, care.sum(axis=1), weight)
            here = _moved(here, care, weight, risk, targets[turn], prevail)
        progress(turn, turns)
    return SpatialRun(
        position=positions[:, group],
        win_probability=chances[:, group] * part,
        risk=risks[:, group],
        targets=np.where(targets < 0, -1, first[targets])[:, group],
        settled=_settled(positions),
    )


def _places(here: Floats) -> tuple[Ints, Ints]:
    """Return the first actor at each place, and the place of each actor; who is near two places is at the earlier one."""
    places: list[int] = []
    place = np.zeros(len(here), np.intp)
    for actor, at in enumerate(here):
        near = np.flatnonzero(np.sqrt(((here[places] - at) ** 2).sum(axis=1)) < _ONE_PLACE)
        place[actor] = near[0] if len(near) else len(places)
        if not len(near):
            places.append(actor)
    return np.array(places, np.intp), place


def _distances(ideal: Floats, care: Floats, place: Floats) -> Floats:
    """Return how far each actor finds each place from its own ideal: differences weighted by its own salience, shape (n, places)."""
    squared = care**2
    gap = (ideal[:, None, :] - place[None, :, :]) ** 2
    return np.asarray(np.sqrt(np.einsum("ik,ijk->ij", squared, gap) / squared.sum(axis=1)[:, None]), np.float64)


def _utility(distance: Floats, risk: Floats | float) -> Floats:
    return (1 - distance) * (1 + np.minimum(distance, 1) * risk)


def _conditional(weight: Floats, utility: Floats) -> Floats:
    """Return the probability of each option, of utilities of shape (actors, options): against each other one, multiplied.

    A place is one option, however many stand there: given twice, each would take half of what it has.
    """
    gain = np.maximum(utility[:, :, None] - utility[:, None, :], 0)
    coalition = _TINY + np.einsum("k,kij->ij", weight, gain)
    prevail = coalition / (coalition + coalition.T)
    strength = np.log(prevail).sum(axis=1)
    share = np.exp(strength - strength.max())
    return np.asarray(share / share.sum(), np.float64)


def _risk(chance: Floats) -> Floats:
    """Return the attitude that a position's chance betrays: who stands at a likely one is careful, -.5 to 1."""
    top, low = chance.max(), chance.min()
    if not top > low:
        return np.zeros_like(chance)
    return np.asarray((3 * chance - (top + 2 * low)) / (2 * (top - low)), np.float64)


def _challenges(distance: Floats, risk: Floats, stake: Floats, weight: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return whom each actor challenges, -1 nobody, and with which chance to prevail, each as the challenger sees it."""
    n = len(risk)
    targets, chance = np.full(n, -1, np.int64), np.zeros(n)
    some = max(1, _AT_ONCE // (n * n))
    for first in range(0, n, some):
        rows = np.arange(first, min(n, first + some))
        gain, prevail = _expected(distance, risk, stake, weight, rows)
        best = np.argmax(gain, axis=1)
        here = np.arange(len(rows))
        worth = gain[here, best] > _WORTH
        targets[rows[worth]], chance[rows[worth]] = best[worth], prevail[here, best][worth]
    return targets, chance


def _expected(distance: Floats, risk: Floats, stake: Floats, weight: Floats, rows: npt.NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Return what some actors expect to gain of challenging each other one, and their chance to prevail, shape (rows, n)."""
    n, here = len(risk), np.arange(len(rows))
    influence = stake * weight
    seen = (2 * risk[rows, None] + risk) / 3  # what i takes for the others' attitudes
    utility = _utility(distance, seen[:, :, None])  # of places, by actor, as i sees it
    own = np.einsum("ikk->ik", utility)
    of_i = utility[here, rows]  # i's own
    mine = influence[rows, None] * (own[here, rows][:, None] - of_i)  # over targets j
    to_i = utility[here, :, rows]
    theirs = influence * (to_i - own)
    for_i = _TINIER + np.maximum(mine, 0) + np.maximum(theirs, 0)
    for_j = _TINIER + np.maximum(-mine, 0) + np.maximum(-theirs, 0)
    to_i, to_j = to_i[:, :, None], utility  # third parties by row, targets by column
    lean = influence[:, None] * (to_i - to_j)
    up, down = for_i[:, None] + np.maximum(lean, 0), for_j[:, None] + np.maximum(-lean, 0)
    p = up / (up + down)
    still = own[:, :, None]
    vote = influence[:, None] * (p * (2 * to_i + still) + (1 - p) * 3 * to_j - (p * 3 * to_i + (1 - p) * (2 * to_j + still)))
    vote[here, rows] = 0
    vote[:, np.arange(n), np.arange(n)] = 0
    support = for_i + np.maximum(vote, 0).sum(axis=1)
    against = for_j + np.maximum(-vote, 0).sum(axis=1)
    prevail = support / (support + against)
    at_i = own[here, rows][:, None]
    win, lose = 2 * at_i, 2 * of_i
    expected = (1 - stake) * win + stake * (prevail * win + (1 - prevail) * lose)
    gain = expected - at_i - of_i
    gain[here, rows] = -np.inf
    return gain, prevail


def _moved(here: Floats, care: Floats, weight: Floats, risk: Floats, targets: npt.NDArray[np.int64], prevail: Floats) -> Floats:
    """Return the positions after every actor has taken the most probable of the bargains that it is in, or stayed."""
    initiators = np.flatnonzero(targets >= 0)
    if not len(initiators):
        return here
    others = targets[initiators]
    strong, weak = prevail[initiators, None] ** 2, (1 - prevail[initiators, None]) ** 2
    mine, theirs = care[initiators] ** 2 * strong, care[others] ** 2 * weak
    first, second = here[initiators], here[others]
    initiator_at = _rounded(((mine + 1e-6) * first + theirs * second) / (mine + theirs + 1e-6))
    other_at = _rounded((mine * first + (theirs + 1e-6) * second) / (mine + theirs + 1e-6))
    utility = _utility(_distances(here, care, here), risk[:, None])
    to_initiator = _utility(_distances(here, care, initiator_at), risk[:, None])
    to_other = _utility(_distances(here, care, other_at), risk[:, None])
    stays = utility.sum(axis=1)
    after = stays[:, None] - utility[:, initiators] - utility[:, others] + to_initiator + to_other
    moved = here.copy()
    for actor in range(len(here)):
        own = np.flatnonzero((initiators == actor) | (others == actor))
        if not len(own):
            continue
        value = np.column_stack((stays, after[:, own])) / len(here)
        choice = int(np.argmax(_conditional(weight, value)))
        if choice:
            bargain = own[choice - 1]
            moved[actor] = initiator_at[bargain] if initiators[bargain] == actor else other_at[bargain]
    return moved


def _rounded(place: Floats) -> Floats:
    return np.floor(0.5 + 1e4 * place) / 1e4


def _settled(position: Floats) -> int | None:
    step = np.sqrt((np.diff(position, axis=0) ** 2).sum(axis=(1, 2)))
    if step[0] == 0:
        return 1
    still = np.flatnonzero(step / step[0] < _STILL)
    return int(still[0]) + 1 if len(still) else None
