"""What is asked of a candidate for a joint attribution, and past cases in these terms.

============  ======================================================================================================  ======
trait         meaning, from 0 (not so) to 1 (wholly so); nan where it is not known                                     points
============  ======================================================================================================  ======
``named``     has named a State in public before, alone or with others                                                  0.9
``joined``    has joined a public attribution of others before                                                          1.2
``close``     is in the circle that shares intelligence with the first mover; a wider circle counts less                1.6
``hit``       was itself hit by the incident, as known on the day                                                       0.8
``allied``    share of the first mover's alliances and unions that it is in                                             0.8
``alike``     agreement of its votes with those of the first mover                                                      0.5
``said``      its own position on naming in this matter: from -1 (against) over 0 (between) to 1 (for)                  1.0
``hurdle``    something in its procedure or its standing policy stands in the way                                      -1.0
============  ======================================================================================================  ======

Points are natural logarithms of odds. The declared ones are a judgement made before any fit; they say that closeness and custom weigh more
than harm. Custom and closeness overlap, so that sums are for ordering and not chances.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.errors import BadValue

__all__ = ["DECLARED", "TRAITS", "FloatArray", "Past", "points", "trait_array"]

FloatArray: TypeAlias = NDArray[np.float64]

TRAITS = ("named", "joined", "close", "hit", "allied", "alike", "said", "hurdle")
"""The traits in the order of every array's columns."""
DECLARED: Mapping[str, float] = MappingProxyType(
    {"named": 0.9, "joined": 1.2, "close": 1.6, "hit": 0.8, "allied": 0.8, "alike": 0.5, "said": 1.0, "hurdle": -1.0}
)
"""Points of each trait before any case is looked at [natural logarithm of odds]."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Past:
    """A past joint attribution as it could be seen on its eve.

    Attributes
    ----------
    name : str
    candidates : tuple of str, length n
        Who could have been asked: neither the first mover nor who had spoken by then.
    traits : array_like of float, shape (n, 8)
        -1 to 1, nan where not known, in the order of :data:`TRAITS`.
    signed : array_like of bool, shape (n,)
        Who signed afterwards.

    Raises
    ------
    BadValue
        Lengths differ, a candidate stands twice, or a trait is off its scale.
    """

    name: str
    candidates: tuple[str, ...]
    traits: FloatArray
    signed: NDArray[np.bool_]

    def __post_init__(self) -> None:
        object.__setattr__(self, "traits", trait_array(self.candidates, self.traits))
        signed = np.asarray(self.signed, bool)
        if signed.shape != (len(self.candidates),):
            raise BadValue(f"signed must be one entry for each of {len(self.candidates)} candidates (got the shape {signed.shape})")
        object.__setattr__(self, "signed", signed)


def trait_array(candidates: tuple[str, ...], traits: ArrayLike) -> FloatArray:
    """Return traits as an array of their own.

    Raises
    ------
    BadValue
        A candidate stands twice, another shape than one row for each candidate, or a number off the scale from -1 to 1.

    Examples
    --------
    >>> trait_array(("DNK",), [[1, 0, 0.5, 1, 1, float("nan"), 0, 0]]).shape
    (1, 8)
    """
    if len(set(candidates)) < len(candidates):
        twice = next(name for name in candidates if candidates.count(name) > 1)
        raise BadValue(f"candidates must have each once (got {twice!r} twice); name it once")
    try:
        array = np.array(traits, np.float64).reshape(-1, len(TRAITS)) if not len(candidates) else np.array(traits, np.float64)
    except (TypeError, ValueError):
        raise BadValue("traits must be numbers, nan where not known (got something else); give eight numbers a candidate") from None
    if array.shape != (len(candidates), len(TRAITS)):
        raise BadValue(f"traits must be the shape ({len(candidates)}, {len(TRAITS)}) (got {array.shape}); give one row a candidate")
    if (np.abs(array) > 1).any():
        raise BadValue(f"traits must be -1 to 1 (got {array[np.abs(array) > 1][0]:g}); rescale the numbers")
    return array


def points(declared: Mapping[str, float]) -> FloatArray:
    """Return declared points in the order of the traits.

    Raises
    ------
    BadValue
        A trait is missing or unknown, or its points are no number.

    Examples
    --------
    >>> points(DECLARED)[:2].tolist()
    [0.9, 1.2]
    """
    if set(declared) != set(TRAITS) or not np.isfinite([float(value) for value in declared.values()]).all():
        raise BadValue(f"declared must be a number for each of {', '.join(TRAITS)} (got {dict(declared)}); give all eight")
    return np.array([declared[name] for name in TRAITS], np.float64)
