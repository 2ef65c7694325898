"""What moves everybody at once: a shift of the odds of a whole roll call, its spread, and what totals tell of it.

Each member's chances are a softmax of its own signs plus a shift l that all open members share,

    P(outcome k) = softmax_k(z_k + l_k),   l_absent = 0,   l ~ N(mean, spread),

so one roll call is wrong about many members in the same way, and the sum is as unsure as roll calls have been. A sum that is known, as of
a vote in committee, is a noisy observation of what the open members add up to; it moves l as far as its noise and the spread allow
(Laplace's approximation), and leaves each member's own signs as they are.

References
----------
Rasmussen & Williams (2006), Gaussian Processes for Machine Learning, section 3.4 (Laplace's approximation).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from legation.methods.voting.votes import FloatArray

__all__ = ["CommonShift", "Sums", "observed", "shifted", "softmax"]

_STEPS, _CLOSE = 100, 1e-9


def _spaced(count: int, base: int) -> FloatArray:
    """Return numbers that fill (0, 1) evenly: the digits of 1, 2, ... in a base, written backwards behind the point (Halton 1960).

    >>> _spaced(3, 2).tolist()
    [0.5, 0.25, 0.75]
    """
    found = np.zeros(count)
    for at in range(count):
        left, digit = at + 1, 1.0
        while left:
            digit /= base
            found[at] += digit * (left % base)
            left //= base
    return found


@functools.cache
def _nodes() -> FloatArray:
    """Return standard normal points, shape (96, 3), each with its opposite and with variance 1: over them chances are averaged."""
    from scipy.special import ndtri

    half = np.stack([ndtri(_spaced(48, base)) for base in (2, 3, 5)], axis=1)
    return np.asarray(np.concatenate([half, -half]) / np.sqrt((half**2).mean(axis=0)))


@dataclass(frozen=True, slots=True)
class CommonShift:
    """A shift of yes, abstention and no against absence: ``mean`` (3,) and ``spread`` (3, 3), its covariance."""

    mean: FloatArray
    spread: FloatArray

    def points(self) -> FloatArray:
        """Return equally likely shifts, shape (n_points, 3)."""
        value, vector = np.linalg.eigh(self.spread)
        return np.asarray(self.mean + _nodes() @ (vector * np.sqrt(np.maximum(value, 0))).T)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the open members add up to: ``mean`` (3,) yes, abstain, no, with the variance ``noise`` (3,) of each."""

    mean: FloatArray
    noise: FloatArray


def softmax(odds: FloatArray) -> FloatArray:
    """Return chances from logarithms of odds, along the last axis.

    >>> softmax(np.zeros((1, 4))).tolist()
    [[0.25, 0.25, 0.25, 0.25]]
    """
    power = np.exp(odds - _over_last(np.maximum, odds))
    return np.asarray(power / _over_last(np.add, power))


def _over_last(combine: np.ufunc, table: FloatArray) -> FloatArray:
    """Return what the places of the last axis come to; numpy goes over so short an axis many times more slowly than over whole tables."""
    found = table[..., 0]
    for at in range(1, table.shape[-1]):
        found = combine(found, table[..., at])
    return np.asarray(found[..., None])


def shifted(odds: FloatArray, shift: CommonShift) -> FloatArray:
    """Return the chances under each of equally likely shifts, shape (n_points, n_actors, 4); their mean is each member's chance."""
    points = shift.points()
    all_odds = np.repeat(odds[None], len(points), axis=0)
    all_odds[..., 1:] += points[:, None, :]
    return softmax(all_odds)


def observed(odds: FloatArray, shift: CommonShift, sums: Sums) -> CommonShift:
    """Return the shift given what the open members, whose log odds are ``odds`` (n_open, 4), add up to."""
    if not len(odds):
        return shift
    precision, sure = np.asarray(np.linalg.inv(shift.spread), np.float64), np.diag(1 / sums.noise)
    at = shift.mean
    loss, slope, curve = _at(odds, at, shift.mean, precision, sums, sure)
    for _ in range(_STEPS):
        step = np.linalg.solve(curve, slope)
        size = 1.0
        while size > _CLOSE:
            there = _at(odds, at - size * step, shift.mean, precision, sums, sure)
            if there[0] <= loss:
                break
            size /= 2
        else:
            break
        at = at - size * step
        done = loss - there[0] < _CLOSE
        loss, slope, curve = there
        if done:
            break
    return CommonShift(at, np.asarray(np.linalg.inv(curve), np.float64))


def _at(
    odds: FloatArray, at: FloatArray, mean: FloatArray, precision: FloatArray, sums: Sums, sure: FloatArray
) -> tuple[float, FloatArray, FloatArray]:
    """Return the loss at a shift, its slope, and its curvature by Gauss and Newton."""
    moved = odds.copy()
    moved[:, 1:] += at
    chance = softmax(moved)[:, 1:]
    off, far = chance.sum(axis=0) - sums.mean, at - mean
    tilt = np.diag(chance.sum(axis=0)) - chance.T @ chance
    loss = 0.5 * float(off @ sure @ off + far @ precision @ far)
    return loss, tilt @ sure @ off + precision @ far, tilt @ sure @ tilt + precision
