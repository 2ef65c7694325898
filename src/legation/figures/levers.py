"""Whom to call first: effect, chance and effort of each lever side by side, so that none of the three hides another."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.theme import EDGE, INK, PALE, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say

__all__ = ["LeverBar", "levers"]

SHOWN = 24
"""Rows of the picture; the table has all."""
_LEFT, _BAR, _ROW = 206.0, 11.0, 24.0
_EFFECT, _CHANCE, _EFFORT = (_LEFT, 424.0), (442.0, 562.0), (580.0, float(WIDTH))
_NUMBER = 40.0
_FILLS = ("#2B5C8A", "#2C949F", "#C8752B")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverBar:
    """One lever.

    Attributes
    ----------
    actor : Named
    what : Message
        What would change: its position, its salience.
    effect, low, high : float
        Points of outcome nearer to our aim, with the 80 % range.
    chance : float or None
        [0 to 1]; None where not known.
    effort : float or None
        Points of outcome; None where not known.
    """

    actor: Named
    what: Message
    effect: float
    low: float
    high: float
    chance: float | None = None
    effort: float | None = None


def levers(
    bars: Sequence[LeverBar],
    *,
    id: str = "levers",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw a row for each lever, in the order given: a bar for its effect with its range, one for its chance, one for its effort.

    Parameters
    ----------
    bars : sequence of LeverBar
        The first 24 are drawn. What is not known is said to be, and has no bar.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        Where a range runs backwards, a chance is outside 0 to 1, an effort below 0, or there is no row.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> bar = LeverBar(actor=Named("FRA", "France"), what=said, effect=2.5, low=1.0, high=4.0, chance=0.3)
    >>> levers([bar], title=said, subtitle=said, alt=said).id
    'levers'
    """
    if not bars:
        raise BadValue(Message("figures.levers.nobody"))
    for bar in bars:
        rises = bar.low <= bar.high
        if not rises or not 0 <= (bar.chance or 0) <= 1 or not (bar.effort or 0) >= 0:
            values = {"effect": bar.effect, "low": bar.low, "high": bar.high, "chance": bar.chance, "effort": bar.effort}
            raise BadValue(Message("figures.levers.bad-row", actor=bar.actor, **values))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(bars)))


def _draw(bars: tuple[LeverBar, ...], lang: Lang) -> dict[str, Any]:
    shown = bars[:SHOWN]
    sheet = Drawing(0)
    heads = [
        wrap(say(text, lang), end - start, 11)
        for (start, end), text in zip(
            (_EFFECT, _CHANCE, _EFFORT),
            (Message("figures.levers.effect"), Message("figures.levers.chance"), Message("figures.levers.effort")),
            strict=True,
        )
    ]
    top = max(map(len, heads)) * 14 + 8.0
    for (start, _), lines in zip((_EFFECT, _CHANCE, _EFFORT), heads, strict=True):
        sheet.text(start, top - 8, lines, size=11, fill=QUIET, baseline="bottom")
    low = min(0.0, *(min(bar.low, bar.effect) for bar in shown))
    high = max(0.0, *(max(bar.high, bar.effect) for bar in shown)) or 1.0
    scale = (_EFFECT[1] - _EFFECT[0] - _NUMBER) / (high - low)
    zero = _EFFECT[0] - low * scale
    most = max((bar.effort or 0.0 for bar in shown), default=0.0) or 1.0
    y = top
    for k, bar in enumerate(shown):
        name = wrap(say(bar.actor, lang), _LEFT - 14, 12, lines=2)
        what = wrap(say(bar.what, lang), _LEFT - 14, 10, lines=2)
        tall = max(_ROW, len(name) * 15.0 + len(what) * 12.5 + 6)
        middle = y + tall / 2
        if k % 2:
            sheet.rect(0, y, WIDTH, tall, fill=PALE, plane=-2)
        text_top = middle - (len(name) * 15.0 + len(what) * 12.5) / 2
        _lines(sheet, name, text_top, 12, INK)
        _lines(sheet, what, text_top + len(name) * 15.0, 10, QUIET)
        _effect(sheet, bar, middle, zero, scale, lang)
        _part(sheet, bar.chance, 1.0, _CHANCE, middle, _FILLS[1], lang, share=True)
        _part(sheet, bar.effort, most, _EFFORT, middle, _FILLS[2], lang, share=False)
        y += tall
    for x in (zero, _CHANCE[0], _EFFORT[0]):
        sheet.path(line((x, top), (x, y)), stroke=RULE, plane=0.5)
    y += 16
    notes = [Message("figures.levers.interval")]
    if len(bars) > len(shown):
        notes.append(Message("figures.levers.left-out", shown=len(shown), count=len(bars) - len(shown)))
    for text in (text for note in notes for text in wrap(say(note, lang), WIDTH, 11)):
        sheet.text(0, y, text, size=11, fill=QUIET)
        y += 15
    sheet.height = y
    return sheet.spec()


def _lines(sheet: Drawing, lines: Sequence[str], y: float, size: float, fill: str) -> None:
    """Write lines right-aligned before the bars, from ``y`` downwards."""
    for i, text in enumerate(lines):
        sheet.text(_LEFT - 10, y + size * (0.625 + 1.25 * i), text, size=size, align="right", fill=fill)


def _effect(sheet: Drawing, bar: LeverBar, y: float, zero: float, scale: float, lang: Lang) -> None:
    start, end = sorted((zero, zero + bar.effect * scale))
    about: dict[str, Any] = {"actor": bar.actor.id, "effect": bar.effect, "low": bar.low, "high": bar.high}
    sheet.rect(start, y - _BAR / 2, max(1.0, end - start), _BAR, fill=_FILLS[0], **about)
    left, right = zero + bar.low * scale, zero + bar.high * scale
    sheet.path(line((left, y), (right, y)), stroke=INK, thick=1.4, plane=2)
    for x in (left, right):
        sheet.path(line((x, y - 4), (x, y + 4)), stroke=INK, thick=1.4, plane=2)
    sheet.text(max(right, end, zero) + 6, y + 0.5, say(Message("figures.levers.points", points=bar.effect), lang), size=11, bold=True)


def _part(
    sheet: Drawing, value: float | None, most: float, room: tuple[float, float], y: float, fill: str, lang: Lang, *, share: bool
) -> None:
    if value is None:
        label = say(Message("figures.levers.unknown"), lang)
        sheet.rect(room[0] + 2, y - _BAR / 2, room[1] - room[0] - 4, _BAR, stroke=EDGE, dash=(2, 3))
        sheet.text((room[0] + room[1]) / 2, y + 0.5, label, size=10, fill=QUIET, align="center", halo=PAPER)
        return
    label = say(Message("answer.chance", chance=value) if share else Message("figures.levers.points", points=value), lang)
    wide = max(1.0, value / most * (room[1] - room[0] - width(label, 11, bold=True) - 8))
    sheet.rect(room[0], y - _BAR / 2, wide, _BAR, fill=fill, value=value)
    sheet.text(room[0] + wide + 6, y + 0.5, label, size=11, bold=True)
