"""Whose quantities are whose: the facts of a vote by the way in which they are known, named in one place for every question."""

from __future__ import annotations

from collections.abc import Mapping

from legation.dossier import RollCall
from legation.questions.base.case import Case
from legation.questions.base.quantities import FactsOf, Quantity, on

__all__ = ["drawn_of", "estimate_of", "published_totals", "quantities_of", "record_of", "totals_of_record", "words_of"]


def estimate_of(case: Case, rollcall: RollCall) -> FactsOf:
    """Return what makes the quantities of a vote's estimate at the case's date."""
    return FactsOf(rollcall.id, on(case.as_of), "estimate")


def drawn_of(case: Case, rollcall: RollCall) -> FactsOf:
    """Return what makes the quantities of the drawings of a vote at the case's date."""
    return FactsOf(rollcall.id, on(case.as_of), "drawn")


def words_of(case: Case, rollcall: RollCall) -> FactsOf:
    """Return what makes the quantities of who declared what by the case's date, or is reported to have."""
    return FactsOf(rollcall.id, on(case.as_of), "words")


def record_of(rollcall: RollCall) -> FactsOf:
    """Return what makes the quantities of a roll call as the dossier has its votes, member by member."""
    return FactsOf(rollcall.id, on(rollcall.date), "record")


def totals_of_record(rollcall: RollCall) -> FactsOf:
    """Return what makes the quantities of a roll call as its totals are published."""
    return FactsOf(rollcall.id, on(rollcall.date), "totals")


def published_totals(rollcall: RollCall) -> tuple[Quantity, ...]:
    """Return the totals of a roll call that are published."""
    totals = {"yes": rollcall.total_yes, "no": rollcall.total_no, "abstain": rollcall.total_abstain}
    return totals_of_record(rollcall).counts(**{word: total for word, total in totals.items() if total is not None})


def quantities_of(known: FactsOf, numbers: Mapping[str, int]) -> tuple[Quantity, ...]:
    """Return an estimate as it is printed, in whole members: yes minus no with its range; yes, no, abstentions, absent."""
    margin = known("yes-minus-no", numbers["margin"], numbers["low"], numbers["high"])
    return (margin, *known.counts(**{word: numbers[word] for word in ("yes", "no", "abstain", "absent")}))
