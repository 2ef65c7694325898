"""From what is so of a sentence and of a mention to chances: one weight for each feature, learnt from the labelled sentences.

``weights.json`` holds the stances of a mention, ``gate.json`` whether a sentence blames at all, ``trust.json`` how often a stance that is
printed is right; ``python labelled/blame_weights.py`` makes all three anew.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

__all__ = ["NONE", "chances", "gate_chance", "marks", "trust", "weights"]

NONE = "none"
_MOST = 8.0
"""Bound of a log odds."""


def _table(name: str) -> Any:
    return json.loads(files("legation.methods.text.blame").joinpath(name).read_text(encoding="utf-8"))


@functools.cache
def weights() -> tuple[Sequence[str], Sequence[float], Mapping[str, Sequence[float]]]:
    """Return the stances with ``none``, the bias of each, and the weights of each feature in the same order."""
    table = _table("weights.json")
    return table["stances"], table["bias"], table["weights"]


@functools.cache
def _single(name: str) -> tuple[float, Mapping[str, float]]:
    table = _table(name)
    return table["bias"], table["weights"]


def chances(found: Iterable[str]) -> dict[str, float]:
    """Return the chance of each stance, ``none`` included; they sum to 1.

    Examples
    --------
    >>> round(sum(chances(["part:state", "self:deny"]).values()), 9)
    1.0
    """
    stances, bias, table = weights()
    sums = list(bias)
    for name in sorted(found):
        for at, weight in enumerate(table.get(name, ())):
            sums[at] += weight
    top = max(sums)
    shares = [math.exp(value - top) for value in sums]
    return {stance: share / sum(shares) for stance, share in zip(stances, shares, strict=True)}


def gate_chance(signs: Iterable[str]) -> float:
    """Return the chance that a sentence blames, excuses or questions somebody over an incident, 0 to 1, from `gate.signs`."""
    bias, table = _single("gate.json")
    return _share(bias + sum(table.get(name, 0.0) for name in sorted(signs)))


def marks(chance: Mapping[str, float], others: Sequence[Mapping[str, float]], gate: float, stance: str, target: str) -> dict[str, float]:
    """Return what the chance of a printed stance rests on: the classifier's own, the gate's, the rivals', and which stance and target."""
    rivals = [1 - other[NONE] for other in others]
    return {
        "stance": _odds(chance[stance]),
        "row": _odds(1 - chance[NONE]),
        "gate": _odds(gate),
        "rival": _odds(max(rivals, default=0.02)),
        "behind": float(any(rival > 1 - chance[NONE] for rival in rivals)),
        f"is:{stance}": 1.0,
        f"of:{target}": 1.0,
    }


def trust(of: Mapping[str, float]) -> float:
    """Return the chance that target and stance are as printed, 0 to 1, from `marks`."""
    bias, table = _single("trust.json")
    return _share(bias + sum(table.get(name, 0.0) * value for name, value in sorted(of.items())))


def _odds(chance: float) -> float:
    chance = min(1 - 1e-9, max(1e-9, chance))
    return min(_MOST, max(-_MOST, math.log(chance / (1 - chance))))


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-min(50.0, max(-50.0, odds))))
