"""Who is heard: for each actor its share of voice with its interval, the greatest first."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.rounding import round_step
from legation.figures.theme import EDGE, FAINT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say

__all__ = ["MOST", "Voice", "voice_shares"]

MOST = 40
_COLOUR, _HOLLOW = "#2B5C8A", "#8A6A2B"
_NAMES, _END = 200.0, 560.0
_STEP = 14.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One actor.

    Attributes
    ----------
    name : Named
    share, before : tuple of 3 float, or None
        Share, low and high end, 0 to 1, now and before; None where nothing is known.
    """

    name: Named
    share: tuple[float, float, float] | None
    before: tuple[float, float, float] | None = None


def voice_shares(
    voices: Sequence[Voice],
    *,
    periods: tuple[Message, Message] | None = None,
    id: str = "voice",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw shares of voice as dots with their intervals, on an axis as long as the longest one needs.

    Parameters
    ----------
    voices : sequence of Voice
        1 to 40.
    periods : tuple of Message, optional
        What before and now are, where both are drawn.
    title, subtitle, alt : Message

    Raises
    ------
    BadValue
        No actor or too many, or a share outside its interval.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> voice_shares([Voice(name=Named("a", "A"), share=(0.2, 0.1, 0.4))], title=said, subtitle=said, alt=said).id
    'voice'
    """
    every = [ends for one in voices for ends in (one.share, one.before) if ends is not None]
    if not 1 <= len(voices) <= MOST or any(not 0 <= ends[1] <= ends[0] <= ends[2] <= 1 for ends in every):
        raise BadValue(Message("debate.figure.bad-voices", count=len(voices), most=MOST))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(voices), periods))


def _draw(voices: tuple[Voice, ...], periods: tuple[Message, Message] | None, lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    step, top = scale(max((ends[2] for one in voices for ends in (one.share, one.before) if ends is not None), default=1.0))

    def x(share: float) -> float:
        return _NAMES + min(share, top) / top * (_END - _NAMES)

    ticks = [k * step for k in range(round(top / step) + 1)]
    for value in ticks:
        sheet.text(x(value), 8, say(Message("debate.figure.share", share=value), lang), size=10, fill=QUIET, align="center")
    y = 22.0
    for one in voices:
        name = wrap(say(one.name, lang), _NAMES - 16, 12, lines=2)
        rows = 2 if periods else 1
        tall = max(_STEP * rows, 14.5 * len(name)) + 9
        sheet.text(0, y + tall / 2, name, size=12, lead=14.5 / 12)
        marks = [(one.before, _HOLLOW, True), (one.share, _COLOUR, False)][2 - rows :]
        for at, (ends, colour, hollow) in enumerate(marks):
            _mark(sheet, x, y + tall / 2 + _STEP * (at - (rows - 1) / 2), ends, (one.name, colour, hollow), lang)
        y += tall
        sheet.path(line((0, y), (WIDTH, y)), stroke=FAINT, plane=-1)
    for value in ticks:
        sheet.path(line((x(value), 18), (x(value), y)), stroke=RULE if value == 0 else FAINT, plane=-1)
    sheet.height = _key(sheet, periods, y + 12, lang)
    return sheet.spec()


def _mark(sheet: Drawing, x: Any, y: float, ends: tuple[float, float, float] | None, what: tuple[Named, str, bool], lang: Lang) -> None:
    name, colour, hollow = what
    if ends is None:
        sheet.text(_NAMES + 4, y, say(Message("debate.figure.unknown"), lang), size=10, fill=QUIET)
        return
    share, low, high = ends
    about: dict[str, Any] = {"actor": name.id, "share": round(share, 4), "low": round(low, 4), "high": round(high, 4)}
    sheet.path(line((x(low), y), (max(x(high), x(low) + 1), y)), stroke=colour, thick=2.4, opacity=0.55, **about)
    sheet.dot(x(share), y, "circle", 4, fill=PAPER if hollow else colour, stroke=colour, thick=1.6, **about)
    text = say(Message("debate.figure.value", share=share, low=low, high=high), lang)
    sheet.text(WIDTH - 2, y, text, size=10.5, fill=QUIET if hollow else INK, align="right")


def scale(highest: float) -> tuple[float, float]:
    """Return a round step of a share and the top of its axis: two to five steps, never above the whole.

    >>> scale(0.31), scale(1.0)
    ((0.1, 0.4), (0.25, 1.0))
    """
    step = round_step(max(highest, 1e-4) / 4)
    return step, min(step * math.ceil(highest / step - 1e-9), max(1.0, step)) if highest > 0 else step


def _key(sheet: Drawing, periods: tuple[Message, Message] | None, y: float, lang: Lang) -> float:
    items = [(periods[0], _HOLLOW, True), (periods[1], _COLOUR, False)] if periods else []
    text = say(Message("debate.figure.interval"), lang)
    sheet.path(line((0, y + 6), (18, y + 6)), stroke=EDGE, thick=2.4, opacity=0.8)
    sheet.text(24, y + 6, text, size=11)
    at = 24 + width(text, 11) + 20
    for message, colour, hollow in items:
        text = say(message, lang)
        if at + 16 + width(text, 11) > WIDTH:
            at, y = 0.0, y + 18
        sheet.dot(at + 5, y + 6, "circle", 4, fill=PAPER if hollow else colour, stroke=colour, thick=1.6)
        sheet.text(at + 16, y + 6, text, size=11)
        at += 16 + width(text, 11) + 20
    return y + 20
