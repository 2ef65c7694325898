"""Load-bearing assumptions: what becomes of plans once the scenarios in which an assumption holds are taken away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["LoadBearing", "load_bearing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadBearing:
    """What each assumption carries; plans, assumptions and scenarios by number.

    Attributes
    ----------
    holds_in, left : tuple of int
        Of each assumption, in how many scenarios it holds, and how many are left once these are taken away.
    carried : tuple of tuple of int
        Of each assumption, the plans that survive in some scenario and in none of those that are left; none where no scenario is left.
    best : tuple of int
        The plans of least largest regret over all scenarios; empty without worth.
    best_without : tuple of tuple of int or None
        Of each assumption, those over the scenarios that are left; None where none is left, or without worth.
    changes : tuple of bool
        Of each assumption, whether the plans of least largest regret are others without it.
    """

    holds_in: tuple[int, ...]
    left: tuple[int, ...]
    carried: tuple[tuple[int, ...], ...]
    best: tuple[int, ...]
    best_without: tuple[tuple[int, ...] | None, ...]
    changes: tuple[bool, ...]

    def carries(self, assumption: int) -> bool:
        """Whether an assumption carries a plan, or changes which plan has the least to regret."""
        return bool(self.carried[assumption]) or self.changes[assumption]


def load_bearing(survives: npt.ArrayLike, holds: npt.ArrayLike, worth: npt.ArrayLike | None = None) -> LoadBearing:
    """Say which assumptions carry a plan: take away the scenarios that hold each, and look at survival and regret again.

    Where an assumption holds in every scenario nothing is left to judge by, and nothing is said of it.

    Parameters
    ----------
    survives : array_like of bool, shape (n_plans, n_scenarios)
        As :func:`legation.methods.scenario.survival` gives it.
    holds : array_like of bool, shape (n_assumptions, n_scenarios)
        In which scenarios each assumption holds.
    worth : array_like, shape (n_valued_plans, n_scenarios), optional
        What plans are worth, in one unit, higher is better: the plans of ``best`` are its rows. Of fewer than two nothing can change.

    Raises
    ------
    BadValue
        For tables of other shapes, of no scenario, and for worth that is no number.

    References
    ----------
    Dewar, J. A. (2002). Assumption-Based Planning. Cambridge University Press.

    Examples
    --------
    The first plan lives on the first assumption, and without the second the other plan has less to regret.

    >>> survives = [[1, 1, 0, 0], [1, 1, 1, 1]]
    >>> found = load_bearing(survives, [[1, 1, 0, 0], [0, 1, 0, 1]], [[9, 0, 4, 0], [4, 8, 5, 8]])
    >>> found.carried, found.best, found.best_without, found.changes
    (((0,), ()), (1,), ((1,), (0,)), (False, True))
    """
    lasts, marks = _marks(survives, "survives"), _marks(holds, "holds")
    scenarios = lasts.shape[1]
    if marks.shape[1] != scenarios:
        raise BadValue(
            f"holds must have a mark for each of {scenarios} scenarios (got {marks.shape[1]}); take both from the same scenarios"
        )
    left = ~marks
    somewhere = lasts.any(axis=1)
    remaining = lasts.astype(np.int64) @ left.T.astype(np.int64) > 0
    counts = left.sum(axis=1)
    carried = [np.flatnonzero(somewhere & ~remaining[:, a]).tolist() if counts[a] else [] for a in range(len(marks))]
    regret = None if worth is None else _regret(worth, scenarios)
    best = () if regret is None else _least(regret)
    without = [None if regret is None or not counts[a] else _least(regret[:, left[a]]) for a in range(len(marks))]
    return LoadBearing(
        holds_in=tuple(marks.sum(axis=1).tolist()),
        left=tuple(counts.tolist()),
        carried=tuple(map(tuple, carried)),
        best=best,
        best_without=tuple(without),
        changes=tuple(one is not None and one != best for one in without),
    )


def _marks(values: npt.ArrayLike, name: str) -> npt.NDArray[np.bool_]:
    table = np.array(values)
    if table.ndim != 2 or not table.shape[1]:
        raise BadValue(f"{name} must be a table of marks with one scenario or more (got shape {table.shape}); look for scenarios first")
    if not np.isin(table, (0, 1)).all():
        raise BadValue(f"{name} must hold marks, 0 or 1, and nothing else; compare with what is meant")
    return table.astype(np.bool_)


def _regret(worth: npt.ArrayLike, scenarios: int) -> npt.NDArray[np.float64]:
    """Return what each plan would be regretted by in each scenario."""
    try:
        table = np.array(worth, np.float64)
    except (TypeError, ValueError):
        raise BadValue(f"worth must be one number for each plan and scenario (got {worth!r:.80}); leave no cell empty") from None
    if table.ndim != 2 or table.shape[1] != scenarios or not table.size or not np.isfinite(table).all():
        raise BadValue(f"worth must be one number for each plan and each of {scenarios} scenarios (got shape {table.shape})")
    regret: npt.NDArray[np.float64] = table.max(axis=0) - table
    return regret


def _least(regret: npt.NDArray[np.float64]) -> tuple[int, ...]:
    """Return the plans whose largest regret is least, all of them."""
    largest = regret.max(axis=1)
    return tuple(np.flatnonzero(largest == largest.min()).tolist())
