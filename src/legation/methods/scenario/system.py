"""What a search for consistent scenarios works on: for each variant and each rival, by how much the choices of the others favour it.

A scenario z is consistent where, for each descriptor j with variant c and each rival l, the sum over descriptors i of
``own[z_i, c] - rival[z_i, l]`` is not below minus the tolerance of j. With both equal to the judgements that is the common case; with the
ends of intervals in their place it is the worst or the best case.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.scenario.constraint import Constraint, permitted
from legation.methods.scenario.matrix import CrossImpactMatrix, Ints

__all__ = ["Island", "System", "islands", "system"]

Bools = npt.NDArray[np.bool_]

_WIDEST = 2**40


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """The whole matrix as sums to be kept: ``own`` and ``rival`` (V, V), ``tolerance`` (n,), ``alone`` (V,), ``together`` (V, V)."""

    sizes: tuple[int, ...]
    offsets: tuple[int, ...]
    own: Ints
    rival: Ints
    tolerance: Ints
    alone: Bools
    together: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Island:
    """Descriptors that bear on each other and on no others, with what a search in them needs.

    Attributes
    ----------
    descriptors : tuple of int
        Numbers in the whole matrix, ascending; all below is local to them.
    sizes : tuple of int
    offsets : tuple of int
    pair_start : ndarray of int, shape (v + 1,)
        Variant c has the pairs (c, rival) from ``pair_start[c]`` to before ``pair_start[c + 1]``.
    gain : ndarray of int, shape (v, pairs)
        What each source variant adds to each pair; 0 from a descriptor on itself, which stands in ``floor``.
    floor : ndarray of int, shape (pairs,)
        The least sum with which the pair's variant is admitted.
    alone, together : ndarray of bool
    density : float
        Share of the pairs of descriptors (i, j) in which i bears on j [0 to 1].
    """

    descriptors: tuple[int, ...]
    sizes: tuple[int, ...]
    offsets: tuple[int, ...]
    pair_start: Ints
    gain: Ints
    floor: Ints
    alone: Bools
    together: Bools
    density: float


def system(
    m: CrossImpactMatrix,
    tolerance: npt.ArrayLike,
    constraints: tuple[Constraint, ...] = (),
    own: Ints | None = None,
    rival: Ints | None = None,
) -> System:
    """Return what a search works on; ``tolerance`` is one number or one for each descriptor.

    Raises
    ------
    BadValue
        For a tolerance that is no whole number of 0 or more, and a constraint that does not fit.
    """
    wide = np.asarray(tolerance)
    if not np.issubdtype(wide.dtype, np.integer) or (wide < 0).any() or (wide > _WIDEST).any():
        raise BadValue(f"tolerance must be a whole number, 0 or more (got {tolerance!r}); 0 asks for strict consistency")
    alone, together = permitted(m, constraints)
    return System(
        sizes=m.sizes,
        offsets=m.offsets,
        own=m.array if own is None else own,
        rival=m.array if rival is None else rival,
        tolerance=np.broadcast_to(wide.astype(np.int64), len(m.sizes)),
        alone=alone,
        together=together,
    )


def islands(s: System) -> list[Island]:
    """Split a system into parts that do not bear on each other, in the order of their first descriptors.

    A block whose rows differ by the same constants bears on nothing: it favours one variant whatever is chosen.
    """
    n = len(s.sizes)
    linked = np.zeros((n, n), bool)
    bears = np.zeros((n, n), bool)
    for i, j in np.ndindex(n, n):
        if i != j:
            block = _block(s, i, j)
            bears[i, j] = bool((block != block[:1]).any())
            linked[i, j] = bears[i, j] or not s.together[_span(s, i), _span(s, j)].all()
    linked |= linked.T
    left = set(range(n))
    found = []
    while left:
        part, rim = set[int](), [min(left)]
        while rim:
            at = rim.pop()
            if at not in part:
                part.add(at)
                rim.extend(np.flatnonzero(linked[at]).tolist())
        left -= part
        found.append(_island(s, tuple(sorted(part)), bears))
    return found


def _span(s: System, i: int) -> slice:
    return slice(s.offsets[i], s.offsets[i + 1])


def _block(s: System, i: int, j: int) -> Ints:
    """Return what each variant of i adds to each pair of j, shape (size of i, pairs of j), in the order variant, rival."""
    own, rival = s.own[_span(s, i), _span(s, j)], s.rival[_span(s, i), _span(s, j)]
    apart = ~np.eye(s.sizes[j], dtype=bool)
    difference: Ints = (own[:, :, None] - rival[:, None, :])[:, apart]
    return difference


def _island(s: System, part: tuple[int, ...], bears: Bools) -> Island:
    sizes = tuple(s.sizes[i] for i in part)
    offsets = (0, *np.cumsum(sizes).tolist())
    local = {i: at for at, i in enumerate(part)}
    start = np.cumsum([0, *(s.sizes[j] - 1 for j in part for _ in range(s.sizes[j]))])
    gain = np.zeros((offsets[-1], int(start[-1])), np.int64)
    floor = np.zeros(int(start[-1]), np.int64)
    for j in part:
        pairs = slice(int(start[offsets[local[j]]]), int(start[offsets[local[j] + 1]]))
        floor[pairs] -= s.tolerance[j]
        for i in range(len(s.sizes)):
            block = _block(s, i, j)
            if i == j:
                floor[pairs] -= block[np.repeat(np.arange(s.sizes[j]), s.sizes[j] - 1), np.arange(block.shape[1])]
            elif bears[i, j]:
                gain[offsets[local[i]] : offsets[local[i] + 1], pairs] = block
            else:
                floor[pairs] -= block[0]
    columns = np.concatenate([np.arange(s.offsets[i], s.offsets[i + 1]) for i in part])
    most = len(part) * (len(part) - 1)
    return Island(
        descriptors=part,
        sizes=sizes,
        offsets=offsets,
        pair_start=start.astype(np.int64),
        gain=gain,
        floor=floor,
        alone=s.alone[columns],
        together=s.together[np.ix_(columns, columns)],
        density=float(bears[np.ix_(part, part)].sum()) / most if most else 0.0,
    )
