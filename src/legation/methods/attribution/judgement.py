"""How good were our judgements, scored when each is resolved; and what the desk should look for next."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.attribution.algebra import update

__all__ = [
    "LEAST",
    "Judgement",
    "Look",
    "Score",
    "Scores",
    "look",
    "score_judgements",
]


LEAST = 1e-6
"""What was given no chance counts as this: a sure and wrong judgement costs 13.8, not everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was believed on a day.

    Attributes
    ----------
    id, made_on : str
        The day as year-month-day.
    probability : mapping of str to float
        Of each hypothesis, adding up to 1.
    """

    id: str
    made_on: str
    probability: Mapping[str, float]

    def __post_init__(self) -> None:
        object.__setattr__(self, "probability", update(self.probability, {}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One judgement that was resolved.

    Attributes
    ----------
    id, truth : str
    given : float
        Chance that it gave to the truth.
    log_loss : float
        -ln of it, 0 or more; the lower, the better.
    brier : float
        Squared error over all hypotheses, 0 to 2; the lower, the better.
    """

    id: str
    truth: str
    given: float
    log_loss: float
    brier: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """All judgements that were resolved.

    Attributes
    ----------
    each : tuple of Score
        In the order of the judgements.
    log_loss, brier : float or None
        Means; None where none is resolved.
    open : tuple of str
        Judgements that are not resolved yet.
    """

    each: tuple[Score, ...]
    log_loss: float | None
    brier: float | None
    open: tuple[str, ...]


def score_judgements(judgements: Sequence[Judgement], truth: Mapping[str, str]) -> Scores:
    """Return the score of each judgement whose truth is known.

    Parameters
    ----------
    judgements : sequence of Judgement
    truth : mapping of str to str
        Judgement -> the hypothesis that proved right; one that nobody had listed is the catch-all of the judgement, such as ``"unlisted"``.

    Raises
    ------
    BadValue
        For two judgements of one id, a truth of no judgement, a truth that the judgement did not list.

    References
    ----------
    Brier (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.

    Examples
    --------
    >>> made = Judgement(id="a", made_on="2018-02-15", probability={"x": .7, "y": .2, "z": .1})
    >>> found = score_judgements([made], {"a": "x"})
    >>> round(found.log_loss, 4), round(found.brier, 2)
    (0.3567, 0.14)
    """
    ids = [one.id for one in judgements]
    twice = [name for name in ids if ids.count(name) > 1]
    if twice:
        raise BadValue(f"judgements must have each id once (got {twice[0]!r} twice); rename one")
    unknown = [name for name in truth if name not in ids]
    if unknown:
        raise BadValue(f"truth must be ids of judgements (got {unknown[0]!r}); correct it")
    each = []
    for one in judgements:
        if one.id not in truth:
            continue
        right = truth[one.id]
        if right not in one.probability:
            raise BadValue(f"truth[{one.id!r}] must be {' | '.join(one.probability)} (got {right!r}); resolve it as the catch-all")
        given = one.probability[right]
        brier = math.fsum((chance - (name == right)) ** 2 for name, chance in one.probability.items())
        each.append(Score(id=one.id, truth=right, given=given, log_loss=-math.log(max(given, LEAST)), brier=brier))
    n = len(each)
    return Scores(
        each=tuple(each),
        log_loss=math.fsum(one.log_loss for one in each) / n if n else None,
        brier=math.fsum(one.brier for one in each) / n if n else None,
        open=tuple(name for name in ids if name not in truth),
    )


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
