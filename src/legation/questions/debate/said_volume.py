"""How much was said at all: texts on anything, by day, outlet and speaker, without which a count on one matter means little."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.questions import observing
from legation.questions.case import Case
from legation.questions.debate.expressions import by_day, texts_between
from legation.questions.debate.spoken import Spoken
from legation.questions.debate.texts import speaker

__all__ = ["Volume", "volume_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """Texts on anything.

    Attributes
    ----------
    day : ndarray of datetime64[D], shape (n_cells,)
    outlet, actor : tuple of str
    texts : ndarray of float, shape (n_cells,)
        In as many as were read: where every second text of the lake was read, half of its texts.
    lake : ndarray of bool, shape (n_cells,)
        Whether they are of the lake: of an outlet's evidence alone nobody knows how much it published.
    """

    day: npt.NDArray[np.datetime64]
    outlet: tuple[str, ...]
    actor: tuple[str, ...]
    texts: npt.NDArray[np.float64]
    lake: npt.NDArray[np.bool_]


def volume_of(case: Case, said: Spoken, kept: Spoken, since: dt.date | None, until: dt.date, *, topic: bool) -> Volume:
    """Return how much was said on anything in the days that are looked at.

    Parameters
    ----------
    case : Case
    said, kept : Spoken
        The texts on the matter, and those of them that are no copies: copies do not count here either.
    since, until : date
    topic : bool
        Whether the texts were chosen by words; else they are all.
    """
    whole = zip(kept.days, kept.outlets, kept.actors, kept.of_lake.tolist(), strict=True)
    cells = [(day, outlet, actor, 1.0, lake) for day, outlet, actor, lake in whole]
    if topic:
        cells = [(day, outlet, actor, 1.0, False) for day, outlet, actor in said.origin.beside]
        own = np.flatnonzero(~kept.of_lake).tolist()
        cells += [(kept.days[at], kept.outlets[at], kept.actors[at], 1.0, False) for at in own]
        if observing.has(case, "texts"):
            cells += [(*cell, True) for cell in _of_lake(case, said, kept, since, until)]
    return Volume(
        np.array([cell[0] for cell in cells], "datetime64[D]"),
        tuple(cell[1] for cell in cells),
        tuple(cell[2] for cell in cells),
        np.array([cell[3] for cell in cells], np.float64),
        np.array([cell[4] for cell in cells], np.bool_),
    )


def _of_lake(case: Case, said: Spoken, kept: Spoken, since: dt.date | None, until: dt.date) -> list[tuple[np.datetime64, str, str, float]]:
    """Return the cells of the lake, less the copies; none below what was found in it on the matter."""
    table = observing.rows(case, by_day(texts_between(observing.seen(case, "texts"), since, until)))
    whose = speaker(case)
    there: dict[tuple[int, str, str], float] = {}
    for day, outlet, actor, texts in zip(*(table.column(name).to_pylist() for name in ("day", "outlet", "actor", "texts")), strict=True):
        key = (int(day), outlet, whose(actor, outlet))
        there[key] = there.get(key, 0.0) + texts / said.origin.nth
    found = _counted(kept)
    for key, texts in _counted(said).items():
        there[key] = max(there.get(key, 0.0) - (texts - found.get(key, 0)), float(found.get(key, 0)))
    return [(np.datetime64(day, "D"), outlet, actor, float(round(texts))) for (day, outlet, actor), texts in there.items()]


def _counted(said: Spoken) -> dict[tuple[int, str, str], int]:
    found: dict[tuple[int, str, str], int] = {}
    days = said.days.astype(np.int64).tolist()
    for day, outlet, actor, lake in zip(days, said.outlets, said.actors, said.of_lake.tolist(), strict=True):
        if lake:
            found[day, outlet, actor] = found.get((day, outlet, actor), 0) + 1
    return found
