"""Joint attribution: who would sign with the first mover, and in which order to ask.

A transparent score, no more: each trait of a candidate adds the points that stand beside it. The points are declared, and moved by the
past cases as far as so few cases can move them; how good the order is, is told by ordering each past case with what the others teach.

==========================  ===========================================================================
:data:`TRAITS`              what is asked of a candidate, with the declared points
:func:`weigh`               the points after the past cases
:func:`order`               candidates by falling score, each with its parts
:func:`replay`              every past case ordered by the others: at which place stood those who signed
:func:`chances`             from the replays: how many of those at a place signed, as a range
:func:`by_the_book`         the simple list: the closest partners, then a union by the alphabet
==========================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.signing.order import Band, Order, Replay, by_the_book, chances, order, replay
from legation.methods.signing.traits import DECLARED, TRAITS, Past, Weights, weigh

__all__ = [
    "DECLARED",
    "TRAITS",
    "Band",
    "Order",
    "Past",
    "Replay",
    "Weights",
    "by_the_book",
    "chances",
    "order",
    "replay",
    "weigh",
]
