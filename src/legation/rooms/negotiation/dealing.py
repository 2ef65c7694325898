"""When an offer is the deal."""

from __future__ import annotations

from legation.rooms.negotiation.rule import CAST, is_carried, rule_of
from legation.rooms.negotiation.state import Negotiation, Offer

__all__ = ["seal", "seal_at_the_end"]


def seal(state: Negotiation, offer: Offer) -> None:
    """Take an offer to all for the deal where every other side accepted it or, under a rule, the votes carry it.

    Whoever offers votes yes. Votes carry an offer as soon as those who have not voted can change nothing any more.
    """
    if state.deal or not state.is_to_all(offer):
        return
    if set(state.others(offer)) <= set(offer.accepted) or _votes_carry(state, offer, wait=True):
        state.deal = str(offer.number)


def seal_at_the_end(state: Negotiation) -> None:
    """Count the votes when the room closes: who has not voted is absent; the first offer that they carry is the deal."""
    for offer in state.offers.values():
        if not state.deal and offer.votes and state.is_to_all(offer) and _votes_carry(state, offer, wait=False):
            state.deal = str(offer.number)


def _votes_carry(state: Negotiation, offer: Offer, *, wait: bool) -> bool:
    rule = rule_of(state.settings)
    if rule is None:
        return False
    votes = {side: CAST[value] for side, value in offer.votes.items()}
    if offer.by:
        votes[offer.by] = CAST[1]
    waiting = [side for side in state.sides if wait and side not in votes and state.seats_of(side)]
    return is_carried(rule, votes, waiting)
