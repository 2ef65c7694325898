"""The other models beside the weighted mean, each with its own spread over the draws: scenarios, never better forecasts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from legation.methods.bargaining.actors import Floats
from legation.methods.bargaining.challenge import challenge
from legation.methods.bargaining.draws import Draws, medians
from legation.methods.bargaining.line import agenda_setter, core
from legation.methods.bargaining.mean import weighted_median
from legation.methods.bargaining.spatial import spatial_model
from legation.methods.progress import Progress, silent
from legation.methods.rule.tree import Rule

__all__ = ["MODELS", "Alternative", "Ruled", "alternatives"]

Name = Literal["weighted_median", "spatial_model", "challenge_coherent", "challenge_scholz_table2", "core", "agenda_setter"]
MODELS: tuple[Name, ...] = ("weighted_median", "spatial_model", "challenge_coherent", "challenge_scholz_table2", "core", "agenda_setter")
_End: TypeAlias = tuple[float, float, float, bool | None]
"""What one run gives: a point, the ends of what the model leaves open, and whether it settled (None where it has no turns)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """The rule of the body that decides, for the models that need one.

    Attributes
    ----------
    rule : Rule
        That names its members.
    members : sequence of str
        The name of each actor of the draws, in their order.
    proposer : str or None
        Who words the text that is voted on; without one there is no agenda setter.
    status_quo : float or None
        What stands if nothing passes [points]; the same.
    """

    rule: Rule
    members: Sequence[str]
    proposer: str | None = None
    status_quo: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Where another model would have it.

    Attributes
    ----------
    name : str
        One of ``MODELS``. ``challenge_scholz_table2`` is the reading that fits rounds 1 to 4 of that table and misses later ones by up
        to 1.2.
    value : float
        With the numbers as given [points]; the middle of what the model leaves open. nan where it gives nothing: a core may be empty.
    open_low, open_high : float
        What the model leaves open with the numbers as given: a median when weight is split in half, a core, the mean of a run that does not
        settle. Equal to ``value`` where it leaves nothing open.
    low, high : float
        The 80 % range over the draws; nan where no draw gave a number.
    draws : int
        Over how many.
    settled : float or None
        The share of runs, the one with the numbers as given among them, that came to an end; None for what has no turns.
    """

    name: Name
    value: float
    open_low: float
    open_high: float
    low: float
    high: float
    draws: int
    settled: float | None


def alternatives(
    found: Draws, *, draws: int, ruled: Ruled | None = None, turns: int = 10, progress: Progress = silent
) -> tuple[Alternative, ...]:
    """Run the other models with the numbers as given, and on the first so many draws.

    Parameters
    ----------
    found : Draws
        The weighted median is taken of all of them.
    draws : int
        How many of the draws the models with turns and those under a rule are run on; 0: their spread is nan.
    ruled : Ruled or None
        None: no core and no agenda setter.
    turns : int
        Of the spatial model and rounds of the challenge model; 0: neither is run.

    Returns
    -------
    tuple of Alternative
        In the order of ``MODELS``. The outcome of the spatial model is the mean of the last positions by their chance to win; of the
        challenge model the weighted mean of the last positions, or the middle of its range where the run does not settle.
    """
    median = weighted_median(*found.given)
    low, high = np.quantile(medians(found.position, found.weight), (0.1, 0.9)).tolist()
    made = [
        Alternative(
            name="weighted_median",
            value=float(median),
            open_low=median.low,
            open_high=median.high,
            low=low,
            high=high,
            draws=len(found.position),
            settled=None,
        )
    ]
    runs = _runs(ruled, turns)
    some = min(draws, len(found.position))
    for place, (name, run) in enumerate(runs):
        at, care, might = found.given
        given = run(at, np.maximum(care, 1e-4), np.maximum(might, found.might.max() * 1e-6))  # as little as the draws may have
        ends = []
        for k in range(some):
            progress(place * some + k, len(runs) * some)
            ends.append(run(found.position[k], found.salience[k], found.power[k]))
        made.append(_of_runs(name, given, ends))
    progress(1, 1)
    return tuple(made)


def _of_runs(name: Name, given: _End, ends: Sequence[_End]) -> Alternative:
    values = np.array([end[0] for end in ends if end[0] == end[0]])
    low, high = np.quantile(values, (0.1, 0.9)).tolist() if len(values) else (np.nan, np.nan)
    said = [end[3] for end in (given, *ends)]
    value, open_low, open_high, _ = given
    settled = None if said[0] is None else sum(map(bool, said)) / len(said)
    return Alternative(name=name, value=value, open_low=open_low, open_high=open_high, low=low, high=high, draws=len(ends), settled=settled)


def _runs(ruled: Ruled | None, turns: int) -> list[tuple[Name, Callable[[Floats, Floats, Floats], _End]]]:
    def spatial(at: Floats, care: Floats, might: Floats) -> _End:
        run = spatial_model(at, care, might, turns=turns)
        last = turns if run.settled is None else run.settled
        value = float(run.win_probability[last] @ run.position[last, :, 0])
        return value, value, value, run.settled is not None

    def coherent(at: Floats, care: Floats, might: Floats) -> _End:
        run = challenge(at, care, might, rounds=turns)
        return (run.low + run.high) / 2, run.low, run.high, run.settled

    def printed(at: Floats, care: Floats, might: Floats) -> _End:
        run = challenge(at, care, might, variant="scholz_rounds_1_to_4", rounds=turns)
        return (run.low + run.high) / 2, run.low, run.high, run.settled

    runs: list[tuple[Name, Callable[[Floats, Floats, Floats], _End]]] = []
    if turns:
        runs += [("spatial_model", spatial), ("challenge_coherent", coherent), ("challenge_scholz_table2", printed)]
    if ruled is None:
        return runs

    def unbeaten(at: Floats, *_: Floats) -> _End:
        there = core(ruled.rule, dict(zip(ruled.members, at.tolist(), strict=True)))
        if there.low is None or there.high is None:
            return np.nan, np.nan, np.nan, None
        return (there.low + there.high) / 2, there.low, there.high, None

    def best_text(at: Floats, *_: Floats) -> _End:
        positions = dict(zip(ruled.members, at.tolist(), strict=True))
        text = agenda_setter(ruled.rule, positions, str(ruled.proposer), float(ruled.status_quo or 0.0)).text
        return text, text, text, None

    runs.append(("core", unbeaten))
    if ruled.proposer is not None and ruled.status_quo is not None:
        runs.append(("agenda_setter", best_text))
    return runs
