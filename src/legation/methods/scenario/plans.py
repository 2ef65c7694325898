"""Plans against futures: what survives in how many of them, and which option has the least to regret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.scenario.matrix import CrossImpactMatrix, Ints

__all__ = ["Needs", "Regret", "Survival", "minimax_regret", "survival"]

Needs = Sequence["tuple[int | str, Sequence[int | str]]"]
"""What an activity needs: for each of some descriptors one of some variants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """In which scenarios each activity has what it needs.

    Attributes
    ----------
    activities : tuple of str
    survives : ndarray of bool, shape (n_activities, n_scenarios)
    met : ndarray of int, shape (n_activities, n_scenarios)
        How many of its needs are met.
    needs : tuple of int
        How many each activity has.
    count : tuple of int
        In how many scenarios each survives.
    worst : tuple of tuple of int
        Of each activity the scenarios, by number, in which fewest of its needs are met.
    unmet : tuple of tuple of int
        Of each activity, how often each need fails, in the order given.
    standing : ndarray of int, shape (n_scenarios,)
        How many activities survive in each scenario.
    worst_scenarios : tuple of int
        The scenarios in which fewest do.
    """

    activities: tuple[str, ...]
    survives: npt.NDArray[np.bool_]
    met: Ints
    needs: tuple[int, ...]
    count: tuple[int, ...]
    worst: tuple[tuple[int, ...], ...]
    unmet: tuple[tuple[int, ...], ...]
    standing: Ints
    worst_scenarios: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regret:
    """Options by the most that each can be regretted.

    Attributes
    ----------
    regret : ndarray, shape (n_options, n_scenarios)
        The best payoff of any option in the scenario less that of this option.
    largest : ndarray, shape (n_options,)
    at : tuple of tuple of int
        Of each option the scenarios in which its regret is largest.
    best : tuple of int
        The options with the least largest regret, all of them.
    dominated : tuple of tuple of int
        Of each option, those that are nowhere worse and somewhere better.
    """

    regret: npt.NDArray[np.float64]
    largest: npt.NDArray[np.float64]
    at: tuple[tuple[int, ...], ...]
    best: tuple[int, ...]
    dominated: tuple[tuple[int, ...], ...]


def survival(m: CrossImpactMatrix, scenarios: npt.ArrayLike, activities: Mapping[str, Needs]) -> Survival:
    """Say in which scenarios each activity survives: those that hold all that it needs.

    Parameters
    ----------
    m : CrossImpactMatrix
    scenarios : array_like of int, shape (n_scenarios, n)
        As :func:`consistent` gives them.
    activities : mapping of str to sequence of (descriptor, variants)
        An activity that needs nothing survives everywhere.

    Raises
    ------
    BadValue
        Where there is no scenario or no activity, and for a descriptor or variant that the matrix lacks.

    Notes
    -----
    The share of scenarios is no likelihood: consistent scenarios are not equally likely.

    Examples
    --------
    >>> m = CrossImpactMatrix(descriptors=["a", "b"], variants=[["x", "y"], ["x", "y"]], judgements=[[0] * 4] * 4)
    >>> found = survival(m, [[0, 0], [0, 1], [1, 1]], {"visit": [("a", ["x"])], "text": [("a", ["x"]), ("b", ["y"])]})
    >>> found.count, found.worst, found.unmet
    ((2, 1), ((2,), (0, 2)), ((1,), (1, 1)))
    """
    rows = np.asarray(scenarios, np.int64)
    if rows.ndim != 2 or not len(rows) or rows.shape[1] != len(m.sizes) or (rows < 0).any() or (rows >= np.array(m.sizes)).any():
        raise BadValue(
            f"scenarios must be one row or more of {len(m.sizes)} variant numbers (got shape {rows.shape}); look for scenarios first"
        )
    if not activities:
        raise BadValue("activities must be one or more (got none); name what is planned, and what it needs")
    met, unmet = [], []
    for needs in activities.values():
        holds = np.array([_holds(m, rows, *need) for need in needs], bool).reshape(len(needs), len(rows))
        met.append(holds.sum(axis=0))
        unmet.append(tuple((~holds).sum(axis=1).tolist()))
    table = np.array(met, np.int64)
    required = np.array([len(needs) for needs in activities.values()])
    survives = table == required[:, None]
    surviving = survives.sum(axis=0)
    return Survival(
        activities=tuple(activities),
        survives=survives,
        met=table,
        needs=tuple(required.tolist()),
        count=tuple(survives.sum(axis=1).tolist()),
        worst=tuple(tuple(np.flatnonzero(row == row.min()).tolist()) for row in table),
        unmet=tuple(unmet),
        standing=surviving,
        worst_scenarios=tuple(np.flatnonzero(surviving == surviving.min()).tolist()),
    )


def minimax_regret(payoff: npt.ArrayLike) -> Regret:
    """Find the options whose largest regret over the scenarios is least; all of them where they tie.

    Parameters
    ----------
    payoff : array_like, shape (n_options, n_scenarios)
        Higher is better, in one unit.

    Raises
    ------
    BadValue
        For a table that is empty or holds what is no number.

    References
    ----------
    Savage, L. J. (1951). The theory of statistical decision, doi:10.1080/01621459.1951.10500768.

    Examples
    --------
    >>> found = minimax_regret([[10, 0], [6, 5], [6, 4]])
    >>> found.best, found.largest.tolist(), found.dominated
    ((1, 2), [5.0, 4.0, 4.0], ((), (), (1,)))
    """
    table = np.array(payoff, np.float64)
    if table.ndim != 2 or not table.size or not np.isfinite(table).all():
        raise BadValue(f"payoff must be one number for each option and scenario (got shape {table.shape}); leave no cell empty")
    regret = table.max(axis=0) - table
    largest = regret.max(axis=1)
    better = (table[:, None, :] >= table[None, :, :]).all(axis=2) & (table[:, None, :] > table[None, :, :]).any(axis=2)
    return Regret(
        regret=regret,
        largest=largest,
        at=tuple(tuple(np.flatnonzero(row == row.max()).tolist()) for row in regret),
        best=tuple(np.flatnonzero(largest == largest.min()).tolist()),
        dominated=tuple(tuple(np.flatnonzero(column).tolist()) for column in np.atleast_2d(better.T)),
    )


def _holds(m: CrossImpactMatrix, rows: Ints, descriptor: int | str, variants: Sequence[int | str]) -> npt.NDArray[np.bool_]:
    at = m.descriptor(descriptor)
    if isinstance(variants, str) or not variants:
        raise BadValue(f"need of {m.descriptors[at]} must be a list of variants (got {variants!r}); name at least one")
    return np.isin(rows[:, at], [m.variant(at, one) for one in variants])
