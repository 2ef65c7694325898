"""Words in brackets, counted as a reader counts: stops and other signs, which anchors count too, are none."""

from __future__ import annotations

import math
from collections.abc import Iterable

from legation.rooms.drafting.state import State

__all__ = ["is_word", "share", "words_in"]


def is_word(token: str) -> bool:
    """Whether a piece of a paragraph is a word.

    >>> is_word(" report"), is_word("."), is_word(" 2019")
    (True, False, True)
    """
    return any(sign.isalnum() for sign in token)


def words_in(state: State, brackets: Iterable[str]) -> int:
    """Return how many words stand in some open brackets; words in a bracket within another count once."""
    those = [state.held[name] for name in brackets]
    units = {held.unit for held in those}
    tokens = {unit.id: unit.words for unit in state.units if unit.id in units}
    places = {(held.unit, n) for held in those for n in range(held.start, held.end)}
    return sum(is_word(tokens[unit][n]) for unit, n in places)


def share(state: State) -> float:
    """Return the words in brackets by all words, 0 to 1; nan for a text without words."""
    total = sum(is_word(word) for unit in state.units for word in unit.words)
    return words_in(state, state.held) / total if total else math.nan
