"""Who has power: each member's share of it, beside its share of the weights where the rule has any."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say

__all__ = ["Held", "power"]

_LEFT, _BAR, _ROW, _NUMBER = 190.0, 12.0, 22.0, 64.0
_FILL, _TICK = "#2B5C8A", ACCENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a member holds.

    Attributes
    ----------
    actor : Named or Message
        A member, or all of some that hold the same.
    share : float
        Of power [0 to 1].
    low, high : float or None
        The ends of its interval, where it was sampled.
    weight : float or None
        Share of the weights [0 to 1]; None where the rule has none.
    """

    actor: Named | Message
    share: float
    low: float | None = None
    high: float | None = None
    weight: float | None = None


def power(
    shares: Sequence[Held],
    *,
    id: str = "power",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw a bar for each member, and a mark where its share of the weights is.

    Parameters
    ----------
    shares : sequence of Held
        In the order of the rows.
    title, subtitle, alt : Message
        The finding, the measure, and the picture in words.

    Raises
    ------
    BadValue
        Where a share is outside 0 to 1, or there is none.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> power([Held(actor=Named("FRA", "France"), share=0.6, weight=0.4)], title=said, subtitle=said, alt=said).id
    'power'
    """
    if not shares or any(not 0 <= one <= 1 for row in shares for one in (row.share, row.weight, row.low, row.high) if one is not None):
        raise BadValue(Message("figures.power.bad-share", count=len(shares)))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(shares)))


def _draw(shares: tuple[Held, ...], lang: Lang) -> dict[str, Any]:
    most = max(max(filter(None, (row.share, row.weight, row.high)), default=0.0) for row in shares) or 1.0
    scale = (WIDTH - _LEFT - _NUMBER) / most
    sheet = Drawing(0)
    y = 0.0
    weighted = any(row.weight is not None for row in shares)
    for row in shares:
        name = wrap(say(row.actor, lang), _LEFT - 14, 12, lines=2)
        tall = max(_ROW, len(name) * 15 + 6.0)
        middle = y + tall / 2
        label = say(Message("answer.share", share=row.share), lang)
        about: dict[str, Any] = {"actor": getattr(row.actor, "id", ""), "share": row.share, "weight": row.weight}
        sheet.text(_LEFT - 10, middle, name, size=12, align="right")
        sheet.rect(_LEFT, middle - _BAR / 2, max(1.0, row.share * scale), _BAR, fill=_FILL, **about)
        end = row.share
        if row.low is not None and row.high is not None:
            sheet.path(line((_LEFT + row.low * scale, middle), (_LEFT + row.high * scale, middle)), stroke=QUIET, thick=2, plane=2)
            end = max(end, row.high)
        if row.weight is not None:
            at = _LEFT + row.weight * scale
            sheet.path(line((at, middle - _BAR / 2 - 3), (at, middle + _BAR / 2 + 3)), stroke=_TICK, thick=2, plane=2)
            if at > _LEFT + end * scale - 4 and at < _LEFT + end * scale + width(label, 12, bold=True) + 12:
                end = row.weight + 4 / scale
        sheet.text(_LEFT + end * scale + 6, middle + 0.5, label, size=12, bold=True)
        y += tall
    sheet.path(line((_LEFT, 0), (_LEFT, y)), stroke=RULE)
    if weighted:
        sheet.path(line((_LEFT, y + 8), (_LEFT, y + 20)), stroke=_TICK, thick=2)
        sheet.text(_LEFT + 8, y + 14, say(Message("figures.power.weight"), lang), size=11, fill=QUIET)
        y += 26
    sheet.height = y + 2
    return sheet.spec()
