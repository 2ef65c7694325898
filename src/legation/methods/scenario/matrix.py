"""A cross-impact matrix: descriptors of a future, the variants that each can take, and how each variant bears on the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["LARGEST", "MOST_VARIANTS", "CrossImpactMatrix", "Ints"]

Ints = npt.NDArray[np.int64]

LARGEST = 1_000_000
"""The largest judgement, either way: sums over any number of descriptors stay exact."""
MOST_VARIANTS = 60
"""Of one descriptor; the number of descriptors has no such bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossImpactMatrix:
    """Descriptors, their variants, and the judgement of each variant on each.

    Parameters
    ----------
    descriptors : sequence of str, length n
        Names, each once.
    variants : sequence of sequence of str
        Of each descriptor, two names or more, each once within the descriptor.
    judgements : array_like of int, shape (V, V)
        V is the number of all variants. Row = source variant, column = target variant, both in the order given; above 0 promotes, below 0
        hinders, usually -3 to 3. The block of a descriptor on itself is usually 0, and counts where it is not. Kept as a copy that
        cannot be written to.
    name : str
    aside : object
        What a file held beside the matrix; only the reader that put it there looks at it.

    Raises
    ------
    BadValue
        For names that are empty or stand twice, a descriptor with fewer than two variants, a matrix that is no square of whole numbers.

    References
    ----------
    Weimer-Jehle, W. (2006). Cross-impact balances: a system-theoretical approach to cross-impact analysis,
    doi:10.1016/j.techfore.2005.06.005.

    Examples
    --------
    >>> J = [[0, 0, 2, -2], [0, 0, -1, 1], [1, -1, 0, 0], [-2, 2, 0, 0]]
    >>> m = CrossImpactMatrix(descriptors=["talks", "trust"], variants=[["open", "shut"], ["high", "low"]], judgements=J)
    >>> m.n_scenarios, m.sizes, m.offsets
    (4, (2, 2), (0, 2, 4))
    """

    descriptors: Sequence[str]
    variants: Sequence[Sequence[str]]
    judgements: npt.ArrayLike
    name: str = ""
    aside: Any = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        descriptors = _names(self.descriptors, "descriptors")
        if not isinstance(self.variants, Sequence) or isinstance(self.variants, str) or len(self.variants) != len(descriptors):
            raise BadValue(
                f"variants must be one list of names for each of {len(descriptors)} descriptors (got {_counted(self.variants)}); "
                "give each descriptor its variants"
            )
        variants = tuple(_names(names, f"variants of {name}") for name, names in zip(descriptors, self.variants, strict=True))
        for name, names in zip(descriptors, variants, strict=True):
            if not 2 <= len(names) <= MOST_VARIANTS:
                raise BadValue(
                    f"variants of {name} must be 2 to {MOST_VARIANTS} (got {len(names)}); give it another variant, or leave it out"
                )
        object.__setattr__(self, "descriptors", descriptors)
        object.__setattr__(self, "variants", variants)
        object.__setattr__(self, "judgements", whole_square(self.judgements, sum(map(len, variants)), "judgements"))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CrossImpactMatrix):
            return NotImplemented
        same = (self.descriptors, self.variants, self.name) == (other.descriptors, other.variants, other.name)
        return same and np.array_equal(self.array, other.array)

    def __hash__(self) -> int:
        return hash((self.descriptors, self.variants, self.array.tobytes()))

    @property
    def array(self) -> Ints:
        """The judgements, shape (V, V)."""
        return np.asarray(self.judgements)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many variants each descriptor has."""
        return tuple(len(names) for names in self.variants)

    @property
    def offsets(self) -> tuple[int, ...]:
        """Where the variants of each descriptor begin among all variants; then their number V."""
        return (0, *accumulate(self.sizes))

    @property
    def n_scenarios(self) -> int:
        """The product of the numbers of variants, of any size."""
        product = 1
        for size in self.sizes:
            product *= size
        return product

    def scenario(self, given: Sequence[int] | Sequence[str]) -> Ints:
        """Return one scenario as variant numbers, from numbers counting from 0 or from names.

        >>> m = CrossImpactMatrix(descriptors=["a", "b"], variants=[["x", "y"], ["x", "z"]], judgements=[[0] * 4] * 4)
        >>> m.scenario(["y", "x"]).tolist()
        [1, 0]
        """
        found = [*given]
        if len(found) != len(self.descriptors):
            raise BadValue(
                f"scenario must be one variant for each of {len(self.descriptors)} descriptors (got {len(found)}); name them all"
            )
        return np.array([self.variant(at, one) for at, one in enumerate(found)], np.int64)

    def descriptor(self, given: int | str) -> int:
        """Return the number of a descriptor, from its number or name."""
        return _place(given, self.descriptors, "descriptor")

    def variant(self, descriptor: int, given: int | str) -> int:
        """Return the number of a variant within its descriptor, from its number or name."""
        return _place(given, self.variants[descriptor], f"variant of {self.descriptors[descriptor]}")


def whole_square(given: npt.ArrayLike, n: int, what: str) -> Ints:
    """Return an exact copy of a square of whole numbers that cannot be written to."""
    try:
        found = np.asarray(given)
    except ValueError:
        raise BadValue(f"{what} must be a square of {n} x {n} (got rows of unequal length); one number for each pair of variants") from None
    if found.shape != (n, n):
        raise BadValue(
            f"{what} must be a square of {n} x {n} (got {' x '.join(map(str, found.shape)) or 'one number'}); one row and one column for "
            "each variant"
        )
    if found.dtype == bool or not np.issubdtype(found.dtype, np.number) or np.issubdtype(found.dtype, np.complexfloating):
        raise BadValue(f"{what} must be whole numbers (got {found.dtype}); judgements are -3 to 3 as a rule")
    bad = ~np.isfinite(found) if np.issubdtype(found.dtype, np.floating) else np.zeros(found.shape, bool)
    with np.errstate(invalid="ignore"):
        bad |= (found != np.trunc(found)) | (np.abs(np.where(bad, 0, found)) > LARGEST)
    for row, column in np.argwhere(bad)[:1].tolist():
        raise BadValue(
            f"{what}, row {row} and column {column} must be whole numbers, {-LARGEST:,} to {LARGEST:,} (got {found[row, column]}); "
            "multiply the whole matrix where fractions are meant"
        )
    exact = found.astype(np.int64)
    exact.setflags(write=False)
    return exact


def _names(given: Any, what: str) -> tuple[str, ...]:
    if isinstance(given, str) or not isinstance(given, Sequence) or not given:
        raise BadValue(f"{what} must be a list of names (got {given!r}); name at least one")
    seen: set[str] = set()
    for at, name in enumerate(given):
        if not isinstance(name, str) or not name.strip():
            raise BadValue(f"{what}, number {at} must be a name (got {name!r}); name it")
        if name in seen:
            raise BadValue(f"{what} must have each name once (got {name!r} twice); rename one of the two")
        seen.add(name)
    return tuple(given)


def _place(given: int | str, names: Sequence[str], what: str) -> int:
    if isinstance(given, str) and given in names:
        return list(names).index(given)
    if isinstance(given, (int, np.integer)) and not isinstance(given, bool) and 0 <= given < len(names):
        return int(given)
    raise BadValue(f"{what} must be {', '.join(names)}, or 0 to {len(names) - 1} (got {given!r}); name one of them")


def _counted(given: Any) -> str:
    return str(len(given)) if isinstance(given, Sequence) and not isinstance(given, str) else repr(given)
