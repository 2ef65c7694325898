"""What a desk takes out of a record of votes: the members it works on, their groups, and the votes on its subject.

The record is a pack or another dossier; both are asked in one way. What is taken is a :class:`legation.sources.reading.Reading`, which
enters a dossier like that of any other source.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.dossier.column import Wording
from legation.dossier.dossier import Dossier
from legation.dossier.parts.rules import Body
from legation.dossier.problem import Problem, stop_at
from legation.dossier.records import TABLES, Actor, MemberOfGroup, Process, RollCall
from legation.dossier.tables.cells import read_votes
from legation.dossier.tables.csv_sheet import read_csv, write_csv
from legation.dossier.tables.votes import Votes
from legation.language import fold
from legation.sources.packs.bodies import actors_of, bodies_with_named, groups_counted, renamed, sources_of
from legation.sources.packs.chains import evidence_with_cited
from legation.sources.packs.fora import ForaRows, fora_found, fora_rows
from legation.sources.packs.marking import MarkingGuard
from legation.sources.packs.pack import VOTES, Pack
from legation.sources.reading import Origin, Reading

__all__ = ["Extract", "Extracted", "extracted", "found_rollcalls", "members_found"]

_WORD = re.compile(r"[^\W_]+")
_OR = re.compile(r"[,;\n|]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What is taken.

    Attributes
    ----------
    members : tuple of str or None
        Whose votes: ids or alpha-3 codes of actors; None: everybody's.
    words : str
        What the votes are about. Every word has to begin a word of the title, the note, the symbol or the question that was voted on;
        commas part what is looked for side by side. Empty: every subject.
    bodies : tuple of str
        Ids of bodies; empty: all.
    first, last : int or None
        Years, both included.
    groups : bool
        Whether all groups of the members are taken too; those of who sits in a body always are.
    fora : tuple of str
        Fora, as :func:`legation.sources.packs.fora.fora_found` reads their names. Where some are named, they are what is taken, with
        all that they rest on, and no votes: their members come whole, because a rule counts them.
    """

    members: tuple[str, ...] | None = None
    words: str = ""
    bodies: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    groups: bool = True
    fora: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What an extract came to: the rows, the bodies that they name, who asked for is not in the record, the fora and their members."""

    reading: Reading
    bodies: tuple[Body, ...] = ()
    unknown: tuple[str, ...] = ()
    fora: tuple[Process, ...] = ()
    members: int = 0


def extracted(record: Pack | Dossier, extract: Extract, into: Dossier | None = None) -> Extracted:
    r"""Return the rows that are taken out of a record; members are called as ``into`` calls them, where it has them under another id.

    >>> from legation.dossier import decode
    >>> there = decode({
    ...     "dossier.toml": b'id = "d"',
    ...     "actors.csv": b"id,name,kind\nFRA,France,state\nPER,Peru,state\n",
    ...     "rollcalls.csv": b"id,title,date\nr1,Outer space,2015\nr2,Oceans,2016\n",
    ...     "votes.csv": b"actor,rollcall,vote\nFRA,r1,yes\nPER,r1,no\nFRA,r2,yes\n",
    ... })
    >>> taken = extracted(there, Extract(members=("FRA", "XXX"), words="space")).reading
    >>> [(row.actor, row.rollcall, row.vote) for row in taken.tables["votes"].rows()], [row.id for row in taken.tables["rollcalls"]]
    ([('FRA', 'r1', 'yes')], ['r1'])
    """
    outline = record.outline if isinstance(record, Pack) else record
    own = _own_ids(outline.actors, into)
    guard = MarkingGuard.of(outline, into, own)
    if extract.fora:
        return _of_fora(record, fora_rows(outline, fora_found(outline, extract.fora), into, own, guard))
    phrases = record.facts.words if isinstance(record, Pack) else {}
    calls = found_rollcalls(outline, extract, phrases)
    members = None if extract.members is None else members_found(outline, extract.members)
    votes = _votes_of(record, {row.id for row in calls}, None if members is None else set(members.values()))
    there = {body.id for body in into.bodies} if into is not None else set()
    bodies = guard.may_come(bodies_with_named(outline, {row.body for row in calls}), there)
    wanted = {*votes.actors, *(members.values() if members else ()), *(name for body in bodies for name in actors_of(body))}
    groups = _groups(outline, wanted, groups_counted(bodies), into, whole=extract.groups)
    wanted |= {row.actor for row in groups}
    actors = tuple(row for row in outline.actors if row.id in wanted)
    missing = {body.id for body in outline.bodies} - {body.id for body in bodies} - there
    votes = guard.without(votes)
    rows: dict[str, Iterable[Any]] = {
        "actors": (row for row in actors if own.get(row.id, row.id) == row.id),
        "groups": (dataclasses.replace(guard.raised(row, "actors", row.actor), actor=own.get(row.actor, row.actor)) for row in groups),
        "issues": (
            dataclasses.replace(row, body="") if row.body in missing else row
            for row in outline.issues
            if row.id in {call.issue for call in calls}
        ),
        "rollcalls": (_within(row, {one.id for one in calls}, {one.id for one in actors}, guard, own, missing) for row in calls),
    }
    tables: dict[str, Any] = {name: guard.marked(_with_superseded(name, tuple(chosen), into)) for name, chosen in rows.items()}
    tables["votes"] = dataclasses.replace(votes, actors=tuple(own.get(name, name) for name in votes.actors)) if own else votes
    cited = {name for table in rows for row in tables[table] for name in row.evidence}
    tables["evidence"] = guard.marked(evidence_with_cited(outline, cited | sources_of(bodies)))
    reading = Reading(tables=tables, origin=_origin(record, sum(len(rows) for rows in tables.values())))
    unknown = () if members is None else tuple(name for name in extract.members or () if name not in members)
    return Extracted(reading=reading, bodies=tuple(renamed(body, own) for body in bodies), unknown=unknown)


def _of_fora(record: Pack | Dossier, made: ForaRows) -> Extracted:
    reading = Reading(tables=made.tables, origin=_origin(record, sum(len(rows) for rows in made.tables.values())))
    return Extracted(reading=reading, bodies=made.bodies, fora=made.fora, members=made.members)


def found_rollcalls(outline: Dossier, extract: Extract, phrases: Mapping[str, Sequence[str]] | None = None) -> tuple[RollCall, ...]:
    """Return the roll calls of a record that an extract asks for, in their order."""
    ways = _ways(extract.words, phrases or {})
    questions = {row.id: row.question for row in outline.issues}
    return tuple(
        row
        for row in outline.rollcalls
        if (not extract.bodies or row.body in extract.bodies)
        and _in_years(row, extract.first, extract.last)
        and (not ways or _is_about(_text(row, questions.get(row.issue, Wording())), ways))
    )


def members_found(outline: Dossier, names: Iterable[str]) -> dict[str, str]:
    """Return under which id the record has each member that is named by its id or alpha-3 code; whom it does not have is left out."""
    by_code = {row.iso3: row.id for row in outline.actors if row.iso3 and row.kind == "state"}
    ids = {row.id for row in outline.actors}
    found = {name: name if name in ids else by_code.get(name, "") for name in names}
    return {name: there for name, there in found.items() if there}


def _ways(words: str, phrases: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return the ways in which a subject may be written, each a list of beginnings of words that must all be there."""
    ways: list[list[str]] = []
    for way in _OR.split(words):
        plain = " ".join(_WORD.findall(fold(way)))
        if not plain:
            continue
        ways.append(plain.split())
        for phrase, said in phrases.items():
            known = " ".join(_WORD.findall(fold(phrase)))
            if f" {known} " in f" {plain} ":
                ways += [_WORD.findall(fold(f" {plain} ".replace(f" {known} ", f" {one} "))) for one in said]
    return ways


def _is_about(text: str, ways: list[list[str]]) -> bool:
    """Whether the words of one of the ways all begin a word of a text; ``text`` begins with a blank, and so does each of its words."""
    return any(all(f" {word}" in text for word in way) for way in ways)


def _text(row: RollCall, question: Wording) -> str:
    texts = [row.symbol, row.draft_symbol]
    texts += [one for wording in (row.title, row.note, question) for one in (wording.text, wording.fr, wording.en)]
    return " " + " ".join(_WORD.findall(fold(" ".join(texts))))


def _in_years(row: RollCall, first: int | None, last: int | None) -> bool:
    if first is None and last is None:
        return True
    if row.date is None:
        return False
    return (first is None or row.date.last.year >= first) and (last is None or row.date.first.year <= last)


def _votes_of(record: Pack | Dossier, calls: Collection[str], members: Collection[str] | None) -> Votes:
    """Return the votes of some members, None: all, in some roll calls."""
    if isinstance(record, Pack):
        return _votes_in(record.votes, calls, members)
    votes = record.votes
    chosen = np.array([name in calls for name in votes.rollcalls], bool)[votes.rollcall] if len(votes) else np.zeros(0, bool)
    if members is not None and len(votes):
        chosen &= np.array([name in members for name in votes.actors], bool)[votes.actor]
    return votes.keep(chosen)


def _votes_in(data: bytes, calls: Collection[str], members: Collection[str] | None) -> Votes:
    """Return some of the votes of a part. Lines are chosen before they are read as votes: of a million a desk takes some thousand."""
    problems: list[Problem] = []
    rows = csv.reader(io.StringIO(data.decode("utf-8", "replace")))
    header = next(rows, [])
    if {"actor", "rollcall"} <= set(header):
        actor, rollcall = header.index("actor"), header.index("rollcall")
        longest = max(actor, rollcall)
        chosen = [row for row in rows if len(row) > longest and row[rollcall] in calls and (members is None or row[actor] in members)]
        data = write_csv(header, chosen)
    sheet = read_csv(VOTES, data, problems) if data else None
    votes = read_votes(TABLES["votes"], sheet, problems)[0] if sheet is not None else Votes()
    stop_at(problems)
    return votes


def _groups(
    outline: Dossier, actors: Collection[str], counted: Collection[str], into: Dossier | None, *, whole: bool
) -> tuple[MemberOfGroup, ...]:
    """Return the memberships of some actors, ``whole``: in every group, else in those that a body counts.

    A group that a body counts, that nobody of them is in and that the dossier does not have comes with its members, for a rule names it.
    """
    there = {row.group for row in outline.groups if row.actor in actors} | {row.group for row in (into.groups if into is not None else ())}
    return tuple(
        row
        for row in outline.groups
        if (row.group in counted and row.group not in there) or (row.actor in actors and (whole or row.group in counted))
    )


def _own_ids(actors: Iterable[Actor], into: Dossier | None) -> dict[str, str]:
    """Return under which other id a dossier has the states of a record."""
    if into is None:
        return {}
    ids = {row.id for row in into.actors}
    by_code = {row.iso3: row.id for row in into.actors if row.iso3 and row.kind == "state"}
    return {row.id: by_code[row.iso3] for row in actors if row.id not in ids and row.iso3 in by_code and row.kind == "state"}


def _within(
    row: RollCall,
    calls: Collection[str],
    actors: Collection[str],
    guard: MarkingGuard,
    own: Mapping[str, str],
    missing: Collection[str],
) -> RollCall:
    """Return a roll call whose references lead to what is taken, or is there, and to nothing that more people would learn of."""
    actors = guard.may_be_named(row, "actors", actors)
    sponsors, authors, candidates = (
        tuple(own.get(name, name) for name in names if name in actors) for names in (row.sponsors, row.authors, row.candidates)
    )
    like = guard.may_be_named(row, "rollcalls", row.like)
    return dataclasses.replace(
        row,
        sponsors=sponsors,
        authors=authors,
        candidates=candidates,
        like=tuple(name for name in row.like if name in calls and name in like),
        issue=row.issue if guard.may_be_named(row, "issues", (row.issue,)) else "",
        body="" if row.body in missing else row.body,
        supersedes="",
    )


def _with_superseded(table: str, rows: tuple[Any, ...], into: Dossier | None) -> tuple[Any, ...]:
    """Return rows that supersede only what comes with them, or is there."""
    known = {row.id for row in (*rows, *(getattr(into, table) if into is not None else ()))}
    return tuple(dataclasses.replace(row, supersedes="") if row.supersedes and row.supersedes not in known else row for row in rows)


def _origin(record: Pack | Dossier, read: int) -> Origin:
    if isinstance(record, Pack):
        facts = record.facts
        return Origin(title=record.id, publisher=facts.publisher, url=facts.url, licence=facts.licence, read=read)
    return Origin(title=record.info.id, licence=record.info.licence, read=read)
