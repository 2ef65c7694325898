"""Whom a crisis concerns: people whose stay meets its days, and who are in its area or of whom no place is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from legation.consular.containment import in_rings
from legation.consular.shapes import EARTH_RADIUS_KM, Disc, read_shape
from legation.errors import BadValue
from legation.language import Message

__all__ = ["Affected", "affected"]


@dataclass(frozen=True, slots=True)
class Affected:
    """Which people an area and its days concern.

    Attributes
    ----------
    inside : array of bool, shape (n,)
        Their stay meets the days and their place is in the area or on its border.
    unplaced : array of bool, shape (n,)
        Their stay meets the days and no place of theirs is known: they are listed with the others, apart.
    """

    inside: np.ndarray
    unplaced: np.ndarray


def affected(
    area: Mapping[str, Any],
    first: dt.date | np.datetime64 | str | None,
    last: dt.date | np.datetime64 | str | None,
    longitude: ArrayLike,
    latitude: ArrayLike,
    arrives: ArrayLike | Sequence[dt.date | None],
    leaves: ArrayLike | Sequence[dt.date | None],
) -> Affected:
    """Return which people a crisis concerns, by where they are and the days of their stay.

    A stay meets the days where ``arrives <= last and leaves >= first``, in whole days. Edges of polygons are straight in longitude and
    latitude, and cross the antimeridian where that is shorter; a circle is measured on the great circle, at 6371.0088 km. Who is on the
    border is inside.

    Parameters
    ----------
    area : mapping
        A GeoJSON geometry or a circle, as :func:`legation.consular.shapes.read_shape` takes it.
    first, last : date, datetime64 or ISO text
        The days of the crisis, both included; None or NaT: open on that side.
    longitude, latitude : array of float, shape (n,)
        Degrees. NaN, or what is no place on Earth (a latitude of 95): no place is known, so nobody is lost by a typing error.
    arrives, leaves : array of datetime64[D], shape (n,)
        First and last day of each stay; NaT: open.

    Returns
    -------
    Affected
        ``inside`` and ``unplaced``; nobody is both.

    Raises
    ------
    BadValue
        For an area that cannot be read (with the place in it and what to do), days in the wrong order, arrays of different lengths.

    Notes
    -----
    The distance is the haversine formula. A ring that crosses itself encloses what an odd number of its turns enclose. A place on the
    outer border of a hole is inside.

    Examples
    --------
    >>> beirut = {"type": "Circle", "coordinates": [35.5, 33.9], "radius_km": 40}
    >>> stays = np.array(["2026-03-01", "2026-03-20", "NaT", "NaT"], "datetime64[D]"), np.array(["NaT"] * 4, "datetime64[D]")
    >>> found = affected(beirut, dt.date(2026, 3, 2), dt.date(2026, 3, 9), [35.6, 35.6, np.nan, 2.35], [33.8, 33.8, np.nan, 48.85], *stays)
    >>> found.inside.tolist(), found.unplaced.tolist()
    ([True, False, False, False], [False, False, True, False])
    """
    shape = read_shape(area)
    begins, ends = _day(first, "first"), _day(last, "last")
    if begins > ends:  # never where one is NaT
        raise BadValue(Message("consular.area.days", first=begins.item(), last=ends.item()))
    x, y = _degrees(longitude, "longitude"), _degrees(latitude, "latitude")
    arrive, leave = _days(arrives, "arrives"), _days(leaves, "leaves")
    if not len(x) == len(y) == len(arrive) == len(leave):
        raise BadValue(Message("consular.area.lengths", found=f"{len(x)}, {len(y)}, {len(arrive)}, {len(leave)}"))
    meets = np.ones(len(x), bool)
    if not np.isnat(ends):
        meets &= np.isnat(arrive) | (arrive <= ends)
    if not np.isnat(begins):
        meets &= np.isnat(leave) | (leave >= begins)
    with np.errstate(invalid="ignore"):
        has_place = (np.abs(x) <= 360) & (np.abs(y) <= 90)
    near = np.flatnonzero(meets & has_place)
    inside = np.zeros(len(x), bool)
    inside[near] = _in_disc(shape, x[near], y[near]) if isinstance(shape, Disc) else in_rings(shape, x[near], y[near])
    return Affected(inside, meets & ~has_place)


def _in_disc(disc: Disc, longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Return which places are within a distance of the centre, by the haversine formula."""
    phi, centre = np.radians(latitude), np.radians(disc.latitude)
    across = np.sin(np.radians(longitude - disc.longitude) / 2) ** 2
    part = np.sin((phi - centre) / 2) ** 2 + np.cos(phi) * np.cos(centre) * across
    distance = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(part, 1)))
    return np.asarray(distance <= disc.radius_km)


def _day(value: object, name: str) -> np.datetime64:
    try:
        return np.datetime64("NaT", "D") if value is None else np.datetime64(value, "D")  # type: ignore[call-overload]
    except (TypeError, ValueError):
        raise BadValue(Message("consular.area.day", field=name, found=str(value)[:60])) from None


def _days(values: object, name: str) -> np.ndarray:
    try:
        days = np.asarray(values, "datetime64[D]")
    except (TypeError, ValueError):
        raise BadValue(Message("consular.area.array", field=name)) from None
    return _flat(days, name)


def _degrees(values: object, name: str) -> np.ndarray:
    try:
        degrees = np.asarray(values, float)
    except (TypeError, ValueError):
        raise BadValue(Message("consular.area.array", field=name)) from None
    return _flat(degrees, name)


def _flat(values: np.ndarray, name: str) -> np.ndarray:
    if values.ndim != 1:
        raise BadValue(Message("consular.area.array", field=name))
    return values
