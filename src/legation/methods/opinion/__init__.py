"""What a room thinks: who votes alike, which statements join or divide, and how sure that is.

==================================  =======================================================================
:class:`Ballots`                    votes in the order in which they were cast; the last one counts
:func:`map_opinion`                 the map, the groups, the evidence for their number, and who belongs where
:func:`statements`                  counts, z statistics, intervals and consensus for each group and statement
:func:`representative`              what a group says more than the others do
:func:`divisive`, :func:`bridging`  what parts the groups, and what they share
:func:`consensus`                   what all voters share
:func:`few`                         the picture for fewer people than a map can hold
:func:`predict_stance`              how somebody would vote on what they have not seen, with its range
:func:`routing`, :func:`priority`   which statements to show somebody next
:func:`slate`                       a few statements that stand for everybody in proportion
:func:`clones`, :func:`bursts`      votes that are copies; rushes of votes
:func:`coordinated`                 lockstep votes
:func:`counted_once`                weights and counts in which those who voted as one are one
==================================  =======================================================================
"""

from __future__ import annotations

from legation.methods.ballots import UNSEEN, Ballots
from legation.methods.opinion.bursts import Burst, Bursts, bursts
from legation.methods.opinion.choice import Evidence
from legation.methods.opinion.coordination import Alike, Coordination, clones, coordinated, counted_once
from legation.methods.opinion.listing import Listed, bridging, consensus, divisive, representative
from legation.methods.opinion.map import map_opinion
from legation.methods.opinion.picture import Few, Opinion, Placed, few
from legation.methods.opinion.predict import PredictedStance, predict_stance
from legation.methods.opinion.predict_check import Check
from legation.methods.opinion.routing import Routing, extremity, next_statements, priority, routing
from legation.methods.opinion.slate import Slate, slate, slate_stability
from legation.methods.opinion.statements import Statements, statements

__all__ = [
    "UNSEEN",
    "Alike",
    "Ballots",
    "Burst",
    "Bursts",
    "Check",
    "Coordination",
    "Evidence",
    "Few",
    "Listed",
    "Opinion",
    "Placed",
    "PredictedStance",
    "Routing",
    "Slate",
    "Statements",
    "bridging",
    "bursts",
    "clones",
    "consensus",
    "coordinated",
    "counted_once",
    "divisive",
    "extremity",
    "few",
    "map_opinion",
    "next_statements",
    "predict_stance",
    "priority",
    "representative",
    "routing",
    "slate",
    "slate_stability",
    "statements",
]
