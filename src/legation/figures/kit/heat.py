"""Heat: how alike any two of many are, a square of shades in which blocs stand together; who is where is found by pointing."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.typing import ArrayLike

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line, number
from legation.figures.figure import Figure, Named
from legation.figures.kit.spread import spread
from legation.figures.mark import Mark
from legation.figures.measure import shorten, width, wrap
from legation.figures.theme import BLOC_COLOURS, EDGE, INK, PAPER, QUIET, SHADES, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["heat"]

_TYPE, _LEAD, _LEFT, _SQUARE, _BAND = 12.0, 16.0, 136.0, 556.0, 8.0
_CODED, _NUMBERED = 15.5, 32.0
"""Rows at least so tall [px] have their codes beside them; cells at least so wide [px] have their number in them."""
_POINTED, _APART, _MERGED = 12.0, 280, 140
"""Blocs at least so wide [px] are pointed at; up to so many rows stay apart; more are averaged to no more than so many."""
_SPACE, _LISTED = "\u00a0 ", 20
"""Lines in which members are listed below the square."""

Float = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Bloc:
    """A bloc on the square: its number, its first row and the row after its last one, and its name."""

    number: int
    start: int
    end: int
    name: Spoken

    @property
    def rows(self) -> slice:
        return slice(self.start, self.end)

    @property
    def colour(self) -> str:
        return BLOC_COLOURS[self.number % len(BLOC_COLOURS)] if self.number >= 0 else EDGE


@dataclass(frozen=True, slots=True)
class _Square:
    """What is drawn: the table and its actors bloc by bloc."""

    table: Float
    actors: tuple[Named, ...]
    blocs: tuple[_Bloc, ...]

    @property
    def n(self) -> int:
        return len(self.actors)

    @property
    def cell(self) -> float:
        """The side of a cell [px]."""
        return float(min(44.0, _SQUARE / self.n, (_SQUARE - 30) / self.n if _SQUARE / self.n >= _CODED else 44.0))

    @property
    def step(self) -> int:
        """How many rows are averaged."""
        return 1 if self.n <= _APART else -(-self.n // _MERGED)

    def mean(self, rows: slice, columns: slice) -> float:
        """Return the mean agreement of two blocs, or of an actor with one; nan where none is known."""
        part = self.table[rows, columns]
        known = part[~np.isnan(part)]
        return float(known.mean()) if known.size else float("nan")


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
    groups: Sequence[Spoken | str] = (),
    evidence: tuple[str, ...] = (),
) -> Figure:
    """Draw agreement scores as a square of shaded cells, blocs beside each other, with the mean of each two blocs.

    A mark is a bloc with its members; then a pair, where pairs are large enough to be pointed at; else an actor beside a bloc; and of more
    than 280 actors two blocs.

    Parameters
    ----------
    score : array, shape (n_actors, n_actors)
        Agreement, 0 to 1; nan where a pair has no common vote, drawn hatched.
    actors : sequence of Named
    blocs : sequence of int
        Each actor's bloc, numbered from 0 by falling size; below 0 where it is in none.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.
    bloc_names : sequence of Spoken, by default "Bloc 1", "Bloc 2"...
    groups : sequence of Spoken or str, by which a reader can pick actors out; by default their blocs
    evidence : tuple of str, the sources of the scores, by id: on the marks of blocs

    Raises
    ------
    BadValue
        The arrays do not fit each other.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> pair = [Named("FRA", "France"), Named("PER", "Peru")]
    >>> figure = heat([[1, 0.5], [0.5, 1]], pair, [0, 1], title=said, subtitle=said, alt=said)
    >>> [(mark["label"], mark["value"]) for mark in figure.records("en")]
    [('Bloc 1', '1 member'), ('Bloc 2', '1 member'), ('France – Peru', '0.50'), ('Peru – France', '0.50')]
    """
    table = np.array(score, np.float64)
    n = len(actors)
    if table.shape != (n, n) or len(blocs) != n or len(groups) not in (0, n) or not n:
        raise BadValue(Message("figures.heat.bad-shape", actors=n, found="x".join(map(str, table.shape)), blocs=len(blocs)))
    np.fill_diagonal(table, np.nan)
    order = _order(table, [int(b) for b in blocs], [a.id for a in actors])
    spans, at = [], 0
    for bloc, members in itertools.groupby(int(blocs[i]) for i in order):
        count = len(list(members))
        unnamed = Message("figures.bloc", number=bloc + 1) if bloc >= 0 else Message("figures.heat.no-bloc")
        spans.append(_Bloc(bloc, at, at + count, bloc_names[bloc] if 0 <= bloc < len(bloc_names) else unnamed))
        at += count
    square = _Square(table[np.ix_(order, order)], tuple(actors[i] for i in order), tuple(spans))
    marks = tuple(_marks(square, [groups[i] for i in order] if groups else (), evidence))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, marks=marks, spec=functools.partial(_draw, square))


def _order(table: Float, blocs: list[int], ids: list[str]) -> list[int]:
    """Return the rows bloc by bloc; inside a bloc those who are most of their own bloc and least of the others come first."""
    bloc = np.array(blocs)
    own = bloc[:, None] == bloc[None, :]
    known = ~np.isnan(table)
    filled = np.where(known, table, 0.0)

    def mean(where: npt.NDArray[np.bool_]) -> Float:
        there = known & where
        return np.asarray(np.where(there, filled, 0).sum(1) / np.maximum(there.sum(1), 1), np.float64)

    typical = np.round(mean(own) - mean(~own), 9)
    return sorted(range(len(blocs)), key=lambda i: (blocs[i] < 0, blocs[i], -typical[i], ids[i]))


def _marks(square: _Square, groups: Sequence[Spoken | str], evidence: tuple[str, ...]) -> Iterator[Mark]:
    """Yield a mark for each bloc, then for each part of the square that can be pointed at, in the order of :func:`_parts`."""
    names = [bloc.name for bloc in square.blocs for _ in range(bloc.start, bloc.end)]
    group = list(groups) or names
    for bloc in square.blocs:
        members = tuple(
            Mark(label=square.actors[i], row=("actors", square.actors[i].id), group=group[i]) for i in range(bloc.start, bloc.end)
        )
        yield Mark(label=bloc.name, value=Message("figures.members", count=len(members)), evidence=evidence, parts=members)
    for rows, columns in _parts(square):
        mean = square.mean(slice(*rows), slice(*columns))
        value = Message("figures.heat.score", score=mean) if mean == mean else Message("figures.heat.missing")
        if rows[1] - rows[0] > 1 or square.step > 1:
            one, other = names[rows[0]], names[columns[0]]
            yield Mark(label=Message("figures.heat.pair", one=one, other=other), value=Message("figures.heat.mean", value=value))
            continue
        label: Spoken = square.actors[rows[0]]
        row = ("actors", square.actors[rows[0]].id)
        if square.cell >= _CODED:
            label = Message("figures.heat.pair", one=label, other=square.actors[columns[0]])
        elif columns == (0, square.n):
            value = Message("figures.heat.mean", value=value)
        else:
            value = Message("figures.heat.with", value=value, bloc=names[columns[0]])
        yield Mark(label=label, value=value, row=row, group=group[rows[0]])


def _parts(square: _Square) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the rows and columns of each part of the square that has a mark."""
    spans = [(bloc.start, bloc.end) for bloc in square.blocs if (bloc.end - bloc.start) * square.cell >= _POINTED]
    singles = [(i, i + 1) for i in range(square.n)]
    paired = square.cell >= _CODED
    for rows in singles if square.step == 1 else spans:
        for columns in singles if paired else spans or [(0, square.n)]:
            if not paired or rows != columns:
                yield rows, columns


def _draw(square: _Square, lang: Lang) -> dict[str, Any]:
    n, cell = square.n, square.cell
    coded = cell >= _CODED
    codes = [shorten(actor.id, 64, _TYPE) for actor in square.actors] if coded else []
    room = max((width(code, _TYPE) for code in codes), default=-8.0) + 8
    left, top = _LEFT + room, room
    cell = min(cell, (WIDTH - left) / n)
    side = cell * n
    sheet = Drawing(0)
    floor = _cells(sheet, square, left, top, cell)
    for i, code in enumerate(codes):
        sheet.text(left - 5, top + (i + 0.5) * cell, code, align="right", fill=QUIET)
        sheet.text(left + (i + 0.5) * cell, top - 5, code, angle=270, fill=QUIET)
    for mark, (rows, columns) in enumerate(_parts(square), start=len(square.blocs)):
        x, y = left + columns[0] * cell, top + rows[0] * cell
        wide, tall = (columns[1] - columns[0]) * cell, (rows[1] - rows[0]) * cell
        sheet.rect(x, y, wide, tall, fill="transparent", plane=5, mark=mark)
    _numbers(sheet, square, (left, top, cell), floor, lang)
    named, under = _bands(sheet, square, (left, top, cell), lang)
    y = _key(sheet, max(top + side, under) + 14, left, floor, square, lang)
    if len(named) < len(square.blocs):
        sheet.text(0, y + 8, say(Message("figures.heat.small", count=len(square.blocs) - len(named)), lang), fill=QUIET)
        y += _LEAD
    sheet.height = y if coded else _lists(sheet, y + 12, square, named, lang)
    return sheet.spec()


def _edges(square: _Square) -> list[int]:
    """Return where each drawn row begins, and the end of the last: no row takes from two blocs."""
    return [*(i for bloc in square.blocs for i in range(bloc.start, bloc.end, square.step)), square.n]


def _merged(table: Float, edges: Sequence[int]) -> Float:
    """Average neighbours where there are more rows than the picture can hold apart."""
    if len(edges) == len(table) + 1:
        return table
    known = ~np.isnan(table)
    total = np.add.reduceat(np.add.reduceat(np.where(known, table, 0), edges[:-1], 0), edges[:-1], 1)
    seen = np.add.reduceat(np.add.reduceat(known.astype(np.float64), edges[:-1], 0), edges[:-1], 1)
    with np.errstate(invalid="ignore"):
        return np.asarray(total / np.where(seen, seen, np.nan), np.float64)


def _levels(table: Float, floor: float) -> npt.NDArray[np.int_]:
    share = (np.nan_to_num(table, nan=floor) - floor) / (1 - floor)
    return np.clip(np.floor(share * len(SHADES) + 1e-9), 0, len(SHADES) - 1).astype(int)


def _cells(sheet: Drawing, square: _Square, left: float, top: float, cell: float) -> float:
    """Shade the square; return the score at which the scale begins: two pairs in a hundred may be below it, in the lightest shade.

    Each shade covers all cells that are at least as dark, so that no seam of paper shows between neighbours.
    """
    edges = _edges(square)
    table = _merged(square.table, edges)
    known = table[~np.isnan(table)]
    floor = float(min(np.floor(np.quantile(known, 0.02) * 10 + 1e-9) / 10, 0.9)) if known.size else 0.0
    own = np.flatnonzero((np.diff(edges) == 1) & ~np.isnan(table).all(axis=1))
    table = table.copy()
    table[own, own] = 1.0  # an actor with itself
    level = _levels(table, floor)
    x, y = ([number(start + edge * cell) for edge in edges] for start in (left, top))
    side = cell * square.n
    sheet.rect(left, top, side, side, fill=SHADES[0], plane=-1)
    for k in range(1, len(SHADES)):
        where = level >= k
        if where.any():
            sheet.path("".join(_block(x, y, block) for block in _blocks(where)), fill=SHADES[k], plane=0.2, level=k)
    gaps = np.isnan(table)
    if gaps.any():
        blocks = _blocks(gaps)
        sheet.path("".join(_block(x, y, block) for block in blocks), fill=PAPER, plane=0.3)
        hatch = "".join(hatching(x[a], y[i], x[b] - x[a], y[j] - y[i], gap=4) for i, j, a, b in blocks)
        sheet.path(hatch, stroke=EDGE, thick=0.7, plane=0.4, missing=True)
    return floor


def _blocks(where: npt.NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """Cover the marked cells with rectangles (first row, end row, first column, end column): runs that rows one below the other share."""
    step = np.diff(np.pad(where.astype(np.int8), ((0, 1), (1, 1))), axis=1)
    rows, starts = np.nonzero(step == 1)
    by_row: list[set[tuple[int, int]]] = [set() for _ in range(len(step))]
    for i, run in zip(rows.tolist(), zip(starts.tolist(), np.nonzero(step == -1)[1].tolist(), strict=True), strict=True):
        by_row[i].add(run)
    open_: dict[tuple[int, int], int] = {}
    found = []
    for i, runs in enumerate(by_row):
        found += [(open_.pop(run), i, *run) for run in sorted(open_.keys() - runs)]
        for run in runs - open_.keys():
            open_[run] = i
    return found


def _block(x: Sequence[float], y: Sequence[float], block: tuple[int, int, int, int]) -> str:
    first, end, a, b = block
    wide, tall = number(x[b] - x[a]), number(y[end] - y[first])
    return f"M{x[a]},{y[first]}h{wide}v{tall}h-{wide}z"


def _numbers(sheet: Drawing, square: _Square, frame: tuple[float, float, float], floor: float, lang: Lang) -> None:
    """Write each pair's number where its cell has room, or the mean of each two blocs where their area has."""
    left, top, cell = frame
    if cell >= _NUMBERED:
        level = _levels(square.table, floor)
        for i, j in np.argwhere(~np.isnan(square.table)).tolist():
            text = say(Message("figures.heat.score", score=square.table[i, j]), lang)
            ink = PAPER if level[i, j] >= len(SHADES) // 2 else INK
            sheet.text(left + (j + 0.5) * cell, top + (i + 0.5) * cell + 0.5, text, align="center", fill=ink)
        return
    large = [bloc for bloc in square.blocs if (bloc.end - bloc.start) * cell >= 44 and cell < _CODED]
    for one, other in itertools.product(large, large):
        mean = square.mean(one.rows, other.rows)
        if mean == mean:
            text = say(Message("figures.heat.score", score=mean), lang)
            x, y = left + (other.start + other.end) / 2 * cell, top + (one.start + one.end) / 2 * cell
            wide = width(text, 16, bold=True) + 12
            sheet.rect(x - wide / 2, y - 12, wide, 24, fill=PAPER, radius=3, plane=1.6)
            sheet.text(x, y + 0.5, text, size=16, bold=True, align="center")


def _bands(sheet: Drawing, square: _Square, frame: tuple[float, float, float], lang: Lang) -> tuple[list[_Bloc], float]:
    """Mark each bloc along the left edge and name those that have room, the larger first; return them, and where they end."""
    left, top, cell = frame
    side, edge = cell * square.n, _LEFT - _BAND - 4.0
    heads = {
        bloc: [
            *wrap(say(bloc.name, lang), edge - 18, _TYPE, bold=True, lines=3),
            say(Message("figures.members", count=bloc.end - bloc.start), lang),
        ]
        for bloc in sorted(square.blocs, key=lambda bloc: (bloc.start - bloc.end, bloc.start))[:24]
    }
    while len(heads) > 1 and sum(len(head) * 15 + 6 for head in heads.values()) > max(top + side, 420):
        heads.pop(next(reversed(heads)))
    named = [bloc for bloc in square.blocs if bloc in heads]
    sizes = [len(heads[bloc]) * 15 + 6.0 for bloc in named]
    places = spread([top + (bloc.start + bloc.end) / 2 * cell for bloc in named], sizes, 0, max(top + side, sum(sizes)))
    for mark, bloc in enumerate(square.blocs):
        y, tall = top + bloc.start * cell, (bloc.end - bloc.start) * cell
        sheet.rect(edge, y, _BAND, tall, fill=bloc.colour, bloc=bloc.number, mark=mark)
        if bloc.start and tall >= 4:
            sheet.path(line((left, y), (left + side, y)), stroke=PAPER, thick=1.2, plane=1.2)
            sheet.path(line((left + bloc.start * cell, top), (left + bloc.start * cell, top + side)), stroke=PAPER, thick=1.2, plane=1.2)
    for bloc, place, size in zip(named, places, sizes, strict=True):
        middle = top + (bloc.start + bloc.end) / 2 * cell
        sheet.path(line((edge, middle), (edge - 4, middle), (edge - 10, place), (edge - 13, place)), stroke=bloc.colour)
        mark = square.blocs.index(bloc)
        for i, text in enumerate(heads[bloc]):
            last = i == len(heads[bloc]) - 1
            fill = QUIET if last else INK
            sheet.text(edge - 17, place - size / 2 + 10.5 + i * 15, text, bold=not last, align="right", fill=fill, mark=mark)
    return named, max((place + size / 2 for place, size in zip(places, sizes, strict=True)), default=0.0)


def _key(sheet: Drawing, y: float, left: float, floor: float, square: _Square, lang: Lang) -> float:
    """Draw the scale of shades; return where it ends."""
    wide, steps = 28.0, len(SHADES)
    for k, shade in enumerate(SHADES):
        sheet.rect(left + k * wide, y, wide, 12, fill=shade, plane=0.6)
    for k in range(0, steps + 1, steps // 2):
        text = say(Message("figures.heat.score", score=floor + (1 - floor) * k / steps), lang)
        sheet.text(left + k * wide, y + 21, text, align="left" if not k else "right" if k == steps else "center", fill=QUIET)
    scale, x = say(Message("figures.heat.scale"), lang), left + steps * wide + 12
    sheet.text(x, y + 6.5, scale, fill=QUIET)
    if np.isnan(square.table[~np.eye(square.n, dtype=bool)]).any():
        x += width(scale, _TYPE) + 20
        missing = say(Message("figures.heat.missing"), lang)
        if x + wide + 6 + width(missing, _TYPE) > WIDTH:
            x, y = left, y + 30
        sheet.rect(x, y, wide, 12, fill=PAPER, stroke=EDGE, thick=0.7, plane=0.6)
        sheet.path(hatching(x, y, wide, 12, gap=4), stroke=EDGE, thick=0.7, plane=0.8)
        sheet.text(x + wide + 6, y + 6.5, missing, fill=QUIET)
    y += 30
    if square.step > 1:
        for text in wrap(say(Message("figures.heat.merged", count=square.step), lang), WIDTH, _TYPE):
            sheet.text(0, y + 8, text, fill=QUIET)
            y += _LEAD
    return float(number(y))


def _lists(sheet: Drawing, y: float, square: _Square, named: Sequence[_Bloc], lang: Lang) -> float:
    """Write who is in each bloc, by id, in the order of the rows; return where the lists end."""

    def more(count: int) -> str:
        return say(Message("figures.heat.more", count=count), lang)

    lists = [wrap(_SPACE.join(a.id for a in square.actors[bloc.rows]), WIDTH - _LEFT, _TYPE) for bloc in named]
    most = max((most for most in range(1, _LISTED + 1) if sum(min(len(lines), most) for lines in lists) <= _LISTED), default=1)
    for bloc, whole in list(zip(named, lists, strict=True))[:_LISTED]:
        lines = whole[:most]
        if len(whole) > most:
            last = lines.pop().split(_SPACE)
            hidden = sum(len(text.split(_SPACE)) for text in whole[most:])
            while last and width(_SPACE.join([*last, more(hidden)]), _TYPE) > WIDTH - _LEFT:
                last.pop()
                hidden += 1
            lines.append(_SPACE.join([*last, more(hidden)]))
        sheet.rect(0, y + 1, _BAND, 10, fill=bloc.colour)
        sheet.text(_BAND + 6, y + 6, shorten(say(bloc.name, lang), _LEFT - 26, _TYPE, bold=True), bold=True)
        for i, text in enumerate(lines):
            sheet.text(_LEFT, y + 6 + i * _LEAD, text)
        y += len(lines) * _LEAD + 6
    return y
