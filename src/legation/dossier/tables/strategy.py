"""The strategy in the spine: how an activity is filed, and what makes a strategy unsound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from legation.dossier.dossier import Dossier, standing
from legation.dossier.records import Activity

__all__ = ["FILES", "Filed", "Flaw", "filed", "flaws", "has_cyberspace_object"]

Filed = Literal["digital", "cyber", "both", "neither", "unfiled"]
FILES: tuple[Filed, ...] = ("digital", "cyber", "both", "neither", "unfiled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something that a strategy lacks.

    Attributes
    ----------
    code : str
        ``means-without-end``, ``end-without-means``, ``no-baseline``, ``no-target``, ``no-audience``, ``no-owner``, ``no-date``,
        ``contradicted``, ``unfiled``, ``no-measure``.
    table, row : str
        Where.
    evidence : tuple of str
        For ``contradicted``: the evidence against the assumption.
    """

    code: str
    table: str
    row: str
    evidence: tuple[str, ...] = ()


def has_cyberspace_object(dossier: Dossier, activity: Activity) -> bool | None:
    """Return whether an activity's object arises in cyberspace: as the row says, else as the issue of its objectives says."""
    if activity.cyberspace is not None:
        return activity.cyberspace
    issue_of = {objective.id: objective.issue for objective in dossier.objectives}
    about = {issue.id: issue.cyberspace for issue in dossier.issues}
    said = [value for value in (about.get(issue_of.get(o, "")) for o in activity.objectives) if value is not None]
    return any(said) if said else None


def filed(dossier: Dossier, activity: Activity) -> Filed:
    """File an activity by means and object; who acts decides nothing.

    ``digital``: digital means, an object outside cyberspace. ``cyber``: an object that arises in cyberspace, by other means. ``both``:
    digital means for an object in cyberspace. ``neither``. ``unfiled`` where one of the two is not said.
    """
    cyberspace = has_cyberspace_object(dossier, activity)
    if activity.digital is None or cyberspace is None:
        return "unfiled"
    if activity.digital:
        return "both" if cyberspace else "digital"
    return "cyber" if cyberspace else "neither"


def flaws(dossier: Dossier) -> tuple[Flaw, ...]:
    """Return what the strategy lacks, in the order of the rules, then of the rows; superseded rows are not judged."""
    return tuple(flaw for rule in _RULES for flaw in rule(dossier))


def _means_without_end(dossier: Dossier) -> Iterator[Flaw]:
    ends = {row.id for row in standing(dossier.objectives)}
    for row in standing(dossier.activities):
        if row.status != "dropped" and not ends.intersection(row.objectives):
            yield Flaw(code="means-without-end", table="activities", row=row.id)


def _end_without_means(dossier: Dossier) -> Iterator[Flaw]:
    served = {o for act in standing(dossier.activities) if act.status != "dropped" for o in act.objectives}
    parents = {row.part_of for row in standing(dossier.objectives)}
    for row in standing(dossier.objectives):
        if row.id not in served and row.id not in parents:
            yield Flaw(code="end-without-means", table="objectives", row=row.id)


def _measures(dossier: Dossier) -> Iterator[Flaw]:
    for row in standing(dossier.indicators):
        if row.baseline is None:
            yield Flaw(code="no-baseline", table="indicators", row=row.id)
        if row.target is None:
            yield Flaw(code="no-target", table="indicators", row=row.id)
    measured = {row.objective for row in standing(dossier.indicators)}
    parents = {row.part_of for row in standing(dossier.objectives)}
    for aim in standing(dossier.objectives):
        if aim.id not in measured | parents:
            yield Flaw(code="no-measure", table="objectives", row=aim.id)


def _activities(dossier: Dossier) -> Iterator[Flaw]:
    for row in standing(dossier.activities):
        if not row.audience:
            yield Flaw(code="no-audience", table="activities", row=row.id)
        if filed(dossier, row) == "unfiled":
            yield Flaw(code="unfiled", table="activities", row=row.id)


def _objectives(dossier: Dossier) -> Iterator[Flaw]:
    for row in standing(dossier.objectives):
        if not row.owner:
            yield Flaw(code="no-owner", table="objectives", row=row.id)
        if row.due is None:
            yield Flaw(code="no-date", table="objectives", row=row.id)


def _contradicted(dossier: Dossier) -> Iterator[Flaw]:
    current = {row.id for row in standing(dossier.evidence)}
    for row in standing(dossier.assumptions):
        against = tuple(e for e in row.against if e in current)
        if against:
            yield Flaw(code="contradicted", table="assumptions", row=row.id, evidence=against)


_RULES: tuple[Callable[[Dossier], Iterator[Flaw]], ...] = (
    _means_without_end,
    _end_without_means,
    _measures,
    _activities,
    _objectives,
    _contradicted,
)
