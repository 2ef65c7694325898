"""Whose words stand in a text: for each proposal how many words it brought, and how many of them stand now."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.theme import EDGE, FAINT, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say

__all__ = ["Origin", "survivors"]

_AXIS, _END = 210.0, 560.0
_MOST = 24
_UNCHANGED = "#2B5C8A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where words come from.

    Attributes
    ----------
    name : Named
    kept : int
        Words of the text that stood there first.
    proposed : int or None
        Words that were proposed; None for words that nobody proposed.
    """

    name: Named
    kept: int
    proposed: int | None


def survivors(
    origins: Sequence[Origin],
    *,
    id: str = "survivors",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw for each origin a bar of the words that stand, within an outline of those that it proposed; the order is kept.

    Raises
    ------
    BadValue
        Without an origin, and for a negative number of words.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> survivors([Origin(name=Named("EU", "EU"), kept=4, proposed=9)], title=said, subtitle=said, alt=said).id
    'survivors'
    """
    if not origins or any(one.kept < 0 or (one.proposed or 0) < 0 for one in origins):
        raise BadValue(Message("drafting.figure.bad-words", count=len(origins)))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(origins)))


def _draw(origins: tuple[Origin, ...], lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    most = max(1, *(max(one.kept, one.proposed or 0) for one in origins))
    y = 0.0
    for one in origins[:_MOST]:
        name = wrap(say(one.name, lang), _AXIS - 14, 11.5, lines=3)
        tall = max(24.0, 14.5 * len(name) + 10)
        sheet.text(0, y + tall / 2, name, size=11.5, lead=14.5 / 11.5)
        about: dict[str, Any] = {"origin": one.name.id, "kept": one.kept, "proposed": one.proposed}
        if one.proposed:
            sheet.rect(_AXIS, y + tall / 2 - 8, _long(one.proposed, most), 16, fill=PAPER, stroke=EDGE, **about)
        if one.kept:
            sheet.rect(_AXIS, y + tall / 2 - 8, _long(one.kept, most), 16, fill=_UNCHANGED, plane=0.5, **about)
        said = Message("drafting.figure.kept-new" if one.proposed is None else "drafting.figure.kept", kept=one.kept, proposed=one.proposed)
        sheet.text(WIDTH - 2, y + tall / 2, say(said, lang), size=10.5, align="right")
        y += tall
        sheet.path(line((0, y), (WIDTH, y)), stroke=FAINT, plane=-1)
    y = _key(sheet, y + 8, lang)
    if len(origins) > _MOST:
        sheet.text(0, y + 6, say(Message("drafting.figure.more-origins", count=len(origins) - _MOST), lang), size=10.5, fill=QUIET)
        y += 16
    sheet.height = y
    return sheet.spec()


def _long(words: int, most: int) -> float:
    return max(1.0, words / most * (_END - _AXIS))


def _key(sheet: Drawing, y: float, lang: Lang) -> float:
    sheet.path(line((0, y), (WIDTH, y)), stroke=RULE)
    y += 10
    unchanged, offered = say(Message("drafting.figure.key-kept"), lang), say(Message("drafting.figure.key-proposed"), lang)
    sheet.rect(0, y + 1, 16, 10, fill=_UNCHANGED)
    sheet.text(22, y + 6, unchanged, size=11)
    x = 22 + width(unchanged, 11) + 24
    sheet.rect(x, y + 1, 16, 10, fill=PAPER, stroke=EDGE)
    sheet.text(x + 22, y + 6, offered, size=11)
    return y + 20
