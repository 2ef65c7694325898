"""Load-bearing assumptions: which of those that speak of a model's drivers carry a plan, or the choice of the one with least regret."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier import Assumption, standing
from legation.dossier.kind import variants_named
from legation.dossier.models.assumption_variants import model_of, variants_lacking
from legation.dossier.models.scenario import SCENARIO, Plan
from legation.dossier.models.scenario_variants import place_of
from legation.language import Message, Spoken
from legation.methods.scenario import LoadBearing, Survival, load_bearing
from legation.questions.answer import Answer, AnswerTable, Finding, Named, first_of
from legation.questions.base.case import Case
from legation.questions.base.columns import EVIDENCE, Columns
from legation.questions.futures.inputs import Futures, series
from legation.questions.futures.worth import ValuedPlans, named

__all__ = [
    "JudgedAssumptions",
    "assumption_findings",
    "assumption_gaps",
    "assumptions_table",
    "carrying_ids",
    "judged_assumptions",
    "of_assumption",
]

AREA = "which-plan-survives"
_NAMED = 5
"""Assumptions that are told one by one, and plans in a sentence."""
_LISTED = 3
"""Assumptions that a sentence lists, each of which is a sentence itself."""
column = Columns("futures.col.")


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAssumptions:
    """Assumptions that speak of the drivers of a model, and what each carries.

    Attributes
    ----------
    rows : tuple of Assumption
        Those whose variants the model has.
    lacking : tuple of (Assumption, str)
        Those that name what is no variant of the model, with the first such name.
    plans, valued : tuple of Plan
        The numbers in ``found`` are theirs: of what is carried, and of the least regret.
    found : LoadBearing
    scenarios : int
        Those that hold in the model.
    """

    rows: tuple[Assumption, ...]
    lacking: tuple[tuple[Assumption, str], ...]
    plans: tuple[Plan, ...]
    valued: tuple[Plan, ...]
    found: LoadBearing
    scenarios: int

    @property
    def carrying(self) -> tuple[int, ...]:
        """The assumptions that carry something, those first that carry most plans."""
        there = [i for i in range(len(self.rows)) if self.found.carries(i)]
        return tuple(sorted(there, key=lambda i: (-len(self.found.carried[i]), i)))


def judged_assumptions(case: Case, inputs: Futures, plans: Sequence[Plan], survival: Survival, valued: ValuedPlans) -> JudgedAssumptions:
    """Take away, for each assumption of the dossier on the model's drivers, the scenarios in which it holds, and judge the plans anew.

    Parameters
    ----------
    case : Case
    inputs : Futures
    plans : sequence of Plan
        Those of ``survival``, in its order.
    survival : Survival
    valued : ValuedPlans
    """
    there = SCENARIO.of(case.dossier.files)
    model = inputs.seen.model
    own = [row for row in standing(case.dossier.assumptions) if row.variants and model_of(row, there) == model.id]
    lacking = tuple((row, names[0]) for row in own if (names := variants_lacking(row, model)))
    rows = tuple(row for row in own if not variants_lacking(row, model) and variants_named(row.variants))
    marks = np.array([_holds(inputs, row) for row in rows], bool).reshape(len(rows), len(inputs.rows))
    worth = valued.value if valued.regret is not None else None
    return JudgedAssumptions(
        rows=rows,
        lacking=lacking,
        plans=tuple(plans),
        valued=valued.plans,
        found=load_bearing(survival.survives, marks, worth),
        scenarios=len(inputs.rows),
    )


def of_assumption(row: Assumption) -> Named:
    """Return an assumption as a reader knows it: its claim, without the stop at its end, since it stands within a sentence."""
    return Named(row.id, row.claim.within_a_sentence or row.id)


def assumption_findings(case: Case, inputs: Futures, judged: JudgedAssumptions) -> Iterator[Finding]:
    """Yield how many assumptions, of those that do not hold everywhere, carry something, then the first five of them one by one."""
    carrying, of = judged.carrying, sum(map(bool, judged.found.left))
    if not of:
        return
    message = Message(f"{AREA}.carries-none", count=of)
    if carrying:
        message = Message(f"{AREA}.carries", count=len(carrying), of=of, which=_listed([judged.rows[i] for i in carrying]))
    cited = tuple(dict.fromkeys(item for row in judged.rows for item in row.evidence))
    yield Finding(
        id="carries",
        message=message,
        evidence=cited or inputs.seen.evidence,
        confidence="low",
        contrary=Message(f"{AREA}.carries-contrary"),
    )
    titles = {row.id: row for row in case.dossier.evidence}
    for i in carrying[:_NAMED]:
        row = judged.rows[i]
        against = [titles[item] for item in row.against if item in titles]
        contrary = None
        if against:
            last = max(against, key=lambda one: str(one.known_on or one.date or ""))
            words = {"assumption": of_assumption(row), "title": last.title or last.id}
            contrary = Message(f"{AREA}.carries-against", count=len(against), **words)
        evidence = row.evidence or inputs.seen.evidence
        yield Finding(id=f"carries-{row.id}", message=_without(judged, i), evidence=evidence, confidence="low", contrary=contrary)


def assumptions_table(judged: JudgedAssumptions) -> AnswerTable | None:
    """Return a row for each assumption: in how many scenarios it holds, and what becomes of the plans in the others."""
    if not judged.rows:
        return None
    found = judged.found
    nothing = Message(f"{AREA}.nothing-left")
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (
            of_assumption(row),
            found.holds_in[i],
            found.left[i],
            tuple(named(judged.plans[p]) for p in found.carried[i]) if found.left[i] else nothing,
            _names(judged, found.best),
            _names(judged, found.best_without[i] or ()),
            row.evidence,
        )
        for i, row in enumerate(judged.rows)
    )
    columns = (
        *column.text("assumption"),
        *column.number("holds_in", "left"),
        *column.text(carried="carried", best="best-now", without="best-without"),
        EVIDENCE,
    )
    if not found.best:
        rows = tuple((*row[:4], *row[6:]) for row in rows)
        columns = (*columns[:4], *columns[6:])
    return AnswerTable(id="carries", title=Message("futures.carries"), columns=columns, rows=rows)


def carrying_ids(answer: Answer) -> frozenset[str]:
    """Return the ids of all assumptions that carry a plan, or the choice of the one with least regret, however many the sentences name."""
    found = [table for table in answer.tables if table.id == "carries"]
    return frozenset(row[0].id for table in found for row in table.rows if _is_carrying(row))


def _is_carrying(row: Sequence[Any]) -> bool:
    """Whether a row of the table of assumptions names a plan that falls, or another choice without it than with it."""
    if not isinstance(row[3], tuple):  # nothing is left to judge by
        return False
    best, without = row[4:6] if len(row) > 6 else ((), ())
    return bool(row[3]) or {one.id for one in best} != {one.id for one in without}


def assumption_gaps(case: Case, judged: JudgedAssumptions) -> Iterator[Message]:
    """Yield the assumptions of which nothing can be judged: those that hold everywhere, name no variant, or speak of no driver."""
    everywhere = [row for i, row in enumerate(judged.rows) if not judged.found.left[i]]
    if everywhere:
        yield Message(f"{AREA}.holds-everywhere", count=len(everywhere), which=_listed(everywhere))
    for row, _ in judged.lacking[:_NAMED]:
        yield Message(f"{AREA}.no-such-variant", assumption=of_assumption(row))
    unsaid = [row for row in standing(case.dossier.assumptions) if not row.variants]
    if unsaid and not judged.rows:
        yield Message(f"{AREA}.assumptions-apart", count=len(unsaid), which=_listed(unsaid))


def _holds(inputs: Futures, row: Assumption) -> npt.NDArray[np.bool_]:
    """Return in which scenarios an assumption holds: of each driver that it names, one of the variants that it names."""
    named_: dict[int, list[int]] = {}
    for one in variants_named(row.variants):
        descriptor, variant = inputs.seen.model.at(place_of(one))
        named_.setdefault(descriptor, []).append(variant)
    marks: npt.NDArray[np.bool_] = np.all([np.isin(inputs.rows[:, at], variants) for at, variants in named_.items()], axis=0)
    return marks


def _without(judged: JudgedAssumptions, i: int) -> Message:
    """Say what becomes of the plans without the scenarios that hold an assumption."""
    found = judged.found
    carried = first_of([named(judged.plans[p]) for p in found.carried[i]], _NAMED)
    best, then = found.best, found.best_without[i] or ()
    form = "carries-both" if carried and found.changes[i] else "carries-plans" if carried else "carries-choice"
    return Message(
        f"{AREA}.{form}",
        assumption=of_assumption(judged.rows[i]),
        left=found.left[i],
        of=judged.scenarios,
        count=len(found.carried[i]),
        plans=carried,
        before=first_of([named(judged.valued[p]) for p in best], _NAMED),
        after=first_of([named(judged.valued[p]) for p in then], _NAMED),
    )


def _listed(rows: Sequence[Assumption]) -> Spoken:
    """Return assumptions for a sentence, each in quotes: the first three, and how many more there are."""
    quoted = [Message(f"{AREA}.quoted", words=of_assumption(row)) for row in rows[:_LISTED]]
    more = [Message("who-matters.more", count=len(rows) - _LISTED)] if len(rows) > _LISTED else []
    return series([*quoted, *more])


def _names(judged: JudgedAssumptions, which: Sequence[int]) -> tuple[Named, ...]:
    return tuple(named(judged.valued[p]) for p in which)
