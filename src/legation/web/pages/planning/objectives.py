"""The strategy of a dossier, objective by objective: which rows belong to which, read in one pass for its pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from legation.dossier import Activity, Assumption, Indicator, Objective, SaidTo, When, standing
from legation.dossier.tables.labels import RowLabel
from legation.dossier.tables.references import named_by
from legation.dossier.tables.strategy import filed, flaws, has_cyberspace_object
from legation.language import Message
from legation.questions import Case
from legation.questions.base.inputs import audience
from legation.questions.incident.statement.whitewash import withheld_messages
from legation.web.forms.row_form import add_href, edit_href, home_of
from legation.web.site.page import PageRequest

__all__ = [
    "STRATEGY",
    "ActivityLine",
    "AssumptionLine",
    "IndicatorLine",
    "MessageLine",
    "NamedLink",
    "ObjectiveBranch",
    "ObjectiveView",
    "StrategyReader",
    "progress_of",
]


@dataclass(frozen=True, slots=True)
class NamedLink:
    """Something called by its name, with its page."""

    name: Any
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """A message: to whom, the words, what not to say, the interest that it appeals to; ``withheld``: why the words are not shown."""

    row: str
    href: str
    edit: str
    audience: list[Any]
    text: Any
    avoid: Any
    interest: NamedLink | None
    withheld: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityLine:
    """An activity, filed by its means and its object.

    Attributes
    ----------
    digital, cyberspace : bool or None
        The two axes: whether the means are digital, whether the object arises in cyberspace; None where it is not said.
    filed : str
        What the two make it: ``digital``, ``cyber``, ``both``, ``neither``, ``unfiled``.
    """

    row: str
    href: str
    edit: str
    title: Any
    means: Any
    audience: list[Any]
    digital: bool | None
    cyberspace: bool | None
    filed: str
    start: When | None
    end: When | None
    status: str
    owner: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLine:
    """An indicator on its way from baseline to target.

    Attributes
    ----------
    percent : int or None
        How far of the way is behind, from 0 to 100; None where it cannot be said.
    worse : bool
        Whether it stands further from the target than at the baseline.
    """

    row: str
    href: str
    edit: str
    measure: Any
    unit: str
    baseline: float | None
    baseline_on: When | None
    target: float | None
    target_on: When | None
    reached: float | None
    reached_on: When | None
    percent: int | None
    worse: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionLine:
    """An assumption, with the evidence for it and against it."""

    row: str
    href: str
    edit: str
    claim: Any
    evidence: list[NamedLink]
    against: list[NamedLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveView:
    """An objective with everything that belongs to it; the last one of a page may be the rows that belong to none.

    Attributes
    ----------
    level : int
        0 for an objective that is part of no other.
    part_of : Linked or None
        The objective that it is part of, on the same page.
    flaws : list of Message
        What it lacks, as the question on the strategy finds it.
    """

    row: str
    anchor: str
    href: str = ""
    edit: str = ""
    aim: Any
    owner: Any = ""
    due: When | None = None
    late: bool = False
    issue: NamedLink | None = None
    part_of: NamedLink | None = None
    level: int = 0
    messages: list[MessageLine] = field(default_factory=list)
    activities: list[ActivityLine] = field(default_factory=list)
    indicators: list[IndicatorLine] = field(default_factory=list)
    assumptions: list[AssumptionLine] = field(default_factory=list)
    flaws: list[Message] = field(default_factory=list)
    adds: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ObjectiveBranch:
    """An objective in the outline, with those that are part of it."""

    aim: ObjectiveView
    branches: list[ObjectiveBranch]


def progress_of(row: Indicator) -> tuple[int | None, bool]:
    """Return how far an indicator is on its way [percent, 0 to 100], and whether it stands worse than at the baseline.

    >>> progress_of(Indicator(id="i", baseline=46, target=20, reached=33)), progress_of(Indicator(id="i", baseline=5, target=9, reached=4))
    ((50, False), (0, True))
    """
    if row.baseline is None or row.target is None or row.reached is None:
        return None, False
    way = row.target - row.baseline
    if way == 0:  # what was there has to stay
        return (100 if row.reached == row.target else 0), row.reached != row.target
    share = (row.reached - row.baseline) / way
    return round(100 * min(max(share, 0.0), 1.0)), share < 0


STRATEGY = ("objectives", *named_by("objectives"))
"""The tables that a strategy is made of."""


class StrategyReader:
    """The strategy of a case, with the addresses of a site."""

    def __init__(self, request: PageRequest, case: Case) -> None:
        self.request, self.case = request, case
        dossier = case.dossier
        self.back = request.href("strategy") + (f"?{urlencode({'as_of': request.query['as_of']})}" if request.query.get("as_of") else "")
        self.changes = dict.fromkeys(STRATEGY, request.may("edit"))
        self.objectives = {row.id: row for row in standing(dossier.objectives)}
        self.evidence = {row.id: row for row in dossier.evidence}
        self.interests = {row.id: row for row in dossier.interests}
        self.issues = {row.id: row for row in dossier.issues}
        self.withheld = withheld_messages(case)
        self.anchors: dict[str, NamedLink] = {}
        self.flaws: dict[str, list[Message]] = {}
        belongs = self._objectives_of()
        for flaw in flaws(dossier):
            for objective in belongs.get((flaw.table, flaw.row), ("",)):
                said = Message(f"is-the-strategy-sound.flaw.{flaw.code}")
                if said not in self.flaws.setdefault(objective, []):
                    self.flaws[objective].append(said)

    def tree(self) -> tuple[list[ObjectiveView], list[ObjectiveBranch]]:
        """Return the objectives in the order of reading, and as an outline."""
        parts: dict[str, list[Objective]] = {}
        for row in self.objectives.values():
            parts.setdefault(row.part_of if row.part_of in self.objectives else "", []).append(row)
        aims: list[ObjectiveView] = []
        seen: set[str] = set()

        def grown(row: Objective, level: int) -> ObjectiveBranch:
            seen.add(row.id)
            aim = self._aim(row, level, len(aims) + 1)
            aims.append(aim)
            return ObjectiveBranch(aim, [grown(part, level + 1) for part in parts.get(row.id, ()) if part.id not in seen])

        outline = [grown(row, 0) for row in parts.get("", ())]
        outline += [grown(row, 0) for row in self.objectives.values() if row.id not in seen]  # parts of one another in a circle
        return aims, outline

    def loose(self) -> ObjectiveView | None:
        """Return what belongs to no objective; None where everything does."""
        return self._filled(ObjectiveView(row="", anchor="aim-0", aim=Message("page-strategy.no-objective")), "")

    def _aim(self, row: Objective, level: int, number: int) -> ObjectiveView:
        issue, whole = self.issues.get(row.issue), self.anchors.get(row.part_of)
        self.anchors[row.id] = NamedLink(row.aim or row.id, f"#aim-{number}")
        aim = ObjectiveView(
            row=row.id,
            anchor=f"aim-{number}",
            href=home_of(self.request, "objectives", row.id),
            edit=self._edit("objectives", row.id),
            aim=row.aim or row.id,
            owner=row.owner,
            due=row.due,
            late=row.due is not None and row.due.is_over(self.case.as_of),
            issue=NamedLink(issue.question or issue.id, home_of(self.request, "issues", issue.id)) if issue else None,
            part_of=whole,
            level=level,
            flaws=self.flaws.get(row.id, []),
            adds=self._adds(row.id),
        )
        return self._filled(aim, row.id) or aim

    def _filled(self, aim: ObjectiveView, objective: str) -> ObjectiveView | None:
        """Put into an aim what belongs to an objective; None where nothing does."""
        dossier = self.case.dossier
        aim.messages.extend(self._message_line(row) for row in standing(dossier.messages) if self._belongs(row.objective, objective))
        aim.activities.extend(self._act(row) for row in standing(dossier.activities) if self._serves(row, objective))
        aim.indicators.extend(self._gauge(row) for row in standing(dossier.indicators) if self._belongs(row.objective, objective))
        aim.assumptions.extend(self._ground(row) for row in standing(dossier.assumptions) if self._belongs(row.objective, objective))
        return aim if aim.messages or aim.activities or aim.indicators or aim.assumptions else None

    def _belongs(self, named: str, objective: str) -> bool:
        return named == objective if objective else named not in self.objectives

    def _serves(self, row: Activity, objective: str) -> bool:
        return objective in row.objectives if objective else not any(o in self.objectives for o in row.objectives)

    def _objectives_of(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return for each row of the strategy the objectives to which it belongs."""
        dossier = self.case.dossier
        owner: dict[tuple[str, str], tuple[str, ...]] = {("objectives", name): (name,) for name in self.objectives}
        owner |= {("activities", row.id): row.objectives or ("",) for row in dossier.activities}
        owner |= {("indicators", row.id): (row.objective,) for row in dossier.indicators}
        owner |= {("assumptions", row.id): (row.objective,) for row in dossier.assumptions}
        return owner

    def _message_line(self, row: SaidTo) -> MessageLine:
        interest = self.interests.get(row.interest)
        return MessageLine(
            row=row.id,
            href=home_of(self.request, "messages", row.id),
            edit=self._edit("messages", row.id),
            audience=list(audience(self.case, row.audience)),
            text="" if row.id in self.withheld else row.text,
            withheld=self.withheld.get(row.id),
            avoid=row.avoid,
            interest=NamedLink(interest.interest or interest.id, home_of(self.request, "interests", interest.id)) if interest else None,
        )

    def _act(self, row: Activity) -> ActivityLine:
        return ActivityLine(
            row=row.id,
            href=home_of(self.request, "activities", row.id),
            edit=self._edit("activities", row.id),
            title=row.title or row.id,
            means=row.means,
            audience=list(audience(self.case, row.audience)),
            digital=row.digital,
            cyberspace=has_cyberspace_object(self.case.dossier, row),
            filed=filed(self.case.dossier, row),
            start=row.date,
            end=row.end,
            status=row.status,
            owner=row.owner,
        )

    def _gauge(self, row: Indicator) -> IndicatorLine:
        percent, worse = progress_of(row)
        names = ("unit", "baseline", "baseline_on", "target", "target_on", "reached", "reached_on")
        return IndicatorLine(
            row=row.id,
            href=home_of(self.request, "indicators", row.id),
            edit=self._edit("indicators", row.id),
            measure=row.measure or row.id,
            percent=percent,
            worse=worse,
            **{name: getattr(row, name) for name in names},
        )

    def _ground(self, row: Assumption) -> AssumptionLine:
        return AssumptionLine(
            row=row.id,
            href=home_of(self.request, "assumptions", row.id),
            edit=self._edit("assumptions", row.id),
            claim=row.claim or row.id,
            evidence=self._sources(row.evidence),
            against=self._sources(row.against),
        )

    def _sources(self, ids: Iterable[str]) -> list[NamedLink]:
        return [NamedLink(RowLabel(self.evidence[i]), home_of(self.request, "evidence", i)) for i in ids if i in self.evidence]

    def _edit(self, table: str, row: str) -> str:
        return edit_href(self.request, table, row, back=self.back) if self.changes[table] else ""

    def _adds(self, objective: str) -> dict[str, str]:
        if not self.changes["objectives"]:
            return {}
        adds = {"objectives": add_href(self.request, "objectives", back=self.back, part_of=objective)}
        adds["activities"] = add_href(self.request, "activities", back=self.back, objectives=objective)
        for table in ("indicators", "assumptions", "messages"):
            adds[table] = add_href(self.request, table, back=self.back, objective=objective)
        return adds
