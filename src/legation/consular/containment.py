"""Which of many places lie in polygons, their borders included."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from legation.consular.shapes import Rings
from legation.consular.slabs import slabs_of

__all__ = ["in_rings"]

_FULL = 360.0
_MANY = 1_000
"""Places from which on slabs are made: fewer are asked one by one."""


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
    order = np.argsort(latitude)
    x, y = longitude[order], latitude[order]
    inside = np.zeros(len(x), bool)
    for polygon in polygons:
        level = slice(np.searchsorted(y, polygon.outer[:, 1].min(), "left"), np.searchsorted(y, polygon.outer[:, 1].max(), "right"))
        found = level.start + np.flatnonzero(_on_some_turn(polygon.outer, x[level], y[level], border=True))
        for hole in polygon.holes:
            found = found[~_on_some_turn(hole, x[found], y[found], border=False)]
        inside[found] = True
    out = np.zeros(len(x), bool)
    out[order] = inside
    return out


def _on_some_turn(ring: np.ndarray, longitude: np.ndarray, latitude: np.ndarray, *, border: bool) -> np.ndarray:
    """Return which places a ring encloses, where whole turns are added to longitudes as its own need."""
    inside = np.zeros(len(longitude), bool)
    for turn, near in _turns(ring, longitude, latitude):
        inside[near] |= _enclosed(ring, longitude[near] + turn, latitude[near], border=border)
    return inside


def _turns(ring: np.ndarray, longitude: np.ndarray, latitude: np.ndarray) -> Iterator[tuple[float, np.ndarray]]:
    """Yield each number of degrees that brings places into the box of a ring, and which."""
    (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
    level = np.flatnonzero((latitude >= south) & (latitude <= north))
    if not len(level):
        return
    x = longitude[level]
    for number in range(int(np.floor((west - x.max()) / _FULL)), int(np.ceil((east - x.min()) / _FULL)) + 1):
        turn = number * _FULL
        near = level[(x + turn >= west) & (x + turn <= east)]
        if len(near):
            yield turn, near


def _enclosed(ring: np.ndarray, longitude: np.ndarray, latitude: np.ndarray, *, border: bool) -> np.ndarray:
    slabs = slabs_of(ring) if len(longitude) >= _MANY else None
    if slabs is None:
        return _exactly(ring, longitude, latitude, border=border)
    inside, sure = slabs.locate(longitude, latitude)
    doubtful = np.flatnonzero(~sure)
    if len(doubtful):
        inside[doubtful] = _exactly(ring, longitude[doubtful], latitude[doubtful], border=border)
    return inside


def _exactly(ring: np.ndarray, longitude: np.ndarray, latitude: np.ndarray, *, border: bool) -> np.ndarray:
    """Return which places a ring encloses, by the predicates of GEOS, which do not round."""
    import shapely

    shape = shapely.Polygon(ring)
    shapely.prepare(shape)
    return np.asarray((shapely.intersects_xy if border else shapely.contains_xy)(shape, longitude, latitude))
