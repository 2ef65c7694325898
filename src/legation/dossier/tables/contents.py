"""What a dossier holds: its fields, and a summary of them in a few words."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self

from legation.dossier.parts.rules import Body
from legation.dossier.parts.settings import FORMAT, Info, Mandate
from legation.dossier.problem import Problem
from legation.dossier.records import (
    TABLES,
    Access,
    Activity,
    Actor,
    Assignment,
    Assumption,
    Challenge,
    Commitment,
    ConsularCount,
    Consulted,
    Deterrent,
    Duty,
    Engagement,
    Evidence,
    Forecast,
    ForumStep,
    Indicator,
    Instruction,
    Interest,
    Invitation,
    Issue,
    LogEntry,
    MemberOfCoalition,
    MemberOfGroup,
    Objective,
    Obligation,
    Position,
    Posture,
    Process,
    Reading,
    Relation,
    Release,
    RollCall,
    Round,
    SaidTo,
    Signature,
    Signpost,
    StepMark,
    Threat,
)
from legation.dossier.tables.cells import Unknown
from legation.dossier.tables.votes import Votes
from legation.dossier.when import When

__all__ = [
    "Contents",
    "LateTable",
    "Summary",
    "summary",
]


class LateTable(Protocol):
    """A table whose rows are made when they are asked for.

    Attributes
    ----------
    written : tuple of (str, int)
        The SHA-256 of the table in the standard form, and its bytes.
    """

    written: tuple[str, int]

    def values(self, column: str) -> Collection[Any]:
        """Return the values that stand in a column, each once."""

    def rows(self) -> Any:
        """Return its records, or votes: the same ones however often they are asked for."""

    def __len__(self) -> int:
        """Return how many rows it has."""


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
    actors: tuple[Actor, ...] = field(default_factory=tuple)
    groups: tuple[MemberOfGroup, ...] = field(default_factory=tuple)
    issues: tuple[Issue, ...] = field(default_factory=tuple)
    evidence: tuple[Evidence, ...] = field(default_factory=tuple)
    positions: tuple[Position, ...] = field(default_factory=tuple)
    interests: tuple[Interest, ...] = field(default_factory=tuple)
    rollcalls: tuple[RollCall, ...] = field(default_factory=tuple)
    votes: Votes = field(default_factory=Votes)
    relations: tuple[Relation, ...] = field(default_factory=tuple)
    coalitions: tuple[MemberOfCoalition, ...] = field(default_factory=tuple)
    objectives: tuple[Objective, ...] = field(default_factory=tuple)
    activities: tuple[Activity, ...] = field(default_factory=tuple)
    indicators: tuple[Indicator, ...] = field(default_factory=tuple)
    assumptions: tuple[Assumption, ...] = field(default_factory=tuple)
    messages: tuple[SaidTo, ...] = field(default_factory=tuple)
    engagements: tuple[Engagement, ...] = field(default_factory=tuple)
    rounds: tuple[Round, ...] = field(default_factory=tuple)
    instructions: tuple[Instruction, ...] = field(default_factory=tuple)
    assignments: tuple[Assignment, ...] = field(default_factory=tuple)
    invitations: tuple[Invitation, ...] = field(default_factory=tuple)
    signatures: tuple[Signature, ...] = field(default_factory=tuple)
    commitments: tuple[Commitment, ...] = field(default_factory=tuple)
    obligations: tuple[Obligation, ...] = field(default_factory=tuple)
    consulted: tuple[Consulted, ...] = field(default_factory=tuple)
    steps: tuple[StepMark, ...] = field(default_factory=tuple)
    processes: tuple[Process, ...] = field(default_factory=tuple)
    forum_steps: tuple[ForumStep, ...] = field(default_factory=tuple)
    forum_access: tuple[Access, ...] = field(default_factory=tuple)
    posture: tuple[Posture, ...] = field(default_factory=tuple)
    threats: tuple[Threat, ...] = field(default_factory=tuple)
    deterrents: tuple[Deterrent, ...] = field(default_factory=tuple)
    signposts: tuple[Signpost, ...] = field(default_factory=tuple)
    challenges: tuple[Challenge, ...] = field(default_factory=tuple)
    incident_log: tuple[LogEntry, ...] = field(default_factory=tuple)
    duties: tuple[Duty, ...] = field(default_factory=tuple)
    consular: tuple[ConsularCount, ...] = field(default_factory=tuple)
    forecasts: tuple[Forecast, ...] = field(default_factory=tuple)
    readings: tuple[Reading, ...] = field(default_factory=tuple)
    releases: tuple[Release, ...] = field(default_factory=tuple)
    bodies: tuple[Body, ...] = ()
    mandate: Mandate | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    annex: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unknown: Unknown = field(default_factory=Unknown)
    stored: int = field(default=FORMAT, compare=False, repr=False)
    notices: tuple[Problem, ...] = field(default=(), compare=False, repr=False)
    late: ClassVar[Mapping[str, LateTable] | None] = None
    """Of what was opened from a file, the tables that nobody has asked for yet, and those made of them; None of any other dossier."""

    def opened(self, late: Mapping[str, LateTable]) -> Self:
        """Return a dossier as one that was opened for a single command: what its rows are to each other is worked out where it is asked."""
        made = copy.copy(self)
        made.__dict__["late"] = late
        for name in late:
            del made.__dict__[name]
        return made

    if not TYPE_CHECKING:  # names that are not there are still found by the type checker

        def __getattr__(self, name: str) -> Any:
            """Make a table that nobody has asked for yet."""
            table = (self.__dict__.get("late") or {}).get(name)
            if table is None:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            return self.__dict__.setdefault(name, table.rows())

    def __getstate__(self) -> dict[str, Any]:
        """Return what is copied or sent to another process: every table, none late."""
        tables = {name: getattr(self, name) for name in self.late or ()}
        return {name: value for name, value in self.__dict__.items() if name != "late"} | tables

    def with_fields(self, **changes: Any) -> Self:
        """Return the same with other fields, as :func:`dataclasses.replace` does; what was opened stays so, and late what is late.

        >>> whole = Contents(info=Info(id="a"))
        >>> whole.with_fields(info=Info(id="b")).info.id, whole.info.id
        ('b', 'a')
        """
        if self.late is None:
            return dataclasses.replace(self, **changes)
        made = object.__new__(type(self))
        made_already = (one.name for one in dataclasses.fields(self) if one.name in self.__dict__)
        made.__dict__.update({name: self.__dict__[name] for name in made_already} | changes)
        made.__dict__["late"] = {name: table for name, table in self.late.items() if name not in changes}
        return made

    def values_in(self, table: str, column: str) -> Collection[Any]:
        """Return the values that stand in a column of a table, each once; a table that nobody has asked for yet stays late.

        >>> Contents(info=Info(id="a"), actors=(Actor(id="FRA", kind="state"), Actor(id="DEU", kind="state"))).values_in("actors", "kind")
        {'state'}
        """
        late = (self.late or {}).get(table)
        if late is not None and table not in self.__dict__:
            return late.values(column)
        return {getattr(row, column) for row in self.rows(table)}

    @property
    def is_read_only(self) -> bool:
        """Whether a newer release made it: what is not known here could be lost or shown, so nothing of it is changed or written."""
        return self.info.format > FORMAT

    def rows(self, table: str) -> tuple[Any, ...]:
        """Return the records of a table by its name; votes are made into records."""
        rows = getattr(self, TABLES[table].name)
        return tuple(rows.rows()) if isinstance(rows, Votes) else rows

    def rows_by(self, table: str, column: str = "id") -> Mapping[Any, tuple[Any, ...]]:
        r"""Return the rows of a table by what stands in a column, in the order of the part: made once, however often it is asked.

        A row that names several in the column stands under each of them.

        Examples
        --------
        >>> from legation.dossier import decode
        >>> rows = b"id,kind\nFRA,state\nicann,technical\nDEU,state\n"
        >>> d = decode({"dossier.toml": b'id = "x"', "actors.csv": rows})
        >>> [row.id for row in d.rows_by("actors", "kind")["state"]]
        ['FRA', 'DEU']
        """
        made: dict[tuple[str, str], Mapping[Any, tuple[Any, ...]]] = self.__dict__.setdefault("_rows_by", {})
        if (table, column) not in made:
            found: dict[Any, list[Any]] = {}
            for row in self.rows(table):
                value = getattr(row, column)
                for one in value if isinstance(value, tuple) else (value,):
                    found.setdefault(one, []).append(row)
            made[table, column] = {value: tuple(rows) for value, rows in found.items()}
        return made[table, column]


_TITLE, _COUNTS, _ID = 90, 200, 40
"""Characters that each may have, so that the whole is a line and no page."""
_DATED = ("date", "held_from", "known_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a dossier holds.

    Attributes
    ----------
    id, title : str
        The title in English, or as it is written.
    counts : mapping of str to int
        Rows of each table by its name, then parts of each kind by its id; what is empty is left out.
    first, last : date or None
        Of the oldest and the newest row that has a date.
    as_of : When or None
        The day at which it is frozen.
    """

    id: str
    title: str
    counts: Mapping[str, int]
    first: dt.date | None
    last: dt.date | None
    as_of: When | None

    def __str__(self) -> str:
        """Return it in one line of less than 400 characters."""
        shown: list[str] = []
        for name, count in self.counts.items():
            if len(", ".join(shown)) + len(name) > _COUNTS:
                shown.append(f"... {len(self.counts) - len(shown)} more parts")
                break
            shown.append(f"{count:,} {name}")
        pieces = [f"{_cut(self.id, _ID)} {_cut(self.title, _TITLE)!r}", ", ".join(shown) or "empty"]
        if self.first is not None:
            pieces.append(f"{self.first} to {self.last}")
        if self.as_of is not None:
            pieces.append(f"as of {self.as_of}")
        return "; ".join(pieces)


def summary(dossier: Contents) -> Summary:
    r"""Return what a dossier holds.

    >>> from legation.dossier import decode
    >>> str(summary(decode({"dossier.toml": b'id = "d"', "evidence.csv": b"id,title,date\ne,a,2018-11\n"})))
    "d ''; 1 evidence; 2018-11-30 to 2018-11-30"
    """
    counts = {name: len(getattr(dossier, name)) for name in TABLES}
    counts["bodies"] = len(dossier.bodies)
    if dossier.files:
        from legation.dossier.parts.registry import kind_of

        for name in dossier.files:
            kind = kind_of(name)
            counts[kind.id if kind else "file"] = counts.get(kind.id if kind else "file", 0) + 1
    days = sorted(_days(dossier))
    return Summary(
        id=dossier.info.id,
        title=dossier.info.title.in_language("en"),
        counts={name: count for name, count in counts.items() if count},
        first=days[0] if days else None,
        last=days[-1] if days else None,
        as_of=dossier.info.as_of,
    )


def _days(dossier: Contents) -> Iterator[dt.date]:
    for name in TABLES:
        if name != "votes":
            for row in getattr(dossier, name):
                day = next((when for field in _DATED if (when := getattr(row, field, None)) is not None), None)
                if day is not None:
                    yield day.last


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."
