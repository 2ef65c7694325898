"""What futures hold together, from judgements of how the drivers bear on each other; and which plans survive in them.

===============================  ===========================================================================
:class:`CrossImpactMatrix`       descriptors, their variants, and the judgement of each variant on each
:func:`balance`                  what speaks for and against each variant in one scenario
:func:`consistent`               every scenario in which the judgements support each other, and whether these are all
:func:`attractors`               where succession leads from every scenario, by each rule
:func:`successor`                one step of it
:func:`surely_consistent`, :func:`possibly_consistent`  for all, or for some, judgements within intervals
:func:`by_experts`, :func:`by_confidence`  in what share of several, or of drawn, matrices a scenario holds
:func:`sensitivity`              which judgement, changed by how little, creates or destroys a scenario
:func:`morphology`               the special case: which combinations are compatible pair by pair
:func:`survival`, :func:`minimax_regret`  plans against scenarios
:func:`regret_ranges`            the same, where worth is known within ranges: which plans are ruled out, which is surely best
:func:`load_bearing`             which assumptions carry a plan: what is left once their scenarios are taken away
:mod:`.discovery`                PRIM and CART on simulated runs
===============================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.scenario.attractors import Attractors, attractors
from legation.methods.scenario.balance import Balance, balance
from legation.methods.scenario.consistent import Consistent, consistent
from legation.methods.scenario.constraint import Constraint, Fix, Forbid, Imply
from legation.methods.scenario.load_bearing import LoadBearing, load_bearing
from legation.methods.scenario.matrix import CrossImpactMatrix
from legation.methods.scenario.morphology import Field, morphology
from legation.methods.scenario.plans import Regret, Survival, minimax_regret, survival
from legation.methods.scenario.regret_ranges import RegretRanges, regret_ranges
from legation.methods.scenario.sensitivity import Lever, Sensitivity, sensitivity
from legation.methods.scenario.succession import successor
from legation.methods.scenario.uncertain import (
    Held,
    Within,
    by_confidence,
    by_experts,
    possibly_consistent,
    surely_consistent,
)

__all__ = [
    "Attractors",
    "Balance",
    "Consistent",
    "Constraint",
    "CrossImpactMatrix",
    "Field",
    "Fix",
    "Forbid",
    "Held",
    "Imply",
    "Lever",
    "LoadBearing",
    "Regret",
    "RegretRanges",
    "Sensitivity",
    "Survival",
    "Within",
    "attractors",
    "balance",
    "by_confidence",
    "by_experts",
    "consistent",
    "load_bearing",
    "minimax_regret",
    "morphology",
    "possibly_consistent",
    "regret_ranges",
    "sensitivity",
    "successor",
    "surely_consistent",
    "survival",
]
