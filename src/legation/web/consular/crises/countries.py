"""In which country a place is: that of the nearest town, since places of registrations are towns."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from legation.web.front.places import places

__all__ = ["countries_at", "has_countries"]


def has_countries() -> bool:
    """Whether the towns are installed by which a country is known."""
    return len(_towns()[1]) > 0


def countries_at(longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Return the country of the nearest town of each place.

    Parameters
    ----------
    longitude, latitude : array of float, shape (n,)
        Degrees.

    Returns
    -------
    array of str, shape (n,)
        ISO 3166-1 alpha-2; "" where no towns are installed.
    """
    towns, countries = _towns()
    if not len(countries) or not len(longitude):
        return np.full(len(longitude), "", "U2")
    _, nearest = towns.query(_on_sphere(longitude, latitude))
    return np.asarray(countries[nearest])


@functools.cache
def _towns() -> tuple[Any, np.ndarray]:
    from scipy.spatial import cKDTree

    countries, longitude, latitude = places().positions()
    return cKDTree(_on_sphere(longitude, latitude)), countries


def _on_sphere(longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    x, y = np.radians(longitude), np.radians(latitude)
    return np.column_stack((np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)))
