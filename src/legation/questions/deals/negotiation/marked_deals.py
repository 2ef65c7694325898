"""Deals that pictures mark: solutions, offers, the status quo, what was agreed; each with a sign of its own."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from legation.language import Spoken

__all__ = ["Deal", "Kind", "signs"]

Kind = Literal["solution", "offer", "next", "status", "agreed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A package that is marked: what it is called, what it is, and what it is worth to each party."""

    name: Spoken | str
    kind: Kind
    utilities: tuple[float, ...]


def signs(deals: Sequence[Deal]) -> list[str]:
    """Return the sign of each deal.

    A letter for a solution, a number for an offer, + for the next one, 0 for the status quo, Z for what was agreed.

    >>> signs([Deal(name="a", kind=kind, utilities=()) for kind in ("solution", "offer", "agreed")])
    ['A', '1', 'Z']
    """
    letters, numbers = (chr(65 + at) for at in range(25)), itertools.count(1)
    fixed = {"next": "+", "status": "0", "agreed": "Z"}
    return [
        next(letters) if deal.kind == "solution" else str(next(numbers)) if deal.kind == "offer" else fixed[deal.kind] for deal in deals
    ]
