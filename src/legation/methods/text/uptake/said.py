"""Who said when: dates and actors of texts, checked once for all that is asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["Said", "said"]


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Texts without their words.

    Attributes
    ----------
    day : ndarray of datetime64[D], shape (n,)
        NaT: not known.
    actor : ndarray of int, shape (n,)
        Place of the actor in ``names``; -1: not known.
    names : tuple of str
        Sorted.
    dated : ndarray of bool, shape (n,)
    """

    day: npt.NDArray[np.datetime64]
    actor: npt.NDArray[np.int64]
    names: tuple[str, ...]
    dated: npt.NDArray[np.bool_]

    def by(self, actors: AbstractSet[str]) -> npt.NDArray[np.bool_]:
        """Mark the texts of some actors."""
        return np.isin(self.actor, [at for at, name in enumerate(self.names) if name in actors])


def said(n: int, times: npt.ArrayLike, actors: Sequence[str | None]) -> Said:
    """Return dates and actors of ``n`` texts.

    Raises
    ------
    BadValue
        For lengths that differ, or times that are no dates.
    """
    given: Any = times
    try:
        day = np.asarray(given, dtype="datetime64[us]").astype("datetime64[D]")
    except (ValueError, TypeError) as error:
        raise BadValue(f"times must be ISO dates or datetime64, UTC without a zone (got otherwise: {error})") from None
    if day.shape != (n,) or len(actors) != n:
        raise BadValue(f"times, actors must be one for each of {n} texts (got {day.shape} and {len(actors)}); give lists of one length")
    names = tuple(sorted({name for name in actors if name}))
    number = {name: at for at, name in enumerate(names)}
    return Said(day, np.array([number[name] if name else -1 for name in actors], dtype=np.int64), names, ~np.isnat(day))
