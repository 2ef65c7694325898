"""Learning by playing: a game of cards for one with all its paths, and what those who played it learned.

==========================  ====================================================================================
:class:`CardGame`           cards in their order, each with options, each option with effects on named measures
:func:`play`                what the measures come to on a path, where a hidden truth holds
:func:`paths`               every path, with what it comes to
:func:`beside`              a path beside all paths: what it is above of, measure by measure and on all of them
:func:`dearest`             the one choice whose change would have helped most
:func:`learned`             answers right before and after: their means, and the gain with its interval
==========================  ====================================================================================
"""

from __future__ import annotations

from legation.methods.learning.beside import Beside, Dearest, beside, dearest
from legation.methods.learning.cards import Card, CardGame, Effect, Option, Path, When, paths, play
from legation.methods.learning.gain import Learned, learned

__all__ = [
    "Beside",
    "Card",
    "CardGame",
    "Dearest",
    "Effect",
    "Learned",
    "Option",
    "Path",
    "When",
    "beside",
    "dearest",
    "learned",
    "paths",
    "play",
]
