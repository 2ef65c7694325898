"""Texts to positions on a line: by reference texts whose place is known, or by their words alone.

===================  ===========================================================================
:func:`counts`       how often each word stands in each text
:func:`wordscores`   places between reference texts that were given a score
:func:`left_out`     how well that places reference texts that are left out in turn
:func:`wordfish`     places on the line along which words differ most, with the words that tell its ends
===================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.text.scaling.counts import Counts, counts
from legation.methods.text.scaling.wordfish import LEAST_TEXTS, Wordfish, wordfish
from legation.methods.text.scaling.wordscores import Wordscores, wordscores
from legation.methods.text.scaling.wordscores_check import LEAST_REFERENCES, LeftOut, left_out

__all__ = ["LEAST_REFERENCES", "LEAST_TEXTS", "Counts", "LeftOut", "Wordfish", "Wordscores", "counts", "left_out", "wordfish", "wordscores"]
