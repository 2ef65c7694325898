"""The manifest: which files make up a lake, what each came from, which slices were received. One SQLite file, one transaction an import.

Only what the manifest lists is in the lake: a file that an import left behind when it was cut is not seen, and two imports at once wait for
each other or find that the other has already brought the same content.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from legation.errors import CannotRead, CannotWrite
from legation.language import Message

__all__ = ["Held", "LakeFile", "Manifest", "StagedManifest"]

_LAYOUT = 1
_TABLES = """
CREATE TABLE held (name TEXT NOT NULL, source TEXT NOT NULL, digest TEXT NOT NULL, rows INTEGER NOT NULL, unplaced INTEGER NOT NULL,
                   origin TEXT NOT NULL, recorded TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
                   PRIMARY KEY (name, source, digest));
CREATE TABLE part (path TEXT PRIMARY KEY, name TEXT NOT NULL, source TEXT NOT NULL, month TEXT NOT NULL, rows INTEGER NOT NULL,
                   bytes INTEGER NOT NULL);
CREATE TABLE slice (name TEXT NOT NULL, source TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (name, source, at)) WITHOUT ROWID;
CREATE TABLE columns (name TEXT PRIMARY KEY, arrow BLOB NOT NULL);
CREATE TABLE reached (name TEXT NOT NULL, source TEXT NOT NULL, position TEXT NOT NULL, PRIMARY KEY (name, source, position));
CREATE TABLE gone (path TEXT PRIMARY KEY, at REAL NOT NULL);
CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL);
"""
_EXPIRED = """CREATE TABLE IF NOT EXISTS expired (name TEXT NOT NULL, source TEXT NOT NULL, month TEXT NOT NULL, rows INTEGER NOT NULL,
                                     PRIMARY KEY (name, source, month))"""
"""Months that were taken out because their time was over: in no lake before the first of them."""


@dataclass(frozen=True, slots=True)
class LakeFile:
    """One Parquet file: its path below the lake, the month (``YYYY-MM``, or ``undated``), its rows and bytes."""

    path: str
    month: str
    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Held:
    """One import: what was read, when, and how many of its rows are there and how many were rejected.

    Attributes
    ----------
    name, source, digest, origin : str
        The table, the source, the hash of the content, and the name of the file.
    rows, unplaced : int
    recorded : str
        ``YYYY-MM-DDTHH:MM:SSZ``.
    """

    name: str
    source: str
    digest: str
    origin: str
    rows: int
    unplaced: int
    recorded: str


@dataclass(frozen=True, slots=True)
class _Addition:
    """All that one import writes."""

    entry: Held
    parts: tuple[LakeFile, ...]
    slices: tuple[int, ...]
    arrow: bytes
    reached: str


def _insert(file: sqlite3.Connection, one: _Addition) -> None:
    """List an import, within a transaction; IntegrityError where the same content is listed already."""
    entry = one.entry
    insert = "INSERT INTO held (name, source, digest, rows, unplaced, origin) VALUES (?, ?, ?, ?, ?, ?)"
    file.execute(insert, (entry.name, entry.source, entry.digest, entry.rows, entry.unplaced, entry.origin))
    rows = [(p.path, entry.name, entry.source, p.month, p.rows, p.bytes) for p in one.parts]
    file.executemany("INSERT INTO part VALUES (?, ?, ?, ?, ?, ?)", rows)
    file.executemany("INSERT OR IGNORE INTO slice VALUES (?, ?, ?)", [(entry.name, entry.source, at) for at in one.slices])
    file.execute("INSERT OR REPLACE INTO columns VALUES (?, ?)", (entry.name, one.arrow))
    if one.reached:
        file.execute("INSERT OR IGNORE INTO reached VALUES (?, ?, ?)", (entry.name, entry.source, one.reached))


class Manifest:
    """The list of what a lake holds, in ``manifest.sqlite``.

    Parameters
    ----------
    path : Path
    wait : float
        Seconds to wait for another import to end.
    """

    def __init__(self, path: Path, wait: float = 60.0) -> None:
        self.path = path
        self.wait = wait

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a view of one moment; of a lake that was never written, an empty one."""
        if not self.path.exists():
            with closing(sqlite3.connect(":memory:")) as empty:
                empty.executescript(_TABLES)
                yield empty
            return
        try:
            with closing(sqlite3.connect(self.path, timeout=self.wait, isolation_level=None)) as file:
                self._check(file)
                file.execute("BEGIN")
                yield file
        except sqlite3.Error as error:
            raise CannotRead(Message("lake.no-manifest", path=str(self.path), why=str(error))) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give one transaction: all of it, or, where anything is raised, nothing."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=self.wait, isolation_level=None)) as file:
                file.execute("PRAGMA synchronous = FULL")
                file.execute("BEGIN IMMEDIATE")
                try:
                    self._check(file)
                    yield file
                except BaseException:
                    file.rollback()
                    raise
                file.commit()
        except (sqlite3.Error, OSError) as error:
            if isinstance(error, sqlite3.IntegrityError):
                raise
            raise CannotWrite(Message("lake.not-written", path=str(self.path.parent), why=str(error))) from error
        self.path.chmod(0o600)

    def _check(self, file: sqlite3.Connection) -> None:
        (layout,) = file.execute("PRAGMA user_version").fetchone()
        if layout == 0 and not file.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            for statement in _TABLES.split(";"):
                file.execute(statement)
            file.execute(f"PRAGMA user_version = {_LAYOUT}")
        elif layout != _LAYOUT:
            raise CannotRead(Message("lake.other-layout", path=str(self.path), found=layout, allowed=_LAYOUT))

    def holds(self, name: str, source: str, digest: str) -> bool:
        """Whether this content has been imported."""
        with self.reading() as file:
            query = "SELECT 1 FROM held WHERE name = ? AND source = ? AND digest = ?"
            return file.execute(query, (name, source, digest)).fetchone() is not None

    def names(self) -> tuple[str, ...]:
        """Return the tables that there are, by name; one of which every source was taken out is none."""
        with self.reading() as file:
            return tuple(name for (name,) in file.execute("SELECT DISTINCT name FROM part ORDER BY name"))

    def columns(self, name: str) -> bytes | None:
        """Return the Arrow schema of a table as it is stored; None where there is no such table."""
        with self.reading() as file:
            row = file.execute("SELECT arrow FROM columns WHERE name = ?", (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def held(self, name: str) -> tuple[Held, ...]:
        """Return the imports of a table, by source, file and hash."""
        with self.reading() as file:
            query = "SELECT name, source, digest, origin, rows, unplaced, recorded FROM held WHERE name = ? ORDER BY source, origin, digest"
            return tuple(Held(*row) for row in file.execute(query, (name,)))

    def parts(self, name: str, source: str | None = None, month: str | None = None) -> tuple[LakeFile, ...]:
        """Return the files of a table, by path."""
        with self.reading() as file:
            query = (
                "SELECT path, month, rows, bytes FROM part"
                " WHERE name = ? AND (?2 IS NULL OR source = ?2) AND (?3 IS NULL OR month = ?3) ORDER BY path"
            )
            return tuple(LakeFile(*row) for row in file.execute(query.replace("name = ?", "name = ?1"), (name, source, month)))

    def slices(self, name: str) -> dict[str, list[int]]:
        """Return the slices that were received, by source, ascending [seconds since 1970]."""
        slices: dict[str, list[int]] = {}
        with self.reading() as file:
            for source, at in file.execute("SELECT source, at FROM slice WHERE name = ? ORDER BY source, at", (name,)):
                slices.setdefault(source, []).append(at)
        return slices

    def add(self, entry: Held, parts: Sequence[LakeFile], slices: Iterable[int], arrow: bytes, reached: str = "") -> bool:
        """List an import; return False, with nothing changed, where the same content is listed already.

        ``reached`` is the place up to which a growing file was read.
        """
        try:
            with self.writing() as file:
                _insert(file, _Addition(entry, tuple(parts), tuple(slices), arrow, reached))
        except sqlite3.IntegrityError:
            return False
        return True

    def replace(self, name: str, source: str, gone: Sequence[str], parts: Sequence[LakeFile]) -> bool:
        """List files in the place of others; return False, with nothing changed, where one of those is gone already."""
        with self.writing() as file:
            there = [file.execute("SELECT 1 FROM part WHERE path = ?", (path,)).fetchone() for path in gone]
            if not all(there):
                return False
            file.executemany("DELETE FROM part WHERE path = ?", [(path,) for path in gone])
            file.executemany("INSERT INTO gone VALUES (?, unixepoch('now'))", [(path,) for path in gone])
            rows = [(p.path, name, source, p.month, p.rows, p.bytes) for p in parts]
            file.executemany("INSERT INTO part VALUES (?, ?, ?, ?, ?, ?)", rows)
        return True

    def gone(self) -> tuple[tuple[str, float], ...]:
        """Return the files that are no longer listed, and since when [seconds since 1970]."""
        with self.reading() as file:
            return tuple(file.execute("SELECT path, at FROM gone ORDER BY path"))

    def swept(self, path: str) -> None:
        """Note that a file that was no longer listed is deleted."""
        with self.writing() as file:
            file.execute("DELETE FROM gone WHERE path = ?", (path,))

    def months(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return the sources and months of a table, in order."""
        with self.reading() as file:
            return tuple(file.execute("SELECT DISTINCT source, month FROM part WHERE name = ? ORDER BY source, month", (name,)))

    def total_bytes(self) -> int:
        """Return the size of all files that are listed."""
        with self.reading() as file:
            (total,) = file.execute("SELECT coalesce(sum(bytes), 0) FROM part").fetchone()
        return int(total)

    def expire(self, name: str, source: str, month: str, before: int) -> tuple[LakeFile, ...]:
        """Take a month of a source out for good, with the slices before a moment [seconds since 1970]; return the files that it had.

        Its imports stay listed, so that the same content does not come back. What is left is no longer what it was: the hash says so.
        """
        with self.writing() as file:
            file.execute(_EXPIRED)
            query = "SELECT path, month, rows, bytes FROM part WHERE name = ? AND source = ? AND month = ? ORDER BY path"
            parts = tuple(LakeFile(*row) for row in file.execute(query, (name, source, month)))
            file.executemany("DELETE FROM part WHERE path = ?", [(part.path,) for part in parts])
            file.execute("DELETE FROM slice WHERE name = ? AND source = ? AND at < ?", (name, source, before))
            file.execute(
                "INSERT INTO expired VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET rows = rows + excluded.rows",
                (name, source, month, sum(part.rows for part in parts)),
            )
        return parts

    def forget(self, name: str, source: str) -> None:
        """Take a source out of a table, with what it says of itself."""
        with self.writing() as file:
            file.execute(_EXPIRED)
            file.execute("DELETE FROM expired WHERE name = ? AND source = ?", (name, source))
            for table in ("held", "part", "slice", "reached"):
                file.execute(f"DELETE FROM {table} WHERE name = ? AND source = ?", (name, source))  # noqa: S608 - names of ours

    def reached(self, name: str, source: str) -> tuple[str, ...]:
        """Return the places up to which the growing files of a source were read, as their reader wrote them."""
        with self.reading() as file:
            query = "SELECT position FROM reached WHERE name = ? AND source = ? ORDER BY position"
            return tuple(position for (position,) in file.execute(query, (name, source)))

    @contextmanager
    def alone(self, key: str, wait: float = 3600.0) -> Iterator[None]:
        """Hold everybody else who asks for the same key off; whoever ends, in whatever way, gives it back."""
        folder = self.path.parent / "locks"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(folder / f"{key}.sqlite", timeout=wait, isolation_level=None)) as file:
                file.execute("BEGIN EXCLUSIVE")
                yield
                file.rollback()
        except (sqlite3.Error, OSError) as error:
            raise CannotWrite(Message("lake.not-written", path=str(self.path.parent), why=str(error))) from error

    def secret(self, name: str) -> bytes:
        """Return 32 random bytes of the lake's own, made when first asked for: what pseudonyms are keyed with."""
        with self.writing() as file:
            file.execute("INSERT OR IGNORE INTO secret VALUES (?, ?)", (name, secrets.token_bytes(32)))
            (value,) = file.execute("SELECT value FROM secret WHERE name = ?", (name,)).fetchone()
            return bytes(value)

    def forget_secrets(self, before: str) -> None:
        """Delete the secrets whose name sorts before a text: salts of days that are over."""
        with self.writing() as file:
            file.execute("DELETE FROM secret WHERE name < ? AND name LIKE 'day-%'", (before,))

    def is_empty(self) -> bool:
        """Whether nothing is listed, and nothing was that is gone by its time: such a manifest is that of a lake nobody has loaded."""
        with self.reading() as file:
            if file.execute("SELECT 1 FROM held LIMIT 1").fetchone():
                return False
            there = file.execute("SELECT 1 FROM sqlite_master WHERE name = 'expired'").fetchone()
            return not (there and file.execute("SELECT 1 FROM expired LIMIT 1").fetchone())

    def hash(self) -> str:
        """Return the hash of the sorted list of imports, and of what is gone of them: what an answer on the lake rests on."""
        with self.reading() as file:
            lines = [f"{n}\0{s}\0{d}\n" for n, s, d in file.execute("SELECT name, source, digest FROM held ORDER BY 1, 2, 3")]
            if file.execute("SELECT 1 FROM sqlite_master WHERE name = 'expired'").fetchone():
                gone = file.execute("SELECT name, source, month, rows FROM expired ORDER BY 1, 2, 3")
                lines += [f"-{n}\0{s}\0{m}\0{r}\n" for n, s, m, r in gone]
        return hashlib.sha256("".join(lines).encode()).hexdigest()


class StagedManifest(Manifest):
    """A manifest whose imports are listed together at the end, or not at all: those of a file that is read in several steps.

    Parameters
    ----------
    of : Manifest
    """

    def __init__(self, of: Manifest) -> None:
        super().__init__(of.path, of.wait)
        self.additions: list[_Addition] = []

    def holds(self, name: str, source: str, digest: str) -> bool:
        """Whether this content has been imported, or is about to be."""
        entries = (one.entry for one in self.additions)
        return any((e.name, e.source, e.digest) == (name, source, digest) for e in entries) or super().holds(name, source, digest)

    def columns(self, name: str) -> bytes | None:
        """Return the Arrow schema of a table as it is stored or about to be."""
        staged = [one.arrow for one in self.additions if one.entry.name == name]
        return staged[-1] if staged else super().columns(name)

    def total_bytes(self) -> int:
        """Return the size of all files, those that are about to be listed included."""
        return super().total_bytes() + sum(part.bytes for one in self.additions for part in one.parts)

    def add(self, entry: Held, parts: Sequence[LakeFile], slices: Iterable[int], arrow: bytes, reached: str = "") -> bool:
        """Note an import that is listed by :meth:`commit`; return False where the same content is listed or noted already."""
        if self.holds(entry.name, entry.source, entry.digest):
            return False
        self.additions.append(_Addition(entry, tuple(parts), tuple(slices), arrow, reached))
        return True

    def commit(self) -> bool:
        """List all that was noted in one transaction; return False, with nothing changed, where another brought the same meanwhile."""
        if not self.additions:
            return True
        try:
            with self.writing() as file:
                for one in self.additions:
                    _insert(file, one)
        except sqlite3.IntegrityError:
            return False
        return True
