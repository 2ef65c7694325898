"""Which coalitions can carry or block a text, what they cost, and who is needed in them.

==========================  ===========================================================================
:func:`cheapest`            the cheapest changes of vote with which a rule holds, and whom they rest on
:func:`cheapest_blocking`   the cheapest with which it fails
:func:`paths_to_pass`       with what probability a text passes, from drawings of the vote; who changes that, and in which order
:func:`leaving`             who prefers what it can have outside, by how much, and why
==========================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.coalition.cheapest import Cheapest, Coalition, cheapest, cheapest_blocking
from legation.methods.coalition.defection import Leaving, leaving
from legation.methods.coalition.paths import Paths, Step, paths_to_pass

__all__ = ["Cheapest", "Coalition", "Leaving", "Paths", "Step", "cheapest", "cheapest_blocking", "leaving", "paths_to_pass"]
