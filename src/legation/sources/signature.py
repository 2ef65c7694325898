"""By what the bytes of a file are recognised: what a source declares of its format, and what of a file it may look at.

A declaration is a function from :class:`FileBytes` to a :class:`Sign`, or None where the bytes are not of that format. Content counts for
more than a name: the ending of a name alone is never more than :data:`POSSIBLE`.
"""

from __future__ import annotations

import contextlib
import csv
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import PurePath
from typing import Any, TypeAlias

from legation.broken_file import damage
from legation.language import Message

__all__ = [
    "CERTAIN",
    "LIKELY",
    "PACKED",
    "POSSIBLE",
    "FileBytes",
    "Meanings",
    "Recogniser",
    "Sign",
    "any_of",
    "by_columns",
    "by_ending",
    "by_keys",
    "by_line",
    "by_members",
    "by_root",
    "in_packed",
    "named",
]

CERTAIN, LIKELY, POSSIBLE = 3, 2, 1
"""How sure a sign is: of this format alone; of few; of many."""
HEAD = 256 * 1024
"""Bytes of a text that are looked at."""
_JSON_LIMIT = 16 * 1024**2
_ROWS, _COLUMNS = 200, 200
_UNPACKED = 64 * 1024**2
_OTHER = (
    ("pdf", rb"%PDF"),
    ("picture", rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\x00|II\*\x00|MM\x00\*|RIFF.{4}(?:WEBP|WAVE|AVI )"),
    ("old-office", rb"\xd0\xcf\x11\xe0"),
    ("rtf", rb"\{\\rtf"),
    ("program", rb"MZ.{0,30}\x00|\x7fELF|#!/"),
    ("database", rb"SQLite format 3\x00"),
    ("calendar", rb"BEGIN:VCALENDAR"),
    ("contacts", rb"BEGIN:VCARD"),
    ("mail", rb"(?:Return-Path|Received|MIME-Version|Delivered-To|Message-ID): |From \S+@\S+ "),
)
"""How files begin that no source reads, though they may look like text."""
PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf", b"Rar!\x1a", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
"""How archives begin."""
_DELIMITERS = "\t;,|"


@dataclass(frozen=True, slots=True)
class Sign:
    """That bytes are of a format.

    Attributes
    ----------
    strength : int
        :data:`CERTAIN`, :data:`LIKELY` or :data:`POSSIBLE`.
    why : Message
        By what they were recognised.
    at : int
        Which of the files of an import this is, where it takes several: votes 0, roll calls 1.
    """

    strength: int
    why: Message
    at: int = 0


class FileBytes:
    r"""A file as it is looked at: its name, its bytes, and what its beginning says, each worked out once.

    Examples
    --------
    >>> FileBytes("votes.csv", b"rcid;country;vote\n1;France;1\n").header
    ('rcid', 'country', 'vote')
    >>> sorted(FileBytes("x", b'{"type": "bundle", "objects": []}').keys)
    ['objects', 'type']
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self.data = name, data

    @cached_property
    def unpacked(self) -> FileBytes:
        """The beginning of the one file that a gzip or a zip holds; itself where it is none, or holds more."""
        inner = None
        with contextlib.suppress(*damage()):
            if self.data.startswith(b"\x1f\x8b"):
                inner = PurePath(self.name).stem, zlib.decompressobj(wbits=31).decompress(self.data, HEAD)
            elif len(self.paths) == 1:
                with zipfile.ZipFile(io.BytesIO(self.data)) as archive, archive.open(self.paths[0]) as member:
                    inner = self.paths[0], member.read(HEAD)
        return FileBytes(*inner) if inner else self

    @property
    def ending(self) -> str:
        """The last ending of the name, small: ``.csv``."""
        return PurePath(self.name).suffix.lower()

    @cached_property
    def other(self) -> str:
        """What it is that no source reads, ``pdf``, ``picture``; empty for anything else."""
        head = self.data[:256].lstrip(b"\xef\xbb\xbf \t\r\n")
        return next((what for what, begins in _OTHER if re.match(begins, head, re.DOTALL)), "")

    @cached_property
    def text(self) -> str | None:
        """The beginning as text; None where it is none."""
        head = self.data[:HEAD]
        if self.other or head.startswith(PACKED):
            return None
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return head[: len(head) // 2 * 2].decode("utf-16", "replace").lstrip("\ufeff")
        if b"\x00" in head or sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c" for byte in head[:4096]) > len(head[:4096]) // 50:
            return None
        for encoding, errors in (("utf-8-sig", "strict"), ("cp1252", "replace")):
            for cut in range(4):  # the last letter may be cut in two
                with contextlib.suppress(UnicodeDecodeError):
                    return (head[: len(head) - cut] if len(self.data) > HEAD or not cut else head).decode(encoding, errors)
        return None

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The first lines that are not blank."""
        return tuple(islice((line for line in (self.text or "").splitlines() if line.strip()), _ROWS))

    @cached_property
    def delimiter(self) -> str:
        """What parts the cells of the first line; empty where nothing does."""
        bare = re.sub(r'"[^"]*"', "", self.lines[0]) if self.lines else ""
        found = max(_DELIMITERS, key=bare.count)
        return found if found in bare else ""

    @cached_property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The first rows of a table: of text with cells, of the first sheet of a workbook, of Parquet, of a JSON list of objects."""
        if self.data.startswith(b"PAR1"):
            return _parquet(self.data)
        if self.is_workbook:
            return _sheet(self.data)
        if self.text is None:
            return ()
        if isinstance(self.json, (list, dict)):
            return _objects(self.json)
        rows = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter or ",")
        with contextlib.suppress(csv.Error):
            return tuple(tuple(cell.strip() for cell in row) for row in islice(rows, _ROWS) if any(map(str.strip, row)))
        return ()

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The cells of the first row, small, without the blanks around them."""
        return tuple(cell.strip().strip("\ufeff").lower() for cell in self.rows[0]) if self.rows else ()

    @cached_property
    def json(self) -> Any:
        """What the file says as JSON; None where it is none, or too large to be looked at as a whole."""
        if self.text is None or self.text.lstrip()[:1] not in ("{", "[") or len(self.data) > _JSON_LIMIT:
            return None
        with contextlib.suppress(ValueError, RecursionError):
            return json.loads(self.data.decode("utf-8-sig", "replace"))
        return None

    @cached_property
    def keys(self) -> frozenset[str]:
        """The names in a JSON object, or in the first object of a list; of one too large, those that its two ends hold."""
        found = self.json[0] if isinstance(self.json, list) and self.json else self.json
        if isinstance(found, dict):
            return frozenset(map(str, found))
        if self.text is None or self.text.lstrip()[:1] not in ("{", "["):
            return frozenset()
        ends = self.text[:4096] + self.data[-4096:].decode("utf-8", "replace")
        return frozenset(re.findall(r'"([\w:.-]{1,60})"\s*:', ends))

    @cached_property
    def root(self) -> str:
        """The local name of the first element of XML, small; empty where the file is none."""
        text = re.sub(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>", "", (self.text or "")[:4096], flags=re.DOTALL | re.IGNORECASE).lstrip()
        found = re.match(r"<(?:[\w.-]+:)?([\w.-]+)[\s/>]", text)
        return found[1].lower() if found else ""

    @cached_property
    def toml(self) -> Mapping[str, Any] | None:
        """What the file says as TOML; None where it is none."""
        if self.text is None or not re.search(r"(?m)^[ \t]*(\[{1,2}[\w.\"-]{1,200}\]{1,2}|[\w-]{1,80}[ \t]*=)", self.text):
            return None
        from legation.dossier.parts.toml_record import parsed  # what declares a source needs none of this

        with contextlib.suppress(ValueError, RecursionError):
            return parsed(self.data.decode("utf-8-sig"))
        return None

    @cached_property
    def members(self) -> frozenset[str]:
        """The names in a zip, without their folders."""
        return frozenset(path.rpartition("/")[2] for path in self.paths)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The names in a zip."""
        if not self.data.startswith(b"PK\x03\x04"):
            return ()
        with contextlib.suppress(*damage()), zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return tuple(archive.namelist())
        return ()

    @property
    def is_workbook(self) -> bool:
        """Whether it is a workbook."""
        return "xl/workbook.xml" in self.paths

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets of a workbook."""
        if not self.is_workbook:
            return ()
        with contextlib.suppress(*damage()):
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive, archive.open("xl/workbook.xml") as member:
                text = member.read(HEAD).decode("utf-8", "replace")
            return tuple(html.unescape(name) for name in re.findall(r"<(?:\w+:)?sheet\b[^>]*?\bname=\"([^\"]*)\"", text))
        return ()


Meanings: TypeAlias = "tuple[int, Mapping[int, str]]"
"""At which row the headings stand, -1: nowhere; and by the place of a column the field that it fills."""
Recogniser: TypeAlias = Callable[[FileBytes], "Sign | None"]


def by_columns(*needed: str | tuple[str, ...], strength: int = CERTAIN, at: int = 0) -> Recogniser:
    r"""Recognise a table by columns that it has; of a tuple, by one of them.

    >>> sign = by_columns("rcid", ("vote", "votes"))(FileBytes("x", b"vote,rcid\n1,2\n"))
    >>> print(sign.why)
    columns rcid and vote
    """

    def recognise(file: FileBytes) -> Sign | None:
        found = [next((name for name in ((of,) if isinstance(of, str) else of) if name in file.header), "") for of in needed]
        return Sign(strength, Message("recognising.columns", columns=tuple(found)), at) if all(found) else None

    return recognise


def by_keys(*needed: str, strength: int = CERTAIN, says: Callable[[FileBytes], bool] = lambda _: True) -> Recogniser:
    """Recognise JSON by the names of its object, or of the first one of its list, and by what else ``says`` looks at."""

    def recognise(file: FileBytes) -> Sign | None:
        there = file.keys >= set(needed) and says(file)
        return Sign(strength, Message("recognising.keys", keys=needed)) if there else None

    return recognise


def by_root(*names: str, at: int = 0, says: Callable[[FileBytes], bool] = lambda _: True) -> Recogniser:
    """Recognise XML by its first element."""

    def recognise(file: FileBytes) -> Sign | None:
        there = file.root in names and says(file)
        return Sign(CERTAIN, Message("recognising.root", root=file.root), at) if there else None

    return recognise


def by_members(*names: str, least: int | None = None) -> Recogniser:
    """Recognise a zip by names of files in it, all of them or at least some."""

    def recognise(file: FileBytes) -> Sign | None:
        found = tuple(name for name in names if name in file.members)
        there = len(found) >= (len(names) if least is None else least)
        return Sign(CERTAIN, Message("recognising.members", members=found)) if there else None

    return recognise


def by_ending(*endings: str, says: Callable[[FileBytes], bool] = lambda _: True) -> Recogniser:
    """Take a file as possible by the end of its name alone."""

    def recognise(file: FileBytes) -> Sign | None:
        name = file.name.lower()
        found = next((ending for ending in endings if name.endswith(ending.lower())), "")
        return Sign(POSSIBLE, Message("recognising.ending", ending=found)) if found and says(file) else None

    return recognise


def named(*fields: Mapping[str, Sequence[str]]) -> Callable[[FileBytes], Meanings]:
    r"""Return what tells the columns of a table by their headings.

    >>> named({"code": ("ms_code", "ms_codes")})(FileBytes("x", b"undl_id,MS_CODE\n"))
    (0, {1: 'code'})
    """

    def tell(file: FileBytes) -> Meanings:
        known = {name.lower(): field for of in fields for field, names in of.items() for name in names}
        return 0, {place: known[name] for place, name in enumerate(file.header) if name in known}

    return tell


def in_packed(way: Recogniser) -> Recogniser:
    """Recognise what a gzip or a zip with one file holds as if it were not packed."""
    return lambda file: way(file.unpacked)


def by_line(pattern: str, *, strength: int = CERTAIN) -> Recogniser:
    """Recognise a text by a line among the first ten that are not blank."""
    meant = re.compile(pattern)

    def recognise(file: FileBytes) -> Sign | None:
        found = next((line for line in file.lines[:10] if meant.search(line)), "")
        return Sign(strength, Message("recognising.beginning", text=found[:60])) if found else None

    return recognise


def any_of(*ways: Recogniser) -> Recogniser:
    """Recognise a file in one of several ways: the strongest sign counts."""

    def recognise(file: FileBytes) -> Sign | None:
        return max((sign for way in ways if (sign := way(file)) is not None), key=lambda sign: sign.strength, default=None)

    return recognise


def _parquet(data: bytes) -> tuple[tuple[str, ...], ...]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with contextlib.suppress(pa.ArrowException, OSError, ValueError):
        file = pq.ParquetFile(pa.BufferReader(data))
        batch = next(file.iter_batches(batch_size=20), None)
        rows = [] if batch is None else batch.to_pylist()
        return (tuple(file.schema_arrow.names), *(tuple("" if cell is None else str(cell) for cell in row.values()) for row in rows))
    return ()


def _sheet(data: bytes) -> tuple[tuple[str, ...], ...]:
    """Return the first rows of the first sheet that has any; of a workbook that unpacks to much, none."""
    import openpyxl

    with contextlib.suppress(*damage(), TypeError, AttributeError, SyntaxError):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED:
                return ()
        for sheet in openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False).worksheets:
            rows = sheet.iter_rows(max_row=_ROWS, max_col=_COLUMNS, values_only=True)
            cells = [tuple("" if cell is None else str(cell).strip() for cell in row) for row in rows]
            if found := [row for row in cells if any(row)]:
                return tuple(found)
    return ()


def _objects(found: Any) -> tuple[tuple[str, ...], ...]:
    """Return the longest list of objects in JSON as rows, its names as the first."""
    lists = [found] if isinstance(found, list) else [value for value in found.values() if isinstance(value, list)]
    objects = max(lists, key=len, default=[])[:_ROWS]
    names = tuple(dict.fromkeys(str(key) for item in objects if isinstance(item, dict) for key in item))
    if not names:
        return tuple((str(item),) for item in objects if isinstance(item, str))
    cells = [tuple("" if item.get(name) is None else str(item[name]) for name in names) for item in objects if isinstance(item, dict)]
    return (names, *cells)
