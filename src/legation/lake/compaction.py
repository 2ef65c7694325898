"""Many small files into one: a source that sends every quarter of an hour makes 35,000 files a year, which slow every question.

The rows stay the same, and so does the lake's hash. Files that were put together are no longer listed; they are deleted a day later, for
those who were reading them.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.lake.columns import fitted, read_schema
from legation.lake.lake import Lake
from legation.lake.manifest import LakeFile
from legation.lake.partition import GROUP, Writing

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["compact"]

SMALL = 64 * 1024**2
"""Bytes up to which a file counts as small."""
FEWEST = 32
"""Small files of a source and month from which they are put together."""
GRACE = 86_400
"""Seconds for which a file that is no longer listed is kept."""


def compact(lake: Lake, name: str, *, fewest: int = FEWEST) -> int:
    """Put the small files of each source and month of a table together; return how many files there are fewer.

    Parameters
    ----------
    lake : Lake
    name : str
    fewest : int
        How many small files a source and month must have.

    Examples
    --------
    >>> import pyarrow as pa, tempfile
    >>> lake = Lake(tempfile.mkdtemp())
    >>> for n in range(3):
    ...     _ = lake.append("notes", pa.table({"n": [n]}))
    >>> compact(lake, "notes", fewest=2), lake.to_arrow(lake.table("notes").n.sum())["Sum(n)"].to_pylist()
    (2, [3])
    """
    sweep(lake)
    stored = lake.manifest.columns(name)
    if stored is None:
        return 0
    schema = read_schema(stored)
    fewer = 0
    for source, month in lake.manifest.months(name):
        small = [part for part in lake.manifest.parts(name, source, month) if part.bytes < SMALL]
        if len(small) < max(2, fewest):
            continue
        with Writing(lake.path, name, source, schema, None) as writing:
            for rows in _together(lake.path, name, small, schema):
                writing.write(rows, month)
            file = writing.finish(month)
            if lake.manifest.replace(name, source, [part.path for part in small], file):
                fewer += len(small) - len(file)
            else:
                writing.undo()  # another process was quicker
    return fewer


def _together(lake: Path, name: str, parts: Sequence[LakeFile], schema: pa.Schema) -> Iterator[pa.Table]:
    """Yield the rows of files in their order, in pieces of a row group."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    waiting: list[pa.Table] = []
    for part in parts:
        waiting.append(fitted(name, pq.read_table(lake / part.path, partitioning=None), schema))
        if sum(rows.num_rows for rows in waiting) >= GROUP:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def sweep(lake: Lake, grace: float = GRACE) -> None:
    """Delete files that are no longer listed, and what imports that were cut have left, when they are older than ``grace`` seconds."""
    now = time.time()
    for path, since in lake.manifest.gone():
        if now - since >= grace:
            (lake.path / path).unlink(missing_ok=True)
            lake.manifest.swept(path)
    listed = {lake.path / part.path for name in lake.names() for part in lake.manifest.parts(name)}
    known = listed | {lake.path / path for path, _ in lake.manifest.gone()}
    for file in lake.path.glob("*/*/*/*.parquet"):
        if file not in known and now - file.stat().st_mtime >= grace:
            file.unlink(missing_ok=True)
    for folder in (lake.path / "writing").glob("*"):
        if now - folder.stat().st_mtime >= grace:
            shutil.rmtree(folder, ignore_errors=True)
