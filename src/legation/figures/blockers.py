"""Who holds which bracket open: brackets by actors, each stance with a sign of its own."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import shorten, width, wrap
from legation.figures.theme import EDGE, FAINT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say

__all__ = ["UNSAID", "blockers"]

UNSAID = -128
"""Said nothing of the bracket."""
_LEFT = 276.0
_MOST_ACTORS, _MOST_BRACKETS = 24, 40
_FILLS = {1: "#2B5C8A", -1: "#7D4315", 0: PAPER}
_SIGNS = {1: "+", -1: "×", 0: "·"}
_WORDS = {
    1: Message("drafting.figure.wants"),
    -1: Message("drafting.figure.opposes"),
    0: Message("drafting.figure.neither"),
    UNSAID: Message("drafting.figure.silent"),
}


def blockers(
    brackets: Sequence[Named],
    actors: Sequence[Named],
    stance: ArrayLike,
    *,
    id: str = "blockers",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw brackets as rows and actors as columns: who object to most stand first, and brackets with most objections on top.

    Parameters
    ----------
    stance : array of int, shape (brackets, actors)
        1 wants the words in, -1 wants them out, 0 spoke and neither, :data:`UNSAID` said nothing.

    Raises
    ------
    BadValue
        Without a bracket or an actor, and for a table of another shape or with other values.

    Notes
    -----
    Up to 40 brackets and 24 actors are drawn; how many more there are is written below.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> blockers([Named("b", "shall")], [Named("RUS", "Russia")], [[-1]], title=said, subtitle=said, alt=said).id
    'blockers'
    """
    table = np.asarray(stance)
    if not len(brackets) or not len(actors) or table.shape != (len(brackets), len(actors)):
        raise BadValue(Message("drafting.figure.bad-shape", brackets=len(brackets), actors=len(actors)))
    if not np.isin(table, (*_SIGNS, UNSAID)).all():
        raise BadValue(Message("drafting.figure.bad-stance"))
    drawn = functools.partial(_draw, tuple(brackets), tuple(actors), table.astype(np.int16))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(brackets: tuple[Named, ...], actors: tuple[Named, ...], table: NDArray[np.int16], lang: Lang) -> dict[str, Any]:
    against, spoke = table == -1, table != UNSAID
    rows = sorted(range(len(brackets)), key=lambda r: (-int(against[r].sum()), -int(spoke[r].sum()), r))[:_MOST_BRACKETS]
    columns = sorted(range(len(actors)), key=lambda c: (-int(against[:, c].sum()), -int(spoke[:, c].sum()), actors[c].id))[:_MOST_ACTORS]
    sheet = Drawing(0)
    cell = min(34.0, (WIDTH - _LEFT) / len(columns))
    names = [shorten(say(actors[c], lang), 128, 10.5) for c in columns]
    top = max(width(name, 10.5) for name in names) + 8
    for at, name in enumerate(names):
        sheet.text(_LEFT + (at + 0.5) * cell, top - 4, name, size=10.5, align="left", angle=270)
    y = top
    for r in rows:
        words = wrap(say(brackets[r], lang), _LEFT - 14, 10.5, lines=2)
        tall = max(22.0, 13.2 * len(words) + 8)
        sheet.text(0, y + tall / 2, words, size=10.5)
        for at, c in enumerate(columns):
            _cell(sheet, (_LEFT + at * cell, y, cell, tall), int(table[r, c]), (brackets[r].id, actors[c].id))
        y += tall
        sheet.path(line((0, y), (_LEFT + cell * len(columns), y)), stroke=FAINT, plane=-1)
    y = _key(sheet, y + 10, lang)
    sheet.height = _more(sheet, y, len(brackets) - len(rows), len(actors) - len(columns), lang)
    return sheet.spec()


def _cell(sheet: Drawing, frame: tuple[float, float, float, float], stance: int, about: tuple[str, str]) -> None:
    if stance == UNSAID:
        return
    x, y, wide, tall = frame
    side = min(18.0, wide - 2, tall - 3)
    left, up = x + (wide - side) / 2, y + (tall - side) / 2
    sheet.rect(
        left, up, side, side, fill=_FILLS[stance], stroke=EDGE if stance == 0 else None, bracket=about[0], actor=about[1], stance=stance
    )
    ink = PAPER if stance else INK
    sheet.text(left + side / 2, up + side / 2, _SIGNS[stance], size=min(14.0, side - 2), bold=True, align="center", fill=ink)


def _key(sheet: Drawing, y: float, lang: Lang) -> float:
    sheet.path(line((0, y), (WIDTH, y)), stroke=RULE)
    x, y = 0.0, y + 10
    for stance, words in _WORDS.items():
        text = say(words, lang)
        wide = 22 + width(text, 11) + 20
        if x and x + wide > WIDTH:
            x, y = 0.0, y + 20
        _cell(sheet, (x, y, 18, 18), stance, ("", ""))
        sheet.text(x + 22 if stance != UNSAID else x, y + 9, text, size=11)
        x += wide
    return y + 24


def _more(sheet: Drawing, y: float, brackets: int, actors: int, lang: Lang) -> float:
    """Write what is not drawn; return where the sheet ends."""
    if brackets or actors:
        sheet.text(0, y + 6, say(Message("drafting.figure.more", brackets=brackets, actors=actors), lang), size=10.5, fill=QUIET)
        return y + 16
    return y
