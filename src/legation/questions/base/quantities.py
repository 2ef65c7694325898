"""A number as it is printed: of which fact it is, so that two sentences with two numbers for one fact are found."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from legation.errors import BadValue
from legation.methods.share import LEVEL

__all__ = ["LEVEL", "FactsOf", "Key", "Quantity", "Unit", "conflicts", "on"]

Unit: TypeAlias = Literal["members", "votes", "cases", "chance", "share", "points", "days", "score"]
Key: TypeAlias = tuple[str, str, str, str]
_DECIMALS: dict[Unit, int] = {"members": 0, "votes": 0, "cases": 0, "chance": 2, "share": 2, "points": 1, "days": 0, "score": 2}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that a reader may quote.

    Attributes
    ----------
    what : str
        What it counts or measures: ``yes-minus-no``.
    of : str
        Of which thing, by its id: a roll call, an actor; several with ``+`` between.
    when : str
        The day of knowing, or of a fact on record its own day; ISO 8601, empty where the dossier gives none.
    method : str
        How it is known: ``estimate``, ``drawn``, ``record``, ``declared``, ``replay``, or the id of the forecast row that states it.
    value : float or None
        None of an interval alone.
    low, high : float or None
        Its interval.
    level : float or None
        What share of cases the interval is meant to hold [0 to 1]; given exactly where the interval is.
    unit : str
        ``members``, ``votes``, ``cases``, ``chance``, ``share``, ``points``, ``days`` or ``score``: how precisely it is printed.

    Raises
    ------
    BadValue
        For an interval without its level, or a level without an interval.

    Examples
    --------
    >>> margin = Quantity("yes-minus-no", "A/RES/74/247", "2019-12-26", "estimate", 37, 26, 46, 0.8)
    >>> margin.key, margin.printed
    (('yes-minus-no', 'A/RES/74/247', '2019-12-26', 'estimate'), (37.0, 26.0, 46.0))
    >>> margin.agrees(Quantity("yes-minus-no", "A/RES/74/247", "2019-12-26", "estimate", 37.2, 26, 46, 0.8))
    True
    """

    what: str
    of: str
    when: str
    method: str
    value: float | None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    unit: Unit = "members"

    def __post_init__(self) -> None:
        ranged = self.low is not None or self.high is not None
        if ranged != (self.level is not None):
            raise BadValue(f"level must be given where an interval is, and only there (got {self.level!r} of {self.what})")

    @property
    def key(self) -> Key:
        """Of which fact it is: two quantities of one key must agree."""
        return (self.what, self.of, self.when, self.method)

    @property
    def printed(self) -> tuple[float | None, ...]:
        """Value, low and high, as precisely as they are printed."""
        return tuple(None if one is None or math.isnan(one) else round(float(one), _DECIMALS[self.unit]) for one in self._numbers)

    @property
    def _numbers(self) -> tuple[float | None, ...]:
        return (self.value, self.low, self.high)

    def agrees(self, other: Quantity) -> bool:
        """Whether another quantity of the same key says the same; of an interval, where both give one."""
        pairs = zip(self.printed, other.printed, strict=True)
        return all(one is None or two is None or one == two for one, two in pairs) and (
            self.level is None or other.level is None or self.level == other.level
        )

    def says(self, number: float) -> bool:
        """Whether a number in a sentence is its value or an end of its interval."""
        shown = round(float(number), _DECIMALS[self.unit])
        return not math.isnan(number) and shown in self.printed


@dataclass(frozen=True, slots=True)
class FactsOf:
    """Makes the quantities of one thing that are known in one way, on one day.

    Examples
    --------
    >>> known = FactsOf("A/RES/74/247", "2019-12-26", "estimate")
    >>> known("yes-minus-no", 37, 26, 46).level, [one.what for one in known.counts(yes=94, no=57)]
    (0.8, ['yes', 'no'])
    """

    of: str
    when: str
    method: str

    def __call__(
        self,
        what: str,
        value: float | None,
        low: float | None = None,
        high: float | None = None,
        *,
        level: float | None = LEVEL,
        unit: Unit = "members",
    ) -> Quantity:
        """Return a quantity; an interval has the level of papers unless another is given."""
        return Quantity(what, self.of, self.when, self.method, value, low, high, None if low is None and high is None else level, unit)

    def counts(self, unit: Unit = "members", /, **values: float) -> tuple[Quantity, ...]:
        """Return several quantities of one unit, by what they count."""
        return tuple(self(what.replace("_", "-"), value, unit=unit) for what, value in values.items())


def on(day: dt.date | object | None) -> str:
    """Return a day as a quantity has it."""
    return day.isoformat() if isinstance(day, dt.date) else str(day or "")


def conflicts(quantities: Iterable[Quantity]) -> tuple[tuple[Quantity, Quantity], ...]:
    """Return the pairs of quantities that give one fact two values.

    Examples
    --------
    >>> conflicts([Quantity("yes", "r", "", "record", 4), Quantity("yes", "r", "", "record", 5), Quantity("no", "r", "", "record", 1)])
    ... # doctest: +ELLIPSIS
    ((Quantity(what='yes', ... value=4, ...), Quantity(what='yes', ... value=5, ...)),)
    """
    first: dict[Key, Quantity] = {}
    found = []
    for one in quantities:
        there = first.setdefault(one.key, one)
        if not there.agrees(one):
            found.append((there, one))
    return tuple(found)
