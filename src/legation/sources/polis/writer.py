"""An export written: the five files, as Polis lays them out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from legation.dossier.folder import write_file
from legation.methods.ballots import UNSEEN
from legation.sources.polis.conversation import Conversation

__all__ = ["encode", "write"]


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
        counted = ("", int((cells != UNSEEN).sum()), int((cells == 1).sum()), int((cells == -1).sum()))
        shown = ("" if vote == UNSEEN else vote for vote in cells.tolist())
        rows.append((one.id, *((one.xid,) if has_xid else ()), "" if one.group < 0 else one.group, *(one.counts or counted), *shown))
    return rows


def _csv(rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
