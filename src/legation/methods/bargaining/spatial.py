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
from legation.methods.bargaining.bargains import struck
from legation.methods.bargaining.spatial_arrays import ArrayTurn
from legation.methods.bargaining.spatial_line import LineTurn
from legation.methods.progress import Progress, silent

__all__ = ["SpatialRun", "spatial_model"]

_FEW = 120
"""Actors up to which a turn on one line is computed as arrays too: it takes no longer, and needs nothing compiled."""
_STILL = 0.02
"""Of the first turn's movement: below it the model would stop."""
_ONE_PLACE = 0.001
"""Of the scale: positions that are nearer to each other are one."""


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

    Notes
    -----
    On one issue time grows as the square of the number of actors, and memory as the number of bargains of the actor that is in most: 5,000
    actors take a minute. On several issues time grows as its cube, and memory as its square.

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
        now = LineTurn(here[:, 0], care[:, 0], weight) if d == 1 and n > _FEW else ArrayTurn(here, care, weight)
        places, place = _places(here)
        risks[turn] = risk = _risk(now.chances())  # actor by actor, as the toolkit's own log has it
        won = now.chances_of(places, risk)
        chances[turn] = won[place] * weight / np.bincount(place, weight)[place]
        positions[turn] = here * 100
        if turn < turns:
            targets[turn], prevail = now.challenges(risk, targets[turn - 1])
            here = _moved(here, care, risk, now, targets[turn], prevail)
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


def _risk(chance: Floats) -> Floats:
    """Return the attitude that a position's chance betrays: who stands at a likely one is careful, -.5 to 1."""
    top, low = chance.max(), chance.min()
    if not top > low:
        return np.zeros_like(chance)
    return np.asarray((3 * chance - (top + 2 * low)) / (2 * (top - low)), np.float64)


def _moved(here: Floats, care: Floats, risk: Floats, turn: ArrayTurn | LineTurn, targets: npt.NDArray[np.int64], prevail: Floats) -> Floats:
    """Return the positions after every actor has taken the most probable of the bargains that it is in, or stayed."""
    found = struck(here, care, targets, prevail)
    if not len(found.first):
        return here
    taken = turn.choices(risk, found)
    moved = here.copy()
    for actor in np.flatnonzero(taken >= 0).tolist():
        bargain = taken[actor]
        moved[actor] = found.first_at[bargain] if found.first[bargain] == actor else found.second_at[bargain]
    return moved


def _settled(position: Floats) -> int | None:
    step = np.sqrt((np.diff(position, axis=0) ** 2).sum(axis=(1, 2)))
    if step[0] == 0:
        return 1
    still = np.flatnonzero(step / step[0] < _STILL)
    return int(still[0]) + 1 if len(still) else None
