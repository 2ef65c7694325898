"""Series in time: when a matter bursts, when its level moved, what to be told of, and whether something made a difference.

======================  ==========================================================================
:func:`bursts`          stretches in which a matter took a far larger part than usual
:func:`change_points`   when the level moved for good, between which periods that lies
:func:`watch`           alarms at a stated rate of false ones; runs on when new periods come
:func:`before_after`    a series after a date, against others that nothing was done to
======================  ==========================================================================
"""

from __future__ import annotations

from legation.methods.series.before_after import FEWEST_BEFORE, BeforeAfter, before_after
from legation.methods.series.bursts import Burst, Bursts, bursts
from legation.methods.series.change_points import Change, ChangePoints, change_points
from legation.methods.series.cusum import Alarm
from legation.methods.series.monitor import FEWEST_COUNTS, FEWEST_PERIODS, Monitor, watch

__all__ = [
    "FEWEST_BEFORE",
    "FEWEST_COUNTS",
    "FEWEST_PERIODS",
    "Alarm",
    "BeforeAfter",
    "Burst",
    "Bursts",
    "Change",
    "ChangePoints",
    "Monitor",
    "before_after",
    "bursts",
    "change_points",
    "watch",
]
