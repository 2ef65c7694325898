"""Where actors stand on one issue: a line from 0 to 100, a row an actor, its range as a bar."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import shorten, width, wrap
from legation.figures.theme import EDGE, FAINT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, collation_key, say

__all__ = ["Stand", "positions"]

SHAPES = {
    "vote": "square",
    "statement": "circle",
    "text": "diamond",
    "expert": "triangle-up",
    "model": "cross",
    "game": "triangle-down",
    "room": "triangle-right",
    "": "circle",
}
"""The shape of a dot says what the position rests on."""
_DOT, _RANGE = "#2B5C8A", "#B7C7D8"
_GAP = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One position of one actor. Several of one actor, contradictory ones too, stand side by side on its row.

    Attributes
    ----------
    actor : Named
    value, low, high : float or None
        On the issue's scale [points, 0 to 100]; None where not known. A missing range is drawn open over the whole scale.
    basis : str
        ``vote``, ``statement``, ``text``, ``expert``, ``model``, ``game`` or ``room``: the shape of the dot.
    """

    actor: Named
    value: float | None
    low: float | None = None
    high: float | None = None
    basis: str = ""

    @property
    def is_open(self) -> bool:
        """Whether no range is given."""
        return self.low is None or self.high is None


def positions(
    stands: Sequence[Stand],
    *,
    id: str = "positions",  # noqa: A002 - the field of a figure
    low: Spoken | str,
    high: Spoken | str,
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw positions in the order of their values, in one column or, beyond 60 actors, in several.

    Parameters
    ----------
    stands : sequence of Stand
        Any number for each actor.
    low, high : Spoken or str
        The issue's wording at 0 and at 100.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        A number is outside 0 to 100, a range runs backwards, or a basis is not known.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> stand = Stand(actor=Named("FRA", "France"), value=80, low=70, high=90, basis="statement")
    >>> positions([stand], low="no rules", high="a treaty", title=said, subtitle=said, alt=said).id
    'positions'
    """
    for stand in stands:
        numbers = [n for n in (stand.low, stand.value, stand.high) if n is not None]
        if numbers != sorted(numbers) or any(not 0 <= n <= 100 for n in numbers) or stand.basis not in SHAPES:
            found = (stand.low, stand.value, stand.high)
            raise BadValue(Message("figures.positions.bad-stand", actor=stand.actor, found=found, basis=stand.basis))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(stands), low, high))


def _draw(stands: tuple[Stand, ...], low: Spoken | str, high: Spoken | str, lang: Lang) -> dict[str, Any]:
    rows = _rows(stands, lang)
    columns = 1 if len(rows) <= 60 else 2 if len(rows) <= 130 else 3
    pitch = 20.0 if len(rows) <= 30 else 16.0 if columns == 1 else 12.5
    size = 11.0 if columns == 1 else 9.0
    wide = (WIDTH - _GAP * (columns - 1)) / columns
    per = -(-len(rows) // columns) if rows else 0
    ends = (say(low, lang), say(high, lang))
    sheet = Drawing(0)
    if columns == 1:
        names = min(190.0, max((width(name, size) for name, _ in rows), default=60.0) + 4)
        names = max(names, 100.0)
        top = _ends(sheet, names + 10, WIDTH - 46.0, 0, ends)
    else:
        names = 104.0 if columns == 2 else min(60.0, max(width(rows_of[0].actor.id, size) for _, rows_of in rows) + 4)
        top = _ends(sheet, 0, WIDTH, 0, ends)
    several = len(stands) > len(rows)
    values = 46 if columns == 1 else 44 if several else 26
    bottom = top + 18
    for c in range(columns):
        left = c * (wide + _GAP)
        some = rows[c * per : (c + 1) * per]
        if columns == 3:
            some = [(rows_of[0].actor.id, rows_of) for _, rows_of in some]
        edges = (left, names, left + names + 10, left + wide - values)
        bottom = max(bottom, _column(sheet, some, edges, top, pitch, size, lang))
    sheet.height = _key(sheet, bottom + 14, stands, lang)
    return sheet.spec()


def _rows(stands: Sequence[Stand], lang: Lang) -> list[tuple[str, list[Stand]]]:
    """Return the actors with their positions: by mean value, then by name; without any value last."""
    by_actor: dict[str, list[Stand]] = {}
    for stand in stands:
        by_actor.setdefault(stand.actor.id, []).append(stand)

    def place(one: list[Stand]) -> tuple[bool, float, tuple[str, str]]:
        values = [s.value for s in one if s.value is not None]
        return not values, sum(values) / len(values) if values else 0.0, collation_key(say(one[0].actor, lang))

    ordered = sorted(by_actor.values(), key=place)
    return [(say(one[0].actor, lang), sorted(one, key=lambda s: (s.value is None, s.value or 0, s.basis))) for one in ordered]


def _ends(sheet: Drawing, left: float, right: float, y: float, ends: tuple[str, str]) -> float:
    """Write what 0 and 100 mean; return where the rows may begin."""
    room = (right - left) / 2 - 16
    texts = [wrap(f"{number} = {text}", room, 11) for number, text in zip((0, 100), ends, strict=True)]
    for lines, x, align in zip(texts, (left, right), ("left", "right"), strict=True):
        for i, text in enumerate(lines):
            sheet.text(x, y + 7 + i * 14, text, size=11, align="left" if align == "left" else "right", fill=INK)
    return y + max(map(len, texts)) * 14 + 6


def _column(
    sheet: Drawing,
    rows: Sequence[tuple[str, list[Stand]]],
    edges: tuple[float, float, float, float],
    top: float,
    pitch: float,
    size: float,
    lang: Lang,
) -> float:
    """Draw the rows of one column; return where they end."""
    start, names, left, right = edges
    scale = (right - left) / 100
    y = top + 18
    for name, stands in rows:
        label = wrap(name, names, size, lines=3)
        tall = pitch if len(label) == 1 else max(pitch, len(label) * size * 1.2 + 5)
        sheet.text(start + names, y + tall / 2 + 0.5, label, size=size, align="right", lead=1.2)
        apart = min(3.5, pitch / 2 / max(1, len(stands)))
        for k, stand in enumerate(stands):
            at = y + tall / 2 + (k - (len(stands) - 1) / 2) * apart * 2
            _stand(sheet, stand, at, left, scale, min(6.0, apart * 1.8 if len(stands) > 1 else 6.0))
        values = [say(round(s.value), lang) if s.value is not None else "?" for s in stands]
        text = " · ".join(dict.fromkeys(values))
        sheet.text(right + 8, y + tall / 2 + 0.5, shorten(text, 40, size), size=size, bold=True)
        y += tall
    for mark in (0, 25, 50, 75, 100):
        x = left + mark * scale
        sheet.text(x, top + 6, str(mark), size=9.5, align="center", fill=QUIET)
        sheet.path(line((x, top + 14), (x, y)), stroke=RULE if mark in (0, 50, 100) else FAINT, thick=1, plane=-1)
    return y


def _stand(sheet: Drawing, stand: Stand, y: float, left: float, scale: float, tall: float) -> None:
    about: dict[str, Any] = {"actor": stand.actor.id, "basis": stand.basis, "value": stand.value, "low": stand.low, "high": stand.high}
    if stand.is_open:
        sheet.path(line((left, y), (left + 100 * scale, y)), stroke=EDGE, thick=1.2, dash=(2, 3), plane=0.5, **about)
    else:
        low, high = float(stand.low or 0), float(stand.high or 0)
        sheet.rect(left + low * scale, y - tall / 2, max(1.5, (high - low) * scale), tall, fill=_RANGE, radius=1, **about)
    if stand.value is not None:
        sheet.dot(left + stand.value * scale, y, SHAPES[stand.basis], min(4.2, tall * 0.7), fill=_DOT, stroke=PAPER, thick=0.8, **about)


def _key(sheet: Drawing, y: float, stands: Sequence[Stand], lang: Lang) -> float:
    """Explain shapes, ranges and what is open; return where the sheet ends."""
    found = [basis for basis in SHAPES if basis and any(s.basis == basis for s in stands)]
    items: list[tuple[str, str]] = [(basis, say(Message(f"figures.basis.{basis}"), lang)) for basis in found]
    if any(not s.is_open for s in stands):
        items.append(("range", say(Message("figures.positions.range"), lang)))
    without = len({s.actor.id for s in stands if s.is_open})
    if without:
        items.append(("open", say(Message("figures.positions.open", count=without), lang)))
    x = 0.0
    for kind, text in items:
        room = 30 if kind in ("range", "open") else 16
        wide = room + width(text, 11) + 16
        if x and x + wide - 16 > WIDTH:
            x, y = 0.0, y + 17
        if kind == "range":
            sheet.rect(x, y - 3, 24, 6, fill=_RANGE)
        elif kind == "open":
            sheet.path(line((x, y), (x + 24, y)), stroke=EDGE, thick=1.2, dash=(2, 3), plane=0.5)
        else:
            sheet.dot(x + 6, y, SHAPES[kind], 4.2, fill=_DOT, stroke=PAPER, thick=0.8)
        sheet.text(x + room, y + 0.5, text, size=11, fill=QUIET)
        x += wide
    return y + 10
