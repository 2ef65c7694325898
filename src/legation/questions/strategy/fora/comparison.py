"""All that an answer says of the fora of a matter: their list, what is required, what binds, what to find out, where others would go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from legation.methods.dominance import Beaten, would_be_dominated
from legation.questions.base.case import Case
from legation.questions.strategy.fora.bound import Bond, bonds_of, duties_of
from legation.questions.strategy.fora.compare import Choice, Forum, SetAside, compared, set_aside
from legation.questions.strategy.fora.elsewhere import Conflict, Elsewhere, conflicts, elsewhere, opponents
from legation.questions.strategy.fora.musts import with_musts

__all__ = ["COMPARED", "Comparison", "comparison"]

COMPARED = 60
"""Fora among which unknowns are looked for that would change the list, the first of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The fora of a matter for one actor, and what is said beside them.

    Attributes
    ----------
    choice : Choice
    fora : tuple of Forum
        In their order.
    musts : tuple of str
    bonds : tuple of Bond
        Of our groups on the issue, then of the desk.
    unknowns : tuple of Beaten
        What would change who is dominated.
    others : tuple of Elsewhere
    conflicts : tuple of Conflict
    aside : tuple of SetAside
        Fora that are not for the matter.
    """

    choice: Choice
    fora: tuple[Forum, ...]
    musts: tuple[str, ...]
    bonds: tuple[Bond, ...]
    unknowns: tuple[Beaten, ...]
    others: tuple[Elsewhere, ...]
    conflicts: tuple[Conflict, ...]
    aside: tuple[SetAside, ...]


def comparison(case: Case, choice: Choice, musts: tuple[str, ...], others: Sequence[str]) -> Comparison:
    """Compare the fora that were known; without others that are chosen, those whose move matters most.

    Parameters
    ----------
    case : Case
    choice : Choice
    musts : tuple of str
        Of :func:`legation.questions.strategy.fora.musts.read_musts`.
    others : sequence of str
        Actors for whom they are compared too.
    """
    fora = with_musts(compared(case, choice), musts)
    return Comparison(
        choice=choice,
        fora=fora,
        musts=musts,
        bonds=(*bonds_of(case, choice.us, choice.issue), *duties_of(case, choice.us)),
        unknowns=would_be_dominated({one.row.id: one.values for one in fora[:COMPARED] if not one.failed}),
        others=elsewhere(case, choice, others or opponents(case, choice), fora[0] if fora else None),
        conflicts=conflicts(case, choice, fora),
        aside=set_aside(case, choice),
    )
