"""An export read as a whole, or refused with all its faults."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from legation.dossier.problem import Problem
from legation.errors import CannotRead
from legation.language import Message
from legation.methods.ballots import UNSEEN, Ballots
from legation.sources.polis.conversation import Comment, Conversation, Participant
from legation.sources.polis.files import FAULTS_LIMIT, Sheet, files_of, rows_of
from legation.sources.reading import hash_of_files, notice, stop_reading

__all__ = ["read", "read_parts"]

CELLS_LIMIT = 500_000_000
"""Participants times statements."""
_COMMENT = ("timestamp", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body")
_DATED = "datetime"
"""A column that may be missing: what a table says of time is read from its timestamps."""
_VOTE = ("timestamp", "comment-id", "voter-id", "vote")
_PERSON = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")


def read(path: str | Path) -> Conversation:
    """Return the conversation that an export holds.

    Parameters
    ----------
    path : path
        The folder, or a zip of it.

    Raises
    ------
    CannotRead
        Where statements or votes are missing, or with every fault and its place: text that is no number, a vote other than 1, 0 and -1,
        a row of another width, a statement or a participant that stands twice, a vote on a statement that is not there.
    """
    path = Path(path)
    return read_parts(files_of(path), path.stem if path.is_file() else path.name, path)


def read_parts(files: Mapping[str, bytes], name: str, path: str | Path = "") -> Conversation:
    """Return the conversation that the bytes of an export hold.

    Parameters
    ----------
    files : mapping of str to bytes
        The files by the names that an export gives them.
    name : str
        Of the conversation.
    path : path
        Where they lie, for what is said of faults.

    Raises
    ------
    CannotRead
        As :func:`read`.
    """
    path = Path(path or name)
    if "comments.csv" not in files or not {"votes.csv", "participants-votes.csv"} & set(files):
        raise CannotRead(Message("sources.polis-missing", path=str(path), found=sorted(files)))
    faults: list[Problem] = []
    comments = _comments(files["comments.csv"], faults)
    people, columns, cells = _people(files.get("participants-votes.csv"), faults)
    cast = _votes(files.get("votes.csv"), faults)
    stop_reading(path, faults)
    known = {comment.id for comment in comments}
    statements = tuple(dict.fromkeys((*columns, *(sorted(set(cast.statement) & known)))))
    person_at = {one.id: row for row, one in enumerate(people)}
    people += [Participant(id=number) for number in dict.fromkeys(cast.participant) if number not in person_at]
    person_at = {one.id: row for row, one in enumerate(people)}
    column_at = {statement: column for column, statement in enumerate(statements)}
    lost = [(line, s) for line, s in zip(cast.line, cast.statement, strict=True) if s not in column_at][:FAULTS_LIMIT]
    stop_reading(path, [notice("polis-no-statement", "votes.csv", line, "comment-id", found=s) for line, s in lost])
    if not statements or not people or len(people) * len(statements) > CELLS_LIMIT:
        raise CannotRead(Message("sources.polis-size", path=str(path), people=len(people), statements=len(statements)))
    ballots = Ballots(
        np.array([person_at[p] for p in cast.participant], np.int64),
        np.array([column_at[s] for s in cast.statement], np.int64),
        np.array(cast.value, np.int64),
        (len(people), len(statements)),
        np.array(cast.time, np.int64),
    )
    votes, doubts = _counting(ballots, cells, columns)
    history = [tuple(row) for _, row in rows_of("stats-history.csv", files.get("stats-history.csv", b""), faults)]
    summary = _summary(files.get("summary.csv", b""), faults)
    stop_reading(path, faults)
    return Conversation(
        name=name,
        comments=tuple(comments),
        participants=tuple(people),
        statements=statements,
        ballots=ballots,
        datetimes=tuple(cast.datetime),
        votes=votes,
        summary=summary,
        history=tuple(history),
        doubts=doubts,
        sha256=hash_of_files({name: hashlib.sha256(data).hexdigest() for name, data in files.items()}),
    )


class _Cast:
    """Columns of ``votes.csv``."""

    __slots__ = ("datetime", "line", "participant", "statement", "time", "value")

    def __init__(self) -> None:
        self.line, self.participant, self.statement, self.value, self.time = ([0] * 0 for _ in range(5))
        self.datetime = [""] * 0


def _comments(data: bytes, faults: list[Problem]) -> list[Comment]:
    sheet = Sheet("comments.csv", rows_of("comments.csv", data, faults), faults, _COMMENT)
    more = [name for name in sheet.header if name not in (*_COMMENT, _DATED)]
    dated = sheet.at.get(_DATED)
    comments = list[Comment]()
    seen = set[int]()
    for line, cells in sheet.rows(faults):
        identity, moderated, time = (_whole(sheet, name, line, cells, faults) for name in ("comment-id", "moderated", "timestamp"))
        if identity is None or moderated is None or time is None:
            continue
        if moderated not in (-1, 0, 1):
            _fault(faults, "polis-moderated", sheet, line, "moderated", "-1 | 0 | 1", moderated)
        if identity in seen:
            _fault(faults, "polis-twice", sheet, line, "comment-id", "", identity)
        seen.add(identity)
        comments.append(
            Comment(
                id=identity,
                author=cells[sheet.at["author-id"]],
                moderated=moderated,
                body=cells[sheet.at["comment-body"]],
                timestamp=time,
                datetime="" if dated is None else cells[dated],
                agrees=cells[sheet.at["agrees"]],
                disagrees=cells[sheet.at["disagrees"]],
                more=tuple((name, cells[sheet.at[name]]) for name in more),
            )
        )
    return comments


def _votes(data: bytes | None, faults: list[Problem]) -> _Cast:
    cast = _Cast()
    if data is None:
        return cast
    sheet = Sheet("votes.csv", rows_of("votes.csv", data, faults), faults, _VOTE)
    dated = sheet.at.get(_DATED)
    for line, cells in sheet.rows(faults):
        numbers = [_whole(sheet, name, line, cells, faults) for name in _VOTE]
        time, statement, person, vote = numbers
        if time is None or statement is None or person is None or vote is None:
            continue
        if vote not in (-1, 0, 1):
            _fault(faults, "polis-vote", sheet, line, "vote", "-1 | 0 | 1", vote)
            continue
        for name, value in (("line", line), ("participant", person), ("statement", statement), ("value", vote), ("time", time)):
            getattr(cast, name).append(value)
        cast.datetime.append("" if dated is None else cells[dated])
    return cast


def _people(data: bytes | None, faults: list[Problem]) -> tuple[list[Participant], tuple[int, ...], list[list[int]]]:
    """Return the participants, the ids of the columns, and the cells of each row."""
    if data is None:
        return [], (), []
    sheet = Sheet("participants-votes.csv", rows_of("participants-votes.csv", data, faults), faults, _PERSON)
    names = [name for name in sheet.header if name not in (*_PERSON, "xid")]
    for name in names:
        if not _is_whole(name):
            _fault(faults, "polis-no-number", sheet, 1, name, "comment-id", name)
    if len(set(sheet.header)) < len(sheet.header):
        _fault(faults, "polis-twice", sheet, 1, "comment-id", "", next(n for n in sheet.header if sheet.header.count(n) > 1))
    people, table, seen = list[Participant](), list[list[int]](), set[int]()
    at = [sheet.at[name] for name in names]
    codes = {"": UNSEEN, "1": 1, "-1": -1, "0": 0}
    for line, cells in sheet.rows(faults):
        identity = _whole(sheet, "participant", line, cells, faults)
        group = -1 if not cells[sheet.at["group-id"]].strip() else _whole(sheet, "group-id", line, cells, faults)
        row = [codes.get(cells[i].strip(), 2) for i in at]
        if 2 in row:
            wrong = row.index(2)
            _fault(faults, "polis-vote", sheet, line, names[wrong], "-1 | 0 | 1", cells[at[wrong]])
        if identity is None or group is None:
            continue
        if identity in seen:
            _fault(faults, "polis-twice", sheet, line, "participant", "", identity)
        seen.add(identity)
        xid = cells[sheet.at["xid"]] if "xid" in sheet.at else ""
        people.append(Participant(id=identity, group=group, xid=xid, counts=tuple(cells[sheet.at[name]] for name in _PERSON[2:])))
        table.append(row)
    return people, tuple(int(name) for name in names if _is_whole(name)), table


def _counting(cast: Ballots, cells: list[list[int]], columns: Iterable[int]) -> tuple[npt.NDArray[np.int8], tuple[Problem, ...]]:
    """Return the votes that count, and how often the table of participants says something else than the votes in time."""
    width = len(tuple(columns))
    votes = cast.matrix()
    if not cells:
        return votes, ()
    table = np.array(cells, np.int8).reshape(len(cells), width)
    said = np.full_like(votes, UNSEEN)
    said[: len(cells), :width] = table
    if not len(np.asarray(cast.value)):
        return said, ()
    differing = np.argwhere(said != votes)
    if not len(differing):
        return votes, ()
    row, column = differing[0].tolist()
    where = notice(
        "polis-differs",
        "participants-votes.csv",
        row + 2,
        None,
        allowed=str(votes[row, column]),
        found=said[row, column],
        count=len(differing),
    )
    return votes, (where,)


def _summary(data: bytes, faults: list[Problem]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for line, cells in rows_of("summary.csv", data, faults):
        if len(cells) != 2:
            faults.append(notice("polis-width", "summary.csv", line, allowed="2", found=len(cells)))
            continue
        pairs.append((cells[0], cells[1]))
    return tuple(pairs)


def _whole(sheet: Sheet, name: str, line: int, cells: list[str], faults: list[Problem]) -> int | None:
    text = cells[sheet.at[name]].strip()
    if _is_whole(text):
        return int(text)
    _fault(faults, "polis-no-number", sheet, line, name, "", text)
    return None


def _is_whole(text: str) -> bool:
    return len(text) <= 18 and text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()


def _fault(faults: list[Problem], code: str, sheet: Sheet, line: int, column: str, allowed: str, found: object) -> None:
    if len(faults) < FAULTS_LIMIT:
        faults.append(notice(code, sheet.part, line, column, allowed=allowed, found=found))
