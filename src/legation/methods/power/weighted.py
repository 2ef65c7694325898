"""A game with one criterion: coalitions are counted by their weight, each member's part read off without counting again.

Let c[v] be the number of coalitions of weight v and C[v] of weight v at most. Without member i of weight w there are
C_i[v] = C[v] - C_i[v - w], so C_i[v] = C[v] - C[v - w] + C[v - 2w] - ..., and i decides C_i[q - 1] - C_i[q - 1 - w] times. The same holds
for a polynomial that also counts heads, and for probabilities, where each member is in favour with probability p: the alternating sum
then has the ratio p/(1 - p), at most 1 where p is at most .5; the upper half of the nodes is read off the dual game, whose quota is
W - q + 1.

Counts are of any size: they are kept in limbs of 40 bits, in words of 64, so that a score of members is added before carries are taken
over.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

__all__ = ["exact_values", "fits", "swings", "values"]

_LIMB = 40
"""Bits of a limb: the sum of 2**24 of them still fits into a word."""
_WORD = 63
_CHUNK = 4096
"""From this weight on a member is added piece by piece, without a copy."""


def fits(weights: Sequence[int], quota: int, most: int = 1 << 30) -> bool:
    """Whether the counts by weight take at most so many bytes."""
    bar = min(quota, sum(weights) - quota + 1)
    return bar * 8 * -(-(len(weights) + 1) // _LIMB) <= most and bar < 1 << 24


def swings(weights: Sequence[int], quota: int) -> tuple[list[int], int]:
    """Return how often each member decides, and how many coalitions win.

    Parameters
    ----------
    weights : sequence of int
        Not negative.
    quota : int
        1 to the sum of the weights.
    """
    total, n = sum(weights), len(weights)
    bar = min(quota, total - quota + 1)  # of the game and its dual the one with fewer sums to count; both have the same swings
    counted = sorted(weight for weight in weights if weight)
    below = _counts(counted, bar)
    np.cumsum(below, axis=1, out=below)
    scale = 1 << (n - len(counted))
    decided = {w: scale * _decided(below, bar, w) for w in set(counted)}
    losing = scale * _whole(below[:, bar - 1])
    winning = (1 << n) - losing if bar == quota else losing
    return [decided.get(weight, 0) for weight in weights], winning


def exact_values(weights: Sequence[int], quota: int, most: int = 200_000_000) -> list[Fraction] | None:
    """Return the Shapley-Shubik values as fractions; None where the counts by weight and heads would need more than ``most`` bits."""
    total, n = sum(weights), len(weights)
    bar = min(quota, total - quota + 1)
    head = n + 2  # bits of a count
    width = head * (n + 1)
    if bar * width > most:
        return None
    mask = (1 << (width * bar)) - 1
    packed = 1
    for weight in sorted(weights):
        packed = (packed + (packed << (width * weight + head))) & mask
    data = packed.to_bytes(-(-bar * width // 8), "little")
    below, running = [], 0
    for at in range(bar):
        running += _cut(data, at * width, width)
        below.append(running)
    shares = [Fraction(1, n * math.comb(n - 1, heads)) for heads in range(n)]
    found = {0: Fraction(0)}
    for weight in set(weights) - {0}:
        terms = [below[at] for at in range(bar - 1, -1, -weight)]
        polynomial = sum((-1) ** k * ((term - (terms[k + 1] if k + 1 < len(terms) else 0)) << (k * head)) for k, term in enumerate(terms))
        heads_mask = (1 << head) - 1
        found[weight] = sum((share * ((polynomial >> (heads * head)) & heads_mask) for heads, share in enumerate(shares)), Fraction(0))
    return [found[weight] for weight in weights]


def values(weights: Sequence[int], quota: int, nodes: int) -> npt.NDArray[np.float64]:
    """Return the Shapley-Shubik values by Gauss-Legendre quadrature of the chance to decide over p; exact from n/2 nodes on."""
    points, shares = np.polynomial.legendre.leggauss(nodes)
    chance, shares = (points + 1) / 2, shares / 2
    lower = chance <= 0.5
    sizes = np.array(weights, dtype=np.int64)
    total = int(sizes.sum())
    found = _integral(sizes, quota, chance[lower], shares[lower])
    if not lower.all():
        found = found + _integral(sizes, total - quota + 1, 1 - chance[~lower], shares[~lower])
    return found


def _integral(
    weights: npt.NDArray[np.int64], quota: int, chance: npt.NDArray[np.float64], shares: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return the weighted sum over nodes p of each member's chance to decide; every p is at most .5."""
    p = chance[:, None]
    density = np.zeros((len(chance), quota))
    density[:, 0] = 1.0
    top = 0
    for weight in np.sort(weights[weights > 0]).tolist():
        top = min(top + weight, quota - 1)
        moved = p * density[:, : max(0, top + 1 - weight)]
        density[:, : top + 1] *= 1 - p
        density[:, weight : top + 1] += moved
    downwards = np.ascontiguousarray(density[:, ::-1])
    ratio = -chance / (1 - chance)
    found = {0: 0.0}
    for weight in np.unique(weights[weights > 0]).tolist():
        blocks = np.add.reduceat(downwards, np.arange(0, quota, weight), axis=1)
        powers = ratio[:, None] ** np.arange(blocks.shape[1])
        found[weight] = float(shares @ ((blocks * powers).sum(axis=1) / (1 - chance)))
    return np.array([found[weight] for weight in weights.tolist()])


def _counts(weights: Sequence[int], size: int) -> npt.NDArray[np.uint64]:
    """Return the number of coalitions of each weight below ``size``, in limbs: shape (limbs, size), each below 2**40.

    Parameters
    ----------
    weights : sequence of int
        Ascending: the sums of the light members are few, so most of them are added in a short while.
    """
    limbs = np.zeros((-(-(len(weights) + 1) // _LIMB), size), np.uint64)
    limbs[0, 0] = 1
    end, used = 1, 1  # sums below ``end`` occur; ``used`` limbs hold them
    bits = 1  # of the largest word
    for count, weight in enumerate(weights, 1):
        if weight >= size:
            break
        end = min(size, end + weight)
        if bits == _WORD:
            used = _carried(limbs[:, :end], -(-count // _LIMB))
            bits = _LIMB
        _add(limbs[:used, :end], weight)
        bits += 1
    _carried(limbs[:, :end], len(limbs))
    return limbs


def _add(limbs: npt.NDArray[np.uint64], weight: int) -> None:
    """Add to each sum what stands ``weight`` below it, from the top downwards."""
    end = limbs.shape[1]
    if weight < _CHUNK:
        limbs[:, weight:] += limbs[:, : end - weight].copy()
        return
    for top in range(end, weight, -weight):
        low = max(weight, top - weight)
        limbs[:, low:top] += limbs[:, low - weight : top - weight]


def _carried(limbs: npt.NDArray[np.uint64], used: int) -> int:
    """Take over what is above 40 bits of each limb into the next; return how many limbs are used from now on."""
    for low, high in itertools.pairwise(limbs[:used]):
        high += low >> np.uint64(_LIMB)
        low &= np.uint64((1 << _LIMB) - 1)
    return used


def _decided(below: npt.NDArray[np.uint64], quota: int, weight: int) -> int:
    """Return C[q-1] - 2 C[q-1-w] + 2 C[q-1-2w] - ..."""
    even = below[:, quota - 1 :: -2 * weight]
    odd = below[:, quota - 1 - weight :: -2 * weight] if quota > weight else below[:, :0]
    return 2 * (_sum(even) - _sum(odd)) - _whole(below[:, quota - 1])


def _sum(columns: npt.NDArray[np.uint64]) -> int:
    """Return the sum of numbers in limbs: halves are summed apart, so that nothing overflows."""
    low, high = (columns & np.uint64(0xFFFFFFFF)).sum(axis=1), (columns >> np.uint64(32)).sum(axis=1)
    return _whole(low) + (_whole(high) << 32)


def _whole(limbs: npt.NDArray[np.uint64]) -> int:
    return sum(limb << (_LIMB * at) for at, limb in enumerate(limbs.tolist()))


def _cut(data: bytes, start: int, width: int) -> int:
    """Return ``width`` bits of packed bytes from a bit on."""
    first, last = start // 8, -(-(start + width) // 8)
    return (int.from_bytes(data[first:last], "little") >> (start - 8 * first)) & ((1 << width) - 1)
