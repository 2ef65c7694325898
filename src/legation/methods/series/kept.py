"""What a watch must keep to run on another day: numbers, texts and lists only."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from legation.errors import BadValue
from legation.methods.series.baseline import DAYS, Usual
from legation.methods.series.calibration import Calibrated
from legation.methods.series.cusum import CusumState

__all__ = ["Kept"]

_MAKE = 1
"""Raised when what is kept changes its meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A watch at rest.

    Attributes
    ----------
    binomial : bool
        Counts are parts of totals.
    rate, excess : float
    days : tuple of float, 7
    week : int
        Day of the week of the first period ever given.
    shifts : tuple of float
        Factors watched for.
    asked : float
        False alarms for each period.
    found : Calibrated
    baseline_alarms : int
    standing : Standing
    """

    binomial: bool
    rate: float
    excess: float
    days: tuple[float, ...]
    week: int
    shifts: tuple[float, ...]
    asked: float
    found: Calibrated
    baseline_alarms: int
    standing: CusumState

    @property
    def level(self) -> Usual:
        """Return what is usual, as one series."""
        return Usual(rate=np.array([self.rate]), day=np.array([self.days]), excess=np.array([self.excess]), binomial=self.binomial)

    def written(self) -> dict[str, Any]:
        """Return the watch as JSON knows it; what is infinite as null."""
        table: dict[str, Any] = {"make": _MAKE, **asdict(self)}
        table["found"] = {name: value if math.isfinite(value) else None for name, value in table["found"].items()}
        table["standing"] = {name: list(value) if isinstance(value, tuple) else value for name, value in table["standing"].items()}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in table.items()}

    @classmethod
    def read(cls, state: Mapping[str, Any], *, binomial: bool) -> Kept:
        """Return the watch of a state.

        Raises
        ------
        BadValue
            Where the state is of another make, broken, or of counts of the other kind.
        """
        if not isinstance(state, Mapping) or state.get("make") != _MAKE:
            raise BadValue(f"state must be that of an earlier result of make {_MAKE}; begin anew with a baseline")
        try:
            table = {name: _unlisted(value) for name, value in state.items() if name != "make"}
            found = Calibrated(**{name: math.inf if value is None else float(value) for name, value in table.pop("found").items()})
            cusum = CusumState(**{name: _unlisted(value) for name, value in table.pop("standing").items()})
            stored = cls(found=found, standing=cusum, **table)
            numbers = [stored.rate, stored.excess, stored.asked, found.threshold, *stored.days, *stored.shifts]
            numbers += [*cusum.level, *cusum.observed, *cusum.expected, cusum.place, cusum.last + 1, *cusum.since]
            whole = all(math.isfinite(number) and number >= 0 for number in numbers) and stored.excess >= 1
            ways = {len(part) for part in (stored.shifts, cusum.level, cusum.since, cusum.observed, cusum.expected)}
        except (TypeError, AttributeError, KeyError, ValueError):
            whole, ways, stored = False, set(), None
        if stored is None or not whole or len(ways) != 1 or len(stored.days) != DAYS or stored.week not in range(DAYS):
            raise BadValue("state must be that of an earlier result, unchanged; begin anew with a baseline")
        if stored.binomial != binomial:
            raise BadValue(f"totals must be as in the first call (got {'some' if binomial else 'none'}); count in the same way")
        return stored


def _unlisted(value: Any) -> Any:
    """Return a list as the tuple that it was."""
    return tuple(value) if isinstance(value, list) else value
