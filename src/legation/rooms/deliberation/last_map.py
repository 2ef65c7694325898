"""The last map of a room as the next one needs it: by seats, so that groups keep their numbers, whichever process makes the next.

It is shown to nobody: a picture draws groups, never a person. It rests on the same votes as the picture beside which it lies, and goes with
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.methods.opinion.picture import Placed
from legation.methods.opinion.publishing import Published
from legation.rooms.deliberation.picture import ShownVotes

__all__ = ["LastMap", "last_map", "last_map_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastMap:
    """Where each seat stood.

    Attributes
    ----------
    seats : tuple of str
        In the rows of both.
    once, as_cast : Placed, Placed or None
        Where who voted as one counts as one, and where all of them count: None where nobody voted as one.
    """

    seats: tuple[str, ...]
    once: Placed
    as_cast: Placed | None

    def among(self, room: ShownVotes) -> tuple[Placed, Placed | None]:
        """Return both with the people in the rows of a room as it is now: who is gone is gone, who is new stands nowhere yet."""
        at = {seat: row for row, seat in enumerate(self.seats)}
        rows = np.array([at.get(seat, -1) for seat in room.seats], np.int64)
        return _arranged(self.once, rows), None if self.as_cast is None else _arranged(self.as_cast, rows)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return it for another process: :func:`last_map_of` makes it again, to the last digit."""
        found = {"seats": np.array(self.seats, np.str_)} | _arrays("once", self.once)
        return found if self.as_cast is None else found | _arrays("as_cast", self.as_cast)


def last_map(room: ShownVotes, found: Published) -> LastMap:
    """Return the map of a room as the next one needs it."""
    as_cast = found.as_cast.placed if found.as_cast is not None else None
    return LastMap(seats=room.seats, once=found.opinion.placed, as_cast=as_cast)


def last_map_of(arrays: Mapping[str, npt.NDArray[Any]]) -> LastMap:
    """Return a map from :meth:`LastMap.arrays`.

    Examples
    --------
    >>> placed = Placed(group=np.array([0, 1]), position=np.array([[1.0, 0.0], [-1.0, 0.5]]), k=2)
    >>> again = last_map_of(LastMap(seats=("a", "b"), once=placed, as_cast=None).arrays())
    >>> again.seats, again.once.position.tolist(), again.once.k, again.as_cast
    (('a', 'b'), [[1.0, 0.0], [-1.0, 0.5]], 2, None)
    """
    as_cast = _placed("as_cast", arrays) if "as_cast_k" in arrays else None
    return LastMap(seats=tuple(arrays["seats"].tolist()), once=_placed("once", arrays), as_cast=as_cast)


def _arrays(name: str, one: Placed) -> dict[str, npt.NDArray[Any]]:
    return {f"{name}_group": one.group, f"{name}_position": one.position, f"{name}_k": np.array(one.k)}


def _placed(name: str, arrays: Mapping[str, npt.NDArray[Any]]) -> Placed:
    return Placed(group=arrays[f"{name}_group"], position=arrays[f"{name}_position"], k=int(arrays[f"{name}_k"]))


def _arranged(placed: Placed, rows: npt.NDArray[np.int64]) -> Placed:
    old = rows >= 0
    group = np.where(old, placed.group[rows], -1)
    position = np.where(old[:, None], placed.position[rows], np.nan)
    return Placed(group=group, position=position, k=placed.k)
