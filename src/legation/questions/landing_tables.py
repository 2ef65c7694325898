"""The tables of where an issue would land: every model beside the mean, and the actors that it is made of."""

from __future__ import annotations

from typing import Any

import numpy as np

from legation.language import Message
from legation.methods.bargaining import Alternative, Forecast
from legation.questions.answer import AnswerTable
from legation.questions.case import Case
from legation.questions.columns import ACTOR, EVIDENCE, SHARED, Columns
from legation.questions.stakes import Stakes

__all__ = ["NAMES", "actors_table", "models_table", "numbers_of"]

AREA = "where-it-would-land"
column = Columns(f"{AREA}.col-")
NAMES = {
    "weighted_median": Message("where-it-would-land.model.weighted-median"),
    "spatial_model": Message("where-it-would-land.model.spatial"),
    "challenge_coherent": Message("where-it-would-land.model.coherent"),
    "challenge_scholz_table2": Message("where-it-would-land.model.table2"),
    "core": Message("where-it-would-land.model.core"),
    "agenda_setter": Message("where-it-would-land.model.setter"),
}
"""How the models are called."""


def models_table(said: Forecast) -> AnswerTable:
    """Return the mean with either range, the middle, and every other model."""
    rows: list[tuple[Any, ...]] = [
        (Message(f"{AREA}.row-inputs"), said.mean, said.inputs.low, said.inputs.high, None, None, None, None),
        (Message(f"{AREA}.row-whole"), said.mean, said.whole.low, said.whole.high, None, None, None, None),
        (Message(f"{AREA}.row-middle"), 50.0, None, None, None, None, None, None),
    ]
    rows += [(NAMES[a.name], *numbers_of(a), a.draws, a.settled) for a in said.alternatives]
    columns = (
        *column.text("model"),
        *column.points("value"),
        *SHARED.points("low", "high"),
        *column.points("open_low", "open_high"),
        *column.number("draws"),
        *column.share("settled"),
    )
    return AnswerTable(id="models", title=Message(f"{AREA}.models"), columns=columns, rows=tuple(rows))


def numbers_of(a: Alternative) -> tuple[float | None, ...]:
    """Return a model's value, the ends of its range, and those of what it leaves open; None where there is none."""
    opened = (a.open_low, a.open_high) if a.open_high > a.open_low else (None, None)
    return tuple(None if number is None or number != number else number for number in (a.value, a.low, a.high, *opened))


def actors_table(case: Case, held: Stakes, said: Forecast) -> AnswerTable:
    """Return the actors by their share of the weight; a salience or an influence that is not given is not known."""
    rows = tuple(
        (
            case.named(held.actors[i]),
            *held.position[i].tolist(),
            None if held.no_salience[i] else float(held.salience[i, 1]),
            None if held.no_influence[i] else float(held.influence[i, 1]),
            float(said.share[i]),
            float(said.turns_on[i]),
            held.evidence[i],
        )
        for i in np.argsort(-np.round(said.share, 6), kind="stable").tolist()
    )
    columns = (
        ACTOR,
        *SHARED.points("low", "value", "high", "salience", "influence"),
        *column.share("share"),
        *column.points("turns_on"),
        EVIDENCE,
    )
    return AnswerTable(id="actors", title=Message(f"{AREA}.actors"), columns=columns, rows=rows)
