"""What all groups share, where those who voted as one count as one person and where each of them counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.language import Message
from legation.methods.opinion import Statements, counted_once, statements
from legation.questions.answer import AnswerTable, Finding
from legation.questions.columns import Columns
from legation.questions.opinion.asked import Asked
from legation.questions.opinion.publishing import publishable_cells

__all__ = ["Shared", "once_findings", "once_table", "shared_of"]

AREA = "what-the-room-thinks"
column = Columns(f"{AREA}.column.")
MOST = 0.7
"""Share of every group that agrees, from which all groups share a statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Statements that all groups share; columns of the room, ascending.

    Attributes
    ----------
    once : frozenset of int
        Where each set of people who voted as one counts as one person, on the map and in the counts.
    each : frozenset of int
        Where all count alike.
    sets, people : int
        Sets of people who voted as one, and how many people they hold.
    sizes : tuple of int
        People of the groups where all count alike; only where all may be published.
    """

    once: frozenset[int]
    each: frozenset[int]
    sets: int
    people: int
    sizes: tuple[int, ...]

    @property
    def held(self) -> tuple[int, ...]:
        """What those who voted as one hold back."""
        return tuple(sorted(self.once - self.each))

    @property
    def carried(self) -> tuple[int, ...]:
        """What those who voted as one alone carry."""
        return tuple(sorted(self.each - self.once))


def shared_of(asked: Asked) -> Shared | None:
    """Return what all groups share, both ways round; None where nobody voted as one or there are no two groups."""
    if asked.as_cast is None or not asked.copies.sets or asked.opinion.k < 2:
        return None
    _, counted = counted_once(asked.people, asked.copies.sets)
    sizes = asked.as_cast.size
    return Shared(
        once=_shared(asked, np.where(counted, asked.opinion.group, -1)),
        each=_shared(asked, asked.as_cast.group),
        sets=len(asked.copies.sets),
        people=sum(len(one.participants) for one in asked.copies.sets),
        sizes=tuple(sizes.tolist()) if len(sizes) > 1 and asked.as_cast.publishable.all() else (),
    )


def _shared(asked: Asked, group: npt.NDArray[np.int64]) -> frozenset[int]:
    """Return the statements with so large a share of every group, of those whose numbers may be published."""
    stats: Statements = statements(asked.votes, group)
    if not len(stats.agree):
        return frozenset()
    told = publishable_cells(stats.seen, stats.seen.sum(axis=0), asked.smallest).all(axis=0)
    return frozenset(np.flatnonzero(told & (stats.consensus_minimum >= MOST)).tolist())


def once_findings(asked: Asked, shared: Shared | None) -> Iterator[Finding]:
    """Yield how many statements all groups share, and how many more or fewer where each of those who voted as one counts."""
    if shared is None:
        return
    values = {"count": shared.sets, "people": shared.people, "shared": len(shared.once), "percent": MOST}
    message = Message(f"{AREA}.once.shared", held=len(shared.held), carried=len(shared.carried), **values)
    each = Message(f"{AREA}.once.each", shared=len(shared.each), sizes=shared.sizes) if shared.sizes else None
    yield Finding(id="once", message=message, evidence=asked.evidence, contrary=each, judgement="concert")


def once_table(asked: Asked, shared: Shared | None) -> Iterator[AnswerTable]:
    """Yield the statements that those who voted as one hold back or carry; nothing where there are none."""
    if shared is None or not (shared.held or shared.carried):
        return
    kinds = ((shared.held, Message(f"{AREA}.once.holds")), (shared.carried, Message(f"{AREA}.once.carries")))
    rows = tuple((asked.number(j), asked.words(j), kind) for columns, kind in kinds for j in columns)
    columns = column.text(statement="number", text="statement", kind="kind")
    yield AnswerTable(id="once", title=Message(f"{AREA}.table.once"), columns=columns, rows=rows, judgement="concert")
