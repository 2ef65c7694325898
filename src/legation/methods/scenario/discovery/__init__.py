"""Scenario discovery: in which ranges of the inputs the runs of a simulation come out as one wishes or fears.

==========================  ===========================================================================
:func:`prim`                a trajectory of boxes, each smaller and denser, from which a person chooses
:func:`cart`                a tree of yes-or-no splits, and its leaves as boxes
==========================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.scenario.discovery.cart import Tree, cart
from legation.methods.scenario.discovery.prim import Box, Trajectory, prim

__all__ = ["Box", "Trajectory", "Tree", "cart", "prim"]
