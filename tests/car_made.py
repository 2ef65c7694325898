"""Made repositories of Bluesky accounts: DAG-CBOR, the Merkle search tree and CAR files, written from the specifications and independent of what reads them."""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections.abc import Iterable, Mapping
from typing import Any

DID = "did:plc:aliceaaaaaaaaaaaaaaaaaa"
POST, REPOST, LIKE = "app.bsky.feed.post", "app.bsky.feed.repost", "app.bsky.feed.like"


class Link(bytes):
    """A CID."""

    __slots__ = ()

    def __str__(self) -> str:
        return "b" + base64.b32encode(self).decode().lower().rstrip("=")


def _head(major: int, value: int) -> bytes:
    if value < 24:
        return bytes([major << 5 | value])
    width = next(width for width in (1, 2, 4, 8) if value < 1 << 8 * width)
    return bytes([major << 5 | 23 + width.bit_length()]) + value.to_bytes(width, "big")


def cbor(value: Any) -> bytes:
    match value:
        case None:
            return b"\xf6"
        case bool():
            return b"\xf5" if value else b"\xf4"
        case int():
            return _head(0, value) if value >= 0 else _head(1, -1 - value)
        case Link():
            return b"\xd8\x2a" + cbor(b"\0" + bytes(value))
        case bytes():
            return _head(2, len(value)) + value
        case str():
            return _head(3, len(value.encode())) + value.encode()
        case list() | tuple():
            return _head(4, len(value)) + b"".join(map(cbor, value))
        case dict():
            items = sorted((len(key.encode()), key.encode(), inner) for key, inner in value.items())
            return _head(5, len(value)) + b"".join(cbor(key.decode()) + cbor(inner) for _, key, inner in items)
    raise TypeError(value)


def varint(value: int) -> bytes:
    made = b""
    while value > 0x7F:
        made += bytes([value & 0x7F | 0x80])
        value >>= 7
    return made + bytes([value])


def link(block: bytes) -> Link:
    return Link(b"\x01\x71\x12\x20" + hashlib.sha256(block).digest())


def section(name: bytes, block: bytes) -> bytes:
    return varint(len(name) + len(block)) + name + block


def car(root: Link | None, blocks: Iterable[tuple[Link, bytes]], version: int = 1) -> bytes:
    head = cbor({"version": version, "roots": [root] if root else []})
    return varint(len(head)) + head + b"".join(section(*block) for block in blocks)


def layer(key: str) -> int:
    """Pairs of zero bits at the beginning of a key's hash: how high the key stands."""
    digest = int.from_bytes(hashlib.sha256(key.encode()).digest(), "big")
    return (256 - digest.bit_length()) // 2


def tree(records: Mapping[str, Link], blocks: dict[Link, bytes]) -> Link:
    """Add the nodes of the tree that names records to the blocks, and return its root."""
    keys = sorted(records, key=str.encode)

    def node(some: list[str], height: int) -> Link | None:
        at = [place for place, key in enumerate(some) if layer(key) == height]
        edges = [-1, *at, len(some)]
        runs = [some[first + 1 : last] for first, last in itertools.pairwise(edges)]
        below = [node(run, height - 1) if run else None for run in runs]
        entries, before = [], b""
        for place, right in zip(at, below[1:], strict=True):
            key = some[place].encode()
            shared = next((n for n, (a, b) in enumerate(zip(before, key, strict=False)) if a != b), min(len(before), len(key)))
            entries.append({"p": shared, "k": key[shared:], "v": records[some[place]], "t": right})
            before = key
        return put({"l": below[0], "e": entries}, blocks)

    made = node(keys, max(map(layer, keys), default=0))
    assert made is not None
    return made


def put(value: Any, blocks: dict[Link, bytes]) -> Link:
    block = cbor(value)
    blocks[link(block)] = block
    return link(block)


def commit(top: Link, blocks: dict[Link, bytes], did: str = DID) -> Link:
    return put({"did": did, "version": 3, "data": top, "rev": "3kaaaaaaaaaaa", "prev": None, "sig": b"s" * 64}, blocks)


def repository(records: Mapping[str, Any], did: str = DID) -> tuple[Link, dict[Link, bytes]]:
    """The commit and all the blocks of a repository whose keys name these records."""
    blocks: dict[Link, bytes] = {}
    top = tree({key: put(record, blocks) for key, record in records.items()}, blocks)
    return commit(top, blocks, did), blocks


def archive(records: Mapping[str, Any], did: str = DID) -> bytes:
    root, blocks = repository(records, did)
    return car(root, blocks.items())


def listed(records: Mapping[str, Any], did: str = DID) -> dict[str, Any]:
    """The same records as the interface lists them."""
    return {"records": [{"uri": f"at://{did}/{key}", "cid": "c", "value": record} for key, record in records.items()]}
