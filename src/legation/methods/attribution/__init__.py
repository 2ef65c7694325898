"""Who did it, how sure are we, what would change our mind? Evidence weighed so that repetition and bad sources make nobody certain.

=============================  ================================================================================
:func:`update`                 prior x likelihood ratio, the bare algebra; :func:`discounted`, :func:`effective_count`
:func:`attribute`              chances of groups, of an unlisted actor and of planted marks; sponsors apart
:func:`calibrate`              temperature and floor, one report left out at a time
:func:`unlisted_share`         how often newly reported incidents are of nobody listed
:func:`next_evidence`          what to look for next
:func:`would_prove_wrong`      what would speak most against the leading answer
:func:`responsibility`         is a state responsible: a checklist for people
:func:`competing_hypotheses`   a desk's own matrix, with ranges and several analysts
:func:`look`                   what the desk should look for next
:func:`measured`               how often it was right when it said so, on the knowledge's own reports
:func:`score_judgements`       past judgements, scored when they are resolved
=============================  ================================================================================
"""

from __future__ import annotations

from legation.methods.attribution.algebra import RHO, discounted, effective_count, update
from legation.methods.attribution.attribution import Attribution, attribute
from legation.methods.attribution.calibrate import Incident, calibrate, leave_one_out
from legation.methods.attribution.false_flag import planted
from legation.methods.attribution.hypotheses import Competing, Evidence, competing_hypotheses
from legation.methods.attribution.item import CREDIBILITY, RELIABILITY, Claim, Item, corroborated, trust
from legation.methods.attribution.judgement import Judgement, Look, Score, Scores, look, score_judgements
from legation.methods.attribution.knowledge import TEMPERATURE, Knowledge, Note
from legation.methods.attribution.next_evidence import Next, ProofAgainst, next_evidence, would_prove_wrong
from legation.methods.attribution.posterior import UNLISTED
from legation.methods.attribution.responsibility import SPECTRUM, TESTS, Answered, Responsibility, responsibility
from legation.methods.attribution.track_record import Arrival, Bin, Measured, UnlistedShare, arrivals, measured, unlisted_share
from legation.methods.attribution.weights import Weights

__all__ = [
    "CREDIBILITY",
    "RELIABILITY",
    "RHO",
    "SPECTRUM",
    "TEMPERATURE",
    "TESTS",
    "UNLISTED",
    "Answered",
    "Arrival",
    "Attribution",
    "Bin",
    "Claim",
    "Competing",
    "Evidence",
    "Incident",
    "Item",
    "Judgement",
    "Knowledge",
    "Look",
    "Measured",
    "Next",
    "Note",
    "ProofAgainst",
    "Responsibility",
    "Score",
    "Scores",
    "UnlistedShare",
    "Weights",
    "arrivals",
    "attribute",
    "calibrate",
    "competing_hypotheses",
    "corroborated",
    "discounted",
    "effective_count",
    "leave_one_out",
    "look",
    "measured",
    "next_evidence",
    "planted",
    "responsibility",
    "score_judgements",
    "trust",
    "unlisted_share",
    "update",
    "would_prove_wrong",
]
