"""An extract of a record put into a dossier: what is new is added, what the dossier has stands, and every difference is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier.dossier import Dossier
from legation.dossier.records import MemberOfGroup
from legation.errors import NotAvailable
from legation.language import Message
from legation.sources.packs.extract import Extract, extracted
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
    """

    after: Dossier
    report: Report
    rollcalls: int
    votes: int
    members: int
    unknown: tuple[str, ...] = ()


def members_in(dossier: Dossier) -> tuple[str, ...] | None:
    """Return whom a dossier works on, as members to be asked for; None, everybody, where it has no actor yet."""
    return tuple(dict.fromkeys(row.iso3 if row.iso3 and row.kind == "state" else row.id for row in dossier.actors)) or None


def taken(record: Pack | Dossier, extract: Extract, into: Dossier) -> Taken:
    """Return a dossier with an extract of a record.

    Raises
    ------
    NotAvailable
        Where no roll call of the record is what was asked for.
    """
    made = extracted(record, extract, into)
    tables: Mapping[str, Any] = made.reading.tables
    if not tables["rollcalls"]:
        raise NotAvailable(Message("packs.nothing-found", words=extract.words[:80] or Message("packs.any-subject")))
    after, report = merge(_without_undated(into, tables["groups"]), made.reading)
    missing = tuple(body for body in made.bodies if body.id not in {there.id for there in into.bodies})
    if missing:
        after = dataclasses.replace(after, bodies=(*after.bodies, *(dataclasses.replace(body, source=b"") for body in missing)))
    votes = tables["votes"]
    return Taken(
        after=after,
        report=report,
        rollcalls=len(tables["rollcalls"]),
        votes=len(votes),
        members=len(getattr(votes, "actors", ())),
        unknown=made.unknown,
    )


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
