"""An export of Polis, a folder or a zip of five files: read as a whole, or refused with all its faults."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from legation.broken_file import refused, text_at
from legation.dossier.problem import Problem
from legation.errors import CannotRead
from legation.language import Message
from legation.methods.ballots import UNSEEN, Ballots
from legation.sources.polis.conversation import Comment, Conversation, Participant
from legation.sources.reading import file_bytes, hash_of_files, notice, stop_reading

__all__ = [
    "NAMES",
    "Sheet",
    "files_in",
    "files_of",
    "read",
    "read_parts",
    "read_statements",
    "rows_of",
]


NAMES = ("comments.csv", "votes.csv", "participants-votes.csv", "summary.csv", "stats-history.csv")
FILE_LIMIT = 512 * 1024**2
ROWS_LIMIT = 20_000_000
ENTRIES_LIMIT = 1000
FAULTS_LIMIT = 1000
"""Faults that are told: an export that is not one has as many as rows."""


def files_of(path: Path) -> dict[str, bytes]:
    """Return the bytes of those of the five files that are there; others beside them are not looked at.

    Raises
    ------
    CannotRead
        Where there is nothing, no zip, or more than the limits.
    """
    if path.is_dir():
        return {name: file_bytes(path / name, FILE_LIMIT) for name in NAMES if (path / name).exists()}
    return files_in(file_bytes(path, FILE_LIMIT), str(path))


def files_in(data: bytes, name: str, limit: int = FILE_LIMIT) -> dict[str, bytes]:
    """Return the bytes of those of the five files that a zip holds.

    Raises
    ------
    CannotRead
        Where it is no zip, or holds more than ``limit`` bytes in one of them, whatever it says of their sizes.
    """
    with refused(name), zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        named = {entry.filename.rpartition("/")[2]: entry for entry in entries if not entry.is_dir()}
        found = {name: archive.open(named[name]).read(limit + 1) for name in NAMES if name in named and named[name].file_size <= limit}
        too_large = [one for one in NAMES if one in named and (named[one].file_size > limit or len(found[one]) > limit)]
        if len(entries) > ENTRIES_LIMIT or too_large:
            raise CannotRead(Message("sources.too-large", path=name, megabytes=limit // 1024**2))
        return found


class Sheet:
    """A file's header and rows, with the line on which each row begins; faults go to one list."""

    __slots__ = ("_lines", "at", "header", "part")

    def __init__(self, part: str, lines: Iterator[tuple[int, list[str]]], faults: list[Problem], needed: tuple[str, ...]) -> None:
        self.part = part
        _, header = next(lines, (1, []))
        self.header = tuple(name.strip() for name in header)
        self.at = {name: at for at, name in reversed(list(enumerate(self.header)))}
        self._lines = lines
        missing = [name for name in needed if name not in self.at]
        if missing:
            faults.append(notice("polis-column-missing", part, 1, missing[0], allowed=", ".join(needed), found=", ".join(self.header)))
            self._lines = iter(())

    def rows(self, faults: list[Problem]) -> Iterator[tuple[int, list[str]]]:
        """Yield line and cells of each row that is as wide as the header; another is a fault."""
        for line, cells in self._lines:
            if len(cells) == len(self.header):
                yield line, cells
            elif cells and len(faults) < FAULTS_LIMIT:
                faults.append(notice("polis-width", self.part, line, allowed=str(len(self.header)), found=len(cells)))


def rows_of(part: str, data: bytes, faults: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line on which it begins; text that is not UTF-8, or no CSV, is a fault and ends the file."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        faults.append(notice("polis-no-utf-8", part, line, allowed="UTF-8", found=data[error.start : error.start + 1].hex()))
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line, count = 1, 0
    try:
        for cells in reader:
            yield line, cells
            line, count = reader.line_num + 1, count + 1
            if count > ROWS_LIMIT:
                faults.append(notice("polis-rows", part, line, allowed=str(ROWS_LIMIT), found=count))
                return
    except csv.Error:
        faults.append(notice("polis-no-csv", part, line, found=text_at(text, line)))


STATEMENTS_LIMIT = 16 * 1024**2
"""Bytes of ``comments.csv`` where statements alone are wanted: twenty times the largest that is known."""


def read_statements(data: bytes, name: str) -> tuple[Comment, ...]:
    r"""Return the statements of an export, by the bytes of its zip or of its ``comments.csv``; votes are not looked at.

    Raises
    ------
    CannotRead
        Where there are none, too many, or with every fault and its place.

    Examples
    --------
    >>> head = b"timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    >>> [one.body for one in read_statements(head + b"0,7,0,0,0,1,Meet in the regions.\n", "comments.csv")]
    ['Meet in the regions.']
    """
    if data[:2] == b"PK":
        with refused(name), zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            found = [one for one in entries if not one.is_dir() and one.filename.rpartition("/")[2] == "comments.csv"]
            if not found:
                raise CannotRead(Message("sources.polis-no-statements", path=name, found=[one.filename for one in entries[:10]]))
            _small_enough(found[0].file_size, name)
            with archive.open(found[0]) as file:
                data = file.read(STATEMENTS_LIMIT + 1)  # what a zip says of its sizes need not be so
    _small_enough(len(data), name)
    faults: list[Problem] = []
    comments = _comments(data, faults)
    stop_reading(Path(name), faults)
    if not comments:
        raise CannotRead(Message("sources.polis-no-statements", path=name, found=[]))
    return tuple(comments)


def _small_enough(size: int, name: str) -> None:
    if size > STATEMENTS_LIMIT:
        raise CannotRead(Message("sources.too-large", path=name, megabytes=STATEMENTS_LIMIT // 1024**2))


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
    votes, warnings = _counting(ballots, cells, columns)
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
        doubts=warnings,
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
