"""The marks that figures of conflicts share: who decides, what each can do, and the states with what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing
from legation.figures.figure import Named
from legation.figures.measure import width, wrap
from legation.figures.theme import BLOC_COLOURS, EDGE, INK, PAPER, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["Choice", "State", "checked", "colour_of", "dash_of", "draw_key", "letter_of", "mark"]

_DASHES: tuple[tuple[float, ...], ...] = ((), (7, 3), (2, 2.5), (9, 3, 2, 3), (4, 2), (12, 3), (1.5, 4), (6, 2, 1, 2, 1, 2))


_KEY = {2: Message("conflict.key-nash"), 1: Message("conflict.key-sanctions"), 0: Message("conflict.key-left")}
"""What the shapes are, by strength."""


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


def checked(states: Sequence[State], makers: Sequence[Named], choices: Sequence[Choice]) -> None:
    """Refuse what cannot be drawn.

    Raises
    ------
    BadValue
        Without states or decision makers, where a number occurs twice, a state does not fit the options, or an option has no owner.
    """
    numbers = [state.number for state in states]
    fits = all(len(state.taken) == len(choices) and state.strength in (0, 1, 2) for state in states)
    owned = all(0 <= choice.maker < len(makers) for choice in choices)
    if not states or not makers or len(set(numbers)) < len(numbers) or not fits or not owned:
        raise BadValue(Message("conflict.bad-figure", states=len(states), makers=len(makers), options=len(choices)))


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


def mark(sheet: Drawing, x: float, y: float, state: State, *, radius: float = 11) -> None:
    """Draw a state with its number."""
    shape_of(sheet, x, y, state, radius=radius, number=state.number)
    size = next((size for size in (11, 10, 9, 8) if width(str(state.number), size, bold=True) < 1.75 * radius), 7)
    ink = PAPER if state.strength == 2 else INK
    sheet.text(x, y + 0.5, str(state.number), size=size, bold=bool(state.strength), align="center", fill=ink)


def shape_of(sheet: Drawing, x: float, y: float, state: State, *, radius: float, **about: Any) -> None:
    """Draw a state's shape: a square for an equilibrium, filled where nobody has an improvement, else a circle.

    The status quo has a ring round it.
    """
    shape = "square" if state.strength else "circle"
    if state.start:
        sheet.dot(x, y, shape, radius + 3.5, fill=PAPER, stroke=INK, thick=1.4, plane=1.8)
    fill, stroke = INK if state.strength == 2 else PAPER, INK if state.strength else EDGE
    sheet.dot(x, y, shape, radius, fill=fill, stroke=stroke, thick=2.2 if state.strength == 1 else 1.1, **about)


def draw_key(sheet: Drawing, y: float, states: Sequence[State], lang: Lang) -> float:
    """Say below ``y`` what the shapes of some states are; return where the key ends."""
    kinds = {state.strength for state in states}
    labelled = [(State(number=0, taken=(), strength=k), said) for k, said in _KEY.items() if k in kinds]
    labelled += [(State(number=0, taken=(), start=True), Message("conflict.key-start"))] if any(state.start for state in states) else []
    for sample, said in labelled:
        shape_of(sheet, 9, y + 8, sample, radius=4.5)
        lines = wrap(say(said, lang), WIDTH - 26, 11)
        sheet.text(26, y + 2, lines, size=11, baseline="top")
        y += 4 + 14 * len(lines)
    return y
