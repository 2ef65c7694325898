"""The compiled search: domains of variants as bits, a bound for each variant and rival, and the choice that bears most."""

from __future__ import annotations

from typing import Any

import numpy as np

from legation.methods.kernel import kernel

__all__ = ["search", "settle"]


@kernel
def _best(gain: Any, first: int, size: int, mask: int, pair: int) -> Any:
    """Return the most that any variant of a mask adds to a pair."""
    best = np.int64(-(2**62))
    for k in range(size):
        if mask >> k & 1 and gain[first + k, pair] > best:
            best = gain[first + k, pair]
    return best


@kernel
def settle(  # noqa: C901
    dom: Any, bound: Any, applied: Any, dirty: Any, sizes: Any, offsets: Any, pair_start: Any, gain: Any, floor: Any,
    reach_start: Any, reach: Any, table_start: Any, table: Any, feeds_start: Any, feeds: Any,
    bar_start: Any, bar_to: Any, bar_first: Any, bar_mask: Any,
) -> bool:  # fmt: skip
    """Drop variants that cannot be admitted any more until none is left to drop; False where a descriptor has none left.

    ``bound`` holds for each pair the most that the variants in ``applied`` can add; it is brought up to ``dom``, which is changed in place.
    """
    n = len(sizes)
    while True:
        moved = False
        for u in range(n):
            old, new = applied[u], dom[u]
            if old == new:
                continue
            moved = True
            wide = reach_start[u + 1] - reach_start[u]
            if table_start[u] >= 0:
                a, b = table_start[u] + old * wide, table_start[u] + new * wide
                for t in range(wide):
                    bound[reach[reach_start[u] + t]] += table[b + t] - table[a + t]
            else:
                for t in range(wide):
                    pair = reach[reach_start[u] + t]
                    bound[pair] += _best(gain, offsets[u], sizes[u], new, pair) - _best(gain, offsets[u], sizes[u], old, pair)
            applied[u] = new
            for t in range(feeds_start[u], feeds_start[u + 1]):
                dirty[feeds[t]] = True
            for t in range(bar_start[u], bar_start[u + 1]):
                allowed = np.int64(0)
                for k in range(sizes[u]):
                    if new >> k & 1:
                        allowed |= bar_mask[bar_first[t] + k]
                if dom[bar_to[t]] & allowed == 0:
                    return False
                dom[bar_to[t]] &= allowed
        for j in range(n):
            if not dirty[j]:
                continue
            dirty[j] = False
            domain = dom[j]
            for k in range(sizes[j]):
                if domain >> k & 1:
                    c = offsets[j] + k
                    for pair in range(pair_start[c], pair_start[c + 1]):
                        if bound[pair] < floor[pair]:
                            domain &= ~(np.int64(1) << k)
                            break
            if domain == 0:
                return False
            if domain != dom[j]:
                dom[j] = domain
                moved = True
        if not moved:
            return True


@kernel
def _holds_whole(dom: Any, sizes: Any, offsets: Any, pair_start: Any, gain: Any, floor: Any, bar_start: Any, bar_to: Any, bar_first: Any,
                 bar_mask: Any) -> bool:  # fmt: skip
    """Whether every choice within the domains is consistent."""
    n = len(sizes)
    for j in range(n):
        for k in range(sizes[j]):
            if not dom[j] >> k & 1:
                continue
            c = offsets[j] + k
            for pair in range(pair_start[c], pair_start[c + 1]):
                least = np.int64(0)
                for u in range(n):
                    worst = np.int64(2**62)
                    for q in range(sizes[u]):
                        if dom[u] >> q & 1 and gain[offsets[u] + q, pair] < worst:
                            worst = gain[offsets[u] + q, pair]
                    least += worst
                if least < floor[pair]:
                    return False
            for t in range(bar_start[j], bar_start[j + 1]):
                if dom[bar_to[t]] & ~bar_mask[bar_first[t] + k] != 0:
                    return False
    return True


@kernel
def search(
    dom: Any, bound: Any, branch: Any, left: Any, where: Any, nodes: int, whole: int, out: Any, swing_start: Any, swing: Any,
    dirty: Any, sizes: Any, offsets: Any, pair_start: Any, gain: Any, floor: Any,
    reach_start: Any, reach: Any, table_start: Any, table: Any, feeds_start: Any, feeds: Any,
    bar_start: Any, bar_to: Any, bar_first: Any, bar_mask: Any,
) -> int:  # fmt: skip
    """Go on with a search for at most so many nodes or until ``out`` is full; return how many boxes of solutions were written.

    ``where`` is (depth, nodes so far); depth -1 is the end. With ``whole`` a box is written as soon as all of it is consistent.
    """
    n = len(sizes)
    found = 0
    applied = np.empty(n, np.int64)
    depth = where[0]
    done = 0
    while depth >= 0 and done < nodes and found < len(out):
        if left[depth] == 0:
            depth -= 1
            continue
        bit = left[depth] & -left[depth]
        left[depth] ^= bit
        done += 1
        below = depth + 1
        for j in range(n):
            dom[below, j] = applied[j] = dom[depth, j]
            dirty[j] = False
        bound[below, :] = bound[depth, :]
        dom[below, branch[depth]] = bit
        if not settle(
            dom[below], bound[below], applied, dirty, sizes, offsets, pair_start, gain, floor, reach_start, reach, table_start, table,
            feeds_start, feeds, bar_start, bar_to, bar_first, bar_mask,
        ):  # fmt: skip
            continue
        widest, most = -1, -1.0
        for j in range(n):
            mask = dom[below, j]
            if mask & (mask - 1) == 0:
                continue
            count = 0
            for k in range(sizes[j]):
                count += mask >> k & 1
            span = swing[swing_start[j] + mask] if swing_start[j] >= 0 else np.float64(sizes[j])
            if (span + 1.0) / (count * count) > most:
                widest, most = j, (span + 1.0) / (count * count)
        if widest < 0 or (
            whole and _holds_whole(dom[below], sizes, offsets, pair_start, gain, floor, bar_start, bar_to, bar_first, bar_mask)
        ):
            out[found] = dom[below]
            found += 1
            continue
        depth = below
        branch[depth] = widest
        left[depth] = dom[depth, widest]
    where[0] = depth
    where[1] += done
    return found
