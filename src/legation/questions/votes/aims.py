"""The chance of what we want of a vote beyond its outcome: so many votes in favour or more, or so many or fewer."""

from __future__ import annotations

from collections.abc import Iterator

from legation.dossier import Objective, RollCall, standing
from legation.dossier.tables.labels import RowLabel
from legation.language import Message
from legation.questions.answer import Finding
from legation.questions.base.case import Case
from legation.questions.votes.declarations import name_of
from legation.questions.votes.estimate import Estimate
from legation.questions.votes.facts import drawn_of, record_of

__all__ = ["counted_aims", "of_aims"]

AREA = "do-we-have-the-votes"


def counted_aims(case: Case, rollcall: RollCall) -> tuple[Objective, ...]:
    """Return our objectives that ask for a number of votes in favour of a roll call, those that stand on their own first."""
    rows = [row for row in standing(case.dossier.objectives) if row.rollcall == rollcall.id]
    return tuple(sorted((row for row in rows if (row.yes_at_least, row.yes_at_most) != (None, None)), key=lambda row: bool(row.part_of)))


def of_aims(case: Case, made: Estimate) -> Iterator[Finding]:
    """Yield the chance of each such objective, in the drawings that the chance of the outcome is of.

    Nothing where no earlier roll call says how wrong the estimate may be.
    """
    if made.forecast is None or not made.expected.replayed:
        return
    rows = counted_aims(case, made.ahead)
    if not rows:
        return
    known, counted = drawn_of(case, made.ahead), record_of(made.ahead).counts
    yes = (made.draws.votes == 1).sum(axis=1)
    for row in rows:
        least, most = row.yes_at_least, row.yes_at_most
        met = (yes >= (least or 0)) & (yes <= (yes.max() if most is None else most))
        share = float(met.mean())
        form = "between" if least is not None and most is not None else "at-least" if least is not None else "at-most"
        bounds = {name: number for name, number in (("at_least", least), ("at_most", most)) if number is not None}
        facts = (known(f"met-{row.id}", share, unit="chance"), *counted(**{f"asked_{name}": number for name, number in bounds.items()}))
        message = Message(f"{AREA}.aim-{form}", aim=RowLabel(row), rollcall=name_of(made.ahead), share=share, **bounds)
        yield Finding(id=f"aim:{row.id}", message=message, evidence=row.evidence, confidence="low", quantities=facts)
