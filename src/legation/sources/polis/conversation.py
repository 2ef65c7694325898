"""A conversation as its export has it, and the export written: five files, as Polis lays them out."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from legation.dossier.files.folder import write_file
from legation.dossier.problem import Problem
from legation.methods.ballots import UNSEEN, Ballots

__all__ = [
    "Comment",
    "Conversation",
    "Participant",
    "day_of",
    "encode",
    "write",
]


_END = 253_402_300_800_000
"""Milliseconds from 1970 to the end of the year 9999."""


def day_of(stamp: int) -> dt.date | None:
    """Return the day in universal time of a time in milliseconds since 1970; None where it is none, or beyond all calendars.

    >>> day_of(1_500_000_000_000), day_of(0), day_of(10**17)
    (datetime.date(2017, 7, 14), None, None)
    """
    return dt.datetime.fromtimestamp(stamp / 1000, dt.UTC).date() if 0 < stamp < _END else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A statement that was put to the vote.

    Attributes
    ----------
    id : int
    author : str
        A number of the export, without meaning outside it.
    moderated : int
        -1 taken out, 0 not looked at, 1 let in.
    body : str
    timestamp : int
        Milliseconds since 1970.
    datetime, agrees, disagrees : str
        As the file has them.
    more : tuple of (column, cell)
        Columns of newer exports, such as ``is-seed``.
    """

    id: int
    author: str
    moderated: int
    body: str
    timestamp: int = 0
    datetime: str = ""
    agrees: str = ""
    disagrees: str = ""
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who took part; no name, and an outside identifier only where the export has one.

    Attributes
    ----------
    id : int
    group : int
        As exported; -1 not grouped.
    xid : str
        The identifier of the site that sent this person; empty where there is none.
    counts : tuple of str
        Comments, votes, agreements and disagreements as the file has them; empty where there is no such row.
    """

    id: int
    group: int = -1
    xid: str = ""
    counts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What the five files say.

    Attributes
    ----------
    name : str
        Of the folder or zip.
    comments : tuple of Comment
        In the order of the file.
    participants : tuple of Participant
        Rows of the votes.
    statements : tuple of int
        Ids of the columns of the votes.
    ballots : Ballots
        Every vote, in the order of the file; ``time`` in milliseconds since 1970.
    datetimes : tuple of str
        Of each ballot, as the file has it.
    votes : ndarray of int8, shape (n_participants, n_statements)
        The votes that count: 1 agree, -1 disagree, 0 pass, UNSEEN.
    summary : tuple of (key, value)
    history : tuple of tuple of str
        Its header and its rows; empty where there is none.
    doubts : tuple of Problem
        Where two files say different things.
    sha256 : str
        Of the files' names and hashes.
    """

    name: str
    comments: tuple[Comment, ...]
    participants: tuple[Participant, ...]
    statements: tuple[int, ...]
    ballots: Ballots
    datetimes: tuple[str, ...]
    votes: npt.NDArray[np.int8]
    summary: tuple[tuple[str, str], ...] = ()
    history: tuple[tuple[str, ...], ...] = ()
    doubts: tuple[Problem, ...] = ()
    sha256: str = ""

    @property
    def moderated(self) -> npt.NDArray[np.bool_]:
        """Whether each column was taken out, shape (n_statements,)."""
        out = {comment.id for comment in self.comments if comment.moderated == -1}
        return np.array([statement in out for statement in self.statements], bool)

    @property
    def group(self) -> npt.NDArray[np.int64]:
        """The exported group of each row, -1 not grouped."""
        return np.array([one.group for one in self.participants], np.int64)

    @property
    def topic(self) -> str:
        """What the conversation is about, or its name."""
        return dict(self.summary).get("topic", "") or self.name


def write(conversation: Conversation, folder: str | Path) -> None:
    """Write the five files into a folder, which is made where it is not there.

    Raises
    ------
    CannotWrite
        Each file is whole or as it was.
    """
    for name, data in encode(conversation).items():
        write_file(Path(folder) / name, data)


def encode(conversation: Conversation) -> dict[str, bytes]:
    """Return the bytes of each of the five files; without the column ``datetime`` where no row has one."""
    cast = conversation.ballots
    more = tuple(dict.fromkeys(name for comment in conversation.comments for name, _ in comment.more))
    said = any(c.datetime for c in conversation.comments)
    dated = any(conversation.datetimes)
    comments = [
        (
            c.timestamp,
            *([c.datetime] if said else []),
            c.id,
            c.author,
            c.agrees,
            c.disagrees,
            c.moderated,
            c.body,
            *(dict(c.more).get(name, "") for name in more),
        )
        for c in conversation.comments
    ]
    times = np.asarray(cast.time if cast.time is not None else np.zeros(len(np.asarray(cast.value)), np.int64)).tolist()
    columns = zip(*(np.asarray(getattr(cast, name)).tolist() for name in ("participant", "statement", "value")), strict=True)
    people = conversation.participants
    votes = [
        (time, *([text] if dated else []), conversation.statements[s], people[p].id, v)
        for time, text, (p, s, v) in zip(times, conversation.datetimes, columns, strict=True)
    ]
    header = (*_time(written=said), "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body", *more)
    return {
        "comments.csv": _csv([header, *comments]),
        "votes.csv": _csv([(*_time(written=dated), "comment-id", "voter-id", "vote"), *votes]),
        "participants-votes.csv": _csv(_people(conversation)),
        "summary.csv": _csv(conversation.summary),
        "stats-history.csv": _csv(conversation.history),
    }


def _time(*, written: bool) -> tuple[str, ...]:
    return ("timestamp", "datetime") if written else ("timestamp",)


def _people(conversation: Conversation) -> list[tuple[object, ...]]:
    has_xid = any(one.xid for one in conversation.participants)
    first = ("participant", *(("xid",) if has_xid else ()), "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
    rows: list[tuple[object, ...]] = [(*first, *conversation.statements)]
    for one, cells in zip(conversation.participants, conversation.votes, strict=True):
        counts = ("", int((cells != UNSEEN).sum()), int((cells == 1).sum()), int((cells == -1).sum()))
        shown = ("" if vote == UNSEEN else vote for vote in cells.tolist())
        rows.append((one.id, *((one.xid,) if has_xid else ()), "" if one.group < 0 else one.group, *(one.counts or counts), *shown))
    return rows


def _csv(rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
