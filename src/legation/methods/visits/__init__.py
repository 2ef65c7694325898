"""Counts of visits: how sure one is, and whether there are more or fewer than before.

======================  ==========================================================================
:func:`count_interval`  the interval of Poisson for a count
:func:`rate_change`     how many times as many a day as before, with an interval
======================  ==========================================================================
"""

from __future__ import annotations

from legation.methods.visits.rates import FEWEST_DAYS, RateChange, count_interval, rate_change

__all__ = ["FEWEST_DAYS", "RateChange", "count_interval", "rate_change"]
