"""What was coded of a pair, day by day: the form in which the family takes it, and what it may not be."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["Days"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Days:
    """Stories of a pair, and of the source as a whole, by day. A day that the source did not deliver is left out; one without a story is 0.

    Attributes
    ----------
    stories : ndarray of int, shape (n_days,)
        Different stories of the pair.
    cooperation, conflict : ndarray of int, shape (n_days,)
        Those of them with at least one act of cooperation, of conflict; a story may be both.
    scaled : ndarray of int, shape (n_days,)
        Those of them with a place on the Goldstein scale.
    goldstein : ndarray of float, shape (n_days,)
        Sum over these of each story's mean on that scale (-10 to 10).
    total : ndarray of int, shape (n_days,)
        Different stories of the source on that day, whoever they are about.
    """

    stories: Ints
    cooperation: Ints
    conflict: Ints
    scaled: Ints
    goldstein: Floats
    total: Ints

    def __post_init__(self) -> None:
        for field in fields(self):
            kind = np.float64 if field.name == "goldstein" else np.int64
            value = np.asarray(getattr(self, field.name), np.float64)
            if value.ndim != 1 or not np.isfinite(value).all() or (kind is np.int64 and ((value < 0) | (value % 1 != 0)).any()):
                raise BadValue(f"{field.name} must be one finite number for each day, counts whole and 0 or more; count the days again")
            object.__setattr__(self, field.name, value.astype(kind))
        if len({len(getattr(self, field.name)) for field in fields(self)}) != 1:
            raise BadValue("days must be arrays of one length, a number for each day; fill days without a story with 0")
        if (
            (self.cooperation > self.stories) | (self.conflict > self.stories) | (self.scaled > self.stories) | (self.stories > self.total)
        ).any():
            raise BadValue("days must be at most as many stories of a class as of the pair, and of the pair as of the source; count again")
        if (np.abs(self.goldstein) > 10 * self.scaled + 1e-6).any():
            raise BadValue("goldstein must be -10 to 10 for each story of the day, summed; give the sum of the stories' means")

    def __len__(self) -> int:
        return len(self.stories)

    def only(self, kept: npt.NDArray[np.bool_]) -> Days:
        """Return some of the days: an array of yes or no, one for each."""
        return Days(**{field.name: getattr(self, field.name)[kept] for field in fields(self)})
