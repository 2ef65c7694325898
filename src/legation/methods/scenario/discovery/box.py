"""A box of runs: limits on some inputs, and how well the runs of interest are caught by it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["Bools", "Box", "Floats", "described", "inside", "runs"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Limits, and what lies within them.

    Attributes
    ----------
    limits : ndarray, shape (d, 2)
        The least and the greatest value of each input, both within; infinite where there is no limit.
    coverage : float
        Of the runs of interest, the share within the box [0 to 1].
    density : float
        Of the runs within the box, the share of interest [0 to 1].
    mass : float
        Of all runs, the share within the box [0 to 1].
    restricted : tuple of int
        Inputs with a limit.
    quasi_p : dict of int to float
        By restricted input: the probability of as many runs of interest or more, were its limits drawn without regard to them (binomial,
        with the density of the box without its limits). Small where the input matters; not a p-value of a test that was planned.
    """

    limits: Floats
    coverage: float
    density: float
    mass: float
    restricted: tuple[int, ...]
    quasi_p: dict[int, float]


def runs(x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Floats, Bools]:
    """Return inputs and outcomes as arrays of our own.

    Raises
    ------
    BadValue
        Where they do not fit, hold what is no number, or no run or every run is of interest.
    """
    inputs, found = np.array(x, np.float64, order="F"), np.array(y)
    if inputs.ndim != 2 or not inputs.size or not np.isfinite(inputs).all():
        raise BadValue(f"x must be one row of numbers for each run (got shape {inputs.shape}); leave no cell empty")
    if found.shape != (len(inputs),) or not np.isin(found, (0, 1)).all():
        raise BadValue(f"y must be 0 or 1 for each of {len(inputs)} runs (got shape {found.shape}); say which runs are of interest")
    interest = found.astype(bool)
    if interest.all() or not interest.any():
        raise BadValue(
            f"y must be some runs of interest and some that are not (got {int(interest.sum())} of {len(inputs)}); set another limit"
        )
    return inputs, interest


def inside(x: Floats, limits: Floats) -> Bools:
    """Return which runs lie within limits."""
    held = np.ones(len(x), bool)
    for column in np.flatnonzero(np.isfinite(limits).any(axis=1)).tolist():
        held &= (x[:, column] >= limits[column, 0]) & (x[:, column] <= limits[column, 1])
    return held


def described(x: Floats, y: Bools, limits: Floats) -> Box:
    """Return a box with its measures."""
    from scipy.special import betainc

    held = inside(x, limits)
    of_interest, size = int(y[held].sum()), int(held.sum())
    restricted = tuple(np.flatnonzero(np.isfinite(limits).any(axis=1)).tolist())
    quasi = {}
    for column in restricted:
        free = limits.copy()
        free[column] = -np.inf, np.inf
        wider = inside(x, free)
        quasi[column] = float(betainc(of_interest, size - of_interest + 1, y[wider].mean())) if of_interest else 1.0
    return Box(
        limits=limits.copy(),
        coverage=of_interest / int(y.sum()),
        density=of_interest / size if size else 0.0,
        mass=size / len(x),
        restricted=restricted,
        quasi_p=quasi,
    )
