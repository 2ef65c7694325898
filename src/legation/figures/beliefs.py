"""Under which belief in being answered each answer deters: nowhere, by the other beliefs, or everywhere, beside the belief supposed."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.theme import EDGE, FAINT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say

__all__ = ["Belief", "beliefs"]

_AXIS, _END, _SHARE = 220.0, 600.0, WIDTH - 4.0
_TALL = 16.0
_EVERYWHERE = "#2B5C8A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """An answer in the picture.

    Attributes
    ----------
    name : Named
    none_below, all_above : float or None
        Edges of the region [0 to 1]; None where no belief reaches them.
    supposed : (float, float)
        The range of belief that is supposed.
    share : float
        Of the ranges' combinations, those in which it deters.
    """

    name: Named
    none_below: float | None
    all_above: float | None
    supposed: tuple[float, float]
    share: float


def beliefs(
    answers: Sequence[Belief],
    *,
    id: str = "beliefs",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw for each answer the scale of belief from 0 to 1: where it deters nowhere, by the other ranges, or everywhere.

    Raises
    ------
    BadValue
        Without an answer, and for a number that is no share.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> one = Belief(name=Named("l", "Listing"), none_below=0.2, all_above=0.7, supposed=(0.3, 0.6), share=0.4)
    >>> beliefs([one], title=said, subtitle=said, alt=said).id
    'beliefs'
    """
    for one in answers:
        numbers = [*one.supposed, one.share, *(edge for edge in (one.none_below, one.all_above) if edge is not None)]
        if any(not 0 <= number <= 1 for number in numbers):
            raise BadValue(Message("response.figure.bad-belief", name=one.name))
    if not answers:
        raise BadValue(Message("response.figure.no-belief"))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(answers)))


def _x(share: float) -> float:
    return _AXIS + share * (_END - _AXIS)


def _draw(answers: tuple[Belief, ...], lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    sheet.text(_AXIS, 6, say(Message("response.figure.belief"), lang), size=10.5, fill=QUIET)
    sheet.text(_SHARE, 6, say(Message("response.figure.share"), lang), size=10.5, fill=QUIET, align="right")
    y = 34.0
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        sheet.text(_x(share), 22, say(Message("answer.share", share=share), lang), size=9.5, fill=QUIET, align="center")
    top = y
    for one in answers:
        name = wrap(say(one.name, lang), _AXIS - 16, 11.5)
        tall = max(34.0, 14.5 * len(name) + 10)
        middle = y + tall / 2
        sheet.text(0, middle, name, size=11.5, lead=14.5 / 11.5)
        _bar(sheet, middle, one)
        sheet.text(_SHARE, middle, say(Message("answer.fine-share", share=one.share), lang), size=12, bold=True, align="right")
        y += tall
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        sheet.path(line((_x(share), top), (_x(share), y)), stroke=FAINT, plane=-1)
    sheet.height = _key(sheet, y + 8, lang)
    return sheet.spec()


def _bar(sheet: Drawing, y: float, one: Belief) -> None:
    """Draw the three regions of one answer, and the belief supposed below them."""
    first = 1.0 if one.none_below is None else one.none_below
    second = 1.0 if one.all_above is None else max(first, one.all_above)
    top = y - _TALL / 2 - 2
    about: dict[str, Any] = {"answer": one.name.id, "share": one.share}
    sheet.rect(_x(0), top, _x(first) - _x(0), _TALL, fill=PAPER, stroke=EDGE, **about)
    if second > first:
        sheet.rect(_x(first), top, _x(second) - _x(first), _TALL, fill=PAPER, stroke=EDGE, **about)
        sheet.path(hatching(_x(first), top, _x(second) - _x(first), _TALL, gap=6), stroke=_EVERYWHERE, plane=0.5)
    if second < 1:
        sheet.rect(_x(second), top, _x(1) - _x(second), _TALL, fill=_EVERYWHERE, stroke=_EVERYWHERE, **about)
    low, high = _x(one.supposed[0]), _x(one.supposed[1])
    under = top + _TALL + 5
    sheet.path(line((low, under), (max(high, low + 2), under)), stroke=INK, thick=2.5, low=one.supposed[0], high=one.supposed[1], **about)
    for end in (low, high):
        sheet.path(line((end, under - 3), (end, under + 3)), stroke=INK, thick=1.5)


def _key(sheet: Drawing, y: float, lang: Lang) -> float:
    """Draw what the marks mean; return where the sheet ends."""
    sheet.path(line((0, y), (WIDTH, y)), stroke=RULE)
    x, y = 0.0, y + 10
    for name in ("nowhere", "somewhere", "everywhere", "supposed"):
        text = say(Message(f"response.figure.{name}"), lang)
        wide = 26 + width(text, 11) + 18
        if x and x + wide > WIDTH:
            x, y = 0.0, y + 18
        if name == "supposed":
            sheet.path(line((x, y + 6), (x + 18, y + 6)), stroke=INK, thick=2.5)
        else:
            sheet.rect(x, y, 18, 12, fill=_EVERYWHERE if name == "everywhere" else PAPER, stroke=EDGE)
        if name == "somewhere":
            sheet.path(hatching(x, y, 18, 12, gap=6), stroke=_EVERYWHERE, plane=0.5)
        sheet.text(x + 26, y + 6, text, size=11)
        x += wide
    return y + 20
