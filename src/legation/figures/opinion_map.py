"""Who votes alike: people as points without names, their groups with hulls, and how sure each membership is."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.typing import ArrayLike

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure
from legation.figures.hull import hull
from legation.figures.measure import width, wrap
from legation.figures.theme import BLOC_COLOURS, BLOC_SHAPES, EDGE, FAINT, INK, PAPER, QUIET, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["SURE", "opinion_map"]

SURE = 0.8
"""Stability below which a person stands near a border."""
_TALL, _MARGIN = 400.0, 16.0
_NUMBER = 24.0
_POINTS = 1500
"""Of more people every so many-th is drawn."""

Float = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def opinion_map(
    position: ArrayLike,
    group: ArrayLike,
    stability: ArrayLike,
    names: Sequence[Spoken | str],
    *,
    id: str = "opinion-map",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw people on a plane, both directions to one scale.

    Colour and shape tell the group. A full point stays in its group when other statements are drawn, the more so the darker it is; a hollow
    one often changes. The shaded hull holds those who stay, the dashed one all of the group.

    Parameters
    ----------
    position : array, shape (n, 2)
        Without unit.
    group : array of int, shape (n,)
        From 0; -1 not grouped: a small grey point.
    stability : array, shape (n,)
        0 to 1; nan where there is no other group to be in.
    names : sequence of Spoken
        One for each group.
    title, subtitle, alt : Message

    Raises
    ------
    BadValue
        Where the arrays do not fit each other, a place is no finite number, or a group has no name.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> opinion_map([[0, 0], [1, 1]], [0, -1], [0.9, float("nan")], ["Group 1"], title=said, subtitle=said, alt=said).id
    'opinion-map'
    """
    points, label, sure = np.asarray(position, np.float64), np.asarray(group, np.int64), np.asarray(stability, np.float64)
    n = len(label)
    fits = n > 0 and points.shape == (n, 2) and sure.shape == (n,) and bool(np.isfinite(points).all())
    if not fits or label.max() >= len(names):
        raise BadValue(Message("what-the-room-thinks.figure.bad-map", people=n, groups=len(names)))
    order = np.lexsort((points[:, 1], points[:, 0], label))  # nothing of the order of the votes is left in the picture
    return Figure(
        id=id,
        title=title,
        subtitle=subtitle,
        alt=alt,
        spec=functools.partial(_draw, points[order], label[order], sure[order], tuple(names)),
    )


def _draw(points: Float, label: Ints, sure: Float, names: tuple[Spoken | str, ...], lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    at = _scaled(points)
    sheet.rect(0, 0, WIDTH, _TALL, stroke=FAINT, plane=-2)
    for one in range(len(names)):
        inside = at[label == one]
        if len(inside):
            _hulls(sheet, inside, sure[label == one], one)
    drawn = np.arange(len(at))[:: max(1, -(-len(at) // _POINTS))]
    for i in drawn.tolist():
        _point(sheet, at[i], int(label[i]), float(sure[i]))
    _numbers(sheet, at, label, len(names))
    y = _key(sheet, _TALL + 18, label, names, lang)
    notes = [Message("what-the-room-thinks.figure.map-reading", sure=SURE)]
    if len(drawn) < len(at):
        notes.append(Message("what-the-room-thinks.figure.thinned", shown=len(drawn), of=len(at)))
    for note in notes:
        for text in wrap(say(note, lang), WIDTH, 11):
            sheet.text(0, y + 6, text, size=11, fill=QUIET)
            y += 15
    sheet.height = y + 2
    return sheet.spec()


def _scaled(points: Float) -> Float:
    """Return places on the sheet [px], both directions to one scale, in the middle of the frame."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.array([WIDTH - 2 * _MARGIN, _TALL - 2 * _MARGIN])
    span = np.where(high > low, high - low, 1.0)
    scale = float((room / span).min())
    middle = (low + high) / 2
    return np.asarray(np.array([WIDTH / 2, _TALL / 2]) + (points - middle) * np.array([scale, -scale]))


def _hulls(sheet: Drawing, inside: Float, sure: Float, one: int) -> None:
    """Draw the hull of a group, dashed, and within it, shaded, that of those who stay in it."""
    whole, firm = hull(inside), hull(inside[~(sure < SURE)])
    if len(firm) > 2:
        sheet.path(line(*firm) + "Z", fill=_colour(one), opacity=0.14, plane=-1)
    if len(whole) > 2:
        sheet.path(line(*whole) + "Z", stroke=_colour(one), thick=1.2, dash=(4, 3), plane=-0.5)


def _numbers(sheet: Drawing, at: Float, label: Ints, groups: int) -> None:
    """Write the number of each group in its middle, or above or below it where another one stands there."""
    placed: list[tuple[float, float]] = []
    for one in range(groups):
        inside = at[label == one]
        if not len(inside):
            continue
        x, middle = np.median(inside, axis=0).tolist()
        steps = (middle + sign * step * _NUMBER for step in range(groups + 1) for sign in (1, -1))
        free = (y for y in steps if all(abs(x - u) >= _NUMBER or abs(y - v) >= _NUMBER - 0.1 for u, v in placed))
        y = next(free)
        placed.append((x, y))
        sheet.text(x, y, str(one + 1), size=20, bold=True, align="center", fill=INK, halo=PAPER, plane=4)


def _point(sheet: Drawing, at: Float, group: int, sure: float) -> None:
    x, y = at.tolist()
    if group < 0:
        sheet.dot(x, y, "circle", 2.2, fill=EDGE, opacity=0.7, group=-1)
        return
    shape, colour = BLOC_SHAPES[group % len(BLOC_SHAPES)], _colour(group)
    if sure < SURE:
        sheet.dot(x, y, shape, 4, fill=PAPER, stroke=colour, thick=1.2, group=group)
    else:
        level = 0.95 if not sure < 0.975 else 0.7
        sheet.dot(x, y, shape, 4, fill=colour, stroke=PAPER, thick=0.6, opacity=level, group=group)


def _colour(group: int) -> str:
    return BLOC_COLOURS[group % len(BLOC_COLOURS)]


def _key(sheet: Drawing, y: float, label: Ints, names: tuple[Spoken | str, ...], lang: Lang) -> float:
    """Write which shape and colour is which group; return where the next line begins."""
    groups = [(one, say(names[one], lang), int((label == one).sum())) for one in range(len(names))]
    groups += [(-1, say(Message("what-the-room-thinks.figure.ungrouped"), lang), int((label < 0).sum()))] if (label < 0).any() else []
    x = 6.0
    for one, name, count in groups:
        lines = wrap(f"{name} ({say(count, lang)})", WIDTH - 40, 11)
        wide = max(width(text, 11) for text in lines) + 34
        if x > 6 and x + wide - 20 > WIDTH:
            x, y = 6.0, y + 18
        if one < 0:
            sheet.dot(x, y, "circle", 2.6, fill=EDGE)
        else:
            sheet.dot(x, y, BLOC_SHAPES[one % len(BLOC_SHAPES)], 5, fill=_colour(one))
        sheet.text(x + 10, y + 0.5, lines, size=11, baseline="middle")
        x += wide
    return y + 14
