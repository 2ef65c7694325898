"""A map and the parts of it that are enlarged because names do not fit: what stands where, in pixels.

Where names find no place near their dots, the crowd is framed, lettered, and drawn again in a panel of its own below the map; there the
names have room. Actors at one point share a label; a long list of them becomes a number that is explained in the notes.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from legation.figures.crowd import frames, joined, neighbours
from legation.figures.measure import width
from legation.figures.panel import HEADING, Names, Panel, labelled, moved, ties_numbered
from legation.figures.placement import Rect
from legation.figures.theme import WIDTH

__all__ = ["panels"]

Float = npt.NDArray[np.float64]

_TALLEST, _INSET, _EDGE, _SPACE = 380.0, 34.0, 26.0, 12.0
_ZOOMS = (2.0, 3.0, 4.0, 5.0, 6.5, 8.0, 10.0, 13.0, 17.0)
_PART = (float(WIDTH), 420.0)
"""The largest width and height of an enlarged part [px]."""
_DENSE = (1000, 24, 16, 12, 10, 8, 6, 4)
"""So many dots within the room of three names are a crowd: tried from none to many."""
_NEAR = (1.0, 3.0, 5.0, 8.0, 12.0, 18.0)
"""Dots that share a label are no further apart [px]: the first that leaves no dot without a name."""


def panels(points: Float, texts: Sequence[str], many: Sequence[str], *, size: float) -> tuple[Panel, ...]:
    """Lay out a map: the whole, then the parts that are enlarged, each no more than its names need.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Coordinates, all finite.
    texts : sequence of str
        What each dot is called.
    many : sequence of str
        ``many[k]`` says that k actors stand at one point.
    size : float
        Type size [px].
    """
    return _laid_out(tuple((x, y) for x, y in points.tolist()), tuple(texts), tuple(many), size)


@functools.lru_cache(maxsize=16)
def _laid_out(points: tuple[tuple[float, float], ...], texts: tuple[str, ...], many: tuple[str, ...], size: float) -> tuple[Panel, ...]:
    """Lay a map out once, whatever number of times it is painted."""
    if not points:
        return ()
    names = Names(texts, many)
    whole = _whole(np.array(points, np.float64), size)
    zones = _whole_labelled(whole, names)
    details = []
    for letter, (zone, places) in zip("ABCDEFGH", zones, strict=False):
        whole.zones.append((letter, zone))
        details.append(_detail(whole, letter, places, names))
    _arrange(details, whole.frame[3] + _SPACE)
    found = [whole, *details]
    numbered = 0
    for panel in found:
        numbered = ties_numbered(panel, numbered)
    return tuple(found)


def _whole(points: Float, size: float) -> Panel:
    """Return the map with its dots, both directions to one scale."""
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    scale = min((WIDTH - 2 * _INSET) / max(span[0], 1e-12), (_TALLEST - 2 * _INSET) / max(span[1], 1e-12)) if span.any() else 0.0
    tall = float(np.clip(span[1] * scale + 2 * _INSET, 240 if scale else 120, _TALLEST))
    at = np.array([WIDTH / 2, tall / 2]) + (points - low - span / 2) * scale * [1, -1]
    return Panel((0.0, 0.0, float(WIDTH), tall), list(range(len(points))), np.round(at, 1), size)


def _whole_labelled(whole: Panel, names: Names) -> list[tuple[Rect, list[int]]]:
    """Label the map; return the parts in which names do not fit, with their members: those that leave the fewest dots without a name."""
    near = neighbours(whole.at, _room(whole, names))
    best: list[tuple[Rect, list[int]]] = []
    fewest = len(whole.members) + 1
    for dense in _DENSE:
        zones = frames(whole.at, {i for i, count in enumerate(near) if count >= dense}, 0.6 * WIDTH)
        if zones == best and dense != _DENSE[0]:
            continue
        without = len(labelled(whole, names, zones))
        if without < fewest:
            without += sum(len(labelled(_enlarged(whole, places, _most(whole, places)), names)) for _, places in zones)
        if without < fewest:
            best, fewest = zones, without
        if not without:
            break
    for close in _NEAR:
        if not labelled(whole, names, best, near=close):
            break
    return best


def _room(panel: Panel, names: Names) -> float:
    """Return the radius within which about three names have room [px]."""
    lines = [names.lines([panel.members[i] for i in group], panel.size) for group in joined(panel.at)]
    area = [(max(width(t, panel.size) for t in text) + 12) * (len(text) * panel.size * 1.2 + 4) for text in lines]
    return float(np.sqrt(np.median(area)))


def _detail(whole: Panel, letter: str, places: list[int], names: Names) -> Panel:
    """Return a part of the map, enlarged just as far as all its names find a place, or as far as the page allows.

    Where the page does not allow enough, dots that nearly touch share a label.
    """
    most = _most(whole, places)
    best, fewest = whole, len(places) + 1
    for zoom, near in [*((zoom, _NEAR[0]) for zoom in _ZOOMS if zoom < most), *((most, near) for near in _NEAR)]:
        panel = _enlarged(whole, places, zoom)
        panel.letter = letter
        without = len(labelled(panel, names, near=near))
        if without < fewest:
            best, fewest = panel, without
        if not without:
            break
    return best


def _most(whole: Panel, places: list[int]) -> float:
    """Return how many times a part can be enlarged on the page."""
    wide, tall = np.maximum(np.ptp(whole.at[places], axis=0), 1.0).tolist()
    return float(min((_PART[0] - 2 * _INSET) / wide, (_PART[1] - HEADING - 2 * _EDGE) / tall, 20.0))


def _enlarged(whole: Panel, places: list[int], zoom: float) -> Panel:
    at = whole.at[places]
    low, span = at.min(axis=0), np.ptp(at, axis=0)
    wide, tall = max(220.0, float(span[0]) * zoom + 2 * _INSET), float(span[1]) * zoom + HEADING + 2 * _EDGE
    middle = np.array([wide / 2, HEADING + (tall - HEADING) / 2])
    return Panel((0.0, 0.0, wide, tall), places, np.round(middle + (at - low - span / 2) * zoom, 1), whole.size, "?", zoom)


def _arrange(details: list[Panel], top: float) -> None:
    """Put the enlarged parts below the map, side by side where they fit; parts of one row are equally tall and fill the width."""
    rows: list[list[Panel]] = []
    for panel in details:
        used = sum(p.frame[2] + _SPACE for p in rows[-1]) if rows else float("inf")
        if used + panel.frame[2] <= WIDTH + 0.5:
            rows[-1].append(panel)
        else:
            rows.append([panel])
    for row in rows:
        tall = max(panel.frame[3] for panel in row)
        spare = (WIDTH - sum(panel.frame[2] for panel in row) - _SPACE * (len(row) - 1)) / len(row)
        x = 0.0
        for panel in row:
            moved(panel, x + spare / 2, top + (tall - panel.frame[3]) / 2)
            panel.frame = (x, top, x + panel.frame[2] - panel.frame[0] + spare, top + tall)
            x = panel.frame[2] + _SPACE
        top += tall + _SPACE
