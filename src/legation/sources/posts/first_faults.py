"""Faults of one kind in one file: the first thousand one by one, and the others as one line with their number."""

from __future__ import annotations

from collections.abc import Callable

from legation.sources.observed import Fault

__all__ = ["FAULTS_LIMIT", "FirstFaults"]

FAULTS_LIMIT = 1_000
"""Faults that are told one by one: who reads a thousand does not read a million, which take gigabytes."""


class FirstFaults:
    """What tells the faults of a file until they are many.

    Parameters
    ----------
    part : str
        The file's name.
    more : str
        Code of the line that tells how many others there are.
    tell : callable
        Takes a fault and how many rows it stands for.

    Examples
    --------
    >>> told = []
    >>> faults = FirstFaults("repo.car", "posts-more-missing", lambda fault, rows: told.append((fault.code, fault.row, fault.found, rows)))
    >>> for block in range(1, 1_004):
    ...     faults.add(block, "posts-missing", 1)
    >>> faults.end()
    >>> len(told), told[0], told[-1]
    (1001, ('posts-missing', 1, '', 1), ('posts-more-missing', 1001, '3', 3))
    """

    def __init__(self, part: str, more: str, tell: Callable[[Fault, int], None]) -> None:
        self._part, self._more, self._tell = part, more, tell
        self._count = self._rows = self._first = 0

    def add(self, row: int, code: str, rows: int) -> None:
        """Tell a fault, or count it where there were many."""
        self._count += 1
        if self._count <= FAULTS_LIMIT:
            self._tell(Fault(self._part, row, code), rows)
        else:
            self._first = self._first or row
            self._rows += rows

    def end(self) -> None:
        """Tell how many were counted, at the place of the first of them."""
        if self._count > FAULTS_LIMIT:
            self._tell(Fault(self._part, self._first, self._more, found=str(self._count - FAULTS_LIMIT)), self._rows)
