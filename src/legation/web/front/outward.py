"""Outward bundles, front to desk: the submissions after a number, under a code (HMAC) with the key that the desk gave to the front."""

from __future__ import annotations

import datetime as dt
import hmac
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from legation.errors import BadValue, CannotRead
from legation.language import Message
from legation.web.front.signed import OUTWARD, from_base64, parted, to_base64
from legation.web.front.store import open_front, read_state, transaction, write_state

__all__ = ["Outward", "Sealed", "about_outward", "read_outward", "write_outward"]

MOST = 20_000
"""Submissions in one bundle."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """One submission as the desk fetches it: :class:`legation.web.front.store.Submission` with its number and the second that it came."""

    number: int
    received: dt.datetime
    kind: str
    key_version: int
    sealed: bytes
    token: bytes


@dataclass(frozen=True, slots=True)
class Outward:
    """A bundle of the front.

    Attributes
    ----------
    number : int
        Rises by one with each bundle; the desk applies none whose number it has passed.
    submissions : tuple of Sealed
        By number; the desk passes over those it has, so that no bundle counts anything twice.
    is_all : bool
        Whether nothing was left for another bundle.
    dropped : dict of str to int
        How many a limit has kept out since the front was made, by limit.
    applied : int
        Number of the last bundle of the desk that the front has applied; 0: none.
    """

    number: int
    submissions: tuple[Sealed, ...]
    is_all: bool
    dropped: dict[str, int]
    applied: int = 0


def write_outward(folder: Path, after: int = 0) -> bytes:
    """Return a bundle with the submissions after a number, at most :data:`MOST`.

    Raises
    ------
    CannotRead
        Where the front has not been introduced (:func:`introduce`), or its file cannot be read.
    """
    with closing(open_front(folder)) as connection:
        with transaction(connection):
            number = int(read_state(connection, "outward") or b"0") + 1
            write_state(connection, "outward", str(number).encode())
        columns = "number, received, kind, key_version, sealed, token"
        rows = connection.execute(
            f"SELECT {columns} FROM submission WHERE number > ? AND sealed <> x'' ORDER BY number LIMIT ?",  # noqa: S608 - of this file
            (after, MOST + 1),
        ).fetchall()
        dropped = connection.execute("SELECT substr(name, 9), value FROM state WHERE name LIKE 'dropped-%'").fetchall()
        house, key = read_state(connection, "house"), _carry_key(connection)
        applied = int(read_state(connection, "inward") or b"0")
    content = {
        "house": house.decode(),
        "number": number,
        "all": len(rows) <= MOST,
        "applied": applied,
        "dropped": {name: int(value) for name, value in dropped},
        "submissions": [[n, at, kind, version, to_base64(sealed), to_base64(token)] for n, at, kind, version, sealed, token in rows[:MOST]],
    }
    body = json.dumps(content, separators=(",", ":")).encode()
    return b"\n".join((OUTWARD, to_base64(hmac.digest(key, OUTWARD + body, "sha256")).encode(), body))


def about_outward(bundle: bytes) -> tuple[int, int, bool]:
    """Return of a bundle that this machine has just written its number, how many submissions it holds, and whether those are all."""
    content = json.loads(parted(bundle, OUTWARD)[1])
    return int(content["number"]), len(content["submissions"]), bool(content["all"])


def read_outward(bundle: bytes, *, house: str, carry_key: bytes) -> Outward:
    """Read a bundle of the front. The caller compares :attr:`Outward.number` with the last that it applied.

    Raises
    ------
    BadValue
        Where the code over it is not right, or it is another house's; nothing of it is read.
    """
    signed, body = parted(bundle, OUTWARD)
    if not hmac.compare_digest(signed, hmac.digest(carry_key, OUTWARD + body, "sha256")):
        raise BadValue(Message("consular-front.bundle-forged"))
    try:
        content = json.loads(body)
        if content["house"] != house:
            raise BadValue(Message("consular-front.another-house"))
        submissions = tuple(
            Sealed(int(n), dt.datetime.fromisoformat(at), str(kind), int(version), from_base64(sealed), from_base64(token))
            for n, at, kind, version, sealed, token in content["submissions"]
        )
        return Outward(int(content["number"]), submissions, bool(content["all"]), dict(content["dropped"]), int(content["applied"]))
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, BadValue):
            raise
        raise BadValue(Message("consular-front.bundle-unreadable", why=str(error))) from error


def _carry_key(connection: sqlite3.Connection) -> bytes:
    key = read_state(connection, "carry-key")
    if not key:
        raise CannotRead(Message("consular-front.not-introduced"))
    return key
