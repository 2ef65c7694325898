"""What the dossier itself holds against a strategy: every check, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator

from legation.questions.base.case import Case
from legation.questions.strategy.challenge.aims import late_reviews, without_test
from legation.questions.strategy.challenge.allies import without_vote
from legation.questions.strategy.challenge.assumptions import carrying_all
from legation.questions.strategy.challenge.fault import CODES, Fault
from legation.questions.strategy.challenge.plans import carrying_plans, serving_ruled_out
from legation.questions.strategy.challenge.threats import of_one_source
from legation.questions.strategy.challenge.watching import unwatched

__all__ = ["faults"]


def faults(case: Case, us: str | None = None, coalition: str | None = None) -> tuple[Fault, ...]:
    """Return what the dossier holds against the strategy, in the order of the checks, then of the rows; of a row each check says one thing.

    Parameters
    ----------
    case : Case
    us : str or None
        Who we are; its coalitions are ours.
    coalition : str or None
        The coalition that is ours.
    """
    found: dict[tuple[str, str, str], Fault] = {}
    for one in _all(case, us, coalition):
        found.setdefault((one.code, one.table, one.row), one)
    return tuple(sorted(found.values(), key=lambda one: CODES.index(one.code)))


def _all(case: Case, us: str | None, coalition: str | None) -> Iterator[Fault]:
    yield from carrying_plans(case)
    yield from carrying_all(case)
    yield from serving_ruled_out(case)
    yield from of_one_source(case)
    yield from unwatched(case)
    yield from without_vote(case, us, coalition)
    yield from without_test(case)
    yield from late_reviews(case)
