"""What figures show of a conflict: states and options, and by which letter, colour and dashes decision makers are told apart."""

from __future__ import annotations

from dataclasses import dataclass

from legation.figures.theme import BLOC_COLOURS
from legation.language import Spoken

__all__ = ["Choice", "State", "colour_of", "dash_of", "letter_of"]

_DASHES: tuple[tuple[float, ...], ...] = ((), (7, 3), (2, 2.5), (9, 3, 2, 3), (4, 2), (12, 3), (1.5, 4), (6, 2, 1, 2, 1, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option: its name, the number of the decision maker who has it, and whether it goes one way only.

    ``direction`` is ``both``, ``on_only`` (once taken it stays) or ``off_only`` (once dropped it is gone).
    """

    name: Spoken | str
    maker: int
    direction: str = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state of a conflict.

    Attributes
    ----------
    number : int
        As tables call it, from 1.
    taken : tuple of bool
        For each option whether it is taken.
    strength : {0, 1, 2}
        0: no equilibrium; 1: one that rests on sanctions; 2: one from which nobody has an improvement.
    words : Spoken or str
        What kind of equilibrium it is; empty for none.
    start : bool
        Whether it is the status quo.
    step : int or None
        The least number of improvements that lead to it from the status quo; None where none do.
    """

    number: int
    taken: tuple[bool, ...]
    strength: int = 0
    words: Spoken | str = ""
    start: bool = False
    step: int | None = None


def letter_of(maker: int) -> str:
    """Return the letter by which a decision maker is called on arrows: A, B ... Z, A2 ...

    >>> letter_of(0), letter_of(27)
    ('A', 'B2')
    """
    again, place = divmod(maker, 26)
    return chr(ord("A") + place) + (str(again + 1) if again else "")


def colour_of(maker: int) -> str:
    """Return the colour of a decision maker."""
    return BLOC_COLOURS[maker % len(BLOC_COLOURS)]


def dash_of(maker: int) -> tuple[float, ...]:
    """Return the dashes of a decision maker's arrows."""
    return _DASHES[maker % len(_DASHES)]
