"""A Bluesky account's own archive: its repository as a CAR file, whose index says which record stands at which address.

A repository is a signed commit, which names the account and the root of the index; the index, a Merkle search tree of nodes that name
records and other nodes; and the records. See https://atproto.com/specs/repository.

Traps, and what is done:

- a record does not tell its address: it is the key under which the index names it, and the file is read once for the index alone;
- keys are written short, each as what it has in common with the one before and what is new;
- a record that the index does not name was deleted, and is none; where a part of the index is missing, nobody can tell, and it is listed;
- one record may stand at two addresses, word for word: it is in the file once;
- likes, follows and the like are the larger part: they are not read, and their number is told in one line;
- of the profile the name that it shows is read, so that it can be masked in the account's own posts, and not kept;
- an account's handle stands nowhere, its number (``did``) alone: the register should have that, or who reads says the handle;
- hashes are checked, the signature is not: its key stands outside the file;
- keys rise from the first to the last, as the protocol demands: a node where they do not is none, so that no key stands twice;
- of two copies of a block one may be damaged: the other is read.

Limits: 512 MB of the index, of its keys, and of records that it names again; 5 million nodes, and as many records that they name; 1,024
bytes of a key; else those of :mod:`legation.sources.observations.posts.car`. No record is kept in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from legation.errors import CannotRead
from legation.language import Message
from legation.sources.observations.posts.archive import CutShort, opened
from legation.sources.observations.posts.car import CarBlock, blocks, decoded, is_car, root
from legation.sources.observations.texts.rows import TextRows
from legation.sources.observed import Fault

__all__ = [
    "FAULTS_LIMIT",
    "LISTED",
    "MEMBERS",
    "POST",
    "PROFILE",
    "REPOST",
    "FirstFaults",
    "Repository",
    "repository",
]


FAULTS_LIMIT = 1_000
"""Faults that are told one by one: who reads a thousand does not read a million, which take gigabytes."""


class FirstFaults:
    """What tells the faults of a file until they are many.

    Parameters
    ----------
    part : str
        The file's name.
    more : str
        Code of the line that tells how many others there are.
    tell : callable
        Takes a fault and how many rows it stands for.

    Examples
    --------
    >>> told = []
    >>> faults = FirstFaults("repo.car", "posts-more-missing", lambda fault, rows: told.append((fault.code, fault.row, fault.found, rows)))
    >>> for block in range(1, 1_004):
    ...     faults.add(block, "posts-missing", 1)
    >>> faults.end()
    >>> len(told), told[0], told[-1]
    (1001, ('posts-missing', 1, '', 1), ('posts-more-missing', 1001, '3', 3))
    """

    def __init__(self, part: str, more: str, tell: Callable[[Fault, int], None]) -> None:
        self._part, self._more, self._tell = part, more, tell
        self._count = self._rows = self._first = 0

    def add(self, row: int, code: str, rows: int) -> None:
        """Tell a fault, or count it where there were many."""
        self._count += 1
        if self._count <= FAULTS_LIMIT:
            self._tell(Fault(self._part, row, code), rows)
        else:
            self._first = self._first or row
            self._rows += rows

    def end(self) -> None:
        """Tell how many were counted, at the place of the first of them."""
        if self._count > FAULTS_LIMIT:
            self._tell(Fault(self._part, self._first, self._more, found=str(self._count - FAULTS_LIMIT)), self._rows)


POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
"""Collections of a repository that are posts; :data:`REPOST` repeats those of others."""
PROFILE = "app.bsky.actor.profile"
LISTED = "posts.json"
MEMBERS = (LISTED, "*.car")
"""Files of an archive that may hold posts: a list, or a repository."""
INDEX_LIMIT = 512 * 1024**2
"""Bytes of the nodes of an index, of the keys in it, and of records that it names again."""
ENTRIES_LIMIT = 5_000_000
"""Nodes of an index, and records that it names."""
_KEY_LIMIT = 1_024
_NODES = (b"\xa1ae", b"\xa2ae")
"""How a node begins: an object whose first name is ``e``. A record's is longer."""
_SELF = f"{PROFILE}/self".encode()
_POSTS = (POST.encode(), REPOST.encode())
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
    profile : bytes
        CID of the account's profile; empty where the index names none.
    faults : tuple of Fault
        Parts of the index that are missing or damaged.
    """

    path: Path
    did: str
    posts: Mapping[bytes, Sequence[tuple[str, int]]]
    commit: int
    others: int
    profile: bytes
    faults: tuple[Fault, ...]

    def records(self, rows: TextRows | None) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each post with the number of its block, in the order of the file and in the form of the interface's ``listRecords``.

        Without rows, who reads looks whom the file tells of: the profile is yielded, too, with the name that it shows. With rows, they are
        told each block that is damaged and each post that is missing, up to a thousand, and the number of the others.

        Raises
        ------
        CannotRead
            Where the index names the same records so often that they are more than the limit.
        """

        def tell(fault: Fault, count: int) -> None:
            if rows is not None:
                rows.fault(fault, rows=count)

        lost = FirstFaults(self.path.name, "posts-more-blocks", tell)
        wanted = _Wanted(self.posts, lost)
        again = number = 0
        is_cut = False
        with opened(self.path, *MEMBERS) as file:
            root(file, self.path)
            try:
                for block in blocks(file, self.path):
                    number, name, data = block
                    if data is None:
                        wanted.damaged(name, number)
                        continue
                    keys = wanted.found(name)
                    again += len(data) * max(0, len(keys) - 1)
                    if again > INDEX_LIMIT:
                        raise _too_large(self.path)
                    if rows is None and name == self.profile:
                        yield number, self._shown(data)
                    if rows is not None and self._is_unnamed(block):
                        lost.add(number, "posts-unnamed", 1)
                    value = decoded(data) if keys else {}
                    for key, _ in keys:
                        yield number, {"uri": f"at://{self.did}/{key}", "value": value}
            except CutShort:
                is_cut = True
        missing = wanted.end()
        lost.end()
        if rows is not None:
            self._tell(rows, missing, number + 1 if is_cut else 0)

    def _shown(self, data: bytes) -> dict[str, Any]:
        """Return of a profile the name that it shows alone."""
        return {"uri": f"at://{self.did}/{PROFILE}/self", "value": {"$type": PROFILE, "displayName": decoded(data).get("displayName")}}

    def _is_unnamed(self, block: CarBlock) -> bool:
        """Whether it is a post that only a missing part of the index can have named."""
        if not self.faults or block.data is None or block.name in self.posts:
            return False
        return decoded(block.data).get("$type") in (POST, REPOST)

    def _tell(self, rows: TextRows, missing: Mapping[bytes, Sequence[tuple[str, int]]], cut: int) -> None:
        """Note what is missing: where the file is cut, in one line."""
        name = self.path.name
        if cut:
            found = sum(len(keys) for keys in missing.values())
            rows.fault(Fault(name, cut, "posts-car-cut", found=str(found)), rows=0)
        else:
            for fault in self.faults:
                rows.fault(fault, rows=0)
            lost = FirstFaults(name, "posts-more-missing", lambda fault, count: rows.fault(fault, rows=count))
            for keys in missing.values():
                for _, above in keys:
                    lost.add(above, "posts-missing", 1)
            lost.end()
        if self.others:
            rows.fault(Fault(name, self.commit, "posts-others", found=str(self.others)), rows=0)


class _Wanted:
    """Posts that the index names, up to the first whole copy of each; a damaged one counts where no other is whole."""

    def __init__(self, posts: Mapping[bytes, Sequence[tuple[str, int]]], lost: FirstFaults) -> None:
        self._waiting = dict(posts)
        self._hurt: dict[bytes, int] = {}
        self._lost = lost

    def damaged(self, name: bytes, number: int) -> None:
        if name in self._waiting and name not in self._hurt:
            self._hurt[name] = number
        else:
            self._lost.add(number, "posts-block", 0)

    def found(self, name: bytes) -> Sequence[tuple[str, int]]:
        """Return the keys of a block that is whole; none where it is no post, or was there."""
        if name in self._hurt:
            self._lost.add(self._hurt.pop(name), "posts-block", 0)
        return self._waiting.pop(name, ())

    def end(self) -> Mapping[bytes, Sequence[tuple[str, int]]]:
        """Tell the posts of which no copy was whole, and return those of which there was none."""
        for name, number in self._hurt.items():
            self._lost.add(number, "posts-block", len(self._waiting.pop(name)))
        return self._waiting


def repository(path: Path) -> Repository | None:
    """Read the index of an account's archive (.car, also in a .zip or as .car.gz); None for a file that is no CAR file.

    Raises
    ------
    CannotRead
        Where it is a CAR file of another version than 1, tells nowhere whose posts they are, or has more than the limits.
    """
    with opened(path, *MEMBERS) as file:
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
            if size > INDEX_LIMIT or len(found) > ENTRIES_LIMIT:
                raise _too_large(path)
    except CutShort:
        pass  # told when the posts are read
    return found


class _Branch(NamedTuple):
    """A node that another names, and the keys between which its own must be."""

    name: bytes
    above: int
    low: bytes
    high: bytes | None


def _walked(path: Path, did: str, top: bytes, commit: int, nodes: Mapping[bytes, tuple[int, bytes]]) -> Repository:
    """Follow the index from its root, each node once."""
    posts: dict[bytes, list[tuple[str, int]]] = {}
    faults: list[Fault] = []
    broken = FirstFaults(path.name, "posts-more-branches", lambda fault, _: faults.append(fault))
    profile = b""
    others = size = count = 0
    seen: set[bytes] = set()
    waiting = [_Branch(top, commit, b"", None)]
    while waiting:
        branch = waiting.pop()
        if branch.name in seen:
            broken.add(branch.above, "posts-branch-twice", 0)
            continue
        seen.add(branch.name)
        number, data = nodes.get(branch.name, (0, b""))
        node = _node(data, branch, number)
        if node is None:
            broken.add(branch.above, "posts-branch", 0)
            continue
        for key, record in node[0]:
            if key.partition(b"/")[0] in _POSTS:
                posts.setdefault(record, []).append((key.decode("utf-8", "replace"), number))
            else:
                others += 1
                profile = record if key == _SELF else profile
            size += len(key)
        count += len(node[0])
        if size > INDEX_LIMIT or count > ENTRIES_LIMIT:  # keys are written short, and may be made to grow
            raise _too_large(path)
        waiting.extend(reversed(node[1]))
    broken.end()
    return Repository(path, did, posts, commit, others, profile, tuple(faults))


def _node(data: bytes, branch: _Branch, number: int) -> tuple[list[tuple[bytes, bytes]], list[_Branch]] | None:
    """Return the keys and records that a node names, and the nodes below it; None where it is no node, or its keys do not rise."""
    node = decoded(data)
    entries = node.get("e")
    if not isinstance(entries, list):
        return None
    named: list[tuple[bytes, bytes]] = []
    below = [node.get("l")]
    key = b""
    for entry in entries:
        if not isinstance(entry, dict):
            return None
        shared, rest, record = entry.get("p"), entry.get("k"), entry.get("v")
        if not isinstance(shared, int) or not isinstance(rest, bytes) or not isinstance(record, bytes) or not 0 <= shared <= len(key):
            return None
        before, key = key or branch.low, key[:shared] + rest
        if len(key) > _KEY_LIMIT or key <= before:
            return None
        named.append((key, record))
        below.append(entry.get("t"))
    if named and branch.high is not None and key >= branch.high:
        return None
    edges = [branch.low, *(key for key, _ in named), branch.high]
    branches: list[_Branch] = []
    for name, low, high in zip(below, edges[:-1], edges[1:], strict=True):
        if isinstance(name, bytes):
            branches.append(_Branch(name, number, low or b"", high))
        elif name is not None:
            return None
    return named, branches


def _too_large(path: Path) -> CannotRead:
    return CannotRead(Message("sources.posts-index-large", path=str(path), megabytes=INDEX_LIMIT // 1024**2, entries=ENTRIES_LIMIT))
