"""Conflict analysis by the graph model: who can do what and who prefers what, and where that could settle.

================================  ==============================================================================================
:class:`GraphModel`               a conflict, by matrices of moves or by options
:func:`stability`                 which states are stable for whom, and the equilibria: nash, gmr, smr, seq, sseq, sim
:func:`is_equilibrium`            the same of one state, sooner
:func:`why`                       for one state: the improvements and what answers each, with the moves
:func:`coalition_stability`       what holds against decision makers who move together; :func:`coalition_improvements`
:func:`chains`                    what can come of a state, how soon and by which way: status-quo analysis
:func:`under_unknown`             stability where some preferences are not known
:func:`strength`                  strong and weak stability, where some preferences are strong
:func:`hypergame`                 each side in the conflict that it perceives
:func:`sensitivity`               which swap in a ranking changes the equilibria
:func:`preferences_for`           which preferences would make a state an equilibrium: the inverse problem
:func:`play`, :func:`play_often`  agents that play it out (:class:`Agent`: by which rule each chooses)
:func:`exercise`                  roles, options and goals, for an exercise
================================  ==============================================================================================
"""

from __future__ import annotations

from legation.methods.conflict.agents import Agent
from legation.methods.conflict.chains import Chains, Step, chains
from legation.methods.conflict.coalitions import CoalitionImprovement, CoalitionStability, coalition_improvements, coalition_stability
from legation.methods.conflict.hypergame import Hypergame, hypergame
from legation.methods.conflict.inverse import Change, Inverse, preferences_for
from legation.methods.conflict.model import GraphModel
from legation.methods.conflict.options import DIRECTIONS, OptionForm
from legation.methods.conflict.play import End, Play, Plays, play, play_often
from legation.methods.conflict.robustness import READINGS, Sensitivity, Strength, Swap, sensitivity, strength, under_unknown
from legation.methods.conflict.roles import exercise
from legation.methods.conflict.stability import DEFAULT, NOTIONS, Answered, Reason, Stability, is_equilibrium, stability, why
from legation.methods.conflict.statement import Statement, read_statement

__all__ = [
    "DEFAULT",
    "DIRECTIONS",
    "NOTIONS",
    "READINGS",
    "Agent",
    "Answered",
    "Chains",
    "Change",
    "CoalitionImprovement",
    "CoalitionStability",
    "End",
    "GraphModel",
    "Hypergame",
    "Inverse",
    "OptionForm",
    "Play",
    "Plays",
    "Reason",
    "Sensitivity",
    "Stability",
    "Statement",
    "Step",
    "Strength",
    "Swap",
    "chains",
    "coalition_improvements",
    "coalition_stability",
    "exercise",
    "hypergame",
    "is_equilibrium",
    "play",
    "play_often",
    "preferences_for",
    "read_statement",
    "sensitivity",
    "stability",
    "strength",
    "under_unknown",
    "why",
]
