"""An extract of a record put into a dossier: what is new is added, what the dossier has stands, and every difference is told."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from legation.dossier.dossier import Dossier
from legation.errors import NotAvailable
from legation.language import Message
from legation.sources.packs.extract import Extract, extracted
from legation.sources.packs.pack import Pack
from legation.sources.reading import Report, merge

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
    tables = made.reading.tables
    if not tables["rollcalls"]:
        raise NotAvailable(Message("packs.nothing-found", words=extract.words[:80] or Message("packs.any-subject")))
    after, report = merge(into, made.reading)
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
