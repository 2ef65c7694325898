"""Who else: every other state with the first, what stands out now, and who stands with whom among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.relations import Escalation, Sides, camps, changed_sides, escalation
from legation.methods.relations.camps import Camps
from legation.methods.relations.escalation import FEWEST_PERIODS
from legation.methods.series import Monitor, watch
from legation.questions import observing
from legation.questions.events.asked import Asked
from legation.questions.events.pairs import circle, partners_by_day
from legation.questions.question import Progress

__all__ = ["Circle", "Partners", "circle_of", "partners_of", "watched"]

Ints = npt.NDArray[np.int64]
FALSE_ALARMS = 1 / 365
"""Of the watch on a pair: one in a year of days."""
_HELD = 0.5
"""Share of a past period that must have been received for it to be compared."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Partners:
    """Other states with the first, those with the most stories first; ties by code.

    Attributes
    ----------
    states : tuple of str
        Alpha-3 codes.
    stories, cooperation, conflict : ndarray of int, shape (n_states, 2)
        Before and now.
    goldstein : ndarray of float, shape (n_states, 2)
        Mean over the stories, -10 to 10; nan where there is none.
    standing_out : Escalation or None
        Conflict now against each state's own past; None where the past is too short.
    """

    states: tuple[str, ...]
    stories: Ints
    cooperation: Ints
    conflict: Ints
    goldstein: npt.NDArray[np.float64]
    standing_out: Escalation | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Circle:
    """Who acts on whom among the first, the second and those with the most stories.

    Attributes
    ----------
    states : tuple of str
    stories, cooperation, conflict : ndarray of int, shape (2, n_states, n_states)
        Before and now; the row acts on the column.
    sides : Sides or None
        Camps before and now; None where one of the two has no story.
    whole : Camps
        Camps by both together.
    """

    states: tuple[str, ...]
    stories: Ints
    cooperation: Ints
    conflict: Ints
    sides: Sides | None
    whole: Camps


def partners_of(asked: Asked) -> Partners:
    """Count every other state with the first, and compare its conflict now with its own past."""
    found = observing.columns(asked.case, partners_by_day(asked.events, asked.first))
    names, who = np.unique(found["other"].astype(str), return_inverse=True)
    n, periods = len(names), len(asked.seen.starts)
    when = asked.seen.period[found["day"] - asked.seen.offset]
    table = {name: _counted(who, when, found[name], (n, periods)) for name in ("stories", "cooperation", "conflict", "scaled", "goldstein")}
    order = np.lexsort((names, -table["stories"].sum(axis=1)))
    halves = {name: np.stack([value[:, :-1].sum(axis=1), value[:, -1]], axis=1)[order] for name, value in table.items()}
    scaled = halves["scaled"].astype(np.float64)
    return Partners(
        states=tuple(names[order].tolist()),
        stories=halves["stories"],
        cooperation=halves["cooperation"],
        conflict=halves["conflict"],
        goldstein=halves["goldstein"] / 1000 / np.where(scaled > 0, scaled, np.nan),
        standing_out=_standing_out(asked, table["conflict"][order]),
    )


def circle_of(asked: Asked, partners: Partners, most: int, seed: int, progress: Progress) -> Circle:
    """Count who acts on whom in the circle, and look for camps and for who changed between them."""
    near = [state for state in partners.states if state not in (asked.first, asked.second)][:most]
    states = tuple(state for state in (asked.first, asked.second, *near) if state)
    found = observing.columns(asked.case, circle(asked.events, asked.seen.split, states))
    place = {state: at for at, state in enumerate(states)}
    rows = [place[str(name)] for name in found["actor1"]]
    across = [place[str(name)] for name in found["actor2"]]
    counts = {name: np.zeros((2, len(states), len(states)), np.int64) for name in ("stories", "cooperation", "conflict")}
    for name, value in counts.items():
        value[found["late"], rows, across] = found[name]
    good, bad = counts["cooperation"], counts["conflict"]
    both = all((good[k] + bad[k]).any() for k in (0, 1))
    sides = changed_sides((good[0], bad[0]), (good[1], bad[1]), seed=seed, progress=progress) if both else None
    return Circle(states=states, sides=sides, whole=camps(good.sum(axis=0), bad.sum(axis=0), seed=seed), **counts)


def watched(asked: Asked, seed: int) -> Monitor | None:
    """Watch the days of now for more material conflict of the pair than its past brings; None where the past is too short or too quiet."""
    before = (asked.seen.split - asked.seen.since).days
    try:
        return watch(
            asked.material,
            asked.volume,
            baseline=before,
            false_alarms=FALSE_ALARMS,
            week=asked.seen.since.weekday(),
            seed=seed,
            runs=400,
        )
    except BadValue:
        return None


def _standing_out(asked: Asked, conflict: Ints) -> Escalation | None:
    total = asked.balance.total
    past = np.flatnonzero((total[:-1] > 0) & (asked.missing[:-1] <= 1 - _HELD))
    if len(past) < FEWEST_PERIODS or not total[-1] or not len(conflict):
        return None
    return escalation(conflict[:, past], total[past], conflict[:, -1], int(total[-1]))


def _counted(who: Ints, when: Ints, value: npt.NDArray[Any], shape: tuple[int, int]) -> Ints:
    made = np.zeros(shape, np.int64)
    np.add.at(made, (who, when), value.astype(np.int64))
    return made
