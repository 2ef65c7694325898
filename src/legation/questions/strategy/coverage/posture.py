"""Where we stand on a criterion: the level that the desk gave it, with its evidence."""

from __future__ import annotations

from collections.abc import Mapping

from legation.dossier import Posture, standing
from legation.language import fold
from legation.questions.base.case import Case
from legation.questions.strategy.coverage.criteria import Criterion

__all__ = ["MET_FROM", "posture_of"]

MET_FROM = 4
"""The level from which on a criterion is met, where evidence shows it [1 to 5]."""


def posture_of(case: Case, criterion: Criterion) -> Posture | None:
    """Return where we stand on a criterion; None where no row says it.

    A row names the criterion by its id, or by its name in either language; case and accents do not matter. Of several rows the one with
    the lowest level counts, and one without a level before that: what one of them does not know nobody knows.
    """
    there = case.once(("posture",), lambda: _by_criterion(case))
    names = {_folded(one) for one in (criterion.id, criterion.name.fr, criterion.name.en)}
    rows = [row for name in names for row in there.get(name, ())]
    return min(rows, key=lambda row: (row.level or 0, row.id)) if rows else None


def _by_criterion(case: Case) -> Mapping[str, list[Posture]]:
    found: dict[str, list[Posture]] = {}
    for row in standing(case.dossier.posture):
        found.setdefault(_folded(row.criterion), []).append(row)
    return found


def _folded(text: str) -> str:
    return " ".join(fold(text).split())
