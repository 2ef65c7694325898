"""Which coalitions can carry or block a text, what they cost, and who is needed in them.

==========================  ===========================================================================
:func:`cheapest`            the cheapest changes of vote with which a rule holds, and whom they rest on
:func:`cheapest_blocking`   the cheapest with which it fails
==========================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.coalition.cheapest import Cheapest, Coalition, cheapest, cheapest_blocking

__all__ = ["Cheapest", "Coalition", "cheapest", "cheapest_blocking"]
