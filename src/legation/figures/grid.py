"""Who matters: actors on the power/interest grid, with their ranges, and their stance by shape and colour."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.errors import BadValue
from legation.figures.crowd import joined
from legation.figures.drawing import Align, Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import shorten, width, wrap
from legation.figures.naming import name_dots
from legation.figures.placement import Rect
from legation.figures.stance import STANCE_COLOURS, STANCE_NAMES, STANCE_RADII, STANCE_SHAPES, STANCES
from legation.figures.theme import EDGE, FAINT, INK, PALE, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say, sort_names

__all__ = ["QUADRANT_NAMES", "Placed", "grid"]

QUADRANT_NAMES = {
    "minimal_effort": Message("grid.quadrant.minimal-effort"),
    "keep_satisfied": Message("grid.quadrant.keep-satisfied"),
    "keep_informed": Message("grid.quadrant.keep-informed"),
    "key_player": Message("grid.quadrant.key-player"),
}
"""How the quadrants are said."""
_LEFT, _TOP, _TALL, _DOT = 34.0, 22.0, 440.0, 4.6
_NAMES = 40
"""Up to so many actors, names are written in full."""
_SHARED = 8
"""So many names may stand beside one point; more are a number and a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An actor on the grid.

    Attributes
    ----------
    actor : Named
    power, interest : float or None
        [points, 0 to 100]; an actor without one of them is named below the grid, one without both is counted there.
    power_low, power_high, interest_low, interest_high : float or None
        The ends of the ranges [points]; a missing end: the range is not given, and drawn open.
    stance : str
        One of :data:`legation.figures.stance.STANCES`.
    """

    actor: Named
    power: float | None
    interest: float | None
    power_low: float | None = None
    power_high: float | None = None
    interest_low: float | None = None
    interest_high: float | None = None
    stance: str = ""


def grid(
    placed: Sequence[Placed],
    *,
    threshold: float | tuple[float, float] = 50,
    low: Spoken | str,
    high: Spoken | str,
    id: str = "grid",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw actors by interest (across) and power (up), with the lines that part the quadrants.

    Parameters
    ----------
    placed : sequence of Placed
    threshold : float or (float, float)
        The line of both scales, or of power and of interest [points].
    low, high : Spoken or str
        The issue's wording at 0 and at 100: what the stances lean to.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        A number is outside 0 to 100, a range does not hold its value, or a stance is not known.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> one = Placed(actor=Named("FRA", "France"), power=80, interest=70, stance="high")
    >>> grid([one], low="no rules", high="a treaty", title=said, subtitle=said, alt=said).id
    'grid'
    """
    for one in placed:
        for span in ((one.power_low, one.power, one.power_high), (one.interest_low, one.interest, one.interest_high)):
            numbers = [n for n in span if n is not None]
            if numbers != sorted(numbers) or any(not 0 <= n <= 100 for n in numbers) or one.stance not in STANCES:
                raise BadValue(Message("grid.bad-actor", actor=one.actor, found=span, stance=one.stance))
    lines = threshold if isinstance(threshold, tuple) else (threshold, threshold)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(placed), lines, low, high))


def _draw(placed: tuple[Placed, ...], lines: tuple[float, float], low: Spoken | str, high: Spoken | str, lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    there = [one for one in placed if one.power is not None and one.interest is not None]
    corners = _frame(sheet, lines, lang)
    few = len(there) <= _NAMES
    dot = _DOT if few else 3.6
    for one in there:
        _ranges(sheet, one, faint=not few)
    points = [_at(one.interest or 0, one.power or 0) for one in there]
    for one, (x, y) in zip(there, points, strict=True):
        edge = PAPER if one.stance else INK
        about: dict[str, Any] = {"actor": one.actor.id, "power": one.power, "interest": one.interest, "stance": one.stance}
        sheet.dot(
            x, y, STANCE_SHAPES[one.stance], dot * STANCE_RADII[one.stance], fill=STANCE_COLOURS[one.stance], stroke=edge, thick=1, **about
        )
    notes = _labels(sheet, there, points, corners, lang, few=few)
    y = _TOP + _TALL + 30
    y = _key(sheet, y, placed, (say(low, lang), say(high, lang)), lang)
    for note in (*notes, *_without_place(placed, lang)):
        for text in wrap(note, WIDTH, 11):
            sheet.text(0, y + 6, text, size=11, fill=QUIET)
            y += 15
    sheet.height = y + 4
    return sheet.spec()


def _at(interest: float, power: float) -> tuple[float, float]:
    return round(_LEFT + interest / 100 * (WIDTH - _LEFT - 6), 1), round(_TOP + (100 - power) / 100 * _TALL, 1)


def _frame(sheet: Drawing, lines: tuple[float, float], lang: Lang) -> list[Rect]:
    """Draw the field, its scales and its quadrants; return where the quadrants' names stand."""
    (left, bottom), (right, top) = _at(0, 0), _at(100, 100)
    middle, level = _at(lines[1], lines[0])
    sheet.rect(middle, top, right - middle, level - top, fill=PALE, plane=-2)
    sheet.rect(left, top, right - left, bottom - top, stroke=RULE, plane=-1)
    for mark in (0, 25, 50, 75, 100):
        x, y = _at(mark, mark)
        sheet.text(x, bottom + 9, str(mark), size=9.5, align="center", fill=QUIET)
        sheet.text(left - 6, y, str(mark), size=9.5, align="right", fill=QUIET)
        if 0 < mark < 100:
            sheet.path(line((x, bottom), (x, top)), stroke=FAINT, plane=-1)
            sheet.path(line((left, y), (right, y)), stroke=FAINT, plane=-1)
    sheet.path(line((middle, bottom), (middle, top)), stroke=EDGE, thick=1.2, plane=-0.5)
    sheet.path(line((left, level), (right, level)), stroke=EDGE, thick=1.2, plane=-0.5)
    sheet.text(0, 7, say(Message("grid.power"), lang), size=11, fill=QUIET)
    sheet.text(right, bottom + 24, say(Message("grid.interest"), lang), size=11, fill=QUIET, align="right")
    places: dict[str, tuple[float, float, Align, float]] = {
        "keep_satisfied": (left + 8, top + 12, "left", middle - left),
        "key_player": (right - 8, top + 12, "right", right - middle),
        "minimal_effort": (left + 8, bottom - 12, "left", middle - left),
        "keep_informed": (right - 8, bottom - 12, "right", right - middle),
    }
    found = []
    for name, (x, y, align, room) in places.items():
        text = shorten(say(QUADRANT_NAMES[name], lang), max(0.0, room - 14), 12, bold=True)
        wide = width(text, 12, bold=True)
        if wide > 30:
            sheet.text(x, y, text, size=12, bold=True, align=align, fill=QUIET, halo=PAPER if name != "key_player" else PALE)
            found.append((x - (wide if align == "right" else 0), y - 9, x + (0 if align == "right" else wide), y + 9))
    return found


def _ranges(sheet: Drawing, one: Placed, *, faint: bool) -> None:
    """Draw the two ranges; a range that is not given is a short open dash on both sides of the dot."""
    colour = FAINT if faint else "#A9B4C4"
    interest, power = one.interest or 0.0, one.power or 0.0
    ends = (
        (one.interest_low, one.interest_high, interest, True),
        (one.power_low, one.power_high, power, False),
    )
    dash: tuple[float, ...]
    for low, high, value, across in ends:
        if low is not None and high is not None:
            span, dash, stroke, thick = (low, high), (), colour, 1.0 if faint else 1.8
        elif not faint:
            span, dash, stroke, thick = (max(0.0, value - 4), min(100.0, value + 4)), (1.5, 2.5), EDGE, 1.0
        else:
            continue
        start, end = (_at(n, power) if across else _at(interest, n) for n in span)
        sheet.path(line(start, end), stroke=stroke, thick=thick, dash=dash, plane=0.5, actor=one.actor.id)


def _labels(
    sheet: Drawing, there: Sequence[Placed], points: list[tuple[float, float]], corners: list[Rect], lang: Lang, *, few: bool
) -> list[str]:
    """Name the dots; return what has to be said below: names at one point, names without a place."""
    size = 10.5 if few else 9.0
    groups = joined(np.array(points, np.float64).reshape(-1, 2), 1.5)
    names = [sort_names(say(there[i].actor, lang) if few else there[i].actor.id for i in group) for group in groups]
    texts: list[list[str]] = []
    notes: list[str] = []
    for group in names:
        if len(group) > _SHARED:
            notes.append(say(Message("grid.tied", number=len(notes) + 1, count=len(group), names=", ".join(group)), lang))
            texts.append([say(Message("grid.many", number=len(notes), count=len(group)), lang)])
        else:
            texts.append([part for name in group for part in wrap(name, 150, size, lines=3)])
    obstacles = [*corners, *((x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in points)]
    (left, bottom), (right, top) = _at(0, 0), _at(100, 100)
    bounds = (left + 2, top + 2, right - 2, bottom - 2)
    lost, _ = name_dots(sheet, [points[group[0]] for group in groups], texts, obstacles, bounds, size=size, gap=_DOT + 1.5)
    hidden = [name for i in lost for name in names[i]]
    if hidden:
        notes.append(say(Message("grid.unlabelled", names=", ".join(sort_names(hidden))), lang))
    return notes


def _key(sheet: Drawing, y: float, placed: Sequence[Placed], ends: tuple[str, str], lang: Lang) -> float:
    """Explain shapes and ranges; return where the notes may begin."""
    there = [one for one in placed if one.power is not None and one.interest is not None]
    y += 14
    x = 6.0
    texts = {
        "high": say(Message("grid.leans-high", end=ends[1]), lang),
        "middle": say(STANCE_NAMES["middle"], lang),
        "low": say(Message("grid.leans-low", end=ends[0]), lang),
        "": say(STANCE_NAMES[""], lang),
    }
    for stance in STANCES:
        count = sum(one.stance == stance for one in there)
        if not count:
            continue
        text = shorten(f"{texts[stance]} ({say(count, lang)})", WIDTH - 20, 11)
        wide = width(text, 11) + 32
        if x > 6 and x + wide - 20 > WIDTH:
            x, y = 6.0, y + 18
        sheet.dot(
            x, y, STANCE_SHAPES[stance], _DOT * STANCE_RADII[stance], fill=STANCE_COLOURS[stance], stroke=PAPER if stance else INK, thick=1
        )
        sheet.text(x + 11, y + 0.5, text, size=11)
        x += wide
    return y + 12


def _without_place(placed: Sequence[Placed], lang: Lang) -> list[str]:
    """Say which ranges are not given and who is not on the grid."""
    there = [one for one in placed if one.power is not None and one.interest is not None]
    bare = sum(None in (one.power_low, one.power_high, one.interest_low, one.interest_high) for one in there)
    notes = [say(Message("grid.reading"), lang)] if bare < len(there) else []
    notes += [say(Message("grid.open", count=bare), lang)] if bare else []
    half = sort_names(say(one.actor, lang) for one in placed if (one.power is None) != (one.interest is None))
    notes += [say(Message("grid.half", count=len(half), names=", ".join(half)), lang)] if half else []
    neither = sum(one.power is None and one.interest is None for one in placed)
    notes += [say(Message("grid.neither", count=neither), lang)] if neither else []
    return notes
