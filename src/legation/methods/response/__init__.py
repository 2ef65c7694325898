"""Responses to a cyber incident: what is open to whom, which norm the facts touch, what was done before, and what would deter.

The ladder is ordinary diplomacy. Tracks (criminal charges, listing, countermeasures, plea of necessity, self-defence) open only by legal
conditions and by who may act, and go to the legal adviser. Only lawful measures are known here. Nothing says what should be done.
"""

from __future__ import annotations

from legation.methods.response.deterrence import Deterrence, Threat, deterrence
from legation.methods.response.facts import (
    Condition,
    Family,
    Measure,
    Norm,
    NormFacts,
    Regime,
    VictimFact,
    conditions,
    families,
    measures,
    norm_by_norm,
    norms,
    regimes,
    victim_facts,
)
from legation.methods.response.gate import ANSWERS, KINDS, STATES, Gate, Reason, Situation, Threshold, conditions_of, possible
from legation.methods.response.listing import GROUNDS, Ground, Grounds, grounds
from legation.methods.response.precedent import Feature, Similar, similar

CRITERIA = ("scope", "scale", "duration", "intensity", "complexity", "sophistication", "impact")
"""By which the EU toolbox asks a response to be proportionate (Council conclusions of 19 June 2017)."""
SEVERITIES = 11
"""Severity runs from 0 to 10 (codebook of DCID 2.0, 2022, section VII)."""

__all__ = [
    "ANSWERS",
    "CRITERIA",
    "GROUNDS",
    "KINDS",
    "SEVERITIES",
    "STATES",
    "Condition",
    "Deterrence",
    "Family",
    "Feature",
    "Gate",
    "Ground",
    "Grounds",
    "Measure",
    "Norm",
    "NormFacts",
    "Reason",
    "Regime",
    "Similar",
    "Situation",
    "Threat",
    "Threshold",
    "VictimFact",
    "conditions",
    "conditions_of",
    "deterrence",
    "families",
    "grounds",
    "measures",
    "norm_by_norm",
    "norms",
    "possible",
    "regimes",
    "similar",
    "victim_facts",
]
