"""The scenario tableau: a column for each scenario, a row for each descriptor; what neighbours share is one cell."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.theme import EDGE, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["SHOWN", "TINTS", "Driver", "Reading", "scenario_tableau"]

SHOWN = 30
"""Scenarios of the picture; the table has all."""
TINTS = ("#DCE6F0", "#F3E3D3", "#E3E1F3", "#D9ECEC", "#EBE1DA", "#E9EBDD")
"""Grounds of the first, second... variant of a descriptor; its number stands in each cell too."""
_TEXT, _LEAD, _LINES = 10.5, 13.0, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A descriptor and its variants, in the order of the model."""

    name: Named
    variants: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A number of each scenario, written below the tableau."""

    name: Spoken
    values: tuple[int, ...]


def scenario_tableau(
    drivers: Sequence[Driver],
    scenarios: Sequence[Sequence[int]],
    names: Sequence[str],
    *,
    readings: Sequence[Reading] = (),
    left_out: int = 0,
    id: str = "tableau",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw scenarios as columns, in the order given, with the variants that neighbours share in one cell.

    Parameters
    ----------
    drivers : sequence of Driver
    scenarios : sequence of sequence of int
        Of each scenario the variant of each descriptor, counting from 0. The first 30 are drawn.
    names : sequence of str
        Short: ``S1``, ``S2``...
    readings : sequence of Reading
        Numbers of the scenarios below the tableau.
    left_out : int
        Scenarios that are not given here, beyond those.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        Where there is nothing to draw, and where scenarios, names and numbers do not fit each other.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> talks = Driver(name=Named("talks", "Talks"), variants=(Named("open", "Open"), Named("shut", "Shut")))
    >>> scenario_tableau([talks], [[0], [1]], ["S1", "S2"], title=said, subtitle=said, alt=said).id
    'tableau'
    """
    fits = len(scenarios) == len(names) and all(len(reading.values) == len(scenarios) for reading in readings)
    sizes = [len(driver.variants) for driver in drivers]
    fits &= all(len(one) == len(sizes) and all(0 <= k < size for k, size in zip(one, sizes, strict=True)) for one in scenarios)
    if not drivers or not scenarios or not fits:
        raise BadValue(Message("futures.tableau.bad-shape", drivers=len(drivers), scenarios=len(scenarios), names=len(names)))
    drawn = functools.partial(_draw, tuple(drivers), tuple(map(tuple, scenarios)), tuple(names), tuple(readings), left_out)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(
    drivers: tuple[Driver, ...],
    scenarios: tuple[tuple[int, ...], ...],
    names: tuple[str, ...],
    readings: tuple[Reading, ...],
    left_out: int,
    lang: Lang,
) -> dict[str, Any]:
    shown = scenarios[:SHOWN]
    left = 170.0 if len(shown) <= 8 else 226.0
    wide = min(170.0, (WIDTH - left) / len(shown))
    sheet = Drawing(0)
    y = _heads(sheet, names[: len(shown)], left, wide, lang)
    for at, driver in enumerate(drivers):
        y = _row(sheet, driver, [one[at] for one in shown], (left, wide), y, lang)
    for reading in readings:
        y = _reading(sheet, reading, len(shown), (left, wide), y, lang)
    hidden = left_out + len(scenarios) - len(shown)
    notes = [Message("futures.tableau.reading")]
    if hidden:
        notes.append(Message("futures.tableau.left-out", shown=len(shown), count=hidden))
    y += 14
    for text in (text for note in notes for text in wrap(say(note, lang), WIDTH, 11)):
        sheet.text(0, y, text, size=11, fill=QUIET)
        y += 15
    sheet.height = y
    return sheet.spec()


def _heads(sheet: Drawing, names: Sequence[str], left: float, wide: float, lang: Lang) -> float:
    """Write the names of the scenarios; where columns are narrow, without the letter that stands at the left."""
    size = 11.0 if wide >= 30 else 9.0
    fits = all(width(name, size, bold=True) <= wide - 3 for name in names)
    sheet.text(0, 9, say(Message("futures.tableau.scenario"), lang), size=11, fill=QUIET)
    for i, name in enumerate(names):
        text = name if fits else name.lstrip("S")
        sheet.text(left + (i + 0.5) * wide, 9, text, size=size, bold=True, align="center", scenario=name)
    return 20.0


def _row(sheet: Drawing, driver: Driver, chosen: Sequence[int], columns: tuple[float, float], y: float, lang: Lang) -> float:
    """Draw a descriptor: one cell for each run of scenarios with the same variant; return where the next row begins."""
    left, wide = columns
    names = [f"{k + 1}.\u00a0{say(variant, lang)}" for k, variant in enumerate(driver.variants)]
    runs, start = [], 0
    for k, run in groupby(chosen):
        end = start + len(list(run))
        runs.append((k, start, end, _fitting(names[k], (end - start) * wide - 10)))
        start = end
    label = wrap(say(driver.name, lang), left - 14, 11.5, bold=True)
    key = [text for k in sorted({k for k, _, _, lines in runs if lines is None}) for text in wrap(names[k], left - 14, 9.5)]
    room = len(label) * 14.5 + len(key) * 12.5
    tall = max(26.0, room + 10, *(len(lines or "1") * _LEAD + 12 for _, _, _, lines in runs))
    middle = y + tall / 2
    top = middle - room / 2
    sheet.text(0, top + len(label) * 7.25, label, size=11.5, bold=True, lead=14.5 / 11.5)
    if key:
        sheet.text(0, top + len(label) * 14.5 + len(key) * 6.25, key, size=9.5, fill=QUIET, lead=12.5 / 9.5)
    for k, start, end, lines in runs:
        about: dict[str, Any] = {"descriptor": driver.name.id, "variant": driver.variants[k].id, "first": start, "last": end - 1}
        sheet.rect(left + start * wide, y, (end - start) * wide, tall, fill=TINTS[k % len(TINTS)], stroke=PAPER, thick=2, **about)
        size = _TEXT if lines or wide >= 20 else 9.0
        at = left + (start + end) / 2 * wide
        everywhere = len(runs) == 1 and len(chosen) > 1
        sheet.text(at, middle + 0.5, lines or str(k + 1), size=size, align="center", lead=_LEAD / size, fill=INK, bold=everywhere)
    sheet.path(line((0, y + tall), (left + len(chosen) * wide, y + tall)), stroke=RULE, thick=0.6, plane=1.5)
    return y + tall


def _fitting(text: str, room: float) -> list[str] | None:
    """Return a text in lines where it fits a cell without breaking a word, else None."""
    if room < 30 or any(width(word, _TEXT, bold=True) > room for word in text.split(" ")):
        return None
    lines = wrap(text, room, _TEXT, bold=True)
    return lines if len(lines) <= _LINES else None


def _reading(sheet: Drawing, reading: Reading, count: int, columns: tuple[float, float], y: float, lang: Lang) -> float:
    left, wide = columns
    label = wrap(say(reading.name, lang), left - 14, 10.5)
    tall = max(19.0, len(label) * 13.0 + 6)
    sheet.text(0, y + tall / 2, label, size=10.5, fill=QUIET)
    texts = [say(value, lang).replace("-", "−") for value in reading.values[:count]]
    size = next((size for size in (10.5, 9.0, 8.0) if all(width(text, size) <= wide - 2 for text in texts)), 7.0)
    for i, text in enumerate(texts):
        sheet.text(left + (i + 0.5) * wide, y + tall / 2, text, size=size, align="center", fill=INK, value=reading.values[i])
    sheet.path(line((0, y + tall), (left + count * wide, y + tall)), stroke=EDGE, thick=0.4, plane=1.5)
    return y + tall
