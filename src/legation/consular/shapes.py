"""Areas as GeoJSON has them, read within limits: polygons whose edges cross the antimeridian the short way, and circles on the sphere.

The edges of a polygon are straight in longitude and latitude. Its rings are laid out from their first position without a jump: after 179
comes 181, not -179. What cannot be laid out is refused with its place and what to do: an edge of exactly 180 degrees, which has no short
way, and a ring round a pole, which does not close.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.errors import BadValue
from legation.language import Message

__all__ = ["EARTH_RADIUS_KM", "MOST_POSITIONS", "Disc", "Rings", "read_shape"]

EARTH_RADIUS_KM = 6371.0088
"""The mean radius of the Earth, of a sphere that has its surface."""
MOST_POSITIONS = 100_000
"""Positions that an area has at most, over all its rings."""
_FARTHEST_KM = math.pi * EARTH_RADIUS_KM
_HALF, _FULL = 180.0, 360.0
_SAME = 1e-9
"""Degrees by which an edge may be off 180 and is still taken for it: a tenth of a millimetre."""
_KINDS = ("Circle", "MultiPolygon", "Polygon")


@dataclass(frozen=True, slots=True)
class Disc:
    """All places within a great-circle distance of one.

    Attributes
    ----------
    longitude, latitude : float
        Its centre, in degrees.
    radius_km : float
        Kilometres, more than 0.
    """

    longitude: float
    latitude: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Rings:
    """A polygon: its outer ring and its holes, each laid out on a plane of longitude and latitude.

    Attributes
    ----------
    outer : array of shape (n, 2)
        Longitudes and latitudes; the last position repeats the first.
    holes : tuple of arrays of shape (m, 2)
        What is cut out of it. Each is laid out on its own, so it may lie a whole turn beside the outer ring.
    """

    outer: np.ndarray
    holes: tuple[np.ndarray, ...]


def read_shape(area: Mapping[str, Any]) -> Disc | tuple[Rings, ...]:
    """Return what an area is made of.

    Parameters
    ----------
    area : mapping
        A GeoJSON geometry ``Polygon`` or ``MultiPolygon`` (RFC 7946; heights are passed over, the direction of rings does not matter), or
        ``{"type": "Circle", "coordinates": [longitude, latitude], "radius_km": r}``. Longitudes are -360 to 360: what was drawn beyond the
        antimeridian is 190 or -170.

    Raises
    ------
    BadValue
        For another type, a coordinate that is no number or outside its range, a ring that is open, has fewer than four positions or
        encloses nothing, an edge of exactly 180 degrees, a ring round a pole, more than 100,000 positions. The sentence names the place.

    Examples
    --------
    >>> read_shape({"type": "Circle", "coordinates": [35.5, 33.9], "radius_km": 40})
    Disc(longitude=35.5, latitude=33.9, radius_km=40.0)
    >>> (fiji,) = read_shape({"type": "Polygon", "coordinates": [[[177, -20], [-178, -20], [-178, -15], [177, -15], [177, -20]]]})
    >>> fiji.outer[:, 0].tolist()
    [177.0, 182.0, 182.0, 177.0, 177.0]
    """
    kind = area.get("type") if isinstance(area, Mapping) else None
    if kind in ("Feature", "FeatureCollection"):
        raise BadValue(Message("consular.area.feature", found=str(kind), allowed=_KINDS))
    if kind not in _KINDS:
        raise BadValue(Message("consular.area.kind", found=_short(kind if isinstance(area, Mapping) else area), allowed=_KINDS))
    if kind == "Circle":
        return _disc(area)
    coordinates = area.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not _is_list(polygons) or not polygons:
        raise BadValue(Message("consular.area.empty", place="coordinates"))
    left = MOST_POSITIONS
    shapes = []
    for number, polygon in enumerate(polygons):
        place = "coordinates" if kind == "Polygon" else f"coordinates[{number}]"
        if not _is_list(polygon) or not polygon:
            raise BadValue(Message("consular.area.empty", place=place))
        rings = []
        for index, ring in enumerate(polygon):
            left -= len(ring) if _is_list(ring) else 0
            if left < 0:
                raise BadValue(Message("consular.area.long", allowed=MOST_POSITIONS))
            rings.append(_laid_out(ring, f"{place}[{index}]"))
        shapes.append(Rings(rings[0], tuple(rings[1:])))
    return tuple(shapes)


def _disc(area: Mapping[str, Any]) -> Disc:
    longitude, latitude = _position(area.get("coordinates"), "coordinates")
    radius: Any = area.get("radius_km")
    if not _is_number(radius) or not 0 < radius <= _FARTHEST_KM:
        raise BadValue(Message("consular.area.radius", found=_short(radius), allowed=math.floor(_FARTHEST_KM)))
    return Disc(longitude, latitude, float(radius))


def _laid_out(ring: Any, place: str) -> np.ndarray:
    """Return the positions of a ring without a jump at the antimeridian."""
    if not _is_list(ring):
        raise BadValue(Message("consular.area.empty", place=place))
    if len(ring) < 4:
        raise BadValue(Message("consular.area.few", place=place, found=len(ring)))
    positions = np.array([_position(one, f"{place}[{number}]") for number, one in enumerate(ring)])
    longitude, latitude = positions[:, 0], positions[:, 1]
    step = np.diff(longitude)
    turns = -np.round(step / _FULL)  # whole turns that make each edge take the short way
    short = step + turns * _FULL
    half = np.flatnonzero(np.abs(np.abs(short) - _HALF) <= _SAME)
    if len(half):
        first = int(half[0])
        pair = f"{place}[{first}]", f"{place}[{first + 1}]"
        raise BadValue(Message("consular.area.half-turn", first=pair[0], second=pair[1]))
    if latitude[0] != latitude[-1] or abs(math.remainder(longitude[0] - longitude[-1], _FULL)) > 0:
        raise BadValue(Message("consular.area.open", place=place))
    whole = np.concatenate([[0.0], np.cumsum(turns)])
    flat = np.column_stack([longitude + whole * _FULL, latitude])
    if abs(flat[-1, 0] - flat[0, 0]) > _HALF:
        raise BadValue(Message("consular.area.pole", place=place))
    if np.ptp(flat[:, 0]) == 0 or np.ptp(latitude) == 0 or len(np.unique(flat, axis=0)) < 3:
        raise BadValue(Message("consular.area.nothing", place=place))
    return flat


def _position(value: Any, place: str) -> tuple[float, float]:
    if not _is_list(value) or not 2 <= len(value) <= 3 or not all(_is_number(one) for one in value):
        raise BadValue(Message("consular.area.position", place=place, found=_short(value)))
    longitude, latitude = float(value[0]), float(value[1])
    if not -_FULL <= longitude <= _FULL:
        raise BadValue(Message("consular.area.longitude", place=place, found=_short(value[0])))
    if not -90 <= latitude <= 90:
        raise BadValue(Message("consular.area.latitude", place=place, found=_short(value[1])))
    return longitude, latitude


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _is_number(value: Any) -> bool:
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.integer | np.floating):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond all floats
        return False


def _short(value: object) -> str:
    """Return the beginning of what was found, for a sentence."""
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
