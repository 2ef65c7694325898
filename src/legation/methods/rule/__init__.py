"""Rules by which bodies decide: what makes a text pass, given who voted how.

A rule is built from few pieces and nests. Two layers are kept apart: :func:`outcome` reads real votes, in which an abstention is not a
no; :func:`legation.methods.rule.game.game_of` makes from a rule the yes-or-no game that power indices need, by a reduction that has a name
and is printed with every index.

==========================  ===========================================================================
:func:`quota`               members' weights in favour reach a number
:func:`share_of_voting`     a share of those who cast yes or no: an abstention is not a vote
:func:`share_of_members`    a share of all members
:func:`share_of_weights`    a share of all weights: populations, capital
:func:`unless_no_from`      a rule, unless one of some members votes no
:func:`no_objection`        nobody who is present votes no
:func:`quorum`              enough members are present
:func:`unless_against`      a rule, unless more than so many, or a larger share, vote no
:func:`unless_abstaining`   a rule, unless those who abstain hold a share of all weights, or more
:func:`unless_abstaining_of_present`  a rule, unless those who abstain are more than a share of those present
:func:`all_of`, :func:`any_of`, :func:`at_least`  how rules are put together
:func:`outcome`             whether it passes, and how many yes votes are missing
:func:`fewest_turns`        how many must turn to a vote for a rule to hold
==========================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.rule.bodies import eu_council, eu_unanimity, general_assembly, security_council
from legation.methods.rule.fewest import fewest_turns
from legation.methods.rule.limits import unless_abstaining, unless_abstaining_of_present, unless_against
from legation.methods.rule.outcome import Outcome, outcome, roll
from legation.methods.rule.pieces import (
    all_of,
    any_of,
    at_least,
    no_objection,
    quorum,
    quota,
    share_of_members,
    share_of_voting,
    share_of_weights,
    unless_no_from,
)
from legation.methods.rule.tree import PRESENT, VOTES, AtLeast, Rule, Tally, Unless

__all__ = [
    "PRESENT",
    "VOTES",
    "AtLeast",
    "Outcome",
    "Rule",
    "Tally",
    "Unless",
    "all_of",
    "any_of",
    "at_least",
    "eu_council",
    "eu_unanimity",
    "fewest_turns",
    "general_assembly",
    "no_objection",
    "outcome",
    "quorum",
    "quota",
    "roll",
    "security_council",
    "share_of_members",
    "share_of_voting",
    "share_of_weights",
    "unless_abstaining",
    "unless_abstaining_of_present",
    "unless_against",
    "unless_no_from",
]
