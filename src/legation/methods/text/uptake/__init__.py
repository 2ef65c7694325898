"""Whose wording is taken up: who used a phrase first and who later, and which of our phrases were.

================  ===========================================================================
:func:`phrase`    a phrase in its forms, French and English, with wildcards
:func:`find`      every use of several phrases in many texts
:func:`uptake`    who used a phrase when, before us, after us, or could not; its share over time
:func:`discover`  which of our runs of words, rare before, others used afterwards
================  ===========================================================================

Adoption is not influence: the texts show who used which words when, not who heard whom.
"""

from __future__ import annotations

from legation.methods.text.uptake.discover import Discovered, Run, discover
from legation.methods.text.uptake.period import EVERY, Beyond, Change, Period, Uses, find
from legation.methods.text.uptake.phrase import Phrase, phrase
from legation.methods.text.uptake.uptake import Adopter, Uptake, uptake

__all__ = [
    "EVERY",
    "Adopter",
    "Beyond",
    "Change",
    "Discovered",
    "Period",
    "Phrase",
    "Run",
    "Uptake",
    "Uses",
    "discover",
    "find",
    "phrase",
    "uptake",
]
