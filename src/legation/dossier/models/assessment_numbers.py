"""Numbers and words of an assessment: likelihood ratios, chances before the evidence, shares, and tables of them by hypothesis."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from legation.dossier.kind import Gone, Kind, Note, Number, Reference, Target
from legation.dossier.kind.composite import Keyed, is_number

__all__ = ["CHANCE", "PRIOR", "RATIO_WORDS", "SHARE", "ByHypothesis", "Outcomes", "Range", "Ratio", "Triple"]

Triple = tuple[float, float, float]
"""Low, value, high."""
_GREATEST = 1000.0
"""Nothing that a desk writes down excludes for certain."""
_LEAST = 0.0001
"""Least prior: what is given none can never be found out."""
RATIO_WORDS: Mapping[str, Triple] = {
    "strongly-for": (20.0, math.sqrt(20 * 150), 150.0),
    "for": (3.0, math.sqrt(60), 20.0),
    "weakly-for": (1.0, math.sqrt(3), 3.0),
    "neutral": (1.0, 1.0, 1.0),
    "weakly-against": (1 / 3, 1 / math.sqrt(3), 1.0),
    "against": (1 / 20, 1 / math.sqrt(60), 1 / 3),
    "strongly-against": (1 / 150, 1 / math.sqrt(20 * 150), 1 / 20),
}
"""Words for likelihood ratios: the bands of Kass and Raftery (1995), doi:10.1080/01621459.1995.10476572, with their geometric means."""
_WORDS = {value: word for word, value in RATIO_WORDS.items() if len(set(value)) > 1}


def _numbers(low: float, high: float) -> list[dict[str, Any]]:
    one = {"type": "number", "minimum": low, "maximum": high}
    return [one, {"type": "array", "items": one, "minItems": 1, "maxItems": 3}]


@dataclass(frozen=True, slots=True)
class Range(Kind):
    """A number with its range: one number, low and high, or low, value and high; between low and high stands the middle.

    >>> Range(0, 1).take(0.8, print), Range(0, 1).take([0.1, 0.3], print), Range(0, 1).take([0.6, 0.8, 0.9], print)
    ((0.8, 0.8, 0.8), (0.1, 0.2, 0.3), (0.6, 0.8, 0.9))
    """

    name: ClassVar[str] = "range"
    low: float = 0.0
    high: float = 1.0

    @property
    def allowed(self) -> str:
        return f"{self.low:g}..{self.high:g} | [low, value, high]"

    @property
    def schema(self) -> dict[str, Any]:
        return {"anyOf": _numbers(self.low, self.high)}

    def take(self, value: Any, note: Note) -> Any:
        listed = value if isinstance(value, list) else [value]
        if len(listed) not in (1, 2, 3) or not all(map(is_number, listed)):
            return note("toml-value", self.expected, value)
        first, last = float(listed[0]), float(listed[-1])
        middle = float(listed[1]) if len(listed) == 3 else first if first == last else self.between(first, last)
        if self.low <= first <= middle <= last <= self.high:
            return first, middle, last
        return note("toml-value", self.expected, value)

    def between(self, low: float, high: float) -> float:
        """Return the middle of a range of which only the ends are given."""
        return round((low + high) / 2, 12)

    def give(self, value: Any) -> Any:
        return value[1] if len(set(value)) == 1 else list(value)


@dataclass(frozen=True, slots=True)
class Ratio(Range):
    """A likelihood ratio: a word, a number or a range, of which the middle is the geometric one.

    >>> Ratio().take("for", print)[0], Ratio().take(2, print), Ratio().take([1, 4], print), Ratio().give(RATIO_WORDS["for"])
    (3.0, (2.0, 2.0, 2.0), (1.0, 2.0, 4.0), 'for')
    """

    low: float = 1 / _GREATEST
    high: float = _GREATEST

    @property
    def allowed(self) -> str:
        return f"{self.low:g}..{self.high:g} | [low, value, high] | {' | '.join(RATIO_WORDS)}"

    @property
    def schema(self) -> dict[str, Any]:
        return {"anyOf": [*_numbers(self.low, self.high), {"type": "string", "enum": list(RATIO_WORDS)}]}

    def take(self, value: Any, note: Note) -> Any:
        if isinstance(value, str) and value in RATIO_WORDS:
            return RATIO_WORDS[value]
        return Range.take(self, value, note)

    def between(self, low: float, high: float) -> float:
        return math.sqrt(low * high) if low * high > 0 else Range.between(self, low, high)

    def give(self, value: Any) -> Any:
        return _WORDS.get(value) or Range.give(self, value)


PRIOR = Range(_LEAST, 1 - _LEAST)
"""A chance before the evidence."""
SHARE = Range(0.0, 1.0)
"""A share from 0 to 1."""
CHANCE = Number(_LEAST, 1 - _LEAST)
"""The chance of a find: no look is certain to find, or not to."""


@dataclass(frozen=True, slots=True)
class ByHypothesis(Keyed):
    """A table hypothesis -> number; what cannot be read of it is a fault of the whole table."""

    unknown: ClassVar[str] = "unknown-in-response"
    by: Kind = Reference((".hypothesis",))

    @property
    def expected(self) -> str:
        return f"{{ hypothesis = {self.of.expected} }}"

    def take(self, value: Any, note: Note) -> Any:
        found = Keyed.take(self, value, lambda *_args, **_more: None)
        return note("toml-value", self.expected, value) if found is None else found


@dataclass(frozen=True, slots=True)
class Outcomes(ByHypothesis):
    """A table of what a judgement of an earlier day held possible: hypotheses of this file, or others of that day; it goes with any."""

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return ()

    def needs(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return tuple(((".hypothesis",), name) for name in value)

    def bears(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return ()

    def without(self, value: Any, gone: Gone, row: Any = None) -> Any:
        return value
