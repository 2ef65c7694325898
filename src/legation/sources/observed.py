"""What a reader of observations returns: rows too many for a dossier, as an Arrow table, and every row that is not among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, overload

from legation.dossier.problem import Problem
from legation.sources.reading import Origin, notice

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["BATCH", "Fault", "Observed", "Unplaced"]

BATCH = 20_000
"""Rows that a reader of texts gives at once."""


class Fault(NamedTuple):
    """A row that could not be placed, in the few words that a million of them can be kept in.

    Attributes
    ----------
    part : str
        The file's name.
    row : int
        The line or row, counted from 1.
    code : str
        The sentence ``sources.<code>`` of the catalogues says what to do.
    allowed, found : str
    column : str
    """

    part: str
    row: int
    code: str
    allowed: str = ""
    found: str = ""
    column: str = ""


class Unplaced(Sequence[Problem]):
    """Rows that could not be placed: each becomes a :class:`~legation.dossier.Problem` when it is examined.

    Examples
    --------
    >>> rows = Unplaced([Fault("access.log", 7, "log-line", "combined", "GET /")])
    >>> len(rows), rows[0].place, rows[0].code
    (1, 'access.log:7', 'log-line')
    """

    __slots__ = ("faults",)

    def __init__(self, faults: Sequence[Fault] = ()) -> None:
        self.faults = tuple(faults)

    def __len__(self) -> int:
        return len(self.faults)

    @overload
    def __getitem__(self, at: int) -> Problem: ...

    @overload
    def __getitem__(self, at: slice) -> Unplaced: ...

    def __getitem__(self, at: int | slice) -> Problem | Unplaced:
        if isinstance(at, slice):
            return Unplaced(self.faults[at])
        one = self.faults[at]
        return notice(one.code, one.part, one.row, one.column or None, allowed=one.allowed, found=one.found)

    def __iter__(self) -> Iterator[Problem]:
        return (self[at] for at in range(len(self.faults)))

    def __add__(self, other: Unplaced) -> Unplaced:
        return Unplaced((*self.faults, *other.faults))


@dataclass(frozen=True, slots=True)
class Observed:
    """The rows of a file as a table of observations, and every row that is not among them.

    Attributes
    ----------
    table : pyarrow.Table
        Columns as :mod:`legation.sources.observations.tables` defines them, in the order of the file.
    origin : Origin
        ``origin.read`` counts the rows of the file: those of the table, and those that could not be placed.
    unplaced : Unplaced
        Each row that could not be placed, with file and line, what was allowed and found, and what to do. Nothing is dropped silently.
    doubts : Unplaced
        Rows that were placed but that someone should look at.
    """

    table: pa.Table
    origin: Origin
    unplaced: Unplaced = field(default_factory=Unplaced)
    doubts: Unplaced = field(default_factory=Unplaced)
