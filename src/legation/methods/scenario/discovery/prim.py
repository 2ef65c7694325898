"""PRIM: peel thin slices off a box of runs, each time the slice with which the share of interest rises most for what it costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = [
    "Bools",
    "Box",
    "Floats",
    "Trajectory",
    "described",
    "inside",
    "prim",
    "runs",
]


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
    within = np.ones(len(x), bool)
    for column in np.flatnonzero(np.isfinite(limits).any(axis=1)).tolist():
        within &= (x[:, column] >= limits[column, 0]) & (x[:, column] <= limits[column, 1])
    return within


def described(x: Floats, y: Bools, limits: Floats) -> Box:
    """Return a box with its measures."""
    from scipy.special import betainc

    within = inside(x, limits)
    of_interest, size = int(y[within].sum()), int(within.sum())
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """Boxes from the whole to the densest; a person chooses where coverage is still enough.

    Attributes
    ----------
    limits : ndarray, shape (n_boxes, d, 2)
        As of :class:`Box`; the first box holds all runs.
    coverage, density, mass : ndarray, shape (n_boxes,)
        As of :class:`Box`.
    n_restricted : ndarray of int, shape (n_boxes,)
        How many inputs have a limit.
    pasted : Box
        The last box, widened where that does not make it thinner.
    """

    limits: Floats
    coverage: Floats
    density: Floats
    mass: Floats
    n_restricted: npt.NDArray[np.int64]
    pasted: Box

    def first(self, density: float) -> int | None:
        """Return the number of the first box of a density or more; None where there is none."""
        dense = np.flatnonzero(self.density >= density)
        return int(dense[0]) if len(dense) else None


def prim(x: npt.ArrayLike, y: npt.ArrayLike, *, alpha: float = 0.05, mass_min: float = 0.05, objective: str = "lenient") -> Trajectory:
    """Find boxes of inputs in which runs of interest are dense.

    Each step drops, at one end of one input, the share ``alpha`` of the runs in the box (more or less where values are equal) so that the
    objective is largest: the density that is left (``original``), or the gain in density for each run that is dropped (``lenient``). It
    stops where no step raises the density, or the box would hold less than ``mass_min`` of all runs.

    Parameters
    ----------
    x : array_like, shape (n_runs, d)
        Inputs, as numbers.
    y : array_like of 0 or 1, shape (n_runs,)
        1 where a run is of interest.
    alpha : float
        Share that is peeled at a step, above 0 and below 1.
    mass_min : float
        Of the runs, above 0 and at most 1.
    objective : {"lenient", "original"}

    Raises
    ------
    BadValue
        For runs that do not fit, and numbers out of range.

    Notes
    -----
    The search is greedy: another box may be better. Inputs that are categories are to be given as 0 and 1 for each category. Neither
    argument is changed; columns are sorted once, and each step keeps their order.

    References
    ----------
    Friedman, J. H. & Fisher, N. I. (1999). Bump hunting in high-dimensional data, doi:10.1023/A:1008894516817.
    Bryant, B. P. & Lempert, R. J. (2010). Thinking inside the box, doi:10.1016/j.techfore.2009.08.002.

    Examples
    --------
    >>> x = np.random.default_rng(1).random((2000, 3))
    >>> found = prim(x, (x[:, 0] > 0.6) & (x[:, 1] < 0.4))
    >>> at = found.first(0.9)
    >>> bool(found.coverage[at] > 0.8), int(found.n_restricted[at])
    (True, 2)
    """
    inputs, interest = runs(x, y)
    for name, value, most in (("alpha", alpha, 0.999), ("mass_min", mass_min, 1.0)):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= most:
            raise BadValue(f"{name} must be above 0 and up to {most:g} (got {value!r}); 0.05 is usual")
    if objective not in ("lenient", "original"):
        raise BadValue(f"objective must be lenient | original (got {objective!r}); lenient is usual")
    n, d = inputs.shape
    columns = np.ascontiguousarray(inputs.T)
    order = np.argsort(columns, axis=1, kind="stable").astype(np.int32)
    limits = np.tile([-np.inf, np.inf], (d, 1))
    trail = [(limits.copy(), int(interest.sum()), n)]
    while (step := _peel(columns, order, interest, trail[-1][1], alpha, mass_min * n, lenient=objective == "lenient")) is not None:
        column, low, start, stop = step
        rows = order[column, start:stop]
        remaining = np.zeros(n, bool)
        remaining[rows] = True
        limits[column, 0 if low else 1] = columns[column, rows[0] if low else rows[-1]]
        order = order[remaining[order]].reshape(d, -1)
        trail.append((limits.copy(), int(interest[rows].sum()), len(rows)))
    hits, sizes = (np.array([one[at] for one in trail], np.float64) for at in (1, 2))
    boxes = np.array([one[0] for one in trail])
    return Trajectory(
        limits=boxes,
        coverage=hits / interest.sum(),
        density=hits / sizes,
        mass=sizes / n,
        n_restricted=np.isfinite(boxes).any(axis=2).sum(axis=1),
        pasted=described(inputs, interest, _paste(inputs, interest, limits, alpha)),
    )


def _peel(
    columns: Floats, order: npt.NDArray[np.int32], interest: Bools, total: int, alpha: float, least: float, *, lenient: bool
) -> tuple[int, bool, int, int] | None:
    """Return the best step: input, whether its low end is peeled, and the runs that are kept, in the order of that input."""
    n = order.shape[1]
    best, choice = 0.0, None
    for column, ranked in enumerate(order):
        low, high = _ends(columns[column], ranked, max(1, int(alpha * n)))
        for is_low, start, stop in ((True, low, n), (False, 0, high)):
            size = stop - start
            if size < max(least, 1) or size == n:
                continue
            hits = total - int(np.count_nonzero(interest[ranked[:start] if is_low else ranked[stop:]]))
            gain = hits / size - total / n
            worth = gain / (n - size) if lenient else gain
            if worth > best:
                best, choice = worth, (column, is_low, start, stop)
    return choice


def _ends(values: Floats, order: npt.NDArray[np.int32], slice_: int) -> tuple[int, int]:
    """Return where a peel of the low end begins to keep, and where one of the high end stops; equal values are kept or dropped together."""
    n = len(order)
    low, high = min(slice_, n - 1), max(n - slice_, 1)
    if n > 1 and values[order[low - 1]] < values[order[low]] and values[order[high - 1]] < values[order[high]]:
        return low, high
    ordered = values[order]
    low = int(np.searchsorted(ordered, ordered[low], side="left")) or int(np.searchsorted(ordered, ordered[0], side="right"))
    high = int(np.searchsorted(ordered, ordered[high - 1], side="right"))
    return low, high if high < n else int(np.searchsorted(ordered, ordered[n - 1], side="left"))


def _paste(x: Floats, y: Bools, limits: Floats, alpha: float) -> Floats:
    """Widen a box at its limits, each time by as much as is peeled at a step, as long as its density does not fall."""
    wide = limits.copy()
    while True:
        within = inside(x, wide)
        size, hits = int(within.sum()), int(y[within].sum())
        choice: tuple[float, int, int, float] | None = None
        for column, side in np.argwhere(np.isfinite(wide)).tolist():
            free = wide.copy()
            free[column, side] = np.inf if side else -np.inf
            beyond = np.flatnonzero(inside(x, free) & ~within)
            values = x[beyond, column]
            nearest = np.sort(values if side else -values)[: max(1, int(alpha * size))]
            end = (nearest[-1] if side else -nearest[-1]) if len(nearest) else free[column, side]
            taken = beyond[(values <= end) if side else (values >= end)]
            density = (hits + int(y[taken].sum())) / (size + len(taken))
            if density >= hits / size and (choice is None or density > choice[0]):
                choice = density, column, side, float(end)
        if choice is None:
            return wide
        _, column, side, end = choice
        wide[column, side] = end
