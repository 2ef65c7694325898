"""Where a deal stands: its rank for each party, and how far it is from the deals that cannot be improved."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.negotiation.domain import Domain, Floats, Ints
from legation.methods.negotiation.frontier import Points, points
from legation.methods.negotiation.grid import CHUNK, Grid
from legation.methods.negotiation.zone import counted
from legation.methods.progress import Progress, silent

__all__ = ["Standing", "standing", "standings"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standing:
    """A deal beside all others.

    Attributes
    ----------
    utilities : ndarray, shape (n_parties,)
    rational : bool
        Whether it is below nobody's reservation.
    on_frontier : bool
    rank : tuple of int
        By party, 1 and the number of packages that are better for it: 1 is its best.
    packages : int
        Of how many.
    distance : float
        To the nearest point of the frontier, each party's utilities out of the range that the domain gives it [0 to the root of the number
        of parties]; 0 on the frontier.
    nearest : tuple of int
        A package of that point.
    better, gains : ndarray, shapes (t, n_issues), (t, n_parties)
        The points of the frontier where nobody has less, by falling smallest gain as a share of the range, and what each party gains there;
        none on the frontier.
    """

    utilities: Floats
    rational: bool
    on_frontier: bool
    rank: tuple[int, ...]
    packages: int
    distance: float
    nearest: tuple[int, ...]
    better: Ints
    gains: Floats


def standing(domain: Domain, package: npt.ArrayLike, *, limit: int | None = None, progress: Progress = silent) -> Standing:
    """Say how good a deal is for each party, and how much is left on the table.

    Parameters
    ----------
    domain : Domain
    package : array_like of int, shape (n_issues,)
    limit : int, optional
        Points that the frontier may have.
    progress : callable

    Raises
    ------
    BadValue
        For a package that the domain does not have, and as :func:`legation.methods.negotiation.frontier`.
    Cancelled
        Where ``progress`` raises it.

    Examples
    --------
    >>> found = standing(Domain(scores=[[[6, 0], [0, 1]], [[0, 1], [6, 0]]]), [1, 1])
    >>> found.rank, found.on_frontier, found.better.tolist(), found.gains.tolist()
    ((3, 3), False, [[0, 0]], [[5.0, 5.0]])
    """
    chosen = domain.checked(package)
    if len(chosen) != 1:
        raise BadValue(f"package must be one package (got {len(chosen)}); ask for each")
    return standings(domain, chosen, points(domain, limit=limit, progress=progress))[0]


def standings(domain: Domain, packages: Ints, found: Points) -> tuple[Standing, ...]:
    """Return the standing of several packages, shape (k, n_issues), beside one frontier: it is found, and ranks are prepared, only once."""
    units = found.grid
    spread = np.where(domain.highest > domain.lowest, domain.highest - domain.lowest, 1.0)
    sums = [_sorted_sums(units, party) if len(packages) > 1 and domain.packages <= CHUNK else None for party in range(domain.parties)]

    def rank(party: int, level: int) -> int:
        every = sums[party]
        above = _above(units, party, level) if every is None else len(every) - int(np.searchsorted(every, level, "right"))
        return 1 + above

    def one(package: Ints) -> Standing:
        at = np.asarray(sum(table[option] for table, option in zip(units.scores, package.tolist(), strict=True)))
        more = (found.units - at) / units.scale
        away = np.sqrt(((more / spread) ** 2).sum(axis=1))
        improving = np.flatnonzero((found.units >= at).all(axis=1) & (found.units > at).any(axis=1))
        improving = improving[np.argsort(-(more[improving] / spread).min(axis=1), kind="stable")]
        nearest = int(away.argmin())
        return Standing(
            utilities=at / units.scale,
            rational=bool((at >= units.floor).all()),
            on_frontier=not len(improving),
            rank=tuple(rank(party, int(at[party])) for party in range(domain.parties)),
            packages=domain.packages,
            distance=float(away[nearest]),
            nearest=tuple(found.packages[nearest].tolist()),
            better=found.packages[improving],
            gains=more[improving],
        )

    made = {tuple(package.tolist()): one(package) for package in np.unique(packages, axis=0)}
    return tuple(made[tuple(package)] for package in packages.tolist())


def _sorted_sums(units: Grid, party: int) -> Ints:
    """Return what every package gives a party, in rising order."""
    return np.sort(functools.reduce(np.add.outer, [table[:, party] for table in units.scores]), axis=None)


def _above(units: Grid, party: int, level: int) -> int:
    """Count the packages that give a party more than a level."""
    floor = units.floor.copy()
    floor[party] = level + 1
    return counted(Grid(scores=units.scores, scale=units.scale, exact=units.exact, floor=floor), (party,))
