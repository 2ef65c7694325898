"""Forecasts beside what came: a dot with its interval, the simple forecast, and the outcome, a row for each."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, FAINT, INK, PALE, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["Forecasted", "ledger"]

SHOWN = 24
"""Rows of the picture; the table has all."""
_LEFT, _RIGHT = 226.0, WIDTH - 60.0
_OURS = "#2B5C8A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasted:
    """A forecast and what came.

    Attributes
    ----------
    name : Named
    unit : str or Spoken
        Rows of one unit share a scale; ``share`` stands for a chance from 0 to 1.
    result : float
        What came; of a chance 0 or 1.
    value, low, high : float or None
        Ours with its interval.
    baseline : float or None
        The simple forecast.
    share : bool
        Whether the numbers are chances.
    """

    name: Named
    unit: str | Spoken
    result: float
    value: float | None = None
    low: float | None = None
    high: float | None = None
    baseline: float | None = None
    share: bool = False


def ledger(
    rows: Sequence[Forecasted],
    *,
    id: str = "ledger",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw a row for each forecast, in panels of one unit each, in the order given.

    Parameters
    ----------
    rows : sequence of Forecasted
        The first 24 are drawn.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        Where a number is not finite, a range runs backwards, a chance is outside 0 to 1, or there is no row.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> row = Forecasted(name=Named("f", "Margin?"), unit="members", result=19, value=73, low=28, high=117, baseline=30)
    >>> ledger([row], title=said, subtitle=said, alt=said).id
    'ledger'
    """
    if not rows:
        raise BadValue(Message("figures.ledger.nothing"))
    for row in rows:
        known = [n for n in (row.low, row.value, row.high) if n is not None]
        every = [*known, row.result, *([] if row.baseline is None else [row.baseline])]
        if known != sorted(known) or not all(map(math.isfinite, every)) or (row.share and not all(0 <= n <= 1 for n in every)):
            raise BadValue(Message("figures.ledger.bad-row", name=row.name, found=tuple(every)))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(rows)))


def _draw(rows: tuple[Forecasted, ...], lang: Lang) -> dict[str, Any]:
    shown = rows[:SHOWN]
    sheet = Drawing(0)
    y = _key(sheet, lang, ranged=any(row.low is not None and row.high is not None for row in shown))
    ordered = sorted(shown, key=lambda row: (not row.share, say(row.unit, lang)))
    for (share, unit), panel in itertools.groupby(ordered, key=lambda row: (row.share, say(row.unit, lang))):
        y = _panel(sheet, list(panel), y, lang, share=share, unit=unit)
    if len(rows) > len(shown):
        note = Message("figures.ledger.left-out", shown=len(shown), count=len(rows) - len(shown))
        sheet.text(0, y + 6, say(note, lang), size=11, fill=QUIET)
        y += 20
    sheet.height = y
    return sheet.spec()


def _key(sheet: Drawing, lang: Lang, *, ranged: bool) -> float:
    """Say what the marks are, and return where the panels begin."""
    x, y = 0.0, 9.0
    for name, text in (
        ("ours", Message("figures.ledger.ours-ranged") if ranged else Message("figures.ledger.ours")),
        ("baseline", Message("figures.ledger.baseline")),
        ("result", Message("figures.ledger.result")),
    ):
        label = say(text, lang)
        if x + 34 + width(label, 11) > WIDTH:
            x, y = 0.0, y + 18
        _mark(sheet, name, x + 10, y)
        if name == "ours" and ranged:
            sheet.path(line((x, y), (x + 20, y)), stroke=_OURS, thick=2)
        sheet.text(x + 26, y + 0.5, label, size=11, fill=QUIET)
        x += 46 + width(label, 11)
    return y + 22


def _mark(sheet: Drawing, name: str, x: float, y: float, **about: Any) -> None:
    if name == "ours":
        sheet.dot(x, y, "circle", 5, fill=_OURS, stroke=PAPER, plane=2.2, **about)
    elif name == "baseline":
        sheet.dot(x, y, "diamond", 5, fill=PAPER, stroke=QUIET, thick=1.6, plane=2.1, **about)
    else:
        sheet.path(line((x, y - 8), (x, y + 8)), stroke=ACCENT, thick=3, plane=2.4, **about)


def _panel(sheet: Drawing, rows: Sequence[Forecasted], y: float, lang: Lang, *, share: bool, unit: str) -> float:
    """Draw the rows of one unit on one scale, and return where the next panel begins."""
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0] if share else _ticks(rows)
    low, high = ticks[0], ticks[-1]
    scale = (_RIGHT - _LEFT) / (high - low)
    names = [wrap(say(row.name, lang), _LEFT - 22, 12, lines=2) for row in rows]
    tall = [max(26.0, 15.0 * len(name) + 8) for name in names]
    head = say(Message("figures.ledger.chance") if share else unit, lang)
    top = y + 16
    if head:
        sheet.text((_LEFT + _RIGHT) / 2, y, head, size=11, fill=QUIET, align="center")
    else:
        top = y
    for tick in ticks:
        x = _LEFT + (tick - low) * scale
        sheet.text(x, top, _number(tick, lang, share=share), size=10, fill=QUIET, align="center")
        sheet.path(line((x, top + 8), (x, top + 10 + sum(tall))), stroke=RULE if tick == 0 else FAINT, plane=0.2)
    y = top + 10
    for k, row in enumerate(rows):
        middle = y + tall[k] / 2
        if k % 2:
            sheet.rect(0, y, WIDTH, tall[k], fill=PALE, plane=-2)
        sheet.text(_LEFT - 20, middle, names[k], size=12, align="right")
        about: dict[str, Any] = {"forecast": row.name.id}
        if row.low is not None and row.high is not None:
            ends = [_LEFT + (end - low) * scale for end in (row.low, row.high)]
            sheet.path(line((ends[0], middle), (ends[1], middle)), stroke=_OURS, thick=2, plane=1.5, low=row.low, high=row.high, **about)
            for x in ends:
                sheet.path(line((x, middle - 4), (x, middle + 4)), stroke=_OURS, thick=2, plane=1.5)
        for name, number in (("baseline", row.baseline), ("ours", row.value), ("result", row.result)):
            if number is not None:
                _mark(sheet, name, _LEFT + (number - low) * scale, middle, value=number, **about)
        came = say(Message("figures.ledger.yes" if row.result else "figures.ledger.no"), lang) if share else _number(row.result, lang)
        sheet.text(WIDTH, middle, came, size=11, bold=True, fill=INK, align="right")
        y += tall[k]
    return y + 16


def _ticks(rows: Sequence[Forecasted]) -> list[float]:
    """Return four to seven round numbers that hold every number of the rows."""
    every = [n for row in rows for n in (row.low, row.value, row.high, row.baseline, row.result) if n is not None]
    low, high = min(*every, every[0]), max(*every, every[0])
    span = (high - low) or max(1.0, abs(high))
    power = 10.0 ** math.floor(math.log10(span / 5))
    step = next(power * k for k in (1, 2, 5, 10) if span / (power * k) <= 5)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [k * step for k in range(first, max(last, first + 1) + 1)]


def _number(value: float, lang: Lang, *, share: bool = False) -> str:
    if share:
        return say(Message("answer.share", share=value), lang)
    return say(round(value, 6) if value % 1 else int(value), lang)
