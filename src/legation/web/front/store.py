"""The front's only file: sealed submissions until they are fetched, digests of live links, and what the desk has said.

Plain SQLite, without Django: the desk on the same machine works on the same file (:mod:`~legation.web.front.bundles`). Whoever takes the
whole folder learns how many submissions came, and when. A row is written once; its nonce makes it unique, so that a form that is sent again
is not counted twice. After the desk has fetched it, only the digest of the nonce stays, for :data:`NONCE_DAYS`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from legation.errors import CannotRead
from legation.language import Message

__all__ = [
    "KINDS",
    "NONCE_DAYS",
    "Submission",
    "append",
    "digest",
    "drop",
    "is_live",
    "open_front",
    "read_state",
    "transaction",
    "write_state",
]

FILE = "front.sqlite3"
KINDS = ("registration", "change", "withdrawal", "reply", "code")
"""What a submission is; it is bound into the seal, and the desk refuses another one."""
NONCE_DAYS = 7
"""How long a form that is sent again is still known as the same one, after it was fetched [days]."""
_STEPS = (
    """
    CREATE TABLE submission (
        number INTEGER PRIMARY KEY AUTOINCREMENT, received TEXT NOT NULL, kind TEXT NOT NULL, key_version INTEGER NOT NULL,
        sealed BLOB NOT NULL, nonce BLOB NOT NULL UNIQUE, token BLOB NOT NULL
    );
    CREATE TABLE live_token (digest BLOB PRIMARY KEY, kind TEXT NOT NULL, expires TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE state (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    """,
)
"""How the tables came to be what they are: each step is done once, in order (``PRAGMA user_version``)."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What is appended.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    key_version : int
        Of the public key to which it is sealed.
    sealed : bytes
        HPKE; only the desk opens it.
    nonce : bytes
        SHA-256 of the form's number.
    token : bytes
        SHA-256 of the link that was used; empty for a registration and for a code.
    """

    kind: str
    key_version: int
    sealed: bytes
    nonce: bytes
    token: bytes = b""


def digest(secret: str) -> bytes:
    """Return the SHA-256 of a random secret.

    >>> digest("a").hex()[:12]
    'ca978112ca1b'
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def open_front(folder: Path) -> sqlite3.Connection:
    """Return a connection to the front's file, which is made or brought up to date; for one thread.

    Raises
    ------
    CannotRead
        Where the folder or file cannot be used, or a newer version has written it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = folder / FILE
        if not place.exists():
            os.close(os.open(place, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(place, timeout=20, isolation_level=None)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;")
        try:
            _bring_up_to_date(connection)
        except sqlite3.Error:
            connection.close()
            raise
    except (OSError, sqlite3.Error) as error:
        raise CannotRead(Message("consular-front.no-folder", path=str(folder), why=str(error))) from error
    return connection


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(_STEPS):
        raise sqlite3.DatabaseError(f"version {version} > {len(_STEPS)}")
    if version == len(_STEPS):
        return
    with transaction(connection):
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        for number, step in enumerate(_STEPS[version:], version + 1):
            for statement in filter(str.strip, step.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={number}")


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write together what is inside the block, or nothing of it; whoever else writes waits."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def append(connection: sqlite3.Connection, one: Submission, now: dt.datetime) -> bool:
    """Write a submission, and return whether it is new: the same form sent again changes nothing. Call it in a transaction."""
    row = (now.isoformat(timespec="seconds"), one.kind, one.key_version, one.sealed, one.nonce, one.token)
    done = connection.execute(
        "INSERT OR IGNORE INTO submission (received, kind, key_version, sealed, nonce, token) VALUES (?, ?, ?, ?, ?, ?)", row
    )
    return done.rowcount == 1


def drop(connection: sqlite3.Connection, why: str) -> None:
    """Count what a limit did not let in: one of a flood. The desk reads how many there were."""
    count = int(read_state(connection, f"dropped-{why}") or b"0")
    write_state(connection, f"dropped-{why}", str(count + 1).encode())


def is_live(connection: sqlite3.Connection, token: bytes, now: dt.datetime) -> bool:
    """Whether a link is one that the desk has made and that has not expired."""
    found = connection.execute("SELECT expires FROM live_token WHERE digest = ?", (token,)).fetchone()
    return found is not None and dt.datetime.fromisoformat(found[0]) > now


def read_state(connection: sqlite3.Connection, name: str) -> bytes:
    """Return one thing that is noted; empty where it is not."""
    found = connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
    return bytes(found[0]) if found else b""


def write_state(connection: sqlite3.Connection, name: str, value: bytes) -> None:
    """Note one thing."""
    connection.execute("INSERT INTO state VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value))
