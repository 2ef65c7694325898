"""The algebra of a text under negotiation: brackets, who said what, what changed, whose words survived.

==========================================  =============================================================================
:func:`parse`, :func:`render`               a text as a tree and back, byte for byte: :class:`Draft`, :class:`Bracket`, :class:`Unit`
:func:`resolve`, :func:`clean`              brackets replaced by what they hold, by nothing, by another text
:func:`chair_text`                          brackets without who said what
:func:`openness`                            how many brackets and which share of the words is open
:func:`compare`                             what stayed, went, came and moved from one version to the next
:func:`reworded`                            the same paragraph by paragraph: which stayed, were reworded, came or went
:func:`survived`, :func:`proposals`         whose words survived
:func:`nearest_adopted`                     for each paragraph the nearest adopted wording, and who voted for it
:func:`unit_at`, :func:`paragraphs`         where a place of the text stands
:func:`cut`, :func:`joined`                 a text as words and stops, and back
:func:`print_of`                            by what the words at a place are known again
==========================================  =============================================================================
"""

from __future__ import annotations

from legation.methods.drafting.attribution import VERBS, Attribution, Reservation
from legation.methods.drafting.brackets import Bracket
from legation.methods.drafting.compare import Change, Comparison, Move, Rewording, compare, reworded
from legation.methods.drafting.draft import Draft, Problem, Unit, paragraphs, unit_at
from legation.methods.drafting.parse import parse
from legation.methods.drafting.precedents import Adopted, Nearest, nearest_adopted
from legation.methods.drafting.provenance import Proposal, Survival, Survivor, proposals, survived
from legation.methods.drafting.render import Openness, chair_text, clean, openness, render, resolve
from legation.methods.drafting.tree import MEANINGS, Node
from legation.methods.drafting.words import cut, joined, print_of

__all__ = [
    "MEANINGS",
    "VERBS",
    "Adopted",
    "Attribution",
    "Bracket",
    "Change",
    "Comparison",
    "Draft",
    "Move",
    "Nearest",
    "Node",
    "Openness",
    "Problem",
    "Proposal",
    "Reservation",
    "Rewording",
    "Survival",
    "Survivor",
    "Unit",
    "chair_text",
    "clean",
    "compare",
    "cut",
    "joined",
    "nearest_adopted",
    "openness",
    "paragraphs",
    "parse",
    "print_of",
    "proposals",
    "render",
    "resolve",
    "reworded",
    "survived",
    "unit_at",
]
