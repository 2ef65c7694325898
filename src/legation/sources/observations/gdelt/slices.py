"""Slices of GDELT as files: which file is which, at which time, and its bytes in blocks of whole lines.

A slice is what GDELT publishes every 15 minutes for one table: ``20191024143000.export.CSV.zip``. The time in the name is UTC.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import hashlib
import io
import re
import zipfile
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from mmap import mmap
from pathlib import Path
from typing import IO

import numpy as np

from legation.broken_file import damage, what_is_wrong
from legation.errors import CannotRead
from legation.language import Message
from legation.sources.observed import Fault

__all__ = [
    "KINDS",
    "Block",
    "SliceName",
    "blocks",
    "chosen",
    "digest_of_content",
    "slice_name",
]


BLOCK = 8 * 1024**2
_PIECE = 256 * 1024
"""Bytes read at once."""
UNPACKED = 16 * 1024**3
"""Bytes that a packed file may unpack to."""


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines of a file; they hold until ``held`` more blocks were asked for, since the bytes of a later one take their place.

    Attributes
    ----------
    data : mmap
        Memory of no file.
    start, end : int
        Where the lines stand in ``data``; each has its end, the last of the file may have none.
    first : int
        The number of the first line, counted from 1.
    lines : int
    faults : tuple of Fault
        Lines before this block that were too long to be read.
    """

    data: mmap
    start: int
    end: int
    first: int
    lines: int
    faults: tuple[Fault, ...] = ()

    @property
    def view(self) -> memoryview:
        """The lines, not copied."""
        return memoryview(self.data)[self.start : self.end]


def blocks(path: Path, longest: int, buffers: int = 1) -> Iterator[Block]:
    """Yield a file's blocks; the next one is read while one is examined.

    Parameters
    ----------
    path : Path
        Plain, gzip, or zip with one member; told by the first bytes, not by the name.
    longest : int
        Bytes that a line may have; a longer one is passed over without being kept.
    buffers : int
        Blocks that are examined at once.

    Raises
    ------
    CannotRead
        Where the file is cut off or damaged: how many whole lines came before is said, for a part of a slice is no slice.
    """
    found = _blocks(path, longest, buffers + 2)  # one given, one being read
    with ThreadPoolExecutor(1) as ahead:
        following = ahead.submit(next, found, None)
        while (block := following.result()) is not None:
            following = ahead.submit(next, found, None)
            yield block


def _blocks(path: Path, longest: int, count: int) -> Iterator[Block]:
    from legation.sources.observations.gdelt.kernel import count_lines

    faults: list[Fault] = []
    spare = deque(mmap(-1, BLOCK + longest) for _ in range(count))  # no memory is used before it is written to
    data = spare.popleft()
    unfinished, first, begun = 0, 1, False  # bytes of an unfinished line at the front; whether a line that is too long goes on
    with _opened(path) as stream:
        while read := _read(path, stream, memoryview(data)[unfinished : unfinished + BLOCK], first - 1):
            size, start = unfinished + read, 0
            if begun:
                unfinished, start = 0, data.find(b"\n", 0, size) + 1
                if not start:
                    continue
                first += 1
            end = data.rfind(b"\n", start, size) + 1 or start
            rest = bytes(memoryview(data)[end:size])
            if end > start:
                lines = int(count_lines(np.frombuffer(data, np.uint8)[start:end]))
                yield Block(data, start, end, first, lines, tuple(faults))
                first, faults = first + lines, []
                spare.append(data)
                data = spare.popleft()  # only now: whoever looks at the block that was there is done with it
            unfinished, begun = len(rest), len(rest) > longest
            if begun:
                faults.append(Fault(path.name, first, "gdelt-long-line", allowed=str(longest), found=rest[:60].decode("latin-1")))
                unfinished = 0
            data[:unfinished] = rest[:unfinished]
    if unfinished or faults:
        yield Block(data, 0, unfinished, first, 1 if unfinished else 0, tuple(faults))


def _read(path: Path, stream: IO[bytes], into: memoryview, lines: int) -> int:
    read = 0
    try:
        while got := stream.readinto(into[read : read + _PIECE]):  # type: ignore[attr-defined]
            read += got
    except damage() as error:
        whole = lines + bytes(into[:read]).count(b"\n")
        raise CannotRead(Message("sources.gdelt-cut", path=str(path), lines=whole, why=what_is_wrong(error))) from error
    if not isinstance(stream, io.FileIO) and stream.tell() > UNPACKED:
        raise CannotRead(Message("sources.gdelt-unpacks", path=str(path), gigabytes=UNPACKED // 1024**3))
    return read


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as head:
            magic = head.read(4)
    except OSError as error:
        raise CannotRead(Message("sources.cannot-read", path=str(path), why=what_is_wrong(error))) from error
    if magic[:2] == b"\x1f\x8b":
        with gzip.open(path, "rb") as stream:
            yield stream  # type: ignore[misc]
    elif magic == b"PK\x03\x04" or magic == b"PK\x05\x06":
        with _member(path) as stream:
            yield stream
    else:
        with path.open("rb", buffering=0) as stream:
            yield stream


@contextlib.contextmanager
def _member(path: Path) -> Iterator[IO[bytes]]:
    """Open the one member of a zip file."""
    try:
        archive = zipfile.ZipFile(path)
    except damage() as error:
        raise CannotRead(Message("sources.gdelt-cut", path=str(path), lines=0, why=what_is_wrong(error))) from error
    with archive:
        members = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(members) != 1:
            raise CannotRead(Message("sources.gdelt-members", path=str(path), count=len(members)))
        if members[0].file_size > UNPACKED:
            raise CannotRead(Message("sources.gdelt-unpacks", path=str(path), gigabytes=UNPACKED // 1024**3))
        try:
            stream = archive.open(members[0])
        except damage() as error:
            raise CannotRead(Message("sources.gdelt-cut", path=str(path), lines=0, why=what_is_wrong(error))) from error
        with stream:
            yield stream


def digest_of_content(path: Path) -> str:
    """Return the SHA-256 of what a file holds, unpacked."""
    found, data = hashlib.sha256(), memoryview(bytearray(BLOCK))
    with _opened(path) as stream:
        while read := _read(path, stream, data, 0):
            found.update(data[:read])
    return found.hexdigest()


KINDS: Mapping[str, str] = {"export": "events", "mentions": "mentions", "gkg": "articles"}
"""The word in a file's name, and our table."""
_NAME = re.compile(r"^(\d{14}|\d{8})\.(translation\.)?(export|mentions|gkg)\b", re.IGNORECASE)
_ENDINGS = (".csv", ".csv.gz", ".csv.zip", ".zip", ".gz", ".tsv", ".txt")
_LISTS = ("masterfilelist", "lastupdate")


@dataclass(frozen=True, slots=True, order=True)
class SliceName:
    """What the name of a slice says.

    Attributes
    ----------
    time : datetime
        UTC; of a daily file, midnight.
    table : {"articles", "events", "mentions"}
    translated : bool
        Whether it holds what was read in other languages than English and translated by GDELT.
    """

    time: dt.datetime
    table: str
    translated: bool = False


def slice_name(name: str) -> SliceName | None:
    """Return what the name of a file, or an address, says of its slice; None where it is no name of a slice.

    Examples
    --------
    >>> found = slice_name("http://data.gdeltproject.org/gdeltv2/20191024143000.export.CSV.zip")
    >>> found.time.isoformat(), found.table, found.translated
    ('2019-10-24T14:30:00+00:00', 'events', False)
    >>> slice_name("20191024143000.translation.gkg.csv.zip").translated, slice_name("20191324143000.export.CSV.zip")
    (True, None)
    """
    match = _NAME.match(name.rpartition("/")[2])
    if match is None:
        return None
    try:
        time = dt.datetime.strptime(match[1].ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    return SliceName(time, KINDS[match[3].lower()], bool(match[2]))


def chosen(path: str | Path | Iterable[str | Path], table: str, warnings: list[Fault], *, once: bool = True) -> tuple[Path, ...]:
    """Return the files to read, in the order of their names: the file, those of the folder, or those of the list.

    In a folder, slices of the other tables and GDELT's lists are passed over, and any other file is a doubt. A file that repeats what
    another one holds, packed or not, is not read a second time, and is a doubt; so is a slice of which there are two that differ. Without
    ``once`` nobody looks for such.

    Raises
    ------
    CannotRead
        Where a path is not there, or a folder holds no slice of the table.
    """
    if isinstance(path, str | Path):
        one = Path(path)
        files = _in_folder(one, table, warnings) if one.is_dir() else [one]
    else:
        files = sorted(map(Path, path), key=lambda p: (p.name, str(p)))
    for file in files:
        if not file.exists():
            raise CannotRead(Message("sources.not-there", path=str(file)))
        if file.is_dir():
            raise CannotRead(Message("sources.a-folder", path=str(file)))
        if not file.is_file():
            raise CannotRead(Message("sources.no-regular-file", path=str(file)))
    return _once(files, warnings) if once else tuple(files)


def _in_folder(folder: Path, table: str, warnings: list[Fault]) -> list[Path]:
    files = []
    for file in sorted(folder.iterdir(), key=lambda p: p.name):
        name = slice_name(file.name)
        if file.is_dir() or file.name.startswith(".") or file.name.startswith(_LISTS) or (name and name.table != table):
            continue
        if name or file.name.lower().endswith(_ENDINGS):
            files.append(file)
        else:
            warnings.append(Fault(file.name, 1, "gdelt-other-file", allowed=" ".join(_ENDINGS)))
    if not files:
        raise CannotRead(Message("sources.gdelt-no-slice", path=str(folder), table=table))
    return files


def _once(files: Sequence[Path], warnings: list[Fault]) -> tuple[Path, ...]:
    alike: dict[object, list[Path]] = defaultdict(list)
    for file in files:
        alike[file.stat().st_size].append(file)
        if name := slice_name(file.name):
            alike[name].append(file)
    suspects = {file for group in alike.values() if len(group) > 1 for file in group}
    seen: dict[str, Path] = {}
    slices: dict[SliceName, Path] = {}
    unique = []
    for file in files:
        name = slice_name(file.name)
        if file in suspects:
            digest = digest_of_content(file)
            if digest in seen and file.stat().st_size:
                warnings.append(Fault(file.name, 1, "gdelt-same-file", found=seen[digest].name))
                continue
            seen.setdefault(digest, file)
            if name in slices:
                warnings.append(Fault(file.name, 1, "gdelt-slice-twice", found=slices[name].name))
        if name:
            slices.setdefault(name, file)
        unique.append(file)
    return tuple(unique)
