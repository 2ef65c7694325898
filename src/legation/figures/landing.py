"""Where an issue would land: the scale with its actors, the weighted mean with its two bands, and every other model beside it."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import shorten, width, wrap
from legation.figures.naming import name_dots
from legation.figures.swarm import Swarm, swarm
from legation.figures.theme import ACCENT, EDGE, FAINT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["Landed", "Standing", "landing"]

_LEFT, _RIGHT, _ROW, _NAMED = 168.0, WIDTH - 44.0, 24.0, 40
_WIDE, _NARROW, _MODEL, _ACTOR = "#B7C7D8", "#2B5C8A", "#C8752B", "#8280D4"
_SCALE = (_RIGHT - _LEFT) / 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an actor stands on the scale [points, 0 to 100], and its share of the weight [0 to 1]."""

    actor: Named
    value: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """Where a model has it.

    Attributes
    ----------
    name : Message
        What the model is called, and that it did not settle where it did not.
    value : float or None
        [points, 0 to 100]; None where it gives no number.
    low, high : float or None
        Its 80 % range; None where it has none.
    open_low, open_high : float or None
        The ends of what it leaves open, where that is more than a point.
    """

    name: Message
    value: float | None
    low: float | None = None
    high: float | None = None
    open_low: float | None = None
    open_high: float | None = None


def landing(
    stands: Sequence[Standing],
    models: Sequence[Landed],
    *,
    mean: float,
    inputs: tuple[float, float],
    whole: tuple[float, float],
    mean_name: Message,
    aim: float | None = None,
    id: str = "landing",  # noqa: A002 - the field of a figure
    low: Spoken | str,
    high: Spoken | str,
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw the line from 0 to 100: actors as dots whose area is their weight, the mean with both bands, the models, and the middle.

    Parameters
    ----------
    stands : sequence of Standing
        Many at one place become one dot with their number.
    models : sequence of Landed
        In the order of the rows.
    mean, inputs, whole
        The weighted mean, its range from the inputs, and its range with the model's own error [points].
    mean_name : Message
        What the mean is called.
    aim : float or None
        Ours [points].
    low, high : Spoken or str
        The issue's wording at 0 and at 100.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        Where a number is off the scale, a range runs backwards, or there is nobody.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> stand = Standing(actor=Named("FRA", "France"), value=80, share=1.0)
    >>> landing([stand], [], mean=80, inputs=(70, 90), whole=(43, 100), mean_name=said, low="no", high="yes", title=said, subtitle=said,
    ...         alt=said).id
    'landing'
    """
    ranges = [(inputs[0], mean, inputs[1]), (whole[0], mean, whole[1]), *((m.low, m.high) for m in models)]
    ranges += [(m.open_low, m.value, m.open_high) for m in models] + [(stand.value,) for stand in stands] + [(aim,)]
    for numbers in ranges:
        known = [number for number in numbers if number is not None]
        if known != sorted(known) or any(not 0 <= number <= 100 for number in known):
            raise BadValue(Message("figures.landing.bad-range", found=tuple(known)))
    if not stands:
        raise BadValue(Message("figures.landing.nobody"))
    draw = functools.partial(_draw, tuple(stands), tuple(models), (mean, inputs, whole, mean_name), aim, (low, high))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=draw)


def _draw(
    stands: tuple[Standing, ...],
    models: tuple[Landed, ...],
    headline: tuple[float, tuple[float, float], tuple[float, float], Message],
    aim: float | None,
    ends: tuple[Spoken | str, Spoken | str],
    lang: Lang,
) -> dict[str, Any]:
    sheet = Drawing(0)
    top = _ends(sheet, ends, lang)
    if aim is not None:
        top += 18
    axis, hidden = _crowd(sheet, stands, top, aim, lang)
    y = _headline(sheet, axis + 30, headline, lang)
    for model in models:
        y = _model(sheet, model, y, lang)
    y = _model(sheet, Landed(name=Message("figures.landing.middle"), value=50.0), y, lang, shape="cross", fill=QUIET)
    for mark in (0, 25, 50, 75, 100):
        x = _at(mark)
        sheet.text(x, axis + 12, str(mark), size=10, align="center", fill=QUIET)
        sheet.path(line((x, axis + 20), (x, y)), stroke=RULE if mark in (0, 50, 100) else FAINT, plane=-1)
    sheet.path(line((_LEFT, axis), (_RIGHT, axis)), stroke=EDGE)
    if aim is not None:
        label = say(Message("figures.landing.aim", aim=aim), lang)
        x, half = _at(aim), width(label, 11, bold=True) / 2
        sheet.path(line((x, top - 8), (x, y)), stroke=ACCENT, thick=1.5, dash=(5, 3), plane=0.5, aim=aim)
        sheet.text(min(max(x, half), WIDTH - half), top - 15, label, size=11, bold=True, align="center", fill=ACCENT)
    y += 12
    for text in _notes(hidden, models, lang):
        sheet.text(0, y, text, size=11, fill=QUIET)
        y += 15
    sheet.height = y
    return sheet.spec()


def _at(value: float) -> float:
    return _LEFT + value * _SCALE


def _ends(sheet: Drawing, ends: tuple[Spoken | str, Spoken | str], lang: Lang) -> float:
    """Write what 0 and 100 mean; return where the picture may begin."""
    room = WIDTH / 2 - 16
    texts = [wrap(f"{number} = {say(text, lang)}", room, 11) for number, text in zip((0, 100), ends, strict=True)]
    for i, text in enumerate(texts[0]):
        sheet.text(0, 7 + i * 14, text, size=11)
    for i, text in enumerate(texts[1]):
        sheet.text(WIDTH, 7 + i * 14, text, size=11, align="right")
    return max(map(len, texts)) * 14 + 8.0


def _crowd(sheet: Drawing, stands: Sequence[Standing], top: float, aim: float | None, lang: Lang) -> tuple[float, int]:
    """Draw the actors above the scale; return where the scale lies, and how many of the weightiest could not be named."""
    dots = swarm([(_at(s.value), s.share) for s in stands])
    axis = top + max(dot.height + dot.radius for dot in dots) + 44
    for dot in dots:
        about: dict[str, Any] = {"actors": [stands[i].actor.id for i in dot.members], "value": stands[dot.members[0]].value}
        sheet.dot(dot.x, axis - dot.height, "circle", dot.radius, fill=_ACTOR, stroke=PAPER, thick=0.8, **about)
    named = [dot for dot in dots if len(dot.members) > 1]
    singles = sorted((dot for dot in dots if len(dot.members) == 1), key=lambda dot: (-dot.radius, dot.x))
    named += singles[: _NAMED - len(named)]
    words = [[_called(dot, stands, lang)] for dot in named]
    taken = [(d.x - d.radius, axis - d.height - d.radius, d.x + d.radius, axis - d.height + d.radius) for d in dots]
    if aim is not None:
        taken.append((_at(aim) - 2, top, _at(aim) + 2, axis))
    hidden = 0
    for group, some in _by_radius(named, words):
        lost, rects = name_dots(
            sheet,
            [(dot.x, axis - dot.height) for dot in group],
            some,
            taken,
            (0, top, WIDTH, axis - 2),
            size=10,
            gap=max(dot.radius for dot in group) + 2,
            reach=70,
        )
        taken += rects
        hidden += len(lost)
    return axis, hidden + len(dots) - len(named)


def _by_radius(dots: Sequence[Swarm], words: Sequence[list[str]]) -> list[tuple[list[Swarm], list[list[str]]]]:
    """Return dots of about one size together, the largest first: a name stands off its dot by the dot's radius."""
    groups: dict[int, tuple[list[Swarm], list[list[str]]]] = {}
    for dot, text in zip(dots, words, strict=True):
        group = groups.setdefault(math.ceil(dot.radius / 3), ([], []))
        group[0].append(dot)
        group[1].append(text)
    return [groups[size] for size in sorted(groups, reverse=True)]


def _called(dot: Swarm, stands: Sequence[Standing], lang: Lang) -> str:
    if len(dot.members) > 1:
        return say(Message("figures.landing.many", count=len(dot.members)), lang)
    return shorten(say(stands[dot.members[0]].actor, lang), 190, 10)


def _headline(sheet: Drawing, y: float, headline: tuple[float, tuple[float, float], tuple[float, float], Message], lang: Lang) -> float:
    mean, inputs, whole, called = headline
    name = wrap(say(called, lang), _LEFT - 14, 12, bold=True, lines=3)
    middle = y + 14
    sheet.text(_LEFT - 12, middle, name, size=12, bold=True, align="right")
    _bar(sheet, whole, middle, 18, _WIDE, "whole")
    _bar(sheet, inputs, middle, 8, _NARROW, "inputs")
    x = _at(mean)
    sheet.dot(x, middle, "diamond", 6.5, fill=PAPER, stroke=INK, thick=1.6, value=mean)
    sheet.text(_RIGHT + 12, middle + 0.5, say(round(mean), lang), size=12, bold=True)
    y = middle + 22
    for band, fill, message in (
        (inputs, _NARROW, Message("figures.landing.inputs", low=round(inputs[0]), high=round(inputs[1]))),
        (whole, _WIDE, Message("figures.landing.whole", low=round(whole[0]), high=round(whole[1]))),
    ):
        text = say(message, lang)
        left = min(max(_at(band[0]), _LEFT), _RIGHT - width(text, 11) - 26)
        sheet.rect(left, y - 4, 14, 8, fill=fill)
        sheet.text(left + 20, y + 0.5, text, size=11, fill=INK, halo=PAPER)
        y += 16
    return y + max(0.0, 15.0 * len(name) / 2 - 44) + 6


def _bar(sheet: Drawing, band: tuple[float, float], y: float, tall: float, fill: str, name: str) -> None:
    sheet.rect(_at(band[0]), y - tall / 2, max(1.5, (band[1] - band[0]) * _SCALE), tall, fill=fill, radius=1, band=name)


def _model(sheet: Drawing, model: Landed, y: float, lang: Lang, *, shape: str = "diamond", fill: str = _MODEL) -> float:
    name = wrap(say(model.name, lang), _LEFT - 14, 11, lines=3)
    tall = max(_ROW, len(name) * 11 * 1.25 + 8)
    middle = y + tall / 2
    sheet.text(_LEFT - 12, middle, name, size=11, align="right")
    if model.low is not None and model.high is not None:
        ends = (_at(model.low), middle), (_at(model.high), middle)
        sheet.path(line(*ends), stroke=fill, thick=2, low=model.low, high=model.high)
    if model.open_low is not None and model.open_high is not None and model.open_high > model.open_low:
        wide = (model.open_high - model.open_low) * _SCALE
        sheet.rect(_at(model.open_low), middle - 5, wide, 10, stroke=fill, thick=1.2, plane=1.5)
    if model.value is not None:
        sheet.dot(_at(model.value), middle, shape, 5, fill=fill, stroke=PAPER, thick=0.8, value=model.value)
    label = say(round(model.value), lang) if model.value is not None else "?"
    sheet.text(_RIGHT + 12, middle + 0.5, label, size=11, bold=True)
    return y + tall


def _notes(hidden: int, models: Sequence[Landed], lang: Lang) -> list[str]:
    notes = [Message("figures.landing.dots")]
    if any(m.low is not None for m in models):
        notes.append(Message("figures.landing.spread"))
    if any(m.open_low is not None and m.open_low != m.open_high for m in models):
        notes.append(Message("figures.landing.open"))
    if hidden:
        notes.append(Message("figures.landing.unnamed", count=hidden))
    return [text for note in notes for text in wrap(say(note, lang), WIDTH, 11)]
