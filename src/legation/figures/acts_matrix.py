"""Who acts on whom, and how: a square of states whose cells lean to cooperation or to conflict."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.figures.drawing import Drawing
from legation.figures.figure import Figure, Named
from legation.figures.measure import shorten, width, wrap
from legation.figures.theme import BLOC_COLOURS, EDGE, FAINT, QUIET, WIDTH
from legation.language import Lang, Message, say

__all__ = ["MOST", "acts_matrix"]

MOST = 40
"""States that stay readable by name."""
_LEFT, _SQUARE = 150.0, 540.0
_FEW = 10
"""Stories below which a cell is drawn small."""
_TEAL, _PAPER, _RED = (0x1B, 0x7F, 0x79), (0xF1, 0xF0, 0xEC), (0xB3, 0x26, 0x1E)
_STEPS = (-1.0, -0.6, -0.2, 0.2, 0.6, 1.0)


def acts_matrix(
    cooperation: npt.ArrayLike,
    conflict: npt.ArrayLike,
    actors: Sequence[Named],
    camps: Sequence[int],
    *,
    id: str = "acts",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw for each pair how its stories lean: cooperation less conflict over both, from -1 to 1, with its sign in the cell.

    Parameters
    ----------
    cooperation, conflict : array_like of int, shape (n_actors, n_actors)
        Stories in which the state of the row acts on that of the column; a pair of fewer than 10 is drawn small, one of none as a dot.
    actors : sequence of Named
        1 to 40, by id and name.
    camps : sequence of int
        Each state's camp, from 0; camps stand together.
    title, subtitle, alt : Message

    Raises
    ------
    BadValue
        The arrays do not fit each other.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> pair = [Named("FRA", "France"), Named("PER", "Peru")]
    >>> acts_matrix([[0, 9], [12, 0]], [[0, 1], [3, 0]], pair, [0, 0], title=said, subtitle=said, alt=said).id
    'acts'
    """
    good, bad = np.asarray(cooperation, np.float64), np.asarray(conflict, np.float64)
    n = len(actors)
    if not 1 <= n <= MOST or good.shape != (n, n) or bad.shape != (n, n) or len(camps) != n:
        raise BadValue(Message("happening.figure.bad-square", count=n, most=MOST, found="x".join(map(str, good.shape))))
    order = sorted(range(n), key=lambda i: (camps[i], -float((good + bad)[i].sum() + (good + bad)[:, i].sum()), actors[i].id))
    square = np.ix_(order, order)
    drawn = functools.partial(_draw, good[square], bad[square], tuple(actors[i] for i in order), tuple(int(camps[i]) for i in order))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(
    good: npt.NDArray[np.float64], bad: npt.NDArray[np.float64], actors: tuple[Named, ...], camps: tuple[int, ...], lang: Lang
) -> dict[str, Any]:
    n = len(actors)
    sheet = Drawing(0)
    size = 9.5 if n > 24 else 10.5
    codes = [shorten(actor.id, 44, size) for actor in actors]
    head = 18 + max(width(code, size) for code in codes) + 6
    cell = min(36.0, _SQUARE / n)
    sheet.text(_LEFT, 6, say(Message("happening.figure.acted-on"), lang), size=10.5, fill=QUIET)
    sheet.text(_LEFT - 10, head - 8, say(Message("happening.figure.acts"), lang), size=10.5, fill=QUIET, align="right")
    for i, (actor, code) in enumerate(zip(actors, codes, strict=True)):
        middle = (i + 0.5) * cell
        name = say(actor, lang)
        sheet.text(_LEFT - 10, head + middle, shorten(name, _LEFT - 30, size), size=size, align="right", actor=actor.id)
        sheet.text(_LEFT + middle, head - 4, code, size=size, angle=270, fill=QUIET)
        for j in range(n):
            if i != j:
                _cell(sheet, (_LEFT + j * cell, head + i * cell, cell), (good[i, j], bad[i, j]), (actor.id, actors[j].id))
    at = 0
    for camp, members in groupby(camps):
        count = len(list(members))
        colour = BLOC_COLOURS[camp % len(BLOC_COLOURS)]
        if count > 1:
            sheet.rect(_LEFT - 7, head + at * cell + 1, 4, count * cell - 2, fill=colour, camp=camp)
            sheet.rect(_LEFT + at * cell, head + at * cell, count * cell, count * cell, stroke=colour, thick=1.5, plane=1.5, camp=camp)
        at += count
    sheet.height = _key(sheet, head + n * cell + 16, any(camps.count(c) > 1 for c in camps), lang)
    return sheet.spec()


def _cell(sheet: Drawing, place: tuple[float, float, float], counts: tuple[float, float], who: tuple[str, str]) -> None:
    x, y, cell = place
    both = counts[0] + counts[1]
    about: dict[str, Any] = {"source": who[0], "target": who[1], "cooperation": int(counts[0]), "conflict": int(counts[1])}
    if not both:
        sheet.dot(x + cell / 2, y + cell / 2, "circle", 1.2, fill=EDGE, **about)
        return
    lean = (counts[0] - counts[1]) / both
    room = cell - 1.5 if both >= _FEW else cell * 0.5
    sheet.rect(x + (cell - room) / 2, y + (cell - room) / 2, room, room, fill=_shade(lean), stroke=FAINT, thick=0.5, **about)
    if cell >= 13 and both >= _FEW and abs(lean) >= 0.2:
        ink = "#FFFFFF" if abs(lean) > 0.7 else "#14213E"
        sheet.text(x + cell / 2, y + cell / 2, "+" if lean > 0 else "−", size=11, fill=ink, align="center")


def _shade(lean: float) -> str:
    """Return the colour of a lean in five steps: red below, teal above, paper between."""
    level = min(4, int(np.searchsorted(_STEPS[1:-1], lean, side="right")))
    share, end = (abs(level - 2) / 2) ** 1.2, _TEAL if level > 2 else _RED
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(_PAPER, end, strict=True))


def _key(sheet: Drawing, y: float, grouped: bool, lang: Lang) -> float:  # noqa: FBT001
    """Draw the scale of shades and what else is marked; return where the sheet ends."""
    wide, x = 30.0, 0.0
    low, high = say(Message("happening.figure.conflict"), lang), say(Message("happening.figure.cooperation"), lang)
    sheet.text(x, y + 6, low, size=11)
    x += width(low, 11) + 8
    for level in range(5):
        lean = (_STEPS[level] + _STEPS[level + 1]) / 2
        sheet.rect(x + level * wide, y, wide, 12, fill=_shade(lean), stroke=FAINT, thick=0.5)
    for level in range(6):
        sheet.text(
            x + level * wide, y + 20, say(Message("happening.figure.lean", value=_STEPS[level]), lang), size=9.5, align="center", fill=QUIET
        )
    x += 5 * wide + 8
    sheet.text(x, y + 6, high, size=11)
    y += 38
    notes = [Message("happening.figure.few", count=_FEW)] + ([Message("happening.figure.camps")] if grouped else [])
    for note in notes:
        for text in wrap(say(note, lang), WIDTH, 11):
            sheet.text(0, y, text, size=11, fill=QUIET)
            y += 15
    return y
