"""The evidence waterfall: from the odds before to the odds after, one step for each item."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line
from legation.figures.figure import Figure
from legation.figures.measure import width, wrap
from legation.figures.theme import EDGE, FAINT, INK, PALE, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["SHOWN", "Step", "waterfall"]

SHOWN = 14
"""Steps of the picture; the rest are one step, and the table has all."""
_LEFT, _FACTOR, _BARS = 300.0, 352.0, (376.0, float(WIDTH) - 16)
_BAR = 12.0
_FOR = "#2B5C8A"
_FEWEST = math.log(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one item adds to the logarithm of the odds."""

    name: Spoken | str
    adds: float


def waterfall(
    before: float,
    steps: Sequence[Step],
    *,
    id: str = "waterfall",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw the steps in the order given, on a scale of odds; what speaks against the first hypothesis is hatched.

    Parameters
    ----------
    before : float
        Natural logarithm of the odds of the first hypothesis against the second, before the evidence.
    steps : sequence of Step
        The first 14 are drawn; what is left is one step.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        Where a number is not finite.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> waterfall(-1.0, [Step(name="key", adds=1.5)], title=said, subtitle=said, alt=said).id
    'waterfall'
    """
    if not all(map(math.isfinite, (before, *(step.adds for step in steps)))):
        raise BadValue(Message("figures.waterfall.not-finite"))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, before, tuple(steps)))


def _draw(before: float, steps: tuple[Step, ...], lang: Lang) -> dict[str, Any]:
    shown = list(steps[:SHOWN])
    if len(steps) > len(shown):
        rest = steps[len(shown) :]
        shown.append(Step(name=Message("figures.waterfall.rest", count=len(rest)), adds=math.fsum(step.adds for step in rest)))
    levels = [before]
    for step in shown:
        levels.append(levels[-1] + step.adds)
    low, high = min(*levels, -_FEWEST), max(*levels, _FEWEST)

    def x(level: float) -> float:
        return _BARS[0] + 20 + (level - low) / (high - low) * (_BARS[1] - _BARS[0] - 40)

    sheet = Drawing(0)
    top = _heads(sheet, lang)
    y = _level(sheet, top, before, x(before), Message("figures.waterfall.before"), lang)
    for k, step in enumerate(shown):
        name = wrap(say(step.name, lang), _LEFT - 8, 10.5)[:4]
        tall = max(22.0, len(name) * 13.0 + 8)
        middle = y + tall / 2
        if k % 2 == 0:
            sheet.rect(0, y, WIDTH, tall, fill=PALE, plane=-2)
        sheet.text(4, middle, name, size=10.5, lead=13 / 10.5)
        sheet.text(_FACTOR, middle + 0.5, _factor(step.adds, lang), size=11, bold=True, align="right")
        left, right = sorted((x(levels[k]), x(levels[k + 1])))
        box = (left, middle - _BAR / 2, max(1.5, right - left), _BAR)
        if step.adds >= 0:
            sheet.rect(*box, fill=_FOR, adds=step.adds)
        else:
            sheet.rect(*box, fill=PAPER, stroke=EDGE, adds=step.adds)
            sheet.path(hatching(*box, gap=5), stroke=EDGE, plane=1)
        sheet.path(line((x(levels[k + 1]), middle), (x(levels[k + 1]), y + tall + 11)), stroke=EDGE, thick=0.8, dash=(2, 2), plane=0.6)
        y += tall
    bottom = _level(sheet, y, levels[-1], x(levels[-1]), Message("figures.waterfall.after"), lang)
    sheet.path(line((x(0), top), (x(0), bottom)), stroke=INK, thick=1, plane=0.7)
    for tick in _ticks(low, high):
        if tick:
            sheet.path(line((x(tick), top), (x(tick), bottom)), stroke=FAINT, plane=-1)
        sheet.text(x(tick), top - 9, _odds(tick, lang), size=10.5, fill=QUIET, align="center")
    sheet.path(line((0, top), (WIDTH, top)), stroke=RULE, thick=0.8)
    sheet.height = bottom + 4
    return sheet.spec()


def _level(sheet: Drawing, y: float, level: float, x: float, name: Message, lang: Lang) -> float:
    """Draw where the odds stand, with their number; return where the row ends."""
    tall = 24.0
    sheet.text(4, y + tall / 2, say(name, lang), size=11.5, bold=True)
    sheet.text(_FACTOR, y + tall / 2, _odds(level, lang), size=11.5, bold=True, align="right")
    sheet.dot(x, y + tall / 2, "diamond", 5, fill=INK, stroke=PAPER, level=level)
    return y + tall


def _ticks(low: float, high: float) -> list[float]:
    decades = [math.log(10) * k for k in range(-6, 7)]
    there = [tick for tick in decades if low <= tick <= high]
    every = 1 if len(there) <= 5 else 2
    return [tick for tick in there if round(tick / math.log(10)) % every == 0]


def _odds(level: float, lang: Lang) -> str:
    """Return odds as a reader says them: 3 to 1, 1 to 3."""
    ratio = math.exp(min(abs(level), 14.0))
    number = round(ratio, 1) if ratio < 10 else round(ratio)
    return say(Message("figures.waterfall.odds-against" if level < 0 and number != 1 else "figures.waterfall.odds", number=number), lang)


def _factor(adds: float, lang: Lang) -> str:
    ratio = math.exp(min(abs(adds), 14.0))
    return say(Message("figures.waterfall.divided" if adds < 0 else "figures.waterfall.times", number=round(ratio, 2)), lang)


def _heads(sheet: Drawing, lang: Lang) -> float:
    """Write what the columns and the two patterns are."""
    sheet.rect(4, 3, 18, 10, fill=_FOR)
    label = say(Message("figures.waterfall.for"), lang)
    sheet.text(28, 8.5, label, size=11, fill=QUIET)
    x, y = 28 + width(label, 11) + 18, 8.0
    against = say(Message("figures.waterfall.against"), lang)
    if x + 24 + width(against, 11) > WIDTH:
        x, y = 4.0, 25.0
    sheet.rect(x, y - 5, 18, 10, fill=PAPER, stroke=EDGE)
    sheet.path(hatching(x, y - 5, 18, 10, gap=5), stroke=EDGE, plane=0.5)
    sheet.text(x + 24, y + 0.5, against, size=11, fill=QUIET)
    y += 24
    sheet.text(4, y, say(Message("figures.waterfall.item"), lang), size=11, fill=QUIET)
    sheet.text(_FACTOR, y, say(Message("figures.waterfall.factor"), lang), size=11, fill=QUIET, align="right")
    return y + 12
