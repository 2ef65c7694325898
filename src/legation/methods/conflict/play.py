"""Simulated play: decision makers who follow a notion, or look some moves ahead, move from state to state.

In each round those who want to move are found (:mod:`~legation.methods.conflict.agents`); one of them, each with the same chance, moves;
where nobody wants to, the play has settled.

What comes of play is what these rules give, from one model of the conflict; it is no forecast.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from legation.errors import BadValue
from legation.methods.conflict.agents import Agent, Minds
from legation.methods.conflict.chains import Step
from legation.methods.conflict.model import GraphModel
from legation.methods.progress import Progress, silent
from legation.methods.share import TEST, share_interval

__all__ = ["End", "Play", "Plays", "play", "play_often"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """One play.

    Attributes
    ----------
    start, end : int
    settled : bool
        Whether at the end nobody wants to move; False: the rounds were over.
    log : tuple of Step
        A move for each round.
    seed : int
    """

    start: int
    end: int
    settled: bool
    log: tuple[Step, ...]
    seed: int


@dataclass(frozen=True, slots=True)
class End:
    """A state at which plays ended.

    Attributes
    ----------
    state : int
    settled : bool
    count : int
        How many plays.
    low, high : float
        The interval of its share of all plays (Wilson, of 95 % unless another level was asked for):
        how sure the count is, not how right the model is.
    """

    state: int
    settled: bool
    count: int
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plays:
    """Many plays.

    Attributes
    ----------
    runs : int
    ends : tuple of End
        By falling count, then by state.
    mean_moves : float
    seed : int
    """

    runs: int
    ends: tuple[End, ...]
    mean_moves: float
    seed: int


def play(g: GraphModel, start: int | str, agents: Mapping[str, Agent], rounds: int = 100, seed: int = 0) -> Play:
    """Play once.

    Parameters
    ----------
    start : int or str
    agents : mapping of str to Agent
        By decision maker; who is left out follows ``seq``.
    rounds : int
        1 to 100,000: so many moves at most.
    seed : int
        0 or more; the same seed gives the same play.

    Raises
    ------
    BadValue
        For what is outside its range, and an unknown state or decision maker.

    Examples
    --------
    >>> g = GraphModel.from_options({"A": ["confess"], "B": ["tell"]}, payoffs={"A": [3, 4, 1, 2], "B": [3, 1, 4, 2]})
    >>> careful = play(g, "00", {})
    >>> careful.end, careful.settled, careful.log
    (0, True, ())
    >>> greedy = play(g, "00", {"A": Agent(notion="nash"), "B": Agent(notion="nash")})
    >>> greedy.end, greedy.settled, len(greedy.log)
    (3, True, 2)
    """
    _check(rounds, seed, 1)
    return _played(g, g.state(start), Minds(g, agents), rounds, seed, 0)


def play_often(
    g: GraphModel,
    start: int | str,
    agents: Mapping[str, Agent],
    rounds: int = 100,
    seed: int = 0,
    *,
    runs: int = 1000,
    level: float = TEST,
    progress: Progress = silent,
) -> Plays:
    """Play many times and count where the plays end; parameters are those of :func:`play`, runs (1 to 1,000,000), a level.

    Examples
    --------
    >>> g = GraphModel.from_options({"A": ["swerve"], "B": ["turn"]}, payoffs={"A": [0, 1, 3, 2], "B": [0, 3, 1, 2]})
    >>> found = play_often(g, "00", {"A": Agent(notion="nash"), "B": Agent(notion="nash")}, runs=200)
    >>> sorted(end.state for end in found.ends), sum(end.count for end in found.ends)
    ([1, 2], 200)
    """
    _check(rounds, seed, runs)
    minds, begin = Minds(g, agents), g.state(start)
    ends: dict[tuple[int, bool], int] = {}
    moves = 0
    for run in range(runs):
        if run % 100 == 0:
            progress(run, runs)
        one = _played(g, begin, minds, rounds, seed, run)
        ends[one.end, one.settled] = ends.get((one.end, one.settled), 0) + 1
        moves += len(one.log)
    progress(runs, runs)
    ordered = sorted(ends.items(), key=lambda item: (-item[1], item[0]))
    found = tuple(End(state, settled, count, *share_interval(count, runs, level)) for (state, settled), count in ordered)
    return Plays(runs=runs, ends=found, mean_moves=moves / runs, seed=seed)


def _check(rounds: int, seed: int, runs: int) -> None:
    for name, value, low, high in (("rounds", rounds, 1, 100_000), ("seed", seed, 0, 2**63 - 1), ("runs", runs, 1, 1_000_000)):
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise BadValue(f"{name} must be {low} to {high} (got {value!r}); correct it")


def _played(g: GraphModel, start: int, minds: Minds, rounds: int, seed: int, run: int) -> Play:
    draw = np.random.default_rng([seed, run])
    log: list[Step] = []
    here = start
    while len(log) < rounds:
        wanted = minds.wants(here)
        if not wanted:
            return Play(start=start, end=here, settled=True, log=tuple(log), seed=seed)
        i, targets = wanted[int(draw.integers(len(wanted)))]
        there = targets[int(draw.integers(len(targets)))]
        log.append(Step(g.decision_makers[i], here, there))
        here = there
    return Play(start=start, end=here, settled=not minds.wants(here), log=tuple(log), seed=seed)
