"""What a scenario must keep to beside the judgements: a variant that is given, two that exclude each other, one that entails another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.scenario.matrix import CrossImpactMatrix

__all__ = ["Constraint", "Fix", "Forbid", "Imply", "Variant", "permitted"]

Variant: TypeAlias = "tuple[int | str, int | str]"
"""A descriptor and one of its variants, each by number or by name."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A descriptor takes one of these variants."""

    descriptor: int | str
    variants: Sequence[int | str]


@dataclass(frozen=True, slots=True)
class Forbid:
    """Two variants do not occur together."""

    first: Variant
    second: Variant


@dataclass(frozen=True, slots=True)
class Imply:
    """Where the first occurs, one of these variants of another descriptor does."""

    first: Variant
    descriptor: int | str
    variants: Sequence[int | str]


Constraint: TypeAlias = Fix | Forbid | Imply


def permitted(m: CrossImpactMatrix, constraints: Iterable[Constraint]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which variants may occur, shape (V,), and which two may occur together, shape (V, V), symmetric.

    Raises
    ------
    BadValue
        For a descriptor or variant that the matrix lacks, a constraint of one descriptor on itself, and one of no known kind.

    Examples
    --------
    >>> m = CrossImpactMatrix(descriptors=["a", "b"], variants=[["x", "y"], ["x", "y"]], judgements=[[0] * 4] * 4)
    >>> alone, together = permitted(m, [Fix("a", ["y"]), Imply(("a", "y"), "b", ["x"])])
    >>> alone.tolist(), bool(together[1, 3])
    ([False, True, True, True], False)
    """
    size = m.offsets[-1]
    alone, together = np.ones(size, bool), np.ones((size, size), bool)
    for one in constraints:
        if isinstance(one, Fix):
            allowed = _columns(m, one.descriptor, one.variants)
            at = m.descriptor(one.descriptor)
            alone[[c for c in range(m.offsets[at], m.offsets[at + 1]) if c not in allowed]] = False
        elif isinstance(one, Forbid):
            (i, a), (j, b) = (_column(m, given) for given in (one.first, one.second))
            _apart(m, i, j)
            together[a, b] = together[b, a] = False
        elif isinstance(one, Imply):
            i, a = _column(m, one.first)
            j = m.descriptor(one.descriptor)
            _apart(m, i, j)
            allowed = _columns(m, one.descriptor, one.variants)
            for b in range(m.offsets[j], m.offsets[j + 1]):
                if b not in allowed:
                    together[a, b] = together[b, a] = False
        else:
            raise BadValue(f"constraints must be Fix, Forbid, Imply (got {one!r}); make it one of these")
    return alone, together


def _column(m: CrossImpactMatrix, given: Variant) -> tuple[int, int]:
    if isinstance(given, str) or not isinstance(given, Sequence) or len(given) != 2:
        raise BadValue(f"constraint must be a descriptor and a variant (got {given!r}); name both")
    at = m.descriptor(given[0])
    return at, m.offsets[at] + m.variant(at, given[1])


def _columns(m: CrossImpactMatrix, descriptor: int | str, variants: Sequence[int | str]) -> frozenset[int]:
    at = m.descriptor(descriptor)
    if isinstance(variants, str) or not isinstance(variants, Sequence) or not variants:
        raise BadValue(f"constraint on {m.descriptors[at]} must be a list of variants (got {variants!r}); name at least one")
    return frozenset(m.offsets[at] + m.variant(at, one) for one in variants)


def _apart(m: CrossImpactMatrix, i: int, j: int) -> None:
    if i == j:
        raise BadValue(
            f"constraint must be two different descriptors (got {m.descriptors[i]!r} twice); its variants exclude each other anyway"
        )
