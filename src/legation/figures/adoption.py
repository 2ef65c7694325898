"""Who used a phrase when first: for each phrase one rising line, a mark for each actor, and the day on which we said it."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.adoption_marks import COLOUR, RADIUS, FirstUse, key, mark
from legation.figures.day_axis import DayAxis
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure
from legation.figures.measure import shorten, width, wrap
from legation.figures.theme import ACCENT, EDGE, INK, PALE, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["MOST", "Adoption", "FirstUse", "adoption"]

MOST = 8
_LEFT, _RIGHT = 14.0, WIDTH - 34.0
_TALL, _LOW, _STEP = 168.0, 26.0, 13.0
_SIZE, _LONGEST = 10.5, 120.0
_CROWD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A phrase and who used it.

    Attributes
    ----------
    name : Spoken or str
    since : date or None
        The day on which we said it.
    uses : tuple of FirstUse
        Every actor once, in any order.
    """

    name: Spoken | str
    since: dt.date | None
    uses: tuple[FirstUse, ...]


def adoption(
    phrases: Sequence[Adoption],
    *,
    first: dt.date,
    last: dt.date,
    id: str = "adoption",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw how many actors had used each phrase by each day, with a mark at the first use of each.

    Parameters
    ----------
    phrases : sequence of Adoption
        1 to 8.
    first, last : date
        Days between which texts are held; first uses lie between them.
    title, subtitle, alt : Message

    Raises
    ------
    BadValue
        No phrase or too many, an actor twice, or a day outside.

    Examples
    --------
    >>> from legation.figures.figure import Named
    >>> said = Message("language.yes")
    >>> use = FirstUse(actor=Named("FRA", "France"), day=dt.date(2018, 5, 1), when="before")
    >>> one = Adoption(name="open seas", since=dt.date(2018, 6, 1), uses=(use,))
    >>> adoption([one], first=dt.date(2018, 1, 1), last=dt.date(2018, 12, 31), title=said, subtitle=said, alt=said).id
    'adoption'
    """
    twice = any(len({use.actor.id for use in one.uses}) < len(one.uses) for one in phrases)
    outside = any(not first <= use.day <= last for one in phrases for use in one.uses)
    if not 1 <= len(phrases) <= MOST or twice or outside:
        raise BadValue(Message("uptake.figure.bad-adoption", count=len(phrases), most=MOST, first=first, last=last))
    days = [day for one in phrases if (day := one.since) is not None]
    axis = DayAxis(min([first, *days]), max([last, *days]), _LEFT, _RIGHT)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(phrases), axis))


def _draw(phrases: tuple[Adoption, ...], axis: DayAxis, lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    y = 0.0
    for at, one in enumerate(phrases):
        y = _panel(sheet, one, axis, y, lang, named=at == len(phrases) - 1) + 22
    uses = [use for one in phrases for use in one.uses]
    sheet.height = key(sheet, uses, y + 8, lang, dated=any(one.since for one in phrases))
    return sheet.spec()


def _panel(sheet: Drawing, one: Adoption, axis: DayAxis, y: float, lang: Lang, *, named: bool) -> float:
    """Draw one phrase; return where its base line stands."""
    name = wrap(say(one.name, lang), WIDTH - 8, 13, bold=True, lines=2)
    sheet.text(0, y + 8, name, size=13, bold=True, baseline="top")
    y += 8 + len(name) * 16.25
    sheet.text(0, y + 4, say(_counts(one), lang), size=11, fill=QUIET, baseline="top")
    count = len(one.uses)
    tall = max(_LOW, min(_TALL, count * _STEP))
    top, base = y + 28, y + 32 + tall
    axis.draw(sheet, top - 4, base, lang, named=named)
    boxes: list[tuple[float, float, float, float]] = []
    if one.since is not None:
        x = axis.at(one.since)
        sheet.path(line((x, top - 6), (x, base)), stroke=ACCENT, thick=1.4, plane=0.6, since=one.since.isoformat())
        boxes.append((x - 1, top - 6, x + 1, base))
    sheet.path(line((_LEFT - 8, base), (_RIGHT + 8, base)), stroke=EDGE, plane=0.4)
    ranked = sorted(one.uses, key=lambda use: (use.day, use.when != "ours", not use.target, use.actor.id))
    places = [(axis.at(use.day), base - (at + 1) / count * tall) for at, use in enumerate(ranked)]
    _curve(sheet, places, base)
    if count:
        total = str(count)
        sheet.text(_RIGHT + 12, places[-1][1], total, size=11, bold=True, halo=PAPER)
        boxes.append((_RIGHT + 11, places[-1][1] - 7, _RIGHT + 13 + width(total, 11, bold=True), places[-1][1] + 7))
    boxes += [(x - RADIUS - 1, v - RADIUS, x + RADIUS + 1, v + RADIUS) for x, v in places]
    crowd = _crowds(sheet, ranked, places, tall / max(count, 1), boxes, lang)
    for at, (use, (x, v)) in enumerate(zip(ranked, places, strict=True)):
        if at not in crowd:
            mark(sheet, use, x, v, lang)
    shown = [at for at, use in enumerate(ranked) if at not in crowd or use.target]
    _names(sheet, ranked, places, shown, boxes, lang)
    return base


def _crowds(
    sheet: Drawing,
    ranked: Sequence[FirstUse],
    places: Sequence[tuple[float, float]],
    step: float,
    boxes: list[tuple[float, float, float, float]],
    lang: Lang,
) -> frozenset[int]:
    """Draw those of one day whose marks would hide each other as one bar with their number; return which they are."""
    found: set[int] = set()
    for (day, when), group in itertools.groupby(range(len(ranked)), key=lambda at: (ranked[at].day, ranked[at].when)):
        rows = list(group)
        if step >= 2 * RADIUS - 1 or len(rows) < _CROWD or when == "ours":
            continue
        found |= set(rows)
        x, low, high = places[rows[0]][0], places[rows[0]][1], places[rows[-1]][1]
        style: dict[str, Any] = {"fill": COLOUR if when == "after" else PAPER, "stroke": COLOUR, "thick": 1.5, "radius": RADIUS}
        about = {"day": day.isoformat(), "when": when, "actors": [ranked[at].actor.id for at in rows]}
        sheet.rect(x - RADIUS, high - RADIUS, 2 * RADIUS, low - high + 2 * RADIUS, plane=1.5, **style, **about)
        if when == "same-day":
            sheet.path(line((x, low), (x, high)), stroke=COLOUR, thick=2, plane=1.6)
        text = say(Message("uptake.figure.crowd", count=len(rows)), lang)
        wide, middle = width(text, _SIZE), (low + high) / 2
        left = x - RADIUS - 5 - wide if x - RADIUS - 5 - wide >= 0 else x + RADIUS + 5
        sheet.text(left, middle, text, size=_SIZE, fill=QUIET, halo=PAPER)
        boxes.append((left, middle - 6, left + wide, middle + 6))
    return frozenset(found)


def _counts(one: Adoption) -> Message:
    by = {when: sum(use.when == when for use in one.uses) for when in ("before", "same-day", "after")}
    if not one.uses:
        return Message("uptake.figure.nobody")
    if one.since is None:
        return Message("uptake.figure.users", count=len(one.uses))
    return Message("uptake.figure.counts", before=by["before"], same=by["same-day"], after=by["after"], since=one.since)


def _curve(sheet: Drawing, places: Sequence[tuple[float, float]], base: float) -> None:
    """Fill what lies below the steps."""
    if not places:
        return
    points = [(places[0][0], base)]
    for x, y in places:
        points += [(x, points[-1][1]), (x, y)]
    points.append((_RIGHT + 8, places[-1][1]))
    sheet.path(line(*points, (_RIGHT + 8, base)) + "Z", fill=PALE, plane=-2)
    sheet.path(line(*points), stroke=RULE, thick=1, plane=0.2)


def _names(
    sheet: Drawing,
    ranked: Sequence[FirstUse],
    places: Sequence[tuple[float, float]],
    shown: Sequence[int],
    boxes: list[tuple[float, float, float, float]],
    lang: Lang,
) -> None:
    """Write as many names as have room: ours, the first, those we wanted to reach, then the others by day."""
    order = sorted(shown, key=lambda at: (ranked[at].when != "ours", at > 0, not ranked[at].target, at))
    for at in order:
        use, (x, y) = ranked[at], places[at]
        bold = use.when == "ours" or use.target
        text = shorten(say(use.actor, lang), _LONGEST, _SIZE, bold=bold)
        wide = width(text, _SIZE, bold=bold)
        for left in (x - RADIUS - 4 - wide, x + RADIUS + 4):
            box = (left, y - 6, left + wide, y + 6)
            if left < 0 or left + wide > WIDTH or any(_touch(box, other) for other in boxes):
                continue
            sheet.text(left, y, text, size=_SIZE, bold=bold, fill=INK, halo=PAPER)
            boxes.append(box)
            break


def _touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
