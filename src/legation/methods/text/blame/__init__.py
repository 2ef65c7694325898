"""Who blames whom for what: read in single sentences, counted over many.

======================  ==========================================================================
:func:`blame`           who blames or excuses whom in a sentence; :func:`consider` with its doubt
:func:`blame_shares`    shares of blame by target, corrected for the reader's own mistakes
:func:`blame_shift`     how far the share of a target moved after an event
:func:`half_life`       how fast the blame on a target fades after its peak
:func:`first_movers`    who named a target first
:func:`checked`         accuracy on a desk's own coded sentences
:func:`sentences`       a text into sentences; :func:`language_of` tells French from English
======================  ==========================================================================
"""

from __future__ import annotations

from legation.methods.text.blame.blame import Blame, Considered, blame, consider
from legation.methods.text.blame.confusion import NO_MISTAKES, Confusion, confusion_of, corrected, own_confusion
from legation.methods.text.blame.desk_check import TEMPLATE, Checked, checked
from legation.methods.text.blame.half_life import FEWEST_TEXTS, FEWEST_WEEKS, HalfLife, half_life
from legation.methods.text.blame.lexicon import CAUSES, LANGUAGES, STANCES, TARGETS
from legation.methods.text.blame.sentences import language_of, sentences
from legation.methods.text.blame.shares import FEWEST, Shares, Shift, Told, blame_shares, blame_shift, first_movers

__all__ = [
    "CAUSES",
    "FEWEST",
    "FEWEST_TEXTS",
    "FEWEST_WEEKS",
    "LANGUAGES",
    "NO_MISTAKES",
    "STANCES",
    "TARGETS",
    "TEMPLATE",
    "Blame",
    "Checked",
    "Confusion",
    "Considered",
    "HalfLife",
    "Shares",
    "Shift",
    "Told",
    "blame",
    "blame_shares",
    "blame_shift",
    "checked",
    "confusion_of",
    "consider",
    "corrected",
    "first_movers",
    "half_life",
    "language_of",
    "own_confusion",
    "sentences",
]
