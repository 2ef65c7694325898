"""What we say, circle by circle: each claim as a row, and whether it is told, told without its support, or held back."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, EDGE, FAINT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["MARKS", "Held", "circles"]

MARKS = ("told", "bare", "held")
_FIRST, _HIGH = 260.0, 26.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A claim in the picture: its name, and its mark in each circle, of :data:`MARKS`."""

    name: str
    marks: tuple[str, ...]


def circles(
    rows: Sequence[Held],
    heads: Sequence[Spoken | str],
    *,
    id: str = "circles",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw a column for each circle, the widest first, and a mark for each claim.

    Raises
    ------
    BadValue
        Without a row, and for a mark that is none or does not stand once in each column.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> circles([Held(name="outage", marks=("held", "told"))], ["public", "partners"], title=said, subtitle=said, alt=said).id
    'circles'
    """
    if not rows or any(len(one.marks) != len(heads) or not set(one.marks) <= set(MARKS) for one in rows):
        raise BadValue(Message("what-do-we-say.bad-figure", allowed=" | ".join(MARKS), found=len(rows)))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(rows), tuple(heads)))


def _draw(rows: tuple[Held, ...], heads: tuple[Spoken | str, ...], lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    step = (WIDTH - _FIRST) / len(heads)
    middles = [_FIRST + step * (at + 0.5) for at in range(len(heads))]
    for x, head in zip(middles, heads, strict=True):
        sheet.text(x, 10, say(head, lang), size=11, bold=True, align="center")
    y = 24.0
    for one in rows:
        sheet.path(line((0, y), (WIDTH, y)), stroke=FAINT, plane=-1)
        name = wrap(one.name, _FIRST - 16, 11.5, lines=2)
        tall = max(_HIGH, 14.5 * len(name) + 10)
        sheet.text(0, y + tall / 2, name, size=11.5, lead=14.5 / 11.5)
        for x, mark in zip(middles, one.marks, strict=True):
            _mark(sheet, x, y + tall / 2, mark, claim=one.name)
        y += tall
    sheet.path(line((0, y), (WIDTH, y)), stroke=RULE)
    sheet.height = _key(sheet, y + 16, lang)
    return sheet.spec()


def _mark(sheet: Drawing, x: float, y: float, mark: str, **about: Any) -> None:
    """Draw a full dot, a hollow dot with a stroke through it, or a short dash."""
    if mark == "held":
        sheet.path(line((x - 7, y), (x + 7, y)), stroke=EDGE, thick=2, of=mark, **about)
        return
    is_named = mark == "told"
    sheet.dot(x, y, "circle", 5.5, fill=INK if is_named else PAPER, stroke=INK if is_named else ACCENT, thick=1.6, of=mark, **about)
    if not is_named:
        sheet.path(line((x - 8, y + 8), (x + 8, y - 8)), stroke=ACCENT, thick=1.6)


def _key(sheet: Drawing, y: float, lang: Lang) -> float:
    """Draw what the marks mean; return where the sheet ends."""
    x = 8.0
    for name in MARKS:
        text = say(Message(f"what-do-we-say.standing.{name}"), lang)
        wide = width(text, 11) + 40
        if x > 8 and x + wide > WIDTH:
            x, y = 8.0, y + 20
        _mark(sheet, x, y, name)
        sheet.text(x + 14, y, text, size=11, fill=QUIET)
        x += wide
    return y + 14
