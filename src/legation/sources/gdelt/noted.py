"""Doubts of one file: of each kind as many listed singly as are worth a look, the others counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from legation.sources.observed import Fault

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["LISTED", "Noted"]

LISTED = 1000
"""Doubts of one kind in one file that are listed singly."""


class Noted:
    """The doubts of one file.

    Examples
    --------
    >>> noted = Noted("a.CSV")
    >>> noted.add("gdelt-range", [0, 2], line=lambda row: row + 1, allowed="1..4", found=lambda row: "9", column="QuadClass")
    >>> [(doubt.row, doubt.found) for doubt in noted.taken()], noted.taken(), noted.rest()
    ([(1, '9'), (3, '9')], [], [])
    """

    def __init__(self, part: str) -> None:
        self._part = part
        self._count: Counter[str] = Counter()
        self._waiting: list[Fault] = []

    def add(
        self,
        code: str,
        rows: Sequence[int] | npt.NDArray[np.int64],
        *,
        line: Callable[[int], int],
        found: Callable[[int], Any],
        allowed: str = "",
        column: str = "",
    ) -> None:
        """Note rows of a block: which line each is, and what was found there, is asked for those alone that are listed."""
        for row in rows[: max(0, LISTED - self._count[code])]:
            self._waiting.append(Fault(self._part, line(int(row)), code, allowed, str(found(int(row)))[:80], column))
        self._count[code] += len(rows)

    def extend(self, doubts: Iterable[Fault]) -> None:
        """Note doubts that are made already."""
        for doubt in doubts:
            self._count[doubt.code] += 1
            if self._count[doubt.code] <= LISTED:
                self._waiting.append(doubt)

    def taken(self) -> list[Fault]:
        """Return what was noted since the last time."""
        found, self._waiting = self._waiting, []
        return found

    def rest(self) -> list[Fault]:
        """Return, at the end of the file, how many there are of each kind of which not all were listed."""
        many = {code: count for code, count in sorted(self._count.items()) if count > LISTED}
        return [Fault(self._part, 1, "gdelt-more", allowed=code, found=str(count)) for code, count in many.items()]
