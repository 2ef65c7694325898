"""How sure are we: a bar for each hypothesis with its interval and its prior; the unlisted and the planted are told apart by pattern."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line
from legation.figures.figure import Figure
from legation.figures.measure import width, wrap
from legation.figures.theme import EDGE, FAINT, INK, PALE, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["SHOWN", "Believed", "Sort", "posterior"]

SHOWN = 16
"""Hypotheses of the picture; the table has all."""
Sort = Literal["named", "unlisted", "planted"]
"""How a hypothesis is drawn: its bar full, hatched, or dashed."""
_LEFT, _BARS, _RIGHT = 246.0, (262.0, 560.0), float(WIDTH)
_BAR, _STEP = 10.0, 17.0
_FILL = "#2B5C8A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """One hypothesis: for each analyst prior, low, value and high, 0 to 1.

    Attributes
    ----------
    name : Spoken or str
    sort : {"named", "unlisted", "planted"}
    chances : tuple of (float, float, float, float)
        In the order of the analysts.
    """

    name: Spoken | str
    sort: Sort
    chances: tuple[tuple[float, float, float, float], ...]


def posterior(
    rows: Sequence[Believed],
    analysts: Sequence[Spoken | str],
    *,
    id: str = "posterior",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw a bar for each hypothesis and analyst, in the order given, with the 90 % interval as a line and the prior as a diamond.

    Parameters
    ----------
    rows : sequence of Believed
        The first 16 are drawn, and whatever is unlisted or planted.
    analysts : sequence of Spoken or str
        Their names; with one analyst it is not written.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        Where there is no row, or a row has another number of analysts, or an interval that does not hold its value.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> row = Believed(name="Alpha", sort="named", chances=((0.2, 0.4, 0.6, 0.7),))
    >>> posterior([row], ["desk"], title=said, subtitle=said, alt=said).id
    'posterior'
    """
    for row in rows:
        right = all(0 <= low <= value <= high <= 1 and 0 <= prior <= 1 for prior, low, value, high in row.chances)
        if not right or len(row.chances) != len(analysts):
            raise BadValue(Message("figures.posterior.bad-row", name=row.name, analysts=len(analysts), found=len(row.chances)))
    if not rows or not analysts:
        raise BadValue(Message("figures.empty"))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(rows), tuple(analysts)))


def _draw(rows: tuple[Believed, ...], analysts: tuple[Spoken | str, ...], lang: Lang) -> dict[str, Any]:
    shown = [row for at, row in enumerate(rows) if at < SHOWN or row.sort != "named"]
    sheet = Drawing(0)
    y = top = _heads(sheet, analysts, lang)
    for k, row in enumerate(shown):
        name = wrap(say(row.name, lang), _LEFT - 8, 11.5)
        tall = max(len(row.chances) * _STEP + 9, len(name) * 14.5 + 9)
        if k % 2:
            sheet.rect(0, y, WIDTH, tall, fill=PALE, plane=-2)
        sheet.text(4, y + tall / 2, name, size=11.5, lead=1.25)
        first = y + tall / 2 - (len(row.chances) - 1) * _STEP / 2
        for at, chance in enumerate(row.chances):
            _bar(sheet, row.sort, chance, first + at * _STEP, lang, letter=_letter(at) if len(analysts) > 1 else "")
        y += tall
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _x(tick)
        sheet.path(line((x, top), (x, y)), stroke=FAINT, plane=-1)
        sheet.text(x, top - 9, say(Message("answer.share", share=tick), lang), size=10.5, fill=QUIET, align="center")
    sheet.path(line((0, top), (WIDTH, top)), stroke=RULE, thick=0.8)
    if len(rows) > len(shown):
        sheet.text(0, y + 14, say(Message("figures.posterior.left-out", count=len(rows) - len(shown)), lang), size=11, fill=QUIET)
        y += 24
    sheet.height = y + 4
    return sheet.spec()


def _bar(sheet: Drawing, sort: Sort, chance: tuple[float, float, float, float], y: float, lang: Lang, *, letter: str) -> None:
    prior, low, value, high = chance
    wide = max(1.0, _x(value) - _BARS[0])
    box = (_BARS[0], y - _BAR / 2, wide, _BAR)
    if sort == "named":
        sheet.rect(*box, fill=_FILL, value=value)
    elif sort == "unlisted":
        sheet.rect(*box, fill=PAPER, stroke=EDGE, value=value)
        sheet.path(hatching(*box, gap=5), stroke=EDGE, plane=0.5)
    else:
        sheet.rect(*box, fill=PAPER, stroke=INK, dash=(3, 2), value=value)
    sheet.path(line((_x(low), y), (_x(high), y)), stroke=PAPER, thick=4, plane=1.4)
    sheet.path(line((_x(low), y), (_x(high), y)), stroke=INK, thick=1.4, plane=1.5, low=low, high=high)
    for end in (low, high):
        sheet.path(line((_x(end), y - 4), (_x(end), y + 4)), stroke=INK, thick=1.4, plane=1.5)
    sheet.dot(_x(prior), y, "diamond", 3.6, fill=PAPER, stroke=INK, plane=2, prior=prior)
    if letter:
        sheet.text(_BARS[0] - 6, y + 0.5, letter, size=10, fill=QUIET, align="right")
    sheet.text(_RIGHT - 82, y + 0.5, say(Message("figures.posterior.value", share=value), lang), size=11.5, bold=True, align="right")
    ends = say(Message("figures.posterior.range", low=low, high=high), lang)
    sheet.text(_RIGHT - 2, y + 0.5, ends, size=10.5, fill=QUIET, align="right")


def _letter(at: int) -> str:
    return chr(ord("A") + at % 26)


def _x(share: float) -> float:
    return _BARS[0] + share * (_BARS[1] - _BARS[0])


def _heads(sheet: Drawing, analysts: tuple[Spoken | str, ...], lang: Lang) -> float:
    """Write the key: patterns, interval and prior; then, of several analysts, who each letter is."""
    x, y = 4.0, 8.0
    for sort in ("unlisted", "planted", "interval", "prior"):
        label = say(Message(f"figures.posterior.{sort}"), lang)
        if x + 26 + width(label, 11) > WIDTH:
            x, y = 4.0, y + 17
        if sort == "unlisted":
            sheet.rect(x, y - 5, 18, 10, fill=PAPER, stroke=EDGE)
            sheet.path(hatching(x, y - 5, 18, 10, gap=5), stroke=EDGE, plane=0.5)
        elif sort == "planted":
            sheet.rect(x, y - 5, 18, 10, fill=PAPER, stroke=INK, dash=(3, 2))
        elif sort == "interval":
            sheet.path(line((x, y), (x + 18, y)), stroke=INK, thick=1.4)
        else:
            sheet.dot(x + 9, y, "diamond", 3.6, fill=PAPER, stroke=INK)
        sheet.text(x + 24, y + 0.5, label, size=11, fill=QUIET)
        x += 24 + width(label, 11) + 18
    if len(analysts) > 1:
        for k, name in enumerate(analysts):
            y += 17
            sheet.text(4, y, wrap(f"{_letter(k)}  {say(name, lang)}", WIDTH - 8, 11)[0], size=11, fill=QUIET)
    return y + 32
