"""Fields of a negotiation room's entries that hold more than texts: packages, points, plain data within bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from legation.rooms.refused import Refused
from legation.rooms.state import Field, as_seen

__all__ = ["HIGHEST", "Plain", "Table", "Whole"]

HIGHEST = 1_000_000_000
"""Points lie between this and its negative."""
DEEPEST = 12
"""Levels of a rule that is put together of rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Field):
    """A list of whole numbers, each between ``low`` and ``high``."""

    def check(self, name: str, value: Any, number: int) -> None:
        """Refuse what is no list of whole numbers, a longer one, and a number out of bounds."""
        if not isinstance(value, list | tuple):
            raise Refused("unknown", number, field=name, found=type(value).__name__)
        if len(value) > self.longest:
            raise Refused("too-long", number, field=name, found=len(value), allowed=self.longest)
        low, high = (-HIGHEST if self.low is None else self.low), (HIGHEST if self.high is None else self.high)
        for one in value:
            if type(one) is not int or not low <= one <= high:
                raise Refused("unknown", number, field=name, found=as_seen(str(one))[:80])


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Field):
    """A list of lists of whole numbers: points by issue and option."""

    def check(self, name: str, value: Any, number: int) -> None:
        """Refuse what is no list of lists of whole numbers."""
        if not isinstance(value, list | tuple) or len(value) > self.longest:
            raise Refused("unknown", number, field=name, found=type(value).__name__)
        for row in value:
            Whole(type=list, longest=self.longest, low=self.low, high=self.high).check(name, row, number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain(Field):
    """Plain data of any form, without signs that nobody sees; whoever declares it checks the rest."""

    def check(self, name: str, value: Any, number: int) -> None:
        """Refuse another type, what is too deep or too long, and texts with signs that nobody sees."""
        if not isinstance(value, (Mapping if self.type is dict else (list, tuple))):
            raise Refused("unknown", number, field=name, found=type(value).__name__)
        waiting: list[tuple[Any, int]] = [(value, 0)]
        count = 0
        while waiting:
            one, depth = waiting.pop()
            count += 1
            if depth > DEEPEST or count > self.longest:
                raise Refused("too-long", number, field=name, found=count, allowed=self.longest)
            if isinstance(one, str):
                Field(type=str, longest=self.longest).check(name, one, number)
            elif isinstance(one, Mapping):
                waiting += [(part, depth + 1) for pair in one.items() for part in pair]
            elif isinstance(one, list | tuple):
                waiting += [(part, depth + 1) for part in one]
            elif one is not None and type(one) not in (int, bool):
                raise Refused("unknown", number, field=name, found=type(one).__name__)
