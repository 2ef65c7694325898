"""One issue on a line, under a real rule: what cannot be defeated, what defeats a text, and the best that a proposer can get.

Every member prefers what is nearer to its own position. The rule becomes a yes-or-no game (:mod:`legation.methods.rule.game`): who does not
prefer the new text is not in favour.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.rule.game import Game, Reduction, game_of
from legation.methods.rule.tree import Rule

__all__ = ["Core", "Setter", "WinSet", "agenda_setter", "core", "win_set"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """The texts from which no winning coalition can move: the interval from ``low`` to ``high``, both included.

    Attributes
    ----------
    low, high : float or None
        None where there is no such text: then any text can be defeated by another.
    reduction : str
    """

    low: float | None
    high: float | None
    reduction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WinSet:
    """The texts that defeat a given one: strictly between ``low`` and ``high``, except for the text itself.

    Attributes
    ----------
    low, high : float
        Equal to the text where nothing on that side defeats it.
    length : float
        0: the text is in the core.
    reduction : str
    """

    low: float
    high: float
    length: float
    reduction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setter:
    """What a proposer can get when the others may only take its text or keep what stands.

    Attributes
    ----------
    text : float
        Who is indifferent is taken to accept.
    gain : float
        How much nearer it is to the proposer than what stands.
    low, high : float
        The range of the texts that the rule would carry against what stands.
    reduction : str
    """

    text: float
    gain: float
    low: float
    high: float
    reduction: str


def core(rule: Rule, position: Mapping[str, float], *, reduction: Reduction = "abstention_as_no") -> Core:
    """Return the texts that cannot be defeated.

    Parameters
    ----------
    rule : Rule
        That names its members.
    position : mapping of str to float
        Of each member, on any scale.

    Raises
    ------
    BadValue
        For a member without a position, and one that is no number.

    References
    ----------
    Black, D. (1948), doi:10.1086/256633, for the majority: the median.

    Examples
    --------
    >>> from legation.methods.rule import share_of_members
    >>> positions = {"A": 10, "B": 40, "C": 90}
    >>> found = core(share_of_members(positions, "1/2", strict=True), positions)
    >>> found.low, found.high
    (40.0, 40.0)
    >>> found = core(share_of_members(positions, 1), positions)
    >>> found.low, found.high
    (10.0, 90.0)
    """
    game, at = _checked(rule, position, reduction)
    right, left = _furthest(game, at)
    return Core(low=None if right > left else right, high=None if right > left else left, reduction=game.reduction)


def win_set(rule: Rule, position: Mapping[str, float], text: float, *, reduction: Reduction = "abstention_as_no") -> WinSet:
    """Return the texts that would defeat one.

    Parameters and errors are those of :func:`core`; ``text`` is on the scale of the positions.

    Examples
    --------
    >>> from legation.methods.rule import share_of_members
    >>> positions = {"A": 10, "B": 40, "C": 90}
    >>> found = win_set(share_of_members(positions, "1/2", strict=True), positions, 70)
    >>> found.low, found.high, found.length
    (10.0, 70.0, 60.0)
    """
    game, at = _checked(rule, position, reduction)
    here = _number(text, "text")
    right, left = _furthest(game, at)
    low, high = min(here, 2 * left - here), max(here, 2 * right - here)
    return WinSet(low=low, high=high, length=high - low, reduction=game.reduction)


def agenda_setter(
    rule: Rule, position: Mapping[str, float], proposer: str, status_quo: float, *, reduction: Reduction = "abstention_as_no"
) -> Setter:
    """Return the proposer's best text among those that the rule carries against the status quo.

    Parameters and errors are those of :func:`core`. The proposer need not be a member: its position is asked for all the same.

    References
    ----------
    Romer, T. and Rosenthal, H. (1978), doi:10.1007/BF03187594.

    Examples
    --------
    >>> from legation.methods.rule import share_of_members
    >>> positions = {"A": 10, "B": 40, "C": 90}
    >>> agenda_setter(share_of_members(positions, "1/2", strict=True), positions, "A", 60).text
    20.0
    """
    if proposer not in position:
        raise BadValue(f"proposer must be somebody with a position (got {proposer!r}); give {proposer} a position")
    game, at = _checked(rule, position, reduction)
    here, ideal = _number(status_quo, "status_quo"), _number(position[proposer], f"position of {proposer}")
    right, left = _furthest(game, at)
    low, high = min(here, 2 * left - here), max(here, 2 * right - here)
    text = min(max(ideal, low), high)
    return Setter(text=text, gain=abs(ideal - here) - abs(ideal - text), low=low, high=high, reduction=game.reduction)


def _furthest(game: Game, at: tuple[float, ...]) -> tuple[float, float]:
    """Return the rightmost position from which those at it or beyond win, and the leftmost from which those at it or before do."""

    def wins(inside: Callable[[float], bool]) -> bool:
        chosen = [inside(place) for place in at]
        sums = [sum(w for w, there in zip(weights, chosen, strict=True) if there) for weights in game.weights]
        return bool(game.wins([total >= needed for total, needed in zip(sums, game.needed, strict=True)]))

    ideals = sorted(set(at))
    right = max(place for place in ideals if wins(lambda other, edge=place: other >= edge))  # type: ignore[misc]
    left = min(place for place in ideals if wins(lambda other, edge=place: other <= edge))  # type: ignore[misc]
    return right, left


def _checked(rule: Rule, position: Mapping[str, float], reduction: Reduction) -> tuple[Game, tuple[float, ...]]:
    game = game_of(rule, reduction)
    without = [name for name in game.members if name not in position]
    if without:
        raise BadValue(f"position must be one for every member of the rule (got none for {without[0]}); add it")
    return game, tuple(_number(position[name], f"position of {name}") for name in game.members)


def _number(value: float, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise BadValue(f"{what} must be a finite number (got {value!r}); correct it")
    return float(value)
