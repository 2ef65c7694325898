"""Who has power by the rule alone: how often a member decides, counted exactly.

Every index ignores what members want: it is of the rule, not of a vote. A real body becomes a yes-or-no game by a reduction that every
result names (:mod:`legation.methods.rule.game`).

==========================  ===========================================================================
:func:`banzhaf`             of all coalitions of the others, in how many a member decides
:func:`shapley_shubik`      of all orders, in how many a member is the one who turns it
:func:`coleman`             how often a body acts; how often a member can prevent or initiate it
:func:`johnston`            Banzhaf's decisions, shared among those who decide together
:func:`deegan_packel`, :func:`holler`  shares in the minimal winning coalitions: not monotone in weight
:func:`minimal_winning`     the coalitions in which everybody is needed
:func:`winning_sets`, :func:`blocking_sets`  the smallest sets that carry a text, and that stop it, by members who are alike
:func:`alone`               what each member does alone, and with one other
:func:`merged`              blocs that vote as one
==========================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.power.blocking import Alone, Sets, Some, alone, blocking_sets, winning_sets
from legation.methods.power.index import Banzhaf, Coleman, ShapleyShubik, banzhaf, coleman, shapley_shubik
from legation.methods.power.minimal import MinimalWinning, Share, deegan_packel, holler, johnston, minimal_winning
from legation.methods.rule import (
    all_of,
    any_of,
    at_least,
    no_objection,
    quota,
    share_of_members,
    share_of_weights,
    unless_no_from,
)
from legation.methods.rule.game import merged

__all__ = [
    "Alone",
    "Banzhaf",
    "Coleman",
    "MinimalWinning",
    "Sets",
    "ShapleyShubik",
    "Share",
    "Some",
    "all_of",
    "alone",
    "any_of",
    "at_least",
    "banzhaf",
    "blocking_sets",
    "coleman",
    "deegan_packel",
    "holler",
    "johnston",
    "merged",
    "minimal_winning",
    "no_objection",
    "quota",
    "shapley_shubik",
    "share_of_members",
    "share_of_weights",
    "unless_no_from",
    "winning_sets",
]
