"""Rows of the table ``texts``, each whole and unlike any other, or told with its file and line; and the files of a folder in order."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.errors import CannotRead
from legation.language import Message
from legation.sources.capture.plain import one_line, tidy
from legation.sources.observations.tables import TABLES
from legation.sources.observations.texts.dates import TextDate
from legation.sources.observations.texts.language import language_of
from legation.sources.observed import BATCH, Fault, Observed, Unplaced
from legation.sources.reading import Origin, hash_of_files

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "BATCH",
    "EARLIEST",
    "FILES_LIMIT",
    "TextRows",
    "cut",
    "files_in",
    "joined",
    "mark_of",
    "web_address",
]


EARLIEST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""Before it a date is a doubt: it is what a program writes that knows none."""
_SAME = 40
"""Characters from which two texts that are the same are worth a doubt: shorter ones are thanks and greetings."""
_COLUMNS = tuple(TABLES["texts"].columns)
_TEXT_LIMIT = 2_000_000
_LINE = 2_048
_DAY = dt.timedelta(days=1)


class TextRows:
    """The rows of one or several files on their way into a table.

    Parameters
    ----------
    today : date or None
        After it a date is a doubt; None for the day of the clock.
    earliest : datetime
        Before it a date is a doubt.
    """

    def __init__(self, today: dt.date | None = None, earliest: dt.datetime = EARLIEST) -> None:
        day = today or dt.datetime.now(dt.UTC).date()
        self._end = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC) + _DAY
        self._earliest = earliest
        self._ids: set[bytes] = set()
        self._texts: dict[bytes, str] = {}
        self._columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
        self._faults: list[Fault] = []
        self._warnings: list[Fault] = []
        self._digests: dict[str, str] = {}
        self._read = 0

    def __len__(self) -> int:
        return len(self._columns["id"])

    def fault(self, fault: Fault, *, rows: int = 1) -> None:
        """Note a row that cannot be placed; ``rows`` is 0 for what is no row of its own."""
        self._faults.append(fault)
        self._read += rows

    def doubt(self, fault: Fault) -> None:
        """Note something that someone should look at."""
        self._warnings.append(fault)

    def source(self, name: str, sha256: str) -> None:
        """Note a file that was read."""
        self._digests[name] = sha256

    def add(self, part: str, row: int, when: TextDate | None, *, found: str = "", **values: str | None) -> bool:
        """Place a row, and return whether it was placed.

        Parameters
        ----------
        part, row
            Where it stands.
        when : Moment or None
        found : str
            What stood where the date is sought; told where it is none.
        **values
            Columns of the table but ``time``. A ``language`` that is missing is asked of the text.
        """
        self._read += 1
        text = tidy(values.get("text") or "")[:_TEXT_LIMIT].strip()
        identity = _said(values.get("id"))
        fault = ""
        if not text and not values.get("repeats"):
            fault = "texts-no-text"
        elif when is None:
            fault = "texts-no-date" if not found.strip() else "texts-bad-date"
        elif identity is None or _mark(identity) in self._ids:
            fault = "texts-id-twice"
            found = identity or ""
        if fault or when is None or identity is None:
            self._faults.append(Fault(part, row, fault, found=one_line(found, 80)))
            return False
        self._ids.add(_mark(identity))
        made: dict[str, Any] = {name: _said(values.get(name)) for name in _COLUMNS}
        made |= {"id": identity, "time": when.time, "text": text or None}
        made["language"] = made["language"] or (language_of(text) if text else None)
        for name, column in self._columns.items():
            column.append(made[name])
        self._look(part, row, when, identity, text if not made["repeats"] else "")
        return True

    def _look(self, part: str, row: int, when: TextDate, identity: str, text: str) -> None:
        shown = when.time.date().isoformat()
        if when.time >= self._end:
            self._warnings.append(Fault(part, row, "texts-future", found=shown, column="time"))
        if when.time < self._earliest:
            self._warnings.append(Fault(part, row, "texts-early", allowed=self._earliest.date().isoformat(), found=shown, column="time"))
        if when.known in ("month", "year"):
            self._warnings.append(Fault(part, row, "texts-last-day", found=shown, column="time"))
        if len(text) >= _SAME:
            first = self._texts.setdefault(_mark(text), identity)
            if first != identity:
                self._warnings.append(Fault(part, row, "texts-same", found=first, column="text"))

    def take(self, title: str = "") -> Observed:
        """Return what was gathered since the last time; ids and texts of before are remembered."""
        table = self._table()
        digest = hash_of_files(self._digests) if self._digests else ""
        origin = Origin(title=title, sha256=digest, read=self._read)
        made = Observed(table, origin, Unplaced(self._faults), Unplaced(self._warnings))
        self._columns = {name: [] for name in _COLUMNS}
        self._faults, self._warnings, self._digests, self._read = [], [], {}, 0
        return made

    def full(self, size: int) -> bool:
        """Whether a batch is full: of rows placed and told together."""
        return self._read >= size

    def _table(self) -> pa.Table:
        import pyarrow as pa

        return pa.table(self._columns, schema=TABLES["texts"].schema)


def joined(batches: Iterable[Observed], title: str = "", sha256: str = "") -> Observed:
    """Return batches as one."""
    import pyarrow as pa

    parts = list(batches)
    if not parts:
        return TextRows().take(title)
    table = pa.concat_tables([part.table for part in parts]).combine_chunks()
    digests = {str(at): part.origin.sha256 for at, part in enumerate(parts) if part.origin.sha256}
    origin = Origin(
        title=title or parts[0].origin.title,
        sha256=sha256 or (hash_of_files(digests) if digests else ""),
        read=sum(part.origin.read for part in parts),
    )
    faults = Unplaced([fault for part in parts for fault in part.unplaced.faults])
    return Observed(table, origin, faults, Unplaced([fault for part in parts for fault in part.doubts.faults]))


def cut(rows: TextRows, steps: Iterable[object], size: int, title: str = "") -> Iterator[Observed]:
    """Yield a batch whenever enough rows are gathered, and what is left at the end."""
    if size < 1:
        msg = f"size: at least 1, not {size}"
        raise ValueError(msg)
    reported = False
    for _ in steps:
        if rows.full(size):
            reported = True
            yield rows.take(title)
    last = rows.take(title)
    if last.origin.read or last.doubts or last.unplaced or not reported:
        yield last


def mark_of(*pieces: str) -> str:
    """Return an id made of what a row says, for a source that gives none: 24 hexadecimal digits."""
    return hashlib.blake2b("\0".join(pieces).encode("utf-8", "replace"), digest_size=12).hexdigest()


def web_address(text: str | None) -> str | None:
    """Return a web address without the name and password that may stand in it; None where it is none.

    >>> web_address("https://desk:secret@example.org/a?b=1"), web_address("javascript:alert(1)")
    ('https://example.org/a?b=1', None)
    """
    from urllib.parse import urlsplit, urlunsplit

    try:
        parts = urlsplit((text or "").strip())
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or len(text or "") > 2_048:
            return None
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, parts.fragment))
    except ValueError:
        return None


def _said(value: str | None) -> str | None:
    if not value:
        return None
    line = " ".join(value.split())
    return (line if len(line) <= _LINE and line.isascii() and line.isprintable() else one_line(line, _LINE)) or None


def _mark(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).digest()


FILES_LIMIT = 200_000
"""Files of a folder and all the folders in it."""


def files_in(path: Path, rows: TextRows) -> Iterator[tuple[str, Path]]:
    """Yield each file's path within the folder, with slashes, and where it is; a link is told and not followed.

    Files and folders whose name begins with a point, or with ``__MACOSX``, are left out: systems make them, nobody wrote them.

    Raises
    ------
    CannotRead
        Where there is no such folder, or one of more than 200,000 files.
    """
    if not path.is_dir():
        raise CannotRead(Message("sources.not-there" if not path.exists() else "sources.texts-no-folder", path=str(path)))
    found: list[tuple[str, Path]] = []
    for folder, inside, names in os.walk(path, followlinks=False):
        inside[:] = [name for name in inside if not _hidden(name)]
        for name in names:
            if not _hidden(name):
                place = Path(folder) / name
                found.append((place.relative_to(path).as_posix(), place))
        if len(found) > FILES_LIMIT:
            raise CannotRead(Message("sources.texts-too-many-files", path=str(path), allowed=FILES_LIMIT))
    for part, place in sorted(found):
        if place.is_symlink():
            rows.fault(Fault(part, 1, "texts-link"))
        else:
            yield part, place


def _hidden(name: str) -> bool:
    return name.startswith((".", "__MACOSX"))
