"""Which package is best, what all could live with, which trade unlocks a deal, and how talks on it could go.

==============================  ===========================================================================
:class:`Domain`                 issues, options, what they are worth to each party, and floors
:func:`frontier`                every deal that cannot be improved for one without a loss to another
:func:`solutions`               Nash, egalitarian, Kalai-Smorodinsky, least spread, largest sum; all ties
:func:`best_deal`               one of these where the frontier is too large to list, with a certificate
:func:`best_lottery`            a draw between packages that is fairer than any one of them
:func:`zone`                    how many packages clear every floor, and whose floor closes the zone
:func:`coalitions`              which coalitions have a deal, and which of them carry it under a voting rule
:func:`trades`                  from a deal on the table: two issues to exchange so that nobody loses
:func:`standing`                a deal's rank for each party, and its distance from the frontier
:func:`enumerated`              the frontier where utilities do not add up over issues
:func:`alternating_offers`      simulated talks of standard delegates, in turn
:func:`single_text`             simulated talks on one text that a mediator changes
:data:`STYLES`                  simulated players of a live room: hard, even, conciliatory
:func:`reasons`                 why one of them offers what it offers, issue by issue
:func:`elicit`                  weights of issues from a ranking of cards
:func:`leak`                    what our offers tell of our floor
:func:`debrief`                 what talks that are over showed: offers, trades, floors, priorities, votes
==============================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.negotiation.coalitions import Coalition, CoalitionTable, coalitions
from legation.methods.negotiation.debriefing import Debrief, Logroll, debrief
from legation.methods.negotiation.delegates import DELEGATES, STYLES, Delegate, TradeOff
from legation.methods.negotiation.distance import Standing, standing
from legation.methods.negotiation.domain import Domain
from legation.methods.negotiation.elicitation import Weights, elicit
from legation.methods.negotiation.frontier import Frontier, enumerated, frontier
from legation.methods.negotiation.leakage import Leak, leak
from legation.methods.negotiation.logrolling import Trade, trades
from legation.methods.negotiation.lottery import CONCEPTS, Lottery, best_lottery
from legation.methods.negotiation.protocols import VOTERS, alternating_offers, single_text
from legation.methods.negotiation.reasons import WHY, Reason, reasons
from legation.methods.negotiation.session import Move, Session, Table, table_of
from legation.methods.negotiation.solutions import BestDeal, Solution, Solutions, best_deal, solutions
from legation.methods.negotiation.zone import Zone, acceptable, zone

__all__ = [
    "CONCEPTS",
    "DELEGATES",
    "STYLES",
    "VOTERS",
    "WHY",
    "BestDeal",
    "Coalition",
    "CoalitionTable",
    "Debrief",
    "Delegate",
    "Domain",
    "Frontier",
    "Leak",
    "Logroll",
    "Lottery",
    "Move",
    "Reason",
    "Session",
    "Solution",
    "Solutions",
    "Standing",
    "Table",
    "Trade",
    "TradeOff",
    "Weights",
    "Zone",
    "acceptable",
    "alternating_offers",
    "best_deal",
    "best_lottery",
    "coalitions",
    "debrief",
    "elicit",
    "enumerated",
    "frontier",
    "leak",
    "reasons",
    "single_text",
    "solutions",
    "standing",
    "table_of",
    "trades",
    "zone",
]
