"""Who stands near whom: actors on a map of two dimensions, with names that never overlap."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.typing import ArrayLike

from legation.errors import BadValue
from legation.figures.atlas import panels
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.panel import Panel
from legation.figures.theme import BLOC_COLOURS, BLOC_SHAPES, EDGE, FAINT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["plane"]

_NAMES = 40
"""Up to so many actors, names are written in full."""

Float = npt.NDArray[np.float64]


def plane(
    xy: ArrayLike,
    actors: Sequence[Named],
    blocs: Sequence[int],
    *,
    id: str = "map",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
    bloc_names: Sequence[Spoken] = (),
    in_full: bool | None = None,
) -> Figure:
    """Draw actors on a map, both directions to one scale; colour and shape tell the bloc.

    Parameters
    ----------
    xy : array, shape (n_actors, 2)
        Coordinates without unit; rows with nan are listed below the map as not placed.
    actors : sequence of Named
    blocs : sequence of int
        Each actor's bloc, numbered from 0.
    title, subtitle, alt : Message
        The finding, the measure with date and stress, and the picture in words.
    bloc_names : sequence of Spoken
        Names of the blocs; by default "Bloc 1", "Bloc 2"...
    in_full : bool or None
        Names instead of ids; None: names for up to 40 actors.

    Raises
    ------
    BadValue
        The arrays do not fit each other.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> pair = [Named("FRA", "France"), Named("PER", "Peru")]
    >>> plane([[0, 0], [1, 1]], pair, [0, 1], title=said, subtitle=said, alt=said).id
    'map'
    """
    points = np.asarray(xy, np.float64)
    if points.shape != (len(actors), 2) or len(blocs) != len(actors) or not len(actors):
        raise BadValue(Message("figures.plane.bad-shape", actors=len(actors), found="x".join(map(str, points.shape)), blocs=len(blocs)))
    full = len(actors) <= _NAMES if in_full is None else in_full
    drawn = functools.partial(_draw, points, tuple(actors), tuple(int(b) for b in blocs), tuple(bloc_names), full)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(
    points: Float,
    actors: tuple[Named, ...],
    blocs: tuple[int, ...],
    bloc_names: tuple[Spoken, ...],
    full: bool,  # noqa: FBT001 - bound by partial
    lang: Lang,
) -> dict[str, Any]:
    there = np.flatnonzero(np.isfinite(points).all(axis=1)).tolist()
    texts = [say(actor, lang) if full else actor.id for actor in actors]
    many = [say(Message("figures.plane.many", count=k), lang) for k in range(len(actors) + 1)]
    drawn = panels(points[there], [texts[i] for i in there], many, size=10.5 if full else 9.0)
    sheet = Drawing(0)
    for panel in drawn:
        _panel(sheet, panel, [actors[i] for i in there], [blocs[i] for i in there], lang)
    notes = [say(Message("figures.plane.reading"), lang)]
    tied = [names for panel in drawn for names in panel.tied]
    notes += [
        say(Message("figures.plane.tied", number=k + 1, count=len(names), names=", ".join(names)), lang) for k, names in enumerate(tied)
    ]
    hidden = [name for panel in drawn for name in panel.unnamed]
    notes += [say(Message("figures.plane.unlabelled", names=", ".join(sorted(hidden))), lang)] if hidden else []
    lost = [text for i, text in enumerate(texts) if i not in set(there)]
    notes += [say(Message("figures.plane.lost", count=len(lost), names=", ".join(sorted(lost))), lang)] if lost else []
    bottom = max((panel.frame[3] for panel in drawn), default=0)
    sheet.height = _notes(sheet, _key(sheet, bottom + 14, blocs, bloc_names, lang), notes)
    return sheet.spec()


def _panel(sheet: Drawing, panel: Panel, actors: Sequence[Named], blocs: Sequence[int], lang: Lang) -> None:
    """Draw the map or one enlarged part of it."""
    left, top, right, bottom = panel.frame
    sheet.rect(left, top, right - left, bottom - top, stroke=RULE if panel.letter else FAINT)
    if panel.letter:
        heading = say(Message("figures.plane.detail", letter=panel.letter, times=round(panel.zoom, 1)), lang)
        sheet.text(left + 8, top + 12, heading, size=11, bold=True, fill=QUIET, halo=PAPER, plane=4)
    for letter, (x0, y0, x1, y1) in panel.zones:
        sheet.rect(x0, y0, x1 - x0, y1 - y0, stroke=QUIET, dash=(3, 2), thick=0.8, plane=2.2)
        sheet.text(x0 + 3, y0 - 6, letter, size=11, bold=True, fill=QUIET, halo=PAPER, plane=4)
    for i, (x, y) in zip(panel.members, panel.at.tolist(), strict=True):
        shape = BLOC_SHAPES[blocs[i] % len(BLOC_SHAPES)]
        sheet.dot(x, y, shape, panel.dot, fill=_colour(blocs[i]), stroke=PAPER, thick=0.8, actor=actors[i].id, bloc=blocs[i])
    for label in panel.labels:
        if label.leader:
            sheet.path(line(label.leader[:2], label.leader[2:]), stroke=EDGE, thick=0.7)
        sheet.text(label.x, label.y, label.lines, size=panel.size, align=label.align, fill=INK, halo=PAPER, lead=1.2, plane=4)


def _colour(bloc: int) -> str:
    return BLOC_COLOURS[(bloc + bloc // len(BLOC_SHAPES)) % len(BLOC_COLOURS)]


def _key(sheet: Drawing, y: float, blocs: Sequence[int], names: Sequence[Spoken], lang: Lang) -> float:
    """Write which shape and colour is which bloc; return where the next line begins."""
    x = 6.0
    for bloc in sorted(set(blocs)):
        name = say(names[bloc] if bloc < len(names) else Message("figures.bloc", number=bloc + 1), lang)
        text = f"{name} ({say(list(blocs).count(bloc), lang)})"
        wide = width(text, 11) + 34
        if x > 6 and x + wide - 20 > WIDTH:
            x, y = 6.0, y + 18
        sheet.dot(x, y, BLOC_SHAPES[bloc % len(BLOC_SHAPES)], 5, fill=_colour(bloc))
        sheet.text(x + 10, y + 0.5, text, size=11)
        x += wide
    return y + 14


def _notes(sheet: Drawing, y: float, notes: Sequence[str]) -> float:
    for note in notes:
        for text in wrap(note, WIDTH, 11):
            sheet.text(0, y + 6, text, size=11, fill=QUIET)
            y += 15
    return y
