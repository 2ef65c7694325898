"""Tables of plans against futures: where each survives, what it lacks, what it may be regretted for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier.models.scenario import Plan
from legation.language import Message
from legation.methods.scenario import Regret, Survival
from legation.questions.answer import AnswerTable, Named, TableColumn
from legation.questions.case import Case
from legation.questions.futures.asked import Futures, either

__all__ = ["needs_table", "plans_table", "regret_table"]


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
        TableColumn("plan", Message("futures.col.plan")),
        TableColumn("objectives", Message("column.objectives")),
        TableColumn("needs", Message("futures.col.needs"), "number"),
        TableColumn("survives", Message("futures.col.survives"), "number"),
        TableColumn("of", Message("futures.col.of"), "number"),
        TableColumn("scenarios", Message("futures.col.scenarios")),
        TableColumn("worst", Message("futures.col.worst")),
        TableColumn("met", Message("futures.col.met-there"), "number"),
        TableColumn("evidence", Message("column.evidence"), "evidence"),
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
    columns = (
        TableColumn("plan", Message("futures.col.plan")),
        TableColumn("descriptor", Message("futures.col.descriptor")),
        TableColumn("need", Message("futures.col.need")),
        TableColumn("fails", Message("futures.col.times"), "number"),
        TableColumn("scenarios", Message("futures.col.fails")),
    )
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
        TableColumn("plan", Message("futures.col.plan")),
        TableColumn("largest", Message("futures.col.largest"), "number"),
        TableColumn("where", Message("futures.col.regret-in")),
        TableColumn("least", Message("futures.col.least-worth"), "number"),
        TableColumn("most", Message("futures.col.most-worth"), "number"),
        TableColumn("beaten_by", Message("futures.col.beaten-by")),
    )
    return AnswerTable(id="regret", title=Message("futures.regret"), columns=columns, rows=tuple(rows))
