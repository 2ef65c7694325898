"""Logs read: files and folders, whole or in batches, and on from where a growing log had ended."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from legation.errors import CannotRead
from legation.language import Message
from legation.sources.observations.access_log.blocks import START, Block, LogText, Position, head_of, known, whole_lines
from legation.sources.observations.access_log.lines import LOCAL_TIME, LayoutRuns, ReadLines, judged, way_of
from legation.sources.observations.tables import TABLES
from legation.sources.observed import Fault, Observed, Unplaced
from legation.sources.reading import Origin, hash_of_files
from legation.system_words import system_words

if TYPE_CHECKING:
    import pyarrow as pa

    from legation.sources.observations.access_log.rows import Salt

__all__ = [
    "Gathering",
    "Requests",
    "batches",
    "files_of",
    "no_requests",
    "read",
]


@dataclass(frozen=True, slots=True)
class Requests(Observed):
    """Requests of a log, with the place up to which it was read.

    Attributes
    ----------
    position : Position
        Behind the last line of this batch, in the file that ``part`` names; a later reading begins there.
    part : str
        The file's name.
    """

    position: Position = START
    part: str = ""


class Gathering:
    """The blocks of a file on their way into batches."""

    def __init__(self, text: LogText, start: Position, head: bytes, opening: list[Fault]) -> None:
        self.text, self.position, self.head, self.opening = text, start, head, opening
        self.found: list[Observed] = []
        self.texts: list[bytes] = []
        self.rows = 0
        self.said = False

    def add(self, block: Block, fields: str, found: Iterable[Observed]) -> None:
        """Take the next block."""
        self.found += found
        self.texts.append(block.text)
        self.rows = sum(one.origin.read for one in self.found)
        lines = block.line + block.text.count(b"\n") + (not block.text.endswith(b"\n"))
        self.position = Position(block.end, lines, *head_of(self.head, block.end), fields)

    def batch(self, salt: Salt | None, last: Iterable[Fault] = ()) -> Requests:
        """Return what was gathered, and begin anew."""
        import pyarrow as pa

        table = pa.concat_tables([one.table for one in self.found]) if self.found else no_requests(salt)
        faults = [fault for one in self.found for fault in one.unplaced.faults] + list(last)
        warnings = self.opening + [fault for one in self.found for fault in one.doubts.faults if self._first_time(fault)]
        digest = hashlib.sha256()
        for piece in self.texts:
            digest.update(piece)
        origin = Origin(title=self.text.path.name, sha256=digest.hexdigest(), read=len(table) + len(faults))
        self.found, self.texts, self.rows, self.opening = [], [], 0, []
        return Requests(table, origin, Unplaced(faults), Unplaced(warnings), self.position, self.text.path.name)

    def _first_time(self, fault: Fault) -> bool:
        if fault.code != LOCAL_TIME:
            return True
        self.said, before = True, self.said
        return not before


def no_requests(salt: Salt | None) -> pa.Table:
    """Return the table without a row."""
    import pyarrow as pa

    schema = TABLES["requests"].schema
    return (schema if salt is None else schema.append(pa.field("visitor", pa.string()))).empty_table()


_HEAD = 262_144
_WORKERS = 2
_AHEAD = 3
_ROWS = 262_144
_ROTATED = re.compile(r"^(.*?)(?:[.-](\d+))?(?:\.(?:gz|bz2|xz|zst))?$")


Paths = str | Path | Sequence[str | Path]


def read(path: Paths, format: str = "auto", *, salt: Salt | None = None, today: date | None = None) -> Observed:  # noqa: A002
    """Read a log, a folder of logs or a list of files, whole.

    Parameters
    ----------
    path : str, Path, or a sequence of them
        Files may be packed (gzip, bzip2, xz, zstd; several members one behind the other too). A folder's files are read from the oldest
        rotation to the newest.
    format : str, optional
        ``auto``, a name of ``FORMATS``, or a format string of Apache or nginx as
        :func:`~legation.sources.observations.access_log.formats.from_string` takes it.
    salt : callable, optional
        Gives the secret of a day (UTC), 8 bytes or more; with it stands a column ``visitor``, 16 hexadecimal digits that join the
        requests of one address and agent on one day. See :data:`~legation.sources.observations.access_log.rows.Salt`.
    today : date, optional
        A request dated later than the day behind it is a doubt. Without it, the day on which the file was last written counts.

    Returns
    -------
    Observed
        ``origin.read`` counts the lines that are neither empty nor a comment: as many as there are rows and unplaced lines together.

    Raises
    ------
    CannotRead
        Where there is no such file, or none of the formats reads its first lines.
    WrongUse
        Where the format is none that is known.

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp()) / "access.log"
    >>> line = '203.0.113.9 - - [17/May/2024:12:05:03 +0200] "GET /visa HTTP/1.1" 200 5120 "-" "curl/8.5.0"'
    >>> _ = place.write_text(line + chr(10) + line[:60] + chr(10))
    >>> found = read(place)
    >>> found.table.select(["address", "path", "status", "bot"]).to_pylist()
    [{'address': '203.0.113.0/24', 'path': '/visa', 'status': 200, 'bot': 'curl'}]
    >>> len(found.unplaced), found.unplaced[0].place
    (1, 'access.log:2')
    """
    import pyarrow as pa

    tables: list[pa.Table] = []
    faults: list[Fault] = []
    warnings: list[Fault] = []
    digests: dict[str, str] = {}
    lines = 0
    several = not isinstance(path, (str, Path)) or Path(path).is_dir()
    for place in files_of(path):
        text = LogText(place)
        try:
            for batch in _file(text, format, salt, None, today):
                tables.append(batch.table)
                faults += batch.unplaced.faults
                warnings += batch.doubts.faults
                lines += batch.origin.read
        except CannotRead as error:
            if not (several and getattr(error.message, "id", "") == "sources.log-unknown"):
                raise
            faults.append(Fault(place.name, 1, "log-no-log"))
        digests[str(place)] = text.sha256
    table = pa.concat_tables(tables) if tables else no_requests(salt)
    title = Path(path).name if isinstance(path, (str, Path)) else ""
    return Observed(table, Origin(title=title, sha256=hash_of_files(digests), read=lines), Unplaced(faults), Unplaced(warnings))


def batches(
    path: Paths,
    format: str = "auto",  # noqa: A002
    salt: Salt | None = None,
    *,
    start: Position | Iterable[Position] | None = None,
    today: date | None = None,
    rows: int = _ROWS,
) -> Iterator[Requests]:
    """Read logs larger than memory, a batch after the other, in the order of the lines; parameters as :func:`read`.

    Parameters
    ----------
    start : Position or several, optional
        With it the log is one that still grows: it is read from the position whose beginning it shares, or from its own beginning
        (``START``) where it shares none, because it is new or was written anew; a last line without its end waits for the next time. A log
        that was rotated under another name, or packed since, is known again by its beginning. Keep the last ``position`` of each file, and
        give them all the next time: what was read is not read again, what came since is.
    rows : int, optional
        Lines of a batch, about.

    Yields
    ------
    Requests
        Each with its ``position``: who stores a batch and its position together can be stopped at any time and loses and doubles nothing.
        ``origin.sha256`` is the hash of the batch's text. A log without a new line yields nothing, or one batch of faults.
    """
    several = not isinstance(path, (str, Path)) or Path(path).is_dir()
    positions = [start] if isinstance(start, Position) else None if start is None else list(start)
    for place in files_of(path):
        try:
            yield from _file(LogText(place), format, salt, positions, today, rows)
        except CannotRead as error:
            if not (several and getattr(error.message, "id", "") == "sources.log-unknown"):
                raise
            fault = Unplaced([Fault(place.name, 1, "log-no-log")])
            yield Requests(no_requests(salt), Origin(title=place.name), fault, part=place.name)


def files_of(path: Paths) -> list[Path]:
    """Return the files of a path, a folder or a list: a folder's by name, each rotation before the younger one.

    Raises
    ------
    CannotRead
        Where there is nothing at a path.
    """
    if not isinstance(path, (str, Path)):
        return [place for one in path for place in files_of(one)]
    place = Path(path)
    if not place.is_dir():
        return [place]
    try:
        found = [one for one in place.iterdir() if one.is_file() and not one.name.startswith(".")]
    except OSError as error:
        raise CannotRead(Message("sources.cannot-read", path=str(place), why=system_words(error))) from error
    return sorted(found, key=_age)


def _age(place: Path) -> tuple[str, int, int, str]:
    """Return what sorts access.log-20240501 before access.log.2.gz before access.log.1 before access.log."""
    found = _ROTATED.match(place.name)
    stem, digits = (found[1], found[2]) if found else (place.name, None)
    if digits is None:
        return stem, 2, 0, place.name
    return (stem, 0, int(digits), place.name) if len(digits) >= 6 else (stem, 1, -int(digits), place.name)


def _file(
    text: LogText, form: str, salt: Salt | None, positions: list[Position] | None, today: date | None, rows: int = _ROWS
) -> Iterator[Requests]:
    """Yield the batches of one file: its blocks are cut and cleaned by threads, in order, only a few ahead of what is taken."""
    head = text.head(_HEAD)
    way, certainty = way_of(form, head, str(text.path))
    start = START if positions is None else known(head, positions)
    directed = LayoutRuns(way, start.fields)
    judge = ReadLines.of(text, way, salt, today)
    gathered = Gathering(text, start, head, judge.beginning(certainty))
    waiting: deque[tuple[Block, str, list[Future[Observed]]]] = deque()
    yielded = False

    def take() -> None:
        block, fields, found = waiting.popleft()
        gathered.add(block, fields, [one.result() for one in found])

    with ThreadPoolExecutor(_WORKERS) as pool:
        for block in whole_lines(text.pieces(start.bytes), start, unfinished=lambda: positions is not None or text.cut):
            parts = directed.parts(block)
            waiting.append((block, directed.fields, [pool.submit(judged, *part, judge) for part in parts]))
            if len(waiting) > _AHEAD:
                take()
            if gathered.rows >= rows:
                yield gathered.batch(salt)
                yielded = True
        while waiting:
            take()
    last = [Fault(text.path.name, gathered.position.lines + 1, "log-cut-file")] if text.cut else []
    if gathered.found or last or not (yielded or positions is not None):
        yield gathered.batch(salt, last)
