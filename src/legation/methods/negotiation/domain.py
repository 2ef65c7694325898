"""A negotiation of several issues: what each option is worth to each party, and the floor of each."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["LARGEST", "TOLERANCE", "Domain", "Floats", "Ints"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LARGEST = 1e12
"""Scores and reservations lie between this and its negative."""
TOLERANCE = 1e-9
"""Utilities, and values of solutions, that differ by no more than this are taken for equal."""


@dataclass(frozen=True, slots=True, eq=False)
class Domain:
    """Issues with options, and what a package of one option for each issue is worth to each party: the sum of its scores.

    Attributes
    ----------
    scores : tuple of ndarray, shape (n_parties, n_options_i)
        By issue; weighted already, so that they add up over issues. Any unit, the same for all issues of one party.
    reservation : ndarray, shape (n_parties,)
        The utility below which a party signs nothing; minus infinity where it named none.
    issue_names, party_names : tuple of str
    option_names : tuple of tuple of str
        By issue.
    discount : ndarray, shape (n_parties,)
        What a unit of time leaves of a utility, above 0 and at most 1; 1 where time costs nothing.

    Raises
    ------
    BadValue
        For scores of unlike shapes, numbers that are not finite, and names that do not fit or are given twice.

    Examples
    --------
    >>> venue, text = [[0.6, 0.0], [0.0, 0.3]], [[0.4, 0.1], [0.2, 0.7]]
    >>> domain = Domain(scores=[venue, text], reservation=[0.3, 0.3])
    >>> domain.sizes, domain.packages, domain.utilities([0, 1]).tolist()
    ((2, 2), 4, [[0.7, 0.7]])
    """

    scores: Sequence[npt.ArrayLike]
    reservation: Any = None
    issue_names: Sequence[str] | None = None
    option_names: Sequence[Sequence[str]] | None = None
    party_names: Sequence[str] | None = None
    discount: Any = None

    def __post_init__(self) -> None:
        if isinstance(self.scores, (str, bytes)) or not isinstance(self.scores, Iterable):
            raise BadValue(f"scores must be an array for each issue (got {self.scores!r}); give parties as rows and options as columns")
        tables = tuple(_table(given, number) for number, given in enumerate(self.scores, start=1))
        if not tables:
            raise BadValue("scores must be one issue or more (got none); say what is negotiated")
        n = tables[0].shape[0]
        for number, table in enumerate(tables, start=1):
            if table.shape[0] != n:
                raise BadValue(f"scores of issue {number} must be {n} parties as in issue 1 (got {table.shape[0]}); give a row for each")
        sizes = [table.shape[1] for table in tables]
        named = [None] * len(tables) if self.option_names is None else [*self.option_names]
        if len(named) != len(tables):
            raise BadValue(f"option_names must be names for each of {len(tables)} issues (got {len(named)}); name the options of each")
        options = (
            _names(given, f"option_names of issue {i}", size, "") for i, (given, size) in enumerate(zip(named, sizes, strict=True), 1)
        )
        made = {
            "scores": tables,
            "reservation": _column(self.reservation, "reservation", n, -math.inf),
            "discount": _column(self.discount, "discount", n, 1.0),
            "issue_names": _names(self.issue_names, "issue_names", len(tables), "issue "),
            "option_names": tuple(options),
            "party_names": _names(self.party_names, "party_names", n, "party "),
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)
        for party in np.flatnonzero((self.discount <= 0) | (self.discount > 1))[:1].tolist():
            raise BadValue(f"discount of party {party + 1} must be above 0 to 1 (got {self.discount[party]:g}); 1 is no discount")

    @property
    def parties(self) -> int:
        """How many parties negotiate."""
        return len(self.tables[0])

    @property
    def tables(self) -> tuple[Floats, ...]:
        """The scores, as arrays."""
        return cast("tuple[Floats, ...]", self.scores)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many options each issue has."""
        return tuple(table.shape[1] for table in self.tables)

    @property
    def packages(self) -> int:
        """How many packages there are, exactly."""
        return math.prod(self.sizes)

    @property
    def highest(self) -> Floats:
        """The most that any package gives each party, shape (n_parties,)."""
        return np.asarray(np.sum([table.max(axis=1) for table in self.tables], axis=0))

    @property
    def lowest(self) -> Floats:
        """The least that any package gives each party, shape (n_parties,)."""
        return np.asarray(np.sum([table.min(axis=1) for table in self.tables], axis=0))

    @property
    def disagreement(self) -> Floats:
        """What each party is taken to have without a deal: its reservation, or the lowest possible utility where that is higher."""
        return np.asarray(np.maximum(self.reservation, self.lowest))

    def utilities(self, packages: npt.ArrayLike) -> Floats:
        """Return what packages, shape (k, n_issues) or (n_issues,), are worth to each party, shape (k, n_parties)."""
        chosen = self.checked(packages)
        total = np.zeros((len(chosen), self.parties))
        for issue, table in enumerate(self.tables):
            total += table[:, chosen[:, issue]].T
        return total

    def checked(self, packages: npt.ArrayLike) -> Ints:
        """Return packages as whole numbers, shape (k, n_issues); options are numbered from 0.

        Raises
        ------
        BadValue
            For a package of another length, and an option that is not there.
        """
        given = np.atleast_2d(np.asarray(packages))
        wide = len(self.tables)
        if given.ndim != 2 or given.shape[1] != wide or given.dtype.kind not in "iu":
            raise BadValue(f"package must be one whole number for each of {wide} issues (got {packages!r}); number options from 0")
        for row, issue in np.argwhere((given < 0) | (given >= np.array(self.sizes)))[:1].tolist():
            top = self.sizes[issue] - 1
            raise BadValue(f"option of issue {issue + 1} must be 0 to {top} (got {given[row, issue]}); number options from 0")
        return np.asarray(given, np.int64)


def _table(given: npt.ArrayLike, number: int) -> Floats:
    try:
        table = np.array(given, np.float64)
    except (TypeError, ValueError) as error:
        raise BadValue(f"scores of issue {number} must be numbers, parties as rows and options as columns (got {given!r})") from error
    if table.ndim != 2 or not table.size:
        raise BadValue(f"scores of issue {number} must be shape (parties, options), one or more of each (got {table.shape}); add them")
    for party, option in np.argwhere(~(np.abs(table) <= LARGEST))[:1].tolist():
        found = table[party, option]
        place = f"scores of issue {number}, party {party + 1}, option {option + 1}"
        raise BadValue(f"{place} must be {-LARGEST:g} to {LARGEST:g} (got {found:g}); correct it")
    table.flags.writeable = False
    return table


def _column(given: Any, what: str, n: int, missing: float) -> Floats:
    """Return a number for each party; None, as a whole or for one party, is ``missing``."""
    values = [None] * n if given is None else list(np.atleast_1d(np.asarray(given, object)))
    if len(values) != n:
        raise BadValue(f"{what} must be one number for each of {n} parties (got {len(values)}); put None where there is none")
    for party, value in enumerate(values, start=1):
        known = isinstance(value, numbers.Real) and not isinstance(value, bool) and (abs(float(value)) <= LARGEST or value == missing)
        if value is not None and not known:
            raise BadValue(f"{what} of party {party} must be {-LARGEST:g} to {LARGEST:g}, or None (got {value!r}); correct it")
    column = np.array([missing if value is None else float(value) for value in values])
    column.flags.writeable = False
    return column


def _names(given: Sequence[str] | None, what: str, count: int, stem: str) -> tuple[str, ...]:
    if given is None:
        return tuple(f"{stem}{number}" for number in range(1, count + 1))
    names = tuple(given)
    if isinstance(given, str) or len(names) != count or not all(isinstance(name, str) and name for name in names):
        raise BadValue(f"{what} must be {count} names (got {given!r}); name each")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadValue(f"{what} must have each name once (got {twice!r} twice); rename one")
    return names
