"""What a dossier holds: its fields, before anything is asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.parts.settings import FORMAT, Body, Info, Mandate
from legation.dossier.problem import Problem
from legation.dossier.records import (
    TABLES,
    Activity,
    Actor,
    Assumption,
    Commitment,
    Engagement,
    Evidence,
    Forecast,
    Indicator,
    Interest,
    Issue,
    MemberOfCoalition,
    MemberOfGroup,
    Objective,
    Position,
    Process,
    Reading,
    Relation,
    Release,
    RollCall,
    SaidTo,
)
from legation.dossier.tables.cells import Unknown
from legation.dossier.tables.votes import Votes

__all__ = ["Contents"]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The fields of a :class:`legation.dossier.Dossier`: what is written, checked and cleared. Immutable.

    Attributes
    ----------
    info : Info
        What the matter is.
    actors, groups, ... : tuple of records
        The rows of each table, in the order of the part; see :mod:`legation.dossier.records`.
    votes : Votes
        Votes as columns.
    bodies : tuple of Body
        Who decides, and how.
    mandate : Mandate or None
        Our own aim and limits; None for whoever may not see it.
    files : mapping of str to bytes
        The other parts as they are: archived pages, models.
    annex : mapping of (table, row) to str
        Rows that stand in a folder of their own, ``annexes/NAME/TABLE.csv``, because they come under another licence or owner.
    unknown : Unknown
        Columns of tables that no field is known for: a newer release may know them.
    stored : int
        The format of what it was read from; an older one is read in today's form, ``info.format``.
    notices : tuple of Problem
        What was read right but is not in the standard form.
    """

    info: Info
    actors: tuple[Actor, ...] = ()
    groups: tuple[MemberOfGroup, ...] = ()
    issues: tuple[Issue, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    positions: tuple[Position, ...] = ()
    interests: tuple[Interest, ...] = ()
    rollcalls: tuple[RollCall, ...] = ()
    votes: Votes = field(default_factory=Votes)
    relations: tuple[Relation, ...] = ()
    coalitions: tuple[MemberOfCoalition, ...] = ()
    objectives: tuple[Objective, ...] = ()
    activities: tuple[Activity, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    messages: tuple[SaidTo, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    processes: tuple[Process, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    readings: tuple[Reading, ...] = ()
    releases: tuple[Release, ...] = ()
    bodies: tuple[Body, ...] = ()
    mandate: Mandate | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    annex: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unknown: Unknown = field(default_factory=Unknown)
    stored: int = field(default=FORMAT, compare=False, repr=False)
    notices: tuple[Problem, ...] = field(default=(), compare=False, repr=False)

    @property
    def is_read_only(self) -> bool:
        """Whether a newer release made it: what is not known here could be lost or shown, so nothing of it is changed or written."""
        return self.info.format > FORMAT

    def rows(self, table: str) -> tuple[Any, ...]:
        """Return the records of a table by its name; votes are made into records."""
        rows = getattr(self, TABLES[table].name)
        return tuple(rows.rows()) if isinstance(rows, Votes) else rows
