"""Inward bundles, desk to front: what the desk says now, under its Ed25519 signature; and the introduction, which comes before them."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation.errors import BadValue, CannotRead
from legation.language import Message
from legation.web.front.house import house_from
from legation.web.front.signed import INTRODUCTION, INWARD, KEY_BYTES, from_base64, parted, to_base64
from legation.web.front.store import NONCE_DAYS, open_front, read_state, transaction, write_state

__all__ = ["Inward", "LiveToken", "apply_introduction", "apply_inward", "introduce", "write_introduction", "write_inward"]

PORTION = 2_000
"""Links that are written at once."""


@dataclass(frozen=True, slots=True)
class LiveToken:
    """A link that works: SHA-256 of its token, what it is for (``registration``, ``wave``), and until when."""

    digest: bytes
    kind: str
    expires: dt.datetime


@dataclass(frozen=True, slots=True)
class Inward:
    """What the desk says now; :class:`legation.web.front.house.House` says what ``about`` may hold.

    Attributes
    ----------
    number : int
        Rises with each bundle; the front applies none whose number it has passed.
    acknowledged : int
        The last submission that the desk has stored: up to it the front deletes.
    tokens : iterable of LiveToken, or None
        All of them; None: as the bundle before said, which the front has applied (:attr:`Outward.applied`).
    about : mapping
        ``sealing`` (``version``, ``public`` in base64), ``names``, ``telephone``, ``languages``, ``services``, ``retention``, ``drill``.
    """

    number: int
    acknowledged: int
    tokens: Iterable[LiveToken] | None
    about: Mapping[str, Any]


def introduce(folder: Path, *, house: str, carry_key: bytes, desk_public: bytes) -> None:
    """Tell a front whose it is: once, when it is made.

    Parameters
    ----------
    folder : Path
        Of the front.
    house : str
        Random name of the house, which each bundle bears.
    carry_key : bytes
        32 random bytes that desk and front share.
    desk_public : bytes
        Ed25519 public key of the desk.

    Raises
    ------
    BadValue
        Where a key has another length, or the front is another house's already.
    """
    if len(carry_key) != KEY_BYTES or len(desk_public) != KEY_BYTES:
        raise BadValue(Message("consular-front.key-length", allowed=KEY_BYTES))
    with closing(open_front(folder)) as connection, transaction(connection):
        present = read_state(connection, "house")
        if present and present != house.encode():
            raise BadValue(Message("consular-front.another-house"))
        write_state(connection, "house", house.encode())
        write_state(connection, "carry-key", carry_key)
        write_state(connection, "desk-public", desk_public)


def write_introduction(*, house: str, carry_key: bytes, desk_public: bytes) -> bytes:
    """Return what the desk writes for a front on another machine, to be carried there by hand once: it holds the carry key."""
    content = {"house": house, "carry_key": to_base64(carry_key), "desk_public": to_base64(desk_public)}
    return INTRODUCTION + b"\n" + json.dumps(content).encode()


def apply_introduction(folder: Path, content: bytes) -> None:
    """Introduce a front by what the desk wrote (:func:`write_introduction`).

    Raises
    ------
    BadValue
        Where it is no introduction, or the front is another house's.
    """
    first, _, body = content[:10_000].partition(b"\n")
    try:
        said = json.loads(body) if first == INTRODUCTION else {}
        house, carry_key, desk_public = str(said["house"]), from_base64(said["carry_key"]), from_base64(said["desk_public"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadValue(Message("consular-front.bundle-unreadable", why=str(error))) from error
    introduce(folder, house=house, carry_key=carry_key, desk_public=desk_public)


def write_inward(inward: Inward, *, house: str, sign: Callable[[bytes], bytes]) -> bytes:
    """Return a bundle of the desk; ``sign`` makes the Ed25519 signature over some bytes."""
    content = {
        **inward.about,
        "house": house,
        "number": inward.number,
        "acknowledged": inward.acknowledged,
        "tokens": None if inward.tokens is None else _grouped(inward.tokens),
    }
    body = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
    return b"\n".join((INWARD, to_base64(sign(INWARD + body)).encode(), body))


def apply_inward(folder: Path, bundle: bytes) -> bool:
    """Apply a bundle of the desk.

    Links that are new come first, in portions, so that those who answer meanwhile hardly wait; all the rest comes at once, with its number.
    What is cut in between is made good by the same bundle.

    Returns
    -------
    bool
        False for a bundle that was applied already, or an older one: nothing is changed.

    Raises
    ------
    BadValue
        Where the desk has not signed it, or it is another house's; nothing is changed.
    CannotRead
        Where the front has not been introduced.
    """
    from legation.keys import verify

    signature, body = parted(bundle, INWARD)
    with closing(open_front(folder)) as connection:
        public = read_state(connection, "desk-public")
        if not public:
            raise CannotRead(Message("consular-front.not-introduced"))
        if not verify(public, INWARD + body, signature):
            raise BadValue(Message("consular-front.bundle-forged"))
        content = json.loads(body)
        if content["house"].encode() != read_state(connection, "house"):
            raise BadValue(Message("consular-front.another-house"))
        about = {name: value for name, value in content.items() if name not in ("house", "number", "acknowledged", "tokens")}
        said = json.dumps(about).encode()
        house_from(said)
        tokens = None if content["tokens"] is None else _ungrouped(content["tokens"])
        if int(content["number"]) <= int(read_state(connection, "inward") or b"0"):
            return False
        gone = [] if tokens is None else _add_tokens(connection, tokens)
        with transaction(connection):
            if int(content["number"]) <= int(read_state(connection, "inward") or b"0"):
                return False
            connection.executemany("DELETE FROM live_token WHERE digest = ?", gone)
            write_state(connection, "inward", str(int(content["number"])).encode())
            write_state(connection, "said", said)
            _forget(connection, int(content["acknowledged"]))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return True


def _grouped(tokens: Iterable[LiveToken]) -> list[list[str]]:
    """Return links by what they have in common: kind, expiry, then the digests of all of them one after the other."""
    groups: defaultdict[tuple[str, dt.datetime], list[bytes]] = defaultdict(list)
    for one in tokens:
        groups[one.kind, one.expires].append(one.digest)
    return [[kind, expires.isoformat(timespec="seconds"), to_base64(b"".join(digests))] for (kind, expires), digests in groups.items()]


def _ungrouped(groups: Iterable[Sequence[str]]) -> dict[bytes, tuple[str, str]]:
    """Return kind and expiry of each link by its digest.

    Raises
    ------
    BadValue
        Where an expiry is none, or the digests are cut.
    """
    tokens: dict[bytes, tuple[str, str]] = {}
    try:
        for kind, expires, digests in groups:
            dt.datetime.fromisoformat(expires)
            every = from_base64(digests)
            for at in range(0, len(every), KEY_BYTES):
                tokens[every[at : at + KEY_BYTES]] = (str(kind), expires)
    except (ValueError, TypeError) as error:
        raise BadValue(Message("consular-front.bundle-unreadable", why=str(error))) from error
    return tokens


def _add_tokens(connection: sqlite3.Connection, tokens: Mapping[bytes, tuple[str, str]]) -> list[tuple[bytes]]:
    """Write the links that are new or changed, and return the digests of those that are there and not among them."""
    present = {digest: (kind, expires) for digest, kind, expires in connection.execute("SELECT digest, kind, expires FROM live_token")}
    fresh = sorted((digest, *about) for digest, about in tokens.items() if present.get(digest) != about)
    for at in range(0, len(fresh), PORTION):
        with transaction(connection):
            connection.executemany("INSERT OR REPLACE INTO live_token VALUES (?, ?, ?)", fresh[at : at + PORTION])
    return [(digest,) for digest in present.keys() - tokens.keys()]


def _forget(connection: sqlite3.Connection, acknowledged: int) -> None:
    """Delete what the desk has; the digest of its nonce stays for some days, so that the same form sent again counts once."""
    oldest = (dt.datetime.now(dt.UTC) - dt.timedelta(days=NONCE_DAYS)).isoformat(timespec="seconds")
    connection.execute("DELETE FROM submission WHERE number <= ? AND received < ?", (acknowledged, oldest))
    connection.execute("UPDATE submission SET sealed = x'', token = x'' WHERE number <= ? AND sealed <> x''", (acknowledged,))
