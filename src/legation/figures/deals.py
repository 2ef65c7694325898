"""Marks of deals on a sheet: solutions, offers, the status quo, what was agreed; each with a sign of its own and a line in the key."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from legation.figures.drawing import Drawing
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, INK, PAPER, QUIET, WIDTH
from legation.language import Lang, Spoken, say

__all__ = ["RADIUS", "Deal", "Kind", "draw_deal", "draw_key", "signs", "sorted_ticks"]

Kind = Literal["solution", "offer", "next", "status", "agreed"]
RADIUS = 8.5
_LOOK = {
    "solution": ("circle", INK, PAPER),
    "offer": ("square", "#2B5C8A", PAPER),
    "next": ("circle", "#1B7F79", "#FFFFFF"),
    "status": ("diamond", QUIET, PAPER),
    "agreed": ("circle", ACCENT, "#FFFFFF"),
}
"""Shape, colour and the colour of its sign; white stays white where the ground is dark."""


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


def draw_deal(sheet: Drawing, x: float, y: float, deal: Deal, sign: str) -> None:
    """Draw the mark of a deal."""
    shape, colour, ink = _LOOK[deal.kind]
    radius = RADIUS * 1.2 if shape == "diamond" else RADIUS
    sheet.dot(x, y, shape, radius, fill=colour, stroke=PAPER, thick=1.5, plane=2.5, deal=sign)
    sheet.text(x, y + 0.5, sign, size=10, bold=True, align="center", fill=ink, plane=4)


def draw_key(sheet: Drawing, y: float, deals: Sequence[Deal], lang: Lang) -> float:
    """Write what each sign stands for, in lines; return where the sheet goes on."""
    x = 0.0
    for deal, sign in zip(deals, signs(deals), strict=True):
        words = wrap(say(deal.name, lang), WIDTH - 28, 11)
        wide = max(width(one, 11) for one in words) + 28 + 18
        if x and x + wide - 18 > WIDTH:
            x, y = 0.0, y + 22
        draw_deal(sheet, x + RADIUS + 1, y + 8, deal, sign)
        sheet.text(x + 24, y + 8 + 7 * (len(words) - 1), words, size=11)
        x += wide
        y += 14 * (len(words) - 1)
    return y + 26 if deals else y


def sorted_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round numbers between two ends, at most so many.

    >>> sorted_ticks(0, 100), sorted_ticks(-1, 1.2, 3)
    ([0.0, 20.0, 40.0, 60.0, 80.0, 100.0], [-1.0, 0.0, 1.0])
    """
    span = max(high - low, 1e-9)
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(
        power * times for times in (1, 2, 5, 10, 20, 50) if math.floor(high / (power * times)) - math.ceil(low / (power * times)) < most
    )
    return [round(step * at, 10) + 0.0 for at in range(math.ceil(low / step), math.floor(high / step) + 1)]
