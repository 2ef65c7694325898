"""Actors' positions, saliences and powers, checked."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["Floats", "Ints", "alike", "checked", "line", "powers"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]


def line(values: npt.ArrayLike, what: str, *, low: float = 0.0, high: float = 100.0) -> Floats:
    """Return one number for each actor, finite and within its range.

    Raises
    ------
    BadValue
        Naming the first actor, by its place, whose number is none or out of range.
    """
    found = _array(values, what)
    if found.ndim != 1 or not len(found):
        raise BadValue(f"{what} must be one number for each actor, shape (n,) (got shape {found.shape}); give them in one row")
    return _within(found, what, low, high)


def checked(position: npt.ArrayLike, salience: npt.ArrayLike, power: npt.ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return positions and saliences of shape (n, d) and powers of shape (n,); one dimension may be given as (n,)."""
    at, care = (_array(values, what) for values, what in ((position, "position"), (salience, "salience")))
    at, care = (values[:, None] if values.ndim == 1 else values for values in (at, care))
    if at.ndim != 2 or not at.size or at.shape != care.shape:
        raise BadValue(f"position, salience must be one shape (n actors, d issues) (got {at.shape} and {care.shape}); give both alike")
    at, care = _within(at, "position", 0.0, 100.0), _within(care, "salience", 0.0, 100.0)
    weight = powers(power, len(at))
    for actor in np.flatnonzero(care.sum(axis=1) > 100 + 1e-9)[:1].tolist():
        raise BadValue(f"salience of actor {actor} must be at most 100 over all issues (got {care[actor].sum():g}); share 100 among them")
    for actor in np.flatnonzero(care.sum(axis=1) <= 0)[:1].tolist():
        raise BadValue(f"salience of actor {actor} must be above 0 on one issue at least (got 0 on all); leave out who does not care")
    return at, care, weight


def powers(power: npt.ArrayLike, n: int) -> Floats:
    """Return a positive power for each of ``n`` actors, in any unit."""
    weight = line(power, "power", low=0.0, high=np.inf)
    if len(weight) != n:
        raise BadValue(f"power must be one number for each of {n} actors (got {len(weight)}); give one for each")
    for actor in np.flatnonzero(weight <= 0)[:1].tolist():
        raise BadValue(f"power of actor {actor} must be above 0 (got {weight[actor]:g}); leave out who has none")
    return weight


def alike(*columns: Floats) -> tuple[Ints, Ints]:
    """Return who act as one: the first actor of each group whose numbers are the same, in the order of the actors, and each actor's group.

    Power counts and not heads: whoever is split in two at one place, with one salience and the power divided, is one actor still.

    >>> first, group = alike(np.array([10.0, 90.0, 10.0]), np.array([50.0, 50.0, 50.0]))
    >>> first.tolist(), group.tolist()
    ([0, 1], [0, 1, 0])
    """
    rows = np.column_stack(columns)
    _, found, of = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    first = np.sort(found)
    return first, np.searchsorted(first, found[of.ravel()])


def _array(values: npt.ArrayLike, what: str) -> Floats:
    try:
        return np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadValue(f"{what} must be numbers (got {str(error)[:80]}); correct the table") from error


def _within(found: Floats, what: str, low: float, high: float) -> Floats:
    bad = ~np.isfinite(found) | (found < low) | (found > high)
    for place in np.argwhere(bad)[:1].tolist():
        raise BadValue(f"{what} of actor {place[0]} must be {low:g} to {high:g} (got {found[tuple(place)]:g}); correct it")
    return found
