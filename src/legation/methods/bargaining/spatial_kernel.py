"""The compiled steps of a turn on one line; see :mod:`legation.methods.bargaining.spatial_line`."""

from __future__ import annotations

from typing import Any

import numpy as np

from legation.methods.bargaining.bargains import TINIER, TINY
from legation.methods.kernel import kernel

__all__ = ["best_bargains", "best_challenges", "strengths"]

_SLACK = 1e-12
"""Gains that differ by less are equal, whatever rounding makes of them: the first of them is taken."""
_ROUNDING = 1e-9
"""Added to a bound: what rounding may have taken from it."""
_SINGLY, _STRETCH = 2, 0.05
"""As many challenges are looked at one by one; and how far apart stakes must be, as a share, to count as a tenth of the line does."""
_SLACK_OF_STRENGTH = 1e-9
_FEW, _FIRST, _PIVOTS = 24, 8, 64
"""Options that are all compared with each other; those that are compared first of more; and how many bound the others."""
_LOOSE = {"reassoc", "contract", "nsz", "nnan", "ninf"}
"""What lets sums be added side by side: no number here is infinite or none."""


@kernel
def strengths(places: Any, count: Any, at: Any, risk: Any, weight: Any, before: Any, upto: Any) -> Any:
    """Return the logarithm of each place's strength: its chances against each other one, multiplied.

    ``places`` rise; ``count`` says as how many options each stands. ``at`` rises: actors by position, with their attitude and power; of
    them so many stand ``before`` each place, and so many at most there.
    """
    n, m = len(at), len(places)
    flat, flat_at = np.zeros(n + 1), np.zeros(n + 1)
    bent, bent_at = np.zeros(n + 1), np.zeros(n + 1)
    for k in range(n):
        a, b = weight[k] * (1 - risk[k]), weight[k] * risk[k]
        flat[k + 1], flat_at[k + 1] = flat[k] + a, flat_at[k] + a * at[k]
        bent[k + 1], bent_at[k + 1] = bent[k] + b, bent_at[k] + b * at[k]
    found = np.empty(m)
    for p in range(m):
        found[p] = count[p] * np.log(0.5)
    for p in range(m):
        middle = upto[p]
        for q in range(p + 1, m):
            gap, mid = places[q] - places[p], (places[p] + places[q]) / 2
            while middle < n and at[middle] < mid:
                middle += 1
            i, j = upto[p], before[q]
            near = 2 * (mid * (flat[middle] - flat[i]) - (flat_at[middle] - flat_at[i]))
            for_p = gap * flat[i] + near + 2 * gap * (mid * bent[middle] - bent_at[middle])
            near = 2 * ((flat_at[j] - flat_at[middle]) - mid * (flat[j] - flat[middle]))
            for_q = gap * (flat[n] - flat[j]) + near + 2 * gap * ((bent_at[n] - bent_at[middle]) - mid * (bent[n] - bent[middle]))
            for_p, for_q = TINY + max(for_p, 0.0), TINY + max(for_q, 0.0)
            total = np.log(for_p + for_q)
            found[p] += count[q] * (np.log(for_p) - total)
            found[q] += count[p] * (np.log(for_q) - total)
    return found


@kernel
def _loss(distance: Any, risk: Any) -> Any:
    """Return what a place is worse than one's own: 1 less its utility."""
    return distance * (1 - risk * (1 - distance))


@kernel(fastmath=_LOOSE)
def _votes(at: Any, seen: Any, influence: Any, loss: Any, low: float, high: float, ours: float, theirs: float) -> Any:
    """Return what third parties add to the two sides of a challenge, at most and at least, of a responder between two places.

    Where the two places are one, it is what they add. The two sides themselves are among them: who calls takes them out.
    """
    support, against = 0.0, 0.0
    for n in range(len(at)):
        x = at[n]
        far = max(abs(x - low), abs(x - high))
        near = max(max(low - x, x - high), 0.0)
        worst, least = _loss(far, seen[n]), _loss(near, seen[n])
        lean = influence[n] * (worst - loss[n])
        p = (ours + max(lean, 0.0)) / (ours + theirs + abs(lean))
        vote = influence[n] * (p * loss[n] - (1 - p) * least)
        support += max(vote, 0.0)
        against += max(-vote, 0.0)
    return support, against


@kernel(fastmath=_LOOSE)
def _votes_at(at: Any, seen: Any, influence: Any, loss: Any, place: float, ours: float, theirs: float) -> Any:
    """Return what third parties add to the two sides of a challenge of a responder at a place."""
    support, against = 0.0, 0.0
    for n in range(len(at)):
        other = _loss(abs(at[n] - place), seen[n])
        lean = influence[n] * (other - loss[n])
        p = (ours + max(lean, 0.0)) / (ours + theirs + abs(lean))
        vote = influence[n] * (p * loss[n] - (1 - p) * other)
        support += max(vote, 0.0)
        against += max(-vote, 0.0)
    return support, against


@kernel
def _prevails(i: int, j: int, at: Any, seen: Any, influence: Any, loss: Any) -> Any:
    """Return the chance of i to prevail over j, as i sees it."""
    ours = TINIER + influence[i] * _loss(abs(at[i] - at[j]), seen[i])
    theirs = TINIER + influence[j] * loss[j]
    support, against = _votes_at(at, seen, influence, loss, at[j], ours, theirs)
    # neither side is a third party: i leans to itself and j to itself, and both votes fall on one side
    lean = influence[i] * _loss(abs(at[i] - at[j]), seen[i])
    p = (ours + lean) / (ours + theirs + lean)
    against -= influence[i] * (1 - p) * _loss(abs(at[i] - at[j]), seen[i])
    lean = influence[j] * loss[j]
    p = ours / (ours + theirs + lean)
    support -= influence[j] * p * loss[j]
    support, against = ours + max(support, 0.0), theirs + max(against, 0.0)
    return support / (support + against)


@kernel
def best_challenges(at: Any, risk: Any, stake: Any, influence: Any, order: Any, guess: Any) -> Any:
    """Return whom each actor challenges with the greatest gain, the gain, and the chance to prevail.

    ``at`` rises; ``order`` says whom of equal ones an actor takes, the lowest; ``guess`` is whom it may be, tried first.
    """
    n = len(at)
    target, gain, chance = np.empty(n, np.int64), np.empty(n), np.empty(n)
    seen, loss, worth, base, most = np.empty(n), np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    some, other, stack = np.empty(n, np.int64), np.empty(n, np.int64), np.empty((n + 2, 2), np.int64)
    beliefs, payoffs = (at, seen, influence, loss), (worth, stake, order, most)
    for i in range(n):
        own = (2 * risk[i] + risk[i]) / 3
        for k in range(n):
            seen[k] = (2 * risk[i] + risk[k]) / 3
            loss[k] = _loss(abs(at[k] - at[i]), seen[k])
            worth[k] = most[k] = _loss(abs(at[k] - at[i]), own)
            base[k] = influence[k] * loss[k]
        best = (-np.inf, -1, 0.0)
        for j in (guess[i], guess[max(i - 1, 0)], target[i - 1] if i else guess[0]):
            if j != i and most[j] >= best[0] - _SLACK:
                best = _tried(i, j, best, beliefs, payoffs)
        size = 0
        for j in range(n):
            if j != i and j != best[1] and most[j] >= best[0] - _SLACK:
                some[size] = j
                size += 1
        gain[i], target[i], chance[i] = _searched(i, best, some, size, base, other, stack, beliefs, payoffs)
    return target, gain, chance


@kernel
def _tried(i: int, j: int, best: Any, beliefs: Any, payoffs: Any) -> Any:
    """Return the best challenge of i, its gain, target and chance: the best so far or that of j, whose gain is known now."""
    worth, stake, order, most = payoffs
    p = _prevails(i, j, *beliefs)
    most[j] = worth[j] * (1 - 2 * stake[j] * (1 - p))
    if most[j] > best[0] + _SLACK or (most[j] > best[0] - _SLACK and order[j] < order[best[1]]):
        return max(best[0], most[j]), j, p
    return best


@kernel
def _searched(i: int, best: Any, some: Any, size: int, base: Any, other: Any, stack: Any, beliefs: Any, payoffs: Any) -> Any:
    """Return the best challenge of i among the best so far and some others: parts of the line are bounded, parted, or looked through."""
    most = payoffs[3]
    stack[0, 0], stack[0, 1] = 0, size
    top = 1
    while top:
        top -= 1
        start = stack[top, 0]
        end = _promising(some, start, stack[top, 1], most, best[0])
        if end - start <= _SINGLY:
            for t in range(start, end):
                if most[some[t]] >= best[0] - _SLACK:
                    best = _tried(i, some[t], best, beliefs, payoffs)
            continue
        end, middle = _narrowed(i, best[0], some, start, end, base, other, beliefs, payoffs)
        late = 0 if _greatest(some, start, middle, most) <= _greatest(some, middle, end, most) else 1  # the better part is looked at next
        stack[top + late, 0], stack[top + late, 1] = start, middle
        stack[top + 1 - late, 0], stack[top + 1 - late, 1] = middle, end
        top += 2
    return best


@kernel
def _narrowed(i: int, best: float, some: Any, start: int, end: int, base: Any, other: Any, beliefs: Any, payoffs: Any) -> Any:
    """Bound what those on a stretch are worth at most; return where those end that may be the best, and where they are parted in two."""
    at = beliefs[0]
    worth, stake, _, most = payoffs
    low, high, least, greatest = 1.0, 0.0, np.inf, 0.0
    for t in range(start, end):
        j = some[t]
        low, high = min(low, at[j]), max(high, at[j])
        least, greatest = min(least, base[j]), max(greatest, base[j])
    p = _at_most(i, low, high, least, *beliefs)
    for t in range(start, end):
        j = some[t]
        most[j] = min(most[j], worth[j] * (1 - 2 * stake[j] * (1 - p)) + _ROUNDING)
    end = _promising(some, start, end, most, best)
    if end - start <= _SINGLY:
        return end, end
    by_place = high > low and high - low >= _STRETCH * (greatest - least) / (greatest + TINIER)
    return end, _parted(some, start, end, at if by_place else base, (low + high if by_place else least + greatest) / 2, other)


@kernel
def _greatest(some: Any, start: int, end: int, most: Any) -> float:
    found = 0.0
    for t in range(start, end):
        found = max(found, most[some[t]])
    return found


@kernel
def _at_most(i: int, low: float, high: float, least: float, at: Any, seen: Any, influence: Any, loss: Any) -> Any:
    """Return what the chance of i to prevail over anybody between two places is at most, whose own stake is no less than ``least``."""
    far, near = max(abs(at[i] - low), abs(at[i] - high)), max(max(low - at[i], at[i] - high), 0.0)
    lean = influence[i] * _loss(far, seen[i])
    ours, theirs = TINIER + lean, TINIER + least
    support, against = _votes(at, seen, influence, loss, low, high, ours, theirs)
    against -= influence[i] * theirs / (ours + theirs + lean) * _loss(near, seen[i])  # i itself is no third party
    return (ours + support) / (ours + support + theirs + max(against, 0.0))


@kernel
def _promising(some: Any, start: int, end: int, most: Any, best: float) -> int:
    """Move to the front, between two places of a list, those that may be the best, and return where they end."""
    left = start
    for t in range(start, end):
        if most[some[t]] >= best - _SLACK:
            some[left] = some[t]
            left += 1
    return left


@kernel
def _parted(some: Any, start: int, end: int, number: Any, cut: float, other: Any) -> int:
    """Move to the front those whose number is at most ``cut``, and return where they end; in the middle where that parts nobody."""
    left, rest = start, 0
    for t in range(start, end):
        if number[some[t]] <= cut:
            some[left] = some[t]
            left += 1
        else:
            other[rest] = some[t]
            rest += 1
    for t in range(rest):
        some[left + t] = other[t]
    return left if start < left < end else (start + end) // 2


@kernel(fastmath=_LOOSE)
def _apart(one: Any, other: Any, weight: Any) -> Any:
    """Return how far two options are apart for all actors together."""
    total = 0.0
    for k in range(len(weight)):
        total += weight[k] * abs(one[k] - other[k])
    return total


@kernel
def _even(apart: float, more: float) -> Any:
    """Return the logarithm of an option's chance against another, from how far apart they are and how much more it is worth to all."""
    return np.log((TINY + (apart + more) / 2) / (2 * TINY + apart))


@kernel
def best_bargains(at: Any, risk: Any, weight: Any, starts: Any, own: Any, first: Any, second: Any, first_to: Any, second_to: Any) -> Any:
    """Return which of its bargains each actor takes, by its number, or -1 where it stays; places of both sides before and after."""
    n = len(at)
    found = np.full(n, -1, np.int64)
    for actor in range(n):
        some = own[starts[actor] : starts[actor + 1]]
        if not len(some):
            continue
        value = np.zeros((len(some) + 1, n))
        for t in range(len(some)):
            b = some[t]
            for k in range(n):
                before = _loss(abs(at[k] - first[b]), risk[k]) + _loss(abs(at[k] - second[b]), risk[k])
                after = _loss(abs(at[k] - first_to[b]), risk[k]) + _loss(abs(at[k] - second_to[b]), risk[k])
                value[t + 1, k] = (before - after) / n
        option = best_option(value, weight)
        if option:
            found[actor] = some[option - 1]
    return found


@kernel
def best_option(value: Any, weight: Any) -> int:  # noqa: C901 - one search
    """Return the first of the options with the greatest strength, its chances against each other one multiplied.

    ``value`` has shape (options, actors). Of many options not all are compared: how far apart two are for all actors is a distance, so that
    a few options that are compared with all others bound it for every pair, and with it the strength of each.
    """
    m = len(value)
    worth = np.zeros(m)
    for p in range(m):
        for k in range(len(weight)):
            worth[p] += weight[k] * value[p, k]
    rows, measured = np.empty((m, m)) if m <= _FEW else np.empty((_PIVOTS, m)), np.zeros(m, np.bool_)
    strength = np.full(m, np.inf)  # what it is at most, and of those asked, what it is
    best, used, since = -np.inf, 0, 0
    row, near = np.empty(m), np.full(m, np.inf)
    while True:
        p = -1
        if used < _FIRST and m > _FEW:  # whoever is furthest from those that were asked, beginning with what is worth most
            far = -np.inf
            for q in range(m):
                if not measured[q] and (worth[q] if used == 0 else near[q]) > far:
                    far, p = (worth[q] if used == 0 else near[q]), q
        else:
            if since >= _FIRST and used <= _PIVOTS:
                _bounded(rows, used, worth, measured, strength, best)
                since = 0
            for q in range(m):
                if not measured[q] and strength[q] >= best - _SLACK_OF_STRENGTH and (p < 0 or strength[q] > strength[p]):
                    p = q
        if p < 0:
            break
        total = 0.0
        for q in range(m):
            row[q] = _apart(value[p], value[q], weight)
            near[q] = min(near[q], row[q])
            total += _even(row[q], worth[p] - worth[q])
        measured[p], strength[p] = True, total
        best = max(best, total)
        if used < len(rows):
            for q in range(m):
                rows[used, q] = row[q]
            used += 1
            since += 1
    for p in range(m):
        if measured[p] and strength[p] >= best - _SLACK_OF_STRENGTH:
            return p
    return 0


@kernel
def _bounded(rows: Any, used: int, worth: Any, measured: Any, strength: Any, best: float) -> None:
    """Bound the strength of each option that was not asked, by its distances and those of each other one from those asked."""
    m = len(worth)
    for p in range(m):
        if measured[p] or strength[p] < best - _SLACK_OF_STRENGTH:
            continue
        total = 0.0
        for q in range(m):
            if q == p:
                total += np.log(0.5)
                continue
            more = worth[p] - worth[q]
            least, most = abs(more), np.inf
            for r in range(used):
                least, most = max(least, abs(rows[r, p] - rows[r, q])), min(most, rows[r, p] + rows[r, q])
            total += _even(least if more > 0 else max(most, least), more)
        strength[p] = min(strength[p], total)
