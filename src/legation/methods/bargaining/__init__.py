"""Where an issue would land: positions, how much each actor cares, and what it can bring to bear.

The weighted mean leads; the models beside it are scenarios, not better forecasts.

==========================  ===========================================================================
:func:`weighted_mean`       positions by salience and power
:func:`weighted_median`     the point that no half of the weight would leave
:func:`spatial_model`       the spatial model of politics (KTAB), turn by turn, in any number of dimensions
:func:`challenge`           Bueno de Mesquita's model in two named variants; says when it does not settle
:func:`core`, :func:`win_set`  on one issue: what cannot be beaten, and what beats a text
:func:`agenda_setter`       the best that a proposer can get against what stands
==========================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.bargaining.challenge import ChallengeRun, challenge
from legation.methods.bargaining.line import Core, Setter, WinSet, agenda_setter, core, win_set
from legation.methods.bargaining.mean import Median, weighted_mean, weighted_median
from legation.methods.bargaining.spatial import SpatialRun, spatial_model

__all__ = [
    "ChallengeRun",
    "Core",
    "Median",
    "Setter",
    "SpatialRun",
    "WinSet",
    "agenda_setter",
    "challenge",
    "core",
    "spatial_model",
    "weighted_mean",
    "weighted_median",
    "win_set",
]
