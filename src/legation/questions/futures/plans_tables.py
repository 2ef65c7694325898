"""Tables of plans against futures: where each survives, what it lacks, what it may be regretted for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier.models.scenario import Plan
from legation.language import Message
from legation.methods.scenario import Regret, Survival
from legation.questions.answer import AnswerTable, Named
from legation.questions.case import Case
from legation.questions.columns import EVIDENCE, SHARED, Columns
from legation.questions.futures.asked import Futures, either

__all__ = ["needs_table", "plans_table", "regret_table"]

column = Columns("futures.col.")


def plans_table(case: Case, held: Futures, plans: Sequence[Plan], found: Survival) -> AnswerTable:
    """Return a row for each plan: where it survives, how it fares at worst, and for which objectives it is."""
    aims = {row.id: row.aim for row in case.dossier.objectives}
    names = np.array(held.names)
    rows: list[tuple[Any, ...]] = [
        (
            Named(plan.id, plan.name or plan.id),
            tuple(Named(one, aims[one] or one) for one in plan.objectives if one in aims),
            found.needs[i],
            found.count[i],
            len(held.rows),
            ", ".join(names[found.survives[i]]),
            ", ".join(names[list(found.worst[i])]) if found.count[i] < len(held.rows) else "",
            int(found.met[i, found.worst[i][0]]),
            plan.evidence,
        )
        for i, plan in enumerate(plans)
    ]
    columns = (
        *column.text("plan"),
        *SHARED.text("objectives"),
        *column.number("needs", "survives", "of"),
        *column.text("scenarios", "worst"),
        *column.number(met="met-there"),
        EVIDENCE,
    )
    return AnswerTable(id="plans", title=Message("futures.plans"), columns=columns, rows=tuple(rows))


def needs_table(held: Futures, plans: Sequence[Plan], found: Survival) -> AnswerTable:
    """Return a row for each need of each plan, with the scenarios in which it fails."""
    rows: list[tuple[Any, ...]] = []
    wanted = held.seen.model.needs()
    for i, plan in enumerate(plans):
        for number, (descriptor, variants) in enumerate(wanted[plan.id]):
            at = held.matrix.descriptor(descriptor)
            fits = [held.matrix.variant(at, one) for one in variants]
            fails = np.array(held.names)[~np.isin(held.rows[:, at], fits)]
            named = either(held.seen.variant(at, k) for k in fits)
            rows.append(
                (
                    Named(plan.id, plan.name or plan.id),
                    held.seen.descriptor(at),
                    named,
                    found.unmet[i][number],
                    ", ".join(fails),
                )
            )
    columns = (*column.text("plan", "descriptor", "need"), *column.number(fails="times"), *column.text(scenarios="fails"))
    return AnswerTable(id="needs", title=Message("futures.needs"), columns=columns, rows=tuple(rows))


def regret_table(held: Futures, plans: Sequence[Plan], worth: npt.NDArray[np.float64], regret: Regret) -> AnswerTable:
    """Return for each plan its largest regret, where that is, and which plans are nowhere worse and somewhere better."""
    rows: list[tuple[Any, ...]] = [
        (
            Named(plan.id, plan.name or plan.id),
            float(regret.largest[i]),
            ", ".join(held.names[at] for at in regret.at[i]) if regret.largest[i] else "",
            float(worth[i].min()),
            float(worth[i].max()),
            tuple(Named(plans[other].id, plans[other].name or plans[other].id) for other in regret.dominated[i]),
        )
        for i, plan in enumerate(plans)
    ]
    columns = (
        *column.text("plan"),
        *column.number("largest"),
        *column.text(where="regret-in"),
        *column.number(least="least-worth", most="most-worth"),
        *column.text("beaten_by"),
    )
    return AnswerTable(id="regret", title=Message("futures.regret"), columns=columns, rows=tuple(rows))
