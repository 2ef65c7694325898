"""How good forecasts were: scores, skill against a simple forecast, calibration where there is enough to see it.

==========================  ===========================================================================
:func:`brier`               squared error of chances
:func:`log_score`           surprise at what came about, bounded
:func:`absolute_error`      distance of numbers
:func:`interval_score`      width of an interval and what it costs to miss
:func:`coverage`            how often intervals held the number
:func:`skill`               ours against the simple forecast, case by case, with an interval
:func:`murphy`              Brier score = reliability - resolution + uncertainty
:func:`calibration`         what was given 70 %: how often it came about
:func:`tally_score`         a tally member by member, and its margin
==========================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.forecasting.calibration import MINIMUM, Bin, Murphy, calibration, murphy
from legation.methods.forecasting.score import BOUND, Coverage, absolute_error, brier, coverage, interval_score, log_score
from legation.methods.forecasting.skill import FEW, Skill, TallyScore, skill, tally_score

__all__ = [
    "BOUND",
    "FEW",
    "MINIMUM",
    "Bin",
    "Coverage",
    "Murphy",
    "Skill",
    "TallyScore",
    "absolute_error",
    "brier",
    "calibration",
    "coverage",
    "interval_score",
    "log_score",
    "murphy",
    "skill",
    "tally_score",
]
