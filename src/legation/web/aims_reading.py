"""Reading the strategy of a case into aims: which rows belong to which objective, in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from legation.dossier import Activity, Assumption, Indicator, Objective, SaidTo, standing
from legation.dossier.naming import named_by
from legation.dossier.saying import Label
from legation.dossier.strategy import filed, flaws, has_cyberspace_object
from legation.language import Message
from legation.questions import Case
from legation.questions.inputs import audience
from legation.questions.statement.messages import withheld_messages
from legation.web.aims import Act, Aim, Branch, Gauge, Ground, Linked, Said, progress_of
from legation.web.asked import Asked
from legation.web.rows import add_href, edit_href, home_of

__all__ = ["STRATEGY", "Reader"]

STRATEGY = ("objectives", *named_by("objectives"))
"""The tables that a strategy is made of."""


class Reader:
    """The strategy of a case, with the addresses of a site."""

    def __init__(self, asked: Asked, case: Case) -> None:
        self.asked, self.case = asked, case
        dossier = case.dossier
        self.back = asked.href("strategy") + (f"?{urlencode({'as_of': asked.query['as_of']})}" if asked.query.get("as_of") else "")
        self.changes = dict.fromkeys(STRATEGY, asked.may("edit"))
        self.objectives = {row.id: row for row in standing(dossier.objectives)}
        self.evidence = {row.id: row for row in dossier.evidence}
        self.interests = {row.id: row for row in dossier.interests}
        self.issues = {row.id: row for row in dossier.issues}
        self.withheld = withheld_messages(case)
        self.anchors: dict[str, Linked] = {}
        self.flaws: dict[str, list[Message]] = {}
        belongs = self._objectives_of()
        for flaw in flaws(dossier):
            for objective in belongs.get((flaw.table, flaw.row), ("",)):
                said = Message(f"is-the-strategy-sound.flaw.{flaw.code}")
                if said not in self.flaws.setdefault(objective, []):
                    self.flaws[objective].append(said)

    def tree(self) -> tuple[list[Aim], list[Branch]]:
        """Return the objectives in the order of reading, and as an outline."""
        parts: dict[str, list[Objective]] = {}
        for row in self.objectives.values():
            parts.setdefault(row.part_of if row.part_of in self.objectives else "", []).append(row)
        aims: list[Aim] = []
        seen: set[str] = set()

        def grown(row: Objective, level: int) -> Branch:
            seen.add(row.id)
            aim = self._aim(row, level, len(aims) + 1)
            aims.append(aim)
            return Branch(aim, [grown(part, level + 1) for part in parts.get(row.id, ()) if part.id not in seen])

        outline = [grown(row, 0) for row in parts.get("", ())]
        outline += [grown(row, 0) for row in self.objectives.values() if row.id not in seen]  # parts of one another in a circle
        return aims, outline

    def loose(self) -> Aim | None:
        """Return what belongs to no objective; None where everything does."""
        return self._filled(Aim(row="", anchor="aim-0", aim=Message("page-strategy.no-objective")), "")

    def _aim(self, row: Objective, level: int, number: int) -> Aim:
        issue, whole = self.issues.get(row.issue), self.anchors.get(row.part_of)
        self.anchors[row.id] = Linked(row.aim or row.id, f"#aim-{number}")
        aim = Aim(
            row=row.id,
            anchor=f"aim-{number}",
            href=home_of(self.asked, "objectives", row.id),
            edit=self._edit("objectives", row.id),
            aim=row.aim or row.id,
            owner=row.owner,
            due=row.due,
            late=row.due is not None and row.due.is_over(self.case.as_of),
            issue=Linked(issue.question or issue.id, home_of(self.asked, "issues", issue.id)) if issue else None,
            part_of=whole,
            level=level,
            flaws=self.flaws.get(row.id, []),
            adds=self._adds(row.id),
        )
        return self._filled(aim, row.id) or aim

    def _filled(self, aim: Aim, objective: str) -> Aim | None:
        """Put into an aim what belongs to an objective; None where nothing does."""
        dossier = self.case.dossier
        aim.messages.extend(self._said(row) for row in standing(dossier.messages) if self._belongs(row.objective, objective))
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

    def _said(self, row: SaidTo) -> Said:
        interest = self.interests.get(row.interest)
        return Said(
            row=row.id,
            href=home_of(self.asked, "messages", row.id),
            edit=self._edit("messages", row.id),
            audience=list(audience(self.case, row.audience)),
            text="" if row.id in self.withheld else row.text,
            withheld=self.withheld.get(row.id),
            avoid=row.avoid,
            interest=Linked(interest.interest or interest.id, home_of(self.asked, "interests", interest.id)) if interest else None,
        )

    def _act(self, row: Activity) -> Act:
        return Act(
            row=row.id,
            href=home_of(self.asked, "activities", row.id),
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

    def _gauge(self, row: Indicator) -> Gauge:
        percent, worse = progress_of(row)
        names = ("unit", "baseline", "baseline_on", "target", "target_on", "reached", "reached_on")
        return Gauge(
            row=row.id,
            href=home_of(self.asked, "indicators", row.id),
            edit=self._edit("indicators", row.id),
            measure=row.measure or row.id,
            percent=percent,
            worse=worse,
            **{name: getattr(row, name) for name in names},
        )

    def _ground(self, row: Assumption) -> Ground:
        return Ground(
            row=row.id,
            href=home_of(self.asked, "assumptions", row.id),
            edit=self._edit("assumptions", row.id),
            claim=row.claim or row.id,
            evidence=self._sources(row.evidence),
            against=self._sources(row.against),
        )

    def _sources(self, ids: Iterable[str]) -> list[Linked]:
        return [Linked(Label(self.evidence[i]), home_of(self.asked, "evidence", i)) for i in ids if i in self.evidence]

    def _edit(self, table: str, row: str) -> str:
        return edit_href(self.asked, table, row, back=self.back) if self.changes[table] else ""

    def _adds(self, objective: str) -> dict[str, str]:
        if not self.changes["objectives"]:
            return {}
        adds = {"objectives": add_href(self.asked, "objectives", back=self.back, part_of=objective)}
        adds["activities"] = add_href(self.asked, "activities", back=self.back, objectives=objective)
        for table in ("indicators", "assumptions", "messages"):
            adds[table] = add_href(self.asked, table, back=self.back, objective=objective)
        return adds
