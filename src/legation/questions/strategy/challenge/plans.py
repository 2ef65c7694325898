"""What the question on plans and futures holds against a strategy: what carries every plan, and work for a plan that is ruled out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from legation.dossier import current_ids, standing
from legation.dossier.models.scenario import SCENARIO, Plan, ScenarioModel
from legation.errors import LegationError
from legation.questions.answer import Answer, Named
from legation.questions.base.ask import ask
from legation.questions.base.case import Case
from legation.questions.strategy.challenge.fault import Fault

__all__ = ["carrying_plans", "serving_ruled_out"]

SURVIVES = "which-plan-survives"
_CARRIES = "carries-"
_UNDONE = ("planned", "under_way")


def carrying_plans(case: Case) -> Iterator[Fault]:
    """Yield the assumptions that carry a plan, and that no signpost watches: nobody would see the plan lose what it rests on."""
    rows = {row.id: row for row in standing(case.dossier.assumptions)}
    now = current_ids(case.dossier.assumptions)
    watched = {now.get(row.assumption, row.assumption) for row in standing(case.dossier.signposts)}
    found = {one.id.removeprefix(_CARRIES) for _, answer in _answers(case) for one in answer.findings if one.id.startswith(_CARRIES)}
    for name, row in rows.items():
        if name in found - watched:
            yield Fault(
                code="carries", form="carries-plan", table="assumptions", row=name, subject=row.claim or name, evidence=row.evidence
            )


def serving_ruled_out(case: Case) -> Iterator[Fault]:
    """Yield the activities that are planned or under way for a plan that is ruled out, and for no other plan."""
    rows = {row.id: row for row in standing(case.dossier.activities)}
    for model, answer in _answers(case):
        gone = {name for one in answer.findings if one.id == "ruled-out" for name in _ids(one.message.values.get("which"))}
        left = {activity for plan in model.plans if plan.id not in gone for activity in plan.activities}
        for plan in model.plans:
            for name in plan.activities if plan.id in gone else ():
                row = rows.get(name)
                if row is not None and row.status in _UNDONE and name not in left:
                    yield Fault(
                        code="ruled-out",
                        form="ruled-out",
                        table="activities",
                        row=name,
                        subject=row.title or name,
                        values={"plan": _called(plan)},
                        evidence=row.evidence,
                    )


def _answers(case: Case) -> tuple[tuple[ScenarioModel, Answer], ...]:
    """Return the answer on the plans of each model, where there is one."""
    return case.once(("challenge-plans",), lambda: tuple(_models_with_answers(case)))


def _models_with_answers(case: Case) -> Iterator[tuple[ScenarioModel, Answer]]:
    for name, part in SCENARIO.of(case.dossier.files).items():
        try:
            yield SCENARIO.read(case.dossier.files[part], part), ask(SURVIVES, case, model=name)
        except LegationError:  # a model with a fault, without plans or without a future: nothing is held against it
            continue


def _ids(names: Any) -> tuple[str, ...]:
    """Return the ids of plans that a sentence names, one or several."""
    return tuple(one.id for one in (names if isinstance(names, tuple) else (names,)) if isinstance(one, Named))


def _called(plan: Plan) -> Named:
    return Named(plan.id, plan.name or plan.id)
