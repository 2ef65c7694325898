"""The files and the batches of a source of observations, held to the table that it fills.

What a reader of another package gives is put into the columns of its table; where it fails, or gives something else, the file is refused
as one that cannot be read, and nothing of it is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from legation.errors import CannotRead, WrongUse
from legation.language import Message
from legation.sources.observations.tables import ObservationTable, observation_table
from legation.sources.observed import Observed, Unplaced
from legation.sources.registry import failing, is_ours
from legation.sources.source import Source, Wanted

__all__ = ["files_of", "observations", "slices_of", "stream_of"]


def files_of(source: Source, paths: Sequence[str | Path]) -> list[Path]:
    """Return the files that paths stand for, as they are read one by one."""
    with failing(source, paths):
        return [Path(path) for path in source.one_by_one([Path(path) for path in paths])]


def slices_of(source: Source, path: Path) -> list[int] | None:
    """Return the slices that a file stands for [seconds since 1970]; None where its rows say so."""
    with failing(source, [path]):
        found = source.slices(path)
        return None if found is None else [int(at) for at in found]


def stream_of(source: Source, path: Path) -> str:
    """Return what is written behind the source's name for a file."""
    with failing(source, [path]):
        return str(source.stream(path))


def observations(source: Source, path: Path, wanted: Wanted) -> Iterable[Observed]:
    """Return the rows of one file, batch by batch.

    Raises
    ------
    WrongUse
        Where the source brings no observations.
    CannotRead
        While they are read: as the source's reader does, and where the reader of another package fails or gives something else.
    """
    if source.batches is None:
        raise WrongUse(Message("bringing.not-for-lakes", source=source.id, example=source.example()))
    return _ours(source, path, wanted) if is_ours(source) else _checked(source, path, wanted)


def _ours(source: Source, path: Path, wanted: Wanted) -> Iterator[Observed]:
    """Yield the batches of a source of ours."""
    if source.batches is not None:
        with failing(source, [path]):
            yield from source.batches(path, wanted)


def _checked(source: Source, path: Path, wanted: Wanted) -> Iterator[Observed]:
    """Yield the batches of another package in the columns of the table that its source fills."""
    defined = observation_table(source.fills)
    if source.batches is None or defined is None:
        return
    with failing(source, [path]):
        for batch in source.batches(path, wanted):
            yield _in_columns(source, defined, batch)


def _in_columns(source: Source, defined: ObservationTable, batch: Any) -> Observed:
    """Return a batch in the columns of its table; a column that it lacks is null."""
    import pyarrow as pa

    whole = isinstance(batch, Observed)
    parts = [(pa.Table, batch.table), (Unplaced, batch.unplaced), (Unplaced, batch.doubts)] if whole else [(Observed, batch)]
    wrong = [type(part).__name__ for kind, part in parts if not isinstance(part, kind)]
    if wrong:
        raise CannotRead(Message("bringing.another-type", source=source.id, package=source.package, found=wrong[0]))
    table = batch.table
    other = next((name for name in table.column_names if name not in defined.columns), None)
    if other is not None:
        values = {"column": other, "table": defined.name, "allowed": tuple(defined.columns)}
        raise CannotRead(Message("bringing.another-column", source=source.id, package=source.package, **values))
    columns = []
    for field in defined.schema:
        there = table[field.name] if field.name in table.column_names else pa.nulls(table.num_rows, field.type)
        try:
            columns.append(there.cast(field.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            values = {"column": field.name, "table": defined.name, "allowed": defined.columns[field.name], "found": str(error)[:80]}
            raise CannotRead(Message("bringing.another-value", source=source.id, package=source.package, **values)) from error
    return Observed(pa.table(columns, schema=defined.schema), batch.origin, batch.unplaced, batch.doubts)
