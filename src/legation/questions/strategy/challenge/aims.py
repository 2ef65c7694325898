"""Aims and deterrents that nothing would show to have worked, and what should have been looked at again."""

from __future__ import annotations

from collections.abc import Iterator

from legation.dossier import Objective, When, Wording, current_ids, standing
from legation.questions.base.case import Case
from legation.questions.strategy.challenge.fault import Fault

__all__ = ["late_reviews", "without_test"]


def without_test(case: Case) -> Iterator[Fault]:
    """Yield the aims of which nothing would tell that they are reached, then the deterrents of which nothing would tell that they work.

    An aim is told by an indicator with a target, by a position to reach, or by a roll call with a result that is wanted. One that has
    parts is told by them. A deterrent is told by its test or its indicator.
    """
    dossier = case.dossier
    now = current_ids(dossier.objectives)
    measured = {now.get(row.objective, row.objective) for row in standing(dossier.indicators) if row.target is not None}
    parents = {now.get(row.part_of, row.part_of) for row in standing(dossier.objectives)}
    for aim in standing(dossier.objectives):
        if aim.id not in measured | parents and not _tells_itself(aim):
            yield Fault(code="no-test", form="no-test", table="objectives", row=aim.id, subject=aim.aim or aim.id, evidence=aim.evidence)
    indicators = {row.id for row in dossier.indicators}
    for row in standing(dossier.deterrents):
        if not row.test and row.indicator not in indicators:
            yield Fault(
                code="no-test",
                form="deterrent-no-test",
                table="deterrents",
                row=row.id,
                subject=row.measure or row.id,
                evidence=row.evidence,
            )


def late_reviews(case: Case) -> Iterator[Fault]:
    """Yield the aims, then the assumptions, whose day of review is over."""
    for aim in standing(case.dossier.objectives):
        if aim.review_by is not None and aim.review_by.is_over(case.as_of):
            yield _late("objectives", aim.id, aim.aim or aim.id, aim.review_by, aim.evidence)
    for row in standing(case.dossier.assumptions):
        if row.review_by is not None and row.review_by.is_over(case.as_of):
            yield _late("assumptions", row.id, row.claim or row.id, row.review_by, row.evidence)


def _late(table: str, row: str, subject: Wording | str, date: When, evidence: tuple[str, ...]) -> Fault:
    return Fault(code="late-review", form="late-review", table=table, row=row, subject=subject, values={"date": date}, evidence=evidence)


def _tells_itself(aim: Objective) -> bool:
    """Whether an aim says what would count as reached."""
    votes = bool(aim.goal) or aim.yes_at_least is not None or aim.yes_at_most is not None
    return aim.at_least is not None or aim.at_most is not None or (bool(aim.rollcall) and votes)
