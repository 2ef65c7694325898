"""What a reader of other people's files returns, and how it enters a dossier: the new is added, the old stays, differences are listed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from legation.dossier.column import Wording
from legation.dossier.problem import Problem
from legation.dossier.when import When
from legation.errors import CannotRead
from legation.language import Message
from legation.system_words import system_words

if TYPE_CHECKING:
    from legation.dossier.column import Column, Table
    from legation.dossier.dossier import Dossier
    from legation.dossier.tables.votes import Votes
    from legation.sources.doubt import Doubt

__all__ = ["Origin", "Reading", "Report", "file_bytes", "hash_of_files", "merge", "notice", "stop_reading"]

Rows: TypeAlias = "tuple[Any, ...] | Votes"
_SAID_OTHERWISE = frozenset({"evidence", "author", "recorded", "reason", "marking", "supersedes", "known_on"})
"""Fields in which two rows on one fact may differ without contradicting each other; texts are such fields too."""
_SHOWN = 80
_LISTED = 20
_AT_LEAST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a reading comes from.

    Attributes
    ----------
    title, publisher, url, licence : str
    sha256 : str
        Of the file; of several files, the hash of the list of their names and SHA-256.
    read : int
        Rows read, the header not counted.
    """

    title: str = ""
    publisher: str = ""
    url: str = ""
    licence: str = ""
    sha256: str = ""
    read: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of a file as records of a dossier, and every row that is not among them.

    Attributes
    ----------
    tables : mapping of str to tuple of records, or Votes
        By the name of the dossier's table.
    origin : Origin
    unplaced : tuple of Problem
        Each row that could not be placed, with file, row, column, what was allowed and found, and what to do. Nothing is dropped silently.
    doubts : tuple of Problem
        Rows that were placed but that someone should look at: a tally that does not add up, a code that was withdrawn.
    doubtful : tuple of Doubt
        Rows that someone can decide: each stands among those that could not be placed as long as nobody has.
    decided : tuple of (Doubt, str)
        Those that someone decided, each with the answer.
    taken : int or None
        Lines of the file that became rows; None: all that were read but those that could not be placed.
    others : int
        Lines that were not asked for.
    counted : str
        The file whose lines are counted, where the reading has several; faults of the others are no lines of it.
    """

    tables: Mapping[str, Rows]
    origin: Origin
    unplaced: tuple[Problem, ...] = ()
    doubts: tuple[Problem, ...] = ()
    doubtful: tuple[Doubt, ...] = ()
    decided: tuple[tuple[Doubt, str], ...] = ()
    taken: int | None = None
    others: int = 0
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a merge did.

    Attributes
    ----------
    added, kept : mapping of str to int
        Rows by table: new ones, and those of the reading that the dossier had already.
    conflicts : tuple of Problem
        Rows of the reading that say something else than the dossier's; those of the dossier stand.
    """

    added: Mapping[str, int] = field(default_factory=dict)
    kept: Mapping[str, int] = field(default_factory=dict)
    conflicts: tuple[Problem, ...] = ()


def notice(
    code: str, part: str, row: int | None = None, column: str | None = None, *, allowed: str = "", found: Any = "", **more: Any
) -> Problem:
    """Make a problem whose remedy is the catalogues' sentence ``sources.<code>``; of a source's own, ``fax.no-date``, ``source.<code>``.

    >>> notice("row-differs", "votes.csv", 3).remedy.id, notice("fax.no-date", "a.fax", 3).remedy.id
    ('sources.row-differs', 'source.fax.no-date')
    """
    text = str(found)
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    remedy = Message(f"{'source' if '.' in code else 'sources'}.{code}", allowed=allowed, found=shown, column=column or "", **more)
    return Problem(part=part, row=row, column=column, allowed=allowed, found=shown, remedy=remedy, code=code)


def file_bytes(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file of at most ``limit`` bytes, or raise CannotRead."""
    try:
        if not path.exists():
            raise CannotRead(Message("sources.not-there", path=str(path)))
        if path.is_dir():
            raise CannotRead(Message("sources.a-folder", path=str(path)))
        if not path.is_file():
            raise CannotRead(Message("sources.no-regular-file", path=str(path)))
        with path.open("rb") as file:
            room = min(limit, max(path.stat().st_size, _AT_LEAST)) + 1  # a buffer of all that is allowed would be made at once
            if path.stat().st_size > limit or len(data := file.read(room)) > limit:
                raise CannotRead(Message("sources.too-large", path=str(path), megabytes=limit // 1024**2))
    except OSError as error:
        raise CannotRead(Message("sources.cannot-read", path=str(path), why=system_words(error))) from error
    return data


def stop_reading(path: Path, problems: Sequence[Problem]) -> None:
    """Raise one error with all the faults of a file that is read as a whole or not at all; beyond twenty they are counted.

    Raises
    ------
    CannotRead
        Where there is a fault; notices are none.
    """
    faults = [fault for fault in problems if not fault.is_notice]
    if faults:
        raise CannotRead(Message("sources.faults-in-file", path=str(path), count=len(faults), faults=tuple(faults[:_LISTED])))


def hash_of_files(digests: Mapping[str, str]) -> str:
    """Return the SHA-256 of one file, or that of the sorted list of several files' names and SHA-256, as a dossier's hash is made."""
    import hashlib

    if len(digests) == 1:
        return next(iter(digests.values()))
    lines = (f"{name}\0{digest}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def merge(
    dossier: Dossier,
    reading: Reading,
    *,
    evidence_id: str = "",
    known_on: str | When | None = None,
) -> tuple[Dossier, Report]:
    """Add what is new in a reading to a dossier; merging the same reading again changes nothing.

    Parameters
    ----------
    dossier : Dossier
    reading : Reading
    evidence_id : str, optional
        The id of an evidence row that names the origin; it is made where the dossier has none, and every new row without evidence of its
        own refers to it. Empty: no evidence is recorded.
    known_on : optional
        The date of the file, for that row: before it, what rests on the row is not known.

    Returns
    -------
    Dossier, Report
        A row that the dossier has already (same id; votes: same actor and roll call) is never overwritten. Where it says something else,
        other wording aside, it is listed as a conflict.
    """
    from legation.dossier.records import TABLES
    from legation.dossier.tables.votes import Votes

    tables: dict[str, Any] = dict(reading.tables)
    if evidence_id:
        tables["evidence"] = (_source_row(reading.origin, evidence_id, known_on), *tables.get("evidence", ()))
    added: dict[str, int] = {}
    counts: dict[str, int] = {}
    conflicts: list[Problem] = []
    changes: dict[str, Any] = {}
    for name, table in TABLES.items():
        rows = tables.get(name)
        if rows is None or not len(rows):
            continue
        there = getattr(dossier, name)
        if isinstance(rows, Votes):
            changes[name], added[name], found = _merge_votes(there, rows)
        else:
            new, found = _new_rows(table, there, rows)
            cited = tuple(_cited(row, evidence_id) for row in new) if name != "evidence" else new
            changes[name] = (*there, *cited)
            added[name] = len(new)
        counts[name] = len(rows) - added[name] - len(found)
        conflicts.extend(found)
    changed = {name: rows for name, rows in changes.items() if added[name]}
    result = dataclasses.replace(dossier, **changed) if changed else dossier
    return result, Report(added=added, kept=counts, conflicts=tuple(conflicts))


def _source_row(origin: Origin, evidence_id: str, known_on: str | When | None) -> Any:
    """Return the evidence row that names where a reading comes from."""
    from legation.dossier.records import Evidence

    return Evidence(
        id=evidence_id,
        kind="dataset",
        title=Wording(origin.title),
        publisher=origin.publisher,
        url=origin.url,
        sha256=origin.sha256,
        known_on=When(str(known_on)) if known_on else None,
    )


def _cited(row: Any, evidence_id: str) -> Any:
    return dataclasses.replace(row, evidence=(evidence_id,)) if evidence_id and not row.evidence else row


def _new_rows(table: Table, there: Sequence[Any], rows: Sequence[Any]) -> tuple[tuple[Any, ...], list[Problem]]:
    known = {table.identity(row): row for row in there}
    new, conflicts = [], []
    for row in rows:
        identity = table.identity(row)
        if identity not in known:
            known[identity] = row
            new.append(row)
            continue
        differing = next(_differences(table, known[identity], row), None)
        if differing:
            column, has, says = differing
            conflicts.append(notice("row-differs", table.part, None, column.name, allowed=has, found=says, key=identity))
    return tuple(new), conflicts


def _differences(table: Table, has: Any, says: Any) -> Iterator[tuple[Column, str, str]]:
    for column in table.columns:
        one, other = getattr(has, column.name), getattr(says, column.name)
        if column.name in _SAID_OTHERWISE or isinstance(other, Wording) or column.name in ("title", "publisher", "note"):
            continue
        if one != other and one not in (None, "", ()) and other not in (None, "", ()):
            yield column, column.kind.write(one), column.kind.write(other)


def _merge_votes(there: Votes, read: Votes) -> tuple[Votes, int, list[Problem]]:
    """Return the votes with the new ones behind, how many are new, and each vote that contradicts the one that is there."""
    import numpy as np

    from legation.dossier.records import VOTES
    from legation.dossier.tables.votes import Votes

    actors = tuple(dict.fromkeys((*there.actors, *read.actors)))
    rollcalls = tuple(dict.fromkeys((*there.rollcalls, *read.rollcalls)))
    actor_at = {name: i for i, name in enumerate(actors)}
    rollcall_at = {name: i for i, name in enumerate(rollcalls)}
    actor = np.array([actor_at[name] for name in read.actors], np.int32)[read.actor]
    rollcall = np.array([rollcall_at[name] for name in read.rollcalls], np.int32)[read.rollcall]
    keys = rollcall.astype(np.int64) * len(actors) + actor
    has = np.full(len(rollcalls) * len(actors), -1, np.int8)
    has[there.rollcall.astype(np.int64) * len(actors) + there.actor] = there.vote
    old = has[keys]
    conflicts = [
        notice(
            "vote-differs",
            "votes.csv",
            None,
            "vote",
            allowed=VOTES[old[i]],
            found=VOTES[read.vote[i]],
            actor=actors[actor[i]],
            rollcall=rollcalls[rollcall[i]],
        )
        for i in np.flatnonzero((old >= 0) & (old != read.vote)).tolist()
    ]
    new = np.flatnonzero(old < 0)
    if not len(new):
        return there, 0, conflicts
    ids = (*(there.ids or ("",) * len(there)), *("",) * len(new)) if there.ids else ()
    columns = ((there.actor, actor), (there.rollcall, rollcall), (there.vote, read.vote), (there.intent, read.intent))
    joined = [np.concatenate([a, b[new]]) for a, b in columns]
    return Votes(actors, rollcalls, joined[0], joined[1], joined[2], joined[3], ids), len(new), conflicts
