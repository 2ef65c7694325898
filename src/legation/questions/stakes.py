"""What the actors with a position bring to an issue: where they stand, how much they care, what they can bring to bear, with ranges.

Of each actor the newest standing row counts, with the range of all that stand side by side. What is not given is wide and marked so: a
salience or an influence that nobody gives is the same for all who lack it, and may be anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.dossier import Issue, standing
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.bargaining import Draws, drawn, widened
from legation.questions.attributes import Measure, measures
from legation.questions.case import Case
from legation.questions.grounds import joined_evidence

__all__ = ["DRAWS", "Stakes", "stakes"]

AREA = "where-it-would-land"
DRAWS = 4000
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
        return drawn(self.position, self.salience, self.influence, draws=DRAWS, seed=seed)

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
    """Return the actors that hold a position on an issue at the day of knowing.

    Raises
    ------
    NotAvailable
        Where nobody does, or nobody who does cares or has any influence.
    """
    there = [row.id for row in standing(case.dossier.actors) if not (row.end and row.end.by(case.as_of))]
    found = {actor: measures(case, actor, issue.id) for actor in there}
    held = {actor: row for actor, row in found.items() if row[2].low is not None}
    if not held:
        raise NotAvailable(Message("who-stands-where.none", issue=issue.question, as_of=case.as_of))
    influence, salience, position = ([row[k] for row in held.values()] for k in (0, 1, 2))
    numbers = {name: _ranges(rows) for name, rows in (("salience", salience), ("influence", influence))}
    if not numbers["salience"][:, 1].any() or not numbers["influence"][:, 1].any():
        raise NotAvailable(Message(f"{AREA}.nobody-cares", issue=issue.question, as_of=case.as_of))
    return Stakes(
        issue=issue,
        actors=tuple(held),
        position=_ranges(position),
        salience=numbers["salience"],
        influence=numbers["influence"],
        no_range=np.array([m.is_open for m in position]),
        no_salience=np.array([m.low is None for m in salience]),
        no_influence=np.array([m.low is None for m in influence]),
        evidence=tuple(joined_evidence(m.evidence for m in row) for row in held.values()),
        without=sum(any(m.low is not None for m in row[:2]) and row[2].low is None for row in found.values()),
    )


def _ranges(rows: list[Measure]) -> Floats:
    """Return low, value and high; an end that no row gives is wide."""
    nan = float("nan")
    numbers = np.array([[nan if n is None else n for n in (m.low, m.value, m.high)] for m in rows], np.float64)
    for number, measure in zip(numbers, rows, strict=True):
        if measure.is_open and measure.value is not None:
            number[0] = nan if number[0] >= number[1] else number[0]
            number[2] = nan if number[2] <= number[1] else number[2]
    return widened(*numbers.T)
