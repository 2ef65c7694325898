"""Which of many places lie in polygons, their borders included."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from legation.consular.shapes import Rings

__all__ = ["in_rings"]

_FULL = 360.0


def in_rings(polygons: tuple[Rings, ...], longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Return which places lie in one of the polygons or on a border, whichever turn of longitude they are written in.

    Parameters
    ----------
    polygons : tuple of Rings
        As :func:`legation.consular.shapes.read_shape` returns them.
    longitude, latitude : array of float, shape (n,)
        Degrees, -360 to 360 and -90 to 90.

    Returns
    -------
    array of bool, shape (n,)

    Examples
    --------
    >>> from legation.consular.shapes import read_shape
    >>> fiji = read_shape({"type": "Polygon", "coordinates": [[[177, -20], [-178, -20], [-178, -15], [177, -15], [177, -20]]]})
    >>> in_rings(fiji, np.array([179.0, -179.0, -177.0, 182.0]), np.array([-18.0, -18.0, -18.0, -15.0])).tolist()
    [True, True, False, True]
    """
    inside = np.zeros(len(longitude), bool)
    for polygon in polygons:
        left = np.flatnonzero(~inside)
        here = _on_some_turn(polygon.outer, longitude[left], latitude[left], border=True)
        found = left[here]
        for hole in polygon.holes:
            found = found[~_on_some_turn(hole, longitude[found], latitude[found], border=False)]
        inside[found] = True
    return inside


def _on_some_turn(ring: np.ndarray, longitude: np.ndarray, latitude: np.ndarray, *, border: bool) -> np.ndarray:
    """Return which places a ring encloses, where whole turns are added to longitudes as its own need."""
    import shapely

    shape = shapely.Polygon(ring)
    shapely.prepare(shape)
    enclosed = shapely.intersects_xy if border else shapely.contains_xy
    inside = np.zeros(len(longitude), bool)
    for turn, near in _turns(ring, longitude, latitude):
        inside[near] |= enclosed(shape, longitude[near] + turn, latitude[near])
    return inside


def _turns(ring: np.ndarray, longitude: np.ndarray, latitude: np.ndarray) -> Iterator[tuple[float, np.ndarray]]:
    """Yield each number of degrees that brings places into the box of a ring, and which."""
    (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
    level = (latitude >= south) & (latitude <= north)
    if not level.any():
        return
    lowest, highest = longitude[level].min(), longitude[level].max()
    for number in range(int(np.floor((west - highest) / _FULL)), int(np.ceil((east - lowest) / _FULL)) + 1):
        turn = number * _FULL
        near = np.flatnonzero(level & (longitude + turn >= west) & (longitude + turn <= east))
        if len(near):
            yield turn, near
