"""A dossier: one matter, its actors and their dated, sourced positions; and its parts as bytes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import itertools
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from legation.dossier.clearing import AUDIENCES, Clearance, known_at, seen
from legation.dossier.clearing.ledger import MarkedContents
from legation.dossier.parts.rules import write_bodies
from legation.dossier.parts.settings import write_info, write_mandate
from legation.dossier.problem import close_to
from legation.dossier.records import MARKINGS, TABLES, Commitment, MemberOfCoalition, MemberOfGroup, Obligation, Position, Revisable
from legation.dossier.tables.cells import Unknown, write_cells, write_votes
from legation.dossier.tables.contents import Contents, summary
from legation.dossier.tables.csv_sheet import write_csv
from legation.dossier.tables.votes import Votes
from legation.dossier.when import When, as_date
from legation.errors import WrongUse
from legation.garbage import collector_at_rest
from legation.language import Message

__all__ = [
    "Dossier",
    "chain_ends",
    "contradict",
    "current_ids",
    "encode",
    "encode_table",
    "hash_of",
    "in_force",
    "standing",
]


def encode(dossier: Contents) -> dict[str, bytes]:
    """Return the parts of a dossier in the standard form, sorted by name; tables without rows are left out."""
    parts = {"dossier.toml": write_info(dossier.info), **dossier.files}
    if dossier.bodies:
        parts["bodies.toml"] = write_bodies(dossier.bodies)
    if dossier.mandate is not None:
        parts["mandate.toml"] = write_mandate(dossier.mandate)
    apart = {name for name, _ in dossier.annex}
    for name, table in TABLES.items():
        if name == "votes" and name not in apart and not dossier.unknown:
            if len(dossier.votes):
                parts[table.part] = encode_table(name, dossier.votes)
            continue
        rows = dossier.rows(name)
        for annex in {"": None} | dict.fromkeys(dossier.annex.values()) if name in apart else ("",):
            own = [row for row in rows if dossier.annex.get((name, table.identity(row)), "") == annex] if name in apart else rows
            if own:
                part = f"annexes/{annex}/{table.part}" if annex else table.part
                parts[part] = _written(part, name, own, dossier.unknown) if dossier.unknown else encode_table(name, own)
    return dict(sorted(parts.items()))


@collector_at_rest()
def encode_table(name: str, records: Sequence[Any] | Votes) -> bytes:
    """Return the records of a table as a part; votes also as columns."""
    table = TABLES[name]
    return write_csv(*(write_votes(table, records) if isinstance(records, Votes) else write_cells(table, records)))


def _written(part: str, name: str, rows: Sequence[Any], unknown: Unknown) -> bytes:
    """Return the rows of a table as a part, with the columns that are not known after the others.

    A column that one of them is close to stands there too, as where it was read: without it, it would be a slip.
    """
    table = TABLES[name]
    header, cells = write_cells(table, rows)
    places = [(name, table.identity(row)) for row in rows]
    more = unknown.header(part, places)
    known = [one for column in table.columns for one in column.names]
    while close := {one for one in (close_to(other, known, (*header, *more)) for other in more) if one and one not in header}:
        header, cells = write_cells(table, rows, {*header, *close})
    beyond = (unknown.cells.get(place, {}) for place in places)
    return write_csv([*header, *more], [[*own, *(one.get(column, "") for column in more)] for own, one in zip(cells, beyond, strict=True)])


def hash_of(parts: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of the sorted list of names and their SHA-256."""
    return _hash_of_digests({name: hashlib.sha256(data).hexdigest() for name, data in parts.items()})


def _hash_of_digests(digests: Mapping[str, str]) -> str:
    return hashlib.sha256("".join(f"{name}\0{digest}\n" for name, digest in sorted(digests.items())).encode()).hexdigest()


class _TableDigests:
    """The SHA-256 of the tables that were asked for last, by their rows, which never change: what a revision leaves is not written anew."""

    def __init__(self, most: int, most_bytes: int) -> None:
        self._most, self._most_bytes, self._bytes = most, most_bytes, 0
        self._lock = threading.Lock()
        self._made: OrderedDict[tuple[str, int], tuple[Any, tuple[str, int]]] = OrderedDict()

    def of(self, name: str, rows: Any) -> tuple[str, int]:
        """Return the digest and the bytes of a table; its rows stay in memory with it, so that no others come to stand in their place."""
        key = name, id(rows)
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key][1]
        data = encode_table(name, rows)
        written = hashlib.sha256(data).hexdigest(), len(data)
        with self._lock:
            self._bytes += 0 if key in self._made else len(data)
            self._made[key] = rows, written
            while len(self._made) > 1 and (len(self._made) > self._most or self._bytes > self._most_bytes):
                self._bytes -= self._made.popitem(last=False)[1][1][1]
        return written


_DIGESTS = _TableDigests(256, 256 * 1024**2)


_Row = TypeVar("_Row", bound=Revisable)


class Dossier(MarkedContents):
    r"""Everything that is known of one matter. Immutable: a change makes a new dossier, and a corrected row supersedes the old one.

    What it holds, its info, tables, votes and parts, are the fields of :class:`legation.dossier.tables.contents.Contents`.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> d = decode({"dossier.toml": b'id = "example"', "actors.csv": b"id,name,kind\nFRA,France,state\n"})
    >>> d.actors[0].name.in_language("en"), len(d.votes)
    ('France', 0)
    """

    def __repr__(self) -> str:
        """Return what it is, what it holds and of which days, in less than 400 characters."""
        return f"<{type(self).__name__} {summary(self)}>"

    @functools.cached_property
    def hash(self) -> str:
        """The SHA-256 of the sorted list of (part, SHA-256): two dossiers with one hash are equal."""
        if self.unknown:  # columns of a newer release are written with their rows
            return hash_of(encode(self))
        return _hash_of_digests({name: digest for name, (digest, _) in self._written.items()})

    @property
    def sizes(self) -> dict[str, int]:
        """The bytes of each part in the standard form, by its name: what :func:`encode` would write."""
        return {name: size for name, (_, size) in sorted(self._written.items())}

    @functools.cached_property
    def _written(self) -> dict[str, tuple[str, int]]:
        """The SHA-256 and the bytes of each part."""
        apart = {name for name, _ in self.annex}
        whole = [] if self.unknown else [name for name in TABLES if name not in apart]
        digests = {TABLES[name].part: written for name in whole if (written := self.table_written(name)) is not None}
        none: dict[str, Any] = {name: Votes() if name == "votes" else () for name in whole}
        rest = encode(dataclasses.replace(self, **none)) if whole else encode(self)
        return {name: (hashlib.sha256(data).hexdigest(), len(data)) for name, data in rest.items()} | digests

    def table_written(self, name: str) -> tuple[str, int] | None:
        """Return the SHA-256 and the bytes of a table in the standard form; None of one without rows. Columns not known are left out."""
        late = (self.late or {}).get(name)
        if late is not None:
            return late.written if len(late) else None
        rows = getattr(self, name)
        return _DIGESTS.of(name, rows) if len(rows) else None

    def position_at(self, actor: str, issue: str, date: str | dt.date | When) -> tuple[Position, ...]:
        """Return the positions of an actor on an issue that stand at a date, newest first; none gives ``()``.

        A position stands from the day on which it is held (a month or a year counts from its end) until a row that supersedes it is held.
        Positions that contradict each other stand side by side. What was *known* at a date is asked of ``dossier.as_of(date)``.
        """
        day = as_date(date)
        dated = [p for p in self._positions.get((actor, issue), ()) if p.held_from is None or p.held_from.by(day)]
        if len(dated) < 2:
            return tuple(dated)
        gone = {p.supersedes for p in dated if p.supersedes}
        return tuple(sorted((p for p in dated if p.id not in gone), key=_age, reverse=True))

    @functools.cached_property
    def _positions(self) -> Mapping[tuple[str, str], list[Position]]:
        """The positions of each actor on each issue, so that asking for every pair reads the table once."""
        found: dict[tuple[str, str], list[Position]] = {}
        for row in self.positions:
            found.setdefault((row.actor, row.issue), []).append(row)
        return found

    def contradictions(self, date: str | dt.date | When) -> tuple[tuple[Position, Position], ...]:
        """Return each pair of standing positions of one actor on one issue whose ranges do not meet, newer first."""
        pairs = (itertools.combinations(self.position_at(a, i, date), 2) for (a, i), rows in self._positions.items() if len(rows) > 1)
        return tuple(pair for pair in itertools.chain.from_iterable(pairs) if contradict(*pair))

    def members(self, group: str, date: str | dt.date | When) -> tuple[str, ...]:
        """Return the actors that belong to a group at a date, in the order of the part."""
        day = as_date(date)
        return tuple(dict.fromkeys(m.actor for m in self._memberships.get(group, ()) if in_force(m, day)))

    @functools.cached_property
    def matters(self) -> Mapping[str, str]:
        """The matter of each issue that has one, by the id of the issue."""
        return {row.id: row.matter for row in standing(self.issues) if row.matter}

    @functools.cached_property
    def _memberships(self) -> Mapping[str, tuple[MemberOfGroup, ...]]:
        """The memberships of each group that stand, so that asking for many days reads the table once."""
        found: dict[str, list[MemberOfGroup]] = {}
        for row in self.groups:
            found.setdefault(row.group, []).append(row)
        return {group: standing(rows) for group, rows in found.items()}

    @functools.cached_property
    def _coalitions(self) -> Mapping[str, tuple[MemberOfCoalition, ...]]:
        """The memberships of each coalition that stand."""
        found: dict[str, list[MemberOfCoalition]] = {}
        for row in self.coalitions:
            found.setdefault(row.coalition, []).append(row)
        return {name: standing(rows) for name, rows in found.items()}

    def coalition(self, name: str, date: str | dt.date | When) -> tuple[MemberOfCoalition, ...]:
        """Return the memberships of a coalition that stand at a date."""
        day = as_date(date)
        return tuple(m for m in self._coalitions.get(name, ()) if in_force(m, day))

    def bound_by(self, date: str | dt.date | When) -> tuple[Obligation | Commitment, ...]:
        """Return what binds us at a date: obligations in force, then promises that we gave an actor and that are still open."""
        day = as_date(date)
        promised = (row for row in standing(self.commitments) if row.direction == "given" and row.kept in ("", "open"))
        return (*(row for row in standing(self.obligations) if in_force(row, day)), *promised)

    def as_of(self, date: str | dt.date | When) -> Dossier:
        """Return what was known at the end of a day: later rows are gone, and with them whatever they superseded stands again.

        Of a vote that was then ahead the totals are empty, and its symbol is that of the draft, where it has one.

        A row was known on its own date of knowing; without one, not before the first of its sources. What the dossier holds of registers of
        incidents is not left out here: :meth:`cleared` with ``as_of`` leaves it out.
        """
        return known_at(self, as_date(date))

    def cleared(self, marking: str, audience: str = "desk", *, as_of: dt.date | None = None, day: dt.date | None = None) -> Dossier:
        r"""Return the dossier without what may not be seen: of its tables, models, registers and files alike.

        Parameters
        ----------
        marking : str
            The highest marking that the reader may see, ``TLP:CLEAR`` to ``TLP:RED``.
        audience : {"owner", "desk", "partner", "public"}
            The mandate, parts of a kind that nobody declared, and whose information a source is that may not be attributed, are for owners
            only. A partner and the public see neither the settings of questions and brief, which tell what we aim at, nor parts that no
            row of theirs brings: scenarios, negotiations, drafts.
        as_of : date, optional
            The day of knowing; None: nothing is left out for its date.
        day : date, optional
            The day on which a victim's consent to be named must stand; None: consent with an end counts as ended.

        Notes
        -----
        The rule stands in :mod:`legation.dossier.clearing.ledger`. Who may see more never sees less; clearing twice is clearing once; what
        is left passes the checks of a dossier. A model of which too little is left to be one is left out.

        Examples
        --------
        >>> from legation.dossier import decode
        >>> rows = b"id,title,marking\nopen,a,\nsecret,b,TLP:RED\n"
        >>> d = decode({"dossier.toml": b'id = "d"', "evidence.csv": rows})
        >>> [row.id for row in d.cleared("TLP:AMBER").evidence]
        ['open']
        """
        for name, value, allowed in (("marking", marking, MARKINGS), ("audience", audience, AUDIENCES)):
            if value not in allowed:
                raise WrongUse(Message("dossier.not-allowed", name=name, found=value, allowed=" | ".join(allowed)))
        return seen(self, Clearance(marking=marking, audience=audience, as_of=as_of, day=day))


def standing(rows: Iterable[_Row]) -> tuple[_Row, ...]:
    """Return the rows that no other row among them supersedes, in their order."""
    there = tuple(rows)
    gone = {row.supersedes for row in there if row.supersedes}
    return tuple(row for row in there if row.id not in gone)


def chain_ends(links: Mapping[str, str]) -> dict[str, str]:
    """Return for each row that leads to another where its chain ends; one that leads back to itself ends before it would.

    Examples
    --------
    >>> chain_ends({"a": "b", "b": "c"}), chain_ends({"a": ""})
    ({'a': 'c', 'b': 'c'}, {'a': 'a'})
    """
    found = {}
    for start in links:
        last, passed = start, {start}
        while (following := links.get(last)) and following not in passed:
            last = following
            passed.add(last)
        found[start] = last
    return found


def current_ids(rows: Iterable[Any]) -> dict[str, str]:
    """Return by the id of a row that was superseded the id of the row that stands in its place."""
    return chain_ends({row.supersedes: row.id for row in rows if row.supersedes})


def in_force(row: Any, day: dt.date) -> bool:
    """Whether a dated membership, tie or rule holds at a day, both ends included; a month or a year counts from first to last day."""
    return (row.start is None or row.start.first <= day) and (row.end is None or row.end.last >= day)


def contradict(a: Position, b: Position) -> bool:
    """Whether two positions cannot both be right: their ranges, or their values where no range is given, do not meet."""
    spans = [(p.low if p.low is not None else p.value, p.high if p.high is not None else p.value) for p in (a, b)]
    (low, high), (other_low, other_high) = spans
    if low is None or high is None or other_low is None or other_high is None:
        return False
    return high < other_low or other_high < low


def _age(position: Position) -> tuple[dt.date, dt.date, dt.date]:
    dates = (position.held_from, position.known_on, position.recorded)
    begins, known, recorded = (d.last if d else dt.date.min for d in dates)
    return begins, known, recorded
