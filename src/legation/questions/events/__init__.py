"""What stands behind ``what-is-happening-between``: expressions over events, the same on every engine, then tables and pictures.

Each of ``EXPRESSIONS`` takes a table of events and returns an ordered table of whole numbers and texts.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from legation.questions.events.evidence import top_stories
from legation.questions.events.pairs import circle, pair_by_day, partners_by_day
from legation.questions.events.volume import coverage, volume_by_day

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["EXPRESSIONS", "circle", "coverage", "pair_by_day", "partners_by_day", "top_stories", "volume_by_day"]

_SPLIT = dt.date(2019, 10, 24)


def _with(expression: Callable[..., ir.Table], *given: Any) -> Callable[[ir.Table], ir.Table]:
    @functools.wraps(expression)
    def asked(events: ir.Table) -> ir.Table:
        return expression(events, *given)

    return asked


EXPRESSIONS: list[Callable[[ir.Table], ir.Table]] = [
    volume_by_day,
    coverage,
    _with(pair_by_day, "USA", "RUS"),
    _with(pair_by_day, "USA"),
    _with(partners_by_day, "USA"),
    _with(circle, _SPLIT),
    _with(circle, _SPLIT, ("USA", "RUS", "CHN")),
    _with(top_stories, "USA"),
]
"""Every expression with one example of its arguments, for tests that compare engines."""
