"""A lake: tables of observations that many may write and query at once, with the engine that the environment names.

On disk it is a folder: ``manifest.sqlite``, and one Parquet file for each import, source and month, never changed afterwards. An import is
there whole or not at all; the same content is imported once. Times are kept in UTC, without a zone.

================= ==============================================================================================
``LEGATION_ENGINE``  ``duckdb``, ``spark``, or an engine that another package brings; default ``duckdb``
``LEGATION_MEMORY``  how much DuckDB may use before it spills to disk: ``4GB``; default ``1GB``
``LEGATION_SPILL``   the folder that it spills to; default one of the user's own beside other temporary files
================= ==============================================================================================

Of Spark: ``LEGATION_SPARK_MASTER``, ``LEGATION_SPARK_MEMORY``, ``LEGATION_SPARK_PARTITIONS``, ``LEGATION_SPARK_DIR`` and
``LEGATION_SPARK_WAIT``, which :mod:`legation.lake.spark` reads.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.errors import CannotRead, CannotWrite, NotAvailable, WrongUse
from legation.lake.columns import fitted, hashed, lake_schema, pieces_of, read_schema, slices_of, widened, written_schema
from legation.lake.engine import Engine, normalised
from legation.lake.engines import DEFAULT, engine_of
from legation.lake.gaps import Gap, missing_runs, moment
from legation.lake.manifest import Held, LakeFile, Manifest, StagedManifest
from legation.lake.partition import UNDATED, Writing, arrival, checked_name, checked_source, described_by
from legation.language import Message
from legation.system_words import system_words

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

__all__ = [
    "Appended",
    "Lake",
    "lake_at",
]


MEMORY = "1GB"


@dataclass(frozen=True, slots=True)
class Appended:
    """What an import did.

    Attributes
    ----------
    rows : int
        Rows added: none where the content was there already.
    months : tuple of str
        The months that they fall in, ``YYYY-MM``, or ``undated``.
    was_there : bool
        Whether the same content had been imported from this source before.
    digest : str
    """

    rows: int
    months: tuple[str, ...]
    was_there: bool
    digest: str


class Lake:
    """Observations in a folder, asked by Ibis expressions.

    Parameters
    ----------
    path : path
        The lake's folder; it is made by the first import.
    engine : str
        Who answers: ``duckdb``, ``spark``, which needs the extra ``cluster``, or an engine that another package brings.
    memory : str
        How much DuckDB may use before it spills to disk.
    spill : path, optional
        Where to.
    quota : int, optional
        How many bytes its files may have: an import that passes it is refused whole, midway if need be.

    Examples
    --------
    >>> import pyarrow as pa, tempfile
    >>> lake = Lake(tempfile.mkdtemp())
    >>> rows = pa.table({"actor": ["FRA", "DEU", "FRA"]})
    >>> lake.append("words", rows).rows, lake.append("words", rows).rows
    (3, 0)
    >>> lake.to_arrow(lake.table("words").actor.value_counts().order_by("actor")).to_pydict()
    {'actor': ['DEU', 'FRA'], 'actor_count': [1, 2]}
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        engine: str = DEFAULT,
        *,
        memory: str = MEMORY,
        spill: str | os.PathLike[str] | None = None,
        quota: int | None = None,
    ) -> None:
        self.quota = quota
        self.path = Path(path).absolute()
        self.engine = engine_of(engine).id
        if self.path.exists() and not self.path.is_dir():
            raise WrongUse(Message("lake.no-folder", path=str(path)))
        self.manifest = Manifest(self.path / "manifest.sqlite")
        self._memory = memory
        self._spill = Path(spill) if spill is not None else None
        self._engine: Engine | None = None
        self._tables: dict[tuple[str, str | None], tuple[tuple[LakeFile, ...], ir.Table]] = {}

    def __repr__(self) -> str:
        return f"Lake({str(self.path)!r}, engine={self.engine!r})"

    def append(
        self,
        name: str,
        table: pa.Table | Iterable[pa.Table],
        *,
        source: str = "",
        digest: str = "",
        origin: str = "",
        slices: Iterable[int] | None = None,
        unplaced: Callable[[], int] = int,
        reached: str = "",
    ) -> Appended:
        """Import rows: all of them, or, where anything is raised, none.

        Parameters
        ----------
        name : str
            The table: small letters, digits, dashes. ``events``, ``mentions``, ``articles``, ``texts`` and ``requests`` have
            defined columns.
        table : pyarrow.Table or iterable of pyarrow.Table
            Rows; pieces of one import are read one after the other, so that it may be larger than memory.
        source : str
            Who they come from: one source's gaps are not another's.
        digest : str, optional
            The hash of the file, where it is known before it is read; else the hash of the rows. The same hash is imported once.
        origin : str
            The name of the file, for the list of imports.
        slices : iterable of int, optional
            Slices that the file stands for [seconds since 1970], also where it holds no row; by default those that its rows fall in.
        unplaced : callable
            How many rows of the file could not be placed; asked when all are read.
        reached : str, optional
            Of a file that grows: the place up to which it is read; see :meth:`reached`.

        Raises
        ------
        WrongUse
            For a name that is none.
        BadValue
            Where a column is of another type than the table's. A column that is not given is null; one that is new is null in older rows.
        CannotWrite
            Where the disk is full, the folder cannot be written, or the quota is reached; nothing was changed.
        """
        checked_name(name)
        checked_source(source)
        if digest and self.manifest.holds(name, source, digest):
            return Appended(rows=0, months=(), was_there=True, digest=digest)
        first, rest = pieces_of(table)
        if not digest:
            first, rest, digest = hashed(first, rest)
            if self.manifest.holds(name, source, digest):
                return Appended(rows=0, months=(), was_there=True, digest=digest)
        try:
            return self._write(name, source, digest, first, rest, origin=origin, slices=slices, rejected=unplaced, reached=reached)
        except OSError as error:
            code = "lake.disk-full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "lake.not-written"
            raise CannotWrite(Message(code, path=str(self.path), why=system_words(error))) from error

    def _write(
        self,
        name: str,
        source: str,
        digest: str,
        first: pa.Table,
        rest: Iterator[pa.Table],
        *,
        origin: str,
        slices: Iterable[int] | None,
        rejected: Callable[[], int],
        reached: str,
    ) -> Appended:
        known = self.manifest.columns(name)
        schema = lake_schema(first.schema) if known is None else widened(name, read_schema(known), lake_schema(first.schema))
        column = arrival(name, schema)
        defined = described_by(name, schema)
        every = defined.every if defined is not None else None
        received: set[int] = set() if slices is None else {int(at) for at in slices}
        self.path.mkdir(parents=True, exist_ok=True)
        with Writing(self.path, name, source, schema, column) as writing:
            for piece in itertools.chain([first], rest):
                rows = fitted(name, piece, schema)
                writing.write(rows)
                self._check_quota(writing.total_bytes())
                if slices is None and every and column:
                    received |= slices_of(rows, column, every)
            parts = writing.finish()
            total = sum(part.rows for part in parts)
            self._check_quota(sum(part.bytes for part in parts))
            entry = Held(name=name, source=source, digest=digest, origin=origin, rows=total, unplaced=rejected(), recorded="")
            if not self.manifest.add(entry, parts, sorted(received), written_schema(schema), reached):
                writing.undo()
                return Appended(rows=0, months=(), was_there=True, digest=digest)
        return Appended(rows=total, months=tuple(part.month for part in parts if part.rows), was_there=False, digest=digest)

    def _check_quota(self, more: int) -> None:
        """Raise CannotWrite where so many bytes more are too many."""
        if self.quota is not None and self.manifest.total_bytes() + more > self.quota:
            raise CannotWrite(Message("lake.over-quota", allowed=self.quota / 1024**2))

    @contextlib.contextmanager
    def together(self) -> Iterator[Lake]:
        """Give this lake for imports that belong together: all of them are in it when the block ends, or, where anything is raised, none.

        Raises
        ------
        CannotWrite
            Where another process has brought some of the same meanwhile: nothing was changed, and trying again tells what is new.
        """
        staged = Lake(self.path, self.engine, memory=self._memory, spill=self._spill, quota=self.quota)
        manifest = staged.manifest = StagedManifest(self.manifest)
        listed = False
        try:
            yield staged
            listed = manifest.commit()
        finally:
            if not listed:
                for one in manifest.additions:
                    for part in one.parts:
                        (self.path / part.path).unlink(missing_ok=True)
        if not listed:
            raise CannotWrite(Message("lake.brought-meanwhile", path=str(self.path)))

    def expire(self, before: dt.date) -> int:
        """Delete the months that ended before a day, for good; return how many rows went. What bears no date stays.

        Parameters
        ----------
        before : date
            Months are deleted whole: those whose last day is before it.
        """
        gone = 0
        first = before.replace(day=1)
        moment_of_first = int(dt.datetime.combine(first, dt.time(), dt.UTC).timestamp())
        for name in self.names():
            for source, month in self.manifest.months(name):
                if month == UNDATED or month >= f"{first:%Y-%m}":
                    continue
                parts = self.manifest.expire(name, source, month, moment_of_first)
                gone += sum(part.rows for part in parts)
                for part in parts:
                    (self.path / part.path).unlink(missing_ok=True)
        return gone

    def names(self) -> tuple[str, ...]:
        """Return the tables that there are, by name."""
        return self.manifest.names()

    def held(self, name: str) -> tuple[Held, ...]:
        """Return the imports of a table, by source and file."""
        return self.manifest.held(name)

    def table(self, name: str, *, source: str | None = None) -> ir.Table:
        """Return a table as an Ibis expression, of one source or of all, as the manifest lists it now.

        Raises
        ------
        WrongUse
            Where there is no such table; the sentence names those that there are.
        """
        stored = self.manifest.columns(name)
        parts = self.manifest.parts(name, source)
        if stored is None or not parts:
            raise WrongUse(Message("lake.no-table", found=name, there=self.names() or ("—",)))
        there = self._tables.get((name, source))
        if there is None or there[0] != parts:  # one expression as long as nothing is added, so that its columns can be compared
            there = parts, self._over(parts, read_schema(stored))
            self._tables[name, source] = there
        return there[1]

    def to_arrow(self, expression: ir.Expr) -> pa.Table:
        """Return the rows of an expression, in types that do not depend on the engine.

        Raises
        ------
        NotAvailable
            Where the engine gives up: memory and disk are full, or the cluster is gone. The lake is whole.
        CannotRead
            Where a file of the lake is damaged or gone.
        """
        try:
            return normalised(self._query_engine().rows(expression))
        except NotAvailable:
            self._forget_broken()
            self._check_files()
            raise

    def _check_files(self) -> None:
        """Raise CannotRead where a file that the manifest lists is gone or of another size than it was written."""
        for name in self.names():
            for part in self.manifest.parts(name):
                file = self.path / part.path
                if not file.is_file() or file.stat().st_size != part.bytes:
                    raise CannotRead(Message("lake.damaged-file", path=str(file), name=name))

    def gaps(self, name: str) -> tuple[Gap, ...]:
        """Return the slices that were expected and not received, by source and time.

        Expected is every slice of the source's clock (15 minutes for events, mentions and articles; a day for requests) between the
        first and the last that was received. A table that follows no clock has no gaps.
        """
        stored = self.manifest.columns(name)
        defined = described_by(name, read_schema(stored)) if stored is not None else None
        if defined is None or defined.every is None:
            return ()
        return tuple(gap for source, at in self.manifest.slices(name).items() for gap in missing_runs(source, at, defined.every))

    def received(self, name: str) -> dict[str, tuple[Any, Any, int]]:
        """Return, by source, the first and last slice received (datetime, UTC) and how many were."""
        return {source: (moment(at[0]), moment(at[-1]), len(at)) for source, at in self.manifest.slices(name).items() if at}

    def reached(self, name: str, source: str) -> tuple[str, ...]:
        """Return the places up to which the growing files of a source were read, as whoever imported them wrote them."""
        return self.manifest.reached(name, source)

    def secret(self, name: str) -> bytes:
        """Return 32 random bytes of the lake's own, made when first asked for: what pseudonyms are keyed with."""
        return self.manifest.secret(name)

    def forget(self, name: str, source: str) -> None:
        """Take a source out of a table and delete its files: what must not be kept any longer is gone.

        Raises
        ------
        WrongUse
            Where the table holds nothing from it; the sentence names the sources that there are.
        """
        there = tuple(dict.fromkeys(one.source for one in self.held(name)))
        if source not in there:
            raise WrongUse(Message("lake.no-source", found=source, name=name, there=there or ("—",)))
        parts = self.manifest.parts(name, source)
        self.manifest.forget(name, source)
        for part in parts:
            (self.path / part.path).unlink(missing_ok=True)

    def hash(self) -> str:
        """Return the hash of what the lake holds: the same imports give the same hash."""
        return self.manifest.hash()

    def _over(self, parts: Sequence[LakeFile], schema: pa.Schema) -> ir.Table:
        try:
            return self._query_engine().over([self.path / part.path for part in parts], schema)
        except NotAvailable:
            self._forget_broken()
            self._check_files()
            raise

    def _forget_broken(self) -> None:
        """Let another engine be opened when next asked, where this one is gone; tables are views of it, and go with it."""
        if self._engine is not None and not self._engine.works:
            self._engine = None
            self._tables.clear()

    def _query_engine(self) -> Engine:
        if self._engine is None:
            self._engine = engine_of(self.engine).opened(self._memory, self._spill)
        return self._engine


def lake_at(path: Path, *, quota: int | None = None) -> Lake:
    """Return the lake in a folder, asked as the environment says; ``quota`` is how many bytes its files may have.

    Raises
    ------
    WrongUse
        For an engine that there is not; other settings are looked at when the lake is first asked.

    Examples
    --------
    >>> lake_at(Path("nowhere")).names()
    ()
    """
    engine = os.environ.get("LEGATION_ENGINE") or DEFAULT
    memory, spill = os.environ.get("LEGATION_MEMORY") or MEMORY, os.environ.get("LEGATION_SPILL") or None
    return Lake(path, engine, memory=memory, spill=spill, quota=quota)
