"""An extract of a record put into a dossier: what is new is added, what the dossier has stands, and every difference is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.dossier import Dossier, standing
from legation.dossier.parts.rules import Body
from legation.dossier.records import MemberOfGroup, Process
from legation.errors import NotAvailable, WrongUse
from legation.language import Message
from legation.sources.packs.extract import Extract, Extracted, extracted
from legation.sources.packs.fora import other_bodies
from legation.sources.packs.pack import Pack
from legation.sources.reading import Report, merge
from legation.sources.tables.actors import LIST, MEMBERS

__all__ = ["Taken", "members_in", "taken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of it.

    Attributes
    ----------
    after : Dossier
        The dossier with the rows; the one that was given, where there is nothing new.
    report : Report
        Rows by table, and each row of the record that says something else than the dossier's, which stands.
    rollcalls, votes, members : int
        What the extract came to, new or not.
    unknown : tuple of str
        Members asked for whom the record does not have.
    fora : tuple of Process
        The fora that were taken, new or not.
    rows : mapping of str to int
        By table, and for ``bodies``, how much came with the fora, new or not.
    """

    after: Dossier
    report: Report
    rollcalls: int
    votes: int
    members: int
    unknown: tuple[str, ...] = ()
    fora: tuple[Process, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)


def members_in(dossier: Dossier) -> tuple[str, ...] | None:
    """Return whom a dossier works on, as members to be asked for; None, everybody, where it has no actor yet."""
    return tuple(dict.fromkeys(row.iso3 if row.iso3 and row.kind == "state" else row.id for row in dossier.actors)) or None


def taken(record: Pack | Dossier, extract: Extract, into: Dossier) -> Taken:
    """Return a dossier with an extract of a record.

    Raises
    ------
    NotAvailable
        Where no roll call of the record is what was asked for.
    WrongUse
        Where the record has no roll call at all and fora, and none of them was named; where one is named that it does not have.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> from legation.sources.packs.pack import read_pack
    >>> came = taken(read_pack("internet-governance"), Extract(fora=("icann-ec",)), decode({"dossier.toml": b'id = "desk"'}))
    >>> [row.id for row in came.after.processes], [body.id for body in came.after.bodies], came.members
    (['icann-ec'], ['icann-board', 'icann-ec'], 21)
    """
    made = extracted(record, extract, into)
    if made.fora:
        return _taken_fora(made, into)
    tables: Mapping[str, Any] = made.reading.tables
    if not tables["rollcalls"]:
        outline = record.outline if isinstance(record, Pack) else record
        if outline.processes and not outline.rollcalls:
            raise WrongUse(Message("packs.which-fora", allowed=" | ".join(row.id for row in standing(outline.processes))))
        raise NotAvailable(Message("packs.nothing-found", words=extract.words[:80] or Message("packs.any-subject")))
    after, report = merge(_without_undated(into, tables["groups"]), made.reading)
    after, _ = _with_bodies(after, made.bodies)
    votes = tables["votes"]
    return Taken(
        after=after,
        report=report,
        rollcalls=len(tables["rollcalls"]),
        votes=len(votes),
        members=len(getattr(votes, "actors", ())),
        unknown=made.unknown,
    )


def _taken_fora(made: Extracted, into: Dossier) -> Taken:
    """Return a dossier with the fora of an extract; their bodies are counted among what is new, and listed where the dossier's differ."""
    after, report = merge(into, made.reading)
    after, new = _with_bodies(after, made.bodies)
    report = Report(
        added={**report.added, "bodies": new},
        kept={**report.kept, "bodies": len(made.bodies) - new},
        conflicts=(*report.conflicts, *other_bodies(into.bodies, made.bodies)),
    )
    rows = {name: len(rows) for name, rows in made.reading.tables.items()} | {"bodies": len(made.bodies)}
    return Taken(after=after, report=report, rollcalls=0, votes=0, members=made.members, fora=made.fora, rows=rows)


def _with_bodies(dossier: Dossier, come: Iterable[Body]) -> tuple[Dossier, int]:
    """Return a dossier with the bodies that it does not have, and how many they are."""
    missing = tuple(body for body in come if body.id not in {there.id for there in dossier.bodies})
    if not missing:
        return dossier, 0
    bodies = (*dossier.bodies, *(dataclasses.replace(body, source=b"") for body in missing))
    return dataclasses.replace(dossier, bodies=bodies), len(missing)


def _without_undated(dossier: Dossier, dated: Iterable[Any]) -> Dossier:
    """Return a dossier without the memberships that a list of names alone gave it, where the record says since when they hold.

    A list says who is a member today; left undated beside the record, it makes them members of every year.
    """
    known = {(row.group, row.actor) for row in dated if row.start is not None}
    left = tuple(row for row in dossier.groups if not (_of_list(row) and (row.group, row.actor) in known))
    return dossier if len(left) == len(dossier.groups) else dataclasses.replace(dossier, groups=left)


def _of_list(row: MemberOfGroup) -> bool:
    """Whether nothing but a list of names speaks for a membership."""
    return row.evidence == (LIST,) and row.group == MEMBERS and not (row.id or row.start or row.end or row.author or row.reason)
