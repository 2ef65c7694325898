"""Two roll calls side by side: how many went from each vote to each vote."""

from __future__ import annotations

import functools
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.typing import ArrayLike

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line, number
from legation.figures.figure import Figure
from legation.figures.measure import width, wrap
from legation.figures.spread import spread
from legation.figures.theme import EDGE, INK, PAPER, QUIET, VOTE_COLOURS, VOTE_INKS, VOTE_LETTERS, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["flows"]

Ints = npt.NDArray[np.int_]
VOTES = ("missing", "yes", "abstain", "no")
"""The votes in the order of the table's rows and columns."""
_SHOWN = (1, 2, 3, 0)
"""The order from top to bottom: missing last."""
_TALL, _BAR, _OUTER, _SLOT = 300, 22, 178, 34
_RIBBON = {"yes": "#1B7F79", "abstain": "#D9A441", "no": "#B3261E", "missing": "#A3A8B3"}


def flows(
    count: ArrayLike,
    *,
    id: str = "cross-flow",  # noqa: A002 - the field of a figure
    first: Spoken | str,
    second: Spoken | str,
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw a cross table as two columns of bars joined by ribbons, each with its count and the colour of the first vote.

    Parameters
    ----------
    count : array of int, shape (4, 4)
        Actors; rows the first vote, columns the second, in the order missing, yes, abstain, no [actors].
    first, second : Spoken or str
        What is written above the two sides: symbol, date.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        The table has another shape, or a count below zero.

    Examples
    --------
    >>> table = [[0, 0, 0, 0], [0, 77, 12, 12], [0, 0, 0, 0], [0, 46, 0, 0]]
    >>> said = Message("language.yes")
    >>> flows(table, first="A/RES/73/27", second="A/RES/73/266", title=said, subtitle=said, alt=said).id
    'cross-flow'
    """
    table = np.asarray(count)
    if table.shape != (4, 4) or (table < 0).any():
        raise BadValue(Message("figures.flows.bad-table", found="x".join(map(str, table.shape))))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, table.astype(int), first, second))


def _draw(count: Ints, first: Spoken | str, second: Spoken | str, lang: Lang) -> dict[str, Any]:
    scale = _TALL / max(1, int(count.sum()))
    left, right = (_OUTER, _OUTER + _BAR), (WIDTH - _OUTER - _BAR, WIDTH - _OUTER)
    heads = [wrap(say(text, lang), _OUTER + _BAR, 12, bold=True) for text in (first, second)]
    top = max(map(len, heads)) * 15 + 12.0
    tops = [_stack(count.sum(axis=axis), scale) for axis in (1, 0)]
    tall = max(end for _, end in tops)
    sheet = Drawing(top + tall)
    sheet.text(left[1], 8, heads[0], bold=True, align="right", baseline="middle" if len(heads[0]) == 1 else "top")
    sheet.text(right[0], 8, heads[1], bold=True, baseline="middle" if len(heads[1]) == 1 else "top")
    starts = [{vote: top + (tall - end) / 2 + at for vote, at in places.items()} for places, end in tops]
    _ribbons(sheet, count, starts, scale, (left[1], right[0]), top, lang)
    for side, (edges, align) in enumerate(((left, "right"), (right, "left"))):
        totals = count.sum(axis=1 - side)
        for vote in _SHOWN:
            _bar(sheet, edges, starts[side][vote], int(totals[vote]), scale, VOTES[vote], align, lang)
    return sheet.spec()


def _stack(totals: Ints, scale: float) -> tuple[dict[int, float], float]:
    """Return where each bar begins, and where the stack ends: no bar closer to the next than its label needs."""
    places, at = {}, 0.0
    for vote in _SHOWN:
        tall = float(totals[vote]) * scale
        slot = max(tall + 14, _SLOT)
        places[vote] = at + (slot - tall) / 2
        at += slot
    return places, at


def _bar(sheet: Drawing, edges: tuple[float, float], y: float, total: int, scale: float, vote: str, align: str, lang: Lang) -> None:
    x, tall = edges[0], max(total * scale, 1)
    if vote == "missing":
        sheet.rect(x + 0.5, y, _BAR - 1, tall, fill=PAPER, stroke=EDGE, dash=(2, 2) if tall > 4 else (), vote=vote, actors=total)
    else:
        sheet.rect(x, y, _BAR, tall, fill=VOTE_COLOURS[vote], vote=vote, actors=total)
        if vote == "abstain":
            sheet.path(hatching(x, y, _BAR, tall), stroke="#F3DCAE", thick=1.2)
    if tall >= 15:
        letter = VOTE_LETTERS[lang].get(vote, VOTE_LETTERS[lang]["absent"])
        sheet.text(x + _BAR / 2, y + tall / 2 + 0.5, letter, size=12, bold=True, align="center", fill=VOTE_INKS.get(vote, QUIET))
    figure = say(total, lang)
    word = wrap(say(Message(f"figures.flows.{vote}"), lang), _OUTER - 22 - width(figure, 16, bold=True), 12)
    middle, wide = y + tall / 2, width(figure, 16, bold=True)
    if align == "right":
        sheet.text(x - 8, middle, figure, size=16, bold=True, align="right")
        sheet.text(x - 14 - wide, middle + 0.5, word, size=12, align="right", fill=INK)
    else:
        sheet.text(edges[1] + 8, middle, figure, size=16, bold=True)
        sheet.text(edges[1] + 14 + wide, middle + 0.5, word, size=12, fill=INK)


def _ribbons(
    sheet: Drawing,
    count: Ints,
    starts: list[dict[int, float]],
    scale: float,
    edges: tuple[float, float],
    top: float,
    lang: Lang,
) -> None:
    here, there = dict(starts[0]), dict(starts[1])
    x0, x1 = edges
    middle = number((x0 + x1) / 2)
    labels: list[tuple[float, float, int]] = []
    for a, b in product(_SHOWN, _SHOWN):
        actors = int(count[a, b])
        if not actors:
            continue
        thick = actors * scale
        y, z = here[a], there[b]
        here[a], there[b] = y + thick, z + thick
        over = f"M{number(x0)},{y:.1f}C{middle},{y:.1f},{middle},{z:.1f},{number(x1)},{z:.1f}"
        under = f"L{number(x1)},{z + thick:.1f}C{middle},{z + thick:.1f},{middle},{y + thick:.1f},{number(x0)},{y + thick:.1f}Z"
        about: dict[str, Any] = {"first": VOTES[a], "second": VOTES[b], "actors": actors}
        sheet.path(over + under, fill=_RIBBON[VOTES[a]], opacity=0.42, plane=0.5, **about)
        labels.append((y + thick / 2, thick, actors))
    places = spread([y for y, _, _ in labels], [13.0] * len(labels), top - 4, sheet.height + 4)
    for (y, thick, actors), place in zip(labels, places, strict=True):
        beside = abs(place - y) > max(1.0, thick / 2 - 3)
        sheet.text(x0 + 26, place + 0.5, say(actors, lang), size=12, bold=True, halo=PAPER if beside else "")
        if beside:
            sheet.path(line((x0 + 1, y), (x0 + 12, y), (x0 + 22, place)), stroke=QUIET, thick=0.8)
