"""Roll calls: who votes alike, in which blocs, how a vote would go, and who could move.

Votes are int8 codes in an array of shape (n_actors, n_rollcalls): 0 missing, 1 yes, 2 abstain, 3 no. Missing is not an abstention.

==========================  ===========================================================================
:func:`agreement`           how alike two actors vote, with the interval
:func:`blocs`               which groups vote together, how firmly, and how many the data support
:func:`voted_alike`         what each actor's vote on one roll call would have been, from the others' votes
:func:`before_the_vote`     the same before the vote, from earlier roll calls and some declared votes
:func:`expected_tally`      what each member may do in a vote ahead, and what that adds up to, from all that is known of it
:func:`draw_votes`          the whole roll call ahead drawn many times, with what moves members together
:func:`cross`               two roll calls side by side: who is in each cell
:func:`ideal_points`        where each actor stands, session by session, on the line that explains most votes
:func:`difference`          how far two ideal points are apart, and whether that is sure
:func:`on_topic`            which roll calls are on a topic, by the words of their texts
:func:`swing`               who is likeliest to vote otherwise the next time on the same title
==========================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.voting.agreement import Agreement, agreement
from legation.methods.voting.blocs import Blocs, blocs
from legation.methods.voting.cross import Cross, cross
from legation.methods.voting.draws import VoteDraws, draw_votes
from legation.methods.voting.ideal import Difference, IdealPoints, difference, ideal_points, on_topic
from legation.methods.voting.rollcall import BeforeTheVote, VotedAlike, before_the_vote, voted_alike
from legation.methods.voting.swing import Swing, persistence, swing
from legation.methods.voting.swing_backtest import SwingBacktest, average_precision, swing_backtest
from legation.methods.voting.tally import Expected, expected_tally
from legation.methods.voting.votes import ABSTAIN, MISSING, NO, VOTES, YES

__all__ = [
    "ABSTAIN",
    "MISSING",
    "NO",
    "VOTES",
    "YES",
    "Agreement",
    "BeforeTheVote",
    "Blocs",
    "Cross",
    "Difference",
    "Expected",
    "IdealPoints",
    "Swing",
    "SwingBacktest",
    "VoteDraws",
    "VotedAlike",
    "agreement",
    "average_precision",
    "before_the_vote",
    "blocs",
    "cross",
    "difference",
    "draw_votes",
    "expected_tally",
    "ideal_points",
    "on_topic",
    "persistence",
    "swing",
    "swing_backtest",
    "voted_alike",
]
