"""When a plan fails: among the scenarios that hold, under which other developments most of its failures lie.

Scenario discovery (PRIM and CART) on drivers that the plan does not need itself: that it fails without what it needs is known already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.dossier.models.scenario import Plan
from legation.language import Message
from legation.methods.scenario import Survival
from legation.methods.scenario.discovery import Box, cart, prim
from legation.methods.scenario.discovery.prim import described
from legation.questions.answer import AnswerTable, Finding, Named, TableColumn
from legation.questions.futures.inputs import Futures, either, series

__all__ = ["LEAST", "PlanFailure", "failing", "failing_findings", "failing_table", "too_few"]

AREA = "which-plan-survives"
LEAST = 8
"""Fewer scenarios that hold say nothing of when a plan fails."""
FEW = 30
"""Of fewer scenarios it is said that one more or less may change what is found."""
_EACH = 2
"""So many failures and so many survivals there must be."""
_DENSITY, _COVERAGE, _QUASI_P = 0.75, 0.5, 0.05
"""Of the scenarios within a condition at least this share are failures, and of the failures at least this share lie within. Each part of
the condition would gather so many by chance at most so often."""
_PARTS = 3
"""The most drivers in a condition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFailure:
    """A condition under which a plan mostly fails.

    Attributes
    ----------
    plan : Plan
    condition : tuple of (int, tuple of int)
        Drivers, and the variants of each that are left.
    box : Box
        Its coverage, density and mass among the scenarios that hold.
    within, failures : int
        The scenarios within the condition, and the failures among them.
    missed : int
        The failures that lie elsewhere.
    scenarios, all_failures : int
        All scenarios, and all failures.
    method : {"PRIM", "CART"}
    """

    plan: Plan
    condition: tuple[tuple[int, tuple[int, ...]], ...]
    box: Box
    within: int
    failures: int
    missed: int
    scenarios: int
    all_failures: int
    method: str


def failing(inputs: Futures, plans: Sequence[Plan], found: Survival) -> tuple[PlanFailure, ...]:
    """Find for each plan the condition that gathers most of its failures; plans of which there is none are left out.

    Of the boxes of both methods that are dense, cover enough, and of which no part may well be chance, the one with the largest harmonic
    mean of coverage and density; at equal ones the shorter condition, then PRIM.
    """
    if len(inputs.rows) < LEAST:
        return ()
    return tuple(one for i, plan in enumerate(plans) if (one := _of_plan(inputs, plan, ~found.survives[i])) is not None)


def too_few(inputs: Futures, found: Survival) -> Message | None:
    """Say that fewer scenarios hold than say when a plan fails; None where enough do, or where no plan both survives and fails."""
    mixed = any(0 < count < len(inputs.rows) for count in found.count)
    return Message(f"{AREA}.failing-too-few", count=len(inputs.rows), least=LEAST) if mixed and len(inputs.rows) < LEAST else None


def failing_findings(inputs: Futures, there: Sequence[PlanFailure]) -> Iterator[Finding]:
    """Yield a sentence for each condition, with how much it leaves out against it."""
    for one in there:
        message = Message(
            f"{AREA}.failing",
            plan=Named(one.plan.id, one.plan.name or one.plan.id),
            where=_words(inputs, one),
            count=one.failures,
            within=one.within,
            density=one.box.density,
            failures=one.all_failures,
            coverage=one.box.coverage,
            base=one.all_failures / one.scenarios,
        )
        few = len(inputs.rows) < FEW
        contrary = Message(f"{AREA}.failing-few" if few else f"{AREA}.failing-contrary", count=one.missed, scenarios=one.scenarios)
        evidence = one.plan.evidence or inputs.seen.evidence
        yield Finding(id=f"fails-{one.plan.id}", message=message, evidence=evidence, confidence="low", contrary=contrary)


def failing_table(inputs: Futures, there: Sequence[PlanFailure]) -> AnswerTable:
    """Return a row for each condition: how dense it is, and how much of the failures it covers."""
    columns = (
        TableColumn("plan", Message("futures.col.plan")),
        TableColumn("condition", Message(f"{AREA}.col-condition")),
        TableColumn("within", Message(f"{AREA}.col-within"), "number"),
        TableColumn("failures", Message(f"{AREA}.col-failures"), "number"),
        TableColumn("density", Message(f"{AREA}.col-density"), "share"),
        TableColumn("coverage", Message(f"{AREA}.col-coverage"), "share"),
        TableColumn("base", Message(f"{AREA}.col-base"), "share"),
        TableColumn("method", Message(f"{AREA}.col-method")),
    )
    rows = tuple(
        (
            Named(one.plan.id, one.plan.name or one.plan.id),
            _words(inputs, one),
            one.within,
            one.failures,
            one.box.density,
            one.box.coverage,
            one.all_failures / one.scenarios,
            one.method,
        )
        for one in there
    )
    return AnswerTable(id="failing", title=Message(f"{AREA}.failing-table"), columns=columns, rows=rows)


def _of_plan(inputs: Futures, plan: Plan, fails: npt.NDArray[np.bool_]) -> PlanFailure | None:
    """Return the best condition of one plan."""
    if min(int(fails.sum()), int((~fails).sum())) < _EACH:
        return None
    needed = {inputs.matrix.descriptor(descriptor) for descriptor, _ in inputs.seen.model.needs()[plan.id]}
    marks = [
        (at, int(k))
        for at in range(inputs.rows.shape[1])
        if at not in needed and len(np.unique(inputs.rows[:, at])) > 1
        for k in np.unique(inputs.rows[:, at])
    ]
    if not marks:
        return None
    x = np.stack([inputs.rows[:, at] == k for at, k in marks], axis=1).astype(np.float64)
    least = max(0.05, _EACH / len(x))
    path = prim(x, fails, mass_min=least)
    boxes = [("PRIM", described(x, fails, limits)) for limits in path.limits[1:]]
    boxes += [("CART", leaf) for leaf in cart(x, fails, depth=2, mass_min=min(least, 0.5)).leaves]
    good = [(method, box, condition) for method, box in boxes if _tells(box) and (condition := _condition(marks, box))]
    good = [one for one in good if len(one[2]) <= _PARTS]
    if not good:
        return None
    method, box, condition = max(good, key=lambda one: (_balance(one[1]), -len(one[2]), one[0]))
    within, failures = round(box.mass * len(x)), round(box.coverage * int(fails.sum()))
    return PlanFailure(
        plan=plan,
        condition=condition,
        box=box,
        within=within,
        failures=failures,
        missed=int(fails.sum()) - failures,
        scenarios=len(x),
        all_failures=int(fails.sum()),
        method=method,
    )


def _tells(box: Box) -> bool:
    return box.density >= _DENSITY and box.coverage >= _COVERAGE and all(p <= _QUASI_P for p in box.quasi_p.values())


def _balance(box: Box) -> float:
    """Return the harmonic mean of coverage and density."""
    return 2 * box.coverage * box.density / (box.coverage + box.density)


def _condition(marks: Sequence[tuple[int, int]], box: Box) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return the variants that the limits on marks of 0 and 1 leave to each driver that they restrict."""
    left: dict[int, set[int]] = {}
    for column in box.restricted:
        at, k = marks[column]
        there = left.setdefault(at, {one for descriptor, one in marks if descriptor == at})
        left[at] = there & {k} if box.limits[column, 0] > 0 else there - {k}
    return tuple((at, tuple(sorted(ks))) for at, ks in sorted(left.items()))


def _words(inputs: Futures, one: PlanFailure) -> Message:
    parts = [
        Message(f"{AREA}.any-of", descriptor=inputs.seen.descriptor(at), variants=either(inputs.seen.variant(at, k) for k in ks))
        for at, ks in one.condition
    ]
    said = series(parts)
    return said if isinstance(said, Message) else parts[0]
