"""Who else: every other state with the first, what stands out now, and who stands with whom among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.relations import Escalation, Sides, camps, changed_sides, escalation
from legation.methods.relations.camps import Camps
from legation.methods.relations.escalation import FEWEST_PERIODS
from legation.methods.series import Monitor, watch
from legation.questions.observations import lake
from legation.questions.observations.events.expressions import mutual_acts, partners_by_day, within
from legation.questions.observations.events.inputs import EventInputs
from legation.questions.question import Progress

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["MutualActs", "Partners", "mutual_acts_of", "partners_of", "watched"]

Ints = npt.NDArray[np.int64]
FALSE_ALARMS = 1 / 365
"""Of the watch on a pair: one in a year of days."""
_RECEIVED = 0.5
"""Share of a past period that must have been received for it to be compared."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Partners:
    """Other states with the first, those with the most stories first; ties by code.

    Attributes
    ----------
    states : tuple of str
        Alpha-3 codes.
    stories : ndarray of int, shape (n_states,)
        In the whole window.
    cooperation, conflict : ndarray of int, shape (n_states,)
        In the last period.
    goldstein : ndarray of float, shape (n_states, 2)
        Mean over the stories before and now, -10 to 10; nan where there is none.
    outliers : Escalation or None
        Conflict in the last period against each state's own past; None where the past is too short.
    """

    states: tuple[str, ...]
    stories: Ints
    cooperation: Ints
    conflict: Ints
    goldstein: npt.NDArray[np.float64]
    outliers: Escalation | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MutualActs:
    """Who acts on whom among the first, the second and those with the most stories.

    Attributes
    ----------
    states : tuple of str
    stories, cooperation, conflict : ndarray of int, shape (n_states, n_states)
        In the whole window; the row acts on the column.
    sides : Sides or None
        Camps before and now; None where one of the two has no story.
    whole : Camps
        Camps in the whole window.
    """

    states: tuple[str, ...]
    stories: Ints
    cooperation: Ints
    conflict: Ints
    sides: Sides | None
    whole: Camps


def partners_of(inputs: EventInputs) -> Partners:
    """Count every other state with the first, and compare its conflict in the last period with its own past."""
    found = lake.columns(inputs.case, partners_by_day(inputs.events, inputs.first))
    names, who = np.unique(found["other"].astype(str), return_inverse=True)
    n, periods = len(names), len(inputs.seen.starts)
    when = inputs.seen.period[found["day"] - inputs.seen.offset]
    table = {name: _counts(who, when, found[name], (n, periods)) for name in ("stories", "cooperation", "conflict", "scaled", "goldstein")}
    order = np.lexsort((names, -table["stories"].sum(axis=1)))
    now = periods - max(1, inputs.like)
    spans = (slice(max(0, now - inputs.like), now), slice(now, periods))
    scale, scaled = (np.stack([table[name][:, span].sum(axis=1) for span in spans], axis=1)[order] for name in ("goldstein", "scaled"))
    return Partners(
        states=tuple(names[order].tolist()),
        stories=table["stories"].sum(axis=1)[order],
        cooperation=table["cooperation"][order, -1],
        conflict=table["conflict"][order, -1],
        goldstein=scale / 1000 / np.where(scaled > 0, scaled, np.nan),
        outliers=_outliers(inputs, table["conflict"][order]),
    )


def mutual_acts_of(inputs: EventInputs, partners: Partners, most: int, seed: int, progress: Progress) -> MutualActs:
    """Count who acts on whom in the group, and look for camps and for who changed between them."""
    near = [state for state in partners.states if state not in (inputs.first, inputs.second)][:most]
    states = tuple(state for state in (inputs.first, inputs.second, *near) if state)
    whole = _acts(inputs, inputs.events, states).sum(axis=0)
    both = _acts(inputs, within(inputs.events, inputs.begin, inputs.seen.until), states)
    sides = None
    if all(both[k, 1:].any() for k in (0, 1)):
        sides = changed_sides((both[0, 1], both[0, 2]), (both[1, 1], both[1, 2]), seed=seed, progress=progress)
    return MutualActs(
        states=states,
        stories=whole[0],
        cooperation=whole[1],
        conflict=whole[2],
        sides=sides,
        whole=camps(whole[1], whole[2], seed=seed),
    )


def _acts(inputs: EventInputs, events: ir.Table, states: tuple[str, ...]) -> Ints:
    """Return stories, and those of cooperation and of conflict, before now and now: shape (2, 3, n_states, n_states)."""
    found = lake.columns(inputs.case, mutual_acts(events, inputs.split, states))
    place = {state: at for at, state in enumerate(states)}
    rows, across = ([place[str(name)] for name in found[column]] for column in ("actor1", "actor2"))
    counts = np.zeros((2, 3, len(states), len(states)), np.int64)
    for k, name in enumerate(("stories", "cooperation", "conflict")):
        counts[found["late"], k, rows, across] = found[name]
    return counts


def watched(inputs: EventInputs, seed: int) -> Monitor | None:
    """Watch the days of now for more material conflict of the pair than its past brings; None where the past is too short or too quiet."""
    before = (inputs.split - inputs.seen.since).days
    try:
        return watch(
            inputs.material,
            inputs.volume,
            baseline=before,
            false_alarms=FALSE_ALARMS,
            week=inputs.seen.since.weekday(),
            seed=seed,
            runs=400,
        )
    except BadValue:
        return None


def _outliers(inputs: EventInputs, conflict: Ints) -> Escalation | None:
    total = inputs.balance.total
    past = np.flatnonzero((total[:-1] > 0) & (inputs.missing[:-1] <= 1 - _RECEIVED))
    if len(past) < FEWEST_PERIODS or not total[-1] or not len(conflict):
        return None
    return escalation(conflict[:, past], total[past], conflict[:, -1], int(total[-1]))


def _counts(who: Ints, when: Ints, value: npt.NDArray[Any], shape: tuple[int, int]) -> Ints:
    made = np.zeros(shape, np.int64)
    np.add.at(made, (who, when), value.astype(np.int64))
    return made
