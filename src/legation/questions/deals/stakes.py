"""What actors bring to an issue: where they stand, how much they care, what they can bring to bear; and where models say that it lands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier import Issue, standing
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.bargaining import Alternative, Draws, Forecast, drawn, widened
from legation.questions.actors.stakeholders import AttributeMeasure, find_issue, measures
from legation.questions.answer import AnswerTable
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import ACTOR, EVIDENCE, SHARED, Columns
from legation.questions.base.conditions import Condition

__all__ = [
    "DRAWS",
    "NAMES",
    "POSITIONS_ON_ISSUE",
    "Stakes",
    "actors_table",
    "models_table",
    "numbers_of",
    "stakes",
]


AREA = "where-it-would-land"
DRAWS = 4000
_DRAWN, _LEAST = 8_000_000, 500
"""Numbers that are drawn of each kind at most: of more than 2,000 actors fewer draws are taken; and how many are taken of any number."""
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Stakes:
    """The actors that hold a position on an issue.

    Attributes
    ----------
    issue : Issue
    actors : tuple of str
        In the order of the part.
    position, salience, influence : array, shape (n, 3)
        Low, value and high [points, 0 to 100]; wide where not given.
    no_range, no_salience, no_influence : array of bool, shape (n,)
        The position has no whole range; salience, influence is not given at all.
    evidence : tuple of tuple of str
        Of each actor.
    without : int
        Actors that have a row on the issue and no position in it.
    """

    issue: Issue
    actors: tuple[str, ...]
    position: Floats
    salience: Floats
    influence: Floats
    no_range: Mask
    no_salience: Mask
    no_influence: Mask
    evidence: tuple[tuple[str, ...], ...]
    without: int

    @property
    def is_plain(self) -> bool:
        """Whether nobody has a salience or an influence, so that the weighted mean is a plain one."""
        return bool(self.no_salience.all() and self.no_influence.all())

    @property
    def sources(self) -> tuple[str, ...]:
        """The evidence of all of them."""
        return joined_evidence(self.evidence)

    def drawn(self, seed: int) -> Draws:
        """Return the draws that everything said of the issue shares."""
        return drawn(self.position, self.salience, self.influence, draws=self.draws, seed=seed)

    @property
    def draws(self) -> int:
        """How many times they are drawn."""
        return max(_LEAST, min(DRAWS, _DRAWN // len(self.actors)))

    def limits(self) -> tuple[Message, ...]:
        """Return that there are fewer draws than usual, where there are."""
        if self.draws == DRAWS:
            return ()
        return (Message(f"{AREA}.fewer-draws", count=len(self.actors), draws=self.draws, usual=DRAWS),)

    def missing(self) -> tuple[Message, ...]:
        """Return what is not given, and what to add."""
        n = len(self.actors)
        said = []
        if self.no_salience.any():
            said.append(Message(f"{AREA}.no-salience", count=int(self.no_salience.sum()), of=n))
        if self.no_influence.any():
            said.append(Message(f"{AREA}.no-influence", count=int(self.no_influence.sum()), of=n))
        if self.no_range.any():
            said.append(Message(f"{AREA}.no-range", count=int(self.no_range.sum()), of=n))
        if self.without:
            said.append(Message(f"{AREA}.no-position", count=self.without))
        return tuple(said)


def stakes(case: Case, issue: Issue) -> Stakes:
    """Return the actors that hold a position on an issue at the day of knowing; made once for a case.

    Raises
    ------
    NotAvailable
        Where nobody does, or nobody who does cares or has any influence.
    """
    return case.once(("stakes", issue.id), lambda: _stakes(case, issue))


def _stakes(case: Case, issue: Issue) -> Stakes:
    there = [row.id for row in standing(case.dossier.actors) if not (row.end and row.end.by(case.as_of))]
    found = {actor: measures(case, actor, issue.id) for actor in there}
    placed = {actor: row for actor, row in found.items() if row[2].low is not None}
    if not placed:
        raise NotAvailable(Message("who-stands-where.none", issue=issue.question, as_of=case.as_of))
    influence, salience, position = ([row[k] for row in placed.values()] for k in (0, 1, 2))
    numbers = {name: _ranges(rows) for name, rows in (("salience", salience), ("influence", influence))}
    if not numbers["salience"][:, 1].any() or not numbers["influence"][:, 1].any():
        raise NotAvailable(Message(f"{AREA}.nobody-cares", issue=issue.question, as_of=case.as_of))
    return Stakes(
        issue=issue,
        actors=tuple(placed),
        position=_ranges(position),
        salience=numbers["salience"],
        influence=numbers["influence"],
        no_range=np.array([m.is_open for m in position]),
        no_salience=np.array([m.low is None for m in salience]),
        no_influence=np.array([m.low is None for m in influence]),
        evidence=tuple(joined_evidence(m.evidence for m in row) for row in placed.values()),
        without=sum(any(m.low is not None for m in row[:2]) and row[2].low is None for row in found.values()),
    )


def _ranges(rows: list[AttributeMeasure]) -> Floats:
    """Return low, value and high; an end that no row gives is wide."""
    nan = float("nan")
    numbers = np.array([[nan if n is None else n for n in (m.low, m.value, m.high)] for m in rows], np.float64)
    for number, measure in zip(numbers, rows, strict=True):
        if measure.is_open and measure.value is not None:
            number[0] = nan if number[0] >= number[1] else number[0]
            number[2] = nan if number[2] <= number[1] else number[2]
    return widened(*numbers.T)


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


def models_table(forecast: Forecast) -> AnswerTable:
    """Return the mean with either range, the middle, and every other model."""
    rows: list[tuple[Any, ...]] = [
        (Message(f"{AREA}.row-inputs"), forecast.mean, forecast.inputs.low, forecast.inputs.high, None, None, None, None),
        (Message(f"{AREA}.row-whole"), forecast.mean, forecast.whole.low, forecast.whole.high, None, None, None, None),
        (Message(f"{AREA}.row-middle"), 50.0, None, None, None, None, None, None),
    ]
    rows += [(NAMES[a.name], *numbers_of(a), a.draws, a.settled) for a in forecast.alternatives]
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


def actors_table(case: Case, stakes: Stakes, forecast: Forecast) -> AnswerTable:
    """Return the actors by their share of the weight; a salience or an influence that is not given is not known."""
    rows = tuple(
        (
            case.named(stakes.actors[i]),
            *stakes.position[i].tolist(),
            None if stakes.no_salience[i] else float(stakes.salience[i, 1]),
            None if stakes.no_influence[i] else float(stakes.influence[i, 1]),
            float(forecast.share[i]),
            float(forecast.turns_on[i]),
            stakes.evidence[i],
        )
        for i in np.argsort(-np.round(forecast.share, 6), kind="stable").tolist()
    )
    columns = (
        ACTOR,
        *SHARED.points("low", "value", "high", "salience", "influence"),
        *column.share("share"),
        *column.points("turns_on"),
        EVIDENCE,
    )
    return AnswerTable(id="actors", title=Message(f"{AREA}.actors"), columns=columns, rows=rows)


def _has_stakes(case: Case, options: Mapping[str, Any]) -> Stakes:
    return stakes(case, find_issue(case, options["issue"]))


POSITIONS_ON_ISSUE = Condition(id="position-on-issue", place="positions", option="issue", check=_has_stakes)
