"""How each actor voted on two roll calls, as the picture of both shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from legation.dossier import RollCall
from legation.figures.kit.flow import Journey
from legation.methods.voting.votes import VOTES
from legation.questions.base.case import Case, joined_evidence

__all__ = ["journeys"]


def journeys(case: Case, actors: Sequence[str], votes: tuple[Any, Any], rollcalls: tuple[RollCall, RollCall]) -> list[Journey]:
    """Return how each actor voted on two roll calls, with the sources of both; by name.

    ``votes`` are the codes of each actor, shape (n_actors,), in the order of the roll calls.
    """
    evidence = joined_evidence(rollcall.evidence for rollcall in rollcalls)
    made = [Journey(case.named(a), VOTES[int(one)], VOTES[int(two)], evidence) for a, one, two in zip(actors, *votes, strict=True)]
    return sorted(made, key=lambda one: str(one.actor))
