"""Who votes alike: every pair's agreement, actors ordered by blocs."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.typing import ArrayLike

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line, number
from legation.figures.figure import Figure, Named
from legation.figures.measure import shorten, width, wrap
from legation.figures.spread import spread
from legation.figures.theme import BLOC_COLOURS, EDGE, INK, PAPER, QUIET, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["heat"]

_LEFT, _SQUARE, _BAND = 136, 560, 8
_STEPS = 8
_MOST = 280
"""Rows that stay apart in the picture; more are averaged with their neighbours."""
_LIGHT, _DARK = (0xED, 0xEE, 0xEA), (0x12, 0x3A, 0x66)

Float = npt.NDArray[np.float64]


def heat(
    score: ArrayLike,
    actors: Sequence[Named],
    blocs: Sequence[int],
    *,
    id: str = "agreement",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
    bloc_names: Sequence[Spoken] = (),
) -> Figure:
    """Draw agreement scores as a square of shaded cells, blocs beside each other, and name who is in each bloc.

    Parameters
    ----------
    score : array, shape (n_actors, n_actors)
        Agreement, 0 to 1; nan where a pair has no common vote, drawn hatched.
    actors : sequence of Named
    blocs : sequence of int
        Each actor's bloc, numbered from 0 by falling size.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.
    bloc_names : sequence of Spoken
        Names of the blocs; by default "Bloc 1", "Bloc 2"...

    Raises
    ------
    BadValue
        The arrays do not fit each other.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> pair = [Named("FRA", "France"), Named("PER", "Peru")]
    >>> heat([[1, 0.5], [0.5, 1]], pair, [0, 1], title=said, subtitle=said, alt=said).id
    'agreement'
    """
    table = np.asarray(score, np.float64)
    n = len(actors)
    if table.shape != (n, n) or len(blocs) != n or not n:
        raise BadValue(Message("figures.heat.bad-shape", actors=n, found="x".join(map(str, table.shape)), blocs=len(blocs)))
    order = _order(table, [int(b) for b in blocs], [a.id for a in actors])
    drawn = functools.partial(
        _draw, table[np.ix_(order, order)], tuple(actors[i] for i in order), tuple(int(blocs[i]) for i in order), tuple(bloc_names)
    )
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _order(table: Float, blocs: list[int], ids: list[str]) -> list[int]:
    """Return the rows bloc by bloc; inside a bloc those who are most of their own bloc and least of the others come first."""
    bloc = np.array(blocs)
    own = bloc[:, None] == bloc[None, :]
    known = ~np.isnan(table) & ~np.eye(len(bloc), dtype=bool)
    filled = np.where(known, table, 0.0)

    def mean(where: npt.NDArray[np.bool_]) -> Float:
        there = known & where
        return np.asarray(np.where(there, filled, 0).sum(1) / np.maximum(there.sum(1), 1), np.float64)

    typical = np.round(mean(own) - mean(~own), 9)
    return sorted(range(len(blocs)), key=lambda i: (blocs[i], -typical[i], ids[i]))


def _draw(table: Float, actors: tuple[Named, ...], blocs: tuple[int, ...], bloc_names: tuple[Spoken, ...], lang: Lang) -> dict[str, Any]:
    n = len(actors)
    cell = min(24.0, _SQUARE / n)
    side = cell * n
    coded = cell >= 9.5
    widest = max(width(shorten(a.id, 44, 8.5), 8.5) for a in actors) if coded else 0.0
    top = widest + 6 if coded else 0.0
    left = _LEFT + (widest + 6 if coded else 0.0)
    cell *= min(1.0, (WIDTH - left) / side)
    side = cell * n
    sheet = Drawing(0)
    merged, size = _merged(table), side / min(n, -(-n // -(-n // _MOST)))
    floor = _cells(sheet, merged, left, top, size, side)
    if coded:
        for i, actor in enumerate(actors):
            code = shorten(actor.id, 44, 8.5)
            sheet.text(left - 4, top + (i + 0.5) * cell, code, size=8.5, align="right", fill=QUIET)
            sheet.text(left + (i + 0.5) * cell, top - 4, code, size=8.5, align="left", angle=270, fill=QUIET)
    names = _bands(sheet, blocs, bloc_names, (left, top, cell, side), lang)
    y = _key(sheet, top + side + 14, left, floor, bool(np.isnan(table).any()), n, lang)
    sheet.height = y if coded else _lists(sheet, y + 12, actors, blocs, names)
    return sheet.spec()


def _merged(table: Float) -> Float:
    """Average neighbours where there are more rows than the picture can hold apart."""
    n = len(table)
    step = -(-n // _MOST)
    if step == 1:
        return table
    edges = list(range(0, n, step))
    known = ~np.isnan(table)
    total = np.add.reduceat(np.add.reduceat(np.where(known, table, 0), edges, 0), edges, 1)
    seen = np.add.reduceat(np.add.reduceat(known.astype(np.float64), edges, 0), edges, 1)
    with np.errstate(invalid="ignore"):
        return np.asarray(total / np.where(seen, seen, np.nan), np.float64)


def _cells(sheet: Drawing, table: Float, left: float, top: float, cell: float, side: float) -> float:
    """Shade the square; return the score at which the scale begins: two pairs in a hundred may be below it, in the lightest shade.

    Each shade covers all cells that are at least as dark, so that no seam of paper shows between neighbours.
    """
    known = table[~np.isnan(table)]
    floor = min(np.floor(np.quantile(known, 0.02) * 10 + 1e-9) / 10, 0.9) if known.size else 0.0
    level = np.clip(np.floor((np.nan_to_num(table, nan=floor) - floor) / (1 - floor) * _STEPS + 1e-9), 0, _STEPS - 1).astype(int)
    sheet.rect(left, top, side, side, fill=_shade(0))
    for k in range(1, _STEPS):
        where = level >= k
        if where.any():
            d = "".join(_block(left, top, cell, block) for block in _blocks(where))
            sheet.path(d, fill=_shade(k), plane=0.2, level=k)
    gaps = np.isnan(table)
    if gaps.any():
        blocks = _blocks(gaps)
        sheet.path("".join(_block(left, top, cell, block) for block in blocks), fill=PAPER, plane=0.3)
        hatch = "".join(hatching(left + a * cell, top + i * cell, (b - a) * cell, (j - i) * cell, gap=4) for i, j, a, b in blocks)
        sheet.path(hatch, stroke=EDGE, thick=0.7, plane=0.4, missing=True)
    return float(floor)


def _blocks(where: npt.NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """Cover the marked cells with rectangles (first row, end row, first column, end column): runs that rows one below the other share."""
    open_: dict[tuple[int, int], int] = {}
    found = []
    for i, row in enumerate([*where, np.zeros(where.shape[1], bool)]):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
        runs = set(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
        found += [(open_.pop(run), i, *run) for run in sorted(open_.keys() - runs)]
        for run in runs - open_.keys():
            open_[run] = i
    return found


def _block(left: float, top: float, cell: float, block: tuple[int, int, int, int]) -> str:
    first, end, a, b = block
    x, right = number(left + a * cell, 2), number(left + b * cell, 2)
    return f"M{x},{number(top + first * cell, 2)}H{right}V{number(top + end * cell, 2)}H{x}Z"


def _shade(level: int) -> str:
    share = level / (_STEPS - 1)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(_LIGHT, _DARK, strict=True))


def _bands(
    sheet: Drawing, blocs: tuple[int, ...], names: tuple[Spoken, ...], frame: tuple[float, float, float, float], lang: Lang
) -> dict[int, list[str]]:
    """Mark each bloc along the left edge and name it; return the names with their sizes."""
    left, top, cell, side = frame
    edge = _LEFT - _BAND - 4.0
    spans, at = [], 0
    for bloc, members in groupby(blocs):
        count = len(list(members))
        spans.append((bloc, at, at + count))
        at += count
    labels = {}
    for bloc, start, end in spans:
        name = say(names[bloc] if bloc < len(names) else Message("figures.bloc", number=bloc + 1), lang)
        labels[bloc] = [*wrap(name, edge - 18, 11, bold=True, lines=3), say(Message("figures.members", count=end - start), lang)]
    sizes = [len(labels[bloc]) * 14 + 5.0 for bloc, _, _ in spans]
    middles = [top + (start + end) / 2 * cell for _, start, end in spans]
    places = spread(middles, sizes, 0, max(top + side, sum(sizes)))
    for (bloc, start, end), middle, place in zip(spans, middles, places, strict=True):
        colour = BLOC_COLOURS[bloc % len(BLOC_COLOURS)]
        sheet.rect(edge, top + start * cell, _BAND, (end - start) * cell, fill=colour, bloc=bloc)
        sheet.path(line((edge, middle), (edge - 4, middle), (edge - 10, place), (edge - 13, place)), stroke=colour)
        head = labels[bloc]
        first = place - (len(head) - 1) * 7
        for i, text in enumerate(head):
            last = i == len(head) - 1
            sheet.text(edge - 17, first + i * 14, text, size=11, bold=not last, align="right", fill=QUIET if last else INK)
        if start:
            sheet.path(line((left, top + start * cell), (left + side, top + start * cell)), stroke=PAPER, thick=1.2, plane=1.2)
            sheet.path(line((left + start * cell, top), (left + start * cell, top + side)), stroke=PAPER, thick=1.2, plane=1.2)
    return labels


def _key(sheet: Drawing, y: float, left: float, floor: float, gaps: bool, n: int, lang: Lang) -> float:  # noqa: FBT001
    """Draw the scale of shades; return where it ends."""
    wide = 26
    for k in range(_STEPS):
        sheet.rect(left + k * wide, y, wide, 12, fill=_shade(k), plane=0.6)
    for k in (1, _STEPS // 2, _STEPS - 1):
        value = floor + (1 - floor) * k / _STEPS
        sheet.text(left + k * wide, y + 21, say(Message("figures.heat.score", score=value), lang), size=10, align="center", fill=QUIET)
    sheet.text(left + _STEPS * wide + 10, y + 6, say(Message("figures.heat.scale"), lang), size=11, fill=QUIET)
    if gaps:
        start = left + _STEPS * wide + 22 + width(say(Message("figures.heat.scale"), lang), 11)
        sheet.rect(start, y, wide, 12, fill=PAPER, stroke=EDGE, thick=0.7, plane=0.6)
        sheet.path(hatching(start, y, wide, 12, gap=4), stroke=EDGE, thick=0.7, plane=0.8)
        sheet.text(start + wide + 6, y + 6, say(Message("figures.heat.missing"), lang), size=11, fill=QUIET)
    y += 28
    step = -(-n // _MOST)
    if step > 1:
        sheet.text(left, y + 6, say(Message("figures.heat.merged", count=step), lang), size=11, fill=QUIET)
        y += 16
    return float(number(y))


def _lists(sheet: Drawing, y: float, actors: tuple[Named, ...], blocs: tuple[int, ...], names: dict[int, list[str]]) -> float:
    """Write who is in each bloc, by id, in the order of the rows; return where the lists end."""
    for bloc, label in names.items():
        members = [actor.id for actor, b in zip(actors, blocs, strict=True) if b == bloc]
        lines = wrap("\u00a0 ".join(members), WIDTH - _LEFT, 9.5)
        sheet.rect(0, y, _BAND, 10, fill=BLOC_COLOURS[bloc % len(BLOC_COLOURS)])
        sheet.text(_BAND + 6, y + 5, shorten(" ".join(label[:-1]), _LEFT - 26, 11, bold=True), size=11, bold=True)
        sheet.text(_LEFT, y + 5 + (len(lines) - 1) * 6.65, lines, size=9.5, lead=1.4, fill=INK)
        y += len(lines) * 13.3 + 8
    return y
