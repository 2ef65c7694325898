"""Core and win set on one issue or on two: by what the positions are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import overload

from legation.errors import BadValue
from legation.methods.bargaining import line
from legation.methods.bargaining.beating import WinSet2D, win_set_2d
from legation.methods.bargaining.plane import Core2D, core_2d
from legation.methods.rule.game import Reduction
from legation.methods.rule.tree import Rule

__all__ = ["core", "win_set"]


@overload
def core(rule: Rule, position: Mapping[str, float], *, reduction: Reduction = "abstention_as_no") -> line.Core: ...
@overload
def core(rule: Rule, position: Mapping[str, Sequence[float]], *, reduction: Reduction = "abstention_as_no") -> Core2D: ...
def core(
    rule: Rule, position: Mapping[str, float] | Mapping[str, Sequence[float]], *, reduction: Reduction = "abstention_as_no"
) -> line.Core | Core2D:
    """Return the texts that cannot be defeated: on one issue (:func:`legation.methods.bargaining.line.core`), or on two.

    Parameters
    ----------
    position : mapping of str to float, or to (float, float)
        The pairs make it two issues (:func:`~legation.methods.bargaining.plane.core_2d`).

    Raises
    ------
    BadValue
        Where some members have one position and some have two.

    Examples
    --------
    >>> from legation.methods.rule import share_of_members
    >>> rule = share_of_members("ABC", 1)
    >>> core(rule, {"A": 10, "B": 40, "C": 90}).high, core(rule, {"A": (10, 0), "B": (40, 0), "C": (90, 0)}).vertices
    (90.0, ((10.0, 0.0), (90.0, 0.0)))
    """
    pairs, numbers = _parted(position)
    return core_2d(rule, pairs, reduction=reduction) if pairs else line.core(rule, numbers, reduction=reduction)


@overload
def win_set(rule: Rule, position: Mapping[str, float], text: float, *, reduction: Reduction = "abstention_as_no") -> line.WinSet: ...
@overload
def win_set(
    rule: Rule,
    position: Mapping[str, Sequence[float]],
    text: Sequence[float],
    *,
    weight: Sequence[float] = (1.0, 1.0),
    reduction: Reduction = "abstention_as_no",
) -> WinSet2D: ...
def win_set(
    rule: Rule,
    position: Mapping[str, float] | Mapping[str, Sequence[float]],
    text: float | Sequence[float],
    *,
    weight: Sequence[float] = (1.0, 1.0),
    reduction: Reduction = "abstention_as_no",
) -> line.WinSet | WinSet2D:
    """Return the texts that would defeat one: on one issue (:func:`legation.methods.bargaining.line.win_set`), or on two.

    Parameters are those of :func:`~legation.methods.bargaining.beating.win_set_2d`; ``weight`` matters only on two issues.

    Examples
    --------
    >>> from legation.methods.rule import share_of_members
    >>> rule = share_of_members("ABC", "1/2", strict=True)
    >>> win_set(rule, {"A": 10, "B": 40, "C": 90}, 70).low
    10.0
    >>> win_set(rule, {"A": (10, 0), "B": (40, 0), "C": (90, 0)}, (70, 0)).contains((11, 0))
    True
    """
    pairs, numbers = _parted(position)
    if pairs:
        there = (text,) if isinstance(text, (int, float)) else text
        return win_set_2d(rule, pairs, there, weight=weight, reduction=reduction)
    return line.win_set(rule, numbers, text, reduction=reduction)  # type: ignore[arg-type]  # it says what is wrong with a pair


def _parted(position: Mapping[str, float] | Mapping[str, Sequence[float]]) -> tuple[dict[str, Sequence[float]], dict[str, float]]:
    """Return the positions as pairs or as numbers: one of both is empty."""
    pairs = {name: at for name, at in position.items() if not isinstance(at, (int, float, str, bytes)) and hasattr(at, "__len__")}
    numbers = {name: at for name, at in position.items() if name not in pairs}
    if pairs and numbers:
        raise BadValue(
            f"position of {next(iter(numbers))} must be two numbers as of {next(iter(pairs))} (got one); give both issues to all"
        )
    return pairs, numbers  # type: ignore[return-value]  # told apart above
