"""Files of the outside world into a lake: each whole or not at all, each once, a growing log from where it had ended.

A file that cannot be read stops none of the others; what could not be placed is listed with file and line.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.errors import CannotRead, WrongUse
from legation.lake.compaction import compact
from legation.lake.lake import Lake
from legation.lake.partition import GROUP, slug
from legation.language import Message
from legation.methods.progress import Progress, silent
from legation.sources.imports.lake import files_of, observations, slices_of, stream_of
from legation.sources.observations.tables import observation_table
from legation.sources.observed import Fault, Observed, Unplaced
from legation.sources.registry import lake_source
from legation.sources.source import Source, Wanted
from legation.system_words import system_words

if TYPE_CHECKING:
    import pyarrow as pa

    from legation.sources.observations.access_log import Requests

__all__ = ["Gathered", "gather"]

_BLOCK = 4 * 1024**2
_BATCHES = 8
_DAYS = 35
"""Days after which the salt of a day is deleted: nobody can then tell whose visits were whose."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What became of one file.

    Attributes
    ----------
    file : str
    rows : int
        Rows added.
    was_there : bool
        Whether all of it had been imported before.
    known : int
        Rows that the source had sent before, under the same id: they are not added again.
    unplaced, doubts : Unplaced
        Rows that could not be placed, and rows that someone should look at.
    fault : Message or None
        Why it could not be read; then nothing of it was added.
    """

    file: str
    rows: int = 0
    was_there: bool = False
    known: int = 0
    unplaced: Unplaced = field(default_factory=Unplaced)
    doubts: Unplaced = field(default_factory=Unplaced)
    fault: Message | None = None


def gather(
    lake: Lake,
    kind: str,
    paths: Sequence[str | Path],
    /,
    *,
    source: str = "",
    form: str = "",
    register: Path | None = None,
    progress: Progress = silent,
    whole: bool = False,
    **options: Any,
) -> tuple[Gathered, ...]:
    """Bring files into a lake.

    Parameters
    ----------
    lake : Lake
    kind : str
        What they are: the id of a source of :func:`legation.sources.registry.for_lakes`.
    paths : sequence of paths
        Files, or folders of files.
    source : str
        Who they come from; by default the kind's own name.
    form : str
        The format of logs, of kinds that have one.
    register : Path or None
        The list of institutional accounts, of which names are kept; of kinds that hold accounts.
    progress : callable
        Told ``(files done, files in all)``, after each batch of rows as well, so that it may end the import by raising.
    whole : bool
        Whether a file enters whole or not at all also where it grows: a log that breaks off is then read anew, and not from there.
    options
        Other options of the source, by name.

    Returns
    -------
    tuple of Gathered
        One for each file, in their order.

    Raises
    ------
    WrongUse
        For a kind that there is not.
    CannotRead
        Where there is no file to read.
    CannotWrite
        Where the disk is full; the files before are whole in the lake, and importing again goes on behind them.
    """
    of = lake_source(kind)
    given = _options_of(of, options, format=form, register=register)
    wanted = Wanted(options=given, key=lake.secret("accounts") if of.has_accounts else b"", group=GROUP)
    files = files_of(of, paths)
    if not files:
        raise CannotRead(Message("observing.no-files", kind=kind, paths=tuple(map(str, paths)) or ("—",)))
    bring = functools.partial(_one, lake, of, source or of.publisher or kind, wanted, whole=whole)
    done = tuple(bring(path, functools.partial(progress, at, len(files))) for at, path in enumerate(files))
    compact(lake, of.fills)
    progress(len(files), len(files))
    return done


def _options_of(of: Source, given: Mapping[str, Any], **named: Any) -> dict[str, Any]:
    """Return a value for each option of a source; one that it does not have is refused, one named here only where it has a value."""
    left = {**given, **{name: value for name, value in named.items() if value}}
    taken = {option.name: left.pop(option.name.replace("-", "_"), left.pop(option.name, option.absent())) for option in of.options}
    if left:
        allowed = tuple(taken) or Message("bringing.no-option")
        raise WrongUse(Message("bringing.option-not-taken", source=of.id, option=next(iter(left)), allowed=allowed))
    return taken


def _one(lake: Lake, of: Source, source: str, wanted: Wanted, path: Path, notify: Callable[[], None], *, whole: bool) -> Gathered:
    """Bring one file into a lake; of one that cannot be read it is told why."""
    notify()
    try:
        return _read(lake, of, path, source, wanted, notify, whole=whole)
    except CannotRead as error:
        return Gathered(file=path.name, fault=error.message if isinstance(error.message, Message) else None)


def _read(lake: Lake, of: Source, path: Path, source: str, wanted: Wanted, notify: Callable[[], None], *, whole: bool) -> Gathered:
    if not of.grows and not _known_by(of.fills):
        return _slice(lake, of, path, source, wanted, notify)
    with lake.manifest.alone(f"{of.fills}-{slug(source)}"):  # what was there is looked at first, so that nobody may add meanwhile
        if not of.grows:
            return _slice(lake, of, path, source, wanted, notify)
        if not whole:
            return _log(lake, path, source, wanted, notify)
        with lake.together() as staged:
            return _log(staged, path, source, wanted, notify)


def _known_by(table: str) -> str:
    """Return the column by which a source's rows of a table are told apart; empty where none does."""
    definition = observation_table(table)
    return definition.known_by if definition is not None else ""


def _slice(lake: Lake, of: Source, path: Path, source: str, wanted: Wanted, notify: Callable[[], None]) -> Gathered:
    source += stream_of(of, path)
    column = _known_by(of.fills)
    faults = _FaultLog(notify, column, functools.partial(_ids, lake, of.fills, source, column) if column else None)
    done = lake.append(
        of.fills,
        faults.tables(observations(of, path, wanted)),
        source=source,
        digest=_hash(path),
        origin=path.name,
        slices=slices_of(of, path),
        unplaced=lambda: len(faults.rejected),
    )
    return Gathered(path.name, done.rows, done.was_there, faults.known, Unplaced(faults.rejected), Unplaced(faults.warnings))


def _ids(lake: Lake, table: str, source: str, column: str) -> set[str]:
    """Return the ids of the rows that a source has sent."""
    if not lake.manifest.parts(table, source):
        return set()
    return set(lake.to_arrow(lake.table(table, source=source).select(column).distinct())[column].to_pylist())


class _FaultLog:
    """The faults of batches, while their rows go on into the lake; those that are there already by their ids do not."""

    def __init__(self, notify: Callable[[], None], column: str = "", known_ids: Callable[[], set[str]] | None = None) -> None:
        self.notify = notify
        self.column = column
        self.rejected: list[Fault] = []
        self.warnings: list[Fault] = []
        self.known_ids = known_ids
        self.known = 0
        self.placed = 0

    def tables(self, batches: Iterable[Observed]) -> Iterator[pa.Table]:
        ids = self.known_ids() if self.known_ids is not None else None  # asked only when the file is read: most have been before
        for batch in batches:
            self.notify()
            self.rejected.extend(batch.unplaced.faults)
            self.warnings.extend(batch.doubts.faults)
            self.placed += batch.table.num_rows
            yield batch.table if ids is None else self._new(batch.table, ids)
        if self.rejected and not self.placed:  # it is something else than it was said to be
            raise CannotRead(
                Message("observing.none-placed", count=len(self.rejected), first=f"{self.rejected[0].part}:{self.rejected[0].row}")
            )

    def _new(self, table: pa.Table, ids: set[str]) -> pa.Table:
        """Return the rows whose ids are new, and add those to the ids."""
        import pyarrow as pa

        fresh = []
        for one in table[self.column].to_pylist():
            fresh.append(one is None or one not in ids)
            if one is not None:
                ids.add(one)
        self.known += len(fresh) - sum(fresh)
        return table.filter(pa.array(fresh, pa.bool_()))


def _log(lake: Lake, path: Path, source: str, wanted: Wanted, notify: Callable[[], None]) -> Gathered:
    """Read a log from where it had ended, some millions of lines at a time: each with the place that it reached."""
    from legation.sources.observations import access_log
    from legation.sources.observations.access_log.blocks import START, Position

    salts = _Salts(lake)
    start = [START, *(Position(**json.loads(text)) for text in lake.reached("requests", source))]
    rows, new, faults = 0, False, _FaultLog(notify)
    for batches in _several(access_log.batches(path, wanted.options["format"] or "auto", salts, start=start)):
        reached = dataclasses.asdict(batches[-1].position)
        digest = hashlib.sha256("".join(one.origin.sha256 for one in batches).encode()).hexdigest()
        before = len(faults.rejected)
        faults.placed += batches[0].position.lines > batches[0].origin.read  # lines before were read, now or earlier
        done = lake.append(
            "requests",
            faults.tables(batches),
            source=source,
            digest=f"{digest}-{reached['bytes']}",
            origin=path.name,
            unplaced=lambda before=before: len(faults.rejected) - before,  # type: ignore[misc]
            reached=json.dumps(reached, sort_keys=True),
        )
        rows += done.rows
        new = new or not done.was_there
    salts.forget()
    return Gathered(path.name, rows, not new, unplaced=Unplaced(faults.rejected), doubts=Unplaced(faults.warnings))


def _several(batches: Iterator[Requests]) -> Iterator[list[Requests]]:
    waiting: list[Requests] = []
    for batch in batches:
        if len(waiting) == _BATCHES:
            yield waiting
            waiting = []
        waiting.append(batch)
    if waiting:
        yield waiting


class _Salts:
    """The secret of each day, kept for some weeks and then deleted for good."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self.known: dict[dt.date, bytes] = {}

    def __call__(self, day: dt.date) -> bytes:
        if day not in self.known:
            self.known[day] = self.lake.secret(f"day-{day.isoformat()}")
        return self.known[day]

    def forget(self) -> None:
        if self.known:
            self.lake.manifest.forget_secrets(f"day-{(max(self.known) - dt.timedelta(days=_DAYS)).isoformat()}")


def _hash(path: Path) -> str:
    """Return the SHA-256 of a file, or of the sorted list of a folder's."""
    from legation.sources.reading import hash_of_files

    files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    return hash_of_files({str(one.relative_to(path.parent)): _digest(one) for one in files}) if files else hashlib.sha256().hexdigest()


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise CannotRead(Message("sources.cannot-read", path=str(path), why=system_words(error))) from error
    return digest.hexdigest()
