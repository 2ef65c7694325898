"""The path to an outcome: a share that grows step by step, a row for each member that comes over."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import wrap
from legation.figures.theme import FAINT, INK, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say

__all__ = ["Rung", "path"]

_LEFT, _RIGHT, _ROW, _BAR = 210.0, 56.0, 26.0, 12.0
_FILL, _BEFORE = "#2B5C8A", "#B9C8D8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A step: who comes over, and the share with our outcome once it and those before it have [0 to 1]."""

    actor: Named | Message
    share: float


def path(
    rungs: Sequence[Rung],
    *,
    id: str = "path",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw the steps from the top, the first being where things stand.

    Parameters
    ----------
    rungs : sequence of Rung
        Their shares never fall.
    title, subtitle, alt : Message
        The finding, the measure, and the picture in words.

    Raises
    ------
    BadValue
        Where a share is outside 0 to 1, or there is none.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> path([Rung(actor=Named("FRA", "France"), share=0.6)], title=said, subtitle=said, alt=said).id
    'path'
    """
    if not rungs or any(not 0 <= rung.share <= 1 for rung in rungs):
        raise BadValue(Message("figures.path.bad-share", count=len(rungs)))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(rungs)))


def _draw(rungs: tuple[Rung, ...], lang: Lang) -> dict[str, Any]:
    across = WIDTH - _LEFT - _RIGHT
    sheet = Drawing(0)
    top = 22.0
    y, before = top, 0.0
    for rung in rungs:
        name = wrap(say(rung.actor, lang), _LEFT - 16, 12, lines=2)
        tall = max(_ROW, len(name) * 15 + 8.0)
        middle = y + tall / 2
        about: dict[str, Any] = {"actor": getattr(rung.actor, "id", ""), "share": rung.share}
        sheet.text(_LEFT - 10, middle, name, size=12, align="right", bold=rung is rungs[0])
        if before:
            sheet.rect(_LEFT, middle - _BAR / 2, before * across, _BAR, fill=_BEFORE)
        gained = max(1.5, (rung.share - before) * across)
        sheet.rect(_LEFT + before * across, middle - _BAR / 2, gained, _BAR, fill=_FILL, **about)
        at = _LEFT + before * across + gained
        sheet.text(at + 6, middle + 0.5, say(Message("figures.path.share", share=rung.share), lang), size=12, bold=True, fill=INK)
        y, before = y + tall, rung.share
    for share in (0.0, 0.5, 1.0):
        at = _LEFT + share * across
        sheet.path(line((at, top - 4), (at, y + 2)), stroke=RULE if share == 0 else FAINT, dash=(3, 3) if share == 0.5 else (), plane=-1)
        sheet.text(at, top - 12, say(Message("answer.share", share=share), lang), size=11, fill=QUIET, align="center")
    sheet.height = y + 6
    return sheet.spec()
