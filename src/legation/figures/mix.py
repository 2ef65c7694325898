"""Who is in a coalition: how many members of each kind at each level, and where there is nobody."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.typing import ArrayLike

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure
from legation.figures.measure import width, wrap
from legation.figures.theme import EDGE, INK, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["mix"]

_LEFT, _TOTAL, _BAR, _ROW = 168.0, 62.0, 16.0, 28.0
_FILL = "#2B5C8A"

Ints = npt.NDArray[np.int_]


def mix(
    count: ArrayLike,
    kinds: Sequence[Spoken | str],
    levels: Sequence[Spoken | str],
    *,
    id: str = "mix",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw a bar for each kind at each level, all to one scale; where there is nobody, a hollow box marks the gap.

    Parameters
    ----------
    count : array of int, shape (n_kinds, n_levels)
        Members [actors].
    kinds, levels : sequences of Spoken or str
        The names of rows and columns, in the order of the table.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        The table and the names do not fit each other.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> mix([[3, 0]], ["state"], ["national", "local"], title=said, subtitle=said, alt=said).id
    'mix'
    """
    table = np.asarray(count)
    if table.shape != (len(kinds), len(levels)) or not table.size or (table < 0).any():
        raise BadValue(Message("figures.mix.bad-shape", found="x".join(map(str, table.shape)), kinds=len(kinds), levels=len(levels)))
    drawn = functools.partial(_draw, table.astype(int), tuple(kinds), tuple(levels))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(count: Ints, kinds: tuple[Spoken | str, ...], levels: tuple[Spoken | str, ...], lang: Lang) -> dict[str, Any]:
    wide = (WIDTH - _LEFT - _TOTAL) / len(levels)
    heads = [wrap(_capital(say(level, lang)), wide - 10, 11, bold=True, lines=3) for level in levels]
    top = max(map(len, heads)) * 14 + 8.0
    most = max(1, int(count.max()))
    longest = wide - 16 - width(say(most, lang), 12, bold=True)
    sheet = Drawing(0)
    for k, head in enumerate(heads):
        sheet.text(_LEFT + k * wide, top - 8 - (len(head) - 1) * 7 - 1, head, size=11, bold=True, fill=INK)
    sheet.text(WIDTH, top - 9, say(Message("figures.mix.all"), lang), size=11, bold=True, align="right")
    y = top
    for r, kind in enumerate(kinds):
        name = wrap(_capital(say(kind, lang)), _LEFT - 16, 12, lines=2)
        tall = max(_ROW, len(name) * 15 + 8.0)
        sheet.path(line((0, y), (WIDTH, y)), stroke=RULE, thick=0.8)
        sheet.text(0, y + tall / 2, name, size=12)
        for k, level in enumerate(levels):
            _bar(sheet, _LEFT + k * wide, y + tall / 2, int(count[r, k]), longest / most, (say(kind, lang), say(level, lang)), lang)
        sheet.text(WIDTH, y + tall / 2 + 0.5, say(int(count[r].sum()), lang), size=12, bold=True, align="right")
        y += tall
    sheet.path(line((0, y), (WIDTH, y)), stroke=INK, thick=1)
    sheet.text(0, y + 15, say(Message("figures.mix.all"), lang), size=12, bold=True)
    for k, total in enumerate(count.sum(axis=0).tolist()):
        sheet.text(_LEFT + k * wide, y + 15, say(total, lang), size=12, bold=True)
    sheet.text(WIDTH, y + 15, say(int(count.sum()), lang), size=12, bold=True, align="right")
    y += 28
    if (count == 0).any():
        sheet.rect(0.5, y + 2.5, 11, 11, stroke=EDGE, dash=(2, 2))
        sheet.text(18, y + 8.5, say(Message("figures.mix.gap", count=int((count == 0).sum())), lang), size=11, fill=QUIET)
        y += 18
    sheet.height = y
    return sheet.spec()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bar(sheet: Drawing, x: float, y: float, members: int, scale: float, cell: tuple[str, str], lang: Lang) -> None:
    about: dict[str, Any] = {"kind": cell[0], "level": cell[1], "members": members}
    if not members:
        sheet.rect(x + 0.5, y - _BAR / 2 + 0.5, _BAR - 1, _BAR - 1, stroke=EDGE, dash=(2, 2), **about)
        sheet.text(x + _BAR + 5, y + 0.5, "0", size=12, fill=QUIET)
        return
    long = max(2.0, members * scale)
    sheet.rect(x, y - _BAR / 2, long, _BAR, fill=_FILL, **about)
    sheet.text(x + long + 5, y + 0.5, say(members, lang), size=12, bold=True)
