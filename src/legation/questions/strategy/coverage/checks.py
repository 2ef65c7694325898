"""The checks that answer the criteria: each looks at the rows of a strategy by a rule that the answer prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from legation.dossier import Activity, When, Wording, in_force, standing
from legation.dossier.parts import brief_settings
from legation.language import fold
from legation.questions.base.case import Case
from legation.questions.strategy.coverage.criteria import Criterion, criteria
from legation.questions.strategy.coverage.posture import MET_FROM, posture_of
from legation.questions.strategy.coverage.state import BRIEF, Found, Item, share

__all__ = ["CHECKS", "found_for"]

_YEARS = 5
"""Years within which a strategy is looked at again."""
_PUBLIC = ("state", "sub_state", "international_org")
_OF_POSTURE = ("posture", "prepared")


def found_for(case: Case, criterion: Criterion) -> Found:
    """Return what the dossier holds for a criterion."""
    return CHECKS[criterion.check](case, criterion)


def _aims(case: Case, good: Callable[[Any], object]) -> Iterator[Item]:
    return ((bool(good(row)), "objectives", row.evidence) for row in standing(case.dossier.objectives))


def _activities(case: Case) -> list[Activity]:
    return [row for row in standing(case.dossier.activities) if row.status != "dropped"]


def _acts(case: Case, good: Callable[[Activity], object]) -> Iterator[Item]:
    return ((bool(good(row)), "activities", row.evidence) for row in _activities(case))


def _there(case: Case, table: str) -> Item:
    """Return whether a table has a row at all; of dated ties and memberships, one that is in force."""
    rows = [row for row in standing(case.dossier.rows(table)) if not hasattr(row, "end") or in_force(row, case.as_of)]
    return bool(rows), table, tuple(one for row in rows for one in row.evidence)


def _all(items: Iterable[Item], table: str) -> Item:
    """Return many things as one: whether there are any and all are as they should be."""
    found = share(items, table)
    return found.state == "met", table, found.evidence


def _aims_by_subject(case: Case, _: Criterion) -> Found:
    return share(_aims(case, lambda row: row.issue and row.due), "objectives")


def _owned(case: Case, _: Criterion) -> Found:
    return share((*_aims(case, lambda row: row.owner), *_acts(case, lambda row: row.owner)), "objectives")


def _roles(case: Case, _: Criterion) -> Found:
    return share((_there(case, "actors"), _there(case, "relations")), "actors")


def _risks(case: Case, _: Criterion) -> Found:
    rows = standing(case.dossier.threats)
    return share(((bool(row.holder and row.likelihood and row.harm), "threats", row.evidence) for row in rows), "threats")


def _public_and_others(case: Case, _: Criterion) -> Found:
    rows = [row for row in standing(case.dossier.actors) if row.kind and in_force(row, case.as_of)]
    kinds = ([row for row in rows if (row.kind in _PUBLIC) is public] for public in (True, False))
    return share(((bool(those), "actors", tuple(e for row in those for e in row.evidence)) for those in kinds), "actors")


def _posture(case: Case, criterion: Criterion) -> Found:
    row = posture_of(case, criterion)
    if row is None or row.level is None:
        return Found(state="unknown", table="posture")
    return Found(state="met" if row.level >= MET_FROM and row.evidence else "partly", table="posture", evidence=row.evidence)


def _prepared(case: Case, criterion: Criterion) -> Found:
    found = _posture(case, criterion)
    if found.state == "met" and not _activities(case):
        return Found(state="partly", table="activities", evidence=found.evidence)
    return found


def _awareness(case: Case, criterion: Criterion) -> Found:
    rows = [row for row in _activities(case) if _speaks_of(criterion, row.title, row.means)]
    return share(((good, "activities", row.evidence) for row in rows for good in (True, bool(row.owner and row.date))), "activities")


def _reviewed_by_measure(case: Case, _: Criterion) -> Found:
    last = (case.as_of.year + _YEARS, case.as_of.month, case.as_of.day)
    aims = _aims(case, lambda row: row.review_by and not row.review_by.is_over(case.as_of) and _day(row.review_by) <= last)
    return share((_all(aims, "objectives"), _all(_measures(case), "indicators")), "objectives")


def _day(when: When) -> tuple[int, int, int]:
    """Return the first day of a date as numbers: a day five years on need not be one of the calendar."""
    return when.first.year, when.first.month, when.first.day


def _measures(case: Case) -> Iterator[Item]:
    rows = standing(case.dossier.indicators)
    return ((row.baseline is not None and row.target is not None, "indicators", row.evidence) for row in rows)


def _led(case: Case, _: Criterion) -> Found:
    return share((_all(_aims(case, lambda row: row.owner), "objectives"), _there(case, "processes")), "objectives")


def _stock_taken(case: Case, _: Criterion) -> Found:
    levels = [row for row in standing(case.dossier.posture) if row.level is not None]
    taken = (bool(levels), "posture", tuple(e for row in levels for e in row.evidence))
    return share((taken, _there(case, "threats")), "posture")


def _written(case: Case, _: Criterion) -> Found:
    settings = brief_settings(case.info.brief)
    return share((_there(case, "objectives"), *((bool(one), BRIEF, ()) for one in (settings.decision, settings.recommendation))), BRIEF)


def _carried_out(case: Case, _: Criterion) -> Found:
    return share(_acts(case, lambda row: row.owner and row.date and row.status), "activities")


def _watched(case: Case, _: Criterion) -> Found:
    signs = (
        (bool(row.monitor or row.question) and row.threshold is not None, "signposts", row.evidence)
        for row in standing(case.dossier.signposts)
    )
    return share((_all(_measures(case), "indicators"), _all(signs, "signposts")), "indicators")


def _highest_support(case: Case, _: Criterion) -> Found:
    owned = _all(_aims(case, lambda row: row.owner), "objectives")
    return share((owned, (bool(brief_settings(case.info.brief).signatory), BRIEF, ())), "objectives")


def _abroad(case: Case, _: Criterion) -> Found:
    return share((_there(case, "processes"), _there(case, "coalitions")), "processes")


def _self_assessed(case: Case, _: Criterion) -> Found:
    found = [_posture(case, one) for one in criteria() if one.check in _OF_POSTURE]
    levels = [one for one in found if one.state != "unknown"]
    if not levels:
        return Found(state="unknown", table="posture")
    return share(((one in levels and bool(one.evidence), "posture", one.evidence) for one in found), "posture")


def _reviews_ahead(case: Case, _: Criterion) -> Found:
    claims = standing(case.dossier.assumptions)
    ahead = _aims(case, lambda row: row.review_by and not row.review_by.is_over(case.as_of))
    beside = ((bool(row.review_by and not row.review_by.is_over(case.as_of)), "assumptions", row.evidence) for row in claims)
    return share((*ahead, *beside), "objectives")


def _tests_of_deterrence(case: Case, _: Criterion) -> Found:
    rows = standing(case.dossier.deterrents)
    return share(((bool(row.test or row.indicator), "deterrents", row.evidence) for row in rows), "deterrents")


def _undertaken(case: Case, criterion: Criterion) -> Found:
    promised = [row for row in standing(case.dossier.commitments) if row.direction == "given" and row.kept != "broken"]
    given = [row for row in promised if _speaks_of(criterion, row.promise)]
    binding = [row for row in standing(case.dossier.obligations) if in_force(row, case.as_of)]
    bound = [row for row in binding if _speaks_of(criterion, row.text)]
    rows = (*(("commitments", row.evidence) for row in given), *(("obligations", row.evidence) for row in bound))
    return share(((good, table, evidence) for table, evidence in rows for good in (True, bool(evidence))), "commitments")


def _speaks_of(criterion: Criterion, *texts: Wording) -> bool:
    """Whether one of the words of a criterion begins somewhere in texts."""
    said = [f" {fold(one)}" for text in texts for one in (text.text, text.fr, text.en) if one]
    return any(f" {fold(word)}" in one for word in criterion.words for one in said)


CHECKS: Mapping[str, Callable[[Case, Criterion], Found]] = MappingProxyType(
    {
        "aims-by-subject": _aims_by_subject,
        "owned": _owned,
        "roles": _roles,
        "risks": _risks,
        "prepared": _prepared,
        "public-and-others": _public_and_others,
        "posture": _posture,
        "awareness": _awareness,
        "reviewed-by-measure": _reviewed_by_measure,
        "led": _led,
        "stock-taken": _stock_taken,
        "written": _written,
        "carried-out": _carried_out,
        "watched": _watched,
        "highest-support": _highest_support,
        "abroad": _abroad,
        "self-assessed": _self_assessed,
        "reviews-ahead": _reviews_ahead,
        "tests-of-deterrence": _tests_of_deterrence,
        "undertaken": _undertaken,
    }
)
"""By the name that a criterion has in ``check``."""
