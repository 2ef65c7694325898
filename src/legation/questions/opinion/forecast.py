"""What people of a group would say of statements that few of them saw: predicted, apart from what was cast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from legation.methods.opinion import UNSEEN, Check, predict_stance
from legation.methods.progress import Progress
from legation.questions.opinion.asked import LITTLE, Asked

__all__ = ["Forecast", "Predicted", "predicted"]

AT_MOST = 12
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
class Forecast:
    """Predictions, and how well the model did on votes that it was not shown."""

    rows: tuple[Predicted, ...]
    check: Check


def predicted(asked: Asked, seed: int, progress: Progress) -> Forecast | None:
    """Return what is predicted for the statements that a group saw too little; None where there are none."""
    least = asked.least_seen()
    columns = [j for j in np.argsort(least, kind="stable").tolist() if least[j] < max(LITTLE, asked.smallest)][:AT_MOST]
    cells = {(j, g): np.flatnonzero((asked.label == g) & (asked.votes[:, j] == UNSEEN)) for j in columns for g in range(asked.groups)}
    cells = {place: rows for place, rows in cells.items() if len(rows) >= asked.smallest}
    if not cells:
        return None
    rows = np.concatenate(list(cells.values()))
    where = np.concatenate([np.full(len(people), j) for (j, _), people in cells.items()])
    found = predict_stance(asked.votes, seed, (rows, where), progress=progress)
    out, start = [], 0
    for (j, g), people in cells.items():
        part = slice(start, start + len(people))
        share, low, high = (float(x[part, 2].mean()) for x in (found.probability, found.low, found.high))
        out.append(Predicted(j, g, len(people), share, low, high))
        start += len(people)
    return Forecast(rows=tuple(out), check=found.check)
