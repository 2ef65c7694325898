"""Which statements join, part and bridge a room, and what people of a group would say of statements that few of them saw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from legation.methods.opinion import UNSEEN, Check, predict_stance
from legation.methods.opinion.room_lists import LISTED_AT_MOST, Lists, lists_of
from legation.methods.progress import Progress
from legation.questions.debate.opinion.inputs import LITTLE, RoomInputs

__all__ = [
    "LISTED_AT_MOST",
    "Lists",
    "Predicted",
    "StatementForecast",
    "lists_of",
    "predicted",
]


PREDICTED_AT_MOST = 12
"""Statements."""


@dataclass(frozen=True, slots=True)
class Predicted:
    """Of the people of a group who did not see a statement: how many, and the share predicted to agree, with its range [0 to 1]."""

    column: int
    group: int
    people: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementForecast:
    """Predictions, and how well the model did on votes that it was not shown."""

    rows: tuple[Predicted, ...]
    check: Check


def predicted(inputs: RoomInputs, seed: int, progress: Progress) -> StatementForecast | None:
    """Return what is predicted for the statements that a group saw too little; None where there are none."""
    least = inputs.least_seen()
    columns = [j for j in np.argsort(least, kind="stable").tolist() if least[j] < max(LITTLE, inputs.smallest)][:PREDICTED_AT_MOST]
    cells = {(j, g): np.flatnonzero((inputs.label == g) & (inputs.votes[:, j] == UNSEEN)) for j in columns for g in range(inputs.groups)}
    cells = {place: rows for place, rows in cells.items() if len(rows) >= inputs.smallest}
    if not cells:
        return None
    rows = np.concatenate(list(cells.values()))
    where = np.concatenate([np.full(len(people), j) for (j, _), people in cells.items()])
    found = predict_stance(inputs.votes, seed, (rows, where), progress=progress)
    out, start = [], 0
    for (j, g), people in cells.items():
        part = slice(start, start + len(people))
        share, low, high = (float(x[part, 2].mean()) for x in (found.probability, found.low, found.high))
        out.append(Predicted(j, g, len(people), share, low, high))
        start += len(people)
    return StatementForecast(rows=tuple(out), check=found.check)
