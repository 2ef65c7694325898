"""The compiled passes of :func:`legation.methods.voting.ideal_points` and its chains. Imported only where points are fitted.

A vote of an actor at theta on a roll call (b, g1, g2) has the chance Phi(x1) of yes, Phi(x2) - Phi(x1) of abstain, 1 - Phi(x2) of no, where
x1 = g1 - b theta - offset and x2 = g2 - b theta - offset. Its logarithm is concave in (x1, x2), so Newton's steps with the information
observed go up in each block: what Fisher's scoring does with the information expected, at one value of Phi a vote instead of two.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.special import log_ndtr

from legation.methods.kernel import kernel

__all__ = [
    "draw_items",
    "fit_items",
    "left_over",
    "pull",
    "solve_chains",
    "times_chains",
]


_LOG_ROOT = 0.5 * math.log(2 * math.pi)
_FAR, _NEAR, _PARTS = -6.0, 8.5, 32  # below -6 Phi by its continued fraction, above 8.5 it is 1, between by cubics, 32 to the unit
_LEAST_GAIN = 1e-8


def _tabulated() -> Any:
    """Return log Phi, phi / Phi and the slope of phi / Phi by knot, shape (knots, 3)."""
    x = np.arange(int((_NEAR - _FAR) * _PARTS) + 2) / _PARTS + _FAR
    level = log_ndtr(x)
    ratio = np.exp(-0.5 * x * x - _LOG_ROOT - level)
    return np.column_stack((level, ratio, -ratio * (ratio + x)))


_TABLE = _tabulated()


@kernel
def _log_phi(x: float) -> tuple[float, float]:
    """Return log Phi(x) and phi(x) / Phi(x); the cubics are right to 1e-8."""
    if x >= _NEAR:
        return 0.0, 0.0
    if x > _FAR:
        place = (x - _FAR) * _PARTS
        k = int(place)
        t = place - k
        u = 1.0 - t
        start, end = (1.0 + 2.0 * t) * u * u, (1.0 + 2.0 * u) * t * t
        rise, fall = t * u * u / _PARTS, t * t * u / _PARTS
        level = start * _TABLE[k, 0] + end * _TABLE[k + 1, 0] + rise * _TABLE[k, 1] - fall * _TABLE[k + 1, 1]
        ratio = start * _TABLE[k, 1] + end * _TABLE[k + 1, 1] + rise * _TABLE[k, 2] - fall * _TABLE[k + 1, 2]
        return level, ratio
    tail = -x
    for k in range(24, 0, -1):
        tail = -x + k / tail
    return -0.5 * x * x - _LOG_ROOT - math.log(tail), tail


@kernel
def _vote(value: int, x1: float, x2: float) -> tuple[float, float, float, float, float, float]:
    """Return the log-likelihood of a vote, its two slopes in (x1, x2), and the information 11, 12, 22."""
    if value == 1:
        level, ratio = _log_phi(x1)
        return level, ratio, 0.0, ratio * (ratio + x1), 0.0, 0.0
    if value == 3:
        level, ratio = _log_phi(-x2)
        return level, 0.0, -ratio, 0.0, 0.0, ratio * (ratio - x2)
    flip = x1 + x2 > 0  # look at the nearer tail, where differences keep their digits
    low, high = (-x2, -x1) if flip else (x1, x2)
    level_low, ratio_low = _log_phi(low)
    level, ratio = _log_phi(high)
    left = math.exp(level_low - level)
    right = max(1.0 - left, 1e-300)
    a, b = ratio_low * left / right, ratio / right
    h11, h12, h22 = a * a - low * a, -a * b, b * b + high * b
    if flip:
        return level + math.log(right), -b, a, h22, h12, h11
    return level + math.log(right), -a, b, h11, h12, h22


@kernel
def _sums(
    first: int, last: int, cell: Any, value: Any, offset: Any, theta: Any, item: Any, tight: float, weight: float, slope: Any, curve: Any
) -> tuple[float, float]:
    """Return the penalised log-likelihood of one roll call and its votes' own; ``slope`` (3,) and ``curve`` (3, 3) are filled."""
    slope[:], curve[:] = 0.0, 0.0
    g1, g2 = item[1], item[2]
    prior = -0.5 * tight * item[0] * item[0]
    slope[0], curve[0, 0] = -tight * item[0], tight
    for kind in range(1, 4):
        level, d1, d2, h11, h12, h22 = _vote(kind, g1, g2)
        prior += weight * level
        slope[1] += weight * d1
        slope[2] += weight * d2
        curve[1, 1] += weight * h11
        curve[1, 2] += weight * h12
        curve[2, 2] += weight * h22
    total = 0.0
    for e in range(first, last):
        at = theta[cell[e]]
        shift = item[0] * at + offset[e]
        level, d1, d2, h11, h12, h22 = _vote(value[e], g1 - shift, g2 - shift)
        total += level
        slope[0] -= at * (d1 + d2)
        slope[1] += d1
        slope[2] += d2
        curve[0, 0] += at * at * (h11 + 2 * h12 + h22)
        curve[0, 1] -= at * (h11 + h12)
        curve[0, 2] -= at * (h12 + h22)
        curve[1, 1] += h11
        curve[1, 2] += h12
        curve[2, 2] += h22
    return prior + total, total


@kernel
def _newton(slope: Any, curve: Any, step: Any) -> float:
    """Solve for Newton's step of a roll call by Cholesky; return the gain it foresees, twice."""
    a = math.sqrt(curve[0, 0])
    b, c = curve[0, 1] / a, curve[0, 2] / a
    d = math.sqrt(max(curve[1, 1] - b * b, 1e-12))
    e = (curve[1, 2] - b * c) / d
    f = math.sqrt(max(curve[2, 2] - c * c - e * e, 1e-12))
    u = slope[0] / a
    v = (slope[1] - b * u) / d
    w = (slope[2] - c * u - e * v) / f
    step[2] = w / f
    step[1] = (v - e * step[2]) / d
    step[0] = (u - b * step[1] - c * step[2]) / a
    return float(u * u + v * v + w * w)


@kernel
def fit_items(
    start: Any,
    cell: Any,
    value: Any,
    offset: Any,
    theta: Any,
    items: Any,
    tight: float,
    weight: float,
    steps: int,
    objective: Any,
    own: Any,
) -> None:
    """Bring every roll call up to the points by at most so many steps of Newton; ``items`` (j, 3), ``objective`` and ``own`` (j,) change.

    ``tight``: precision of the slope's prior; ``weight``: the part of a vote of each kind that an actor at zero casts beforehand.
    """
    slope, curve, step, tried = np.empty(3), np.empty((3, 3)), np.empty(3), np.empty(3)
    for j in range(len(start) - 1):
        level, votes = _sums(start[j], start[j + 1], cell, value, offset, theta, items[j], tight, weight, slope, curve)
        for _ in range(steps):
            if _newton(slope, curve, step) < _LEAST_GAIN:
                break
            size, better = 1.0, False
            for _ in range(30):
                tried[:] = items[j] + size * step
                if tried[1] < tried[2]:
                    now, now_votes = _sums(start[j], start[j + 1], cell, value, offset, theta, tried, tight, weight, slope, curve)
                    if now >= level:
                        better = True
                        break
                size *= 0.5
            if not better:
                break
            level, votes = now, now_votes
            items[j] = tried
        objective[j], own[j] = level, votes


@kernel
def draw_items(start: Any, cell: Any, value: Any, offset: Any, theta: Any, items: Any, tight: float, weight: float, noise: Any) -> None:
    """Move every roll call by a draw as wide as its votes leave it open, given the points; ``noise`` (j, 3): standard normal draws."""
    slope, curve = np.empty(3), np.empty((3, 3))
    for j in range(len(start) - 1):
        _sums(start[j], start[j + 1], cell, value, offset, theta, items[j], tight, weight, slope, curve)
        a = math.sqrt(curve[0, 0])
        b, c = curve[0, 1] / a, curve[0, 2] / a
        d = math.sqrt(max(curve[1, 1] - b * b, 1e-12))
        e = (curve[1, 2] - b * c) / d
        f = math.sqrt(max(curve[2, 2] - c * c - e * e, 1e-12))
        w = noise[j, 2] / f
        v = (noise[j, 1] - e * w) / d
        u = (noise[j, 0] - b * v - c * w) / a
        g1, g2 = items[j, 1] + v, items[j, 2] + w
        items[j, 0] += u
        items[j, 1], items[j, 2] = min(g1, g2), max(g1, g2) + 1e-9


@kernel
def pull(start: Any, item: Any, value: Any, offset: Any, theta: Any, items: Any, slope: Any, curve: Any) -> None:
    """Fill for every point the slope of the log-likelihood of its votes and the information; both (cells,)."""
    for c in range(len(start) - 1):
        total = information = 0.0
        for e in range(start[c], start[c + 1]):
            j = item[e]
            b = items[j, 0]
            shift = b * theta[c] + offset[e]
            _, d1, d2, h11, h12, h22 = _vote(value[e], items[j, 1] - shift, items[j, 2] - shift)
            total -= b * (d1 + d2)
            information += b * b * (h11 + 2 * h12 + h22)
        slope[c], curve[c] = total, information


@kernel
def left_over(start: Any, cell: Any, value: Any, theta: Any, items: Any, result: Any, correct: Any) -> None:
    """Fill for every vote the slope of its log-likelihood in b theta, 0 on average if the model holds, and whether it was the likeliest."""
    for j in range(len(start) - 1):
        for e in range(start[j], start[j + 1]):
            shift = items[j, 0] * theta[cell[e]]
            level, d1, d2, _, _, _ = _vote(value[e], items[j, 1] - shift, items[j, 2] - shift)
            result[e] = -d1 - d2
            others = 0.0
            for kind in range(1, 4):
                if kind != value[e]:
                    others = max(others, math.exp(_vote(kind, items[j, 1] - shift, items[j, 2] - shift)[0]))
            correct[e] = math.exp(level) >= others


@kernel
def times_chains(start: Any, diagonal: Any, beside: Any, x: Any, result: Any) -> None:
    """Multiply by the precision of the actors' chains; ``beside[c]`` couples point c with the one before it in the chain."""
    for i in range(len(start) - 1):
        for c in range(start[i], start[i + 1]):
            total = diagonal[c] * x[c]
            if c > start[i]:
                total += beside[c] * x[c - 1]
            if c + 1 < start[i + 1]:
                total += beside[c + 1] * x[c + 1]
            result[c] = total


@kernel
def solve_chains(start: Any, diagonal: Any, beside: Any, x: Any, noise: Any, result: Any, spread: Any) -> None:
    """Solve the chains' tridiagonal systems; with ``noise`` (cells,) add a draw that has their inverse as covariance.

    ``spread`` (cells,) is filled with the diagonal of the inverse.
    """
    for i in range(len(start) - 1):
        first, last = start[i], start[i + 1]
        for c in range(first, last):  # D and L of the factors: D in spread, L = beside / D of the one before
            spread[c] = diagonal[c]
            result[c] = x[c]
            if c > first:
                link = beside[c] / spread[c - 1]
                spread[c] -= link * beside[c]
                result[c] -= link * result[c - 1]
        for c in range(last - 1, first - 1, -1):
            pivot = spread[c]
            result[c] = result[c] / pivot + noise[c] / math.sqrt(pivot)
            spread[c] = 1.0 / pivot
            if c + 1 < last:
                link = beside[c + 1] / pivot
                result[c] -= link * result[c + 1]
                spread[c] += link * link * spread[c + 1]
