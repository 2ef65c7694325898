"""From what is so of a mention to chances of its stance: one weight for each feature and stance, learnt from the labelled sentences.

The weights stand in ``weights.json``; ``python labelled/blame_weights.py`` makes them anew.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files

__all__ = ["NONE", "chances", "weights"]

NONE = "none"


@functools.cache
def weights() -> tuple[Sequence[str], Sequence[float], Mapping[str, Sequence[float]]]:
    """Return the stances with ``none``, the bias of each, and the weights of each feature in the same order."""
    table = json.loads(files("legation.methods.text.blame").joinpath("weights.json").read_text(encoding="utf-8"))
    return table["stances"], table["bias"], table["weights"]


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
