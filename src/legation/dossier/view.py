"""What of a dossier may be seen: at a date, and by a reader. One mechanism serves both: rows are hidden, and what leans on them follows."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from legation.dossier.column import Table
from legation.dossier.dossier import Dossier
from legation.dossier.info import Body, BodyRule, Info
from legation.dossier.kind import Reference
from legation.dossier.records import MARKINGS, TABLES, Forecast
from legation.dossier.votes import Votes
from legation.errors import WrongUse
from legation.language import Message

__all__ = ["AUDIENCES", "cleared", "known_at", "only"]

AUDIENCES = ("owner", "desk", "partner", "public")
_OUTSIDE = ("partner", "public")
"""Audiences that see nothing of what we ask and want: neither the settings of questions and brief, nor parts that are no table's."""
_LEAN_ON = {"actors", "issues", "rollcalls", "objectives", "interests"}
"""A row that names a hidden row of these tables in a single reference goes with it."""


def known_at(dossier: Dossier, date: dt.date) -> Dossier:
    """Return the dossier as it was known at the end of ``date``. A row that loses later evidence stays, with what it had.

    A roll call that was announced (``known_on``) but not yet held is there without its votes and totals; a forecast that was made but
    not yet resolved, without its resolution.
    """
    hidden = {
        name: {table.identity(row) for row in getattr(dossier, name) if not table.known_by(row, date)}
        for name, table in TABLES.items()
        if table.known
    }
    seen = _without(dossier, hidden, unsourced_go=False)
    ahead = {row.id for row in seen.rollcalls if row.date is not None and not row.date.by(date)}
    forecasts = tuple(_open(row) if row.resolved_on is not None and not row.resolved_on.by(date) else row for row in seen.forecasts)
    if seen is dossier and not ahead and forecasts == dossier.forecasts:
        return dossier
    announced = tuple(
        dataclasses.replace(row, total_yes=None, total_no=None, total_abstain=None) if row.id in ahead else row for row in seen.rollcalls
    )
    return dataclasses.replace(seen, rollcalls=announced, forecasts=forecasts, votes=seen.votes.without(rollcalls=ahead))


def _open(row: Forecast) -> Forecast:
    """Return a forecast as it stood before the fact settled it."""
    return dataclasses.replace(row, resolved_on=None, resolution="", came_true=None, result=None, resolution_evidence=())


def cleared(dossier: Dossier, marking: str, audience: str) -> Dossier:
    """Return the dossier that a reader may see; see :meth:`legation.dossier.Dossier.cleared`."""
    for name, value, allowed in (("marking", marking, MARKINGS), ("audience", audience, AUDIENCES)):
        if value not in allowed:
            raise WrongUse(Message("dossier.not-allowed", name=name, found=value, allowed=" | ".join(allowed)))
    own = dossier.info.marking or MARKINGS[0]
    above = frozenset(MARKINGS[MARKINGS.index(marking) + 1 :])
    hidden = {
        name: {table.identity(row) for row in getattr(dossier, name) if (row.marking or own) in above}
        for name, table in TABLES.items()
        if name != "votes"
    }
    seen = _without(dossier, hidden, unsourced_go=True)
    archived = {e.part: False for e in dossier.evidence if e.part} | {e.part: True for e in seen.evidence if e.part}
    whole = own not in above
    files = {name: data for name, data in dossier.files.items() if archived.get(name, whole)}
    info = dossier.info if whole else Info(id=dossier.info.id, languages=dossier.info.languages, marking=dossier.info.marking)
    known = ({e.id for e in seen.evidence}, {a.id for a in seen.actors})
    bodies = tuple(_body(body, *known) for body in dossier.bodies) if whole else ()
    mandate = dossier.mandate if audience == "owner" else None
    if audience in _OUTSIDE:
        info = dataclasses.replace(info, parameters={}, brief={}, source=b"")
        bodies = tuple(dataclasses.replace(body, source=b"") for body in bodies)
        return _with_own_files(dataclasses.replace(seen, info=info, bodies=bodies, files=files, mandate=mandate))
    if seen is dossier and whole and bodies == dossier.bodies and mandate is dossier.mandate:
        return dossier
    return dataclasses.replace(seen, info=info, bodies=bodies, files=files, mandate=mandate)


def only(dossier: Dossier, tables: Iterable[str]) -> Dossier:
    """Return the dossier with the rows of some tables alone: what is shared with a guest. Archived files go with the evidence.

    A row that leans on a table that is not shared goes too; a row whose evidence is not shared stays, without it.
    """
    shared = set(tables)
    hidden = {name: {table.identity(row) for row in dossier.rows(name)} for name, table in TABLES.items() if name not in shared | {"votes"}}
    seen = _without(dossier, hidden, unsourced_go=False)
    return _with_own_files(dataclasses.replace(seen, mandate=None, votes=seen.votes if "votes" in shared else Votes()))


def _with_own_files(seen: Dossier) -> Dossier:
    """Return a dossier with those files alone that rows of it bring: what its evidence archived, and the notices of its annexes."""
    archived = {row.part for row in seen.evidence}
    left: dict[tuple[str, str], str] = {}
    for name in dict.fromkeys(table for table, _ in seen.annex):
        there = {(name, TABLES[name].identity(row)) for row in seen.rows(name)}
        left |= {place: annex for place, annex in seen.annex.items() if place in there}
    folders = tuple(f"annexes/{annex}/" for annex in left.values())
    files = {name: data for name, data in seen.files.items() if name in archived or name.startswith(folders)}
    return dataclasses.replace(seen, files=files, annex=left)


def _body(body: Body, evidence: set[str], actors: set[str]) -> Body:
    """Return a body without what its rules and weights name and is not seen."""

    def seen(rule: BodyRule) -> BodyRule:
        return dataclasses.replace(
            rule,
            evidence=tuple(e for e in rule.evidence if e in evidence),
            veto=tuple(a for a in rule.veto if a in actors),
            parts=tuple(map(seen, rule.parts)),
        )

    weights = {name: {a: weight for a, weight in table.items() if a in actors} for name, table in body.weights.items()}
    return dataclasses.replace(body, rules=tuple(map(seen, body.rules)), weights=weights)


def _without(dossier: Dossier, hidden: Mapping[str, set[str]], *, unsourced_go: bool) -> Dossier:
    """Return the dossier without the hidden rows and without the rows that lean on them, to any depth."""
    gone = {name: set(hidden.get(name, ())) for name in TABLES}
    if not any(gone.values()):
        return dossier
    rows: dict[str, Any] = {}
    size = -1
    while size != (size := sum(map(len, gone.values()))):
        for name, table in TABLES.items():
            if name == "votes":
                continue
            kept = []
            for row in getattr(dossier, name):
                identity = table.identity(row)
                if identity in gone[name]:
                    continue
                seen = _trimmed(table, row, gone, unsourced_go=unsourced_go)
                if seen is None:
                    gone[name].add(identity)
                else:
                    kept.append(seen)
            rows[name] = tuple(kept)
    votes = dossier.votes.without(rollcalls=gone["rollcalls"], actors=gone["actors"])
    return dataclasses.replace(dossier, **rows, votes=votes)


def _trimmed(table: Table, row: Any, gone: Mapping[str, set[str]], *, unsourced_go: bool) -> Any:
    """Return the row without references to what is gone; None where it leans on something that is."""
    changes: dict[str, Any] = {}
    for column in table.columns:
        kind = column.kind
        value = getattr(row, column.name)
        if not isinstance(kind, Reference) or not value:
            continue
        places = [gone.get(table.name if place == "same" else place, ()) for place in kind.to]
        if kind.many:
            left = tuple(v for v in value if not any(v in place for place in places))
            if column.name == "evidence" and not left and unsourced_go:
                return None
            if len(left) < len(value):
                changes[column.name] = left
        elif any(value in place for place in places):
            if _LEAN_ON.intersection(kind.to):
                return None
            changes[column.name] = ""
    return dataclasses.replace(row, **changes) if changes else row
