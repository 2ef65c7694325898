"""What changed in a text: a bar for each paragraph that is not the same, of the words that stayed, went and came."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line
from legation.figures.figure import Figure
from legation.figures.measure import wrap
from legation.figures.theme import EDGE, FAINT, INK, QUIET, RULE, VOTE_COLOURS, WIDTH
from legation.language import Lang, Message, say

__all__ = ["MOST", "Paragraph", "wording"]

MOST = 24
"""Paragraphs that are drawn; more stand in the table."""
_LEFT, _RIGHT, _BAR = 322.0, WIDTH - 70.0, 12.0
_COLOURS = {"kept": RULE, "gone": VOTE_COLOURS["no"], "come": VOTE_COLOURS["yes"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph in the picture: what became of it, how it begins, and how many of its words stayed, went and came."""

    kind: Literal["reworded", "added", "removed"]
    words: str
    kept: int
    gone: int
    come: int


def wording(
    rows: Sequence[Paragraph],
    *,
    id: str = "wording",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw each paragraph as a bar: grey what stayed, red and hatched what went, green what came; the first :data:`MOST` of them.

    Raises
    ------
    BadValue
        Without a row, and for a number of words below zero.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> wording([Paragraph(kind="added", words="States", kept=0, gone=0, come=9)], title=said, subtitle=said, alt=said).id
    'wording'
    """
    if not rows or any(min(row.kept, row.gone, row.come) < 0 for row in rows):
        raise BadValue(Message("figures.wording.bad-row", count=len(rows)))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(rows)))


def _draw(rows: tuple[Paragraph, ...], lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    most = max(1, *(row.kept + row.gone + row.come for row in rows[:MOST]))
    scale = (_RIGHT - _LEFT) / most
    y = 2.0
    for row in rows[:MOST]:
        text = wrap(row.words, _LEFT - 116, 11, lines=2)
        tall = 14.0 * len(text) + 12
        middle = y + tall / 2
        sheet.text(0, middle, say(_KINDS[row.kind], lang), size=11, fill=QUIET)
        sheet.text(100, middle, text, size=11, lead=14 / 11, fill=INK)
        _bar(sheet, middle, row, scale)
        label = say(Message("figures.wording.count", gone=row.gone, come=row.come), lang)
        sheet.text(WIDTH - 2, middle, label, size=11, align="right", fill=INK)
        y += tall
        sheet.path(line((0, y), (WIDTH, y)), stroke=FAINT, plane=-1)
    y += 14
    sheet.text(0, y, say(Message("figures.wording.key"), lang), size=11, fill=QUIET)
    if len(rows) > MOST:
        y += 16
        sheet.text(0, y, say(Message("figures.wording.more", count=len(rows) - MOST), lang), size=11, fill=QUIET)
    sheet.height = y + 8
    return sheet.spec()


def _bar(sheet: Drawing, middle: float, row: Paragraph, scale: float) -> None:
    x = _LEFT
    for part in ("kept", "gone", "come"):
        words = getattr(row, part)
        if not words:
            continue
        wide = max(2.0, words * scale)
        sheet.rect(
            x, middle - _BAR / 2, wide, _BAR, fill=_COLOURS[part], stroke=EDGE, thick=0.5, part=part, words=words, paragraph=row.words
        )
        if part == "gone":
            sheet.path(hatching(x, middle - _BAR / 2, wide, _BAR, gap=4), stroke="#FFFFFF", thick=0.8, plane=1)
        x += wide


_KINDS = {
    "reworded": Message("figures.wording.reworded"),
    "added": Message("figures.wording.added"),
    "removed": Message("figures.wording.removed"),
}
