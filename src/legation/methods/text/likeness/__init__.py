"""Which texts are nearly the same.

=======================  ===========================================================================
:func:`near_duplicates`  groups and pairs among many texts, each pair counted exactly
:func:`sketch_of`        what stands for one long text; :func:`resemblance` of two of them
=======================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.text.likeness.near import Near, near_duplicates
from legation.methods.text.likeness.sets import KEPT, RUN, Sketch, resemblance, sketch_of

__all__ = ["KEPT", "RUN", "Near", "Sketch", "near_duplicates", "resemblance", "sketch_of"]
