"""Relations between states as sources code them: cooperation and conflict, what stands out, who stands with whom.

Everything is counted in stories, and set against how many stories the source holds at all. What is measured is what was written and coded:
no act is proven by it.

==========================  ===========================================================================
:func:`balance`             cooperation and conflict of a pair by period, with intervals
:func:`shift`               whether they differ between earlier and later days
:func:`escalation`          which pairs stand out against their own past, with the rate of false alarms
:func:`camps`               between whom more cooperation is coded than is usual, and how firmly
:func:`changed_sides`       who is in another camp later than before
==========================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.relations.balance import Balance, Days, Shift, balance, shift
from legation.methods.relations.camps import Camps, Sides, camps, changed_sides, excess_cooperation
from legation.methods.relations.escalation import Escalation, escalation

__all__ = [
    "Balance",
    "Camps",
    "Days",
    "Escalation",
    "Shift",
    "Sides",
    "balance",
    "camps",
    "changed_sides",
    "escalation",
    "excess_cooperation",
    "shift",
]
