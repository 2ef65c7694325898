"""What the question on plans and futures holds against a strategy: what carries every plan, and work for a plan that is ruled out."""

from __future__ import annotations

from collections.abc import Iterator

from legation.dossier import current_ids, standing
from legation.dossier.models.scenario import SCENARIO, ScenarioModel
from legation.errors import LegationError
from legation.questions.answer import Answer
from legation.questions.base.ask import ask
from legation.questions.base.case import Case
from legation.questions.futures.assumptions import carrying_ids
from legation.questions.futures.worth import named, ruled_out_ids
from legation.questions.strategy.challenge.fault import Fault

__all__ = ["carrying_plans", "serving_ruled_out"]

SURVIVES = "which-plan-survives"
_UNDONE = ("", "planned", "under_way")
"""What an activity is that is still to be done: one without a status too."""


def carrying_plans(case: Case) -> Iterator[Fault]:
    """Yield the assumptions that carry a plan, and that no signpost watches: nobody would see the plan lose what it rests on."""
    rows = {row.id: row for row in standing(case.dossier.assumptions)}
    now = current_ids(case.dossier.assumptions)
    watched = {now.get(row.assumption, row.assumption) for row in standing(case.dossier.signposts)}
    found = {name for _, answer in _answers(case) for name in carrying_ids(answer)}
    for name, row in rows.items():
        if name in found - watched:
            yield Fault(
                code="carries", form="carries-plan", table="assumptions", row=name, subject=row.claim or name, evidence=row.evidence
            )


def serving_ruled_out(case: Case) -> Iterator[Fault]:
    """Yield the activities that are still to be done for a plan that is ruled out, and for no other plan."""
    rows = {row.id: row for row in standing(case.dossier.activities)}
    now = current_ids(case.dossier.activities)
    for model, answer in _answers(case):
        gone = ruled_out_ids(answer)
        left = {now.get(name, name) for plan in model.plans if plan.id not in gone for name in plan.activities}
        for plan in model.plans:
            for activity in plan.activities if plan.id in gone else ():
                name = now.get(activity, activity)
                row = rows.get(name)
                if row is not None and row.status in _UNDONE and name not in left:
                    yield Fault(
                        code="ruled-out",
                        form="ruled-out",
                        table="activities",
                        row=name,
                        subject=row.title or name,
                        values={"plan": named(plan)},
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
