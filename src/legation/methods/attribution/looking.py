"""What should the desk look for next? A place to look, with the chance of a find under each hypothesis of its own matrix."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.attribution.algebra import update

__all__ = ["Look", "look"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What looking there would do to a posterior.

    Attributes
    ----------
    information : float
        Expected gain in bits, 0 or more: how much less uncertain the answer is, on average, once one has looked.
    seen : float
        Chance of a find, 0 to 1.
    if_seen, if_not : mapping of str to float
        Hypothesis -> chance after a find, and after none; each adds up to 1.
    """

    information: float
    seen: float
    if_seen: Mapping[str, float]
    if_not: Mapping[str, float]


def look(chance: Mapping[str, float], found: Mapping[str, float], *, usual: float = 0.5) -> Look:
    """Return what looking for one thing would tell: the mutual information of "there or not" and the hypotheses (Lindley 1956).

    Parameters
    ----------
    chance : mapping of str to float
        Of each hypothesis today, adding up to 1.
    found : mapping of str to float
        Hypothesis -> chance of a find if it is true, more than 0 and less than 1: no look excludes for certain.
    usual : float
        The same for hypotheses that ``found`` leaves out.

    Raises
    ------
    BadValue
        For chances outside their range, and a hypothesis that has no chance today.

    References
    ----------
    Lindley, D. V. (1956), On a measure of the information provided by an experiment, doi:10.1214/aoms/1177728069.

    Examples
    --------
    >>> one = look({"x": .5, "y": .5}, {"x": .9, "y": .1})
    >>> round(one.information, 3), one.seen, round(one.if_seen["x"], 9)
    (0.531, 0.5, 0.9)
    >>> look({"x": .5, "y": .5}, {}).information
    0.0
    """
    for name, value in {**found, "usual": usual}.items():
        if name not in chance and name != "usual":
            raise BadValue(f"found must be {' | '.join(chance)} (got {name!r}); correct it")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1:
            raise BadValue(f"found[{name!r}] must be more than 0 and less than 1 (got {value!r}); no look excludes for certain")
    now = update(chance, {})
    there = {name: float(found.get(name, usual)) for name in now}
    absent = {name: 1 - value for name, value in there.items()}
    seen = math.fsum(now[name] * there[name] for name in now)
    if_seen, if_not = update(now, there), update(now, absent)
    gain = _bits(now) - seen * _bits(if_seen) - (1 - seen) * _bits(if_not)
    return Look(information=max(0.0, gain) if gain > 1e-12 else 0.0, seen=seen, if_seen=if_seen, if_not=if_not)


def _bits(chance: Mapping[str, float]) -> float:
    return -math.fsum(value * math.log2(value) for value in chance.values() if value > 0)
