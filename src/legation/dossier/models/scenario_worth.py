"""What a plan of a scenario model is worth where a variant holds, or everywhere: rows with a range and the sources that they rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from legation.dossier.column import column, number
from legation.dossier.kind import Kind, Note, Number, Target
from legation.dossier.models.scenario_variants import FORM, VARIANTS, Place, place_of, variant_at
from legation.dossier.parts.checks import Check
from legation.dossier.parts.form import ModelRow
from legation.dossier.problem import Problem

__all__ = ["ALWAYS", "LARGEST_WORTH", "PlanWorth", "Where", "Worth", "WorthCell", "cells_of_worth", "worth_faults", "worth_in"]

ALWAYS = "always"
"""In every scenario."""
LARGEST_WORTH = 1e12
_DECIMALS = 9
"""To which a sum is rounded: 0.1 and 0.2 are worth what 0.3 is."""


@dataclass(frozen=True, slots=True)
class Where(Kind):
    """A variant, ``descriptor.variant``, or ``always``; the row goes with the variant."""

    name: ClassVar[str] = "reference"

    @property
    def names_from(self) -> tuple[str, ...]:
        return (VARIANTS,)

    @property
    def names_also(self) -> tuple[str, ...]:
        return (ALWAYS,)

    @property
    def expected(self) -> str:
        return f"{ALWAYS} | {FORM}"

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": rf"^({ALWAYS}|[^.]+\.[^.]+)$", "examples": [ALWAYS]}

    def take(self, value: Any, note: Note) -> Any:
        right = isinstance(value, str) and (value == ALWAYS or value.count(".") == 1)
        return value if right else note("toml-value", self.expected, value)

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return (variant_at(*place_of(value)),) if value and value != ALWAYS else ()

    def needs(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return self.targets(value, row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth(ModelRow):
    """What a plan is worth where a variant holds, or ``always``; without sources it is our judgement.

    Attributes
    ----------
    where : str
        ``descriptor.variant`` or ``always``.
    low, value, high : float
        In the unit of all plans; an end that is not given is the value.
    """

    where: str = column(Where())
    low: float | None = number(-LARGEST_WORTH, LARGEST_WORTH)
    value: float = column(Number(-LARGEST_WORTH, LARGEST_WORTH))
    high: float | None = number(-LARGEST_WORTH, LARGEST_WORTH)

    @property
    def place(self) -> Place | None:
        """The variant; None for every scenario."""
        return None if self.where == ALWAYS else place_of(self.where)

    @property
    def ends(self) -> tuple[float, float, float]:
        """Low, value and high."""
        return (
            self.value if self.low is None else self.low,
            self.value,
            self.value if self.high is None else self.high,
        )


class _Valued(Protocol):
    """A plan."""

    @property
    def payoff(self) -> tuple[tuple[Place | None, float], ...]: ...

    @property
    def worth(self) -> tuple[Worth, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthCell:
    """One row of what a plan is worth, with the sources that it rests on; none where it is our judgement."""

    place: Place | None
    low: float
    value: float
    high: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWorth:
    """What plans are worth in each scenario, each array of shape (plans, scenarios).

    Attributes
    ----------
    low, value, high : ndarray of float
        The sums of the rows that apply; 0 throughout for a plan of which no row says anything.
    is_valued : tuple of bool
        Of each plan, whether any row says what it is worth somewhere.
    """

    low: npt.NDArray[np.float64]
    value: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    is_valued: tuple[bool, ...]


def cells_of_worth(plan: _Valued) -> tuple[WorthCell, ...]:
    """Return what a plan is worth, row for row: those of ``worth``, or those of the short form ``payoff``, which is our judgement.

    Examples
    --------
    >>> from legation.dossier.models.scenario import Plan
    >>> [(cell.place, cell.low, cell.high) for cell in cells_of_worth(Plan(id="p", payoff=((None, -1.0),)))]
    [(None, -1.0, -1.0)]
    >>> plan = Plan(id="p", worth=(Worth(where="talks.open", low=1.0, value=2.0),))
    >>> [(cell.place, cell.low, cell.high) for cell in cells_of_worth(plan)]
    [(('talks', 'open'), 1.0, 2.0)]
    """
    short = (WorthCell(place=place, low=value, value=value, high=value) for place, value in plan.payoff)
    return (*short, *(_cell(row) for row in plan.worth))


def _cell(row: Worth) -> WorthCell:
    low, value, high = row.ends
    return WorthCell(place=row.place, low=low, value=value, high=high, evidence=row.evidence)


def worth_in(scenarios: npt.NDArray[np.int64], plans: Sequence[_Valued], at: Callable[[Place], tuple[int, int]]) -> PlanWorth:
    """Return what plans are worth in scenarios.

    Parameters
    ----------
    scenarios : ndarray of int, shape (scenarios, descriptors)
    plans : sequence of Plan
    at : callable
        Gives the numbers of a descriptor and of its variant.
    """
    sums = np.zeros((3, len(plans), len(scenarios)))
    occurs: dict[Place, npt.NDArray[np.bool_]] = {}
    for number_, plan in enumerate(plans):
        for cell in cells_of_worth(plan):
            ends = np.array([[cell.low], [cell.value], [cell.high]])
            if cell.place is None:
                sums[:, number_] += ends
                continue
            if cell.place not in occurs:
                descriptor, variant = at(cell.place)
                occurs[cell.place] = scenarios[:, descriptor] == variant
            sums[:, number_] += ends * occurs[cell.place]
    low, value, high = np.round(sums, _DECIMALS)
    return PlanWorth(low=low, value=value, high=high, is_valued=tuple(bool(plan.payoff or plan.worth) for plan in plans))


def worth_faults(check: Check, plans: Sequence[tuple[str, _Valued]], rows: Sequence[tuple[str, Worth]]) -> Iterator[Problem]:
    """Yield ranges that are not in order, and plans that say in both forms what they are worth; each with its place."""
    for at, plan in plans:
        if plan.payoff and plan.worth:
            yield check.fault("worth-and-payoff", f"{at}.worth", "worth | payoff", len(plan.worth))
    for at, row in rows:
        low, value, high = row.ends
        if not low <= value <= high:
            yield check.fault("out-of-order", at, "low <= value <= high", [low, value, high])
