"""How much the futures depend on the rule of succession, on unsure judgements, and on single judgements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.progress import Progress
from legation.methods.scenario import (
    Attractors,
    Held,
    Sensitivity,
    Within,
    attractors,
    by_confidence,
    by_experts,
    possibly_consistent,
    sensitivity,
    surely_consistent,
)
from legation.methods.scenario.succession import RULES
from legation.questions.futures.asked import LISTED, Futures

__all__ = ["Basins", "Doubts", "basins", "doubts"]

_FOLLOWED = 5_000_000
"""Scenarios that are followed one by one under each rule; of more, starts are drawn."""
_LARGE = 100_000
"""A search that took more nodes than this is not repeated for hundreds of drawn or changed matrices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basins:
    """Where succession leads under several rules.

    Attributes
    ----------
    rules : tuple of str
    share : ndarray, shape (n_rules, k)
        Of all starts, the share that ends in each scenario [0 to 1]; nan for one that holds only within the tolerance.
    restless : ndarray, shape (n_rules,)
        The share that goes round without end.
    elsewhere : ndarray, shape (n_rules,)
        The share that ends in what a rule of the model excludes, or in scenarios that are not listed.
    cycles : tuple of int
        How many cycles of two scenarios or more.
    exact : bool
        Whether every start was followed; else starts were drawn.
    starts : int
        How many.
    """

    rules: tuple[str, ...]
    share: npt.NDArray[np.float64]
    restless: npt.NDArray[np.float64]
    elsewhere: npt.NDArray[np.float64]
    cycles: tuple[int, ...]
    exact: bool
    starts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """What unsure judgements and changed judgements do; None where the model says nothing of the kind, or is too large.

    Attributes
    ----------
    drawn : Held or None
        By the confidence in each judgement.
    surely, possibly : Within or None
        By the intervals.
    experts : Held or None
    named : tuple of str
        The experts.
    levers : Sensitivity or None
    large : bool
        Whether something was left out because the model is too large for it.
    """

    drawn: Held | None
    surely: Within | None
    possibly: Within | None
    experts: Held | None
    named: tuple[str, ...]
    levers: Sensitivity | None
    large: bool


def basins(held: Futures, rule: str, seed: int, progress: Progress) -> Basins:
    """Follow every scenario, or many drawn ones, under one rule or under all of them."""
    rules = RULES if rule == "all" else (rule,)
    found = [attractors(held.matrix, one, largest=_FOLLOWED, most=LISTED, seed=seed, progress=progress) for one in rules]
    tables = [_shares(one) for one in found]
    tolerated = held.short > 0
    share = np.array([[table.get(tuple(row), 0.0) for row in held.rows.tolist()] for table in tables]).reshape(len(rules), len(held.rows))
    share[:, tolerated] = np.nan
    restless = np.array([_restless(one) for one in found])
    return Basins(
        rules=rules,
        share=share,
        restless=restless,
        elsewhere=np.round(1.0 - restless - np.nansum(share, axis=1), 12).clip(0, 1),
        cycles=tuple(sum(len(cycle) > 1 for cycle in one.cycles) for one in found),
        exact=all(one.exact for one in found),
        starts=found[0].starts,
    )


def _shares(found: Attractors) -> Mapping[tuple[int, ...], float]:
    return {cycle[0]: share for cycle, share in zip(found.cycles, found.share, strict=True) if len(cycle) == 1}


def _restless(found: Attractors) -> float:
    going = sum(share for cycle, share in zip(found.cycles, found.share, strict=True) if len(cycle) > 1)
    return going + found.unsettled / found.starts


def doubts(held: Futures, *, tolerance: int, draws: int, reach: int, seed: int, progress: Progress) -> Doubts:
    """Draw, bound and change the judgements of a model, as far as it says how sure they are and its size allows."""
    model, matrix = held.seen.model, held.matrix
    constraints = model.constraints()
    small = held.found.complete and held.found.nodes <= _LARGE
    confidence, spans, experts = model.confidence(), model.intervals(), model.experts()
    drawn = surely = possibly = of_experts = levers = None
    if confidence is not None and draws and small:
        drawn = by_confidence(
            matrix, confidence, tolerance, draws=draws, seed=seed, constraints=constraints, most=LISTED, progress=progress
        )
    if spans is not None and small:
        surely = surely_consistent(matrix, *spans, tolerance, constraints=constraints, most=LISTED, nodes=_LARGE)
        possibly = possibly_consistent(matrix, *spans, tolerance, constraints=constraints, most=LISTED, nodes=_LARGE)
    if len(experts) > 1 and small:
        of_experts = by_experts(matrix, list(experts.values()), tolerance, constraints=constraints, most=LISTED)
    if reach and small and len(held.rows):
        levers = sensitivity(matrix, tolerance, reach=reach, constraints=constraints, most=LISTED, nodes=10 * _LARGE, progress=progress)
    return Doubts(
        drawn=drawn,
        surely=surely,
        possibly=possibly,
        experts=of_experts,
        named=tuple(experts) if of_experts else (),
        levers=levers,
        large=not small,
    )
