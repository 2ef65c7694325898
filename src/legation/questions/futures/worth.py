"""What plans are worth in the scenarios that hold: within which range the regret of each lies, and on which rows each worth rests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier.models.scenario import Plan
from legation.dossier.models.scenario_worth import WorthCell, cells_of_worth
from legation.language import Message
from legation.methods.scenario import Regret, RegretRanges, minimax_regret, regret_ranges
from legation.questions.answer import Answer, AnswerTable, Finding, Named, first_of
from legation.questions.base.columns import EVIDENCE, Columns
from legation.questions.futures.inputs import Futures

__all__ = ["ValuedPlans", "named", "ranges_findings", "ranges_table", "ruled_out_ids", "valued_plans", "worth_gaps", "worth_table"]

AREA = "which-plan-survives"
_NAMED = 5
"""Plans that a sentence names."""
column = Columns("futures.col.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuedPlans:
    """The plans of which a row says what they are worth, and their regret.

    Attributes
    ----------
    plans : tuple of Plan
    unvalued : tuple of Plan
        Those of which no row says so: they have no part in the regret.
    value : ndarray, shape (plans, scenarios)
    regret : Regret or None
        By the values; None for fewer than two plans.
    ranges : RegretRanges or None
        By the ends of the ranges; None where no plan has rows of worth of its own.
    """

    plans: tuple[Plan, ...]
    unvalued: tuple[Plan, ...]
    value: npt.NDArray[np.float64]
    regret: Regret | None
    ranges: RegretRanges | None


def named(plan: Plan) -> Named:
    """Return a plan as a reader knows it."""
    return Named(plan.id, plan.name or plan.id)


def valued_plans(inputs: Futures, plans: Sequence[Plan]) -> ValuedPlans:
    """Return the plans, of some, that say what they are worth, with their regret over the scenarios that hold."""
    every = inputs.seen.model.plans
    found = inputs.seen.model.worth(inputs.rows)
    at = [number for number, plan in enumerate(every) if plan in plans and found.is_valued[number]]
    valued = tuple(every[number] for number in at)
    enough = len(at) > 1
    ranged = enough and any(plan.worth for plan in valued)
    return ValuedPlans(
        plans=valued,
        unvalued=tuple(plan for plan in plans if plan not in valued),
        value=found.value[at],
        regret=minimax_regret(found.value[at]) if enough else None,
        ranges=regret_ranges(found.low[at], found.high[at]) if ranged else None,
    )


def ranges_findings(inputs: Futures, valued: ValuedPlans) -> Iterator[Finding]:
    """Yield which plans are ruled out and which are surely best, whatever the worths within their ranges."""
    ranges = valued.ranges
    if ranges is None:
        return
    evidence = tuple(dict.fromkeys(item for plan in valued.plans for item in _sources(plan))) or inputs.seen.evidence
    contrary = Message(f"{AREA}.regret-contrary")
    for name, which in (("ruled-out", ranges.ruled_out), ("surely-best", ranges.surely_best)):
        if not which:
            continue
        values: dict[str, Any] = {"count": len(which), "plans": len(valued.plans), "which": _first([valued.plans[i] for i in which])}
        if name == "ruled-out":
            least = int(np.argmin(ranges.largest))
            values |= {"other": named(valued.plans[least]), "most": float(ranges.largest[least]), "least": float(ranges.least[which[0]])}
        yield Finding(id=name, message=Message(f"{AREA}.{name}", **values), evidence=evidence, confidence="low", contrary=contrary)


def ranges_table(inputs: Futures, valued: ValuedPlans) -> AnswerTable | None:
    """Return for each plan between what its largest regret lies, where, what follows, and what its worth rests on; None without ranges."""
    ranges = valued.ranges
    if ranges is None:
        return None
    words = {i: Message(f"{AREA}.is-ruled-out") for i in ranges.ruled_out} | {i: Message(f"{AREA}.is-best") for i in ranges.surely_best}
    rows = tuple(
        (
            named(plan),
            float(ranges.least[i]),
            float(ranges.largest[i]),
            ", ".join(inputs.names[at] for at in ranges.at[i]) if ranges.largest[i] else "",
            words.get(i, ""),
            _basis(cells_of_worth(plan)),
            _sources(plan),
        )
        for i, plan in enumerate(valued.plans)
    )
    columns = (
        *column.text("plan"),
        *column.number(at_least="regret-least", at_most="regret-most"),
        *column.text(where="regret-in", verdict="regret-verdict", basis="rests-on"),
        EVIDENCE,
    )
    return AnswerTable(id="regret-ranges", title=Message("futures.regret-ranges"), columns=columns, rows=rows)


def ruled_out_ids(answer: Answer) -> frozenset[str]:
    """Return the ids of all plans that are ruled out whatever the worths, however many of them the sentence names."""
    found = [table for table in answer.tables if table.id == "regret-ranges"]
    gone = f"{AREA}.is-ruled-out"
    return frozenset(row[0].id for table in found for row in table.rows if getattr(row[4], "id", "") == gone)


def worth_table(inputs: Futures, valued: ValuedPlans) -> AnswerTable | None:
    """Return a row for each worth of a plan where something holds: its range, and the sources that it rests on or that it is ours."""
    rows = tuple(
        (named(plan), _where(inputs, cell), cell.low, cell.value, cell.high, _basis((cell,)), cell.evidence)
        for plan in valued.plans
        for cell in cells_of_worth(plan)
    )
    if not rows:
        return None
    columns = (
        *column.text("plan", where="worth-where"),
        *column.number(low="worth-low", value="worth-value", high="worth-high"),
        *column.text(basis="rests-on"),
        EVIDENCE,
    )
    return AnswerTable(id="worth", title=Message("futures.worth"), columns=columns, rows=rows)


def worth_gaps(plans: Sequence[Plan], valued: ValuedPlans) -> Iterator[Message]:
    """Yield what is lacking of the plans' worth and costs: no worth at all, worth without a source, no costs."""
    if valued.unvalued and valued.regret is None:
        yield Message(f"{AREA}.no-payoff")
    elif valued.unvalued:
        yield Message(f"{AREA}.unvalued", count=len(valued.unvalued), which=_first(valued.unvalued))
    cells: Mapping[str, Sequence[WorthCell]] = {plan.id: cells_of_worth(plan) for plan in valued.plans}
    ours = [plan for plan in valued.plans if any(not cell.evidence for cell in cells[plan.id])]
    if ours:
        count, every = sum(not cell.evidence for of in cells.values() for cell in of), sum(map(len, cells.values()))
        yield Message(f"{AREA}.ours" if count < every else f"{AREA}.ours-all", count=count, of=every, which=_first(ours))
    bare = [plan for plan in plans if not plan.costs]
    if bare:
        yield Message(f"{AREA}.no-costs" if len(bare) < len(plans) else f"{AREA}.no-costs-at-all", count=len(bare), which=_first(bare))


def _sources(plan: Plan) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for row in plan.worth for item in row.evidence))


def _basis(cells: Sequence[WorthCell]) -> Message:
    """Return in words on what worths rest: sources, our judgement, or both."""
    sources = {item for cell in cells for item in cell.evidence}
    if not sources:
        return Message(f"{AREA}.basis-ours")
    form = "basis-sources" if all(cell.evidence for cell in cells) else "basis-both"
    return Message(f"{AREA}.{form}", count=len(sources))


def _where(inputs: Futures, cell: WorthCell) -> Message:
    return Message(f"{AREA}.everywhere-worth") if cell.place is None else inputs.seen.taking(*inputs.seen.model.at(cell.place))


def _first(plans: Sequence[Plan]) -> tuple[Named | Message, ...]:
    return first_of([named(plan) for plan in plans], _NAMED)
