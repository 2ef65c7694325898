"""The blocks of a CAR file (Content Addressable aRchive, version 1) one after the other, each held against the hash that names it.

A file is a head, which names its roots, and sections: a length, a name (CID), a block. See https://ipld.io/specs/transport/car/carv1/. The
blocks are DAG-CBOR, which ``libipld`` decodes, strictly: a length that the block cannot hold, a key that stands twice, or nesting without
end is an error before memory is taken for it. The sections are read here, since the library takes a file whole or not at all, and of a
damaged one the rest is wanted.

Limits: 2 MB of a block (a record has at most 1 MB) and 10 million blocks. Names are of version 1 with SHA-256, as the network's all are.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

import libipld

from legation.errors import CannotRead
from legation.language import Message
from legation.sources.observations.posts.archive import CutShort

__all__ = ["BLOCKS_LIMIT", "BLOCK_LIMIT", "CarBlock", "blocks", "decoded", "is_car", "root"]

BLOCK_LIMIT = 2 * 1024**2
"""Bytes of a block."""
BLOCKS_LIMIT = 10_000_000
_HEAD_LIMIT = 64 * 1024
_HEAD = re.compile(rb"[\x80-\xff]?[\x01-\x7f][\xa1\xa2](?:eroots|gversion)")
_NAME = 36
"""Bytes of a name: version, codec, kind and length of the hash, and the hash."""
_KINDS = (b"\x01\x71\x12\x20", b"\x01\x55\x12\x20")
"""How a name begins: DAG-CBOR or plain bytes, by their SHA-256."""
_VARINT = 9
_STEP = 1024**2


class CarBlock(NamedTuple):
    """One block of a file.

    Attributes
    ----------
    number : int
        Counted from 1.
    name : bytes
        Its CID.
    data : bytes or None
        None where they are not those that the name stands for, or more than :data:`BLOCK_LIMIT`.
    """

    number: int
    name: bytes
    data: bytes | None


def is_car(start: bytes) -> bool:
    r"""Whether a file that begins with these bytes is a CAR file, of whatever version.

    >>> is_car(b"\x0a\xa1gversion\x02"), is_car(b'{"feed": []}')
    (True, False)
    """
    return _HEAD.match(start) is not None


def root(file: IO[bytes], path: Path) -> bytes:
    """Read the head of a file, and return the name of its first root.

    Raises
    ------
    CannotRead
        Where the head is damaged, names no root, or is that of another version than 1.
    """
    try:
        length = _length(file) or 0
        head = decoded(_exactly(file, length)) if length <= _HEAD_LIMIT else {}
    except (CutShort, EOFError):
        head = {}
    if head.get("version", 1) != 1:
        found = head["version"]
        raise CannotRead(
            Message("sources.posts-car-version", path=str(path), found=str(found)[:20] if isinstance(found, (int, str)) else "?")
        )
    roots = head.get("roots")
    first = roots[0] if isinstance(roots, list) and roots else None
    if not isinstance(first, bytes):
        raise CannotRead(Message("sources.posts-no-commit", path=str(path)))
    return first


def blocks(file: IO[bytes], path: Path) -> Iterator[CarBlock]:
    """Yield the blocks that stand behind the head.

    Raises
    ------
    Cut
        After the last block, where the file is cut off, or so damaged that nothing tells where the next block begins.
    CannotRead
        Where there are more than :data:`BLOCKS_LIMIT`.
    """
    try:
        yield from _blocks(file, path)
    except EOFError as error:
        raise CutShort from error


def _blocks(file: IO[bytes], path: Path) -> Iterator[CarBlock]:
    unknown = 0
    for number in itertools.count(1):
        length = _length(file)
        if length is None:
            return
        if number > BLOCKS_LIMIT:
            raise CannotRead(Message("sources.posts-car-large", path=str(path), blocks=BLOCKS_LIMIT))
        if length > BLOCK_LIMIT + _NAME:
            name = _exactly(file, _NAME)
            _pass(file, length - _NAME)
            yield CarBlock(number, name, None)
            continue
        section = _exactly(file, length)
        name, data = section[:_NAME], section[_NAME:]
        unknown = 0 if name.startswith(_KINDS) else unknown + 1
        if unknown > 1:  # what was taken for a length was none
            raise CutShort
        is_whole = not unknown and hashlib.sha256(data).digest() == name[len(_KINDS[0]) :]
        yield CarBlock(number, name, data if is_whole else None)


def decoded(data: bytes) -> dict[str, Any]:
    r"""Return the object that a block is; an empty one where it is none, or no DAG-CBOR.

    >>> decoded(b"\xa1ahehello"), decoded(b"\xa1ah")
    ({'h': 'hello'}, {})
    """
    try:
        found = libipld.decode_dag_cbor(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _length(file: IO[bytes]) -> int | None:
    """Return the length that stands here; None where the file ends."""
    value = 0
    for at in range(_VARINT):
        byte = file.read(1)
        if not byte:
            if at or file.read(1):  # a damaged archive ends first, and says so when it is asked again
                raise CutShort
            return None
        value |= (byte[0] & 0x7F) << (7 * at)
        if byte[0] < 0x80:
            return value
    raise CutShort


def _exactly(file: IO[bytes], count: int) -> bytes:
    data = file.read(count)
    if len(data) < count:
        raise CutShort
    return data


def _pass(file: IO[bytes], count: int) -> None:
    while count:
        read = len(file.read(min(count, _STEP)))
        if not read:
            raise CutShort
        count -= read
