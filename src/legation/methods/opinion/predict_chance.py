"""From what is known of two logits to the chances of disagree, pass and agree, with their ranges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np

from legation.methods.opinion.predict_model import Fit, Floats, Ints

__all__ = ["Logits", "chances", "named", "whole"]

Logits: TypeAlias = tuple[Floats, Floats, Floats, Floats]
"""Mean and variance for which side, then for no side."""

_AT_ONCE = 400_000
"""Cells worked on at a time."""


def named(fit: Fit, rows: Ints, columns: Ints) -> Iterator[tuple[slice, Logits]]:
    """Yield the logits of the cells named, some at a time, with their places."""
    for first in range(0, len(rows), _AT_ONCE):
        at = slice(first, first + _AT_ONCE)
        yield at, (*fit.logits(rows[at], columns[at], 0), *fit.logits(rows[at], columns[at], 1))


def whole(fit: Fit) -> Iterator[tuple[slice, Logits]]:
    """Yield the logits of all cells, some rows at a time, with the rows."""
    step = max(1, _AT_ONCE // fit.statements)
    for first in range(0, len(fit.person), step):
        at = slice(first, first + step)
        yield at, (*fit.block(at, 0), *fit.block(at, 1))


def chances(logits: Logits, stretch: tuple[float, float]) -> tuple[Floats, Floats]:
    """Return chances and the standard deviation of their logits, shape (..., 3) each, in the order disagree, pass, agree.

    A logit with mean x and variance v has the mean chance of ``x / sqrt(1 + pi v / 8)`` (MacKay 1992, doi:10.1162/neco.1992.4.5.720);
    the chances of a side combine both logits, and so do, to first order, their variances.
    """
    side, side_variance, none, none_variance = logits
    side_chance = _chance(stretch[0] * side / np.sqrt(1 + np.pi / 8 * side_variance))
    passing = _chance(stretch[1] * none / np.sqrt(1 + np.pi / 8 * none_variance))
    chance = np.stack([(1 - passing) * (1 - side_chance), passing, (1 - passing) * side_chance], axis=-1)
    side_spread, none_spread = stretch[0] * np.sqrt(side_variance), stretch[1] * np.sqrt(none_variance)
    spread = np.stack(
        [
            np.hypot(side_chance * side_spread, passing * none_spread) / (1 - chance[..., 0]),
            none_spread,
            np.hypot((1 - side_chance) * side_spread, passing * none_spread) / (1 - chance[..., 2]),
        ],
        axis=-1,
    )
    return chance, spread


def _chance(logit: Floats) -> Floats:
    """Return the chance of a logit, kept from 0 and 1 by what float32 can tell from 1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -15.0, 15.0))), np.float64)
