"""A room of two camps that differ on half of the statements, as a Polis export, and rooms that are too small, cut or faulty."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

import numpy as np

from legation.dossier import decode
from legation.methods.opinion import UNSEEN
from legation.questions import Case

MODEL = """[room]
title_en = "What should the forum do?"
title_fr = "Que doit faire le forum ?"
opened = "2018-03-01"
closed = "2018-03-20"
holder_en = "the secretariat"
holder_fr = "le secrétariat"
evidence = ["e1"]
[[statement]]
id = "0"
text_en = "Report grave incidents."
text_fr = "Signaler les incidents graves."
"""
START = dt.datetime(2018, 3, 1, tzinfo=dt.UTC)


def votes(people: int = 40, statements: int = 20, seed: int = 0) -> np.ndarray:
    """Return votes of two camps of equal size: opposed on the even statements, of one mind on the odd ones; a tenth not seen."""
    rng = np.random.default_rng(seed)
    side = np.where(np.arange(people) % 2, 1, -1)[:, None]
    odd = np.arange(statements) % 2 == 1
    cells = np.where(odd, 1, side) * np.where(rng.random((people, statements)) < 0.9, 1, -1)
    return np.where(rng.random(cells.shape) < 0.1, UNSEEN, cells).astype(np.int8)


def parts(
    cells: np.ndarray, model: str = MODEL, xids: Sequence[str] = (), name: str = "forum", out: Iterable[int] = ()
) -> dict[str, bytes]:
    """Return the parts of a room: its file and three files of its export, a vote a minute from 1 March 2018 on, row by row."""
    n, m = cells.shape
    moderated = set(out)
    cast = [(i, j) for i in range(n) for j in range(m) if cells[i, j] != UNSEEN]
    time = {at: int((START.timestamp() + 60 * k) * 1000) for k, at in enumerate(cast)}
    comments = [(int(START.timestamp() * 1000), "", j, "", "", "", -1 if j in moderated else 1, f"Statement {j}") for j in range(m)]
    head = ("participant", *(("xid",) if xids else ()), "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", *range(m))
    people = [
        (i, *((xids[i],) if xids else ()), i % 2, "", "", "", "", *("" if v == UNSEEN else int(v) for v in cells[i])) for i in range(n)
    ]
    return {
        f"rooms/{name}.toml": model.encode(),
        f"rooms/{name}/comments.csv": _csv(
            [("timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"), *comments]
        ),
        f"rooms/{name}/votes.csv": _csv(
            [("timestamp", "datetime", "comment-id", "voter-id", "vote"), *((time[at], "", at[1], at[0], int(cells[at])) for at in cast)]
        ),
        f"rooms/{name}/participants-votes.csv": _csv([head, *people]),
    }


def case(room: dict[str, bytes], as_of: str = "2018-06-01", **more: bytes) -> Case:
    """Return a dossier with rooms, one piece of evidence and one actor."""
    rest = {
        "dossier.toml": b'id = "d"',
        "evidence.csv": b"id,title,date\ne1,Export,2018-03-01\n",
        "actors.csv": b"id,name,kind\nA,Aland,ngo\nB,Bolt,ngo\n",
        **{f"{name}.csv": data for name, data in more.items()},
    }
    return Case(dossier=decode(rest | room), today=dt.date(2020, 1, 1)).at(dt.date.fromisoformat(as_of))


def _csv(rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
