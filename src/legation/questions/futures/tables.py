"""Tables of futures and of plans against them: scenarios, judgements, what they depend on; where a plan survives and what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier.models.scenario import Plan
from legation.language import Message
from legation.methods.scenario import Balance, Regret, Sensitivity, Survival
from legation.questions.answer import AnswerTable, Named, TableColumn
from legation.questions.base.case import Case
from legation.questions.base.columns import EVIDENCE, SHARED, Columns
from legation.questions.futures.inputs import Futures, either, series, signed
from legation.questions.futures.sensitivity import Basins, JudgementSensitivity
from legation.questions.futures.signposts import Sign, ceilings, signposts_of

__all__ = [
    "LEVERS",
    "RULE_NAMES",
    "balance_table",
    "basins_table",
    "consistency_table",
    "judgements_table",
    "levers_table",
    "needs_table",
    "plans_table",
    "regret_table",
    "scenarios_table",
    "variants_table",
]


column = Columns("futures.col.")

LEVERS = 60
"""Rows of the table of levers."""
OTHERS = 20
"""Combinations beside the scenarios that hold which are told to hold in some drawn matrices, for some experts or within intervals."""
RULE_NAMES = {
    "global": Message("futures.rule.global"),
    "incremental": Message("futures.rule.incremental"),
    "sequential": Message("futures.rule.sequential"),
}
"""How the rules of succession are called."""


def scenarios_table(inputs: Futures, known: Sequence[Sign]) -> AnswerTable:
    """Return a row for each scenario: its variants in the order of the drivers, its numbers, and its signposts for and against."""
    bounds = ceilings(inputs)
    rows = []
    for i, row in enumerate(inputs.rows.tolist()):
        favour, against = signposts_of(row, known)
        likely = bounds[i] if bounds else ()
        rows.append(
            (inputs.names[i], inputs.seen.written(row), int(inputs.total[i]), int(inputs.short[i]), len(favour), len(against), *likely)
        )
    columns = (
        *column.text("scenario", "variants"),
        *column.number(total_impact="futures.total", inconsistency="futures.inconsistency", signs_for="for", signs_against="against"),
        *(column.share("at_least") if bounds else ()),
        *(column.share("at_most") if bounds else ()),
    )
    return AnswerTable(id="scenarios", title=Message("futures.scenarios"), columns=columns, rows=tuple(rows))


def variants_table(inputs: Futures) -> AnswerTable:
    """Return a row for each variant of each driver, with the scenarios that take it: the tableau, read along its rows."""
    rows = []
    for j, size in enumerate(inputs.matrix.sizes):
        for k in range(size):
            names = inputs.holding(j, k)
            rows.append((inputs.seen.descriptor(j), k + 1, inputs.seen.variant(j, k), len(names), ", ".join(names)))
    columns = (
        *column.text("descriptor"),
        *column.number("number"),
        *column.text("variant"),
        *column.number(count="in-how-many"),
        *column.text("scenarios"),
    )
    return AnswerTable(id="variants", title=Message("futures.variants"), columns=columns, rows=tuple(rows))


def balance_table(inputs: Futures, sheet: Balance, name: str) -> AnswerTable:
    """Return what weighs in one scenario: a row for each variant, with who bears on it."""
    rows: list[tuple[Any, ...]] = []
    for j, scores in enumerate(sheet.scores):
        for k, score in enumerate(scores):
            place = inputs.matrix.offsets[j] + k
            chosen = sheet.scenario[j] == k
            pushes = tuple(
                Message("futures.push", descriptor=inputs.seen.descriptor(i), impact=signed(int(impact)))
                for i, impact in enumerate(sheet.impacts[:, place].tolist())
                if impact
            )
            rows.append(
                (inputs.seen.descriptor(j), inputs.seen.variant(j, k), chosen, score, sheet.inconsistency[j] if chosen else None, pushes)
            )
    columns = (
        *column.text("descriptor", "variant", chosen=Message("futures.col.chosen", scenario=name)),
        *column.number("score", inconsistency="futures.inconsistency"),
        *column.text("pushes"),
    )
    return AnswerTable(id="balance", title=Message("futures.balance", scenario=name), columns=columns, rows=tuple(rows))


def judgements_table(inputs: Futures) -> AnswerTable:
    """Return every judgement other than 0, with its reason, how sure it is, and its sources."""
    place = [(j, k) for j, size in enumerate(inputs.matrix.sizes) for k in range(size)]
    rows: list[tuple[Any, ...]] = []
    for (source, target), judgement in sorted(inputs.seen.model.judged().items()):
        value = int(inputs.matrix.array[source, target])
        if value:
            ends = (inputs.seen.taking(*place[source]), inputs.seen.taking(*place[target]))
            rows.append((*ends, value, judgement.reason, judgement.confidence or None, judgement.known_on, judgement.evidence))
    columns = (
        *column.text("source", "target"),
        *column.number("judgement"),
        *column.text("reason"),
        *column.number("confidence"),
        *column.date("known_on"),
        EVIDENCE,
    )
    return AnswerTable(id="judgements", title=Message("futures.judgements"), columns=columns, rows=tuple(rows))


def basins_table(inputs: Futures, led: Basins) -> AnswerTable:
    """Return where succession ends under each rule; never a likelihood."""
    rows: list[tuple[Any, ...]] = [(name, *led.share[:, i].tolist()) for i, name in enumerate(inputs.names)]
    rows.append((Message("futures.restless"), *led.restless.tolist()))
    if led.elsewhere.any():
        rows.append((Message("futures.elsewhere"), *led.elsewhere.tolist()))
    columns = (*column.text("scenario"), *(TableColumn(rule, RULE_NAMES[rule], "fine-share") for rule in led.rules))
    return AnswerTable(id="basins", title=Message("futures.basins"), columns=columns, rows=tuple(rows))


def consistency_table(inputs: Futures, doubt: JudgementSensitivity) -> AnswerTable | None:
    """Return in what share of drawn matrices, of experts, and of intervals each scenario holds; those of the others that hold too."""
    parts = [part for part in (doubt.drawn, doubt.experts) if part is not None]
    within = {tuple(row) for one in (doubt.surely, doubt.possibly) if one is not None for row in one.scenarios.tolist()}
    if not parts and not within:
        return None
    numbered = inputs.numbered
    met = dict.fromkeys((*numbered, *(tuple(row) for part in parts for row in part.scenarios.tolist()), *sorted(within)))
    sampled = _by_scenario(doubt.drawn)
    experts = _by_scenario(doubt.experts)
    surely, possibly = (
        {tuple(row) for row in one.scenarios.tolist()} if one is not None else None for one in (doubt.surely, doubt.possibly)
    )
    rows = [
        (
            numbered.get(one) or Message("futures.other"),
            inputs.seen.written(one),
            *(sampled.get(one, (0.0, 0.0, 0.0)) if doubt.drawn is not None else (None,) * 3),
            None if doubt.experts is None else experts.get(one, (0.0,))[0],
            None if surely is None else one in surely,
            None if possibly is None else one in possibly,
        )
        for one in list(met)[: len(numbered) + OTHERS]
    ]
    columns = (
        *column.text("scenario", "variants"),
        *column.share(share="drawn"),
        *SHARED.share("low", "high"),
        *column.share("experts"),
        *column.text("surely", "possibly"),
    )
    return AnswerTable(id="unsure", title=Message("futures.unsure"), columns=columns, rows=tuple(rows))


def _by_scenario(shares: Any) -> dict[tuple[int, ...], tuple[float, ...]]:
    if shares is None:
        return {}
    numbers = zip(shares.share.tolist(), shares.low.tolist(), shares.high.tolist(), strict=True)
    return {tuple(row): three for row, three in zip(shares.scenarios.tolist(), numbers, strict=True)}


def levers_table(inputs: Futures, found: Sensitivity) -> AnswerTable:
    """Return which judgement, changed by how little, ends or begins which scenarios: the first 60."""
    numbered, judged = inputs.numbered, inputs.seen.model.judged()
    rows: list[tuple[Any, ...]] = []
    for one in found.levers[:LEVERS]:
        cell = inputs.cell(one)
        judgement = judged.get(cell)
        rows.append(
            (
                inputs.seen.taking(*one.source),
                inputs.seen.taking(*one.target),
                int(inputs.matrix.array[cell]),
                one.by,
                ", ".join(numbered.get(scenario, "–") for scenario in one.destroys),
                len(one.creates),
                series(inputs.seen.written(scenario) for scenario in one.creates) if one.creates else "",
                judgement.evidence if judgement else (),
            )
        )
    columns = (
        *column.text("source", "target"),
        *column.number("judgement", "by"),
        *column.text("ceases"),
        *column.number("begins"),
        *column.text("which"),
        EVIDENCE,
    )
    return AnswerTable(id="levers", title=Message("futures.levers", reach=found.reach), columns=columns, rows=tuple(rows))


def plans_table(case: Case, inputs: Futures, plans: Sequence[Plan], found: Survival) -> AnswerTable:
    """Return a row for each plan: where it survives, how it fares at worst, and for which objectives it is."""
    aims = {row.id: row.aim for row in case.dossier.objectives}
    names = np.array(inputs.names)
    rows: list[tuple[Any, ...]] = [
        (
            Named(plan.id, plan.name or plan.id),
            tuple(Named(one, aims[one] or one) for one in plan.objectives if one in aims),
            found.needs[i],
            found.count[i],
            len(inputs.rows),
            ", ".join(names[found.survives[i]]),
            ", ".join(names[list(found.worst[i])]) if found.count[i] < len(inputs.rows) else "",
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


def needs_table(inputs: Futures, plans: Sequence[Plan], found: Survival) -> AnswerTable:
    """Return a row for each need of each plan, with the scenarios in which it fails."""
    rows: list[tuple[Any, ...]] = []
    wanted = inputs.seen.model.needs()
    for i, plan in enumerate(plans):
        for number, (descriptor, variants) in enumerate(wanted[plan.id]):
            at = inputs.matrix.descriptor(descriptor)
            fits = [inputs.matrix.variant(at, one) for one in variants]
            fails = np.array(inputs.names)[~np.isin(inputs.rows[:, at], fits)]
            named = either(inputs.seen.variant(at, k) for k in fits)
            rows.append(
                (
                    Named(plan.id, plan.name or plan.id),
                    inputs.seen.descriptor(at),
                    named,
                    found.unmet[i][number],
                    ", ".join(fails),
                )
            )
    columns = (*column.text("plan", "descriptor", "need"), *column.number(fails="times"), *column.text(scenarios="fails"))
    return AnswerTable(id="needs", title=Message("futures.needs"), columns=columns, rows=tuple(rows))


def regret_table(inputs: Futures, plans: Sequence[Plan], worth: npt.NDArray[np.float64], regret: Regret) -> AnswerTable:
    """Return for each plan its largest regret, where that is, and which plans are nowhere worse and somewhere better."""
    rows: list[tuple[Any, ...]] = [
        (
            Named(plan.id, plan.name or plan.id),
            float(regret.largest[i]),
            ", ".join(inputs.names[at] for at in regret.at[i]) if regret.largest[i] else "",
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
