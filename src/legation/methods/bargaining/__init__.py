"""Where an issue would land: positions, how much each actor cares, and what it can bring to bear.

The weighted mean leads; the models beside it are scenarios, not better forecasts.

==============================  ===========================================================================
:func:`drawn`, :func:`widened`  numbers with their ranges, and the one set of draws that the next two share
:func:`forecast`                the weighted mean with two bands, and the other models beside it
:func:`levers`                  whom to talk to first: effect on the outcome, chance, effort
:func:`weighted_mean`           positions by salience and power
:func:`weighted_median`         the point that no half of the weight would leave
:func:`spatial_model`           the spatial model of politics (KTAB), turn by turn, in any number of dimensions
:func:`challenge`               Bueno de Mesquita's model in two named variants; says when it does not settle
:func:`core`, :func:`win_set`   on one issue or two: what cannot be defeated, and what defeats a text
:func:`yolk`, :func:`symmetry`  the middle of a majority on two issues, and whether members stand in pairs round a point
:func:`agenda_setter`           the best that a proposer can get against what stands
==============================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.bargaining.alternatives import MODELS, Alternative, Ruled
from legation.methods.bargaining.challenge import ChallengeRun, challenge
from legation.methods.bargaining.draws import Draws, drawn, widened
from legation.methods.bargaining.forecast import MODEL_ERROR, Band, Forecast, forecast
from legation.methods.bargaining.levers import Effect, Lever, Levers, levers
from legation.methods.bargaining.line import Core, Setter, WinSet, agenda_setter
from legation.methods.bargaining.mean import Median, weighted_mean, weighted_median
from legation.methods.bargaining.plane import Core2D
from legation.methods.bargaining.spatial import SpatialRun, spatial_model
from legation.methods.bargaining.win_set import WinSet2D, core, win_set
from legation.methods.bargaining.yolk import Symmetry, Yolk, symmetry, yolk

__all__ = [
    "MODELS",
    "MODEL_ERROR",
    "Alternative",
    "Band",
    "ChallengeRun",
    "Core",
    "Core2D",
    "Draws",
    "Effect",
    "Forecast",
    "Lever",
    "Levers",
    "Median",
    "Ruled",
    "Setter",
    "SpatialRun",
    "Symmetry",
    "WinSet",
    "WinSet2D",
    "Yolk",
    "agenda_setter",
    "challenge",
    "core",
    "drawn",
    "forecast",
    "levers",
    "spatial_model",
    "symmetry",
    "weighted_mean",
    "weighted_median",
    "widened",
    "win_set",
    "yolk",
]
