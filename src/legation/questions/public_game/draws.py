"""The draws of the public game: what is true, which form of questions comes first, and in which order acts, questions and options stand.

There are few of them, so that one file holds all: in each of the numbered draws the chances of the truths are kept exactly.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping
from dataclasses import dataclass

from legation.questions.public_game.game import public_game

__all__ = ["Draw", "draw_count", "draw_of"]

_SEED = "whose-word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """What chance decides.

    Attributes
    ----------
    truth : str
        What is true, hidden until the end.
    forms : tuple of (str, str)
        The form of questions before, and the one after.
    activities : tuple of int
        The acts in the order in which they are shown, by their numbers from 0.
    questions : tuple of (tuple of int, tuple of int)
        The questions of the form before, and of the one after, in the order in which they are shown.
    options : mapping of str to tuple of int
        Card: its options, in the order in which they are shown.
    """

    truth: str
    forms: tuple[str, str]
    activities: tuple[int, ...]
    questions: tuple[tuple[int, ...], tuple[int, ...]]
    options: Mapping[str, tuple[int, ...]]


@functools.cache
def _draws() -> tuple[Draw, ...]:
    game = public_game()
    first, second = game.forms
    chance = random.Random(_SEED)  # noqa: S311 - the order of a game
    made = [
        (truth, (first, second) if number % 2 == 0 else (second, first))
        for truth in game.cards.truths
        for number in range(game.draws[truth])
    ]
    chance.shuffle(made)

    def order(count: int) -> tuple[int, ...]:
        return tuple(chance.sample(range(count), count))

    return tuple(
        Draw(
            truth=truth,
            forms=forms,
            activities=order(len(game.activities)),
            questions=(order(len(game.forms[first])), order(len(game.forms[second]))),
            options={card.id: order(len(card.options)) for card in game.cards.cards},
        )
        for truth, forms in made
    )


def draw_count() -> int:
    """Return how many draws there are."""
    return len(_draws())


def draw_of(seed: int) -> Draw:
    """Return the draw of a seed: any whole number gives one.

    Examples
    --------
    >>> draw_of(0) == draw_of(draw_count()), sum(draw_of(seed).truth == "firm" for seed in range(draw_count())) / draw_count()
    (True, 0.3333333333333333)
    """
    return _draws()[seed % draw_count()]
