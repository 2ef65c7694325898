"""Cells that several tables share: sums of known days, and a change with its interval."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from legation.figures.rounding import three_digits
from legation.methods.visits import RateChange
from legation.questions.answer import TableColumn
from legation.questions.columns import Columns
from legation.questions.site.asked import AREA

__all__ = ["change_cells", "change_columns", "known_sum"]

column = Columns(f"{AREA}.column.")


def known_sum(series: Any) -> int | None:
    """Return the sum of the days that are known; None where none is."""
    known = series[~np.isnan(series)]
    return int(known.sum()) if known.size else None


def change_columns() -> tuple[TableColumn, ...]:
    """Return the columns of a change."""
    return column.number("ratio", ratio_low="low", ratio_high="high")


def change_cells(change: RateChange | None) -> tuple[float | None, ...]:
    """Return a change and its interval to three digits; None where nothing was read, or where an end has no bound."""
    if change is None or change.before + change.after == 0:
        return (None, None, None)
    return tuple(three_digits(value) if math.isfinite(value) and value < 1e6 else None for value in (change.ratio, change.low, change.high))
