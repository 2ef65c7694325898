"""The compiled succession: the successor of every scenario, the cycle that each ends in, and walks from drawn starts."""

from __future__ import annotations

from typing import Any

import numpy as np

from legation.methods.kernel import kernel

__all__ = ["GLOBAL", "INCREMENTAL", "SEQUENTIAL", "label", "successors", "successors_at_once", "walks"]

GLOBAL, INCREMENTAL, SEQUENTIAL = 0, 1, 2
_ON_PATH = -1


@kernel
def _choice(score: Any, first: int, last: int, own: int, lowest: int) -> int:
    """Return the variant that a descriptor takes, counting from its first."""
    best = first
    for c in range(first + 1, last):
        if score[c] > score[best]:
            best = c
    if lowest == 0 and score[first + own] == score[best]:
        return own
    return best - first


@kernel
def _move(z: Any, score: Any, offsets: Any, judged: Any, rule: int, lowest: int, whole: int, to: Any) -> None:
    """Write the successor of z to ``to``; ``score`` belongs to z.

    For the sequential rule it is changed on the way: all of it (``whole``), or only what the step still looks at.
    """
    n = len(z)
    if rule == GLOBAL:
        for j in range(n):
            to[j] = _choice(score, offsets[j], offsets[j + 1], z[j], lowest)
        return
    for j in range(n):
        to[j] = z[j]
    if rule == INCREMENTAL:
        widest, gap = -1, 0
        for j in range(n):
            best = score[offsets[j]]
            for c in range(offsets[j] + 1, offsets[j + 1]):
                best = max(best, score[c])
            if best - score[offsets[j] + z[j]] > gap:
                widest, gap = j, best - score[offsets[j] + z[j]]
        if widest >= 0:
            to[widest] = _choice(score, offsets[widest], offsets[widest + 1], z[widest], 1)
        return
    for j in range(n):
        k = _choice(score, offsets[j], offsets[j + 1], z[j], lowest)
        if k != z[j]:
            new, old = offsets[j] + k, offsets[j] + z[j]
            for c in range(0 if whole else offsets[j + 1], len(score)):
                score[c] += judged[new, c] - judged[old, c]
            to[j] = k


@kernel
def successors_at_once(judged: Any, offsets: Any, begun: int, inner: Any, out: Any) -> None:
    """Fill ``out`` with the numbers of the successors by the global rule, where of equally good variants the first is taken.

    ``inner`` (V, B) holds what each choice of the last descriptors adds to every variant, B choices; their order is that of the scenarios,
    so that ``out``, a multiple of B from ``begun`` on, another multiple, is filled B at a time.
    """
    n, wide = len(offsets) - 1, inner.shape[1]
    weight = np.ones(n, out.dtype)
    for j in range(n - 2, -1, -1):
        weight[j] = weight[j + 1] * (offsets[j + 2] - offsets[j + 1])
    base = np.zeros(offsets[-1], judged.dtype)
    best, taken = np.zeros(wide, judged.dtype), np.zeros(wide, out.dtype)
    for start in range(0, len(out), wide):
        base[:] = 0
        for j in range(n):
            if weight[j] >= wide:
                base += judged[offsets[j] + (begun + start) // weight[j] % (offsets[j + 1] - offsets[j])]
        to = out[start : start + wide]
        to[:] = 0
        for j in range(n):
            first = offsets[j]
            for b in range(wide):
                best[b] = base[first] + inner[first, b]
                taken[b] = 0
            for k in range(1, offsets[j + 1] - first):
                for b in range(wide):
                    score = base[first + k] + inner[first + k, b]
                    better = score > best[b]
                    best[b] = score if better else best[b]
                    taken[b] = k if better else taken[b]
            for b in range(wide):
                to[b] += weight[j] * taken[b]


@kernel
def successors(judged: Any, offsets: Any, rule: int, lowest: int, begun: int, out: Any) -> None:
    """Fill ``out`` with the numbers of the successors of the scenarios from ``begun`` on; the last descriptor counts fastest."""
    n, size = len(offsets) - 1, offsets[-1]
    weight = np.ones(n, np.int64)
    for j in range(n - 2, -1, -1):
        weight[j] = weight[j + 1] * (offsets[j + 2] - offsets[j + 1])
    z, to = np.zeros(n, np.int64), np.zeros(n, np.int64)
    score, spare = np.zeros(size, judged.dtype), np.zeros(size, judged.dtype)
    for j in range(n):
        z[j] = begun // weight[j] % (offsets[j + 1] - offsets[j])
        for c in range(size):
            score[c] += judged[offsets[j] + z[j], c]
    for s in range(len(out)):
        spare[:] = score
        _move(z, spare, offsets, judged, rule, lowest, 0, to)
        number = np.int64(0)
        for j in range(n):
            number += weight[j] * to[j]
        out[s] = number
        j = n - 1
        while j >= 0:
            old = offsets[j] + z[j]
            z[j] += 1
            if z[j] == offsets[j + 1] - offsets[j]:
                z[j] = 0
            new = offsets[j] + z[j]
            for c in range(size):
                score[c] += judged[new, c] - judged[old, c]
            if z[j] != 0:
                break
            j -= 1


@kernel
def label(after: Any) -> Any:
    """Follow every scenario to its cycle; return the scenarios on cycles, the length of the cycle that each begins, and their weights.

    A cycle's scenarios stand one after the other in the order of succession; the length is that of the cycle at its first scenario, and at
    the others minus the steps from the first. The weight of a scenario on a cycle is the number of starts that come to keep step with it.
    ``after`` holds successors and is used up.
    """
    room = 1024
    node, length, weight = np.zeros(room, np.int64), np.zeros(room, np.int64), np.zeros(room, np.int64)
    path = np.zeros(1024, np.int64)
    known = 0
    for s in range(len(after)):
        steps, x = 0, s
        while after[x] >= 0:
            if steps == len(path):
                longer = np.zeros(2 * steps, np.int64)
                longer[:steps] = path
                path = longer
            path[steps] = x
            steps += 1
            to = after[x]
            after[x] = _ON_PATH
            x = to
        if steps == 0:
            continue
        if after[x] == _ON_PATH:
            first = steps - 1
            while path[first] != x:
                first -= 1
            around = steps - first
            while known + around > room:
                room *= 2
                wider = np.zeros((3, room), np.int64)
                wider[0, :known], wider[1, :known], wider[2, :known] = node[:known], length[:known], weight[:known]
                node, length, weight = wider[0], wider[1], wider[2]
            length[known] = around
            for t in range(around):
                node[known + t] = path[first + t]
                weight[known + t] = 1
                after[path[first + t]] = -2 - (known + t)
                if t > 0:
                    length[known + t] = -t
            head, round_, steps = known, around, first
            known += around
        else:
            place = -2 - after[x]
            head = place if length[place] > 0 else place + length[place]
            round_ = length[head]
        place = -2 - after[x]
        for t in range(steps - 1, -1, -1):
            place = head + (place - head - 1) % round_
            after[path[t]] = -2 - place
            weight[place] += 1
    return node[:known], length[:known], weight[:known]


@kernel
def _step(z: Any, judged: Any, offsets: Any, score: Any, rule: int, lowest: int, to: Any) -> None:
    """Move z and its score on by one step."""
    _move(z, score, offsets, judged, rule, lowest, 1, to)
    for j in range(len(z)):
        if to[j] != z[j]:
            new, old = offsets[j] + to[j], offsets[j] + z[j]
            z[j] = to[j]
            if rule != SEQUENTIAL:
                for c in range(len(score)):
                    score[c] += judged[new, c] - judged[old, c]


@kernel
def walks(  # noqa: C901
    starts: Any, judged: Any, offsets: Any, rule: int, lowest: int, patience: int, ends: Any, lengths: Any
) -> None:
    """Walk from each start to its cycle (Brent's method); write the cycle's smallest scenario and its length, 0 where patience ran out."""
    n = starts.shape[1]
    score = np.zeros(offsets[-1], judged.dtype)
    slow, fast, to = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    for d in range(len(starts)):
        slow[:] = starts[d]
        fast[:] = starts[d]
        score[:] = 0
        for j in range(n):
            for c in range(len(score)):
                score[c] += judged[offsets[j] + fast[j], c]
        power, around, steps, met = 1, 0, 0, False
        while not met and steps < patience:
            if around == power:
                slow[:] = fast
                power *= 2
                around = 0
            _step(fast, judged, offsets, score, rule, lowest, to)
            around += 1
            steps += 1
            met = True
            for j in range(n):
                if fast[j] != slow[j]:
                    met = False
                    break
        if not met:
            continue
        lengths[d] = around
        ends[d] = fast
        for _ in range(around - 1):
            _step(fast, judged, offsets, score, rule, lowest, to)
            for j in range(n):
                if fast[j] != ends[d, j]:
                    if fast[j] < ends[d, j]:
                        ends[d] = fast
                    break
