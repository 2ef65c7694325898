"""A Bluesky account's own archive: its repository as a CAR file, whose index says which record stands at which address.

A repository is a signed commit, which names the account and the root of the index; the index, a Merkle search tree of nodes that name
records and other nodes; and the records. See https://atproto.com/specs/repository.

Traps, and what is done:

- a record does not tell its address: it is the key under which the index names it, and the file is read once for the index alone;
- keys are written short, each as what it has in common with the one before and what is new;
- a record that the index does not name was deleted, and is none; where a part of the index is missing, nobody can tell, and it is listed;
- one record may stand at two addresses, word for word: it is in the file once;
- likes, follows and the profile are the larger part: they are not read, and their number is told in one line;
- an account's name stands nowhere, its number (``did``) alone: the register should have that, or who reads says the name;
- hashes are checked, the signature is not: its key stands outside the file.

Limits: 512 MB of the index, and 1,024 bytes of a key; else those of :mod:`legation.sources.posts.car`. No record is kept in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from legation.errors import CannotRead
from legation.language import Message
from legation.sources.observed import Fault
from legation.sources.posts.archive import opened
from legation.sources.posts.car import Block, blocks, decoded, is_car, root
from legation.sources.posts.stream import Cut
from legation.sources.texts.rows import Rows

__all__ = ["POST", "REPOST", "Repository", "repository"]

POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
"""Collections of a repository that are posts; :data:`REPOST` repeats those of others."""
INDEX_LIMIT = 512 * 1024**2
"""Bytes of the nodes of an index."""
_KEY_LIMIT = 1_024
_NODES = (b"\xa1ae", b"\xa2ae")
"""How a node begins: an object whose first name is ``e``. A record's is longer."""
_MEMBERS = ("posts.json", "*.car")
_PEEK = 64


@dataclass(frozen=True, slots=True)
class Repository:
    """What the index of an archive names.

    Attributes
    ----------
    path : Path
    did : str
        Whose it is.
    posts : mapping of bytes to sequence of (str, int)
        By the CID of a record: the keys under which the index names it, and the number of the block that does.
    commit : int
        Number of the block that the index begins with.
    others : int
        Records of other collections.
    faults : tuple of Fault
        Parts of the index that are missing or damaged.
    """

    path: Path
    did: str
    posts: Mapping[bytes, Sequence[tuple[str, int]]]
    commit: int
    others: int
    faults: tuple[Fault, ...]

    def records(self, rows: Rows | None) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each post with the number of its block, in the order of the file and in the form of the interface's ``listRecords``.

        Faults are those of the rows, where there are any: of each block that is damaged, of each post that is missing.
        """
        waiting = dict(self.posts)
        number, is_cut = 0, False
        with opened(self.path, *_MEMBERS) as file:
            root(file, self.path)
            try:
                for number, name, data in blocks(file, self.path):
                    keys = waiting.pop(name, ())
                    if rows is not None:
                        self._look(rows, Block(number, name, data), len(keys))
                    if data is not None:
                        for key, _ in keys:
                            yield number, {"uri": f"at://{self.did}/{key}", "value": decoded(data)}
            except Cut:
                is_cut = True
        if rows is not None:
            self._tell(rows, waiting, number + 1 if is_cut else 0)

    def _look(self, rows: Rows, block: Block, keys: int) -> None:
        """Note a block that is damaged, or a post that only a missing part of the index can have named."""
        if block.data is None:
            rows.fault(Fault(self.path.name, block.number, "posts-block"), rows=keys)
        elif self.faults and block.name not in self.posts and decoded(block.data).get("$type") in (POST, REPOST):
            rows.fault(Fault(self.path.name, block.number, "posts-unnamed"))

    def _tell(self, rows: Rows, missing: Mapping[bytes, Sequence[tuple[str, int]]], cut: int) -> None:
        """Note what is missing: where the file is cut, in one line."""
        name = self.path.name
        if cut:
            found = sum(len(keys) for keys in missing.values())
            rows.fault(Fault(name, cut, "posts-car-cut", found=str(found)), rows=0)
        else:
            for fault in self.faults:
                rows.fault(fault, rows=0)
            for keys in missing.values():
                for _, above in keys:
                    rows.fault(Fault(name, above, "posts-missing"))
        if self.others:
            rows.fault(Fault(name, self.commit, "posts-others", found=str(self.others)), rows=0)


def repository(path: Path) -> Repository | None:
    """Read the index of an account's archive (.car, also in a .zip or as .car.gz); None for a file that is no CAR file.

    Raises
    ------
    CannotRead
        Where it is a CAR file of another version than 1, tells nowhere whose posts they are, or has more than the limits.
    """
    with opened(path, *_MEMBERS) as file:
        if not is_car(file.peek(_PEEK)[:_PEEK]):
            return None
        first = root(file, path)
        nodes = _nodes(file, path, first)
    number, data = nodes.get(first, (0, b""))
    commit = decoded(data)
    did, top = commit.get("did"), commit.get("data")
    if not isinstance(did, str) or not did.startswith("did:") or not isinstance(top, bytes):
        raise CannotRead(Message("sources.posts-no-commit", path=str(path)))
    return _walked(path, did, top, number, nodes)


def _nodes(file: IO[bytes], path: Path, first: bytes) -> dict[bytes, tuple[int, bytes]]:
    """Return the blocks of the index and the commit: number and bytes by their CID."""
    found: dict[bytes, tuple[int, bytes]] = {}
    size = 0
    try:
        for number, name, data in blocks(file, path):
            if data is None or name in found or not (name == first or data.startswith(_NODES)):
                continue
            found[name] = (number, data)
            size += len(data)
            if size > INDEX_LIMIT:
                raise _too_large(path)
    except Cut:
        pass  # told when the posts are read
    return found


def _walked(path: Path, did: str, top: bytes, commit: int, nodes: Mapping[bytes, tuple[int, bytes]]) -> Repository:
    """Follow the index from its root, each node once."""
    posts: dict[bytes, list[tuple[str, int]]] = {}
    faults: list[Fault] = []
    others = size = 0
    seen: set[bytes] = set()
    waiting = [(top, commit)]
    while waiting:
        name, above = waiting.pop()
        if name in seen:
            faults.append(Fault(path.name, above, "posts-branch-twice"))
            continue
        seen.add(name)
        number, data = nodes.get(name, (0, b""))
        node = _node(data)
        if node is None:
            faults.append(Fault(path.name, above, "posts-branch"))
            continue
        for key, record in node[0]:
            if key.partition("/")[0] in (POST, REPOST):
                posts.setdefault(record, []).append((key, number))
                size += len(key)
            else:
                others += 1
        if size > INDEX_LIMIT:  # keys are written short, and may be made to grow
            raise _too_large(path)
        waiting.extend((branch, number) for branch in reversed(node[1]))
    return Repository(path, did, posts, commit, others, tuple(faults))


def _node(data: bytes) -> tuple[list[tuple[str, bytes]], list[bytes]] | None:
    """Return the keys and records that a node names, and the nodes below it; None where it is no node."""
    node = decoded(data)
    entries = node.get("e")
    if not isinstance(entries, list):
        return None
    named: list[tuple[str, bytes]] = []
    below = [node.get("l")]
    key = b""
    for entry in entries:
        if not isinstance(entry, dict):
            return None
        shared, rest, record = entry.get("p"), entry.get("k"), entry.get("v")
        if not isinstance(shared, int) or not isinstance(rest, bytes) or not isinstance(record, bytes) or not 0 <= shared <= len(key):
            return None
        key = key[:shared] + rest
        if len(key) > _KEY_LIMIT:
            return None
        named.append((key.decode("utf-8", "replace"), record))
        below.append(entry.get("t"))
    branches = [branch for branch in below if branch is not None]
    return (named, branches) if all(isinstance(branch, bytes) for branch in branches) else None


def _too_large(path: Path) -> CannotRead:
    return CannotRead(Message("sources.posts-index-large", path=str(path), megabytes=INDEX_LIMIT // 1024**2))
