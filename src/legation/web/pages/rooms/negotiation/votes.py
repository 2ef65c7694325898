"""How many votes in favour an offer still lacks under the rule of its room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.methods.rule import outcome
from legation.rooms.negotiation.rule import CAST, rule_of

__all__ = ["missing_votes"]


def missing_votes(settings: Mapping[str, Any], votes: Mapping[str, int]) -> int | None:
    """Return how many votes in favour are missing; 0 where none are or no votes are asked for, None where no votes could carry it.

    Parameters
    ----------
    settings : mapping
        Of the room.
    votes : mapping of str to int
        1, 0 or -1 by side; who is left out has not voted.

    Examples
    --------
    >>> settings = {"rule": {"share": "2/3"}, "sides": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}
    >>> missing_votes(settings, {"a": 1}), missing_votes(settings, {"a": 1, "b": 1}), missing_votes({}, {})
    (1, 0, 0)
    """
    rule = rule_of(settings)
    return 0 if rule is None else outcome(rule, {side: CAST[value] for side, value in votes.items()}).short_by
