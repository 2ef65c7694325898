"""Stakeholder practice: who matters, who reaches whom, and who has been left without a word.

A number of an actor is known as a span, low to high; nan on both sides is not known, and stays so in every result.

==========================  ===========================================================================
:func:`salience`            classes of Mitchell, Agle and Wood from power, legitimacy and urgency
:func:`grid`                the power/interest grid, with actors whose range crosses a line
:func:`reach`               every shortest warm path from an actor, counted
:func:`forgotten`           actors of weight without a contact for long, or ever
==========================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.stakeholders.classes import CLASSES, QUADRANTS, Grid, Salience, grid, salience
from legation.methods.stakeholders.contact import Forgotten, forgotten
from legation.methods.stakeholders.reach import Reach, reach

__all__ = [
    "CLASSES",
    "QUADRANTS",
    "Forgotten",
    "Grid",
    "Reach",
    "Salience",
    "forgotten",
    "grid",
    "reach",
    "salience",
]
